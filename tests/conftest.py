"""What all tests share: how hypothesis searches, the compiled kernel, and a server."""

from __future__ import annotations

import getpass
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from names.kernel import Library, building, library
from tests.postgresql import serving

# A slow machine is no fault of the code. In CI the same examples come every time: a red run can be repeated.
settings.register_profile("names", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("names")

# The cache of the shipped gazetteer: not the user's own, and one for all workers and the commands they start.
os.environ.setdefault("NAMES_CACHE", str(Path(tempfile.gettempdir()) / f"names-tests-{getpass.getuser()}"))


@pytest.fixture(scope="session")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The kernel of this source, whether it is built here or not."""
    if found := library():
        return found
    file = tmp_path_factory.mktemp("kernel") / "kernel.so"
    wrong = building.build(file)
    if wrong:
        pytest.skip(f"the kernel cannot be compiled here: {wrong}")
    return Library(file)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server; the tests that ask for it are skipped where none is installed."""
    with serving() as address:
        yield address
