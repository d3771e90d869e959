"""The kernel weighs every pair of parts as Python does: fed from the tables of rules and all pinned pairs."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from names import Entity, Form, data
from names.evidence import slips
from names.folding.name_parts import name_parts
from names.gazetteer.records import EntityType
from names.kernel import Library
from names.kinds import EvidenceKind
from tests.test_cases import PAIRS
from tests.twins import Both, Pairing

CASES = Path(__file__).parent / "cases"
STEMS = ("tolst", "petr", "iv", "krup")
FATHERS = ("Kemel", "Petr", "Sergei")
NAME = "Kassym Tokayev"
CARRIER = "serandon"  # a word to put letters in, long enough for one slip to be excused


class Case(NamedTuple):
    """A spelling asked for, a listed one, and the gender and the type of its bearer."""

    asked: str
    listed: str
    gender: str | None = None
    type: EntityType | None = None


def both_ways(pairs: Iterable[tuple[str, str]], *genders: str | None) -> Iterator[Case]:
    for (a, b), gender in itertools.product(pairs, genders or (None,)):
        yield Case(a, b, gender)
        yield Case(b, a, gender)


def as_written(key: str) -> str:
    """Return letters that have this class key, in Latin."""
    return key.replace("š", "sh").replace("č", "ch")


def surnames() -> Iterator[Case]:
    """Every ending of surnames that has a gender, beside each one of a man; -oy stands for -i."""
    for masculine, feminine in name_parts().surnames:
        men = {masculine, "oy", "oi", "ev"}
        pairs = [
            (stem + man, stem + feminine) for stem, man in itertools.product(STEMS, sorted(men))
        ]  # fmt: skip
        yield from both_ways(pairs, None, "f", "m")
        yield from both_ways([(f"Anna {a}", f"Anna {b}") for a, b in pairs[:4]], None, "f", "m")


def patronymics() -> Iterator[Case]:
    """Every ending of a patronymic beside every other, of one father and of two, and beside the father."""
    endings = [as_written(ending) for ending, _ in name_parts().patronymics]
    for father, other in itertools.pairwise(FATHERS):
        names = [(father + a, each + b) for a in endings for b in endings for each in (father, other)]
        yield from both_ways([*names, *((father, father + ending) for ending in endings)], None, "f", "m")


def given_names() -> Iterator[Case]:
    """Every given name beside some of its head and of the next one, and a man's with a woman's end."""
    lines = data.read("given_names.yaml")["names"].splitlines()
    for line, following in itertools.pairwise([*lines, lines[0]]):
        (head, forms), (other, _) = _read(line), _read(following)
        for some in _chunks([head, *forms], 6):
            yield Case(" ".join(some), f"{head} {other} {some[0]}a")
        men = {head, *(form for form in forms if form.isascii())}
        ends = [(man, man.removesuffix("o") + "a") for man in sorted(men) if man.endswith("o")]
        yield from both_ways([(head, head + "a"), *ends], None, "f", "m")


def _read(line: str) -> tuple[str, list[str]]:
    title, _, columns = line.partition(": ")
    words = [word.strip(";|") for word in columns.split()]
    return title.split()[0], [word for word in words if word and not word.isupper()]


def _chunks(words: list[str], size: int) -> Iterator[list[str]]:
    for begin in range(0, len(words), size):
        yield words[begin : begin + size]


def small_words() -> Iterator[Case]:
    """Every title, particle and other small word: alone, with a name, and beside the next of its kind."""
    for kind in sorted(set(name_parts().kinds.values())):
        words = [word for word, of in name_parts().kinds.items() if of == kind]
        for word, following in itertools.pairwise([*words, words[0]]):
            named = [(f"{word} {NAME}", NAME), (f"{NAME} {word}", f"{NAME} {following}"), (word, word)]
            pairs = [*named, (word, following), (f"Kassym {word} Tokayev", f"Kassym {word}s Tokaev")]
            genders = ("f", "m") if word in name_parts().genders else ()
            yield from both_ways(pairs, None, *genders)


def slips_of_hand_and_eye() -> Iterator[Case]:
    """Every pair of keys that touch and of letters that print alike, within a word; some at its edges."""
    touching = sorted(pair for pair in slips.neighbours() if pair[0] < pair[1])
    for a, b in [*touching, *zip("abcdxyz", "qwertzu", strict=True), *slips.alike().items()]:
        for before, behind in (
            (CARRIER[:4], CARRIER[4:]),
            ("", CARRIER[1:]),
            (CARRIER[:-1], ""),
            ("ka", "i"),
        ):
            yield from both_ways([(before + a + behind, before + b + behind)])
    for n, m in itertools.combinations(range(len(CARRIER)), 2):
        cut = CARRIER[:n] + CARRIER[n + 1 :]
        swapped = CARRIER[:n] + CARRIER[m] + CARRIER[n + 1 : m] + CARRIER[n] + CARRIER[m + 1 :]
        yield from both_ways([(CARRIER, cut), (CARRIER, swapped), (cut, cut[:-1]), (cut, cut[:3] + cut[4:])])


def look_alikes() -> Iterator[Case]:
    """Every letter of one script that looks like one of another, in a word of either."""
    for name, table in data.read("lookalikes.yaml").items():
        if name not in ("format", "sources"):
            for a, b in table.split():
                yield from both_ways([(f"tok{a}rev", f"tok{b}rev"), (f"ток{a}рев", f"ток{b}рев")])


def initials() -> Iterator[Case]:
    """Initials of one letter and of several beside words that begin with them, and not."""
    words = (
        "Zhomart",
        "Jomart",
        "Kassym",
        "Жомарт",
        "Юрий",
        "Yuri",
        "Γιάννης",
        "محمد",
        "김",
        "Shokan",
        "Ёлкин",
    )
    letters = ("K", "J", "Z", "Zh", "Ж", "Ю", "Yu", "Y", "Γ", "م", "Sh", "S", "Ё")
    for word, letter in itertools.product(words, letters):
        yield from both_ways([(f"{letter}. Tokayev", f"{word} Tokayev"), (f"{letter}. {letter}.", word)])


FEEDS = (surnames, patronymics, small_words, slips_of_hand_and_eye, look_alikes, initials, given_names)


def pinned(first: int = 0, step: int = 1) -> Iterator[Case]:
    """Pinned pairs, of their type and of each other; people as men, women, and nobody known to be either."""
    types: tuple[EntityType, ...] = ("person", "place")
    for pair in PAIRS[first::step]:
        for type in dict.fromkeys((pair.type, *types)):
            genders = (None, "f", "m") if type == pair.type == "person" else (None,)
            for gender in genders:
                yield Case(pair.a, pair.b, gender, type)
                yield Case(pair.b, pair.a, gender, type)


def written_down() -> Iterator[Case]:
    """The pairs of the case file."""
    for pair in yaml.safe_load((CASES / "twins.yaml").read_text(encoding="utf-8"))["pairs"]:
        more = pair.get("gender"), pair.get("type")
        yield Case(pair["asked"], pair["listed"], *more)
        yield Case(pair["listed"], pair["asked"], *more)


def weighed(cases: Iterable[Case], kernel: Library) -> tuple[Both, list[Pairing]]:
    """Return a gazetteer of all that is listed in some cases, and what to weigh in it."""
    wanted = list(dict.fromkeys(cases))
    listed = list(dict.fromkeys(case[1:] for case in wanted))
    entities = [
        Entity(f"e-{n}", text, (Form(text, "name"),), type, gender=gender)  # type: ignore[arg-type]
        for n, (text, gender, type) in enumerate(listed)
    ]
    both = Both(entities, kernel)
    numbers = {both.index.entity(entity_number).id: entity_number for entity_number in range(len(both.index))}
    of_case = {case: numbers[f"e-{n}"] for n, case in enumerate(listed)}
    return both, [Pairing(case.asked, of_case[case[1:]]) for case in wanted]


@pytest.mark.once
@pytest.mark.parametrize("feed", [*FEEDS, written_down], ids=lambda feed: feed.__name__)
def test_what_a_table_of_rules_lists_is_weighed_alike(feed: object, kernel: Library) -> None:
    both, pairings = weighed(feed(), kernel)  # type: ignore[operator]
    both.weigh_alike(pairings)


@pytest.mark.once
@pytest.mark.parametrize("first", range(4))
def test_pinned_pairs_are_weighed_alike(kernel: Library, first: int) -> None:
    both, pairings = weighed(pinned(first, 4), kernel)
    both.weigh_alike(pairings)


@pytest.mark.once
def test_hardly_anything_of_the_tables_is_left_to_python(kernel: Library) -> None:
    for feed in (*FEEDS, pinned):
        both, pairings = weighed(itertools.islice(feed(), 0, None, 7), kernel)
        assert sum(told is None for told in both.evidence_by_kernel(pairings)) <= len(pairings) // 100


@pytest.mark.once
def test_the_tables_show_every_kind_of_evidence_that_two_parts_can_be(kernel: Library) -> None:
    of_two_parts: set[EvidenceKind] = {
        "same", "letters", "rules", "sound", "form", "far form", "near", "slip", "misread", "patronymic",
        "initial", "gender", "contradicted", "father contradicted", "initial contradicted",
    }  # fmt: skip
    shown: set[str] = set()
    for feed in (*FEEDS, pinned):
        both, pairings = weighed(itertools.islice(feed(), 0, None, 7), kernel)
        for told in both.parts_by_kernel(pairings, in_rows=True):
            shown |= {said[0] for *_, said in told if said}
    assert shown == of_two_parts
