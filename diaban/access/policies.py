"""Rules of access, in pairs: `check_x` raises Refused with the sentence shown to the user, `can_x` asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from diaban.access.models import COMMAND_LINE, Office
from diaban.access.roles import PERMISSION_TITLES, ROLES, Ground, Permission
from diaban.access.scope import Viewer
from diaban.core import sql
from diaban.core.errors import Refused
from diaban.core.text import fmt_date


def _asks(check: Callable[..., None], *args: Any) -> bool:
    try:
        check(*args)
    except Refused:
        return False
    return True


def check_permission(viewer: Viewer | None, permission: Permission) -> None:
    """The viewer's role allows it; the sentence names the roles that do."""
    if viewer is not None and viewer.can(permission):
        return
    if viewer is not None and viewer.token_id is not None:
        raise Refused(
            _("Mã truy cập này không có phạm vi cho việc: %(what)s. Hãy nhờ quản trị hệ thống cấp mã khác.")
            % {"what": PERMISSION_TITLES[permission]}
        )
    holders = ", ".join(str(role.title) for role in ROLES.values() if role.may(permission))
    raise Refused(
        _("Vị trí công tác của bạn không được: %(what)s. Vai trò được phép: %(who)s.")
        % {"what": PERMISSION_TITLES[permission], "who": holders or "–"}
    )


def can(viewer: Viewer | None, permission: Permission) -> bool:
    return _asks(check_permission, viewer, permission)


def check_purpose(viewer: Viewer) -> None:
    """Persons are searched for and opened with a stated purpose."""
    if viewer.purpose:
        return
    if viewer.token_id is not None:
        raise Refused(_("Hãy nêu mục đích tra cứu trong tiêu đề X-Purpose; GET /api/v1/purposes kể các mục đích."))
    raise Refused(_("Hãy nêu mục đích tra cứu trước khi tìm hoặc mở hồ sơ cư dân."))


def can_purpose(viewer: Viewer) -> bool:
    return _asks(check_purpose, viewer)


def check_open_persons(viewer: Viewer) -> None:
    """A resident's record may be opened: by the role, and with a purpose."""
    check_permission(viewer, Permission.PEOPLE_OPEN)
    check_purpose(viewer)


def can_open_persons(viewer: Viewer) -> bool:
    return _asks(check_open_persons, viewer)


def check_manage(viewer: Viewer) -> None:
    """Offices, staff and accounts are the system administrator's."""
    check_permission(viewer, Permission.ACCESS_MANAGE)


def can_manage(viewer: Viewer) -> bool:
    return _asks(check_manage, viewer)


def check_within(viewer: Viewer, unit_id: int) -> None:
    """The unit is inside the viewer's ground. Says the same of a unit that does not exist."""
    if unit_id not in viewer.scope.places:
        raise Refused(_("Địa bàn này nằm ngoài phạm vi của bạn."))


def can_within(viewer: Viewer, unit_id: int) -> bool:
    return _asks(check_within, viewer, unit_id)


def check_administers(viewer: Viewer, unit_id: int) -> None:
    """The unit lies inside the ground that the viewer administers."""
    from diaban.access.queries import administers

    if not administers(viewer, unit_id):
        raise Refused(_("Đơn vị hành chính này nằm ngoài địa bàn bạn quản trị."))


def can_administers(viewer: Viewer, unit_id: int) -> bool:
    return _asks(check_administers, viewer, unit_id)


def check_not_oneself(viewer: Viewer, staff_id: int) -> None:
    """Nobody gives or takes their own rights: another administrator does."""
    if viewer.staff_id == staff_id:
        raise Refused(_("Bạn không tự làm việc này cho mình được; hãy nhờ một quản trị hệ thống khác."))


def can_not_oneself(viewer: Viewer, staff_id: int) -> bool:
    return _asks(check_not_oneself, viewer, staff_id)


def check_command_line(viewer: Viewer) -> None:
    """Only an operator's command may do it."""
    if viewer.staff_id != COMMAND_LINE:
        raise Refused(_("Việc này chỉ làm được bằng dòng lệnh trên máy chủ."))


def can_command_line(viewer: Viewer) -> bool:
    return _asks(check_command_line, viewer)


def check_close_office(office: Office, on: date) -> None:
    """An office ends after it began, and with nobody left at it."""
    if on <= office.valid_from:
        raise Refused(
            _("Chưa kết thúc: ngày kết thúc phải sau ngày lập %(day)s.") % {"day": fmt_date(office.valid_from)}
        )
    # A token needs no ending of its own: it works only while its office does.
    left = office.postings.filter(Q(valid_to=None) | Q(valid_to__gt=on), staff__is_system=False).count()
    if left:
        raise Refused(
            _("Chưa kết thúc: còn %(n)s vị trí công tác tại đơn vị. Hãy kết thúc các vị trí đó trước.") % {"n": left}
        )


def can_close_office(office: Office, on: date) -> bool:
    return _asks(check_close_office, office, on)


def check_role_fits(role: str, office: Office, unit_id: int | None, on: date) -> None:
    """The role exists, the office is open, and the ground is a unit inside the office's own on the role's level."""
    known = ROLES.get(role)
    if known is None:
        raise Refused(_("Không có vai trò này."))
    if on < office.valid_from or (office.valid_to is not None and on >= office.valid_to):
        raise Refused(_("Đơn vị không hoạt động vào ngày bắt đầu đã ghi."))
    ground = unit_id or office.unit_id
    inside = "select exists (select from areas_within where unit_id = %s and place_id = %s)"
    if not sql.value(inside, [office.unit_id, ground]):
        raise Refused(_("Địa bàn được giao phải nằm trong địa bàn của đơn vị."))
    level = sql.value("select level from areas_unit where id = %s", [ground])
    if level not in known.levels:
        raise Refused(_("Vai trò “%(role)s” không dùng cho địa bàn cấp này.") % {"role": known.title})


def can_role_fits(role: str, office: Office, unit_id: int | None, on: date) -> bool:
    return _asks(check_role_fits, role, office, unit_id, on)


def check_token_role(office: Office, role: str, unit_id: int | None, on: date) -> None:
    """A token works with a role of the office's own ground; never as an administrator or an auditor."""
    check_role_fits(role, office, unit_id, on)
    if ROLES[role].ground not in (Ground.UNIT, Ground.LINES):
        raise Refused(_("Mã truy cập không được mang vai trò này."))


def can_token_role(office: Office, role: str, unit_id: int | None, on: date) -> bool:
    return _asks(check_token_role, office, role, unit_id, on)
