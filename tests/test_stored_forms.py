"""Names in the forms of programs and registers are read as what they store; no plain name is changed."""

from __future__ import annotations

import html
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from names import Entity, Form, Gazetteer, Matcher, compare
from names.account import explain, sections
from names.cell_reading import read_cell
from names.folding import fold
from names.folding.bookings import divided
from names.folding.labels import role_of
from names.folding.stored_forms import LONGEST, read_stored
from names.folding.told_name import stored_forms
from names.folding.zones import read_zone
from names.tables import Options, normalize_csv

CASES: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "stored_forms.yaml").read_text(encoding="utf-8")
)
STORED = [(form, *row) for form, rows in CASES["stored"].items() for row in rows]


def listed() -> Gazetteer:
    entities = []
    for id, names in CASES["listed"].items():
        name, *native = names.split(" | ")
        forms = (Form(name, "name"), *(Form(each, "alias") for each in native))
        entities.append(Entity(id, name, forms, CASES["types"].get(id, "person")))
    return Gazetteer(tuple(entities))


MATCHER = Matcher(listed())

letters = st.sampled_from("abdeghiklmnoprstuvzáéíóöüčšžłøşğіқәөжшщяюё")
word = st.builds(
    lambda first, rest: (first + rest).capitalize(), letters, st.text(letters, min_size=1, max_size=9)
)
words = st.builds(" ".join, st.lists(word, min_size=1, max_size=3))
signs = st.sampled_from(
    [" ", "-", "'", "’", ". ", ", ", " (", ") ", " & ", " and ", "; ", " | ", " a/l ", " S/O ", " and/or "]
)
plain_names = st.builds(
    lambda first, more: first + "".join(sign + word for sign, word in more),
    word,
    st.lists(st.tuples(signs, word), max_size=5),
)


def of_people(*names: str) -> Matcher:
    people = [Entity(name, name, (Form(name, "name"),), "person") for name in names]
    return Matcher(Gazetteer(tuple(people)))


def read(text: str) -> str | None:
    stored = read_stored(text)
    return stored.text if stored else None


# --- what stores a name


@pytest.mark.parametrize(("form", "text", "name", "id"), STORED, ids=lambda value: str(value)[:40])
def test_a_stored_name_is_read_as_its_form_tells(
    form: str, text: str, name: str | None, id: str | None
) -> None:
    assert read(text) == name


@pytest.mark.parametrize(("form", "text", "name", "id"), STORED, ids=lambda value: str(value)[:40])
def test_who_is_stored_is_meant(form: str, text: str, name: str | None, id: str | None) -> None:
    match = MATCHER.match(text)
    assert (match.entity.id if match.entity else None) == id, match.reason
    assert match.query == text


@pytest.mark.parametrize(("form", "text", "name", "id"), STORED, ids=lambda value: str(value)[:40])
def test_the_answer_is_at_least_as_sure_as_for_the_name_written_plainly(
    form: str, text: str, name: str | None, id: str | None
) -> None:
    if name is not None:
        stored, plain = MATCHER.match(text), MATCHER.match(name)
        assert (stored.entity, stored.status) == (plain.entity, plain.status)
        assert fold(text).parts == fold(name).parts
        assert fold(text).comma == fold(name).comma


@pytest.mark.parametrize(
    ("form", "text", "name"),
    [(form, *row) for form, rows in CASES["neighbours"].items() for row in rows],
    ids=lambda value: str(value)[:40],
)
def test_neighbours_of_a_form_are_read_by_the_same_rules(form: str, text: str, name: str) -> None:
    stored = read_stored(text)
    assert stored is not None
    assert (stored.form, stored.text) == (form, name)


def test_nothing_stored_is_taken_for_somebody_else() -> None:
    answers = [(id, MATCHER.match(text)) for _, text, _, id in STORED]
    assert [match.reason for id, match in answers if match.entity and match.entity.id != id] == []


FORMS: dict[str, Callable[[str, str], str]] = {
    "vCard": lambda family, given: f"{family};{given};;;",
    "property of a vCard": lambda family, given: f"N;LANGUAGE=xx:{family};{given}",
    "distinguished name": lambda family, given: f"CN={family}\\, {given},OU=People,DC=example,DC=org",
    "distinguished name of OpenSSL": lambda family, given: f"/C=KZ/O=Example/SN={family}/GN={given}",
    "distinguished name in bytes": lambda family, given: (
        "CN=" + "".join(f"\\{byte:02X}" for byte in f"{family}, {given}".encode()) + ",C=KZ"
    ),
    "JSON": lambda family, given: json.dumps({"family": family, "given": given.split()}),
    "Python": lambda family, given: repr({"given": given, "family": family}),
    "markup": lambda family, given: (
        f"<name><surname>{html.escape(family)}</surname><given>{given}</given></name>"
    ),
    "labels": lambda family, given: f"Family name: {family}; Given names: {given}",
    "HL7": lambda family, given: f"{family}^{given}^^^^^L",
    "DICOM": lambda family, given: f"{family}^{given}",
    "GEDCOM": lambda family, given: f"1 NAME {given} /{family}/",
    "MARC": lambda family, given: f"100 1# $a {family}, {given},",
    "SPARQL": lambda family, given: f'"{family}, {given}"@en',
    "HTML": lambda family, given: "".join(f"&#{ord(letter)};" for letter in f"{family}, {given}"),
    "mailbox": lambda family, given: f'"{family}, {given}" <somebody@example.org>',
}


