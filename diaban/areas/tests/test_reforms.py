"""A reform is played as data. No record moves; every map still adds up."""

from __future__ import annotations

import copy
from collections import Counter
from datetime import date
from typing import Any

import pytest

from diaban.areas import actions, queries
from diaban.areas.actions import NewHamlet
from diaban.areas.queries import Level
from diaban.areas.tests.conftest import NOW, THEN, Ground, Someone, commune
from diaban.core import sql
from diaban.core.errors import Conflict, Invalid, NotFound, Refused
from diaban.ledger import actions as ledger
from diaban.ledger.lines import Line, numbered

pytestmark = [pytest.mark.django_db, pytest.mark.pg15, pytest.mark.slow]

DAY = date(2027, 1, 1)
AFTER = date(2027, 6, 1)
#: Sông Trí is split between Vũng Áng (merged with it) and a new ward; Kỳ Anh becomes a ward without other change.
REFORM: dict[str, Any] = {
    "code": "NQ-1700",
    "day": "2027-01-01",
    "resolution": "1700/NQ-UBTVQH16 ngày 01/11/2026",
    "units": [
        {"code": "18823", "kind": "phường", "name": "Vũng Áng", "parent": "42", "lat": 18.1, "lon": 106.3},
        {"code": "18999", "kind": "phường", "name": "Hưng Trí", "parent": "42"},
    ],
    "edges": [
        {"old": "18823", "new": "18823"},
        {"old": "18754", "new": "18823", "land": "part", "people": "part", "citation": "khoản 1 Điều 1"},
        {"old": "18754", "new": "18999", "land": "part", "people": "part", "citation": "khoản 2 Điều 1"},
    ],
    "names": [{"code": "18775", "kind": "phường", "name": "Kỳ Anh", "citation": "khoản 3 Điều 1"}],
}


def with_hamlets(by: Someone) -> tuple[int, int, int]:
    """Three hamlets of Sông Trí; the reform says where the first two went."""
    one, two, three = actions.add_hamlets(
        commune_id=commune("18754").id, by=by, hamlets=[NewHamlet("Một"), NewHamlet("Hai"), NewHamlet("Ba")]
    )
    return one, two, three


def reform(**changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(REFORM), **changes}


HAMLETS = [{"hamlet": "18754.01", "new": "18823"}, {"hamlet": "18754.02", "new": "18999"}]


def test_new_units_begin_and_old_ones_end(by: Someone) -> None:
    old = commune("18754")
    played = actions.play_reform(reform(), by)
    assert commune("18754", date(2026, 12, 31)) == queries.unit(old.id, date(2026, 12, 31))
    assert queries.find("18754", AFTER) is None
    assert commune("18999", AFTER).full_name == "phường Hưng Trí"
    assert commune("18823", AFTER).id == played.units["18823"] != 218_823
    assert commune("18775", date(2026, 12, 31)).kind == "xã"
    assert commune("18775", AFTER).kind == "phường"
    assert commune("18775", AFTER).id == 218_775
    assert len(played.fragments) == 2
    steps = queries.successors(old.id)
    assert steps[0].source == "Nghị quyết số 1700/NQ-UBTVQH16 ngày 01/11/2026, khoản 2 Điều 1"
    assert len(queries.children(2_042, AFTER)) == len(queries.children(2_042, NOW)) == 69


def test_a_record_at_an_old_place_is_seen_from_the_new_unit(by: Someone) -> None:
    one, two, three = with_hamlets(by)
    played = actions.play_reform(reform(hamlets=HAMLETS), by)
    vung_ang, hung_tri = played.units["18823"], played.units["18999"]
    assert {218_823, 118_835, one} <= set(queries.places_within(vung_ang))  # 118835: former Kỳ Long
    assert two in queries.places_within(hung_tri)
    assert played.unresolved_hamlets == [three]
    resolved = {place for unit in (vung_ang, hung_tri) for place in queries.places_within(unit)}
    assert three not in resolved
    assert three in queries.places_within(2_042)
    fragments = [queries.unit(f) for f in played.fragments]
    assert {f.full_name for f in fragments} == {
        "phần phường Sông Trí về phường Vũng Áng", "phần phường Sông Trí về phường Hưng Trí",
    }  # fmt: skip
    assert any(one in queries.places_within(f.id) for f in fragments)


def test_counts_add_up_before_and_after_on_every_map(by: Someone) -> None:
    hamlets = with_hamlets(by)
    places = [218_754, 218_823, 118_796, 300_708, 300_709, 118_835, 118_769, *hamlets]
    records = Counter({place: number + 1 for number, place in enumerate(places)})

    def totals(day: date, level: Level) -> tuple[Counter[str], int]:
        found = queries.sort_places(records, level, day)
        names = queries.units(found.unit_of.values(), day)
        per_unit: Counter[str] = Counter()
        for place, unit in found.unit_of.items():
            per_unit[names[unit].name] += records[place]
        return per_unit, sum(records[place] for place in found.unresolved)

    before = {(day, level): totals(day, level) for day in (THEN, NOW) for level in (Level.PROVINCE, Level.COMMUNE)}
    actions.play_reform(reform(hamlets=HAMLETS), by)
    for (day, level), seen in before.items():
        assert totals(day, level) == seen, "the maps of earlier days stay as they were"
    for level in (Level.PROVINCE, Level.COMMUNE):
        per_unit, unresolved = totals(AFTER, level)
        assert sum(per_unit.values()) + unresolved == sum(records.values())
    per_unit, unresolved = totals(AFTER, Level.COMMUNE)
    assert per_unit["Vũng Áng"] == records[218_823] + records[300_709] + records[118_835] + records[hamlets[0]]
    # Unresolved: the ward that was split, Kỳ Lợi as a whole, its fragment in that ward, the untold hamlet.
    assert unresolved == records[218_754] + records[118_796] + records[300_708] + records[hamlets[2]]


