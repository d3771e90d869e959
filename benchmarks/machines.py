"""Whom machine romanizers' spellings stand for: public figures written by each of them, matched in one list.

    python -m benchmarks.machines PYTHON

PYTHON is that of an environment with the packages of `beside/machines.txt`. The figures are in
`machines.yaml`: each is listed by its own name and by that of English print. Printed are, for each language
and engine, how many come back to the figure, how many of these surely, and how many surely to another one.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml

from names import Matcher

HERE = Path(__file__).parent
Figures = Mapping[str, Sequence[tuple[str, str]]]
Made = Mapping[str, Mapping[str, Sequence[str]]]


class Row(NamedTuple):
    """What becomes of the spellings of one engine.

    Attributes:
        language: Of the figures.
        engine: Its name.
        figures: How many there are.
        first: How many come back as the best candidate.
        sure: How many are matched with the figure.
        wrong: How many are matched with another one.
        lost: Spellings that do not come back.
    """

    language: str
    engine: str
    figures: int
    first: int
    sure: int
    wrong: int
    lost: tuple[str, ...]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("python", help="of the environment with the romanizers")
    figures: Figures = yaml.safe_load((HERE / "machines.yaml").read_text(encoding="utf-8"))
    made = romanized(figures, parser.parse_args().python)
    print("| language | engine | figures | come back | surely | wrong | do not come back |")
    print("| --- | --- | ---: | ---: | ---: | ---: | --- |")
    rows = list(measured(figures, made, Matcher.open(listed(figures))))
    for row in rows:
        print(f"| {' | '.join(map(str, row[:-1]))} | {', '.join(row.lost)} |")
    total = sum(row.figures for row in rows)
    back, sure, wrong = (sum(getattr(row, name) for row in rows) for name in ("first", "sure", "wrong"))
    print(f"| all | | {total} | {back} ({back / total:.1%}) | {sure} | {wrong} | |")


def romanized(figures: Figures, python: str) -> Made:
    """Return what each engine makes of the names, by language and engine."""
    asked = json.dumps({language: [own for own, _ in each] for language, each in figures.items()})
    command = [python, str(HERE / "beside" / "machines.py")]
    answer = subprocess.run(
        command, input=asked, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    made: Made = json.loads(answer.stdout)
    return made


def listed(figures: Figures) -> str:
    """Write a list of the figures, and return its path."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8", delete=False) as file:
        for each in figures.values():
            for own, english in each:
                record = {"id": english.replace(" ", "-"), "name": english, "aliases": [own]}
                file.write(json.dumps(record) + "\n")
    return file.name


def measured(figures: Figures, made: Made, matcher: Matcher) -> Iterator[Row]:
    """Yield what becomes of the spellings of each engine."""
    for language, engines in made.items():
        meant = [english.replace(" ", "-") for _, english in figures[language]]
        for engine, spellings in engines.items():
            answers = list(matcher.match_many(spellings))
            first = [answer.candidates[0].entity.id if answer.candidates else None for answer in answers]
            sure = [answer.entity.id if answer.entity else None for answer in answers]
            lost = [text for text, id, one in zip(spellings, first, meant, strict=True) if id != one]
            matched = sum(id == one for id, one in zip(sure, meant, strict=True))
            wrong = sum(id not in (None, one) for id, one in zip(sure, meant, strict=True))
            yield Row(language, engine, len(meant), len(meant) - len(lost), matched, wrong, tuple(lost))


if __name__ == "__main__":
    main()
