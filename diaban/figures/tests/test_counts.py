"""Counts against a plain model of the lines, under each reader's rights, with what they open."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diaban.access.roles import ANALYST, AUDITOR, COMMUNE_CLERK, SYSTEM_ADMIN
from diaban.access.session import acting
from diaban.core import sql
from diaban.core.errors import Refused
from diaban.core.ids import uuid7
from diaban.core.time import today
from diaban.figures import jobs, queries
from diaban.figures.measures import How
from diaban.figures.periods import Period, month, until
from diaban.figures.queries import State
from diaban.figures.tests.conftest import GROUND, MEASURES, undone, viewer_of
from diaban.ledger import actions
from diaban.ledger.lines import Line
from tests.sampling import examples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground"), pytest.mark.pg15]

RECORDS = [UUID(int=n) for n in range(1, 6)]
START = date(2025, 11, 1)
DIMS: dict[str, dict[str, Any]] = {
    "count.born": {"sex": "fm", "age": ["05", "10"], "more": "xy"},
    "count.left": {"way": "ab", "sex": "fm"},
}


@st.composite
def lines(draw: st.DrawFn) -> Line:
    kind = draw(st.sampled_from(sorted(DIMS)))
    dims = {dim: draw(st.sampled_from(codes)) for dim, codes in DIMS[kind].items() if draw(st.booleans())}
    return Line(
        kind, draw(st.sampled_from(RECORDS)), draw(st.sampled_from((*GROUND[900], 930))),
        draw(st.sampled_from((50, 51))), 300, START + timedelta(days=draw(st.integers(0, 120))),
        draw(st.integers(-4, 6).filter(bool)), dims,
    )  # fmt: skip


Written = dict[int, Line]


def write(first: list[Line], fixes: list[tuple[int, int, int]]) -> Written:
    """Append the lines, then correct some: (which, new quantity, days later). Returns those that stand."""
    standing = dict(zip(actions.append(first), first, strict=True))
    for which, quantity, later in fixes:
        number = sorted(standing)[which % len(standing)] if standing else None
        if number is None:
            break
        old = standing.pop(number)
        new = Line(
            old.kind, old.record, 921 if later % 2 else old.place, old.office, 300,
            (old.day or START) + timedelta(days=later), quantity, old.dims,
        )  # fmt: skip
        new_id = actions.replace(number, new)
        if quantity:
            standing[new_id] = new
    return standing


def expected(standing: Written, code: str, unit: int, period: Period) -> tuple[int, set[int]]:
    """The figure and the ids it opens, by the words of the definition."""
    measure = MEASURES[code]
    since = date.min if measure.how is How.STOCK else period.since
    found = {
        number: line
        for number, line in standing.items()
        if line.kind in measure.kinds
        and line.place in GROUND[unit]
        and since <= (line.day or START) <= period.until
        and all(line.dims.get(dim) in codes for dim, codes in measure.where.items())
    }
    if measure.how is How.LINES:
        return len(found), set(found)
    if measure.how is How.DISTINCT:
        return len({line.record for line in found.values()}), set(found)
    return sum(line.quantity for line in found.values()), set(found)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=examples(40))
@given(
    st.lists(lines(), min_size=1, max_size=30),
    st.lists(st.tuples(st.integers(0, 50), st.integers(-2, 3), st.integers(0, 40)), max_size=8),
    st.integers(0, 130), st.integers(0, 90), st.sampled_from([900, 910, 920, 911]), st.booleans(),
)  # fmt: skip
def test_a_figure_is_its_definition_and_opens_what_adds_up(
    first: list[Line], fixes: list[tuple[int, int, int]], start: int, length: int, unit: int, merged: bool
) -> None:
    with undone():
        with acting(viewer_of(None)):
            standing = write(first, fixes)
            if merged:
                jobs.run_once()
        period = Period(START + timedelta(days=start), START + timedelta(days=start + length))
        for viewer in (viewer_of(900), viewer_of(None)):
            with acting(viewer):
                for code in MEASURES:
                    figure = queries.count(code, unit, period, viewer=viewer)
                    value, ids = expected(standing, code, unit, period)
                    assert (figure.value, figure.state, figure.may_open) == (value, State.KNOWN, True), code
                    opened = queries.lines(code, unit, period, viewer=viewer, limit=500).rows
                    assert {row.id for row in opened} == ids
        assert sql.rows("select * from figures.differences()") == []


def births(place: int, many: int, day: date = date(2026, 1, 20), office: int = 50) -> None:
    actions.append([Line("count.born", uuid7(), place, office, 300, day, dims={"sex": "f"}) for _ in range(many)])


JANUARY = month(2026, 1)


def test_parts_add_up_to_the_whole_and_office_does_not_matter() -> None:
    births(911, 3)
    births(912, 4, office=999)
    births(921, 20)
    viewer = viewer_of(900)
    with acting(viewer):
        found = queries.by_unit("test.births", [900, 910, 920, 911, 912], JANUARY, viewer=viewer)
    assert {unit: figure.value for unit, figure in found.items()} == {900: 27, 910: 7, 920: 20, 911: 3, 912: 4}


def test_outside_of_the_ground_small_numbers_are_not_told_and_nothing_opens() -> None:
    births(911, 3)
    births(921, 20)
    births(930, 7, office=50)
    viewer = viewer_of(910)
    with acting(viewer):
        found = queries.by_unit("test.births", [910, 911, 920, 900, 930, 912], JANUARY, viewer=viewer)
        assert [(f.value, f.state, f.may_open) for f in found.values()] == [
            (3, State.KNOWN, True),
            (3, State.KNOWN, True),
            (20, State.KNOWN, False),
            (23, State.KNOWN, False),
            (None, State.FEW, False),
            (0, State.KNOWN, True),
        ]
        assert found[920].why
        with pytest.raises(Refused):
            queries.lines("test.births", 920, JANUARY, viewer=viewer)
        apart = queries.count("test.births", 920, Period(date(2026, 1, 3), date(2026, 1, 25)), viewer=viewer)
        assert (apart.value, apart.state) == (None, State.APART)
        assert queries.count("test.people", 920, JANUARY, viewer=viewer).state is State.APART
        assert queries.count("test.women", 920, JANUARY, viewer=viewer_of(920)).value == 0  # the session isn't 920's


def test_a_period_up_to_today_needs_no_ragged_edge_but_plans_do() -> None:
    now, tomorrow = today(), today() + timedelta(days=1)
    births(930, 9, now)
    actions.append([Line("count.plan", uuid7(), 911, 50, 300, day) for day in (now, tomorrow)])
    outside, inside = viewer_of(910), viewer_of(930)
    with acting(outside):
        told = queries.count("test.stock", 930, until(now), viewer=outside)
        assert (told.value, told.period.until) == (9, now)
        assert queries.count("test.plans", 911, until(now), viewer=outside).value == 1
        assert queries.count("test.plans", 911, until(tomorrow), viewer=outside).value == 2
    with acting(inside):
        assert queries.count("test.stock", 930, until(now), viewer=inside).value == 9
        assert queries.count("test.stock", 930, until(now - timedelta(days=1)), viewer=inside).value == 0


def test_kinds_whose_dims_stand_elsewhere_can_not_be_asked_outside() -> None:
    viewer = viewer_of(910)
    with acting(viewer), pytest.raises(ValueError, match="sex"):
        queries.count("test.women", 920, JANUARY, viewer=viewer)


def test_a_role_that_opens_no_lines_is_told_no_small_numbers_of_its_own_ground() -> None:
    births(911, 3)
    births(921, 20)
    viewer = viewer_of(900, ANALYST)
    with acting(viewer):
        assert queries.count("test.births", 910, JANUARY, viewer=viewer).state is State.FEW
        assert queries.count("test.births", 920, JANUARY, viewer=viewer).value == 20
        with pytest.raises(Refused):
            queries.lines("test.births", 920, JANUARY, viewer=viewer)


def test_who_reads_no_figures_gets_none() -> None:
    viewer = viewer_of(900, SYSTEM_ADMIN)
    with pytest.raises(Refused):
        queries.count("test.births", 910, JANUARY, viewer=viewer)
    with pytest.raises(Refused):
        queries.lines("test.births", 910, JANUARY, viewer=viewer)


def test_an_auditor_opens_every_figure() -> None:
    births(930, 2)
    viewer = viewer_of(None, AUDITOR)
    with acting(viewer):
        assert queries.count("test.births", 930, JANUARY, viewer=viewer).value == 2
        assert len(queries.lines("test.births", 930, JANUARY, viewer=viewer).rows) == 2


def test_cells_of_other_places_are_not_read_past_the_functions() -> None:
    births(911, 3)
    births(921, 20)
    for merged in (False, True):
        if merged:
            jobs.run_once()
        with acting(viewer_of(910)):
            for table in ("figures_cell", "figures_queue"):
                assert set(sql.rows(f"select place from {table}")) <= {(911,), (910,), (912,)}
    for statement in ("delete from figures_cell", "insert into figures_queue (n) values (1)", "truncate figures_cell"):
        from django.db import ProgrammingError, transaction

        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            sql.rows(statement)


def test_a_series_is_a_figure_for_each_period() -> None:
    births(911, 3)
    births(911, 2, date(2026, 2, 3))
    viewer: Any = viewer_of(910)
    with acting(viewer):
        found = queries.series("test.births", 910, [JANUARY, month(2026, 2), month(2026, 3)], viewer=viewer)
        stock = queries.count("test.stock", 910, month(2026, 2), viewer=viewer)
    assert [figure.value for figure in found] == [3, 2, 0]
    assert stock.value == 5


def test_clerks_are_what_these_tests_take_them_for() -> None:
    assert viewer_of(910).role is COMMUNE_CLERK
