"""What a book brings along: cases in the inbox of their office, and from when there is data; both go back with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from datetime import time as clock
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.tests.world import Ground, build
from diaban.areas import queries as areas
from diaban.casework import actions as casework
from diaban.casework import queries as cases
from diaban.casework.actions import Booked
from diaban.casework.queries import Tab
from diaban.core.errors import Refused
from diaban.core.ids import uuid7, uuid7s
from diaban.core.sql import rows, value
from diaban.core.text import fmt_date
from diaban.core.time import ZONE, now, today
from diaban.figures import queries as figures
from diaban.figures.periods import Period
from diaban.figures.queries import State as Known
from diaban.incidents import actions, queries, states
from diaban.incidents.importing import actions as importing
from diaban.incidents.importing import commit, kept, undo
from diaban.incidents.importing.days import Span
from diaban.incidents.models import Incident
from diaban.incidents.tests.test_reading import HEAD, book
from diaban.papers.models import Import
from diaban.people.actions.base import action

OLD, NEW = date(2026, 3, 2), timedelta(days=3)


@pytest.fixture
def ground(db: None) -> Ground:
    return build("18754", "42", "k")


@pytest.fixture
def police(ground: Ground) -> Iterator[Viewer]:
    with acting(ground.viewer("commune_police", "residence")) as viewer:
        yield viewer


def written(tmp_path: Path, ground: Ground, *found: tuple[Any, ...], title: str = "Năm 2026") -> Path:
    where = areas.unit(ground.commune).full_name
    return book(tmp_path / "so.xlsx", (f"CÔNG AN {where.upper()}, TỈNH HÀ TĨNH",), (title,), HEAD, *found)


def brought(by: Viewer, path: Path, ground: Ground) -> Import:
    imported = importing.start(by=by, file_name=path.name, area=ground.commune)
    importing.process(by=by, import_id=imported.id, path=path)
    return commit.commit(by=by, import_id=imported.id)


def four(ground: Ground, tmp_path: Path) -> Path:
    """Long open, newly open, closed, passed on."""
    name = areas.unit(ground.commune).name
    return written(
        tmp_path, ground, (1, OLD, "Trộm cắp tài sản", name, 1, "Đang xác minh"),
        (2, today() - NEW, "Đánh bạc", name, 2, ""), (3, OLD, "Đánh bạc", name, 1, "Phạt tiền"),
        (4, OLD, "Gây rối trật tự công cộng", name, 1, "Chuyển cơ quan điều tra"),
    )  # fmt: skip


def told(by: Viewer, code: str, unit: int, period: Period) -> Any:
    found = figures.count(code, unit, period, viewer=by)
    if found.value is not None:
        assert found.value == sum(line.quantity for line in figures.lines(code, unit, period, viewer=by).rows)
    return found


def test_open_ones_stand_in_the_inbox_closed_ones_are_closed(police: Viewer, ground: Ground, tmp_path: Path) -> None:
    brought(police, four(ground, tmp_path), ground)
    by_kind = {}
    for incident in Incident.objects.order_by("day", "id"):
        by_kind[incident.kind, incident.outcome] = cases.case(incident.pk, viewer=police)
    late, running = by_kind["theft", ""], by_kind["gambling", ""]
    assert {case.state for case in (late, running)} == {states.CHECKING}
    assert {case.office_id for case in by_kind.values()} == {police.office_id}
    due = datetime.combine(OLD + timedelta(days=20), clock(), ZONE)
    assert late.due_at is not None
    assert due <= late.due_at <= due + timedelta(days=5), "twenty days, on to the next working day"
    assert (late.late, late.near, running.late, running.near) == (True, True, False, False)
    assert running.due_at is not None
    assert running.due_at > now()
    assert by_kind["gambling", "fined"].state == states.CLOSED
    assert by_kind["disorder", "transferred"].state == states.PASSED
    counts = cases.counts(viewer=police)
    assert (counts[Tab.OPEN], counts[Tab.LATE], counts[Tab.UNASSIGNED]) == (2, 1, 2)
    assert [each.id for each in cases.inbox(viewer=police).rows] == [late.id, running.id]
    assert value("select count(*) from casework.differences()") == 0
    kinds = dict(rows("select k.code, count(*) from ledger_line l join ledger_kind k on k.id = l.kind_id group by 1"))
    assert (kinds["incidents.booked"], kinds["incidents.opened"], kinds["casework.late"]) == (4, 4, 1)
    assert "incidents.closed" not in kinds, "the book tells no day on which it was"
    days = rows("select l.day from ledger_line l join ledger_kind k on k.id = l.kind_id where k.code = 'casework.late'")
    assert days == [(late.due_on,)], "dated the day it was crossed"


def test_what_a_booked_case_may_do_next(police: Viewer, ground: Ground, tmp_path: Path) -> None:
    brought(police, four(ground, tmp_path), ground)
    closed = Incident.objects.get(outcome="fined")
    opened = actions.reopen(by=police, incident_id=closed.pk, version=closed.version, text="Có tình tiết mới")
    assert cases.case(opened.pk, viewer=police).state == states.CHECKING
    actions.close(by=police, incident_id=opened.pk, version=opened.version, outcome="fined")
    passed = Incident.objects.get(kind="disorder")
    actions.void(by=police, incident_id=passed.pk, version=passed.version)
    gone = cases.case(passed.pk, viewer=police)
    assert (gone.state, gone.open) == (states.VOID, False)
    assert told(police, "incidents.cases", ground.commune, Period(OLD, today())).value == 3


def test_taking_the_book_back_empties_the_inbox_but_for_what_was_worked_on(
    police: Viewer, ground: Ground, tmp_path: Path
) -> None:
    imported = brought(police, four(ground, tmp_path), ground)
    given = Incident.objects.get(kind="gambling", outcome="")
    casework.assign(by=police, case_id=given.pk, staff_id=police.staff_id)
    undone = undo.undo(by=police, import_id=imported.id)
    assert undone.counts["undone"] == {"incidents": 3, "kept": 1}
    assert [each.id for each in cases.inbox(viewer=police).rows] == [given.pk]
    late = cases.case(Incident.objects.get(kind="theft").pk, viewer=police)
    assert (late.state, late.late, late.open) == (states.VOID, False, False)
    standing = rows(
        "select k.code, count(*) from ledger_standing l join ledger_kind k on k.id = l.kind_id"
        " where l.record_id <> %s and k.domain in ('incidents', 'casework') group by 1", [given.pk],
    )  # fmt: skip
    assert standing == [], "every line is taken back, the clock's too"
    assert value("select count(*) from casework.differences()") == 0


def test_many_at_once_are_as_one_by_one(police: Viewer, ground: Ground) -> None:
    """Thousands are one bulk: the same due days as the verb gives, the same counts, few statements."""
    moments = [now() - timedelta(hours=7 * n) for n in range(3_000)]
    ids = uuid7s(len(moments))
    booked = [Booked(each, ground.hamlet, police.office_id, states.CHECKING, at, "theft",
                     {"group": "social", "kind": "theft"}) for each, at in zip(ids, moments, strict=True)]  # fmt: skip
    with action() as made, CaptureQueriesContext(connection) as asked:
        assert casework.open_many(by=police, kind=states.CASE, cases=booked, action=made) == len(booked)
    assert len(asked) < 20, "statements do not grow with cases"
    counts = cases.counts(viewer=police)
    assert counts[Tab.OPEN] == len(booked)
    assert counts[Tab.LATE] > 2_800
    for n in (0, 40, 100, 2_999):
        with action() as made:
            single = casework.open(
                by=police, kind=states.CASE, case_id=uuid7(), place=ground.hamlet, received_at=moments[n],
                dims={"group": "social", "kind": "theft"}, action=made,
            )  # fmt: skip
            casework.move(by=police, case_id=single.id, step="check", at=moments[n], action=made,
                          dims={"group": "social", "kind": "theft"})  # fmt: skip
        one, other = cases.case(single.id, viewer=police), cases.case(ids[n], viewer=police)
        assert (one.due_at, one.late, one.near, one.rule) == (other.due_at, other.late, other.near, other.rule)


def test_outside_the_ground_nothing_is_written(police: Viewer, ground: Ground) -> None:
    elsewhere = areas.unit(ground.province).id
    booked = [Booked(uuid7(), place, police.office_id, states.CHECKING, now()) for place in (ground.hamlet, elsewhere)]
    with pytest.raises(Refused), action() as made:
        casework.open_many(by=police, kind=states.CASE, cases=booked, action=made)
    assert cases.counts(viewer=police)[Tab.OPEN] == 0


def test_before_the_book_there_is_no_data(police: Viewer, ground: Ground, tmp_path: Path) -> None:
    before, year = Period(date(2024, 1, 1), date(2024, 12, 31)), Period(date(2026, 1, 1), date(2026, 12, 31))
    assert told(police, "incidents.cases", ground.commune, before).value == 0
    imported = brought(police, four(ground, tmp_path), ground)
    assert imported.options["known"][0][:3] == ["incidents", ground.commune, "2026-01-01"]
    past = told(police, "incidents.cases", ground.commune, before)
    assert (past.value, past.state, past.known_from) == (None, Known.NODATA, date(2026, 1, 1))
    assert fmt_date(date(2026, 1, 1)) in past.why
    assert told(police, "incidents.cases", ground.commune, year).value == 4
    assert told(police, "incidents.persons", ground.commune, before).state is Known.NODATA
    assert told(police, "incidents.closed", ground.commune, Period(OLD, OLD)).state is Known.NODATA, "no book tells it"
    assert told(police, "people.births", ground.commune, before).value == 0, "a book of incidents says nothing of it"
    undo.undo(by=police, import_id=imported.id)
    again = told(police, "incidents.cases", ground.commune, before)
    assert (again.value, again.state) == (0, Known.KNOWN), "as it was before the book"


def test_what_is_known_stays_known_and_a_gap_is_not_bridged(police: Viewer, ground: Ground, tmp_path: Path) -> None:
    name = areas.unit(ground.commune).name
    own = queries.incidents(viewer=police)
    assert not own.exists()

    def since(*found: tuple[Any, ...], title: str) -> date | None:
        brought(police, written(tmp_path, ground, *found, title=title), ground)
        day = date(2019, 1, 1)
        return figures.count("incidents.cases", ground.commune, Period(day, day), viewer=police).known_from

    row = (1, date(2026, 2, 3), "Đánh bạc", name, 1, "Phạt tiền")
    assert since(row, title="Từ 15/12/2025 đến 14/06/2026") == date(2025, 12, 15)
    far = (1, date(2022, 2, 3), "Đánh bạc", name, 1, "Phạt tiền")
    assert since(far, title="Từ 15/12/2021 đến 14/12/2022") == date(2021, 12, 15)
    between, counted = Period(date(2023, 1, 1), date(2023, 12, 31)), Period(date(2021, 12, 15), date(2026, 6, 14))
    told = partial(figures.count, "incidents.cases", ground.commune, viewer=police)
    assert told(between).state is figures.State.NODATA, "three years lie between"
    both = told(counted)
    assert (both.value, both.gaps) == (2, ((date(2022, 12, 15), date(2025, 12, 14)),))
    near = (1, date(2025, 2, 3), "Đánh bạc", name, 1, "Phạt tiền")
    assert since(near, title="Từ 15/12/2024 đến 14/12/2025") == date(2021, 12, 15)
    assert told(counted).gaps == ((date(2022, 12, 15), date(2024, 12, 14)),)


def test_the_days_a_book_tells_of() -> None:
    days = [date(2022, 12, 20), date(2023, 6, 7)]
    assert kept.told(None, days) == kept.Told(date(2022, 12, 15), date(2023, 6, 14))
    sure = Span(date(2022, 12, 15), date(2023, 12, 14), True)
    assert kept.told(sure, days) == kept.Told(sure.since, sure.until)
    by_year = Span(date(2022, 12, 15), date(2023, 12, 31), False)
    assert kept.told(by_year, [date(2023, 2, 3)]) == kept.Told(date(2023, 1, 1), date(2023, 12, 31))
    assert kept.told(by_year, days).since == date(2022, 12, 15), "a reporting year begins in December"


def test_an_office_is_found_for_every_place(police: Viewer, ground: Ground) -> None:
    from diaban.incidents.importing.cases import offices_of

    clerk = ground.viewer("commune_clerk", "residence")
    assert offices_of([ground.hamlet], police) == {ground.hamlet: police.office_id}
    assert offices_of([ground.hamlet], clerk) == {ground.hamlet: clerk.office_id}, "the importer's own"
    manager = ground.viewer("province_manager", "residence")
    assert offices_of([ground.hamlet], manager) == {ground.hamlet: police.office_id}, "else the police there"
