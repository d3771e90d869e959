r"""`masked()`: a text of the same length in which nothing but words and what stands between them is left.

Offsets stay those of the text as given, since every character is replaced by one:

1. Tags, comments, scripts and styles of HTML by `WALL`, which no name crosses.
2. A character reference of HTML (`&nbsp;`, `&#1058;`) by what it means, its other places by `TAIL`.
3. What is no prose (`not_prose`: addresses, handles, names of files) by `WALL`.
4. Line ends of every kind by `\n`, and what breaks a word before one (a soft hyphen, ¬) by a hyphen.
5. Characters that do not show (soft hyphens, zero-width ones, marks of direction) and the number of a
   footnote behind a word by `GONE`, which words pass over.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from names.mentions.not_prose import not_prose

WALL = "\ufdd0"
TAIL = "\ufdd1"
GONE = "\ufdd2"
LONGEST_TAG = 5_000  # code points; what is longer is no tag but a sign in the text

INVISIBLE = "\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_UNCLEAN = re.compile(f"[<&\r¬\u2010{INVISIBLE}{WALL}{TAIL}{GONE}]")
_OURS = dict.fromkeys(map(ord, (WALL, TAIL, GONE)), " ")  # no text has them, but a damaged one may
_HIDDEN = re.compile(f"[{INVISIBLE}]")
_TAG = re.compile(
    rf"<!--.*?-->|<(script|style)\b[^<>]*>.*?</\1\s*>|</?[A-Za-z!?][^<>]{{0,{LONGEST_TAG}}}>",
    re.DOTALL | re.IGNORECASE,
)
# Behind a word, a hyphen that shows only there, or the sign that stands for one in texts taken from print
_BREAK = re.compile(r"(?<=[^\W\d_])[\u00ad¬\u2010](?=\n)")
# The number of a footnote: behind letters, in any form, with nothing of a word behind it
_DIGIT = "[0-9\u00b9\u00b2\u00b3\u2070-\u2079]"
_FOOTNOTE = re.compile(rf"{_DIGIT}(?<=[^\W\d_]{{3}}{_DIGIT}){_DIGIT}?(?![^\W_])")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")


def masked(text: str) -> str:
    r"""Return a text of the same length whose words can be read.

    Examples:
        >>> masked("<b>Tok\u00adayev</b>") == WALL * 3 + "Tok" + GONE + "ayev" + WALL * 4
        True
        >>> masked("Tokayev1 at www.tokayev.example") == "Tokayev" + GONE + " at " + WALL * 19
        True
        >>> masked("Nur&nbsp;Otan") == "Nur\xa0" + TAIL * 5 + "Otan"
        True
    """
    if _UNCLEAN.search(text) is not None:
        text = _clean(text)
    text = _walled(text, not_prose(text))
    return _FOOTNOTE.sub(lambda found: GONE * len(found.group()), text)


def _walled(text: str, places: Iterable[tuple[int, int]]) -> str:
    pieces: list[str] = []
    done = 0
    for start, end in places:
        pieces += text[done:start], WALL * (end - start)
        done = end
    return "".join([*pieces, text[done:]]) if pieces else text


def _clean(text: str) -> str:
    text = text.translate(_OURS)
    if "<" in text:
        text = _TAG.sub(lambda found: WALL * len(found.group()), text)
    if "&" in text:
        text = _REFERENCE.sub(_meant, text)
    if "\r" in text:
        text = text.replace("\r\n", "\n ").replace("\r", "\n")
    text = _BREAK.sub("-", text).replace("\u2010", "-")
    return _HIDDEN.sub(GONE, text)


def _meant(found: re.Match[str]) -> str:
    """Return what a reference means, as long as it is; what is none stays."""
    meant = html.unescape(found.group())
    return meant + TAIL * (len(found.group()) - len(meant)) if len(meant) == 1 else found.group()
