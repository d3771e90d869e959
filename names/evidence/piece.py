"""One piece of evidence, as it is weighed, worded and shown."""

from __future__ import annotations

import msgspec

from names.kinds import EvidenceKind


class Evidence(msgspec.Struct, frozen=True):
    """One thing that speaks for or against one bearer.

    Attributes:
        kind: What it is.
        weight: In nats; above zero speaks for one bearer.
        query: The part of the query it is about, as written, or "".
        form: The part of the listed form, or "".
    """

    kind: EvidenceKind
    weight: float
    query: str = ""
    form: str = ""
