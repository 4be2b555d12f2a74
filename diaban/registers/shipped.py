"""Registers as they ship: dated data with their legal basis, which an office's administrator may add to.

Sources: decree 07/2021/NĐ-CP (norms of 2022-2025, held on for 2026) and 351/2025/NĐ-CP (2027-2030) for poverty;
ordinance 02/2020/UBTVQH14, article 3, for people of merit; decree 20/2021/NĐ-CP, article 5, and law on older people for
social protection. Where only the press was seen, the citation says so.
"""

from __future__ import annotations

from datetime import date
from typing import Any


def _group(code: str, title: str, title_en: str, *words: str) -> dict[str, Any]:
    return {"code": code, "title": title, "title_en": title_en, "words": list(words)}


_PERSON = ["full_name", "birth", "sex", "id_no", "place", "group"]

REGISTERS: tuple[dict[str, Any], ...] = (
    {
        "code": "poverty", "valid_from": date(2022, 1, 1), "title": "Hộ nghèo, hộ cận nghèo",
        "title_en": "Poor and near-poor households", "unit": "household", "layout": "poverty", "rounds": True,
        "keeper": "Ủy ban nhân dân cấp xã", "citation": "Nghị định 07/2021/NĐ-CP",
        "fields": [*_PERSON, "relation"],
        "groups": [
            _group("poor", "Hộ nghèo", "Poor", "hộ nghèo", "nghèo"),
            _group("near_poor", "Hộ cận nghèo", "Near-poor", "hộ cận nghèo", "cận nghèo"),
        ],
    },
    {
        "code": "merit", "valid_from": date(2021, 7, 1), "title": "Người có công với cách mạng",
        "title_en": "People of merit", "unit": "person", "layout": "merit", "rounds": False,
        "keeper": "Ủy ban nhân dân cấp xã", "citation": "Pháp lệnh 02/2020/UBTVQH14, điều 3",
        "fields": _PERSON,
        "groups": [
            _group("before_1945", "Hoạt động cách mạng trước 01/01/1945", "Active before 1 January 1945",
                   "lão thành cách mạng", "hoạt động cách mạng trước 1945"),
            _group("uprising", "Hoạt động cách mạng từ 01/01/1945 đến Khởi nghĩa tháng Tám", "Active until August 1945",
                   "tiền khởi nghĩa"),
            _group("martyr", "Liệt sĩ", "Martyr", "liệt sĩ", "liệt sỹ"),
            _group("martyr_kin", "Thân nhân liệt sĩ", "Kin of a martyr", "thân nhân liệt sĩ", "thân nhân liệt sỹ",
                   "vợ liệt sĩ", "bố liệt sĩ", "mẹ liệt sĩ", "con liệt sĩ", "thờ cúng liệt sĩ"),
            _group("mother", "Bà mẹ Việt Nam anh hùng", "Heroic Vietnamese mother", "mẹ việt nam anh hùng",
                   "bà mẹ vnah", "mẹ vnah"),
            _group("armed_hero", "Anh hùng Lực lượng vũ trang", "Hero of the armed forces",
                   "anh hùng lực lượng vũ trang nhân dân", "anh hùng llvt"),
            _group("labour_hero", "Anh hùng Lao động trong thời kỳ kháng chiến", "Hero of labour in the resistance",
                   "anh hùng lao động"),
            _group("war_invalid", "Thương binh, người hưởng chính sách như thương binh", "War invalid", "thương binh",
                   "thương binh loại b", "tb"),
            _group("sick_soldier", "Bệnh binh", "Sick soldier", "bệnh binh", "bb"),
            _group("toxic", "Nhiễm chất độc hóa học", "Exposed to toxic chemicals", "chất độc hóa học", "cđhh",
                   "chất độc da cam"),
            _group("imprisoned", "Bị địch bắt tù, đày", "Imprisoned by the enemy", "bị địch bắt tù đày", "tù đày"),
            _group("resistance", "Hoạt động kháng chiến giải phóng dân tộc", "Active in the resistance",
                   "hoạt động kháng chiến", "hđkc"),
            _group("helper", "Có công giúp đỡ cách mạng", "Helped the revolution", "giúp đỡ cách mạng",
                   "có công giúp đỡ cách mạng"),
        ],
    },
    {
        "code": "protection", "valid_from": date(2021, 7, 1), "title": "Đối tượng bảo trợ xã hội",
        "title_en": "Social protection", "unit": "person", "layout": "protection", "rounds": False,
        "keeper": "Ủy ban nhân dân cấp xã", "citation": "Nghị định 20/2021/NĐ-CP, điều 5",
        "fields": _PERSON,
        "groups": [
            _group("orphan", "Trẻ em mồ côi, bị bỏ rơi", "Orphaned or abandoned child", "mồ côi", "bỏ rơi"),
            _group("student", "Người 16 đến 22 tuổi đang học, trước là trẻ mồ côi", "Orphan of 16 to 22 at school",
                   "16 đến 22 tuổi"),
            _group("hiv", "Người nhiễm HIV thuộc hộ nghèo", "Living with HIV, poor", "hiv"),
            _group("single_parent", "Người đơn thân nghèo đang nuôi con", "Poor single parent", "đơn thân"),
            _group("old", "Người cao tuổi nghèo không có người phụng dưỡng", "Older person without support",
                   "người cao tuổi", "cao tuổi"),
            _group("pension", "Hưu trí xã hội", "Social pension", "hưu trí xã hội"),
            _group("disabled", "Người khuyết tật nặng", "Severely disabled", "khuyết tật nặng", "khuyết tật"),
            _group("very_disabled", "Người khuyết tật đặc biệt nặng", "Extremely severely disabled",
                   "khuyết tật đặc biệt nặng"),
            _group("infant", "Trẻ dưới 3 tuổi thuộc hộ nghèo ở vùng khó khăn", "Child under 3, poor, hard area",
                   "trẻ dưới 3 tuổi", "trẻ em dưới 3 tuổi"),
            _group("cared", "Được nhận chăm sóc tại cộng đồng", "Cared for in the community", "chăm sóc tại cộng đồng",
                   "nhận chăm sóc, nuôi dưỡng"),
        ],
    },
)  # fmt: skip

_HELD_ON = "Nghị định 07/2021/NĐ-CP, được áp dụng tiếp cho năm 2026 (theo báo chí)"
NORMS: tuple[dict[str, Any], ...] = (
    {"register": "poverty", "code": "2022", "title": "Chuẩn nghèo 2022–2026", "valid_from": date(2022, 1, 1),
     "valid_to": date(2027, 1, 1), "amounts": {"rural": 1_500_000, "urban": 2_000_000}, "citation": _HELD_ON},
    {"register": "poverty", "code": "2027", "title": "Chuẩn nghèo 2027–2030", "valid_from": date(2027, 1, 1),
     "valid_to": date(2031, 1, 1), "amounts": {"rural": 2_200_000, "urban": 2_800_000},
     "citation": "Nghị định 351/2025/NĐ-CP (theo báo chí)"},
)  # fmt: skip

#: The yearly review runs from 1 September to 14 December; what it finds holds in the year after.
ROUNDS: tuple[dict[str, Any], ...] = tuple(
    {"register": "poverty", "code": str(year), "title": f"Rà soát cuối năm {year}", "holds_from": date(year, 12, 15),
     "norm": "2027" if year >= 2026 else "2022"}
    for year in range(2022, 2030)
)  # fmt: skip