def test_playing_twice_changes_nothing(by: Someone) -> None:
    first = actions.play_reform(reform(), by)
    rows = sql.value("select count(*) from areas_within")
    again = actions.play_reform(reform(), by)
    assert again.again
    assert again.units == first.units
    assert sql.value("select count(*) from areas_within") == rows
    with pytest.raises(Conflict):
        actions.play_reform(reform(resolution="khác"), by)


def snapshot() -> list[Any]:
    return [
        sql.rows("select place_id, unit_id from areas_within order by 1, 2"),
        sql.rows("select id, code, valid_from, valid_to from areas_unit order by 1"),
        sql.rows("select unit_id, kind, name, valid_from, valid_to from areas_name order by 1, 4"),
        sql.rows("select old_id, new_id from areas_edge order by 1, 2"),
    ]


def test_an_unused_reform_is_undone_without_a_trace_on_the_map(by: Someone) -> None:
    with_hamlets(by)
    before = snapshot()
    actions.play_reform(reform(hamlets=HAMLETS), by)
    actions.undo_reform("NQ-1700", by)
    assert snapshot() == before
    actions.play_reform(reform(hamlets=HAMLETS), by)
    with pytest.raises(NotFound):
        actions.undo_reform("NQ-1", by)


def test_a_reform_that_is_relied_on_stays(by: Someone) -> None:
    played = actions.play_reform(reform(), by)
    place = played.units["18999"]
    ledger.append([Line("access.office_opened", numbered(1), place, 0, 2, dims={"body": "ubnd", "level": 3})])
    with pytest.raises(Conflict):
        actions.undo_reform("NQ-1700", by)
    assert queries.find("18999", AFTER) is not None


def test_a_reform_with_a_hamlet_added_since_stays(by: Someone) -> None:
    played = actions.play_reform(reform(), by)
    actions.add_hamlets(commune_id=played.units["18999"], hamlets=[NewHamlet("Mới")], by=by)
    before = snapshot()
    with pytest.raises(Conflict):
        actions.undo_reform("NQ-1700", by)
    assert snapshot() == before


def test_a_province_may_be_merged_whole(by: Someone) -> None:
    data = reform(
        units=[{"level": "province", "code": "42", "kind": "tỉnh", "name": "Nghệ Tĩnh", "parent": "VN"}],
        edges=[{"old": "40", "new": "42"}, {"old": "42", "new": "42"}],
        names=[],
    )
    played = actions.play_reform(data, by)
    merged = played.units["42"]
    assert len(queries.children(merged, AFTER)) == 69 + 130
    assert queries.ancestors(commune("18775").id, AFTER)[-1].full_name == "tỉnh Nghệ Tĩnh"
    assert queries.ancestors(commune("18775").id, NOW)[-1].full_name == "tỉnh Hà Tĩnh"
    assert played.fragments == []


@pytest.mark.parametrize(
    "changes",
    [
        {"day": "ngày mai"},
        {"units": []},
        {"edges": []},
        {"edges": REFORM["edges"][:2]},
        {"edges": [*REFORM["edges"], {"old": "99999", "new": "18999"}]},
        {"units": [*REFORM["units"], {"code": "18754", "kind": "phường", "name": "Thừa", "parent": "42"}]},
        {"units": [{**unit, "parent": "99"} for unit in REFORM["units"]]},
        {"units": [{**unit, "name": ""} for unit in REFORM["units"]]},
        {"edges": [{**edge, "land": "half"} for edge in REFORM["edges"]]},
        {"edges": [{**edge, "land": "full"} for edge in REFORM["edges"]]},
        {"hamlets": [{"hamlet": "18754.01", "new": "18775"}]},
        {"names": [{"code": "18775"}]},
    ],
)
def test_a_reform_that_does_not_hold_writes_nothing(by: Someone, changes: dict[str, Any]) -> None:
    with_hamlets(by)
    before = snapshot()
    with pytest.raises(Invalid) as refused:
        actions.play_reform(reform(**changes), by)
    assert "chưa có gì được ghi" in str(refused.value)
    assert snapshot() == before


def test_a_unit_ends_once(by: Someone) -> None:
    actions.play_reform(reform(), by)
    with pytest.raises(Conflict):
        actions.play_reform(reform(code="NQ-1701"), by)


def test_who_may(by: Someone) -> None:
    for someone in (Someone(allowed=False), Someone(scope=Ground(places=(218_754,)))):
        with pytest.raises(Refused):
            actions.play_reform(reform(), someone)
