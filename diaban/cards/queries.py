"""Applications and cards as a viewer may see them. What shows residents is written to the log of look-ups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.cards import policies
from diaban.cards.models import Application, Card
from diaban.casework import queries as corridor
from diaban.casework.cases import Case
from diaban.casework.models import Case as CaseRow
from diaban.core.errors import NotFound
from diaban.core.sql import rows
from diaban.ledger.actions import log_open, log_search
from diaban.people.identity import of_one
from diaban.people.models import Resident


@dataclass(frozen=True)
class Bearer:
    """Whom an application is for, as much as its page says."""

    id: UUID
    full_name: str
    birth_date: date | None
    birth_precision: str


@dataclass(frozen=True)
class ApplicationView:
    """One application with its case, its bearer and every card printed for it, the last first."""

    application: Application
    case: Case
    bearer: Bearer
    cards: list[Card]


def applications(*, viewer: Viewer) -> QuerySet[Application]:
    """Applications of the viewer's scope, each with its bearer's name and where its case stands."""
    policies.check_read(viewer)
    bearer = Resident.objects.filter(pk=OuterRef("resident_id"))
    case = CaseRow.objects.filter(pk=OuterRef("pk"))
    return Application.objects.annotate(
        bearer=Subquery(bearer.values("full_name")[:1]), state=Subquery(case.values("state")[:1]),
        due_at=Subquery(case.values("due_at")[:1]), late=Subquery(case.values("late")[:1]),
    )  # fmt: skip


def log_shown(*, viewer: Viewer, shown: Sequence[UUID], channel: str = "web") -> None:
    """Residents whose applications a list has shown."""
    log_search(
        actor=viewer.staff_id, office=viewer.office_id, purpose=viewer.purpose or "", reference=viewer.reference,
        query_kind="list", shown=shown, channel=channel,
    )  # fmt: skip


def application(*, viewer: Viewer, application_id: UUID) -> ApplicationView:
    """One application, without logging: for forms that follow its page. Raises NotFound."""
    policies.check_read(viewer)
    found = Application.objects.filter(pk=application_id).first()
    if found is None:
        raise NotFound(_("Không có hồ sơ căn cước này trong phạm vi của bạn."))
    case = corridor.case(application_id, viewer=viewer)
    who = rows("select id, full_name, birth_date, birth_precision from people_resident where id = %s",
               [found.resident_id])  # fmt: skip
    bearer = Bearer(*who[0]) if who else Bearer(found.resident_id, "…", None, "u")
    cards = list(Card.objects.filter(application_id=application_id).order_by("-issued_on", "-serial"))
    return ApplicationView(found, case, bearer, cards)


def open_application(*, viewer: Viewer, application_id: UUID, channel: str = "web") -> ApplicationView:
    """The same, with the look at its bearer written to the log in the same transaction."""
    with transaction.atomic():
        view = application(viewer=viewer, application_id=application_id)
        log_open(
            actor=viewer.staff_id, office=viewer.office_id, purpose=viewer.purpose or "", reference=viewer.reference,
            record=view.bearer.id, channel=channel,
        )  # fmt: skip
    return view


def open_one_of(*, viewer: Viewer, resident_id: UUID) -> UUID | None:
    """The id of a resident's open application, if there is one in the viewer's scope."""
    policies.check_read(viewer)
    found = Application.objects.filter(resident_id__in=of_one(resident_id), open=True)
    return found.values_list("pk", flat=True).first()
