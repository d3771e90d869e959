r"""Names in the distinguished names of directories and certificates.

CN=Tokayev\, Kassym-Jomart,OU=Users,DC=example,DC=org
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from names.folding.told_name import ToldName, stored_forms, without

_TYPE = r"(?:OID\.)?(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)\s*="
_NUMBER = re.compile(r"[,\s]*\b[A-Z]*[:-]?\d{5,}\b", re.IGNORECASE)
_BYTES = re.compile(r"(?:\\[0-9A-Fa-f]{2})+")


def read_distinguished(text: str) -> list[ToldName]:
    r"""Return the name in a distinguished name: its common name, its family and given name, or all of them.

    RFC 4514 prints the narrowest part first (`CN=…,OU=…,C=KZ`), OpenSSL's slashes and the order of the
    encoded name the broadest (`/C=KZ/…/CN=…`); of several common names the narrowest is the bearer's.
    Certificates of Kazakhstan and Russia have the father's name in G, and with it G adds to CN.

    Sources:
        RFC 4514, 2.1 (order), 2.4 (escapes and # values) and 3; RFC 4519 (types); RFC 1779 (semicolons).

    Examples:
        >>> read_distinguished(r"CN=Erdo\C4\9Fan\, Recep Tayyip,OU=Users,DC=example,DC=org")[0].spelling
        'Erdoğan, Recep Tayyip'
        >>> read_distinguished("/C=DE/O=Bund/CN=Angela Merkel")[0].spelling
        'Angela Merkel'
    """
    slashes = text.startswith("/") or re.match(r"[^,;=]*=[^,;=]*/\s*[A-Za-z]+\s*=", text)
    sign = "[/+]" if slashes else "[,;+]"
    parts = re.split(rf"(?<!\\){sign}\s*(?={_TYPE})", text.removeprefix("/"))
    read = [(_attribute(kind), value.strip()) for kind, _, value in (part.partition("=") for part in parts)]
    if not all(kind for kind, _ in read):
        return []
    if read[0][0] == "root":
        read.reverse()
    values: dict[str, str] = {}
    for kind, value in read:
        values.setdefault(kind, _attribute_value(value))
    name = _NUMBER.sub("", values.get("name", "")).strip()
    family, given = values.get("family", ""), values.get("given", "")
    aside = values.get("generation", "")
    if family and name and not without(family, name):
        return [ToldName("", family, f"{without(name, family)} {without(given, name)}".strip(), aside)]
    if family or not name:
        return [ToldName(name, family, given or ("" if family else name), aside)] if family or given else []
    surname, comma, rest = name.partition(",")
    return [ToldName("", surname, rest, aside) if comma else ToldName(name, aside=aside)]


def _attribute(kind: str) -> str:
    """Return what an attribute is, "" where no table has it; a number of no known one is another."""
    kind = kind.strip().lower().removeprefix("oid.")
    return _attributes().get(kind, "other" if kind[:1].isdigit() else "")


@functools.cache
def _attributes() -> Mapping[str, str]:
    return {word: kind for kind, words in stored_forms()["attributes"].items() for word in words.split()}


def _attribute_value(value: str) -> str:
    if re.fullmatch(r"#(?:[0-9A-Fa-f]{2}){3,}", value):  # the encoded value: a kind, a length, the letters
        encoded = bytes.fromhex(value[1:])
        return encoded[2:].decode("utf-16-be" if encoded[0] == 0x1E else "utf-8", "replace")
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = value[1:-1]
    value = _BYTES.sub(
        lambda found: bytes.fromhex(found.group().replace("\\", "")).decode("utf-8", "replace"), value
    )
    return re.sub(r"\\(.)", r"\1", value)