@given(words, words, st.sampled_from(sorted(FORMS)))
def test_family_and_given_names_come_back_from_every_form(family: str, given: str, form: str) -> None:
    text = FORMS[form](family, given)
    assert read(text) == f"{family}, {given}"
    assert fold(text).comma == fold(f"{family}, {given}").comma


@given(
    st.text("ABDEGIKLMNORSTUVZ", min_size=2, max_size=8), st.text("ABDEGIKLMNORSTUVZ", min_size=2, max_size=8)
)
def test_a_zone_is_read_alike_whole_or_in_part(family: str, given: str) -> None:
    name = f"{family}<<{given}"
    whole = f"P<KAZ{name}".ljust(44, "<")
    card = "\n".join(
        ["I<KAZ000000000".ljust(30, "<"), "0000000M0000000KAZ".ljust(30, "<"), name.ljust(30, "<")]
    )
    for text in (
        name,
        whole,
        whole.rstrip("<"),
        f"{whole}\n{'0' * 44}",
        whole + "0" * 44,
        f"V<KAZ{name}".ljust(36, "<"),
        card,
    ):
        assert read(text) == f"{family}, {given}", text


TEX = str.maketrans(
    {
        "á": r"{\'a}", "é": r"\'{e}", "í": r"{\'\i}", "ó": r"\'o", "ö": r'{\"o}', "ü": r'\"u', "č": r"\v{c}",
        "š": r"{\v s}", "ž": r"\v z", "ł": r"{\l}", "ø": r"{\o}", "ş": r"\c{s}", "ğ": r"{\u g}",
    }
)  # fmt: skip


@given(words)
def test_the_accents_of_tex_are_letters(name: str) -> None:
    written = name.translate(TEX)
    assert read(written) == (None if written == name else name)


def test_a_full_line_may_have_lost_the_end_of_its_last_name() -> None:
    full = "P<COLGARCIA<MARQUEZ<<GABRIEL<JOSE<DE<LA<CONC"
    assert read_zone(full)[0].given == "GABRIEL JOSE DE LA C"
    assert read_zone(full[:-1] + "<")[0].given == "GABRIEL JOSE DE LA CON"


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("VLADIMIRVLADIMIROVICH", ["VLADIMIR", "VLADIMIROVICH"]),
        ("ANDREIANDREYEVICH", ["ANDREI", "ANDREYEVICH"]),
        ("ALEXANDRA", ["ALEXANDRA"]),  # and no Alex
        ("VLADIMIROVICH", ["VLADIMIROVICH"]),
        ("KASSYMJOMART", ["KASSYMJOMART"]),  # nothing tells where
        ("JEAN-CLAUDE", ["JEAN-CLAUDE"]),
    ],
)
def test_names_run_together_are_divided_where_a_known_one_tells(word: str, names: list[str]) -> None:
    assert divided(word) == [names]


def test_where_only_the_ending_of_a_patronymic_tells_every_division_is_asked() -> None:
    assert divided("DARIGANURSULTANOVNA")[0] == ["DARIGA", "NURSULTANOVNA"]
    for word, names in (
        ("SHAVKATMIROMONOVICH", ["SHAVKAT", "MIROMONOVICH"]),
        ("ALIKHANASKHANOVICH", ["ALIKHAN", "ASKHANOVICH"]),  # not Alik alone
    ):
        ways = divided(word)
        assert names in ways and ways[-1] == [word]
        assert all("".join(way) == word for way in ways)
    people = of_people("Shavkat Mirziyoyev", "Alikhan Smailov", "Ali Smailov", "Shavk Ivanov")
    assert people.match("MIRZIYOYEV/SHAVKATMIROMONOVICH MR").entity is not None
    assert people.match("SMAILOV/ALIKHANASKHANOVICH MR").status == "ambiguous"
    assert people.match("MIRZIYOYEV/SHOKIRMIROMONOVICH MR").status != "matched"
    assert people.match("SMAILOVA/SHAVKATMIROMONOVICH MR").status != "matched"


def test_a_name_in_several_spellings_is_one() -> None:
    reading = read_cell("Koizumi^Junichiro=小泉^純一郎")
    assert reading is not None and not reading.several
    assert reading.names == ("Koizumi, Junichiro", "小泉純一郎")


