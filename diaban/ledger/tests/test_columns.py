from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diaban.core import sql
from diaban.core.ids import uuid7
from diaban.core.time import today
from diaban.ledger import actions
from diaban.ledger.errors import LineRefused
from diaban.ledger.lines import Line

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds")]

DIMS = st.dictionaries(st.sampled_from(["sex", "age"]), st.sampled_from(["f", "m", "05", 7]), max_size=2)
ROWS = st.lists(st.tuples(st.integers(0, 900), st.integers(1, 5), st.integers(-3, 9).filter(bool), DIMS), min_size=1)


def written(action: Any) -> list[Any]:
    sql.value("select set_config('diaban.everywhere', 'on', true)")
    return sql.rows(
        "select record_id, day, place, quantity, dims::text, office, actor, purpose, state_to from ledger_line"
        " where action_id = %s order by id",
        [action],
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(ROWS)
def test_columns_write_what_lines_write(rows: list[tuple[int, int, int, dict[str, Any]]]) -> None:
    records, one, other = [uuid7() for _ in rows], uuid7(), uuid7()
    days = [today() - timedelta(days=row[0]) for row in rows]
    more: dict[str, Any] = {"office": 2, "actor": 300, "purpose": "residence", "state_to": "open"}
    count = actions.append_columns(
        "test.count", records=records, days=days, places=[row[1] for row in rows],
        quantities=[row[2] for row in rows], dims=[row[3] for row in rows], action=one, **more,
    )  # fmt: skip
    actions.append([
        Line("test.count", record, row[1], day=day, quantity=row[2], dims=row[3], action=other, **more)
        for record, day, row in zip(records, days, rows, strict=True)
    ])  # fmt: skip
    assert count == len(rows)
    assert written(one) == written(other)


def test_single_values_stand_for_every_record() -> None:
    action, records = uuid7(), [uuid7(), uuid7()]
    actions.append_columns(
        "test.count", records=records, days=today(), places=4, office=2, actor=300, dims={"sex": "f"}, action=action
    )
    assert [row[:5] for row in written(action)] == [(r, today(), 4, 1, '{"sex": "f"}') for r in records]


@pytest.mark.parametrize(
    ("rule", "bad"),
    [
        ("kind", {"kind": "no.such"}),
        ("day_future", {"days": today() + timedelta(days=3)}),
        ("day", {"days": [today()] * 2}),
        ("place", {"places": [1, 2]}),
        ("quantity", {"quantities": [1, 2]}),
        ("quantity_zero", {"quantities": [1, 0, 1]}),
        ("dims", {"dims": [{"sex": "f"}] * 2}),
        ("dims_undeclared", {"dims": {"who": "f"}}),
        ("dims_not_code", {"dims": {"sex": "Nữ"}}),
        ("purpose", {"purpose": "xem chơi"}),
    ],
)
def test_one_bad_value_refuses_the_call(rule: str, bad: dict[str, Any]) -> None:
    given: dict[str, Any] = {
        "kind": "test.count",
        "records": [uuid7() for _ in range(3)],
        "days": today(),
        "places": 1,
    } | bad
    with pytest.raises(LineRefused) as refused, transaction.atomic():
        actions.append_columns(office=2, actor=300, **given)
    assert refused.value.rule == rule


def test_no_records_are_no_call() -> None:
    assert actions.append_columns("test.count", records=[], days=today(), places=1, office=2, actor=3) == 0
