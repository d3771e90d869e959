"""Scripts whose letters do not stand in the order they are spoken in, and words split by syllable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from names.folding import fold
from names.folding.letters import LetterTableError, latin_readings, letter_table, parse_table, printed_words
from tests.comparing import folded_again

ALPHABETS = {
    "thai": "กขคฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮะาเแโใไฤ",
    "lao": "ກຂຄງຈສຊຍດຕຖທນບປຜຝພຟມຢຣລວຫອຮະາເແໂໃໄຽ",
    "khmer": "កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរលវសហឡអឥឦឧឩឪឫឬឭឮឯឰឱឳ",
    "myanmar": "ကခဂဃငစဆဇဈညဋဌဍဎဏတထဒဓနပဖဗဘမယရလဝသဟဠအဣဤဥဦဧဩဪ",
    "ethiopic": "ሀለሐመሠረሰሸቀበተቸኀነኘአከኸወዐዘዠየደጀገጠጨጰጸፀፈፐ",
}
native_letters = st.sampled_from(["\u0e00", "\u0e80", "\u1780", "\u1000", "\u1200"]).flatmap(
    lambda start: st.text(
        st.characters(min_codepoint=ord(start), max_codepoint=ord(start) + 0x7F), max_size=20
    )
)


@pytest.mark.parametrize("script", ALPHABETS)
def test_every_letter_stands_in_our_own_table(script: str) -> None:
    table = letter_table(script.upper())
    assert table is not None
    assert [letter for letter in ALPHABETS[script] if letter not in table.readings] == []


@given(native_letters)
def test_any_letters_in_any_order_fold_and_the_key_stays_itself(text: str) -> None:
    key = fold(text).key
    assert set(key) <= set("abcdefghijklmnopqrstuvwxyzšč0123456789 ")
    assert folded_again(key) == key


@given(native_letters)
def test_splitting_by_syllable_loses_no_letter(text: str) -> None:
    joined = "".join(text.split())
    assert "".join(printed_words(joined)) == joined


@pytest.mark.parametrize(
    ("word", "reading"),
    [
        ("เปรม", "prem"),  # a vowel before a cluster
        ("เวช", "wet"),
        ("พนม", "phanom"),  # vowels unwritten
        ("ถนน", "thanon"),
        ("ชน", "chon"),
        ("จันทร์", "chan"),  # two letters silent under one sign
        ("ธรรม", "tham"),
        ("หลีก", "lik"),
        ("ไทย", "thai"),
        ("ໄກສອນ", "kaison"),
        ("ສະຫວັນ", "savan"),
        ("គុន", "kun"),  # one vowel sign in the two series
        ("កុន", "kon"),
        ("ប៉ុល", "pol"),
        ("លន់", "lon"),
        ("သိန်း", "thein"),
        ("လှိုင်", "hlaing"),
        ("မြင့်", "myint"),
        ("ရွှေ", "shwe"),
        ("መንግሥቱ", "mengistu"),
        ("ግርማ", "girma"),
    ],
)
def test_the_usual_reading_follows_the_sound(word: str, reading: str) -> None:
    assert latin_readings(word)[0] == reading


@pytest.mark.parametrize(
    ("word", "reading"), [("เวชชาชีวะ", "wejjajiwa"), ("อดุลยเดช", "aduliadej"), ("พร", "porn")]
)
def test_the_second_thai_reading_gives_every_letter_its_own_value(word: str, reading: str) -> None:
    assert fold(reading).key.replace("w", "v") in fold(word).parts[0].keys


def test_burmese_is_split_by_syllable_in_names_of_one_word_and_of_several() -> None:
    assert [p.latin for p in fold("အောင်ဆန်းစုကြည်").parts] == ["aung", "san", "su", "kyi"]
    assert [p.latin for p in fold("ဦး နေဝင်း").parts] == ["u", "ne", "win"]
    assert [p.kind for p in fold("ဗမော်").parts] == ["word", "word"]  # one letter is a syllable, no initial


def test_a_rule_that_is_no_pattern_is_reported_with_its_place() -> None:
    table = {"letters": {"ก": "k"}, "respellings": [{"from": "ก", "to": "ข"}, {"from": "(ก", "to": "\\1"}]}
    with pytest.raises(LetterTableError, match=r"thai\.yaml: respellings 2 is no rule"):
        parse_table(table, "thai.yaml")
