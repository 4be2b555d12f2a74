"""The other periods and maps that a page of figures offers: its neighbours, longer and shorter ones, other years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from diaban.areas.queries import Level, Unit
from diaban.core.time import today
from diaban.figures.maps import Map, Shown
from diaban.figures.periods_named import Named, compared, containing, day
from diaban.figures.periods_schemes import FAMILY_TITLES, GRAIN_TITLES, MONTHS, Grain


@dataclass(frozen=True)
class Choice:
    """One of a few ways to see the figure."""

    title: Any
    url: str
    current: bool


class Asking(Protocol):
    """What a page was asked, and the address of the same otherwise."""

    @property
    def unit(self) -> Unit: ...

    @property
    def period(self) -> Named: ...

    @property
    def shown(self) -> Map: ...

    def url(self, *, period: Named | None = None, shown: Map | None = None) -> str: ...


class Choices:
    """The ways out of what was asked, each an address."""

    def __init__(self, asked: Asking) -> None:
        self.asked = asked
        #: What is asked for, as far as it has run, and the same of the year before.
        self.now, self.before = compared(asked.period)

    @property
    def period(self) -> Named:
        return self.asked.period

    @property
    def earlier(self) -> Choice:
        other = self.period.previous()
        return Choice(other.label, self.asked.url(period=other), False)

    @property
    def later(self) -> Choice | None:
        """None where the one after hasn't begun."""
        other = self.period.next()
        return Choice(other.label, self.asked.url(period=other), False) if other.begun() else None

    @property
    def grains(self) -> list[Choice]:
        """The same time by day, week, …, year."""
        on, family = min(self.period.until, today()), self.period.family
        return [
            Choice(title, self.asked.url(period=containing(grain, on, family)), grain is self.period.grain)
            for grain, title in GRAIN_TITLES.items()
            if grain is not Grain.FREE
        ]

    @property
    def families(self) -> list[Choice]:
        """By the calendar or as the state reports; days and weeks are the same in both."""
        if self.period.grain not in MONTHS:
            return []
        on = min(self.period.until, today())
        return [
            Choice(title, self.asked.url(period=containing(self.period.grain, on, family)),
                   family is self.period.family)
            for family, title in FAMILY_TITLES.items()
        ]  # fmt: skip

    @property
    def maps(self) -> list[Choice]:
        """The units of now or of the period's own time, where those differ in what they are."""
        if self.asked.unit.level >= Level.HAMLET:
            return []
        titles = {Shown.NOW: _("Đơn vị hiện nay"), Shown.THEN: _("Đơn vị của kỳ đó")}
        found = [Choice(title, self.asked.url(shown=each), each is self.asked.shown) for each, title in titles.items()]
        if not isinstance(self.asked.shown, Shown):
            found.append(Choice(_("Đơn vị ngày %s") % day(self.asked.shown).days, self.asked.url(), True))
        return found
