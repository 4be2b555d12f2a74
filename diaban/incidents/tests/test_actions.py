"""Intake, steps and corrections, each with the lines that the figures follow."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.tests.world import Ground
from diaban.casework import queries as casework
from diaban.casework.models import Case
from diaban.core.errors import Conflict, Invalid, NotFound, Refused, Stale
from diaban.core.ids import uuid7
from diaban.core.sql import rows
from diaban.core.time import ZONE, now, today
from diaban.figures import queries as figures
from diaban.figures.periods import Period
from diaban.incidents import actions, queries
from diaban.incidents.data import IncidentData, InvolvedData
from diaban.incidents.models import Incident, Involved, Outcome, Role
from diaban.incidents.tests.conftest import Take
from diaban.incidents.views.entering import to_the_minute

EVER = Period(today() - timedelta(days=4000), today())


def told(viewer: Viewer, code: str, unit: int) -> int:
    """A figure that what it opens adds up to."""
    figure = figures.count(f"incidents.{code}", unit, EVER, viewer=viewer)
    opened = figures.lines(f"incidents.{code}", unit, EVER, viewer=viewer, limit=200).rows
    assert figure.value == sum(line.quantity for line in opened)
    return figure.value or 0


def standing(incident: Incident) -> Counter[str]:
    found = rows("select k.code, sum(l.quantity) from ledger_line l join ledger_kind k on k.id = l.kind_id"
                 " where l.record_id = %s and not exists (select from ledger_corrected c where c.id = l.id) group by 1",
                 [incident.pk])  # fmt: skip
    return Counter({code: int(n) for code, n in found if n})


def test_an_intake_counts_on_the_day_it_happened_and_opens_a_case(police: Viewer, here: Ground, take: Take) -> None:
    day = today() - timedelta(days=40)
    made = take(happened_on=day, dead=1, loss=5_000_000)
    assert standing(made) == Counter({"incidents.received": 1, "incidents.involved": 2, "incidents.dead": 1,
                                      "incidents.loss": 5_000_000, "incidents.opened": 1})  # fmt: skip
    on_day = Period(day, day)
    assert figures.count("incidents.social", here.commune, on_day, viewer=police).value == 1
    case = casework.case(made.pk, viewer=police)
    assert (case.state, case.office_id, case.place) == ("received", police.office_id, here.hamlet)
    assert case.due_at is not None
    assert timedelta(hours=23) < case.due_at - now() <= timedelta(hours=24)


def test_the_same_form_sent_twice_writes_once(police: Viewer, here: Ground) -> None:
    data, key = IncidentData(kind="fire", place=here.hamlet), uuid7()
    for _turn in range(2):
        actions.take_in(by=police, data=data, incident_id=key)
    assert told(police, "cases", here.commune) == 1


def test_what_can_t_be_taken_is_said_field_by_field(police: Viewer, here: Ground) -> None:
    wrong = IncidentData(kind="no_such", place=here.hamlet, happened_on=today() + timedelta(days=2), lat=10.0)
    with pytest.raises(Invalid) as caught:
        actions.take_in(by=police, data=wrong)
    assert set(caught.value.fields) == {"kind", "happened_on", "lat"}
    with pytest.raises(Invalid):
        InvolvedData(role="suspect", name="Trần Văn Thử", count=2).checked()
    assert Incident.objects.count() == 0


def test_kind_day_and_counts_are_corrected_by_lines(police: Viewer, here: Ground, take: Take) -> None:
    made = take(dead=2)
    data = IncidentData(kind="drug_trade", place=here.commune, happened_on=today() - timedelta(days=400), dead=1)
    made = actions.correct(by=police, incident_id=made.pk, version=made.version, data=data)
    assert told(police, "social", here.commune) == 0
    assert told(police, "drugs", here.commune) == 1
    assert (told(police, "dead", here.commune), told(police, "persons", here.commune)) == (1, 2)
    before = Period(today() - timedelta(days=10), today())
    assert figures.count("incidents.cases", here.commune, before, viewer=police).value == 0
    corrected = rows("select count(*) from ledger_line where record_id = %s and corrects is not null", [made.pk])
    assert corrected == [(3,)], "the case, the number of persons and the number of dead"
    with pytest.raises(Stale):
        actions.correct(by=police, incident_id=made.pk, version=1, data=data)
    assert len(queries.history(viewer=police, incident_id=made.pk)) == 1


def test_a_corrected_form_keeps_the_time_of_a_day_that_stays(police: Viewer, take: Take) -> None:
    made = take()
    day = made.reported_at.astimezone(ZONE).date() if made.reported_at else today()
    typed = IncidentData(kind="theft", place=made.place, reported_at=datetime.combine(day, time(0), ZONE))
    assert to_the_minute(made, typed).reported_at == made.reported_at
    other = replace(typed, reported_at=datetime.combine(day - timedelta(days=1), time(0), ZONE))
    assert to_the_minute(made, other) == other


def test_moved_to_another_commune_it_counts_there_and_its_case_goes_along(
    police: Viewer, here: Ground, there: Ground, take: Take
) -> None:
    made = take()
    data = IncidentData(kind="theft", place=there.commune)
    actions.correct(by=police, incident_id=made.pk, version=made.version, data=data)
    with acting(police):  # as in the next request: the transaction that gave it away went on seeing it
        assert (told(police, "cases", here.commune), told(police, "persons", here.commune)) == (0, 0)
        with pytest.raises(NotFound):
            queries.incident(viewer=police, incident_id=made.pk)
    other = there.viewer("commune_police", "residence")
    with acting(other):
        assert (told(other, "cases", there.commune), told(other, "persons", there.commune)) == (1, 2)
        assert queries.incident(viewer=other, incident_id=made.pk).state == "received"
        assert casework.case(made.pk, viewer=other).office_id == other.office_id


def test_hand_over_close_and_reopen_run_their_clocks(police: Viewer, here: Ground, take: Take) -> None:
    made = take()
    made = actions.check(by=police, incident_id=made.pk, version=made.version)
    assert casework.case(made.pk, viewer=police).rule == "incidents.settle"
    made = actions.hand_over(by=police, incident_id=made.pk, version=made.version, body="Cơ quan Cảnh sát điều tra")
    assert casework.case(made.pk, viewer=police).rule == "incidents.notice"
    made = actions.notify(by=police, incident_id=made.pk, version=made.version)
    view = queries.incident(viewer=police, incident_id=made.pk)
    assert (view.state, view.incident.outcome, len(view.steps)) == ("passed", Outcome.TRANSFERRED, 1)
    assert (told(police, "solved", here.commune), told(police, "handed_over", here.commune)) == (1, 1)
    made = actions.reopen(by=police, incident_id=made.pk, version=made.version, text="Có tình tiết mới")
    assert told(police, "solved", here.commune) == 0
    made = actions.close(by=police, incident_id=made.pk, version=made.version, outcome="fined")
    assert told(police, "solved", here.commune) == told(police, "cases", here.commune) == 1
    with pytest.raises(Conflict):
        actions.close(by=police, incident_id=made.pk, version=made.version, outcome="fined")


def test_forty_eight_hours_for_a_remote_commune(police: Viewer, take: Take) -> None:
    made = take()
    actions.remote(by=police, incident_id=made.pk)
    due = casework.case(made.pk, viewer=police).due_at
    assert due is not None
    assert timedelta(hours=47) < due - now() <= timedelta(hours=48)


def test_entered_by_mistake_it_counts_no_more(police: Viewer, here: Ground, take: Take) -> None:
    made = take(dead=1)
    actions.void(by=police, incident_id=made.pk, version=made.version)
    assert [told(police, code, here.commune) for code in ("cases", "persons", "dead")] == [0, 0, 0]
    assert not queries.incidents(viewer=police).exists()
    with pytest.raises(Refused):
        actions.add_step(by=police, incident_id=made.pk, text="Xác minh")
    assert Case.objects.get(pk=made.pk).closed_at is not None


def test_those_involved_by_name_by_number_and_by_count(police: Viewer, here: Ground, take: Take) -> None:
    made = take(suspects=3)
    named = InvolvedData(role=Role.SUSPECT, who="organisation", name="Công ty Thử")
    made = actions.put_involved(by=police, incident_id=made.pk, version=None, data=named)
    assert (told(police, "persons", here.commune), told(police, "organisations", here.commune)) == (4, 1)
    unknown = Involved.objects.get(incident_id=made.pk, count=3)
    fewer = InvolvedData(role=Role.SUSPECT, count=2)
    made = actions.put_involved(
        by=police, incident_id=made.pk, version=made.version, data=fewer, involved_id=unknown.pk
    )
    assert told(police, "persons", here.commune) == 3
    actions.take_off(by=police, incident_id=made.pk, version=made.version, involved_id=unknown.pk)
    assert told(police, "persons", here.commune) == 1


def test_the_catalogue_is_the_offices_own_and_dated(police: Viewer, here: Ground, take: Take) -> None:
    old, new = take(kind="usury", happened_on=today() - timedelta(days=30)), take(kind="usury")
    since = today() - timedelta(days=5)
    changed = actions.change_kind(by=police, code="usury", title="Cho vay lãi nặng", group="economic", since=since,
                                  citation="Quyết định 12/QĐ-CAX")  # fmt: skip
    assert changed == 1
    assert (told(police, "social", here.commune), told(police, "economic", here.commune)) == (1, 1)
    assert Incident.objects.get(pk=old.pk).group == "social"
    assert Incident.objects.get(pk=new.pk).group == "economic"
    own = actions.add_kind(by=police, title="Trộm ngao nuôi", group="social", since=since, citation="12/QĐ-CAX")
    assert take(kind=own.code).group == "social"
    with pytest.raises(Invalid):
        actions.add_kind(by=police, title="trộm ngao nuôi", group="social", since=today(), citation="x")


def test_a_clerk_takes_in_but_does_not_close(here: Ground, police: Viewer, take: Take) -> None:
    made = take()
    clerk = here.viewer("commune_clerk", "residence")
    with acting(clerk):
        actions.take_in(by=clerk, data=IncidentData(kind="fire", place=here.hamlet))
        with pytest.raises(Refused):
            actions.close(by=clerk, incident_id=made.pk, version=made.version, outcome="fined")
    team = here.viewer("hamlet_team", "residence")
    with acting(team), pytest.raises(Refused):
        actions.take_in(by=team, data=IncidentData(kind="fire", place=here.hamlet))


def test_opening_is_logged_with_the_residents_shown(police: Viewer, take: Take) -> None:
    made = take()
    queries.open_incident(viewer=police, incident_id=made.pk)
    found = rows("select query_kind, record_id, purpose from ledger_lookup where actor = %s", [police.staff_id])
    assert found == [("incident", made.pk, "residence")]
