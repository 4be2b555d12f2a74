"""Likely the same person, shown once before somebody new is written: a look, never a refusal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import ngettext

from diaban.access.scope import Viewer
from diaban.core.errors import Invalid
from diaban.people import policies, queries
from diaban.people.data import PersonData
from diaban.people.queries import Alike


@dataclass
class Shown:
    """Who was found, for the page; `token` says which details they were found for, and comes back with the form."""

    rows: list[Alike] = field(default_factory=list)
    token: str = ""

    def __iter__(self) -> Iterator[Alike]:
        return iter(self.rows)

    def __bool__(self) -> bool:
        return bool(self.rows)


def look(
    request: HttpRequest, viewer: Viewer, shown: Shown, person: PersonData, place: int, household_id: UUID | None = None
) -> None:
    """Raises Invalid with who was found in `shown`, unless they were shown for these very details before."""
    policies.check_add(viewer, place)
    person = person.checked()
    token = _token(person, place, viewer)
    if constant_time_compare(request.POST.get("seen", ""), token):
        return
    shown.rows = queries.alike(viewer=viewer, person=person, place=place, household_id=household_id)
    if shown.rows:
        shown.token, number = token, len(shown.rows)
        raise Invalid(ngettext(
            "Chưa lưu: %(n)s người rất giống đã có trong sổ, ghi ở trên. Nếu là người khác, hãy bấm Lưu lần nữa.",
            "Chưa lưu: %(n)s người rất giống đã có trong sổ, ghi ở trên. Nếu là người khác, hãy bấm Lưu lần nữa.",
            number) % {"n": number})  # fmt: skip


def _token(person: PersonData, place: int, viewer: Viewer) -> str:
    details = (
        f"{viewer.staff_id}|{place}|{person.full_name}|{person.birth_date}|{person.birth_precision}|{person.id_no}"
    )
    return salted_hmac("diaban.people.alike", details, algorithm="sha256").hexdigest()[:32]
