"""One gazetteer weighed twice, by the kernel and by Python, and where they differ the evidence side by side.

Python is the slow, obvious way that judges the kernel, to the last bit: at the height of two parts (kind and
weight of a pair), of a spelling and an entity (all evidence), and of whole answers.
"""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
import pytest

import names.weighing
from names import Entity, Gazetteer, Match, Matcher
from names.batches import Batches
from names.batches.result_buffers import ResultBuffers
from names.candidates.search import BEHIND_ALL, Found
from names.decision import Candidate
from names.evidence import Evidence, weights_for
from names.evidence.pairing import Scale, _weigh
from names.folding import fold
from names.gazetteer import Form
from names.kernel import Library
from names.ranking import Explanation

LIMITS = {"surely": 3, "surely_of_bodies": 5, "behind": 5.0, "level": 8.0, "told_from": 9.0}
TOGETHER = 500  # pairs of spellings given to the kernel in one call
MOST_PARTS = 16  # of a spelling that the kernel takes
MOST_REPORTED = 5  # differences that one failing test prints
LONGEST_SHOWN = 60  # letters of a part in such a report


Said = tuple[str, float]  # a kind of evidence, and its weight


class Pairing(NamedTuple):
    """A spelling, and the number of an entity to weigh it for."""

    asked: str
    entity_number: int


class PairOfParts(NamedTuple):
    """What is said of part i of a spelling and part j of a listed form; None where Python must tell."""

    i: int
    j: int
    said: Said | None


