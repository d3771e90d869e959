"""From a record as written to an `Entity`: every field is read by one small function that notes its faults.

A field with a fault is left out of the entity; that is safe because a gazetteer with faults is never used.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal, TypeVar, get_args

from names.gazetteer.faults import Findings, nearest, shown
from names.gazetteer.nodes import STRAY, UNFIT, Node, Unread, kind_of
from names.gazetteer.records import Entity, EntityType, Form, FormKind, Gender

KEYS = (
    "id",
    "type",
    "name",
    "native",
    "full",
    "short",
    "variants",
    "aliases",
    "styles",
    "gender",
    "born",
    "country",
    "ids",
    "replaced_by",
    "source",
)
FORM_KEYS = ("text", "lang", "source", "from", "to")
TYPES: tuple[EntityType, ...] = get_args(EntityType)
GENDERS: tuple[Gender, ...] = get_args(Gender)
NO_PAIRS: Mapping[
    str, str
] = {}  # shared by the many entities without styles or ids; a million dicts are not small
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")

YEAR = re.compile(r"-?[0-9]{1,4}")
PLAIN_KEYS = frozenset({"id", "name", "type", "country"})  # of records that `plain_entity` reads

_PLAIN_TYPES: dict[str | None, EntityType | None] = {None: None, **{word: word for word in TYPES}}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LISTS: tuple[tuple[str, FormKind], ...] = (("short", "short"), ("variants", "variant"), ("aliases", "alias"))
_BY_LANGUAGE: tuple[FormKind, ...] = ("native", "full")
_Word = TypeVar("_Word", bound=str)
_Fields = dict[str, Node]


def read_entity(record: Node, findings: Findings) -> Entity | None:
    """Return the entity a record describes.

    Args:
        record: The record as written.
        findings: Takes every fault.

    Returns:
        The entity, without its faulty fields; None when there is no id or name to know it by.
    """
    fields = record.value
    if not isinstance(fields, dict):
        if fields is not Unread.UNREAD:
            what = f"the record is {_described(record)} where a mapping is due"
            findings.add(record.line, what, "write at least id and name")
        return None
    refuse_unknown_keys(fields, KEYS, findings)
    identifier = _identifier(fields, "id", findings)
    name = _text(fields, "name", findings)
    _require(record, fields, "id", identifier, findings)
    _require(record, fields, "name", name, findings)
    forms = (Form(name or "", "name"), *_forms(fields, findings))
    rest = {
        "type": _choice(fields, "type", TYPES, findings),
        "styles": _pairs(fields, "styles", findings),
        "gender": _choice(fields, "gender", GENDERS, findings),
        "born": _born(fields, findings),
        "country": _text(fields, "country", findings),
        "ids": _pairs(fields, "ids", findings),
        "replaced_by": _identifier(fields, "replaced_by", findings),
        "source": _text(fields, "source", findings),
    }
    return Entity(identifier, name or "", forms, **rest) if identifier else None  # type: ignore[arg-type]


def plain_entity(
    fields: Mapping[str, str], gender: Gender | None = None, born: int | None = None
) -> Entity | None:
    """Return the entity of a record that is beyond doubt; None when it must be read with care.

    Args:
        fields: The record's texts.
        gender: As the record says it.
        born: Likewise, the year.
    """
    identifier, name = fields.get("id", ""), fields.get("name", "")
    country, kind = fields.get("country", "-"), fields.get("type")
    plain = (
        PLAIN_KEYS.issuperset(fields)
        and kind in _PLAIN_TYPES
        # Of all spaces and invisible characters only the common space is printable.
        and (identifier.isprintable() and name.isprintable() and country.isprintable())
        and (" " not in identifier and identifier != "")
        and (name[:1].isalnum() and name[-1] != " ")
        and (country[:1] not in ("", " ") and country[-1] != " ")
    )
    if not plain:
        return None
    home = sys.intern(country) if "country" in fields else None
    forms = (Form(name, "name"),)
    return Entity(identifier, name, forms, _PLAIN_TYPES[kind], NO_PAIRS, gender, born, home, NO_PAIRS)


def refuse_unknown_keys(fields: _Fields, known: tuple[str, ...], findings: Findings) -> None:
    """Note every key that is not one of the known, with the nearest of them as the remedy."""
    for key, node in fields.items():
        if key not in known:
            meant = nearest(key, known)
            remedy = f'write "{meant}", if that is meant' if meant else f"the keys are {', '.join(known)}"
            findings.add(node.line, f"the key {shown(key)} is unknown", remedy)


def note_unfit(text: str, key: str, line: int, findings: Findings) -> None:
    """Note characters that no name holds: a fault for control characters, a warning for stray bytes."""
    found = UNFIT.search(text)
    if found and "\udc80" <= found[0] <= "\udcff":  # how a byte comes that is no text
        what = f'the byte 0x{ord(found[0]) - 0xDC00:02X} in "{key}" is not UTF-8'
        findings.add(line, what, "save the file as UTF-8")
    elif found:
        what = f'the character {shown(found[0])} in "{key}" cannot be part of a text'
        findings.add(line, what, f"remove it from {shown(text)}")
    stray = STRAY.search(text)
    if stray:
        what = f'the character {shown(stray[0])} in "{key}" is no letter'
        findings.warn(line, what, f"see what {shown(text)} should be")


def _require(record: Node, fields: _Fields, key: str, value: str | None, findings: Findings) -> None:
    node = fields.get(key)
    if node is None:
        findings.add(record.line, f'the record has no "{key}"', "add one")
    elif value is None and (node.value is None or (isinstance(node.value, str) and not node.value.strip())):
        findings.add(node.line, f'"{key}" is empty', f"write the {key}")


def _text(fields: _Fields, key: str, findings: Findings) -> str | None:
    """Return a field's text without the spaces around it; None where nothing is written."""
    node = fields.get(key)
    if node is None or node.value is None or node.value is Unread.UNREAD:
        return None
    if not isinstance(node.value, str):
        what = f'"{key}" is {_described(node)} where a text is due'
        listed = isinstance(node.value, (list, dict))
        findings.add(node.line, what, "write one text" if listed else "put it in quotes")
        return None
    text = node.value.strip()
    note_unfit(text, key, node.line, findings)
    return text or None


