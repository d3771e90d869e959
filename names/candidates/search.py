"""Candidates for a query from blocks that it shares with listed spellings, never by a scan of them all.

Every part of a query leads to listed parts near it, and these to the spellings that have them: best pairs
first, and never more than a few thousand a part. The parts that lead to fewest spellings are followed to all
of theirs; those that thousands share, only to spellings to which another part leads too. What the parts say
together, less what is left over on both sides, is the promise of a spelling: a guess at what its whole
evidence will weigh.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from names.candidates.blocks import neighbours
from names.candidates.estimate import estimate
from names.candidates.leads import NO_FORMS, Lead, Leads
from names.candidates.near import Near
from names.candidates.register import Register, spread
from names.evidence import WEIGHTS, added_up
from names.folding import Part, Spelling
from names.folding.spelling import is_foreign_run

Ints = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

MAX_CANDIDATES = 50  # entities that deserve a full comparison
SHORTEST_ALONE = 3  # letters of one character that may be a whole part of a foreign name: 旺 Wan, not 阿 a
NARROW = 2_000  # forms up to which the parts that lead to fewest are followed to all of them, together
NARROW_EQUAL = 200  # the same where only what is equal counts: its rarest part is in every form that settles
SLACK = 1.0  # nats by which a promise may be wrong where the query is settled
FORMS_EACH = 4  # forms of an entity that may stand among the best before fewer entities than asked are found
LOOKED_AT = 64  # forms of a query for which the evidence is estimated
BEHIND_ALL = 1_000.0  # nats that keep what was not looked at closely behind what was
OPPOSED = -1.0  # nats that words left on both sides cost a promise; they may be unlike, or hardly alike
COVERS_QUERY = 2.0**20  # added to what a part says: how many parts of the query it stands for
COVERS_FORM = 2.0**30  # likewise of the form


class Found(NamedTuple):
    """The entities that a query may mean.

    Attributes:
        promises: The number of each, and what its evidence may weigh, in nats, by a guess; best first.
        settled: Whether all words of the query are equal to those of a listed spelling.
    """

    promises: list[tuple[int, float]]
    settled: bool


class _Promises(NamedTuple):
    """The forms that a query may mean.

    Attributes:
        forms: Their numbers.
        weights: What the evidence for each may weigh, in nats, by a guess.
        joined: Whether words of either side were written together to find it.
        settled: Whether all words of the query are equal to those of one of them.
    """

    forms: Ints
    weights: Floats
    joined: Bools
    settled: bool

    def best(self, most: int | None = None) -> _Promises:
        """Return the best of them in order; all where it is not said how many."""
        forms, weights, joined, settled = self
        if most is not None and len(forms) > most:
            lowest = np.partition(weights, len(weights) - most)[len(weights) - most]
            some = np.flatnonzero(weights >= lowest)  # with all its equals: of these, the first forms stay
            forms, weights, joined = forms[some], weights[some], joined[some]
        order = np.lexsort((forms, -weights))[:most]
        return _Promises(forms[order], weights[order], joined[order], settled)


class Search:
    """Finds the entities of a register that queries may mean.

    Args:
        register: The listed entities.
    """

    def __init__(self, register: Register) -> None:
        self.register = register
        self._room = _Room(len(register.form_owners), len(register.of_key))
        self._equal = Leads(register, loosely=False)
        self._near = Leads(register, loosely=True)

    def find(
        self,
        queries: Sequence[Spelling],
        limit: int = MAX_CANDIDATES,
        behind: float = math.inf,
        looked_at: int = LOOKED_AT,
    ) -> list[Found]:
        """Return, for each query, the entities most worth comparing with it, most promising first.

        A query whose words are all equal by rule to all those of some listed spelling is settled: what is
        merely near need not be looked for.

        Args:
            queries: Folded queries; many at once cost less each.
            limit: How many entities at most.
            behind: Nats that what is found for a settled query may lie behind what settles it.
            looked_at: For how many forms of another query the evidence is estimated.

        Returns:
            Entities without repeats; none where no listed spelling shares a block with the query.
        """
        self._equal.prepare(part for query in queries for part in _all_parts(query))
        promised = [self._promise(query, self._equal, behind) for query in queries]
        rest = [n for n, promise in enumerate(promised) if not promise.settled]
        self._near.prepare(part for n in rest for part in _parts_told_loosely(queries[n]))
        open_ones = [queries[n] for n in rest]
        near = [self._promise(query, self._near).best(max(limit, looked_at)) for query in open_ones]
        for n, closer in zip(rest, self._looked_at(open_ones, near, looked_at), strict=True):
            promised[n] = closer
        return [self._found(promise, limit) for promise in promised]

    def _looked_at(
        self, queries: Sequence[Spelling], found: Sequence[_Promises], most: int
    ) -> Iterator[_Promises]:
        """Yield the promises with an estimate of the whole evidence for the best of them, so many."""
        forms = [promise.forms[:most] for promise in found]
        for promise, guess in zip(found, estimate(queries, forms, self.register, self._near), strict=True):
            joined = promise.joined[:most]
            weights = promise.weights.copy()
            weights[:most] = np.where(joined, np.maximum(guess, weights[:most]), guess)
            weights[most:] -= BEHIND_ALL
            yield promise._replace(weights=weights)

    def _found(self, promise: _Promises, limit: int) -> Found:
        """Return the entities that forms lead to, best first, each with the best of its promises."""
        found: dict[int, float] = {}
        promise = promise.best(FORMS_EACH * limit)
        owners = self.register.form_owners[promise.forms].tolist()
        for owner, weight in zip(owners, promise.weights.tolist(), strict=True):
            found.setdefault(owner, weight)
            if len(found) == limit:
                break
        return Found(list(found.items()), promise.settled)

    def _promise(self, query: Spelling, leads: Leads, behind: float | None = None) -> _Promises:
        """Return the forms that parts of a query lead to, and what each promises.

        Only equal parts can settle a query; `behind` is then how far behind what settles it others may lie.
        """
        if is_foreign_run([part.text for part in query.parts]):
            forms, weights = _divided(query.parts, leads)
            return _Promises(forms, weights, np.ones(len(forms), bool), settled=False)
        alone = [leads[part] for part in _alone(query)]
        together = leads if _tells_vowels_poorly(query) else self._equal
        whole = [(end - at, together[part]) for at, end, part in neighbours(query.parts)]
        every = [(1, lead) for lead in alone] + [(size, lead) for size, lead in whole if len(lead.forms)]
        forms, total = self._add_up(every, NARROW_EQUAL if leads is self._equal else NARROW)
        for size, lead in every:
            if not lead.whole:
                total += self._looked_up(lead.near, forms, _covering(size, 1))
        return self._less_the_rest(query, forms, total, behind)

    def _add_up(self, leads: Sequence[tuple[int, Lead]], most: int) -> tuple[Ints, Floats]:
        """Return the forms worth a look, each once, with the sum of what the whole leads say.

        These are all forms of the narrow leads and of neighbours together, and those that two leads share.
        """
        total, often = self._room.total, self._room.often
        narrow = _narrow([lead for _, lead in leads], most)
        met: list[Ints] = [NO_FORMS]
        for (size, lead), alone in zip(leads, narrow, strict=True):
            often[lead.forms] += 2 if alone else 1
            if lead.whole:
                total[lead.forms] += lead.weights + _covering(size, 1)
            met.append(lead.forms)
            if size == 1 and len(lead.together):
                often[lead.together] += 2
                total[lead.together] += lead.together_weights + _covering(1, 2)
                met.append(lead.together)
        every = np.concatenate(met)
        kept = np.unique(every[often[every] > 1])
        found = total[kept]
        total[every] = 0.0
        often[every] = 0
        return kept, found

    def _looked_up(self, near: Near, forms: Ints, covering: float) -> Floats:
        """Return what near parts say for forms that are known already: the most that one of theirs does."""
        register, of_part = self.register, self._room.of_part
        begin = register.first_parts[forms].astype(np.int64)
        counts = register.first_parts[forms + 1] - begin
        of_part[near.parts] = near.weights
        said = of_part[register.form_parts[spread(begin, counts)]]
        of_part[near.parts] = 0.0
        some = counts > 0
        most = np.zeros(len(forms))
        if some.any():
            most[some] = np.maximum.reduceat(said, (np.cumsum(counts) - counts)[some])
        return most + (most > 0) * covering

    def _less_the_rest(self, query: Spelling, forms: Ints, total: Floats, behind: float | None) -> _Promises:
        """Return what was said less what is left over: opposed on both sides, or of one side alone."""
        of_form, rest = np.divmod(total, COVERS_FORM)
        of_query, said = np.divmod(rest, COVERS_QUERY)
        initials = sum(part.kind == "initial" for part in query.parts)
        words = sum(part.kind == "word" for part in query.parts)
        here = np.maximum(0.0, words - of_query)
        there = np.maximum(0.0, self.register.form_words[forms] - of_form)
        others = self.register.form_initials[forms]
        all_said = (here == 0) & (there == 0) & (others == 0) & (said >= self._equal_by_rule(query))
        settled = behind is not None and words > 1 and not initials and bool(all_said.any())
        here, there = here - np.minimum(others, here), there - np.minimum(initials, there)
        opposed, joined = np.minimum(here, there), of_form != of_query
        said += np.where(joined, WEIGHTS.contradicted, OPPOSED) * opposed  # what is joined is not estimated
        said += WEIGHTS.extra * (here - opposed) + WEIGHTS.omitted * (there - opposed)
        if settled and behind is not None:
            whole = of_query >= words
            near = whole | (said >= said[whole].max() - behind - SLACK)
            forms, said, joined = forms[near], said[near], joined[near]
        return _Promises(forms, said, joined, settled)

    def _equal_by_rule(self, query: Spelling) -> float:
        """Return what a form says at least that all words of a query are equal to by spelling rules alone."""
        if _tells_vowels_poorly(query):
            return math.inf  # where vowels are hardly told, rules make many names equal
        return added_up(self.register.bearers.of_key(part) + WEIGHTS.rules for part in _alone(query)) - 0.01


class _Room(threading.local):
    """Room to add up in, one for every thread: zeros for every form and every part."""

    def __init__(self, forms: int, parts: int) -> None:
        self.total = np.zeros(forms)
        self.often = np.zeros(forms, np.uint8)
        self.of_part = np.zeros(parts)


def _narrow(leads: Sequence[Lead], most: int) -> list[bool]:
    """Tell for each lead whether it is narrow: one of those of fewest forms, with at most so many together.

    The first that leads anywhere always is; of two with as many forms, the first comes first.
    """
    narrow = [False] * len(leads)
    met = 0
    for n in sorted(range(len(leads)), key=lambda n: leads[n].size):
        narrow[n] = met == 0 or met + leads[n].size <= most
        met += leads[n].size
    return narrow


def _divided(parts: Sequence[Part], leads: Leads) -> tuple[Ints, Floats]:
    """Return what the characters of a foreign name say for each form, divided as says most.

    They do not show where one part of the name ends: any few may be one, but none is part of two.
    """
    alone = [(at, at + 1, part) for at, part in enumerate(parts) if len(part.key) >= SHORTEST_ALONE]
    best: list[dict[int, float]] = [{} for _ in range(len(parts) + 1)]
    runs = sorted([*alone, *neighbours(parts)], key=lambda run: run[:2])
    for end in range(1, len(parts) + 1):
        here = best[end] = dict(best[end - 1])
        for start, _, part in (run for run in runs if run[1] == end):
            lead, before = leads[part], best[start]
            for form, weight in zip(lead.forms.tolist(), lead.weights.tolist(), strict=True):
                if (together := before.get(form, 0.0) + weight) > here.get(form, 0.0):
                    here[form] = together
    found = best[-1]
    return np.fromiter(found, np.int64, len(found)), np.fromiter(found.values(), np.float64, len(found))


def _alone(query: Spelling) -> list[Part]:
    return [part for part in query.parts if part.kind != "initial"]


def _all_parts(query: Spelling) -> Iterator[Part]:
    yield from _alone(query)
    yield from (whole for _, _, whole in neighbours(query.parts))


def _parts_told_loosely(query: Spelling) -> Iterator[Part]:
    """Yield the parts for which what is merely near counts: words written together only in other scripts."""
    return _all_parts(query) if _tells_vowels_poorly(query) else iter(_alone(query))


def _tells_vowels_poorly(query: Spelling) -> bool:
    return any(part.writing != "alphabet" for part in query.parts)


def _covering(of_query: int, of_form: int) -> float:
    return of_query * COVERS_QUERY + of_form * COVERS_FORM
