"""Applications and cards as a viewer may see them. What shows residents is written to the log of look-ups."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, Func, OuterRef, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from diaban.access.looks import log_opened
from diaban.access.scope import Viewer
from diaban.cards import policies
from diaban.cards.models import Application, Batch, Card, CardState, Due, Earlier, Reason
from diaban.casework import queries as corridor
from diaban.casework.cases import Case
from diaban.casework.models import Case as CaseRow
from diaban.core.errors import Invalid, NotFound
from diaban.core.sql import rows
from diaban.core.text import tidy
from diaban.people import scans
from diaban.people.identity import keep_reach, of_one
from diaban.people.models import Resident

#: What the number of a card looks like.
SERIAL = re.compile(r"[A-Z0-9]{6,20}")


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


def bearer_name() -> Coalesce:
    """The bearer's name; of a record that was merged, that of the one that stays, where the viewer sees it."""
    stays = Func(OuterRef("resident_id"), function="people.survivor", output_field=UUIDField())
    named = [Resident.objects.filter(pk=key).values("full_name")[:1] for key in (stays, OuterRef("resident_id"))]
    return Coalesce(Subquery(named[0]), Subquery(named[1]))


def applications(*, viewer: Viewer) -> QuerySet[Application]:
    """Applications of the viewer's scope, each with its bearer's name and where its case stands."""
    policies.check_read(viewer)
    case = CaseRow.objects.filter(pk=OuterRef("pk"))
    return Application.objects.annotate(
        bearer=bearer_name(), state=Subquery(case.values("state")[:1]),
        due_at=Subquery(case.values("due_at")[:1]), late=Subquery(case.values("late")[:1]),
    )  # fmt: skip


def application(*, viewer: Viewer, application_id: UUID) -> ApplicationView:
    """One application, without logging: for forms that follow its page. Raises NotFound."""
    policies.check_read(viewer)
    found = Application.objects.filter(pk=application_id).first()
    if found is None:
        raise NotFound(_("Không có hồ sơ căn cước này trong phạm vi của bạn."))
    case = corridor.case(application_id, viewer=viewer)
    who = _bearing("id, full_name, birth_date, birth_precision", found.resident_id)
    bearer = Bearer(*who[0]) if who else Bearer(found.resident_id, "…", None, "u")
    cards = list(Card.objects.filter(application_id=application_id).order_by("-issued_on", "-serial"))
    return ApplicationView(found, case, bearer, cards)


def _bearing(columns: str, resident_id: UUID) -> list[tuple[Any, ...]]:
    """Columns of an application's bearer, who may have moved away since; of merged records, those of the one that
    stays."""
    with transaction.atomic():
        keep_reach(resident_id)
        return rows(
            f"select {columns} from people_resident where id in (%s, people.survivor(%s))"
            " order by state = 'void' limit 1", [resident_id, resident_id],
        )  # fmt: skip


def open_application(*, viewer: Viewer, application_id: UUID, channel: str = "web") -> ApplicationView:
    """The same, with the look at its bearer written to the log in the same transaction."""
    with transaction.atomic():
        view = application(viewer=viewer, application_id=application_id)
        log_opened(viewer, view.bearer.id, channel)
    return view


def open_one_of(*, viewer: Viewer, resident_id: UUID) -> UUID | None:
    """The id of a resident's open application, if there is one in the viewer's scope."""
    policies.check_read(viewer)
    found = Application.objects.filter(resident_id__in=of_one(resident_id), open=True)
    return found.values_list("pk", flat=True).first()


def due(*, viewer: Viewer) -> QuerySet[Due]:
    """Who has to have a card made now, of the viewer's ground: for those who go and tell them."""
    policies.check_read(viewer)
    who = Resident.objects.filter(pk=OuterRef("resident_id"))
    under_way = Application.objects.filter(resident_id=OuterRef("resident_id"), open=True)
    found = Due.objects.annotate(
        full_name=Subquery(who.values("full_name")[:1]), birth_date=Subquery(who.values("birth_date")[:1]),
        birth_precision=Subquery(who.values("birth_precision")[:1]), phone=Subquery(who.values("phone")[:1]),
        applied=Exists(under_way),
    )  # fmt: skip
    return found if viewer.scope.everywhere else found.filter(place__in=viewer.scope.person_places)


def stock(*, viewer: Viewer) -> QuerySet[Card]:
    """Cards of the viewer's office, or of the ground for those above offices, by where they are."""
    policies.check_read(viewer)
    found = Card.objects.annotate(bearer=bearer_name())
    return found.filter(office=viewer.office_id) if policies.can_write(viewer) else found


