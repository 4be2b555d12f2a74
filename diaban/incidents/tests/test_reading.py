"""Books laid out and typed in other ways than the sample: each still gives every incident once, or says why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.viewers import command_line
from diaban.areas import queries as areas
from diaban.core.errors import DiabanError
from diaban.incidents.catalogue import catalogue
from diaban.incidents.importing import actions, commit, meanings
from diaban.incidents.models import Incident, Involved
from diaban.papers.lists import headcounts
from diaban.papers.models import Import, Row, State

pytestmark = pytest.mark.slow


@pytest.fixture
def operator(db: None) -> Viewer:
    return replace(command_line(purpose="residence"), office_id=7)


def book(path: Path, *rows: tuple[Any, ...], sheet: str = "Sổ") -> Path:
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(row)
    made.save(path)
    return path


def brought(by: Viewer, path: Path, **said: Any) -> Import:
    imported = actions.start(by=by, file_name=path.name, **said)
    imported = actions.process(by=by, import_id=imported.id, path=path)
    return commit.commit(by=by, import_id=imported.id) if imported.state == State.STAGED else imported


def reasons(imported: Import) -> dict[int, list[str]]:
    found = Row.objects.filter(import_id=imported.id).order_by("seq")
    return {row.row_no: [r["code"] for r in row.reasons] for row in found}


HEAD = ("TT", "Thời gian xảy ra", "Hành vi", "Xã, thị trấn", "Đối tượng", "Xử lý")


def test_a_hand_typed_book_of_another_district(operator: Viewer, tmp_path: Path) -> None:
    path = book(
        tmp_path / "so.xlsx",
        ("CÔNG AN HUYỆN CẨM XUYÊN",),
        ("SỔ THEO DÕI VỤ VIỆC NĂM 2023 (15/12/2022 - 14/12/2023)",),
        HEAD,
        (1, "21h30 ngày 05/02/2023", "trom cap tai san", "TT. Thiên Cầm", "02 đối tượng", "Khởi tố, điều tra"),
        (2, "7/3/23", "CYGTT", "xa Cam Binh", "hai người", "XPHC"),
        (3, "2023-04-09", "Vụ đánh bạc ăn tiền", "Cẩm Nhượng", "01 cá nhân, 01 tổ chức", "Đang xác minh"),
        (4, date(2023, 5, 30), "Trộm cắp TS", "Cẩm Thịhn", "chưa rõ", "Tạm đình chỉ"),
        (5, date(2023, 5, 31), "Vụ lạ chưa từng có", "Cẩm Duệ", 1, ""),
        (6, date(2023, 6, 1), "Đánh bạc", "xã Kỳ Phong", 1, "Phạt tiền"),
        ("", "Tổng cộng", "", "", 9, ""),
        (7, date(2023, 6, 2), "Đánh bạc", "Cẩm Mỹ", 3, "Phạt tiền"),
        (8, date(2023, 6, 2), "Đánh bạc", "Cẩm Mỹ", 3, "Phạt tiền"),
    )
    with acting(operator):
        imported = brought(operator, path)
        assert areas.unit(imported.place or 0).name == "Cẩm Xuyên"
        said = reasons(imported)
        assert said[8] == ["kind_unknown"]
        assert said[9] == ["place_outside"]
        assert said[12] == ["twice"]
        assert imported.counts["rows"] == 8
        assert imported.counts["written"] == {"incidents": 6, "suspects": 10}
        assert imported.counts["left_out"]["total"] == 1
        kinds = list(Incident.objects.order_by("day").values_list("kind", flat=True))
        assert kinds == ["theft", "assault", "gambling", "theft", "gambling", "gambling"]
        first = Incident.objects.get(kind="theft", day=date(2023, 2, 5))
        assert (f"{first.happened_at:%H:%M}", first.outcome) == ("21:30", "prosecuted")
        third = Involved.objects.filter(incident_id=Incident.objects.get(day=date(2023, 4, 9)).pk)
        assert sorted((p.who, p.count) for p in third) == [("organisation", 1), ("person", 1)]


def test_an_unknown_kind_is_told_and_taken_when_named(operator: Viewer, tmp_path: Path) -> None:
    path = book(tmp_path / "s.xlsx", ("CÔNG AN HUYỆN KỲ ANH",), HEAD,
                (1, "01/02/2023", "Ngáng đường ghẹo trâu", "Kỳ Phong", 1, ""),
                (2, "02/02/2023", "Đánh bạc", "Kỳ Phong", 1, ""))  # fmt: skip
    with acting(operator):
        first = brought(operator, path)
        assert first.counts["kinds_unknown"] == {"Ngáng đường ghẹo trâu": 1}
        again = brought(operator, path, answers={"kind:Ngáng đường ghẹo trâu": "disorder"})
        assert (again.counts["new"], again.counts["same"]) == (1, 1)
        with pytest.raises(DiabanError):
            actions.start(by=operator, file_name="s.xlsx", answers={"kind:a": "no_such"})


def test_years_that_rows_leave_out_come_from_the_title(operator: Viewer, tmp_path: Path) -> None:
    path = book(tmp_path / "s.xlsx", ("CÔNG AN HUYỆN KỲ ANH",), ("Từ 15/12/2022 đến 14/12/2023",), HEAD,
                (1, "20/12", "Đánh bạc", "Kỳ Phong", 1, ""), (2, "5/1", "Đánh bạc", "Kỳ Bắc", 1, ""))  # fmt: skip
    with acting(operator):
        brought(operator, path)
        assert list(Incident.objects.order_by("day").values_list("day", flat=True)) == [
            date(2022, 12, 20), date(2023, 1, 5),
        ]  # fmt: skip


def test_without_a_title_the_ground_is_where_the_rows_lie_else_it_is_asked(operator: Viewer, tmp_path: Path) -> None:
    rows = [(n, f"0{n}/02/2023", "Đánh bạc", name, 1, "") for n, name in
            enumerate(("Kỳ Phong", "Kỳ Bắc", "Kỳ Thư", "Lâm Hợp", "Kỳ Tây"), 1)]  # fmt: skip
    with acting(operator):
        imported = brought(operator, book(tmp_path / "a.xlsx", HEAD, *rows))
        assert areas.unit(imported.place or 0).full_name == "huyện Kỳ Anh"
        assert imported.counts["new"] == 5
        nowhere = book(tmp_path / "b.xlsx", HEAD, (1, "01/02/2023", "Đánh bạc", "", 1, ""))
        assert brought(operator, nowhere).state == State.MAPPING


def test_what_the_words_of_books_mean() -> None:
    said = {
        "Đã khởi tố": "prosecuted", "Không khởi tố vụ án": "not_prosecuted", "Chưa khởi tố": None,
        "Xử phạt VPHC": "fined", "Chuyển CQĐT": "transferred", "Đang xác minh": None, "Hoà giải thành": "reconciled",
        "Ra quyết định tạm đình chỉ": "suspended", "Cảnh cáo, răn đe": "reminded", "Đã tìm thấy": "settled",
        "Lưu hồ sơ": "other", "": None,
    }  # fmt: skip
    assert {text: meanings.outcome(text) for text in said} == said
    came = {
        "Quần chúng báo": "tip", "Đơn trình báo": "denunciation", "Tuần tra phát hiện": "found", "113": "hotline",
        "Cơ quan khác chuyển": "referred", "Viện kiểm sát kiến nghị": "proposal", "Đầu thú": "surrender", "": "unknown",
    }  # fmt: skip
    assert {text: str(meanings.source(text)) for text in came} == came


def test_how_many_a_cell_says() -> None:
    said = {
        "02 đối tượng": 2, "hai người": 2, "01 cá nhân, 01 tổ chức": {"person": 1, "organisation": 1}, "chưa rõ": None,
        "03 ĐT (02 nam, 01 nữ)": 3, "1 nam, 1 nữ": 2, "0": None,
    }  # fmt: skip
    assert {text: headcounts.read(text) for text in said} == said
    with pytest.raises(ValueError):
        headcounts.read("Nguyễn Văn Thử")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("trộm cắp TS", "theft"), ("Trom cap tai san", "theft"), ("TỘI ĐÁNH BẠC", "gambling"),
        ("Lừa đảo CĐTS qua mạng", "fraud"), ("Huỷ hoại tài sản", "vandalism"), ("Tàng trữ trái phép TPCMT", None),
        ("cố ý gây thương tịch", "assault"), ("Cướp giật tài sản", "snatching"), ("Tai nạn GT", "road_accident"),
        ("1. Đánh bạc.", "gambling"), ("Trộm cắp, đánh bạc", None), ("xyz", None),
    ],
)  # fmt: skip
def test_kinds_by_other_words(db: None, text: str, code: str | None) -> None:
    found = catalogue(0).meant(text).kind
    assert (found.code if found else None) == code or (code is None and text.startswith("Tàng"))
