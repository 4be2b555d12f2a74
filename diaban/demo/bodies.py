"""Bodies and posts of a province and a commune since July 2025, as names with ``{unit}``.

A commune has a People's Council and Committee with an office, two divisions (in towns the economic one also
builds) and a public service centre, police, a military command, the Front and the Party; districts are gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Body:
    """An office to be opened: a word for its code, its body in ``access``, its name, and the word it stands under."""

    word: str
    body: str
    name: str
    under: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """A post at the office ``word``: its title, the role it gives, and a rank where police have one."""

    word: str
    title: str
    role: str
    rank: str = ""


COMMUNE: Final = (
    Body("DU", "danguy", "Đảng ủy {unit}"),
    Body("HDND", "hdnd", "Hội đồng nhân dân {unit}"),
    Body("UBND", "ubnd", "Ủy ban nhân dân {unit}"),
    Body("VP", "ubnd", "Văn phòng HĐND và UBND {unit}", "UBND"),
    Body("KT", "ubnd", "Phòng Kinh tế {unit}", "UBND"),
    Body("VHXH", "ubnd", "Phòng Văn hóa - Xã hội {unit}", "UBND"),
    Body("PVHCC", "pvhcc", "Trung tâm Phục vụ hành chính công {unit}", "UBND"),
    Body("CA", "congan", "Công an {unit}"),
    Body("CHQS", "chqs", "Ban Chỉ huy quân sự {unit}"),
    Body("MTTQ", "mttq", "Ủy ban Mặt trận Tổ quốc Việt Nam {unit}"),
)
#: In towns the economic division has another name.
TOWN_ECONOMY: Final = "Phòng Kinh tế, Hạ tầng và Đô thị {unit}"
PROVINCE: Final = (
    Body("TU", "danguy", "Đảng bộ {unit}"),
    Body("HDND", "hdnd", "Hội đồng nhân dân {unit}"),
    Body("UBND", "ubnd", "Ủy ban nhân dân {unit}"),
    Body("VP", "ubnd", "Văn phòng Ủy ban nhân dân {unit}", "UBND"),
    Body("PVHCC", "pvhcc", "Trung tâm Phục vụ hành chính công {unit}", "UBND"),
    Body("CA", "congan", "Công an {unit}"),
    Body("PC06", "congan", "Phòng Cảnh sát quản lý hành chính về trật tự xã hội, Công an {unit}", "CA"),
    Body("QS", "chqs", "Bộ Chỉ huy quân sự {unit}"),
    Body("MTTQ", "mttq", "Ủy ban Mặt trận Tổ quốc Việt Nam {unit}"),
    Body("DOAN", "doan", "Đoàn Thanh niên {unit}"),
    Body("TTRA", "so", "Thanh tra {unit}", "UBND"),
    Body("SNV", "so", "Sở Nội vụ {unit}", "UBND"),
    Body("STP", "so", "Sở Tư pháp {unit}", "UBND"),
    Body("STC", "so", "Sở Tài chính {unit}", "UBND"),
    Body("SYT", "so", "Sở Y tế {unit}", "UBND"),
    Body("SGD", "so", "Sở Giáo dục và Đào tạo {unit}", "UBND"),
    Body("SNN", "so", "Sở Nông nghiệp và Môi trường {unit}", "UBND"),
    Body("SCT", "so", "Sở Công Thương {unit}", "UBND"),
    Body("SXD", "so", "Sở Xây dựng {unit}", "UBND"),
    Body("SKHCN", "so", "Sở Khoa học và Công nghệ {unit}", "UBND"),
    Body("SVH", "so", "Sở Văn hóa, Thể thao và Du lịch {unit}", "UBND"),
)
#: In every commune: who keeps the residents.
EVERY_COMMUNE: Final = (
    Post("CA", "Trưởng Công an", "commune_police", "Trung tá"),
    Post("VP", "Công chức Tư pháp - Hộ tịch", "commune_clerk"),
)
#: In some communes as well, so that lists of staff are as long as they are.
MORE: Final = (
    Post("UBND", "Chủ tịch", "commune_clerk"),
    Post("UBND", "Phó Chủ tịch", "commune_clerk"),
    Post("VP", "Chánh Văn phòng", "commune_clerk"),
    Post("VP", "Công chức Văn phòng - Thống kê", "commune_clerk"),
    Post("KT", "Trưởng phòng", "analyst"),
    Post("VHXH", "Trưởng phòng", "commune_clerk"),
    Post("VHXH", "Công chức Lao động - Xã hội", "commune_clerk"),
    Post("PVHCC", "Giám đốc", "commune_clerk"),
    Post("PVHCC", "Công chức tiếp nhận hồ sơ", "commune_clerk"),
    Post("CA", "Phó Trưởng Công an", "commune_police", "Thiếu tá"),
    Post("CA", "Cán bộ quản lý cư trú", "commune_police", "Đại úy"),
    Post("CA", "Cán bộ khu vực", "commune_police", "Thượng úy"),
    Post("CA", "Cán bộ khu vực", "commune_police", "Trung úy"),
)
PROVINCIAL: Final = (
    Post("CA", "Phó Giám đốc", "province_manager", "Đại tá"),
    Post("PC06", "Trưởng phòng", "province_manager", "Thượng tá"),
    Post("VP", "Chuyên viên tổng hợp", "analyst"),
    Post("SNV", "Chuyên viên", "analyst"),
    Post("TTRA", "Thanh tra viên", "auditor"),
    Post("SKHCN", "Quản trị viên", "system_admin"),
)
#: Sign-ins of the demo: user name, role, and the post that has it ("" for the first commune's).
SIGN_INS: Final = (
    ("canbo", "commune_clerk"),
    ("congan", "commune_police"),
    ("thon", "hamlet_team"),
    ("tinh", "province_manager"),
    ("phantich", "analyst"),
    ("kiemtra", "auditor"),
    ("quantri", "system_admin"),
)
HAMLET_POST: Final = "Tổ trưởng Tổ bảo vệ an ninh, trật tự"
