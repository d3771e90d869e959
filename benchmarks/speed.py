"""How fast spellings are linked to entities, and in how much memory: ours beside peers, in the same run.

    python -m benchmarks.speed FOLDER PEER MAKER [--only PART] [--write]

FOLDER holds gazetteer.jsonl (id, name, country) and queries-dev.jsonl (query). PEER is a script, run in the
peers' environment as `PEER GAZETTEER.jsonl QUERIES.csv COLUMN [--limit N]`, that prints `seconds_fit`,
`seconds_match` and `per_second` as JSON. MAKER is a script, run as `MAKER GAZETTEER.jsonl FOLDER --entities N
--rows N`, that makes a large gazetteer.jsonl and a rows.csv (person, truth). The tables are Markdown;
`--write` puts them into benchmarks/README.md, and the plot into docs/speed.svg.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from benchmarks import linking, page
from benchmarks.peers import environment
from benchmarks.timing import lists, markdown, plot
from benchmarks.timing.processes import Run, Series, alternated, measured, ours

PLOT = linking.ROOT / "docs" / "speed.svg"
IMAGE = "![Time per name against the size of the gazetteer](../docs/speed.svg)"
MILLION = 1_000_000  # entities, and rows
PEER_SPELLINGS = 1_000  # asked of the peer at a million entities, which takes it some seconds
SIZES = (10_000, 100_000, MILLION)
ASKED = 2_000  # spellings, the same at every size
COMPARISONS = 20_000_000  # of two names, that extractOne may take at one size: half a minute
FEWEST, MOST = 50, 200  # spellings asked of extractOne at one size; a million entities take it a second each


@dataclass(frozen=True)
class Bench:
    """What the parts work with.

    Attributes:
        folder: Holds the gazetteer and the queries.
        peer: The peer's script.
        maker: The script that makes the large gazetteer.
        million: Holds what it made.
        python: The one that has what the peers need.
        scratch: A folder for what is made on the way.
        runs: How often each command is run; None leaves it to the part.
        sizes: Of the gazetteers in the part `growth`, rising.
    """

    folder: Path
    peer: Path
    maker: Path
    million: Path
    python: Path
    scratch: Path
    runs: int | None
    sizes: Sequence[int]

    @cached_property
    def large(self) -> tuple[Path, Path]:
        """The large gazetteer and its rows, made if they are not there."""
        made = self.million / linking.GAZETTEER, self.million / "rows.csv"
        if not all(file.exists() for file in made):
            sizes = ("--entities", str(MILLION), "--rows", str(MILLION))
            making = self.million / "unfinished"  # what a stopped run left must not pass for whole
            measured(self.python, self.maker, self.folder / linking.GAZETTEER, making, *sizes)
            for file in made:
                (making / file.name).replace(file)
            making.rmdir()
        return made

    def built(self, gazetteer: Path) -> tuple[Path, Run]:
        """Return a gazetteer compiled, and how that fared."""
        target = self.scratch / f"{gazetteer.stem}.names"
        return target, ours("gazetteer", "build", gazetteer, "--output", target)

    def asked(self, gazetteer: Path, queries: Path, column: str, *options: str) -> Run:
        """Return how the peer fared."""
        return measured(self.python, self.peer, gazetteer, queries, column, *options)


def main() -> None:
    """Measure, print, and write where asked."""
    given = parsed()
    python = environment.python(given.cache)
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(
            given.folder, given.peer, given.maker, given.million or given.cache / "million", python,
            Path(scratch), given.runs, sorted(set(given.size or SIZES)),
        )  # fmt: skip
        for part in given.only or PARTS:
            text, picture = PARTS[part](bench)
            print(f"## {part}\n\n{text}\n")
            if given.write:
                page.put(text, f"speed: {part}")
            if given.write and picture:
                PLOT.parent.mkdir(exist_ok=True)
                PLOT.write_text(picture, encoding="utf-8")


def parsed() -> argparse.Namespace:
    """Return the arguments of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=linking.absolute, help="holds the gazetteer and the queries")
    parser.add_argument("peer", type=linking.absolute, help="the peer's script")
    parser.add_argument("maker", type=linking.absolute, help="the script that makes a large gazetteer")
    parser.add_argument("--only", action="append", choices=PARTS, help="this part; may repeat")
    parser.add_argument("--runs", type=int, metavar="N", help="of each command; else as the part has it")
    parser.add_argument(
        "--size", action="append", type=int, metavar="N",
        help="entities in the part growth; may repeat (default: 10000, 100000 and 1000000)",
    )  # fmt: skip
    parser.add_argument(
        "--million",
        type=linking.absolute,
        metavar="FOLDER",
        help="holds what MAKER made, or will (default: million in the cache)",
    )
    environment.add_cache_argument(parser)
    parser.add_argument("--write", action="store_true", help="into benchmarks/README.md and docs too")
    return parser.parse_args()


Report = tuple[str, str | None]
"""The text of a part, and its picture if it has one."""


