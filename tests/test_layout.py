"""The layout of the package: every module stands in one list and imports only from those above it.

Imports inside functions count; those under `if TYPE_CHECKING:` do not, since they never run.
A package, as `names.folding`, stands below the modules in its folder, whose names it passes on. `names`
itself may be imported from anywhere, since it imports nothing (it fetches its names when they are used).
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYOUT = (
    "names",
    "names.errors",
    "names.visible",
    "names.notebook",
    "names.notebook_progress",
    "names.unfinished",
    "names.bounds",
    "names.cache",
    "names.fingerprint",
    "names.store.refusals",
    "names.store.layout",
    "names.store.writing",
    "names.store.reading",
    "names.store",
    "names.data",
    "names.kinds",
    "names.defaults",
    "names.kernel.building",
    "names.kernel.library",
    "names.kernel",
    "names.workers",
    "names.romanization.capitals",
    "names.romanization.passes",
    "names.romanization.tables",
    "names.romanization.schemes",
    "names.romanization.romanizer",
    "names.romanization",
    "names.folding.unlisted",
    "names.folding.han",
    "names.folding.kanji",
    "names.folding.romaji",
    "names.folding.respelling",
    "names.folding.letters",
    "names.folding.spelling_rule",
    "names.folding.kernel_keys",
    "names.folding.japanese",
    "names.folding.keys",
    "names.folding.meeting",
    "names.folding.lookalikes",
    "names.folding.given_names",
    "names.folding.name_parts",
    "names.folding.part",
    "names.folding.syllables",
    "names.folding.numbering",
    "names.folding.told_name",
    "names.folding.escaped_letters",
    "names.folding.labels",
    "names.folding.bookings",
    "names.folding.zones",
    "names.folding.distinguished_names",
    "names.folding.stored_forms",
    "names.folding.body_words",
    "names.folding.acronyms",
    "names.folding.cutting",
    "names.folding.bodies",
    "names.folding.roles",
    "names.folding.standing",
    "names.folding.spelling",
    "names.folding",
    "names.tables.table_errors",
    "names.tables.compression",
    "names.tables.quoting",
    "names.tables.delimited",
    "names.tables.tongues",
    "names.tables.added_codecs",
    "names.tables.code_pages",
    "names.tables.encodings",
    "names.tables.columns",
    "names.tables.headers",
    "names.tables.dialects",
    "names.tables.output",
    "names.tables.openings",
    "names.tables.formats",
    "names.tables.workbooks.limits",
    "names.tables.workbooks.string_escapes",
    "names.tables.workbooks.serial_dates",
    "names.tables.workbooks.archives",
    "names.tables.workbooks.open_xml",
    "names.tables.workbooks.sheet_parsing",
    "names.tables.workbooks.calamine_process",
    "names.tables.workbooks.calamine_books",
    "names.tables.workbooks.books",
    "names.gazetteer.countries",
    "names.gazetteer.records",
    "names.gazetteer.telling_columns",
    "names.gazetteer.faults",
    "names.gazetteer.location",
    "names.gazetteer.nodes",
    "names.gazetteer.checking",
    "names.gazetteer.rolls",
    "names.gazetteer.documents",
    "names.gazetteer.lines",
    "names.gazetteer.joining",
    "names.gazetteer.list_accounts",
    "names.gazetteer.made_ids",
    "names.gazetteer.list_input",
    "names.gazetteer.list_tables",
    "names.gazetteer.column_titles",
    "names.gazetteer.spellings_given",
    "names.gazetteer.gathered",
    "names.gazetteer.json_elements",
    "names.gazetteer.wikidata_values",
    "names.gazetteer.sheets",
    "names.gazetteer.bare_names",
    "names.gazetteer.query_results",
    "names.gazetteer.wikidata_items",
    "names.gazetteer.follow_the_money",
    "names.gazetteer.geonames",
    "names.gazetteer.popolo",
    "names.gazetteer.list_kinds",
    "names.gazetteer.loading",
    "names.gazetteer.collection",
    "names.gazetteer.written_lists",
    "names.gazetteer.added_records",
    "names.gazetteer.list_edits",
    "names.gazetteer.unfindable",
    "names.gazetteer.body_names",
    "names.gazetteer.report",
    "names.gazetteer",
    "names.routes.languages",
    "names.routes.lattice",
    "names.routes.plans",
    "names.routes.route",
    "names.routes.expectation",
    "names.routes.derivation",
    "names.routes",
    "names.styles",
    "names.conventions",
    "names.evidence.weights",
    "names.evidence.slips",
    "names.evidence.letter_costs",
    "names.evidence.distance",
    "names.evidence.pairing",
    "names.evidence.piece",
    "names.evidence.wording",
    "names.evidence.comparison",
    "names.evidence",
    "names.rarity",
    "names.circumstances",
    "names.pairwise",
    "names.candidates.blocks",
    "names.candidates.frequencies",
    "names.candidates.packing",
    "names.candidates.chunks",
    "names.candidates.shared_names",
    "names.candidates.section_table",
    "names.candidates.index_builder",
    "names.candidates.index",
    "names.candidates.near",
    "names.candidates.leads",
    "names.candidates.estimate",
    "names.candidates.search",
    "names.candidates",
    "names.decision",
    "names.ranking",
    "names.batches.settings",
    "names.batches.prepared_index",
    "names.batches.words",
    "names.batches.query_batch",
    "names.batches.result_buffers",
    "names.batches.answering",
    "names.batches",
    "names.weighing",
    "names.compiled",
    "names.explanation",
    "names.cell_reading",
    "names.match",
    "names.cell_answers",
    "names.matcher",
    "names.sharing",
    "names.account.parts",
    "names.account.storage",
    "names.account.verdict",
    "names.account.assembly",
    "names.account.sections",
    "names.account",
    "names.tables.rows",
    "names.grouping.pairs",
    "names.grouping.linkage",
    "names.grouping.doubts",
    "names.grouping.naming",
    "names.grouping.spelling_groups",
    "names.grouping",
    "names.tables.pace",
    "names.tables.cells",
    "names.tables.answers",
    "names.tables.summary",
    "names.tables.paths",
    "names.tables.normalization",
    "names.tables.typed",
    "names.tables.json_lines",
    "names.tables.objects",
    "names.tables.arrow_schemas",
    "names.tables.parquet_footers",
    "names.tables.foreign_types",
    "names.tables.fitting",
    "names.tables.portions",
    "names.tables.json_types",
    "names.tables.json_columns",
    "names.tables.workbooks.sheet_cells",
    "names.tables.workbooks.sheet_editing",
    "names.tables.workbooks.package_edits",
    "names.tables.workbooks.new_sheets",
    "names.tables.workbooks.sheet",
    "names.tables.workbooks",
    "names.tables.files",
    "names.tables.counting",
    "names.tables.new_tables",
    "names.tables.engines",
    "names.tables.databases",
    "names.tables.decided_rows",
    "names.tables.decided_names",
    "names.tables.decisions",
    "names.tables.applied_decisions",
    "names.tables.kept_decisions",
    "names.tables.reviewing",
    "names.tables.labelled_rows",
    "names.tables.manifest",
    "names.tables",
    "names.evaluation.proportions",
    "names.evaluation.reliability",
    "names.evaluation.judging",
    "names.evaluation.evaluating",
    "names.evaluation",
    "names.database_functions",
    "names.duckdb",
    "names.sqlite",
    "names.frames",
    "names.mentions.mention",
    "names.mentions.language_words",
    "names.mentions.endings",
    "names.mentions.not_prose",
    "names.mentions.cleaning",
    "names.mentions.dividing",
    "names.mentions.tokens",
    "names.mentions.windows",
    "names.mentions.lexicon",
    "names.mentions.matches",
    "names.mentions.bare",
    "names.mentions.spans",
    "names.mentions.document",
    "names.mentions.surroundings",
    "names.mentions.agreement",
    "names.mentions.together",
    "names.mentions.alone",
    "names.mentions.unspaced",
    "names.mentions.strangers",
    "names.mentions.finder",
    "names.mentions.articles",
    "names.mentions.rendering",
    "names.mentions.page",
    "names.mentions",
    "names.lookup",
    "names.service.ceilings",
    "names.service.request_json",
    "names.service.figures",
    "names.service.vocabulary",
    "names.service.queries",
    "names.service.reconciliation",
    "names.service.extension",
    "names.service.manifests",
    "names.service.markup",
    "names.service.name_groups",
    "names.service.served_list",
    "names.service.table_stream",
    "names.service.handling",
    "names.service.guarding",
    "names.service.reconciliation_routes",
    "names.service.program_routes",
    "names.service.pages",
    "names.service.page_routes",
    "names.service.app",
    "names.service.running",
    "names.service",
    "names.mcp",
    "names.spark.work",
    "names.spark.sending",
    "names.spark.spark_frames",
    "names.spark",
    "names.cli.terminal",
    "names.cli.project_settings",
    "names.cli.program",
    "names.cli.options",
    "names.cli.overwriting",
    "names.cli.matching",
    "names.cli.lists",
    "names.cli.list_imports",
    "names.cli.list_editing",
    "names.cli.places",
    "names.cli.mentions",
    "names.cli.normalize",
    "names.cli.serving",
    "names.cli.spellings",
    "names.cli.habits",
    "names.cli.review_screen",
    "names.cli.unknowns",
    "names.cli.reviews",
    "names.cli.labelled",
    "names.cli",
    "names.__main__",
)


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_name(path): path for path in sorted((ROOT / "names").rglob("*.py"))}


def parse(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def running(node: ast.AST) -> Iterator[ast.AST]:
    """Yield every node that can run: all but the bodies of `if TYPE_CHECKING:`."""
    for child in ast.iter_child_nodes(node):
        if (
            isinstance(child, ast.If)
            and isinstance(child.test, ast.Name)
            and child.test.id == "TYPE_CHECKING"
        ):
            for other in child.orelse:
                yield other
                yield from running(other)
        else:
            yield child
            yield from running(child)


def imported(tree: ast.Module) -> set[str]:
    """The modules of ours that a module imports, as narrowly as its statements name them."""
    found: set[str] = set()
    for node in running(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written out in full"
            home = node.module or ""
            found |= {f"{home}.{a.name}" if f"{home}.{a.name}" in MODULES else home for a in node.names}
    return {module for module in found if module.split(".")[0] == "names"}


def test_every_module_stands_in_the_layout_once() -> None:
    assert sorted(LAYOUT) == sorted(MODULES)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_from_above_it(module: str) -> None:
    above = {"names", *LAYOUT[: LAYOUT.index(module)]}
    assert imported(parse(module)) - above == set()


def test_the_package_itself_imports_nothing_of_ours() -> None:
    assert imported(parse("names")) == set()


@pytest.mark.parametrize("module", MODULES)
def test_no_module_has_a_name_that_says_nothing(module: str) -> None:
    assert not {"utils", "core", "text", "csv", "helpers", "common"} & set(module.split("."))


def twice(things: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the names that stand for more than one thing, with where each does."""
    places: dict[str, list[str]] = defaultdict(list)
    for name, place in things:
        places[name].append(place)
    return {name: where for name, where in places.items() if len(where) > 1}


def test_no_module_name_stands_for_two_modules() -> None:
    folders = [path.with_suffix("") for path in MODULES.values() if path.stem != "__init__"]
    assert twice((path.name, str(path.relative_to(ROOT))) for path in folders) == {}


def test_no_class_name_stands_for_two_classes() -> None:
    assert (
        twice(
            (node.name, module)
            for module in MODULES
            for node in ast.walk(parse(module))
            if isinstance(node, ast.ClassDef)
        )
        == {}
    )


def test_an_import_the_wrong_way_would_be_seen() -> None:
    source = "def f():\n    from names.cli import main\nfrom names import data, __version__\n"
    assert imported(ast.parse(source)) == {"names", "names.data", "names.cli"}


def test_an_import_for_types_alone_does_not_count() -> None:
    source = "if TYPE_CHECKING:\n    import names.cli\nelse:\n    import names.data\n"
    assert imported(ast.parse(source)) == {"names.data"}
