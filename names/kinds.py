"""The kinds of evidence and the kinds of parts of a name: one row each, and all that is told of it elsewhere.

Everything that asks about a kind asks these two tables: what the evidence comes to, reasons, the account of
`names why`, the table in docs/answers.md, and the C kernel, whose `kinds.h` is made of them
(`python -m makers.kinds`). A kind without a row, or a row without a kind, is an error at import.
"""

from __future__ import annotations

import enum
import functools
from collections.abc import Mapping
from typing import Literal, NamedTuple, get_args

EvidenceKind = Literal[
    "same", "letters", "rules", "sound", "form", "far form", "near", "slip", "misread", "patronymic",
    "joined", "initial", "gender", "contradicted", "father contradicted", "initial contradicted",
    "omitted", "extra", "another",
    "no body", "other word", "legal form", "home", "abroad", "acronym", "common", "turned", "generation",
    "number", "aside", "order", "short", "whole", "shared", "listed", "kin", "neighbours",
    "crossed", "family alone", "skipped", "gap", "habit", "born", "country", "type",
]  # fmt: skip
PartKind = Literal[
    "word", "initial", "title", "suffix", "particle", "generation", "other", "filiation", "legal",
    "concept", "company", "country", "locality", "filler"
]  # fmt: skip
Writing = Literal["alphabet", "syllables", "abjad"]
"""How a script writes vowels: in full, by syllables, or hardly."""
PairWriting = Literal["latin", "one script", "alphabet", "syllables", "abjad"]
"""How the scripts of two parts write together: both Latin, both another one, or as the poorer of two."""


class Trait(enum.Flag):
    """What a kind of evidence is taken for where the evidence is added up or told."""

    BY_RULE = enum.auto()
    """Two parts are equal by their letters or by spelling rules, whatever the language."""
    EQUAL = enum.auto()
    """Two parts are equal, be it by the habit of one language."""
    WHOLE = enum.auto()
    """A name whose evidence is all of such kinds is said in full, with nothing added."""
    REACHES = enum.auto()
    """A name with such a part comes near the listed one, so a reason does not say that none does."""
    CLOSE = enum.auto()
    """Two parts are merely close; the pair contradicts where it weighs too little."""
    UNSURE = enum.auto()
    """Does not count in a form of another script where the entity has one in the script of the query."""
    WEAK = enum.auto()
    """May be replaced by what another form of the entity holds against it."""
    VETO = enum.auto()
    """Holds against what the best form leaves open (see `WEAK`)."""
    UNPAIRED = enum.auto()
    """Two parts that say this are no pair: they are left over, and then opposed to each other."""
    LIMITS = enum.auto()
    """What the rest of the name says is shared with relatives: see the weight `kin`."""
    SUMMED = enum.auto()
    """Made last, from the sum of all other pieces, and made anew when these change."""
    BESIDE = enum.auto()
    """Comes from what is known besides the name, such as other columns; the kernel has no such kind."""


class Shared(enum.Flag):
    """What listed people are called so as, whose name a place or a body has, too."""

    NAME = enum.auto()
    """One is listed with this name."""
    SHORT = enum.auto()
    """It is listed as meaning one where nothing more is said."""
    FAMILY = enum.auto()
    """It is likely the family name of one."""


NOT_SHARED = Shared(0)


class EvidenceFacts(NamedTuple):
    """What there is to say about a kind of evidence.

    Attributes:
        meaning: What it says, for the table in docs/answers.md.
        clause: The same of one piece, for a reason: `{q}` is the part of the query, `{f}` that of the form,
            and `{one}` the one of them that is there.
        traits: What it is taken for.
        weights: The fields of `names.evidence.Weights` that make its weight; none where it is weighed from
            what is known besides the name.
        account: What `names why` says where no rule tells more; "" says the meaning.
        together: The end of a clause that several pieces share, of all kinds with this end; "" for none.
        clause_alone: The clause where the form has no part in it; "" for no other.
        clause_agreeing: The clause where both sides say the same; "" for no other.
        clause_against: The clause where the piece weighs less than nothing; "" for no other.
        contradiction: What is contradicted, in the verdict of `names why`, with `{part}` for the part of the
            name; "" where nothing is.
    """

    meaning: str
    clause: str
    traits: Trait
    weights: tuple[str, ...]
    account: str = ""
    together: str = ""
    clause_alone: str = ""
    clause_agreeing: str = ""
    clause_against: str = ""
    contradiction: str = ""


