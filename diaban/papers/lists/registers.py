"""What a column of a register of persons may mean: poor households, people of merit, social protection.

The fields that tell who somebody is are those of resident lists; each register adds its own before them.
"""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from diaban.papers.lists import evidence as looks
from diaban.papers.lists.residents import BY_CODE, FIELDS
from diaban.papers.reading.labels import Field


def _any_of(phrases: str) -> tuple[str, ...]:
    return tuple(phrases.split("|"))


def _persons(also: str, without: str = "") -> tuple[Field, ...]:
    """The fields of persons, with further headers for the name and without some codes."""
    named = replace(BY_CODE["full_name"], phrases=(*BY_CODE["full_name"].phrases, *_any_of(also)))
    dropped = {"stay", "stay_permanent", "stay_temporary", "stay_absent", "gone", "full_name", *without.split("|")}
    return (named, *(field for field in FIELDS if field.code not in dropped))


_DECIDED: tuple[Field, ...] = (
    Field(
        "decision",
        _("Số quyết định"),
        _any_of(
            "Số quyết định|Quyết định số|QĐ số|Số QĐ|Quyết định|Số quyết định hưởng|Số, ngày quyết định|"
            "Quyết định hưởng trợ cấp số|Số QĐ hưởng|Quyết định công nhận|Số quyết định công nhận"
        ),
        looks.documents,
        reads="code",
    ),
    Field(
        "decided_on",
        _("Ngày quyết định"),
        _any_of("Ngày quyết định|Ngày QĐ|Ngày ký|Quyết định ngày|Ngày ký quyết định|Ngày ban hành"),
        looks.dates_of_birth,
        reads="date",
    ),
    Field(
        "since",
        _("Hưởng từ"),
        _any_of(
            "Hưởng từ|Thời điểm hưởng|Hưởng từ tháng|Ngày hưởng|Tháng hưởng|Thời gian hưởng|Từ tháng|Hưởng từ ngày|"
            "Ngày bắt đầu hưởng|Thời điểm bắt đầu hưởng|Bắt đầu hưởng|Thời gian bắt đầu hưởng|Thời điểm hưởng trợ cấp"
        ),
        looks.dates_of_birth,
        reads="date",
    ),
    Field(
        "until",
        _("Thôi hưởng"),
        _any_of("Ngày thôi hưởng|Ngừng hưởng|Thôi hưởng|Hưởng đến|Đến tháng|Thôi hưởng từ|Ngày cắt|Tạm dừng từ"),
        looks.dates_of_birth,
        reads="date",
    ),
    Field(
        "amount",
        _("Mức trợ cấp"),
        _any_of(
            "Mức trợ cấp|Trợ cấp|Số tiền|Mức hưởng|Tiền trợ cấp|Mức trợ cấp hàng tháng|Trợ cấp hàng tháng|"
            "Số tiền trợ cấp|Mức quà|Số tiền được hưởng|Kinh phí|Số tiền hưởng|Mức tiền|Mức chuẩn|"
            "Mức trợ cấp đồng/tháng|Thành tiền|Tổng tiền|Trợ cấp tháng|Số tiền chi trả|Số tiền được nhận|Tiền"
        ),
        looks.amounts,
        reads="amount",
    ),
    Field(
        "account",
        _("Số tài khoản"),
        _any_of("Số tài khoản|STK|Tài khoản|Tài khoản ngân hàng|Số TK|Số tài khoản ngân hàng|TK ngân hàng"),
        looks.account_numbers,
        reads="code",
    ),
    Field("bank", _("Ngân hàng"), _any_of("Ngân hàng|Tên ngân hàng|Tại ngân hàng|Mở tại ngân hàng")),
    Field(
        "payee",
        _("Người nhận thay"),
        _any_of(
            "Người nhận thay|Người nhận|Người lĩnh thay|Người được ủy quyền|Người nhận hộ|Họ tên người nhận thay|"
            "Họ tên người nhận|Người giám hộ|Người chăm sóc|Người nuôi dưỡng|Người đại diện|Người thờ cúng|"
            "Họ tên người chăm sóc|Họ tên người giám hộ|Họ và tên người nhận thay|Người nhận tiền"
        ),
        looks.names,
    ),
)

