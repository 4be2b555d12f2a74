"""Surnames by group of provinces, each with its weight, written as ``"Nguyễn:320 Trần:92"``.

The shares follow what is known of the regions (Nguyễn near 32 % in Nghệ An and 30 % in Đắk Lắk, Trần next
with 9 to 10 %; Hồ, Đậu and Thái in the north of the centre; Huỳnh and Võ from Quảng Nam southwards; Lò, Giàng
and Nông in the northern mountains; Thạch and Danh in the Mekong delta). Weights are rough parts of a
thousand; a compound surname ("Nguyễn Phúc") is written with an underscore.
"""

from __future__ import annotations

from typing import Final

#: Everywhere, in small numbers: the long tail that every list of residents has.
TAIL: Final = (
    "An:1 Ân:1 Âu:1 Bá:1 Bạch:3 Bàng:1 Bành:1 Bế:1 Biện:1 Bồ:1 Ca:1 Cái:1 Cam:1 Cấn:1 Cát:1 Chế:1 Chử:1 "
    "Chúc:1 Cổ:1 Cù:2 Cung:1 Củng:1 Cường:1 Dư:1 Doãn:3 Diệp:3 Đái:1 Đan:1 Đào:6 Đậu:2 Điền:1 Đổng:1 "
    "Đồng:3 Đường:1 Giản:1 Giáp:2 Hạ:1 Hàn:1 Hàng:1 Hầu:1 Hình:1 Hoa:1 Hứa:4 Hướng:1 Hy:1 Kha:1 Khâu:1 "
    "Khiếu:1 Khổng:2 Khúc:2 Khuất:1 Khương:2 Kiều:4 Kim:2 Kỳ:1 La:3 Lã:2 Lại:3 Lăng:1 Lành:1 Liêu:1 "
    "Liễu:1 Lộ:1 Lôi:1 Luyện:1 Lư:1 Lục:1 Lưu:8 Mã:1 Mạc:3 Mạch:1 Mang:1 Mẫn:1 Mẫu:1 Mao:1 Mạnh:1 "
    "Nghiêm:3 Ngụy:1 Nhan:1 Nhâm:2 Nhữ:1 Ninh:3 Ông:1 Phí:2 Phó:1 Phù:1 Phương:1 Quan:2 Quản:1 Quang:1 "
    "Quế:1 Sái:1 Sầm:2 Sử:1 Sỹ:1 Tăng:4 Tào:1 Thạch:2 Thân:3 Thang:1 Thẩm:1 Thập:1 Thi:1 Thiều:1 Thịnh:1 "
    "Tiêu:2 Tiết:1 Tiền:1 Tòng:1 Tôn:2 Tống:5 Trà:1 Trác:1 Trang:1 Triệu:4 Trưng:1 Từ:3 Tưởng:1 Ty:1 "
    "Ung:1 Uông:1 Ưng:1 Văn:3 Vi:3 Viên:1 Việt:1 Vương:7 Xa:1 Yên:1 Tôn_Thất:1 Tôn_Nữ:1 Nguyễn_Phúc:1 "
    "Đặng_Trần:1 Lê_Viết:1 Nguyễn_Hữu:2 Phan_Huy:1 Trần_Đình:1 Hoàng_Phủ:1 Ngọ:1 Ngũ:1 Ổn:1 Phạm_Vũ:1 "
    "Thào:1 Tri:1 Trì:1 Trình:2 Ứng:1 Vòng:1 Chung:2 Chu:4"
)

