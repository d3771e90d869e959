"""Measures names of Japan: from kanji, kana and three romanizations, among a list of others.

    python -m benchmarks.japanese FOLDER

FOLDER holds `gazetteer.jsonl`, one `{"id", "name"}` a line: the others. The people are those of japanese.tsv
beside this script. One spelling of each is listed, the others are asked for; then all while none is listed.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import msgspec

from names import Entity, Gazetteer, Matcher
from names.folding import fold

COLUMNS = ("kanji", "kana", "hepburn", "plain", "kunrei")


class _Listed(msgspec.Struct):
    id: str
    name: str


def main() -> None:
    """Print recall and precision for each pair of spellings."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    lines = Path(__file__).with_suffix(".tsv").read_text(encoding="utf-8").splitlines()
    people = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    own = {_keys(person[2]) for person in people}
    entries = (folder / "gazetteer.jsonl").read_bytes().splitlines()
    listed = [msgspec.json.decode(line, type=_Listed) for line in entries]
    others = [Entity(each.id, each.name, ()) for each in listed if _keys(each.name) not in own]
    for column in ("plain", "kanji"):
        at = COLUMNS.index(column)
        matcher = _matcher([*others, *(Entity(person[0], person[at], ()) for person in people)])
        for asked in COLUMNS:
            if asked != column:
                _report(f"{column} from {asked}", matcher, people, COLUMNS.index(asked))
    _report("nobody, from kanji", _matcher(others), people, 0)


def _keys(name: str) -> tuple[str, ...]:
    return tuple(sorted(part.key for part in fold(name).parts))


def _matcher(entities: Sequence[Entity]) -> Matcher:
    return Matcher(Gazetteer(tuple(entities)))


def _report(what: str, matcher: Matcher, people: Sequence[Sequence[str]], asked: int) -> None:
    answers = matcher.verdicts([person[asked] for person in people], 1)
    first = matched = right = 0
    for person, answer in zip(people, answers, strict=True):
        is_first = bool(answer.candidates) and answer.candidates[0][0].id == person[0]
        first += is_first
        matched += answer.status == "matched"
        right += answer.status == "matched" and is_first
    precision = f"{right / matched:.3f}" if matched else "none matched"
    print(f"{what:24} recall@1 {first / len(people):.3f}, matched {matched}, precision {precision}")


if __name__ == "__main__":
    main()