_T = Trait  # the rows name it often
EVIDENCE: Mapping[EvidenceKind, EvidenceFacts] = {
    "same": EvidenceFacts(
        "two parts are the same as written, but for capitals",
        "{q} is the same",
        _T.BY_RULE | _T.EQUAL | _T.WHOLE | _T.REACHES,
        ("small_word",),
        account="the same",
        together="fit",
    ),
    "letters": EvidenceFacts(
        "two parts have the same letters in other alphabets, or with other marks",
        "{q} is {f} in other letters",
        _T.BY_RULE | _T.EQUAL | _T.WHOLE | _T.REACHES,
        ("letters",),
        together="fit",
    ),
    "rules": EvidenceFacts(
        "two parts are equal by spelling rules",
        "{q} is {f} by spelling rules",
        _T.BY_RULE | _T.EQUAL | _T.WHOLE | _T.REACHES,
        ("rules",),
        together="fit",
    ),
    "sound": EvidenceFacts(
        "two parts are equal by the habit of one language",
        "{q} sounds like {f}",
        _T.EQUAL | _T.WHOLE | _T.REACHES | _T.UNSURE | _T.WEAK,
        ("sound", "sound_in_one_script"),
        together="fit",
    ),
    "form": EvidenceFacts(
        "two parts are forms of one given name (Bob and Robert)",
        "{q} and {f} are forms of one given name",
        _T.REACHES | _T.UNSURE,
        ("form", "form_alike", "rarest_form"),
        account="forms of one given name",
    ),
    "far form": EvidenceFacts(
        "two parts are forms of one given name in two faiths (Yahya and John)",
        "{q} and {f} are distant forms of one given name",
        _T.UNSURE,
        ("far_form", "rarest_form"),
        account="forms of one given name, far apart",
    ),
    "near": EvidenceFacts(
        "two parts are close; below zero they are too far apart",
        "{q} is close to {f}",
        _T.CLOSE | _T.UNSURE | _T.WEAK,
        (
            "near", "error", "per_distance", "per_distance_in_one_script", "fade_skeleton", "fade_keys",
            "known", "other_name", "per_letter", "near_by_letters", "vowels", "farthest", "farthest_father",
            "other_opening", "farthest_read", "short_alike", "tolerance", "father_tolerance",
        ),
        clause_against="{q} is not {f}",
    ),
    "slip": EvidenceFacts(
        "one part is the other but for a slip of typing",
        "{q} is {f} but for a slip of typing",
        _T.CLOSE | _T.UNSURE | _T.WEAK,
        ("slip",),
        account="one slip of typing apart",
    ),
    "misread": EvidenceFacts(
        "one part looks like the other in print",
        "{q} looks like {f} in print",
        _T.CLOSE | _T.UNSURE | _T.WEAK,
        ("misread",),
        account="letters that print alike",
    ),
    "patronymic": EvidenceFacts(
        "two patronymics, or one and a surname made of it, name one father",
        "{q} and {f} name one father",
        _T.REACHES,
        ("rules",),
        together="fit",
    ),
    "joined": EvidenceFacts(
        "words of one side are one word of the other",
        "{q} is {f} with the words joined or split",
        _T.WHOLE | _T.REACHES | _T.UNSURE,
        ("near", "letters", "rules", "sound"),
        account="joined or split",
    ),
    "initial": EvidenceFacts(
        "an initial fits the word it stands beside",
        "the initial {q} fits {f}",
        _T(0),
        ("initial",),
        account="the initial fits",
        together="fit",
    ),
    "gender": EvidenceFacts(
        "two parts, or a title, tell a woman from a man",
        "{q} and {f} differ in gender",
        _T.VETO | _T.LIMITS,
        ("gender",),
        account="a feminine form beside a masculine one",
        clause_alone="{q} tells another gender",
        contradiction="another gender",
    ),
    "contradicted": EvidenceFacts(
        "two parts do not fit",
        "{q} contradicts {f}",
        _T.UNPAIRED | _T.LIMITS,
        ("contradicted", "contradicted_loosely"),
        account="these do not fit",
        contradiction="contradicted {part}",
    ),
    "father contradicted": EvidenceFacts(
        "two patronymics name two fathers",
        "{q} and {f} name two fathers",
        _T.VETO | _T.UNPAIRED | _T.LIMITS,
        ("father_contradicted",),
        contradiction="contradicted patronymic",
    ),
    "initial contradicted": EvidenceFacts(
        "an initial does not fit",
        "the initial in {q} contradicts {f}",
        _T.VETO | _T.UNPAIRED | _T.LIMITS,
        ("initial_contradicted",),
        account="the initial does not fit",
        contradiction="contradicted initial",
    ),
    "omitted": EvidenceFacts(
        "a part of the listed form is left out",
        "{f} is left out",
        _T(0),
        ("omitted", "generation_omitted"),
        account="left out, which is common",
        together="are left out",
    ),
    "extra": EvidenceFacts(
        "a part is added that the listed form has not",
        "{q} is added",
        _T.WEAK,
        ("extra", "region"),
        account="added, which is less common",
        together="are added",
    ),
    "another": EvidenceFacts(
        "a word makes it something or somebody else",
        "{one} makes it something or somebody else",
        _T.LIMITS,
        ("another", "legal"),
        account="a word that names something or somebody else",
        contradiction="named something else",
    ),
    "no body": EvidenceFacts(
        "the query has no word of bodies, but the listed form has",
        "{f} is the name of a body, which {q} need not be",
        _T(0),
        ("no_body",),
        account="no word of bodies",
    ),
    "other word": EvidenceFacts(
        "two words of bodies have no partner, one on each side",
        "{q} stands where {f} does",
        _T.WEAK,
        (
            "word_unlike", "concept_unlike", "kind_unlike", "kind_left",
            "by_rarity", "of_concept", "of_country",
        ),
        account="another word",
    ),
    "legal form": EvidenceFacts(
        "two companies have different legal forms",
        "{q} is another legal form than {f}",
        _T.WEAK,
        ("legal_unlike",),
        account="another legal form",
    ),
    "home": EvidenceFacts(
        "a body or a place is named with the country that it is listed with, or without it",
        "{one} is the country it is listed with",
        _T.WHOLE,
        ("home", "home_omitted"),
        account="the country it is listed with",
    ),
    "abroad": EvidenceFacts(
        "a body or a place is named with another country than it is listed with",
        "{one} is not the country it is listed with",
        _T.LIMITS,
        ("abroad",),
        account="another country than it is listed with",
        contradiction="another country",
    ),
    "acronym": EvidenceFacts(
        "the query is an acronym made of the listed names by rule, or is none",
        "{q} is made of the first letters of its name",
        _T(0),
        ("acronym", "no_acronym"),
        account="the first letters of its name",
        clause_against="its acronym {f} is not all that is said",
    ),
    "common": EvidenceFacts(
        "a word is so short that it may be an ordinary one, or the acronym of others",
        "{q} is so short that others may be meant",
        _T(0),
        ("common",),
        account="so short that others may be meant",
    ),
    "turned": EvidenceFacts(
        "a name stands before the word of bodies on one side and behind it, with of, on the other",
        "a name before {one} and one behind it may be two bodies",
        _T(0),
        ("turned",),
        account="a name before the word of bodies, and one behind it",
    ),
    "generation": EvidenceFacts(
        "a word tells a father from a son",
        "{one} tells a father from a son",
        _T.LIMITS,
        ("generation",),
        account="told of one alone: a father, or a son",
        contradiction="another generation",
    ),
    "number": EvidenceFacts(
        "a number is told of one alone",
        "{one} is a number that the other has not",
        _T.LIMITS,
        ("generation",),
        account="a number, told of one alone",
        contradiction="another number",
    ),
    "aside": EvidenceFacts(
        "a word says nothing about identity",
        "{one} says nothing about identity",
        _T.WHOLE,
        (),
        account="says nothing about identity",
        together="say nothing about identity",
    ),
    "order": EvidenceFacts(
        "the parts stand in another order",
        "the parts stand in another order",
        _T.WHOLE,
        ("order", "disorder"),
    ),
    "short": EvidenceFacts(
        "the bare name is listed as meaning this one",
        "that bare name is listed as meaning it",
        _T(0),
        ("short", "contradicted"),
        account="this bare name is listed as meaning it",
    ),
    "whole": EvidenceFacts(
        "the whole name of a place or body is there",
        "that is its whole name",
        _T(0),
        ("whole",),
        account="a whole name, given once",
    ),
    "shared": EvidenceFacts(
        "the whole name of a place or body is what a listed person is called, too, and says no more than "
        "that person's name does, unless a word tells which is meant (Kirov City)",
        "a listed person is called so, too",
        _T(0),
        ("shared", "short", "listed"),
        account="what a listed person is called, too",
        clause_alone="{q} tells it from a person called so",
    ),
    "listed": EvidenceFacts(
        "the spelling is listed as it stands",
        "it is listed as it stands",
        _T.WHOLE,
        ("listed",),
        account="listed as it stands",
    ),
    "kin": EvidenceFacts(
        "the rest says less, since relatives share it",
        "relatives share the rest",
        _T.SUMMED,
        ("kin",),
    ),
    "neighbours": EvidenceFacts(
        "the rest says less, since other bodies and places share it",
        "others share the rest",
        _T.SUMMED,
        ("kin", "branch", "unlike"),
    ),
    "crossed": EvidenceFacts(
        "one of two parts is likely the family name, and the other one is not",
        "{q} is likely the family name on one side alone",
        _T.WHOLE,
        ("crossed", "crossed_alike"),
        account="likely the family name on one side alone",
        together="are likely the family name on one side alone",
    ),
    "family alone": EvidenceFacts(
        "what is likely the family name stands on one side alone",
        "the family name may be {one}, which stands alone",
        _T(0),
        ("family_alone",),
        account="may be the family name, and stands alone",
    ),
    "skipped": EvidenceFacts(
        "the first given name is left out, and another one is not",
        "the first given name {one} is skipped",
        _T(0),
        ("skipped",),
        account="the first given name, skipped",
    ),
    "gap": EvidenceFacts(
        "a name is left out, and of the others one is merely like its partner",
        "{one} has no partner beside names that are merely alike",
        _T(0),
        ("gap",),
        account="left out beside names that are merely alike",
    ),
    "habit": EvidenceFacts(
        "the [habits of the column](routes.md#the-conventions-of-a-column) bear on it",
        "the column's habits bear on it",
        _T.BESIDE,
        (),
        account="the column's habits bear on it",
    ),
    "born": EvidenceFacts(
        "the year of birth in another column agrees or differs",
        "the year of birth is {q}, not {f}",
        _T.BESIDE,
        (),
        clause_agreeing="the year of birth, {q}, agrees",
    ),
    "country": EvidenceFacts(
        "the country in another column agrees or differs",
        "the country is {q}, not {f}",
        _T.BESIDE,
        (),
        clause_agreeing="the country, {q}, agrees",
    ),
    "type": EvidenceFacts(
        "another column says that it is of another type",
        "the row says {q}, the list {f}",
        _T.BESIDE,
        (),
    ),
}  # fmt: skip


