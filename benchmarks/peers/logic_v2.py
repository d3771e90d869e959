"""OpenSanctions' logic-v2, the strongest open matcher we know of, on the nearest names by letter trigrams.

It compares two entities and has no index of its own for a plain list; the trigrams choose what it compares.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from followthemoney import model  # type: ignore[import-not-found]
from nomenklatura.matching import LogicV2  # type: ignore[import-not-found]

from benchmarks.peers import exchange, ngrams

CANDIDATES = 50  # as many as ours looks at


def main() -> None:
    """Compare every query with its candidates and write the best."""
    given = exchange.arguments(__doc__).parse_args()
    task = exchange.read(given.gazetteer, given.queries)
    exchange.write(given.result, task, best(task))


def best(task: exchange.Task) -> Iterator[exchange.Answer]:
    """Yield the best candidate for each query; among equals the nearest by trigrams."""
    config = LogicV2.default_config()
    for number, (query, candidates) in enumerate(
        zip(task.asked, ngrams.nearest(task, CANDIDATES), strict=True)
    ):
        asked = person(f"asked-{number}", query)
        answers = [
            (
                place,
                float(LogicV2.compare(asked, person(f"listed-{place}", task.listed[place]), config).score),
            )
            for place, _ in candidates
        ]
        yield max(answers, key=lambda answer: answer[1], default=(0, 0.0))


def person(identifier: str, name: str) -> Any:
    """Return a person with one name.

    Args:
        identifier: Never given to another name: the matcher caches what it knows of an entity by id.
        name: As the gazetteer or the query spells it.
    """
    entity = model.make_entity("Person")
    entity.id = identifier
    entity.add("name", name)
    return entity


if __name__ == "__main__":
    main()
