"""Reads of registers. Lists and records name persons: what is shown is written to the log of look-ups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from diaban.access.looks import log_opened, log_shown
from diaban.access.scope import FEW_PLACES, Viewer
from diaban.areas import queries as areas
from diaban.areas.queries import Unit
from diaban.core.errors import NotFound
from diaban.core.sql import rows as read
from diaban.core.text import mask_id
from diaban.people import identity
from diaban.people.policies import sees_numbers
from diaban.registers import catalogue, handing, policies
from diaban.registers.catalogue import Register
from diaban.registers.models import History, Home, Match, Row, State
from diaban.registers.reviewed import KIND
from diaban.review import queries as review
from diaban.review.models import Doubt
from diaban.web.paging import Ask, Found, from_queryset


@dataclass(frozen=True)
class Resident:
    """What is known of a resident beside a row; `number` masked unless numbers may be seen whole."""

    id: UUID
    full_name: str
    sex: str
    birth_date: Any
    birth_precision: str
    number: str
    place: int
    place_name: str
    relation: str
    head_name: str
    state: str
    household_id: UUID | None


@dataclass(frozen=True)
class RowView:
    """A row as this viewer may see it: the resident it was matched to, and whom else it may be. `meant` is the commune
    where its person lives, if that isn't the row's own; `doubt` is open about it, `apart` the communes of those whom it
    may be; `above`: it was handed up, out of the viewer's hands."""

    row: Row
    register: Register
    number: str
    place: str
    home: Home | None
    resident: Resident | None
    candidates: list[tuple[Resident, float, str]]
    meant: Unit | None = None
    doubt: Doubt | None = None
    apart: tuple[str, ...] = ()
    above: bool = False


def rows(*, viewer: Viewer, register: str | None = None) -> QuerySet[Row]:
    """Rows of the registers of the viewer's ground. The row policy holds whatever is asked of it."""
    policies.check_list(viewer)
    found = Row.objects.exclude(state=State.VOID)
    places = viewer.scope.person_places
    if len(places) <= FEW_PLACES:
        found = found.filter(place__in=places)
    return found.filter(register=register) if register else found


def page(*, viewer: Viewer, found: QuerySet[Any], ask: Ask, lookups: dict[str, Any], channel: str = "web") -> Found:
    """One page of rows, with what a list shows of them; logged as a search that showed their residents."""
    policies.check_browse(viewer)
    with transaction.atomic():
        got = from_queryset(found, sorts={"name": "sort_key", "row": "row_no"}, lookups=lookups)(ask)
        shown(viewer, got.rows)
        if ask.export is None:
            _log(viewer, "register", [row.resident_id for row in got.rows if row.resident_id], channel)
    return got


def shown(viewer: Viewer, found: Sequence[Any]) -> Sequence[Any]:
    """Rows with the words that a list shows: `place_name`, `group_title`, `number`."""
    names = areas.labels({row.place for row in found}, ahead=viewer.scope.person_places)
    known = {each.code: each for each in catalogue.registers()}
    whole = sees_numbers(viewer)
    for row in found:
        register = known.get(row.register)
        row.place_name = names.get(row.place, "")
        row.group_title = register.group_title(row.group) if register else row.group
        row.number = number_of(row, whole)
    return found


def number_of(row: Row, whole: bool) -> str:
    """The number that a row has, masked where numbers may not be seen whole."""
    number = row.id_no or row.cmnd
    return number if whole else mask_id(number)


def row(*, viewer: Viewer, row_id: UUID) -> RowView:
    """A row within reach, without logging: for forms that follow an opened record. Raises NotFound."""
    policies.check_open(viewer)
    found = Row.objects.filter(pk=row_id).first()
    if found is None:
        raise NotFound(_("Không có dòng này trong phạm vi của bạn."))
    offered = [(UUID(key), belief, said) for key, belief, said in found.candidates]
    asked = {key for key, _belief, _said in offered} | ({found.resident_id} if found.resident_id else set())
    known = residents(viewer, asked)
    home = Home.objects.filter(pk=found.home_id).first() if found.home_id else None
    waits = review.of_subject(viewer=viewer, kind=KIND, subject_id=found.id)
    doubt, apart = waits if waits is not None else (None, [])
    return RowView(
        found, catalogue.register(found.register), number_of(found, sees_numbers(viewer)), areas.label(found.place),
        home, known.get(found.resident_id) if found.resident_id else None,
        [(known[key], belief, said) for key, belief, said in offered if key in known and key != found.resident_id],
        handing.meant(viewer=viewer, row=found), doubt, tuple(apart),
        doubt is not None and doubt.place not in viewer.scope.person_places,
    )  # fmt: skip


