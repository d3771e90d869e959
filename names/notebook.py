"""What a notebook shows of our values: short HTML with everything in it escaped, evidence as bars."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from names.visible import visible

WIDEST = 120  # pixels of a bar
HEAVIEST = 12.0  # nats that fill it
_BAR = '<span style="display:inline-block;height:.7em;width:{width}px;background:{colour}"></span>'
FOR, AGAINST = "#2a7", "#c43"  # colours of what speaks for one bearer, and against


def shown(text: object) -> str:
    r"""Return a text as HTML that shows it and does nothing else.

    Args:
        text: Anything.

    Examples:
        >>> shown("<b>Toqaev\x1b")
        '&lt;b&gt;Toqaev\\x1b'
    """
    return escape(visible(str(text)))


def bar(weight: float) -> str:
    """Return a weight as a bar, as wide as it is heavy.

    Args:
        weight: In nats; below zero it speaks against.
    """
    width = round(WIDEST * min(1.0, abs(weight) / HEAVIEST))
    return _BAR.format(width=width, colour=FOR if weight >= 0 else AGAINST) + f" {weight:+.1f}"


def table(head: str, titles: Sequence[str], rows: Iterable[Sequence[str]], foot: str = "") -> str:
    """Return a small table.

    Args:
        head: Above it, as HTML.
        titles: Of its columns.
        rows: Cells, as HTML.
        foot: Below it, as HTML.
    """
    above = "".join(f"<th>{shown(title)}</th>" for title in titles)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    whole = f"<table><thead><tr>{above}</tr></thead><tbody>{body}</tbody></table>" if body else ""
    return f"<div><p>{head}</p>{whole}{f'<p>{foot}</p>' if foot else ''}</div>"
