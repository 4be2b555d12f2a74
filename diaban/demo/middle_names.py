"""What stands between surname and given name, by sex and generation: nothing, one syllable, two or (rarely)
three.

Each list is a mix of single middles; the tables in ``names`` decide how often a second one is joined, so that
men have three words in 73 % of cases and women four in 65 %. ``Thị`` and ``Văn`` carry the old generations
and fade in the young ones.
"""

from __future__ import annotations

from typing import Final

#: Men's second syllable when it is not Văn.
MEN: Final = (
    "Đình:20 Xuân:20 Hữu:22 Ngọc:14 Quang:12 Minh:8 Đức:18 Công:12 Trọng:10 Viết:9 Bá:8 Quốc:10 Thanh:12 "
    "Duy:7 Tiến:8 Hồng:8 Thế:9 Sỹ:5 Sĩ:3 Anh:4 Việt:4 Tuấn:5 Mạnh:6 Hoàng:5 Hùng:2 Huy:4 Khắc:5 Danh:4 "
    "Chí:5 Kim:5 Như:3 Nhật:3 Trung:5 Phúc:4 Phi:3 Tấn:4 Thành:5 Trí:2 Vĩnh:2 Nguyên:2 Gia:3 Đăng:5 Đắc:3 "
    "Doãn:3 Cảnh:3 Cao:2 Hải:3 Kiên:1 Khánh:2 Lương:1 Mậu:2 Ngọc:4 Quý:3 Sơn:1 Tất:3 Tài:1 Tử:1 Trường:3 "
    "Thái:3 Thiện:1 Vinh:1 Bảo:2 Nam:1 Long:1 Lê:1 Phước:2 Thúc:2 Huyền:1 Nghĩa:1 Thiên:1 Trần:1 Hà:1 "
    "Hoài:2 Bình:1 Phương:1 Ích:1 Phan:1 Võ:1 Tuân:1 Sinh:1 Tùng:1 Đại:1 Trực:1"
)
#: Boys of this century: the first half of a two-syllable given name.
MEN_MODERN: Final = (
    "Gia:30 Minh:40 Bảo:22 Đức:24 Anh:18 Tuấn:18 Hoàng:16 Nhật:14 Quang:16 Quốc:14 Thiên:10 Hải:10 Duy:12 "
    "Tấn:5 Trung:8 Khánh:8 Nguyên:7 Phúc:6 Tiến:8 Việt:7 Đăng:12 Hữu:6 Xuân:4 Thanh:6 Chí:4 Mạnh:8 Ngọc:6 "
    "Công:5 Trọng:4 Hùng:3 Huy:5 Khôi:3 Bá:2 Sỹ:2 Vĩnh:2 Thái:3 Thành:5 Trường:4 Tùng:2 Thế:4 Đại:1 An:2 "
    "Bình:1 Hồng:2 Lâm:1 Nam:3 Phi:2 Phong:1 Phước:1 Kiến:1 Kỳ:1 Tường:1 Vũ:3 Hà:2 Trí:2 Tú:1 Đình:3 "
    "Viết:1 Danh:1 Thiện:2 Quý:1 Đan:1 Cao:1"
)
#: Between Thị and the given name, or instead of Thị.
WOMEN: Final = (
    "Thu:22 Thanh:24 Kim:18 Ngọc:24 Hồng:24 Bích:16 Minh:10 Phương:14 Mỹ:10 Tuyết:7 Hoài:8 Diệu:7 Thúy:10 "
    "Thùy:9 Xuân:9 Lan:6 Mai:8 Hải:8 Quỳnh:8 Như:6 Hương:6 Cẩm:6 Ánh:6 Ái:3 Bảo:4 Cúc:1 Diễm:4 Hà:7 "
    "Hạnh:2 Hiền:2 Hoa:1 Hoàng:5 Huyền:5 Khánh:6 Khắc:1 Kiều:6 Lệ:6 Linh:3 Mộng:2 Nguyệt:2 Nhật:3 Nhã:2 "
    "Nhung:1 Phúc:1 Phượng:1 Quế:2 Quý:1 Song:1 Tâm:1 Thái:2 Thảo:4 Thiên:2 Thục:2 Thủy:4 Tố:3 Trà:3 "
    "Trang:1 Trúc:2 Tú:2 Tường:2 Vân:6 Việt:3 Yến:5 Đan:2 Đình:1 An:2 Anh:2 Băng:1 Bình:1 Cát:1 Chi:1 "
    "Dạ:1 Giang:1 Gia:2 Hằng:1 Lam:1 Lê:1 Liên:1 My:1 Nga:1 Ngân:2 Oanh:1 Ly:1 Kỳ:1 Khả:1 Mẫn:1 Thương:1"
)
#: Girls of this century: the first half of a two-syllable given name.
WOMEN_MODERN: Final = (
    "Bảo:22 Khánh:22 Ngọc:26 Phương:20 Minh:20 Thanh:14 Quỳnh:14 Hà:12 Gia:12 Thảo:12 Linh:7 Anh:8 Mai:8 "
    "Diệu:8 Kim:6 Hoài:5 Thùy:6 Tú:4 Trúc:5 Tường:4 Tuệ:5 Yến:6 Như:7 Nhã:4 An:5 Ánh:4 Cẩm:3 Châu:1 Đan:4 "
    "Hải:5 Hoàng:5 Huyền:5 Hương:4 Lan:4 Lê:3 Mỹ:4 Nhật:4 Nguyên:2 Thiên:4 Thu:6 Thủy:2 Trà:5 Vân:4 "
    "Xuân:2 Uyên:2 Ái:2 Băng:2 Bích:3 Cát:3 Hồng:4 Kiều:2 Khả:2 Mộc:2 Phúc:2 Quế:1 Song:1 Tâm:2 Thục:2 "
    "Việt:2 Vy:1 Ý:1 Hạ:1 Nhi:1 Giang:1 Hiền:2 Lam:1 Dạ:1"
)
#: Share of Văn (men) and Thị (women), and of a second middle syllable, by generation: born before 1950,
#: 1970, 1985, 2000, 2012, after.
VAN: Final = (0.52, 0.47, 0.40, 0.30, 0.16, 0.08)
MEN_SECOND: Final = (0.08, 0.12, 0.17, 0.25, 0.33, 0.38)
THI: Final = (0.95, 0.93, 0.90, 0.80, 0.58, 0.38)
WOMEN_SECOND: Final = (0.27, 0.50, 0.66, 0.74, 0.71, 0.67)
#: Share of names with no middle at all.
MEN_BARE: Final = 0.010
WOMEN_BARE: Final = 0.002
#: Share of those with a third middle syllable, of all.
THIRD: Final = 0.003
