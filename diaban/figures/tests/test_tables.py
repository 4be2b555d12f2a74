"""Figures on the units of a map, ratios and comparisons, on the real communes of a district that is no more."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from diaban.access.roles import ANALYST
from diaban.access.session import acting
from diaban.areas import queries as areas
from diaban.areas.queries import Level, Unit
from diaban.core.errors import Invalid
from diaban.core.ids import uuid7
from diaban.core.time import today
from diaban.figures import jobs, queries, tables
from diaban.figures import measures as room
from diaban.figures.changes import Rounding
from diaban.figures.maps import Shown, asked_map, map_day
from diaban.figures.measures import How, Measure, Ratio
from diaban.figures.periods import year
from diaban.figures.queries import Figure, State
from diaban.figures.tests.conftest import MEASURES, viewer_of
from diaban.ledger import actions
from diaban.ledger.lines import Line

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]

OLD = date(2025, 6, 30)
EXTRA = {
    "test.communes": Measure("test.communes", "Xã có việc", "", ("count.born",), How.UNITS, level=Level.COMMUNE),
}
RATIOS = {
    "test.share": Ratio("test.share", "Tỷ lệ nữ", "", "test.girls", "test.births"),
    "test.rate": Ratio("test.rate", "Tỷ suất", "", "test.births", "test.stock", per=1000, places=1, unit="‰"),
}


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Unit:
    """The former district of Kỳ Anh; measures and ratios of these tests are declared."""
    girls = Measure("test.girls", "Bé gái", "", ("count.born",), where={"sex": ("f",)})
    monkeypatch.setattr(room, "measures", lambda: MEASURES | EXTRA | {"test.girls": girls})
    monkeypatch.setattr(tables, "ratios", lambda: RATIOS)
    found = areas.resolve("huyện Kỳ Anh, tỉnh Hà Tĩnh", OLD)
    assert found.unit is not None
    return areas.unit(found.unit.id, OLD)


def born(place: int, many: int = 1, day: date = date(2023, 5, 5), sex: str = "f") -> None:
    actions.append([Line("count.born", uuid7(), place, 50, 300, day, dims={"sex": sex}) for _ in range(many)])


def split(figures: dict[int, Figure]) -> dict[int, int | None]:
    return {unit: figure.value for unit, figure in figures.items() if figure.value}


@pytest.mark.parametrize("merged", [False, True])
def test_a_figure_of_then_on_the_units_of_then_and_of_now(here: Unit, merged: bool) -> None:
    old = areas.children(here.id, OLD, Level.COMMUNE)
    whole = [unit for unit in old if len(areas.successors(unit.id)) == 1]
    viewer: Any = viewer_of(None)
    with acting(viewer):
        for number, unit in enumerate(whole[:5], 1):
            born(unit.id, number)
        born(here.id, 2)
        if merged:
            jobs.run_once()
        for shown in (Shown.THEN, OLD, date(2023, 1, 1)):
            then = tables.on_map("test.births", here.id, year(2023), viewer=viewer, map=shown)
            assert (then.total.value, then.rest) == (17, 2)
            assert {unit.id for unit in then.units} == {unit.id for unit in old}
            assert split(then.each) == {unit.id: number for number, unit in enumerate(whole[:5], 1)}
        now = tables.on_map("test.births", here.id, year(2023), viewer=viewer, map=Shown.NOW, level=Level.COMMUNE)
        assert now.total.value == 17
        assert all(unit.valid_to is None and unit.level == Level.COMMUNE for unit in now.units)
        assert sum(split(now.each).values()) + (now.rest or 0) == 17  # type: ignore[arg-type]
        successors = {areas.successors(unit.id)[0].unit.id for unit in whole[:5]}
        wholly = {unit.id for unit in now.units}
        assert set(split(now.each)) == successors & wholly
        for unit_id, figure in now.each.items():
            opened = queries.lines("test.births", unit_id, year(2023), viewer=viewer).rows
            assert len(opened) == figure.value


def test_units_reached(here: Unit) -> None:
    old = areas.children(here.id, OLD, Level.COMMUNE)
    viewer: Any = viewer_of(None)
    with acting(viewer):
        born(old[0].id, 3)
        born(old[1].id)
        born(here.id)
        then = queries.count("test.communes", here.id, year(2023), viewer=viewer, map=Shown.THEN)
        assert (then.value, then.of, then.lines) == (2, len(old), 5)
        now = queries.count("test.communes", here.id, year(2023), viewer=viewer)
        assert now.of == len(areas.children(here.id, today(), Level.COMMUNE))
        none = queries.count("test.communes", here.id, year(2022), viewer=viewer, map=Shown.THEN)
        assert (none.value, none.of) == (0, len(old))


def test_parts_beside_their_total_give_no_small_one_away() -> None:
    """The analyst of a province sees neither the commune with few nor the one that would tell it."""
    viewer: Any = viewer_of(900, ANALYST)
    with acting(viewer_of(None)):
        born(911, 3)
        born(921, 20)
    with acting(viewer):
        found = tables.on_map("test.births", 900, year(2023), viewer=viewer, map=Shown.THEN, level=Level.COMMUNE)
        assert found.total.value == 23
        assert {unit: (figure.value, figure.state) for unit, figure in found.each.items()} == {
            910: (None, State.FEW), 920: (None, State.FEW),
        }  # fmt: skip
        assert found.rest is None
    opener: Any = viewer_of(900)
    with acting(opener):
        found = tables.on_map("test.births", 900, year(2023), viewer=opener, map=Shown.THEN, level=Level.COMMUNE)
        assert [figure.value for figure in found.each.values()] == [3, 20]


def test_a_ratio_names_both_measures(here: Unit) -> None:
    viewer: Any = viewer_of(None)
    with acting(viewer):
        born(here.id, 1)
        born(here.id, 2, sex="m")
        found = tables.ratio("test.share", here.id, year(2023), viewer=viewer)
        assert (found.over.measure.code, found.under.measure.code) == ("test.girls", "test.births")
        assert (found.over.value, found.under.value, found.value) == (1, 3, Decimal("33.33"))
        cut = tables.ratio("test.share", here.id, year(2023), viewer=viewer, rounding=Rounding.TRUNCATE)
        assert cut.value == Decimal("33.33")
        assert tables.ratio("test.rate", here.id, year(2023), viewer=viewer).value == Decimal("1000.0")
        assert tables.ratio("test.share", here.id, year(2021), viewer=viewer).value is None


def test_a_year_beside_the_year_before(here: Unit) -> None:
    viewer: Any = viewer_of(None)
    with acting(viewer):
        born(here.id, 4)
        born(here.id, 5, day=date(2022, 3, 3))
        now, then, change = tables.compare("test.births", here.id, year(2023), year(2022), viewer=viewer)
    assert (now.value, then.value, change.percent) == (4, 5, Decimal("-20.00"))


def test_maps_as_they_are_written() -> None:
    assert asked_map("now") is Shown.NOW
    assert asked_map("then") is Shown.THEN
    assert asked_map("2025-06-30") == asked_map("30/06/2025") == OLD
    for wrong in ("", "31/06/2025", "2025", "xưa"):
        with pytest.raises(Invalid):
            asked_map(wrong)
    assert map_day(Shown.THEN, year(2023)) == date(2023, 12, 31)
    assert map_day(None, year(2023)) == today()
