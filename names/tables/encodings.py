"""Bytes of a table to text: the encoding is recognised, or given, and every byte is accounted for.

The steps of recognition, first that answers wins:

1. a byte order mark (UTF-8, UTF-16, UTF-32);
2. zero bytes in every second place: UTF-16 without a mark;
3. valid UTF-8 (ASCII so far decides nothing: the first block that is more than ASCII does);
4. mostly valid UTF-8, or lines of it among others: damaged UTF-8, an error rather than a guess;
5. zero bytes, or many control characters: no text at all, an error;
6. Cyrillic, Greek and Latin code pages under which the words look like names (`judge`);
7. charset-normalizer, where the bytes are enough for its statistics;
8. an error that asks for the encoding.

Lone surrogates pass through UTF-8 and UTF-16 both ways, so that an odd cell is one odd cell.
"""

from __future__ import annotations

import codecs
import re

from names.tables.table_errors import TableError

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins it
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CODE_PAGES = (
    "windows-1251",
    "koi8-r",
    "cp866",
    "iso8859-5",
    "mac-cyrillic",
    "windows-1253",
    "windows-1252",
    "windows-1250",
    "windows-1254",
)
COMMON_LETTERS = frozenset(
    "оаеинтрсвлкмдпузбгёйяюжшчщхыьэцфαάβγδεέζηήθιίκλμνξοόπρσςτυύφχψωώéèêëáàâäãåíîïóôöõøúûüçñßæœšžčćłęąśńżźğşışěřůőűđñ"
)  # beyond ASCII; the letters that a permuted code page seldom yields all at once
LEAST_CONVINCING = 0.75  # below it the code pages above have no say
FAMILIAR = frozenset(
    "shift_jis cp932 euc_jp gb2312 gbk gb18030 big5 euc_kr cp949 tis_620 cp874 koi8_u koi8_t kz1048".split()
) | {f"cp{1250 + n}" for n in range(9)}  # what tables come in; the rest are rare or of one old machine
ENOUGH_FOR_FAMILIAR, ENOUGH_FOR_RARE = 20, 400  # bytes beyond ASCII before the statistics are believed
MOST_CONTROLS = 0.02  # share of control characters; text has next to none, random bytes one in ten
NO_TEXT = frozenset(
    "idna punycode unicode-escape unicode_escape raw-unicode-escape raw_unicode_escape undefined".split()
)  # Python counts them among its encodings of text, but no file is written in them
SAMPLE = 1 << 18  # bytes judged; more adds time, not certainty
SPREADSHEETS = {b"PK\x03\x04": "a spreadsheet or zip archive", b"\xd0\xcf\x11\xe0": "an old Excel file"}

_CONTROLS = bytes(
    {*range(0x20), 0x7F} - set(b"\t\n\v\f\r\x1a\x1b")
)  # 1a ended files once, 1b shifts in Japan
_WORD = re.compile(r"[^\x00-\x7f\s]*[^\W\d_]*[^\x00-\x7f\s][^\x00-\x40\s]*")


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
        if self._codec is None and self.encoding is None and not data.isascii():
            self._settle(recognise(data, self.place, self._lines), guessed=True)
        if self._codec is None and self.encoding is not None:
            self._settle(self.encoding)
        text = self._strictly(self._codec, data, final) if self._codec else data.decode("ascii")
        self._lines += text.count("\n")
        return text

    def is_utf8(self, data: bytes) -> bool:
        """Return whether the next block is UTF-8 already, so that it may be used without being decoded.

        That is certain of its encoding only: the bytes may be damaged.

        Args:
            data: The next bytes, not the first of the input.
        """
        return self.encoding == "utf-8" or (self.encoding is None and data.isascii())

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
        if not self._given and b"\0" in data:
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

    def _settle(self, encoding: str, guessed: bool = False) -> None:
        errors = "surrogatepass" if encoding.startswith("utf") else "strict"
        self._codec = codecs.getincrementaldecoder(encoding)(errors)
        self.encoding = encoding
        self.recognised = guessed and encoding != "utf-8"

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


