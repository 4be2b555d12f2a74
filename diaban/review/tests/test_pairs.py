"""Two records found by hand: merged at once, or by two clerks where something tells them apart; taken apart again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.core.errors import Conflict, Invalid, NotFound
from diaban.people import actions as people
from diaban.people.models import Merge, Resident
from diaban.people.tests.conftest import person, settle
from diaban.review import actions, duplicates, queries
from diaban.review.models import Candidate, Doubt

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(here: Viewer) -> Viewer:
    return replace(here, staff_id=905, staff_name="Người thứ hai")


def test_a_pair_found_by_hand_is_merged_and_taken_apart(as_here: Viewer) -> None:
    kept, gone = settle(as_here, id_no="042185000011"), settle(as_here)
    with pytest.raises(Invalid):
        actions.propose(by=as_here, one_id=kept.id, other_id=gone.id, reason="  ")
    with pytest.raises(Conflict):
        actions.propose(by=as_here, one_id=kept.id, other_id=kept.id, reason="trùng")
    done = actions.propose(by=as_here, one_id=kept.id, other_id=gone.id, reason="đã hỏi gia đình")
    assert done.done
    assert done.doubt.reason == "đã hỏi gia đình"
    assert Merge.objects.get(undone_by=None).into_id == kept.id
    with pytest.raises(Conflict):
        actions.propose(by=as_here, one_id=kept.id, other_id=gone.id, reason="lần nữa")
    actions.undo_last(by=as_here)
    assert Resident.objects.get(pk=gone.id).state == gone.state
    assert not Merge.objects.filter(undone_by=None).exists()


def test_what_tells_them_apart_asks_for_a_second_clerk(as_here: Viewer, second: Viewer) -> None:
    one, two = settle(as_here, id_no="042185000011"), settle(as_here, id_no="042185000022")
    third = settle(as_here, "Nguyễn Thị Đòa")
    actions.open(subject_kind="resident", subject_id=two.id, place=two.place, by=as_here,
                 candidates=[(third.id, 0.3, [])])  # fmt: skip
    pair = actions.pair_of(viewer=as_here, one_id=one.id, other_id=two.id)
    assert ("number" in pair.apart, pair.needs) == (True, 2)
    done = actions.propose(by=as_here, one_id=one.id, other_id=two.id, reason="hai số, một người")
    assert not done.done
    assert not Merge.objects.exists()
    if done.doubt.subject_id == two.id:
        assert set(Candidate.objects.filter(doubt_id=done.doubt.pk).values_list("resident_id", flat=True)) == {
            one.id, third.id,
        }  # fmt: skip
    with acting(second):
        assert queries.following(viewer=second) is not None
        answer = one.id if done.doubt.subject_id == two.id else two.id
        assert actions.decide(doubt_id=done.doubt.pk, resident_id=answer, by=second).done
    assert Merge.objects.filter(undone_by=None).count() == 1


def test_records_out_of_reach_are_nobody(as_here: Viewer, there: Viewer) -> None:
    mine = settle(as_here)
    with acting(there):
        theirs = settle(there)
    with acting(as_here), pytest.raises(NotFound):
        actions.propose(by=as_here, one_id=mine.id, other_id=theirs.id, reason="trùng")


def test_twins_siblings_and_namesakes_are_never_merged_by_default(as_here: Viewer) -> None:
    """Nothing merges by itself, and one clerk alone can't do it, whatever the engine makes of them."""
    unit = as_here.scope.unit_id
    assert unit is not None
    pairs = []
    for n, (name, other) in enumerate((("Trần Văn Hùng", "Trần Văn Hưng"), ("Lê Thị Lan", "Lê Thị Loan"),
                                      ("Phạm Gia Bảo", "Phạm Gia Bách"))):  # fmt: skip
        born = date(1990 + n, 3, 4 + n)
        first = settle(as_here, name, sex="m", birth_date=born, id_no=f"0420{90 + n}00001{n}")
        twin = people.register(
            by=as_here, person=person(other, sex="m", birth_date=born, id_no=f"0420{90 + n}00077{n}"),
            place=first.place, household_id=first.household_id, since=date(2020, 1, 1),
        )  # fmt: skip
        pairs.append((first, twin))
    older = settle(as_here, "Hồ Xuân Mai", birth_date=date(1970, 5, 6), id_no="042170000031")
    younger = people.register(by=as_here, person=person("Hồ Xuân Mai", birth_date=date(1974, 5, 6)), place=older.place,
                              household_id=older.household_id, since=date(2020, 1, 1))  # fmt: skip
    namesakes = (settle(as_here, "Nguyễn Văn An", sex="m", birth_date=date(1980, 1, 9), id_no="042080000041"),
                 settle(as_here, "Nguyễn Văn An", sex="m", birth_date=date(1961, 7, 2), id_no="042061000052"),
                 )  # fmt: skip
    pairs += [(older, younger), namesakes]
    duplicates.find(by=as_here, unit_id=unit)
    assert not Merge.objects.exists()
    apart = {frozenset((one.id, two.id)) for one, two in pairs}
    for doubt in Doubt.objects.all():
        for candidate in Candidate.objects.filter(doubt_id=doubt.pk):
            if frozenset((doubt.subject_id, candidate.resident_id)) in apart:
                assert doubt.needs == 2
    for first, second in pairs:
        done = actions.propose(by=as_here, one_id=first.id, other_id=second.id, reason="nhầm")
        assert not done.done
    assert not Merge.objects.exists()
