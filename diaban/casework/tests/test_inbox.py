"""The inbox by each of its ways, for each viewer: the same cases in the same order, and counts that are theirs."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from diaban.access import scope
from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.tests.world import Ground
from diaban.areas import queries as areas
from diaban.casework import inbox, jobs, queries
from diaban.casework.queries import Tab
from diaban.casework.tests.conftest import TRIAL
from diaban.casework.tests.test_cases import moment
from diaban.core import sql

pytestmark = pytest.mark.slow

MANY = 240
TABS = {Tab.OPEN: "true", Tab.LATE: "tab = 2", Tab.DUE: "tab = 1", Tab.MINE: "assignee_id = %s",
        Tab.UNASSIGNED: "assignee_id is null", Tab.WAITING: "tab = 3"}  # fmt: skip


@pytest.fixture
def filled(corridor: Ground, owner_db: Callable[[], Any]) -> Ground:
    """Cases of every tab over the communes of the province and at an office elsewhere, some with the same deadline."""
    chance, now = random.Random(3), moment("2026-03-02 09:00")
    staff = corridor.staff["commune_clerk"].pk
    with owner_db() as cursor:
        places = [corridor.hamlet, corridor.commune, *(unit.id for unit in areas.children(corridor.province)[:6])]
        for n in range(MANY):
            due = now + timedelta(hours=chance.randrange(40))
            office = corridor.offices["province" if n % 9 == 0 else "police"].pk
            cursor.execute(
                "insert into casework_case (id, kind, state, place, office_id, received_at, clock_from, due_at, near,"
                " late, paused, pauses, assignee_id)"
                " values (gen_random_uuid(), %s, 'new', %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                [TRIAL.code, chance.choice(places), office, now, now, due if n % 13 else None, n % 5 == 1, n % 7 == 2,
                 n % 11 == 3, "{[2026-01-01,)}" if n % 11 == 3 else "{}", staff if n % 3 else None],
            )  # fmt: skip
        cursor.execute("update casework_case set assignee_id = null where late and id::text < '8'")
        cursor.execute("delete from casework_case where id::text > 'f8'")
    return corridor


def right(tab: Tab, viewer: Viewer) -> list[UUID]:
    """What the tab holds, by the plainest statement."""
    params = [viewer.staff_id] if tab is Tab.MINE else []
    where = f"closed_at is null and {TABS[tab]}"
    return [row[0] for row in sql.rows(f"select id from casework_case where {where} order by rank_at, id", params)]


def walked(tab: Tab, viewer: Viewer) -> list[UUID]:
    """All pages of a tab to its end, then back to its beginning, which must be the same."""
    found: list[UUID] = []
    page = queries.inbox(viewer=viewer, tab=tab, limit=17)
    while True:
        found += [case.id for case in page.rows]
        if page.after is None:
            break
        page = queries.inbox(viewer=viewer, tab=tab, limit=17, after=page.after)
    back = [case.id for case in page.rows]
    while page.earlier:
        page = queries.inbox(viewer=viewer, tab=tab, limit=17, before=page.rows[0].id)
        back = [case.id for case in page.rows] + back
    assert back == found
    return found


@pytest.mark.pg15
@pytest.mark.parametrize("merged", [False, True])
@pytest.mark.parametrize(("few", "looked"), [(10_000, 0), (0, 3_000), (0, 5)])
def test_every_way_gives_the_same_pages_and_counts(
    filled: Ground, monkeypatch: pytest.MonkeyPatch, few: int, looked: int, merged: bool
) -> None:
    monkeypatch.setattr(scope, "FEW_PLACES", min(few, 1))  # a province is then large, however small
    monkeypatch.setattr(inbox, "FEW_PLACES", few)
    monkeypatch.setattr(inbox, "WALKED", looked)
    if merged:
        jobs.merge_once()
    for role in ("commune_clerk", "province_manager"):
        by = filled.viewer(role)
        with acting(by):
            counts = queries.counts(viewer=by)
            for tab in Tab:
                wanted = right(tab, by)
                assert counts[tab] == len(wanted), (role, tab)
                assert walked(tab, by) == wanted, (role, tab)


def test_a_walk_tells_nothing_of_another_ground(filled: Ground) -> None:
    walk = "select casework.walk(t, %s, false, null, null, false, 1000, 3000) from generate_series(0, 3) t"
    told = {}
    for role in ("commune_clerk", "system_admin", "province_manager"):
        by = filled.viewer(role)
        with acting(by):
            told[role] = {case for row in sql.rows(walk, [[TRIAL.code]]) for case in row[0]}
            assert told[role] == set(right(Tab.OPEN, by))
    assert told["commune_clerk"] < told["province_manager"]
    assert told["system_admin"] < told["province_manager"]  # sees no place of persons: its own office's alone


def test_sums_follow_the_map(filled: Ground, owner_db: Callable[[], Any]) -> None:
    jobs.merge_once()
    with owner_db() as cursor:
        assert sql.value("select count(*) from casework.differences()") == 0
        cursor.execute("select w.place_id, w.unit_id from areas_within w where w.place_id = %s", [filled.hamlet])
        pairs = cursor.fetchall()
        cursor.execute("delete from areas_within where place_id = %s", [filled.hamlet])
        assert sql.value("select count(*) from casework.differences()") == 0
        for pair in pairs:
            cursor.execute("insert into areas_within (place_id, unit_id) values (%s, %s)", pair)
        assert sql.value("select count(*) from casework.differences()") == 0
        cursor.execute("update casework_upper set late = late + 1")
        cursor.execute("update casework_held set cases = cases + 1")
        assert sql.value("select count(*) from casework.differences()") > 1
