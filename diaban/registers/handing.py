"""A row goes to the commune where the person lives, with its household and what is in doubt about it."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.areas.queries import Level, Unit
from diaban.core.errors import Conflict, Invalid
from diaban.core.sql import execute, value
from diaban.core.time import today
from diaban.people.actions.base import action
from diaban.registers import lines, policies
from diaban.registers.actions import locked
from diaban.registers.importing.places import Places
from diaban.registers.models import Home, Match, Row, State, Why
from diaban.registers.reviewed import KIND
from diaban.review import actions as review


def commune_of(place: int) -> Unit:
    """The commune that a place is, or is in."""
    above = [areas.unit(place), *areas.ancestors(place)]
    return next((unit for unit in above if unit.level == Level.COMMUNE), above[0])


def choices(row: Row) -> list[Unit]:
    """The communes of the row's province, without its own: who may keep it from now on."""
    own = commune_of(row.place)
    province = next((unit.id for unit in areas.ancestors(own.id) if unit.level == Level.PROVINCE), None)
    found = areas.children(province, today(), Level.COMMUNE) if province is not None else []
    return [unit for unit in found if unit.id != own.id]


def meant(*, viewer: Viewer, row: Row) -> Unit | None:
    """The commune where the row's person lives: of the resident it was matched to, else what its address names; None
    where that is the row's own, or nobody can tell. Nothing else of a resident beyond the viewer's ground is told."""
    policies.check_open(viewer)
    own = commune_of(row.place)
    found: int | None = value("select registers.commune_of(%s)", [row.id]) if row.resident_id else None
    if found is None and row.match != Match.LINKED and row.address:
        hamlet, _comma, commune = row.address.rpartition(", ")
        found = Places(own, today()).find(hamlet, commune, "").commune
    return areas.unit(found) if found is not None and found != own.id else None


def hand_over(*, by: Viewer, row_id: UUID, unit_id: int, version: int | None = None) -> list[Row]:
    """The commune `unit_id` keeps the row from now on, with the rows of its household: they leave here and enter
    there. Raises Invalid for no commune of the province, Conflict for its own."""
    with action() as action_id:
        row = locked(by, row_id, version, policies.check_settle)
        if unit_id == commune_of(row.place).id:
            raise Conflict(_("Dòng này đã ở xã ấy; chưa chuyển gì."))
        if unit_id not in {unit.id for unit in choices(row)}:
            raise Invalid(_("Chưa chuyển: chọn một xã, phường trong tỉnh."), {"unit": _("Chọn lại.")})
        homes = list(Home.objects.select_for_update().filter(pk=row.home_id, state=State.ACTIVE)) if row.home_id else []
        rows = [row]
        if homes:
            rows = list(Row.objects.select_for_update().filter(home_id=row.home_id, state=State.ACTIVE).order_by("id"))
        for made in (rows, homes):
            lines.leave(made, by, action_id, day=today(), why=Why.HANDED)
        for one in rows:
            review.hand_to(subject_kind=KIND, subject_id=one.id, unit_id=unit_id, by=by)
        execute(
            "select registers.hand_over(%s, %s, %s)", [[one.id for one in rows], [one.id for one in homes], unit_id]
        )
        moved: list[Row | Home] = [*rows, *homes]
        for kept in moved:
            kept.place = unit_id
        for made in (rows, homes):
            lines.enter(made, by, action_id, opening=False)
    return rows
