"""Who may read, draft and sign reports, in pairs: `check_x` raises Refused with the sentence shown, `can_x` asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from diaban.access.policies import check_permission
from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.core.errors import Refused
from diaban.core.text import fmt_date
from diaban.core.time import today
from diaban.figures.periods_named import Named
from diaban.reports import signing
from diaban.reports.models import Report, ReportState


def _asks(check: Callable[..., None], *args: Any) -> bool:
    try:
        check(*args)
    except Refused:
        return False
    return True


def check_read(viewer: Viewer) -> None:
    """Reports hold figures to the last one, so they are for those who may open figures."""
    check_permission(viewer, Permission.REPORTS_READ)


def can_read(viewer: Viewer) -> bool:
    return _asks(check_read, viewer)


def check_draft(viewer: Viewer, unit_id: int | None = None) -> None:
    """Someone at an office drafts reports of its ground."""
    check_permission(viewer, Permission.REPORTS_DRAFT)
    if viewer.posting_id is None:
        raise Refused(_("Báo cáo do cán bộ của một đơn vị lập; dòng lệnh chỉ in ra tệp."))
    if unit_id is not None and unit_id not in viewer.scope.places:
        raise Refused(_("Địa bàn này nằm ngoài phạm vi của bạn nên bạn không lập báo cáo của nó được."))


def can_draft(viewer: Viewer, unit_id: int | None = None) -> bool:
    return _asks(check_draft, viewer, unit_id)


def check_change(viewer: Viewer, report: Report) -> None:
    """The office that drafted a report goes on with it."""
    check_draft(viewer, report.place)
    if report.office != viewer.office_id:
        raise Refused(_("Báo cáo này do đơn vị khác lập; hãy lập báo cáo của đơn vị mình."))
    if report.state == ReportState.DROPPED:
        raise Refused(_("Dự thảo này đã bỏ; hãy lập báo cáo mới."))


def can_change(viewer: Viewer, report: Report) -> bool:
    return _asks(check_change, viewer, report)


def check_drop(viewer: Viewer, report: Report) -> None:
    """Only what was never signed can be dropped."""
    check_change(viewer, report)
    if report.state != ReportState.DRAFT:
        raise Refused(_("Báo cáo đã ký thì không bỏ được; nếu số liệu đổi, hãy ký lần mới."))


def can_drop(viewer: Viewer, report: Report) -> bool:
    return _asks(check_drop, viewer, report)


def check_sign(viewer: Viewer, report: Report, named: Named, on: date | None = None) -> None:
    """A head of the office or a deputy signs, once the period is over."""
    check_change(viewer, report)
    check_permission(viewer, Permission.REPORTS_SIGN)
    if viewer.token_id is not None or not signing.may_sign(viewer.post):
        raise Refused(
            _("Báo cáo do cấp trưởng hoặc cấp phó của đơn vị ký; vị trí của bạn là %(post)s.") % {"post": viewer.post}
        )
    if not named.over(on or today()):
        raise Refused(
            _("Kỳ báo cáo đến hết ngày %(day)s nên chưa ký được; dự thảo vẫn giữ nguyên.")
            % {"day": fmt_date(named.until)}
        )


def can_sign(viewer: Viewer, report: Report, named: Named, on: date | None = None) -> bool:
    return _asks(check_sign, viewer, report, named, on)
