"""Every component of the shell on one page, for developers and for the tests that look at pages.

No real data; sample words stay Vietnamese.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from diaban.core.errors import NotFound
from diaban.core.time import ZONE
from diaban.web.fields import CheckField, ChoiceField, DayField, PartialDayField, RadioField, TextField, VersionField
from diaban.web.forms import Form
from diaban.web.lists import Column, Listing, ListView
from diaban.web.pages import Action, Crumb, page
from diaban.web.paging import from_rows
from diaban.web.records import Chip, Entry, Fact, Record, Section, Tab, Table
from diaban.web.svg import charts
from diaban.web.svg.map import Value, choropleth

SEXES = (("m", "Nam"), ("f", "Nữ"))


@dataclass(frozen=True)
class Row:
    pk: int
    name: str
    day: date
    count: int
    state: str


@dataclass(frozen=True)
class Blob:
    """A shape for the sample map."""

    unit_id: int
    label: str
    cx: int
    cy: int
    r: int
    path: str = ""
    moved: bool = False


class Filters(Form):
    name = TextField(label="Tên", required=False)
    sex = ChoiceField(label="Giới tính", choices=SEXES, any_label="Tất cả", required=False)
    since = DayField(label="Từ ngày", required=False)


class Sample(Form):
    full_name = TextField(label="Họ và tên", max_length=120)
    born = PartialDayField(label="Ngày sinh", help_text="Chỉ biết năm thì ghi năm, ví dụ 1957.")
    sex = RadioField(label="Giới tính", choices=SEXES)
    note = TextField(label="Ghi chú", required=False)
    agreed = CheckField(label="Đã xem giấy tờ gốc")
    version = VersionField()


def allowed(request: HttpRequest) -> bool:
    """Developers, and those who manage the system."""
    from diaban.access.roles import Permission

    viewer = getattr(request, "viewer", None)
    return settings.DEBUG or (viewer is not None and viewer.can(Permission.SETTINGS_MANAGE))


def gallery(request: HttpRequest) -> HttpResponse:
    """/thu-vien/"""
    if not allowed(request):
        raise NotFound(_("Không có trang này, hoặc nó không thuộc phạm vi của bạn. Kiểm tra lại địa chỉ."))
    for level, sentence in ((messages.SUCCESS, "Đã lưu."), (messages.WARNING, "Số này đã có ở một hồ sơ khác.")):
        messages.add_message(request, level, sentence)
    wrong = Sample({"born": "31/31/1990", "full_name": ""})
    context: dict[str, Any] = {
        "list": ListView(listing(rows()), request.GET),
        "nothing": ListView(listing([]), request.GET.__class__()),
        "form": wrong,
        "clean": Sample(initial={"full_name": "Nguyễn Thị Mẫu"}, auto_id="mau_%s"),
        "record": record(),
        "drawings": drawings(),
        "trend": charts.spark([3, 5, 4, 8, None, 9], about="Xu hướng"),
    }
    actions = [
        Action("Thêm", "#", "main", "plus"),
        Action("In", "#", icon="print"),
        Action("Xóa", "", "danger", reason="Chỉ công an xã được xóa."),
    ]
    return page(
        request,
        "web/gallery.html",
        title="Thư viện thành phần",
        crumbs=[Crumb("Trang đầu", "/")],
        actions=actions,
        lead="Mọi thành phần của giao diện, với dữ liệu bịa.",
        **context,
    )


def rows() -> list[Row]:
    names = ("Phạm Mẫu Một", "Đặng Mẫu Hai", "Ngô Mẫu Ba", "Trương Mẫu Bốn")
    return [
        Row(i, name, date(2026, 10, 3 + i), 1200 * i, "good" if i % 2 else "warn") for i, name in enumerate(names, 1)
    ]


def listing(found: list[Row]) -> Listing:
    columns = (
        Column("Họ và tên", "name", url=lambda row: f"#{row.pk}", sort="name"),
        Column("Ngày", "day", sort="day"),
        Column(
            "Trạng thái",
            lambda row: "Đúng hạn" if row.state == "good" else "Sắp đến hạn",
            chip=lambda r: r.state,
        ),
        Column("Số lượng", "count", num=True),
    )
    source = from_rows(found, {"name": lambda row: row.name, "day": lambda row: row.day})
    return Listing(
        "Danh sách mẫu",
        "mau",
        columns,
        source,
        Filters,
        count=lambda _ask: len(found),
        sort="name",
        empty="Chưa có hồ sơ nào.",
        empty_action=Action("Thêm hồ sơ", "#", "main", "plus"),
    )


def record() -> Record:
    moment = datetime(2026, 11, 22, 14, 5, tzinfo=ZONE)
    return Record(
        title="Phạm Mẫu Một",
        kind="Cư dân",
        identity=[
            Fact("Số định danh", "042 090 •••"),
            Fact("Ngày sinh", "1990"),
            Fact("Nơi ở", "Thôn Mẫu", "#"),
        ],
        chips=[
            Chip("Thường trú", "good"),
            Chip("Cần kiểm tra", "warn"),
            Chip("Quá hạn", "bad"),
            Chip("Mới", "info"),
        ],
        tabs=[Tab("Thông tin", "#", current=True), Tab("Cư trú", "#2", count=3)],
        sections=[
            Section("Thông tin", [Fact("Điện thoại"), Fact("Quê quán", "Hà Tĩnh", note="theo tờ khai")]),
            Section(
                "Thành viên",
                table=Table(["Họ và tên", "Tuổi"], [[("Phạm Mẫu Hai", "#3"), 12]], numbers=frozenset({1})),
            ),
            Section("Giấy tờ", empty="Chưa có giấy tờ nào."),
        ],
        timeline=[
            Entry(moment, "Đã sửa ngày sinh", "Công an xã"),
            Entry(date(2026, 1, 2), "Đã hủy", gone=True),
        ],
        actions=[
            Action("Sửa", "#", icon="edit"),
            Action("Khai tử", "", reason="Chỉ công chức tư pháp được ghi."),
        ],
        notes=[("warn", "Số này ghi giới tính khác với hồ sơ."), ("", "Thông tin."), ("bad", "Quá hạn.")],
    )


def drawings() -> list[Any]:
    """One of each kind."""
    months = [charts.Point(f"T{i}", float(60 + i * 17 % 90), f"#t{i}", open=i == 12) for i in range(1, 13)]
    other = [charts.Point(p.label, None if i == 4 else (p.value or 0) * 0.6, p.url) for i, p in enumerate(months)]
    ages = [f"{age}–{age + 4}" for age in range(0, 80, 5)]
    side = [charts.Point(age, 900.0 - 50 * i, f"#a{i}") for i, age in enumerate(ages)]
    blobs = [Blob(i, f"xã Mẫu {i}", 70 + (i % 6) * 110, 60 + (i // 6) * 105, 20 + i * 7 % 34) for i in range(18)]
    values = {i: Value(None if i == 7 else float(i * i % 97), f"#m{i}") for i in range(18)}
    person = "người"
    return [
        charts.bars("Mỗi tháng có bao nhiêu người chuyển đến?", months, unit=person, goal=120, source="Nguồn: sổ việc"),
        charts.lines(
            "Chuyển đến và chuyển đi", [charts.Series("Đến", months), charts.Series("Đi", other)], unit=person
        ),
        charts.rows(
            "Theo thôn",
            [charts.Point(b.label, float(b.unit_id * 13 % 50), f"#r{b.unit_id}") for b in blobs[:6]],
            unit=person,
        ),
        charts.progress("Cấp thẻ", charts.Point("Đã cấp", 1450, "#p"), 2000, unit=person),
        charts.pyramid("Tháp tuổi", ages, charts.Series("Nam", side), charts.Series("Nữ", side), unit=person),
        choropleth("Cư dân theo xã", blobs, values, box=(0, 0, 700, 370), unit=person),
    ]
