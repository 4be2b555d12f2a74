"""One resident or household, with everything that hangs on it. Opening a person is logged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from diaban.access.looks import log_opened, log_shown
from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.core.errors import NotFound
from diaban.core.sql import rows
from diaban.core.text import mask_id
from diaban.people import identity, policies
from diaban.people.identity import keep_reach
from diaban.people.models import Alias, AliasKind, Event, EventKind, History, Household, Merge, Resident, State, Stay
from diaban.people.numbers import NumberWarning
from diaban.people.numbers import check as check_number
from diaban.people.queries.lists import _COLUMNS, PersonRow, person_rows


@dataclass(frozen=True)
class PersonView:
    """A resident as this viewer may see them; `number` and old numbers are masked unless numbers may be seen whole.

    `merged` are the records that were merged into this one, with the day; what hangs on them is shown here.
    """

    resident: Resident
    number: str
    place_name: str
    household: Household | None
    stays: list[tuple[Stay, str]]
    aliases: list[tuple[Alias, str]]
    warnings: list[NumberWarning]
    merged: list[Merged]


@dataclass(frozen=True)
class Merged:
    """A record of the same person that was merged into the one shown."""

    id: UUID
    full_name: str
    number: str
    place_name: str
    at: datetime
    direct: bool


@dataclass(frozen=True)
class HouseholdView:
    """A household with its members, head first."""

    household: Household
    place_name: str
    members: list[PersonRow]


@dataclass(frozen=True)
class Moment:
    """An entry of a timeline: a day, what happened (codes and labels), and the event if it can be undone."""

    day: date
    kind: str
    title: Any
    detail: str
    event: Event | None = None
    undone: bool = False


def resident(*, viewer: Viewer, resident_id: UUID) -> PersonView:
    """A resident within reach, without logging: for forms that follow an opened record. NotFound if there is none.

    A record that was merged is answered by the one it was merged into.
    """
    policies.check_open(viewer)
    row = _standing(resident_id)
    family = identity.merged_into(row.id)
    if not family:
        return _view(viewer, row, [])
    with transaction.atomic():
        for one in family:  # what hangs on them is this person's, wherever it was written
            keep_reach(one)
        return _view(viewer, row, family)


def _standing(resident_id: UUID) -> Resident:
    row = Resident.objects.filter(pk=resident_id).first()
    if row is not None and row.state == State.VOID and (now := identity.survivor(row.id)) != row.id:
        row = Resident.objects.filter(pk=now).first()
        if row is None:
            raise NotFound(_("Hồ sơ này đã gộp vào một hồ sơ ở địa bàn khác; hãy tìm bằng số định danh."))
    if row is None:
        raise NotFound(_("Không có cư dân này trong phạm vi của bạn."))
    return row


def _view(viewer: Viewer, row: Resident, family: list[UUID]) -> PersonView:
    whole = policies.sees_numbers(viewer)

    def shown(alias: Alias) -> str:
        return alias.value if whole or alias.kind == AliasKind.NAME else mask_id(alias.value)

    stays = Stay.objects.filter(resident_id__in=[row.id, *family]).order_by("-starts", "-id")
    return PersonView(
        resident=row,
        number=row.id_no or "" if whole else mask_id(row.id_no or ""),
        place_name=areas.label(row.place),
        household=Household.objects.filter(pk=row.household_id).first() if row.household_id else None,
        stays=[(s, areas.label(s.place)) for s in stays],
        aliases=[(a, shown(a)) for a in Alias.objects.filter(resident_id=row.id).order_by("kind", "value")],
        warnings=_warnings(row),
        merged=_merged(row, family, whole) if family else [],
    )


def _merged(row: Resident, family: list[UUID], whole: bool) -> list[Merged]:
    """Each merged record as it was, the last merged first."""
    records = {r.id: r for r in Resident.objects.filter(pk__in=family)}
    found = []
    for one in Merge.objects.filter(merged_id__in=family, undone_by=None).order_by("-id"):
        r = records.get(one.merged_id)
        if r is not None:
            number = r.id_no or ""
            found.append(Merged(r.id, r.full_name, number if whole else mask_id(number), areas.label(r.place), one.at,
                                one.into_id == row.id))  # fmt: skip
    return found


def merged_record(view: PersonView, merged_id: UUID) -> Merged:
    """One of the records merged into the one shown. Raises NotFound."""
    found = next((one for one in view.merged if one.id == merged_id), None)
    if found is None:
        raise NotFound(_("Hồ sơ này chưa được gộp, hoặc đã được tách ra rồi."))
    return found


def _warnings(row: Resident) -> list[NumberWarning]:
    if not row.id_no:
        return []
    return check_number(row.id_no, row.sex, row.birth_date.year if row.birth_date else None)


def open_resident(*, viewer: Viewer, resident_id: UUID, channel: str = "web") -> PersonView:
    """The same, written to the log of look-ups in the same transaction."""
    with transaction.atomic():
        view = resident(viewer=viewer, resident_id=resident_id)
        log_opened(viewer, view.resident.id, channel)
    return view


def household(*, viewer: Viewer, household_id: UUID) -> HouseholdView:
    """A household within reach with its members. NotFound if there is none."""
    policies.check_open(viewer)
    row = Household.objects.filter(pk=household_id).first()
    if row is None:
        raise NotFound(_("Không có hộ này trong phạm vi của bạn."))
    found = rows(
        f"select {_COLUMNS} from people_resident r where r.household_id = %s and r.state <> 'void'"
        " order by r.relation = 'head' desc, r.birth_date nulls last, r.id",
        [household_id],
    )
    return HouseholdView(row, areas.label(row.place), person_rows(viewer, found))


def open_household_record(*, viewer: Viewer, household_id: UUID, channel: str = "web") -> HouseholdView:
    """A household opened on screen: its members are shown, so the look-up is logged."""
    with transaction.atomic():
        view = household(viewer=viewer, household_id=household_id)
        log_shown(viewer, "household", [m.id for m in view.members], channel)
    return view


def timeline(*, viewer: Viewer, resident_id: UUID) -> list[Moment]:
    """What happened to a resident, newest first: events (voided ones marked) and stays."""
    policies.check_open(viewer)
    moments = []
    standing = True
    records = identity.of_one(resident_id)
    for event in Event.objects.filter(resident_id__in=records).order_by("-recorded_at"):
        own = event.resident_id == resident_id  # a merged record's events are undone once it is a record again
        last = own and standing and event.voided_by is None
        standing = standing and (not own or event.voided_by is not None)
        moments.append(_of_event(event, undoable=last))
    for stay in Stay.objects.filter(resident_id__in=records):
        moments.append(Moment(stay.starts, f"stay_{stay.kind}", stay.get_kind_display(), areas.label(stay.place)))
    return sorted(moments, key=lambda m: m.day, reverse=True)


def _of_event(event: Event, *, undoable: bool) -> Moment:
    title = EventKind(event.kind).label
    parts = []
    if event.voided_by is not None:
        parts.append(str(_("đã hủy vì ghi nhầm")))
    if event.detail.get("destination"):
        parts.append(event.detail["destination"])
    if event.detail.get("origin"):
        parts.append(str(_("từ %(place)s") % {"place": areas.label(event.detail["origin"])}))
    undone = event.voided_by is not None
    return Moment(event.day, event.kind, title, " · ".join(parts), event if undoable else None, undone)


def history(*, viewer: Viewer, subject: UUID, limit: int = 100) -> list[tuple[datetime, str, dict[str, Any]]]:
    """Old values of a resident's or household's rows, newest first: (when, table, the row as it was)."""
    policies.check_open(viewer)
    kept = History.objects.filter(subject__in=identity.of_one(subject)).order_by("-id")[:limit]
    return [(h.at, h.table_name, h.old) for h in kept]
