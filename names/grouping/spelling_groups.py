"""`group()`: spellings that no list has, grouped as one name each."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec
import numpy as np

from names.circumstances import Circumstances
from names.decision import calibration, render_score
from names.defaults import COVERAGE
from names.grouping.doubts import Doubts, Place
from names.grouping.linkage import Linkage
from names.grouping.naming import best_name, ids_of
from names.grouping.pairs import PairWeights, SpellingTraits
from names.notebook_progress import NotebookBar
from names.tables.rows import Asked

TOGETHER = 0.5  # the least probability at which spellings come together
NEAR = 2.0  # nats below the level from which a pair is worth a note

_BETWEEN = re.compile(r"""[\s.,;:()"'\u2019\u2018\u02bc`\u00b4\-\u2013\u2014_/]+""")

Tell = Callable[[int], object]


class GroupedSpelling(msgspec.Struct, frozen=True):
    """A spelling, and the group that it came to.

    Attributes:
        spelling: As written.
        count: How often it came.
        group: The id of its group, made of the name of that.
        group_name: The spelling that the group is called by: the best-scripted, fullest and commonest.
        score: The probability that it belongs with the others; None where it is alone.
        note: Why it is alone, where that is doubtful; else "".
        beside: What its rows say besides; None for nothing.
    """

    spelling: str
    count: int
    group: str
    group_name: str
    score: float | None
    note: str = ""
    beside: Circumstances | None = None


def group(
    spellings: Iterable[str] | Mapping[str, int] | Mapping[Asked, int],
    *,
    together: float = TOGETHER,
    coverage: float = COVERAGE,
    processes: int = 1,
    report: Tell = lambda count: None,
    progress: bool = True,
) -> list[GroupedSpelling]:
    """Return spellings grouped as one name each, by the evidence and the weights of matching.

    Args:
        spellings: Texts, or each with how often it came; `Asked` where something is said besides. Blank ones
            are left out.
        together: The least probability, above 0 and below 1, at which spellings come together.
        coverage: The share of spellings, above 0 and below 1, whose bearer has another one among them.
        processes: How many share the work where there is much; they make no difference. A program that asks
            for several must not do so while it is imported, since they import it too.
        report: Called with the number of spellings looked up so far, again and again.
        progress: In a notebook, show how far it is where that takes long.

    Returns:
        Each distinct spelling once; those of a group stand together, the most frequent groups first. The
        order of what is given makes no difference.

    Raises:
        ValueError: A share is out of range.

    Examples:
        >>> [each.group for each in group(["Almira Seitkali", "Сейтқали Алмира", "Dana Omar"])]
        ['almira-seitkali', 'almira-seitkali', 'dana-omar']
    """
    for share, what in ((together, "together"), (coverage, "coverage")):
        if not 0 < share < 1:
            raise ValueError(f"{what} {share!r} is out of range: choose one above 0 and below 1")
    counts = _counted(spellings)
    written = _alike(counts)
    names = [min(same, key=lambda name: (-counts[name], name.spelling)) for same in written]
    with NotebookBar("spellings compared", len(names), wanted=progress) as bar:
        pairs = PairWeights(names, coverage, processes, bar.told_by(report, int))
    level = pairs.level + _log_odds(together)
    places = _places(pairs, level)
    return list(_rows(places, written, counts, pairs.traits))


def _log_odds(share: float) -> float:
    return math.log(share / (1 - share)) / calibration().trust


def _counted(spellings: Iterable[str] | Mapping[str, int] | Mapping[Asked, int]) -> dict[Asked, int]:
    """Return how often each name came, in an order of their own."""
    pairs: Iterable[tuple[str | Asked, int]]
    pairs = spellings.items() if isinstance(spellings, Mapping) else ((text, 1) for text in spellings)
    counts: dict[Asked, int] = defaultdict(int)
    for given, count in pairs:
        name = Asked(given) if isinstance(given, str) else given
        if name.spelling.strip():
            counts[Asked(name.spelling.strip(), name.beside)] += count
    return dict(sorted(counts.items(), key=lambda pair: (pair[0].spelling, repr(pair[0].beside))))


