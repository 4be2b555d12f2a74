"""How declared stays end beside being ended: with an event, taken back before they began, and both undone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.tests.world import build
from diaban.core.errors import Conflict, NotFound, Refused
from diaban.core.sql import rows
from diaban.core.time import ZONE, clock_at, today
from diaban.people import actions, jobs
from diaban.people.models import Event, Resident, Stay
from diaban.people.tests.conftest import person, reaching, settle
from diaban.people.tests.test_views import signed_in, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

DAY = timedelta(days=1)


def again(resident: Resident) -> Resident:
    return Resident.objects.get(pk=resident.id)


def declare(by: Viewer, who: Resident, kind: str = "absent", starts: date | None = None, **more: Any) -> Stay:
    given = {"ends": None, "reason": ""} | more
    return actions.open_stay(
        by=by, resident_id=who.id, version=again(who).version, kind=kind, starts=starts or today() - 9 * DAY, **given
    )


def told(who: Resident) -> list[tuple[str, date, str]]:
    """Standing lines of stays that are over: kind, day, which stay."""
    return rows(
        "select k.code, l.day, l.dims ->> 'stay' from ledger_standing l join ledger_kind k on k.id = l.kind_id"
        " where l.record_id = %s and k.code in ('people.stay_closed', 'people.stay_cancelled') order by l.id",
        [who.id],
    )


def test_a_death_closes_declared_stays_with_their_lines_and_undoing_takes_them_back(as_here: Viewer) -> None:
    who = settle(as_here)
    declare(as_here, who)
    ahead = declare(as_here, who, "visiting", today() + 5 * DAY)
    death = actions.record_death(by=as_here, resident_id=who.id, version=again(who).version, day=today() - 2 * DAY)
    assert told(who) == [
        ("people.stay_closed", today() - 2 * DAY, "absent"),
        ("people.stay_cancelled", today() - 2 * DAY, "visiting"),
    ]
    actions.void_event(by=as_here, event_id=death.id, version=again(who).version)
    assert told(who) == []
    assert again(who).state == "absent"
    found = Stay.objects.get(pk=ahead.id)
    assert (found.begun, found.closed) == (False, False)


def test_a_stay_whose_last_day_the_clock_has_not_crossed_ended_then(as_here: Viewer) -> None:
    who = settle(as_here)
    declare(as_here, who, "visiting", today() - 9 * DAY, ends=today() - 4 * DAY)
    actions.move_out(by=as_here, resident_id=who.id, version=again(who).version, day=today(), destination="Huế")
    assert told(who) == [("people.stay_closed", today() - 3 * DAY, "visiting")]
    jobs.run_once()
    assert len(told(who)) == 1


def test_a_stay_in_another_commune_is_closed_and_opened_again_from_home(as_here: Viewer, there: Viewer) -> None:
    who = settle(as_here)
    with reaching(there, who) as by:
        declare(by, who, "temporary", place=there.scope.unit_id)
    with acting(as_here):
        death = actions.record_death(by=as_here, resident_id=who.id, version=again(who).version, day=today())
        actions.void_event(by=as_here, event_id=death.id, version=again(who).version)
    with acting(there):
        assert told(who) == []
        assert not Stay.objects.get(resident_id=who.id, kind="temporary").closed


def test_who_was_entered_by_mistake_leaves_no_stay_without_its_line(as_here: Viewer) -> None:
    who = settle(as_here)
    declare(as_here, who)
    event = Event.objects.get(resident_id=who.id)
    actions.void_event(by=as_here, event_id=event.id, version=again(who).version)
    assert told(who) == [("people.stay_closed", today(), "absent")]


def test_a_stay_declared_ahead_is_taken_back(as_here: Viewer) -> None:
    who = settle(as_here)
    stay = declare(as_here, who, "absent", today() + 3 * DAY)
    before = again(who)
    actions.cancel_stay(by=as_here, stay_id=stay.id, version=before.version)
    assert told(who) == [("people.stay_cancelled", today(), "absent")]
    found = Stay.objects.get(pk=stay.id)
    assert (found.begun, found.closed, found.ends) == (False, True, found.starts)
    with pytest.raises(Conflict):
        actions.cancel_stay(by=as_here, stay_id=stay.id, version=before.version)
    with clock_at(datetime.combine(today() + 9 * DAY, time(9), ZONE)):
        jobs.run_once()
    assert (again(who).state, len(told(who))) == ("present", 1)


def test_what_has_begun_is_ended_not_taken_back(as_here: Viewer) -> None:
    who = settle(as_here)
    stay = declare(as_here, who)
    with pytest.raises(Conflict, match="đã bắt đầu"):
        actions.cancel_stay(by=as_here, stay_id=stay.id, version=again(who).version)


def test_others_take_nothing_back(as_here: Viewer, there: Viewer, hamlet_team: Viewer) -> None:
    who = settle(as_here)
    stay = declare(as_here, who, "absent", today() + 3 * DAY)
    version = again(who).version
    with acting(there), pytest.raises(NotFound):
        actions.cancel_stay(by=there, stay_id=stay.id, version=version)
    with acting(hamlet_team), pytest.raises(Refused):
        actions.cancel_stay(by=hamlet_team, stay_id=stay.id, version=version)
    with reaching(there, who) as by, pytest.raises(Refused):
        actions.cancel_stay(by=by, stay_id=stay.id, version=version)
    with acting(as_here), pytest.raises(Conflict):
        actions.cancel_stay(by=as_here, stay_id=stay.id, version=version - 1)


def test_the_page_and_the_api(db: None) -> None:
    ground = build("18754", "42", "n", sign_in=["commune_police"], demo=True)
    officer, by = signed_in(ground, "commune_police"), ground.viewer("commune_police", "residence")
    with acting(by):
        who = actions.register(by=by, person=person(), place=ground.commune, household_id=None, since=date(2020, 1, 1))
        first = declare(by, who, "absent", today() + 3 * DAY)
        second = declare(by, who, "visiting", today() + 4 * DAY)
        version = again(who).version
    page = f"/cu-dan/{who.id}/"
    where = f"{page}khai-bao/{first.id}/huy/"
    shown = text_of(officer.get(page))
    assert where in shown
    assert "báo trước, có thể hủy" in shown
    assert officer.get(where).status_code == 200
    assert officer.post(where, {"version": version}).status_code == 302
    assert "Tạm vắng (đã hủy)" in text_of(officer.get(page))
    answer = officer.post(
        f"/api/v1/people/{who.id}/stays/{second.id}/cancel", {"version": version}, content_type="application/json"
    )
    assert answer.status_code == 200
    stays = {stay["id"]: (stay["begun"], stay["closed"]) for stay in answer.json()["stays"]}
    assert stays[str(second.id)] == (False, True)
    again_answer = officer.post(
        f"/api/v1/people/{who.id}/stays/{second.id}/cancel", {"version": version}, content_type="application/json"
    )
    assert again_answer.status_code == 409
