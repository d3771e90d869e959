"""Spark: a column of names in a cluster's table, matched where its rows lie, with the answers of one machine.

Rows go through `mapInArrow`, batch by batch; only distinct spellings are matched. The compiled gazetteer is
sent to each executor once, or lies where all see it, and every Python worker there maps the same file into
its memory. The package itself must be installed on the workers, in the version and with the rules that the
driver has; other ones are refused by name.

Nothing here is imported by the rest of the package, and Spark only where a frame of it is at hand.
"""

from __future__ import annotations

from names.spark.spark_frames import normalize
from names.spark.work import SparkError

__all__ = ["SparkError", "normalize"]
