"""Candidates for a query from keys that it shares with listed spellings, never by a scan of them all.

Every distinct part of the listed spellings, and every two or three neighbours written together, is an
entry with its list of spellings (blocking). A part of a query finds entries that share with it

- a class key, or one of its alternatives,
- a class key after one letter is taken out of either (one typing error), or
- the consonant skeleton, or a long one after one consonant is taken out of either.

Entries are weighed by the evidence of the pair; spellings by the sum over the parts of the query.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Container, Iterable, Sequence

import msgspec

from names.evidence import pair_weight, part_distance
from names.folding import Part, Spelling, join_parts
from names.folding.keys import skeleton
from names.folding.spelling import LONGEST_RUN, is_foreign_run
from names.rarity import World, surprise, world

MAX_ENTRIES = 400  # entries that one part of a query may lead to
LONG_LIST = 3_000  # a list of spellings longer than this only adds to what other parts have found
SHORT_KEY = 4  # letters of a key up to which a skeleton of two consonants is asked for
LONG_SKELETON = 6  # consonants from which a skeleton is rare enough to be filed with one taken out, too
LONGEST_JOINED = 6  # parts of a name whose neighbours print may write together; names of bodies are longer
SHORTEST_ALONE = 3  # letters of one character that may be a whole part of a foreign name: 旺 Wan, not 阿 a
MAX_CANDIDATES = 50  # entities that deserve a full comparison


class Postings(msgspec.Struct):
    """What an index holds, as plain values that can be stored.

    Attributes:
        spellings: The listed spellings, in order.
        owners: The number of the entity each belongs to.
        entries: Every distinct part of them, and every few neighbours written together.
        lists: The numbers of the spellings each entry leads to.
        by_key: The numbers of the entries filed under each key.
        bearers: How many entities have a part of each class key.
        bearers_of_bones: How many have one of each skeleton.
    """

    spellings: list[Spelling] = []
    owners: list[int] = []
    entries: list[Part] = []
    lists: list[list[int]] = []
    by_key: dict[str, list[int]] = {}
    bearers: dict[str, int] = {}
    bearers_of_bones: dict[str, int] = {}


def post(spellings: Iterable[tuple[int, Spelling]]) -> Postings:
    """Return the postings of folded spellings.

    Args:
        spellings: Folded spellings with the number of the entity each belongs to, in order.
    """
    postings = Postings()
    places: dict[Part, int] = {}
    seen: set[tuple[str, int]] = set()
    seen_bones: set[tuple[str, int]] = set()
    for owner, spelling in spellings:
        number = len(postings.spellings)
        postings.spellings.append(spelling)
        postings.owners.append(owner)
        for part in spelling.parts:
            _enter(postings, places, part, number, joined=False)
            _count(postings.bearers, part.key, owner, seen)
            _count(postings.bearers_of_bones, part.bones, owner, seen_bones)
        for _, _, whole in _neighbours(spelling.parts):
            _enter(postings, places, whole, number, joined=True)
            _count(postings.bearers_of_bones, whole.bones, owner, seen_bones)
    return postings


def _enter(postings: Postings, places: dict[Part, int], part: Part, spelling: int, *, joined: bool) -> None:
    place = places.get(part)
    if place is None:
        place = places[part] = len(postings.entries)
        postings.entries.append(part)
        postings.lists.append([])
        for block in _blocks(part, joined=joined):
            postings.by_key.setdefault(block, []).append(place)
    spellings = postings.lists[place]
    if not spellings or spellings[-1] != spelling:
        spellings.append(spelling)


class Index:
    """The parts of listed spellings, and the spellings each leads to.

    Args:
        spellings: Folded spellings with the number of the entity each belongs to, in order; or postings made
            of such.
    """

    def __init__(self, spellings: Iterable[tuple[int, Spelling]] | Postings) -> None:
        self.postings = spellings if isinstance(spellings, Postings) else post(spellings)
        self.spellings = self.postings.spellings
        self.owners = self.postings.owners
        self.population = len(set(self.owners))
        self._world: World = world()
        self._near: dict[Part, list[tuple[int, float]]] = {}
        self._rarity: dict[Part, tuple[float, float]] = {}

    def of_key(self, part: Part) -> float:
        """Return how much a part says, in nats: minus the logarithm of its share among bearers.

        Listed bearers are counted together with others, of whom the world at large tells (`names.rarity`).
        """
        return self._rarity_of(part)[0]

    def of_bones(self, part: Part) -> float:
        """Return the same for its consonant skeleton, which neighbours written together may have too."""
        return self._rarity_of(part)[1]

    def _rarity_of(self, part: Part) -> tuple[float, float]:
        known = self._rarity.get(part)
        if known is None:
            bearers, alike = (
                self.postings.bearers.get(part.key, 0),
                self.postings.bearers_of_bones.get(part.bones, 0),
            )
            of_key = surprise(bearers, self.population, self._world.share(part))
            of_bones = surprise(alike, self.population, self._world.share_of_bones(part))
            known = self._rarity[part] = (of_key, min(of_key, of_bones))
        return known

    def knows(self, part: Part) -> bool:
        """Tell whether listed entities, or many people in the world, have a part of this class key."""
        return part.key in self.postings.bearers or self._world.knows(part)

    def candidates(self, query: Spelling, limit: int = MAX_CANDIDATES) -> list[int]:
        """Return the numbers of the entities most worth comparing with a query, best guess first.

        Args:
            query: The folded query.
            limit: How many at most.

        Returns:
            Entity numbers without repeats; empty where no listed spelling shares a key with the query.
        """
        best: dict[int, float] = {}
        for number, weight in self._weigh_spellings(query).items():
            owner = self.owners[number]
            if weight > best.get(owner, -math.inf):
                best[owner] = weight
        return heapq.nsmallest(limit, best, key=lambda owner: (-best[owner], owner))

    def _weigh_spellings(self, query: Spelling) -> dict[int, float]:
        """Return what the parts of the query say together for each spelling that some part leads to."""
        if is_foreign_run([p.text for p in query.parts]):
            return self._weigh_divisions(query.parts)
        found = [self._entries_near(p) for p in query.parts if p.kind != "initial"]
        found.sort(key=self._reach)  # rarest first, so that long lists meet short ones
        joined = [self._entries_near(whole) for _, _, whole in _neighbours(query.parts)]
        total: dict[int, float] = {}
        for entries in (*found, *joined):
            for number, weight in self._weigh_entries(entries, total).items():
                total[number] = total.get(number, 0.0) + weight
        return total

    def _weigh_entries(self, entries: Sequence[tuple[int, float]], known: Container[int]) -> dict[int, float]:
        """Return the best weight of some entries for each spelling; long lists give none but known ones."""
        mine: dict[int, float] = {}
        for entry, weight in entries:
            spellings = self.postings.lists[entry]
            closed = len(spellings) > LONG_LIST and known
            for number in spellings:
                if weight > mine.get(number, 0.0) and not (closed and number not in known):
                    mine[number] = weight
        return mine

    def _weigh_divisions(self, parts: Sequence[Part]) -> dict[int, float]:
        """Return what the characters of a foreign name say for each spelling, divided as says most.

        They do not show where one part of the name ends: any few may be one, but none is part of two.
        """
        alone = [(at, at + 1, p) for at, p in enumerate(parts) if len(p.key) >= SHORTEST_ALONE]
        runs = [*alone, *_neighbours(parts)]
        found = [(start, end, self._entries_near(part)) for start, end, part in runs]
        found.sort(key=lambda run: self._reach(run[2]))  # rarest first, so that long lists meet short ones
        seen: set[int] = set()
        weighed: dict[int, list[tuple[int, dict[int, float]]]] = {}
        for start, end, entries in found:
            mine = self._weigh_entries(entries, seen)
            seen.update(mine)
            weighed.setdefault(end, []).append((start, mine))
        best: list[dict[int, float]] = [{}]
        for end in range(1, len(parts) + 1):
            here = dict(best[-1])
            for start, mine in weighed.get(end, ()):
                before = best[start]
                for number, weight in mine.items():
                    if (together := before.get(number, 0.0) + weight) > here.get(number, 0.0):
                        here[number] = together
            best.append(here)
        return best[-1]

    def _reach(self, entries: Sequence[tuple[int, float]]) -> int:
        return sum(len(self.postings.lists[entry]) for entry, _ in entries)

    def _entries_near(self, part: Part) -> list[tuple[int, float]]:
        """Return the entries a part of a query leads to, with the weight of the pair, best first."""
        known = self._near.get(part)
        if known is not None:
            return known
        by_key, entries = self.postings.by_key, self.postings.entries
        places = {place for block in _asked_blocks(part) for place in by_key.get(block, ())}
        weighed = []
        for place in places:
            entry = entries[place]
            weight = pair_weight(part_distance(part, entry), *self._rarity_of(entry))
            if weight > 0:
                weighed.append((place, weight))
        weighed = heapq.nsmallest(MAX_ENTRIES, weighed, key=lambda e: (-e[1], e[0]))
        if len(self._near) > 200_000:
            self._near.clear()
        self._near[part] = weighed
        return weighed


def share_key(query: Spelling, form: Spelling) -> bool:
    """Tell whether a query and a listed spelling have a part, or neighbours together, with a common key."""
    asked = {b for p in query.parts if p.kind != "initial" for b in _asked_blocks(p)}
    asked.update(b for _, _, p in _neighbours(query.parts) for b in _asked_blocks(p))
    listed = {b for p in form.parts for b in _blocks(p, joined=False)}
    listed.update(b for _, _, p in _neighbours(form.parts) for b in _blocks(p, joined=True))
    return not asked.isdisjoint(listed)


def _count(bearers: dict[str, int], key: str, owner: int, seen: set[tuple[str, int]]) -> None:
    """Count a bearer of a key, once however many spellings show it."""
    if (key, owner) not in seen:
        seen.add((key, owner))
        bearers[key] = bearers.get(key, 0) + 1


def _neighbours(parts: Sequence[Part]) -> Iterable[tuple[int, int, Part]]:
    """Yield each few neighbouring words of a person's name, with their place and end, written together."""
    is_han = bool(parts) and parts[0].script == "CJK"
    if not 2 <= len(parts) <= (LONGEST_RUN if is_han else LONGEST_JOINED):
        return
    longest = 4 if is_han else 3  # a foreign name by sound is one to four characters a part
    for size in range(2, longest + 1):
        for at in range(len(parts) - size + 1):
            together = parts[at : at + size]
            if all(p.kind != "initial" for p in together):
                yield at, at + size, join_parts(tuple(together))


def _asked_blocks(part: Part) -> set[str]:
    """Return the keys that a part of a query is looked up by.

    A skeleton of two consonants is shared by thousands: it is asked only where vowels cannot be relied on, or
    where the whole part has hardly more letters.
    """
    blocks = _blocks(part, joined=False)
    if part.writing == "alphabet" and len(part.key) > SHORT_KEY:
        return {block for block in blocks if block[0] != "#" or len(block) > 3}
    return blocks


def _blocks(part: Part, *, joined: bool) -> set[str]:
    """Return the keys a part is filed under and looked up by."""
    blocks = {"=" + key for key in part.keys}
    key = part.key
    if len(key) > 3 and not joined:
        blocks.update("-" + key[:i] + key[i + 1 :] for i in range(len(key)))
        blocks.add("-" + key)
    if not joined:
        blocks.update("~" + head for head in part.heads | part.far_heads)
    bones = {skeleton(k) for k in part.keys}
    blocks.update("#" + b for b in bones if len(b) > 1)
    if len(part.bones) >= LONG_SKELETON:
        blocks.add("%" + part.bones)
        blocks.update("%" + part.bones[:i] + part.bones[i + 1 :] for i in range(len(part.bones)))
    return blocks
