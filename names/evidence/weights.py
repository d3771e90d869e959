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

    def of_skeleton(self, part: Part) -> float:
        """Return the same for its consonant skeleton; at most that of the class key."""

    def knows(self, part: Part) -> bool:
        """Tell whether names have a part of this class key in their own right."""


class Weights(msgspec.Struct, frozen=True):
    """The weights of the evidence, in nats unless said otherwise.

    No script has fitted them: each was set by judgement when its rule was written in November 2026, and no
    reason was recorded then. "Judged" gives the odds that the number amounts to, as what one would have to
    believe to set it so; none of them was measured. What the weights add up to is fitted, by the three
    numbers of `names.decision`, and the quality that benchmarks/README.md reports is theirs.

    Attributes:
        letters: Added where only marks or the alphabet differ. Judged: hardly against anybody; not zero, so
            that the very same spelling comes first.
        rules: Added where spelling rules make two parts equal. Judged: odds of three to five.
        sound: Added where they are equal only by the habit of one language. Judged: one to three.
        sound_in_one_script: The same where both are printed in one script, so that nobody had to romanize.
            Judged: one to thirty.
        near: Added to every near pair. Judged: as `rules`, before any distance counts.
        form: Added where two parts are forms of one given name (Bob and Robert), whose rarity is at most
            `rarest_form`. Judged: as `sound`.
        far_form: The same where they are so only in two faiths (Yahya and John). Judged: one to fifty-five.
        rarest_form: See `form`. Judged: the rarity of one name in four hundred; a rare form of a common
            name must not say more than a common name does.
        error: Added to a near pair in one script other than Latin, where no romanization excuses it. Judged:
            one to three thousand.
        per_distance: Added for the whole distance 1 of a near pair, whatever its rarity. Judged: one to
            fifty-five for half of it.
        per_distance_in_one_script: The same where no change of script excuses the distance. Judged: half as
            steep again.
        fade_skeleton: How fast the rarity of a skeleton fades with distance; 2 leaves none at distance 0.5.
            Judged: two fifths are left there.
        fade_keys: The same for what the class key adds to it. Judged: nothing is left there.
        slip: Added where one slip of typing parts two spellings in one script. Judged: one to 150.
        misread: Added where letters that print alike do. Judged: one to twenty.
        known: Added where a near spelling is itself a known part: it is less likely an error. Judged: two to
            nine.
        other_name: Added where a near spelling is one given name and the listed one another. Judged: one to
            twenty.
        vowels: Share of the class keys in the distance, by the poorer of the two writings; the rest is the
            skeleton's. Judged: the less of the vowels a script writes, the less keys tell.
        tolerance: A near pair that weighs no more than this is a contradiction. Judged: as `contradicted`.
        father_tolerance: The same of two patronymics. Judged: stricter, as sons of near fathers abound.
        small_word: What a particle or a title on both sides weighs at most. Judged: seven to one.
        initial: An initial that fits. Judged: nine to one.
        initial_contradicted: One that does not. Judged: one to three thousand.
        contradicted: Two parts that do not fit, both in alphabets. Judged: one to eight thousand.
        contradicted_loosely: The same where one script writes vowels hardly or by syllables. Judged: one to
            thirty, since there the keys of one name may not meet.
        father_contradicted: Two patronymics of different fathers. Judged: beyond what any rarity outweighs.
        gender: A feminine surname beside a masculine one, the bearer's gender unknown. Judged: one to four
            hundred; its square where the gender is known.
        generation: A junior or a senior on one side alone. Judged: one to fifty-five.
        omitted: A part of the listed form that the query leaves out. Judged: one to two.
        extra: A part of the query that the listed form leaves out. Judged: two to nine.
        another: A word that makes a name mean something else (an airport, a wife, two people). Judged:
            beyond what any rarity outweighs.
        kin: What a name can weigh at most, or nearly, when a part of it is contradicted. Judged: twenty to
            one.
        lacking: The same when a word of it is omitted or added. Judged: of people no limit, of places and
            bodies twenty to one.
        short: A bare name, where the record says that it means this bearer unless more is said. Judged: 150
            to one.
        whole: A whole name, where a whole name has hardly another bearer. Judged: of people nothing, of
            places and bodies fifty-five to one.
        order: A surname moved to the other end. Judged: three to four.
        disorder: Any other change of order. Judged: two to nine.
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
    fade_skeleton: float = 1.2
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
# Each was set by judgement as above; a word that differs is to weigh more than any rarity does.
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
