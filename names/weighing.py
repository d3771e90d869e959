"""Entities compared in full with spellings: by the kernel where that is, else here, with the same answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt

from names.batches import Batches
from names.candidates import MAX_CANDIDATES, Found, Index, Search
from names.decision import calibration
from names.defaults import COVERAGE
from names.evidence import Comparison, Weights, similarity, weighed, weights_for
from names.folding import Spelling
from names.gazetteer import Form
from names.gazetteer.countries import home_of
from names.kernel import library
from names.kinds import Trait, kinds_with
from names.ranking import Compared, Explanation, Weighed

TOGETHER = (250, 1_000)  # spellings weighed in one go, at least and at most
SURELY_WEIGHED = 8  # entities compared in full with any query that is not settled
SURELY_OF_BODIES = 40  # the same with the name of a body, whose words have little in common with rare names
CROWD = 3_000  # namesakes compared in full where more is said than the name
GROWING = (
    0.17  # of the level of a list, whatever it covers: in a long one neighbours of a body are listed, too
)
REACH = 8.0  # nats farther where more is said than the name, which may weigh as much
BEHIND = (
    5.0  # nats that an approximate weight may lie behind the best one, and behind nobody, and still matter
)

_UNSURE, _VETO, _WEAK = map(kinds_with, (Trait.UNSURE, Trait.VETO, Trait.WEAK))


class Weighing:
    """Compares spellings in full with the listed entities that they may stand for.

    Args:
        index: The listed entities.
        level: Nats of evidence that weigh as much as nobody listed does.
        among_themselves: Whether the listed spellings are asked for others like themselves. Each finds
            itself first, which shall neither settle what it means nor hide what is farther off.

    Attributes:
        search: What finds the entities.
        told_from: From which it is told, in nats, what a word more or less takes from a body.
    """

    def __init__(self, index: Index, level: float, *, among_themselves: bool = False) -> None:
        self._index = index
        self._level = level
        self._among_themselves = among_themselves
        self.told_from = (1 + GROWING) * calibration().level(index.population, COVERAGE)
        self.search = Search(index, settles=not among_themselves)
        self._kernel = library()
        self._batches: dict[float, Batches] = {}

    @property
    def is_compiled(self) -> bool:
        """Whether the compiled kernel does the work; answers do not depend on it."""
        return self._kernel is not None

    def opened(self, behind: float = BEHIND) -> Batches | None:
        """Return what asks the kernel, made ready when it is first asked for; None without a kernel.

        Args:
            behind: Nats that an approximate weight may lie behind the best comparison and still matter.
        """
        if behind not in self._batches and self._kernel is not None:
            limits = {
                "surely": SURELY_WEIGHED,
                "surely_of_bodies": SURELY_OF_BODIES,
                "behind": behind,
                "level": self._level,
                "told_from": self.told_from,
                "settles": not self._among_themselves,
            }
            self._batches[behind] = Batches(self._index, self._kernel, limits)
        return self._batches.get(behind)

    def weighed(
        self, texts: Sequence[str], *, beside: bool, reasons: bool, behind: float | None = None
    ) -> Iterator[tuple[Sequence[Spelling], Weighed]]:
        """Yield some spellings, folded, with the full comparison with every entity that may be meant.

        Args:
            texts: The spellings.
            beside: Whether more is said than the names, which may tell many namesakes apart.
            reasons: Whether forms and evidence will be asked for; without them it takes less.
            behind: Nats that an approximate weight may lie behind and still matter; None for the usual ones.
        """
        if not texts:
            return  # or the kernel would be made ready for nothing
        if behind is None:
            behind = BEHIND + REACH if beside else BEHIND
        least, most = TOGETHER
        together = min(most, max(least, len(texts) // 16))  # so that threads have enough to share
        groups = (
            list(map(self._index.fold, texts[begin : begin + together]))
            for begin in range(0, len(texts), together)
        )
        batches = self.opened(behind)
        for queries, (found, left) in (
            batches.answer_each(groups, reasons=reasons)
            if batches
            else ((each, (Weighed.nothing(len(each)), list(range(len(each))))) for each in groups)
        ):
            found = found.with_rows({row: self._weigh_anew(queries[row], behind) for row in left})
            found = found.with_rows(self._listed_as(queries, found))
            crowded = found.full(MAX_CANDIDATES) if beside else []
            crowds = {query.text: query for query in map(queries.__getitem__, crowded)}  # each once
            known = {text: self._weigh_crowd(query, behind) for text, query in crowds.items()}
            yield queries, found.with_rows({row: known[queries[row].text] for row in crowded})

    def _listed_as(self, queries: Sequence[Spelling], found: Weighed) -> dict[int, list[Compared]]:
        """Return the rows to which an entity is added that has the spelling as it stands and was not found.

        Blocking keeps the most promising of many namesakes, which need not be those.
        """
        rows: dict[int, list[Compared]] = {}
        for row, listed in enumerate(self._index.listed_as(queries)):
            if not listed:
                continue
            known = found.of(row)
            more = [entity_number for entity_number in listed if entity_number not in known]
            if more:
                kept = [
                    (entity_number, float(found.weights[row, place]), partial(found.tell, row, place))
                    for place, entity_number in enumerate(known)
                ]
                rows[row] = kept + [self._compared(queries[row], entity_number) for entity_number in more]
        return rows

    def _compared(self, query: Spelling, entity_number: int) -> Compared:
        comparison, form = self.best_form(query, entity_number)
        return entity_number, comparison.weight, lambda: _told(comparison, form)

    def best_form(self, query: Spelling, entity_number: int) -> tuple[Comparison, Form]:
        """Return what speaks most for an entity, and the listed form that does; see `best_form`.

        Args:
            query: A folded spelling.
            entity_number: The number of the entity.
        """
        return best_form(query, entity_number, self._index, self.told_from)

    def _weigh_crowd(self, query: Spelling, behind: float) -> list[Compared]:
        """Return the comparison with many namesakes, among whom what is said besides the name must choose.

        What speaks for one of them is told when somebody asks.
        """
        found = self.search.find(query, CROWD, behind, looked_at=CROWD)
        if self._kernel is None:  # then only as many are weighed as may matter
            return self._weigh_found(query, found, behind)
        entity_numbers = np.array([entity_number for entity_number, _ in found.approximate], np.uint32)
        weights = dict(zip(entity_numbers.tolist(), self.weigh(query, entity_numbers).tolist(), strict=True))

        def compare(entity_number: int) -> Compared:
            return (
                entity_number,
                weights[entity_number],
                lambda: _told(*self.best_form(query, entity_number)),
            )

        return self._all_that_matter(found, behind, compare, body=query.body)

    def _weigh_anew(self, query: Spelling, behind: float) -> list[Compared]:
        """Return the full comparison with every entity that is found for a query and may matter."""
        return self._weigh_found(query, self.search.find(query, behind=behind), behind)

    def _weigh_found(self, query: Spelling, found: Found, behind: float) -> list[Compared]:
        """Return the full comparison with every entity found whose approximate weight may matter."""
        return self._all_that_matter(found, behind, partial(self._compared, query), body=query.body)

    def _all_that_matter(
        self, found: Found, behind: float, compare: Callable[[int], Compared], *, body: bool
    ) -> list[Compared]:
        """Return the comparison with each entity found, as far as the approximate weight may matter."""
        told: list[Compared] = []
        best = self._level
        surely = 1 if found.settled else SURELY_OF_BODIES if body else SURELY_WEIGHED
        for entity_number, approximate in found.approximate:
            if len(told) >= surely and approximate < best - behind:
                break
            told.append(compare(entity_number))
            if not self._among_themselves:
                best = max(best, told[-1][1])
        return told

    def weigh(self, query: Spelling, entity_numbers: npt.NDArray[np.uint32]) -> npt.NDArray[np.float64]:
        """Return what the evidence weighs for entities, whether it matters or not.

        Args:
            query: A folded spelling.
            entity_numbers: The number of each entity, which has a form.
        """
        batches = self.opened()
        weights = batches.weigh(query, entity_numbers) if batches else np.full(len(entity_numbers), np.nan)
        for place in np.flatnonzero(np.isnan(weights)).tolist():  # what the kernel leaves to Python
            weights[place] = self.best_form(query, int(entity_numbers[place]))[0].weight
        return weights


def _told(comparison: Comparison, form: Form) -> Explanation:
    return form, comparison.evidence


def best_form(query: Spelling, entity_number: int, index: Index, level: float) -> tuple[Comparison, Form]:
    """Return what speaks most for an entity, and the listed form that does.

    Where a form is in the query's script, one in another script counts only as far as letters and rules
    make it equal: it must not excuse by likeness what the form in the same script contradicts.

    Args:
        query: A folded spelling.
        entity_number: The number of the entity.
        index: Where it is listed.
        level: From which `Weights.branch` and `Weights.unlike` are told, in nats.
    """
    entity = index.entity(entity_number)
    weights = weights_for(index.weighed_type(entity_number))
    home = home_of(entity.country)
    at_home: list[tuple[Comparison, Form]] = []
    abroad: list[tuple[Comparison, Form]] = []
    for number in index.forms_of(entity_number):
        form, spelling = index.form(number)
        short = form.kind == "short"
        compared = similarity(
            query,
            spelling,
            index.frequencies,
            gender=entity.gender,
            short=short,
            listed=form.kind != "acronym",
            acronym=form.kind == "acronym",
            shared=index.shared_as(number),
            home=home,
            weights=weights,
            level=level,
        )
        (at_home if spelling.script == query.script else abroad).append((compared, form))
    if at_home:
        abroad = [pair for pair in abroad if not any(e.kind in _UNSURE for e in pair[0].evidence)]
    everywhere = at_home + abroad
    best, form = max(everywhere, key=lambda pair: pair[0].weight)
    of_the_name = [c for c, f in everywhere if f.kind in ("full", "name", "native")]
    return _with_vetoes(best, weights, level, of_the_name), form


def _with_vetoes(
    best: Comparison, weights: Weights, level: float, others: Sequence[Comparison]
) -> Comparison:
    """Return the best comparison with what the entity's other forms hold against its weak points.

    A short form does not excuse what a fuller one contradicts: Vladimir Sergeyevich Putin is not the bearer
    of Vladimir Vladimirovich Putin, though the form Vladimir Putin says nothing of his father.
    """
    weak = {e.query: e.kind for e in best.evidence if e.kind in _WEAK}
    if not weak:
        return best
    against = {
        e.query: e
        for comparison in reversed(others)  # the first one's word holds: its script is the query's
        for e in comparison.evidence
        if e.kind in _VETO and (weak.get(e.query) == "extra" or e.kind == "gender")
    }
    pieces = [against.get(e.query, e) if e.query in weak else e for e in best.evidence]
    return weighed(pieces, weights, level)
