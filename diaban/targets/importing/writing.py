"""Writes judged rows by the same actions as the forms, in one transaction: all of them, or none."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from diaban.access.scope import Viewer
from diaban.core.errors import DiabanError
from diaban.targets import actions
from diaban.targets.importing.judging import Judged, Verdict, judge, refused
from diaban.targets.importing.reading import Entry, document_of


def write(*, by: Viewer, entries: Sequence[Entry]) -> list[Judged]:
    """Judge the rows again and write them all; nothing where any is refused. A row that an action refuses becomes one.

    The rows come back with their verdicts; `refused` says whether something was written.
    """
    rows = judge(by, entries)
    if any(refused(rows)):
        return rows
    try:
        with transaction.atomic():
            for row in rows:
                _row(by, row)
    except _Unwritten:
        pass
    return rows


class _Unwritten(Exception):
    """A row was refused by its action: everything written before it is taken back."""


def _row(by: Viewer, row: Judged) -> None:
    document = document_of(row.entry)
    if row.verdict not in (Verdict.SET, Verdict.REVISED) or row.unit is None or row.period is None or document is None:
        return
    try:
        if row.plan is not None:
            actions.revise(
                by=by, plan_id=row.plan.pk, version=row.plan.version, value=row.value, document=document,
                division=row.division,
            )  # fmt: skip
        else:
            actions.set_target(
                by=by, measure=row.measure, unit_id=row.unit.id, period=row.period, denominator=row.denominator,
                as_of=row.entry.as_of, value=row.value, document=document, division=row.division,
            )  # fmt: skip
    except DiabanError as wrong:
        row.verdict, row.reasons = Verdict.REFUSED, [str(wrong)]
        raise _Unwritten from wrong
