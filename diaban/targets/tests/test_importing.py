"""A workbook of targets: a verdict for every row, and all of it or nothing."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from diaban.access.session import acting
from diaban.access.tests.world import Ground
from diaban.areas import queries as areas
from diaban.core.errors import Invalid
from diaban.targets.importing.judging import Judged, Verdict, judge
from diaban.targets.importing.reading import entries, value_of
from diaban.targets.importing.template import HEADINGS, template
from diaban.targets.importing.writing import write
from diaban.targets.models import Plan
from diaban.targets.tests.conftest import communes

PAPER = ("12/KH-UBND ngày 15/01/2026", "", "Chủ tịch")


def book(tmp_path: Path, rows: Sequence[Sequence[Any]], headings: Sequence[str] = HEADINGS) -> Path:
    import xlsxwriter

    held = io.BytesIO()
    made = xlsxwriter.Workbook(held, {"in_memory": True})
    sheet = made.add_worksheet()
    sheet.write_row(0, 0, ["KẾ HOẠCH NĂM 2026"])
    for at, row in enumerate([headings, *rows], start=1):
        sheet.write_row(at, 0, row)
    made.close()
    path = tmp_path / "chi-tieu.xlsx"
    path.write_bytes(held.getvalue())
    return path


def row(unit: str, value: Any, *, measure: str = "Trẻ sinh ra", period: str = "2026", under: str = "",
        split: str = "") -> list[Any]:  # fmt: skip
    return [measure, unit, period, value, under, "", split, *PAPER]


def done(ground: Ground, path: Path, *, only_judge: bool = False) -> list[Judged]:
    by = ground.viewer("province_manager")
    with acting(by):
        found = entries(path, path.name)
        return judge(by, found) if only_judge else write(by=by, entries=found)


def plans(ground: Ground) -> list[Plan]:
    with acting(ground.viewer("province_manager")):
        return list(Plan.objects.order_by("id"))


def test_rows_are_set_by_name_and_by_code_and_told_again_change_nothing(ground: Ground, tmp_path: Path) -> None:
    path = book(tmp_path, [
        row("tỉnh Hà Tĩnh", "1.250", split="Chia đều"), row("18754", 40.0, measure="people.deaths"),
        row("18754", "95,5%", measure="people.births", under="people.residents"),
    ])  # fmt: skip
    judged = done(ground, path, only_judge=True)
    assert [each.verdict for each in judged] == [Verdict.SET] * 3, [each.reasons for each in judged]
    assert plans(ground) == []
    assert [each.verdict for each in done(ground, path)] == [Verdict.SET] * 3
    first, second, rate = plans(ground)
    assert (first.unit_id, second.unit_id, rate.denominator) == (ground.province, ground.commune, "people.residents")
    assert [each.verdict for each in done(ground, path)] == [Verdict.SAME] * 3
    more = book(tmp_path, [row("tỉnh Hà Tĩnh", "1.260", split="Chia đều")])
    assert [each.verdict for each in done(ground, more)] == [Verdict.REVISED]
    assert plans(ground)[0].version == 2


def test_one_row_that_is_wrong_keeps_all_from_being_written(ground: Ground, tmp_path: Path) -> None:
    path = book(tmp_path, [
        row("18754", 40), row("18754", 41), row("phường Kon Tum, tỉnh Quảng Ngãi", 3), row("xã Không Có", 3),
        row("18754", "1,25", measure="people.deaths"), row("18754", 4, measure="Không đếm"),
        row("18754", 5, measure="people.deaths", period="2026-T13"),
    ])  # fmt: skip
    judged = done(ground, path)
    assert [each.verdict for each in judged] == [Verdict.SET, *[Verdict.REFUSED] * 6]
    assert [bool(each.reasons) for each in judged] == [False, *[True] * 6]
    assert "dòng 3" in judged[1].reasons[0]
    assert "ngoài phạm vi" in " ".join(judged[2].reasons)
    assert plans(ground) == []


def test_parts_by_hand_are_the_rows_of_the_units_below(ground: Ground, tmp_path: Path) -> None:
    units = [areas.unit(unit) for unit in communes(ground)]
    rows = [row(unit.code, 10) for unit in units]
    whole = row("tỉnh Hà Tĩnh", 10 * len(units), split="Tự nhập từng đơn vị")
    short = done(ground, book(tmp_path, [row("tỉnh Hà Tĩnh", 10 * len(units) + 7, split="hand"), *rows]))
    assert "lệch 7" in short[0].reasons[0]
    assert {each.verdict for each in short} == {Verdict.REFUSED}
    assert plans(ground) == []
    judged = done(ground, book(tmp_path, [whole, *rows]))
    assert [each.verdict for each in judged] == [Verdict.SET, *[Verdict.PART] * len(units)]
    (plan,) = plans(ground)
    with acting(ground.viewer("province_manager")):
        assert {part.value for part in plan.versions.get().parts.all()} == {10}


def test_a_rate_that_could_be_read_two_ways_is_not_read(ground: Ground, tmp_path: Path) -> None:
    path = book(tmp_path, [row("18754", value, under="people.residents") for value in (0.955, 95.5, 1, 0, "95,5")])
    by = ground.viewer("province_manager")
    with acting(by):
        found = entries(path, path.name)
    for at in (0, 2):
        with pytest.raises(ValueError):
            value_of(found[at], True)
    assert [value_of(found[at], True) for at in (1, 3, 4)] == [9550, 0, 9550]


def test_the_template_is_a_workbook_that_is_read(ground: Ground, tmp_path: Path) -> None:
    path = tmp_path / "mau.xlsx"
    path.write_bytes(template())
    with pytest.raises(Invalid, match="không có dòng chỉ tiêu"):
        entries(path, path.name)
    with pytest.raises(Invalid, match="tiêu đề"):
        entries(book(tmp_path, [], ("A", "B")), "khac.xlsx")
