"""What may be done with a dossier from where it stands, as buttons of its page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.casework import policies as corridor
from diaban.casework import presenters
from diaban.casework.registry import Transition
from diaban.onestop import policies
from diaban.onestop.models import FeeState
from diaban.onestop.queries import DossierView
from diaban.onestop.states import DOSSIER, UNDER_WAY
from diaban.web.pages import Action, allowed

#: Steps that ask for something first have a page of their own; the others are one press.
FORMS = {
    "ask": "onestop:ask", "charge": "onestop:charge", "refuse": "onestop:refuse", "stop": "onestop:stop",
    "approve": "onestop:approve", "deliver": "onestop:deliver",
}  # fmt: skip
#: The way on from each state comes first.
_ORDER = ("approve", "deliver", "answer", "pay", "go_on", "process")
_CONFIRM: dict[str, Any] = {
    "withdraw": _("Ghi nhận công dân rút hồ sơ này?"),
    "reopen": _("Hủy kết quả này? Những gì đã ghi vào sổ cư trú sẽ được trả lại như trước."),
}
_DECIDING = frozenset({"approve", "refuse", "stop", "go_on", "process", "reopen"})


def offers(viewer: Viewer, view: DossierView) -> list[Action]:
    """Steps out of its state first, then what doesn't move it, then what the corridor offers."""
    case = view.case
    if case is None:
        return []
    ways = sorted(DOSSIER.ways(case.state), key=lambda way: _ORDER.index(way.code) if way.code in _ORDER else 99)
    made = [_step(viewer, view, way, "main" if at == 0 else "") for at, way in enumerate(ways)]
    return [*made, *_beside(viewer, view), *presenters.actions(case, viewer)]


def _step(viewer: Viewer, view: DossierView, way: Transition, look: str) -> Action:
    key = [view.dossier.pk]
    if way.code in FORMS:
        action = Action(way.title, reverse(FORMS[way.code], args=key), look)
    else:
        grave = "danger" if way.code in _CONFIRM else look
        url = reverse("onestop:step", args=[*key, way.code.replace("_", "-")])
        action = Action(way.title, url, grave, post=True, confirm=_CONFIRM.get(way.code, ""))

    def check() -> None:
        if way.code in _DECIDING:
            policies.check_decide(viewer, view.dossier)
        if view.case is not None:
            corridor.check_step(viewer, view.case, way.code)

    return allowed(action, check)


def _beside(viewer: Viewer, view: DossierView) -> list[Action]:
    """A fee that is open, another day of return, another office."""
    row, key, made = view.dossier, [view.dossier.pk], list[Action]()
    if row.state not in UNDER_WAY:
        return made
    if row.fee_state == FeeState.DUE:
        if row.state != "payment":
            url = reverse("onestop:step", args=[*key, "pay"])
            made.append(allowed(Action(_("Đã nộp phí, lệ phí"), url, post=True), lambda: policies.check_write(viewer)))
        url = reverse("onestop:step", args=[*key, "waive"])
        made.append(allowed(Action(_("Được miễn phí, lệ phí"), url, post=True), lambda: policies.check_write(viewer)))
    if not row.extended:
        later = Action(_("Xin lỗi và hẹn lại"), reverse("onestop:extend", args=key))
        made.append(allowed(later, lambda: policies.check_decide(viewer, row)))
    over = Action(_("Chuyển cơ quan giải quyết khác"), reverse("onestop:forward", args=key))
    return [*made, allowed(over, lambda: policies.check_write(viewer))]
