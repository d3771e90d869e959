"""Splink on one column of names, as its tutorials do it: texts come in as JSON, clusters go out.

Names are brought to Latin letters by Unidecode, since Splink has nothing for other scripts, and divided into
their first and last word.
"""

from __future__ import annotations

import json
import sys

import pandas as pd
import splink.comparison_library as cl  # type: ignore[import-not-found]
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from unidecode import unidecode

TOGETHER = 0.5  # the probability from which two are linked


def main() -> None:
    """Estimate a model on the names, link them, and print the clusters."""
    texts: list[str] = json.load(sys.stdin)
    words = [unidecode(text).lower().replace(",", " ").split() or [""] for text in texts]
    frame = pd.DataFrame(
        {
            "unique_id": range(len(texts)),
            "first": [each[0] for each in words],
            "last": [each[-1] for each in words],
        }
    )
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[cl.JaroWinklerAtThresholds("first"), cl.JaroWinklerAtThresholds("last")],
        blocking_rules_to_generate_predictions=[
            block_on("first"),
            block_on("last"),
            block_on("substr(last, 1, 3)"),
            block_on("substr(first, 1, 3)"),
        ],
    )
    linker = Linker(DuckDBAPI().register(frame), settings)
    linker.training.estimate_probability_two_random_records_match([block_on("first", "last")], recall=0.3)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("first"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("last"))
    linked = linker.inference.predict(threshold_match_probability=TOGETHER)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(linked, TOGETHER)
    found = clusters.as_pandas_dataframe().groupby("cluster_id")["unique_id"].apply(list)
    print(json.dumps([[texts[number] for number in numbers] for numbers in found]))


if __name__ == "__main__":
    main()