POVERTY: tuple[Field, ...] = (
    Field(
        "poor_kind",
        _("Phân loại hộ"),
        _any_of(
            "Phân loại hộ|Loại hộ|Hộ nghèo/cận nghèo|Diện hộ|Kết quả phân loại|Kết quả rà soát|Thuộc diện|Diện|"
            "Phân loại|Hộ nghèo, hộ cận nghèo|Kết quả phân loại hộ|Xếp loại hộ|Đối tượng|Hộ nghèo hộ cận nghèo|"
            "Loại|Hiện trạng hộ|Diện nghèo|Nghèo/cận nghèo|Thuộc hộ|Phân loại hộ nghèo, cận nghèo|Nghèo hay cận nghèo"
        ),
        looks.poor_kinds,
        telling=True,
        reads="category",
    ),
    Field(
        "is_poor", _("Hộ nghèo (cột đánh dấu)"),
        _any_of("Hộ nghèo|Nghèo|Phân loại hộ hộ nghèo|Thuộc diện hộ nghèo|Thuộc diện nghèo|Loại hộ nghèo|HN"),
        looks.marks, reads="mark",
    ),
    Field(
        "is_near_poor", _("Hộ cận nghèo (cột đánh dấu)"),
        _any_of("Hộ cận nghèo|Cận nghèo|Phân loại hộ hộ cận nghèo|Thuộc diện cận nghèo|Loại hộ cận nghèo|HCN"),
        looks.marks, reads="mark",
    ),
    Field(
        "points_b1", _("Điểm B1 (thu nhập)"),
        _any_of("Điểm B1|B1|Tổng điểm B1|Điểm thu nhập|Điểm số B1|Tổng điểm B1 thu nhập"), looks.amounts, reads="count",
    ),
    Field(
        "points_b2", _("Điểm B2 (thiếu hụt)"),
        _any_of("Điểm B2|B2|Tổng điểm B2|Số chỉ số thiếu hụt|Điểm thiếu hụt|Điểm số B2|Số chiều thiếu hụt"),
        looks.amounts, reads="count",
    ),
    Field(
        "members", _("Số khẩu"),
        _any_of(
            "Số khẩu|Số nhân khẩu|Tổng số khẩu|Nhân khẩu|Số thành viên|Số người trong hộ|Số NK|Khẩu|Số người|"
            "Tổng số nhân khẩu|Số nhân khẩu trong hộ|Số khẩu trong hộ"
        ),
        looks.small_counts, reads="count",
    ),
    Field(
        "cause", _("Nguyên nhân nghèo"),
        _any_of("Nguyên nhân nghèo|Nguyên nhân|Lý do nghèo|Nguyên nhân nghèo, cận nghèo|Nguyên nhân dẫn đến nghèo"),
    ),
    Field(
        "need", _("Nguyện vọng"),
        _any_of("Nguyện vọng|Nhu cầu hỗ trợ|Đề nghị hỗ trợ|Nhu cầu|Mong muốn hỗ trợ|Nguyện vọng của hộ"),
    ),
    Field(
        "lacks", _("Chỉ số thiếu hụt"),
        _any_of(
            "Thiếu hụt|Việc làm|Người phụ thuộc|Dinh dưỡng|BHYT|Bảo hiểm y tế|Trình độ giáo dục người lớn|"
            "Tình trạng đi học của trẻ em|Chất lượng nhà ở|Diện tích nhà ở|Nguồn nước sinh hoạt|Nhà tiêu hợp vệ sinh|"
            "Sử dụng dịch vụ viễn thông|Phương tiện phục vụ tiếp cận thông tin|Nhà ở|Nước sạch|Nhà tiêu|Viễn thông|"
            "Giáo dục|Y tế|Thông tin|Nước sinh hoạt"
        ),
        looks.marks, many=True, reads="mark",
    ),
    Field(
        "income", _("Thu nhập"),
        _any_of("Thu nhập bình quân|Thu nhập|Thu nhập bình quân đầu người|TNBQ|Thu nhập/người/tháng|TN bình quân"),
        looks.amounts, reads="amount",
    ),
    Field(
        "poor_since", _("Nghèo từ năm"),
        _any_of("Nghèo từ năm|Năm nghèo|Năm vào hộ nghèo|Hộ nghèo từ năm|Năm công nhận"), looks.dates_of_birth,
        reads="date",
    ),
    Field(
        "certificate", _("Số giấy chứng nhận"),
        _any_of("Số giấy chứng nhận|Số GCN|Mã hộ nghèo|Số sổ hộ nghèo|Số giấy chứng nhận hộ nghèo|Sổ hộ nghèo số"),
        reads="code",
    ),
    Field(
        "decision", _("Số quyết định"), _any_of("Số quyết định|QĐ số|Số QĐ|Quyết định công nhận|Quyết định số"),
        looks.documents, reads="code",
    ),
    *_persons("Họ tên thành viên hộ|Họ và tên thành viên hộ gia đình|Tên thành viên trong hộ|Họ tên người trong hộ"),
)  # fmt: skip

