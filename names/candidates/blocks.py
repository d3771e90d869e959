"""Blocks: the keys under which parts of listed names are filed, and those a part of a query asks for.

Two parts meet where they share

- a class key, or one of its alternatives (`=`), or a given name that both are forms of (`~`),
- a class key after one letter is taken out of either, which is one typing error (`-`), or
- the consonant skeleton (`#`), or a long one after one consonant is taken out of either (`%`).

Neighbouring words of a name, written together, meet a whole part by their class key or their skeleton.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from zlib import crc32

from names.folding import Part, Spelling, Word, join_parts
from names.folding.keys import skeleton
from names.folding.part import run_of_han
from names.folding.spelling import LONGEST_HAN_PART, LONGEST_RUN

SHORT_KEY = 4  # letters of a key up to which a skeleton of two consonants is asked for
LONG_SKELETON = 6  # consonants from which a skeleton is rare enough to be filed with one taken out, too
SHORTEST_JOINED = 4  # consonants by which words written together are known in an alphabet; else one less
LONGEST_JOINED = 6  # parts of a name whose neighbours print may write together; names of bodies are longer


def number_of(block: str) -> int:
    """Return the 32-bit number a block is filed by; two blocks that share a number only slow the search down.

    Examples:
        >>> number_of("=tokaev") == number_of("=tokaev") != number_of("=tokarev")
        True
    """
    return crc32(block.encode())


def exact_blocks(part: Part) -> set[str]:
    """Return the blocks in which a part meets those that a rule or a table makes equal to it."""
    blocks = {"=" + key for key in part.keys}
    blocks.update("~" + head for head in part.canonical_names | part.far_canonical_names)
    return blocks


def filed_blocks(part: Part) -> set[str]:
    """Return the blocks a part of a listed name is filed under.

    Examples:
        >>> from names.folding import fold
        >>> sorted(block for block in filed_blocks(fold("Токаев").parts[0]) if block[0] != "-")
        ['#tkp', '=tokaev']
    """
    blocks = exact_blocks(part)
    for key in part.keys:
        if len(key) > 3:
            blocks.update("-" + key[:i] + key[i + 1 :] for i in range(len(key)))
            blocks.add("-" + key)
    skeletons = {skeleton(k) for k in part.keys}
    blocks.update("#" + b for b in skeletons if len(b) > 1)
    if len(part.skeleton) >= LONG_SKELETON:
        blocks.add("%" + part.skeleton)
        blocks.update("%" + part.skeleton[:i] + part.skeleton[i + 1 :] for i in range(len(part.skeleton)))
    return blocks


def asked_blocks(part: Part) -> set[str]:
    """Return the blocks that a part of a query is looked up in.

    A skeleton of two consonants is shared by thousands: it is asked only where vowels cannot be relied on, or
    where the whole part has hardly more letters.
    """
    blocks = filed_blocks(part)
    if part.writing == "alphabet" and len(part.key) > SHORT_KEY:
        return {block for block in blocks if block[0] != "#" or len(block) > 3}
    return blocks


def joined_blocks(part: Part) -> set[str]:
    """Return the blocks in which a part meets neighbouring words written together."""
    blocks = {"=" + key for key in part.keys}
    shortest = SHORTEST_JOINED if part.writing == "alphabet" else SHORTEST_JOINED - 1
    blocks.update("#" + found for found in map(skeleton, part.keys) if len(found) >= shortest)
    return blocks


def neighbours(parts: Sequence[Part]) -> Iterator[tuple[int, int, Part]]:
    """Yield each few neighbouring words written together, of names short enough to be a person's.

    Yields:
        The place of the first word, that behind the last, and the part they make.
    """
    for at, end in neighbour_places(parts):
        yield at, end, join_parts(tuple(parts[at:end]), opens=at == 0, closes=end == len(parts))


def neighbour_places(parts: Sequence[Part] | Sequence[Word]) -> tuple[tuple[int, int], ...]:
    """Return where the words begin and end that `neighbours` writes together."""
    is_han = bool(parts) and parts[0].script == "CJK"
    if not 2 <= len(parts) <= (LONGEST_RUN if is_han else LONGEST_JOINED):
        return ()
    return _places_without(
        tuple([part.kind == "initial" for part in parts]), LONGEST_HAN_PART if is_han else 3
    )


@functools.lru_cache(maxsize=1_000)
def _places_without(initials: tuple[bool, ...], longest: int) -> tuple[tuple[int, int], ...]:
    """Return the places of two words to the longest of a run, shorter runs first, none with an initial."""
    return tuple(
        (at, at + size)
        for size in range(2, longest + 1)
        for at in range(len(initials) - size + 1)
        if not any(initials[at : at + size])
    )


def han_runs(parts: Sequence[Part] | Sequence[Word]) -> Iterator[tuple[int, int, Word]]:
    """Yield each few neighbouring Chinese characters as the one word they may be of a foreign name.

    Yields:
        The place of the first, that behind the last, and the word.
    """
    for at in range(len(parts) - 1):
        for end in range(at + 2, min(at + LONGEST_HAN_PART, len(parts)) + 1):
            if any(part.script != "CJK" or part.kind == "initial" for part in parts[at:end]):
                break
            text = "".join([part.text for part in parts[at:end]])
            yield at, end, run_of_han(text, opens=at == 0, closes=end == len(parts))


def share_block(query: Spelling, form: Spelling) -> bool:
    """Tell whether a query and a listed spelling have a part, or neighbours together, in a common block."""
    listed = _union(map(filed_blocks, form.parts))
    together = _union(joined_blocks(whole) for _, _, whole in neighbours(form.parts))
    alone = [part for part in query.parts if part.kind != "initial"]
    asked = _union(map(asked_blocks, (*alone, *(whole for _, _, whole in neighbours(query.parts)))))
    return not asked.isdisjoint(listed) or not _union(map(joined_blocks, alone)).isdisjoint(together)


def _union(sets: Iterable[set[str]]) -> set[str]:
    return set().union(*sets)
