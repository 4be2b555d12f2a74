"""Who has to have a card made: written by the clock, dated the day it began, settled by what settles it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.tests.world import Ground
from diaban.cards import actions, ages, due, jobs
from diaban.cards.due import Known, duty_of
from diaban.cards.models import Due, Earlier
from diaban.cards.tests.world import handed, someone, told
from diaban.core.errors import Invalid
from diaban.core.sql import rows, value
from diaban.core.time import today
from diaban.figures import queries as figures
from diaban.figures.periods_named import day
from diaban.people import actions as people
from diaban.people.data import PersonData
from diaban.people.models import Resident

pytestmark = pytest.mark.django_db


def unit_of(police: Viewer) -> int:
    assert police.scope.unit_id is not None
    return police.scope.unit_id


def known_since(owner_db: Any, resident: Resident, on: date) -> None:
    with owner_db() as cursor:
        cursor.execute("update people_resident set created_at = %s where id = %s", [on, resident.pk])


def days_told(resident: Resident) -> list[tuple[str, date, int]]:
    return [tuple(row) for row in rows(
        "select k.code, l.day, l.quantity::int from ledger_standing l join ledger_kind k on k.id = l.kind_id"
        " where l.record_id = %s and k.domain = 'cards' order by l.id", [resident.pk])]  # fmt: skip


def test_the_clock_dates_the_day_that_was_crossed(officer: Viewer, owner_db: Any) -> None:
    turned = today() - timedelta(days=3)
    born = turned.replace(year=turned.year - 14)
    resident = someone(officer, birth_date=born)
    known_since(owner_db, resident, today() - timedelta(days=400))
    assert due.go_over(officer, unit_of(officer), turned - timedelta(days=1)) == 0
    assert due.go_over(officer, unit_of(officer), today()) == 1  # three days after: caught up
    assert days_told(resident) == [("cards.due", ages.birthday(born, 14), 1)]
    assert due.go_over(officer, unit_of(officer), today()) == 0


def test_whom_the_register_came_to_know_late_is_due_since_then(officer: Viewer) -> None:
    resident = someone(officer)
    due.go_over(officer, unit_of(officer), today())
    kept = Due.objects.get(pk=resident.pk)
    assert (kept.since, kept.told_on, kept.why) == (date(1999, 3, 2), today(), "first")


def test_a_card_settles_it_and_three_measures_differ(officer: Viewer) -> None:
    here, away, has = (someone(officer, number) for number in (1, 2, 3))
    people.open_stay(by=officer, resident_id=away.pk, version=away.version, kind="absent", starts=today(), ends=None,
                     reason="")  # fmt: skip
    due.go_over(officer, unit_of(officer), today())
    handed(officer, has, "CC0000001")
    counted = {code: figures.count(code, unit_of(officer), day(today()).period, viewer=officer).value
               for code in ("cards.due", "cards.due_here", "cards.handed", "cards.stock")}  # fmt: skip
    assert counted == {"cards.due": 2, "cards.due_here": 1, "cards.handed": 1, "cards.stock": 0}
    assert set(Due.objects.values_list("pk", flat=True)) == {here.pk, away.pk}


def test_a_card_of_before_is_noted(officer: Viewer) -> None:
    resident = someone(officer)
    due.go_over(officer, unit_of(officer), today())
    with pytest.raises(Invalid):
        actions.note_card(by=officer, resident_id=resident.pk, issued_on=today() + timedelta(days=1))
    actions.note_card(by=officer, resident_id=resident.pk, issued_on=today() - timedelta(days=10))
    assert not Due.objects.exists()
    assert told("cards.due") + told("cards.settled") == 0
    with pytest.raises(Invalid, match="đã có thẻ"):
        actions.apply(by=officer, resident_id=resident.pk, reason="first")


def test_a_corrected_birth_date_takes_the_line_back(officer: Viewer) -> None:
    born = today().replace(year=today().year - 15, day=1)
    resident = someone(officer, birth_date=born)
    due.go_over(officer, unit_of(officer), today())
    assert told("cards.due") == 1
    younger = PersonData(full_name=resident.full_name, sex="m", id_no=resident.id_no, birth_precision="d",
                         birth_date=born.replace(year=born.year + 3), relation=resident.relation)  # fmt: skip
    people.correct(by=officer, resident_id=resident.pk, version=resident.version, person=younger)
    assert told("cards.due") == 0
    assert told("cards.settled") == 0
    assert not Due.objects.exists()


def test_a_move_takes_the_duty_along(officer: Viewer) -> None:
    resident = someone(officer)
    due.go_over(officer, unit_of(officer), today())
    Resident.objects.filter(pk=resident.pk).update(place=unit_of(officer))
    due.go_over(officer, unit_of(officer), today())
    assert Due.objects.get().place == unit_of(officer)
    assert told("cards.due") + told("cards.settled") == 1


def test_the_worker_goes_over_each_commune_once_a_day(office: Ground, officer: Viewer) -> None:
    someone(officer)
    assert jobs.run_once() == 1
    assert jobs.run_once() == 0
    assert value("select day from cards_round where unit_id = %s", [unit_of(officer)]) == today()


days = st.dates(date(1920, 1, 1), date(2026, 12, 31))


@given(days, days, st.one_of(st.none(), days), st.one_of(st.none(), days), st.sampled_from(["present", "away", "dead"]))
def test_nobody_is_due_before_or_after(birth: date, on: date, issued: date | None, outdated: date | None, state: str
                                       ) -> None:  # fmt: skip
    known = Known(None, 1, state, birth, birth, issued, outdated, None)  # type: ignore[arg-type]
    duty = duty_of(known, on)
    by_age = ages.is_due(birth, max(issued, birth) if issued else None, on) if issued is None or issued <= on else None
    if state == "dead":
        assert duty is None
    elif duty is not None:
        assert duty.since <= on
        assert duty.told_on <= on
        assert duty.here == (state == "present")
    if by_age is True and state != "dead":
        assert duty is not None
    if by_age is False and (outdated is None or outdated > on):
        assert duty is None


def test_earlier_cards_stay_with_who_sees_their_bearer(office: Ground, officer: Viewer) -> None:
    resident = someone(officer)
    actions.note_card(by=officer, resident_id=resident.pk, issued_on=date(2024, 8, 1))
    with acting(office.viewer("system_admin")):
        assert not Earlier.objects.exists()
