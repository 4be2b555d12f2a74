"""Undoing an event after something else has happened to the person, the household or the stays."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.core.errors import Conflict
from diaban.core.sql import rows
from diaban.core.time import ZONE, clock_at, today
from diaban.people import actions, jobs
from diaban.people.models import Event, Household, Resident, Stay
from diaban.people.tests.conftest import MakeViewer, person, reaching, settle

pytestmark = pytest.mark.django_db


def again(resident: Resident) -> Resident:
    return Resident.objects.get(pk=resident.id)


def home(resident: Resident) -> Household:
    found = again(resident).household_id
    assert found is not None
    return Household.objects.get(pk=found)


def child_of(by: Viewer, resident: Resident) -> Resident:
    born, _event = actions.record_birth(
        by=by, person=person("Lê Văn Bé", sex="m", birth_date=date(2026, 1, 5), relation="child"),
        household_id=home(resident).id, birth_day=date(2026, 1, 5),
    )  # fmt: skip
    return born


def die(by: Viewer, resident: Resident, day: date | None = None) -> Event:
    return actions.record_death(by=by, resident_id=resident.id, version=again(resident).version, day=day or today())


def undo(by: Viewer, event: Event) -> Resident:
    resident = Resident.objects.get(pk=event.resident_id)
    actions.void_event(by=by, event_id=event.id, version=resident.version)
    return again(resident)


def standing(record: object, *kinds: str) -> list[int]:
    found = rows(
        "select l.quantity from ledger_standing l join ledger_kind k on k.id = l.kind_id"
        " where l.record_id = %s and k.code = any(%s) order by l.id",
        [record, [f"people.{kind}" for kind in kinds]],
    )
    return [row[0] for row in found]


def test_a_head_whose_place_was_taken_comes_back_as_a_member(as_here: Viewer) -> None:
    first = settle(as_here)
    second = child_of(as_here, first)
    event = die(as_here, first)
    actions.change_head(by=as_here, household_id=home(second).id, version=home(second).version, head_id=second.id)
    assert undo(as_here, event).relation == "other"
    assert home(first).head_id == second.id


def test_a_household_closed_since_is_opened_again(as_here: Viewer) -> None:
    alone = settle(as_here)
    event = die(as_here, alone)
    actions.close_household(by=as_here, household_id=home(alone).id, version=home(alone).version)
    back = undo(as_here, event)
    assert home(back).closed_on is None
    assert home(back).head_id == back.id
    assert standing(home(back).id, "household_opened", "household_closed") == [1, -1, 1]


def test_what_was_put_right_after_the_event_stays(as_here: Viewer) -> None:
    resident = settle(as_here, id_no="042185001234")
    event = die(as_here, resident)
    mended = person("Nguyễn Thị Đào", id_no="042185004321", address="Ngõ 7", relation="head")
    actions.correct(by=as_here, resident_id=resident.id, version=again(resident).version, person=mended)
    back = undo(as_here, event)
    assert (back.id_no, back.address, back.state) == ("042185004321", "Ngõ 7", "present")


def test_a_stay_that_had_ended_is_not_ended_again(as_here: Viewer) -> None:
    resident = settle(as_here)
    begun, over = today() - timedelta(days=20), today() - timedelta(days=5)
    stay = actions.open_stay(
        by=as_here, resident_id=resident.id, version=resident.version, kind="absent", starts=begun, ends=over, reason=""
    )
    jobs.run_once()
    event = die(as_here, resident, today() - timedelta(days=10))
    undo(as_here, event)
    jobs.run_once()
    assert Stay.objects.get(pk=stay.id).ends == over
    assert len(standing(resident.id, "stay_closed")) == 1


def test_an_entry_is_undone_with_the_stays_declared_since(as_here: Viewer) -> None:
    child = child_of(as_here, settle(as_here))
    for starts in (today(), today() + timedelta(days=9)):
        actions.open_stay(
            by=as_here, resident_id=child.id, version=again(child).version, kind="absent", starts=starts, ends=None,
            reason="",
        )  # fmt: skip
    undo(as_here, Event.objects.get(resident_id=child.id))
    assert not Stay.objects.filter(resident_id=child.id, closed=False, kind="absent").exists()
    with clock_at(_noon(20)):
        assert jobs.run_once() == 0


def test_a_household_that_others_joined_is_still_counted(as_here: Viewer) -> None:
    first, second = settle(as_here), settle(as_here, "Trần Văn Bình", sex="m")
    opened = home(first)
    actions.join_household(
        by=as_here, resident_id=second.id, version=again(second).version, household_id=opened.id, relation="other"
    )
    undo(as_here, Event.objects.get(resident_id=first.id))
    opened.refresh_from_db()
    assert (opened.closed_on, opened.head_id) == (None, None)
    assert standing(opened.id, "household_opened", "household_closed") == [1]


def test_a_household_that_was_closed_by_itself_is_not_taken_away_twice(as_here: Viewer) -> None:
    first, second = settle(as_here), settle(as_here, "Trần Văn Bình", sex="m")
    opened = home(first)
    actions.join_household(
        by=as_here, resident_id=first.id, version=again(first).version, household_id=home(second).id, relation="other"
    )
    opened.refresh_from_db()
    actions.close_household(by=as_here, household_id=opened.id, version=opened.version)
    undo(as_here, Event.objects.get(resident_id=first.id))
    assert standing(opened.id, "household_opened", "household_closed") == [1, -1]


def test_who_came_heads_no_household_after_the_move_is_undone(here: Viewer, there: Viewer) -> None:
    with acting(here):
        resident = settle(here)
    with reaching(there, resident) as by:
        event = _move_in(by, resident)
        headed = actions.open_household(by=by, head_id=resident.id, version=again(resident).version, address="Số 2")
        actions.void_event(by=by, event_id=event.id, version=again(resident).version)
        headed.refresh_from_db()
        assert headed.head_id is None
    with acting(here):
        assert home(resident).head_id == resident.id
        assert again(resident).office == here.office_id


def test_another_office_of_the_commune_may_undo_a_move(here: Viewer, there: Viewer, make_viewer: MakeViewer) -> None:
    """The line at the place that was left carries the first office; the second must still be able to void it."""
    with acting(here):
        resident = settle(here)
    with reaching(there, resident) as by:
        event = _move_in(by, resident)
    committee = make_viewer("18823", staff=905, office=7)
    with acting(committee):
        actions.void_event(by=committee, event_id=event.id, version=again(resident).version)
    with acting(here):
        assert again(resident).place == here.scope.unit_id
        assert standing(resident.id, "moved_out", "moved_in") == []


def test_the_household_left_has_no_head_though_it_lies_elsewhere(here: Viewer, there: Viewer) -> None:
    """Someone who stays here for a time is seen here; the household that they head is not."""
    with acting(here):
        resident = settle(here)
        left = home(resident)
    with reaching(there, resident) as by:
        _stay(by, resident)
    with acting(there):
        _move_in(there, resident)
    with acting(here):
        left.refresh_from_db()
        assert left.head_id is None


def test_a_stay_elsewhere_is_closed_by_the_office_there(here: Viewer, there: Viewer) -> None:
    with acting(here):
        resident = settle(here)
    with reaching(there, resident) as by:
        stay = _stay(by, resident)
    with acting(there):
        actions.close_stay(by=there, stay_id=stay.id, version=again(resident).version, day=today())
    with acting(here):
        back = again(resident)
        assert (back.state, back.present_place) == ("present", None)


def test_a_stay_declared_ahead_does_not_begin_after_a_move(here: Viewer, there: Viewer) -> None:
    with acting(here):
        resident = settle(here)
        actions.open_stay(
            by=here, resident_id=resident.id, version=resident.version, kind="absent",
            starts=today() + timedelta(days=5), ends=None, reason="",
        )  # fmt: skip
    with reaching(there, resident) as by:
        _move_in(by, resident)
    with clock_at(_noon(5)):
        jobs.run_once()
    with acting(there):
        assert again(resident).state == "present"


def test_a_tenant_who_was_away_is_present_again(as_here: Viewer) -> None:
    assert as_here.scope.unit_id is not None
    tenant = actions.register(
        by=as_here, person=person(), place=as_here.scope.unit_id, household_id=None, since=date(2026, 1, 1),
        kind="temporary",
    )  # fmt: skip
    stay = actions.open_stay(
        by=as_here, resident_id=tenant.id, version=tenant.version, kind="absent", starts=today(), ends=None, reason=""
    )
    assert again(tenant).state == "absent"
    actions.close_stay(by=as_here, stay_id=stay.id, version=again(tenant).version, day=today())
    assert again(tenant).state == "present"
    with pytest.raises(Conflict):
        actions.close_stay(by=as_here, stay_id=stay.id, version=again(tenant).version, day=today())


def _move_in(by: Viewer, resident: Resident) -> Event:
    assert by.scope.unit_id is not None
    return actions.move_in(
        by=by, resident_id=resident.id, version=again(resident).version, day=today(), place=by.scope.unit_id,
        household_id=None, address="Số 1",
    )  # fmt: skip


def _stay(by: Viewer, resident: Resident) -> Stay:
    return actions.open_stay(
        by=by, resident_id=resident.id, version=again(resident).version, kind="temporary", starts=today(), ends=None,
        reason="", place=by.scope.unit_id,
    )  # fmt: skip


def _noon(days: int) -> datetime:
    return datetime.combine(today() + timedelta(days=days), time(12), ZONE)