class PartTrait(enum.Flag):
    """What a kind of part is taken for where parts are weighed."""

    NAME = enum.auto()
    """Is the name itself: left over on both sides, two such parts contradict each other."""
    SMALL = enum.auto()
    """Many bear it, so a pair of them weighs at most the weight `small_word`."""
    ALONE = enum.auto()
    """Pairs with an equal part alone, and is no part of a word of the other side."""
    OF_BODIES = enum.auto()
    """Is made where the name of a body or a place is read by its words."""
    COUNTED = enum.auto()
    """Is a word of the name, of which a query must have all to be settled."""


class PartKindFacts(NamedTuple):
    """What there is to say about a kind of part.

    Attributes:
        taken_for: What `names why` says that a part was taken for; "" for a word, of which it says nothing.
        traits: What it is taken for where parts are weighed.
    """

    taken_for: str
    traits: PartTrait


_P = PartTrait
PARTS: Mapping[PartKind, PartKindFacts] = {
    "word": PartKindFacts("", PartTrait.NAME | PartTrait.COUNTED),
    "initial": PartKindFacts("an initial", PartTrait.NAME),
    "title": PartKindFacts("a title", PartTrait.SMALL),
    "suffix": PartKindFacts("letters after a name", PartTrait(0)),
    "particle": PartKindFacts("a particle", PartTrait.SMALL),
    "generation": PartKindFacts("a word for a generation", PartTrait.ALONE),
    "other": PartKindFacts("a word that names something else", PartTrait(0)),
    "filiation": PartKindFacts("the father's name follows", PartTrait(0)),
    "legal": PartKindFacts("the legal form of a company", _P.SMALL | _P.ALONE | _P.OF_BODIES),
    "concept": PartKindFacts("a word of many bodies", _P.NAME | _P.COUNTED | _P.OF_BODIES),
    "company": PartKindFacts("a word of many companies", _P.SMALL | _P.OF_BODIES),
    "country": PartKindFacts("a country", _P.NAME | _P.COUNTED | _P.ALONE | _P.OF_BODIES),
    "locality": PartKindFacts("a kind of places", _P.SMALL | _P.ALONE | _P.OF_BODIES),
    "filler": PartKindFacts("a word that says nothing here", _P.SMALL | _P.OF_BODIES),
}
WRITINGS: tuple[Writing, ...] = get_args(Writing)
PAIR_WRITINGS: tuple[PairWriting, ...] = get_args(PairWriting)


def _check(what: str, stated: tuple[str, ...], rows: tuple[str, ...]) -> None:
    """Raise TypeError where a kind has no row, or the rows are in another order: the kernel counts on it."""
    if stated != rows:
        odd = sorted(set(stated) ^ set(rows)) or "none, but they stand in another order"
        raise TypeError(f"names/kinds.py: kinds of {what} that are stated, or have a row, alone: {odd}")


_check("evidence", get_args(EvidenceKind), tuple(EVIDENCE))
_check("parts", get_args(PartKind), tuple(PARTS))


@functools.cache
def kinds_with(trait: Trait) -> frozenset[EvidenceKind]:
    """Return the kinds of evidence that are taken for something.

    Examples:
        >>> sorted(kinds_with(Trait.CLOSE))
        ['misread', 'near', 'slip']
    """
    return frozenset(kind for kind, facts in EVIDENCE.items() if trait in facts.traits)


@functools.cache
def parts_with(trait: PartTrait) -> frozenset[PartKind]:
    """Return the kinds of parts that are taken for something.

    Examples:
        >>> sorted(parts_with(PartTrait.NAME))
        ['concept', 'country', 'initial', 'word']
    """
    return frozenset(kind for kind, facts in PARTS.items() if trait in facts.traits)