MERIT: tuple[Field, ...] = (
    Field(
        "merit_kind",
        _("Diện người có công"),
        _any_of(
            "Đối tượng|Loại đối tượng|Diện đối tượng|Diện chính sách|Diện người có công|Đối tượng chính sách|Loại|Diện|"
            "Diện NCC|Đối tượng người có công|Thuộc đối tượng|Diện ưu đãi|Đối tượng NCC|Thuộc diện|Diện được hưởng|"
            "Loại NCC|Nhóm đối tượng|Loại người có công|Diện hưởng|Phân loại đối tượng|Đối tượng hưởng"
        ),
        looks.merit_kinds,
        telling=True,
        reads="category",
    ),
    Field(
        "injury", _("Tỷ lệ thương tật"),
        _any_of(
            "Tỷ lệ thương tật|Tỷ lệ|Tỷ lệ %|% thương tật|Tỷ lệ tổn thương cơ thể|Tỷ lệ mất sức lao động|"
            "Hạng thương tật|Tỷ lệ TT|Tỷ lệ MSLĐ|Tỷ lệ thương tật %|Tỷ lệ % thương tật|Thương tật|TLTT|Hạng"
        ),
        looks.percents, reads="percent",
    ),
    Field(
        "file_no", _("Số hồ sơ"),
        _any_of(
            "Số hồ sơ|Mã hồ sơ|Số HS|Mã hồ sơ Bộ|Mã hồ sơ tỉnh|Số hồ sơ NCC|Số hồ sơ người có công|Số quản lý|"
            "Số hồ sơ Bộ|Số hồ sơ tỉnh|Mã NCC|Mã số hồ sơ|Số sổ trợ cấp|Số sổ|Mã số NCC"
        ),
        reads="code", many=True,
    ),
    Field(
        "martyr", _("Họ tên liệt sĩ"),
        _any_of("Họ tên liệt sĩ|Tên liệt sĩ|Liệt sĩ|Họ và tên liệt sĩ|Họ tên liệt sỹ|Họ và tên liệt sỹ"),
        looks.names,
    ),
    Field(
        "martyr_relation", _("Quan hệ với liệt sĩ"),
        _any_of(
            "Quan hệ với liệt sĩ|Quan hệ với người có công|Quan hệ với liệt sỹ|QH với liệt sĩ|Mối quan hệ với liệt sĩ|"
            "Quan hệ với NCC|Quan hệ|Mối quan hệ"
        ),
    ),
    Field(
        "served", _("Thời gian tham gia"),
        _any_of("Thời gian tham gia|Năm nhập ngũ|Ngày nhập ngũ|Năm tham gia cách mạng|Năm hy sinh|Nhập ngũ"),
        many=True, used=False,
    ),
    *_DECIDED,
    *_persons(
        "Họ tên người có công|Họ tên NCC|Họ và tên người có công|Người có công|Họ và tên người hưởng|Tên đối tượng|"
        "Họ và tên đối tượng|Họ tên người hưởng|Người hưởng trợ cấp|Họ tên người hưởng trợ cấp|Người được hưởng|"
        "Đối tượng|Đối tượng hưởng|Đối tượng hưởng chính sách|Người hưởng chính sách|"
        "Họ và tên thương binh|Họ và tên NCC|Họ tên người được hưởng|Tên người có công|Họ và tên người hưởng chế độ",
        "household|relation|head_mark|head_number|head_name",
    ),
)  # fmt: skip

