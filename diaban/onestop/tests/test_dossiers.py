"""From the counter to the paper in the hand: what each procedure writes to the register, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.tests.world import Ground
from diaban.core.errors import Conflict, DiabanError, Invalid, NotFound, Refused
from diaban.core.sql import value
from diaban.core.time import clock_at, now, today
from diaban.ledger import registry
from diaban.onestop import actions, jobs, queries
from diaban.onestop.models import DeliveryState, Dossier, FeeState, ResultState, SlipKind
from diaban.onestop.states import DOSSIER
from diaban.onestop.tests.conftest import handed_in, state, told
from diaban.people.models import Resident, State, Stay
from diaban.people.tests.conftest import settle

pytestmark = pytest.mark.django_db


def granted(by: Viewer, dossier: Dossier) -> Dossier:
    """Decided, its fee waived first."""
    if dossier.fee_state == FeeState.DUE:
        actions.waive(by=by, dossier_id=dossier.pk)
    return actions.approve(by=by, dossier_id=dossier.pk, result_no="12/QĐ")


def test_from_the_counter_to_the_hand(police: Viewer, ground: Ground, resident: Resident) -> None:
    made = handed_in(police, "absence", resident)
    assert made.number == f"CONGAN-3-O-{today():%y%m%d}-0001"
    assert (made.applicant, made.applicant_number, made.place) == (resident.full_name, resident.id_no, resident.place)
    assert made.promised_at == value("select due_at from casework_case where id = %s", [made.pk])
    done = actions.approve(by=police, dossier_id=made.pk)
    assert (done.result_state, done.delivery_state) == (ResultState.GRANTED, DeliveryState.AWAITED)
    assert Resident.objects.get(pk=resident.pk).state == State.ABSENT
    actions.deliver(by=police, dossier_id=made.pk, way="counter")
    assert state(made) == "delivered"
    assert told(made) == ["registered", "accepted", "granted", "delivered"]
    second = handed_in(police, "certificate", resident)
    assert second.number.endswith("-0002")
    assert [slip.kind for slip in made.slips.all()] == [SlipKind.RECEIPT]


def test_a_death_is_written_with_the_decision(ground: Ground, clerk: Viewer, resident: Resident) -> None:
    with acting(clerk):
        made = handed_in(clerk, "death", resident)
        granted(clerk, made)
        gone = Resident.objects.get(pk=resident.pk)
        assert (gone.state, gone.death_date) == (State.DEAD, date(2026, 11, 1))
        actions.reopen(by=clerk, dossier_id=made.pk)
        back = Resident.objects.get(pk=resident.pk)
        assert (back.state, back.death_date, state(made)) == (State.PRESENT, None, "processing")
        assert told(made) == ["registered", "accepted", "reopened"]
        granted(clerk, made)
        assert Resident.objects.get(pk=resident.pk).state == State.DEAD


def test_a_birth_brings_a_child_into_the_household(clerk: Viewer, resident: Resident) -> None:
    with acting(clerk):
        made = granted(clerk, handed_in(clerk, "birth", resident))
        child = Resident.objects.get(pk=made.outcome["resident"])
        assert (child.household_id, child.relation, child.birth_date) == (
            resident.household_id, "child", date(2026, 11, 1))  # fmt: skip
        actions.reopen(by=clerk, dossier_id=made.pk)
        assert Resident.objects.get(pk=child.pk).state == State.VOID


def test_permanent_residence_of_someone_new_and_of_someone_known(police: Viewer, ground: Ground) -> None:
    new = granted(police, handed_in(police, "permanent", place=ground.hamlet))
    made = Resident.objects.get(pk=new.outcome["resident"])
    assert (made.full_name, made.id_no, made.place, made.birth_precision) == (
        "Lê Văn Khách", "042090000777", ground.hamlet, "y")  # fmt: skip
    known = settle(police, "Phan Văn Chuyển", id_no="042085009999")
    assert known.place == ground.commune
    joins = {"basis": "kin", "consent": "on", "head_no": "042090000777", "relation": "sibling"}
    moved = handed_in(police, "permanent", known, place=ground.hamlet, typed=joins)
    granted(police, moved)
    known.refresh_from_db()
    assert (known.place, known.household_id, known.relation) == (ground.hamlet, made.household_id, "sibling")


def test_temporary_residence_and_a_night(police: Viewer, ground: Ground, resident: Resident) -> None:
    for code, kind in (("temporary", "temporary"), ("overnight", "visiting")):
        made = granted(police, handed_in(police, code, resident, place=ground.hamlet))
        stay = Stay.objects.get(pk=made.outcome["stay"])
        assert (stay.kind, stay.place, stay.resident_id) == (kind, ground.hamlet, resident.pk)


def test_a_foreign_guest_is_kept_with_the_notice_alone(police: Viewer, ground: Ground) -> None:
    typed = {"guest": "foreign", "nationality": "Lào", "passport": "PA1234567", "id_no": ""}
    before = Resident.objects.count()
    with pytest.raises(Invalid) as wrong:
        handed_in(police, "overnight", place=ground.hamlet, typed={**typed, "passport": ""})
    assert set(wrong.value.fields) >= {"passport"}
    made = granted(police, handed_in(police, "overnight", place=ground.hamlet, typed=typed))
    assert (made.answers["nationality"], made.applicant_number, made.outcome) == ("Lào", "PA1234567", {})
    assert Resident.objects.count() == before


def test_split_correction_and_certificate(police: Viewer, resident: Resident) -> None:
    member = settle(police, "Trần Thị Thành Viên", id_no="042085007777")
    granted(police, handed_in(police, "split", member))
    member.refresh_from_db()
    assert (member.relation, member.address) == ("head", "Số 9")
    granted(police, handed_in(police, "correction", resident))
    resident.refresh_from_db()
    assert resident.phone == "0912345678"
    assert granted(police, handed_in(police, "certificate", resident)).outcome == {}


def test_a_supplement_pauses_the_clock(police: Viewer, resident: Resident) -> None:
    began = now() - timedelta(days=20)
    made = handed_in(police, "correction", resident, received_at=began)
    before = made.promised_at
    actions.ask_supplement(by=police, dossier_id=made.pk, what="Bản sao khai sinh", at=began + timedelta(minutes=5))
    assert value("select paused from casework_case where id = %s", [made.pk])
    with pytest.raises(Conflict):
        actions.ask_supplement(by=police, dossier_id=made.pk, what="Thêm nữa")
    back = actions.answer_supplement(by=police, dossier_id=made.pk)
    assert back.promised_at is not None and before is not None  # noqa: PT018
    assert back.promised_at > before
    assert not value("select late from casework_case where id = %s", [made.pk])


def test_refusal_fees_and_a_day_named_anew(police: Viewer, resident: Resident) -> None:
    made = handed_in(police, "split", resident)
    assert (made.fee, made.fee_state) == (10_000, FeeState.DUE)
    with pytest.raises(Conflict, match="lệ phí"):
        actions.approve(by=police, dossier_id=made.pk)
    actions.charge(by=police, dossier_id=made.pk, fee=12_000)
    assert state(made) == "payment"
    actions.pay(by=police, dossier_id=made.pk)
    assert value("select sum(quantity) from ledger_standing l join ledger_kind k on k.id = l.kind_id where k.code ="
                 " 'onestop.fees'") == 12_000  # fmt: skip
    late = actions.extend(by=police, dossier_id=made.pk, day=today() + timedelta(days=30), why="Chờ xác minh")
    assert late.extended
    with pytest.raises(Conflict, match="một lần"):
        actions.extend(by=police, dossier_id=made.pk, day=today() + timedelta(days=60), why="Nữa")
    with pytest.raises(Invalid):
        actions.refuse(by=police, dossier_id=made.pk, why=" ")
    actions.refuse(by=police, dossier_id=made.pk, why="Không đủ điều kiện")
    assert [slip.kind for slip in made.slips.order_by("at")] == [SlipKind.RECEIPT, SlipKind.APOLOGY, SlipKind.REFUSAL]
    assert Resident.objects.get(pk=resident.pk).household_id == resident.household_id


@pytest.mark.parametrize(
    ("code", "change", "field"),
    [
        ("absence", {"typed": {"reason": ""}}, "reason"),
        ("absence", {"typed": {"until": "01/10/2026"}}, "until"),
        ("absence", {"papers": []}, "papers"),
        ("absence", {"channel": "pigeon"}, "channel"),
        ("absence", {"office_id": 999_999}, "office"),
        ("temporary", {"typed": {"until": "02/11/2028", "place": "0"}}, "until"),
        ("death", {"typed": {"died": "01/01/1950"}}, "died"),
        ("death", {"applicant": actions.Applicant()}, "applicant_name"),
    ],
)
def test_what_is_not_taken_in(
    police: Viewer, resident: Resident, code: str, change: dict[str, Any], field: str
) -> None:
    before = value("select count(*) from ledger_line")
    with pytest.raises(Invalid) as wrong:
        handed_in(police, code, resident, **change)
    assert field in wrong.value.fields
    assert not Dossier.objects.exists()
    assert value("select count(*) from ledger_line") == before


def test_the_same_is_asked_for_once_and_not_for_the_dead(police: Viewer, clerk: Viewer, resident: Resident) -> None:
    handed_in(police, "absence", resident)
    with pytest.raises(Conflict, match="đang giải quyết"):
        handed_in(police, "absence", resident)
    with pytest.raises(Invalid, match="đã có trong sổ"):
        handed_in(police, "absence")
    with acting(clerk):
        granted(clerk, handed_in(clerk, "death", resident))
        with pytest.raises(Refused):
            handed_in(clerk, "certificate", resident)


def test_nothing_goes_out_of_turn(police: Viewer, clerk: Viewer, resident: Resident) -> None:
    made = handed_in(police, "absence", resident)
    tries: list[Callable[[], object]] = [
        lambda: actions.deliver(by=police, dossier_id=made.pk, way="counter"),
        lambda: actions.answer_supplement(by=police, dossier_id=made.pk),
        lambda: actions.go_on(by=police, dossier_id=made.pk),
        lambda: actions.reopen(by=police, dossier_id=made.pk),
        lambda: actions.pay(by=police, dossier_id=made.pk),
        lambda: actions.charge(by=police, dossier_id=made.pk, fee=0),
        lambda: actions.deliver(by=police, dossier_id=made.pk, way="proxy"),
        lambda: actions.deliver(by=police, dossier_id=made.pk, way="pigeon"),
        lambda: actions.stop(by=police, dossier_id=made.pk, why=""),
        lambda: actions.extend(by=police, dossier_id=made.pk, day=today(), why="Muộn"),
    ]
    for attempt in tries:
        with pytest.raises((Conflict, Invalid)):
            attempt()
    with acting(clerk), pytest.raises(Refused, match="thẩm quyền"):
        actions.approve(by=clerk, dossier_id=made.pk)
    assert state(made) == "accepted"


def test_a_verb_that_the_register_refuses_leaves_nothing_behind(clerk: Viewer, resident: Resident) -> None:
    """Two dossiers of one death: the second can't be granted, and stands as it stood."""
    with acting(clerk):
        first = handed_in(clerk, "birth", resident)
        death = handed_in(clerk, "death", resident)
        granted(clerk, death)
        before = value("select count(*) from ledger_line")
        second = Dossier.objects.get(pk=first.pk)
        Dossier.objects.filter(pk=second.pk).update(answers={**second.answers, "full_name": "N0 tên"})
        with pytest.raises(DiabanError):
            actions.approve(by=clerk, dossier_id=second.pk)
        assert state(second) == "accepted"
        assert value("select count(*) from ledger_line") == before


