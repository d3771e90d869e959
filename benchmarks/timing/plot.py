"""The plot of time per name against the size of the gazetteer, as SVG; both axes are logarithmic.

The picture brings its own background, so that it reads the same on light and on dark pages.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

Points = Sequence[tuple[float, float]]
"""Size and milliseconds, by rising size."""

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 84, 540, 68, 340  # of the field; the names of the lines stand right of it
# Blue, vermilion and bluish green of Okabe and Ito's palette (2008), told apart by colour-blind readers too.
COLOURS = ("#0072B2", "#D55E00", "#009E73")
BETWEEN_LABELS = 18  # pixels, so that the names of lines that end close together do not overlap


@dataclass(frozen=True)
class Axis:
    """A logarithmic scale on pixels.

    Attributes:
        low: Lowest value, at the first pixel.
        high: Highest value, at the last one.
        first: Pixel.
        last: Pixel, left of the first or above it where the axis runs so.
    """

    low: float
    high: float
    first: float
    last: float

    def at(self, value: float) -> float:
        """Return the pixel of a value.

        Examples:
            >>> Axis(1, 100, 0, 200).at(10)
            100.0
        """
        part = math.log10(value / self.low) / math.log10(self.high / self.low)
        return self.first + part * (self.last - self.first)

    def powers(self) -> list[float]:
        """Return the powers of ten on the axis.

        Examples:
            >>> Axis(0.1, 10, 0, 200).powers()
            [0.1, 1.0, 10.0]
        """
        exponents = range(round(math.log10(self.low)), round(math.log10(self.high)) + 1)
        return [10.0**exponent for exponent in exponents]


def drawn(lines: Mapping[str, Points], note: str) -> str:
    """Return the picture.

    Args:
        lines: By the name that stands at its end, with its last time; at most three, ours first.
        note: The small line under the title.
    """
    across = Axis(*decades([size for points in lines.values() for size, _ in points]), LEFT, RIGHT)
    up = Axis(*decades([time for points in lines.values() for _, time in points]), BOTTOM, TOP)
    ends = spread([up.at(points[-1][1]) for points in lines.values()])
    elements = [*_frame(note), *_grid(across, up)]
    for (name, points), colour, end in zip(lines.items(), COLOURS, ends, strict=False):
        label = f"{name}, {duration(points[-1][1])}"
        elements += _line(label, [(across.at(x), up.at(y)) for x, y in points], colour, end)
    title = "Time per name against the size of the gazetteer"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
            f'height="{HEIGHT}" role="img" aria-label="{title}" '
            'font-family="Helvetica, Arial, DejaVu Sans, sans-serif" font-size="13" fill="#333">',
            *elements,
            "</svg>\n",
        ]
    )


def decades(values: Sequence[float]) -> tuple[float, float]:
    """Return the powers of ten that hold all values between them, at least one decade apart.

    Examples:
        >>> decades([0.3, 40])
        (0.1, 100.0)
        >>> decades([10, 1000])
        (10.0, 1000.0)
    """
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return 10.0**low, 10.0 ** max(high, low + 1)


def spread(heights: Sequence[float]) -> list[float]:
    """Return heights for labels as near as may be to those given, in their order, none on another.

    Examples:
        >>> spread([100, 105, 40])
        [100, 118, 40]
    """
    placed: dict[int, float] = {}
    lowest = -math.inf
    for number in sorted(range(len(heights)), key=heights.__getitem__):
        lowest = placed[number] = max(heights[number], lowest + BETWEEN_LABELS)
    return [placed[number] for number in range(len(heights))]


def duration(milliseconds: float) -> str:
    """Return a time in the unit that suits it, with two figures.

    Examples:
        >>> duration(0.1), duration(10.0), duration(2345.6)
        ('0.1 ms', '10 ms', '2.3 s')
    """
    milliseconds = float(f"{milliseconds:.1e}")
    return f"{milliseconds / 1000:g} s" if milliseconds >= 1000 else f"{milliseconds:g} ms"


def _frame(note: str) -> Iterator[str]:
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" rx="6" fill="#fff"/>'
    yield _text(LEFT, 28, "Time per name", 'font-size="17" font-weight="bold"')
    yield _text(LEFT, 48, note, 'fill="#666"')
    yield _text((LEFT + RIGHT) / 2, HEIGHT - 16, "entities in the gazetteer", 'text-anchor="middle"')


def _grid(across: Axis, up: Axis) -> Iterator[str]:
    for size in across.powers():
        x = across.at(size)
        yield f'<path d="M{x:.1f} {TOP}V{BOTTOM}" stroke="#eee"/>'
        yield _text(x, BOTTOM + 20, f"{size:,.0f}", 'text-anchor="middle"')
    for time in up.powers():
        y = up.at(time)
        yield f'<path d="M{LEFT} {y:.1f}H{RIGHT}" stroke="#ddd"/>'
        yield _text(LEFT - 10, y + 4, duration(time), 'text-anchor="end"')


def _line(label: str, points: Points, colour: str, end: float) -> Iterator[str]:
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    yield f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>'
    for x, y in points:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'
    yield _text(RIGHT + 12, end + 4, label, f'fill="{colour}" font-weight="bold"')


def _text(x: float, y: float, text: str, style: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{escape(text)}</text>'
