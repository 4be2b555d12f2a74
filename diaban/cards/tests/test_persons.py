"""One person has one duty, one open application and one card, whichever of their merged records these hang on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from diaban.access.scope import Viewer
from diaban.cards import actions, due
from diaban.cards.models import Card, CardState, Due
from diaban.cards.tests.world import GOOD, declared, handed, someone, told
from diaban.core.errors import Conflict, Invalid
from diaban.core.sql import rows
from diaban.core.time import today
from diaban.people import actions as people
from diaban.people.identity import merged_of
from diaban.people.models import Resident

pytestmark = pytest.mark.django_db


def two(officer: Viewer) -> tuple[Resident, Resident]:
    """Two records of one person, both due."""
    kept, gone = someone(officer, 1), someone(officer, 2, id_no=None)
    assert officer.scope.unit_id is not None
    due.go_over(officer, officer.scope.unit_id, today())
    return kept, gone


def merged(officer: Viewer, kept: Resident, gone: Resident) -> None:
    people.merge(by=officer, resident_id=kept.pk, merged_id=gone.pk, despite=True)


def test_who_was_merged_is_due_once(officer: Viewer) -> None:
    kept, gone = two(officer)
    assert told("cards.due") == 2
    merged(officer, kept, gone)
    assert merged_of([kept.pk, gone.pk]) == {kept.pk: [gone.pk]}
    assert [row.pk for row in Due.objects.all()] == [kept.pk]
    assert told("cards.due") + told("cards.settled") == 1


def test_a_card_on_the_other_record_settles_the_duty_and_is_told_apart_again(officer: Viewer) -> None:
    kept, gone = two(officer)
    actions.note_card(by=officer, resident_id=gone.pk, issued_on=today() - timedelta(days=40))
    merged(officer, kept, gone)
    assert not Due.objects.exists()
    with pytest.raises(Invalid, match="đã có thẻ"):
        actions.apply(by=officer, resident_id=kept.pk, reason="first")
    people.unmerge(by=officer, merged_id=gone.pk)
    assert [row.pk for row in Due.objects.all()] == [kept.pk]
    days = rows("select l.day, sum(l.quantity)::int from ledger_standing l join ledger_kind k on k.id = l.kind_id"
                " where l.record_id = %s and k.code in ('cards.due', 'cards.settled') group by 1 order by 1",
                [kept.pk])  # fmt: skip
    assert sum(many for _day, many in days) == 1
    assert all(many >= 0 for _day, many in days)


def test_one_application_and_one_held_card_of_a_person(officer: Viewer) -> None:
    kept, gone = someone(officer, 1), someone(officer, 2)
    handed(officer, gone, "CC0000001")
    merged(officer, kept, gone)
    handed(officer, kept, "CC0000002", "changed")
    assert dict(Card.objects.values_list("pk", "state")) == {
        "CC0000001": CardState.ENDED, "CC0000002": CardState.HANDED,
    }  # fmt: skip


def test_an_application_open_on_the_other_record_is_told(officer: Viewer) -> None:
    kept, gone = someone(officer, 1), someone(officer, 2)
    declared(officer, gone)
    merged(officer, kept, gone)
    with pytest.raises(Conflict, match="đã có một hồ sơ"):
        actions.apply(by=officer, resident_id=kept.pk, reason="first")


def test_a_duty_that_comes_back_is_not_counted_twice(officer: Viewer) -> None:
    """Who moved away and came back was due, wasn't, and is again: on no day twice."""
    kept, _gone = two(officer)
    Resident.objects.filter(pk=kept.pk).update(state="moved")
    due.look_at(officer, [kept.pk])
    Resident.objects.filter(pk=kept.pk).update(state="present")
    due.look_at(officer, [kept.pk])
    sums = rows("select l.day, sum(sum(l.quantity)) over (order by l.day)::int from ledger_standing l"
                " join ledger_kind k on k.id = l.kind_id where l.record_id = %s and k.code like 'cards.%%'"
                " group by 1 order by 1", [kept.pk])  # fmt: skip
    assert {many for _day, many in sums} <= {0, 1}


def test_sets_are_all_or_none(officer: Viewer) -> None:
    """One that can't take the step leaves all of the list as it was."""
    ready, not_yet = declared(officer, someone(officer, 1)), actions.apply(
        by=officer, resident_id=someone(officer, 2).pk, reason="first")  # fmt: skip
    with pytest.raises(Conflict):
        actions.send_all(by=officer, application_ids=[ready.pk, not_yet.pk])
    assert told("cards.sent") == 0
    actions.capture(by=officer, application_id=not_yet.pk, **GOOD)
    actions.declare(by=officer, application_id=not_yet.pk)
    assert len(actions.send_all(by=officer, application_ids=[ready.pk, not_yet.pk])) == 2
