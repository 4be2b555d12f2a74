"""The sample book of a former district, from the command's own path to the figures that its reports need."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.viewers import command_line
from diaban.areas import queries as areas
from diaban.figures import queries as figures
from diaban.figures.periods import Period
from diaban.incidents.importing import actions, commit, undo
from diaban.incidents.models import Incident
from diaban.papers.models import Import, Row

SAMPLES = Path(os.environ.get("DIABAN_SAMPLES", Path(__file__).resolve().parents[4] / "shared" / "samples"))
BOOK = SAMPLES / "incidents-ky-anh-2022-2023.xlsx"
YEAR, BEFORE = Period(date(2022, 12, 15), date(2023, 12, 14)), Period(date(2021, 12, 15), date(2022, 12, 14))

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not BOOK.exists(), reason="no sample book (DIABAN_SAMPLES)")]


@pytest.fixture
def operator(db: None) -> Viewer:
    return replace(command_line(purpose="residence"), office_id=7)


def brought(by: Viewer, path: Path = BOOK) -> Import:
    imported = actions.start(by=by, file_name=path.name)
    actions.process(by=by, import_id=imported.id, path=path)
    return commit.commit(by=by, import_id=imported.id)


def district() -> int:
    unit = areas.resolve("huyện Kỳ Anh, tỉnh Hà Tĩnh", areas.FIRST_LIST).unit
    assert unit is not None
    return unit.id


def told(code: str, unit: int, period: Period, by: Viewer) -> int:
    figure = figures.count(code, unit, period, viewer=by)
    opened, after = figures.lines(code, unit, period, viewer=by, limit=500).rows, None
    assert after is None
    assert figure.value == sum(line.quantity for line in opened), "what it opens adds up"
    return figure.value or 0


def test_the_year_of_the_former_district(operator: Viewer) -> None:
    with acting(operator):
        imported = brought(operator)
        unit = district()
        assert imported.place == unit
        assert imported.counts["rows"] == imported.counts["written"]["incidents"] == 365
        assert told("incidents.cases", unit, YEAR, operator) == 155
        assert told("incidents.persons", unit, YEAR, operator) == 225
        assert told("incidents.social", unit, YEAR, operator) == 131
        assert told("incidents.social", unit, BEFORE, operator) == 179
        for code in ("incidents.cases", "incidents.persons", "incidents.social"):
            former = [u.id for u in areas.children(unit, areas.FIRST_LIST)]
            now = {u.id for u in areas.children(province(unit), date(2026, 11, 1), areas.Level.COMMUNE)}
            assert len(former) == 20
            whole = told(code, unit, YEAR, operator)
            assert sum(f.value or 0 for f in figures.by_unit(code, former, YEAR, viewer=operator).values()) == whole
            assert (
                sum(f.value or 0 for f in figures.by_unit(code, sorted(now), YEAR, viewer=operator).values()) == whole
            )


def province(unit: int) -> int:
    return next(u.id for u in areas.within(areas.children(unit, areas.FIRST_LIST)[0].id) if u.code == "42"
                and u.valid_to is None)  # fmt: skip


def test_the_same_book_twice_writes_nothing_more(operator: Viewer) -> None:
    with acting(operator):
        brought(operator)
        again = brought(operator)
        assert (again.counts["new"], again.counts["same"]) == (0, 365)
        assert Incident.objects.count() == 365


def test_taking_it_back_leaves_no_figure(operator: Viewer) -> None:
    with acting(operator):
        imported = brought(operator)
        kept = Incident.objects.order_by("id")[0]
        Incident.objects.filter(pk=kept.pk).update(version=2)
        undone = undo.undo(by=operator, import_id=imported.id)
        assert undone.counts["undone"] == {"incidents": 364, "kept": 1}
        period = Period(date(2021, 1, 1), date(2024, 1, 1))
        assert told("incidents.cases", district(), period, operator) == 1
        assert Row.objects.filter(import_id=imported.id, committed=True).count() == 365
        assert brought(operator).counts["new"] == 364, "what was taken back may come again"
