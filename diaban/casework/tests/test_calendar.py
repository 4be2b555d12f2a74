"""The calendar is changed while cases are open: which deadlines move, and what says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaban.access.session import acting
from diaban.access.tests.world import Ground
from diaban.access.viewers import command_line
from diaban.casework import actions, calendar, changes, jobs, queries, recomputing, shipping
from diaban.casework.actions import DayChange, HoursChange, RuleChange
from diaban.casework.calendar import Calendar, DatedRule
from diaban.casework.clocks import Term, Unit, due
from diaban.casework.tests.test_cases import moment, opened, told
from diaban.casework.tests.years import CALENDAR
from diaban.casework.timer import Timer
from diaban.core.errors import Invalid, Refused
from diaban.core.sql import one, rows
from diaban.core.time import ZONE, clock_at

slow = pytest.mark.slow


def _moved() -> tuple[int, int]:
    row = one("select looked, moved from casework_change order by version desc limit 1")
    assert row is not None
    return row[0], row[1]


@slow
@pytest.mark.pg15
def test_a_day_off_moves_what_is_open_and_says_what(corridor: Ground) -> None:
    by = corridor.viewer("commune_clerk")
    with clock_at(moment("2026-03-03 08:00")):
        with acting(by):
            first, hours = opened(by, corridor), opened(by, corridor)
            hours = actions.move(by=by, case_id=hours.id, step="check")
            hours = actions.move(by=by, case_id=hours.id, step="send")
            done = opened(by, corridor)
            actions.move(by=by, case_id=done.id, step="drop")
        admin = command_line()
        with acting(admin):
            actions.change_days(by=admin, days=[DayChange(date(2026, 3, 4), False, "Nghỉ bão", "công điện 01")])
        assert recomputing.go_on() == 2
        assert _moved() == (2, 1)
        with acting(by):
            assert queries.case(first.id, viewer=by).due_at == moment("2026-03-10 17:30")
            assert queries.case(hours.id, viewer=by).due_at == hours.due_at
            assert queries.case(done.id, viewer=by).due_at == done.due_at
            line = queries.history(first.id, viewer=by)[0]
        assert (line.kind, line.state_from, line.state_to) == (
            "casework.deadline_moved", "2026-03-09.1730", "2026-03-10.1730",
        )  # fmt: skip
        assert one("select moves::text from casework_change") == ('{"2026-03-09>2026-03-10": 1}',)
    with clock_at(moment("2026-03-03 08:02")):  # a minute later once more, for those who hadn't heard
        assert recomputing.go_on() == 1
        assert recomputing.go_on() == 0
        assert _moved() == (3, 1)


@slow
def test_what_was_late_by_the_old_calendar_is_not_late_after_all(corridor: Ground) -> None:
    by, admin = corridor.viewer("commune_clerk"), command_line()
    with acting(by), clock_at(moment("2026-03-02 09:30")):
        case = opened(by, corridor)
    with clock_at(moment("2026-03-10 12:00")):
        jobs.run_once()
        with acting(admin):
            actions.swap_days(by=admin, off=date(2026, 3, 6), worked=date(2026, 3, 14), citation="quyết định 2")
        recomputing.go_on()
        with acting(by):
            now = queries.case(case.id, viewer=by)
            assert (now.due_at, now.near, now.late) == (moment("2026-03-10 17:30"), True, False)
            assert told(case.id)[-3:] == [
                ("casework.deadline_moved", "2026-03-10", 1), ("casework.due", "2026-03-10", 1),
                ("casework.late", "2026-03-09", 0),
            ]  # fmt: skip
    with clock_at(moment("2026-03-11 12:00")):
        jobs.run_once()
        with acting(by):
            assert told(case.id)[-1] == ("casework.late", "2026-03-10", 1)
            assert queries.counts(viewer=by)[queries.Tab.LATE] == 1


@slow
def test_a_waiting_case_is_computed_when_it_goes_on(corridor: Ground) -> None:
    by, admin = corridor.viewer("commune_clerk"), command_line()
    with acting(by), clock_at(moment("2026-03-03 08:00")):
        case = actions.move(by=by, case_id=opened(by, corridor).id, step="ask")
    with clock_at(moment("2026-03-04 08:00")):
        with acting(admin):
            actions.change_days(by=admin, days=[DayChange(date(2026, 3, 9), False, "Nghỉ", "quyết định 3")])
        recomputing.go_on()
        with acting(by):
            assert actions.move(by=by, case_id=case.id, step="answer").due_at == moment("2026-03-11 17:30")


@slow
def test_a_term_changed_backwards_in_time_takes_what_came_in_since(corridor: Ground) -> None:
    by, admin = corridor.viewer("commune_clerk"), command_line()
    with clock_at(moment("2026-03-05 08:00")):
        with acting(by):
            before, since = opened(by, corridor, "2026-03-02 09:00"), opened(by, corridor, "2026-03-04 09:00")
        with acting(admin):
            rule = RuleChange("trial.whole", Term(3, Unit.WORKING_DAY), "nghị định thử", date(2026, 3, 3))
            actions.change_rule(by=admin, rule=rule)
        recomputing.go_on()
        with acting(by):
            assert queries.case(before.id, viewer=by).due_at == moment("2026-03-09 17:30")
            assert queries.case(since.id, viewer=by).due_at == moment("2026-03-09 17:30")
            assert since.due_at == moment("2026-03-11 17:30")


@slow
def test_who_may_change_the_calendar_and_by_what_paper(corridor: Ground) -> None:
    by, admin = corridor.viewer("commune_clerk"), corridor.viewer("system_admin")
    day = DayChange(date(2026, 3, 9), False, "Nghỉ", "")
    with acting(by), pytest.raises(Refused):
        actions.change_days(by=by, days=[day])
    with acting(admin):
        with pytest.raises(Invalid, match="văn bản"):
            actions.change_days(by=admin, days=[day])
        with pytest.raises(Invalid, match="không có ngày"):
            actions.change_days(by=admin, days=[DayChange(date(1990, 1, 1), False, "x", "y")])
        assert actions.change_days(by=admin, days=[DayChange(date(2026, 3, 9), False, "x", "y")]) > 1


@slow
def test_the_shipped_calendar_is_the_one_the_deadlines_were_worked_with(db: None) -> None:
    days = calendar.current(fresh=True).days
    for day in (date(2025, 1, 1) + timedelta(days=n) for n in range(970)):
        assert days.worked(day) == CALENDAR.worked(day), day
    uncited = rows("select day from casework_day where citation = '' or title = ''")
    assert uncited == []
    assert one("select count(*) from casework_hours where counter") == (1,)


@slow
def test_what_an_office_changed_stays_when_the_program_ships_another_calendar(corridor: Ground, owner_db: Any) -> None:
    admin = command_line()
    with acting(admin):
        actions.change_days(by=admin, days=[DayChange(date(2027, 2, 4), True, "Chưa nghỉ", "thông báo")])
    with owner_db() as cursor:
        cursor.execute("update casework_calendar set shipped = ''")
        shipping.load()
    assert calendar.current(fresh=True).days.worked(date(2027, 2, 4))


MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 6, 1)).map(lambda m: m.replace(tzinfo=ZONE, microsecond=0))
TERMS = st.builds(Term, st.integers(1, 40), st.sampled_from(Unit), st.sampled_from([None, time(15)]), st.booleans())


@given(TERMS, st.lists(MOMENTS, min_size=1, max_size=30))
def test_many_at_once_are_what_each_alone_is(term: Term, begun: list[datetime]) -> None:
    rule = DatedRule("r", "", term, "", date(2000, 1, 1), None)
    timer = Timer(Calendar(1, CALENDAR, {"r": (rule,)}))
    same_days = [each.replace(hour=hour, minute=30) for each in begun for hour in (7, 11, 13, 15, 17)]
    for each in begun + same_days:
        assert timer.due("r", each.timestamp()) == due(each, term, CALENDAR).timestamp()


@slow
def test_other_hours_from_a_day_on_move_what_is_open_and_says_what(corridor: Ground) -> None:
    by, admin = corridor.viewer("commune_clerk"), corridor.viewer("system_admin")
    day, early = date(2026, 3, 9), (time(7), time(11))
    hours = HoursChange((early, (time(13), time(16, 30))), (time(7), time(11)), "quyết định 4", day)
    with clock_at(moment("2026-03-03 08:00")):
        with acting(by):
            soon, later = opened(by, corridor, "2026-03-02 09:00"), opened(by, corridor)
            assert (soon.due_at, later.due_at) == (moment("2026-03-09 17:30"), moment("2026-03-09 17:30"))
            with pytest.raises(Refused):
                actions.change_hours(by=by, hours=hours)
        with acting(admin):
            with pytest.raises(Invalid, match="văn bản"):
                actions.change_hours(by=admin, hours=replace(hours, citation=" "))
            with pytest.raises(Invalid, match="nối nhau"):
                actions.change_hours(by=admin, hours=replace(hours, sessions=((time(13), time(16)), early)))
            version = actions.change_hours(by=admin, hours=hours)
        recomputing.go_on()
        with acting(by):
            assert queries.case(later.id, viewer=by).due_at == moment("2026-03-09 16:30")
        with acting(admin):
            told = changes.change(version, viewer=admin)
            assert (told.moved, told.said) == (2, "giờ làm việc 07:00–11:00, 13:00–16:30, 07:00–11:00 từ 09/03/2026")
            assert [each.valid_from for each in changes.hours()][-1] == day
            again = replace(hours, sessions=(early, (time(13), time(17))))
            actions.change_hours(by=admin, hours=again)  # the same day said anew takes the place of what was said
        recomputing.go_on()
        with acting(by):
            assert queries.case(later.id, viewer=by).due_at == moment("2026-03-09 17:00")
    kept = calendar.current(fresh=True).days
    assert kept.closing(date(2026, 3, 6)) == moment("2026-03-06 17:30")
    assert kept.closing(day) == moment("2026-03-09 17:00")