RED_RIVER: Final = (
    "Nguyễn:375 Trần:98 Phạm:84 Lê:72 Vũ:66 Hoàng:48 Bùi:38 Đỗ:36 Đặng:21 Ngô:18 Đào:17 Dương:14 Phan:11 "
    "Đinh:13 Đoàn:12 Lương:9 Trịnh:9 Mai:7 Hà:8 Cao:7 Tạ:7 Phùng:6 Tô:5 Vương:4 Chu:6 Lưu:6 Nghiêm:3 "
    "Quách:2 Khuất:2"
)
NORTH_EAST: Final = (
    "Nguyễn:245 Hoàng:92 Nông:58 Trần:58 Lê:38 Phạm:38 Lý:44 Triệu:32 Đặng:28 Bàn:22 Ma:24 Hà:24 Dương:24 "
    "Lương:24 Vũ:28 Bế:12 Đàm:15 Lương:10 Hứa:10 Lục:11 Vi:17 Vương:10 Sầm:6 Phùng:14 Chu:9 Đinh:9 Bùi:14 "
    "Đỗ:15 Mông:7 La:6 Mã:6 Giàng:10 Vàng:9 Sùng:8 Lăng:4 Trương:8 Phan:7"
)
NORTH_WEST: Final = (
    "Nguyễn:128 Lò:112 Giàng:48 Vàng:38 Quàng:38 Lường:36 Hà:28 Trần:28 Cà:26 Tòng:25 Sùng:28 Thào:22 "
    "Mùa:22 Lý:34 Cầm:15 Hoàng:40 Bùi:38 Lê:22 Phạm:24 Vừ:14 Sồng:10 Hạng:12 Chang:7 Lầu:12 Đinh:18 Đèo:5 "
    "Phàn:20 Tẩn:17 Chẻo:10 Bạc:7 Điêu:8 Vì:14 Lù:8 Pờ:5 Cứ:7 Ly:9 Hờ:7 Tráng:6 Má:5 Phùng:10 Vũ:18 Đỗ:11 "
    "Quách:6 Xa:6 Sa:4"
)
NORTH_CENTRE: Final = (
    "Nguyễn:322 Trần:94 Lê:92 Phan:46 Hoàng:42 Phạm:44 Võ:30 Hồ:28 Bùi:23 Đặng:26 Trương:20 Dương:18 "
    "Thái:13 Cao:14 Ngô:15 Đậu:11 Hà:14 Đinh:12 Lương:11 Mai:10 Vũ:12 Đoàn:8 Trịnh:9 Biện:4 Kiều:4 Lưu:6 "
    "Đào:6 Đỗ:10 Tô:4 Tống:4 Thiều:3 Chu:5 Bành:2 Doãn:3 Uông:2 Vi:6 Lô:6 Kha:3 Moong:2 Cụt:1 Lữ:4 Lang:2 "
    "Quế:2 Nguyễn_Văn:2 Nguyễn_Đình:2 Tăng:2 Lại:2"
)
CENTRE: Final = (
    "Nguyễn:302 Trần:98 Lê:94 Huỳnh:46 Võ:50 Phạm:48 Phan:36 Hồ:30 Đặng:28 Trương:27 Ngô:20 Đỗ:15 Bùi:21 "
    "Dương:14 Đinh:18 Hoàng:22 Mai:10 Đoàn:12 Cao:10 Lương:9 Lưu:6 Tô:4 Châu:5 Thái:8 Tạ:5 Hà:8 Trịnh:6 "
    "Văn:3 Lâm:5 Phùng:3 Tôn:2 Tôn_Thất:2 Tôn_Nữ:1 Ông:2 Bạch:2 Ung:1 Thân:2 Kiều:3 Thi:1 Đàng:2 Thập:1 "
    "Báo:1"
)
HIGHLAND: Final = (
    "Nguyễn:296 Trần:101 Lê:84 Phạm:59 Hoàng:41 Võ:27 Vũ:24 Bùi:25 Đặng:25 Phan:24 Huỳnh:21 Đỗ:21 "
    "Trương:19 Ngô:17 Hồ:15 Đinh:15 Dương:14 Nông:16 Đoàn:10 Lương:11 Hà:11 Cao:9 Lý:11 Mai:9 Trịnh:9 "
    "Đào:8 Vi:7 Triệu:6 Bế:3 Hứa:4 Lục:3 Thái:5 Tô:4 Phùng:4 Giàng:4 Sùng:3 Ma:3"
)
SOUTH_EAST: Final = (
    "Nguyễn:318 Trần:112 Lê:86 Phạm:61 Huỳnh:44 Võ:36 Phan:28 Trương:23 Bùi:21 Đặng:24 Ngô:18 Đỗ:20 Hồ:17 "
    "Hoàng:30 Vũ:26 Dương:17 Lâm:15 Lý:14 Đinh:13 Đoàn:12 Mai:9 Cao:9 Lương:9 Đào:9 Trịnh:8 Châu:6 Tạ:5 "
    "Hà:7 Lưu:7 Thái:6 Tô:5 Quách:4 Tăng:3 Diệp:3 Mạc:2 Điểu:5 Thị:1"
)
MEKONG: Final = (
    "Nguyễn:315 Trần:94 Lê:86 Huỳnh:64 Phạm:50 Võ:48 Phan:36 Lâm:26 Trương:27 Đặng:22 Ngô:17 Bùi:18 "
    "Dương:20 Đỗ:13 Hồ:17 Thạch:22 Sơn:13 Kim:13 Danh:14 Lý:17 Châu:12 Cao:9 Mai:9 Đoàn:9 Lương:8 Đinh:7 "
    "Thị:4 Tô:7 Thái:7 Trịnh:5 Quách:6 Tăng:5 Kiên:4 Hứa:4 Diệp:4 Neáng:3 Chau:5 Liêu:3 Tiêu:2 Trà:2 Từ:3 "
    "Ông:2 Lưu:6 Mạch:1 Ngụy:1 Khưu:3 Giang:3 Lê_Thị:1"
)

#: Old province (two digits of the list of 63) to its group.
GROUP_OF: Final[dict[str, str]] = {
    code: group
    for group, codes in {
        RED_RIVER: "01 22 25 26 27 30 31 33 34 35 36 37 24",
        NORTH_EAST: "02 04 06 08 19 20 15 10",
        NORTH_WEST: "11 12 14 17",
        NORTH_CENTRE: "38 40 42 44",
        CENTRE: "45 46 48 49 51 52 54 56 58 60",
        HIGHLAND: "62 64 66 67 68",
        SOUTH_EAST: "70 72 74 75 77 79",
        MEKONG: "80 82 83 84 86 87 89 91 92 93 94 95 96",
    }.items()
    for code in codes.split()
}


def group_of(province: str) -> str:
    """The weighted surnames of an old province; an unknown code gets the Red River's."""
    return GROUP_OF.get(province, RED_RIVER)
