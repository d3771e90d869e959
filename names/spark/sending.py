"""What goes to the workers of Spark before any row: the gazetteer as a file, and a function with its job."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from names import __version__
from names.compiled import SUFFIX, build, cache_file, is_compiled
from names.fingerprint import fingerprint
from names.gazetteer import Gazetteer
from names.matcher import Matcher
from names.spark.work import Batches, Job, SparkError, encode_job

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def opened(
    session: SparkSession,
    gazetteer: str | Path | None,
    threshold: float,
    coverage: float | None,
    *,
    shared: bool,
) -> tuple[Path, Matcher]:
    """Return the compiled gazetteer on the driver, and a matcher over it.

    Args:
        session: Spark's.
        gazetteer: The file; None for the shipped list.
        threshold: Lowest score that is a match, inclusive.
        coverage: The share of the mentions one meets whose bearer is listed; None for what the list states.
        shared: Whether the file lies at this path on the workers too.

    Raises:
        NamesError: It is not compiled, or cannot be used; the shipped list lies at no path that all share.
    """
    if gazetteer is None:
        if shared:
            raise SparkError(
                "the shipped gazetteer is sent; with shared=True name a file that all workers see"
            )
        return _shipped_file(session), Matcher(threshold=threshold, coverage=coverage)
    path = Path(gazetteer).absolute()
    if not is_compiled(path):
        raise SparkError(
            f"{gazetteer} is not compiled, and workers take only what is; compile it with: "
            f"names gazetteer build {path.name} --output {path.with_suffix(SUFFIX).name}"
        )
    return path, Matcher.open(path, threshold=threshold, coverage=coverage)


def _shipped_file(session: SparkSession) -> Path:
    """The shipped gazetteer, compiled: in the cache, or where that cannot be written, with Spark's files."""
    Matcher()  # leaves it in the cache
    cached = cache_file()
    if cached is not None and cached.exists():
        return cached
    file = _folder(session) / f"shipped{SUFFIX}"
    if not file.exists():
        build(Gazetteer.shipped(), file)
    return file


def _folder(session: SparkSession) -> Path:
    """A folder of the driver that goes with the session."""
    from pyspark import SparkFiles

    if ".connect." in type(session).__module__:
        raise SparkError(
            "through Spark Connect names sends no files; put the compiled gazetteer where this program and "
            "all workers see it at one path, and say shared=True"
        )
    folder = Path(SparkFiles.getRootDirectory(), "names")
    folder.mkdir(exist_ok=True)
    return folder


def send(session: SparkSession, file: Path, content: str) -> str:
    """Have Spark bring a file to each executor, and return the name it has there.

    The name tells the content: two gazetteers of one name do not meet, and one is not sent twice.

    Args:
        session: Spark's.
        file: The compiled gazetteer.
        content: Its fingerprint.

    Raises:
        SparkError: The session has no way to send files.
    """
    name = f"{content}-{fingerprint()[:12]}{SUFFIX}"
    link = _folder(session) / name
    if not link.exists():
        link.unlink(missing_ok=True)
        try:
            link.symlink_to(file)
        except OSError:  # Windows lets not everybody make links
            shutil.copyfile(file, link)
        session.sparkContext.addFile(link.as_uri())
    return name


def prepared(job: Job) -> Callable[[Batches], Batches]:
    """Return the function that Spark is to run on its workers.

    Args:
        job: What it is told.
    """
    return carrier(encode_job(job), __version__, fingerprint())


def carrier(job: bytes, version: str, rules: str) -> Callable[[Batches], Batches]:
    """Return what Spark sends to its workers.

    Spark sends a function within a function as it is, not by the name of its module: so it runs where that
    module is not, and can say so.

    Args:
        job: What to do, encoded.
        version: Of the package on the driver.
        rules: Their fingerprint there.
    """

    def carry_out(batches: Batches) -> Batches:
        import platform

        mine = f"the driver has names {version} with the rules {rules[:12]}"
        remedy = "install the same names-normalizer, with its libraries, on the driver and on every worker"
        try:
            import names
            from names.fingerprint import fingerprint

            there, known = names.__version__, fingerprint()
        except (ImportError, AttributeError) as error:
            raise ModuleNotFoundError(
                f"the worker {platform.node()} cannot use names ({error}), and {mine}; {remedy}"
            ) from error
        if (there, known) != (version, rules):
            raise RuntimeError(
                f"the worker {platform.node()} has names {there} with the rules {known[:12]}, and {mine}; "
                f"{remedy}"
            )
        from names.spark.work import answer_batches

        yield from answer_batches(job, batches)

    return carry_out
