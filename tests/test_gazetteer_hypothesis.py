"""Whatever entities are written as YAML, JSONL or CSV, the same are read."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from names.gazetteer import Entity, Form, Gazetteer, GazetteerError, check

# Letters of every script, marks, numbers, punctuation, symbols, spaces and joiners: all but controls,
# surrogates, private and unassigned ones, and the byte order mark.
CHARACTERS = st.characters(
    exclude_categories=["Cc", "Cs", "Co", "Cn", "Zl", "Zp"], exclude_characters="\ufeff"
)
TEXTS = st.text(CHARACTERS, min_size=1, max_size=12).map(str.strip).filter(bool)
AWKWARD = st.sampled_from(
    ["no", "null", "~", "Null", "1e3", "- a", "a: b", "#x", "'", '"', "{a}", "&a", "*a", "%", "=", "<<"]
)
IDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8)
LANGUAGES = st.sampled_from(["kk", "ru", "kaz", "zh-Hant", "sr-Latn"])
YEARS = st.sampled_from(["1845", "2019", "2019-03-23"])
SPELLINGS = TEXTS | AWKWARD


def optional(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def forms(draw: st.DrawFn, kind: Any, rich: bool, texts: st.SearchStrategy[str]) -> Form:
    if not rich:
        return Form(draw(texts), kind)
    lang = draw(LANGUAGES if kind in ("native", "full") else optional(LANGUAGES))
    return Form(
        draw(texts), kind, lang, draw(optional(texts)), draw(optional(st.just("1845"))), draw(optional(YEARS))
    )


@st.composite
def entities(
    draw: st.DrawFn, rich: bool = True, texts: st.SearchStrategy[str] = SPELLINGS
) -> tuple[Entity, ...]:
    """Entities with distinct ids; poor ones have only what a table can say."""
    drawn = []
    for id in draw(st.lists(IDS, unique=True, max_size=4)):
        name = draw(texts)
        spellings = [Form(name, "name")]
        for kind in ("native", "full", "short", "variant", "alias"):
            spellings += draw(st.lists(forms(kind, rich, texts), max_size=2))
        drawn.append(
            Entity(
                id,
                name,
                tuple(sorted(spellings, key=_order_by_language if rich else lambda form: 0)),
                draw(optional(st.sampled_from(["person", "place", "organization"]))),
                draw(st.dictionaries(st.sampled_from(["tca", "rferl"]), texts, max_size=2)),
                draw(optional(st.sampled_from(["f", "m"]))),
                draw(optional(st.integers(-500, 2024))),
                draw(optional(texts)),
                draw(st.dictionaries(st.sampled_from(["wikidata", "isni"]), texts, max_size=2)),
            )
        )
    return tuple(drawn)


KINDS = ["name", "native", "full", "short", "variant", "alias"]


def _order_by_language(form: Form) -> tuple[int, str]:
    """Sort as the record's mappings do: forms of one language together."""
    return KINDS.index(form.kind), (form.lang or "") if form.kind in ("native", "full") else ""


def record_of(entity: Entity) -> dict[str, Any]:
    """Return an entity as the record of the format, in its longest form."""
    record: dict[str, Any] = {"id": entity.id, "name": entity.name}
    for key in ("type", "gender", "born", "country"):
        if getattr(entity, key) is not None:
            record[key] = getattr(entity, key)
    record["styles"], record["ids"] = dict(entity.styles), dict(entity.ids)
    for form in entity.forms[1:]:
        fields = {
            "text": form.text,
            "lang": form.lang,
            "source": form.source,
            "from": form.from_,
            "to": form.to,
        }
        written = {key: value for key, value in fields.items() if value is not None}
        if form.kind in ("native", "full"):
            record.setdefault(form.kind, {}).setdefault(form.lang, []).append(written)
        else:
            key = {"short": "short", "variant": "variants", "alias": "aliases"}[form.kind]
            record.setdefault(key, []).append(written if len(written) > 1 else form.text)
    return record


