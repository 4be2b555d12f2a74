"""Who may take in an application for a card, and for whom. `check_x` raises with a sentence; `can_x` asks."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from diaban.access import policies as access
from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.cards import ages
from diaban.cards.models import Reason
from diaban.core.errors import Invalid, Refused
from diaban.core.text import fmt_date
from diaban.people.models import COUNTED, Resident


def check_read(viewer: Viewer) -> None:
    """Lists of applications name residents: they need a purpose as lists of residents do."""
    access.check_permission(viewer, Permission.CARDS_READ)
    access.check_purpose(viewer)


def check_write(viewer: Viewer) -> None:
    access.check_permission(viewer, Permission.CARDS_WRITE)
    access.check_purpose(viewer)


def can_write(viewer: Viewer) -> bool:
    return access.can(viewer, Permission.CARDS_WRITE)


def check_apply(viewer: Viewer, resident: Resident, day: date) -> None:
    """A living resident of whom the register knows what a card states. Intake is anywhere the clerk may open them.

    Raises Refused for one who isn't entitled; Invalid where the register must be mended first.
    """
    check_write(viewer)
    if resident.state not in COUNTED:
        raise Refused(_("Người này không còn là cư dân đang được tính; hãy xem lại hồ sơ cư trú trước."))
    lacking = _lacking(resident)
    if lacking:
        raise Invalid(_("Chưa tiếp nhận được: hồ sơ cư trú còn thiếu %s. Hãy bổ sung trước.") % lacking)
    birth = resident.birth_date
    if birth is not None and not ages.may_ask(birth, day):
        rule = ages.rule_on(day)
        raise Refused(_("Người này chưa đủ %(age)s tuổi vào ngày %(day)s nên chưa được cấp thẻ.")
                      % {"age": rule.duty, "day": fmt_date(day)})  # fmt: skip


def check_reason(reason: str, held: date | None) -> None:
    """The first card is for who never had one; `held` is the day the one they have was issued. Raises Invalid."""
    if reason not in Reason.values:
        raise Invalid(_("Hãy chọn lý do cấp thẻ."), {"reason": _("Hãy chọn lý do cấp thẻ.")})
    if reason == Reason.FIRST and held is not None:
        sentence = _("Người này đã có thẻ; hãy chọn lý do đổi hoặc cấp lại.")
        raise Invalid(sentence, {"reason": sentence})


def _lacking(resident: Resident) -> str:
    """What the register doesn't know of someone that a card states, as words."""
    missing = []
    if not resident.id_no:
        missing.append(str(_("số định danh")))
    if resident.birth_date is None or resident.birth_precision == "u":
        missing.append(str(_("ngày sinh")))
    if resident.sex == "u":
        missing.append(str(_("giới tính")))
    return ", ".join(missing)
