"""A route: how a spelling came to print, from a native name, maybe through a second language, by a scheme."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import msgspec

from names.romanization import SCHEMES, romanize
from names.routes.languages import languages
from names.routes.lattice import recased
from names.routes.plans import Mixture, plan_of

MOST_MIXED = 200  # spellings of one name that follow no scheme
PLAIN = 0.75  # share of print that leaves out the marks of a scheme that has them
_MARKS = frozenset("'’‘ʼʹʺ′″´`·\"”“ʿʾ")


class Route(msgspec.Struct, frozen=True):
    """How a spelling came to print.

    Attributes:
        language: Where it begins, ISO 639-3.
        native: The name as that language writes it.
        second: The language it went through, or None.
        respelled: The name in that language's letters, or "".
        scheme: The romanization scheme that gave its letters; None where it stayed in those of the second.
        plain: Whether its marks were left out.
        habits: What was spelled in another way than usual there, as (letters, spelling); empty where a scheme
            was followed to the letter.
        mixed: Whether it follows no scheme: `scheme` is then the base that habits vary.
    """

    language: str
    native: str
    second: str | None = None
    respelled: str = ""
    scheme: str | None = None
    plain: bool = False
    habits: tuple[tuple[str, str], ...] = ()
    mixed: bool = False

    @property
    def words(self) -> str:
        """The route in words, as `Kazakh Тоқаев by BGN/PCGN 1979`."""
        start = f"{languages()[self.language].name} {self.native}"
        if self.second:
            start += f" through {languages()[self.second].name} {self.respelled}"
        if self.scheme is None:
            return start
        if self.mixed:
            habits = ", ".join(f"{letters} as {spelling or 'nothing'}" for letters, spelling in self.habits)
            return f"{start} in the press" + (f", {habits}" if habits else "")
        return f"{start} {scheme_words(self.scheme)}" + (", without its marks" if self.plain else "")


def scheme_words(scheme: str) -> str:
    """Return a scheme in words: `by BGN/PCGN 1979`, or for a habit what it is called.

    Examples:
        >>> scheme_words("bgnpcgn-kaz-Cyrl-Latn-1979")
        'by BGN/PCGN 1979'
    """
    known = SCHEMES[scheme]
    if known.status == "practice":
        return f"in the habit of {known.authority}"
    return f"by {known.authority}" + (f" {known.year}" if known.year else "")


def ways(native: str, language: str) -> Iterator[tuple[str, float, Route]]:
    """Yield the spellings that a native name comes to, with the share of print of each and its route.

    Args:
        native: A name in its own script.
        language: ISO 639-3, one of `languages()`.

    Yields:
        Spellings in the order of the plan: straight by a scheme, then through a second language, then those
        that follow no scheme; the same one may come by several routes.
    """
    yield from straight(native, language)
    yield from roundabout(native, language)
    for mixture in plan_of(language).mixed:
        yield from _mixed(native, language, mixture)


def straight(native: str, language: str) -> Iterator[tuple[str, float, Route]]:
    """Yield those of `ways` that schemes give straight from the language."""
    for scheme, share in plan_of(language).schemes.items():
        yield from _by_scheme(native, share, Route(language, native, scheme=scheme))


def roundabout(native: str, language: str) -> Iterator[tuple[str, float, Route]]:
    """Yield those of `ways` that came through a second language, by a scheme or in its own letters."""
    for second, way in plan_of(language).through.items():
        route = Route(language, native, second, respelled(native, language, second))
        yield route.respelled, way.itself, route
        for scheme, share in way.schemes.items():
            yield from _by_scheme(route.respelled, share, msgspec.structs.replace(route, scheme=scheme))


def respelled(native: str, language: str, second: str | None) -> str:
    """Return a native name as a second language spells it; itself where there is none."""
    return native if second is None else romanize(native, plan_of(language).through[second].respelling)


def _by_scheme(text: str, share: float, route: Route) -> Iterator[tuple[str, float, Route]]:
    written = romanize(text, str(route.scheme))
    plain = without_marks(written)
    if plain != written and text != text.lower():
        plain = recased(plain.lower(), text)  # print has no tie, and so Iu for I͡U
    if plain == written:
        yield written, share, route
        return
    yield written, share * (1 - PLAIN), route
    yield plain, share * PLAIN, msgspec.structs.replace(route, plain=True)


def _mixed(native: str, language: str, mixture: Mixture) -> Iterator[tuple[str, float, Route]]:
    second = mixture.through
    start = respelled(native, language, second)
    route = Route(language, native, second, start if second else "", mixture.base, mixed=True)
    for spelling in mixture.lattice.spellings(start, MOST_MIXED):
        share = mixture.share * spelling.share
        yield spelling.text, share, msgspec.structs.replace(route, habits=spelling.habits)


def without_marks(text: str) -> str:
    """Return a Latin text in the plain letters that most print uses.

    Examples:
        >>> without_marks("Ğani Şyñğysuly"), without_marks("El’tsin")
        ('Gani Syngysuly', 'Eltsin')
    """
    spread = unicodedata.normalize("NFD", text)
    kept = "".join(c for c in spread if not unicodedata.combining(c) and c not in _MARKS)
    return unicodedata.normalize("NFC", kept).translate(_PLAIN_LETTERS)


_PLAIN_LETTERS = str.maketrans("ıŋŊəƏđĐøØłŁ", "inNaAdDoOlL")
