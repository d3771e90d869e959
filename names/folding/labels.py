"""Names whose parts have labels: in a JSON object, in markup, or in text.

{"family":"Merkel","given":["Angela"]}
<surname>Merkel</surname> <given-names>Angela</given-names>
Family name: Merkel; Given name: Angela
"""

from __future__ import annotations

import functools
import html
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from names.folding.told_name import ToldName, stored_forms, told_in

MOST_BRACKETS = 60  # of one object; a list of names has fewer

_ELEMENT = re.compile(r"<([^\W\d][\w:.-]*)((?:\s[^<>]*)?)>([^<>]*)</\1\s*>")
_TAG = re.compile(r"</?[^\W\d][\w:.-]*(?:\s[^<>]*)?/?>")
_OF_TYPE = re.compile(r"""\b(?:type|property|itemprop|class)\s*=\s*["']([^"']*)["']""")
_END = re.compile(r"[;|\n]|[,&]\s*[^\W\d_][\w .-]*?\s*[:：=](?!/)")  # of a value: another label may follow
_AROUND = " \t\r\n,;|&\"'{}-"


def read_json(text: str) -> list[ToldName]:
    """Return the names of a JSON object, or of a Python one as programs print it; none where it tells none.

    Sources:
        HL7 FHIR R5, HumanName (several are names of one bearer, the first is taken where they say their
        `use`); CSL-JSON 1.0; schema.org, Person; JSON-LD 1.1, 4.2.4 (`@value`).

    Examples:
        >>> read_json('{"family":"Merkel","given":["Angela"]}')[0].spelling
        'Merkel, Angela'
        >>> read_json('{"office":"chancellor"}')
        []
    """
    if text.count("{") + text.count("[") > MOST_BRACKETS:
        return []
    found = list(_names_in(_parsed(text)))
    return found


def _parsed(text: str) -> Any:
    import ast
    import json

    try:
        return json.loads(text)
    except ValueError:
        pass
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None


def _names_in(value: Any) -> Iterator[ToldName]:
    if isinstance(value, list | tuple):
        of_use = any(isinstance(each, dict) and "use" in each for each in value)
        for each in value[:1] if of_use else value:
            yield from _names_in(each)
    elif isinstance(value, dict):
        pairs = [
            (role, told)
            for label, each in value.items()
            if (role := role_of(str(label))) and (told := _as_text(each))
        ]
        if found := told_in(pairs):
            yield from found
        else:
            for each in value.values():
                yield from _names_in(each)


def _as_text(value: Any) -> str:
    """Return a text or several as one; "" for what is no text, as an object within."""
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list | tuple) and all(isinstance(each, str) for each in value):
        return " ".join(value)
    return ""


def read_markup(text: str) -> list[ToldName]:
    """Return the names that elements tell; where no element tells one, the text between the tags is the name.

    Sources:
        JATS 1.3, `name`; TEI P5, `persName`; MODS 3.8, `namePart` with its type; HTML.

    Examples:
        >>> read_markup("<name><surname>Merkel</surname><given-names>Angela</given-names></name>")[0].spelling
        'Merkel, Angela'
        >>> read_markup("<b>Angela Merkel</b>")[0].spelling
        'Angela Merkel'
    """
    roles = [
        (role, html.unescape(value).strip())
        for label, more, value in _ELEMENT.findall(text)
        if (role := _role_in(more) or role_of(label.rpartition(":")[2])) and value.strip()
    ]
    if found := told_in(roles):
        return found
    if _TAG.search(text) and (rest := html.unescape(_TAG.sub(" ", text)).strip()):
        return [ToldName(whole=" ".join(rest.split()))]
    return []


def _role_in(attributes: str) -> str:
    """Return the role that the attributes of an element tell, or ""."""
    found = _OF_TYPE.search(attributes)
    return role_of(found[1]) if found else ""


def read_labels(text: str) -> list[ToldName]:
    """Return the names of a text in which labels stand before values; none where it begins with no label.

    Examples:
        >>> read_labels("Фамилия: Токаев, Имя: Касым-Жомарт, Отчество: Кемелевич")[0].spelling
        'Токаев, Касым-Жомарт Кемелевич'
        >>> read_labels("Family name: Merkel")[0].spelling
        'Merkel'
        >>> read_labels("A name: not one")
        []
    """
    before, *turns = _labels().split(text)
    if not turns or before.strip(_AROUND):
        return []
    told = [
        (role_of(label), _value(sign, value))
        for label, sign, value in zip(turns[::3], turns[1::3], turns[2::3], strict=True)
    ]
    return told_in([(role, value) for role, value in told if value])


def _value(sign: str, text: str) -> str:
    """Return what stands behind a label; of LDIF two colons say that it is in base 64 (RFC 2849)."""
    value = _END.split(text.strip())[0]
    if sign == "::":
        try:
            return b64decode(value, validate=True).decode()
        except ValueError:
            return ""
    return value.strip(_AROUND)


def role_of(label: str) -> str:
    """Return the role of what has a label, or "" where the label tells none.

    Examples:
        >>> role_of("family_name"), role_of("familyName"), role_of("Family name"), role_of("office")
        ('family', 'family', 'family', '')
    """
    return _roles().get(_letters_of(label), "")


@functools.cache
def _roles() -> Mapping[str, str]:
    return {_letters_of(label): role for role, labels in _listed().items() for label in labels}


@functools.cache
def _labels() -> re.Pattern[str]:
    """Return what finds a label of text with the sign behind it."""
    every = sorted((label for labels in _listed().values() for label in labels), key=len, reverse=True)
    written = (r"[\s.,_/-]{0,2}".join(map(re.escape, label.split())) for label in every)
    return re.compile(
        rf"(?:^|(?<=[\s,;|&\"'{{]))({'|'.join(written)})\.?\s*[\"']?\s*(::?|：|=(?!\?))(?!/)", re.IGNORECASE
    )


@functools.cache
def _listed() -> Mapping[str, Sequence[str]]:
    return {
        role: [label.strip().strip('"') for line in lines for label in line.split(",")]
        for role, lines in stored_forms()["labels"].items()
    }


def _letters_of(label: str) -> str:
    """Return the letters of a label in small ones, with the sign that JSON-LD puts before it."""
    return "".join(letter for letter in label.lower() if letter.isalnum() or letter == "@")
