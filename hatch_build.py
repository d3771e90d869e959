"""Builds the kernel when the package is installed, if a C compiler is there; without one, nothing fails."""

from __future__ import annotations

import importlib.util
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

KERNEL = Path("names", "kernel", "kernel.so")


class KernelHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the compiled kernel to a wheel, which is then for this platform alone."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the kernel beside its source, and have it taken along."""
        if self.target_name != "wheel":
            return
        wrong = _building(Path(self.root)).build(Path(self.root, KERNEL))
        if wrong:
            self.app.display_warning(f"the kernel was not compiled; names works without it, slower: {wrong}")
            return
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["artifacts"].append(KERNEL.as_posix())
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform}"


def _building(root: Path) -> Any:
    """Return the module that compiles, not imported as a part of `names`: what that needs is not here yet."""
    spec = importlib.util.spec_from_file_location("building", root / KERNEL.with_name("building.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
