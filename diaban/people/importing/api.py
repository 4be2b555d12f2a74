"""Imports as JSON: bring in a workbook, see how far it is and what became of each row, have it written or undone."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import File, Form, Router, Schema, UploadedFile
from pydantic import Field

from diaban.access.scope import Viewer
from diaban.core.errors import Invalid
from diaban.papers.models import Import, Row
from diaban.papers.reading.sniff import MAX_BYTES
from diaban.people.api import REFUSED, Cursor, Limit
from diaban.people.api_schemas import Input
from diaban.people.importing import asking, queries, reasons, working
from diaban.people.importing import undo as undoing
from diaban.people.importing.target import PLACE_KEY
from diaban.people.views.base import viewer_of
from diaban.web import calls

router = Router()
ONE = "imports/{uuid:import_id}"
#: An id of ours in a part of a form: what the database's integers hold.
Number = Annotated[int | None, Form(ge=1, le=2**31 - 1)]


class Choice(Schema):
    """An answer to a question, and its title."""

    value: str
    title: str


class Question(Schema):
    """What must be answered before the workbook is read on: `key` names it in the answers."""

    key: str
    sheet: str
    label: str
    text: str
    choices: list[Choice]


class ImportOut(Schema):
    """An import: `done` of `total` of `step`. `stalled`: nobody is at work on it any more, it may be asked for again.

    `state`: reading, mapping (waits for answers), staged (waits to be committed), committing, committed, undoing,
    undone, failed (`error` says why). `rows` counts rows by verdict, `written` what the commit wrote and `undone` what
    undoing took back.
    """

    id: UUID
    state: str
    file_name: str
    place: int | None
    step: str
    done: int
    total: int
    stalled: bool
    rows: dict[str, int]
    left_out: dict[str, int]
    written: dict[str, int]
    undone: dict[str, int]
    questions: list[Question]
    error: str
    created_at: datetime
    committed_at: datetime | None
    undone_at: datetime | None


class Answers(Input):
    """`answers`: question's key → value of a choice; the commune's is an id of a unit, as a string."""

    answers: Annotated[dict[str, Annotated[str, Field(max_length=200)]], Field(max_length=200)]


class Why(Schema):
    """A reason of a verdict: `level` is refuse, doubt or note; `sentence` quotes the cell."""

    code: str
    level: str
    sentence: str


class RowOut(Schema):
    """A row of the workbook, where it stands there (`row_no` as the office's program shows it), with its verdict.

    `record` is the resident it became or was found to be, `decision` an officer's. Its cells are the caller's own.
    """

    id: int
    sheet: str
    row_no: int
    verdict: str
    reasons: list[Why]
    committed: bool
    decision: str
    record: UUID | None


class Rows(Schema):
    """A page of rows in the workbook's order. `next`: the address of the next page."""

    rows: list[RowOut]
    next: str | None


class UndoOut(Schema):
    """What undoing would do now: residents and households taken back, residents kept, records put back as before."""

    residents: int
    households: int
    kept: int
    merged: int


def shown(imported: Import) -> ImportOut:
    """An import as JSON."""
    counts = imported.counts
    same = ("id", "state", "file_name", "place", "step", "done", "total", "error", "created_at", "committed_at",
            "undone_at")  # fmt: skip
    undone = {name: count for name, count in counts.get("undone", {}).items() if isinstance(count, int)}
    questions = [
        Question(**{name: q[name] for name in ("key", "sheet", "label", "text")},
                 choices=[Choice(value=str(code), title=str(title)) for code, title in q["choices"]])
        for q in imported.questions
    ]  # fmt: skip
    return ImportOut(
        **{name: getattr(imported, name) for name in same}, stalled=working.stalled(imported), questions=questions,
        rows={name: counts[name] for name in ("rows", *reasons_of()) if name in counts},
        left_out=counts.get("left_out", {}), written=counts.get("written", {}), undone=undone,
    )  # fmt: skip


def reasons_of() -> tuple[str, ...]:
    """The verdicts' codes."""
    from diaban.people.importing.verdicts import VERDICTS

    return VERDICTS


def _now(viewer: Viewer, import_id: UUID) -> ImportOut:
    return shown(queries.one(viewer=viewer, import_id=import_id))


@router.post("imports", response={200: ImportOut, **REFUSED}, summary="Bring in a workbook of residents; nothing is "
             "written before it is committed", openapi_extra={"x-file": MAX_BYTES, "x-limit": "import"})  # fmt: skip
def bring_in(request: HttpRequest, file: Annotated[UploadedFile, File()], place: Number = None,
             add_hamlets: Annotated[bool | None, Form()] = None) -> Any:  # fmt: skip
    viewer = viewer_of(request)
    made = asking.bring_in(by=viewer, file=file, place=place, add_hamlets=add_hamlets)
    return _now(viewer, made.pk)


@router.get(ONE, response={200: ImportOut, **REFUSED}, summary="How far an import is")
def status(request: HttpRequest, import_id: UUID) -> Any:
    return _now(viewer_of(request), import_id)


@router.post(f"{ONE}/answers", response={200: ImportOut, **REFUSED}, summary="Answer what is unsure; it is read again")
def answer(request: HttpRequest, import_id: UUID, body: Answers) -> Any:
    viewer, told = viewer_of(request), dict(body.answers)
    queries.one(viewer=viewer, import_id=import_id)
    place = told.pop(PLACE_KEY, "")
    if place and not (place.isascii() and place.isdigit() and len(place) < 10):
        raise Invalid(_("Chưa lưu: có câu trả lời không nằm trong danh sách."), {PLACE_KEY: _("Chọn lại.")})
    asking.answer(by=viewer, import_id=import_id, answers=told, place=int(place) if place else None)
    return _now(viewer, import_id)


@router.get(f"{ONE}/rows", response={200: Rows, **REFUSED}, summary="Every row with its verdict and why",
            openapi_extra={"x-limit": "lookup"})  # fmt: skip
def rows(
    request: HttpRequest,
    import_id: UUID,
    verdict: Literal["", "new", "same", "changed", "doubtful", "refused"] = "",
    committed: bool | None = None,
    cursor: Cursor = "",
    limit: Limit = 100,
) -> Any:
    found = queries.rows(viewer=viewer_of(request), import_id=import_id).order_by("seq")
    found = found.filter(verdict=verdict) if verdict else found
    found = found if committed is None else found.filter(committed=committed)
    edge = calls.edge(request, cursor)
    some = list((found.filter(seq__gt=edge[0]) if edge else found)[: limit + 1])
    following = [some[limit - 1].seq] if len(some) > limit else None
    return Rows(rows=[_row(row) for row in some[:limit]], next=calls.next_page(request, following))


def _row(row: Row) -> RowOut:
    why = [
        Why(code=r["code"], level=reasons.TABLE[r["code"]][0], sentence=reasons.sentence(r)) for r in row.reasons
    ]  # fmt: skip
    same = ("id", "sheet", "row_no", "verdict", "committed", "decision", "record")
    return RowOut(**{name: getattr(row, name) for name in same}, reasons=why)


@router.post(f"{ONE}/commit", response={200: ImportOut, **REFUSED}, summary="Have the new rows written")
def commit(request: HttpRequest, import_id: UUID) -> Any:
    viewer = viewer_of(request)
    asking.commit(by=viewer, import_id=queries.one(viewer=viewer, import_id=import_id).pk)
    return _now(viewer, import_id)


@router.post(f"{ONE}/read", response={200: ImportOut, **REFUSED}, summary="Have an interrupted reading done again")
def again(request: HttpRequest, import_id: UUID) -> Any:
    viewer = viewer_of(request)
    asking.again(by=viewer, import_id=queries.one(viewer=viewer, import_id=import_id).pk)
    return _now(viewer, import_id)


@router.get(f"{ONE}/undo", response={200: UndoOut, **REFUSED}, summary="What undoing would take back")
def would_undo(request: HttpRequest, import_id: UUID) -> Any:
    viewer = viewer_of(request)
    plan = undoing.plan(viewer=viewer, import_id=queries.one(viewer=viewer, import_id=import_id).pk)
    return UndoOut(
        residents=len(plan.residents), households=len(plan.households), kept=len(plan.kept), merged=plan.merged
    )


@router.post(f"{ONE}/undo", response={200: ImportOut, **REFUSED}, summary="Have what the list wrote taken back")
def undo(request: HttpRequest, import_id: UUID) -> Any:
    viewer = viewer_of(request)
    asking.undo(by=viewer, import_id=queries.one(viewer=viewer, import_id=import_id).pk)
    return _now(viewer, import_id)
