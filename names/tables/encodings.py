"""Bytes of a table to text: the encoding is recognised, or given, and every byte is accounted for.

The steps of recognition, first that answers wins:

1. a byte order mark (UTF-8, UTF-16, UTF-32);
2. UTF-16 without a mark: zero bytes in every second place, or what no text of single bytes has where pairs of
   them are letters of few scripts;
3. valid UTF-8 (ASCII so far decides nothing: the first block that is more than ASCII does); ASCII with the
   signs by which ISO-2022 switches to Japanese or Korean, or HZ to Chinese, is that;
4. mostly valid UTF-8, or lines of it among others: damaged UTF-8, an error rather than a guess;
5. zero bytes, or many control characters: no text at all, an error;
6. the code page under which the words look most like words of its languages (`code_pages`); where two make
   different words of the bytes that look as good, an error that names both;
7. an error that asks for the encoding.

Several code pages may make the same text of the bytes so far: Russian is the same in windows-1251 and in the
Kazakh KZ-1048. Then the usual one is taken, and the first letter that tells them apart decides between them.

Lone surrogates pass through UTF-8 and UTF-16 both ways, so that an odd cell is one odd cell.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable

from names.tables.code_pages import (
    CodePage,
    PageReading,
    choose_page,
    page_of,
    reversed_word,
    telling_bytes,
    words_with,
)
from names.tables.table_errors import TableError

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins it
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
MOST_CONTROLS = 0.02  # share of control characters; text has next to none, random bytes one in ten
NO_TEXT = frozenset(
    "idna punycode unicode-escape unicode_escape raw-unicode-escape raw_unicode_escape undefined".split()
)  # Python counts them among its encodings of text, but no file is written in them
SAMPLE = 1 << 18  # bytes judged; more adds time, not certainty
SPREADSHEETS = {b"PK\x03\x04": "a spreadsheet or zip archive", b"\xd0\xcf\x11\xe0": "an old Excel file"}

_CONTROLS = bytes(
    {*range(0x20), 0x7F} - set(b"\t\n\v\f\r\x1a\x1b")
)  # 1a ended files once, 1b shifts in Japan
_BEYOND = re.compile(rb"[\x80-\xff]")
_SHIFTS = {
    b"\x1b$B": "iso2022_jp",
    b"\x1b$@": "iso2022_jp",
    b"\x1b$)C": "iso2022_kr",
}  # ASCII by which others are switched to
_HZ = re.compile(rb"~\{((?:[!-w][!-~])+)~\}")  # between these signs two bytes are a character
_HZ_COMMON = bytes(range(0x30, 0x58))  # first bytes of those that are common
MOST_SCRIPTS = 4  # whose letters a table has: Japanese is written in three, and in Latin letters
LEAST_OTHERS = 0.3  # share of bytes that are not of ASCII; in Cyrillic it is a half
FEWEST_LETTERS = 4  # that tell UTF-16 by what its letters are
_PRINTED = bytes({*range(0x20, 0x7F), *b"\t\n\r"})
_LARGE_SCRIPTS = frozenset(("CJK", "HANGUL"))  # of which any two bytes may be a letter
_NO_CHARACTERS = frozenset(("Cc", "Cn", "Co", "Cs"))


class Decoder:
    """Turns blocks of bytes into text, recognising the encoding on the way.

    Attributes:
        encoding: Name of the encoding in use, or None while all was ASCII.
        bom: Whether the bytes began with a UTF-8 byte order mark.
        recognised: Whether the encoding was guessed rather than given, marked or UTF-8.
    """

    def __init__(self, place: str, encoding: str | None = None) -> None:
        self.place = place
        self.bom = False
        self.recognised = False
        self.encoding = None if encoding is None else lookup(encoding)
        self._given = encoding is not None
        self._codec: codecs.IncrementalDecoder | None = None
        self._alike: tuple[CodePage, ...] = ()
        self._telling = b""
        self._started = False
        self._lines = 0

    def decode(self, data: bytes, *, final: bool = False) -> str:
        """Return the text of the next block; half a character at its end waits for the next call.

        Args:
            data: The next bytes; the first block should hold at least four unless the input is shorter.
            final: True when no more follow.

        Returns:
            The text, line ends untouched.

        Raises:
            TableError: For bytes that the encoding has no character for, and for what is no text.
        """
        if not self._started:
            data = self._start(data)
        if self._codec is None and self.encoding is None and not is_ascii(data):
            self._settle(*recognise(data, self.place, self._lines), guessed=True)
        if self._codec is None and self.encoding is not None:
            self._settle(self.encoding)
        if self._telling and data.translate(None, self._telling) != data:
            self._reconsider(data)
        text = self._strictly(self._codec, data, final) if self._codec else data.decode("ascii")
        self._lines += text.count("\n")
        return text

    def is_utf8(self, data: bytes) -> bool:
        """Return whether the next block is UTF-8 already, so that it may be used without being decoded.

        That is certain of its encoding only: the bytes may be damaged.

        Args:
            data: The next bytes, not the first of the input.
        """
        return self.encoding == "utf-8" or (self.encoding is None and is_ascii(data))

    def release(self) -> bytes:
        """Return the bytes of half a character that wait for the next call, and forget them."""
        held = self._codec.getstate()[0] if self._codec else b""
        if self._codec:
            self._codec.reset()
        return held

    def skip(self, lines: int) -> None:
        """Count lines that were used without being decoded, so that messages name the right one.

        Args:
            lines: How many.
        """
        self._lines += lines

    def _start(self, data: bytes) -> bytes:
        """Drop the byte order mark, note what it says, and look for UTF-16 without one."""
        self._started = True
        mark, marked = next(((m, e) for m, e in MARKS if data.startswith(m)), (b"", None))
        if marked and (not self._given or same_family(marked, self.encoding or "")):
            self.encoding, self.bom = marked, marked == "utf-8"
            return data[len(mark) :]
        if not self._given and (b"\0" in data or not looks_like_text(data[:SAMPLE])):
            self.encoding = unmarked_utf16(data)
        elif self.encoding in ("utf-16", "utf-32") and data:
            self.encoding = self._byte_order(self.encoding, data)
        return data

    def _byte_order(self, given: str, data: bytes) -> str:
        """Return the encoding given, with the order of bytes that no mark tells."""
        found = unmarked_utf16(data) if given == "utf-16" and b"\0" in data else None
        if found is None:
            raise TableError(
                f"{self.place} does not begin with the byte order mark of {given}; name another encoding, or "
                f"{given}-le or {given}-be for one without the mark, or leave --encoding out"
            )
        return found

    def _settle(self, encoding: str, alike: tuple[CodePage, ...] = (), guessed: bool = False) -> None:
        errors = "surrogatepass" if encoding.startswith("utf") else "strict"
        self._codec = codecs.getincrementaldecoder(encoding)(errors)
        self.encoding = encoding
        self.recognised = guessed and encoding != "utf-8"
        self._alike = alike
        self._telling = telling_bytes(page_of(encoding), alike) if alike else b""

    def _reconsider(self, data: bytes) -> None:
        """Decide between pages that were alike until now: what was read is the same under all of them."""
        words = words_with(data, self._telling)
        choice = choose_page(words, (page_of(self.encoding or ""), *self._alike))
        if choice is None:
            raise unrecognised(self.place, data, self._telling, self._lines)
        if choice.doubt:
            raise doubtful(self.place, choice.chosen, choice.doubt)
        self._settle(choice.chosen.page.name, choice.alike, guessed=True)

    def _strictly(self, codec: codecs.IncrementalDecoder, data: bytes, final: bool) -> str:
        try:
            return codec.decode(data, final)
        except UnicodeDecodeError as error:
            held = error.object[: error.start]
            line = self._lines + held.decode(self.encoding or "ascii", "replace").count("\n") + 1
            raise undecodable(
                self.place, line, error.object[error.start : error.end], self.encoding
            ) from None
        except UnicodeError as error:  # some codecs say no more than a word
            raise TableError(
                f"{self.place}, after line {self._lines}: this is not {self.encoding} ({error}); "
                "name the encoding of the file with --encoding"
            ) from None


def guesses_of(decoders: Iterable[Decoder]) -> dict[str, tuple[str, ...]]:
    """Return the encodings that were guessed, each with the inputs that it was guessed for.

    Args:
        decoders: Of all inputs, which have been read.
    """
    found: dict[str, tuple[str, ...]] = {}
    for decoder in decoders:
        if decoder.recognised and decoder.encoding:
            found[decoder.encoding] = (*found.get(decoder.encoding, ()), decoder.place)
    return found


def lookup(encoding: str) -> str:
    """Return Python's name for an encoding given by a person.

    Args:
        encoding: As `windows-1251`, `cp1251`, `UTF8`.

    Returns:
        The name to hand to a codec.

    Raises:
        TableError: If Python knows no such encoding of text.

    Examples:
        >>> lookup("CP1251"), lookup("utf8")
        ('cp1251', 'utf-8')
    """
    try:
        codec = codecs.lookup(encoding)
        " ".encode(encoding)  # refuses base64 and its like, which are codecs of bytes
        if codec.name in NO_TEXT:
            raise LookupError(encoding)
    except (LookupError, ValueError):
        raise TableError(
            f"encoding {encoding!r} is not known; try utf-8, utf-16, windows-1251, koi8-r or windows-1252"
        ) from None
    return codec.name


def same_family(marked: str, given: str) -> bool:
    """Return whether a byte order mark belongs to the encoding a person gave.

    Args:
        marked: The encoding that the mark says, as `utf-16-le`.
        given: The encoding given, as Python calls it.

    Examples:
        >>> same_family("utf-16-le", "utf-16"), same_family("utf-8", "cp1251")
        (True, False)
    """
    return given.removesuffix("-sig").startswith(marked[:6].rstrip("-"))


def is_ascii(data: bytes) -> bool:
    r"""Return whether bytes are ASCII, and nothing else that is written with such bytes.

    Args:
        data: Bytes.

    Examples:
        >>> is_ascii(b"Abe"), is_ascii("\u5b89\u500d".encode("iso2022_jp"))
        (True, False)
    """
    return data.isascii() and shifted_to(data) is None


def shifted_to(data: bytes) -> str | None:
    r"""Return the encoding to which signs among ASCII switch, None where there are none.

    Args:
        data: Bytes of ASCII.

    Examples:
        >>> shifted_to(b"name\n~{O0=|F=~}\n"), shifted_to(b"~{name}, ~{title~}")
        ('hz', None)
    """
    if b"\x1b$" in data and (found := next((name for shift, name in _SHIFTS.items() if shift in data), None)):
        return found
    between = b"".join(_HZ.findall(data)) if b"~{" in data else b""
    common = len(between) // 2 - len(between[::2].translate(None, _HZ_COMMON))
    if 4 * common <= len(between):
        return None
    try:
        codecs.getincrementaldecoder("hz")().decode(data)
    except UnicodeError:
        return None
    return "hz"


def recognise(data: bytes, place: str, lines_before: int = 0) -> tuple[str, tuple[CodePage, ...]]:
    r"""Return the encoding of bytes that are more than ASCII, and the code pages that make the same of them.

    Args:
        data: A block of the input; may end in the middle of a character.
        place: Name of the input, for messages.
        lines_before: Lines that came before this block.

    Returns:
        A name that Python's codecs know, and others.

    Raises:
        TableError: If the bytes are damaged UTF-8, no text at all, in no encoding known, or in one of two.

    Examples:
        >>> recognise("person\nТокаев\n".encode("windows-1251"), "people.csv")[0]
        'windows-1251'
    """
    sample, beyond = data[:SAMPLE], from_first_letter(data)
    if data.isascii():
        return shifted_to(data) or "ascii", ()
    try:
        codecs.getincrementaldecoder("utf-8")("surrogatepass").decode(data)
    except UnicodeDecodeError as error:
        if looks_like_damaged_utf8(beyond):
            line = lines_before + data.count(b"\n", 0, error.start) + 1
            raise undecodable(place, line, data[error.start : error.start + 1], "utf-8") from None
    else:
        return "utf-8", ()
    if b"\0" in sample or not looks_like_text(sample):
        what = next((w for magic, w in SPREADSHEETS.items() if data.startswith(magic)), "binary data")
        raise TableError(f"{place} is {what}, not text; save the table as CSV in UTF-8 and give that")
    choice = choose_page(beyond)
    if choice is None:
        raise unrecognised(place, data, bytes(range(0x80, 0x100)), lines_before)
    if choice.doubt:
        raise doubtful(place, choice.chosen, choice.doubt)
    if word := reversed_word(choice.chosen.words):
        raise TableError(
            f"{place} has Hebrew written from the end of each word, as “{word[:40]}”; turn the lines round, "
            f"or have them as they are with --encoding {choice.chosen.page.name}"
        )
    return choice.chosen.page.name, choice.alike


def from_first_letter(data: bytes) -> bytes:
    """Return a part of some bytes that begins with the first line of more than ASCII.

    Args:
        data: Bytes.
    """
    first = _BEYOND.search(data)
    start = data.rfind(b"\n", 0, first.start()) + 1 if first else 0
    return data[start : start + SAMPLE]


def looks_like_damaged_utf8(sample: bytes) -> bool:
    r"""Return whether bytes that are not UTF-8 were meant to be, as a whole or in part of the lines.

    Args:
        sample: Bytes in which UTF-8 has an error.

    Examples:
        >>> row, other = "Токаев\n".encode(), "Назарбаев\n".encode("windows-1251")
        >>> looks_like_damaged_utf8(row + other), looks_like_damaged_utf8(other + other)
        (True, False)
    """
    lenient = sample.decode("utf-8", "replace")
    if sum(not c.isascii() for c in lenient) > 2 * lenient.count("\ufffd") + 1:
        return True
    good = bad = 0
    for line in lenient.split("\n"):
        bad += "\ufffd" in line
        # Three letters in a line that are UTF-8 by chance are rare; that the shortest lines are, is not.
        good += "\ufffd" not in line and sum(not c.isascii() for c in line) >= 3
    return 5 * good >= bad and good > 0


def looks_like_text(sample: bytes) -> bool:
    """Return whether bytes have no more control characters than a text may.

    Args:
        sample: Bytes in an encoding that has ASCII in it, as all that are recognised have.

    Examples:
        >>> looks_like_text("Токаев".encode("koi8-r")), looks_like_text(bytes(range(1, 256)))
        (True, False)
    """
    return len(sample) - len(sample.translate(None, _CONTROLS)) <= MOST_CONTROLS * len(sample)


def unmarked_utf16(data: bytes) -> str | None:
    """Return which UTF-16 has its zero bytes where these are, or None.

    Args:
        data: The beginning of the input.

    Examples:
        >>> unmarked_utf16("id,name".encode("utf-16-le"))
        'utf-16-le'
    """
    head = data[:4096]
    half = max(1, len(head) // 2)
    low, high = head[1::2].count(0) / half, head[0::2].count(0) / half
    # Delimiters, digits and line ends give some; and a table begins with its header, no stray zero byte.
    if max(low, high) < 0.4 or min(low, high) > 0.1 or head[:2].count(0) != 1:
        return lettered_utf16(head)
    return "utf-16-le" if low > high else "utf-16-be"


def lettered_utf16(head: bytes) -> str | None:
    r"""Return under which UTF-16 all bytes are letters of few scripts and what stands between them, or None.

    Args:
        head: The beginning of the input.

    Examples:
        >>> lettered_utf16("аты\nТоқаев\n".encode("utf-16-be")), lettered_utf16(bytes(range(64)))
        ('utf-16-be', None)
    """
    if len(head.translate(None, _PRINTED)) < LEAST_OTHERS * len(head):
        return None  # pairs of letters of ASCII, among which zero bytes strayed, are Chinese characters
    likely = []
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
        if any(unicodedata.category(c) in _NO_CHARACTERS and c not in "\t\n\r" for c in text):
            continue
        letters = [c for c in text if c.isalpha()]
        scripts = {unicodedata.name(c, "").split(" ")[0] for c in letters}
        # A table has line ends, delimiters or digits; without them, letters of one small script tell it.
        most = MOST_SCRIPTS if any(c.isascii() for c in text) else 1 - len(scripts & _LARGE_SCRIPTS)
        if len(letters) >= FEWEST_LETTERS and len(scripts) <= most:
            likely.append((len(scripts), len({ord(c) >> 8 for c in text}), encoding))
    likely.sort()
    clear = len(likely) == 1 or (len(likely) == 2 and likely[0][:2] < likely[1][:2])
    return likely[0][2] if clear else None


def unrecognised(place: str, data: bytes, beyond: bytes, lines_before: int) -> TableError:
    """Return the error for bytes whose encoding is not recognised.

    Args:
        place: Name of the input.
        data: A block of it.
        beyond: Bytes that are not understood, of which one stands there.
        lines_before: Lines that came before this block.
    """
    start = next(n for n, byte in enumerate(data) if byte in beyond)
    line = lines_before + data.count(b"\n", 0, start) + 1
    shown = data[start : start + 4].hex(" ").upper()
    return TableError(
        f"{place}, line {line}: the encoding is not recognised, in which the bytes {shown} stand; name it, "
        "as --encoding windows-1251, or save the table in UTF-8"
    )


def doubtful(place: str, chosen: PageReading, other: PageReading) -> TableError:
    """Return the error for bytes that may be in one of two encodings.

    Args:
        place: Name of the input.
        chosen: One of them.
        other: The other.
    """
    mine, theirs = next((a, b) for a, b in zip(chosen.words, other.words, strict=True) if a != b)
    return TableError(
        f"{place} is in {chosen.page.name} (where it has “{mine[:40]}”) or in {other.page.name} "
        f"(“{theirs[:40]}”), and too short to tell; say which, as --encoding {chosen.page.name}"
    )


def undecodable(place: str, line: int, data: bytes, encoding: str | None) -> TableError:
    """Return the error for bytes that an encoding has no character for.

    Args:
        place: Name of the input.
        line: Line of the first such byte, from 1.
        data: The bytes.
        encoding: The encoding tried.
    """
    shown = data[:4].hex(" ").upper()
    return TableError(
        f"{place}, line {line}: the bytes {shown} are not {encoding}; "
        "repair them, or name the encoding of the file with --encoding"
    )
