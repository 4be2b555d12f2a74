"""Pages by key: every row once, in order, forward and back, from any page size; nothing learnt from a strange id."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import QuerySet

from diaban.areas.models import Name, Unit
from diaban.web.paging import Ask, Found, from_queryset, from_rows

SORTS = {"code": "code", "to": "valid_to?", "level": "level"}


@pytest.fixture
def units(db: None) -> QuerySet[Unit]:
    """Provinces then and now: codes repeat between the two lists, half have no last day."""
    return Unit.objects.filter(level=1)


def walk(rows: QuerySet[Any], ask: Ask, back: bool = False) -> list[Any]:
    """Every page's rows, going on from the last (or first) row of each."""
    source, seen, edge = from_queryset(rows, sorts=SORTS), [], ""
    while True:
        page = source(Ask(ask.values, ask.sort, ask.down, "" if back else edge, edge if back else "", ask.limit))
        assert len(page.rows) <= ask.limit
        seen.append(page)
        if not page.rows or not (page.earlier if back and edge else page.later):
            return [row for found in (seen[::-1] if back else seen) for row in found.rows]
        edge = str(page.rows[0 if back else -1].pk)


@pytest.mark.parametrize("sort", ["", "code", "to", "level"])
@pytest.mark.parametrize("down", [False, True])
def test_every_row_comes_once_and_in_order(units: QuerySet[Unit], sort: str, down: bool) -> None:
    everything = from_queryset(units, sorts=SORTS)(Ask(sort=sort, down=down, limit=1000)).rows
    assert len(everything) == units.count()
    assert [row.pk for row in walk(units, Ask(sort=sort, down=down, limit=7))] == [row.pk for row in everything]


@pytest.mark.parametrize("sort", ["code", "to", "level"])
@pytest.mark.parametrize("down", [False, True])
def test_going_back_meets_the_same_rows(units: QuerySet[Unit], sort: str, down: bool) -> None:
    source = from_queryset(units, sorts=SORTS)
    everything = [row.pk for row in source(Ask(sort=sort, down=down, limit=1000)).rows]
    at, met = everything[-1], [everything[-1]]
    while True:
        page = source(Ask(sort=sort, down=down, before=str(at), limit=9))
        met[:0] = [row.pk for row in page.rows]
        assert page.later
        if not page.earlier:
            break
        at = page.rows[0].pk
    assert met == everything


def test_nulls_come_last_both_ways(units: QuerySet[Unit]) -> None:
    source = from_queryset(units, sorts=SORTS)
    for down in (False, True):
        days = [row.valid_to for row in source(Ask(sort="to", down=down, limit=1000)).rows]
        first_null = days.index(None)
        assert first_null > 0
        assert set(days[first_null:]) == {None}


@pytest.mark.parametrize("strange", ["x", "999999999", "' or 1=1", "-1", "9" * 40])
def test_a_strange_id_begins_at_the_first_page(units: QuerySet[Unit], strange: str) -> None:
    source = from_queryset(units, sorts=SORTS)
    first = source(Ask(sort="code"))
    for ask in (Ask(sort="code", after=strange), Ask(sort="code", before=strange)):
        page = source(ask)
        assert [row.pk for row in page.rows] == [row.pk for row in first.rows]
        assert not page.earlier


def test_an_id_outside_the_scope_tells_nothing(units: QuerySet[Unit]) -> None:
    ours, theirs = units.filter(valid_to=None), units.exclude(valid_to=None).first()
    assert theirs is not None
    source = from_queryset(ours, sorts=SORTS)
    assert source(Ask(sort="code", after=str(theirs.pk))).rows[0] == source(Ask(sort="code")).rows[0]


def test_filters_narrow_by_lookup_function_or_name(db: None) -> None:
    lookups = {"since": "valid_from__gte", "begins": lambda rows, text: rows.filter(name__startswith=text)}
    source = from_queryset(Name.objects.all(), sorts={}, lookups=lookups)
    found = source(Ask({"begins": "Hà T", "kind": "tỉnh", "since": None, "other": ""})).rows
    assert {row.name for row in found} == {"Hà Tĩnh"}


def test_rows_in_memory_sort_and_stay_on_one_page() -> None:
    source = from_rows([3, 1, 2], {"n": lambda n: n})
    assert source(Ask(sort="n", down=True)) == Found([3, 2, 1])
    assert source(Ask()) == Found([3, 1, 2])
