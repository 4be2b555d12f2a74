"""Writes judged rows by the same actions as the forms: each row whole or not at all, refused rows left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from diaban.access import accounts, actions
from diaban.access.models import Staff
from diaban.access.scope import Viewer
from diaban.console.staff.roster.judging import Judged, Verdict, day_of, judge
from diaban.console.staff.roster.reading import Entry
from diaban.core.errors import DiabanError


@dataclass(frozen=True)
class Slip:
    """What someone new is handed: shown and printed once, kept nowhere."""

    full_name: str
    post: str
    office: str
    username: str
    secret: str


@dataclass
class Written:
    """What came of a workbook: every row with its verdict after the writing, and the slips."""

    rows: list[Judged] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)

    def count(self, verdict: Verdict) -> int:
        return sum(row.verdict is verdict for row in self.rows)


def write(*, by: Viewer, entries: Sequence[Entry]) -> Written:
    """Judge the rows again and write those that stand. A row that an action refuses becomes a refused one."""
    written = Written(judge(by, entries))
    for row in written.rows:
        try:
            with transaction.atomic():
                slip = _row(by, row)
        except DiabanError as refused:
            row.verdict, row.reasons = Verdict.REFUSED, [str(refused)]
        else:
            if slip is not None:
                written.slips.append(slip)
    return written


def _row(by: Viewer, row: Judged) -> Slip | None:
    entry, office = row.entry, row.office
    if row.verdict in (Verdict.REFUSED, Verdict.SAME) or office is None:
        return None
    if row.verdict is Verdict.ENDED and row.posting is not None:
        actions.end_posting(by=by, posting_id=row.posting.pk, on=entry.valid_to)
        return None
    staff = row.staff
    if staff is None:
        staff = actions.add_staff(
            by=by, number=entry.number, full_name=entry.full_name, office_id=office.pk, post=entry.post,
            role=row.role, rank=entry.rank, unit_id=row.unit_id, valid_from=day_of(row), phone=entry.phone,
        )  # fmt: skip
    else:
        actions.appoint(
            by=by, staff_id=staff.pk, office_id=office.pk, post=entry.post, role=row.role, rank=entry.rank,
            unit_id=row.unit_id, valid_from=day_of(row),
        )  # fmt: skip
    return _slip(by, row, staff) if row.username else None


def _slip(by: Viewer, row: Judged, staff: Staff) -> Slip:
    account, secret = accounts.make_account(by=by, staff_id=staff.pk, username=row.username)
    office = row.office.name if row.office is not None else ""
    return Slip(staff.full_name, row.entry.post, office, account.username, secret)
