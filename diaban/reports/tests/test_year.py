"""The year of a former district, from its book: each number adds up to what it opens, on the units of then and now."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.urls import resolve

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.viewers import command_line
from diaban.areas import queries as areas
from diaban.core.errors import DiabanError
from diaban.core.ids import uuid7
from diaban.figures import cuts
from diaban.figures.actions import keep_from
from diaban.figures.measures import How
from diaban.incidents.importing import actions as importing
from diaban.incidents.importing import commit
from diaban.ledger.actions import append
from diaban.ledger.lines import Line
from diaban.reports import as_json, asking, opening, rendering, unsigned
from diaban.reports.content import Content

SAMPLES = Path(os.environ.get("DIABAN_SAMPLES", Path(__file__).resolve().parents[4] / "shared" / "samples"))
BOOK = SAMPLES / "incidents-ky-anh-2022-2023.xlsx"
LIST = areas.FIRST_LIST


@pytest.fixture
def operator(db: None) -> Viewer:
    return replace(command_line(purpose="residence"), office_id=7)


def made(by: Viewer, area: str, period: str = "2023", *, cut: int | None = None, map: str = "then") -> Content:
    with acting(by):
        head = asking.head_of(str(cut)) if cut is not None else None
        return unsigned.content(asking.ask("year", area, period, cut=head, map=map), viewer=by)


def added(by: Viewer, address: str) -> int:
    """What the lines behind an address add up to, read page by page."""
    parts = urlsplit(address)
    named = resolve(parts.path).kwargs
    with acting(by):
        opened = opening.asked(dict(parse_qsl(parts.query)), named["code"], named["unit_id"])
        lines, after = [], None
        while True:
            page = opened.page(by, after, 40)
            lines += page.rows
            after = page.after
            if after is None:
                break
    if opened.measure.how is How.DISTINCT:
        return len({line.record for line in lines})
    return sum(1 if opened.measure.how is How.LINES else line.quantity for line in lines)


def check_opens(by: Viewer, told: dict[str, Any]) -> None:
    """Every number of a report's JSON is what it opens, and the sum of its parts."""
    for item in told["items"]:
        assert added(by, item["opens"]["page"]) == item["value"], item["measure"]
        for part in item["parts"]:
            if part["value"]:
                assert added(by, part["opens"]["page"]) == part["value"], (item["measure"], part["name"])
        if item["parts"]:
            assert sum(part["value"] for part in item["parts"]) == item["value"]
            assert sum(part["lines"] for part in item["parts"]) == item["lines"]


@pytest.mark.slow
@pytest.mark.skipif(not BOOK.exists(), reason="no sample book (DIABAN_SAMPLES)")
def test_the_sample_book(operator: Viewer) -> None:
    with acting(operator):
        imported = importing.start(by=operator, file_name=BOOK.name)
        importing.process(by=operator, import_id=imported.id, path=BOOK)
        commit.commit(by=operator, import_id=imported.id)
    for shown, units in (("then", 20), ("now", 9)):
        told = as_json.document(made(operator, "huyện Kỳ Anh, Hà Tĩnh", map=shown))
        figures = {item["measure"]: item for item in told["items"]}
        assert told["period"] == {"since": "2022-12-15", "until": "2023-12-14"}
        assert [figures[f"incidents.{code}"]["value"] for code in ("cases", "persons", "social")] == [155, 225, 131]
        social = figures["incidents.social"]
        assert (social["compared"], social["change"], social["records"]) == (179, -26.82, 131)
        assert len(figures["incidents.cases"]["parts"]) == units
        assert any("131 vụ, giảm 48 vụ (= 26,82%) so với cùng kỳ năm 2022" in text for text in told["text"])
        check_opens(operator, told)


@pytest.mark.slow
@pytest.mark.parametrize(("district", "seed"), [("huyện Đức Thọ, Hà Tĩnh", 1), ("thành phố Kon Tum, Kon Tum", 2)])
def test_a_book_of_any_district(operator: Viewer, district: str, seed: int) -> None:
    """Numbers are those of a list kept beside; the lines are at the communes of then."""
    rng = random.Random(seed)
    with acting(operator):
        unit = areas.resolve(district, LIST).unit
        assert unit is not None
        communes = [u.id for u in areas.children(unit.id, LIST)]
        days = [date(2021, 12, 15) + timedelta(rng.randrange(730)) for _i in range(120)]
        kinds = [rng.choice(("social", "drugs", "traffic")) for _day in days]
        append([
            Line("incidents.booked", uuid7(), rng.choice(communes), 7, 2, day,
                 dims={"group": group, "kind": "theft", "source": "report"})
            for day, group in zip(days, kinds, strict=True)
        ])  # fmt: skip
    book = list(zip(days, kinds, strict=True))
    now = [group for day, group in book if date(2022, 12, 15) <= day <= date(2023, 12, 14)]
    then = [group for day, group in book if day <= date(2022, 12, 14)]
    for shown in ("then", "now", "30/06/2025"):
        told = as_json.document(made(operator, district, map=shown))
        figures = {item["measure"]: item for item in told["items"]}
        assert (figures["incidents.cases"]["value"], figures["incidents.cases"]["compared"]) == (len(now), len(then))
        for group in ("social", "drugs", "traffic"):
            item = figures[f"incidents.{group}"]
            assert (item["value"], item["compared"]) == (now.count(group), then.count(group))
        if seed == 1:
            check_opens(operator, told)


