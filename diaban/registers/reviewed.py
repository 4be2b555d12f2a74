"""Rows of registers as subjects of review: how they lie beside residents, and what a decision does."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.core.text import fmt_date
from diaban.people.models import Relation, Sex
from diaban.registers import actions
from diaban.registers.models import Match, Row, State
from diaban.review import actions as review
from diaban.review.registry import Sheet, Subject

KIND = "registers.row"
#: What a right answer is worth beside others: whoever stands in a register is owed something.
VALUE = 2.0


def sheet(*, viewer: Viewer, subject_id: UUID) -> Sheet | None:
    """A row as it lies beside residents; None where it is gone or out of reach."""
    from django.urls import reverse

    row = Row.objects.filter(pk=subject_id).first()
    if row is None:
        return None
    facts = {
        "full_name": row.full_name, "birth": fmt_date(row.birth_date, row.birth_precision),
        "sex": str(Sex(row.sex).label), "number": row.id_no, "cmnd": row.cmnd, "place": areas.label(row.place),
        "head": row.head_name, "relation": str(Relation(row.relation).label) if row.relation else "",
        "address": row.address,
    }  # fmt: skip
    note = f"{row.file_name} · {row.sheet} · {row.row_no}" if row.file_name else ""
    url = reverse("registers:row", args=[row.id])
    return Sheet({code: said for code, said in facts.items() if said}, note, url)


def decide(*, subject_id: UUID, resident_id: UUID | None, by: Viewer) -> None:
    """A row is this resident, or none of them."""
    if resident_id is None:
        actions.unlink(by=by, row_id=subject_id)
    else:
        actions.link(by=by, row_id=subject_id, resident_id=resident_id)


def undo(*, subject_id: UUID, resident_id: UUID | None, by: Viewer) -> None:
    """The row is in doubt again."""
    actions.doubt(by=by, row_id=subject_id)


#: Decided by who reviews, at the commune or, of whom lives elsewhere, above it: the policy of rows holds behind it.
SUBJECTS = (Subject(KIND, _("Dòng của danh sách quản lý"), sheet, decide, undo),)


def open_doubts(rows: Sequence[Row], by: Viewer) -> None:
    """Put the doubtful ones of some rows before the clerks, the most valuable and unsure first."""
    openings = [
        review.Opening(
            KIND, row.id, row.place,
            [(UUID(key), belief, said.split("; ")) for key, belief, said in row.candidates], VALUE,
        )
        for row in rows
        if row.match == Match.DOUBTFUL and row.candidates and row.state == State.ACTIVE
    ]  # fmt: skip
    if openings:
        review.open_many(openings=openings, by=by)


def settle(rows: Sequence[UUID], by: Viewer) -> None:
    """Rows that need no decision any more: settled by hand, taken out, or taken back."""
    for row_id in rows:
        review.withdraw(subject_kind=KIND, subject_id=row_id, by=by)
