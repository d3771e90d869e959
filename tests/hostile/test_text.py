"""Text as it really comes: encodings taken for others, and quotes that are none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from names.cli.normalize import summary_lines
from names.tables import TableError
from names.tables.encodings import Decoder
from tests.test_cli import run
from tests.test_tables import MATCHER, normalize

FOLDER = Path(__file__).parent


def read_cases(name: str) -> dict[str, list[dict[str, Any]]]:
    cases: dict[str, list[dict[str, Any]]] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return cases


ENCODINGS = read_cases("encodings.yaml")


@pytest.mark.parametrize(
    ("text", "encoding"), [(case["text"], each) for case in ENCODINGS["read"] for each in case["encodings"]]
)
def test_an_encoding_is_recognised_among_its_neighbours(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    assert Decoder("the table").decode(data, final=True) == text
    late = ("person,n\n" + "Jane Doe,1\n" * 100).encode() + data  # in the middle of a table of ASCII
    assert Decoder("the table").decode(late, final=True).endswith(text)


@pytest.mark.parametrize("case", ENCODINGS["asked"], ids=lambda case: case["text"])
def test_of_two_encodings_that_look_as_good_none_is_taken(case: dict[str, Any]) -> None:
    with pytest.raises(TableError) as asked:
        normalize(case["text"].encode(case["encoding"]))
    assert "too short to tell; say which, as --encoding " in str(asked.value) and "\n" not in str(asked.value)
    assert all(f"in {page} (" in str(asked.value) for page in case["between"])


@pytest.mark.parametrize("case", ENCODINGS["unrecognised"], ids=lambda case: case["bytes"])
def test_bytes_that_are_words_in_no_encoding_are_named_with_their_line(case: dict[str, Any]) -> None:
    with pytest.raises(TableError) as refused:
        normalize(bytes.fromhex(case["bytes"]))
    assert case["says"] in str(refused.value)


@pytest.mark.parametrize(
    ("usual", "late", "encoding"),
    [
        ("Иванов Пётр\n", "Нұрсұлтан Әбішұлы Назарбаев\n", "kz1048"),
        ("Иванов Пётр\n", "Нұрсұлтан Әбішұлы Назарбаев\n", "ptcp154"),
        ("Иванов Пётр\n", "Петренко Олексій\n", "cp1125"),
        ("Иванов Пётр\n", "Цiханоўская Святлана Мікалаеўна\n", "cp1131"),
        ("Иванов Петр\n", "Порошенко Петро Олексійович\n", "koi8-u"),
        ("Jürgen Müller\n", "Lech Wałęsa, Łukasz Żak\n", "windows-1250"),
        ("Jürgen Müller\n", "Žydrūnas Šķēle, Gitanas Nausėda\n", "windows-1257"),
        ("Jürgen Müller\n", "Erdoğan, Işık Şahin, Kılıçdaroğlu\n", "windows-1254"),
        ("Иванов Пётр\n", "Ђорђевић Љиљана\n", "windows-1251"),
    ],
)
def test_the_letter_that_tells_encodings_apart_may_come_late(usual: str, late: str, encoding: str) -> None:
    text = "person\n" + usual * 20_000 + late + usual
    data = text.encode(encoding)
    decoder = Decoder("the table")
    pieces = [decoder.decode(data[at : at + 65536]) for at in range(0, len(data), 65536)]
    assert "".join([*pieces, decoder.decode(b"", final=True)]) == text
    assert decoder.recognised and decoder.encoding == encoding


def test_an_output_is_not_written_where_a_late_letter_leaves_two_encodings(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(("person\n" + "Иванов\n" * 20_000 + "Петковиќ\n").encode("cp1251"))
    done = run("normalize", tmp_path / "in.csv", "-c", "person", "-o", tmp_path / "out.csv")
    assert done.exit_code == 1 and "is in " in done.stderr and not (tmp_path / "out.csv").exists()


def test_find_and_conventions_tell_their_guess_as_normalize_does(tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes("person\nҚасым-Жомарт Тоқаев\n".encode("kz1048"))
    guess = "read as kz1048, a guess; name another with --encoding if letters look wrong"
    for arguments in (["normalize", "-c", "person"], ["find"], ["conventions", "-c", "person"]):
        assert guess in run(*arguments, path).stderr
        assert guess not in run(*arguments, path, "--encoding", "kz1048").stderr


def test_letters_that_an_export_lost_are_told_with_one_of_the_cells() -> None:
    table = "person\n?асым-Жомарт То?аев\nJane Doe?\nКто там?\n????????\n\ufffdасым\nWho, me?\n"
    summary = normalize(table)[1]
    assert (summary.damaged, summary.damaged_example) == (3, "?асым-Жомарт То?аев")
    told = " ".join(line.strip() for line in summary_lines(summary, MATCHER))
    assert "damaged 3 cells have signs where letters were, as “?асым-Жомарт То?аев”" in " ".join(told.split())


def test_a_page_that_python_lacks_is_known_by_name() -> None:
    table = "person\nЦіханоўская Ґ\n"
    assert table.encode("cp1131")[-2:] == b"\xfc\n"
    assert normalize(table.encode("cp1131"), encoding="cp1131")[0].decode().startswith(table.split("\n")[0])
