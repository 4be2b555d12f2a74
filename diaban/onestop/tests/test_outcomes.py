"""What a granted dossier writes to the register, what takes it back, and whose it is after records were merged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.tests.world import Ground
from diaban.core.errors import Conflict
from diaban.core.sql import rows, value
from diaban.core.time import today
from diaban.onestop import actions, queries
from diaban.onestop.models import Dossier, FeeState, SlipKind
from diaban.onestop.tests.conftest import handed_in, state
from diaban.people import actions as people
from diaban.people.data import PersonData
from diaban.people.models import Household, Resident, Stay
from diaban.people.tests.conftest import settle

pytestmark = pytest.mark.django_db


def granted(by: Viewer, dossier: Dossier) -> Dossier:
    if dossier.fee_state == FeeState.DUE:
        actions.waive(by=by, dossier_id=dossier.pk)
    return actions.approve(by=by, dossier_id=dossier.pk)


def counted(*kinds: str) -> int:
    """What the standing lines of these kinds add up to."""
    return int(value("select coalesce(sum(l.quantity), 0) from ledger_standing l join ledger_kind k on k.id = l.kind_id"
                     " where k.code = any(%s)", [list(kinds)]))  # fmt: skip


_REGISTER = """
select (select jsonb_agg(to_jsonb(r) - 'version' - 'updated_at' order by r.id) from people_resident r
        where state <> 'void'),
    (select jsonb_agg(to_jsonb(h) - 'version' - 'updated_at' order by h.id) from people_household h
        where closed_on is null),
    (select jsonb_agg(to_jsonb(s) order by s.id) from people_stay s where not closed),
    (select count(*) from people_alias)
