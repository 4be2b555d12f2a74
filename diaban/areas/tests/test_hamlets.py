"""Hamlets: added, renamed, merged, closed; and how one resolves a partial split."""

from __future__ import annotations

from datetime import date

import pytest

from diaban.areas import actions, hamlets, queries
from diaban.areas.actions import NewHamlet
from diaban.areas.tests.conftest import NOW, THEN, Ground, Someone, commune
from diaban.core import sql
from diaban.core.errors import Conflict, Invalid, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]


def add(by: Someone, *new: NewHamlet, code: str = "18754") -> list[int]:
    return actions.add_hamlets(commune_id=commune(code).id, hamlets=new, by=by)


def lines(kind: str) -> int:
    return int(
        sql.value(
            "select count(*) from ledger_line l join ledger_kind k on k.id = l.kind_id "
            "where k.code = %s and l.place >= 1000000",
            [kind],
        )
    )


@pytest.fixture(autouse=True)
def everything(db: None) -> None:
    """Ledger lines are read here as someone who may see all of them."""
    sql.execute("select set_config('diaban.everywhere', 'on', true)")


def test_hamlets_get_numbers_heads_and_a_place_in_the_commune(by: Someone) -> None:
    first, second = add(by, NewHamlet("Hưng Hòa"), NewHamlet("3", kind="Tổ dân phố"))
    rows = queries.hamlets(commune("18754").id)
    assert [(h.unit.id, h.local_code, h.unit.full_name, h.head_title) for h in rows] == [
        (first, "01", "thôn Hưng Hòa", "trưởng thôn"),
        (second, "02", "tổ dân phố 3", "tổ trưởng tổ dân phố"),
    ]
    assert queries.label(first) == "Thôn Hưng Hòa, phường Sông Trí"
    assert first in queries.places_within(commune("18754").id)
    assert first in queries.places_within(2_042)
    assert queries.unit(first).valid_from == date(2025, 7, 1)
    assert lines("areas.hamlet_added") == 2


def test_numbers_go_on(by: Someone) -> None:
    add(by, NewHamlet("A", local_code="07"))
    add(by, NewHamlet("B"))
    assert [h.local_code for h in queries.hamlets(commune("18754").id)] == ["07", "08"]


def test_a_hamlet_whose_origin_is_known_resolves_the_split(by: Someone) -> None:
    """Part of the people of Kỳ Lợi went to Sông Trí; which part, the hamlet tells."""
    ky_loi = commune("18796", THEN)
    traced, plain = add(by, NewHamlet("Hải Phong", origin_id=ky_loi.id), NewHamlet("Khác"))
    units = {unit.id for unit in queries.within(traced)}
    assert {ky_loi.id, 300_708, commune("18754").id, 10_449} <= units
    assert ky_loi.id not in {unit.id for unit in queries.within(plain)}
    old_map = queries.sort_places([traced, plain], queries.Level.COMMUNE, THEN)
    assert old_map.unit_of == {traced: ky_loi.id}
    assert old_map.unresolved == [plain]


def test_an_origin_can_be_told_later_and_taken_back(by: Someone) -> None:
    (hamlet,) = add(by, NewHamlet("Hải Phong"))
    before = queries.places_within(300_708)
    actions.set_origin(hamlet_id=hamlet, origin_id=118_796, by=by)
    assert queries.places_within(300_708) == [*before, hamlet]
    actions.set_origin(hamlet_id=hamlet, origin_id=None, by=by)
    assert queries.places_within(300_708) == before


def test_in_a_commune_made_of_one_a_hamlet_lies_in_the_former_one_anyway(by: Someone) -> None:
    code = sql.value(
        "select u.code from areas_unit u join areas_edge e on e.new_id = u.id where u.level = 3 "
        "group by u.id having count(*) = 1 and min(e.land) = 'full' and min(e.people) = 'full' order by 1 limit 1"
    )
    (hamlet,) = add(by, NewHamlet("Một"), code=code)
    old = queries.predecessors(commune(code).id)[0].unit
    assert old.id in {unit.id for unit in queries.within(hamlet)}


