"""The verbs of registers: rows matched to residents, put right, and taken out. Each is atomic and writes its lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.core.errors import Conflict, Invalid, NotFound, Stale
from diaban.core.text import fold, sort_key, tidy
from diaban.core.time import now, today
from diaban.ledger.actions import append
from diaban.people import identity
from diaban.people.actions.base import action
from diaban.people.models import Resident
from diaban.people.models import State as Living
from diaban.registers import catalogue, homes, lines, policies
from diaban.registers.models import Home, How, Match, Row, State, Why


def locked(
    by: Viewer, row_id: UUID, version: int | None = None,
    check: Callable[[Viewer, Row], None] = policies.check_edit,
) -> Row:  # fmt: skip
    """A row that the viewer may change, or do what `check` allows, locked. Raises NotFound, Refused, Stale."""
    found = Row.objects.select_for_update().filter(pk=row_id).first()
    if found is None:
        raise NotFound(_("Không có dòng này trong phạm vi của bạn."))
    check(by, found)
    if version is not None and found.version != version:
        raise Stale(_("Người khác vừa sửa dòng này; chưa lưu gì, hãy xem bản mới rồi sửa lại."))
    return found


def _save(one: Row | Home, **columns: Any) -> None:
    for name, new in columns.items():
        setattr(one, name, new)
    one.version += 1
    one.updated_at = now()
    one.save(update_fields=[*columns, "version", "updated_at"])


def link(*, by: Viewer, row_id: UUID, resident_id: UUID, version: int | None = None) -> Row:
    """A row is this resident: a clerk says so, of a merged record the one that stays. The row's household follows.
    Raises NotFound, Conflict."""
    with action() as action_id:
        row = locked(by, row_id, version, policies.check_settle)
        asked, resident_id = resident_id, identity.survivor(resident_id)
        resident = Resident.objects.filter(pk=resident_id).exclude(state=Living.VOID).first()
        if resident is None and str(asked) not in {candidate[0] for candidate in row.candidates}:
            raise NotFound(_("Không có cư dân này trong phạm vi của bạn; chưa nối."))
        if row.resident_id == resident_id and row.how == How.CLERK:
            raise Conflict(_("Dòng này đã được nối với người đó rồi; chưa ghi gì thêm."))
        belief = next((c[1] for c in row.candidates if c[0] == str(asked)), None)
        said = next((c[2] for c in row.candidates if c[0] == str(asked)), "")
        _save(row, resident_id=resident_id, match=Match.LINKED, how=How.CLERK, probability=belief, evidence=said)
        _rehome(row)
        append([lines.done("linked", row, by, action_id)])
        _settled([row], by)
    return row


def unlink(*, by: Viewer, row_id: UUID, version: int | None = None) -> Row:
    """A row is none of those it was taken for: it waits for the resident to be found or written."""
    with action() as action_id:
        row = locked(by, row_id, version, policies.check_settle)
        _save(row, resident_id=None, match=Match.UNMATCHED, how=How.CLERK, probability=None, evidence="")
        append([lines.done("unlinked", row, by, action_id)])
        _settled([row], by)
    return row


def doubt(*, by: Viewer, row_id: UUID) -> Row:
    """A decision about a row is taken back: it waits to be looked at again."""
    with action() as action_id:
        row = locked(by, row_id, check=policies.check_settle)
        match = Match.DOUBTFUL if row.candidates else Match.UNMATCHED
        first = row.candidates[0] if row.candidates else None
        _save(row, resident_id=None, match=match, how="", probability=first[1] if first else None,
              evidence=first[2] if first else "")  # fmt: skip
        append([lines.done("unlinked", row, by, action_id)])
    return row


def _settled(rows: Sequence[Row], by: Viewer) -> None:
    """Rows that wait for no decision of the review any more."""
    from diaban.registers import reviewed

    reviewed.settle([row.id for row in rows], by)


def _rehome(row: Row) -> None:
    """The home of a row whose resident is known now: the household's own, where the register is of households."""
    if row.home_id is None or row.resident_id is None:
        return
    home = Home.objects.select_for_update().get(pk=row.home_id)
    household = homes.households([row.resident_id]).get(row.resident_id)
    if household is not None and home.household_id is None:
        _save(home, household_id=household)


@dataclass(frozen=True, kw_only=True)
class RowData:
    """What a clerk may put right of a row; None leaves a thing as it is."""

    full_name: str | None = None
    sex: str | None = None
    birth_date: date | None = None
    birth_precision: str | None = None
    id_no: str | None = None
    cmnd: str | None = None
    relation: str | None = None
    head_name: str | None = None
    place: int | None = None
    group: str | None = None
    since: date | None = None

    def changed(self, row: Row) -> dict[str, Any]:
        """What is other than it was."""
        return {
            name: new for name, new in vars(self).items() if new is not None and new != getattr(row, name)
        }  # fmt: skip


