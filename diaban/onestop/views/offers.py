"""What may be done with a dossier from where it stands, as buttons of its page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaban.access import policies as access
from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.casework import policies as corridor
from diaban.casework import presenters
from diaban.casework.registry import Transition
from diaban.onestop import policies
from diaban.onestop.models import FeeState, ResultState
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
    if view.dossier.work_id is not None:
        return _followed(viewer, view)
    if case is None:
        return []
    ways = sorted(DOSSIER.ways(case.state), key=lambda way: _ORDER.index(way.code) if way.code in _ORDER else 99)
    made = [_step(viewer, view, way, "main" if at == 0 else "") for at, way in enumerate(ways)]
    return [*made, *_beside(viewer, view), *presenters.actions(case, viewer)]


def _followed(viewer: Viewer, view: DossierView) -> list[Action]:
    """A dossier about a card is worked on there; its fee, an apology and the slip of a refusal are its own."""
    row = view.dossier
    work = Action(_("Mở hồ sơ căn cước"), reverse("cards:application", args=[row.work_id]), "main")
    made = [allowed(work, lambda: access.check_permission(viewer, Permission.CARDS_READ))]
    if row.state == "done" and row.result_state == ResultState.REFUSED:
        made.append(_step(viewer, view, DOSSIER.steps["done", "deliver"], ""))
    if row.fee_state == FeeState.DUE and row.state not in ("withdrawn", "delivered"):
        made += _fees(viewer, view)
    if row.state in UNDER_WAY and not row.extended:
        made.append(_later(viewer, view))
    return made


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
        made += _fees(viewer, view)
    if not row.extended:
        made.append(_later(viewer, view))
    over = Action(_("Chuyển cơ quan giải quyết khác"), reverse("onestop:forward", args=key))
    return [*made, allowed(over, lambda: policies.check_write(viewer))]


def _fees(viewer: Viewer, view: DossierView) -> list[Action]:
    """A fee that is open: paid, or waived. Where the dossier waits for it, paying is the step out of its state."""
    said = [("waive", _("Được miễn phí, lệ phí"))]
    if view.dossier.state != "payment":
        said.insert(0, ("pay", _("Đã nộp phí, lệ phí")))
    return [
        allowed(Action(title, reverse("onestop:step", args=[view.dossier.pk, verb]), post=True),
                lambda: policies.check_write(viewer))
        for verb, title in said
    ]  # fmt: skip


def _later(viewer: Viewer, view: DossierView) -> Action:
    later = Action(_("Xin lỗi và hẹn lại"), reverse("onestop:extend", args=[view.dossier.pk]))
    return allowed(later, lambda: policies.check_decide(viewer, view.dossier))
