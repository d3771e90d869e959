"""Candidates for a query from blocks that it shares with listed spellings, never by a scan of them all.

Every part of a query leads to listed parts near it, and these to the spellings that have them: best pairs
first, and never more than a few thousand a part. The parts that lead to fewest spellings are followed to all
of theirs; those that thousands share, only to spellings to which another part leads too. What the parts say
together, less what is left over on both sides, is the approximate weight of a spelling: a guess at what its
whole evidence will weigh.

The kernel does the same, many times faster; here it is said plainly, for one query.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from names.candidates.blocks import neighbours
from names.candidates.estimate import USUAL, Estimate
from names.candidates.index import Index
from names.candidates.leads import Lead, Leads
from names.candidates.near import Near
from names.evidence import BODY_WEIGHTS, WEIGHTS, Weights, added_up
from names.folding import Part, Spelling
from names.folding.spelling import is_foreign_run
from names.kinds import PartTrait, parts_with

_COUNTED = parts_with(PartTrait.COUNTED)

MAX_CANDIDATES = 50  # entities that deserve a full comparison
SHORTEST_ALONE = 3  # letters of one character that may be a whole part of a foreign name: 旺 Wan, not 阿 a
NARROW = 2_000  # forms up to which the parts that lead to fewest are followed to all of them, together
NARROW_EQUAL = 200  # the same where only what is equal counts: its rarest part is in every form that settles
SLACK = 1.0  # nats by which an approximate weight may be wrong where the query is settled
FORMS_EACH = 4  # forms of an entity that may stand among the best before fewer entities than asked are found
LOOKED_AT = 64  # forms of a query for which the evidence is estimated
BEHIND_ALL = 1_000.0  # nats that keep what was not looked at closely behind what was
OPPOSED = -1.0  # nats that words left on both sides cost a spelling; they may be unlike, or hardly alike
COVERS_QUERY = 2.0**20  # added to what a part says: how many parts of the query it stands for
COVERS_FORM = 2.0**30  # likewise of the form


class Found(NamedTuple):
    """The entities that a query may mean.

    Attributes:
        approximate: The number of each, and what its evidence may weigh, in nats, by a guess; best first.
        settled: Whether all words of the query are equal to those of a listed spelling.
    """

    approximate: list[tuple[int, float]]
    settled: bool


class _Approximation(NamedTuple):
    """A form that a query may mean.

    Attributes:
        weight: What the evidence for it may weigh, in nats, by a guess.
        form: Its number.
        joined: Whether words of either side were written together to find it.
    """

    weight: float
    form: int
    joined: bool


class Search:
    """Finds the entities of an index that a query may mean.

    Args:
        index: The listed entities.
        settles: Whether equal parts may settle a query, so that nothing near is looked for; not where
            listed spellings are asked for others like themselves.
    """

    def __init__(self, index: Index, *, settles: bool = True) -> None:
        self._index = index
        self._settles = settles
        self._equal = Leads(index, loosely=False)
        self._near = Leads(index, loosely=True)

    def find(
        self,
        query: Spelling,
        limit: int = MAX_CANDIDATES,
        behind: float = math.inf,
        looked_at: int = LOOKED_AT,
    ) -> Found:
        """Return the entities most worth comparing with a query, the likeliest first.

        A query whose words are all equal by rule to those of some listed spelling is settled: what is
        merely near need not be looked for.

        Args:
            query: A folded query.
            limit: How many entities at most.
            behind: Nats that what is found for a settled query may lie behind what settles it.
            looked_at: For how many forms of another query the evidence is estimated.

        Returns:
            Entities without repeats; none where no listed spelling shares a block with the query.
        """
        may_be_settled = self._settles and _may_be_settled(query)
        settled = self._approximate_equal(query, behind) if may_be_settled else []
        if settled:
            return Found(self._entities(settled, limit), settled=True)
        if is_foreign_run([part.text for part in query.parts]):
            forms = [
                _Approximation(weight, form, True) for form, weight in self._divided(query.parts).items()
            ]
        else:
            forms = list(self._approximate_near(query))
        closer = self._looked_at(query, _best(forms, max(limit, looked_at)), looked_at)
        return Found(self._entities(closer, limit), settled=False)

    def _entities(self, forms: Iterable[_Approximation], limit: int) -> list[tuple[int, float]]:
        """Return the entities that forms lead to, best first, each with the best of its weights."""
        found: dict[int, float] = {}
        for weight, form, _ in _best(forms, FORMS_EACH * limit):
            found.setdefault(self._index.entity_of(form), weight)
            if len(found) == limit:
                break
        return list(found.items())

    def _looked_at(
        self, query: Spelling, forms: Sequence[_Approximation], most: int
    ) -> Iterator[_Approximation]:
        """Yield the forms with an estimate of the whole evidence for the first of them, so many."""
        near = [self._near[part].near if part.kind != "initial" else {} for part in query.parts]
        estimate = Estimate(query, near, self._index)
        for weight, form, joined in forms[:most]:
            guess = estimate.of(form)
            yield _Approximation(max(guess, weight) if joined else guess, form, joined)
        for weight, form, joined in forms[most:]:
            yield _Approximation(weight - BEHIND_ALL, form, joined)

    def _approximate_equal(self, query: Spelling, behind: float) -> list[_Approximation]:
        """Return the forms that equal parts lead to; none where no form is equal to the whole query.

        What weighs far less than the best of those that have all words of the query is left out.
        """
        total = self._add_up(query, self._equal, NARROW_EQUAL)
        told = list(self._sums(query, total))
        equal = added_up(self._index.frequencies.of_key(part) + WEIGHTS.rules for part in query.parts) - 0.01
        if not any(each.is_whole and each.said >= equal for each in told):
            return []
        forms = [(each.is_of_whole_query, each.less_the_rest()) for each in told]
        best = max(form.weight for of_whole_query, form in forms if of_whole_query)
        least = best - behind - SLACK
        return [form for of_whole, form in forms if of_whole or form.weight >= least]

    def _approximate_near(self, query: Spelling) -> Iterator[_Approximation]:
        """Yield the forms that equal and near parts lead to."""
        for said in self._sums(query, self._add_up(query, self._near, NARROW)):
            yield said.less_the_rest()

    def _sums(self, query: Spelling, totals: Mapping[int, float]) -> Iterator[_Sum]:
        """Yield what the totals of what leads say for forms (with `_covering`) come to."""
        kinds = [part.kind for part in query.parts]
        words = sum(kind in _COUNTED for kind in kinds)
        initials = kinds.count("initial")
        by = BODY_WEIGHTS if query.body else WEIGHTS
        for form, total in totals.items():
            of_form, rest = divmod(total, COVERS_FORM)
            of_query, said = divmod(rest, COVERS_QUERY)
            here = max(0.0, words - of_query)
            there = max(0.0, int(self._index.form_words[form]) - of_form)
            others = int(self._index.form_initials[form])
            yield _Sum(said, form, of_form != of_query, here, there, initials, others, by)

    def _add_up(self, query: Spelling, leads: Leads, most: int) -> dict[int, float]:
        """Return the forms worth a look, in rising order, with the sum of what all leads say for each.

        These are all forms of the narrow leads and of neighbours together, and those that two leads share.
        """
        every = self._every_lead(query, leads)
        total, often = defaultdict[int, float](float), defaultdict[int, int](int)
        for (size, lead), alone in zip(every, _narrow([lead for _, lead in every], most), strict=True):
            for form, weight in lead.forms.items():
                often[form] += 2 if alone else 1
                total[form] += weight + _covering(size, 1) if lead.whole else 0.0
            for form, weight in lead.together.items() if size == 1 else ():
                often[form] += 2
                total[form] += weight + _covering(1, 2)
        found = {form: total[form] for form in sorted(total) if often[form] > 1}
        for size, lead in every:
            if not lead.whole:
                self._look_up(lead.near, found, _covering(size, 1))
        return found

    def _every_lead(self, query: Spelling, leads: Leads) -> list[tuple[int, Lead]]:
        """Return where the parts of a query lead, and neighbours together, each with the parts it covers.

        Words written together are looked for by what is merely near only where vowels are hardly told.
        """
        together = leads if _tells_vowels_poorly(query) else self._equal
        alone = [(1, leads[part]) for part in query.parts if part.kind != "initial"]
        whole = [(end - at, together[part]) for at, end, part in neighbours(query.parts)]
        return alone + [(size, lead) for size, lead in whole if lead.forms]

    def _look_up(self, near: Near, total: dict[int, float], covering: float) -> None:
        """Add to forms that are known already the most that one of their parts says, if it is a near one."""
        for form in total:
            said = max((near.get(number, 0.0) for number in self._index.parts_of(form)), default=0.0)
            if said > 0:
                total[form] += said + covering

    def _divided(self, parts: Sequence[Part]) -> dict[int, float]:
        """Return what the characters of a foreign name say for each form, divided as says most.

        They do not show where one part of the name ends: any few may be one, but none is part of two.
        """
        alone = [(at, at + 1, part) for at, part in enumerate(parts) if len(part.key) >= SHORTEST_ALONE]
        best: list[dict[int, float]] = [{} for _ in range(len(parts) + 1)]
        runs = sorted([*alone, *neighbours(parts)], key=lambda run: run[:2])
        for end in range(1, len(parts) + 1):
            here = best[end] = dict(best[end - 1])
            for start, _, part in (run for run in runs if run[1] == end):
                before = best[start]
                for form, weight in self._near[part].forms.items():
                    if (together := before.get(form, 0.0) + weight) > here.get(form, 0.0):
                        here[form] = together
        return best[-1]


class _Sum(NamedTuple):
    """What the parts of a query say for a form, and what is left over on both sides.

    Attributes:
        said: What the parts say, in nats.
        form: The number of the form.
        joined: Whether words of either side were written together.
        here: Words of the query that are left.
        there: Words of the form that are left.
        initials: Initials of the query.
        others: Initials of the form.
        by: What leftover words weigh.
    """

    said: float
    form: int
    joined: bool
    here: float
    there: float
    initials: int
    others: int
    by: Weights

    @property
    def is_of_whole_query(self) -> bool:
        """Whether no word of the query is left."""
        return self.here == 0

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left on either side."""
        return self.here == self.there == self.others == 0

    def less_the_rest(self) -> _Approximation:
        """Return what was said less what is left over: opposed on both sides, or of one side alone."""
        here, there = self.here - min(self.others, self.here), self.there - min(self.initials, self.there)
        by = self.by
        if by.by_rarity:
            left = by.by_rarity * USUAL * (by.extra * here + by.omitted * there)
            return _Approximation(self.said + left, self.form, self.joined)
        opposed = min(here, there)
        said = self.said + (WEIGHTS.contradicted if self.joined else OPPOSED) * opposed
        said += WEIGHTS.extra * (here - opposed) + WEIGHTS.omitted * (there - opposed)
        return _Approximation(said, self.form, self.joined)


def _best(forms: Iterable[_Approximation], most: int) -> list[_Approximation]:
    """Return the heaviest forms in order, so many; of equal ones those of the lowest numbers."""
    return sorted(forms, key=lambda form: (-form.weight, form.form))[:most]


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


def _may_be_settled(query: Spelling) -> bool:
    """Tell whether equal parts can settle a query: several words, and all vowels told.

    Where vowels are hardly told, rules make many names equal.
    """
    kinds = [part.kind for part in query.parts]
    return (
        sum(kind in _COUNTED for kind in kinds) > 1
        and "initial" not in kinds
        and not _tells_vowels_poorly(query)
    )


def _tells_vowels_poorly(query: Spelling) -> bool:
    return any(part.writing != "alphabet" for part in query.parts)


def _covering(of_query: int, of_form: int) -> float:
    return of_query * COVERS_QUERY + of_form * COVERS_FORM