def row_of(entity: Entity) -> dict[str, str]:
    """Return an entity as the cells of a table."""
    row = {"id": entity.id, "name": entity.name, "type": entity.type or "", "country": entity.country or ""}
    row["gender"], row["born"] = entity.gender or "", "" if entity.born is None else str(entity.born)
    row["styles"] = ";".join(f"{house}:{text}" for house, text in entity.styles.items())
    row["ids"] = ";".join(f"{scheme}:{text}" for scheme, text in entity.ids.items())
    for key, kind in {
        "native": "native",
        "full": "full",
        "short": "short",
        "variants": "variant",
        "aliases": "alias",
    }.items():
        row[key] = "; ".join(form.text for form in entity.forms if form.kind == kind)
    return row


def read_back(name: str, content: str | bytes) -> Gazetteer:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return Gazetteer.read(path)


def jsonl_of(records: Iterable[dict[str, Any]], ascii_only: bool) -> str:
    return "".join(json.dumps(record, ensure_ascii=ascii_only) + "\n" for record in records)


@given(entities(), st.booleans())
def test_entities_written_as_yaml_are_read_the_same(written: tuple[Entity, ...], unicode: bool) -> None:
    document = {"format": 1, "entities": [record_of(entity) for entity in written]}
    dumper = yaml.SafeDumper
    dumper.ignore_aliases = lambda self, data: True  # type: ignore[method-assign]
    content = yaml.dump(document, Dumper=dumper, allow_unicode=unicode, sort_keys=False)
    assert read_back("g.yaml", content).entities == written


@given(entities(), st.booleans())
def test_entities_written_as_jsonl_are_read_the_same(written: tuple[Entity, ...], ascii_only: bool) -> None:
    assert read_back("g.jsonl", jsonl_of(map(record_of, written), ascii_only)).entities == written


@given(st.lists(st.tuples(IDS, SPELLINGS), unique_by=lambda pair: pair[0], max_size=5), st.booleans())
def test_plain_jsonl_is_read_the_same(pairs: list[tuple[str, str]], ascii_only: bool) -> None:
    content = jsonl_of(({"id": id, "name": name} for id, name in pairs), ascii_only)
    assert [(entity.id, entity.name) for entity in read_back("g.jsonl", content).entities] == pairs


@given(
    entities(rich=False, texts=TEXTS.filter(lambda text: not {";", "|", ":"} & set(text))),
    st.sampled_from([",", "\t"]),
)
def test_entities_written_as_a_table_are_read_the_same(written: tuple[Entity, ...], delimiter: str) -> None:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(row_of(Entity("", "", ()))), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(map(row_of, written))
    assert read_back("g.tsv" if delimiter == "\t" else "g.csv", out.getvalue()).entities == written


@given(st.binary(max_size=200), st.sampled_from(["g.yaml", "g.jsonl", "g.csv", "g.tsv", "g"]))
def test_any_bytes_give_a_gazetteer_or_faults_with_sentences(content: bytes, name: str) -> None:
    _read_or_refuse(name, content)


@given(
    st.text(st.sampled_from("aбid: -\n[]{}\"',&*!|>#?%@\t\\;é\x85\u2028\ufeff"), max_size=60),
    st.sampled_from(["g.yaml", "g.jsonl", "g.csv"]),
)
def test_any_text_gives_a_gazetteer_or_faults_with_sentences(content: str, name: str) -> None:
    beginning = {"g.yaml": "format: 1\nentities:\n- id: a\n  name: ", "g.jsonl": "{", "g.csv": "id,name\n"}[
        name
    ]
    _read_or_refuse(name, (beginning + content).encode())


def _read_or_refuse(name: str, content: bytes) -> None:
    """Read, or check that every fault is one line and `check` finds the same."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        found = check(path).faults
        try:
            Gazetteer.read(path)
        except GazetteerError as error:
            assert error.faults == found
            assert all(len(str(fault).splitlines()) == 1 for fault in found)
        else:
            assert found == ()
