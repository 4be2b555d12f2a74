"""A case as a value, and the statements that read and lock one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.casework import registry
from diaban.casework.clocks import Pause
from diaban.casework.registry import CaseKind
from diaban.core.errors import NotFound, Stale
from diaban.core.sql import one, prepared_rows, rows
from diaban.core.time import ZONE

#: Columns in the order of the fields of `Case`; pauses as their bounds, that nothing has to parse ranges.
COLUMNS = """c.id, c.kind, c.state, c.place, c.office_id, c.assignee_id, c.title_code, c.opened_at, c.received_at,
c.clock_from, c.due_at, c.closed_at, c.near, c.late, c.paused, c.near_line, c.late_line, c.rule, c.computed, c.version,
array(select lower(r) from unnest(c.pauses) r), array(select upper(r) from unnest(c.pauses) r)"""


@dataclass(frozen=True, slots=True)
class Case:
    """One case as it stood when it was read. `due_at` is None without a clock; while `paused` it isn't final.

    `near`: it fell due on a day that has come; `late`: its moment is past. Both have a line in the ledger.
    """

    id: UUID
    kind: str
    state: str
    place: int
    office_id: int
    assignee_id: int | None
    title_code: str
    opened_at: datetime
    received_at: datetime
    clock_from: datetime
    due_at: datetime | None
    closed_at: datetime | None
    near: bool
    late: bool
    paused: bool
    near_line: int | None
    late_line: int | None
    rule: str
    computed: int
    version: int
    pauses: tuple[Pause, ...] = ()

    @property
    def pk(self) -> UUID:
        return self.id

    @property
    def declared(self) -> CaseKind:
        """Its kind. Raises KeyError where no installed room declares it any more."""
        return registry.kind(self.kind)

    @property
    def open(self) -> bool:
        return self.closed_at is None

    @property
    def due_on(self) -> date | None:
        """The day it is due, in office time."""
        return None if self.due_at is None else self.due_at.astimezone(ZONE).date()


_FIELDS = tuple(field.name for field in fields(Case))
_VALUES = attrgetter(*_FIELDS)


def replace(case: Case, **changed: Any) -> Case:
    """As `dataclasses.replace`, which asks each field again what it is: a step of a case does this a few times."""
    return Case(**dict(zip(_FIELDS, _VALUES(case), strict=True)) | changed)


def case_of(row: Sequence[Any]) -> Case:
    """A row of `COLUMNS`."""
    told: list[Any] = [*row[:-2], tuple(map(Pause, row[-2], row[-1]))]
    return Case(*told)


_ONE = f"select {COLUMNS} from casework_case c where c.id = %s"


def read(case_id: UUID) -> Case:
    """A case that the session may see. Raises NotFound."""
    return _found(one(_ONE, [case_id]))


def read_all(ids: Sequence[UUID]) -> list[Case]:
    """Those of the cases that the session may see."""
    return [case_of(row) for row in rows(f"select {COLUMNS} from casework_case c where c.id = any(%s)", [list(ids)])]


def locked(case_id: UUID, version: int | None = None) -> Case:
    """A case locked for this transaction. Raises NotFound; Stale where `version` isn't the one in store any more."""
    case = _found(one(f"{_ONE} for no key update", [case_id]))
    if version is not None and case.version != version:
        raise Stale(_("Người khác vừa xử lý việc này; chưa lưu gì, hãy tải lại trang rồi làm lại."))
    return case


_SOME = f"select {COLUMNS} from casework_case c where c.id = any(%s::uuid[]) order by c.id for no key update"


def locked_all(ids: Sequence[UUID]) -> dict[UUID, Case]:
    """Cases locked for this transaction, always in the same order. Raises NotFound where one isn't seen."""
    cases = {case.id: case for case in map(case_of, prepared_rows(_SOME, [list(ids)], binary=True))}
    if len(cases) < len(set(ids)):
        _found(None)
    return cases


def _found(row: Sequence[Any] | None) -> Case:
    if row is None:
        raise NotFound(_("Không có việc này trong phạm vi của bạn."))
    return case_of(row)
