"""What each piece of evidence weighs, in nats, and how rare the parts of names are."""

from __future__ import annotations

import functools
import math
import operator
from collections.abc import Iterable, Mapping
from typing import Protocol

import msgspec

from names.folding import Part
from names.kinds import PairWriting


class Rarity(Protocol):
    """How much the parts of names say, told by how many bearers have them."""

    def of_key(self, part: Part) -> float:
        """Return minus the logarithm of the share of bearers who have a part of this class key."""

    def of_bones(self, part: Part) -> float:
        """Return the same for its consonant skeleton; at most that of the class key."""

    def knows(self, part: Part) -> bool:
        """Tell whether names have a part of this class key in their own right."""


class Weights(msgspec.Struct, frozen=True):
    """The weights of the evidence, in nats unless said otherwise.

    No script has fitted them: each was set by judgement when its rule was written in November 2026, tried on
    the pinned pairs of tests/cases and on lists of politicians (`benchmarks/linking.py`), and stands for the
    reason that "Judged" gives. What they add up to is fitted, by three numbers of `names.decision`.

    Attributes:
        letters: Added where only marks or the alphabet differ. Judged: print drops marks nearly always, so
            the odds hardly move; not zero, so that the very same spelling comes first.
        rules: Added where spelling rules make two parts equal. Judged: some other name has the same key now
            and then, one in three at most.
        sound: Added where they are equal only by the habit of one language. Judged: a habit joins about
            three times as many names as the general rules do.
        sound_in_one_script: The same where both are printed in one script. Judged: nobody had to romanize,
            so a habit explains the difference thirty times less often.
        near: Added to every near pair. Judged: as `rules`, before any distance counts.
        form: Added where two parts are forms of one given name (Bob and Robert), whose rarity is at most
            `rarest_form`. Judged: as `sound`; a third of the bearers of a short form have another long one.
        far_form: The same where they are so only in two faiths (Yahya and John). Judged: such a bearer is
            rarely called by both, fifty times less often than Bob Robert.
        rarest_form: See `form`. Judged: one given name in four hundred; that a rare form fits a common
            name must not say more than the common name does.
        error: Added to a near pair in one script other than Latin, where no romanization excuses it. Judged:
            native spellings are copied, so a difference is mostly another name.
        per_distance: Added for the whole distance 1 of a near pair, whatever its rarity. Judged: half the
            letters changed makes a chance pair some fifty times likelier.
        per_distance_in_one_script: The same where no change of script excuses the distance. Judged: half as
            steep again.
        fade_bones: How fast the rarity of a skeleton fades with distance; 2 leaves none at distance 0.5.
            Judged: words with half their consonants in common are common, so little is left there.
        fade_keys: The same for what the class key adds to it. Judged: vowels tell nothing beyond a half.
        slip: Added where one slip of typing parts two spellings in one script. Judged: one word in a hundred
            and fifty is mistyped.
        misread: Added where letters that print alike do. Judged: text read by machines has one such word in
            twenty.
        known: Added where a near spelling is itself a known part: it is less likely an error. Judged: four
            in five such spellings are the other name.
        other_name: Added where a near spelling is one given name and the listed one another. Judged: nineteen
            in twenty are two people.
        vowels: Share of the class keys in the distance, by the poorer of the two writings; the rest is the
            skeleton's. Judged: an abjad leaves vowels out, syllables add them, alphabets keep most.
        tolerance: A near pair that weighs no more than this is a contradiction. Judged: the weight of a
            contradiction itself, which no likeness should fall below.
        father_tolerance: The same of two patronymics. Judged: stricter, since sons of near fathers abound.
        small_word: What a particle or a title on both sides weighs at most. Judged: one name in seven has it.
        initial: An initial that fits. Judged: one first letter in nine, as common letters are.
        initial_contradicted: One that does not. Judged: an initial is hardly ever wrong; one in three
            thousand, after habits of romanization are allowed for.
        contradicted: Two parts that do not fit, both in alphabets. Judged: a bearer with two such names is
            one in eight thousand; changed surnames are listed as aliases.
        contradicted_loosely: The same where one script writes vowels hardly or by syllables. Judged: there a
            thirtieth of true pairs have keys that do not meet.
        father_contradicted: Two patronymics of different fathers. Judged: nobody has two, and brothers'
            sons share all the rest: beyond what any rarity outweighs.
        gender: A feminine surname beside a masculine one, the bearer's gender unknown. Judged: print keeps
            the endings apart but once in four hundred; twice as much where the gender is known.
        generation: A junior or a senior on one side alone. Judged: it is left out once in fifty.
        omitted: A part of the listed form that the query leaves out. Judged: half of all mentions do.
        extra: A part of the query that the listed form leaves out. Judged: lists are fuller than print, so
            one mention in five.
        another: A word that makes a name mean something else (an airport, a wife, two people). Judged:
            beyond what any rarity outweighs.
        kin: What a name can weigh at most, or nearly, when a part of it is contradicted. Judged: about what
            a shared rare surname says of a relative, twenty to one.
        lacking: The same when a word of it is omitted or added. Judged: of people none, since half of all
            mentions leave a part out; of bodies as `kin`, since each word counts.
        short: A bare name, where the record says that it means this bearer unless more is said. Judged: the
            keeper of the list says so; at least a hundred mentions to one.
        whole: A whole name, where a whole name has hardly another bearer. Judged: people have namesakes;
            of fifty bodies with one name all but one are the same.
        order: A surname moved to the other end. Judged: three of four languages' lists do.
        disorder: Any other change of order. Judged: one mention in five of those with three parts.
    """

    letters: float = -0.1
    rules: float = -0.5
    sound: float = -1.0
    sound_in_one_script: float = -3.5
    near: float = -0.5
    form: float = -1.0
    far_form: float = -4.0
    rarest_form: float = 6.0
    error: float = -8.0
    per_distance: float = -8.0
    per_distance_in_one_script: float = -12.0
    fade_bones: float = 1.2
    fade_keys: float = 2.0
    slip: float = -5.0
    misread: float = -3.0
    known: float = -1.5
    other_name: float = -3.0
    vowels: Mapping[PairWriting, float] = msgspec.field(
        default_factory=lambda: {
            "latin": 0.65,
            "one script": 0.65,
            "alphabet": 0.65,
            "syllables": 0.4,
            "abjad": 0.2,
        }
    )
    tolerance: float = -9.0
    father_tolerance: float = -4.0
    small_word: float = 2.0
    initial: float = 2.2
    initial_contradicted: float = -8.0
    contradicted: float = -9.0
    contradicted_loosely: float = -3.5
    father_contradicted: float = -20.0
    gender: float = -6.0
    generation: float = -4.0
    omitted: float = -0.7
    extra: float = -1.5
    another: float = -25.0
    kin: float = 3.0
    lacking: float = math.inf
    short: float = 5.0
    whole: float = 0.0
    order: float = -0.3
    disorder: float = -1.5


WEIGHTS = Weights()

# Of places and organizations: their words are ordinary, every one counts, and a whole name is given once.
# Each was set by judgement as above: a word that differs is another body, beyond what any rarity outweighs.
BODY_WEIGHTS = Weights(
    tolerance=0.0,
    contradicted=-30.0,
    contradicted_loosely=-15.0,
    omitted=-5.0,
    extra=-5.0,
    another=-5.0,
    disorder=-0.5,
    per_distance=-16.0,
    per_distance_in_one_script=-30.0,
    whole=4.0,
    kin=-3.0,
    lacking=3.0,
)


def added_up(weights: Iterable[float]) -> float:
    """Return the sum of weights, added one after another; `sum` rounds otherwise from Python 3.12 on.

    Examples:
        >>> added_up([0.1, 0.2, 0.3])
        0.6000000000000001
    """
    return functools.reduce(operator.add, weights, 0.0)


def weights_for(type: str | None) -> Weights:
    """Return the weights for names of a type (`person`, `place`, `organization`); None is as a person."""
    return BODY_WEIGHTS if type in ("place", "organization") else WEIGHTS
