"""What may be counted of residents."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from diaban.figures.measures import How, Measure

#: What adds to and takes from the stock of residents; the ledger's quantities carry the sign.
STOCK = (
    "people.opening",
    "people.registered",
    "people.born",
    "people.moved_in",
    "people.died",
    "people.moved_out",
    "people.counted_once",
)

MEASURES = (
    Measure(
        "people.residents",
        _("Cư dân"),
        _("Người đang được tính ở địa bàn: thường trú, hoặc tạm trú nếu chưa có nơi thường trú; kể cả người tạm vắng."),
        STOCK,
        How.STOCK,
        unit=_("người"),
    ),
    Measure(
        "people.households",
        _("Hộ"),
        _("Hộ đã lập và chưa xóa."),
        ("people.household_opened", "people.household_closed"),
        How.STOCK,
        unit=_("hộ"),
    ),
    Measure(
        "people.births",
        _("Trẻ sinh ra"),
        _("Khai sinh tính theo ngày sinh."),
        ("people.born",),
        unit=_("trẻ"),
    ),
    Measure(
        "people.deaths",
        _("Người mất"),
        _("Khai tử tính theo ngày mất."),
        ("people.died",),
        unit=_("người"),
    ),
    Measure(
        "people.arrivals",
        _("Người chuyển đến"),
        _("Đăng ký chuyển đến tính theo ngày chuyển, kể cả từ xã khác trong tỉnh."),
        ("people.moved_in",),
        unit=_("lượt"),
    ),
    Measure(
        "people.departures",
        _("Người chuyển đi"),
        _("Người chuyển đi tính theo ngày chuyển, kể cả sang xã khác trong tỉnh."),
        ("people.moved_out",),
        unit=_("lượt"),
    ),
    Measure(
        "people.merges",
        _("Hồ sơ trùng đã gộp"),
        _("Hồ sơ cư dân được gộp vào hồ sơ khác của cùng người, không tính lần gộp đã tách lại."),
        ("people.merged",),
        unit=_("hồ sơ cư dân"),
    ),
)
