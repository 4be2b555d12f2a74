"""Random walks of every diagram: each ends where a case may end, and what was written adds up to it.

Most walk the pure rules, `DIABAN_WALKS` of them for each kind (a release runs 10,000); a fifth as many the database.
"""

from __future__ import annotations

import os
import random
from collections import deque
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diaban.access.session import acting
from diaban.access.tests.world import Ground
from diaban.casework import actions, jobs, queries, registry, stepping
from diaban.casework.calendar import Calendar, DatedRule
from diaban.casework.cases import Case, read
from diaban.casework.clocks import Term
from diaban.casework.marks import Marks, settle
from diaban.casework.registry import CaseKind
from diaban.casework.stepping import Stepped
from diaban.casework.tests.conftest import RULES, TRIAL
from diaban.casework.tests.test_cases import moment, opened
from diaban.casework.tests.years import CALENDAR
from diaban.casework.workdays import reaching
from diaban.core.errors import DiabanError
from diaban.core.ids import uuid7
from diaban.core.sql import rows, value
from diaban.core.time import clock_at
from diaban.ledger.lines import CLOCK, Line

WALKS = int(os.environ.get("DIABAN_WALKS", "400"))
BEGIN = moment("2026-01-05 08:00")


@cache
def _calendar(*off: date) -> Calendar:
    every = [*registry.rules(), *RULES]
    rules: dict[str, tuple[DatedRule, ...]] = {
        rule.code: (DatedRule(rule.code, str(rule.title), Term(rule.amount, rule.unit, rule.cutoff, rule.rolls), "",
                              date(2000, 1, 1), None),)
        for rule in every
    }  # fmt: skip
    return Calendar(1, reaching(CALENDAR, off=off), rules)


class Walk:
    """One case of a kind, walked by the pure rules, with a ledger of its own that numbers its lines."""

    def __init__(self, kind: CaseKind, chance: random.Random) -> None:
        self.kind, self.chance, self.now = kind, chance, BEGIN
        self.calendar, self.ledger, self.states = _calendar(), list[Line](), [kind.start.code]
        rule = kind.start.clock or kind.clock
        self.case = Case(uuid7(), kind.code, kind.start.code, 1, 1, None, "", BEGIN, BEGIN, BEGIN, None, None, False,
                         False, False, None, None, rule, 1, 1)  # fmt: skip
        self.case = stepping.timed(self.case, self.calendar)

    def run(self) -> None:
        for _ in range(self.chance.randrange(3, 14)):
            self.now += timedelta(minutes=self.chance.choice([5, 90, 600, 1440, 3000, 9000]))
            self.chance.choice([self.step, self.step, self.step, self.tick, self.turn, self.decree])()
        for code in self.way_out():
            self.now += timedelta(hours=1)
            self.enter(code)

    def step(self) -> None:
        ways = self.kind.ways(self.case.state)
        if ways:
            self.enter(self.chance.choice(ways).code)

    def enter(self, code: str) -> None:
        way = self.kind.step(self.case.state, code)
        assert way is not None
        self.states.append(way.to)
        self.take(stepping.enter(self.case, self.kind.state(way.to), self.now, self.now, self.calendar, UUID(int=1)))

    def tick(self) -> None:
        if self.case.open and not self.case.paused:
            marks = settle(self.case, self.case.due_at, self.now, CLOCK, UUID(int=2))
            self.take(Stepped(self.with_marks(self.case, marks), (), marks))

    def turn(self) -> None:
        if not self.case.open or self.kind.state(self.case.state).stands:
            return
        turned = stepping.run(self.case, self.now, self.now, self.calendar, UUID(int=3)) if self.case.paused else (
            stepping.pause(self.case, self.now, UUID(int=3)))  # fmt: skip
        self.take(turned)

    def decree(self) -> None:
        """Two days more are off from now on, and the calendar is gone over."""
        first = self.now.date() + timedelta(days=self.chance.randrange(5))
        self.calendar = _calendar(first, first + timedelta(days=1))
        self.take(stepping.retimed(self.case, self.now, self.calendar, UUID(int=4)))

    @staticmethod
    def with_marks(case: Case, marks: Marks) -> Case:
        from dataclasses import replace

        return replace(case, near=marks.near, late=marks.late)

    def take(self, done: Stepped) -> None:
        """Write the lines as the ledger does, each line corrected once, and the case that points at its marks."""
        from dataclasses import replace

        self.ledger += done.lines
        first = len(self.ledger)
        self.ledger += done.marks.lines
        near, late = done.marks.near_at, done.marks.late_at
        self.case = replace(
            done.case, near_line=done.case.near_line if near is None else first + near,
            late_line=done.case.late_line if late is None else first + late,
        )  # fmt: skip

    def way_out(self) -> list[str]:
        """The shortest way to an end, none where the case is closed."""
        waiting, seen = deque([(self.case.state, list[str]())]), set[str]()
        while waiting:
            state, path = waiting.popleft()
            if self.kind.state(state).final:
                return path
            for way in self.kind.ways(state):
                if way.to not in seen:
                    seen.add(way.to)
                    waiting.append((way.to, [*path, way.code]))
        raise AssertionError("no way out")

    def check(self) -> None:
        """The end is lawful, and standing lines are what the case says."""
        case, corrected = self.case, [line.corrects for line in self.ledger if line.corrects is not None]
        assert self.kind.state(case.state).final
        assert not case.open and not case.paused and self.states[-1] == case.state  # noqa: PT018
        assert len(corrected) == len(set(corrected)), "a line is corrected once"
        for line in self.ledger:
            if line.corrects is not None:
                assert self.ledger[line.corrects].kind == line.kind
                assert (line.quantity, self.ledger[line.corrects].quantity) != (0, 0), "nothing is taken back twice"
        standing = [n for n, line in enumerate(self.ledger) if line.quantity and n not in corrected]
        assert (case.late_line in standing) == case.late
        assert (case.near_line in standing) == case.near
        if case.late:
            assert case.due_at is not None
            assert self.ledger[case.late_line or 0].day == case.due_on
        assert all(p.until is not None and p.since <= p.until for p in case.pauses)


