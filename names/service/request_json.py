"""JSON from anybody, read strictly, and JSON for anybody, written strictly."""

from __future__ import annotations

import json
from typing import Any, NoReturn

import msgspec

from names.bounds import DEEPEST, nests_too_deeply
from names.errors import NamesError

LARGEST = 1e15  # no year and no number in a name is larger
SHOWN = 40  # characters of a key in a message


class RequestError(NamesError):
    """What is asked cannot be answered, with the status of HTTP that says of which kind that is.

    Args:
        message: One sentence for whoever asked.
        status: 4xx.
    """

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


def read_json(content: bytes | str, what: str) -> Any:
    """Return what a JSON text says.

    Args:
        content: The text; bytes are UTF-8.
        what: What messages call it.

    Raises:
        RequestError: It is no JSON, or its lists and objects lie too deep in each other.

    Examples:
        >>> read_json(b'{"limit": 3}', "the body")
        {'limit': 3}
        >>> read_json("[NaN]", "the body")
        Traceback (most recent call last):
        names.service.request_json.RequestError: the body is no JSON: NaN is no value
    """
    try:
        text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
    except UnicodeDecodeError:
        raise RequestError(f"{what} is not UTF-8; send JSON in UTF-8") from None
    if nests_too_deeply(text.encode("utf-8", "replace")):
        raise RequestError(f"{what} nests lists and objects more than {DEEPEST} deep; send it flat")
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise RequestError(f"{what} is no JSON: {str(error)[:100]}") from None


def _refuse_constant(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no value")


def json_bytes(value: Any) -> bytes:
    r"""Return a value as JSON in UTF-8; half a character, which UTF-8 has not, is written as an escape.

    Examples:
        >>> json_bytes({"Тоқаев": 1.0}).decode()
        '{"Тоқаев":1.0}'
        >>> json_bytes("\ud800")
        b'"\\ud800"'
    """
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        return json.dumps(value, allow_nan=False, separators=(",", ":")).encode()


def text_of(value: Any) -> str | None:
    r"""Return a value of JSON as text, None where it is neither text nor a number.

    Half a character becomes a replacement character: no name has one, and no other name need suffer for it.

    Examples:
        >>> text_of(1953.0), text_of("a\ud800"), text_of(True), text_of([])
        ('1953', 'a\ufffd', None, None)
    """
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < LARGEST:
        return None
    return str(int(value)) if value == int(value) else str(value)


def shown(key: Any) -> str:
    """Return a key as a message quotes it."""
    return repr(str(key)[:SHOWN])
