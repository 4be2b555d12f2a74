"""Before a measure is kept there is no data, never 0, and lines that say otherwise change no figure in silence."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diaban.access.roles import ANALYST
from diaban.access.session import acting
from diaban.core.errors import Conflict, Invalid, Refused
from diaban.figures import actions, cuts, queries, tables
from diaban.figures.after import after_cut
from diaban.figures.declared import declared, history
from diaban.figures.grid import day, grid
from diaban.figures.maps import Shown
from diaban.figures.measures import How
from diaban.figures.periods import Period, month, until, year
from diaban.figures.queries import State
from diaban.figures.tests.conftest import GROUND, MEASURES, undone, viewer_of
from diaban.figures.tests.test_counts import START, births, lines, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]

DAY = date(2026, 1, 10)


@pytest.fixture(autouse=True)
def _declared_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "measures", lambda: MEASURES)


def keep(unit: int, day: date, measure: str = "test.births") -> None:
    viewer = viewer_of(None, by_system())
    actions.keep_from(by=viewer, measure=measure, unit_id=unit, day=day)


def by_system() -> Any:
    from diaban.access.roles import SYSTEM

    return SYSTEM


def test_no_data_is_not_nought() -> None:
    viewer: Any = viewer_of(900)
    with acting(viewer):
        keep(910, DAY)
        births(911, 2, date(2026, 1, 12))
        births(921, 3, date(2025, 12, 20))
        before = queries.count("test.births", 910, month(2025, 12), viewer=viewer)
        assert (before.value, before.state, before.known_from) == (None, State.NODATA, DAY)
        across = queries.count("test.births", 910, month(2026, 1), viewer=viewer)
        assert (across.value, across.state, across.known_from) == (2, State.KNOWN, DAY)
        later = queries.count("test.births", 910, month(2026, 2), viewer=viewer)
        assert (later.value, later.known_from) == (0, None)
        province = queries.count("test.births", 900, month(2025, 12), viewer=viewer)
        assert (province.value, province.known_from) == (3, DAY), "of the commune that is kept"
        assert queries.count("test.sum", 910, month(2025, 12), viewer=viewer).value == 0, "another measure"
        row = grid(["test.births"], 900, [month(2025, 12), month(2026, 1)], viewer=viewer)[0]
        assert [figure.value for figure in row] == [3, 2]


def test_what_is_kept_may_have_a_gap() -> None:
    viewer: Any = viewer_of(900)
    months = [month(2026, n) for n in (1, 2, 3, 4)]

    def told() -> list[tuple[Any, ...]]:
        figures = [queries.count("test.births", 910, each, viewer=viewer) for each in months]
        assert grid(["test.births"], 910, months, viewer=viewer)[0] == figures
        return [(figure.value, figure.state, figure.partly) for figure in figures]

    with acting(viewer):
        for each in months:
            births(911, 2, each.since)
            births(911, 1, each.until)
        keep(910, date(2026, 1, 1))
        gap(910, date(2026, 2, 1), date(2026, 3, 15))
        whole, partly = (3, State.KNOWN, False), (1, State.KNOWN, True)
        assert told() == [whole, (None, State.NODATA, False), partly, whole]
        assert queries.early("test.births", 910, months[1], viewer=viewer) == 3
        assert len(queries.lines("test.births", 910, months[2], viewer=viewer).rows) == 1
        assert "01/02/2026" in queries.count("test.births", 910, months[1], viewer=viewer).why
        province = queries.count("test.births", 900, months[1], viewer=viewer)
        assert (province.value, province.state, province.partly) == (0, State.KNOWN, True)
        keep(910, date(2025, 12, 1))
        assert told()[1][1] is State.NODATA, "an earlier day leaves later gaps"
        gap(910, date(2026, 2, 1), date(2026, 2, 28), filled=True)
        assert told() == [whole, whole, partly, whole]
        gap(910, date(2026, 3, 1), date(2026, 3, 15), filled=True)
        assert told() == [whole] * 4
        for since, until_ in ((date(2025, 1, 1), date(2026, 1, 1)), (date(2026, 1, 1), date(2100, 1, 1))):
            with pytest.raises(Invalid):
                gap(910, since, until_)


def test_a_stock_of_a_day_in_a_gap_is_not_known() -> None:
    viewer: Any = viewer_of(900)
    with acting(viewer):
        births(911, 5, date(2020, 1, 1))
        gap(910, date(2026, 1, 1), DAY, code="test.stock")
        assert queries.count("test.stock", 910, until(DAY), viewer=viewer).state is State.NODATA
        assert queries.count("test.stock", 910, until(date(2026, 1, 11)), viewer=viewer).value == 5


def gap(unit: int, since: date, until_: date, filled: bool = False, code: str = "test.births") -> None:
    viewer = viewer_of(None, by_system())
    period = Period(since, until_)
    actions.say_gap(by=viewer, measure=code, unit_id=unit, period=period, document="sổ mất", filled=filled)


def test_a_line_dated_before_is_told_apart() -> None:
    viewer: Any = viewer_of(900)
    with acting(viewer):
        keep(910, DAY)
        births(911, 2, date(2026, 1, 12))
        cut = cuts.draw()
        told = [queries.count("test.births", 910, each, viewer=viewer).value for each in (month(2026, 1), year(2025))]
        births(911, 4, date(2026, 1, 9))
        births(912, 1, date(2025, 6, 1))
        for period, value, early in ((month(2026, 1), 2, 4), (year(2025), None, 1)):
            assert queries.count("test.births", 910, period, viewer=viewer).value == value
            assert queries.early("test.births", 910, period, viewer=viewer) == early
            assert after_cut("test.births", 910, period, viewer=viewer, cut=cut) == []
        assert told == [2, None]
        assert len(queries.lines("test.births", 910, month(2026, 1), viewer=viewer).rows) == 2
        keep(910, date(2026, 1, 1))
        figure = queries.count("test.births", 910, month(2026, 1), viewer=viewer)
        assert (figure.value, figure.known_from) == (6, None)


def test_a_stock_counts_everything_once_it_is_known() -> None:
    viewer: Any = viewer_of(900)
    with acting(viewer):
        keep(910, DAY, "test.stock")
        births(911, 5, date(2020, 1, 1))
        births(921, 7, date(2020, 1, 1))
        assert queries.count("test.stock", 910, until(date(2026, 1, 9)), viewer=viewer).state is State.NODATA
        assert queries.count("test.stock", 910, until(DAY), viewer=viewer).value == 5
        partly = queries.count("test.stock", 900, until(date(2026, 1, 9)), viewer=viewer)
        assert (partly.value, partly.known_from) == (7, DAY)
        assert len(queries.lines("test.stock", 900, until(date(2026, 1, 9)), viewer=viewer).rows) == 7


def test_outside_of_the_ground_too() -> None:
    births(921, 20)
    keep(920, date(2026, 2, 1))
    viewer: Any = viewer_of(910)
    with acting(viewer):
        assert queries.count("test.births", 920, month(2026, 1), viewer=viewer).state is State.NODATA
        province = queries.count("test.births", 900, month(2026, 1), viewer=viewer)
        assert (province.value, province.state) == (None, State.APART)
        assert queries.count("test.births", 920, month(2026, 2), viewer=viewer).value == 0


def test_a_line_dated_before_its_unit_counts_where_it_lies() -> None:
    """It is in its unit and those above; on the units of its own day it is nobody's part, and the rest says so."""
    viewer: Any = viewer_of(None)
    with acting(viewer):
        births(911, 2, date(1985, 5, 5))
        period = year(1985)
        assert queries.count("test.births", 910, period, viewer=viewer).value == 2
        parts = tables.on_map("test.births", 900, period, viewer=viewer, map=Shown.THEN)
        assert (parts.total.value, parts.rest) == (2, 2 - sum(figure.value or 0 for figure in parts.each.values()))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(
    st.lists(lines(), max_size=20), st.dictionaries(st.sampled_from([900, 910, 912, 920]), st.integers(0, 120)),
    st.integers(0, 130), st.integers(0, 90), st.sampled_from([900, 910, 912]),
    st.dictionaries(st.sampled_from([900, 910, 912, 920]), st.tuples(st.integers(1, 60), st.integers(0, 40))),
)  # fmt: skip
def test_what_is_kept_is_counted(
    first: list[Any], kept: dict[int, int], start: int, length: int, unit: int, apart: dict[int, tuple[int, int]]
) -> None:  # fmt: skip
    with undone():
        period = Period(START + timedelta(days=start), START + timedelta(days=start + length))
        viewer: Any = viewer_of(None)
        with acting(viewer):
            standing = write(first, [])
            for code in MEASURES:
                for each in (900, 910, 912, 920):
                    keep(each, _since(kept, each), code)
                    if each in apart:
                        gap(each, *_apart(kept, apart, each), code=code)
            since: dict[int, date] = {}
            left_out: dict[int, tuple[date, date] | None] = {}
            for above in (900, 910, 920, 912):
                since |= dict.fromkeys(GROUND[above], _since(kept, above))
                left_out |= dict.fromkeys(GROUND[above], _apart(kept, apart, above) if above in apart else None)

            def known_on(place: int, day: date) -> bool:
                out = left_out[place]
                return since[place] <= day and not (out and out[0] <= day <= out[1])

            for code, wanted in MEASURES.items():
                stock = wanted.how is How.STOCK
                ids = {
                    number for number, line in standing.items()
                    if line.kind in wanted.kinds and line.place in GROUND[unit]
                    and (stock or period.since <= (line.day or START)) and (line.day or START) <= period.until
                    and all(line.dims.get(dim) in codes for dim, codes in wanted.where.items())
                    and known_on(line.place, period.until if stock else line.day or START)
                }  # fmt: skip
                figure = queries.count(code, unit, period, viewer=viewer)
                opened = queries.lines(code, unit, period, viewer=viewer, limit=500).rows
                assert {row.id for row in opened} == ids
                days = (
                    [period.until]
                    if stock
                    else [period.since + timedelta(days=n) for n in range((period.until - period.since).days + 1)]
                )
                if figure.state is State.NODATA:
                    assert not any(known_on(place, day) for place in GROUND[unit] for day in days)
                else:
                    assert figure.lines == len(ids)


