"""Many queries answered by the kernel at once, as `Search` and `similarity` answer them one by one."""

from __future__ import annotations

import ctypes
import itertools
import weakref
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from names import rarity
from names.candidates import MAX_CANDIDATES, Register, blocks, leads, near, packing, search
from names.candidates.bearers import number_of_key
from names.candidates.filing import ENTITY_TYPES, FORM_KINDS
from names.evidence import (
    BODY_WEIGHTS,
    WEIGHTS,
    Evidence,
    Weights,
    distance,
    pairing,
    slips,
    weights_for,
)
from names.evidence import comparison as comparing
from names.folding import Part, Spelling
from names.folding.given_names import head_numbers
from names.folding.kernel_keys import KEY_ENCODING, classes_of, spelled
from names.folding.keys import MAX_LETTERS, VOWELS, spelling_rules
from names.folding.name_parts import name_parts
from names.folding.spelling import is_foreign_run
from names.kernel import Arrays, Library
from names.ranking import Told, Weighed
from names.workers import cores

_PIECE = np.dtype(
    [
        ("weight", "<f8"),
        ("form", "<u4"),
        *((name, "u1") for name in ("kind", "i", "i2", "j", "j2")),
        ("", "u1", 7),
    ]
)
_COLUMNS = (
    "parts", "same_as", "commas", "foreign", "run_starts", "run_ends", "run_parts",
    "run_forms", "han_starts", "han_ends", "han_parts",
)  # fmt: skip
Queries = TypeVar("Queries", bound=Sequence[Spelling])
_NO_PART = 2**32 - 1
_ALL = 255  # in place of a part's place: all of the spelling
_FORMS_OF_THE_NAME = ("full", "name", "native")


