"""Doubts: the queue's order, one clerk and two, what a decision carries out, and taking it back."""

from __future__ import annotations

import random
from dataclasses import replace
from uuid import uuid4

import pytest

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.core.errors import Conflict, Invalid, NotFound, Refused
from diaban.core.sql import rows, value
from diaban.core.text import fold
from diaban.people import identity
from diaban.people.models import Merge, Resident
from diaban.people.tests.conftest import settle
from diaban.review import actions, duplicates, queries
from diaban.review.models import Candidate, Doubt, State
from diaban.review.registry import subjects

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương")
AMID = ("Văn", "Hữu", "Đức", "Đình", "Xuân", "Quang")
GIVEN = ("An", "Bình", "Cường", "Dũng", "Giang", "Hà", "Khánh", "Nam", "Phúc", "Quân", "Sơn", "Tùng", "Vinh", "Thắng")

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(as_here: Viewer) -> tuple[Resident, Resident]:
    return settle(as_here, id_no="042185000011"), settle(as_here)


@pytest.fixture
def second(here: Viewer) -> Viewer:
    return replace(here, staff_id=905, staff_name="Người thứ hai")


def opened(by: Viewer, pair: tuple[Resident, Resident], probability: float = 0.6, needs: int = 1) -> Doubt:
    return actions.open(subject_kind="resident", subject_id=pair[1].id, place=pair[1].place, by=by, needs=needs,
                        candidates=[(pair[0].id, probability, ["họ tên giống hệt +31"])])  # fmt: skip


def written(doubt: Doubt) -> list[tuple[str, int]]:
    return rows(
        "select k.code, l.quantity from ledger_line l join ledger_kind k on k.id = l.kind_id where l.record_id = %s"
        " order by l.id", [doubt.pk],
    )  # fmt: skip


def test_one_key_merges_and_undo_takes_it_apart(as_here: Viewer, pair: tuple[Resident, Resident]) -> None:
    doubt = opened(as_here, pair)
    assert queries.following(viewer=as_here) == doubt.pk
    done = actions.decide(doubt_id=doubt.pk, resident_id=pair[0].id, by=as_here)
    assert done.done
    assert Merge.objects.get(undone_by=None).into_id == pair[0].id
    assert queries.following(viewer=as_here) is None
    with pytest.raises(Conflict):
        actions.decide(doubt_id=doubt.pk, resident_id=None, by=as_here)
    actions.undo_last(by=as_here)
    assert not Merge.objects.filter(undone_by=None).exists()
    assert queries.following(viewer=as_here) == doubt.pk
    assert written(doubt) == [("review.opened", 1), ("review.judged", 1), ("review.decided", 1),
                              ("review.decided", 0), ("review.judged", 0)]  # fmt: skip
    with pytest.raises(NotFound):
        actions.undo_last(by=as_here)


def test_two_clerks_must_agree_and_a_third_breaks_a_tie(
    as_here: Viewer, second: Viewer, pair: tuple[Resident, Resident]
) -> None:
    doubt = opened(as_here, pair, needs=2)
    assert actions.decide(doubt_id=doubt.pk, resident_id=pair[0].id, by=as_here).missing == 1
    with pytest.raises(Conflict, match="người khác"):
        actions.decide(doubt_id=doubt.pk, resident_id=pair[0].id, by=as_here)
    assert queries.following(viewer=as_here) is None  # it waits for somebody else
    with acting(second):
        assert queries.following(viewer=second) == doubt.pk
        assert not actions.decide(doubt_id=doubt.pk, resident_id=None, by=second).done
    third = replace(second, staff_id=906)
    with acting(third):
        assert actions.decide(doubt_id=doubt.pk, resident_id=None, by=third).done
    with pytest.raises(Conflict, match="người khác kết luận"):
        actions.undo_last(by=as_here)
    assert not Merge.objects.exists()


def test_the_queue_begins_with_what_is_unsure_and_worth_most(as_here: Viewer) -> None:
    woman = settle(as_here)
    place, kind = woman.place, "resident"
    openings = [
        actions.Opening(kind, settle(as_here).id, place, [(woman.id, probability, [])], value)
        for probability, value in ((0.99, 1.0), (0.5, 1.0), (0.8, 1.0), (0.55, 3.0))
    ]
    made = actions.open_many(openings=openings, by=as_here)
    order = list(queries.queue(viewer=as_here).order_by("-weight", "pk").values_list("pk", flat=True))
    assert order == [made[3].pk, made[1].pk, made[2].pk, made[0].pk]
    assert queries.following(viewer=as_here, after=made[1].pk) == made[2].pk


def test_a_subject_matched_again_gets_new_candidates_until_somebody_judged(
    as_here: Viewer, pair: tuple[Resident, Resident]
) -> None:
    first = opened(as_here, pair, needs=2)
    again = opened(as_here, pair, 0.9, needs=2)
    assert again.pk == first.pk
    assert Candidate.objects.get(doubt_id=first.pk).probability == 0.9
    actions.decide(doubt_id=first.pk, resident_id=pair[0].id, by=as_here)
    opened(as_here, pair, 0.3, needs=2)
    assert Candidate.objects.get(doubt_id=first.pk).probability == 0.9
    assert actions.withdraw(subject_kind="resident", subject_id=pair[1].id, by=as_here)
    assert not actions.withdraw(subject_kind="resident", subject_id=pair[1].id, by=as_here)


