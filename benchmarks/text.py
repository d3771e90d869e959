"""Names in running text: how many marked mentions are found, and how fast text is read.

    python -m benchmarks.text --texts tests/cases/texts [--show]
    python -m benchmarks.text FILE... [--gazetteer FILE] [--megabytes N]

The first judges: of the texts in a folder, whose mentions are marked, by language. `--show` lists what was
missed and what was found wrongly. The second mixes the paragraphs of FILEs into a text of so many megabytes,
and says how fast it is read on one core, and in how much memory.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from names import Matcher
from names.mentions import Finder

Place = tuple[int, int, str]


class Score(NamedTuple):
    """How the mentions found compare with those marked.

    Attributes:
        right: Places and ids found that are marked.
        wrong: Those found that are not.
        missed: Those marked that are not found.
    """

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of what is marked that was found."""
        return self.right / max(1, self.right + self.missed)

    def plus(self, other: Score) -> Score:
        """Return the sum of two scores."""
        return Score(*map(sum, zip(self, other, strict=True)))


class Text(NamedTuple):
    """A text with its mentions marked."""

    name: str
    language: str
    event: str
    text: str
    marked: frozenset[Place]


def read_texts(folder: Path) -> list[Text]:
    """Return the marked texts of a folder, in the order of their names.

    Raises:
        ValueError: A mention is not where its text says.
    """
    return [_read(path) for path in sorted(folder.glob("*.yaml"))]


def _read(path: Path) -> Text:
    table: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    marked = frozenset(_place(table["text"], mention, path) for mention in table["mentions"])
    return Text(path.stem, table["language"], table["event"], table["text"], marked)


def _place(text: str, mention: Mapping[str, Any], path: Path) -> Place:
    start = -1
    for _ in range(mention.get("occurrence", 1)):
        start = text.find(mention["text"], start + 1)
    if start < 0:
        raise ValueError(f"{path.name}: no such place: {mention}")
    return start, start + len(mention["text"]), mention["id"]


def found_in(text: Text, finder: Finder) -> frozenset[Place]:
    """Return the places and ids that are matched in a text."""
    return frozenset((m.start, m.end, m.entity.id) for m in finder.find(text.text) if m.entity is not None)


def compare(marked: frozenset[Place], found: frozenset[Place]) -> Score:
    """Return how what was found compares with what is marked."""
    return Score(len(marked & found), len(found - marked), len(marked - found))


def judge(texts: Iterable[Text], finder: Finder) -> dict[str, Score]:
    """Return the scores by language, and of all texts together."""
    scores: dict[str, Score] = {}
    for text in texts:
        score = compare(text.marked, found_in(text, finder))
        for group in (text.language, "all"):
            scores[group] = scores.get(group, Score()).plus(score)
    return scores


def mixed(files: Iterable[Path], size: int) -> str:
    """Return paragraphs of files in a random but settled order, repeated up to a size in bytes."""
    paragraphs = [p for file in files for p in file.read_text(encoding="utf-8").split("\n\n") if p.strip()]
    chance, pieces, so_far = random.Random(6), [], 0
    while so_far < size:
        chance.shuffle(paragraphs)
        for paragraph in paragraphs:
            pieces.append(paragraph)
            so_far += len(paragraph.encode()) + 2
            if so_far >= size:
                break
    return "\n\n".join(pieces)


def differences(texts: Iterable[Text], finder: Finder) -> Iterator[str]:
    """Yield what was missed and what was found wrongly, with some of the text around it."""
    for text in texts:
        found = found_in(text, finder)
        for sign, places in (("missed", text.marked - found), ("wrong ", found - text.marked)):
            for start, end, id in sorted(places):
                around = text.text[max(0, start - 30) : end + 30].replace("\n", " ")
                yield f"{text.name}  {sign}  {text.text[start:end]!r} {id}  … {around} …"


def speed(files: list[Path], gazetteer: str | None, megabytes: float) -> Iterator[str]:
    """Yield how fast mixed text is read, first with nothing remembered."""
    matcher = Matcher.open(gazetteer) if gazetteer else Matcher()
    text = mixed(files, int(megabytes * 1e6))
    size = len(text.encode()) / 1e6
    finder = Finder(matcher)
    for run in ("first", "again"):
        begin = time.process_time()
        count = len(finder.find(text))
        took = time.process_time() - begin
        rate = f"{size:.2f} MB in {took:.2f} s of processor time, {size / took:.2f} MB/s"
        yield f"{run}: {rate}, {count:,} mentions"
    yield f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB"


def main() -> None:
    """Judge texts, or measure speed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--gazetteer")
    parser.add_argument("--megabytes", type=float, default=2.0)
    given = parser.parse_args()
    if given.texts:
        texts, finder = read_texts(given.texts), Finder(Matcher())
        if given.show:
            print("\n".join(differences(texts, finder)))
        for group, s in judge(texts, finder).items():
            print(f"{group:<8} precision {s.precision:.3f}  recall {s.recall:.3f}  {tuple(s)}")
    if given.files:
        print("\n".join(speed(given.files, given.gazetteer, given.megabytes)))


if __name__ == "__main__":
    main()