class Batches:
    """Answers queries about a register with the kernel.

    Args:
        register: The listed entities.
        library: The kernel.
        limits: What the matcher states: `surely`, the entities compared in full with any query that is not
            settled; `behind`, the nats that a promise may lie behind the best comparison and still matter;
            `level`, the nats of evidence that weigh as much as nobody listed does.
    """

    def __init__(self, register: Register, library: Library, limits: Mapping[str, float]) -> None:
        self._register = register
        self._library = library
        self._kinds = library.said("evidence_kinds")
        self._most_pieces = library.count("most_pieces")
        self._fields = {what: library.said(what) for what in ("parts", "batch")}
        self._settings = _settings(library, {**limits, "population": register.population})
        self._listed, self._runs = (
            Arrays(self._fields["parts"], _sections(register, self._fields["parts"], prefix))
            for prefix in ("", "run_")
        )
        fields = library.said("register")
        self._filed = Arrays(fields, _sections(register, fields))
        self._rows = self._opened()

    def _opened(self) -> ctypes.c_void_p | None:
        """Return what the kernel makes of the register, or None where that is not as it was written."""
        call = self._library.call
        call.names_open.restype = ctypes.c_void_p
        rows = call.names_open(*(each.reference() for each in (self._listed, self._runs, self._filed)))
        if rows is None:
            return None
        weakref.finalize(self, call.names_close, ctypes.c_void_p(rows))
        return ctypes.c_void_p(rows)

    def answer(self, queries: Sequence[Spelling]) -> list[Weighed | None]:
        """Return the entities that each query is compared with in full, or None where Python must answer it.

        Args:
            queries: Folded queries.
        """
        ((_, answers),) = self.answer_each([queries])
        return answers

    def answer_each(
        self, groups: Iterable[Queries], *, reasons: bool = True
    ) -> Iterator[tuple[Queries, list[Weighed | None]]]:
        """Yield each group of queries with what `answer` says of them.

        While some are searched, which leaves the interpreter free, the next are made ready.

        Args:
            groups: Folded queries, taken as they are needed.
            reasons: Whether forms and evidence will be asked for; without them it takes less.
        """
        coming = iter(groups)
        first = list(itertools.islice(coming, 2))
        if len(first) < 2:  # a thread would cost more than it saves
            yield from (
                (queries, self._read_all(queries, *self._begin(queries, reasons)())) for queries in first
            )
            return
        waiting: deque[tuple[Queries, Future[_Done]]] = deque()
        with ThreadPoolExecutor(cores()) as threads:
            for queries in itertools.chain(first, coming):
                waiting.append((queries, threads.submit(self._begin(queries, reasons))))
                if len(waiting) > cores():
                    done, result = waiting.popleft()
                    yield done, self._read_all(done, *result.result())
            for done, result in waiting:
                yield done, self._read_all(done, *result.result())

    def weigh(self, query: Spelling) -> npt.NDArray[np.float64]:
        """Return what the evidence weighs for every listed entity, by number; NaN where Python must tell.

        Args:
            query: A folded query.
        """
        asked, count = _Asked([query]), len(self._register)
        weights = np.full(count, np.nan)
        if self._rows is None or asked.unfit:
            return weights
        parts, batch = (
            Arrays(self._fields["parts"], asked.parts()),
            Arrays(self._fields["batch"], asked.arrays),
        )

        def weigh(begin: int, end: int) -> None:
            if self._library.call.names_weigh(
                self._settings.reference(), self._listed.reference(), self._runs.reference(),
                self._filed.reference(), parts.reference(), batch.reference(),
                ctypes.c_void_p(weights.ctypes.data), 0, begin, end,
            ):  # fmt: skip
                raise MemoryError

        edges = np.linspace(0, count, cores() + 1).astype(int).tolist()
        with ThreadPoolExecutor(cores()) as threads:
            list(threads.map(weigh, edges[:-1], edges[1:]))
        return weights

    def _begin(self, queries: Sequence[Spelling], reasons: bool) -> Callable[[], _Done]:
        """Return what remains to be done for queries that are made ready."""
        asked = _Asked(queries)
        parts = Arrays(self._fields["parts"], asked.parts())
        batch = Arrays(self._fields["batch"], asked.arrays)

        def search() -> _Done:
            room = _Room(len(queries), self._most_pieces if reasons else 0)
            status = self._rows and self._library.call.names_match(
                self._settings.reference(), self._listed.reference(), self._runs.reference(),
                self._filed.reference(), self._rows, parts.reference(), batch.reference(), room.reference(),
                0, len(queries),
            )  # fmt: skip
            if status:
                raise MemoryError
            return asked, room

        return search

    def _read_all(self, queries: Sequence[Spelling], asked: _Asked, room: _Room) -> list[Weighed | None]:
        left = asked.unfit | set(np.flatnonzero(room.status).tolist())
        if self._rows is None:
            left = set(range(len(queries)))
        counts = room.weighed_count.tolist()
        most = max(counts, default=0)
        owners, weights = room.found[:, :most].tolist(), room.weights[:, :most].tolist()
        return [
            None if n in left else Weighed(
                owners[n][: counts[n]], weights[n][: counts[n]], partial(self._tell, query, room, n)
            )
            for n, query in enumerate(queries)
        ]  # fmt: skip

    def _tell(self, query: Spelling, room: _Room, n: int, place: int) -> Told:
        """Return the form and the evidence of a comparison."""
        kinds: list[Any] = self._kinds
        evidence = []
        for weight, number, kind, i, i2, j, j2, _ in room.pieces[
            n, place, : room.piece_counts[n, place]
        ].tolist():
            form, written = self._register.written(number)  # of a veto, another form of the entity
            if i == _ALL:
                here, there = query.text, form.text
            else:
                here, there = " ".join(query.written[i:i2]), " ".join(written[j:j2])
            evidence.append(Evidence(kinds[kind], weight, here, there))
        return self._register.written(int(room.forms[n, place]))[0], tuple(evidence)