def _described(node: Node) -> str:
    """Say what a node is, with its value where that is short to say."""
    if isinstance(node.value, bool):
        return f"{str(node.value).lower()} (true or false)"
    if isinstance(node.value, (int, float)):
        return f"the number {node.value}"
    return f"{kind_of(node)} ({shown(node.value)})" if isinstance(node.value, str) else kind_of(node)


def _identifier(fields: _Fields, key: str, findings: Findings) -> str | None:
    text = _text(fields, key, findings)
    if text and len(text.split()) > 1 and not UNFIT.search(text):
        what = f"there is a space in the {key} {shown(text)}"
        findings.add(fields[key].line, what, f"write {shown('-'.join(text.split()))}")
    return text


def _choice(fields: _Fields, key: str, words: tuple[_Word, ...], findings: Findings) -> _Word | None:
    text = _text(fields, key, findings)
    if text is None:
        return None
    for word in words:
        if text == word:
            return word
    meant = nearest(text, words)
    remedy = f'write "{meant}"' if meant else f"write one of {', '.join(words)}, or leave it out"
    findings.add(fields[key].line, f"the {key} {shown(text)} is unknown", remedy)
    return None


def _born(fields: _Fields, findings: Findings) -> int | None:
    node = fields.get("born")
    if node is None or node.value is None or node.value is Unread.UNREAD or node.value == "":
        return None
    written = str(node.value).strip() if isinstance(node.value, (str, int)) else ""
    if isinstance(node.value, bool) or not YEAR.fullmatch(written):
        what = f'"born" is {_described(node)} where a year is due'
        findings.add(node.line, what, "write the year alone, as 1953")
        return None
    return int(written)


def _pairs(fields: _Fields, key: str, findings: Findings) -> Mapping[str, str]:
    """Return a mapping from word to text, as `styles` and `ids` are."""
    node = fields.get(key)
    if node is None or node.value is None or node.value is Unread.UNREAD:
        return NO_PAIRS
    if not isinstance(node.value, dict):
        what = f'"{key}" is {_described(node)} where a mapping is due'
        findings.add(node.line, what, f"write {key}: {{scheme: value}}")
        return NO_PAIRS
    pairs = {}
    for word, item in node.value.items():
        text = _text(node.value, word, findings)
        note_unfit(word, key, item.line, findings)
        if text and word.strip():
            pairs[word] = text
        elif item.value is None or isinstance(item.value, str):
            findings.add(
                item.line, f'a pair in "{key}" is incomplete ({shown(word)})', "fill it or remove it"
            )
    return pairs or NO_PAIRS


