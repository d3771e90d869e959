"""House styles: which spelling of an entity's name is printed, by the habit of a house, a language, a scheme.

The id of an entity never depends on it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from names import data
from names.errors import NamesError
from names.gazetteer.records import Entity, Form
from names.romanization import Romanizer, read_schemes
from names.romanization.romanizer import romanizer
from names.romanization.schemes import scheme_files
from names.routes.languages import Language, known_language, script_of_name
from names.routes.plans import plan_of

DEFAULT, NATIVE = "default", "native"
_NEAREST = 3  # styles named where one is unknown
_KEYS = {"id", "title", "source", "languages", "base"}
_WAY_KEYS = {"scheme", "through"}

Display = Callable[[Entity], str]


class StyleError(NamesError):
    """A style that there is none of, or a file of styles that cannot be used: every fault with its place."""


class Way(msgspec.Struct, frozen=True):
    """How a house writes the names of one language.

    Attributes:
        scheme: The romanization scheme it follows.
        through: The language whose spelling of the name it romanizes, ISO 639-3; None for the name's own.
    """

    scheme: str
    through: str | None = None


class Style(msgspec.Struct, frozen=True):
    """A house style.

    Attributes:
        id: What it is called for, as `rferl`.
        title: The house.
        source: Where the style can be seen, or None.
        languages: By ISO 639-3, how it writes the names of a language.
    """

    id: str
    title: str
    source: str | None
    languages: Mapping[str, Way]


class Styles:
    """The styles there are: shipped ones, and those of a file of one's own.

    Args:
        path: A YAML file with `styles` like the shipped `names/data/styles.yaml`, and `schemes` of its own if
            it needs any; None for the shipped ones alone.

    Raises:
        StyleError: The file has faults; all of them are named.
    """

    def __init__(self, path: str | Path | None = None) -> None:
        self._own: Mapping[str, Romanizer] = {}
        self._styles = dict(_shipped())
        if path is not None:
            document = _document(Path(path))
            if "schemes" in document:
                self._own = read_schemes(path)
            self._styles |= _read(document, Path(path).name, self._own, self._styles)

    def __iter__(self) -> Iterator[Style]:
        return iter(self._styles.values())

    def display(self, style: str) -> Display:
        """Return the function that gives the spelling of an entity's name in a style.

        Args:
            style: `default` for the record's own name, `native` for its first native one, a language (`kk`)
                for the name in it, a romanization scheme, or a house.

        Raises:
            StyleError: There is no such style; the message names the nearest.
        """
        if style == DEFAULT:
            return _by_default
        if style == NATIVE:
            return lambda entity: next((f.text for f in _natives(entity)), entity.name)
        if house := self._styles.get(style):
            return functools.partial(self._by_house, house)
        if style in self._own or style in scheme_files():
            its = self._romanizer(style).scheme.language
            return functools.partial(self._by_scheme, known_language(its), style)
        if (language := known_language(style)) is not None:
            return functools.partial(_in_language, language)
        raise StyleError(self._unknown(style))

    def _romanizer(self, scheme: str) -> Romanizer:
        return self._own.get(scheme) or romanizer(scheme)

    def _by_house(self, house: Style, entity: Entity) -> str:
        if house.id in entity.styles:
            return entity.styles[house.id]
        if entity.type == "organization":  # houses translate the names of bodies
            return entity.name
        first = next((known_language(form.lang) for form in _natives(entity)), None)
        way = house.languages.get(first.id) if first else None
        if first is None or way is None:
            return entity.name  # another native name is no better: Xi Jinping is not Si Tszinpin
        text = _spelled_in(entity, known_language(way.through) or first)
        return self._romanizer(way.scheme).romanize(text) if text else entity.name

    def _by_scheme(self, language: Language | None, scheme: str, entity: Entity) -> str:
        if scheme in entity.styles:
            return entity.styles[scheme]
        text = _spelled_in(entity, language) if language else None
        return self._romanizer(scheme).romanize(text) if text else entity.name

    def _unknown(self, style: str) -> str:
        nearest = _nearest(style, [DEFAULT, NATIVE, *self._styles, *self._own, *scheme_files()])
        return (
            f"{style!r} is no style; the nearest are {nearest}. A style is {DEFAULT}, {NATIVE}, a "
            f"language as kk, a house ({', '.join(self._styles)}) or an id of names schemes"
        )


def _nearest(word: str, words: Sequence[str]) -> str:
    from rapidfuzz import process

    return ", ".join(found for found, _, _ in process.extract(word, words, limit=_NEAREST))


def _by_default(entity: Entity) -> str:
    return entity.styles.get(DEFAULT, entity.name)


def _natives(entity: Entity) -> Iterator[Form]:
    return (form for form in entity.forms if form.kind == "native")


def _in_language(language: Language, entity: Entity) -> str:
    """Return the name in a language, as listed or as it respells another's; else the record's own."""
    if language.code in entity.styles:
        return entity.styles[language.code]
    listed = (form.text for form in _natives(entity) if known_language(form.lang) == language)
    return next(listed, None) or _spelled_in(entity, language) or entity.name


def _spelled_in(entity: Entity, language: Language) -> str | None:
    """Return the name as a language writes it in the script its schemes read; None where nobody can tell."""
    forms = [(form, its) for form in _natives(entity) if (its := known_language(form.lang)) is not None]
    for form, its in forms:
        if its == language and script_of_name(form.text) == language.script:
            return form.text
    for form, its in forms:
        if language.id in plan_of(its.id).through and script_of_name(form.text) == its.script:
            return romanizer(plan_of(its.id).through[language.id].respelling).romanize(form.text)
    return None


@functools.cache
def _shipped() -> Mapping[str, Style]:
    return _read(data.read("styles.yaml"), "styles.yaml", {}, {})


def _document(path: Path) -> Mapping[str, Any]:
    import yaml

    try:
        value = data.parse(path.read_bytes())
    except OSError as error:
        raise StyleError(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise StyleError(f"{path}: is no YAML: {' '.join(str(error).split())}") from None
    if not isinstance(value, dict) or not isinstance(value.get("styles"), list):
        raise StyleError(f"{path}: has no list `styles`; write one, each with id, title and languages")
    return value


def _read(
    document: Mapping[str, Any], file: str, own: Mapping[str, Romanizer], known: Mapping[str, Style]
) -> dict[str, Style]:
    """Return the styles of a file by their ids.

    Raises:
        StyleError: Naming every fault with its place.
    """
    found: dict[str, Style] = {}
    faults: list[str] = []
    for number, entry in enumerate(document["styles"], 1):
        place = f"{file}: style {number}"
        if not isinstance(entry, dict) or not entry.get("id") or not entry.get("languages"):
            faults.append(f"{place} has no id or no languages; write both")
            continue
        place = f"{file}: {entry['id']}"
        faults += [
            f"{place}: {key} is no key; there are {', '.join(sorted(_KEYS))}" for key in entry.keys() - _KEYS
        ]
        if entry["id"] in found or _is_taken(entry["id"]):
            faults.append(f"{place}: that id means something else already; choose another")
        ways = dict(_base(entry, {**known, **found}, place, faults))
        for code, way in _mapping(entry["languages"], f"{place}: languages", faults).items():
            _take(ways, code, way, f"{place}: languages.{code}", own, faults)
        found[entry["id"]] = Style(entry["id"], entry.get("title") or entry["id"], entry.get("source"), ways)
    if faults:
        raise StyleError("; ".join(faults))
    return found


def _is_taken(id: str) -> bool:
    return id in (DEFAULT, NATIVE) or known_language(id) is not None or id in scheme_files()


def _base(
    entry: Mapping[str, Any], known: Mapping[str, Style], place: str, faults: list[str]
) -> Mapping[str, Way]:
    if "base" not in entry:
        return {}
    if entry["base"] in known:
        return known[entry["base"]].languages
    faults.append(f"{place}: base is {entry['base']!r}; there are {', '.join(known)}")
    return {}


def _mapping(value: Any, place: str, faults: list[str]) -> Mapping[str, Any]:
    if isinstance(value, dict):
        return value
    faults.append(f"{place} is {value!r}; write languages with a scheme each, as kk: {{scheme: ...}}")
    return {}


def _take(
    ways: dict[str, Way], code: str, way: Any, place: str, own: Mapping[str, Romanizer], faults: list[str]
) -> None:
    """Take how a house writes one language, or note what is wrong."""
    language = known_language(code)
    through = known_language(way.get("through")) if isinstance(way, dict) else None
    if language is None:
        faults.append(f"{place}: that is no language that styles know; names schemes lists them")
    elif not isinstance(way, dict) or not way.get("scheme") or way.keys() - _WAY_KEYS:
        faults.append(f"{place} is {way!r}; it has a scheme and may have through")
    elif way["scheme"] not in own and way["scheme"] not in scheme_files():
        nearest = _nearest(way["scheme"], [*own, *scheme_files()])
        faults.append(f"{place}: {way['scheme']!r} is no romanization scheme; the nearest are {nearest}")
    elif "through" in way and through is None:
        faults.append(f"{place}: through is {way['through']!r}, which is no language that styles know")
    else:
        ways[language.id] = Way(way["scheme"], through.id if through else None)
