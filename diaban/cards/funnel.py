"""A drive as figures: the target set, who is eligible, who of them is here, and how far applications have come.

Every number is a figure of the ledger for an area and days, so each opens onto its lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.areas.units import Unit
from diaban.cards.models import Drive
from diaban.core.errors import NotFound
from diaban.core.time import today
from diaban.figures import queries as figures
from diaban.figures.periods_named import Named, day, free
from diaban.figures.queries import Figure

#: Who is due is counted as the drive begins; the rest over its days.
ELIGIBLE = ("cards.due", "cards.due_here")
STEPS = ("cards.received", "cards.sent", "cards.sent_back", "cards.approved", "cards.printed", "cards.arrived",
         "cards.handed", "cards.lost", "cards.spoiled", "cards.late")  # fmt: skip
TARGET, TAKEN = "cards.target", "cards.received"


@dataclass(frozen=True, slots=True)
class Stage:
    """One figure of the funnel and the days that it counts."""

    figure: Figure
    period: Named


@dataclass(frozen=True, slots=True)
class Share:
    """What a unit was set and what it took in."""

    unit: Unit
    target: Figure
    taken: Figure
    handed: Figure

    @property
    def percent(self) -> float | None:
        return share(self.taken, self.target)


@dataclass(frozen=True, slots=True)
class Funnel:
    """A drive in one area."""

    drive: Drive
    unit: Unit
    period: Named
    target: Stage
    eligible: list[Stage]
    steps: list[Stage]
    left: list[Stage]
    shares: list[Share]

    @property
    def taken(self) -> Figure:
        return self.steps[0].figure

    @property
    def percent(self) -> float | None:
        """Taken in of the target set, in percent."""
        return share(self.taken, self.target.figure)


def share(of: Figure, whole: Figure) -> float | None:
    """In percent; None where either isn't told or there is no whole."""
    return 100 * of.value / whole.value if of.value is not None and whole.value else None


def drives(*, viewer: Viewer) -> Sequence[Drive]:
    """Drives that concern the viewer's ground, the last first."""
    figures.check_read(viewer)
    return list(Drive.objects.order_by("-since", "-id"))


def drive(*, viewer: Viewer, drive_id: UUID) -> Drive:
    """One drive. Raises NotFound outside what the viewer may read."""
    figures.check_read(viewer)
    found = Drive.objects.filter(pk=drive_id).first()
    if found is None:
        raise NotFound(_("Không có đợt cấp căn cước này trong phạm vi của bạn."))
    return found


def funnel(*, viewer: Viewer, drive: Drive, unit_id: int | None = None) -> Funnel:
    """The drive in its area, or in a unit inside it."""
    chosen = drive.unit_id if unit_id is None else unit_id
    period, last = free(drive.since, drive.until), day(min(drive.until, max(today(), drive.since)))

    def stage(code: str, of: Named) -> Stage:
        return Stage(figures.count(code, chosen, of.period, viewer=viewer), of)

    return Funnel(
        drive, areas.unit(chosen), period, stage(TARGET, period), [stage(code, day(drive.since)) for code in ELIGIBLE],
        [stage(code, period) for code in STEPS], [stage(code, last) for code in (*ELIGIBLE, "cards.stock")],
        _shares(chosen, period, viewer),
    )  # fmt: skip


def _shares(unit_id: int, period: Named, viewer: Viewer) -> list[Share]:
    below = areas.children(unit_id)
    ids = [unit.id for unit in below]
    if not ids:
        return []
    told = {code: figures.by_unit(code, ids, period.period, viewer=viewer) for code in (TARGET, TAKEN, "cards.handed")}
    found = [Share(unit, *(told[code][unit.id] for code in told)) for unit in below]
    return sorted(found, key=lambda each: (each.percent is None, -(each.percent or 0)))
