r"""Text from anywhere made fit for a terminal: what a terminal would obey is written out, as `\x1b`.

Names, paths and whatever else a file tells may hold characters that move the cursor, write over what stands
there, or turn the direction of the line. Here alone is said which these are. `visible` is for something that
a message quotes; `cleaned` is for a whole message, whose line ends and marks of direction are our own;
`escaped` is for JSON.
"""

from __future__ import annotations

import os
import re
import shlex

# Controls of ASCII and of ISO 6429 (U+009B begins an escape sequence by itself), separators of lines, halves
# of surrogate pairs, and marks that turn the direction of all that follows.
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\ud800-\udfff]")


def visible(text: str) -> str:
    r"""Return a text with everything invisible in it written out.

    Args:
        text: Anything.

    Examples:
        >>> visible("Toqaev\x1b[2J")
        'Toqaev\\x1b[2J'
    """
    return text if text.isprintable() else "".join(c if c.isprintable() else _written_out(c) for c in text)


def cleaned(text: str) -> str:
    r"""Return lines that a terminal shows and does not obey; line ends, tabs and isolated names stay.

    Args:
        text: One or several lines.

    Examples:
        >>> cleaned("there is no file \x1b]0;owned\x07.csv\ncheck its name")
        'there is no file \\x1b]0;owned\\x07.csv\ncheck its name'
    """
    return _OBEYED.sub(lambda found: _written_out(found[0]), text)


def escaped(line: str) -> str:
    r"""Return a line of JSON whose strings hold nothing that a terminal obeys; it has the same values.

    Args:
        line: Valid JSON.

    Examples:
        >>> print(escaped('{"query": "Тоқаев\x9b2J"}'))
        {"query": "Тоқаев\u009b2J"}
    """
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def _written_out(character: str) -> str:
    return character.encode("unicode_escape").decode()


def shell_word(text: str) -> str:
    r"""Return a word quoted for a shell, on one line, with nothing in it that a terminal obeys.

    Where something had to be written out, the quotes are `$'…'`, which bash, zsh, ksh and POSIX 2024 know.

    Args:
        text: The word; bytes that are no text stand in it as Python has them in the names of files.

    Examples:
        >>> shell_word("people.csv"), shell_word("my people.csv"), shell_word("it's\n")
        ('people.csv', "'my people.csv'", "$'it\\'s\\x0a'")
    """
    if text.isprintable():
        return shlex.quote(text)
    return "$'" + "".join(map(_in_quotes, text)) + "'"


def _in_quotes(character: str) -> str:
    if character in "\\'":
        return f"\\{character}"
    if character.isprintable():
        return character
    return "".join(f"\\x{byte:02x}" for byte in _bytes_of(character))


def _bytes_of(character: str) -> bytes:
    try:
        return os.fsencode(character)
    except UnicodeEncodeError:  # half a character, which no name of a file holds
        return b"?"