class _Asked:
    """Queries as the kernel takes them.

    Attributes:
        arrays: What they are made of, by name.
        unfit: Queries whose parts as written cannot be told apart by their places.
    """

    def __init__(self, queries: Sequence[Spelling]) -> None:
        self._numbers: dict[Part, int] = {}
        self.unfit: set[int] = set()
        self.arrays: dict[str, Any] = {name: [] for name in _COLUMNS}
        self.arrays |= {"firsts": [0], "first_runs": [0]}
        for n, query in enumerate(queries):
            self._add(n, query)

    def _add(self, n: int, query: Spelling) -> None:
        arrays, written, parts = self.arrays, query.written, query.parts
        arrays["parts"].extend([self._numbers.setdefault(part, len(self._numbers)) for part in parts])
        arrays["same_as"].extend(
            range(len(written)) if len(set(written)) == len(written) else map(written.index, written)
        )
        arrays["commas"].append(query.comma)
        places = blocks.neighbour_places(parts)
        arrays["run_starts"].extend([at for at, _ in places])
        arrays["run_ends"].extend([end for _, end in places])
        if "CJK" in [part.script for part in parts]:
            self._add_han(n, parts, places)
        else:
            arrays["foreign"].append(False)
            arrays["run_parts"].extend([_NO_PART] * len(places))
        arrays["firsts"].append(len(arrays["parts"]))
        arrays["first_runs"].append(len(arrays["run_parts"]))
        if len(written) > 1 and " " in "".join(written):
            self.unfit.add(n)

    def _add_han(self, n: int, parts: Sequence[Part], places: Iterable[tuple[int, int]]) -> None:
        """Add what Chinese characters are together, which Python alone can tell."""
        arrays = self.arrays
        arrays["foreign"].append(is_foreign_run([part.text for part in parts]))
        runs = blocks.han_runs(parts)
        han = {(at, end): self._numbers.setdefault(whole, len(self._numbers)) for at, end, whole in runs}
        arrays["run_parts"].extend([han.get(place, _NO_PART) for place in places])
        arrays["run_forms"].extend([n] * len(han))
        arrays["han_starts"].extend([at for at, _ in han])
        arrays["han_ends"].extend([end for _, end in han])
        arrays["han_parts"].extend(han.values())

    def parts(self) -> dict[str, Any]:
        """Return the parts of all queries, by the names of the sections that listed parts have."""
        parts = list(self._numbers)
        packed = packing.pack_parts(parts)
        arrays: dict[str, Any] = dict(packed.columns)
        for name, ends in packing.ROWS.items():
            rows = packed.rows[name]
            arrays[name] = np.frombuffer(b"".join(rows), np.uint8)
            arrays[ends] = list(itertools.accumulate(map(len, rows)))
        for name, counts in packed.counts.items():
            arrays[name] = [0, *itertools.accumulate(counts)]
        arrays["heads"] = packed.heads
        return arrays


class _Room:
    """Room for what the kernel finds."""

    def __init__(self, queries: int, most_pieces: int) -> None:
        each = (queries, MAX_CANDIDATES)
        self.status = np.zeros(queries, np.uint8)
        self.settled = np.zeros(queries, np.uint8)
        self.found_count = np.zeros(queries, np.uint32)
        self.found = np.empty(each, np.uint32)
        self.promises = np.empty(each, np.float64)
        self.weighed_count = np.zeros(queries, np.uint32)
        self.weights = np.empty(each, np.float64)
        self.forms = np.empty(each, np.uint32)
        self.piece_counts = np.empty(each, np.uint32)
        self.pieces = np.empty((*each, most_pieces), _PIECE)  # none of them: no reasons are wanted

    def reference(self) -> Any:
        """Return what the kernel is given: where each array is."""
        arrays: tuple[npt.NDArray[Any], ...] = (
            self.status, self.settled, self.found_count, self.found, self.promises, self.weighed_count,
            self.weights, self.forms, self.piece_counts, self.pieces,
        )  # fmt: skip
        return (ctypes.c_void_p * len(arrays))(
            *(array.ctypes.data if array.size else None for array in arrays)
        )


_Done = tuple[_Asked, _Room]


def _sections(register: Register, fields: Sequence[str], prefix: str = "") -> dict[str, Any]:
    """Return the sections of a register that the kernel asks for."""
    names = [field.split()[1] for field in fields]
    return {name: register.section(prefix + name) for name in names}


