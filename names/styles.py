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
from names.bounds import read_document
from names.errors import NamesError
from names.gazetteer.records import Entity, Form
from names.romanization import Romanizer, SchemeTableError, read_schemes
from names.romanization.romanizer import romanizer
from names.romanization.schemes import scheme_files
from names.routes.derivation import comes_from
from names.routes.languages import Language, known_language, script_of_name
from names.routes.plans import plan_of

DEFAULT, NATIVE = "default", "native"
_NEAREST = 3  # styles named where one is unknown
_FILE_KEYS = {"styles", "schemes", "language", "sets"}
_KEYS = {"id", "title", "source", "languages", "base", "places"}
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
        places: Whether it writes places so too; houses translate them, maps do not.
    """

    id: str
    title: str
    source: str | None
    languages: Mapping[str, Way]
    places: bool = False


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
        self._added: Mapping[str, Style] = {}
        if path is None:
            return
        document = _document(Path(path))
        faults = [
            f"{Path(path).name}: {key} is no key; there are {', '.join(sorted(_FILE_KEYS))}"
            for key in sorted(document.keys() - _FILE_KEYS)
        ]
        if "schemes" in document:
            try:
                self._own = read_schemes(path)
            except SchemeTableError as error:
                faults.append(str(error))
        self._added = _read(document, Path(path).name, _scripts(document), _shipped(), faults)

    @functools.cached_property
    def _styles(self) -> Mapping[str, Style]:
        return {**_shipped(), **self._added}  # not read where only the default is asked for

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
        if house := self._styles.get(style) or self._styles.get(style.lower()):
            return functools.partial(self._by_house, house)
        if style in self._own or style in scheme_files():
            its = self._romanizer(style).scheme.language
            return functools.partial(self._by_scheme, known_language(its), style)
        code, _, script = style.partition("-")
        language = known_language(code)
        if language is not None and not script:
            return functools.partial(_in_language, language)
        if language is not None or code.lower() in _codes():
            return functools.partial(_as_listed, style.lower())
        raise StyleError(self._unknown(style))

    def _romanizer(self, scheme: str) -> Romanizer:
        return self._own.get(scheme) or romanizer(scheme)

    def _by_house(self, house: Style, entity: Entity) -> str:
        if house.id in entity.styles:
            return entity.styles[house.id]
        if is_translated(entity) and not (house.places and _is_spelled(entity)):
            return entity.name
        first = next((known_language(form.lang) for form in _natives(entity)), None)
        way = house.languages.get(first.id) if first else None
        if first is None or way is None:
            return entity.name  # another native name is no better: Xi Jinping is not Si Tszinpin
        return self._written(way.scheme, _spelled_in(entity, known_language(way.through) or first), entity)

    def _by_scheme(self, language: Language | None, scheme: str, entity: Entity) -> str:
        if scheme in entity.styles:
            return entity.styles[scheme]
        own = next((known_language(form.lang) for form in _natives(entity)), None)
        if (
            language is None
            or own is None
            or (own != language and language.id not in plan_of(own.id).through)
        ):
            return entity.name
        return self._written(scheme, _spelled_in(entity, language), entity)

    def _written(self, scheme: str, text: str | None, entity: Entity) -> str:
        """Return a native name by a scheme; the record's own where letters would stay as they stand."""
        done = self._romanizer(scheme).romanization(text or "")
        return entity.name if done.left or not done.text else done.text

    def _unknown(self, style: str) -> str:
        nearest = _nearest(style, [DEFAULT, NATIVE, *self._styles, *self._own, *scheme_files()])
        return (
            f"{style!r} is no style; the nearest are {nearest}. A style is {DEFAULT}, {NATIVE}, a "
            f"language as kk, a house ({', '.join(self._styles)}) or an id of names schemes"
        )


def _nearest(word: str, words: Sequence[str]) -> str:
    from rapidfuzz import process

    return ", ".join(
        found for found, _, _ in process.extract(word, words, limit=_NEAREST, processor=str.lower)
    )


def _by_default(entity: Entity) -> str:
    return entity.styles.get(DEFAULT, entity.name)


def _natives(entity: Entity) -> Iterator[Form]:
    return (form for form in entity.forms if form.kind == "native")


def is_translated(entity: Entity) -> bool:
    """Tell whether houses translate the name of an entity, or have one of their own: bodies and places."""
    return entity.type in ("place", "organization")


def _is_spelled(entity: Entity) -> bool:
    """Tell whether the name of a place is its native one, spelled: Almaty is Алматы, Moscow not Москва."""
    natives = list(_natives(entity))
    own = [form for form in natives if known_language(form.lang) == known_language(natives[0].lang)]
    return entity.type == "place" and any(comes_from(entity.name, form) for form in own)


@functools.cache
def _codes() -> frozenset[str]:
    return frozenset(data.read("language_codes.yaml")["codes"].split())


def _as_listed(code: str, entity: Entity) -> str:
    """Return the native name listed under a language code, as `zh` or `kk-arab`; else the record's own."""
    if code in entity.styles:
        return entity.styles[code]
    return next((f.text for f in _natives(entity) if (f.lang or "").lower() == code), entity.name)


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
    return _read(data.read("styles.yaml"), "styles.yaml", {}, {}, [])


def _document(path: Path) -> Mapping[str, Any]:
    import yaml

    try:
        value = data.parse(read_document(path))
    except UnicodeDecodeError:
        raise StyleError(f"{path}: is not in UTF-8; save it so") from None
    except (yaml.YAMLError, RecursionError) as error:
        raise StyleError(f"{path}: is no YAML: {' '.join(str(error).split())}") from None
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or str(error)
        raise StyleError(f"{path}: cannot be read: {cause.lower()}") from None
    if not isinstance(value, dict) or not isinstance(value.get("styles"), list):
        raise StyleError(f"{path}: has no list `styles`; write one, each with id, title and languages")
    return value