PROTECTION: tuple[Field, ...] = (
    Field(
        "protection_kind",
        _("Nhóm đối tượng"),
        _any_of(
            "Loại đối tượng|Nhóm đối tượng|Đối tượng|Diện|Diện hưởng|Đối tượng BTXH|Nhóm|Mã đối tượng|Diện bảo trợ|"
            "Đối tượng hưởng|Loại trợ cấp|Thuộc đối tượng|Diện đối tượng|Phân loại đối tượng|Loại|Đối tượng bảo trợ|"
            "Nhóm trợ cấp|Đối tượng theo Nghị định|Thuộc diện|Diện BTXH|Loại hình trợ cấp|Loại hình"
        ),
        looks.protection_kinds,
        telling=True,
        reads="category",
    ),
    Field(
        "coefficient", _("Hệ số"),
        _any_of("Hệ số|Hệ số hưởng|Hệ số trợ cấp|HS|Hệ số mức hưởng|Hệ số TC"), looks.coefficients, reads="decimal",
    ),
    Field(
        "disability", _("Dạng khuyết tật"),
        _any_of("Dạng tật|Dạng khuyết tật|Loại khuyết tật|Loại tật|Dạng KT|Khuyết tật|Dạng"),
        reads="category",
    ),
    Field(
        "degree", _("Mức độ khuyết tật"),
        _any_of("Mức độ|Mức độ khuyết tật|Mức độ KT|Mức độ tật|Mức khuyết tật"), reads="category",
    ),
    Field("file_no", _("Số hồ sơ"), _any_of("Số hồ sơ|Mã hồ sơ|Số HS|Số sổ|Mã số|Số sổ lĩnh tiền"), reads="code"),
    *_DECIDED,
    *_persons(
        "Tên đối tượng|Họ và tên đối tượng|Đối tượng|Họ và tên người hưởng|Họ tên người hưởng|Người hưởng trợ cấp|"
        "Họ tên người hưởng trợ cấp|Người được hưởng|Họ và tên người được trợ cấp|Họ tên đối tượng hưởng|"
        "Họ tên người khuyết tật|Họ tên người cao tuổi|Họ tên trẻ|Họ và tên trẻ em|Đối tượng hưởng|"
        "Họ và tên người khuyết tật|Họ và tên người cao tuổi|Họ tên đối tượng BTXH|Họ tên người được hưởng",
        "relation|head_mark|head_number",
    ),
)  # fmt: skip


def _own_first(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """What a register gives a meaning of its own is no "other" column any more."""
    meant = {key for field in fields if field.code not in BY_CODE for key in field.keys}
    return tuple(_without(field, meant) if field.code.startswith("other") else field for field in fields)


def _without(field: Field, meant: set[tuple[str, str]]) -> Field:
    kept = [phrase for phrase, key in zip(field.phrases, field.keys, strict=True) if key not in meant]
    return replace(field, phrases=tuple(kept))


POVERTY, MERIT, PROTECTION = map(_own_first, (POVERTY, MERIT, PROTECTION))

#: One of these must be in a header.
NEEDED = ("full_name", "given_name")
NEEDED_OF_HOUSEHOLDS = ("full_name", "given_name", "head_name")