def batches(*, viewer: Viewer) -> QuerySet[Batch]:
    """Batches that the viewer's office sent, or those of the ground."""
    policies.check_read(viewer)
    return Batch.objects.all()


def batch(*, viewer: Viewer, batch_id: UUID) -> Batch:
    """One batch. Raises NotFound."""
    found = batches(viewer=viewer).filter(pk=batch_id).first()
    if found is None:
        raise NotFound(_("Không có lô hồ sơ này trong phạm vi của bạn."))
    return found


_DECLARED = """
select c.id from casework_case c join cards_application a on a.id = c.id
where c.kind = 'cards.application' and c.state = 'declared' and c.closed_at is null and c.office_id = %s
order by c.received_at, c.id limit %s
"""


def declared(*, viewer: Viewer, limit: int) -> list[UUID]:
    """Applications of the viewer's office that may go to the centre, the oldest first."""
    policies.check_write(viewer)
    return [row[0] for row in rows(_DECLARED, [viewer.office_id, limit])]


def to_hand_over(*, viewer: Viewer, code: str) -> Card:
    """The card at the office that was scanned: by the number on it, or by the card's own code. Raises Invalid."""
    policies.check_write(viewer)
    read = scans.scanned(code)
    waiting = Card.objects.filter(office=viewer.office_id, state=CardState.ARRIVED)
    if read is None:
        serial = tidy(code).upper()
        if not SERIAL.fullmatch(serial):
            sentence = _("Mã vừa quét không phải số in trên thẻ, cũng không phải mã của thẻ căn cước; chưa lưu gì.")
            raise Invalid(sentence, {"code": sentence})
        found = waiting.filter(pk=serial).first()
    else:
        with transaction.atomic():
            keep_reach(*waiting.values_list("resident_id", flat=True))  # who moved away comes for it all the same
            found = waiting.filter(resident_id__in=Resident.objects.filter(id_no=read.number).values("pk")).first()
    if found is None:
        sentence = _("Đơn vị không có thẻ nào chờ trả mang mã vừa quét; chưa lưu gì.")
        raise Invalid(sentence, {"code": sentence})
    return found


def serials_here(*, viewer: Viewer, serials: Iterable[str]) -> dict[str, UUID]:
    """Of these numbers, the cards that were printed for the viewer's office and haven't come: by number, the
    application."""
    policies.check_write(viewer)
    wanted = [tidy(each).upper() for each in serials]
    found = Card.objects.filter(pk__in=wanted, office=viewer.office_id, state=CardState.PRINTED)
    return dict(found.values_list("pk", "application_id"))


def held_card(*, viewer: Viewer, resident_id: UUID) -> Card | Earlier | None:
    """The card someone holds: one followed here, or what is known of an earlier one."""
    policies.check_read(viewer)
    records = of_one(resident_id)
    own = Card.objects.filter(resident_id__in=records, state=CardState.HANDED).order_by("-issued_on").first()
    return own or Earlier.objects.filter(pk__in=records).order_by("-issued_on").first()


def reason_for(*, viewer: Viewer, resident_id: UUID) -> str:
    """Why someone will mostly ask for a card: what they are due for, or that they have none; empty where unknown."""
    policies.check_read(viewer)
    due_for = Due.objects.filter(pk=resident_id).values_list("why", flat=True).first()
    return due_for or ("" if held_card(viewer=viewer, resident_id=resident_id) else Reason.FIRST.value)


def results(batch: Batch) -> dict[str, int]:
    """How many applications of a batch have each result."""
    return dict(batch.items.values_list("result").annotate(n=Count("id")).values_list("result", "n"))


def handed_on(*, viewer: Viewer, day: date, most: int) -> tuple[list[Card], int]:
    """Cards that the viewer's office handed over on a day: the last of them, the very last first, and how many."""
    found = stock(viewer=viewer).filter(office=viewer.office_id, handed_on=day)
    case = CaseRow.objects.filter(pk=OuterRef("application_id"))
    last = found.annotate(done_at=Subquery(case.values("closed_at")[:1])).order_by("-done_at", "-serial")
    return list(last[:most]), found.count()


def number_of(view: ApplicationView) -> str:
    """The bearer's personal number; empty where the viewer doesn't see the bearer."""
    return "".join(row[0] or "" for row in _bearing("id_no", view.bearer.id))
