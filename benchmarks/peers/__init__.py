"""Open matchers, run beside ours. Each is one script that runs in an environment of its own.

A script takes GAZETTEER (JSONL: id, name), QUERIES (JSONL: query) and RESULT, where it writes the CSV that
the judge reads. It imports nothing of `names`, and `names` depends on none of what it imports.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Peer:
    """One way to run one of the scripts.

    Attributes:
        name: What the table calls it.
        module: The script.
        options: What follows the three paths.
    """

    name: str
    module: str
    options: tuple[str, ...] = ()


PEERS = (
    Peer("WRatio", "benchmarks.peers.fuzzy", ("--scorer", "WRatio")),
    Peer("token_sort", "benchmarks.peers.fuzzy", ("--scorer", "token_sort_ratio")),
    Peer("token_set", "benchmarks.peers.fuzzy", ("--scorer", "token_set_ratio")),
    Peer("TF-IDF", "benchmarks.peers.ngrams"),
    Peer("logic-v2", "benchmarks.peers.logic_v2"),
    Peer("logic-v2, own index", "benchmarks.peers.logic_v2", ("--own-index",)),
)
