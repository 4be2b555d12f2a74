"""Lists made with other choices than the samples': header words, orders, titles, merged headers, split dates, numbers
as text or not. A line is: kind | title | columns, each "Header=field" or "Upper>Lower=field"; "-" means no field."""

# ruff: noqa: E501
from __future__ import annotations

VARIANTS = """
residents | SỔ HỘ KHẨU THÔN ĐÔNG | TT=stt; Mã hộ=household; Họ, chữ đệm và tên=full_name; Sinh ngày=birth; Nam/Nữ=sex; Số ĐDCN=id_no; QH với chủ hộ=relation
residents | DANH SÁCH NHÂN KHẨU TẠM TRÚ | STT=stt; Họ và tên=full_name; Năm sinh=birth; GT=sex; CCCD=id_no; Hình thức cư trú=stay; Nơi ở hiện nay=address; SĐT=phone
residents | Danh sách công dân tổ dân phố 3 | Số TT=stt; Họ đệm=family_name; Tên=given_name; Ngày sinh=birth; Giới tính=sex; Số căn cước=id_no; Tổ=hamlet
residents | THỐNG KÊ NHÂN KHẨU | STT=stt; Chủ hộ=head_name; Họ tên nhân khẩu=full_name; Quan hệ=relation; Ngày, tháng, năm sinh>Ngày=birth_day; Ngày, tháng, năm sinh>Tháng=birth_month; Ngày, tháng, năm sinh>Năm=birth_year; Giới=sex; Số định danh cá nhân=id_no
residents | DANH SÁCH HỘ KHẨU XÃ | STT=stt; Số sổ HK=household; Họ tên=full_name; Năm sinh>Nam=birth_male; Năm sinh>Nữ=birth_female; Quan hệ với chủ hộ=relation; CMND/CCCD=id_no; Thôn=hamlet
residents | Người dân thường trú | No=stt; Full name=full_name; Date of birth=birth; Gender=sex; ID number=id_no; Household ID=household; Relationship to head=relation; Village=hamlet; Phone=phone
residents | danh sach nhan khau thon 2 | stt=stt; ho va ten=full_name; ngay sinh=birth; gioi tinh=sex; so cccd=id_no; so ho=household; quan he voi chu ho=relation
residents | DANH SÁCH DÂN CƯ | TT=stt; HoTen=full_name; NgaySinh=birth; GioiTinh=sex; SoDinhDanh=id_no; MaHo=household; QuanHe=relation; DiaChi=address
residents | NHÂN KHẨU THÔN TRUNG | STT=stt; Hộ số=household; Họ và tên khai sinh=full_name; Ngày sinh=birth; Giới tính>Nam=sex_male; Giới tính>Nữ=sex_female; Giấy tờ tùy thân>Số CCCD=id_no; Giấy tờ tùy thân>Số CMND=cmnd; Q.hệ với C.hộ=relation
residents | DANH SÁCH NHÂN KHẨU | Thôn=hamlet; STT=stt; Tên=full_name; Ngày tháng năm sinh=birth; Phái=sex; Mã định danh=id_no; Mối quan hệ với chủ hộ=relation; Quê quán=hometown; Dân tộc=never
residents | HỘ KHẨU TỔ 5 | STT=stt; Họ và tên=full_name; NTNS=birth; Giới tính=sex; Số định danh=id_no; Mã hộ gia đình=household; Là chủ hộ=head_mark; Điện thoại=phone; Ghi chú=note
residents | NHÂN KHẨU HỘ GIA ĐÌNH | STT=stt; Họ tên chủ hộ và các thành viên=full_name; Quan hệ chủ hộ=relation; Năm sinh=birth; Giới=sex; Số giấy tờ=id_no; Tình trạng cư trú=stay; Nơi thường trú=address
poverty | DANH SÁCH HỘ NGHÈO NĂM 2026 | TT=stt; Họ và tên chủ hộ=head_name; Thôn=hamlet; Số khẩu=members; Điểm B1=points_b1; Điểm B2=points_b2; Nguyên nhân nghèo=cause
poverty | KẾT QUẢ RÀ SOÁT HỘ NGHÈO, HỘ CẬN NGHÈO | STT=stt; Mã hộ=household; Chủ hộ=head_name; Địa chỉ=address; Phân loại hộ=poor_kind; Tổng số khẩu=members; Ghi chú=note
poverty | DANH SÁCH HỘ CẬN NGHÈO THÔN 3 | STT=stt; Tên chủ hộ=head_name; Họ tên thành viên hộ=full_name; Sinh năm=birth; Giới tính=sex; Quan hệ với chủ hộ=relation; CCCD=id_no
poverty | Tổng hợp hộ nghèo | STT=stt; Họ tên chủ hộ=head_name; Số CCCD=head_number; Loại hộ>Hộ nghèo=is_poor; Loại hộ>Hộ cận nghèo=is_near_poor; Số nhân khẩu=members; Thôn, buôn=hamlet
poverty | Danh sách thành viên hộ nghèo | Mã hộ=household; TT=stt; Họ và tên=full_name; Ngày sinh=birth; Nam/Nữ=sex; QH với chủ hộ=relation; Diện hộ=poor_kind; Số định danh=id_no
poverty | DS hộ thoát nghèo năm 2025 | TT=stt; Chủ hộ=head_name; Năm sinh=birth; Thôn/TDP=hamlet; Thu nhập bình quân=income; Nghèo từ năm=poor_since; Lý do=-
poverty | DANH SÁCH HỘ NGHÈO THIẾU HỤT CÁC DỊCH VỤ | STT=stt; Họ và tên chủ hộ=head_name; Chỉ số thiếu hụt>Việc làm=lacks; Chỉ số thiếu hụt>Dinh dưỡng=lacks; Chỉ số thiếu hụt>Diện tích nhà ở=lacks; Chỉ số thiếu hụt>Nhà tiêu hợp vệ sinh=lacks; Thôn=hamlet
poverty | BIỂU THEO DÕI GIẢM NGHÈO | STT=stt; Số GCN=certificate; Hộ ông bà=head_name; Địa chỉ=address; Số người=members; Kết quả phân loại=poor_kind; Nguyện vọng=need
poverty | Danh sách hộ nghèo, cận nghèo | STT=stt; Họ đệm=family_name; Tên=given_name; Ngày sinh=birth; Giới tính>Nam=sex_male; Giới tính>Nữ=sex_female; Quan hệ=relation; Họ tên chủ hộ=head_name; Loại=poor_kind
poverty | danh sach ho ngheo nam 2026 | stt=stt; ho ten chu ho=head_name; nam sinh=birth; so khau=members; loai ho=poor_kind; thon=hamlet; so cccd=id_no
poverty | HỘ NGHÈO ĐA CHIỀU | Số TT=stt; Họ và tên thành viên=full_name; Ngày tháng năm sinh=birth; Giới=sex; Số ĐDCN=id_no; Vai trò trong hộ=relation; Tên chủ hộ=head_name; Hộ nghèo/cận nghèo=poor_kind; BHYT=lacks
merit | DANH SÁCH THƯƠNG BINH, BỆNH BINH | STT=stt; Họ và tên=full_name; Năm sinh=birth; Quê quán=hometown; Tỷ lệ thương tật=injury; Số hồ sơ=file_no; Mức trợ cấp=amount
merit | Danh sách đối tượng người có công đang hưởng trợ cấp hàng tháng | TT=stt; Họ tên người hưởng=full_name; Ngày sinh=birth; Loại đối tượng=merit_kind; Số tiền=amount; Thôn=hamlet; Số tài khoản=account
merit | DANH SÁCH THÂN NHÂN LIỆT SĨ | STT=stt; Họ tên liệt sĩ=martyr; Họ và tên thân nhân=full_name; Quan hệ với liệt sĩ=martyr_relation; Năm sinh=birth; Địa chỉ=address; CCCD=id_no
merit | QUÀ 27/7 CHO NGƯỜI CÓ CÔNG | STT=stt; Họ và tên NCC=full_name; Diện=merit_kind; Địa chỉ=address; Mức quà=amount; Ký nhận=-
merit | DS NGƯỜI HOẠT ĐỘNG KHÁNG CHIẾN NHIỄM CHẤT ĐỘC HÓA HỌC | TT=stt; Họ tên=full_name; NS=birth; GT=sex; Tỷ lệ TT=injury; Số QĐ=decision; Hưởng từ=since; SĐT=phone
merit | NGƯỜI CÓ CÔNG VỚI CÁCH MẠNG | Mã hồ sơ=file_no; Họ tên NCC=full_name; Ngày, tháng, năm sinh=birth; Giới tính=sex; Số CCCD/CMND=id_no; Đối tượng=merit_kind; Nơi thường trú=address; Trợ cấp=amount
merit | DANH SÁCH MẸ VIỆT NAM ANH HÙNG | STT=stt; Họ và tên=full_name; Năm sinh=birth; Thôn, xóm=hamlet; Xã=commune; Người chăm sóc=payee; Ghi chú=note
merit | Danh sách NCC nhận trợ cấp qua tài khoản | TT=stt; Họ và tên=full_name; CCCD=id_no; Loại NCC=merit_kind; Mức hưởng=amount; STK=account; Ngân hàng=bank
merit | danh sach nguoi co cong | stt=stt; ho va ten=full_name; nam sinh=birth; dien doi tuong=merit_kind; ty le=injury; dia chi=address
merit | DANH SÁCH NGƯỜI CÓ CÔNG | STT=stt; Họ và tên>Họ và tên đệm=family_name; Họ và tên>Tên=given_name; Năm sinh>Nam=birth_male; Năm sinh>Nữ=birth_female; Diện chính sách=merit_kind; Số định danh=id_no
merit | Theo dõi liệt sỹ và thân nhân liệt sỹ | STT=stt; Tên liệt sĩ=martyr; Người thờ cúng=payee; Họ tên=full_name; Quan hệ với liệt sỹ=martyr_relation; Số quyết định=decision; Ngày quyết định=decided_on
protection | DANH SÁCH NGƯỜI KHUYẾT TẬT | STT=stt; Họ và tên=full_name; Năm sinh=birth; Giới tính=sex; Dạng tật=disability; Mức độ=degree; Thôn=hamlet
protection | Danh sách đối tượng BTXH hưởng trợ cấp tháng 10/2026 | TT=stt; Họ và tên đối tượng=full_name; Ngày sinh=birth; Nhóm đối tượng=protection_kind; Hệ số=coefficient; Số tiền=amount; Ký nhận=-
protection | CHI TRẢ TRỢ CẤP XÃ HỘI | STT=stt; Người hưởng=full_name; CCCD=id_no; Đối tượng=protection_kind; Mức hưởng=amount; Người nhận thay=payee; Số tài khoản=account
protection | DANH SÁCH NGƯỜI CAO TUỔI HƯỞNG HƯU TRÍ XÃ HỘI | Số TT=stt; Họ tên=full_name; Ngày tháng năm sinh=birth; Nam/Nữ=sex; Số căn cước=id_no; Nơi cư trú=address; Thời điểm hưởng=since
protection | TRẺ EM MỒ CÔI | STT=stt; Họ và tên trẻ em=full_name; Ngày sinh=birth; Giới=sex; Người nuôi dưỡng=payee; Địa chỉ=address; Quyết định số=decision
protection | Bảo trợ xã hội xã Kỳ Văn | STT=stt; Họ và tên=full_name; NS=birth; Phái=sex; Số CMND/CCCD=id_no; Loại đối tượng=protection_kind; HS=coefficient; Mức trợ cấp=amount; Hưởng từ tháng=since
protection | danh sach nguoi cao tuoi | tt=stt; ho ten=full_name; nam sinh=birth; gioi tinh=sex; so cccd=id_no; thon=hamlet; so dien thoai=phone
protection | DANH SÁCH ĐỐI TƯỢNG BẢO TRỢ | Mã đối tượng=-; Họ tên đối tượng=full_name; Ngày sinh>Ngày=birth_day; Ngày sinh>Tháng=birth_month; Ngày sinh>Năm=birth_year; Diện hưởng=protection_kind; Thôn/buôn=hamlet; Xã/phường=commune
protection | TRỢ GIÚP XÃ HỘI THƯỜNG XUYÊN | STT=stt; Họ và tên=full_name; Giới tính>Nam=sex_male; Giới tính>Nữ=sex_female; Năm sinh=birth; Mức độ khuyết tật=degree; Dạng khuyết tật=disability; Hệ số hưởng=coefficient
protection | Danh sách đơn thân nuôi con | TT=stt; Họ và tên=full_name; Năm sinh=birth; Số ĐDCN=id_no; ĐT=phone; Địa chỉ thường trú=address; Ngày thôi hưởng=until; Ghi chú=note
protection | DANH SÁCH NGƯỜI KHUYẾT TẬT NẶNG | STT=stt; Họ tên người khuyết tật=full_name; SN=birth; GT=sex; Loại khuyết tật=disability; Mức độ KT=degree; Họ tên người chăm sóc=payee; STK=account; Ngân hàng=bank
incidents | SỔ TIẾP NHẬN TỐ GIÁC, TIN BÁO VỀ TỘI PHẠM | STT=stt; Ngày tiếp nhận=reported_on; Nguồn tin=source; Nội dung vụ việc=summary; Nơi xảy ra=place; Kết quả giải quyết=outcome; Cán bộ thụ lý=officer
incidents | TỔNG HỢP VỤ VIỆC ANTT QUÝ I | TT=stt; Thời gian xảy ra=happened_on; Địa điểm xảy ra=place; Loại vụ=incident_kind; Số đối tượng=suspects; Thiệt hại (đồng)=damage; Xử lý=outcome
incidents | Thống kê vụ việc vi phạm pháp luật | STT=stt; Ngày=happened_on; Giờ=happened_at; Hành vi=incident_kind; Xã=place; Số người vi phạm=suspects; Hình thức xử lý=outcome
incidents | TAI NẠN GIAO THÔNG NĂM 2026 | STT=stt; Ngày xảy ra=happened_on; Địa điểm=place; Số người chết=deaths; Số người bị thương=injured; Thiệt hại tài sản (triệu đồng)=damage; Ghi chú=note
incidents | SỔ THEO DÕI VỤ VIỆC | Mã vụ việc=file_no; Thời điểm xảy ra=happened_on; Loại vụ việc=incident_kind; Tóm tắt nội dung=summary; Địa bàn=place; Hậu quả>Chết=deaths; Hậu quả>Bị thương=injured; Kết quả xử lý=outcome
incidents | TỘI PHẠM VỀ TRẬT TỰ XÃ HỘI | STT=stt; Thời gian xảy ra>Ngày=happened_day; Thời gian xảy ra>Tháng=happened_month; Thời gian xảy ra>Năm=happened_year; Tội danh=incident_kind; Nơi xảy ra=place; Số bị can=suspects; Kết quả điều tra=outcome
incidents | so theo doi vu viec an ninh trat tu | stt=stt; ngay xay ra=happened_on; gio xay ra=happened_at; loai vu viec=incident_kind; dia ban=place; so doi tuong=suspects; ket qua xu ly=outcome; nguon tin=source
incidents | SỔ GHI CHÉP SỰ VIỆC TRÊN ĐỊA BÀN | TT=stt; Ngày tháng=happened_on; Sự việc=incident_kind; Diễn biến=summary; Địa bàn xảy ra=place; Người báo tin=source; Hướng xử lý=outcome
incidents | DANH SÁCH VỤ ÁN | STT=stt; Ngày XR=happened_on; Loại tội phạm=incident_kind; Địa bàn xã=place; Họ tên đối tượng=suspect_names; Họ tên bị hại=victim_names; Trị giá thiệt hại=damage; Tình trạng giải quyết=outcome
incidents | BÁO CÁO VỤ VIỆC TUẦN | STT=stt; Ngày giờ xảy ra=happened_on; Lĩnh vực=incident_kind; Khu vực=place; Số đối tượng liên quan=suspects; Biện pháp xử lý=outcome; Nguồn tin báo=source; Trực ban=officer
residents | UBND XÃ - DANH SÁCH NHÂN KHẨU | Stt=stt; Họ & tên=full_name; Ngày/tháng/năm sinh=birth; Giới tính (Nam/Nữ)=sex; Số CCCD (12 số)=id_no; Sổ hộ khẩu=household; Quan hệ (với chủ hộ)=relation; Thôn/xóm=hamlet
residents | Danh sách nhân khẩu khối 4 | STT=stt; Hộ=household; Nhân khẩu=full_name; N. sinh=birth; G. tính=sex; ĐDCN=id_no; QHCH=relation; Khối=hamlet; HKTT=address
poverty | Danh sách hộ nghèo thôn 7 | STT=stt; Họ tên=full_name; Năm sinh=birth; Nghèo=is_poor; Cận nghèo=is_near_poor; Nhân khẩu=members; Thôn=hamlet
merit | Danh sách người có công và thân nhân | Stt=stt; Họ & tên=full_name; Năm sinh=birth; Thuộc diện=merit_kind; Số hồ sơ=file_no; Số tiền trợ cấp=amount; Nơi ở=address
protection | Danh sách đối tượng bảo trợ xã hội | Stt=stt; Họ & tên=full_name; Năm sinh=birth; Thuộc diện=protection_kind; Mức trợ cấp=amount; Tài khoản=account; Nơi ở=address
incidents | Sổ vụ việc | Stt=stt; Ngày tháng năm=happened_on; Vụ việc=incident_kind; Xảy ra tại=place; Đối tượng (người)=suspects; Bị hại=victim_names; Thiệt hại=damage; Kết quả=outcome
"""
