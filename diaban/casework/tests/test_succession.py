"""The reform of 1 July 2025 on open cases: each has an office, none is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from diaban.access.models import Office
from diaban.access.session import acting
from diaban.access.tests.world import Ground
from diaban.access.viewers import command_line
from diaban.casework import queries, succession
from diaban.casework.tests.conftest import TRIAL
from diaban.casework.tests.test_cases import moment, told
from diaban.core import sql
from diaban.core.time import clock_at

pytestmark = pytest.mark.slow
REFORM = date(2025, 7, 1)

_OLD = """
select u.id, u.level from areas_unit u join areas_within w on w.place_id = u.id
where w.unit_id = (select id from areas_unit where code = '42' and level = 1 and valid_to is null)
    and u.level in (2, 3) and u.valid_to = %s order by 1
"""
_NEW = """
select u.id from areas_unit u join areas_within w on w.place_id = u.id
where w.unit_id = (select id from areas_unit where code = '42' and level = 1 and valid_to is null)
    and u.level = 3 and u.valid_to is null order by 1
"""


def _office(tag: str, unit: int, level: int, since: date, until: date | None = None) -> Office:
    return Office.objects.create(code=f"ca-{tag}-{unit}", name=f"Công an {tag} {unit}", body="congan", level=level,
                                 unit_id=unit, valid_from=since, valid_to=until)  # fmt: skip


@pytest.fixture
def before(corridor: Ground, owner_db: Callable[[], Any]) -> Ground:
    """Police of every old commune and district of Hà Tĩnh with two open cases each, and of most new communes."""
    by = command_line()
    with owner_db() as cursor:
        for unit, level in sql.rows(_OLD, [REFORM]):
            office = _office("cu", unit, level, date(2020, 1, 1), REFORM)
            cursor.execute(
                "insert into casework_case (id, kind, state, place, office_id, received_at, clock_from, assignee_id)"
                " select gen_random_uuid(), %s, 'new', %s, %s, '2025-06-20', '2025-06-20', %s"
                " from generate_series(1, 2)",
                [TRIAL.code, unit, office.pk, by.staff_id],
            )
        new = [row[0] for row in sql.rows(_NEW) if row[0] != corridor.commune]
        for unit in new[:-3]:  # three communes without police: theirs go to the province
            _office("moi", unit, 3, REFORM)
        _office("tinh", corridor.province, 1, REFORM)
    return corridor


_TODAYS = """
select unit_id from areas_within w join areas_unit u on u.id = w.unit_id
where place_id = %s and u.level = 3 and u.valid_to is null
"""
_WHERE = """
select c.id, c.place, o.level, o.valid_to, o.body,
    exists (select from areas_within w where w.place_id = c.place and w.unit_id = o.unit_id)
from casework_case c join access_office o on o.id = c.office_id where c.closed_at is null
"""


@pytest.mark.pg15
def test_the_reform_of_2025_leaves_no_case_without_an_office(before: Ground) -> None:
    by = command_line()
    with acting(by):
        held = {row[0] for row in sql.rows(_WHERE)}
    assert len(held) > 400
    with clock_at(moment("2025-07-02 08:00")):
        handed = succession.run()
        assert succession.run() == []  # nothing twice
    assert sum(each.cases for each in handed) == len(held)
    assert all(each.to is not None for each in handed)
    with acting(by):
        after = sql.rows(_WHERE)
        assert {row[0] for row in after} == held
        assert all(valid_to is None and inside and body == "congan" for *_x, valid_to, body, inside in after)
        levels = Counter(row[2] for row in after)
        assert levels[3] > levels[1] > 0  # districts' and split communes' cases are the province's to place
        one = next(iter(held))
        assert told(one) == [("casework.handed_over", "2025-07-02", 1)]
        assert sql.value("select count(*) from casework_case where assignee_id is not null") == 0
        assert sql.value("select count(*) from casework.differences()") == 0


def test_an_office_that_is_still_open_keeps_its_cases_until_there_is_a_successor(
    corridor: Ground, owner_db: Callable[[], Any]
) -> None:
    with owner_db() as cursor:
        unit, level = sql.rows(_OLD, [REFORM])[-1]
        office = _office("cu", unit, level, date(2020, 1, 1))
        cursor.execute(
            "insert into casework_case (id, kind, state, place, office_id, received_at, clock_from)"
            " values (gen_random_uuid(), %s, 'new', %s, %s, '2025-06-20', '2025-06-20')",
            [TRIAL.code, unit, office.pk],
        )
    with clock_at(moment("2025-07-02 08:00")):
        assert succession.run() == []
    with owner_db():
        _office("moi", sql.value(_TODAYS, [unit]), 3, REFORM)
    with clock_at(moment("2025-07-02 08:00")):
        assert [each.cases for each in succession.run()] == [1]


def test_an_assignee_who_moves_along_keeps_the_case(corridor: Ground, owner_db: Callable[[], Any]) -> None:
    by = corridor.viewer("commune_clerk")
    with owner_db() as cursor:
        old = _office("cu", corridor.commune, 3, date(2020, 1, 1), REFORM)
        cursor.execute("update access_office set body = 'ubnd' where id = %s", [old.pk])
        cursor.execute(
            "insert into casework_case (id, kind, state, place, office_id, received_at, clock_from, assignee_id)"
            " values (gen_random_uuid(), %s, 'new', %s, %s, '2026-03-02', '2026-03-02', %s)",
            [TRIAL.code, corridor.hamlet, old.pk, by.staff_id],
        )
    succession.run()
    with acting(by):
        assert queries.counts(viewer=by)[queries.Tab.MINE] == 1