def small(bench: Bench) -> Report:
    """Return the whole process, and the matching alone, on the queries that quality is measured with."""
    gazetteer, queries = bench.folder / linking.GAZETTEER, bench.scratch / "queries.csv"
    asked = [query["query"] for query in lists.entities(bench.folder / "queries-dev.jsonl")]
    lists.write_column(queries, "query", asked)
    compiled, build = bench.built(gazetteer)
    times = bench.runs or 5
    normalize = ("normalize", queries, "--column", "query", "--gazetteer", compiled)
    found = alternated(
        "small", times,
        ours=lambda: ours(*normalize, "--output", bench.scratch / "result.csv"),
        peer=lambda: bench.asked(gazetteer, queries, "query"),
        alone=lambda: matched(compiled, queries, "query"),
    )  # fmt: skip
    own, peer, alone = found["ours"], found["peer"], found["alone"]
    rows = [
        markdown.compared("whole process, seconds", own.seconds, peer.seconds, ".2f"),
        markdown.compared(
            "matching alone, seconds",
            alone.median(lambda run: run.said["seconds_open"] + run.said["seconds_match"]),
            peer.median(lambda run: run.said["seconds_fit"] + run.said["seconds_match"]),
            ".2f",
        ),
        markdown.compared("peak memory of the whole process, MB", own.peak / 1e6, peer.peak / 1e6, ",.0f"),
        ["building the compiled gazetteer, once, seconds", f"{build.seconds:.1f}", "", ""],
    ]
    entities = lists.count(lists.entities(gazetteer))
    header = [f"{len(asked):,} queries, {entities:,} entities", "ours", "TF-IDF", "ours / TF-IDF"]
    return f"{markdown.table(header, rows)}\n\n{markdown.circumstances(times)}", None


def million(bench: Bench) -> Report:
    """Return a million entities compiled, and a million rows normalized with them."""
    gazetteer, rows = bench.large
    result, times = bench.scratch / "result.csv", bench.runs or 3
    compiled, build = bench.built(gazetteer)
    normalize = ("normalize", rows, "--column", "person", "--gazetteer", compiled, "--best")
    found = alternated(
        "million", times,
        peer=lambda: bench.asked(gazetteer, rows, "person", "--limit", str(PEER_SPELLINGS)),
        ours=lambda: ours(*normalize, "--output", result),
    )  # fmt: skip
    verdict = lists.judged(result, "person", lists.truths(rows, "person", "truth"))
    table = million_rows(build, found["ours"], found["peer"], verdict)
    sizes = f"{lists.count(lists.entities(gazetteer)):,} entities, {lists.count(lists.rows(rows)):,} rows"
    header = [sizes, "ours", "TF-IDF", "ours / TF-IDF"]
    return f"{markdown.table(header, table)}\n\n{markdown.circumstances(times)}", None


def million_rows(build: Run, own: Series, peer: Series, verdict: lists.Verdict) -> list[list[str]]:
    """Return the rows of the table of a million.

    Args:
        build: Of our compiled gazetteer.
        own: Runs over all rows.
        peer: Runs over some of the distinct spellings.
        verdict: What our answers are worth.
    """
    rate = verdict.spellings / own.seconds
    return [
        ["distinct spellings", f"{verdict.spellings:,}", f"{peer.said('distinct'):,.0f}", ""],
        markdown.compared("distinct spellings a second", rate, peer.said("per_second"), ",.0f"),
        markdown.compared("peak memory, MB", own.peak / 1e6, peer.peak / 1e6, ",.0f"),
        ["whole process, seconds", f"{own.seconds:.1f}", "", ""],
        markdown.compared("building or fitting, seconds", build.seconds, peer.said("seconds_fit"), ".1f"),
        ["peak memory of building, MB", f"{build.peak / 1e6:,.0f}", "", ""],
        ["first candidate right, of distinct spellings", f"{verdict.right:.3f}", "", ""],
        ["matched and right, of distinct spellings", f"{verdict.matched:.3f}", "", ""],
        ["right, of those matched", f"{verdict.precision:.3f}", "", ""],
    ]


def growth(bench: Bench) -> Report:
    """Return the time per name over gazetteers of several sizes, and the plot of it."""
    gazetteer, rows = bench.large
    truths = lists.truths(rows, "person", "truth")
    asked = random.Random(0).sample(sorted(truths), min(ASKED, len(truths)))
    queries, times = bench.scratch / "asked.csv", bench.runs or 3
    lists.write_column(queries, "person", asked)
    wanted = {identifier for spelling in asked for identifier in truths[spelling]}
    series: dict[str, list[float]] = {}
    counts: dict[str, list[int]] = {}
    for size in bench.sizes:
        part = bench.scratch / f"{size}.jsonl"
        lists.write_part(gazetteer, part, size, wanted)
        for name, runs in growth_runs(bench, part, queries, size, times).items():
            series.setdefault(name, []).append(runs.median(lambda run: 1000 / run.said["per_second"]))
            counts.setdefault(name, []).append(int(runs.said("distinct")))
    lines = {name: list(zip(bench.sizes, each, strict=True)) for name, each in series.items()}
    ranges = {name: f"{name}: {min(each):,} to {max(each):,}" for name, each in counts.items()}
    fewer = "; ".join(ranges[name] for name, each in counts.items() if min(each) < len(asked))
    note = f"matching alone, {len(asked):,} names{fewer and f' ({fewer})'}; both axes logarithmic"
    notes = asked_fewer(bench.sizes, counts, len(asked))
    text = [IMAGE, growth_table(bench.sizes, series), *notes, markdown.circumstances(times)]
    return "\n\n".join(text), plot.drawn(lines, note)


