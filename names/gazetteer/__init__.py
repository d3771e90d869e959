"""The gazetteer: which entities there are, every spelling known for them, and the files that say so."""

from __future__ import annotations

from names.gazetteer.collection import Gazetteer
from names.gazetteer.faults import Fault, GazetteerError
from names.gazetteer.location import shipped_path, shipped_paths
from names.gazetteer.records import Entity, Form
from names.gazetteer.report import Report, check
from names.gazetteer.rolls import Namesakes, unsafe_ids

__all__ = [
    "Entity",
    "Fault",
    "Form",
    "Gazetteer",
    "GazetteerError",
    "Namesakes",
    "Report",
    "check",
    "shipped_path",
    "shipped_paths",
    "unsafe_ids",
]