def _scripts(document: Mapping[str, Any]) -> Mapping[str, str]:
    """Return which script each scheme of a document reads, "" where that is not told; faulty ones too."""
    listed = document.get("schemes")
    entries = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    own = {one["id"]: one.get("scripts") or [""] for one in entries if isinstance(one.get("id"), str)}
    return {id: str(scripts[0]) if isinstance(scripts, list) else "" for id, scripts in own.items()}


def _read(
    document: Mapping[str, Any],
    file: str,
    own: Mapping[str, str],
    known: Mapping[str, Style],
    faults: list[str],
) -> dict[str, Style]:
    """Return the styles of a file by their ids.

    Args:
        document: Its YAML value.
        file: Its name, for messages.
        own: The ids of its schemes, each with the script that it reads.
        known: Styles that may be a base.
        faults: What was found already.

    Raises:
        StyleError: Naming every fault with its place.
    """
    found: dict[str, Style] = {}
    for number, entry in enumerate(document["styles"], 1):
        if not isinstance(entry, dict) or not _is_text(entry.get("id")):
            faults.append(f"{file}: style {number} has no id; write one")
            continue
        if not entry.get("languages") and "base" not in entry:
            faults.append(f"{file}: {entry['id']} has neither languages nor a base; write one of them")
            continue
        id, place = entry["id"], f"{file}: {entry['id']}"
        faults += _odd_keys(entry, place)
        if id in found or id in own or _is_taken(id):
            faults.append(f"{place}: that id means something else already; choose another")
        ways = dict(_base(entry, {**known, **found}, place, faults))
        for code, way in _mapping(entry.get("languages") or {}, f"{place}: languages", faults).items():
            _take(ways, code, way, f"{place}: languages.{code}", own, faults)
        places = _places(entry, {**known, **found}, place, faults)
        found[id] = Style(id, str(entry.get("title") or id), entry.get("source"), ways, places)
    if faults:
        raise StyleError("\n".join(faults))
    return found


def _places(entry: Mapping[str, Any], known: Mapping[str, Style], place: str, faults: list[str]) -> bool:
    """Return whether a style writes places by its schemes too: as it says, else as its base does."""
    said = entry.get("places")
    if said is None:
        base = entry.get("base")
        return isinstance(base, str) and base in known and known[base].places
    if said not in ("true", "false"):
        faults.append(f"{place}: places is {said!r}; write true or false")
    return bool(said == "true")


def _odd_keys(entry: Mapping[str, Any], place: str) -> Iterator[str]:
    """Yield what is wrong with the keys of a style, and with the values that are for people alone."""
    there = ", ".join(sorted(_KEYS))
    yield from (f"{place}: {key} is no key; there are {there}" for key in sorted(entry.keys() - _KEYS))
    wrong = [key for key in ("title", "source") if not isinstance(entry.get(key, ""), str)]
    yield from (f"{place}: {key} is {entry[key]!r}; write a line of text" for key in wrong)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _is_taken(id: str) -> bool:
    return id in (DEFAULT, NATIVE) or known_language(id) is not None or id in scheme_files()


def _base(
    entry: Mapping[str, Any], known: Mapping[str, Style], place: str, faults: list[str]
) -> Mapping[str, Way]:
    if "base" not in entry:
        return {}
    if _is_text(entry["base"]) and entry["base"] in known:
        return known[entry["base"]].languages
    faults.append(f"{place}: base is {entry['base']!r}; there are {', '.join(known)}")
    return {}


def _mapping(value: Any, place: str, faults: list[str]) -> Mapping[str, Any]:
    if isinstance(value, dict):
        return value
    faults.append(f"{place} is {value!r}; write languages with a scheme each, as kk: {{scheme: ...}}")
    return {}


def _take(
    ways: dict[str, Way], code: str, way: Any, place: str, own: Mapping[str, str], faults: list[str]
) -> None:
    """Take how a house writes one language, or note what is wrong."""
    language = known_language(code)
    if language is None:
        faults.append(f"{place}: that is no language that styles know; names schemes lists them")
    elif not isinstance(way, dict) or way.keys() - _WAY_KEYS or not _is_text(way.get("scheme")):
        faults.append(f"{place} is {way!r}; it has a scheme and may have through")
    elif way["scheme"] not in own and way["scheme"] not in scheme_files():
        nearest = _nearest(way["scheme"], [*own, *scheme_files()])
        faults.append(f"{place}: {way['scheme']!r} is no romanization scheme; the nearest are {nearest}")
    elif "through" in way and (not _is_text(way["through"]) or known_language(way["through"]) is None):
        faults.append(f"{place}: through is {way['through']!r}, which is no language that styles know")
    else:
        through = known_language(way.get("through"))
        reads = own[way["scheme"]] if way["scheme"] in own else way["scheme"].split("-")[2]
        if reads not in ("", (through or language).script):
            faults.append(
                f"{place}: {way['scheme']} reads {reads}, and {(through or language).name} names are in "
                f"{(through or language).script}; take another scheme"
            )
        its = (through or language).ids
        if way["scheme"] not in own and way["scheme"].split("-")[1] not in (*its, "mul"):
            faults.append(
                f"{place}: {way['scheme']} is for another language than {(through or language).name}; take "
                "one for it, or name the language it goes through"
            )
        ways[language.id] = Way(way["scheme"], through.id if through else None)
