"""What all tests share: how hypothesis searches."""

from __future__ import annotations

import getpass
import os
import tempfile
from pathlib import Path

from hypothesis import settings

# A slow machine is no fault of the code. In CI the same examples come every time: a red run can be repeated.
settings.register_profile("names", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("names")

# The cache of the shipped gazetteer: not the user's own, and one for all workers and the commands they start.
os.environ.setdefault("NAMES_CACHE", str(Path(tempfile.gettempdir()) / f"names-tests-{getpass.getuser()}"))
