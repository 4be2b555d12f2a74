"""What a certificate of residence says: the register as it stood when it was made, kept as the slip went out."""

from __future__ import annotations

from typing import Any

from django.utils.translation import override

from diaban.areas import queries as areas
from diaban.core.text import fmt_date
from diaban.core.time import today
from diaban.onestop.models import Dossier
from diaban.people.identity import of_one, survivor
from diaban.people.models import COUNTED, Household, Relation, Resident, Sex, Stay, StayKind


def body(dossier: Dossier) -> dict[str, Any]:
    """The words of a certificate, in Vietnamese, and the members of the household as rows of words."""
    assert dossier.subject_id is not None
    person = Resident.objects.get(pk=survivor(dossier.subject_id))
    with override("vi"):
        home = Household.objects.filter(pk=person.household_id).first() if person.household_id else None
        members = list(Resident.objects.filter(household_id=person.household_id, state__in=COUNTED)) if home else []
        members.sort(key=lambda row: (row.relation != Relation.HEAD, row.birth_date or today(), row.pk))
        head = next((row for row in members if home is not None and row.pk == home.head_id), None)
        return {
            "full_name": person.full_name, "birth": fmt_date(person.birth_date, person.birth_precision),
            "sex": str(Sex(person.sex).label), "id_no": person.id_no or "", **_places(person),
            "head": head.full_name if head else "", "relation": str(Relation(person.relation).label),
            "members": [_row(row) for row in members], "purpose": dossier.answers.get("purpose", ""),
        }  # fmt: skip


def _row(row: Resident) -> list[str]:
    return [row.full_name, fmt_date(row.birth_date, row.birth_precision), str(Sex(row.sex).label),
            str(Relation(row.relation).label)]  # fmt: skip


def _places(person: Resident) -> dict[str, str]:
    """Where someone is registered permanently and for a time, and where they are now."""
    running = Stay.objects.filter(resident_id__in=of_one(person.pk), begun=True, closed=False).exclude(ends__lt=today())
    told = {"permanent": "", "temporary": ""}
    for stay in running.order_by("starts", "id"):
        if stay.kind in (StayKind.PERMANENT, StayKind.TEMPORARY):
            until = f" (đến {fmt_date(stay.ends)})" if stay.ends and stay.kind == StayKind.TEMPORARY else ""
            told[stay.kind] = ", ".join(filter(None, (stay.address, areas.label(stay.place)))) + until
    now = person.present_place or person.place
    return told | {"present": told["temporary"].split(" (", 1)[0] or _at(person.address, now)}


def _at(address: str, place: int) -> str:
    return ", ".join(filter(None, (address, areas.label(place))))