def matcher(gazetteer: Gazetteer, by: Library | None) -> Matcher:
    """Return a matcher that works with the kernel, or without."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(names.weighing, "library", lambda: by)
        found = Matcher(gazetteer)
        assert (found._weighing.opened() is None) == (by is None)
        return found


class Both:
    """One gazetteer, matched with the kernel and without."""

    def __init__(self, entities: Sequence[Entity], kernel: Library) -> None:
        gazetteer = Gazetteer(tuple(entities))
        self.fast, self.slow = matcher(gazetteer, kernel), matcher(gazetteer, None)
        self.index = self.fast._index
        self.batches = Batches(self.index, kernel, {**LIMITS, "told_from": self.slow._weighing.told_from})

    def left(self, texts: Sequence[str]) -> list[str]:
        """Return the spellings that the kernel leaves to Python."""
        _, left = self.batches.answer([fold(text) for text in texts])
        return [texts[row] for row in left]

    def answer_alike(self, texts: Sequence[str]) -> None:
        """Fail with both lists of evidence where the two answer a spelling differently."""
        report = [
            unlike_answers(text, fast, slow)
            for text, fast, slow in zip(
                texts, self.fast.match_many(texts), self.slow.match_many(texts), strict=True
            )
            if fast != slow
        ]
        fail_with(report, f"of {len(texts)} spellings are answered otherwise by the kernel than by Python")
        self.approximate_alike(texts)

    def approximate_alike(self, texts: Sequence[str]) -> None:
        """Fail with both lists of approximate weights where the two find other entities for a spelling."""
        search = self.slow._weighing.search
        slow = [search.find(fold(text), behind=LIMITS["behind"]) for text in texts]
        report = [
            f"{_shown(text)!r}\n{beside(*map(self._approximate, (fast, looked_at(found))))}"
            for text, fast, found in zip(texts, self.approximate_by_kernel(texts), slow, strict=True)
            if fast is not None and fast != looked_at(found)
        ]
        fail_with(report, f"of {len(texts)} spellings lead the kernel to other entities than Python")

    def approximate_by_kernel(self, texts: Sequence[str]) -> Iterator[Found | None]:
        """Yield the entities that the kernel finds for each spelling; None where Python must tell."""
        _, room = self.batches._begin([fold(text) for text in texts], False)()
        for n, count in enumerate(room.found_count.tolist()):
            entity_numbers, weights = room.found[n, :count].tolist(), room.approximate[n, :count].tolist()
            approximate = list(zip(entity_numbers, weights, strict=True))
            yield None if room.status[n] else Found(approximate, bool(room.settled[n]))

    def _approximate(self, found: Found) -> list[str]:
        named = [
            f"{self.index.entity(entity_number).id} {weight!r}" for entity_number, weight in found.approximate
        ]
        return ["settled" if found.settled else "not settled", *named]

    def weigh_every_entity_alike(self, text: str) -> list[tuple[str, float]]:
        """Return what all entities weigh, or fail with both lists of evidence where the two differ."""
        fast, slow = self.fast.weigh(text), self.slow.weigh(text)
        if fast != slow:
            entity_numbers = {
                self.index.entity(entity_number).id: entity_number for entity_number in range(len(self.index))
            }
            by_kernel, by_python = dict(fast), dict(slow)
            unlike = [
                Pairing(text, entity_numbers[id]) for id in by_python if by_kernel.get(id) != by_python[id]
            ]
            told = self.unlike_evidence(unlike)
            report = ["\n".join([self._called(one), *told.get(one, [])]) for one in unlike]
            what = f"of {len(slow)} entities are weighed otherwise by the kernel than by Python"
            fail_with(report or [f"{text!r}: the weights are the same in another order"], what)
        return fast

    def weigh_alike(self, pairings: Sequence[Pairing]) -> None:
        """Fail with both lists of evidence where the two weigh parts, or all of a pair, differently."""
        of_parts, of_all = self.unlike_parts(pairings), self.unlike_evidence(pairings)
        report = [
            "\n".join([self._called(pairing), *of_parts.get(pairing, []), *of_all.get(pairing, [])])
            for pairing in dict.fromkeys([*of_parts, *of_all])
        ]
        fail_with(report, f"of {len(pairings)} pairs of spellings are weighed otherwise by the kernel")

    def unlike_parts(self, pairings: Sequence[Pairing]) -> dict[Pairing, list[str]]:
        """Return what the two say of pairs of parts where they differ, a line for each."""
        unlike: dict[Pairing, list[str]] = {}
        for in_rows in (True, False):
            for pairing, fast in zip(pairings, self.parts_by_kernel(pairings, in_rows=in_rows), strict=True):
                slow = {(i, j): said for i, j, said in self.parts_by_python(pairing)}
                for i, j, said in fast:
                    if said is not None and _bits(said) != _bits(slow[i, j]):
                        line = self._unlike_pair(pairing, i, j, in_rows=in_rows)
                        unlike.setdefault(pairing, []).append(f"{line}: kernel {said}, Python {slow[i, j]}")
        return unlike

    def unlike_evidence(self, pairings: Sequence[Pairing]) -> dict[Pairing, list[str]]:
        """Return all that the two say of pairs of spellings where they differ, side by side."""
        return {
            pairing: [side_by_side(fast, slow)]
            for pairing, fast in zip(pairings, self.evidence_by_kernel(pairings), strict=True)
            if fast is not None and _all_bits(fast) != _all_bits(slow := self.evidence_by_python(pairing))
        }

    def parts_by_kernel(self, pairings: Sequence[Pairing], *, in_rows: bool) -> Iterator[list[PairOfParts]]:
        """Yield what the kernel says of each pair of parts of spellings and the first forms of entities.

        Args:
            pairings: The spellings and the entities.
            in_rows: Whether it reads listed parts from the rows it makes of them, as when it answers, or
                from the sections, as when it weighs every entity.
        """
        kinds = self.batches._kinds
        for some in _chunks(pairings):
            forms = [self.index.forms_of(pairing.entity_number)[0] for pairing in some]
            weights = np.zeros((len(some), MOST_PARTS, MOST_PARTS))
            said = np.zeros(weights.shape, np.uint8)
            self._call("names_weigh_parts", some, forms, [weights, said], in_rows=in_rows)
            for n, pairing in enumerate(some):
                size = len(fold(pairing.asked).parts), len(self.index.form(forms[n])[1].parts)
                yield [
                    PairOfParts(i, j, (kinds[said[n, i, j]], float(weights[n, i, j])))
                    if said[n, i, j] < len(kinds)
                    else PairOfParts(i, j, None)
                    for i, j in itertools.product(*map(range, size))
                    if max(size) <= MOST_PARTS
                ]

    def parts_by_python(self, pairing: Pairing) -> Iterator[PairOfParts]:
        """Yield what Python says of each pair of parts of a spelling and the first form of an entity."""
        entity = self.index.entity(pairing.entity_number)
        as_what = weights_for(self.index.weighed_type(pairing.entity_number))
        scale = Scale(as_what, self.index.frequencies, entity.gender)
        _, form = self.index.form(self.index.forms_of(pairing.entity_number)[0])
        for i, a in enumerate(fold(pairing.asked).parts):
            for j, b in enumerate(form.parts):
                yield PairOfParts(i, j, _weigh(a, b, scale))

    def evidence_by_kernel(self, pairings: Sequence[Pairing]) -> Iterator[Explanation | None]:
        """Yield the best form of each entity and all its evidence; None where Python must tell."""
        piece = ResultBuffers(0, most := self.batches._most_pieces).pieces.dtype
        for some in _chunks(pairings):
            size, entity_numbers = len(some), [pairing.entity_number for pairing in some]
            status, forms = np.zeros(size, np.uint8), np.zeros((size, 1), np.uint32)
            counts, pieces = np.zeros((size, 1), np.uint32), np.zeros((size, 1, most), piece)
            unfit = self._call("names_weigh_each", some, entity_numbers, [status, forms, counts, pieces])
            found: Any = SimpleNamespace(pieces=pieces, piece_counts=counts, forms=forms)
            queries = [fold(pairing.asked) for pairing in some]
            for n, pairing in enumerate(some):
                left = status[n] or pairing.asked in unfit
                yield None if left else self.batches._tell(queries, found, n, 0)

    def evidence_by_python(self, pairing: Pairing) -> Explanation:
        """Return the best form of an entity and all its evidence."""
        comparison, form = self.slow._weighing.best_form(fold(pairing.asked), pairing.entity_number)
        return form, comparison.evidence

    def _call(
        self,
        function: str,
        pairings: Sequence[Pairing],
        others: Sequence[int],
        to: Sequence[Any],
        *,
        in_rows: bool = True,
    ) -> set[str]:
        """Let the kernel weigh spellings, each beside the form or the entity of that number.

        Returns:
            Spellings of whose parts the places do not tell which they are.
        """
        batches = self.batches
        texts = list(dict.fromkeys(pairing.asked for pairing in pairings))
        places = {text: n for n, text in enumerate(texts)}
        asked, given = batches._ask([fold(text) for text in texts])
        numbers = np.array([places[pairing.asked] for pairing in pairings], np.uint32)
        others_then = [np.array(others, np.uint32), len(pairings), *to]
        assert batches._rows is not None
        wrong = getattr(batches._library.call, function)(
            batches._settings.reference(), batches._listed.reference(), batches._runs.reference(),
            batches._filed.reference(), batches._rows if in_rows else None, batches._rules,
            *(each.reference() for each in given), *map(_as_argument, [numbers, *others_then]),
        )  # fmt: skip
        assert not wrong
        return {texts[n] for n in asked.unfit}

    def _called(self, pairing: Pairing) -> str:
        entity = self.index.entity(pairing.entity_number)
        listed = f"{entity.id} {_shown(entity.name)!r} ({entity.type}, {entity.gender})"
        return f"{_shown(pairing.asked)!r} for {listed}"

    def _unlike_pair(self, pairing: Pairing, i: int, j: int, *, in_rows: bool) -> str:
        a = fold(pairing.asked).written[i]
        b = self.index.form(self.index.forms_of(pairing.entity_number)[0])[1].written[j]
        return f"  {a} / {b}{'' if in_rows else ', read from sections'}"


def _chunks(pairings: Sequence[Pairing]) -> Iterator[Sequence[Pairing]]:
    for begin in range(0, len(pairings), TOGETHER):
        yield pairings[begin : begin + TOGETHER]


def _as_argument(value: Any) -> Any:
    return value if isinstance(value, int) else ctypes.c_void_p(value.ctypes.data)


def _bits(said: Said | None) -> tuple[str, str] | None:
    """Return a kind and a weight so that equal ones are equal to the last bit."""
    return said and (said[0], said[1].hex())


def _all_bits(told: Explanation) -> tuple[Form, list[tuple[str, str, str, str]]]:
    return told[0], [(e.kind, e.weight.hex(), e.query, e.form) for e in told[1]]


def fail_with(report: Sequence[str], what: str) -> None:
    """Fail with the first reports of a list, and how many there are; with none, do nothing.

    Args:
        report: One text for each difference.
        what: What the number of differences is of.
    """
    if report:
        pytest.fail("\n".join([f"{len(report)} {what}", *report[:MOST_REPORTED]]), pytrace=False)


def unlike_answers(text: str, fast: Match, slow: Match) -> str:
    """Return how two answers for a spelling differ: of each candidate, what both say."""
    lines = [f"{text!r}"]
    for by, answer in (("kernel", fast), ("Python", slow)):
        lines.append(f"  {by}: {answer.status} {answer.score!r} {[c.entity.id for c in answer.candidates]}")
    mine, theirs = ({c.entity.id: c for c in answer.candidates} for answer in (fast, slow))
    for id in dict.fromkeys([*mine, *theirs]):
        here, there = mine.get(id), theirs.get(id)
        if here != there:
            entity = (here or there).entity  # type: ignore[union-attr]
            scores = " and ".join(repr(c.score) if c else "not found" for c in (here, there))
            lines += [f"  {id} {entity.name!r}: {scores}", side_by_side(_told(here), _told(there))]
    return "\n".join(lines)


def _told(candidate: Candidate | None) -> Explanation | None:
    return (candidate.form, candidate.evidence) if candidate else None


def side_by_side(fast: Explanation | None, slow: Explanation | None) -> str:
    """Return what the kernel says beside what Python does, a line a piece, with a star where they differ."""
    return beside(*map(_lines, (fast, slow)))


def beside(fast: Sequence[str], slow: Sequence[str]) -> str:
    """Return lines of the kernel beside those of Python, with a star where they differ."""
    sides = ["kernel", *fast], ["Python", *slow]
    width = max(map(len, sides[0]))
    return "\n".join(
        f"  {' ' if a == b or n == 0 else '*'} {a:<{width}}  {b}"
        for n, (a, b) in enumerate(itertools.zip_longest(*sides, fillvalue=""))
    )


def looked_at(found: Found) -> Found:
    """Return what Python finds less the entities that it keeps unread behind all others."""
    return found._replace(approximate=[each for each in found.approximate if each[1] > -BEHIND_ALL / 2])


def _lines(told: Explanation | None) -> list[str]:
    if told is None:
        return ["not found"]
    return [f"form {told[0].kind} {_shown(told[0].text)!r}", *map(_written, told[1]), f"sum {_sum(told)!r}"]


def _written(evidence: Evidence) -> str:
    return f"{evidence.kind} {evidence.weight!r} {_shown(evidence.query)}/{_shown(evidence.form)}"


def _shown(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def _sum(told: Explanation) -> float:
    total = 0.0
    for evidence in told[1]:
        total += evidence.weight
    return total