def _forms(fields: _Fields, findings: Findings) -> Iterator[Form]:
    """Yield every spelling besides the name, in the order of the format."""
    for kind in _BY_LANGUAGE:
        if kind in fields:
            yield from _by_language(fields[kind], kind, findings)
    for key, kind in _LISTS:
        node = fields.get(key)
        if node is None or node.value is None or node.value is Unread.UNREAD:
            continue
        if isinstance(node.value, list):
            yield from _listed(node.value, key, kind, None, findings)
        else:
            remedy = f"write [{node.value}]" if isinstance(node.value, str) else 'begin each text with "- "'
            findings.add(node.line, f'"{key}" is {_described(node)} where a list is due', remedy)


def _by_language(node: Node, kind: FormKind, findings: Findings) -> Iterator[Form]:
    """Yield the forms of `native` or `full`: by language, or a plain list where no language is known."""
    if isinstance(node.value, list):
        yield from _listed(node.value, kind, kind, None, findings)
    elif isinstance(node.value, dict):
        for lang, item in node.value.items():
            if not LANGUAGE.fullmatch(lang):
                findings.add(
                    item.line, f'{shown(lang)} in "{kind}" is no language code', "write one, as kk or ru"
                )
            items = item.value if isinstance(item.value, list) else [item]
            yield from _listed(items, kind, kind, lang, findings)
    elif node.value is not None and node.value is not Unread.UNREAD:
        what = f'"{kind}" is {_described(node)} where a mapping is due'
        findings.add(node.line, what, f"write it under its language, as {kind}: {{kk: …}}")


def _listed(
    items: list[Node], key: str, kind: FormKind, lang: str | None, findings: Findings
) -> Iterator[Form]:
    for item in items:
        form = _form(item, key, kind, lang, findings)
        if form is not None:
            yield form


def _form(node: Node, key: str, kind: FormKind, lang: str | None, findings: Findings) -> Form | None:
    """Return one spelling, written plainly or as a mapping."""
    if isinstance(node.value, dict):
        return _described_form(node, kind, lang, findings)
    text = _text({key: node}, key, findings)
    if text:
        return Form(text, kind, lang)
    if node.value is None or isinstance(node.value, str):
        findings.add(node.line, f'a text in "{key}" is empty', "write it or remove it")
    return None


def _described_form(node: Node, kind: FormKind, lang: str | None, findings: Findings) -> Form | None:
    fields = node.value
    assert isinstance(fields, dict)
    refuse_unknown_keys(fields, FORM_KEYS, findings)
    text = _text(fields, "text", findings)
    _require(node, fields, "text", text, findings)
    own = _text(fields, "lang", findings)
    if own and not LANGUAGE.fullmatch(own):
        findings.add(fields["lang"].line, f"{shown(own)} is no language code", "write one, as kk or ru")
    elif own and lang and own != lang:
        what = f'the text stands under "{lang}", and its "lang" says {shown(own)}'
        findings.add(fields["lang"].line, what, 'leave "lang" out, or move the text')
    source = _text(fields, "source", findings)
    begin, end = (_time(fields, key, findings) for key in ("from", "to"))
    if begin and end and begin[: len(end)] > end[: len(begin)]:
        findings.add(fields["from"].line, f'"from" {begin} is later than "to" {end}', "exchange them")
    return Form(text, kind, lang or own, source, begin, end) if text else None


def _time(fields: _Fields, key: Literal["from", "to"], findings: Findings) -> str | None:
    """Return a year or a day as text; a year may be a bare number in JSON."""
    node = fields.get(key)
    if node is None or node.value is None or node.value is Unread.UNREAD:
        return None
    written = str(node.value).strip() if isinstance(node.value, (str, int)) else ""
    if isinstance(node.value, bool) or not (re.fullmatch("[0-9]{4}", written) or _is_day(written)):
        what = f'"{key}" is {_described(node)} where a year or a day is due'
        findings.add(node.line, what, "write it as 2019 or 2019-03-23")
        return None
    return written


def _is_day(written: str) -> bool:
    if not _DAY.fullmatch(written):
        return False
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True
