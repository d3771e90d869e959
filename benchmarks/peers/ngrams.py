"""Unidecode and the cosine of TF-IDF weighted letter trigrams: what record-linking recipes do at scale."""

from __future__ import annotations

import os
from collections.abc import Iterator

from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-not-found]
from sparse_dot_topn import sp_matmul_topn  # type: ignore[import-not-found]

from benchmarks.peers import exchange


def main() -> None:
    """Write the nearest listed name of every query."""
    given = exchange.arguments(__doc__).parse_args()
    task = exchange.read(given.gazetteer, given.queries)
    answers = (found[0] if found else (0, 0.0) for found in nearest(task, 1))
    exchange.write(given.result, task, answers)


def nearest(task: exchange.Task, most: int) -> Iterator[list[exchange.Answer]]:
    """Yield the listed names nearest to each query, the nearest first, at most so many.

    A query that shares no trigram with any listed name has none.
    """
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3))
    listed = vectorizer.fit_transform([exchange.plain(name) for name in task.listed])
    asked = vectorizer.transform([exchange.plain(query) for query in task.asked])
    # Rows have length one, so that the product is the cosine.
    found = sp_matmul_topn(asked, listed.T.tocsr(), top_n=most, sort=True, n_threads=os.cpu_count())
    for start, end in zip(found.indptr, found.indptr[1:], strict=False):
        yield [
            (int(i), float(s)) for i, s in zip(found.indices[start:end], found.data[start:end], strict=True)
        ]


if __name__ == "__main__":
    main()
