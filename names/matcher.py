"""`Matcher`: which listed entity a spelling stands for, with what probability, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import count, islice, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

import numpy as np
import numpy.typing as npt
from msgspec import structs

from names.candidates import MAX_CANDIDATES, Index, share_block
from names.cell_answers import Question, of_cell, questions_in
from names.cell_reading import CellReading, read_cell
from names.circumstances import Circumstances, circumstances, full_name, is_of_another
from names.compiled import compiled, decompiled, is_compiled, open_compiled, shipped
from names.decision import Candidate, calibration, shares
from names.defaults import THRESHOLD
from names.errors import NamesError
from names.evidence import Evidence, added_up, as_probability, shared_with_relatives, weights_for
from names.folding import Spelling
from names.gazetteer import Entity, Gazetteer
from names.gazetteer.countries import is_known
from names.match import Match, Outcome, Verdict
from names.notebook import shown, table
from names.notebook_progress import NotebookBar, open_bar
from names.ranking import Ranking, Weighed, rank
from names.styles import DEFAULT, Styles
from names.weighing import Weighing

if TYPE_CHECKING:  # of a column: few matchers lean on any
    from names.conventions import Habits

MANY = 1000  # spellings asked for, from which on it pays to look a large compiled file through
CERTAIN = 0.95  # score from which the habits of a column are not asked

State = tuple[Index, float, float | None, str, Styles | None, "Habits | None"]  # what a matcher is made of
Answer = TypeVar("Answer", Match, Verdict)


class Matcher:
    """Finds which entity of a gazetteer a spelling stands for.

    Matchers are immutable, picklable, and safe to share between threads and after a fork.

    Args:
        gazetteer: What may be meant; None takes the shipped gazetteer.
        threshold: Lowest score that is a match, inclusive, above 0 and at most 1.
        coverage: The share of the mentions one meets whose bearer is listed, above 0 and below 1; None for
            what the gazetteer states.
        style: How the names of entities are printed: `default`, `native`, a language (`kk`), a romanization
            scheme or a house (`rferl`); see `names.styles`. It never changes which entity is meant.
        styles: What styles there are; None for the shipped ones.
        habits: What was learned of the column that the spellings are from (`names.conventions`), to lean on
            where an answer is uncertain; None for no column.

    Raises:
        GazetteerError: The gazetteer has faults.
        StyleError: There is no such style.
        ValueError: The threshold or the coverage is out of range.

    Examples:
        >>> matcher = Matcher()
        >>> matcher.normalize("Qasym-Zhomart Toqaev")
        'Kassym-Jomart Tokayev'
        >>> matcher.match("Jane Doe").status
        'unknown'
    """

    def __init__(
        self,
        gazetteer: Gazetteer | None = None,
        *,
        threshold: float = THRESHOLD,
        coverage: float | None = None,
        style: str = DEFAULT,
        styles: Styles | None = None,
        habits: Habits | None = None,
    ) -> None:
        if not isinstance(gazetteer, Gazetteer | None):
            raise TypeError(refusal(gazetteer))
        index = shipped() if gazetteer is None else Index(compiled(gazetteer))
        self._take(index, threshold, coverage, style, styles, habits)

    def _take(
        self,
        index: Index,
        threshold: float,
        coverage: float | None,
        style: str,
        styles: Styles | None,
        habits: Habits | None,
    ) -> None:
        if not 0 < threshold <= 1:
            raise ValueError(f"threshold {threshold} is out of range: choose one above 0 and at most 1")
        if coverage is not None and not (isinstance(coverage, int | float) and 0 < coverage < 1):
            raise ValueError(f"coverage {coverage!r} is out of range: choose one above 0 and below 1")
        self.threshold = threshold
        self._asked = 0
        self.style = style
        self.habits = habits
        self._styles = styles
        self.display = (styles or Styles()).display(style)
        self.coverage: float = index.store.meta["coverage"] if coverage is None else coverage
        self._coverage = coverage
        self._index = index
        self._weighing = Weighing(index, calibration().level(index.population, self.coverage))

    def __repr__(self) -> str:
        listed = f"{self._index.population:,} entities"
        return f"<Matcher over {listed}, threshold {self.threshold}, coverage {self.coverage}>"

    def _repr_html_(self) -> str:
        types = [(shown(kind), f"{count:,}") for kind, count in self._index.store.meta["types"].items()]
        return table(f"<b>{shown(repr(self)[1:-1])}</b>", ("type", "entities"), types)

    def __getstate__(self) -> State:
        return self._index, self.threshold, self._coverage, self.style, self._styles, self.habits

    def __setstate__(self, state: State) -> None:
        self._take(*state)

    @property
    def coverage_source(self) -> Literal["caller", "gazetteer", "default"]:
        """Who said the coverage; the default holds where files were read that declare none."""
        if self._coverage is not None:
            return "caller"
        return "default" if self._index.store.meta["coverage_assumed"] else "gazetteer"

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that change with the content of the gazetteer."""
        return str(self._index.store.meta["fingerprint"])

    @property
    def is_compiled(self) -> bool:
        """Whether the compiled kernel does the search; answers do not depend on it."""
        return self._weighing.is_compiled

    @property
    def taken_for_bodies(self) -> tuple[int, str]:
        """How many listed records have no type and are weighed as bodies, and the name of one."""
        count, example = self._index.store.meta["taken_for_bodies"]
        return int(count), str(example)

    @property
    def taken_for_places(self) -> tuple[int, str]:
        """How many listed records have no type and are weighed as places, and the name of one."""
        count, example = self._index.store.meta["taken_for_places"]
        return int(count), str(example)

    @property
    def register(self) -> Index:
        """What is listed, by number."""
        return self._index

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """What may be meant, every record of it."""
        return decompiled(self._index)

    @classmethod
    def open(
        cls,
        *paths: str | Path,
        threshold: float = THRESHOLD,
        coverage: float | None = None,
        style: str = DEFAULT,
        styles: Styles | None = None,
        habits: Habits | None = None,
        copy: bool = False,
    ) -> Matcher:
        """Return a matcher over gazetteer files.

        Args:
            paths: Lists of any kind (docs/gazetteer.md), together one gazetteer; or one compiled file; none
                for the shipped list.
            threshold: Lowest score that is a match, inclusive.
            coverage: The share of the mentions one meets whose bearer is listed; None for what the files
                declare, or else 0.8.
            style: How the names of entities are printed.
            styles: What styles there are; None for the shipped ones.
            habits: What was learned of the column that the spellings are from; None for no column.
            copy: Whether to read a compiled file whole into memory and verify it, so that no change of the
                file reaches the matcher, nor ends the program; for programs that run long.

        Raises:
            GazetteerError: The files have faults; all of them are named.
            StoreError: The compiled file is damaged, or of another version.
            StyleError: There is no such style.
            ValueError: The threshold or the coverage is out of range.
        """
        compiled_files = [path for path in paths if is_compiled(path)]
        if not compiled_files:
            gazetteer = Gazetteer.read(*paths) if paths else None
            return cls(
                gazetteer,
                threshold=threshold,
                coverage=coverage,
                style=style,
                styles=styles,
                habits=habits,
            )
        if len(paths) > 1:
            raise NamesError(
                f"{compiled_files[0]} is compiled and stands alone; compile all the lists into one file "
                "with: names gazetteer build FILE... --output FILE"
            )
        matcher = cls.__new__(cls)
        matcher._take(open_compiled(compiled_files[0], copy=copy), threshold, coverage, style, styles, habits)
        return matcher

    def extended(self, entities: Iterable[Entity]) -> Matcher:
        """Return a new matcher that knows these entities too.

        Raises:
            GazetteerError: An id is taken already.
        """
        gazetteer = self.gazetteer.extended(entities)
        return Matcher(
            gazetteer,
            threshold=self.threshold,
            coverage=self._coverage,
            style=self.style,
            styles=self._styles,
            habits=self.habits,
        )

    def match(
        self,
        text: str | None,
        *,
        given: str | None = None,
        family: str | None = None,
        country: str | None = None,
        born: int | str | None = None,
        type: str | None = None,
    ) -> Match:
        """Return which entity a spelling stands for.

        What is said besides the spelling weighs in the score: what agrees with a record raises it, what
        contradicts lowers it, and what is None or blank says nothing.

        Args:
            text: The spelling; None and blank text are unknown, unless given or family name is there.
            given: Given names, where they are known apart.
            family: The family name, likewise.
            country: A code or a name of a country.
            born: The year of birth, or a date with it.
            type: `person`, `place` or `organization`.

        Returns:
            The answer, with at most 50 candidates.

        Raises:
            NamesError: The year or the type is none.
        """
        beside = circumstances(country, born, type)
        return self.match_many([full_name(text, given, family)], beside=[beside])[0]

    def match_many(
        self,
        texts: Iterable[str | None],
        most: int | None = None,
        *,
        beside: Iterable[Circumstances | None] | None = None,
        progress: bool = True,
    ) -> list[Match]:
        """Return one answer per spelling, in order; equal spellings are matched once.

        Many at once cost less each than one at a time, and the answers are the same.

        Args:
            texts: The spellings; None and blank text are unknown.
            most: How many candidates of each answer to tell, at least 1; None for all. Fewer cost less.
            beside: For each spelling, what is said besides it (`names.circumstances`); None for nothing.
            progress: In a notebook, show how far it is where that takes long.
        """
        questions = as_questions(texts, beside)
        many = len(questions) > 1
        with NotebookBar("names matched", len(questions), wanted=progress and many) as bar:
            bar.begin(len(questions))
            return self._answer_all(questions, most, self._match, reasons=True)

    def verdicts(
        self,
        texts: Iterable[str | None],
        most: int | None = None,
        *,
        beside: Iterable[Circumstances | None] | None = None,
        reasons: bool = False,
    ) -> list[Verdict]:
        """Return the same answers as `match_many` without what speaks for them, which costs less.

        Args:
            texts: As for `match_many`.
            most: As there.
            beside: As there.
            reasons: Tell the reason of each answer all the same, as a sentence; that costs more.
        """
        if reasons:  # which may speak of more candidates than are to be told
            return [_in_brief(match, most) for match in self.match_many(texts, beside=beside)]
        return self._answer_all(as_questions(texts, beside), most, self._verdict, reasons=False)

    def _answer_all(
        self,
        questions: Sequence[Question],
        most: int | None,
        tell: Callable[[Spelling, Ranking, Weighed, int], Answer],
        *,
        reasons: bool,
    ) -> list[Answer]:
        """Return what is told of each question; equal ones are answered once."""
        if most is not None and (not hasattr(most, "__index__") or most < 1):
            raise ValueError(f"most={most!r} is no number of candidates; ask for 1 or more, or None for all")
        questions = [(text, said and self._telling(said)) for text, said in questions]
        store = self._index.store
        self._asked += len(questions)
        if self._asked > MANY:
            store.verify_meanwhile()
        with store.suspected():
            return self._answered(questions, min(most or MAX_CANDIDATES, MAX_CANDIDATES), tell, reasons)

    def _answered(
        self,
        questions: Sequence[Question],
        most: int,
        tell: Callable[[Spelling, Ranking, Weighed, int], Answer],
        reasons: bool,
    ) -> list[Answer]:
        cells = self._cells(questions)
        within: list[Question] = [
            each for question, cell in cells.items() for each in questions_in(cell, question[1])
        ]
        known = self._answer_plain([*questions, *within], most, tell, reasons=reasons)
        combined = {
            question: of_cell(
                question[0], cell, [known[each] for each in questions_in(cell, question[1])], known[question]
            )
            for question, cell in cells.items()
        }
        known |= combined
        return [known[question] for question in questions]

    def _cells(self, questions: Iterable[Question]) -> dict[Question, CellReading]:
        """Return the questions whose text may hold more than a plain name, and is not listed as it stands."""
        cells = {question: cell for question in questions if (cell := read_cell(question[0]))}
        listed = self._index.listed_as([self._index.fold(text) for text, _ in cells])
        return {
            question: cell for (question, cell), found in zip(cells.items(), listed, strict=True) if not found
        }

    def _answer_plain(
        self,
        questions: Sequence[Question],
        most: int,
        tell: Callable[[Spelling, Ranking, Weighed, int], Answer],
        *,
        reasons: bool,
    ) -> dict[Question, Answer]:
        """Return what is told of each question, its text being one name.

        Where no candidate can be judged by what is said besides the name, the answer is that for the name.
        """
        known: dict[Question, Answer] = {}
        bar, distinct = open_bar(), len(set(questions))
        told = list(dict.fromkeys(question for question in questions if question[1] is not None))
        unjudged: list[Question] = []
        for queries, asked, weighed in self._weigh_all(told, reasons=reasons):
            judged, rankings = self._ranked(asked, queries, weighed, most)
            same = (judged.weights == weighed.weights).all(axis=1).tolist()
            unjudged += [question for question, unmoved in zip(asked, same, strict=True) if unmoved]
            known.update(zip(asked, map(tell, queries, rankings, repeat(judged), count()), strict=True))
            if bar is not None:
                bar.share(min(1.0, len(known) / distinct))
        plain: list[Question] = [(text, None) for text, said in questions if said is None]
        for queries, asked, weighed in self._weigh_all(
            list(dict.fromkeys([*plain, *((text, None) for text, _ in unjudged)])), reasons=reasons
        ):
            judged, rankings = self._ranked(asked, queries, weighed, most)
            known.update(zip(asked, map(tell, queries, rankings, repeat(judged), count()), strict=True))
            if bar is not None:
                bar.share(min(1.0, len(known) / distinct))
        return known | {question: known[question[0], None] for question in unjudged}

    def _weigh_all(
        self, questions: Sequence[Question], *, reasons: bool
    ) -> Iterator[tuple[Sequence[Spelling], list[Question], Weighed]]:
        """Yield some questions at a time, folded, with the comparison with every entity that may be meant."""
        beside = bool(questions) and questions[0][1] is not None
        coming = iter(questions)
        for queries, found in self._weighing.weighed(
            [text for text, _ in questions], beside=beside, reasons=reasons
        ):
            yield queries, list(islice(coming, len(queries))), found

    def _ranked(
        self, questions: Sequence[Question], queries: Sequence[Spelling], weighed: Weighed, most: int
    ) -> tuple[Weighed, list[Ranking]]:
        """Return the entities weighed, with what is known besides the names, and their orders."""
        weighed = weighed.with_more(
            {
                row: self._said_besides(said, queries[row], weighed.of(row), weighed.weights[row])
                for row, (_, said) in enumerate(questions)
                if said is not None
            }
        )
        rankings = self._rank(weighed, slice(None), most)
        if self.habits is not None:
            rows = [row for row, ranking in enumerate(rankings) if 0 < ranking.best < CERTAIN]
            weighed = weighed.with_more(
                {row: self._leanings(self.habits, queries[row], weighed.of(row)) for row in rows}
            )
            for row, ranking in zip(rows, self._rank(weighed, rows, most), strict=True):
                rankings[row] = ranking
        return weighed, rankings

    def _said_besides(
        self, said: Circumstances, query: Spelling, entity_numbers: Sequence[int], of_names: Iterable[float]
    ) -> list[list[Evidence]]:
        """Return what the other columns say of each entity.

        Where they contradict, a namesake is asked for, who has the listed spelling as well; where the year is
        far off, what the name says beyond that is nearly lost, as where a name is contradicted.
        """
        every = [
            list(
                said.evidence(
                    self._index.entity(entity_number),
                    self._share_of_country,
                    self._index.weighed_type(entity_number),
                )
            )
            for entity_number in entity_numbers
        ]
        if any(piece.weight < 0 for pieces in every for piece in pieces):
            [listed] = self._index.listed_as([query])
            for entity_number, pieces, of_name in zip(entity_numbers, every, of_names, strict=False):
                weights = weights_for(self._index.weighed_type(entity_number))
                if entity_number in listed and any(piece.weight < 0 for piece in pieces):
                    pieces.append(Evidence("neighbours" if weights.by_rarity else "kin", -weights.listed))
                if any(map(is_of_another, pieces)):
                    total = added_up([float(of_name), *(piece.weight for piece in pieces)])
                    pieces += shared_with_relatives(total, weights)
        return every

    def _leanings(
        self, habits: Habits, query: Spelling, entity_numbers: Sequence[int]
    ) -> list[list[Evidence]]:
        """Return what the habits of the column say of each entity."""
        leanings = [
            habits.leaning(query.text, self._index.entity(entity_number)) for entity_number in entity_numbers
        ]
        return [[Evidence("habit", weight)] if weight else [] for weight in leanings]

    def _rank(self, weighed: Weighed, rows: slice | list[int], most: int) -> list[Ranking]:
        entity_numbers, weights = weighed.entity_numbers[rows], weighed.weights[rows]
        scores = shares(weights, self._index.population, self.coverage)
        return rank(
            entity_numbers,
            weights,
            scores,
            self.threshold,
            most,
            lambda entity_number: self._index.entity(entity_number).id,
        )

    def _match(self, query: Spelling, ranking: Ranking, weighed: Weighed, row: int) -> Match:
        candidates = tuple(
            [
                Candidate(
                    self._index.entity(entity_number),
                    score,
                    as_probability(float(weighed.weights[row, place])),
                    *weighed.tell(row, place),
                )
                for entity_number, score, place in zip(
                    ranking.entity_numbers, ranking.scores, ranking.places, strict=True
                )
            ]
        )
        winner = candidates[0].entity if ranking.status == "matched" else None
        name = self.display(winner) if winner else None
        return Match(query.text, ranking.status, winner, name, ranking.best, candidates)

    def _verdict(self, _: Spelling, ranking: Ranking, *__: object) -> Verdict:
        status, best = ranking.status, ranking.best
        candidates = tuple(zip(map(self._index.entity, ranking.entity_numbers), ranking.scores, strict=True))
        winner = candidates[0][0] if status == "matched" else None
        return Verdict(status, winner, self.display(winner) if winner else None, best, candidates)

    def _telling(self, said: Circumstances) -> Circumstances | None:
        """Return what of the circumstances can speak for or against any entity, None where nothing does."""
        country = said.country
        if country is None or is_known(country) or country in self._index.store.meta["countries"]:
            return said
        return structs.replace(said, country=None) or None

    def _share_of_country(self, country: str) -> float:
        """Return the share of the listed entities that are of a country, as if one more were."""
        counts: Mapping[str, int] = self._index.store.meta["countries"]
        return (counts.get(country, 0) + 1) / (self._with_country + 1)

    @cached_property
    def _with_country(self) -> int:
        return sum(self._index.store.meta["countries"].values())

    def search(self, text: str, id: str) -> Outcome:
        """Return how an entity fared in the search for candidates, and what speaks for it and against it.

        Args:
            text: A spelling.
            id: Of a listed entity; that of a merged record leads to what replaced it.

        Raises:
            KeyError: No entity has this id.
        """
        entity_number = self._number_of(id)
        if entity_number is None:
            raise KeyError(id)
        with self._index.store.suspected():
            return self._searched(self._index.fold(text), entity_number)

    def _searched(self, query: Spelling, entity_number: int) -> Outcome:
        found = self._weighing.search.find(query, limit=len(self._index))
        rank = next((n for n, (each, _) in enumerate(found.approximate, 1) if each == entity_number), None)
        spellings = (self._index.form(number)[1] for number in self._index.forms_of(entity_number))
        met = any(share_block(query, spelling) for spelling in spellings)
        best, form = self._weighing.best_form(query, entity_number)
        candidate = Candidate(self._index.entity(entity_number), 0.0, best.score, form, best.evidence)
        return Outcome(rank, met, candidate)

    def weigh(self, text: str, most: int | None = None) -> list[tuple[str, float]]:
        """Return what the evidence weighs for listed entities, in nats, whether it matters or not.

        Args:
            text: A spelling.
            most: Weigh so many, the most promising; None weighs every one: the slow, obvious way.

        Returns:
            The id of each entity that has a spelling, with its weight; the heaviest first, equal ones by id.
        """
        with self._index.store.suspected():
            return self._weighed(self._index.fold(text), most)

    def _weighed(self, query: Spelling, most: int | None) -> list[tuple[str, float]]:
        if most is None:
            entity_numbers, ids = self._spelled
            weights = self._weighing.weigh(query, entity_numbers)
            order = np.argsort(-weights, kind="stable")
            return list(zip(map(ids.__getitem__, order.tolist()), weights[order].tolist(), strict=True))
        found = self._weighing.search.find(query, most)
        weighed = (
            (self._index.entity(entity_number).id, self._weighing.best_form(query, entity_number)[0].weight)
            for entity_number, _ in found.approximate
        )
        return sorted(weighed, key=lambda pair: (-pair[1], pair[0]))

    @cached_property
    def _spelled(self) -> tuple[npt.NDArray[np.uint32], list[str]]:
        """The entities that have a spelling, by number, with their ids, in the order of the ids."""
        spelled = np.flatnonzero(np.diff(self._index.first_forms)).tolist()
        told = sorted((self._index.entity(entity_number).id, entity_number) for entity_number in spelled)
        return np.array([entity_number for _, entity_number in told], np.uint32), [id for id, _ in told]

    def entity(self, id: str) -> Entity | None:
        """Return the entity of an id, or None where there is none; a merged id leads to what replaced it."""
        entity_number = self._number_of(id)
        return None if entity_number is None else self._index.entity(entity_number)

    def _number_of(self, id: str) -> int | None:
        passed = {id}
        entity_number = self._index.number_of(id)
        while (
            entity_number is not None and (other := self._index.entity(entity_number).replaced_by) is not None
        ):
            if other in passed:  # no list that is read has this
                raise self._index.store.fault(f"replaced_by of {id} leads in a circle")
            passed.add(other)
            entity_number = self._index.number_of(other)
        return entity_number

    def normalize(self, text: str | None) -> str | None:
        """Return the name, in the matcher's style, of what a spelling stands for, or None unless matched."""
        return self.match(text).name


