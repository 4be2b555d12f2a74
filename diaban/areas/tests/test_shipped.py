"""The list that ships: what the resolutions state, and ids that never change."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache

import pytest

from diaban.areas import shipped

THEN, FIRST, TODAY = date(2025, 6, 30), date(2025, 7, 1), date(2026, 11, 22)


@cache
def listed() -> shipped.Shipped:
    return shipped.read()


@cache
def kinds(day: date) -> dict[str, Counter[str]]:
    """Kinds of communes in force on a day, by province code."""
    units = {u[0]: u for u in listed().units}
    out: dict[str, Counter[str]] = {}
    for unit_id, kind, _name, starts, ends, *_ in listed().names:
        unit = units[unit_id]
        if unit[1] == 3 and starts <= day and (ends is None or day < ends):
            out.setdefault(units[unit[5]][2], Counter())[kind] += 1
    return out


def total(day: date) -> Counter[str]:
    return sum(kinds(day).values(), Counter())


def name(unit_id: int, day: date = TODAY) -> str:
    return next(f"{n[1]} {n[2]}" for n in listed().names if n[0] == unit_id and (n[4] is None or n[4] > day))


def news(code: str) -> dict[str, tuple[str, str]]:
    """Successors of an old commune: code → land, people."""
    old = shipped.unit_id(3, code, True)
    units = {u[0]: u[2] for u in listed().units}
    return {units[e[1]]: (e[2], e[3]) for e in listed().edges if e[0] == old}


def olds(code: str) -> set[str]:
    new = shipped.unit_id(3, code, False)
    units = {u[0]: u[2] for u in listed().units}
    return {units[e[0]] for e in listed().edges if e[1] == new}


def test_how_many_there_are() -> None:
    levels = Counter((unit[1], unit[6]) for unit in listed().units)
    assert levels[1, True] == 63
    assert levels[2, True] == 696
    assert levels[3, True] == 10_040
    assert levels[1, False] == 34
    assert levels[3, False] == 3_321


def test_five_island_districts_stand_for_the_communes_they_have_not() -> None:
    islands = [unit[2] for unit in listed().units if unit[1] == 3 and len(unit[2]) == 3]
    assert islands == ["318", "471", "498", "536", "755"]
    assert news("536") == {"21548": ("full", "full")}  # Lý Sơn


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (FIRST, {"xã": 2_621, "phường": 687, "đặc khu": 13}),
        (date(2026, 4, 29), {"xã": 2_621, "phường": 687, "đặc khu": 13}),
        (date(2026, 4, 30), {"xã": 2_611, "phường": 697, "đặc khu": 13}),
        (TODAY, {"xã": 2_599, "phường": 709, "đặc khu": 13}),
    ],
)
def test_kinds_change_with_the_resolutions_of_2026(day: date, expected: dict[str, int]) -> None:
    assert total(day) == expected


@pytest.mark.parametrize(
    ("province", "expected"),
    [
        ("01", {"xã": 75, "phường": 51}),
        ("19", {"xã": 77, "phường": 15}),
        ("31", {"xã": 67, "phường": 45, "đặc khu": 2}),
        ("42", {"xã": 60, "phường": 9}),
        ("51", {"xã": 86, "phường": 9, "đặc khu": 1}),
    ],
)
def test_provinces_as_their_resolutions_sum_them_up(province: str, expected: dict[str, int]) -> None:
    """The last clause of Article 1 of NQ 1656, 1683, 1669, 1665 and 1677/NQ-UBTVQH15."""
    assert kinds(FIRST)[province] == expected


def test_three_provinces_became_cities_and_the_uncertain_days_say_so() -> None:
    cities = {n[0]: n[6] for n in listed().names if n[1] == "thành phố" and 2_000 < n[0] < 2_100 and n[3] > FIRST}
    assert cities == {2_022: False, 2_024: False, 2_075: True}


def test_ky_anh_31_communes_became_11() -> None:
    expected = ["18754", "18766", "18775", "18781", "18787", "18790", "18814", "18823", "18832", "18838", "18844"]
    districts = {shipped.unit_id(2, "447", True), shipped.unit_id(2, "449", True)}
    codes = [unit[2] for unit in listed().units if unit[1] == 3 and unit[5] in districts]
    assert len(codes) == 31
    assert sorted({new for code in codes for new in news(code)}) == expected
    assert olds("18775") == {"18775", "18772", "18769", "18763"}


def test_ky_loi_land_and_people_part_ways() -> None:
    """NQ 1665/NQ-UBTVQH15, clauses 62 to 64."""
    assert news("18796") == {"18823": ("full", "none"), "18754": ("none", "part"), "18832": ("none", "part")}
    clauses = {e[6] for e in listed().edges if e[0] == 118_796}
    assert clauses == {"khoản 62 Điều 1", "khoản 63 Điều 1", "khoản 64 Điều 1"}


def test_land_without_people_leaves_all_people_in_one_successor() -> None:
    """NQ 1656/NQ-UBTVQH15, clauses 3 and 28: only land of phường Thụy Khuê went to Ba Đình."""
    assert news("00112") == {"00004": ("part", "none"), "00103": ("part", "full")}


def test_kon_tum_and_its_city() -> None:
    assert {e[1] for e in listed().edges if e[0] == shipped.unit_id(1, "62", True)} == {2_051}
    units = {u[0]: u for u in listed().units}
    assert sum(units[u[5]][5] == 1_062 for u in listed().units if u[1] == 3 and u[6]) == 102
    assert olds("23293") >= {"23293"}  # phường Kon Tum


def test_bao_linh_went_to_dinh_hoa() -> None:
    assert news("05554") == {"05569": ("full", "full")}
    assert name(205_569) == "xã Định Hóa"


def test_a_code_is_used_again_for_another_commune() -> None:
    assert name(118_787, THEN) == "xã Kỳ Trung"
    assert name(218_787) == "xã Kỳ Văn"
    assert news("18784") == {"18787": ("full", "full")}  # the old Kỳ Văn carried 18784
    assert name(1_024, THEN) == "tỉnh Bắc Giang"
    assert name(2_024) == "thành phố Bắc Ninh"


@pytest.mark.parametrize(
    ("old", "new"), [("27691", "27694"), ("25462", "25459"), ("31246", "31246"), ("31714", "31726"), ("28437", "28435")]
)
def test_namesakes_in_one_new_province_are_not_mixed(old: str, new: str) -> None:
    assert set(news(old)) == {new}


def test_every_split_adds_up() -> None:
    by_old: dict[int, list[tuple[str, str]]] = {}
    for edge in listed().edges:
        by_old.setdefault(edge[0], []).append((edge[2], edge[3]))
    for shares in by_old.values():
        for kind in (0, 1):
            parts = sorted(share[kind] for share in shares if share[kind] != "none")
            assert parts == ["full"] or (len(parts) > 1 and set(parts) == {"part"})


def test_ids_are_fixed() -> None:
    """Ids are stored in records: these must never change, whatever is rebuilt."""
    assert (shipped.unit_id(1, "42", True), shipped.unit_id(1, "42", False)) == (1_042, 2_042)
    assert shipped.unit_id(2, "447", True) == 10_447
    assert (shipped.unit_id(3, "00004", True), shipped.unit_id(3, "00004", False)) == (100_004, 200_004)
    assert shipped.unit_id(3, "536", True) == 140_536
    parts = {pair: number for number, pair in listed().fragments.items()}
    assert parts[118_796, 218_754] == 300_708
    assert parts[118_796, 218_823] == 300_709
    assert max(unit[0] for unit in listed().units) < 1_000_000
