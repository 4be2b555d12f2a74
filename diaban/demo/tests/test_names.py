"""Names: the tables hold what the lists say, and every syllable is one that can be written."""

from __future__ import annotations

import random
import unicodedata
from collections import Counter

import pytest

from diaban.core.id_prefixes import PREFIXES
from diaban.demo import given_names, middle_names, surnames
from diaban.demo.highland import CLANS, HighlandNames, household_form, other_clan
from diaban.demo.names import SLOTS, generation, name_tables, parse, surname_table, table
from diaban.demo.syllables import NEVER, every_syllable, rare_syllables

LISTS = [
    getattr(module, name)
    for module in (given_names, middle_names, surnames)
    for name in dir(module)
    if name.isupper() and isinstance(getattr(module, name), str)
]


@pytest.mark.parametrize("text", LISTS)
def test_lists_are_composed_and_free_of_look_alikes(text: str) -> None:
    assert text == unicodedata.normalize("NFC", text)
    assert not set(text) & set("Ððƀ")
    assert all(weight > 0 for weight in parse(text).values())


def test_parse_reads_weights_and_compound_words() -> None:
    assert parse("Hùng:30 Ba Tôn_Nữ:1 Ba") == {"Hùng": 30.0, "Ba": 4.0, "Tôn Nữ": 1.0}


def test_a_table_holds_each_word_in_proportion() -> None:
    counts = Counter(table({"a": 75.0, "b": 25.0}, random.Random(1), 1_000))
    assert counts == {"a": 750, "b": 250}


@pytest.mark.parametrize(
    ("year", "expected"), [(1930, 0), (1949, 0), (1950, 1), (1984, 2), (1999, 3), (2011, 4), (2026, 5)]
)
def test_generations(year: int, expected: int) -> None:
    assert generation(year) == expected


def test_every_old_province_has_surnames() -> None:
    assert {code[1:] for code in PREFIXES} == set(surnames.GROUP_OF)


def test_great_surnames_keep_their_share_in_every_commune_and_others_gather() -> None:
    tables = [Counter(surname_table("42", random.Random(commune))) for commune in range(60)]
    great = [counts["Nguyễn"] / 4096 for counts in tables]
    lineage = [counts["Đậu"] / 4096 for counts in tables]
    assert 0.29 < min(great) < max(great) < 0.34
    assert max(lineage) > 3 * (sum(lineage) / len(lineage))


def test_given_names_belong_to_their_generation() -> None:
    girls = name_tables().given[True]
    share = [Counter(entries)["Vy"] / SLOTS for entries in girls]
    thi = [sum("Thị" in entry.split() for entry in entries) / SLOTS for entries in name_tables().middle[True]]
    assert share[0] < 0.002 < 0.015 < share[5]
    assert thi == sorted(thi, reverse=True)
    assert thi[0] > 0.9 > 0.5 > thi[5]


def test_syllables_follow_the_spelling() -> None:
    syllables = {syllable.lower() for syllable in every_syllable()}
    assert {"nghĩa", "ghế", "kiên", "quân", "hòa", "thủy", "khuyên", "ươm"} <= syllables
    assert not {"ngiên", "cê", "hoà", "gế", "bàt", "tảc"} & syllables
    assert not syllables & NEVER
    assert all(text == unicodedata.normalize("NFC", text) for text in syllables)


def test_rare_syllables_are_new_and_repeatable() -> None:
    known = {"Hùng", "Nghĩa"}
    assert rare_syllables(known, 500, 3) == rare_syllables(known, 500, 3)
    assert not set(rare_syllables(known, 12_000)) & known


@pytest.mark.parametrize(
    ("form", "man", "woman"),
    [("marker", "A ", "Y "), ("clan_last", "Y ", "H’ "), ("k_form", "K’ ", "Ka "), ("clan_first", "Siu ", "Siu ")],
)
def test_highland_forms_carry_sex_or_clan(form: str, man: str, woman: str) -> None:
    names, rng = HighlandNames.make(0), random.Random(2)
    for _ in range(50):
        assert names.full_name(rng, form, "m", "Siu").startswith(man)
        assert names.full_name(rng, form, "f", "Siu").startswith(woman)


def test_spouses_are_of_other_clans() -> None:
    rng = random.Random(4)
    form, clan = household_form(rng, {"clan_last": 1})
    assert clan in CLANS[form]
    assert all(other_clan(rng, form, clan) != clan for _ in range(100))
