"""An officer's decision about rows that were not written by themselves: the same person, a new one, or left out.

What is written goes through the same verbs as the forms of a resident, with their policies and ledger lines; the row
keeps who decided what, and what undoing the import must put back.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.areas.queries import places_within
from diaban.core.errors import Conflict, DiabanError, Invalid, NotFound
from diaban.core.sql import value
from diaban.core.time import now, today
from diaban.ledger.actions import append
from diaban.papers import staged
from diaban.papers.models import Decision, Import, Row, State, Verdict
from diaban.people.actions.base import action, locked, plain_line
from diaban.people.actions.mend import note_alias, put_right
from diaban.people.data import PersonData
from diaban.people.importing import places, policies, staging, writing
from diaban.people.importing.actions import load
from diaban.people.importing.rows import Person
from diaban.people.models import Alias, AliasKind, Relation, Resident

#: Rows in one batch; the rest follow in the next.
MOST = 500
#: What of a row can be taken over into a resident's details; household and place have verbs of their own.
TAKEN = ("full_name", "sex", "birth", "id_no", "relation", "phone", "address", "hometown", "cmnd")


def open_rows(imported: Import) -> Any:
    """Rows of an import about which somebody may still decide."""
    return Row.objects.filter(import_id=imported.id, committed=False, decision="")


def _ready(by: Viewer, import_id: UUID) -> Import:
    imported = load(import_id)
    if imported.state not in (State.STAGED, State.COMMITTED) or imported.place is None:
        raise Conflict(_("Lần nhập này chưa xét xong hoặc đã hoàn tác; chưa ghi gì."))
    policies.check_into(by, imported.place)
    return imported


def _open_row(imported: Import, row_id: int) -> Row:
    row = Row.objects.select_for_update().filter(import_id=imported.id, pk=row_id).first()
    if row is None:
        raise NotFound(_("Không có dòng này trong lần nhập."))
    if row.committed or row.decision:
        raise Conflict(_("Dòng này đã ghi sổ hoặc đã được quyết định; hãy tải lại trang."))
    return row


def _decide(row: Row, by: Viewer, decision: Decision, action_id: UUID | None = None) -> None:
    row.decision, row.decided_by, row.decided_at, row.action_id = decision, by.staff_id, now(), action_id
    row.save(update_fields=["decision", "decided_by", "decided_at", "action_id", "before", "committed"])


def leave_out(*, by: Viewer, import_id: UUID, row_id: int) -> Row:
    """The row is nobody's: it stays in staging as it was, and is never written."""
    with action():
        row = _open_row(_ready(by, import_id), row_id)
        _decide(row, by, Decision.LEFT)
    return row


def take_up(*, by: Viewer, import_id: UUID, row_id: int) -> Row:
    """A row that was left out is looked at again."""
    with action():
        imported = _ready(by, import_id)
        row = Row.objects.select_for_update().filter(import_id=imported.id, pk=row_id, decision=Decision.LEFT).first()
        if row is None:
            raise Conflict(_("Dòng này không còn ở trạng thái bỏ qua; hãy tải lại trang."))
        row.decision, row.decided_by, row.decided_at = "", None, None
        row.save(update_fields=["decision", "decided_by", "decided_at"])
    return row


def same_person(*, by: Viewer, import_id: UUID, row_id: int, version: int, take: Collection[str]) -> Row:
    """The row is the resident it resembles; `take` names what the row says better. `version` is the resident's.

    Raises Conflict where somebody changed the resident meanwhile, Invalid where a value can't be taken.
    """
    with action() as action_id:
        row = _open_row(_ready(by, import_id), row_id)
        if row.record is None:
            raise Invalid(_("Dòng này không giống cư dân nào trong sổ; chọn người mới hoặc bỏ qua."))
        resident = locked(row.record, version)
        person = staging.person_of(row)
        aliases = set(Alias.objects.filter(resident_id=resident.id).values_list("id", flat=True))
        before = put_right(by, resident, merged(resident, person, take).checked(), action_id)
        if "cmnd" in take and person.cmnd:
            note_alias(resident.id, AliasKind.CMND, person.cmnd)
            append([plain_line("people.corrected", resident.id, resident.place, by, action_id, field="alias")])
        added = set(Alias.objects.filter(resident_id=resident.id).values_list("id", flat=True)) - aliases
        kept = {name: v.isoformat() if isinstance(v, date) else v for name, v in before.items()}
        row.before = {"columns": kept, "version": resident.version, "aliases": sorted(added)}
        row.committed = True
        _decide(row, by, Decision.PERSON, action_id)
    return row


def merged(resident: Resident, person: Person, take: Collection[str]) -> PersonData:
    """A resident's details with those of a row in the places named."""
    data = PersonData(
        full_name=resident.full_name, sex=resident.sex, birth_date=resident.birth_date,
        birth_precision=resident.birth_precision, id_no=resident.id_no, phone=resident.phone, address=resident.address,
        hometown=resident.hometown, relation=resident.relation,
    )  # fmt: skip
    said: dict[str, Any] = {
        name: getattr(person, name)
        for name in ("full_name", "sex", "id_no", "phone", "address", "hometown", "relation")
        if name in take and getattr(person, name)
    }
    if "birth" in take and person.birth is not None:
        said |= {"birth_date": person.birth, "birth_precision": person.precision}
    return replace(data, **said)