def _settings(library: Library, limits: Mapping[str, float]) -> Arrays:
    numbers = _numbers() | dict(limits)
    weights = itertools.chain.from_iterable(_weights(library, by) for by in (WEIGHTS, BODY_WEIGHTS))
    return Arrays(
        library.said("tables"), _tables(), [*(numbers[name] for name in library.said("numbers")), *weights]
    )


def _weights(library: Library, by: Weights) -> Iterator[float]:
    """Yield the weights in the order of the kernel; one of them ends in a `_`, being a word of C."""
    yield from (getattr(by, name.rstrip("_")) for name in library.said("weights"))
    yield from (by.vowels[writing] for writing in library.said("pair_writings"))  # type: ignore[index]


def _numbers() -> dict[str, float]:
    """Return every number that the kernel asks for, from the module that states it."""
    return {
        "unlike": distance.UNLIKE,
        "farthest_slip": distance.FARTHEST_SLIP,
        "farthest_joined": pairing.FARTHEST_JOINED,
        "farthest_father": pairing.FARTHEST_FATHER,
        "longest_joined_han": pairing.LONGEST_JOINED[True],
        "longest_joined": pairing.LONGEST_JOINED[False],
        "shortest": slips.SHORTEST,
        "shortest_with_one_more": slips.SHORTEST_WITH_ONE_MORE,
        "lost": comparing.LOST,
        "contradicts_below": comparing.UNLIKE,
        "max_near": near.MAX_NEAR,
        "max_forms": leads.MAX_FORMS,
        "looked_at": search.LOOKED_AT,
        "narrow": search.NARROW,
        "narrow_equal": search.NARROW_EQUAL,
        "forms_each": search.FORMS_EACH,
        "opposed": search.OPPOSED,
        "covers_query": search.COVERS_QUERY,
        "covers_form": search.COVERS_FORM,
        "shortest_alone": search.SHORTEST_ALONE,
        "short_key": blocks.SHORT_KEY,
        "long_skeleton": blocks.LONG_SKELETON,
        "shortest_joined": blocks.SHORTEST_JOINED,
        "max_letters": MAX_LETTERS,
        "script_latin": packing.number_of_script("LATIN"),
        "script_cjk": packing.number_of_script("CJK"),
        "script_hangul": packing.number_of_script("HANGUL"),
        "form_short": FORM_KINDS.index("short"),
        "forms_of_the_name": _bits(FORM_KINDS.index(kind) for kind in _FORMS_OF_THE_NAME),
        "background": rarity.BACKGROUND,
        "types_of_bodies": _bits(
            n for n, type in enumerate(ENTITY_TYPES) if weights_for(type) is BODY_WEIGHTS
        ),
    }


def _bits(places: Iterator[int]) -> int:
    return sum(1 << place for place in places)


def _tables() -> dict[str, Any]:
    """Return every table that the kernel asks for."""
    endings = [(ending.encode(KEY_ENCODING), gender) for ending, gender in name_parts().patronymics]
    alike = [text for pair in slips.alike().items() for text in pair]
    world = rarity.world()
    keys, bones = (
        sorted((number_of_key(k), share) for k, share in of.items()) for of in (world.keys, world.bones)
    )
    return {
        "world_keys": [number for number, _ in keys],
        "world_key_shares": [share for _, share in keys],
        "world_bones": [number for number, _ in bones],
        "world_bones_shares": [share for _, share in bones],
        "key_shares": rarity.KEY_SHARE,
        "bones_shares": rarity.BONES_SHARE,
        "spelled": spelled(),
        "classes": classes_of(spelling_rules().skeleton),
        "vowels": np.frombuffer(VOWELS.encode(KEY_ENCODING), np.uint8),
        "endings": np.frombuffer(b"".join(ending for ending, _ in endings), np.uint8),
        "ending_ends": list(itertools.accumulate(len(ending) for ending, _ in endings)),
        "ending_genders": [packing.number_of_gender(gender) for _, gender in endings],
        "touching": sorted(ord(a) << 32 | ord(b) for a, b in slips.neighbours()),
        "alike": [ord(letter) for text in alike for letter in text],
        "alike_ends": list(itertools.accumulate(map(len, alike))),
        "head_blocks": [blocks.number_of(f"~{head}") for head in head_numbers()],
    }