def _since(kept: dict[int, int], unit: int) -> date:
    return START + timedelta(days=kept[unit]) if unit in kept else date(1900, 1, 1)


def _apart(kept: dict[int, int], apart: dict[int, tuple[int, int]], unit: int) -> tuple[date, date]:
    """A gap that begins after what is kept does."""
    first = max(_since(kept, unit), START) + timedelta(days=apart[unit][0])
    return first, first + timedelta(days=apart[unit][1])


def test_published_figures_stand_apart() -> None:
    viewer = viewer_of(910)
    given: dict[str, Any] = {"measure": "test.births", "unit_id": 910, "period": year(2024)}
    with acting(viewer):
        first = actions.declare(by=viewer, value=Decimal(179), document="12/BC-UBND", signer="Chủ tịch xã", **given)
        assert queries.count("test.births", 910, year(2024), viewer=viewer).value == 0, "never added"
        assert declared("test.births", [910, 920], year(2024), viewer=viewer)[910].value == 179
        again = actions.declare(
            by=viewer, value=Decimal(181), document="15/BC-UBND", signer="Chủ tịch xã", replaces=first, **given
        )
        with pytest.raises(Conflict):
            actions.withdraw(by=viewer, declared=first)
        found = declared("test.births", [910], year(2024), viewer=viewer)[910]
        assert (found.id, int(found.value), found.replaces) == (again, 181, first)
        actions.withdraw(by=viewer, declared=again)
        assert declared("test.births", [910], year(2024), viewer=viewer) == {}
        assert [each.withdrawn for each in history(910, viewer=viewer)] == [True, False, False]
        with pytest.raises(Invalid):
            actions.declare(by=viewer, value=Decimal(1), document=" ", signer="x", **given)
        with pytest.raises(Refused):
            actions.declare(by=viewer, value=Decimal(1), document="x", signer="x", **(given | {"unit_id": 920}))
    with pytest.raises(Refused):
        actions.declare(by=viewer_of(910, ANALYST), value=Decimal(1), document="x", signer="x", **given)