def recognise(data: bytes, place: str, lines_before: int = 0) -> str:
    r"""Return the encoding of bytes that are more than ASCII.

    Args:
        data: A block of the input; may end in the middle of a character.
        place: Name of the input, for messages.
        lines_before: Lines that came before this block.

    Returns:
        A name that Python's codecs know.

    Raises:
        TableError: If the bytes are damaged UTF-8, no text at all, or in no encoding known.

    Examples:
        >>> recognise("person\nТокаев\n".encode("windows-1251"), "people.csv")
        'windows-1251'
    """
    sample = data[:SAMPLE]
    try:
        codecs.getincrementaldecoder("utf-8")("surrogatepass").decode(data)
    except UnicodeDecodeError as error:
        if looks_like_damaged_utf8(sample):
            line = lines_before + data.count(b"\n", 0, error.start) + 1
            raise undecodable(place, line, data[error.start : error.start + 1], "utf-8") from None
    else:
        return "utf-8"
    if b"\0" in sample or not looks_like_text(sample):
        what = next((w for magic, w in SPREADSHEETS.items() if data.startswith(magic)), "binary data")
        raise TableError(f"{place} is {what}, not text; save the table as CSV in UTF-8 and give that")
    likeness, page = best_code_page(sample)
    guess = page if likeness >= LEAST_CONVINCING else _ask_charset_normalizer(sample)
    if not guess:
        raise TableError(
            f"the encoding of {place} is not recognised; name it, as --encoding windows-1251, "
            "or save the table in UTF-8"
        )
    return guess


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
    if max(low, high) < 0.4 or min(low, high) > 0.1:  # delimiters, digits and line ends give that many
        return None
    if head[:2].count(0) != 1:  # a table begins with its header, not with stray zero bytes further on
        return None
    return "utf-16-le" if low > high else "utf-16-be"


def best_code_page(sample: bytes) -> tuple[float, str]:
    """Return the code page under which the words look most like names, after how much they do.

    Args:
        sample: Bytes that are not UTF-8.

    Returns:
        A value of `judge` and a name for codecs, empty where no code page has all the bytes.

    Source:
        Our own measure, because a column of names is too short for the statistics of running text:
        charset-normalizer 3.5 reads the six letters of a windows-1251 "Токаев" as Big5.
    """
    judged = [
        (judge(text), -place, page) for place, page in enumerate(CODE_PAGES) if (text := _try(sample, page))
    ]
    likeness, _, page = max(judged, default=(0.0, 0, ""))
    return likeness, page


def _try(sample: bytes, encoding: str) -> str | None:
    try:
        return sample.decode(encoding)
    except UnicodeDecodeError:
        return None


def judge(text: str) -> float:
    """Return how much the non-ASCII words of a text look like names, 0.0 to 1.0.

    Half of it is the share of words in one script and in one of the cases Xxxx, xxxx, XXXX, the other
    half the share of common letters in them. A wrong code page breaks both: it permutes the letters,
    or puts capitals and signs inside words.

    Args:
        text: A decoding on trial.

    Examples:
        >>> judge("Касым-Жомарт Токаев") > judge("йЮЯШЛ-фНЛЮПР рНЙЮЕБ")
        True
    """
    words = _WORD.findall(text)[:2000]
    if not words:
        return 0.0
    letters = [c for word in words for c in word.lower() if not c.isascii()]
    common = sum(c in COMMON_LETTERS for c in letters) / len(letters)
    return (sum(map(_wordlike, words)) / len(words) + common) / 2


def _wordlike(word: str) -> float:
    parts = re.split(r"[-'’.,;:|\"()«»“”№–—\d]+", word)
    return min((_partlike(part) for part in parts if part), default=0.0)


def _partlike(part: str) -> float:
    if not part.isalpha() or not (part.istitle() or part.islower() or part.isupper()):
        return 0.0
    for first, last in (("\u0370", "\u03ff"), ("\u0400", "\u052f")):  # Greek, Cyrillic
        inside = sum(first <= c <= last for c in part)
        if 0 < inside < len(part):
            return 0.0
        if inside:
            return 0.9 if part.islower() else 1.0  # most of the words in a table of names begin large
    return float(2 * sum(not c.isascii() for c in part) <= len(part) + 1)  # Latin words are mostly plain


def _ask_charset_normalizer(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes

    beyond = sum(byte > 0x7F for byte in sample)
    if beyond < ENOUGH_FOR_FAMILIAR:
        return None
    best = from_bytes(sample).best()
    if best is None or (best.encoding not in FAMILIAR and beyond < ENOUGH_FOR_RARE):
        return None
    return codecs.lookup(best.encoding).name


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
