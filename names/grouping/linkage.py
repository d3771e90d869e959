"""Spellings brought together: groups in which all speak for one bearer, and none is drawn in by a chain.

First spellings come together of which every pair reaches the level. Then groups do, where the spellings of
each fit the other: half of them at least reach the level with it, and on the average all of them do. A
spelling fits a group as its likest spelling there says, but

- one that says less (M. Ivanov) excuses nothing that a fuller one contradicts (Murat, not Marat);
- one in another script excuses little of what those in its own contradict;
- and where two spellings flatly contradict each other, as brothers and spouses do, or their rows do
  (another year of birth), their groups stay apart.

So Ivanov, Ivanova and Ivanovna stay three, however near each is to the next.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from statistics import fmean

from names.grouping.pairs import SpellingTraits

CONTRADICTED = -8.0  # nats below which two spellings contradict each other so that no third one excuses it
FARTHER = 4.0  # nats that a spelling in another script may say more than those in one's own
FITTING = 0.5  # share of the spellings of a group that must reach the level with another
CROWDED = 40  # pairs found for a spelling from which others may not have been found for want of room
GAP = 4.0  # nats by which groups may hold together more than anything brings them together
MOST_COMPARED = 16  # pairs of two groups that are compared where the search did not bring them together

Group = list[int]
Weights = Mapping[int, MutableMapping[int, float]]
"""Of a spelling, the weight of the pair with each that the search found for it."""


class Linkage:
    """Groups spellings that the search brought together.

    Args:
        found: The weights of their pairs.
        traits: Of each spelling.
        level: Nats from which two are taken for one.
        compare: Gives the weight of a pair that the search did not find.
        are_others: Tells whether rows of two groups say that these are two, which no third spelling excuses.
    """

    def __init__(
        self,
        found: Weights,
        traits: Sequence[SpellingTraits],
        level: float,
        compare: Callable[[int, int], float],
        are_others: Callable[[Group, Group], bool],
    ) -> None:
        self._found = found
        self._traits = traits
        self._level = level
        self._compare = compare
        self._are_others = are_others

    def groups(self) -> list[Group]:
        """Return the spellings in groups; one that goes with none is a group by itself."""
        groups = self._merged([[number] for number in self._found], self._links_of_pairs())
        while True:
            merged = self._merged(groups, self._links_of_groups(groups))
            if len(merged) == len(groups):
                return merged
            groups = merged

    def weight(self, one: int, other: int) -> float:
        """Return the weight of a pair, which is compared where the search did not find it.

        Args:
            one: The number of a spelling.
            other: That of another.
        """
        found = self._found[one].get(other, self._found[other].get(one))
        if found is None:
            found = self._found[one][other] = self._found[other][one] = self._compare(one, other)
        return found

    def _links_of_pairs(self) -> Iterator[tuple[float, int, int]]:
        """Yield the weight of each pair found both ways round, by the places of the two."""
        places = {number: place for place, number in enumerate(self._found)}
        for one, others in self._found.items():
            for other, weight in others.items():
                if one < other and one in self._found[other]:
                    yield min(weight, self._found[other][one]), places[one], places[other]

    def _links_of_groups(self, groups: Sequence[Group]) -> Iterator[tuple[float, int, int]]:
        """Yield what the spellings of two groups say of each other, on the average, where enough fit."""
        fits = self._fits(groups)
        tellers = [len(self._telling(group)) for group in groups]
        for (one, other), here in fits.items():
            there = fits.get((other, one))
            if one > other or not there or min(*here, *there) <= CONTRADICTED:
                continue
            if all(
                sum(weight >= self._level for weight in weights) >= FITTING * tellers[number]
                for weights, number in ((here, one), (there, other))
            ):
                said = sum(max(weight, 0.0) for weight in (*here, *there))
                yield said / (tellers[one] + tellers[other]), one, other

    def _telling(self, group: Group) -> Group:
        """Return the spellings of a group that tell who it is: no shorter ones beside full names."""
        full = [number for number in group if self._traits[number].is_full]
        return full or group

    def _stand_off(self, one: Group, other: Group) -> bool:
        """Tell whether each of two groups holds together by far more than anything brings them together.

        Then they differ where each is at one: Armen and Армен, Arsen and Арсен. A slip stands alone.
        """
        one, other = self._telling(one), self._telling(other)
        if min(len(one), len(other)) < 2:
            return False
        between = max(self._strongest(number, other) for number in one)
        held = min(fmean(self._strongest(number, group) for number in group) for group in (one, other))
        return between < held - GAP

    def _strongest(self, number: int, group: Group) -> float:
        found = self._found[number]
        return max((found[other] for other in group if other in found), default=0.0)

    def _fits(self, groups: Sequence[Group]) -> dict[tuple[int, int], list[float]]:
        """Return how each telling spelling fits each group that it was found with, by the two groups."""
        group_of = {number: place for place, group in enumerate(groups) for number in group}
        fullest: dict[tuple[int, str], int] = defaultdict(int)
        for number, place in group_of.items():
            key = place, self._traits[number].script
            fullest[key] = max(fullest[key], self._traits[number].words)
        fits: dict[tuple[int, int], list[float]] = defaultdict(list)
        telling = [frozenset(self._telling(group)) for group in groups]
        for number in frozenset().union(*telling):
            own = group_of[number]
            by_group: dict[int, list[tuple[int, float]]] = defaultdict(list)
            for other, weight in self._found[number].items():
                if other in telling[group_of[other]] and group_of[other] != own:
                    by_group[group_of[other]].append((other, weight))
            for place, found in by_group.items():
                asked = fullest.get((place, self._traits[number].script), 0)
                fits[own, place].append(self._fit(number, found, asked))
        return fits

    def _fit(self, number: int, found: Sequence[tuple[int, float]], fullest: int) -> float:
        """Return how a spelling fits a group.

        Args:
            number: Of the spelling.
            found: The telling spellings of the group that were found for it.
            fullest: How many words the fullest one of its script has in the group.
        """
        script, words = self._traits[number].script, self._traits[number].words
        home = [(weight, other) for other, weight in found if self._traits[other].script == script]
        abroad = [weight for other, weight in found if self._traits[other].script != script]
        if not home:
            return max(abroad)
        if min(home)[0] <= CONTRADICTED:
            return min(home)[0]
        telling = [weight for weight, other in home if self._traits[other].words >= min(words, fullest)]
        if not telling:
            return 0.0  # those that say less alone were found: nothing is told
        return min(max([*telling, *abroad]), max(telling) + FARTHER)

    def _merged(self, groups: Sequence[Group], links: Iterator[tuple[float, int, int]]) -> list[Group]:
        """Return groups merged, the heaviest link first; merged ones are linked by their lightest."""
        near: dict[int, dict[int, float]] = defaultdict(dict)
        heap: list[tuple[float, int, int]] = []
        for weight, one, other in links:
            if weight >= self._level:
                near[one][other] = near[other][one] = weight
                heap.append((-weight, one, other))
        heapq.heapify(heap)
        merged = {place: list(group) for place, group in enumerate(groups)}
        while heap:
            negative, one, other = heapq.heappop(heap)
            if near[one].get(other) != -negative:
                continue  # of a group that was merged since
            del near[one][other], near[other][one]
            if any(keeps(merged[one], merged[other]) for keeps in self._keeping):
                continue
            merged[one] += merged.pop(other)
            left = near.pop(other)
            for place in near[one].keys() - left.keys():
                del near[one][place], near[place][one]
            for place, weight in left.items():
                del near[place][other]
                if place in near[one] and weight < near[one][place]:
                    near[one][place] = near[place][one] = weight
                    heapq.heappush(heap, (-weight, min(one, place), max(one, place)))
        return [sorted(group) for group in merged.values()]

    @property
    def _keeping(self) -> tuple[Callable[[Group, Group], bool], ...]:
        """What keeps two groups apart, whatever brings them together."""
        return self._are_others, self._stand_off, self._contradicts

    def _contradicts(self, one: Group, other: Group) -> bool:
        """Tell whether spellings of two groups contradict each other where the search had no room."""
        compared = 0
        for here in one:
            for there in other:
                crowded = min(len(self._found[here]), len(self._found[there])) >= CROWDED
                same = self._traits[here].script == self._traits[there].script
                if not (crowded and same) or there in self._found[here] or here in self._found[there]:
                    continue
                compared += 1
                if compared > MOST_COMPARED:
                    return False
                if self.weight(here, there) <= CONTRADICTED:
                    return True
        return False
