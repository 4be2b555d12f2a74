"""A drive: its target is set by a document, divided among the units, and counted as a measure of its own."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.cards.models import Drive
from diaban.core.errors import Invalid
from diaban.core.text import tidy
from diaban.figures.periods_named import free
from diaban.ledger.actions import append
from diaban.ledger.lines import Line
from diaban.targets import actions as targets
from diaban.targets.data import Division, Document
from diaban.targets.queries import current

#: What a drive counts towards its target.
MEASURE = "cards.received"


def begin(
    *, by: Viewer, title: str, unit_id: int, since: date, until: date, target: int, document: Document,
    division: Division | None = None,
) -> Drive:  # fmt: skip
    """Begin a drive in an area: a target of applications taken in, from one day to another.

    Raises Refused for who sets no targets there, Invalid for what can't be, Conflict where the same is set already.
    """
    if not tidy(title):
        sentence = _("Ghi tên đợt cấp căn cước.")
        raise Invalid(sentence, {"title": sentence})
    if until < since:
        sentence = _("Ngày kết thúc phải từ ngày bắt đầu trở đi.")
        raise Invalid(sentence, {"until": sentence})
    with transaction.atomic():
        plan = targets.set_target(
            by=by, measure=MEASURE, unit_id=unit_id, period=free(since, until), value=target, document=document,
            division=division,
        )  # fmt: skip
        drive = Drive.objects.create(
            title=tidy(title), unit_id=unit_id, since=since, until=until, plan_id=plan.pk, office=by.office_id
        )
        parts = {part.unit_id: part.value for part in current([plan])[plan.pk].parts.all()}
        append([
            Line("cards.target", drive.pk, unit, by.office_id, by.staff_id, since, value, purpose=by.purpose)
            for unit, value in (parts or {unit_id: target}).items() if value
        ])  # fmt: skip
    return drive
