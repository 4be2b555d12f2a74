"""Short lists of names, for a world with more namesakes than the demo's; weights follow their order."""

from __future__ import annotations

from diaban.demo.wordlists import words

FAMILY = words(
    "Nguyễn Trần Lê Phạm Hoàng Vũ Võ Phan Trương Bùi Đặng Đỗ Ngô Hồ Dương Đinh Huỳnh Đoàn Lâm Mai Trịnh Đào Cao Lý "
    "Hà Lưu Lương Thái Châu Tạ Phùng Tô Vương Văn Tăng Quách Hứa Thạch Kiều Lại Từ Tống Chu Nghiêm Trà Giáp Sầm Nông"
)
MIDDLE_MEN = words(
    "Văn Đức Minh Hữu Thanh Ngọc Quang Xuân Đình Công Quốc Anh Tuấn Trọng Gia Bá Duy Thế Hoàng Mạnh Viết Đăng Khắc Chí "
    "Trung Tiến Phúc Hồng Thành Nhật Sỹ Việt"
)
MIDDLE_WOMEN = words(
    "Thị Thị_Thu Ngọc Thị_Ngọc Thanh Thị_Kim Thị_Hồng Kim Thị_Thanh Phương Minh Thị_Bích Hồng Thu Thị_Minh Khánh Bảo "
    "Thị_Mỹ Quỳnh Thị_Phương Thị_Xuân Thùy Mỹ Thị_Tuyết Diệu Bích Hoài Như Lan Thị_Hải Tường Cẩm"
)
GIVEN_MEN = words(
    "Hùng Dũng Tuấn Nam Minh Long Hải Sơn Thành Đức Bình Cường Hiếu Huy Khánh Phúc Quân Thắng Tùng Việt An Bảo Khoa "
    "Phong Thái Trung Toàn Hòa Lâm Tâm Tài Quang Vinh Kiên Đạt Duy Hưng Hoàng Khôi Lộc Nghĩa Nhân Phát Thịnh Tiến Trí "
    "Tú Vũ Chiến Chung Công Đông Giang Hào Hậu Hiệp Khang Luân Lợi Mạnh Nguyên Ngọc Nhật Phú Phước Quý Sang Sáng Tân "
    "Thuận Thiện Trường Tường Văn Xuân Đại Điền Lý Mỹ Kỳ Sĩ Quyết Tấn Hợp Bảy Tư Năm Út Chín Mười Tèo Cảnh Cần"
)
GIVEN_WOMEN = words(
    "Lan Hoa Hương Hà Linh Mai Nga Thảo Trang Thủy Hằng Hạnh Hồng Huyền Loan Ngân Ngọc Nhung Phương Quỳnh Thanh Thu "
    "Thúy Tuyết Vân Yến Anh Bích Chi Dung Giang Hiền Hòa Huệ Khánh Lệ Liên Ly My Mỹ Ngà "
    "Nguyệt Nhi Như Oanh Phượng Quyên "
    "Sen Tâm Thơm Thoa Thư Tiên Trâm Trinh Trúc Tú Uyên Vy Xuân Ánh Đào Diễm Diệp Duyên "
    "Gấm Hảo Hậu Lành Luyến Lý Mận Na "
    "Nụ Quế Sương Thắm Thêm Tươi Vui Xinh Ý Bé Bảy Tư Năm Út Chín"
)
VILLAGES = words(
    "Đông Tây Nam Bắc Trung Thượng Hạ Tân_Tiến Hòa_Bình Đoàn_Kết Quyết_Thắng Đồng_Tâm Tân_Lập Phú_Sơn Xuân_Hòa "
    "Vĩnh_Lộc Yên_Định Liên_Minh Thống_Nhất Hưng_Thịnh Sơn_Hà Lam_Hồng Đại_Thành Ngọc_Sơn "
    "Kim_Liên Bình_Minh Tiền_Phong Cầu_Đá "
    "Bến_Gỗ Gò_Mít Chợ_Cũ Rừng_Thông Đồng_Quan Bãi_Xa Ao_Sen Giếng_Làng"
)
BUON = words(
    "Ea_Na Kô_Sia Dhă Ală Cư_Êbur Krông_A Păn_Lăm Kon_Rơ Đăk_Pơ Tơ_Lúi Jù Ya_Bông Plei_Ốp Kram Niêng Wang Trấp Hra Lê"
)
