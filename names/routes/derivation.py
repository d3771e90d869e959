"""Where a spelling comes from: attested, as a record lists it, or derived by a route from a native name."""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from names.folding import fold
from names.folding.stored_forms import read_stored
from names.gazetteer.records import Entity, Form
from names.kinds import PartTrait, parts_with
from names.routes.languages import Language, known_language, language_of, script_of_name
from names.routes.plans import Mixture, plan_of
from names.routes.route import MOST_MIXED, Route, respelled, roundabout, straight, without_marks

_WORD = re.compile(r"[^\s,;./()«»\"“”„-]+")
# Kinds of parts that are words of a name. A small word that bodies have is none.
_OF_NAME = (parts_with(PartTrait.OF_BODIES) | {"word", "generation"}) - {"filler"}
_NATIVE = ("native", "full")


class Origin(msgspec.Struct, frozen=True):
    """Where a spelling comes from.

    Attributes:
        kind: `attested`: all its words stand in a listed spelling. `derived`: they come from a listed native
            name by one route.
        form: That listed spelling.
        route: Of a derived one; its native name is cut down to the words that were spelled.
    """

    kind: Literal["attested", "derived"]
    form: Form
    route: Route | None = None

    @property
    def words(self) -> str:
        """The origin in words, as `listed as Токаев` or `Kazakh Тоқаев by BGN/PCGN 1979`."""
        return self.route.words if self.route else f"listed as {self.form.text}"


def origin(query: str, entity: Entity) -> Origin | None:
    """Return where a spelling of an entity comes from, or None where no single route leads to it.

    Titles and initials are left out of account, unless the spelling is listed as it stands.

    Args:
        query: The spelling.
        entity: What it stands for.

    Examples:
        >>> from names import Matcher
        >>> tokayev = Matcher().entity("kassym-jomart-tokayev")
        >>> origin("Toqaev", tokayev).words
        'Kazakh Тоқаев by BGN/PCGN 1979'
        >>> origin("President Tokayev", tokayev).kind
        'attested'
    """
    as_listed = next((form for form in entity.forms if form.text == query), None)
    if as_listed:  # U.S., too
        return Origin("attested", as_listed)
    asked = name_words(query)
    if not asked:
        return None
    for form in entity.forms:
        if set(asked) <= set(words_of(form.text)):
            return Origin("attested", form)
    return _derived(asked, entity.forms)


def may_be_derived(entity: Entity) -> bool:
    """Tell whether any route leads to spellings of an entity at all: whether it has a native name."""
    return any(form.kind in _NATIVE for form in entity.forms)


def name_words(text: str) -> list[str]:
    """Return the words of a spelling in small letters, without titles and initials.

    Examples:
        >>> name_words("President K.-Zh. Tokayev")
        ['tokayev']
        >>> name_words('{"family":"Tokayev"}')
        ['tokayev']
    """
    stored = read_stored(text)
    text = stored.text if stored else text
    folded = fold(text)
    together = zip(folded.parts, folded.written, strict=True)
    aside = {word for part, written in together if part.kind not in _OF_NAME for word in words_of(written)}
    return [word for word in words_of(text) if word not in aside]


def words_of(text: str) -> list[str]:
    """Return the words of a spelling in small letters, those with a hyphen between taken apart."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def comes_from(spelling: str, native: Form) -> bool:
    """Tell whether one route gives all words of a spelling from a native one: Almaty, but not Moscow.

    Examples:
        >>> comes_from("Almaty", Form("Алматы", "native", "kk"))
        True
        >>> comes_from("Almaty Region", Form("Алматы облысы", "native", "kk"))
        False
    """
    asked = words_of(spelling)
    return bool(asked) and _derived(asked, (native,)) is not None


def _derived(asked: Sequence[str], forms: Iterable[Form]) -> Origin | None:
    """Return the first route that all words asked come by: straight ones of all forms, others, mixed ones."""
    if script_of_name(asked[0]) not in ("Latn", "Cyrl"):
        return None
    wanted = frozenset(map(without_marks, asked))
    native = [(form, its) for form in forms if form.kind in _NATIVE and (its := _language(form)) is not None]
    for ways in (straight, roundabout):
        for form, its in native:
            for text, _, route in ways(form.text, its.id):
                written = [without_marks(word) for word in words_of(text)]
                if wanted.issubset(written):
                    keep = [word in wanted for word in written]
                    return Origin("derived", form, _cut_down(route, keep))
    mixed = ((form, _mixed(wanted, form.text, its.id)) for form, its in native)
    return next((Origin("derived", form, route) for form, route in mixed if route is not None), None)


def _language(form: Form) -> Language | None:
    """Return the language that routes from a native spelling begin with, or None where there are none."""
    its = known_language(form.lang) or language_of(form.text)
    return its if its is not None and script_of_name(form.text) == its.script else None


def _mixed(wanted: frozenset[str], native: str, language: str) -> Route | None:
    """Return the route of a spelling that follows no scheme; a habit is kept in all words that have it."""
    for mixture in plan_of(language).mixed:
        start = respelled(native, language, mixture.through)
        tables = [_spellings(mixture, word) for word in words_of(start)]
        keep = [not wanted.isdisjoint(table) for table in tables]
        if not wanted <= frozenset().union(*tables):
            continue
        choices = [[h for word in sorted(wanted) for h in table.get(word, ())] for table in tables]
        for picked in itertools.islice(itertools.product(*filter(None, choices)), MOST_MIXED):
            habits = tuple(dict(pair for its in picked for pair in its).items())
            written = words_of(without_marks(mixture.lattice.spelling(start, habits)))
            if wanted.issubset(written):
                second = start if mixture.through else ""
                route = Route(
                    language, native, mixture.through, second, mixture.base, habits=habits, mixed=True
                )
                return _cut_down(route, keep)
    return None


@functools.lru_cache(maxsize=20_000)
def _spellings(mixture: Mixture, word: str) -> dict[str, tuple[tuple[tuple[str, str], ...], ...]]:
    """Return the spellings of one word without their marks, each with the habits that give it."""
    found: dict[str, tuple[tuple[tuple[str, str], ...], ...]] = {}
    for spelling in mixture.lattice.spellings(word, MOST_MIXED):
        text = without_marks(spelling.text)
        found[text] = (*found.get(text, ()), spelling.habits)
    return found


def _cut_down(route: Route, keep: Sequence[bool]) -> Route:
    """Return a route whose native name has only the words that were spelled, where they can be told."""
    native, second = kept_words(route.native, keep), kept_words(route.respelled, keep)
    return msgspec.structs.replace(route, native=native, respelled=second)


def kept_words(name: str, keep: Sequence[bool]) -> str:
    """Return the words of a name that are kept, with what stands between neighbours.

    Args:
        name: A name.
        keep: For each of its words, whether to keep it; where there are more of them or fewer, all are kept.

    Examples:
        >>> kept_words("Қасым-Жомарт Тоқаев", [True, True, False]), kept_words("Абай", [True, False])
        ('Қасым-Жомарт', 'Абай')
    """
    found = list(_WORD.finditer(name))
    if len(found) != len(keep) or all(keep):
        return name
    text = ""
    for n, match in enumerate(found):
        if keep[n]:
            text += (name[found[n - 1].end() : match.start()] if n and keep[n - 1] else " ") + match.group()
    return text.strip()
