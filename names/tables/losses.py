"""What a workbook loses when openpyxl saves it: looked for in the archive, as much of it goes in silence."""

from __future__ import annotations

import importlib.util
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

BLOCK = 1 << 20
OVERLAP = 256  # bytes in which a tag may be cut in two between blocks

# Names of parts, or what stands in parts so named, with what is lost. Tags are those of ECMA-376 and its
# extensions; the identifiers of extensions are those in openpyxl's own list of what it does not read.
_PARTS = {
    r"xl/diagrams/": "diagrams",
    r"xl/(ctrlProps|activeX)/": "form controls",
    r"xl/threadedComments/": "threads of comments",
    r"xl/(slicers|timelines)/": "slicers",
    r"xl/embeddings/": "embedded files",
    r"xl/(queryTables/|connections\.xml|model/)": "queries of outside data",
    r"xl/richData/": "rich values in cells",
    r"xl/metadata\.xml": "dynamic arrays",
    r"xl/charts/chartEx|xl/extendedCharts/": "charts of newer kinds",
    r"customXml/item\d+\.xml": "custom XML",
    r"_xmlsignatures/": "the signature",
}
_CONTENT = (
    (r"xl/drawings/[^/]+\.xml", rb"<(?:\w+:)?(?:sp|cxnSp|grpSp)[ >]", "shapes and text boxes"),
    (r"xl/worksheets/[^/]+\.xml", rb"<(?:\w+:)?sparklineGroups?[ >]", "sparklines"),
    (
        r"xl/worksheets/[^/]+\.xml",
        rb"(?i)\{(?:78C0D931-6437-407D-A8EE-F0AAD7539E65|B025F937-C7B1-47D3-B67F-A62EFF666E3E)\}",
        "conditional formats of newer kinds",
    ),
    (
        r"xl/worksheets/[^/]+\.xml",
        rb"(?i)\{CCE6A557-97BC-4B89-ADB6-D9C93CAAB3DF\}",
        "checks of input that refer to other sheets",
    ),
    (r"xl/(sharedStrings|worksheets/[^/]+)\.xml", rb"<(?:\w+:)?rPh[ >]", "readings above characters"),
)
_FOUND_ALREADY = ("extension is not supported", "Workbook contains no", "DrawingML support")


def lost_parts(path: Path) -> tuple[str, ...]:
    """Return in words what of a workbook is lost when it is saved anew, each thing once.

    Args:
        path: Of the workbook, which is a sound archive.
    """
    lost: dict[str, None] = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            lost |= {what: None for part, what in _PARTS.items() if re.match(part, name)}
            if name.startswith("xl/media/") and importlib.util.find_spec("PIL") is None:
                lost["pictures (they are kept once Pillow is installed: pip install pillow)"] = None
            wanted = {what: tag for part, tag, what in _CONTENT if re.fullmatch(part, name)}
            if wanted:
                with archive.open(name) as stream:
                    lost |= dict.fromkeys(_found(stream, wanted))  # type: ignore[arg-type]
    return tuple(lost)


def _found(stream: BinaryIO, wanted: dict[str, bytes]) -> Iterator[str]:
    """The things whose tag stands in a part, which is read in blocks."""
    kept, searched = b"", dict(wanted)
    while searched and (block := stream.read(BLOCK)):
        block = kept + block
        for what in [what for what, tag in searched.items() if re.search(tag, block)]:
            del searched[what]
            yield what
        kept = block[-OVERLAP:]


@contextmanager
def warned(lost: list[str]) -> Iterator[None]:
    """Take what openpyxl warns of for something lost, instead of having Python print it.

    Args:
        lost: Gets the words of each warning about what `lost_parts` does not find itself.
    """
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        yield
    for warning in told:
        words = " ".join(str(warning.message).split())[:150]
        if words not in lost and not any(part in words for part in _FOUND_ALREADY):
            lost.append(words)
