"""Folding: any text to parts and keys, the same for one name in many spellings."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from names import data
from names.folding import fold
from names.folding.keys import SpellingRulesError, class_keys, parse_rules, skeleton
from names.folding.letters import LetterTableError, latin_readings, letter_table, parse_table
from names.folding.spelling import _fold_any
from names.folding.stored_forms import read_stored
from tests.comparing import folded_again

LETTERS = sorted(path.stem for path in (Path(data.__file__).parent / "letters").glob("*.yaml"))
for _other_kind in ("han", "kanji"):
    LETTERS.remove(_other_kind)
any_text = st.text(st.characters(), max_size=80)  # every code point, lone surrogates among them


@given(any_text)
@example("2ÑD")
@example("0:Ò/01")
@example("0:ODW")
@example("SÞ")
@example("EÞ")
def test_folding_is_total_and_idempotent(text: str) -> None:
    key = fold(text).key
    assert folded_again(key) == key


@given(any_text)
def test_every_part_has_keys_of_plain_class_letters(text: str) -> None:
    for part in fold(text).parts:
        assert part.keys
        assert part.latin.isascii()
        for key in part.keys:
            assert key
            assert set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789šč")


WORDS = st.one_of(
    st.text(st.sampled_from("abekinorstvyzhAKİßøñçéêқжайоуХШΑλσΣგიծև'-.,;\u0301"), min_size=1, max_size=9),
    st.sampled_from("uly оглы kyzy von Dr. г-н K Ж. 王 小龙 김 كريم O'Neil".split()),
)


@given(st.lists(WORDS, max_size=6), st.sampled_from([" ", ", ", "  ", "\u00a0"]))
def test_plain_words_fold_as_any_text_does(words: list[str], between: str) -> None:
    for text in (" ".join(words), between.join(words), ", ".join(words[:2]) + " ".join(words[2:])):
        if read_stored(text) is None:  # four semicolons are those of a card
            assert fold(text) == _fold_any(text)


@given(any_text)
def test_case_and_normal_form_do_not_matter(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)).key == fold(unicodedata.normalize("NFC", text)).key


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=30))
def test_the_key_of_a_key_is_that_key(reading: str) -> None:
    key = class_keys(reading)[0]
    assert not key or class_keys(key)[0] == key


ONE_KEY = [
    ("Tokayev", "Toqaev", "Tokaev", "Tokaïev", "Тоқаев", "Токаев", "TOKAYEV"),
    ("Kasym", "Qasym", "Kassym", "Qasım", "Қасым", "Касым"),
    ("Zhomart", "Jomart", "Dzhomart", "Djomart", "Жомарт"),
    ("Khazhi", "Hazhi", "Қажи".replace("Қ", "Х")),
    ("Nursultan", "Noursoultan", "Нұрсұлтан", "Нурсултан", "Núrsultan"),
    ("Yerlan", "Erlan", "Ерлан"),
    ("Valikhanov", "Walikhanow", "Валиханов"),
    ("Shukin", "Schukin", "Щукин", "Şukin"),
    ("Chingiz", "Tchingiz", "Tschingiz", "Чингиз", "Çingiz"),
    ("Romanoff", "Romanov", "Романов"),
    ("Sergey", "Sergei", "Sergeï", "Сергей"),
    ("Alexander", "Aleksander", "Александер"),
]  # fmt: skip


@pytest.mark.parametrize("spellings", ONE_KEY, ids=lambda s: s[0])
def test_spelling_alternatives_share_a_key(spellings: tuple[str, ...]) -> None:
    assert len({fold(s).key for s in spellings}) == 1


def test_tokayev_is_nearer_to_toqaev_than_to_tokarev() -> None:
    tokayev, toqaev, tokarev = (fold(s).key for s in ("tokayev", "toqaev", "tokarev"))
    assert OSA.distance(tokayev, toqaev) < OSA.distance(tokayev, tokarev)
    assert OSA.normalized_similarity("tokayev", "toqaev") < OSA.normalized_similarity("tokayev", "tokarev")


def test_a_letter_of_several_languages_has_alternative_keys() -> None:
    assert {"tokajev", "tokaev"} <= set(class_keys("tokajev"))  # Kazakh, English j and German, Finnish j
    assert "mihael" in class_keys("michael")


def test_the_skeleton_joins_scripts_with_and_without_vowels() -> None:
    assert skeleton(fold("Muhammad").key) == skeleton(fold("محمد").key)
    assert skeleton(fold("Binyamin").key) == skeleton(fold("בנימין").key)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Токаев, К.-Ж.", ["word", "initial", "initial"]),
        ("K.-Zh. Tokayev", ["initial", "initial", "word"]),
        ("Dr. Mahathir bin Mohamad", ["title", "word", "filiation", "word"]),
        ("Totok Daryanto, S.E.", ["word", "word", "suffix", "suffix"]),
        ("Sultan Khan", ["word", "word"]),  # titles that are given names
        ("Ли", ["word"]),
        ("习近平", ["word", "word", "word"]),
        ("김정은", ["word", "word", "word"]),
    ],
)
def test_parts_are_told_apart(text: str, kinds: list[str]) -> None:
    assert [p.kind for p in fold(text).parts] == kinds


def test_a_comma_is_remembered_as_a_count_of_parts() -> None:
    assert fold("Tokayev, Kassym-Jomart").comma == 1
    assert fold("Kassym-Jomart Tokayev,").comma == 0


@pytest.mark.parametrize("text", ["Kemel uly", "Kemel-uly", "Кемел ұлы", "Кемелұлы", "Kemeluly"])
def test_the_word_of_a_patronymic_joins_the_fathers_name(text: str) -> None:
    (part,) = fold(text).parts
    assert part.father == ("kemel", "m")


def test_invisible_characters_say_nothing() -> None:
    assert fold("Kas\u00adym\u200b\u200f Tokayev\u00a0\ufeff").key == fold("Kasym Tokayev").key


@pytest.mark.parametrize("text", ["", "   ", "\ud800", "\x00\x1b", "...", "🙂", "x" * 100_000])
def test_what_is_no_name_has_no_parts_or_few_letters(text: str) -> None:
    assert sum(len(p.latin) for p in fold(text).parts) <= 32


@pytest.mark.parametrize("name", LETTERS)
def test_letter_tables_are_sound(name: str) -> None:
    table = data.read(f"letters/{name}.yaml")
    assert table["sources"]
    assert parse_table(table, name).readings
    for key in parse_table(table, name).readings:
        assert unicodedata.normalize("NFC", key) == key or name == "hangul"
        assert key == key.lower()


ALPHABETS = {
    "kazakh": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    "russian": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "ukrainian": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "belarusian": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
    "kyrgyz": "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя",
    "uzbek": "абвгдеёжзийклмнопрстуфхцчшъэюяўқғҳ",
    "tajik": "абвгғдеёжзиӣйкқлмнопрстуӯфхҳчҷшъэюя",
    "turkmen": "абвгдеёжҗзийклмнңоөпрстуүфхцчшщъыьэәюя",
    "azerbaijani": "абвгғдеәжзиыјкҝлмноөпрстуүфхһчҹш",
    "mongolian": "абвгдеёжзийклмноөпрстуүфхцчшщъыьэюя",
    "bulgarian": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "serbian": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "persian": "اآبپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
    "urdu": "اآبپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنوہھءیے",
    "hebrew": "אבגדהוזחטיכךלמםנןסעפףצץקרשת",
    "greek": "αβγδεζηθικλμνξοπρσςτυφχψω",
    "georgian": "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "armenian": "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև",
}


@pytest.mark.parametrize("language", ALPHABETS)
def test_every_letter_of_the_alphabet_is_read_from_our_own_table(language: str) -> None:
    for letter in ALPHABETS[language]:
        script = unicodedata.name(letter).split()[0]
        table = letter_table(script)
        assert table is not None
        base = unicodedata.normalize("NFD", letter)[0]
        assert {letter, base, "^" + letter} & set(table.readings), f"{letter} of {language} is not listed"


def test_letters_that_unidecode_gets_wrong_are_read_right() -> None:
    assert latin_readings("қасым")[0] == "qasym"
    assert latin_readings("әлия")[0] == "aliya"
    assert latin_readings("əliyev")[0].startswith("a")


def test_a_fault_in_a_letter_table_names_file_and_key() -> None:
    with pytest.raises(LetterTableError, match=r"greek\.yaml: letters\.β reads 'Ж'"):
        parse_table({"letters": {"α": "a", "β": "Ж"}}, "greek.yaml")


def test_a_fault_in_the_spelling_rules_names_the_rule() -> None:
    with pytest.raises(SpellingRulesError, match=r"rules 1 .*unless.*; .*rules 2"):
        parse_rules({"rules": [{"from": ["q"], "to": "k", "unless": "u"}, {"from": ["x"]}], "skeleton": {}})


@pytest.mark.parametrize(
    ("mixed", "clean"),
    [("Мaсimов", "Масімов"), ("Tоkaуev", "Tokayev"), ("Hазарбаев", "Һазарбаев")],
)
def test_letters_that_look_alike_are_brought_to_the_script_of_the_word(mixed: str, clean: str) -> None:
    assert fold(mixed).key == fold(clean).key


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("มหาวิทยาลัยเชียงใหม่", ["university", "เชียงใหม่"]),
        ("หอสมุดแห่งชาติ", ["library", "national"]),
        ("국립서울대학교", ["national", "서울", "university"]),
        ("서울대학교 의과대학", ["서울", "university", "medical", "university"]),
        ("サンパウロ大学", ["サンパウロ", "university"]),
        ("学校法人 慶應義塾大学", ["gakko", "慶", "應", "義", "塾", "university"]),
    ],
)
def test_words_of_bodies_are_read_where_print_has_no_spaces(text: str, read: list[str]) -> None:
    assert [part.text for part in fold(text).parts] == read


@pytest.mark.parametrize(
    "text", ["김정부", "박대학", "王海洋", "安倍晋三", "アンゲラ・メルケル", "สมชาย วัดสิงห์"]
)
def test_no_person_is_cut_at_the_words_of_bodies(text: str) -> None:
    assert not fold(text).body
