"""Addresses and codes as people write them, on a day."""

from __future__ import annotations

import time
import unicodedata
from datetime import date

import pytest

from diaban.areas import actions, queries
from diaban.areas.queries import Share
from diaban.areas.tests.conftest import NOW, THEN, Someone, commune, province

pytestmark = pytest.mark.django_db

SURE = [
    ("xã Kỳ Tiến, huyện Kỳ Anh", THEN, 118_769),
    ("xã Kỳ Tiến, huyện Kỳ Anh, tỉnh Hà Tĩnh, Việt Nam", THEN, 118_769),
    ("X. Kỳ Tiến - H. Kỳ Anh - T. Hà Tĩnh", THEN, 118_769),
    ("xã Kỳ Tiến huyện Kỳ Anh tỉnh Hà Tĩnh", THEN, 118_769),
    ("xã Kỳ Tiến huyện Kỳ Anh Hà Tĩnh", THEN, 118_769),
    (unicodedata.normalize("NFD", "xã Kỳ Tiến, huyện Kỳ Anh"), THEN, 118_769),
    ("Kỳ Tiến, Kỳ Anh, Hà Tĩnh", THEN, 118_769),
    ("XÃ KỲ TIẾN, HUYỆN KỲ ANH", THEN, 118_769),
    ("TT Kỳ Đồng, Kỳ Anh", THEN, 118_775),
    ("P. Sông Trí, Hà Tĩnh", NOW, 218_754),
    ("P4, Q.8, TP.HCM", THEN, 127_409),
    ("xã Bảo Linh, huyện Định Hoá", THEN, 105_554),
    ("xã Văn Lang, tỉnh Thái Nguyên", NOW, 202_143),
    ("xã Văn Lăng, Thái Nguyên", NOW, 205_665),
    ("xã Ba Tơ", NOW, 221_484),
    ("Phường Phường Đúc, TP. Huế", THEN, 119_780),
    ("Phường Đúc, thành phố Huế", THEN, 119_780),
    ("xã Ia Bang, huyện Chư Prông", THEN, 123_924),
    ("Bản Hồ, Sa Pa", NOW, None),
    ("phường Hòa Minh, Đà Nẵng", THEN, 120_200),
    ("Xã Mĩ Lí, Nghệ An", NOW, 216_816),
    ("TX Kỳ Anh", THEN, 10_449),
    ("thành phố Bắc Ninh", NOW, 2_024),
    ("18787", THEN, 118_787),
    ("18787", NOW, 218_787),
    ("0004", NOW, 200_004),
    ("24", NOW, 2_024),
    ("24", THEN, 1_024),
    ("449", THEN, 10_449),
]


@pytest.mark.parametrize(("text", "on", "unit_id"), SURE)
def test_what_is_written_in_full_is_sure(text: str, on: date, unit_id: int | None) -> None:
    found = queries.resolve(text, on)
    assert found.sure == "exact", found.sentence
    assert found.unit is not None
    assert unit_id is None or found.unit.id == unit_id


@pytest.mark.parametrize(
    ("text", "on", "names"),
    [
        ("xa van lang, thai nguyen", NOW, {"Văn Lang", "Văn Lăng"}),
        ("xã Văn Làng, Thái Nguyên", NOW, {"Văn Lang", "Văn Lăng"}),
        ("xa ba to, quang ngai", NOW, {"Ba Tơ", "Ba Tô"}),
        ("xa son ha, quang ngai", NOW, {"Sơn Hà", "Sơn Hạ"}),
        ("xa huong van, thua thien hue", THEN, None),
        ("Kỳ Anh", THEN, {"Kỳ Anh"}),
        ("Kỳ Anh, Hà Tĩnh", THEN, {"Kỳ Anh"}),
        ("xã Tân Tiến", THEN, {"Tân Tiến"}),
    ],
)
def test_two_that_fit_are_never_decided_between(text: str, on: date, names: set[str] | None) -> None:
    found = queries.resolve(text, on)
    if names is None:  # phường Hương Vân and phường Hương Văn are wards: no commune (xã) has the name
        assert found.sure != "exact"
        return
    assert found.sure == "ambiguous"
    assert found.unit is None
    assert {c.unit.name for c in found.candidates} == names
    assert all(c.why for c in found.candidates)
    assert str(len(found.candidates)) in found.sentence


def test_without_marks_one_that_fits_is_found_but_not_sure() -> None:
    found = queries.resolve("xa ky tien huyen ky anh", THEN)
    assert (found.sure, found.unit and found.unit.id) == ("unmarked", 118_769)
    assert "không khớp dấu" in found.sentence


@pytest.mark.parametrize("text", ["", "abc xyz", "12 Trần Phú", "99999", "xã Kỳ Tiến, tỉnh Cà Mau"])
def test_what_is_nowhere_says_so(text: str) -> None:
    found = queries.resolve(text, NOW)
    assert (found.sure, found.unit, found.candidates) == ("none", None, ())
    assert found.sentence