def test_what_is_refused(as_here: Viewer, clerk: Viewer, there: Viewer, pair: tuple[Resident, Resident]) -> None:
    doubt = opened(as_here, pair)
    with pytest.raises(Invalid):
        actions.decide(doubt_id=doubt.pk, resident_id=uuid4(), by=as_here)
    with pytest.raises(Invalid):
        actions.open(subject_kind="nothing", subject_id=uuid4(), place=doubt.place, by=as_here,
                     candidates=[(pair[0].id, 0.5, [])])  # fmt: skip
    with acting(clerk), pytest.raises(Refused):
        actions.decide(doubt_id=doubt.pk, resident_id=None, by=clerk)
    with acting(there):
        assert queries.following(viewer=there) is None
        with pytest.raises(NotFound):
            actions.decide(doubt_id=doubt.pk, resident_id=None, by=there)
        with pytest.raises(Refused):
            opened(there, pair)


def test_looking_is_logged_and_handing_up_takes_it_away(as_here: Viewer, pair: tuple[Resident, Resident]) -> None:
    doubt = opened(as_here, pair)
    view = queries.open_view(viewer=as_here, doubt_id=doubt.pk)
    assert view.sides[0].sheet is not None
    shown = value("select shown from ledger_lookup where query_kind = 'review'")
    assert set(shown) == {pair[0].id, pair[1].id}
    actions.escalate(doubt_id=doubt.pk, by=as_here)
    assert queries.following(viewer=as_here) is None
    seen = queries.view(viewer=as_here, doubt_id=doubt.pk)
    assert (seen.above, seen.open, seen.doubt.handed_from) == (True, False, as_here.scope.unit_id)
    assert [one.pk for one in queries.handed(viewer=as_here)] == [doubt.pk]
    with pytest.raises(NotFound):
        actions.decide(doubt_id=doubt.pk, resident_id=None, by=as_here)


def test_every_subject_can_be_shown_and_decided() -> None:
    assert "resident" in subjects()
    assert all(subject.title and subject.question for subject in subjects().values())


def test_duplicates_are_asked_once_and_never_merged_by_themselves(
    as_here: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [settle(as_here, name, sex="m") for name in ("Trần Văn Bình", "Lê Văn Tám", "Tran Van Binh")]
    told = "họ tên giống chữ, thiếu dấu +20; ngày sinh trùng +35"
    monkeypatch.setattr(duplicates, "_compared", lambda _ground, _decided: [(0, 2, 0.8, told)])
    unit = as_here.scope.unit_id
    assert unit is not None
    assert duplicates.find(by=as_here, unit_id=unit) == duplicates.Found(3, 1, 1)
    doubt = Doubt.objects.get(subject_id=people[2].id, state=State.OPEN)
    assert (doubt.place, doubt.needs) == (unit, 1)
    assert Candidate.objects.get(doubt_id=doubt.pk).evidence == told.split("; ")
    assert not Merge.objects.exists()
    actions.decide(doubt_id=doubt.pk, resident_id=None, by=as_here)
    assert duplicates.find(by=as_here, unit_id=unit).opened == 0
    decided = queries.verdicts(viewer=as_here, kind="resident")
    assert decided == [(people[2].id, people[0].id, False)]
    assert duplicates.read(unit).verdicts(decided).rows() == [(0, 2, False)]


@pytest.mark.slow
def test_the_engine_finds_them_as_a_program_of_its_own() -> None:
    """A village of 150 in which thirty stand twice, once without the marks of their names."""
    draw = random.Random(4)
    cells: list[tuple[str | None, ...]] = []
    for n in range(150):
        name = " ".join(draw.choice(part) for part in (FAMILY, AMID, GIVEN))
        born = f"{draw.randrange(1, 29):02d}/{draw.randrange(1, 13):02d}/{draw.randrange(1940, 2015)}"
        cells.append((name, "m", born, f"0420{n:08d}", None, "18754", str(n % 7), name, "head", str(n)))
    for n in range(30):
        old = cells[n * 5]
        assert old[0] is not None
        cells.append((fold(old[0]).title(), "m", old[2], None, None, "18754", old[6], None, None, f"x{n}"))
    ground = duplicates.Ground([uuid4() for _ in cells], [1] * len(cells), cells)
    found = {(left, right) for left, right, share, said in duplicates._compared(ground, []) if share > 0.5 and said}
    assert len(found & {(n * 5, 150 + n) for n in range(30)}) >= 27
    assert len(found) <= 33


def test_what_tells_them_apart_by_now_asks_for_a_second_clerk(
    as_here: Viewer, second: Viewer, pair: tuple[Resident, Resident]
) -> None:
    doubt = opened(as_here, pair)
    Resident.objects.filter(pk=pair[1].pk).update(sex="m" if pair[0].sex == "f" else "f")
    done = actions.decide(doubt_id=doubt.pk, resident_id=pair[0].id, by=as_here)
    assert (done.done, done.missing) == (False, 1)
    assert not Merge.objects.exists()
    with acting(second):
        assert actions.decide(doubt_id=doubt.pk, resident_id=pair[0].id, by=second).done
    assert Merge.objects.filter(undone_by=None).count() == 1


def test_an_answer_about_merged_records_is_taken_back_whole(as_here: Viewer, pair: tuple[Resident, Resident]) -> None:
    kept, gone = pair
    actions.decide(doubt_id=opened(as_here, pair).pk, resident_id=kept.id, by=as_here)
    third = settle(as_here)
    doubt = opened(as_here, (gone, third))
    assert actions.decide(doubt_id=doubt.pk, resident_id=gone.id, by=as_here).done
    assert identity.survivor(third.id) == kept.id == identity.survivor(gone.id)
    assert actions.undo_last(by=as_here).pk == doubt.pk
    assert identity.survivor(third.id) == third.id
    assert identity.survivor(gone.id) == kept.id, "the earlier answer stands"