def differences(person: Person, resident: Resident, cmnds: Collection[str]) -> list[str]:
    """Which of `TAKEN` the row says otherwise than the resident's details, and could put in their place."""
    new = merged(resident, person, TAKEN)
    columns = {name: (name,) for name in TAKEN if name not in ("birth", "cmnd")}
    columns["birth"] = ("birth_date", "birth_precision")  # type: ignore[assignment]
    found = [
        name
        for name in TAKEN
        if name in columns and any(getattr(new, c) != getattr(resident, c) for c in columns[name])
    ]
    if Relation.HEAD in (new.relation, resident.relation) and "relation" in found:
        found.remove("relation")  # a head is changed on the household's page
    return [*found, "cmnd"] if person.cmnd and person.cmnd not in cmnds else found


def new_person(*, by: Viewer, import_id: UUID, row_id: int) -> Row:
    """The row is somebody who is not in the register: written as the list's other new rows are."""
    with action() as action_id:
        imported = _ready(by, import_id)
        row = _open_row(imported, row_id)
        if row.verdict == Verdict.REFUSED:
            raise Invalid(_("Dòng này thiếu hoặc sai thông tin bắt buộc; sửa ô rồi xét lại."))
        if _taken([row]):
            raise Invalid(_("Số định danh của dòng này đã có ở một người trong sổ; sửa số hoặc chọn đúng người đó."))
        _write(by, imported, [row], action_id)
    row.refresh_from_db()
    return row


def _taken(rows: Sequence[Row]) -> set[str]:
    asked = sorted({row.parsed["id_no"] for row in rows if row.parsed.get("id_no")})
    return set(value("select people.numbers_taken(%s)", [asked]) or ()) if asked else set()


def _write(by: Viewer, imported: Import, rows: Sequence[Row], action_id: UUID) -> None:
    """Rows into the register, in the caller's action: households of the list are found or opened as at its commit."""
    assert imported.place is not None
    value("select pg_advisory_xact_lock(hashtext('people.import'), %s)", [imported.place])
    hamlets = places.Hamlets(imported.place, today())
    entries = []
    for row in rows:
        person = staging.person_of(row)
        head = bool(row.parsed.get("head"))
        entries.append(writing.Entry(row.id, person, hamlets.place(person), row.parsed.get("group"), head))
    writing.write(
        entries, _homes(imported, rows), by=by, place=imported.place, places=places_within(imported.place),
        day=today(), action=action_id,
    )  # fmt: skip
    staged.mark_written([e.row_id for e in entries], [e.id for e in entries])
    Row.objects.filter(pk__in=[row.id for row in rows]).update(
        decision=Decision.NEW, decided_by=by.staff_id, decided_at=now(), action_id=action_id
    )


def _homes(imported: Import, rows: Sequence[Row]) -> dict[int, UUID]:
    """Households in store by their number in the list: where others of the same household of the list live."""
    groups = {row.parsed["group"] for row in rows if "group" in row.parsed}
    known = Row.objects.filter(import_id=imported.id, record__isnull=False, parsed__group__in=list(groups))
    known = known.exclude(verdict=Verdict.DOUBTFUL, committed=False)
    group_of = {record: parsed["group"] for record, parsed in known.values_list("record", "parsed")}
    found = Resident.objects.filter(pk__in=[r for r in group_of if r], household_id__isnull=False)
    return {group_of[r]: home for r, home in found.values_list("id", "household_id") if home is not None}


def batch(*, by: Viewer, import_id: UUID, rows: Any, decision: Decision) -> tuple[int, list[tuple[Row, str]]]:
    """One decision for many open rows (at most `MOST`): how many were decided, and which were not, with the sentence.

    Each row of PERSON takes over everything that the row says otherwise; rows of NEW go in together.
    """
    imported = _ready(by, import_id)
    chosen = list(rows.filter(committed=False, decision="").order_by("seq")[:MOST])
    if decision == Decision.NEW:
        return _batch_new(by, imported, chosen)
    done, failed = 0, []
    for row in chosen:
        try:
            if decision == Decision.LEFT:
                leave_out(by=by, import_id=import_id, row_id=row.id)
            else:
                _take_all(by, import_id, row)
            done += 1
        except DiabanError as error:
            failed.append((row, str(error)))
    return done, failed


def _take_all(by: Viewer, import_id: UUID, row: Row) -> None:
    if row.record is None:
        raise Invalid(_("Dòng này không giống cư dân nào trong sổ; chọn người mới hoặc bỏ qua."))
    resident = Resident.objects.filter(pk=row.record).first()
    if resident is None:
        raise NotFound(_("Không có cư dân này trong phạm vi của bạn."))
    cmnds = Alias.objects.filter(resident_id=resident.id, kind=AliasKind.CMND).values_list("value", flat=True)
    take = differences(staging.person_of(row), resident, list(cmnds))
    same_person(by=by, import_id=import_id, row_id=row.id, version=resident.version, take=take)


def _batch_new(by: Viewer, imported: Import, chosen: Sequence[Row]) -> tuple[int, list[tuple[Row, str]]]:
    """Rows that can't be written stay as they were: refused ones, and numbers held by somebody or said twice."""
    with action() as action_id:
        locked_rows = Row.objects.select_for_update().filter(pk__in=[row.id for row in chosen], committed=False)
        fit, failed, numbers = [], [], _taken(chosen)
        for row in locked_rows.filter(decision="").order_by("seq"):
            number = row.parsed.get("id_no")
            if row.verdict == Verdict.REFUSED:
                failed.append((row, str(_("Dòng này thiếu hoặc sai thông tin bắt buộc; sửa ô rồi xét lại."))))
            elif number and number in numbers:
                failed.append((row, str(_("Số định danh của dòng này đã có ở một người khác."))))
            else:
                numbers |= {number} if number else set()
                fit.append(row)
        if fit:
            _write(by, imported, fit, action_id)
    return len(fit), failed
