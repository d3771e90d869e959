r"""`masked()`: a text of the same length in which nothing but words and what stands between them is left.

Offsets stay those of the text as given, since every character is replaced by one:

1. Tags, comments, scripts and styles of HTML by `WALL`, which no name crosses.
2. A character reference of HTML (`&nbsp;`, `&#1058;`) by what it means, its other places by `TAIL`.
3. Characters that do not show (soft hyphens, zero-width ones, marks of direction) by `GONE`, which words pass
   over.
"""

from __future__ import annotations

import html
import re

WALL = "\ufdd0"
TAIL = "\ufdd1"
GONE = "\ufdd2"
LONGEST_TAG = 5_000  # code points; what is longer is no tag but a sign in the text

INVISIBLE = "\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_UNCLEAN = re.compile(f"[<&{INVISIBLE}{WALL}{TAIL}{GONE}]")
_OURS = dict.fromkeys(map(ord, (WALL, TAIL, GONE)), " ")  # no text has them, but a damaged one may
_HIDDEN = re.compile(f"[{INVISIBLE}]")
_TAG = re.compile(
    rf"<!--.*?-->|<(script|style)\b[^<>]*>.*?</\1\s*>|</?[A-Za-z!?][^<>]{{0,{LONGEST_TAG}}}>",
    re.DOTALL | re.IGNORECASE,
)
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")


def masked(text: str) -> str:
    r"""Return a text of the same length whose words can be read.

    Examples:
        >>> masked("<b>Tok\u00adayev</b>") == WALL * 3 + "Tok" + GONE + "ayev" + WALL * 4
        True
        >>> masked("Nur&nbsp;Otan") == "Nur\xa0" + TAIL * 5 + "Otan"
        True
    """
    if _UNCLEAN.search(text) is None:
        return text
    text = text.translate(_OURS)
    if "<" in text:
        text = _TAG.sub(lambda found: WALL * len(found.group()), text)
    if "&" in text:
        text = _REFERENCE.sub(_meant, text)
    return _HIDDEN.sub(GONE, text)


def _meant(found: re.Match[str]) -> str:
    """Return what a reference means, as long as it is; what is none stays."""
    meant = html.unescape(found.group())
    return meant + TAIL * (len(found.group()) - len(meant)) if len(meant) == 1 else found.group()