def _alike(counts: Mapping[Asked, int]) -> list[list[Asked]]:
    """Return names that differ in capitals and punctuation alone together, where the same is said besides."""
    alike: dict[object, list[Asked]] = defaultdict(list)
    for name in counts:
        key = _BETWEEN.sub(" ", name.spelling.casefold()).strip()
        alike[key or name.spelling, name.beside].append(name)
    return list(alike.values())


def _places(pairs: PairWeights, level: float) -> list[Place]:
    """Return where each name comes; those that nothing leads to another are alone."""
    places = [Place([number], None) for number in range(len(pairs.traits))]
    for found in _components(pairs, level):
        linkage = Linkage(found, pairs.traits, level, pairs.compare, pairs.are_others)
        doubts = Doubts(linkage.groups(), found, linkage, pairs.level)
        for number, place in doubts.places().items():
            places[number] = place
    return places


def _components(pairs: PairWeights, level: float) -> Iterator[dict[int, dict[int, float]]]:
    """Yield the names that pairs lead to each other, with the weights of all their pairs."""
    leader = list(range(len(pairs.traits)))

    def leads(number: int) -> int:
        while leader[number] != number:
            leader[number] = leader[leader[number]]
            number = leader[number]
        return number

    near = pairs.weights >= level - NEAR
    for one, other in zip(pairs.sources[near].tolist(), pairs.targets[near].tolist(), strict=True):
        one, other = leads(one), leads(other)
        leader[max(one, other)] = min(one, other)
    led = [leads(number) for number in range(len(leader))]
    members: dict[int, list[int]] = defaultdict(list)
    for number, first in enumerate(led):
        members[first].append(number)
    of_pairs: dict[int, list[int]] = defaultdict(list)
    leads_to = np.array(led, np.uint32)
    together = leads_to[pairs.sources] == leads_to[pairs.targets]  # most pairs are not, and stay arrays
    for at in np.flatnonzero(together).tolist():
        of_pairs[led[int(pairs.sources[at])]].append(at)
    for first, numbers in members.items():
        if len(numbers) == 1:
            continue
        found: dict[int, dict[int, float]] = {number: {} for number in numbers}
        for at in of_pairs[first]:
            found[int(pairs.sources[at])][int(pairs.targets[at])] = float(pairs.weights[at])
        yield found


def _rows(
    places: Sequence[Place],
    written: Sequence[Sequence[Asked]],
    counts: Mapping[Asked, int],
    traits: Sequence[SpellingTraits],
) -> Iterator[GroupedSpelling]:
    """Yield every spelling as it was written, group by group."""
    groups = {tuple(place.group) for place in places}
    often = {group: sum(counts[name] for number in group for name in written[number]) for group in groups}
    called = {
        group: best_name(
            [(name.spelling, traits[number], counts[name]) for number in group for name in written[number]]
        )
        for group in groups
    }
    order = sorted(groups, key=lambda group: (-often[group], called[group], group))
    ids = dict(zip(order, ids_of([called[group] for group in order]), strict=True))
    for group in order:
        found = [(name, number) for number in group for name in written[number]]
        for name, number in sorted(found, key=lambda pair: (-counts[pair[0]], pair[0].spelling, pair[1])):
            place = places[number]
            score, note = place.score, _note(place, written)
            if score is None and len(found) > 1:
                score = 1.0  # they differ in capitals and punctuation
            yield GroupedSpelling(
                name.spelling, counts[name], ids[group], called[group], score, note, name.beside
            )


def _note(place: Place, written: Sequence[Sequence[Asked]]) -> str:
    told = [f"{written[other][0].spelling} ({render_score(score, 2)})" for other, score in place.others]
    return f"apart: may be {' or '.join(told)}" if told else ""
