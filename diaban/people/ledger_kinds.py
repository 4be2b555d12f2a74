"""What the people room writes to the ledger. What leaves the stock of residents has a negative quantity."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from diaban.ledger.registry import Kind

#: How a sentence calls the kind of a declared stay.
STAYS = {
    "stay": {
        "permanent": _("thường trú"),
        "temporary": _("tạm trú"),
        "absent": _("tạm vắng"),
        "visiting": _("lưu trú"),
    }
}
WHO = ("sex", "age")  #: sex code; age at the event in five-year steps ("00", "05", … "95"), "x" if unknown

KINDS = (
    Kind(
        code="people.opening",
        record="resident",
        unit="person",
        dims=WHO,
        title=_("Cư dân trong danh sách ban đầu"),
        sentence=_("{office} nhập {record} từ danh sách ban đầu"),
    ),
    Kind(
        code="people.registered",
        record="resident",
        unit="person",
        dims=WHO,
        title=_("Cư dân được ghi vào sổ"),
        sentence=_("{office} ghi {record} vào sổ cư trú"),
    ),
    Kind(
        code="people.born",
        record="resident",
        unit="person",
        dims=WHO,
        title=_("Trẻ được sinh ra"),
        sentence=_("{office} ghi nhận {record} được sinh ra"),
    ),
    Kind(
        code="people.died",
        record="resident",
        unit="person",
        dims=WHO,
        title=_("Người mất"),
        sentence=_("{office} ghi nhận {record} đã mất"),
    ),
    Kind(
        code="people.moved_in",
        record="resident",
        unit="person",
        dims=WHO,
        title=_("Người chuyển đến"),
        sentence=_("{office} ghi nhận {record} chuyển đến"),
    ),
    Kind(
        code="people.moved_out",
        record="resident",
        unit="person",
        dims=WHO,
        title=_("Người chuyển đi"),
        sentence=_("{office} ghi nhận {record} chuyển đi"),
    ),
    Kind(
        code="people.settled",
        record="resident",
        unit="person",
        dims=WHO,
        title=_("Người tạm trú được đăng ký thường trú"),
        sentence=_("{office} đăng ký thường trú cho {record} đang tạm trú tại đây"),
    ),
    Kind(
        code="people.corrected",
        record="resident",
        unit="correction",
        dims=("field",),
        title=_("Thông tin cư dân được sửa"),
        sentence=_("{office} sửa thông tin của {record}"),
    ),
    Kind(
        code="people.stay_opened",
        record="resident",
        unit="stay",
        dims=("stay",),
        title=_("Khai báo tạm trú, tạm vắng, lưu trú"),
        sentence=_("{office} ghi nhận {record} khai báo {stay}"),
        labels=STAYS,
    ),
    Kind(
        code="people.stay_closed",
        record="resident",
        unit="stay",
        dims=("stay",),
        title=_("Kết thúc tạm trú, tạm vắng, lưu trú"),
        sentence=_("{office} ghi nhận {record} hết {stay}"),
        labels=STAYS,
    ),
    Kind(
        code="people.stay_cancelled",
        record="resident",
        unit="stay",
        dims=("stay",),
        title=_("Hủy khai báo trước tạm trú, tạm vắng, lưu trú"),
        sentence=_("{office} hủy khai báo {stay} mà {record} đã báo trước"),
        labels=STAYS,
    ),
    Kind(
        code="people.paper_attached",
        record="resident",
        unit="file",
        dims=("medium",),
        title=_("Giấy tờ được đính kèm"),
        sentence=_("{office} đính kèm giấy tờ vào hồ sơ của {record}"),
    ),
    Kind(
        code="people.paper_detached",
        record="resident",
        unit="file",
        dims=("medium",),
        title=_("Giấy tờ được gỡ"),
        sentence=_("{office} gỡ giấy tờ khỏi hồ sơ của {record}"),
    ),
    Kind(
        code="people.household_opened",
        record="household",
        unit="household",
        title=_("Hộ được lập"),
        sentence=_("{office} lập {record}"),
    ),
    Kind(
        code="people.household_closed",
        record="household",
        unit="household",
        title=_("Hộ thôi tồn tại"),
        sentence=_("{office} xóa {record} khỏi sổ hộ"),
    ),
    Kind(
        code="people.household_changed",
        record="household",
        unit="change",
        title=_("Hộ thay đổi chủ hộ hoặc thành viên"),
        sentence=_("{office} ghi nhận thay đổi của {record}"),
    ),
    Kind(
        code="people.merged",
        record="resident",
        unit="record",
        title=_("Hồ sơ cư dân trùng được gộp"),
        sentence=_("{office} gộp {record} vào một hồ sơ khác của cùng người"),
    ),
    Kind(
        code="people.kept",
        record="resident",
        unit="record",
        title=_("Hồ sơ cư dân được giữ lại khi gộp"),
        sentence=_("{office} giữ lại {record} khi gộp hồ sơ trùng"),
    ),
    Kind(
        code="people.counted_once",
        record="resident",
        unit="person",
        dims=WHO,
        title=_("Cư dân bị tính hai lần, nay tính một"),
        sentence=_("{office} thôi tính {record}, đã tính ở hồ sơ giữ lại"),
    ),
)
