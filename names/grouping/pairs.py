"""What spellings say about each other: each is asked for in an index of all of them, as in any list.

So the evidence, its weights and the rarity of parts are those of matching; no pair is compared that shares no
block. A pair weighs the less of both ways round, as in `names.compare`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from names.candidates import Index
from names.candidates.chunks import whole_key
from names.circumstances import Circumstances, is_of_another
from names.compiled import compiled
from names.decision import calibration
from names.evidence import Evidence, added_up, shared_with_relatives, weights_for
from names.folding import Spelling
from names.gazetteer import Entity, Gazetteer
from names.kinds import PartTrait, parts_with
from names.tables.rows import Asked
from names.weighing import Weighing

REACH = 15.0  # nats below the level within which a pair is weighed: what contradicts keeps groups apart
_UNDIVIDED = frozenset({"CJK", "KANJI", "HANGUL", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR"})
_COUNTED = parts_with(PartTrait.COUNTED)

Tell = Callable[[int], object]
Ints = npt.NDArray[np.uint32]


class SpellingTraits(NamedTuple):
    """What is known of a spelling by itself.

    Attributes:
        script: Of its first word.
        words: How many words it has, initials not counted.
        whole: Its words in order, in small letters.
        is_full: Whether it has a given and a family name, as far as words tell: no initial stands for one.
    """

    script: str
    words: int
    whole: str
    is_full: bool


class PairWeights:
    """The weights of pairs of spellings.

    Args:
        names: Distinct ones.
        coverage: The share of spellings whose bearer has another one among them.
        processes: How many share the work of filing them, as `names.compiled.build` has it.
        report: Called with the number of spellings looked up so far, again and again.

    Attributes:
        level: Nats that weigh as much as somebody who has no other spelling here.
        traits: Of each spelling.
        sources: Of each pair that was found, the spelling that was asked for, in rising order.
        targets: The one that was found.
        weights: What both say, in nats, with what is said besides.
    """

    def __init__(
        self,
        names: Sequence[Asked],
        coverage: float,
        processes: int = 1,
        report: Tell = lambda count: None,
    ) -> None:
        self._names = names
        self._has_beside = any(name.beside for name in names)
        self._index = index_of(names, processes)
        self.level = calibration().level(len(names), coverage)
        self._weighing = Weighing(self._index, self.level, among_themselves=True)
        self.traits: list[SpellingTraits] = []
        sources, targets, weights = zip(*self._search(report), strict=True)
        self.sources, self.targets = (np.concatenate(each) for each in (sources, targets))
        self.weights = self._settle(np.concatenate(weights))

    def _search(self, report: Tell) -> Iterator[tuple[Ints, Ints, npt.NDArray[np.float32]]]:
        """Yield pairs as they are found, those of a spelling together; before all, none."""
        yield np.zeros(0, np.uint32), np.zeros(0, np.uint32), np.zeros(0, np.float32)
        texts = [name.spelling for name in self._names]
        for queries, found in self._weighing.weighed(texts, beside=False, reasons=False, behind=REACH):
            before = len(self.traits)
            self.traits += map(traits_of, queries)
            rows, places = np.nonzero(found.weights > self.level - 2 * REACH)
            sources = (before + rows).astype(np.uint32)
            targets = found.entity_numbers[rows, places].astype(np.uint32)
            others = sources != targets
            yield sources[others], targets[others], found.weights[rows, places][others].astype(np.float32)
            report(len(self.traits))

    def _settle(self, weights: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Return the less of both ways round, with what is said besides the names."""
        forth = self.sources.astype(np.uint64) << np.uint64(32) | self.targets
        back = self.targets.astype(np.uint64) << np.uint64(32) | self.sources
        order = np.argsort(forth)
        at = np.minimum(np.searchsorted(forth, back, sorter=order), max(0, len(order) - 1))
        if len(order):
            both = forth[order[at]] == back
            weights = np.where(both, np.minimum(weights, weights[order[at]]), weights)
        if self._has_beside:
            pairs = zip(self.sources.tolist(), self.targets.tolist(), weights.tolist(), strict=True)
            weights = np.array([self._besides(a, b, weight) for a, b, weight in pairs], np.float32)
        return weights

    def compare(self, one: int, other: int) -> float:
        """Return what two spellings weigh that the search did not bring together.

        Args:
            one: The number of a spelling.
            other: That of another.
        """
        forth, back = (
            self._weighing.best_form(self._index.fold(self._names[a].spelling), b)[0].weight
            for a, b in ((one, other), (other, one))
        )
        return self._besides(one, other, min(forth, back))

    def are_others(self, some: Sequence[int], more: Sequence[int]) -> bool:
        """Tell whether rows of two groups say that these are two: of another time, country or type.

        Args:
            some: The numbers of spellings.
            more: Those of others.
        """
        if not self._has_beside:
            return False
        here, there = (
            {said: number for number in group if (said := self._names[number].beside)}
            for group in (some, more)
        )
        return any(
            is_of_another(piece)
            for said in here
            for number in there.values()
            for piece in said.evidence(self._index.entity(number), self._share_of_country)
        )

    def _besides(self, one: int, other: int, of_names: float) -> float:
        """Return the weight of a pair with what the rows of the two say besides."""
        said = self._names[one].beside
        if said is None or self._names[other].beside is None:
            return of_names
        pieces = list(said.evidence(self._index.entity(other), self._share_of_country))
        weights = weights_for(said.type)
        if self.traits[one].whole == self.traits[other].whole and any(piece.weight < 0 for piece in pieces):
            pieces.append(Evidence("kin", -weights.listed))  # a namesake has the same spelling, too
        if any(map(is_of_another, pieces)):
            pieces += shared_with_relatives(
                added_up([of_names, *(piece.weight for piece in pieces)]), weights
            )
        return added_up([of_names, *(piece.weight for piece in pieces)])

    def _share_of_country(self, country: str) -> float:
        counts = self._index.store.meta["countries"]
        return float((counts.get(country, 0) + 1) / (sum(counts.values()) + 1))


def index_of(names: Sequence[Asked], processes: int = 1) -> Index:
    """Return an index in which every name is an entity by itself, by its place.

    Args:
        names: Distinct ones.
        processes: How many share the work.
    """
    entities = []
    for number, (spelling, beside) in enumerate(names):
        said = beside or Circumstances()
        entities.append(
            Entity(str(number), spelling, (), type=said.type, born=said.born, country=said.country)
        )
    return Index(compiled(Gazetteer(tuple(entities)), processes=processes))


def traits_of(spelling: Spelling) -> SpellingTraits:
    """Return what is known of a spelling by itself.

    Args:
        spelling: A folded one.
    """
    words = spelling.words or spelling.parts
    script = next((word.script for word in words), "")
    count = sum(word.kind in _COUNTED for word in words)
    return SpellingTraits(script, count, whole_key(spelling), count > 1 or script in _UNDIVIDED)