def asked_fewer(sizes: Sequence[int], counts: Mapping[str, Sequence[int]], asked: int) -> Iterator[str]:
    """Yield a sentence for each that was asked for fewer spellings than there were.

    Args:
        sizes: Of the gazetteers.
        counts: The spellings that each was asked for at each size, by name.
        asked: How many there were.

    Examples:
        >>> list(asked_fewer([10, 20], {"names": [5, 5], "slow": [5, 2]}, 5))
        ['slow was asked for 5 of the 5 spellings at 10 entities, 2 at 20.']
    """
    for name, each in counts.items():
        if min(each) < asked:
            (first, size), *rest = zip(each, sizes, strict=True)
            more = "".join(f", {count:,} at {size:,}" for count, size in rest)
            yield f"{name} was asked for {first:,} of the {asked:,} spellings at {size:,} entities{more}."


def growth_table(sizes: Sequence[int], series: Mapping[str, Sequence[float]]) -> str:
    """Return the table of times per name.

    Args:
        sizes: Of the gazetteers, rising.
        series: The milliseconds at each size, by name, ours first.
    """
    own, *peers = series
    header = [
        "entities; time per name",
        *(f"{name}, ms" for name in series),
        *(f"{peer} / {own}" for peer in peers),
    ]
    table = []
    for size, *each in zip(sizes, *series.values(), strict=True):
        ratios = [markdown.figures(peer / each[0]) for peer in each[1:]]
        table.append([f"{size:,}", *(f"{milliseconds:.2f}" for milliseconds in each), *ratios])
    ends = [f"{markdown.figures(each[-1] / each[0])} times" for each in series.values()]
    table.append([f"{sizes[-1] // sizes[0]} times the entities", *ends, *("" for _ in peers)])
    return markdown.table(header, table)


def growth_runs(bench: Bench, gazetteer: Path, queries: Path, size: int, times: int) -> dict[str, Series]:
    """Return the runs of ours and both peers over one gazetteer, by name.

    Args:
        bench: What is there.
        gazetteer: As JSONL.
        queries: CSV with the column `person`.
        size: Of the gazetteer.
        times: How often each is run.
    """
    compiled, _ = bench.built(gazetteer)
    few = str(max(FEWEST, min(MOST, COMPARISONS // size)))
    extraction = ("-m", "benchmarks.timing.extraction", gazetteer, queries, "person", "--limit", few)
    return alternated(
        f"growth, {size:,} entities", times,
        **{
            "names": lambda: matched(compiled, queries, "person"),
            "TF-IDF": lambda: bench.asked(gazetteer, queries, "person"),
            "extractOne": lambda: measured(bench.python, *extraction),
        },
    )  # fmt: skip


def cold(bench: Bench) -> Report:
    """Return how long one name takes from the command line, beside Python doing nothing."""
    times, cache = bench.runs or 10, str(bench.scratch / "cache")
    first = ours("match", "Toqaev", NAMES_CACHE=cache)
    found = alternated(
        "cold", times,
        ours=lambda: ours("match", "Toqaev", NAMES_CACHE=cache),
        nothing=lambda: measured(sys.executable, "-c", "pass"),
    )  # fmt: skip
    own, nothing = found["ours"], found["nothing"]
    rows = [
        markdown.compared("whole process, seconds", own.seconds, nothing.seconds, ".3f"),
        markdown.compared("peak memory, MB", own.peak / 1e6, nothing.peak / 1e6, ".0f"),
        ["the very first, which compiles the shipped list, seconds", f"{first.seconds:.2f}", "", ""],
    ]
    header = ["", "`names match Toqaev`", "`python -c pass`", "ratio"]
    return f"{markdown.table(header, rows)}\n\n{markdown.circumstances(times)}", None


def matched(compiled: Path, queries: Path, column: str) -> Run:
    """Return how our matching alone fared."""
    return measured(sys.executable, "-m", "benchmarks.timing.matching", compiled, queries, column)


PARTS: dict[str, Callable[[Bench], Report]] = {
    "small": small,
    "million": million,
    "growth": growth,
    "cold": cold,
}

if __name__ == "__main__":
    main()
