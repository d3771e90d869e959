"""What is filed of some spellings, and of some parts: each chunk by itself, so that processes can share them.

Parts travel as MessagePack, always the same bytes for the same part.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from names.candidates.blocks import (
    LONGEST_JOINED,
    filed_blocks,
    han_runs,
    joined_blocks,
    neighbours,
    number_of,
)
from names.candidates.frequencies import number_of_key
from names.candidates.packing import PackedParts, pack_parts
from names.folding import Part, Spelling, fold
from names.folding.keys import MAX_LETTERS, single
from names.folding.part import part_of
from names.kinds import PartTrait, parts_with

_COUNTED = parts_with(PartTrait.COUNTED)

encode_part = msgspec.msgpack.Encoder(order="deterministic").encode  # given names are sets, in any order
decode_part = msgspec.msgpack.Decoder(Part).decode


class SpellingFacts(NamedTuple):
    """What is filed of some spellings.

    Attributes:
        parts: Every distinct part, in the order of their first use.
        used: The parts of each spelling, by their place in `parts`.
        ends: Where those of each spelling end.
        words: How many words each has.
        initials: How many initials each has.
        commas: How many parts stand before the first comma of each.
        capitals: How many parts of each are alone in capitals, as `names.folding.Spelling` says it.
        bodies: Whether the words of each tell the name of a body.
        places: Whether they tell that of a place.
        whole: The number of `whole_key` of each.
        written: Of those whose parts are not just the text split at spaces: their parts as written.
        joined: The blocks of neighbouring words together, by number.
        joined_in: The spelling of each of these.
        runs: Chinese characters together: the spelling, the first place and that behind, the part they are.
    """

    parts: list[bytes]
    used: array[int]
    ends: array[int]
    words: array[int]
    initials: array[int]
    commas: array[int]
    capitals: array[int]
    bodies: array[int]
    places: array[int]
    whole: array[int]
    written: dict[int, tuple[str, ...]]
    joined: array[int]
    joined_in: array[int]
    runs: list[tuple[int, int, int, bytes]]


def fold_spellings(listed: Sequence[tuple[str, bool, bool]]) -> SpellingFacts:
    """Return what is filed of some spellings.

    Args:
        listed: The spellings, each with whether the list says that it is a body's, and whether all are.
    """
    places: dict[Part, int] = {}
    used, ends, words, initials, commas, capitals, bodies, of_places, whole = (
        array(code) for code in "IIBBBbBBQ"
    )
    facts = SpellingFacts(
        [], used, ends, words, initials, commas, capitals, bodies, of_places, whole, {}, array("I"),
        array("I"), [],
    )  # fmt: skip
    for number, (text, body, alone) in enumerate(listed):
        spelling = fold(text, body=body, alone=alone)
        parts = spelling.parts
        facts.used.extend([places.setdefault(part, len(places)) for part in parts])
        facts.ends.append(len(facts.used))
        kinds = [part.kind for part in parts]
        facts.words.append(sum(kind in _COUNTED for kind in kinds))
        facts.initials.append(kinds.count("initial"))
        facts.commas.append(spelling.comma)
        facts.capitals.append(spelling.capitals)
        facts.bodies.append(spelling.body)
        facts.places.append(spelling.place)
        facts.whole.append(number_of_key(whole_key(spelling)))
        if spelling.written != tuple(text.split()):
            facts.written[number] = spelling.written
        for block in neighbour_blocks(spelling):
            facts.joined.append(number_of(block))
            facts.joined_in.append(number)
        facts.runs.extend((number, at, end, encode_part(part_of(run))) for at, end, run in han_runs(parts))
    facts.parts.extend(map(encode_part, places))
    return facts


def whole_key(spelling: Spelling) -> str:
    """Return the words of a spelling in their order, in small letters: equal where it is listed as it stands.

    Examples:
        >>> from names.folding import fold
        >>> whole_key(fold("TOKAYEV, K.-Zh."))
        'tokayev k zh'
    """
    return " ".join([word.text for word in spelling.words or spelling.parts])


def neighbour_blocks(spelling: Spelling) -> Iterator[str]:
    """Yield the blocks of neighbouring words together: `joined_blocks` of each of the `neighbours`.

    These look at the key and the writing alone, so that no more of the part they make is told here; but
    Chinese characters together may be a foreign name by sound, which takes the whole of it.
    """
    parts = spelling.parts
    if not 2 <= len(parts) <= LONGEST_JOINED or any(part.script == "CJK" for part in parts):
        for _, _, whole in neighbours(parts):
            yield from joined_blocks(whole)
        return
    for size in (2, 3):
        for at in range(len(parts) - size + 1):
            together = parts[at : at + size]
            if all(part.kind != "initial" for part in together):
                key = single("".join([part.keys[0] for part in together]))[:MAX_LETTERS]
                yield from joined_blocks(Part("", "", (key,), "word", parts[at].writing, "", ""))


class PartFacts(NamedTuple):
    """What is filed of some parts.

    Attributes:
        packed: What they are.
        blocks: The blocks they are filed under, by number.
        in_blocks: The part of each of these.
    """

    packed: PackedParts
    blocks: array[int]
    in_blocks: array[int]


def describe_parts(encoded: Sequence[bytes]) -> PartFacts:
    """Return what is filed of some parts.

    Args:
        encoded: The parts.
    """
    parts = list(map(decode_part, encoded))
    facts = PartFacts(pack_parts(parts), array("I"), array("I"))
    for place, part in enumerate(parts):
        blocks = filed_blocks(part)
        facts.blocks.extend(map(number_of, blocks))
        facts.in_blocks.extend([place] * len(blocks))
    return facts