def refusal(given: object) -> str:
    """Return what to say to somebody who gave something else than a gazetteer or a matcher.

    Args:
        given: What it was.
    """
    if isinstance(given, str | Path):
        return f"to match against a list in a file, open it: Matcher.open({str(given)!r})"
    return f"a Matcher takes a Gazetteer, not {type(given).__name__}; Matcher.open(FILE) reads one"


def _in_brief(match: Match, most: int | None) -> Verdict:
    """Return an answer with its reason in place of what speaks for it, with so many candidates at most."""
    candidates = tuple((each.entity, each.score) for each in match.candidates[:most])
    return Verdict(match.status, match.entity, match.name, match.score, candidates, match.reason)


def as_questions(
    texts: Iterable[str | None], beside: Iterable[Circumstances | None] | None
) -> list[Question]:
    """Return each spelling with what is said besides it, None where that is nothing.

    Args:
        texts: As for `Matcher.match_many`.
        beside: As there.

    Raises:
        TypeError: A spelling is no text, or a single text was given for several.
    """
    asked = _checked(texts)
    said = [None] * len(asked) if beside is None else [each or None for each in beside]
    return list(zip(asked, said, strict=True))


def _checked(texts: Iterable[str | None]) -> list[str]:
    """Return the spellings as texts, the empty one for None and for the NaN of data frames."""
    if texts is None or isinstance(texts, str):
        raise TypeError("match_many takes several spellings; give a list of them, or call match")
    asked = ["" if text is None or text != text else text for text in texts]
    strange = next((text for text in asked if not isinstance(text, str)), None)
    if strange is not None:
        raise TypeError(
            f"a spelling is text or None, not {type(strange).__name__} ({strange!r}); give it as text"
        )
    return asked
