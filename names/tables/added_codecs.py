"""Code pages that Python has no codec for: importing this module adds them to its own.

IBM's page 1131 is that of Belarus; ARMSCII-8 is the Armenian standard AST 34.002-1997; the two Georgian ones
are those that glibc calls GEORGIAN-ACADEMY and GEORGIAN-PS, with the signs of windows-1252 below the letters.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

NONE = "\ufffe"  # stands for a byte without a character

_ASCII = bytes(range(0x80)).decode("ascii")
_ARMENIAN = "".join(chr(0x531 + n) + chr(0x561 + n) for n in range(38))
_SIGNS = bytes(range(0x80, 0xC0)).decode("cp1252", "replace").replace("\ufffd", NONE)
_LATIN = bytes(range(0xE7, 0x100)).decode("latin-1")

PAGES = {
    "cp1131": bytes(range(0xF8)).decode("cp866") + "Іі·¤Ґґ∙\u00a0",
    "armscii-8": _ASCII + NONE * 32 + f"\u00a0{NONE}և։)(»«—.՝,-֊…՜՛՞{_ARMENIAN}՚{NONE}",
    "georgian-academy": _ASCII + _SIGNS + "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰჱჲჳჴჵჶ" + _LATIN,
    "georgian-ps": _ASCII + _SIGNS + "აბგდევზჱთიკლმნჲოპჟრსტჳუფქღყშჩცძწჭხჴჯჰჵæ" + _LATIN,
}
_ALSO_CALLED = {"ibm1131": "cp1131", "armscii8": "armscii-8"}


def _find(name: str) -> codecs.CodecInfo | None:
    plain = name.replace("_", "-")
    plain = _ALSO_CALLED.get(plain, plain)
    if plain not in PAGES:
        return None
    table = PAGES[plain]
    encoding: dict[int, int] = {}
    for byte, letter in enumerate(table):
        encoding.setdefault(ord(letter), byte)  # a sign that ASCII has too is written as there
    encoding.pop(ord(NONE), None)

    class Incremental(codecs.IncrementalDecoder):
        def decode(self, data: Buffer, final: bool = False) -> str:
            return codecs.charmap_decode(data, self.errors, table)[0]

    return codecs.CodecInfo(
        encode=lambda text, errors="strict": codecs.charmap_encode(text, errors, encoding),
        decode=lambda data, errors="strict": codecs.charmap_decode(data, errors, table),
        incrementaldecoder=Incremental,
        name=plain,
    )


codecs.register(_find)
