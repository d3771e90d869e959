"""The parts of two spellings in words: how each was read, and which letters count as one by which rule."""

from __future__ import annotations

import msgspec
from rapidfuzz.distance import OSA

from names.evidence import Evidence, is_unlike
from names.folding import Part, Spelling, fold, join_parts
from names.folding.letters import latin_readings
from names.folding.meeting import Meeting, meeting
from names.kinds import EVIDENCE, PARTS, PartTrait


class PartReading(msgspec.Struct, frozen=True):
    """How one part of a spelling was read.

    Attributes:
        text: The part as written.
        says: The same in words: its plain reading, its class key, how likely it is the family name, and what
            else mattered.
    """

    text: str
    says: str


class Piece(msgspec.Struct, frozen=True):
    """One piece of evidence, with the rule behind it in words.

    Attributes:
        evidence: As the comparison has it.
        says: What it found, and which letters count as one by which rule.
    """

    evidence: Evidence
    says: str


def readings(spelling: Spelling, beside: Spelling) -> tuple[PartReading, ...]:
    """Return how the parts of a spelling were read.

    Args:
        spelling: The spelling.
        beside: The one it is compared with. Keys by the habits of languages are told where it needs them.
    """
    together = zip(spelling.written, spelling.parts, spelling.family, strict=True)
    return tuple(
        PartReading(text, "; ".join([_reading(part, beside), *_role(part, share)]))
        for text, part, share in together
    )


def piece(evidence: Evidence, query: Spelling, form: Spelling) -> Piece:
    """Return a piece of evidence with the rule behind it in words.

    Args:
        evidence: About parts of the two spellings.
        query: The spelling asked for.
        form: The one compared with it.
    """
    return Piece(evidence, _says(evidence, _part(query, evidence.query), _part(form, evidence.form)))


def _reading(part: Part, beside: Spelling) -> str:
    said = [f"taken for {taken}"] if (taken := PARTS[part.kind].taken_for) else []
    if part.latin == part.key:
        said.append(f"read as {part.latin}")
    else:
        said.append(f"read as {part.latin}, compared as {part.key}")
    if also := _other_keys(part, beside):
        said.append(f"or as {' or '.join(also)}")
    if part.father:
        said.append(f"the {'daughter' if part.father[1] == 'f' else 'son'} of {part.father[0]}")
    elif part.masculine:
        said.append(f"the feminine of {part.masculine}")
    return "; ".join(said)


def _role(part: Part, share: float) -> list[str]:
    """Return how likely a name is the family name (`names.folding.roles`); nothing of other words."""
    return [f"the family name by {100 * share:.0f} %"] if PartTrait.NAME in PARTS[part.kind].traits else []


def _other_keys(part: Part, beside: Spelling) -> list[str]:
    """Return the keys by other readings that the usual keys of the other spelling ask for."""
    usual = {other.key for other in beside.parts}
    return [key for key in part.keys[1:] if key in usual and part.key not in usual]


def _says(evidence: Evidence, a: Part | None, b: Part | None) -> str:
    """Return what a piece of evidence found, with the rule behind it."""
    if evidence.kind == "gender" and not evidence.form:
        return "a title of the other gender"
    plainly = EVIDENCE[evidence.kind].account or EVIDENCE[evidence.kind].meaning
    if a is None or b is None:
        return plainly
    if evidence.kind == "letters":
        return f"the same letters: both read {a.latin}"
    if evidence.kind in ("patronymic", "father contradicted") and a.father and b.father:
        fathers = f"{a.father[0]} and {b.father[0]}"
        return f"one father: {a.father[0]}" if evidence.kind == "patronymic" else f"two fathers: {fathers}"
    if evidence.kind in ("rules", "sound", "near", "joined"):
        met = _met(a, b)
        told = met or _distance(evidence, a, b)
        return f"{plainly}; {told}" if evidence.kind == "joined" else told
    return plainly


def _met(a: Part, b: Part) -> str:
    """Return by which rules two parts have one key, or "" where they have none or no rule tells."""
    if a.latin == b.latin:
        return f"both read {a.latin}"
    for x in _plain_readings(a):
        for y in _plain_readings(b):
            met = meeting(x, y, a_habits=a.script == "LATIN", b_habits=b.script == "LATIN")
            if met is not None and met.key in a.keys and met.key in b.keys:
                return _meeting_in_words(met, [r for r, p in ((x, a), (y, b)) if r != p.latin])
    return ""


def _plain_readings(part: Part) -> tuple[str, ...]:
    return tuple(dict.fromkeys([part.latin, *latin_readings(part.text)]))


def _meeting_in_words(met: Meeting, unusual: list[str]) -> str:
    how = f"sound alike ({met.language})" if met.language else "equal by spelling rules"
    if unusual:
        how = f"sound alike, where read as {' and '.join(unusual)}"
    letters = ", ".join(f"{x or 'nothing'} is {y or 'nothing'}" for x, y in met.differences)
    return f"{how}: {letters}" if letters else how


def _distance(evidence: Evidence, a: Part, b: Part) -> str:
    """Return how far apart two parts are whose keys differ."""
    pairs = [(a.key, b.key)]
    if not is_unlike(evidence):
        pairs += [(a.key, y) for y in b.keys] + [(x, b.key) for x in a.keys]
    x, y = min(pairs, key=lambda pair: OSA.distance(*pair))  # the usual keys where others are no nearer
    if x == y:
        return f"sound alike: both may be read {x}"
    steps = OSA.distance(x, y)
    letters = "1 letter" if steps == 1 else f"{steps} letters"
    how = "too far apart" if is_unlike(evidence) else "close"
    consonants = ", the consonants agree" if a.skeleton == b.skeleton else ""
    return f"{how}: {x} and {y}, {letters} apart{consonants}"


def _part(spelling: Spelling, written: str) -> Part | None:
    """Return the part, or the neighbours together, that stand in a spelling as written."""
    if not written:
        return None
    count = len(spelling.parts)
    for size in (1, 2, 3):
        for at in range(count - size + 1):
            if " ".join(spelling.written[at : at + size]) == written:
                together = spelling.parts[at : at + size]
                opens, closes = at == 0, at + size == count
                return together[0] if size == 1 else join_parts(together, opens=opens, closes=closes)
    parts = fold(written).parts  # of another form of the entity, whose word counted as a veto
    return parts[0] if parts else None
