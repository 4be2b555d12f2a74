"""A round of review takes the place of the one before: who is listed anew goes on, who isn't leaves."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.areas.queries import places_within
from diaban.core.errors import Conflict
from diaban.core.sql import rows as read
from diaban.core.time import today
from diaban.people.actions.base import action
from diaban.registers import catalogue, policies
from diaban.registers.actions import take_out
from diaban.registers.models import Row, State, Why


@dataclass(frozen=True, slots=True)
class Turn:
    """What taking a round as the one in force would do: rows of earlier rounds that are in it again, and that aren't;
    `waiting` are those not matched to a resident, of whom that can't be told."""

    round: str
    carried: list[UUID]
    gone: list[UUID]
    waiting: int


def _earlier(register: str, round_: str, place: int) -> QuerySet[Row]:
    inside = Row.objects.filter(register=register, state=State.ACTIVE, place__in=places_within(place))
    return inside.filter(round__lt=round_).exclude(round="")


def turn(*, viewer: Viewer, register: str, place: int) -> Turn:
    """What would happen in a commune. Raises Conflict where there is no row of a later round."""
    policies.check_keep(viewer, place)
    kind = catalogue.register(register)
    inside = Row.objects.filter(register=kind.code, state=State.ACTIVE, place__in=places_within(place))
    latest = inside.order_by("-round").values_list("round", flat=True).first() or ""
    earlier = _earlier(kind.code, latest, place)
    if not latest or not earlier.exists():
        raise Conflict(_("Danh sách này chỉ có một đợt rà soát ở địa bàn; không có đợt cũ để kết thúc."))
    again = set(_persons(inside.filter(round=latest)).values())
    known = _persons(earlier)
    return Turn(
        latest, [row for row, person in known.items() if person in again],
        [row for row, person in known.items() if person not in again],
        earlier.filter(resident_id__isnull=True).count(),
    )  # fmt: skip


def _persons(found: QuerySet[Row]) -> dict[UUID, UUID]:
    """Who each matched row is, of merged records the one that stays."""
    told = list(found.filter(resident_id__isnull=False).order_by("id").values_list("id", "resident_id"))
    stays = dict(read("select record_id, into_id from figures_merged where record_id = any(%s)",
                      [[resident for _row, resident in told]]))  # fmt: skip
    return {row: stays.get(resident, resident) for row, resident in told if resident is not None}


def conclude(*, by: Viewer, register: str, place: int) -> Turn:
    """Take earlier rounds out of a commune's register, in one transaction: who stands in the latest goes on there, who
    doesn't is no longer listed. Rows that aren't matched leave too, for the latest round says it all."""
    with action() as action_id:
        found = turn(viewer=by, register=register, place=place)
        rows = list(_earlier(register, found.round, place).select_for_update().order_by("id"))
        carried = set(found.carried)
        for why, some in (  # a household of which anybody goes on goes on, and leaves with the last
            (Why.NOT_LISTED, [row for row in rows if row.id not in carried]),
            (Why.NEXT_ROUND, [row for row in rows if row.id in carried]),
        ):
            take_out(some, by, action_id, day=today(), why=why)
    return found
