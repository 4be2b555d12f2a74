"""The units that a figure is shown on: those of now, those of the figure's own time, or those of any day.

Lines keep their place; the map only decides which units they are sorted into. It is written `now`, `then` or as a day.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from diaban.areas import queries as areas
from diaban.areas.queries import Level, Unit
from diaban.core.errors import Invalid
from diaban.core.time import today
from diaban.figures.periods import Period


class Shown(StrEnum):
    """A map that moves with the reader's day (now) or with the period (then)."""

    NOW = "now"
    THEN = "then"


Map = Shown | date


def map_day(shown: Map | None, period: Period) -> date:
    """The day whose units are meant: then is the period's last day; None is now."""
    if isinstance(shown, date):
        return shown
    return period.until if shown is Shown.THEN else today()


def asked_map(text: str) -> Map:
    """What was written: `now`, `then`, 2025-06-30 or 30/06/2025. Raises Invalid."""
    if text in (Shown.NOW, Shown.THEN):
        return Shown(text)
    try:
        if "/" in text:
            day, month, year = text.split("/")
            return date(int(year), int(month), int(day))
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid(_("Bản đồ đơn vị phải là now, then hoặc một ngày như 30/06/2025.")) from error


def units_on(unit_id: int, shown: Map | None, period: Period, level: Level | None = None) -> list[Unit]:
    """The map's units that lie wholly inside a unit, next below it or on a level; the unit may be of any list."""
    return areas.children(unit_id, map_day(shown, period), level)
