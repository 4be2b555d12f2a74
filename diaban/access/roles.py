"""Roles are code: what each may do, and over which ground. A posting names one; an account has none of its own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """One thing that may be allowed. Whether a *record* is within reach is the scope's matter, not this one's."""

    PEOPLE_LIST = "people.list"
    PEOPLE_SEARCH = "people.search"
    PEOPLE_OPEN = "people.open"
    PEOPLE_NUMBERS = "people.numbers"
    PEOPLE_REACH = "people.reach"
    PEOPLE_EDIT = "people.edit"
    PEOPLE_EXPORT = "people.export"
    PEOPLE_IMPORT = "people.import"
    PEOPLE_MERGE = "people.merge"
    REVIEW_DECIDE = "review.decide"
    INCIDENTS_LIST = "incidents.list"
    INCIDENTS_OPEN = "incidents.open"
    INCIDENTS_REPORT = "incidents.report"
    INCIDENTS_EDIT = "incidents.edit"
    INCIDENTS_POINTS = "incidents.points"
    INCIDENTS_IMPORT = "incidents.import"
    INCIDENTS_CATALOGUE = "incidents.catalogue"
    REGISTERS_LIST = "registers.list"
    REGISTERS_OPEN = "registers.open"
    REGISTERS_EDIT = "registers.edit"
    REGISTERS_IMPORT = "registers.import"
    CARDS_READ = "cards.read"
    CARDS_WRITE = "cards.write"
    ONESTOP_READ = "onestop.read"
    ONESTOP_WRITE = "onestop.write"
    ONESTOP_DECIDE = "onestop.decide"
    FIGURES_READ = "figures.read"
    FIGURES_OPEN = "figures.open"
    REPORTS_READ = "reports.read"
    REPORTS_DRAFT = "reports.draft"
    REPORTS_SIGN = "reports.sign"
    TARGETS_SET = "targets.set"
    FIGURES_DECLARE = "figures.declare"
    AREAS_READ = "areas.read"
    AREAS_EDIT = "areas.edit"
    LEDGER_READ = "ledger.read"
    LOOKUPS_READ = "lookups.read"
    ACCESS_MANAGE = "access.manage"
    SETTINGS_MANAGE = "settings.manage"


#: What each permission allows, as a sentence on the page of roles.
PERMISSION_TITLES: dict[Permission, Any] = {
    Permission.PEOPLE_LIST: _("Xem danh sách cư dân trong phạm vi"),
    Permission.PEOPLE_SEARCH: _("Tìm cư dân trong phạm vi"),
    Permission.PEOPLE_OPEN: _("Mở hồ sơ cư dân khi đã nêu mục đích"),
    Permission.PEOPLE_NUMBERS: _("Thấy đủ số định danh"),
    Permission.PEOPLE_REACH: _("Mở hồ sơ ngoài phạm vi bằng đúng số định danh và mục đích"),
    Permission.PEOPLE_EDIT: _("Ghi và sửa hồ sơ cư dân"),
    Permission.PEOPLE_EXPORT: _("Xuất danh sách cư dân"),
    Permission.PEOPLE_IMPORT: _("Nhập danh sách cư dân từ bảng tính"),
    Permission.PEOPLE_MERGE: _("Gộp, tách hồ sơ cư dân trùng"),
    Permission.REVIEW_DECIDE: _("Đối chiếu dòng và hồ sơ còn nghi ngờ"),
    Permission.INCIDENTS_LIST: _("Xem danh sách, bản đồ vụ việc trong phạm vi"),
    Permission.INCIDENTS_OPEN: _("Mở hồ sơ vụ việc khi đã nêu mục đích"),
    Permission.INCIDENTS_REPORT: _("Tiếp nhận vụ việc"),
    Permission.INCIDENTS_EDIT: _("Xử lý, đính chính vụ việc"),
    Permission.INCIDENTS_POINTS: _("Thấy đúng vị trí của vụ việc trên bản đồ"),
    Permission.INCIDENTS_IMPORT: _("Nhập sổ vụ việc từ bảng tính"),
    Permission.INCIDENTS_CATALOGUE: _("Sửa danh mục loại vụ việc của cơ quan"),
    Permission.REGISTERS_LIST: _("Xem danh sách quản lý trong phạm vi và chất lượng của chúng"),
    Permission.REGISTERS_OPEN: _("Mở một dòng của danh sách quản lý khi đã nêu mục đích"),
    Permission.REGISTERS_EDIT: _("Ghi, sửa, nối dòng của danh sách quản lý với cư dân"),
    Permission.REGISTERS_IMPORT: _("Nhập danh sách quản lý từ bảng tính"),
    Permission.CARDS_READ: _("Xem hồ sơ căn cước trong phạm vi"),
    Permission.CARDS_WRITE: _("Tiếp nhận, xử lý hồ sơ căn cước và trả thẻ"),
    Permission.ONESTOP_READ: _("Xem hồ sơ một cửa trong phạm vi"),
    Permission.ONESTOP_WRITE: _("Tiếp nhận, bổ sung hồ sơ một cửa và trả kết quả"),
    Permission.ONESTOP_DECIDE: _("Giải quyết hồ sơ một cửa thuộc thẩm quyền của cơ quan"),
    Permission.FIGURES_READ: _("Xem số liệu"),
    Permission.FIGURES_OPEN: _("Mở các dòng sổ của số liệu"),
    Permission.REPORTS_READ: _("Xem báo cáo"),
    Permission.REPORTS_DRAFT: _("Lập báo cáo"),
    Permission.REPORTS_SIGN: _("Ký báo cáo khi là cấp trưởng hoặc cấp phó"),
    Permission.TARGETS_SET: _("Giao và điều chỉnh chỉ tiêu"),
    Permission.FIGURES_DECLARE: _("Ghi số liệu công bố và ngày bắt đầu có số liệu"),
    Permission.AREAS_READ: _("Xem địa bàn"),
    Permission.AREAS_EDIT: _("Sửa địa bàn, thôn và ranh giới"),
    Permission.LEDGER_READ: _("Đọc sổ việc"),
    Permission.LOOKUPS_READ: _("Đọc nhật ký tra cứu"),
    Permission.ACCESS_MANAGE: _("Quản lý đơn vị, cán bộ và tài khoản"),
    Permission.SETTINGS_MANAGE: _("Quản lý cài đặt"),
}


class Ground(StrEnum):
    """How a role's scope is computed from the unit of the posting.

    UNIT: every place inside the unit, and the office's own records; LINES: no person, but ledger lines of the unit;
    AUDIT: no person, ledger lines of the unit and the look-ups of all its offices; NOTHING: no place at all.
    """

    UNIT = "unit"
    LINES = "lines"
    AUDIT = "audit"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Role:
    """A kind of work. `code` is stored in postings; `levels` are those of the unit that the work may cover."""

    code: str
    title: Any
    description: Any
    permissions: frozenset[Permission]
    ground: Ground
    levels: tuple[int, ...]

    @property
    def sees_persons(self) -> bool:
        """Whether any resident at all may be seen: without it the database shows none, whatever is asked."""
        return self.ground is Ground.UNIT

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions


P = Permission
_READ = frozenset({P.AREAS_READ, P.FIGURES_READ})
_PERSONS = _READ | {P.PEOPLE_LIST, P.PEOPLE_SEARCH, P.PEOPLE_OPEN, P.FIGURES_OPEN, P.LEDGER_READ}
_REPORTS = frozenset({P.REPORTS_READ, P.REPORTS_DRAFT, P.REPORTS_SIGN})
_CLERK = _PERSONS | _REPORTS | {
    P.FIGURES_DECLARE, P.PEOPLE_REACH, P.PEOPLE_EDIT, P.PEOPLE_EXPORT, P.PEOPLE_IMPORT, P.REVIEW_DECIDE,
}  # fmt: skip
_ONESTOP = {P.ONESTOP_READ, P.ONESTOP_WRITE, P.ONESTOP_DECIDE}
_INCIDENTS = {P.INCIDENTS_LIST, P.INCIDENTS_OPEN, P.INCIDENTS_REPORT}
_REGISTERS = {P.REGISTERS_LIST, P.REGISTERS_OPEN, P.REGISTERS_EDIT, P.REGISTERS_IMPORT}

COMMUNE_CLERK = Role(
    code="commune_clerk",
    title=_("Công chức cấp xã"),
    description=_("Ghi và tra cứu cư dân của xã mình; số định danh được che."),
    permissions=_CLERK | _INCIDENTS | _ONESTOP | _REGISTERS,
    ground=Ground.UNIT,
    levels=(3,),
)
COMMUNE_POLICE = Role(
    code="commune_police",
    title=_("Công an cấp xã"),
    description=_("Đăng ký, quản lý cư trú của xã mình; thấy đủ số định danh."),
    permissions=_CLERK
    | _INCIDENTS
    | _ONESTOP
    | _REGISTERS
    | {
        P.PEOPLE_NUMBERS,
        P.PEOPLE_MERGE,
        P.INCIDENTS_EDIT,
        P.INCIDENTS_POINTS,
        P.INCIDENTS_IMPORT,
        P.INCIDENTS_CATALOGUE,
        P.CARDS_READ,
        P.CARDS_WRITE,
    },
    ground=Ground.UNIT,
    levels=(3,),
)
HAMLET_TEAM = Role(
    code="hamlet_team",
    title=_("Tổ công tác thôn, tổ dân phố"),
    description=_("Xem và mở hồ sơ cư dân của thôn mình; số định danh được che; không sửa."),
    permissions=_READ | {P.PEOPLE_LIST, P.PEOPLE_SEARCH, P.PEOPLE_OPEN, P.INCIDENTS_LIST, P.REGISTERS_LIST},
    ground=Ground.UNIT,
    levels=(4,),
)
PROVINCE_MANAGER = Role(
    code="province_manager",
    title=_("Quản lý cấp tỉnh"),
    description=_("Xem số liệu và danh sách của cả tỉnh, mở hồ sơ khi có mục đích; số định danh được che; không sửa."),
    permissions=_PERSONS
    | _REPORTS
    | {P.PEOPLE_REACH, P.INCIDENTS_LIST, P.INCIDENTS_OPEN, P.TARGETS_SET, P.CARDS_READ}
    | {P.ONESTOP_READ, P.PEOPLE_MERGE, P.REVIEW_DECIDE, P.REGISTERS_LIST, P.REGISTERS_OPEN},
    ground=Ground.UNIT,
    levels=(1,),
)
ANALYST = Role(
    code="analyst",
    title=_("Phân tích số liệu"),
    description=_("Xem số liệu của địa bàn được giao; không thấy người nào."),
    permissions=_READ,
    ground=Ground.LINES,
    levels=(1, 2, 3),
)
AUDITOR = Role(
    code="auditor",
    title=_("Kiểm tra, giám sát"),
    description=_("Đọc sổ việc và nhật ký tra cứu của cả tỉnh; không mở hồ sơ, không sửa."),
    permissions=_READ | {P.FIGURES_OPEN, P.LEDGER_READ, P.LOOKUPS_READ, P.REPORTS_READ},
    ground=Ground.AUDIT,
    levels=(0, 1),
)
SYSTEM_ADMIN = Role(
    code="system_admin",
    title=_("Quản trị hệ thống"),
    description=_("Quản lý đơn vị, cán bộ, tài khoản, địa bàn và cài đặt; không thấy dữ liệu cư dân."),
    permissions=frozenset({P.AREAS_READ, P.AREAS_EDIT, P.ACCESS_MANAGE, P.SETTINGS_MANAGE}),
    ground=Ground.NOTHING,
    levels=(0, 1),
)
#: The clock and the operator's command: they act everywhere, and nobody signs in as them.
SYSTEM = Role(
    code="system",
    title=_("Hệ thống"),
    description=_("Việc do ngày giờ hoặc dòng lệnh gây ra."),
    permissions=frozenset(Permission),
    ground=Ground.UNIT,
    levels=(),
)

#: Roles that a posting may name, in the order in which they are offered.
ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        COMMUNE_CLERK, COMMUNE_POLICE, HAMLET_TEAM, PROVINCE_MANAGER, ANALYST, AUDITOR, SYSTEM_ADMIN,
    )
}  # fmt: skip


def role_named(code: str) -> Role:
    """The role that a posting names; a posting with a role this program doesn't know can do nothing.

    Raises KeyError for an unknown code: the caller refuses the sign-in rather than guess.
    """
    return ROLES[code]
