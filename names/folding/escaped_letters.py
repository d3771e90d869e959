r"""Letters that are written by signs, as a form without them must: HTML references, TeX accents, escapes.

Orb&aacute;n    Orb{\'a}n    Orb\u00e1n    Orb%C3%A1n    =?utf-8?q?Orb=C3=A1n?=
"""

from __future__ import annotations

import functools
import html
import re
import unicodedata
from urllib.parse import unquote

from names.folding.told_name import stored_forms

_MIME = re.compile(r"=\?[\w-]+\?[BQbq]\?[^?\s]*\?=")
_REFERENCE = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z]\w*);")
_ESCAPE = re.compile(r"(?:\\u[0-9a-fA-F]{4})+|\\U[0-9a-fA-F]{8}|\\x[0-9a-fA-F]{2}")
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_TEX = re.compile(r"\\[^\W\d_]|\\[`'^\"~=.]|\{[^{}:\"]*\}")  # a group of TeX, not an object
_BRACED_COMMAND = re.compile(r"\\[A-Za-z]{2,}\s*(?=\{)")  # \textsc{Merkel}
_TEX_SPACE = re.compile(r"\\[ ,;]|(?<=\S)~(?=\S)")


def plain_letters(text: str) -> str:
    r"""Return a text with its letters as letters; one that writes them plainly is returned as it is.

    Sources:
        HTML 4.01, 24, and HTML 5, 13.5; RFC 2047; RFC 3986, 2.1; The TeXbook, chapter 9, and LaTeX2e, where
        a command of letters takes the space behind it (`\o ren`).

    Examples:
        >>> plain_letters("Orb&aacute;n, Viktor"), plain_letters(r"Orb{\'a}n"), plain_letters("Erd{\\H o}s")
        ('Orbán, Viktor', 'Orbán', 'Erdős')
        >>> plain_letters("Orb%C3%A1n"), plain_letters("=?utf-8?q?Viktor_Orb=C3=A1n?=")
        ('Orbán', 'Viktor Orbán')
        >>> plain_letters("C&A; Marks & Spencer")
        'C&A; Marks & Spencer'
    """
    if _MIME.search(text):
        text = _without_mime(text)
    for _ in range(2):  # a reference may have been escaped once more: &amp;aacute;
        text = _REFERENCE.sub(lambda found: html.unescape(found.group()), text)
    text = _ESCAPE.sub(_unescaped, text)
    text = _PERCENT.sub(lambda found: _decoded(found.group()), text)
    return _without_tex(text) if _TEX.search(text) else text


def _without_mime(text: str) -> str:
    from email.errors import HeaderParseError
    from email.header import decode_header, make_header

    try:
        return str(make_header(decode_header(text)))
    except (HeaderParseError, LookupError, ValueError):  # of no known character set, or no base 64
        return text


def _unescaped(found: re.Match[str]) -> str:
    r"""Return the letters of escapes; two of \u may be one letter beyond the first plane."""
    codes = [int(code, 16) for code in re.split(r"\\[uUx]", found.group())[1:]]
    if max(codes) > 0x10FFFF:
        return found.group()
    letters = "".join(map(chr, codes))
    return letters.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _decoded(escaped: str) -> str:
    letters = unquote(escaped, errors="replace")
    return escaped if "\ufffd" in letters else letters


def _without_tex(text: str) -> str:
    accents, letters = _tex()
    text = letters.sub(lambda found: stored_forms()["letters"][found[1]], text)
    text = accents.sub(_accented, text)
    text = _TEX_SPACE.sub(" ", _BRACED_COMMAND.sub("", text))
    return unicodedata.normalize("NFC", text.replace("{", "").replace("}", "").replace("\\", ""))


def _accented(found: re.Match[str]) -> str:
    """Return a letter with its accent; a dotless one is there to carry one."""
    letter = found["braced"] or found["bare"]
    mark = stored_forms()["accents"][found["sign"] or found["command"]]
    return unicodedata.normalize("NFC", {"ı": "i", "ȷ": "j"}.get(letter, letter) + mark)


@functools.cache
def _tex() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds an accent with its letter, and what finds a letter that is a command."""
    accents, letters = stored_forms()["accents"], stored_forms()["letters"]
    signs = "".join(re.escape(mark) for mark in accents if not mark.isalpha())
    commands = "".join(mark for mark in accents if mark.isalpha())
    names = "|".join(sorted(letters, key=len, reverse=True))
    return (
        re.compile(
            rf"\\(?:(?P<sign>[{signs}])|(?P<command>[{commands}])(?=[\s{{ıȷ]))"
            r"\s*(?:\{\s*(?P<braced>[^\W\d_])\s*\}|(?P<bare>[^\W\d_]))"
        ),
        re.compile(rf"\\({names})(?![A-Za-z])(?:\{{\}}|\s)?"),
    )