def test_a_domain_says_it_of_all_of_its_measures_and_a_measure_goes_before() -> None:
    viewer: Any = viewer_of(900)
    with acting(viewer):
        keep(910, DAY, "test")
        births(911, 2, date(2026, 1, 12))
        for code in ("test.births", "test.sum", "test.people"):
            found = queries.count(code, 910, month(2025, 12), viewer=viewer)
            assert (found.state, found.known_from) == (State.NODATA, DAY)
        keep(910, date(2025, 1, 1), "test.sum")
        assert queries.count("test.sum", 910, month(2025, 12), viewer=viewer).value == 0
        assert queries.count("test.births", 910, month(2025, 12), viewer=viewer).state is State.NODATA
        with pytest.raises(Invalid):
            keep(910, date(2300, 1, 1), "test")


def test_a_day_s_figures_at_once_are_those_one_by_one() -> None:
    viewer: Any = viewer_of(900)
    with acting(viewer):
        births(911, 2, date(2026, 1, 12))
        births(921, 3, date(2026, 1, 12))
        births(912, 1, date(2026, 1, 11))
        keep(920, date(2026, 1, 13))
        for unit in (900, 910, 912, 920, 930):
            for on in (date(2026, 1, 11), date(2026, 1, 12)):
                one_by_one = [queries.count(code, unit, Period(on, on), viewer=viewer) for code in MEASURES]
                assert day(list(MEASURES), unit, on, viewer=viewer) == one_by_one
        assert day(["test.births"], 910, date(2026, 1, 12), viewer=viewer)[0].value == 2
