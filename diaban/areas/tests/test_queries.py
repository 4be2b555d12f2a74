"""Reads of the map across its two lists."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from diaban.areas import queries
from diaban.areas.queries import Level
from diaban.areas.tests.conftest import NOW, THEN, commune, province
from diaban.core import sql
from diaban.core.errors import NotFound
from tests.sampling import examples

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]


def names(units: list[queries.Unit]) -> list[str]:
    return [unit.full_name for unit in units]


def test_a_code_stands_for_different_units_on_different_days() -> None:
    assert commune("18787", THEN).full_name == "xã Kỳ Trung"
    assert commune("18787", NOW).full_name == "xã Kỳ Văn"
    assert queries.find("18787", date(1990, 1, 1)) == commune("18787", THEN)
    assert queries.find("00000") is None


def test_an_unknown_unit_is_not_found() -> None:
    with pytest.raises(NotFound):
        queries.unit(5)


def test_children_of_a_province_then_and_now() -> None:
    assert len(queries.children(province("42").id)) == 69
    assert len(queries.children(province("42", THEN).id, THEN)) == 12
    assert len(queries.children(province("42", THEN).id, THEN, Level.COMMUNE)) == 209
    assert len(queries.children(1, NOW)) == len(queries.provinces(NOW)) == 34
    assert len(queries.provinces(THEN)) == 63


def test_a_former_province_has_the_communes_of_today_inside_it() -> None:
    inside = queries.children(province("62", THEN).id, NOW)
    assert len(inside) == 40
    assert "phường Kon Tum" in names(inside)


def test_children_are_in_the_order_of_the_alphabet() -> None:
    found = [unit.name for unit in queries.children(province("42").id)]
    assert found.index("Can Lộc") < found.index("Cẩm Bình") < found.index("Đan Hải") < found.index("Đông Kinh")


def test_ancestors_follow_the_list_of_the_day() -> None:
    old = commune("18769", THEN)
    assert names(queries.ancestors(old.id))[1:] == ["tỉnh Hà Tĩnh", "huyện Kỳ Anh"]
    assert names(queries.ancestors(old.id, NOW))[1:] == ["tỉnh Hà Tĩnh"]
    assert queries.full_address(old.id) == "xã Kỳ Tiến, huyện Kỳ Anh, tỉnh Hà Tĩnh"
    assert queries.full_address(207_294, date(2025, 8, 1)) == "xã Bố Hạ, tỉnh Bắc Ninh"
    assert queries.full_address(207_294, NOW) == "phường Bố Hạ, thành phố Bắc Ninh"


def test_a_former_commune_lies_in_the_scope_of_its_only_successor() -> None:
    assert commune("18769", THEN).id in queries.places_within(commune("18775").id)
    assert commune("18796", THEN).id not in queries.places_within(commune("18754").id)
    assert commune("18796", THEN).id in queries.places_within(province("42").id)


def test_within_names_every_unit_then_and_now() -> None:
    found = names(queries.within(commune("18769", THEN).id, NOW))
    assert found[0] == "nước Việt Nam"
    assert set(found[1:]) == {"tỉnh Hà Tĩnh", "huyện Kỳ Anh", "xã Kỳ Tiến", "xã Kỳ Anh"}


def test_lineage_both_ways() -> None:
    assert names([s.unit for s in queries.predecessors(commune("18775").id)]) == [
        "thị trấn Kỳ Đồng", "xã Kỳ Giang", "xã Kỳ Phú", "xã Kỳ Tiến",
    ]  # fmt: skip
    assert queries.successors(commune("18775").id) == []
    step = queries.successors(commune("18769", THEN).id)[0]
    assert step.source == "Nghị quyết số 1665/NQ-UBTVQH15 ngày 16/06/2025"
    assert step.day == date(2025, 7, 1)


def test_fragments_and_what_is_partly_inside() -> None:
    assert len(queries.fragments(commune("18796", THEN).id)) == 3
    assert names(queries.fragments(commune("18754").id)) == ["phần xã Kỳ Lợi về phường Sông Trí"]
    assert [s.unit.name for s in queries.partly_inside(commune("18754").id)] == ["Kỳ Lợi"]


def test_the_history_of_a_name() -> None:
    assert [(n.kind, n.valid_from, n.checked) for n in queries.name_history(2_024)] == [
        ("tỉnh", date(2025, 7, 1), True),
        ("thành phố", date(2026, 8, 24), False),
    ]
    assert "39/2026/QH16" in queries.name_history(2_024)[1].citation


def test_labels_are_short_and_many_at_once() -> None:
    assert queries.label(118_769) == "Xã Kỳ Tiến"
    assert queries.label(None) == ""
    assert queries.label(77) == ""
    assert queries.labels([218_754, 218_775]) == {218_754: "Phường Sông Trí", 218_775: "Xã Kỳ Anh"}


def test_days_before_the_first_list() -> None:
    assert queries.by_list(date(2025, 6, 29))
    assert not queries.by_list(THEN)


class MapsAreSums(TestCase):
    """Any records, at any places of either list, add up on every map."""

    @settings(max_examples=examples(40), deadline=None)
    @given(st.data())
    def test_every_map_adds_up(self, data: st.DataObject) -> None:
        known = [row[0] for row in sql.rows("select id from areas_unit where level in (3, 5) order by id")]
        records = data.draw(st.lists(st.sampled_from(known), max_size=60))
        day = data.draw(st.sampled_from([date(2020, 1, 1), THEN, date(2025, 7, 1), NOW]))
        level = data.draw(st.sampled_from([Level.PROVINCE, Level.DISTRICT, Level.COMMUNE]))
        sorted_out = queries.sort_places(records, level, day)
        assert not set(sorted_out.unit_of) & set(sorted_out.unresolved)
        assert set(sorted_out.unit_of) | set(sorted_out.unresolved) == set(records)
        if level == Level.PROVINCE:
            assert sorted_out.unresolved == []
        per_unit = {
            unit: sum(1 for r in records if sorted_out.unit_of.get(r) == unit) for unit in sorted_out.unit_of.values()
        }
        rest = sum(1 for r in records if r in set(sorted_out.unresolved))
        assert sum(per_unit.values()) + rest == len(records)
        for unit, count in per_unit.items():
            inside = set(queries.places_within(unit))
            assert sum(1 for r in records if r in inside) == count