def test_others_neither_see_nor_write(ground: Ground, police: Viewer, resident: Resident) -> None:
    made = handed_in(police, "absence", resident)
    with acting(ground.viewer("system_admin")):
        assert not Dossier.objects.exists()
    hamlet = ground.viewer("hamlet_team", "residence")
    with acting(hamlet), pytest.raises((Refused, NotFound)):
        queries.dossier(viewer=hamlet, dossier_id=made.pk)


def test_drafts_are_kept_for_who_typed_them_until_it_is_taken_in(
    police: Viewer, clerk: Viewer, resident: Resident
) -> None:
    actions.keep_draft(by=police, code="absence", subject_id=resident.pk, typed={"reason": "Đi làm"})
    actions.keep_draft(by=police, code="absence", subject_id=resident.pk, typed={"reason": "Đi làm xa"})
    assert queries.draft(viewer=police, code="absence", subject_id=resident.pk) == {"reason": "Đi làm xa"}
    with acting(clerk):
        assert queries.draft(viewer=clerk, code="absence", subject_id=resident.pk) == {}
    with clock_at(now() + timedelta(days=29)):
        assert jobs.run_once() == 0
    with clock_at(now() + timedelta(days=31)), acting(clerk):
        assert jobs.run_once() == 1
    assert queries.draft(viewer=police, code="absence", subject_id=resident.pk) == {}
    actions.keep_draft(by=police, code="absence", subject_id=resident.pk, typed={"reason": "Đi làm"})
    handed_in(police, "absence", resident)
    assert queries.draft(viewer=police, code="absence", subject_id=resident.pk) == {}


def test_every_step_has_its_kind_of_line() -> None:
    kinds = set(registry.kinds())
    assert {step.line for step in DOSSIER.transitions} | {DOSSIER.opened} <= kinds
