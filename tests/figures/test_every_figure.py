"""Every figure of every page, role, period kind and map: what it opens adds up to it, or one sentence says why not."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from django.test import Client

from diaban.access import viewers
from diaban.access.roles import ROLES, Permission
from diaban.access.session import acting
from diaban.access.tests.world import PASSWORD, Ground, build
from diaban.areas import queries as areas
from diaban.areas.queries import Level
from diaban.core.ids import uuid7
from diaban.core.time import clock_at
from diaban.figures import jobs
from diaban.figures.maps import Shown
from diaban.figures.measures import How, Measure, measures
from diaban.figures.periods_named import containing, free
from diaban.figures.periods_schemes import MONTHS, Family, Grain
from diaban.ledger import actions as ledger
from diaban.ledger.lines import Line
from diaban.ledger.registry import kinds
from diaban.web.figures import address
from tests.figures.walking import Walker
from tests.pages.routes import PAGES
from tests.pages.routes import address as page_address
from tests.sampling import turn

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
NOW = datetime(2026, 11, 22, 9, 0)
#: Lai Châu, which has the fewest communes: what a table of units shows is followed one by one.
PROVINCE = "12"
#: Days at the edges of months, of the state's months, of years and of the reform.
DAYS = [date(2024, 2, 29), date(2024, 12, 14), date(2024, 12, 15), date(2025, 6, 30), date(2025, 7, 1),
        date(2025, 11, 14), date(2025, 11, 15), date(2025, 12, 31), date(2026, 1, 1), date(2026, 10, 14),
        date(2026, 10, 15), date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 22)]  # fmt: skip


#: Ways of counting that no room need have declared, so that each is walked whatever the rooms count.
EXTRA = (
    Measure("walk.distinct", "Người khác nhau", "Mỗi người một lần.", ("people.moved_in", "people.moved_out"),
            How.DISTINCT),
    Measure("walk.units", "Thôn có người sinh", "Thôn có ít nhất một trẻ sinh ra.", ("people.born",), How.UNITS),
    Measure("walk.quantity", "Lượng", "Cộng số lượng của từng dòng.", ("people.opening",), How.QUANTITY),
    Measure("walk.where", "Bé gái", "Chỉ nữ.", ("people.born",), where={"sex": ("f",)}),
)  # fmt: skip


@pytest.fixture(scope="module")
def extra() -> Iterator[None]:
    known = measures()
    known |= {one.code: one for one in EXTRA}
    yield
    for one in EXTRA:
        del known[one.code]


@dataclass
class World:
    """Two grounds with lines of every kind that measures count, at days and places where sums go wrong."""

    here: Ground
    there: Ground
    old: int

    def walker(self, role: str) -> Walker:
        client = Client(headers={"host": "localhost"})
        client.post("/vao/", {"login": f"{role.replace('_', '-')}.a", "password": PASSWORD})
        return Walker(client, self.here.viewer(role), turn=sorted(ROLES).index(role))


@pytest.fixture(scope="module")
def world(module_db: None, extra: None) -> Iterator[World]:
    roles = [role for role in ROLES if role != "system"]
    with clock_at(NOW):
        small = areas.find(PROVINCE, level=Level.PROVINCE)
        assert small is not None
        commune = areas.children(small.id)[0]
        here = build(commune.code, PROVINCE, "a", sign_in=roles, demo=True)
        there = build("23293", "51", "b")
        old = next(step.unit for step in areas.predecessors(commune.id) if not step.fragment_id)
        with acting(viewers.command_line()):
            for n, place in enumerate((here.hamlet, here.commune, old.id, there.hamlet)):
                written(here, place, DAYS[n % 2 :: 2])
            jobs.run_once()
            for place in (here.hamlet, old.id):  # these stay in the queue
                written(here, place, DAYS[:3])
        yield World(here, there, old.id)


def written(ground: Ground, place: int, days: list[date]) -> None:
    """A line of each counted kind for each day, one of them corrected afterwards."""
    declared, office, actor = kinds(), ground.offices["police"].pk, ground.staff["commune_police"].pk
    wanted = {kind: one for one in measures().values() for kind in one.kinds}
    for code, one in wanted.items():
        dims = {dim: one.where.get(dim, ("f",))[0] for dim in declared[code].dims}
        many = 1 if declared[code].counts == "one" else 3
        made = ledger.append([Line(code, uuid7(), place, office, actor, day, many, dims) for day in days])
        ledger.void(made[0], office=office, actor=actor)


def units_of(world: World) -> list[int]:
    """A hamlet, a commune, its province, a commune that has ended, and another ground."""
    return [world.here.hamlet, world.here.commune, world.here.province, world.old, world.there.commune]


def pages(world: World) -> list[str]:
    """Every page that needs no record of its own, with the areas."""
    found = []
    for name in PAGES:
        for unit in units_of(world):
            with contextlib.suppress(KeyError):
                ids = {
                    "unit_id": unit,
                    "code": "people.births",
                    "ratio_code": "incidents.offence_rate",
                    "office_id": world.here.offices["police"].pk,
                }
                found.append(page_address(name, ids))
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("role", sorted(ROLES))
def test_every_figure_of_every_page_opens_what_adds_up_to_it(world: World, role: str) -> None:
    walker, who = world.walker(role), sorted(ROLES).index(role)
    for n, page in enumerate(pages(world)):
        if turn(3, n, who):  # every page by a third of the roles
            walker.follow(page)
    assert walker.wrong == []
    if ROLES[role].may(Permission.FIGURES_READ):
        assert walker.opened or walker.shut


#: One measure for each way of counting.
WAYS = ("people.births", "people.residents", "walk.distinct", "walk.units", "walk.quantity", "walk.where")


def views(code: str, unit: int) -> Iterator[str]:
    """A figure's page over every kind of period and on the units of now, then, and a day."""
    on = date(2025, 12, 20)
    periods = [containing(grain, on, family) for grain in Grain if grain is not Grain.FREE
               for family in (Family if grain in MONTHS else [Family.CALENDAR])]  # fmt: skip
    periods += [free(date(2024, 2, 29), date(2025, 12, 14)), containing(Grain.MONTH, date(2026, 11, 1))]
    for n, period in enumerate(periods):
        shown = (Shown.NOW, Shown.THEN, date(2025, 6, 30))[n % 3]
        yield address(code, unit, period, shown=shown)


@pytest.mark.parametrize("role", ["province_manager", "commune_police", "analyst"])
def test_every_kind_of_period_and_map_adds_up(world: World, role: str) -> None:
    walker = world.walker(role)
    ground = world.here.province if role == "province_manager" else world.here.commune
    for way, code in enumerate(WAYS):
        for at, unit in enumerate((ground, world.old)):
            for n, view in enumerate(views(code, unit)):
                if turn(11, n) and turn(4, n // 11, way, at):  # the page itself, with its series, units and map
                    walker.follow(view)
                    walker.opened_as_page(view)
                if turn(3, n, way, at):
                    walker.number(view)
    assert walker.wrong == []
    assert walker.shut if role == "analyst" else walker.opened


def test_cells_are_the_lines(world: World) -> None:
    assert jobs.differences() == []


def test_the_walk_notices_a_wrong_number(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above can fail: a page that says one more than its lines is told."""
    from diaban.web import figures as web

    right = web.written
    monkeypatch.setattr("diaban.console.views.figures.written", lambda figure: right(figure) + "1")
    walker = world.walker("commune_police")
    walker.follow(page_address("console:area", {"unit_id": world.here.commune}))
    assert any("add up to" in sentence for sentence in walker.wrong)
    assert any("which says" in sentence for sentence in walker.wrong)
