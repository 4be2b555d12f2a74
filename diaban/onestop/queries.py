"""Dossiers as a viewer may see them. What shows residents is written to the log of look-ups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from diaban.access.looks import log_opened
from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.casework.cases import Case, read_all
from diaban.casework.models import Case as CaseRow
from diaban.core.errors import NotFound
from diaban.core.sql import rows
from diaban.core.text import fmt_date
from diaban.onestop import asking, catalogue, policies
from diaban.onestop.models import Dossier, Draft, Slip, SlipKind
from diaban.papers.attachments import keeping, store
from diaban.papers.attachments.models import Attachment, Owner
from diaban.people.identity import of_one


@dataclass(frozen=True)
class Answer:
    """A question with its answer in words."""

    title: str
    text: str


@dataclass(frozen=True)
class DossierView:
    """One dossier with its answers in words, its slips and papers. `case` is None at the office that only took it in:
    the case lies elsewhere now."""

    dossier: Dossier
    case: Case | None
    answers: list[Answer]
    slips: list[Slip]
    attachments: list[Attachment]
    offices: dict[int, str]


def dossiers(*, viewer: Viewer) -> QuerySet[Dossier]:
    """Dossiers of the viewer's ground and office, each with what its case says of its term."""
    policies.check_read(viewer)
    case = CaseRow.objects.filter(pk=OuterRef("pk"))
    return Dossier.objects.select_related("procedure").annotate(
        due_at=Subquery(case.values("due_at")[:1]), late=Subquery(case.values("late")[:1]),
        paused=Subquery(case.values("paused")[:1]),
    )  # fmt: skip


def dossier(*, viewer: Viewer, dossier_id: UUID) -> DossierView:
    """One dossier, without logging: for forms that follow its page. Raises NotFound."""
    policies.check_read(viewer)
    found = Dossier.objects.select_related("procedure").filter(pk=dossier_id).first()
    if found is None:
        raise NotFound(_("Không có hồ sơ một cửa này trong phạm vi của bạn."))
    slips = [slip for slip in found.slips.order_by("at", "id") if _stands(found, slip)]
    named = {found.office, found.intake_office, *(slip.office for slip in slips)}
    offices = dict(rows("select id, name from access_office where id = any(%s)", [sorted(named)]))
    case = next(iter(read_all([found.pk])), None)
    return DossierView(found, case, answers_of(found), slips, _hanging(found.pk), offices)


def _stands(found: Dossier, slip: Slip) -> bool:
    """A certificate goes with the result it was made for: taken back, it is nothing that may be shown."""
    return slip.kind != SlipKind.CERTIFICATE or slip.at == found.decided_at


def answers_of(found: Dossier) -> list[Answer]:
    """What was answered, in words and in the order asked."""
    every = asking.questions(found.procedure.questions)
    places = {found.answers[q.code] for q in every if q.kind == "place" and q.code in found.answers}
    names = areas.labels(places) if places else {}
    return [
        Answer(asking.said(q.title, q.title_en), asking.shown(q, found.answers[q.code], names))
        for q in every
        if q.code in found.answers
    ]


def open_dossier(*, viewer: Viewer, dossier_id: UUID, channel: str = "web") -> DossierView:
    """The same, with the look at whom it is about written to the log in the same transaction."""
    with transaction.atomic():
        view = dossier(viewer=viewer, dossier_id=dossier_id)
        log_opened(viewer, view.dossier.subject_id or view.dossier.id, channel)
    return view


def _hanging(dossier_id: UUID) -> list[Attachment]:
    return list(keeping.hanging(Owner.DOSSIER, dossier_id))


def open_paper(
    *, viewer: Viewer, dossier_id: UUID, attachment_id: UUID, channel: str = "web"
) -> tuple[Attachment, bytes]:
    """A paper of a dossier with its content; the look-up is written first. Raises NotFound, Unavailable."""
    with transaction.atomic():
        view = dossier(viewer=viewer, dossier_id=dossier_id)
        found = next((paper for paper in view.attachments if paper.pk == attachment_id), None)
        if found is None:
            raise NotFound(_("Không có giấy tờ này trong hồ sơ."))
        content = store.read(found.sha256, found.size)
        log_opened(viewer, view.dossier.subject_id or dossier_id, channel, "paper")
    return found, content


def draft(*, viewer: Viewer, code: str, subject_id: UUID | None) -> dict[str, Any]:
    """What this clerk had typed for a procedure and a person; nothing where there is no draft."""
    policies.check_write(viewer)
    mine = Draft.objects.filter(actor=viewer.staff_id, office=viewer.office_id, procedure_code=code)
    found = mine.filter(subject_id=subject_id).first()
    return dict(found.typed) if found else {}


def of_resident(*, viewer: Viewer, resident_id: UUID) -> list[Dossier]:
    """A resident's dossiers in the viewer's reach, the latest first; those of records merged into theirs among them."""
    policies.check_read(viewer)
    found = Dossier.objects.select_related("procedure").filter(subject_id__in=of_one(resident_id))
    return list(found.order_by("-received_at", "-id"))


def labels(viewer: Viewer, ids: Sequence[UUID]) -> dict[UUID, str]:
    """What the inbox calls cases of dossiers: number, procedure and day, no name."""
    found = Dossier.objects.select_related("procedure").filter(pk__in=list(ids))
    return {
        row.id: f"{row.number} · {catalogue.title(row.procedure)} · {fmt_date(row.received_at.date())}" for row in found
    }
