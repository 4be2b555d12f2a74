"""Rows matched, put right, entered and taken out: what is counted, what is at fault, and what a count opens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from diaban.access.roles import HAMLET_TEAM
from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.core.errors import Conflict, Invalid, NotFound, Refused
from diaban.core.text import fold, sort_key
from diaban.core.time import today
from diaban.figures import queries as figures
from diaban.figures.periods import Period
from diaban.people import actions as people
from diaban.people.actions.base import action
from diaban.people.models import Resident
from diaban.people.tests.conftest import MakeViewer, settle
from diaban.registers import actions, entering, life, lines, quality, queries, reviewed, rounds, taking
from diaban.registers.actions import RowData
from diaban.registers.models import Home, How, Match, Row, State, Why
from diaban.review import actions as review
from diaban.review.models import Doubt

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(here: Viewer) -> Iterator[Viewer]:
    with acting(here):
        yield here


def told(code: str, viewer: Viewer) -> int:
    assert viewer.scope.unit_id is not None
    return figures.count(f"registers.{code}", viewer.scope.unit_id, Period(today(), today()), viewer=viewer).value or 0


def listed(by: Viewer, name: str = "Nguyễn Thị Đảo", **columns: Any) -> Row:
    """A row of a paper list, as an import writes it."""
    assert by.scope.unit_id is not None
    given: dict[str, Any] = {
        "register": "merit", "group": "war_invalid", "place": by.scope.unit_id, "full_name": name, "fold": fold(name),
        "sort_key": sort_key(name), "sex": "f", "birth_date": date(1985, 1, 1), "birth_precision": "y",
        "office": by.office_id,
    }  # fmt: skip
    row = Row.objects.create(**given | columns)
    with action() as action_id:
        lines.enter([row], by, action_id, opening=True)
    return row


def linked(by: Viewer, resident: Resident, **columns: Any) -> Row:
    return listed(by, resident_id=resident.id, match=Match.LINKED, how=How.ENGINE, **columns)


def test_a_clerk_says_who_it_is_and_takes_it_back(by: Viewer) -> None:
    resident = settle(by)
    row = listed(by, candidates=[[str(resident.id), 0.4, "họ tên lệch một chữ +18"]], match=Match.DOUBTFUL)
    row = actions.link(by=by, row_id=row.id, resident_id=resident.id, version=1)
    assert (row.match, row.how, row.resident_id, row.probability) == ("linked", "clerk", resident.id, 0.4)
    with pytest.raises(Conflict):
        actions.link(by=by, row_id=row.id, resident_id=resident.id)
    assert told("linked", by) == 1
    row = actions.doubt(by=by, row_id=row.id)
    assert (row.match, row.resident_id) == ("doubtful", None)
    assert actions.unlink(by=by, row_id=row.id).match == "unmatched"
    assert [old["match"] for _at, _who, old in queries.history(viewer=by, row_id=row.id)] == [
        "doubtful", "linked", "doubtful",
    ]  # fmt: skip


def test_the_review_decides_who_a_row_is(by: Viewer) -> None:
    resident = settle(by)
    row = listed(by, candidates=[[str(resident.id), 0.4, "họ tên lệch một chữ +18"]], match=Match.DOUBTFUL)
    reviewed.open_doubts([row, listed(by)], by)
    asked = Doubt.objects.get()
    sheet = reviewed.sheet(viewer=by, subject_id=row.id)
    assert sheet is not None
    assert sheet.facts["full_name"] == row.full_name
    review.decide(doubt_id=asked.id, resident_id=resident.id, by=by)
    assert Row.objects.get(pk=row.pk).resident_id == resident.id
    review.undo_last(by=by)
    assert Row.objects.get(pk=row.pk).match == Match.DOUBTFUL
    actions.link(by=by, row_id=row.id, resident_id=resident.id)
    assert Doubt.objects.get(pk=asked.pk).state == "withdrawn"


def test_only_who_keeps_the_ground_changes_a_row(by: Viewer, there: Viewer, make_viewer: MakeViewer) -> None:
    row = listed(by)
    with acting(there), pytest.raises(NotFound):
        actions.leave(by=there, row_id=row.id, why=Why.ENDED)
    team = make_viewer("18754", role=HAMLET_TEAM)
    with acting(team), pytest.raises(Refused):
        actions.leave(by=team, row_id=row.id, why=Why.ENDED)


def test_what_is_put_right_is_no_longer_at_fault(by: Viewer) -> None:
    row = listed(by, faults=["du.id_no", "sach.birth"], birth_date=None, birth_precision="u")
    with pytest.raises(Invalid):
        actions.correct(by=by, row_id=row.id, data=RowData(id_no="123"))
    with pytest.raises(Invalid):
        actions.correct(by=by, row_id=row.id, data=RowData(group="poor"))
    row = actions.correct(
        by=by, row_id=row.id, data=RowData(id_no="042185123456", birth_date=date(1985, 2, 1), birth_precision="d")
    )
    assert row.faults == []
    moved = actions.correct(by=by, row_id=row.id, data=RowData(group="mother"))
    assert (moved.group, told("merit", by), told("left", by)) == ("mother", 1, 0)


def test_one_press_takes_what_the_residents_record_says(by: Viewer) -> None:
    resident = settle(by, id_no="042185123456")
    row = linked(by, resident, faults=["sach.id_no"], birth_date=date(1986, 1, 1))
    assert quality.of_row(row) == ["dung.full_name", "dung.birth", "sach.id_no"], "a tone tells"
    assert taking.take(by=by, row_id=row.id)
    row = Row.objects.get(pk=row.pk)
    assert (row.full_name, row.id_no, row.birth_date) == (resident.full_name, "042185123456", resident.birth_date)
    assert [fault for fault in quality.of_row(row) if fault.startswith(("dung", "sach"))] == []
    assert not taking.take(by=by, row_id=row.id)
    with pytest.raises(Conflict):
        taking.take(by=by, row_id=listed(by).id)


def test_every_cell_of_the_board_opens_as_many_rows(by: Viewer) -> None:
    resident = settle(by)
    linked(by, resident), linked(by, resident), listed(by, faults=["du.birth", "sach.place"])
    dead = settle(by, "Trần Văn Mất", sex="m")
    linked(by, dead, name="Trần Văn Mất", sex="m")
    people.record_death(by=by, resident_id=dead.id, day=today(), version=Resident.objects.get(pk=dead.pk).version)
    assert quality.board(viewer=by)["merit", 0].rows == 3, "a death takes the row out"
    linked(by, dead, name="Trần Văn Mất", sex="m")  # one that came in afterwards
    cell = quality.board(viewer=by)["merit", 0]
    assert cell.rows == 4
    every = queries.rows(viewer=by, register="merit")
    opened = {fault: quality.having(every, fault).count() for fault in cell.counts}
    assert opened == dict(cell.counts)
    assert (cell.counts["dung.link"], cell.counts["sach.twice"], cell.counts["song.dead"]) == (1, 2, 1)
    assert cell.counts["sach"] == 3
    assert quality.having(every, "x' or true").count() == 0
    assert 0 < cell.index < 100


def test_a_household_comes_in_with_its_members_and_leaves_with_the_last(by: Viewer) -> None:
    head = settle(by, id_no="042185123456")
    made = entering.enter(by=by, register="poverty", id_no="042185123456", group="poor", since=today())
    assert [row.resident_id for row in made] == [head.id]
    assert (told("poverty_homes", by), told("poor_homes", by), told("poverty_persons", by)) == (1, 1, 1)
    with pytest.raises(Conflict):
        entering.enter(by=by, register="poverty", id_no="042185123456", group="near_poor", since=today())
    with pytest.raises(NotFound):
        entering.enter(by=by, register="poverty", id_no="042185000000", group="poor", since=today())
    actions.correct(by=by, row_id=made[0].id, data=RowData(group="near_poor"))
    assert (told("poor_homes", by), told("near_poor_homes", by)) == (0, 1)
    actions.leave(by=by, row_id=made[0].id, why=Why.OUT_OF_POVERTY)
    assert (told("poverty_homes", by), told("poverty_persons", by), told("left", by)) == (0, 0, 1)
    assert Home.objects.get().state == State.LEFT
    with pytest.raises(Refused):
        actions.leave(by=by, row_id=made[0].id, why=Why.ENDED)


def test_a_death_ends_what_somebody_is_owed_and_is_undone(by: Viewer) -> None:
    resident = settle(by, id_no="042185123456")
    linked(by, resident), linked(by, resident, group="mother")
    entering.enter(by=by, register="poverty", id_no="042185123456", group="poor", since=today())
    kept = life.died(by, resident.id, today())
    assert set(Row.objects.values_list("state", "why")) == {("left", "dead")}
    assert (told("merit", by), told("poverty_homes", by), told("left", by)) == (0, 0, 3)
    life.revived(by, resident.id, kept)
    assert set(Row.objects.values_list("state", "why", "until")) == {("active", "", None)}
    assert (told("merit", by), told("poverty_homes", by), told("left", by)) == (2, 1, 0)
    assert life.died(by, settle(by, "Ai Khác").id, today()) == {}


def test_a_new_round_takes_the_place_of_the_one_before(by: Viewer) -> None:
    stays, goes = settle(by), settle(by, "Lê Thị Thoát")
    old = {"register": "poverty", "group": "poor", "round": "2025"}
    linked(by, stays, **old), linked(by, goes, name="Lê Thị Thoát", **old), listed(by, name="Ai Đó", **old)
    assert by.scope.unit_id is not None
    with pytest.raises(Conflict):
        rounds.turn(viewer=by, register="poverty", place=by.scope.unit_id)
    linked(by, stays, **old | {"round": "2026"})
    assert quality.board(viewer=by)["poverty", 0].counts["song.round"] in (0, 3)  # by the day the round holds from
    found = rounds.conclude(by=by, register="poverty", place=by.scope.unit_id)
    assert (len(found.carried), len(found.gone), found.waiting) == (1, 1, 1)
    assert told("poverty_persons", by) == 1
    assert sorted(Row.objects.filter(state="left").values_list("why", flat=True)) == [
        "next_round", "not_listed", "not_listed",
    ]  # fmt: skip
