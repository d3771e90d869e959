"""Evidence: what two spellings say about having one bearer, piece by piece."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.comparing import compare, kinds


def test_an_omitted_part_counts_little_and_a_contradicted_one_much() -> None:
    whole = compare("Kassym-Jomart Kemeluly Tokayev", "Kassym-Jomart Kemeluly Tokayev")
    omitted = compare("Kassym-Jomart Tokayev", "Kassym-Jomart Kemeluly Tokayev")
    contradicted = compare("Kassym-Jomart Serikuly Tokayev", "Kassym-Jomart Kemeluly Tokayev")
    assert kinds(omitted)["omitted"] == ["/kemeluly"]
    assert kinds(contradicted)["father contradicted"] == ["serikuly/kemeluly"]
    assert whole.weight > omitted.weight > contradicted.weight


def test_initials_fit_or_contradict_the_given_name() -> None:
    assert kinds(compare("N. Nazarbayev", "Nursultan Nazarbayev"))["initial"] == ["n/nursultan"]
    assert kinds(compare("A. Nazarbayev", "Nursultan Nazarbayev"))["initial contradicted"] == ["a/nursultan"]


@pytest.mark.parametrize("initials", ["K.-Zh.", "K.-J.", "К.-Ж.", "Q.-J.", "K. Zh."])
def test_initials_of_two_letters_are_read_as_one(initials: str) -> None:
    found = kinds(compare(f"{initials} Tokayev", "Kassym-Jomart Tokayev"))
    assert len(found["initial"]) == 2


@pytest.mark.parametrize("joined", ["Kasymzhomart Tokayev", "Қасымжомарт Тоқаев", "Kassymjomart Toqaev"])
def test_joined_given_names_are_one_with_split_ones(joined: str) -> None:
    assert "joined" in kinds(compare(joined, "Kassym-Jomart Tokayev"))
    assert "joined" in kinds(compare("Kassym-Jomart Tokayev", joined))


def test_a_patronymic_of_one_fashion_is_that_of_the_other() -> None:
    assert kinds(compare("Кемелевич", "Kemeluly"))["patronymic"] == ["кемелевич/kemeluly"]
    assert kinds(compare("Нұрсұлтанқызы", "Nursultanovna"))["patronymic"] == ["нұрсұлтанқызы/nursultanovna"]


def test_a_son_and_a_daughter_of_one_father_are_two_people() -> None:
    assert "gender" in kinds(compare("Kemelovich", "Kemelovna"))


def test_a_feminine_surname_is_another_person_unless_the_bearer_is_a_woman() -> None:
    unknown = compare("Nazarbayeva", "Nazarbayev").weight
    man = compare("Nazarbayeva", "Nazarbayev", gender="m").weight
    woman = compare("Nazarbayeva", "Nazarbayev", gender="f").weight
    assert man < unknown < 0 < woman


def test_titles_say_nothing() -> None:
    plain = compare("Kassym-Jomart Tokayev", "Kassym-Jomart Tokayev")
    titled = compare("President Kassym-Jomart Tokayev", "Kassym-Jomart Tokayev")
    assert titled.weight == plain.weight
    assert kinds(titled)["aside"] == ["president/"]


def test_a_surname_at_the_other_end_counts_little_and_with_a_comma_nothing() -> None:
    straight = compare("Kassym Tokayev", "Kassym Tokayev").weight
    turned = compare("Tokayev Kassym", "Kassym Tokayev").weight
    comma = compare("Tokayev, Kassym", "Kassym Tokayev").weight
    assert straight == comma > turned > straight - 3


def test_the_same_letters_outrank_rules_and_rules_outrank_likeness() -> None:
    same, letters, rules, near = (
        compare(query, "Tokayev").weight for query in ("Tokayev", "Tókayev", "Toqaev", "Tokyaev")
    )
    assert same > letters > rules > near


def test_spelling_rules_come_before_any_distance() -> None:
    assert compare("Toqaev", "Tokayev").weight > compare("Tokarev", "Tokayev").weight


def test_two_chinese_characters_that_sound_alike_are_not_one() -> None:
    assert compare("张伟", "章威").weight > compare("张伟", "北京").weight
    assert compare("张伟", "北京").score < 0.01


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_texts_can_be_compared(a: str, b: str) -> None:
    comparison = compare(a, b)
    assert 0 < comparison.score < 1
    assert comparison.weight == pytest.approx(sum(e.weight for e in comparison.evidence))


@given(
    st.lists(
        st.sampled_from("Kassym Jomart Kemeluly Tokayev Dariga Bolat".split()),
        min_size=1,
        max_size=4,
        unique=True,
    )
)
def test_nothing_is_liker_a_name_than_itself(parts: list[str]) -> None:
    name = " ".join(parts)
    own = compare(name, name).weight
    for other in ("Tokarev", "Nursultan Nazarbayev", "Bolat Serik Tokayev"):
        assert compare(other, name).weight <= own


@pytest.mark.parametrize("slip", ["Nazarbayrv", "Nazarbaeyv", "Nazabayev", "Nazatbayev"])
def test_a_slip_of_typing_is_excused(slip: str) -> None:
    assert kinds(compare(slip, "Nazarbayev"))["slip"] == [f"{slip.lower()}/nazarbayev"]


def test_a_key_far_away_is_struck_less_often_than_a_neighbour() -> None:
    assert compare("Nazarbayrv", "Nazarbayev").weight > compare("Nazarbaylv", "Nazarbayev").weight


def test_short_words_and_first_letters_are_no_slips() -> None:
    assert "slip" not in kinds(compare("Kum", "Kim"))
    assert "slip" not in kinds(compare("Sliyev", "Aliyev"))


@pytest.mark.parametrize(
    ("seen", "meant"), [("T0kayev", "Tokayev"), ("AngeIa", "Angela"), ("Jarnes", "James")]
)
def test_letters_that_print_alike_are_misread(seen: str, meant: str) -> None:
    misread = compare(seen, meant)
    assert "misread" in kinds(misread)
    assert misread.weight > 0


def test_given_names_of_a_man_and_of_a_woman_are_two() -> None:
    assert "gender" in kinds(compare("Gabriela García", "Gabriel García"))
    assert "gender" not in kinds(compare("Sasha Petrenko", "Oleksandr Petrenko"))


def test_one_given_name_near_another_says_less_than_a_misspelled_one() -> None:
    assert compare("Edmund Heath", "Edward Heath").weight < compare("Edwurd Heath", "Edward Heath").weight


def test_a_father_is_not_the_son_who_has_his_name_as_patronymic() -> None:
    assert compare("Kemel Tokayev", "Kassym-Jomart Kemeluly Tokayev").score < 0.5


def test_words_for_a_junior_are_one() -> None:
    assert compare("Sammy Davis Junior", "Sammy Davis Jr.").score > 0.9
    assert compare("Sammy Davis Senior", "Sammy Davis Jr.").score < 0.1


def test_a_title_of_nobility_adds_nothing() -> None:
    plain = compare("John Morris", "John Morris").weight
    assert compare("John Morris, Baron Morris of Aberavon", "John Morris").weight == plain


def test_what_a_body_leaves_out_costs() -> None:
    whole = compare("Ministry of Justice", "Ministry of Justice", type="organization").weight
    more = compare("Ministry of Justice", "Central Ministry of Justice", type="organization").weight
    most = compare("Ministry of Justice", "Central Zhambyl Ministry of Justice", type="organization").weight
    assert whole > more > most


def test_two_words_that_many_bodies_have_oppose_each_other() -> None:
    medical = compare("Astana Medical University", "Astana Technical University", type="organization")
    assert "other word" in kinds(medical)
    assert medical.weight < compare("Astana Medical University", "Astana University").weight


@pytest.mark.parametrize(("title", "gender"), [("Ms", "m"), ("Госпожа", "m"), ("Mr", "f"), ("г-н", "f")])
def test_a_title_of_the_other_gender_contradicts(title: str, gender: str) -> None:
    assert "gender" in kinds(compare(f"{title} Tokay", "Tokay", gender))
    assert "gender" not in kinds(compare(f"{title} Tokay", "Tokay"))


def test_a_semicolon_stands_between_two_people() -> None:
    assert "another" in kinds(compare("Kassym Tokayev; Nursultan Nazarbayev", "Kassym Tokayev"))


def test_given_names_that_sound_alike_in_one_script_stay_two() -> None:
    assert "contradicted" in kinds(compare("Murat Ospanov", "Marat Ospanov"))