@pytest.mark.parametrize(
    "new",
    [
        [NewHamlet("")],
        [NewHamlet("A", kind="quận")],
        [NewHamlet("A"), NewHamlet("A")],
        [NewHamlet("Hoà"), NewHamlet("Hòa")],
        [NewHamlet("A", local_code="01"), NewHamlet("B", local_code="01")],
        [NewHamlet("A", origin_id=118_769)],
    ],
)
def test_a_list_with_one_fault_adds_nothing(by: Someone, new: list[NewHamlet]) -> None:
    with pytest.raises(Invalid):
        add(by, *new)
    assert queries.hamlets(commune("18754").id) == []


def test_only_a_commune_of_today_takes_hamlets(by: Someone) -> None:
    for unit_id in (commune("18796", THEN).id, 2_042):
        with pytest.raises(Invalid):
            actions.add_hamlets(commune_id=unit_id, hamlets=[NewHamlet("A")], by=by)


def test_renaming_keeps_the_old_name_in_history(by: Someone) -> None:
    hamlet, _other = add(by, NewHamlet("Cũ"), NewHamlet("Khác"))
    actions.rename_hamlet(hamlet_id=hamlet, name="Mới", kind="tổ dân phố", by=by, day=date(2026, 3, 1))
    assert queries.unit(hamlet, date(2026, 2, 28)).full_name == "thôn Cũ"
    assert queries.unit(hamlet, date(2026, 3, 1)).full_name == "tổ dân phố Mới"
    assert queries.hamlets(commune("18754").id)[0].head_title == "tổ trưởng tổ dân phố"
    with pytest.raises(Invalid):
        actions.rename_hamlet(hamlet_id=hamlet, name="khác", kind="thôn", by=by)


def test_merging_moves_no_record(by: Someone) -> None:
    one, two, _three = add(by, NewHamlet("Một"), NewHamlet("Hai"), NewHamlet("Ba"))
    new = actions.merge_hamlets(hamlet_ids=[one, two], into=NewHamlet("Một"), by=by, day=date(2026, 5, 1))
    assert queries.places_within(new) == [one, two, new]
    assert [h.local_code for h in queries.hamlets(commune("18754").id, NOW)] == ["03", "04"]
    assert len(queries.hamlets(commune("18754").id, date(2026, 4, 30))) == 3
    assert [s.unit.id for s in queries.successors(one)] == [new]
    with pytest.raises(Conflict):
        actions.rename_hamlet(hamlet_id=one, name="X", by=by)


def test_merging_needs_two_of_one_commune(by: Someone) -> None:
    (one,) = add(by, NewHamlet("Một"))
    (other,) = add(by, NewHamlet("Hai"), code="18775")
    for ids in ([one], [one, one], [one, other]):
        with pytest.raises(Invalid):
            actions.merge_hamlets(hamlet_ids=ids, into=NewHamlet("X"), by=by)


def test_a_closed_hamlet_stays_a_place(by: Someone) -> None:
    (hamlet,) = add(by, NewHamlet("Một"))
    actions.close_hamlet(hamlet_id=hamlet, by=by, day=date(2026, 5, 1))
    assert queries.hamlets(commune("18754").id, NOW) == []
    assert hamlet in queries.places_within(commune("18754").id)


def test_who_may() -> None:
    for someone in (Someone(allowed=False), Someone(scope=Ground(places=(commune("18775").id,)))):
        with pytest.raises(Refused):
            add(someone, NewHamlet("A"))
    add(Someone(scope=Ground(places=(commune("18754").id,))), NewHamlet("A"))


def test_two_thousand_hamlets_are_one_call(by: Someone) -> None:
    ids = add(by, *(NewHamlet(str(number), kind="tổ dân phố") for number in range(1, 2_001)))
    assert len(ids) == len(queries.hamlets(commune("18754").id)) == 2_000
    assert lines("areas.hamlet_added") == 2_000


@pytest.mark.parametrize(
    ("code", "first"),
    [("18754", "tổ dân phố"), ("18775", "thôn"), ("31639", "ấp"), ("24184", "thôn"), ("05569", "xóm")],
)
def test_kinds_are_offered_by_region(code: str, first: str) -> None:
    unit = commune(code)
    above = queries.unit(unit.parent_id or 0)
    offered = hamlets.kinds_for(unit, above.code)
    assert offered[0] == first
    assert set(offered) <= set(hamlets.HEADS)
