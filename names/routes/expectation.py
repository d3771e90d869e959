"""`variants()`: the spellings of a name to expect in print, each with the routes that lead to it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

import msgspec

from names.errors import NamesError
from names.folding import script_of
from names.folding.given_names import canonical_names_of
from names.folding.lookalikes import unmix
from names.routes.languages import Language, language, language_of, languages, script_of_name
from names.routes.lattice import Lattice, Mixed, recased
from names.routes.plans import plan_of
from names.routes.route import Route, ways, without_marks

MOST = 50  # spellings, unless another number is asked for
MOST_NATIVE = 4  # native names that a Latin one is traced back to
MOST_TRACED = 12  # of each language that are tried, whether the Latin one can come from them
LEAST_LIKELY = 0.02  # share of those it comes from that deserves to be followed
KNOWN = 20.0  # how much likelier a native word is that is a known given name
MOST_ROUTES = 5  # named beside one spelling, those most taken
_WORD = re.compile(r"[^\W\d_]+")


class Variant(msgspec.Struct, frozen=True):
    """One spelling to expect in print.

    Attributes:
        text: The spelling.
        share: Of it among all spellings of the name, by estimate: above 0, at most 1.
        routes: How it came to print, the route most taken first; at most `MOST_ROUTES`.
    """

    text: str
    share: float
    routes: tuple[Route, ...]


def variants(name: str, lang: str | None = None, most: int = MOST) -> tuple[Variant, ...]:
    """Return the spellings of a name to expect in print, commonest first.

    A name in Latin letters is first traced back to the native names that it can come from: to those of the
    language given, else to those of each language that such names are traced to.

    Args:
        name: In its own script, or in Latin letters.
        lang: Its language, ISO 639-1 or 639-3 (`kk`, `kaz`); None where its letters shall tell.
        most: How many spellings at most.

    Returns:
        The spellings, none twice; empty where the name has no letters, or Latin ones that lead nowhere.

    Raises:
        NamesError: The language is unknown, or not the one that the letters are of, or names in Latin letters
            cannot be traced back to it.

    Examples:
        >>> [v.text for v in variants("Тоқаев")[:3]]
        ['Tokayev', 'Tokaev', 'Toqaev']
        >>> variants("Toqaev", "kk", most=1)[0].routes[0].native
        'Тоқаев'
    """
    if most < 1:
        raise ValueError(f"{most} spellings are too few; ask for 1 or more")
    if not any(c.isalpha() for c in name):
        return ()
    found: dict[str, list[tuple[float, Route]]] = {}
    for native, its, likely in natives(name, lang):
        for text, share, route in ways(native, its.id):
            if _is_written_out(text):
                found.setdefault(text, []).append((share * likely, route))
    total = sum(share for taken in found.values() for share, _ in taken)
    every = (Variant(text, sum(s for s, _ in taken) / total, _routes(taken)) for text, taken in found.items())
    return tuple(sorted(every, key=lambda v: (-v.share, v.text))[:most])


def natives(name: str, lang: str | None = None) -> Iterator[tuple[str, Language, float]]:
    """Yield what a name may be in its own script: the name itself, or what a Latin one is traced back to.

    Args:
        name: A name.
        lang: Its language, or None where its letters shall tell.

    Yields:
        The native name, its language, and how likely it is that, among those yielded.

    Raises:
        NamesError: As for `variants`.
    """
    asked = None if lang is None else language(lang)
    if script_of_name(name) != "Latn":  # those are traced back letter by letter
        name = _in_one_script(name)
    if script_of_name(name) == "Latn":
        yield from _traced(name, [asked] if asked else _traceable())
        return
    if asked is None:
        asked = language_of(name)
        if asked is None:
            there = ", ".join(f"{each.code} ({each.name})" for each in languages().values())
            raise NamesError(f"the letters of {name!r} tell no language; name one of {there}")
    if script_of_name(name) != asked.script:
        raise NamesError(
            f"{name!r} is not in the script that routes from {asked.name} begin with ({asked.script}); "
            "name another language, or none"
        )
    yield name, asked, 1.0


def _in_one_script(name: str) -> str:
    """Return a name whose letters of another script, where they only look alike, are brought to its own.

    Raises:
        NamesError: Its letters are of several scripts all the same.
    """
    if len(_scripts(name)) < 2:
        return name
    brought = recased(unmix(name.lower()), name)
    if len(scripts := _scripts(brought)) > 1:
        mixed = " and ".join(sorted(script.capitalize() for script in scripts))
        raise NamesError(f"the name {name!r} mixes {mixed} letters; write it in one script")
    return brought


def _scripts(name: str) -> set[str]:
    return {script for c in name if c.isalpha() and (script := script_of(c))}


def _traceable() -> list[Language]:
    return [each for each in languages().values() if plan_of(each.id).traced is not None]


def _traced(name: str, into: Iterable[Language]) -> list[tuple[str, Language, float]]:
    """Return the native names that a Latin one can come from, by how likely each is to have come to it."""
    every = [found for each in into for found in _traced_to(name, each)]
    best = sorted(every, key=lambda found: -found[2])[:MOST_NATIVE]
    if not any(likely for _, _, likely in best):  # no way leads back to the very spelling
        mixed = len(_scripts(name)) > 1
        return [(native, its, 1 / len(best)) for native, its, _ in best] if mixed else []
    least = LEAST_LIKELY * sum(likely for _, _, likely in best)
    best = [found for found in best if found[2] > least]
    total = sum(likely for _, _, likely in best)
    return [(native, its, likely / total) for native, its, likely in best]


def _traced_to(name: str, its: Language) -> Iterator[tuple[str, Language, float]]:
    lattice = plan_of(its.id).traced
    if lattice is None:
        raise NamesError(
            f"{name!r} is in Latin letters, and how those lead back to {its.name} is not written down; "
            f"give the name as {its.name} writes it"
        )
    asked = unicodedata.normalize("NFC", name).lower()
    for spelling in _native(lattice, its, name) or _native(lattice, its, without_marks(name)):
        every = ((text.lower(), share) for text, share, _ in ways(spelling.text, its.id))
        comes = sum(share for text, share in every if asked in (text, without_marks(text)))
        known = sum(any(canonical_names_of(word, "")[0]) for word in _WORD.findall(spelling.text.lower()))
        yield spelling.text, its, spelling.share * comes * KNOWN**known


def _native(lattice: Lattice, its: Language, name: str) -> list[Mixed]:
    """Return what a name in Latin letters is traced back to, where all its letters lead to the language."""
    every = lattice.spellings(name, MOST_TRACED)
    return [each for each in every if script_of_name(each.text) == its.script and _is_written_out(each.text)]


def _is_written_out(text: str) -> bool:
    """Tell whether all letters of a spelling are of one script: no letter was left as it stood."""
    return len({script_of(c) for c in text if c.isalpha()}) == 1


def _routes(taken: list[tuple[float, Route]]) -> tuple[Route, ...]:
    ordered = sorted(taken, key=lambda pair: (-pair[0], pair[1].mixed))
    return tuple(dict.fromkeys(route for _, route in ordered))[:MOST_ROUTES]
