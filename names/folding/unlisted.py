"""The reading of letters that no table of ours lists: by Unidecode, the last resort."""

from __future__ import annotations

import unicodedata


def unlisted_reading(text: str) -> str:
    """Return Unidecode's reading, cut down to a-z and 0-9.

    Examples:
        >>> unlisted_reading("é"), unlisted_reading("🙂")
        ('e', '')
    """
    if text.isascii():
        return "".join([c for c in text.lower() if c.isalnum()])
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    if not plain.isascii():
        from unidecode import unidecode

        plain = unidecode(plain, errors="ignore")
    return "".join(c for c in plain.lower() if c.isascii() and c.isalnum())
