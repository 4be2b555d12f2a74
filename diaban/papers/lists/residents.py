"""What a column of a list of persons may mean, and the headers clerks give it: the fields of resident lists, from which
other kinds take theirs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from diaban.papers.lists import evidence as looks
from diaban.papers.reading.labels import Field

#: One of these must be in a header.
NEEDED = ("full_name", "given_name")


def _any_of(phrases: str) -> tuple[str, ...]:
    return tuple(phrases.split("|"))


FIELDS: tuple[Field, ...] = (
    Field(
        "stt",
        _("Số thứ tự"),
        _any_of("STT|Số TT|TT|Số thứ tự|STT khẩu|TT khẩu|STT nhân khẩu|TT nhân khẩu|No|Thứ tự|Khẩu|Khẩu số"),
        looks.running,
        used=False,
        reads="code",
    ),
    Field(
        "full_name",
        _("Họ và tên"),
        _any_of(
            "Họ và tên|Họ tên|Họ, tên|Họ và tên nhân khẩu|Họ tên thành viên|Họ và tên thành viên trong hộ|"
            "Tên nhân khẩu|Họ, chữ đệm và tên|Họ chữ đệm tên|Họ tên công dân|Tên công dân|"
            "Họ và tên khai sinh|Họ tên người dân|Nhân khẩu|Thành viên|Họ tên đối tượng|Tên thành viên|"
            "Họ và tên người trong hộ|Full name|Họ đệm và tên|Họ, tên đệm và tên|Họ tên đệm và tên|"
            "Họ tên chủ hộ và các thành viên|"
            "Họ tên chủ hộ và thành viên|Họ tên từng người trong hộ|Họ tên chủ hộ và nhân khẩu|"
            "Tên|Hộ và tên|Họ tên khai sinh|Công dân|Name|Tên đầy đủ|Họ và tên chủ hộ và các nhân khẩu"
        ),
        looks.names,
        telling=True,
        reads="name",
    ),
    Field(
        "family_name",
        _("Họ và chữ đệm"),
        _any_of("Họ và chữ đệm|Họ đệm|Họ|Họ lót|Họ và tên đệm|Họ chữ đệm|Họ và đệm|Họ và tên lót|Họ và lót"),
        looks.family_names,
        reads="name",
    ),
    Field(
        "middle_name",
        _("Chữ đệm"),
        _any_of("Tên đệm|Chữ đệm|Đệm|Tên lót|Chữ lót|Lót"),
        looks.family_names,
        reads="name",
    ),
    Field(
        "given_name",
        _("Tên riêng"),
        _any_of("Tên|Tên gọi|Tên riêng|Tên chính"),
        looks.given_names,
        reads="name",
    ),
    Field(
        "birth",
        _("Ngày sinh"),
        _any_of(
            "Ngày, tháng, năm sinh|Ngày tháng năm sinh|Ngày sinh|Năm sinh|Sinh ngày|NTNS|Ngày/tháng/năm sinh|"
            "N sinh|Sinh năm|Ngày sinh năm sinh|DOB|Date of birth|Sinh ngày tháng năm|NS|Ng sinh|"
            "Ng th năm sinh|Ngày th năm sinh|Năm sinh dd mm yyyy|Ngày sinh dd mm yyyy|Sinh|SN|"
            "Birthday|Birth date|Year of birth|Ngày tháng năm sinh dương lịch"
        ),
        looks.dates_of_birth,
        telling=True,
        reads="date",
    ),
    Field(
        "birth_day",
        _("Ngày sinh (cột ngày)"),
        _any_of(
            "Ngày tháng năm sinh ngày|Ngày sinh ngày|Sinh ngày ngày|Năm sinh ngày|Ngày|Ngày sinh|"
            "Ngày tháng sinh|Ngày tháng"
        ),
        looks.days_and_months,
        weight=0.99,
        reads="part",
    ),
    Field(
        "birth_month",
        _("Ngày sinh (cột tháng)"),
        _any_of("Ngày tháng năm sinh tháng|Ngày sinh tháng|Sinh ngày tháng|Năm sinh tháng|Tháng|Tháng sinh"),
        looks.month_numbers,
        weight=0.99,
        reads="part",
    ),
    Field(
        "birth_year",
        _("Ngày sinh (cột năm)"),
        _any_of("Ngày tháng năm sinh năm|Ngày sinh năm|Năm sinh năm|Năm"),
        looks.year_numbers,
        weight=0.99,
        reads="part",
    ),
    Field(
        "birth_male",
        _("Ngày sinh (cột Nam)"),
        _any_of(
            "Năm sinh nam|Ngày sinh nam|Ngày tháng năm sinh nam|Giới tính năm sinh nam|Sinh ngày nam|Nam|Nam sinh năm"
        ),
        looks.dates_of_birth,
        reads="date",
    ),
    Field(
        "birth_female",
        _("Ngày sinh (cột Nữ)"),
        _any_of("Năm sinh nữ|Ngày sinh nữ|Ngày tháng năm sinh nữ|Giới tính năm sinh nữ|Sinh ngày nữ|Nữ|Nữ sinh năm"),
        looks.dates_of_birth,
        reads="date",
    ),
    Field(
        "sex",
        _("Giới tính"),
        _any_of("Giới tính|Giới|Nam/Nữ|Nam hay nữ|Nữ/Nam|Phái|GT|Sex|Gender|Nam, nữ|Giới tính nam nữ"),
        looks.sexes,
        telling=True,
        reads="sex",
    ),
    Field(
        "sex_male",
        _("Giới tính (cột Nam)"),
        _any_of("Giới tính nam|Giới nam|Nam|Phái nam"),
        looks.marks,
        reads="mark",
    ),
    Field(
        "sex_female",
        _("Giới tính (cột Nữ)"),
        _any_of("Giới tính nữ|Giới nữ|Nữ|Phái nữ|Là nữ"),
        looks.marks,
        reads="mark",
    ),
    Field(
        "id_no",
        _("Số định danh"),
        _any_of(
            "Số định danh cá nhân|Số định danh/CCCD|Số CCCD|CCCD|Số căn cước|Số căn cước công dân|Số ĐDCN|"
            "ĐDCN|Mã định danh|Căn cước công dân|Số thẻ căn cước|Định danh cá nhân|Số định danh|Số CC/CCCD|"
            "CMND/CCCD|Số CCCD/CMND|CCCD/CMND|Số giấy tờ|Số giấy tờ tùy thân|Số CMND/CCCD|"
            "CMND/CCCD/Số định danh|Giấy tờ tùy thân|Căn cước|Số CCCD/Mã định danh|Mã số công dân|"
            "Số căn cước công dân gắn chip|Số thẻ căn cước công dân|ID|ID number|ID no|Personal ID|Citizen ID|"
            "Số CMND/CCCD/Hộ chiếu|Số ĐDCN/CCCD/CMND|Mã số định danh"
        ),
        looks.any_numbers,
        telling=True,
        reads="number",
    ),
    Field(
        "cmnd",
        _("Số CMND cũ"),
        _any_of(
            "Số CMND cũ|Số CMND|CMND|Chứng minh nhân dân|Số chứng minh nhân dân|CMND 9 số|CMT|Số CMT|"
            "Số CMND đã cấp|CMND cũ|Giấy tờ Số CMND cũ"
        ),
        looks.old_numbers,
        reads="number",
    ),
    Field(
        "household",
        _("Số hộ"),
        _any_of(
            "Số hộ|Mã hộ|Hộ số|Số sổ hộ khẩu|Số hộ khẩu|Số HK|Mã số hộ|STT hộ|TT hộ|Hồ sơ hộ khẩu số|"
            "Số sổ HK|Số hồ sơ cư trú|Mã hộ gia đình|Hộ|Số hồ sơ|Số nhà hộ|"
            "Mã hộ khẩu|Số hồ sơ hộ khẩu|Số thứ tự hộ|Hộ khẩu số|Hộ gia đình|Household|Household ID|HH ID|"
            "Household no|Mã HS hộ|Số ĐK hộ khẩu|Sổ hộ khẩu"
        ),
        looks.household_codes,
        reads="code",
    ),
    Field(
        "relation",
        _("Quan hệ với chủ hộ"),
        _any_of(
            "Quan hệ với chủ hộ|Quan hệ chủ hộ|Quan hệ|QH với chủ hộ|Mối quan hệ|QH chủ hộ|Quan hệ gia đình|"
            "Quan hệ trong gia đình|Mối quan hệ với chủ hộ|Vai trò trong hộ|Vai trò|Relationship|"
            "Relation to head|Relation|Relationship to head|Mối quan hệ trong gia đình|Là gì với chủ hộ|"
            "Là gì của chủ hộ"
        ),
        looks.relations,
        telling=True,
        reads="relation",
    ),
    Field(
        "head_mark",
        _("Đánh dấu chủ hộ"),
        _any_of("Chủ hộ|Là chủ hộ|Đánh dấu chủ hộ"),
        looks.marks,
        reads="mark",
    ),
    Field(
        "head_number",
        _("Số định danh chủ hộ"),
        _any_of(
            "Số ĐDCN chủ hộ|Số định danh chủ hộ|Số CCCD chủ hộ|CCCD chủ hộ|Số căn cước chủ hộ|"
            "Số định danh cá nhân chủ hộ|Số CMND chủ hộ"
        ),
        looks.any_numbers,
        reads="number",
    ),
    Field(
        "head_name",
        _("Họ tên chủ hộ"),
        _any_of("Họ tên chủ hộ|Họ và tên chủ hộ|Chủ hộ|Tên chủ hộ|Hộ ông bà|Hộ gia đình ông bà"),
        looks.names,
        reads="name",
    ),
    Field(
        "hamlet",
        _("Thôn, tổ dân phố"),
        _any_of(
            "Thôn/Tổ dân phố|Thôn|Tổ dân phố|Thôn, tổ|Tổ|Xóm|Ấp|Bản|Buôn|Làng|Khu phố|Khóm|Tổ/thôn|Tên thôn|"
            "TDP|Thôn xóm|Thôn, buôn|Thôn bản|Địa bàn|Khối|Khu dân cư|Thôn, buôn, tổ dân phố|Địa chỉ thôn|"
            "Thôn, bản, tổ dân phố|Khu|Tổ DP|Thôn, xóm, tổ|Đội|Đội sản xuất|"
            "Hamlet|Village|Thôn buôn|Phum sóc|Cụm dân cư"
        ),
        looks.hamlets,
        telling=True,
    ),
    Field(
        "commune",
        _("Xã, phường"),
        _any_of("Xã/phường|Xã|Phường|Xã, phường|Xã phường thị trấn|Địa chỉ xã/phường"),
    ),
    Field(
        "address",
        _("Địa chỉ"),
        _any_of(
            "Địa chỉ|Nơi ở|Chỗ ở|Chỗ ở hiện nay|Nơi ở hiện tại|Nơi ở hiện nay|Địa chỉ thường trú|"
            "Nơi thường trú|Hộ khẩu thường trú|Nơi cư trú|Địa chỉ cư trú|Số nhà|Số nhà, đường|"
            "Nơi đăng ký thường trú|HKTT|Địa chỉ chi tiết|Nơi đăng ký HKTT|Đường phố|"
            "Đăng ký thường trú|Nơi ĐKHKTT|Nơi ĐK HKTT|Address|Nơi cư trú hiện tại|Địa chỉ hiện nay|Địa chỉ hiện tại|"
            "Nơi tạm trú|SN|Số nhà đường phố|Thường trú|Hiện ở|Hiện đang ở|Đường|Phố|Tên đường"
        ),
        looks.addresses,
        many=True,
    ),
    Field(
        "stay",
        _("Tình trạng cư trú"),
        _any_of(
            "Tình trạng cư trú|Loại cư trú|Hình thức cư trú|Diện cư trú|Tình trạng|Cư trú|Thường trú/Tạm trú|"
            "Thường trú, tạm trú|Hiện trạng cư trú|Diện KT"
        ),
        looks.stays,
        telling=True,
        reads="stay",
    ),
    Field(
        "gone",
        _("Ngày chết, ngày chuyển đi"),
        _any_of(
            "Ngày chết|Ngày mất|Ngày tử vong|Ngày chuyển đi|Đã chết|Đã chuyển đi|Chuyển đi|Ngày xóa đăng ký thường trú|"
            "Ngày xóa khẩu|Cắt khẩu|Chết|Ngày cắt khẩu"
        ),
        many=True,
        reads="date",
    ),
    Field(
        "stay_permanent",
        _("Thường trú (cột đánh dấu)"),
        _any_of("Thường trú|Tình trạng cư trú thường trú|KT1|Có mặt"),
        looks.marks,
        reads="mark",
    ),
    Field(
        "stay_temporary",
        _("Tạm trú (cột đánh dấu)"),
        _any_of("Tạm trú|Tình trạng cư trú tạm trú"),
        looks.marks,
        reads="mark",
    ),
    Field(
        "stay_absent",
        _("Tạm vắng (cột đánh dấu)"),
        _any_of("Tạm vắng|Tình trạng cư trú tạm vắng|Vắng|Vắng mặt|Đi vắng"),
        looks.marks,
        reads="mark",
    ),
    Field(
        "phone",
        _("Số điện thoại"),
        _any_of(
            "Số điện thoại|Điện thoại|SĐT|ĐT|Di động|Số ĐT|Điện thoại liên hệ|Liên hệ|Phone|Mobile|"
            "Phone number|Telephone|Điện thoại di động|Số điện thoại liên lạc|Zalo"
        ),
        looks.phones,
        telling=True,
        reads="phone",
    ),
    Field(
        "hometown",
        _("Quê quán"),
        _any_of("Quê quán|Nguyên quán|Quê gốc|Quê|Hometown|Quê quán gốc"),
    ),
    Field(
        "note",
        _("Ghi chú"),
        _any_of("Ghi chú|Chú thích|Ghi chép|Note|Notes|Remark|Remarks"),
        used=False,
        many=True,
    ),
    Field(
        "age",
        _("Tuổi"),
        _any_of("Tuổi|Số tuổi|Độ tuổi|Age"),
        looks.ages,
        used=False,
        reads="count",
    ),
    Field(
        "other_person",
        _("Tên người khác"),
        _any_of(
            "Họ tên cha|Họ tên bố|Họ tên mẹ|Họ và tên cha|Họ và tên bố|Họ và tên mẹ|Họ tên vợ chồng|Tên cha|"
            "Tên bố|Tên mẹ|Người giám hộ|Người đại diện|Người khai|Họ tên người giám hộ|Tên gọi khác|"
            "Họ tên cha mẹ|Cán bộ phụ trách|Người theo dõi|"
            "SĐT người thân|Điện thoại người thân|Số điện thoại chủ hộ|SĐT chủ hộ|SĐT cha mẹ|Số CCCD vợ chồng|"
            "Số CCCD cha|Số CCCD mẹ|Ngày sinh cha|Ngày sinh mẹ|Họ tên vợ|Họ tên chồng|Vợ chồng|Người thân|Cha|Mẹ"
        ),
        used=False,
        many=True,
    ),
    Field(
        "other",
        _("Thông tin khác"),
        _any_of(
            "Nghề nghiệp|Nơi làm việc|Trình độ học vấn|Trình độ|Học vấn|Trình độ văn hóa|Nơi cấp|Ngày cấp|"
            "Nơi cấp CCCD|Ngày cấp CCCD|Ngày cấp CMND|Nơi cấp CMND|Quốc tịch|Nơi sinh|Số khẩu|Số nhân khẩu|"
            "Ngày đăng ký|Ngày chuyển đến|Nơi chuyển đến|Số BHXH|Mã số BHYT|Số thẻ BHYT|Bảo hiểm y tế|"
            "Hôn nhân|Tình trạng hôn nhân|Nhóm máu|Tỉnh|Huyện|Tỉnh/thành phố|Quận/huyện|Ký nhận|Ký tên|"
            "Chữ ký|Diện tích|Thu nhập|Ngày đăng ký thường trú|Lý do|Ngày lập hộ|Đối tượng|Hộ nghèo|Đăng ký|"
            "Email|Mã số thuế|Nơi đăng ký khai sinh|Công việc|Nghề nghiệp nơi làm việc|Ngày vào|Ngày cấp thẻ|"
            "Nơi cấp thẻ|Số khẩu trong hộ|Tổng số khẩu|"
            "STT khẩu trong hộ|Số thứ tự khẩu trong hộ|STT trong hộ|Thứ tự trong hộ|Nơi ở trước khi chuyển đến|"
            "Nơi thường trú trước khi chuyển đến|Nơi ở trước đây|Nơi đi|Nơi đến|Lý do tạm vắng|Lý do tạm trú|"
            "Occupation|Nationality|Date of issue|Place of issue|Place of birth|Hộ cận nghèo|Nơi tạm vắng|"
            "Số hộ chiếu|Hộ chiếu|Nơi đến tạm vắng|Thời hạn tạm trú|Từ ngày|Đến ngày|Tỷ lệ"
        ),
        used=False,
        many=True,
    ),
    Field(
        "never",
        _("Không lưu"),
        _any_of(
            "Dân tộc|Tôn giáo|DT|Thành phần dân tộc|Đảng viên|Đảng, đoàn|Dân tộc, tôn giáo|Thành phần|"
            "Chính trị|Thành phần gia đình|Vân tay|Ethnic|Ethnicity|Ethnic group|Religion|Tín ngưỡng|Đạo|Đảng|"
            "Theo đạo|Dân tộc ít người|Là đảng viên|Đoàn viên"
        ),
        looks.origins,
        telling=True,
        used=False,
        many=True,
        kept=False,
    ),
)

BY_CODE = {field.code: field for field in FIELDS}