@pytest.mark.slow
def test_the_same_report_is_the_same_bytes(operator: Viewer) -> None:
    with acting(operator):
        unit = areas.resolve("huyện Kỳ Anh, Hà Tĩnh", LIST).unit
        assert unit is not None
        place = areas.children(unit.id, LIST)[0].id
        dims = {"group": "social", "kind": "theft", "source": "report"}
        append([Line("incidents.booked", uuid7(), place, 7, 2, date(2023, 5, 1), dims=dims)])
        cut = cuts.draw()
    for form in ("pdf", "docx", "json", "page"):
        first = rendering.rendered(made(operator, "huyện Kỳ Anh, Hà Tĩnh", cut=cut), form)
        with acting(operator):
            append([Line("incidents.booked", uuid7(), place, 7, 2, date(2023, 5, 2), dims=dims)])
            cuts.draw()
        assert rendering.rendered(made(operator, "huyện Kỳ Anh, Hà Tĩnh", cut=cut), form) == first, form


@pytest.mark.parametrize(
    ("area", "period", "map", "sentence"),
    [
        ("xã Không Có Thật, Hà Tĩnh", "2023", "then", "Không tìm thấy"),
        ("Kỳ Anh, Hà Tĩnh", "2023", "then", "có thể là"),
        ("huyen ky anh, ha tinh", "2023", "then", "huyện Kỳ Anh"),
        ("tỉnh Hà Tĩnh", "2023", "then", "không làm cho tỉnh Hà Tĩnh"),
        ("số 5 ngõ 3, huyện Kỳ Anh, Hà Tĩnh", "2023", "then", "không hiểu"),
        ("huyện Kỳ Anh, Hà Tĩnh", "2031", "then", "15/12/2030"),
        ("huyện Kỳ Anh, Hà Tĩnh", "2023-T05", "then", "kỳ khác loại"),
        ("huyện Kỳ Anh, Hà Tĩnh", "năm ngoái", "then", "Không đọc được kỳ này"),
        ("huyện Kỳ Anh, Hà Tĩnh", "2023", "hôm nào", "Bản đồ"),
    ],
)
def test_each_mistake_has_its_sentence(operator: Viewer, area: str, period: str, map: str, sentence: str) -> None:
    with pytest.raises(DiabanError) as told:
        made(operator, area, period, map=map)
    assert sentence in str(told.value)
    assert "\n" not in str(told.value)


def test_a_cut_that_was_never_sealed_is_said(operator: Viewer, tmp_path: Path) -> None:
    with acting(operator), pytest.raises(DiabanError, match="niêm phong"):
        asking.head_of("987654321")
    with acting(operator), pytest.raises(DiabanError, match="đầu sổ"):
        asking.head_of(str(tmp_path / "none.json"))


def test_before_a_measure_is_kept_there_is_no_data_and_never_a_nought(operator: Viewer) -> None:
    with acting(operator):
        unit = areas.resolve("huyện Kỳ Anh, Hà Tĩnh", LIST).unit
        assert unit is not None
        place = areas.children(unit.id, LIST)[0].id
        dims = {"group": "social", "kind": "theft", "source": "report"}
        append([Line("incidents.booked", uuid7(), place, 7, 2, day, dims=dims)
                for day in (date(2022, 5, 1), date(2023, 1, 5), date(2023, 9, 1))])  # fmt: skip
        keep_from(by=operator, measure="incidents.cases", unit_id=unit.id, day=date(2023, 3, 1))
    told = as_json.document(made(operator, "huyện Kỳ Anh, Hà Tĩnh"))
    cases = next(item for item in told["items"] if item["measure"] == "incidents.cases")
    assert (cases["value"], cases["compared"], cases["lines"], cases["records"]) == (1, None, 1, 1)
    assert added(operator, cases["opens"]["page"]) == 1
    assert [part["value"] for part in cases["parts"] if part["value"]] == [1]
    with acting(operator):
        keep_from(by=operator, measure="", unit_id=unit.id, day=date(2025, 1, 1))
        keep_from(by=operator, measure="incidents.cases", unit_id=unit.id, day=date(2025, 1, 1))
    with pytest.raises(DiabanError, match="chưa có số liệu"):
        made(operator, "huyện Kỳ Anh, Hà Tĩnh")
