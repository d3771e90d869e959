"""OpenSanctions' logic-v2, the strongest open matcher we know of, on candidates of two kinds.

By default these are the nearest names by letter trigrams; `--own-index` takes those that the index of its own
library, nomenklatura, ranks first.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from followthemoney import model  # type: ignore[import-not-found]
from nomenklatura.blocker.index import Index  # type: ignore[import-not-found]
from nomenklatura.matching import LogicV2  # type: ignore[import-not-found]

from benchmarks.peers import exchange, ngrams

CANDIDATES = 50  # as many as ours looks at


def main() -> None:
    """Compare every query with its candidates and write the best."""
    parser = exchange.arguments(__doc__)
    parser.add_argument(
        "--schema", default="Person", help="what is listed and asked for (default %(default)s)"
    )
    parser.add_argument("--own-index", action="store_true", help="candidates by nomenklatura's index")
    given = parser.parse_args()
    task = exchange.read(given.gazetteer, given.queries)
    entities = Entities(task, given.schema)
    near = indexed(entities) if given.own_index else by_trigrams(task)
    exchange.write(given.result, task, best(entities, near))


class Entities:
    """The listed names and the queries as entities of followthemoney, and a view of the listed for an index.

    Args:
        task: The names.
        schema: What all of them are, as followthemoney calls it.
    """

    def __init__(self, task: exchange.Task, schema: str) -> None:
        self._task, self._schema = task, schema

    def listed(self, place: int) -> Any:
        """Return a listed entity by its place."""
        return self._made(f"listed-{place}", self._task.listed[place])

    def asked(self) -> Iterator[Any]:
        """Yield an entity for each query."""
        for number, query in enumerate(self._task.asked):
            yield self._made(f"asked-{number}", query)

    def entities(self, include_schemata: Sequence[Any] | None = None) -> Iterator[Any]:
        """Yield the listed entities, as an index asks a view for them; all are of one schema."""
        return map(self.listed, range(len(self._task.listed)))

    def _made(self, identifier: str, name: str) -> Any:
        """Return an entity with one name; an id is given to one name only, since the matcher caches by id."""
        entity = model.make_entity(self._schema)
        entity.id = identifier
        entity.add("name", name)
        return entity


def by_trigrams(task: exchange.Task) -> Iterator[list[int]]:
    """Yield the places of the names nearest to each query by trigrams, the nearest first."""
    for found in ngrams.nearest(task, CANDIDATES):
        yield [place for place, _ in found]


def indexed(entities: Entities) -> Iterator[list[int]]:
    """Yield the places of what the index of nomenklatura finds for each query, the best first.

    It takes all queries together, and says nothing of those it finds nothing for.
    """
    asked = list(entities.asked())
    with tempfile.TemporaryDirectory() as folder:
        index = Index(entities, Path(folder), {"max_candidates": CANDIDATES})
        index.build()
        found = {
            str(identifier): [int(str(other).removeprefix("listed-")) for other, _ in candidates]
            for identifier, candidates in index.match_entities(asked)
        }
        index.close()
    for entity in asked:
        yield found.get(entity.id, [])


def best(entities: Entities, near: Iterator[list[int]]) -> Iterator[exchange.Answer]:
    """Yield the best candidate for each query; among equals the nearest."""
    config = LogicV2.default_config()
    for asked, places in zip(entities.asked(), near, strict=True):
        answers = [
            (place, float(LogicV2.compare(asked, entities.listed(place), config).score)) for place in places
        ]
        yield max(answers, key=lambda answer: answer[1], default=(0, 0.0))


if __name__ == "__main__":
    main()
