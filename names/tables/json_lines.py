"""JSONL as it is written: one object to a line, each key once, each value still the text that it was."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, NoReturn

import msgspec

from names.bounds import DEEPEST, LONGEST_LINE, MOST_CELLS, is_endless, lines_of, nests_too_deeply
from names.tables.table_errors import TableError

Row = dict[str, msgspec.Raw]  # an object whose values are read only where somebody asks for them

_SPACES = b" \t\r\n"
_decode = msgspec.json.Decoder(Row).decode
_decode_value = msgspec.json.Decoder().decode
_encode = msgspec.json.Encoder().encode


def ended_lines(stream: BinaryIO, place: str) -> Iterator[bytes]:
    """Yield the lines of a file.

    Args:
        stream: The file.
        place: What messages call it.

    Raises:
        TableError: One has no end.
    """
    for number, line in enumerate(lines_of(stream), 1):
        if is_endless(line):
            raise _endless(f"{place}, line {number}")
        yield line


def _endless(place: str) -> TableError:
    return TableError(
        f"{place}: the line does not end within {LONGEST_LINE:,} bytes; write one object to a line"
    )


def read_objects(incoming: Iterable[bytes], place: str) -> Iterator[tuple[int, Row]]:
    r"""Yield the objects of a file, each with its line; blank lines are passed over.

    Args:
        incoming: Its lines, as `lines_of` yields them.
        place: What messages call it.

    Raises:
        TableError: A line is no object, has no end, nests too deeply, has too many keys, or has one of them
            twice, so that its readers differ in what it says.

    Examples:
        >>> import io
        >>> [(line, bytes(row["n"])) for line, row in read_objects(io.BytesIO(b'{"n":1.50}\n'), "the file")]
        [(1, b'1.50')]
    """
    for number, line in enumerate(incoming, 1):
        text = (line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line).strip(_SPACES)
        if not text:
            continue
        if is_endless(line):
            raise _endless(f"{place}, line {number}")
        if nests_too_deeply(text):
            raise TableError(
                f"{place}, line {number}: lists and objects lie in each other more than {DEEPEST} levels "
                "deep; write them plainer"
            )
        try:
            row = _decode(text if text.isascii() else text.decode())  # bytes that are no text are found so
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise no_object(f"{place}, line {number}", error) from None
        if len(row) > MOST_CELLS:
            raise TableError(
                f"{place}, line {number}: the object has more than {MOST_CELLS:,} keys; write what is of one "
                "kind as a list"
            )
        if _lacks_pairs(text, row):
            _refuse_twice(text, f"{place}, line {number}")
        yield number, row


def _lacks_pairs(text: bytes, row: Row) -> bool:
    """Whether an object is shorter than its text: a later pair took the place of an earlier one.

    That is also so where a key is written with more escapes than it needs.
    """
    written = _encode(row)
    if len(text) == len(written):
        return False
    return len(text.translate(None, _SPACES)) > len(written.translate(None, _SPACES))


def _refuse_twice(text: bytes, place: str) -> None:
    try:
        pairs = json.loads(text, object_pairs_hook=list, parse_int=str, parse_float=str)
    except (RecursionError, ValueError) as error:
        raise no_object(place, error) from None
    refuse_repetition([key for key, _ in pairs], place)


def refuse_repetition(keys: Sequence[str], place: str) -> None:
    """Refuse an object that has a key twice.

    Args:
        keys: Of its pairs.
        place: What messages call it.

    Raises:
        TableError: One comes twice.
    """
    if len(set(keys)) < len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise TableError(
            f"{place}: the key {twice[:40]!r} comes twice in one object, and readers differ in which they "
            "take; leave one of them out"
        )


def no_object(place: str, error: Exception) -> TableError:
    """Return the error for what is no JSON object.

    Args:
        place: The file and the line.
        error: What was wrong with it.
    """
    return TableError(f"{place}: this is no JSON object in UTF-8 ({error}); write one object to a line")


def plain_value(raw: msgspec.Raw | None, place: str) -> object:
    """Return a value as Python has it, None where there is none.

    Args:
        raw: As it is written; None where the object has no such key.
        place: The file and the line, for messages.

    Raises:
        TableError: It is no JSON.
    """
    try:
        return None if raw is None else _decode_value(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise no_object(place, error) from None


def refuse_untextual(raw: bytes, name: str, place: str, *, plain: bool = False) -> NoReturn:
    """Refuse a value that stands where a name should.

    Args:
        raw: As it is written.
        name: Of its key.
        place: The file and the line.
        plain: Whether a number, or true or false, would do.

    Raises:
        TableError: Always.
    """
    wanted, quoted = ("one plain value", "that value") if plain else ("the names", "names")
    shown = raw.decode("utf-8", "replace")[:40]
    raise TableError(
        f"{place}: {name!r} holds {shown}, not text; name the key that holds {wanted}, or write {quoted} in "
        "quotes"
    )