def correct(
    *, by: Viewer, row_id: UUID, data: RowData, version: int | None = None, settled: Collection[str] = ()
) -> Row:
    """Put a row right. What is put right, and what is `settled` as it is, is no longer at fault. Raises Invalid, Stale,
    Refused."""
    with action() as action_id:
        row = locked(by, row_id, version)
        changed = data.changed(row)
        _check(by, row, changed)
        if not changed and not settled:
            return row
        before = row.group
        if "full_name" in changed:
            name = tidy(changed["full_name"])[:120]
            changed |= {"full_name": name, "fold": fold(name)[:200], "sort_key": sort_key(name)}
        fields = sorted({_FIELD.get(name, name) for name in changed} - {"fold", "sort_key"} | set(settled))
        for name, new in changed.items():
            setattr(row, name, new)
        _save(row, **changed, faults=faults_after(row, set(fields)))
        append([lines.done("corrected", row, by, action_id, field=name) for name in fields])
        if row.group != before:
            _regroup(row, by, action_id, before)
    return row


_FIELD = {"birth_date": "birth", "birth_precision": "birth", "cmnd": "id_no"}


def _check(by: Viewer, row: Row, changed: Mapping[str, Any]) -> None:
    faults: dict[str, Any] = {}
    if "full_name" in changed and not tidy(changed["full_name"]):
        faults["full_name"] = _("Ghi họ tên.")
    if changed.get("id_no") and not re.fullmatch(r"\d{12}", changed["id_no"]):
        faults["id_no"] = _("Số định danh có đúng 12 chữ số.")
    if changed.get("birth_date") and changed["birth_date"] > today():
        faults["birth_date"] = _("Ngày sinh không được sau hôm nay.")
    register = catalogue.register(row.register)
    if changed.get("group") and changed["group"] not in {group.code for group in register.groups}:
        faults["group"] = _("Chọn một diện của danh sách.")
    if "place" in changed:
        policies.check_keep(by, changed["place"])
    if faults:
        raise Invalid(_("Chưa lưu: một số ô cần sửa lại."), faults)


def faults_after(row: Row, fields: set[str]) -> list[str]:
    """A row's faults once some of its fields were put right by hand: what was typed is taken as right."""
    required = catalogue.register(row.register).required
    said = {"birth": row.birth_date, "sex": row.sex != "u", "id_no": row.id_no or row.cmnd, "place": row.place}
    kept = [fault for fault in row.faults if fault.partition(".")[2] not in fields]
    missing = [f"du.{name}" for name in required if name in fields and not said.get(name, getattr(row, name, True))]
    return sorted({*kept, *missing})


def _regroup(row: Row, by: Viewer, action_id: UUID, before: str) -> None:
    """A row of another group is counted there from today: it leaves the one and enters the other. In a register of
    households its home and the others of the home go with it."""
    moved([row], {row.id: before}, by, action_id)
    home = Home.objects.select_for_update().filter(pk=row.home_id).first() if row.home_id else None
    if home is None or home.group == row.group:
        return
    others = list(
        Row.objects.select_for_update().filter(home_id=home.id, state=State.ACTIVE).exclude(pk=row.pk)
        .exclude(group=row.group)
    )  # fmt: skip
    left = {other.id: other.group for other in others} | {home.id: home.group}
    for other in others:
        _save(other, group=row.group)
    _save(home, group=row.group)
    moved(others, left, by, action_id)
    moved([home], left, by, action_id)


def moved(some: Sequence[Row | Home], before: Mapping[UUID, str], by: Viewer, action_id: UUID) -> None:
    """The lines of rows or homes, all of one sort, that are of another group than `before` said: they leave the one and
    enter the other. Call inside an action."""
    after = {one.pk: one.group for one in some}
    for one in some:
        one.group = before[one.pk]
    lines.leave(some, by, action_id, day=today(), why=Why.REGROUPED)
    for one in some:
        one.group = after[one.pk]
    lines.enter(some, by, action_id, opening=False)


def leave(*, by: Viewer, row_id: UUID, why: str, day: date | None = None, version: int | None = None) -> Row:
    """A person leaves the register on a day; a household leaves with its last member. Raises Invalid, Refused."""
    with action() as action_id:
        row = locked(by, row_id, version)
        day = day or today()
        if day > today() or why not in Why.values:
            raise Invalid(_("Chưa lưu: một số ô cần sửa lại."), {"day": _("Ngày không được sau hôm nay.")})
        take_out([row], by, action_id, day=day, why=why)
    return row


def take_out(rows: Sequence[Row], by: Viewer, action_id: UUID, *, day: date, why: str) -> list[Home]:
    """Rows leave, with the homes that nobody is left in, which are returned. Call inside an action, with the rows
    locked."""
    for row in rows:
        _save(row, state=State.LEFT, until=day, why=why)
    lines.leave(rows, by, action_id, day=day, why=why)
    _settled([row for row in rows if row.match == Match.DOUBTFUL], by)
    touched = {row.home_id for row in rows if row.home_id is not None}
    inside = set(Row.objects.filter(home_id__in=touched, state=State.ACTIVE).values_list("home_id", flat=True))
    empty = list(Home.objects.select_for_update().filter(pk__in=touched - inside, state=State.ACTIVE))
    for home in empty:
        _save(home, state=State.LEFT, until=day, why=why)
    lines.leave(empty, by, action_id, day=day, why=why)
    return empty


def bring_back(gone: Sequence[Row | Home]) -> None:
    """Rows or homes stand in their register again, as if they had never left. Call inside an action."""
    for one in gone:
        _save(one, state=State.ACTIVE, until=None, why="")
