"""A figure at a cut never changes again, and what came after adds up to what changed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diaban.access.session import acting
from diaban.core import sql
from diaban.core.errors import Invalid, Refused
from diaban.core.ids import uuid7
from diaban.figures import cuts, queries
from diaban.figures.after import Came, after_cut
from diaban.figures.measures import How
from diaban.figures.periods import Period, month
from diaban.figures.queries import State
from diaban.figures.tests.conftest import MEASURES, undone, viewer_of
from diaban.figures.tests.test_counts import START, Written, expected, lines, write
from diaban.ledger import actions
from diaban.ledger.lines import Line

JANUARY = month(2026, 1)
fixes = st.lists(st.tuples(st.integers(0, 50), st.integers(-2, 3), st.integers(0, 40)), max_size=6)


def born(place: int, day: date = date(2026, 1, 20)) -> Line:
    return Line("count.born", uuid7(), place, 50, 300, day, dims={"sex": "f"})


@pytest.mark.django_db
@pytest.mark.usefixtures("ground")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(
    st.lists(lines(), min_size=1, max_size=15), fixes, st.lists(lines(), max_size=8), fixes,
    st.integers(0, 130), st.integers(0, 90), st.sampled_from([900, 910, 911]),
)  # fmt: skip
def test_a_cut_holds_and_changes_add_up(
    first: list[Line], mended: list[tuple[int, int, int]], late: list[Line], again: list[tuple[int, int, int]],
    start: int, length: int, unit: int,
) -> None:  # fmt: skip
    with undone():
        period = Period(START + timedelta(days=start), START + timedelta(days=start + length))
        viewer = viewer_of(None)
        with acting(viewer):
            before = write(first, mended)
            cut = cuts.draw()
            now: Written = correct(before | write(late, []), again)
            for code, wanted in MEASURES.items():
                was = queries.count(code, unit, period, viewer=viewer, cut=cut)
                value, ids = expected(before, code, unit, period)
                assert (was.value, was.state) == (value, State.KNOWN), code
                opened = queries.lines(code, unit, period, viewer=viewer, limit=500, cut=cut).rows
                assert {row.id for row in opened} == ids
                came = after_cut(code, unit, period, viewer=viewer, cut=cut, limit=500)
                if wanted.how is not How.DISTINCT:
                    told = queries.count(code, unit, period, viewer=viewer).value
                    assert told == expected(now, code, unit, period)[0]
                    assert told == value + sum(each.effect or 0 for each in came), code
                paged = after_cut(code, unit, period, viewer=viewer, cut=cut, limit=1)
                assert paged == came[:1]


def correct(standing: Written, fixes: list[tuple[int, int, int]]) -> Written:
    """Correct some of what stands: to another day, at times to another commune, or to nothing."""
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


@pytest.mark.django_db
@pytest.mark.usefixtures("ground")
def test_leaves_are_looked_up_one_by_one_while_nothing_is_known_of_their_table() -> None:
    """Right after an import or a restore there are no statistics; joins over all leaves would then be nested."""
    viewer, told = viewer_of(None), list[tuple[str, Any]]()

    def keep(execute: Any, text: str, params: Any, many: bool, context: Any) -> Any:
        told.append((text, params))
        return execute(text, params, many, context)

    with acting(viewer):
        actions.append([born(911) for _ in range(3_000)])
        cut = cuts.draw()
        actions.append([born(912)])
        with connection.execute_wrapper(keep):
            assert queries.count("test.births", 900, JANUARY, viewer=viewer, cut=cut).value == 3_000
            assert len(queries.lines("test.births", 900, JANUARY, viewer=viewer, cut=cut).rows) == 50
            assert len(after_cut("test.births", 900, JANUARY, viewer=viewer, cut=cut)) == 1
        plans = [sql.rows(f"explain {text}", params) for text, params in told if "seq < %s" in text]
    assert len(plans) == 3
    for plan in plans:
        assert not [line for (line,) in plan if "Seq Scan on ledger_leaf" in line], "\n".join(*zip(*plan, strict=True))


@pytest.mark.django_db
@pytest.mark.usefixtures("ground")
def test_what_came_after_is_named() -> None:
    viewer, commune = viewer_of(None), viewer_of(910)
    with acting(viewer):
        kept, moved, void, later = actions.append([born(911), born(911), born(912), born(912)])
        cut = cuts.draw()
        late = actions.append([born(912)])[0]
        gone = actions.replace(moved, Line("count.born", line_record(moved), 921, 60, 300, date(2026, 1, 3)))
        voided = actions.void(void, office=50, actor=300)
        fixed = actions.replace(later, Line("count.born", line_record(later), 911, 50, 300, date(2026, 1, 9)))
    with acting(commune):
        found = after_cut("test.births", 910, JANUARY, viewer=commune, cut=cut)
        assert [(each.id, each.came, each.effect) for each in found] == [
            (fixed, Came.CORRECTED, 0), (voided, Came.LEFT, -1), (gone, Came.LEFT, -1), (late, Came.LATE, 1),
        ]  # fmt: skip
        by_id = {each.id: each for each in found}
        assert by_id[gone].row is None, "it went where this reader doesn't see"
        assert by_id[gone].replaced is not None
        assert by_id[fixed].row is not None
        assert queries.count("test.births", 910, JANUARY, viewer=commune, cut=cut).value == 4
        assert queries.count("test.births", 910, JANUARY, viewer=commune).value == 3
        assert kept
        with pytest.raises(Refused):
            after_cut("test.births", 920, JANUARY, viewer=commune, cut=cut)
        apart = queries.count("test.births", 920, JANUARY, viewer=commune, cut=cut)
        assert (apart.value, apart.state) == (None, State.APART)
        with pytest.raises(Invalid):
            queries.count("test.births", 910, JANUARY, viewer=commune, cut=cuts.newest() + 1)


def line_record(number: int) -> Any:
    from diaban.ledger.queries import line

    row = line(number)
    assert row is not None
    return row.record


@pytest.mark.pg15
def test_a_transaction_open_at_signing_comes_after_the_cut(owner: psycopg.Connection[Any], fresh_database: Any) -> None:
    """Its line has the lowest id of all, and still the signed figure doesn't move."""
    statement = """select ledger.append(jsonb_build_array(jsonb_build_object('kind', 'count.born', 'record',
        gen_random_uuid(), 'place', 911, 'office', 50, 'actor', 300, 'day', '2026-01-05', 'action', gen_random_uuid(),
        'quantity', 1, 'dims', '{}'::jsonb)))"""
    viewer = viewer_of(None)
    with psycopg.connect(fresh_database.app_url) as slow, acting(viewer):
        early = slow.execute(statement).fetchone()
        assert early is not None
        for _ in range(3):
            sql.value(statement)
        cut = cuts.draw()
        assert queries.count("test.births", 911, JANUARY, viewer=viewer, cut=cut).value == 3
        slow.commit()
        cuts.draw()
        assert queries.count("test.births", 911, JANUARY, viewer=viewer, cut=cut).value == 3
        assert queries.count("test.births", 911, JANUARY, viewer=viewer).value == 4
        came = after_cut("test.births", 911, JANUARY, viewer=viewer, cut=cut)
        assert [(each.id, each.came) for each in came] == [(early[0][0], Came.LATE)]