def test_successors_with_share_and_citation() -> None:
    found = queries.resolve("xã Kỳ Lợi, thị xã Kỳ Anh", THEN)
    shares = {s.unit.name: (s.land, s.people) for s in found.successors}
    assert shares == {
        "Vũng Áng": (Share.FULL, Share.NONE),
        "Sông Trí": (Share.NONE, Share.PART),
        "Hoành Sơn": (Share.NONE, Share.PART),
    }
    assert {s.source for s in found.successors} >= {"Nghị quyết số 1665/NQ-UBTVQH15 ngày 16/06/2025, khoản 62 Điều 1"}
    assert "được chia" in found.sentence
    assert all(s.fragment_id for s in found.successors)


def test_settled_is_where_the_people_are_today() -> None:
    assert queries.resolve("xã Kỳ Tiến, huyện Kỳ Anh", NOW).settled == queries.unit(218_775)
    assert queries.resolve("xã Kỳ Lợi, thị xã Kỳ Anh", NOW).settled is None
    # Only land of Thụy Khuê went to Ba Đình; its people all went to Tây Hồ.
    assert queries.resolve("phường Thụy Khuê, quận Tây Hồ, Hà Nội", NOW).settled == queries.unit(200_103)


def test_a_day_before_the_list_is_answered_by_the_list() -> None:
    found = queries.resolve("xã Bảo Linh, huyện Định Hóa", date(2019, 1, 1))
    assert found.unit is not None
    assert (found.unit.id, found.by_list, found.other_list) == (105_554, True, False)
    assert "(theo danh mục ngày 30/06/2025)" in found.sentence


def test_an_old_address_today_is_found_on_the_old_list() -> None:
    found = queries.resolve("xã Kỳ Tiến, huyện Kỳ Anh", NOW)
    assert found.unit is not None
    assert (found.unit.id, found.other_list) == (118_769, True)
    assert queries.resolve("tỉnh Kon Tum", NOW).settled == queries.unit(2_051)


def test_a_former_province_still_tells_where_a_commune_of_today_lies() -> None:
    found = queries.resolve("xã Ia Chim, tỉnh Kon Tum", NOW)
    assert found.unit is not None
    assert found.unit.id == 223_326
    assert found.parents[-1].name == "Quảng Ngãi"


@pytest.mark.parametrize(("on", "kind", "above"), [(date(2025, 8, 1), "xã", "tỉnh"), (NOW, "phường", "thành phố")])
def test_kind_and_name_are_those_of_the_day(on: date, kind: str, above: str) -> None:
    found = queries.resolve("xã Bố Hạ, Bắc Ninh", on)
    assert found.sure == "exact"
    assert found.unit is not None
    assert (found.unit.kind, found.parents[-1].kind) == (kind, above)


def test_a_wrong_kind_is_told() -> None:
    found = queries.resolve("phường Kỳ Văn, Hà Tĩnh", NOW)
    assert found.sure == "unmarked"
    assert "Loại đơn vị" in found.sentence


def test_what_stands_before_the_unit_is_left_over() -> None:
    found = queries.resolve("số 5 đường Lê Lợi, xóm 3, xã Kỳ Tiến, H. Kỳ Anh", THEN)
    assert found.rest == "số 5 đường Lê Lợi, xóm 3"


def test_a_known_hamlet_is_found_in_its_commune(by: Someone) -> None:
    home = commune("18775")
    hamlet, _other = actions.add_hamlets(
        commune_id=home.id, by=by, hamlets=[actions.NewHamlet("Tân Tiến"), actions.NewHamlet("Tân Tiên")]
    )
    found = queries.resolve("12 đường làng, thôn Tân Tiến, xã Kỳ Anh, Hà Tĩnh", NOW)
    assert found.unit is not None
    assert (found.unit.id, found.rest) == (hamlet, "12 đường làng")
    assert queries.resolve("thôn Tan Tien, xã Kỳ Anh, Hà Tĩnh", NOW).unit == home


def test_within_a_province_and_preferring_a_unit() -> None:
    resolver = queries.resolver()
    everywhere = resolver.resolve("xã Tân Tiến", THEN)
    assert everywhere.sure == "ambiguous"
    one = everywhere.candidates[0]
    inside = next(p for p in one.parents if p.level == queries.Level.DISTRICT)
    assert resolver.resolve("xã Tân Tiến", THEN, prefer=inside.id).unit == one.unit
    only = resolver.resolve("xã Tân Tiến", THEN, within_province=province("42", THEN).id)
    assert only.sure in ("none", "exact")
    # Preference never decides between names that marks tell apart.
    assert resolver.resolve("xa van lang", NOW, prefer=205_665).sure == "ambiguous"


def test_a_changed_map_makes_a_new_resolver(by: Someone) -> None:
    before = queries.resolver()
    assert queries.resolver() is before
    actions.add_hamlets(commune_id=commune("18775").id, by=by, hamlets=[actions.NewHamlet("Mới")])
    assert queries.resolver() is not before


def test_an_import_asks_quickly_even_where_every_address_differs() -> None:
    resolver = queries.resolver()
    resolver.resolve("xã Kỳ Tiến, huyện Kỳ Anh", NOW)
    start = time.process_time()  # not the clock on the wall: others may be at work here
    for number in range(2_000):
        resolver.resolve(f"số {number}, xã Kỳ Tiến, huyện Kỳ Anh", NOW)
    assert time.process_time() - start < 3
