"""A card that someone got before this register followed cards, noted from the card itself or from a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.cards import due, policies
from diaban.cards.models import Card, CardState, Earlier
from diaban.core.errors import Conflict, Invalid, NotFound
from diaban.core.time import today
from diaban.people.models import Resident


def note_card(*, by: Viewer, resident_id: UUID, issued_on: date) -> Earlier:
    """Note the day on which someone's card was issued, as the card says."""
    return note_cards(by=by, issued={resident_id: issued_on})[0]


def note_cards(*, by: Viewer, issued: dict[UUID, date]) -> Sequence[Earlier]:
    """The same for many. Raises Invalid for a day that can't be, Conflict for who has a card that is followed here."""
    policies.check_write(by)
    found = Resident.objects.filter(pk__in=list(issued)).values_list("pk", "place", "birth_date")
    if len(found) < len(issued):
        raise NotFound(_("Không có cư dân này trong phạm vi của bạn."))
    if Card.objects.filter(resident_id__in=list(issued), state=CardState.HANDED).exists():
        raise Conflict(_("Người này đã có thẻ được theo dõi ở đây; chưa lưu gì."))
    if any(
        day > today() or (birth is not None and day < birth) for pk, _place, birth in found for day in (issued[pk],)
    ):
        sentence = _("Ngày cấp thẻ phải sau ngày sinh và không sau hôm nay.")
        raise Invalid(sentence, {"issued_on": sentence})
    made = [Earlier(resident_id=pk, place=place, office=by.office_id, issued_on=issued[pk]) for pk, place, _b in found]
    with transaction.atomic():
        Earlier.objects.bulk_create(
            made, update_conflicts=True, unique_fields=["resident_id"],
            update_fields=["place", "office", "issued_on", "outdated_on"],
        )  # fmt: skip
        due.look_at(by, list(issued))
    return made
