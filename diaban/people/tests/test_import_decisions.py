"""Rows decided one by one and in batches: written as the forms write, logged, and undone with their import."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from diaban.access.roles import HAMLET_TEAM
from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.core.errors import Conflict, Invalid, NotFound, Refused
from diaban.core.sql import rows, value
from diaban.papers.models import Decision, Import, Row
from diaban.people import actions as people_actions
from diaban.people.importing import deciding, mending, queries, undo
from diaban.people.importing.commit import commit
from diaban.people.models import Alias, Household, Resident
from diaban.people.tests.conftest import MakeViewer
from diaban.people.tests.layouts import people, table
from diaban.people.tests.test_import_register import HEADED, bring_in
from diaban.people.tests.test_import_undo import fingerprint, home

__all__ = ["bring_in", "home"]
pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FOUND = people(20)
BringIn = Callable[..., Import]
PHONED = [*HEADED, ("Điện thoại", lambda i, p: p.phone)]


def of(imported: Import, seq: int) -> Row:
    return Row.objects.get(import_id=imported.id, seq=seq)


def resident(row: Row) -> Resident:
    assert row.record is not None
    return Resident.objects.get(pk=row.record)


def told(record: Any, code: str) -> int:
    return int(
        value(
            "select count(*) from ledger_standing l join ledger_kind k on k.id = l.kind_id"
            " where l.record_id = %s and k.code = %s", [record, code],
        )
    )  # fmt: skip


@pytest.fixture
def changed(bring_in: BringIn, home: Viewer) -> Import:
    """A second list in which three people are told otherwise, and one number belongs to somebody else."""
    bring_in(table(FOUND, PHONED))
    now = list(FOUND)
    now[0] = replace(now[0], name="Nguyễn Thị Đổi Tên", phone="0911222333")
    now[1] = replace(now[1], birth=date(1999, 9, 9))
    now[2] = replace(now[2], name="Người Khác Hẳn", birth=date(1950, 5, 5))
    now[3] = replace(now[3], phone="0999888777")
    return bring_in(table(now, PHONED))


def test_only_the_chosen_fields_are_written_as_a_correction(changed: Import, home: Viewer) -> None:
    with acting(home):
        row = of(changed, 0)
        before = resident(row)
        done = deciding.same_person(
            by=home, import_id=changed.id, row_id=row.id, version=before.version, take=["phone"]
        )
        after = resident(row)
        assert (after.phone, after.full_name) == ("0911222333", before.full_name)
        assert told(after.id, "people.corrected") == 1
        assert (done.decision, done.decided_by, done.committed) == (Decision.PERSON, home.staff_id, True)
        with pytest.raises(Conflict):
            deciding.leave_out(by=home, import_id=changed.id, row_id=row.id)


def test_a_new_name_keeps_the_old_one_and_undoing_the_import_puts_it_back(
    changed: Import, home: Viewer, owner_db: Any
) -> None:
    with acting(home):
        commit_of = Import.objects.get(pk=changed.id)
        assert commit_of.action_id
        row, other = of(changed, 0), of(changed, 3)
        before = resident(row)
        for one in (row, other):
            deciding.same_person(
                by=home, import_id=changed.id, row_id=one.id, version=resident(one).version, take=deciding.TAKEN
            )
        assert resident(row).full_name == "Nguyễn Thị Đổi Tên"
        assert Alias.objects.get(resident_id=before.id).value == before.full_name
        third = resident(other)
        people_actions.add_alias(by=home, resident_id=third.id, kind="name", value="Sau")
        people_actions.correct(
            by=home, resident_id=third.id, version=third.version,
            person=deciding.merged(third, _phone("0900000000"), ["phone"]),
        )  # fmt: skip
        undo.undo(by=home, import_id=changed.id)
        again = resident(row)
        same = ("full_name", "fold", "sort_key", "phone", "birth_date", "id_no", "state")
        assert [getattr(again, n) for n in same] == [getattr(before, n) for n in same]
        assert again.version > before.version
        assert not Alias.objects.filter(resident_id=before.id).exists()
        assert told(before.id, "people.corrected") == 0
        assert resident(other).phone == "0900000000"  # what somebody did since is kept
        assert rows("select * from figures.differences()") == []


def _phone(number: str) -> Any:
    from diaban.people.importing.rows import Person

    return Person("S", 1, phone=number)


def test_two_rows_about_one_person_come_apart_again(bring_in: BringIn, home: Viewer) -> None:
    bring_in(table(FOUND[:3], PHONED))
    twice = [replace(FOUND[0], phone="0911000001"), replace(FOUND[0], phone="0911000002")]
    second = bring_in(table(twice, PHONED))
    with acting(home):
        before = resident(of(second, 0))
        for seq in (0, 1):
            row = of(second, seq)
            deciding.same_person(
                by=home, import_id=second.id, row_id=row.id, version=resident(row).version, take=["phone"]
            )
        assert resident(of(second, 1)).phone == "0911000002"
        undo.undo(by=home, import_id=second.id)
        assert Resident.objects.get(pk=before.id).phone == before.phone


def test_somebody_who_changed_the_record_meanwhile_is_not_overwritten(changed: Import, home: Viewer) -> None:
    with acting(home):
        row = of(changed, 0)
        with pytest.raises(Conflict):
            deciding.same_person(
                by=home, import_id=changed.id, row_id=row.id, version=resident(row).version - 1, take=["phone"]
            )
        assert of(changed, 0).decision == ""


def test_a_doubtful_row_is_somebody_new_in_the_lists_household(bring_in: BringIn, home: Viewer, owner_db: Any) -> None:
    twins = [*FOUND, replace(FOUND[1], number="")]  # the same name and birth in one household, without a number
    done = bring_in(table(twins, HEADED))
    assert done.counts["doubtful"] == 1
    with acting(home):
        row = of(done, 20)
        made = deciding.new_person(by=home, import_id=done.id, row_id=row.id)
        twin = resident(made)
        assert twin.household_id == resident(of(done, 1)).household_id
        assert told(twin.id, "people.opening") == 1
        assert (made.committed, made.decision) == (True, Decision.NEW)
        assert undo.undo(by=home, import_id=done.id).counts["undone"]["residents"] == 21
        assert not Resident.objects.exists()
        assert not Household.objects.exists()


def test_a_number_that_is_taken_is_a_sentence(changed: Import, home: Viewer) -> None:
    with acting(home):
        row = of(changed, 2)
        assert row.verdict == "doubtful"
        with pytest.raises(Invalid, match="đã có ở một người"):
            deciding.new_person(by=home, import_id=changed.id, row_id=row.id)
        assert Resident.objects.count() == 20


def test_a_row_left_out_is_never_written_and_can_be_taken_up(bring_in: BringIn, home: Viewer) -> None:
    staged = bring_in(table(FOUND, HEADED), write=False)
    with acting(home):
        row, other = of(staged, 5), of(staged, 6)
        deciding.leave_out(by=home, import_id=staged.id, row_id=row.id)
        deciding.leave_out(by=home, import_id=staged.id, row_id=other.id)
        deciding.take_up(by=home, import_id=staged.id, row_id=other.id)
        assert commit(by=home, import_id=staged.id).counts["written"]["residents"] == 19
        assert of(staged, 5).record is None
        with pytest.raises(Conflict):
            deciding.take_up(by=home, import_id=staged.id, row_id=other.id)


def test_a_row_decided_before_the_commit_is_written_once(bring_in: BringIn, home: Viewer) -> None:
    staged = bring_in(table(FOUND, HEADED), write=False)
    with acting(home):
        first = deciding.new_person(by=home, import_id=staged.id, row_id=of(staged, 0).id)
        commit(by=home, import_id=staged.id)
        assert Resident.objects.count() == 20
        assert of(staged, 0).record == first.record
        homes = Household.objects.count()
        assert homes == len({p.household for p in FOUND})


@pytest.mark.parametrize(
    ("column", "wrong", "right"), [(2, "31/02/1990", "28/02/1990"), (1, None, "Trần Thị Được Sửa"), (2, "5/6", "1984")]
)
def test_a_refused_row_is_put_right_and_judged_again(
    bring_in: BringIn, home: Viewer, column: int, wrong: Any, right: str
) -> None:
    found = table(FOUND, HEADED)
    found[1][column] = wrong
    done = bring_in(found)
    with acting(home):
        row = of(done, 0)
        assert row.verdict == "refused"
        with pytest.raises(Invalid):
            deciding.new_person(by=home, import_id=done.id, row_id=row.id)
        cells = {letter: said for letter, _label, said in mending.cells_of(done, row)}
        letter = "ABCDEFGH"[column]
        assert cells[letter] == ("" if wrong is None else wrong)
        again = mending.retry(by=home, import_id=done.id, row_id=row.id, cells=cells | {letter: right})
        assert again.verdict == "new"
        assert again.raw[letter] == right
        made = resident(deciding.new_person(by=home, import_id=done.id, row_id=row.id))
        assert made.household_id == resident(of(done, 1)).household_id
        assert made.id_no == FOUND[0].number
        assert (made.relation, made.place) == ("head", resident(of(done, 1)).place)


def test_what_is_not_touched_is_read_as_the_sheet_was(bring_in: BringIn, home: Viewer) -> None:
    """Nothing changed, or only another cell: everything else stays as it was read."""
    found = table(FOUND, [*HEADED, ("Thường trú", lambda i, p: "x"), ("Điện thoại", lambda i, p: p.phone)])
    found[1][2] = date(1990, 2, 1)
    done = bring_in(found, write=False)
    with acting(home):
        for seq in range(5):
            row = of(done, seq)
            cells = {letter: said for letter, _label, said in mending.cells_of(done, row)}
            same = mending.retry(by=home, import_id=done.id, row_id=row.id, cells=cells)
            assert (same.parsed, same.raw, same.verdict) == (row.parsed, row.raw, row.verdict)
        changed = mending.retry(by=home, import_id=done.id, row_id=of(done, 0).id, cells={"J": "0912345678"})
        assert changed.parsed == of(done, 0).parsed
        assert changed.parsed["phone"] == "0912345678"
        assert changed.parsed["birth"] == "1990-02-01"


def test_a_number_typed_anew_is_compared_with_the_file_and_the_register(bring_in: BringIn, home: Viewer) -> None:
    found = table(FOUND, HEADED)
    found[1][2] = "31/02/1990"
    done = bring_in(found)
    with acting(home):
        cells = {"C": "01/02/1990", "E": FOUND[7].number}
        again = mending.retry(by=home, import_id=done.id, row_id=of(done, 0).id, cells=cells)
        assert again.verdict == "doubtful"
        assert {"number_twice", "number_of_other"} & {r["code"] for r in again.reasons}


def test_a_batch_takes_over_all_that_fits_and_names_what_does_not(changed: Import, home: Viewer) -> None:
    with acting(home):
        rest = queries.open_rows(viewer=home, import_id=changed.id)
        assert rest.count() == 4
        done, failed = deciding.batch(
            by=home, import_id=changed.id, rows=rest.filter(verdict="changed"), decision=Decision.PERSON
        )
        assert (done, failed) == (3, [])
        assert resident(of(changed, 3)).phone == "0999888777"
        assert resident(of(changed, 1)).birth_date == date(1999, 9, 9)
        done, failed = deciding.batch(by=home, import_id=changed.id, rows=rest, decision=Decision.NEW)
        assert done == 0
        assert [(row.seq, "đã có ở một người khác" in why) for row, why in failed] == [(2, True)]
        assert deciding.batch(by=home, import_id=changed.id, rows=rest, decision=Decision.LEFT) == (1, [])
        assert queries.decided(viewer=home, import_id=changed.id) == {"open": 0, "person": 3, "left": 1}


def test_a_batch_of_new_people_goes_in_at_once(bring_in: BringIn, home: Viewer, owner_db: Any) -> None:
    before = fingerprint(owner_db)
    named = [*HEADED, ("Tình trạng cư trú", lambda i, p: "Đã chuyển đi")]
    done = bring_in(table([*FOUND, FOUND[0]], named))
    assert done.counts["doubtful"] == 21
    with acting(home):
        rest = queries.open_rows(viewer=home, import_id=done.id)
        made, failed = deciding.batch(by=home, import_id=done.id, rows=rest, decision=Decision.NEW)
        assert (made, len(failed)) == (20, 1)
        assert Resident.objects.count() == 20
        assert Household.objects.count() == len({p.household for p in FOUND})
        assert Row.objects.filter(import_id=done.id, committed=True).values("action_id").distinct().count() == 1
        undo.undo(by=home, import_id=done.id)
    assert fingerprint(owner_db) == before


def test_who_may(changed: Import, home: Viewer, make_viewer: MakeViewer) -> None:
    with acting(home):
        row = of(changed, 0)
    for other, error in (
        (make_viewer("18754", role=HAMLET_TEAM, staff=903), Refused),
        (make_viewer("18823", staff=904, office=home.office_id), Refused),
        (make_viewer("18754", staff=905, office=77), NotFound),
    ):
        with acting(other):
            for act in (deciding.leave_out, deciding.new_person):
                with pytest.raises(error):
                    act(by=other, import_id=changed.id, row_id=row.id)
            with pytest.raises(error):
                deciding.same_person(by=other, import_id=changed.id, row_id=row.id, version=1, take=[])
            with pytest.raises(error):
                mending.retry(by=other, import_id=changed.id, row_id=row.id, cells={})
            with pytest.raises(error):
                deciding.batch(by=other, import_id=changed.id, rows=Row.objects.all(), decision=Decision.LEFT)
    with acting(home):
        undo.undo(by=home, import_id=changed.id) if changed.counts["written"]["residents"] else None
        with pytest.raises(NotFound):
            deciding.leave_out(by=home, import_id=changed.id, row_id=0)
