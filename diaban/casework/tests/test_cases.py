"""A case from its opening to its end, as the corridor's verbs take it there."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.tests.world import Ground
from diaban.casework import actions, jobs, queries
from diaban.casework.queries import Case, Tab
from diaban.core.errors import Conflict, Invalid, NotFound, Refused, Stale
from diaban.core.ids import uuid7
from diaban.core.sql import rows
from diaban.core.time import ZONE, clock_at

pytestmark = pytest.mark.slow


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def opened(by: Viewer, ground: Ground, at: str = "2026-03-02 09:00", **more: Any) -> Case:
    return actions.open(by=by, kind="trial.case", case_id=uuid7(), place=ground.hamlet, received_at=moment(at), **more)


def told(case_id: UUID) -> list[tuple[str, str, int]]:
    """What the ledger says of a case: kind, day, quantity, in the order written."""
    found = rows(
        "select k.code, l.day::text, l.quantity from ledger_line l join ledger_kind k on k.id = l.kind_id"
        " where l.record_id = %s order by l.id",
        [case_id],
    )
    return [(kind, day, quantity) for kind, day, quantity in found]


@pytest.mark.pg15
def test_a_case_goes_its_way(corridor: Ground) -> None:
    by = corridor.viewer("commune_clerk")
    with acting(by), clock_at(moment("2026-03-03 08:00")):
        case = opened(by, corridor)
        assert case.due_at == moment("2026-03-09 17:30")
        case = actions.move(by=by, case_id=case.id, step="check", version=case.version)
        case = actions.assign(by=by, case_id=case.id, staff_id=by.staff_id)
        assert queries.counts(viewer=by).by_tab == {
            Tab.OPEN: 1, Tab.LATE: 0, Tab.DUE: 0, Tab.MINE: 1, Tab.UNASSIGNED: 0, Tab.WAITING: 0,
        }  # fmt: skip
        case = actions.move(by=by, case_id=case.id, step="ask")
        assert case.paused
        assert queries.inbox(viewer=by, tab=Tab.WAITING).rows == [queries.case(case.id, viewer=by)]
    with acting(by), clock_at(moment("2026-03-05 10:00")):
        case = actions.move(by=by, case_id=case.id, step="answer")
        assert case.due_at == moment("2026-03-11 17:30")
        case = actions.move(by=by, case_id=case.id, step="finish")
        assert not case.open
        assert queries.counts(viewer=by)[Tab.OPEN] == 0
        history = queries.history(case.id, viewer=by)
    assert [line.kind for line in reversed(history)] == [
        "trial.opened", "trial.stepped", "casework.assigned", "trial.stepped", "trial.stepped", "trial.stepped",
    ]  # fmt: skip
    assert [(line.state_from, line.state_to) for line in history][:2] == [("checking", "done"), ("asked", "checking")]


def test_the_clock_marks_what_is_due_and_late_on_the_day_it_was_crossed(corridor: Ground) -> None:
    by = corridor.viewer("commune_clerk")
    with acting(by), clock_at(moment("2026-03-02 09:30")):
        case = opened(by, corridor)
    with clock_at(moment("2026-03-08 12:00")):
        assert jobs.run_once() == 0
    with clock_at(moment("2026-03-09 00:00")):
        assert jobs.run_once() == 1
    with acting(by):
        assert queries.counts(viewer=by)[Tab.DUE] == 1
    with clock_at(moment("2026-03-20 12:00")):  # the worker stood still for days
        assert jobs.run_once() == 1
        assert jobs.run_once() == 0
    with acting(by):
        assert queries.counts(viewer=by)[Tab.LATE] == 1
        assert told(case.id) == [
            ("trial.opened", "2026-03-02", 1), ("casework.due", "2026-03-09", 1), ("casework.late", "2026-03-09", 1),
        ]  # fmt: skip


def test_a_step_recorded_after_the_clock_takes_back_what_was_not_late(corridor: Ground) -> None:
    by = corridor.viewer("commune_clerk")
    with acting(by), clock_at(moment("2026-03-02 09:30")):
        case = actions.move(by=by, case_id=opened(by, corridor).id, step="check")
    with clock_at(moment("2026-03-10 12:00")):
        jobs.run_once()
        with acting(by):
            assert queries.case(case.id, viewer=by).late
            done = actions.move(by=by, case_id=case.id, step="finish", at=moment("2026-03-06 10:00"))
            assert (done.near, done.late) == (False, False)
            assert told(case.id)[-2:] == [("casework.due", "2026-03-09", 0), ("casework.late", "2026-03-09", 0)]


def test_who_closes_too_late_is_late_even_before_the_clock_looks(corridor: Ground) -> None:
    by = corridor.viewer("commune_clerk")
    with acting(by), clock_at(moment("2026-03-02 09:30")):
        case = actions.move(by=by, case_id=opened(by, corridor).id, step="check")
    with acting(by), clock_at(moment("2026-03-10 12:00")):
        assert actions.move(by=by, case_id=case.id, step="finish").late
        assert ("casework.late", "2026-03-09", 1) in told(case.id)


def test_what_may_not_be_done(corridor: Ground) -> None:
    by, other = corridor.viewer("commune_clerk"), corridor.viewer("hamlet_team")
    with acting(by):
        case = opened(by, corridor)
        with pytest.raises(Conflict, match="Mới"):
            actions.move(by=by, case_id=case.id, step="finish")
        with pytest.raises(Stale):
            actions.move(by=by, case_id=case.id, step="check", version=case.version + 1)
        with pytest.raises(Invalid, match="hiện tại"):
            actions.move(by=by, case_id=case.id, step="check", at=moment("2099-01-01 00:00"))
        with pytest.raises(Invalid, match="không công tác"):
            actions.assign(by=by, case_id=case.id, staff_id=corridor.staff["commune_police"].pk)
        with pytest.raises(NotFound):
            actions.move(by=by, case_id=uuid7(), step="check")
        with pytest.raises(Refused):
            actions.open(by=by, kind="trial.case", case_id=uuid7(), place=corridor.province)
    with acting(other), pytest.raises(Refused):
        actions.move(by=other, case_id=case.id, step="check")


def test_a_batch_says_what_became_of_each(corridor: Ground) -> None:
    by = corridor.viewer("commune_clerk")
    with acting(by):
        first, second = opened(by, corridor), opened(by, corridor)
        actions.move(by=by, case_id=second.id, step="check")
        verdicts = actions.batch(by=by, verb="move", case_ids=[first.id, second.id, uuid7()], step="check")
        assert [verdict.done for verdict in verdicts] == [True, False, False]
        assert "Đang kiểm tra" in verdicts[1].sentence
        assert queries.case(first.id, viewer=by).state == "checking"
