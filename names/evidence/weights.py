"""What each piece of evidence weighs, in nats, and how rare the parts of names are."""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import msgspec

from names import data
from names.folding import Part
from names.kinds import PAIR_WRITINGS, PairWriting


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

    The numbers are data, in `names/data/weights.yaml`, which says where they are from.

    Attributes:
        letters: Added where only marks or the alphabet differ.
        rules: Added where spelling rules make two parts equal.
        sound: Added where they are equal only by the habit of one language.
        sound_in_one_script: The same where both are printed in one script, so that nobody had to romanize.
        near: Added to every near pair.
        form: Added where two parts are forms of one given name (Bob and Robert), whose rarity is at most
            `rarest_form`.
        form_alike: The same where both have one skeleton (Yusuf and Yusof).
        far_form: The same where they are so only in two faiths (Yahya and John).
        rarest_form: See `form`.
        error: Added to a near pair in one script other than Latin, where no romanization excuses it.
        per_distance: Added for the whole distance 1 of a near pair, whatever its rarity.
        per_distance_in_one_script: The same where no change of script excuses the distance.
        fade_skeleton: How fast the rarity of a skeleton fades with distance; 2 leaves none at distance 0.5.
        fade_keys: The same for what the class key adds to it.
        slip: Added where one slip of typing parts two spellings in one script.
        misread: Added where letters that print alike do.
        known: Added where a near spelling is itself a known part: it is less likely an error.
        other_name: Added where a near spelling is one given name and the listed one another.
        per_letter: Added for the whole distance 1 of the letters of a near pair, in place of all that is told
            by the distances of keys and skeletons; 0 where those tell.
        near_by_letters: Added to such a pair, by the poorer of the two writings.
        vowels: Share of the class keys in the distance, by the poorer of the two writings; the rest is the
            skeleton's.
        farthest: Distance beyond which a near pair is a contradiction whatever it weighs, by the poorer of
            the two writings: the mean of both distances, told before an ending that thousands share.
        farthest_father: The same of two patronymics, where that is farther.
        other_opening: What part of this distance is left where the skeletons begin with other letters.
        farthest_read: Distance of the keys up to which a part in kanji, whose readings are known, and one in
            Latin letters may be one name.
        short_alike: Letters of two keys in one script up to which only equal ones are one name; 0 for none.
        tolerance: A near pair that weighs no more than this is a contradiction.
        father_tolerance: The same of two patronymics.
        small_word: What a particle or a title on both sides weighs at most.
        initial: An initial that fits.
        initial_contradicted: One that does not.
        contradicted: Two parts that do not fit, both in alphabets.
        contradicted_loosely: The same where one script writes vowels hardly or by syllables.
        father_contradicted: Two patronymics of different fathers.
        gender: A feminine surname beside a masculine one, the bearer's gender unknown.
        generation: A junior or a senior that the listed form has not.
        generation_omitted: One that the query leaves out.
        legal_unlike: Two legal forms that differ.
        no_body: A query without any word of bodies beside a form that has some, where it opens with no given
            name.
        word_unlike: Added for each two parts left on both sides, where they count by rarity.
        concept_unlike: The same of two words that many bodies have (Technical, Medical).
        kind_unlike: Two kinds of places that differ.
        kind_left: A kind of places, but a settlement's, on one side alone.
        home: A country of the query, which the form leaves out, that the record is listed with.
        home_omitted: A country that the query leaves out, and the record is listed with.
        abroad: A country of the query, which the form leaves out, that the record is not listed with.
        acronym: Added where the query is an acronym made of the form's names by rule.
        no_acronym: The same where it is not, or not in capitals.
        common: Added where a query is one short word, in small letters or of two letters, that others may be
            called by; 0 where it is as telling as others.
        turned: Added where a name stands before a word of bodies on one side and behind it on the other.
        region: Share of `extra` that counts for a part behind a comma (Springfield, Illinois).
        by_rarity: Whether `omitted` and `extra` are factors on the rarity of a part, 1, or weights, 0.
        of_concept: How much more a word that many bodies have counts than its rarity, where it is left over.
        of_country: The same of a country.
        omitted: A part of the listed form that the query leaves out.
        extra: A part of the query that the listed form leaves out.
        another: A word that makes a name mean something else (an airport, a wife, two people).
        legal: The legal form of a company on one side alone.
        kin: What a name can weigh at most, or nearly, when a part of it is contradicted.
        branch: The same beyond the level of nobody listed, where a word is added or left out.
        unlike: The same when one word stands where another does.
        short: A bare name, where the record says that it means this bearer unless more is said.
        whole: A whole name, where a whole name has hardly another bearer.
        shared: In place of `whole` and `listed`, where the name is the family name of a listed person too.
        listed: A spelling that is listed as it stands, but for capitals: a list says its own spellings far
            more often than those of anybody else.
        order: A surname moved to the other end.
        disorder: Any other change of order.
        crossed: Two parts of which one alone is the family name, for certain; else a share of it.
        crossed_alike: Added to that where the two are merely alike, both in alphabets.
        family_alone: The family name on one side alone, for certain, while no family names agree.
        skipped: The first given name on one side alone, while another given name has a partner.
        gap: A name on one side alone, no father's, while another one is merely like its partner: strangers
            are often that near to two of somebody's three.
    """

    letters: float
    rules: float
    sound: float
    sound_in_one_script: float
    near: float
    form: float
    form_alike: float
    far_form: float
    rarest_form: float
    error: float
    per_distance: float
    per_distance_in_one_script: float
    fade_skeleton: float
    fade_keys: float
    slip: float
    misread: float
    known: float
    other_name: float
    per_letter: float
    near_by_letters: Mapping[PairWriting, float]
    vowels: Mapping[PairWriting, float]
    farthest: Mapping[PairWriting, float]
    farthest_father: float
    other_opening: float
    farthest_read: float
    short_alike: float
    tolerance: float
    father_tolerance: float
    small_word: float
    initial: float
    initial_contradicted: float
    contradicted: float
    contradicted_loosely: float
    father_contradicted: float
    gender: float
    generation: float
    generation_omitted: float
    legal_unlike: float
    no_body: float
    word_unlike: float
    concept_unlike: float
    kind_unlike: float
    kind_left: float
    home: float
    home_omitted: float
    abroad: float
    acronym: float
    no_acronym: float
    common: float
    turned: float
    region: float
    by_rarity: float
    of_concept: float
    of_country: float
    omitted: float
    extra: float
    another: float
    legal: float
    kin: float
    branch: float
    unlike: float
    short: float
    whole: float
    shared: float
    listed: float
    order: float
    disorder: float
    crossed: float
    crossed_alike: float
    family_alone: float
    skipped: float
    gap: float


WEIGHT_MAPS = ("vowels", "farthest", "near_by_letters")
"""Fields with a number for each way in which the scripts of two parts write together."""


def _read(table: Mapping[str, Any]) -> Weights:
    """Return the weights that a section of weights.yaml states."""
    said = {name: table[name] for name in Weights.__struct_fields__}
    maps: dict[str, Any] = {
        name: {writing: float(said[name][writing]) for writing in PAIR_WRITINGS} for name in WEIGHT_MAPS
    }
    numbers: dict[str, Any] = {name: float(value) for name, value in said.items() if name not in maps}
    return Weights(**numbers, **maps)


_TABLE = data.read("weights.yaml")
WEIGHTS = _read(_TABLE["people"])
BODY_WEIGHTS = _read(_TABLE["people"] | _TABLE["bodies"])
"""Of organizations: their words are ordinary, and what is left over counts by its rarity."""
PLACE_WEIGHTS = _read(_TABLE["people"] | _TABLE["bodies"] | _TABLE["places"])
"""Of places: as of bodies, but for vowels and endings, which differ by language."""


def added_up(weights: Iterable[float]) -> float:
    """Return the sum of weights, added one after another; `sum` rounds otherwise from Python 3.12 on.

    Examples:
        >>> added_up([0.1, 0.2, 0.3])
        0.6000000000000001
    """
    return functools.reduce(operator.add, weights, 0.0)


def weights_for(type: str | None) -> Weights:
    """Return the weights for names of a type (`person`, `place`, `organization`); None is as a person."""
    if type == "place":
        return PLACE_WEIGHTS
    return BODY_WEIGHTS if type == "organization" else WEIGHTS
