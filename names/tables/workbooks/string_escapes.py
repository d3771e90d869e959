"""Characters that XML cannot hold, as workbooks write them: _x000D_ is a carriage return.

An underscore that would begin such an escape is itself escaped, as _x005F_ (ECMA-376, ST_Xstring).
"""

from __future__ import annotations

import re

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_BEYOND_XML = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def decode_escapes(text: str) -> str:
    r"""Return a text of a workbook as it is meant.

    Args:
        text: As it stands in the file.

    Examples:
        >>> decode_escapes("a_x000D_b"), decode_escapes("_x005F_x000D_"), decode_escapes("_xD83D__xDE00_")
        ('a\rb', '_x000D_', '😀')
    """
    if "_x" not in text:
        return text
    decoded = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    try:
        decoded.encode()
    except UnicodeEncodeError:  # halves of characters: two that belong together are one
        decoded = decoded.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return decoded


def encode_escapes(text: str) -> str:
    r"""Return a text as a workbook has to hold it.

    Args:
        text: Any text.

    Examples:
        >>> encode_escapes("a\r\nb"), encode_escapes("_x000D_"), encode_escapes("file_xyz")
        ('a_x000D_\nb', '_x005F_x000D_', 'file_xyz')
    """
    return _BEYOND_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
