"""A register of one's own is data: defined on its page, its workbooks come in like any other's."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from diaban.access.roles import SYSTEM_ADMIN
from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.core.errors import Conflict, Invalid, Refused
from diaban.core.time import today
from diaban.people.tests.conftest import MakeViewer, settle
from diaban.registers import catalogue, defining, grouping, quality
from diaban.registers.models import Row
from diaban.registers.tests.conftest import brought

pytestmark = pytest.mark.django_db

GIVEN: dict[str, Any] = {
    "title": "Người cao tuổi từ 80", "citation": "Luật Người cao tuổi 2009", "keeper": "Ủy ban nhân dân cấp xã",
    "groups": "Từ 80 đến 89: 80 tuổi\nTừ 90 đến 99: 90 tuổi\nTừ 100 trở lên: trăm tuổi, bách niên",
    "fields_asked": ["birth", "sex"],
}  # fmt: skip


@pytest.fixture
def admin(make_viewer: MakeViewer) -> Viewer:
    return make_viewer("42", role=SYSTEM_ADMIN, staff=920)


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["UBND PHƯỜNG SÔNG TRÍ"], ["DANH SÁCH NGƯỜI CAO TUỔI"], [],
        ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Nhóm", "Địa chỉ"],
        [1, "Nguyễn Thị Đào", "01/02/1935", "Nữ", "90 tuổi", "Phường Sông Trí"],
        [2, "Lê Văn Bách", "1924", "Nam", "Bách niên", "Phường Sông Trí"],
        [3, "Trần Văn Không", "", "Nam", "", "Phường Sông Trí"],
    ):  # fmt: skip
        sheet.append(row)
    book.save(path)
    return path


def test_a_register_added_on_its_page_takes_a_workbook(admin: Viewer, here: Viewer, tmp_path: Path) -> None:
    with acting(admin):
        made = defining.define(by=admin, since=today() - timedelta(days=1), **GIVEN)
        with pytest.raises(Conflict):
            defining.define(by=admin, since=today(), **GIVEN)
    with acting(here):
        resident = settle(here, birth_date=date(1935, 2, 1))
        imported = brought(here, workbook(tmp_path / "nguoi-cao-tuoi.xlsx"), register=made.code)
        assert imported.options["register"] == made.code == "nguoi_cao_tuoi_tu_80"
        by_name = {row.full_name: row for row in Row.objects.filter(register=made.code)}
        assert by_name["Nguyễn Thị Đào"].resident_id == resident.id
        groups = {name: catalogue.register(made.code).group_title(row.group) for name, row in by_name.items()}
        assert groups == {"Nguyễn Thị Đào": "Từ 90 đến 99", "Lê Văn Bách": "Từ 100 trở lên",
                          "Trần Văn Không": "Chưa phân nhóm"}  # fmt: skip
        assert by_name["Trần Văn Không"].faults == ["du.birth"], "birth and sex were asked, a number wasn't"
        assert quality.board(viewer=here)[made.code, 0].ungrouped == 1
        code = catalogue.register(made.code).groups[0].code
        assert grouping.group_all(by=here, import_id=imported.id, group=code) == 1
        assert quality.board(viewer=here)[made.code, 0].ungrouped == 0
        with pytest.raises(Conflict):
            grouping.group_all(by=here, import_id=imported.id, group=code)
    with acting(admin):
        with pytest.raises(Invalid):
            defining.redefine(
                by=admin, code=made.code, since=made.valid_from, unit="person", layout="protection", **GIVEN
            )
        later = GIVEN | {"groups": GIVEN["groups"] + "\nKhác", "title": "Người cao tuổi"}
        defining.redefine(by=admin, code=made.code, since=today(), unit="person", layout="protection", **later)
    now, before = catalogue.register(made.code), catalogue.register(made.code, today() - timedelta(days=1))
    assert ([g.code for g in now.groups][:3], len(now.groups)) == ([g.code for g in before.groups], 4)
    assert (now.title, before.title) == ("Người cao tuổi", "Người cao tuổi từ 80")


def test_only_who_keeps_the_settings_defines_registers(here: Viewer) -> None:
    with acting(here), pytest.raises(Refused):
        defining.define(by=here, since=today(), **GIVEN)
