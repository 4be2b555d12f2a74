"""Registers as JSON: read with the rights of the pages, opened with the same log."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from diaban.people.api import REFUSED, Limit, Number
from diaban.people.views.base import viewer_of
from diaban.registers import catalogue, quality, queries
from diaban.registers.queries import RowView
from diaban.registers.views.lists import LOOKUPS
from diaban.web.paging import Ask

router = Router()


class GroupOut(Schema):
    """Those of a register whom the law names together."""

    code: str
    title: str


class RegisterOut(Schema):
    """A register of today. `unit` is `person` or `household`; the counts are of the caller's ground."""

    code: str
    title: str
    unit: str
    keeper: str
    citation: str
    groups: list[GroupOut]
    rows: int
    homes: int
    linked: int
    doubtful: int
    unmatched: int


class Registers(Schema):
    """Every register in force."""

    registers: list[RegisterOut]


class RegisterRow(Schema):
    """A row as its list shows it. `match` is `linked`, `doubtful` or `unmatched`; `birth_precision` d, m, y or u."""

    id: UUID
    full_name: str
    sex: str
    birth_date: date | None
    birth_precision: str
    number: str
    group: str
    round: str
    place: int
    place_name: str
    match: str
    resident_id: UUID | None
    state: str
    row_no: int


class RegisterRows(Schema):
    """A page; `next` is the id to go on after, null at the end."""

    rows: list[RegisterRow]
    next: UUID | None


class CandidateOut(Schema):
    """A resident whom a row may be, with the engine's probability and its evidence in words."""

    resident_id: UUID
    full_name: str
    probability: float
    evidence: str


class RegisterRecord(RegisterRow):
    """A row as its page shows it; `faults` are `criterion.field`: dung, du, sach, song."""

    register_code: str
    head_name: str
    relation: str
    address: str
    home_id: UUID | None
    probability: float | None
    evidence: str
    file_name: str
    sheet: str
    since: date | None
    until: date | None
    faults: list[str]
    candidates: list[CandidateOut]
    version: int


class QualityOut(Schema):
    """The quality of a register in an area: rows, and rows at fault by criterion and by `criterion.field`."""

    register_code: str
    rows: int
    index: float
    faults: dict[str, int]


class Qualities(Schema):
    """Every register that has rows."""

    registers: list[QualityOut]


_SAME = ("id", "full_name", "sex", "birth_date", "birth_precision", "number", "group", "round", "place", "place_name",
         "match", "resident_id", "state", "row_no")  # fmt: skip


@router.get("registers", response={200: Registers, **REFUSED}, summary="Registers in force, with their counts")
def register_list(request: HttpRequest) -> Any:
    told = queries.totals(viewer=viewer_of(request))
    return Registers(registers=[_register(one) for one in told])


def _register(one: dict[str, Any]) -> RegisterOut:
    register = one["register"]
    same = ("code", "title", "unit", "keeper", "citation")
    counts = ("rows", "homes", "linked", "doubtful", "unmatched")
    return RegisterOut(
        **{name: getattr(register, name) for name in same}, **{name: one[name] for name in counts},
        groups=[GroupOut(code=group.code, title=group.title) for group in register.groups],
    )  # fmt: skip


@router.get("registers/quality", response={200: Qualities, **REFUSED},
            summary="Rows at fault by register, criterion and field")  # fmt: skip
def register_quality(request: HttpRequest, unit_id: Number | None = None) -> Any:
    found = quality.board(viewer=viewer_of(request), unit=unit_id)
    return Qualities(registers=[
        QualityOut(register_code=register, rows=cell.rows, index=round(cell.index, 2), faults=dict(cell.counts))
        for (register, _part), cell in sorted(found.items())
    ])  # fmt: skip


@router.get("registers/{register_code}", response={200: RegisterRows, **REFUSED},
            summary="Rows of a register, in name order", openapi_extra={"x-limit": "lookup"})  # fmt: skip
def register_rows(
    request: HttpRequest, register_code: str, unit_id: Number | None = None, group: str = "", match: str = "",
    fault: str = "", state: str = "active", after: UUID | None = None, limit: Limit = 50,
) -> Any:  # fmt: skip
    viewer = viewer_of(request)
    rows = queries.rows(viewer=viewer, register=catalogue.register(register_code).code)
    values = {"dien": group, "noi": match, "loi": fault, "tinh_trang": state, "dia_ban": unit_id}
    ask = Ask(values, sort="name", after=str(after or ""), limit=limit)
    found = queries.page(viewer=viewer, found=rows, ask=ask, lookups=LOOKUPS, channel=viewer.api_channel)
    shown = [RegisterRow(**{name: getattr(row, name) for name in _SAME}) for row in found.rows]
    return RegisterRows(rows=shown, next=shown[-1].id if found.later else None)


@router.get("register-rows/{uuid:entry_id}", response={200: RegisterRecord, **REFUSED}, summary="Open one row",
            openapi_extra={"x-limit": "lookup"})  # fmt: skip
def register_row(request: HttpRequest, entry_id: UUID) -> Any:
    viewer = viewer_of(request)
    return record(queries.open_row(viewer=viewer, row_id=entry_id, channel=viewer.api_channel))


def record(view: RowView) -> RegisterRecord:
    """A row as JSON shows it."""
    row = view.row
    own = {name: getattr(row, name) for name in _SAME if name not in ("number", "place_name")}
    more = ("head_name", "relation", "address", "home_id", "probability", "evidence", "file_name", "sheet",
            "since", "until", "version")  # fmt: skip
    candidates = [
        CandidateOut(resident_id=one.id, full_name=one.full_name, probability=belief, evidence=said)
        for one, belief, said in view.candidates
    ]
    return RegisterRecord(
        **own, **{name: getattr(row, name) for name in more}, register_code=row.register, number=view.number,
        place_name=view.place, faults=quality.of_row(row), candidates=candidates,
    )  # fmt: skip