@pytest.mark.slow
def test_walks_of_every_diagram_end_lawful_and_add_up() -> None:
    kinds = [*registry.kinds().values(), TRIAL]
    ends: set[tuple[str, str, bool]] = set()
    for kind in kinds:
        for seed in range(WALKS):
            walk = Walk(kind, random.Random(seed))
            walk.run()
            walk.check()
            ends.add((kind.code, walk.case.state, walk.case.late))
    for kind in kinds:  # every end is reached, late and in time
        finals = {state.code for state in kind.states if state.final}
        assert {state for code, state, _late in ends if code == kind.code} == finals
        assert {late for code, _state, late in ends if code == kind.code} == {True, False}


@settings(deadline=None)
@given(st.randoms(use_true_random=False))
def test_any_walk_that_can_be_thought_of_adds_up(chance: random.Random) -> None:
    for kind in (*registry.kinds().values(), TRIAL):
        walk = Walk(kind, chance)
        walk.run()
        walk.check()


def _walk(by: object, ground: Ground, chance: random.Random, now: datetime) -> UUID:
    """One case walked by the verbs themselves; what they refuse is refused with a sentence and changes nothing."""
    from diaban.access.scope import Viewer

    assert isinstance(by, Viewer)
    with clock_at(now):
        case_id = opened(by, ground, now.isoformat(sep=" ", timespec="minutes")[:16]).id
    for _ in range(chance.randrange(2, 7)):
        now += timedelta(hours=chance.choice([1, 9, 30, 100]))
        with clock_at(now):
            verb = chance.choice(["step", "step", "step", "pause", "resume", "assign", "return"])
            with suppress(DiabanError):
                if verb == "step":
                    ways = TRIAL.ways(read(case_id).state)
                    actions.move(by=by, case_id=case_id, step=chance.choice(ways).code if ways else "none")
                elif verb == "assign":
                    actions.assign(by=by, case_id=case_id, staff_id=by.staff_id)
                else:
                    actions.VERBS[verb](by=by, case_id=case_id)
    return case_id


_STEPS = """
select l.state_from, l.state_to from ledger_line l join ledger_kind k on k.id = l.kind_id
where l.record_id = %s and k.domain = 'trial' order by l.id
"""
_LATE = """
select count(*) from ledger_standing l join ledger_kind k on k.id = l.kind_id
where k.code = %s and l.record_id = any(%s)
"""
_HAVE = "select count(*) from casework_case c where c.id = any(%s) and c.late"


@pytest.mark.slow
def test_walks_in_the_database_leave_lines_cases_and_counts_that_agree(corridor: Ground) -> None:
    by, chance, now = corridor.viewer("commune_clerk"), random.Random(7), moment("2026-03-02 09:00")
    with acting(by):
        ids = [_walk(by, corridor, chance, now + timedelta(hours=n)) for n in range(WALKS // 5)]
        for case_id in ids:
            told = rows(_STEPS, [case_id])
            assert all(before[1] == after[0] for before, after in pairwise(told))
            assert told[-1][1] == read(case_id).state
    with clock_at(moment("2026-05-01 08:00")):
        jobs.run_once()
    with acting(by):
        found = [read(case_id) for case_id in ids]
        assert value("select count(*) from casework.differences()") == 0
        counts = queries.counts(viewer=by)
        assert counts[queries.Tab.OPEN] == sum(case.open for case in found)
        assert counts[queries.Tab.LATE] == sum(case.open and case.late and not case.paused for case in found)
        assert counts[queries.Tab.WAITING] == sum(case.open and case.paused for case in found)
        assert value(_HAVE, [ids]) <= value(_LATE, ["casework.late", ids])
        standing = rows("select l.id from ledger_standing l where l.record_id = any(%s)", [ids])
        lines = {row[0] for row in standing}
        assert all((case.late_line in lines) == case.late for case in found)
        assert all((case.near_line in lines) == case.near for case in found)
