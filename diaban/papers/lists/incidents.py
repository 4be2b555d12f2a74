"""What a column of an incident book may mean, and the headers clerks give it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from diaban.papers.lists import evidence as looks
from diaban.papers.lists.residents import BY_CODE
from diaban.papers.reading.labels import Field


def _any_of(phrases: str) -> tuple[str, ...]:
    return tuple(phrases.split("|"))


FIELDS: tuple[Field, ...] = (
    BY_CODE["stt"],
    Field(
        "happened_on",
        _("Ngày xảy ra"),
        _any_of(
            "Ngày xảy ra|Ngày|Ngày tháng|Thời gian xảy ra|Thời gian|Ngày, tháng, năm|Ngày xảy ra vụ việc|"
            "Thời điểm xảy ra|Ngày giờ xảy ra|Ngày tháng năm xảy ra|Ngày tháng xảy ra|Thời gian xảy ra vụ việc|"
            "Ngày xảy ra sự việc|Ngày, giờ|Thời gian xảy ra ngày|Xảy ra ngày|Ngày XR|Thời điểm|Ngày vụ việc"
        ),
        looks.event_days,
        telling=True,
        reads="moment",
        fact=True,
    ),
    Field(
        "happened_day", _("Ngày xảy ra (cột ngày)"),
        _any_of("Thời gian xảy ra ngày|Thời gian ngày|Ngày xảy ra ngày|Ngày"), looks.day_numbers, weight=0.98,
        reads="part", fact=True,
    ),
    Field(
        "happened_month", _("Ngày xảy ra (cột tháng)"),
        _any_of("Thời gian xảy ra tháng|Thời gian tháng|Ngày xảy ra tháng|Tháng"), looks.month_numbers, weight=0.98,
        reads="part", fact=True,
    ),
    Field(
        "happened_year", _("Ngày xảy ra (cột năm)"),
        _any_of("Thời gian xảy ra năm|Thời gian năm|Ngày xảy ra năm|Năm"), looks.year_numbers, weight=0.98,
        reads="part", fact=True,
    ),
    Field(
        "happened_at",
        _("Giờ xảy ra"),
        _any_of(
            "Giờ|Giờ xảy ra|Giờ, phút|Lúc|Thời gian xảy ra giờ|Thời gian giờ|Vào lúc|Thời điểm|Khung giờ|Mấy giờ|"
            "Thời gian|Giờ phút"
        ),
        looks.clock_times,
        telling=True,
        reads="time",
    ),
    Field(
        "reported_on",
        _("Ngày nhận tin"),
        _any_of(
            "Ngày tiếp nhận|Ngày nhận tin|Ngày báo|Ngày tiếp nhận tin|Thời gian tiếp nhận|Ngày trình báo|Ngày nhận|"
            "Ngày báo tin|Thời gian nhận tin|Ngày thụ lý|Ngày vào sổ|Ngày ghi sổ|Ngày tiếp nhận tin báo"
        ),
        looks.dates_of_birth,
        reads="moment",
    ),
    Field(
        "incident_kind",
        _("Loại vụ việc"),
        _any_of(
            "Loại vụ việc|Loại vụ|Loại việc|Hành vi|Tội danh|Vụ việc|Loại tội phạm|Loại hình|Tên vụ việc|"
            "Phân loại|Phân loại vụ việc|Loại hình vụ việc|Hành vi vi phạm|Sự việc|Loại sự việc|Tên vụ|Loại án|"
            "Nhóm vụ việc|Lĩnh vực|Lĩnh vực vi phạm|Tính chất vụ việc|Loại|Tính chất"
        ),
        looks.categories,
        reads="category",
        fact=True,
    ),
    Field(
        "place",
        _("Nơi xảy ra"),
        _any_of(
            "Địa bàn|Địa điểm|Nơi xảy ra|Địa điểm xảy ra|Xã/phường|Xã|Nơi xảy ra vụ việc|Địa bàn xảy ra|"
            "Xã, thị trấn|Nơi xảy ra sự việc|Địa bàn xã|Xã, phường|Khu vực|Tại|Xảy ra tại|Địa chỉ xảy ra|Nơi XR|"
            "Địa điểm xảy ra vụ việc|Xã phường thị trấn|Địa chỉ"
        ),
        fact=True,
        many=True,
    ),
    Field(
        "hamlet", _("Thôn, tổ dân phố"), _any_of("Thôn|Thôn, tổ dân phố|Thôn/TDP|Tổ dân phố|Thôn xóm"), looks.hamlets
    ),
    Field(
        "suspects",
        _("Số đối tượng"),
        _any_of(
            "Số đối tượng|Đối tượng|Số đối tượng liên quan|Số người vi phạm|Đối tượng người|Số ĐT|Số người liên quan|"
            "Tổng số đối tượng|SL đối tượng|Số bị can|Đối tượng gây án số|Người vi phạm"
        ),
        looks.small_counts,
        reads="heads",
    ),
    Field(
        "suspect_names",
        _("Họ tên đối tượng"),
        _any_of(
            "Họ tên đối tượng|Đối tượng gây án|Họ và tên đối tượng|Đối tượng|Đối tượng vi phạm|Người vi phạm|"
            "Họ tên người vi phạm|Họ và tên người vi phạm"
        ),
        looks.names,
    ),
    Field(
        "victims",
        _("Số bị hại"),
        _any_of("Số bị hại|Số nạn nhân|Nạn nhân|Bị hại|Số người bị hại"),
        looks.small_counts,
        reads="heads",
    ),
    Field(
        "victim_names",
        _("Họ tên bị hại"),
        _any_of("Họ tên bị hại|Bị hại|Người bị hại|Nạn nhân|Họ tên nạn nhân|Họ và tên bị hại|Đương sự"),
        looks.names,
    ),
    Field(
        "deaths",
        _("Số người chết"),
        _any_of("Chết|Số người chết|Người chết|Tử vong|Thiệt hại chết|Hậu quả chết|Số chết"),
        looks.small_counts,
        reads="heads",
    ),
    Field(
        "injured",
        _("Số người bị thương"),
        _any_of("Bị thương|Số người bị thương|Người bị thương|Thiệt hại bị thương|Hậu quả bị thương|Số bị thương"),
        looks.small_counts,
        reads="heads",
    ),
    Field(
        "damage",
        _("Thiệt hại tài sản"),
        _any_of(
            "Thiệt hại triệu đồng|Thiệt hại|Thiệt hại tài sản|Giá trị thiệt hại|Trị giá thiệt hại|Thiệt hại về tài sản|"
            "Tài sản thiệt hại|Thiệt hại tài sản triệu đồng|Thiệt hại đồng|Giá trị tài sản|Trị giá tài sản|"
            "Ước thiệt hại|Giá trị|Thiệt hại nghìn đồng|Tổng thiệt hại|Thành tiền|Thiệt hại tiền"
        ),
        looks.amounts,
        reads="amount",
    ),
    Field(
        "outcome",
        _("Kết quả xử lý"),
        _any_of(
            "Kết quả xử lý|Kết quả|Xử lý|Kết quả giải quyết|Hình thức xử lý|Biện pháp xử lý|Tình trạng|"
            "Tình trạng giải quyết|Hướng xử lý|KQ xử lý|Kết quả điều tra|Tình trạng xử lý|KQ giải quyết|"
            "Kết quả điều tra xử lý|Giải quyết|Đã xử lý|KQXL|Kết quả điều tra, giải quyết|Tiến độ giải quyết"
        ),
        looks.categories,
        reads="category",
        fact=True,
    ),
    Field(
        "source",
        _("Nguồn tin"),
        _any_of(
            "Nguồn tin|Nguồn|Nguồn tiếp nhận|Người báo tin|Nguồn tin báo|Hình thức tiếp nhận|Nguồn phát hiện|"
            "Nguồn cung cấp|Nguồn tin tiếp nhận|Đơn vị phát hiện|Ai báo|Nguồn báo tin|Căn cứ phát hiện"
        ),
        looks.categories,
        reads="category",
    ),
    Field(
        "summary",
        _("Nội dung"),
        _any_of(
            "Nội dung|Tóm tắt|Nội dung vụ việc|Tóm tắt nội dung|Diễn biến|Trích yếu|Tóm tắt diễn biến|"
            "Nội dung sự việc|Diễn biến vụ việc|Nội dung tóm tắt|Tóm tắt vụ việc|Tóm tắt nội dung vụ việc|Mô tả"
        ),
        reads="text",
        fact=True,
    ),
    Field(
        "officer",
        _("Cán bộ thụ lý"),
        _any_of(
            "Cán bộ thụ lý|Cán bộ tiếp nhận|Người thụ lý|Điều tra viên|Cán bộ phụ trách|Người tiếp nhận|ĐTV|"
            "Cán bộ xử lý|Người trực|Cán bộ|Trực ban|Đơn vị thụ lý|Đơn vị xử lý|Cơ quan thụ lý"
        ),
        used=False,
        many=True,
    ),
    Field(
        "file_no",
        _("Số hồ sơ"),
        _any_of("Mã vụ việc|Số hồ sơ|Số thụ lý|Mã số|Số sổ|Số vụ|Mã vụ|Số biên bản|Số vào sổ|Số tin báo"),
        reads="code",
    ),
    BY_CODE["note"],
    Field(
        "other",
        _("Thông tin khác"),
        _any_of(
            "Tang vật|Vật chứng|Phương tiện|Nguyên nhân|Động cơ|Thủ đoạn|Số quyết định|Ngày quyết định|Mức phạt|"
            "Tiền phạt|Ký nhận|Ký tên|Chữ ký|Tài liệu|Độ tuổi|Tuổi|Giới tính|Nghề nghiệp|Điều luật|Căn cứ pháp lý|"
            "Số lượng|Tang vật thu giữ"
        ),
        used=False,
        many=True,
    ),
)  # fmt: skip
#: One of these must be in a header.
NEEDED = ("happened_on", "happened_day", "reported_on", "incident_kind", "summary")