"""


def register() -> Any:
    """Everything that stands in the register of residents."""
    return rows(_REGISTER)


def test_a_temporary_residence_becomes_permanent_at_the_same_place(police: Viewer, ground: Ground) -> None:
    person = PersonData(full_name="Lê Thị Tạm", sex="f", birth_date=date(1990, 1, 1), birth_precision="y",
                        id_no="042190000555")  # fmt: skip
    tenant = people.register(by=police, person=person, place=ground.hamlet, household_id=None, since=date(2026, 1, 5),
                             kind="temporary")  # fmt: skip
    before, stock = register(), ("people.registered", "people.moved_in", "people.moved_out")
    held = counted(*stock)
    made = granted(police, handed_in(police, "permanent", tenant, place=ground.hamlet))
    running = Stay.objects.filter(resident_id=tenant.pk, closed=False)
    assert [(stay.kind, stay.place, stay.starts) for stay in running] == [
        ("permanent", ground.hamlet, date(2026, 11, 1))]  # fmt: skip
    now = Resident.objects.get(pk=tenant.pk)
    assert (now.household_id, now.relation, now.state) == (tenant.household_id, "head", "present")
    assert (counted(*stock), counted("people.settled"), counted("people.stay_closed")) == (held, 1, 1)
    again = handed_in(police, "permanent", now, place=ground.hamlet)
    actions.waive(by=police, dossier_id=again.pk)
    with pytest.raises(Exception, match="cư trú ở chính địa bàn này"):
        actions.approve(by=police, dossier_id=again.pk)
    actions.reopen(by=police, dossier_id=made.pk)
    assert register() == before
    assert (counted("people.settled"), counted("people.stay_closed")) == (0, 0)


def test_a_split_is_taken_back_to_the_household_that_was(police: Viewer, resident: Resident) -> None:
    member = people.register(
        by=police, person=PersonData(full_name="Trần Thị Con", sex="f", relation="child", phone="0911222333"),
        place=resident.place,
        household_id=resident.household_id, since=date(2026, 1, 1),
    )  # fmt: skip
    for who in (member, resident):  # a member, then the head
        before, held = register(), (counted("people.household_opened"), counted("people.household_changed"))
        made = granted(police, handed_in(police, "split", Resident.objects.get(pk=who.pk)))
        assert Household.objects.get(pk=made.outcome["household"]).head_id == who.pk
        actions.reopen(by=police, dossier_id=made.pk)
        assert register() == before
        assert (counted("people.household_opened"), counted("people.household_changed")) == held
        actions.withdraw(by=police, dossier_id=made.pk)


def test_a_split_that_others_joined_stays(police: Viewer, resident: Resident) -> None:
    made = granted(police, handed_in(police, "split", resident))
    people.register(by=police, person=PersonData(full_name="Trần Thị Con", sex="f"), place=resident.place,
                    household_id=made.outcome["household"], since=date(2026, 1, 1))  # fmt: skip
    with pytest.raises(Conflict, match="Hộ mới tách"):
        actions.reopen(by=police, dossier_id=made.pk)
    assert state(made) == "done"


@pytest.mark.parametrize(
    "typed",
    [
        {"what": "full_name", "full_name": "Nguyễn Văn Đúng"}, {"what": "birth", "birth": "1986"},
        {"what": "phone", "phone": "0912 345 678"}, {"what": "hometown", "hometown": "Xã Kỳ Anh"},
    ],
)  # fmt: skip
def test_a_correction_is_taken_back(police: Viewer, resident: Resident, typed: dict[str, str]) -> None:
    before = register()
    made = granted(police, handed_in(police, "correction", resident, typed={"phone": "", **typed}))
    assert register() != before
    actions.reopen(by=police, dossier_id=made.pk)
    assert register() == before


def test_a_correction_that_was_corrected_since_stays(police: Viewer, resident: Resident) -> None:
    made = granted(police, handed_in(police, "correction", resident))
    now = Resident.objects.get(pk=resident.pk)
    person = PersonData(full_name=now.full_name, sex=now.sex, birth_date=now.birth_date, birth_precision="d",
                        id_no=now.id_no, relation=now.relation, phone="0900000000")  # fmt: skip
    people.correct(by=police, resident_id=now.pk, version=now.version, person=person)
    with pytest.raises(Conflict):
        actions.reopen(by=police, dossier_id=made.pk)


def test_a_certificate_says_what_the_register_holds(police: Viewer, resident: Resident) -> None:
    made = granted(police, handed_in(police, "certificate", resident))
    slip = made.slips.get(kind=SlipKind.CERTIFICATE)
    assert (slip.body["full_name"], slip.body["id_no"], slip.body["head"]) == (
        resident.full_name, resident.id_no, resident.full_name)  # fmt: skip
    assert slip.body["permanent"]
    assert slip.body["members"][0][0] == resident.full_name
    actions.reopen(by=police, dossier_id=made.pk)
    shown = queries.dossier(viewer=police, dossier_id=made.pk).slips
    assert [each.kind for each in shown] == [SlipKind.RECEIPT]  # what was taken back is shown to nobody


def test_a_dossier_of_a_merged_record_is_the_kept_ones(police: Viewer, resident: Resident) -> None:
    double = people.register(by=police, person=PersonData(full_name=resident.full_name, sex="m", phone="0909111222"),
                             place=resident.place, household_id=None, since=date(2026, 1, 1))  # fmt: skip
    made = handed_in(police, "absence", double)
    people.merge(by=police, resident_id=resident.pk, merged_id=double.pk, despite=True)
    assert [row.pk for row in queries.of_resident(viewer=police, resident_id=resident.pk)] == [made.pk]
    with pytest.raises(Conflict, match="đang giải quyết"):
        handed_in(police, "absence", resident)
    granted(police, made)
    assert Resident.objects.get(pk=resident.pk).state == "absent"
    assert Stay.objects.get(pk=Dossier.objects.get(pk=made.pk).outcome["stay"]).resident_id == resident.pk


class Broken(RuntimeError):
    """What a test raises in the middle of an action."""


def broken(at: int) -> Callable[..., Any]:
    """A wrapper of statements that breaks the connection's `at`-th."""
    seen = 0

    def run(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen == at:
            raise Broken
        return execute(sql, params, many, context)

    return run


def everything(dossier: Dossier) -> Any:
    """The register, the ledger, the dossier with its case and slips."""
    return register(), rows(
        "select (select count(*) from ledger_line), (select count(*) from people_event), (select state from"
        " casework_case where id = %s), (select to_jsonb(d) from onestop_dossier d where id = %s),"
        " (select count(*) from onestop_slip), (select count(*) from people_resident)",
        [dossier.pk, dossier.pk],
    )


CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "permanent": ("permanent", {}), "settled": ("permanent", {"tenant": True}), "temporary": ("temporary", {}),
    "split": ("split", {"about": True}), "birth": ("birth", {"about": True}), "death": ("death", {"about": True}),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("which", CASES)
def test_wherever_it_breaks_nothing_is_half_done(
    police: Viewer, clerk: Viewer, ground: Ground, resident: Resident, which: str
) -> None:
    """Granting is broken at statement after statement: after each, all is as it was; then it goes through whole."""
    code, how = CASES[which]
    by = clerk if code in ("birth", "death") else police
    subject = resident if how.get("about") else _tenant(police, ground) if how.get("tenant") else None
    place = ground.hamlet if code in ("permanent", "temporary") else None
    with acting(by):
        made = handed_in(by, code, subject, place=place)
        if made.fee_state == FeeState.DUE:
            actions.waive(by=by, dossier_id=made.pk)
        before, at = everything(made), 0
        while True:
            at += 1
            try:
                with transaction.atomic(), connection.execute_wrapper(broken(at)):
                    actions.approve(by=by, dossier_id=made.pk)
            except Broken:
                assert everything(made) == before, at
            else:
                break
    assert at > 10
    with acting(by):
        assert state(made) == "done"
        assert everything(made) != before


def _tenant(by: Viewer, ground: Ground) -> Resident:
    person = PersonData(full_name="Lê Thị Tạm", sex="f", phone="0911222333")
    return people.register(by=by, person=person, place=ground.hamlet,
                           household_id=None, since=today(), kind="temporary")  # fmt: skip


def test_a_foreign_guest_is_written_whole(police: Viewer, ground: Ground) -> None:
    """Nationality, passport, how long they may stay, where, how long and why: all that the notice must say."""
    typed = {"guest": "foreign", "nationality": "Lào", "passport": "PA1234567", "visa_until": "01/12/2026", "id_no": ""}
    for lacking in ("nationality", "passport", "reason", "address", "since", "until", "full_name", "birth", "sex"):
        with pytest.raises(Exception) as wrong:
            handed_in(police, "overnight", place=ground.hamlet, typed={**typed, lacking: ""})
        assert lacking in wrong.value.fields  # type: ignore[attr-defined]
    made = granted(police, handed_in(police, "overnight", place=ground.hamlet, typed=typed))
    words = {each.title: each.text for each in queries.dossier(viewer=police, dossier_id=made.pk).answers}
    assert (words["Quốc tịch"], words["Số hộ chiếu"], words["Lý do"]) == ("Lào", "PA1234567", "Thăm người nhà")


def test_a_split_of_the_only_member_is_taken_back(police: Viewer) -> None:
    """Their empty household waits for them."""
    alone = settle(police, "Phan Thị Một Mình", id_no="042185004321")
    before = register()
    made = granted(police, handed_in(police, "split", alone))
    actions.reopen(by=police, dossier_id=made.pk)
    assert register() == before