def test_a_year_stored_with_a_name_counts_as_the_column_does() -> None:
    born = Matcher(
        Gazetteer((Entity("k", "Marat Kozhayev", (Form("Marat Kozhayev", "name"),), "person", born=1985),))
    )
    for text, plain in (
        ("$a Kozhayev, Marat, $d 1985-", "Kozhayev, Marat, 1985-"),
        ('{"family":"Kozhayev","given":"Marat","birthDate":"1925-03-01"}', "Kozhayev, Marat, 1925-"),
    ):
        assert born.match(text).score == born.match(plain).score
    assert born.match("$a Kozhayev, Marat, $d 1925-").status != "matched"


def test_two_people_in_one_object_are_ambiguous_between_both() -> None:
    text = '[{"family":"Merkel","given":"Angela"},{"family":"Tokayev","given":"Kassym-Jomart"}]'
    match = MATCHER.match(text)
    assert match.status == "ambiguous"
    assert {candidate.entity.id for candidate in match.candidates} == {"merkel", "tokayev"}
    table = io.StringIO()
    table.write("person\n" + f'"{text.replace(chr(34), chr(34) * 2)}"\n')
    source = io.BytesIO(table.getvalue().encode())
    summary = normalize_csv(source, io.BytesIO(), MATCHER, Options(columns=("person",)))
    assert summary.several == 0  # no separator would divide it


def test_what_is_beside_a_stored_name_is_read_as_beside_a_plain_one() -> None:
    assert read_cell("Kozhayev, Mar&aacute;t, 1985-") == read_cell("Kozhayev, Marát, 1985-")
    assert read_cell('"Park Geun-hye (박근혜)"@ko') == read_cell("Park Geun-hye (박근혜)")


@pytest.mark.parametrize(
    "text", ['{"family":"Toqaev"}', "TOQAEV<<QASYM<JOMART", '"Toqaev"@kk', "Family name: Toqaev"]
)
def test_the_route_of_a_stored_name_is_that_of_the_name(text: str) -> None:
    stored, plain = Matcher().match(text).origin, Matcher().match(read(text)).origin
    assert stored == plain


def test_two_spellings_are_compared_as_they_are_stored() -> None:
    stored = compare("BIN<SALMAN<<MOHAMMED", '{"family":"bin Salman","given":["Mohammed"]}')
    assert stored.score == compare("BIN SALMAN, MOHAMMED", "bin Salman, Mohammed").score


# --- what does not


@pytest.mark.parametrize("text", CASES["plain"])
def test_what_only_looks_like_a_form_is_left_as_it_stands(text: str) -> None:
    assert read_stored(text) is None


@given(plain_names)
def test_a_plain_name_is_read_unchanged(name: str) -> None:
    for text in (name, name.upper(), name.lower()):
        assert read_stored(text) is None


def test_no_name_of_the_shipped_list_is_taken_for_a_stored_form() -> None:
    forms = [form.text for entity in Matcher().gazetteer.entities for form in entity.forms]
    assert len(forms) > 1_000
    assert [text for text in forms if read_stored(text) is not None] == []
    assert [text for text in map(str.upper, forms) if read_stored(text) is not None] == []


@given(st.text(st.sampled_from("<;=^{}\\$@:/%&\"'[] ,.\nABNPabn19áЖ"), max_size=60))
def test_any_signs_are_read_as_something_or_nothing(text: str) -> None:
    stored = read_stored(text)
    assert stored is None or all(name.strip() for name in stored.names)
    assert isinstance(fold(text).parts, tuple)


def test_what_is_too_long_for_a_name_with_its_form_is_left_alone() -> None:
    assert read_stored("FN:Angela Merkel\n" + "NOTE:" + "x" * LONGEST) is None


# --- what is told of it


def test_the_account_tells_the_form_and_the_reading() -> None:
    account = explain(MATCHER, "P<KAZTOKAYEV<<KASSYM<JOMART", "tokayev")
    assert account.stage == "matched"
    told = {section.title: section.rows for section in sections(account)}
    assert told["in which form it is stored"] == (
        ("a machine-readable zone (ICAO Doc 9303)", "read as TOKAYEV, KASSYM JOMART"),
    )
    assert [row[0] for row in told["how it was read"]] == ["TOKAYEV", "KASSYM", "JOMART"]
    assert list(account.to_dict()["stored"]["names"]) == ["TOKAYEV, KASSYM JOMART"]
    assert account.to_dict()["other_stored"] is None


def test_the_account_of_a_plain_name_tells_of_no_form() -> None:
    account = explain(MATCHER, "Tokayev, Kassym-Jomart")
    assert account.stored is None
    assert "in which form it is stored" not in {section.title for section in sections(account)}


def test_the_year_stored_is_told() -> None:
    account = explain(MATCHER, "$a Merkel, Angela, $d 1954-")
    assert account.stored is not None
    assert account.stored.says == "read as Merkel, Angela, born in 1954"


def test_every_form_of_the_table_has_a_case() -> None:
    met = {stored.form for _, text, *_ in STORED if (stored := read_stored(text))}
    assert met == set(stored_forms()["titles"])


def test_every_label_has_one_role() -> None:
    for role, lines in stored_forms()["labels"].items():
        for label in ", ".join(lines).split(", "):
            assert role_of(label.strip('"')) == role, label
