"""Targets as a viewer may read them, and how far each has been reached. Row policies decide which are seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import F, Prefetch, QuerySet
from django.utils.translation import gettext as _

from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.core.errors import NotFound, Refused
from diaban.core.time import today
from diaban.figures import queries as figures
from diaban.figures.measures import How, measures
from diaban.figures.periods import Period, until
from diaban.figures.periods_named import Named
from diaban.figures.periods_read import read
from diaban.figures.queries import Figure
from diaban.targets.league import Entry, League, league
from diaban.targets.models import Part, Plan, Version


@dataclass(frozen=True, slots=True)
class Target:
    """A target in force for one unit: the plan, the version that holds, and this unit's own value of it."""

    plan: Plan
    version: Version
    unit_id: int
    value: int

    @property
    def period(self) -> Named:
        return read(self.plan.period)

    @property
    def title(self) -> Any:
        """The measure's title; its code where the room that counted it is gone."""
        known = measures().get(self.plan.measure)
        return known.title if known else self.plan.measure


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a unit has come. `share` is what was done of the target (1 is all of it); None where it isn't told.

    For a rate, `under` is the denominator's figure on the day that the target names and `rate` what was reached of it.
    """

    unit_id: int
    value: int
    figure: Figure
    under: Figure | None = None

    @property
    def rate(self) -> Fraction | None:
        if self.under is None or not self.under.value or self.figure.value is None:
            return None
        return Fraction(self.figure.value, self.under.value)

    @property
    def share(self) -> Fraction | None:
        if self.value <= 0 or self.figure.value is None:
            return None
        if self.under is None:
            return Fraction(self.figure.value, self.value)
        return None if self.rate is None else self.rate / Fraction(self.value, 10_000)


@dataclass(frozen=True, slots=True)
class Standing:
    """A target with how far it was reached, as a whole and by unit, the units ranked."""

    target: Target
    whole: Reached
    parts: dict[int, Reached]
    league: League


def plans(*, viewer: Viewer) -> QuerySet[Plan]:
    """Targets that the viewer may read, those ending last first. Raises Refused for a role that sees no figures."""
    check_read(viewer)
    return Plan.objects.order_by("withdrawn", "-until", "measure", "unit_id")


def check_read(viewer: Viewer) -> None:
    """Raises Refused for a role that sees no figures."""
    if not viewer.can(Permission.FIGURES_READ):
        raise Refused(_("Vai trò của bạn không xem được số liệu. Hãy báo quản trị hệ thống nếu cần."))


def plan(plan_id: UUID, *, viewer: Viewer) -> Plan:
    """One target. Raises NotFound outside what the viewer may read."""
    found = plans(viewer=viewer).filter(pk=plan_id).first()
    if found is None:
        raise NotFound(_("Không có chỉ tiêu này trong phạm vi của bạn."))
    return found


def versions(plan_id: UUID, *, viewer: Viewer) -> list[Version]:
    """Every version of a target, newest first; parts are those that the viewer may read."""
    check_read(viewer)
    parts = Prefetch("parts", Part.objects.order_by("id"))
    return list(Version.objects.filter(plan_id=plan_id).order_by("-number").prefetch_related(parts))


def current(found: Iterable[Plan]) -> dict[UUID, Version]:
    """The version in force of each plan, in two statements for all."""
    ids = [plan.pk for plan in found]
    rows = Version.objects.filter(plan_id__in=ids, number=F("plan__version")).prefetch_related("parts")
    return {version.plan_id: version for version in rows}


def of_unit(unit_id: int, *, viewer: Viewer, on: date | None = None) -> list[Target]:
    """Targets in force for a unit on a day: its own, and its part of those of the units above it."""
    check_read(viewer)
    day = on or today()
    running = Plan.objects.filter(withdrawn=False, since__lte=day, until__gte=day)
    own = running.filter(unit_id=unit_id)
    shared = running.filter(versions__parts__unit_id=unit_id, versions__number=F("version"))
    found = {plan.pk: plan for plan in [*own, *shared]}
    holding = current(found.values())
    targets = [_target(plan, holding[pk], unit_id) for pk, plan in found.items() if pk in holding]
    return sorted((t for t in targets if t is not None), key=lambda t: (t.plan.until, t.plan.measure))


def _target(plan: Plan, version: Version, unit_id: int) -> Target | None:
    if plan.unit_id == unit_id:
        return Target(plan, version, unit_id, version.value)
    part = next((part for part in version.parts.all() if part.unit_id == unit_id), None)
    return None if part is None else Target(plan, version, unit_id, part.value)


def reached(target: Target, *, viewer: Viewer) -> Reached:
    """How far one unit has come."""
    return _reached(target.plan, {target.unit_id: target.value}, viewer)[target.unit_id]


def standing(plan: Plan, *, viewer: Viewer) -> Standing:
    """The target as a whole and each part of it that the viewer may read, ranked by what was reached."""
    version = current([plan])[plan.pk]
    values = {plan.unit_id: version.value} | {part.unit_id: part.value for part in version.parts.all()}
    found = _reached(plan, values, viewer)
    parts = {unit: found[unit] for unit in values if unit != plan.unit_id}
    target = Target(plan, version, plan.unit_id, version.value)
    return Standing(target, found[plan.unit_id], parts, _ranked(parts))


def _ranked(parts: Mapping[int, Reached]) -> League:
    return league(Entry(unit, each.figure.value, each.share) for unit, each in parts.items())


def _reached(plan: Plan, values: Mapping[int, int], viewer: Viewer) -> dict[int, Reached]:
    units = list(values)
    over = figures.by_unit(plan.measure, units, read(plan.period).period, viewer=viewer)
    under: Mapping[int, Figure] = {}
    if plan.is_rate:
        under = figures.by_unit(plan.denominator, units, denominator_days(plan), viewer=viewer)
    return {unit: Reached(unit, value, over[unit], under.get(unit)) for unit, value in values.items()}


def denominator_days(plan: Plan) -> Period:
    """The days that a rate's denominator counts: a stock up to its day, anything else the target's own up to it."""
    day = plan.as_of or plan.until
    if measures()[plan.denominator].how is How.STOCK:
        return until(day)
    return Period(min(plan.since, day), day)


def shown(plans: Sequence[Plan], unit_id: int | None) -> dict[UUID, int]:
    """Each plan's value for one unit (its part), or its whole where the unit has none of its own."""
    holding = current(plans)
    found = {}
    for plan in plans:
        target = None if unit_id is None else _target(plan, holding[plan.pk], unit_id)
        found[plan.pk] = target.value if target else holding[plan.pk].value
    return found