def open_row(*, viewer: Viewer, row_id: UUID, channel: str = "web") -> RowView:
    """The same, written to the log of look-ups with the residents shown, in the same transaction."""
    with transaction.atomic():
        view = row(viewer=viewer, row_id=row_id)
        log_opened(viewer, row_id, channel, "register")
        seen = [view.resident, *(one for one, _belief, _said in view.candidates)]
        _log(viewer, "register", [one.id for one in seen if one is not None], channel)
    return view


def _log(viewer: Viewer, kind: str, shown: Sequence[UUID], channel: str = "web") -> None:
    if shown:
        log_shown(viewer, kind, shown, channel)


_RESIDENTS = """
select i.id, r.id, r.full_name, r.sex, r.birth_date, r.birth_precision, coalesce(r.id_no, ''), r.place, r.relation,
  coalesce(p.full_name, ''), r.state, r.household_id
from unnest(%s::uuid[]) as i(id) join people_resident r on r.id = people.survivor(i.id)
  left join people_household h on h.id = r.household_id left join people_resident p on p.id = h.head_id
"""


def residents(viewer: Viewer, ids: Iterable[UUID]) -> dict[UUID, Resident]:
    """Residents that the session may see, as they stand beside rows; a merged record is the one that stays."""
    found = read(_RESIDENTS, [[*ids]])
    names, whole = areas.labels({one[7] for one in found}), sees_numbers(viewer)
    made = {}
    for asked, key, name, sex, born, precision, number, place, relation, head, state, household in found:
        shown = number if whole else mask_id(number)
        made[asked] = Resident(key, name, sex, born, precision, shown, place, names.get(place, ""), relation, head,
                               state, household)  # fmt: skip
    return made


def of_resident(*, viewer: Viewer, resident_id: UUID) -> list[Row]:
    """The registers' rows that a resident stands in, with any record merged into theirs, in the viewer's ground."""
    policies.check_open(viewer)
    records = identity.of_one(resident_id)
    return list(Row.objects.filter(resident_id__in=records).exclude(state=State.VOID).order_by("register", "id"))


def members(*, viewer: Viewer, home_id: UUID) -> list[Row]:
    """The rows of a home, its head first."""
    policies.check_open(viewer)
    found = Row.objects.filter(home_id=home_id).exclude(state=State.VOID)
    return sorted(found, key=lambda one: (one.relation != "head", str(one.birth_date or ""), one.id))


def totals(*, viewer: Viewer, unit: int | None = None) -> list[dict[str, Any]]:
    """For each register of today: persons and homes in it, and how many rows are matched, doubtful, unmatched."""
    policies.check_list(viewer)
    asked = areas.places_within(unit) if unit is not None else list(viewer.scope.person_places)
    said = read(
        "select register, match, count(*) from registers_row where state = 'active' and place = any(%s) group by 1, 2",
        [asked],
    )
    homes = dict(read(
        "select register, count(*) from registers_home where state = 'active' and place = any(%s) group by 1", [asked],
    ))  # fmt: skip
    counted = {(register, match): n for register, match, n in said}
    return [
        {
            "register": each, "homes": homes.get(each.code, 0),
            **{match: counted.get((each.code, match), 0) for match in Match.values},
            "rows": sum(counted.get((each.code, match), 0) for match in Match.values),
        }
        for each in catalogue.registers()
    ]  # fmt: skip


def history(*, viewer: Viewer, row_id: UUID, limit: int = 100) -> list[tuple[datetime, int | None, dict[str, Any]]]:
    """Old values of a row with who changed them, newest first."""
    policies.check_open(viewer)
    kept = History.objects.filter(subject=row_id).order_by("-id")[:limit]
    return [(one.at, one.actor, one.old) for one in kept]
