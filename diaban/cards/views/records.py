"""An application's page: where it stands, by when, what can be done now."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.cards import queries
from diaban.cards.models import Card, CardState, Ended, Outdated, Quality, Reason
from diaban.cards.queries import ApplicationView
from diaban.cards.states import APPLICATION, BY_ITSELF
from diaban.casework import policies as corridor
from diaban.casework import queries as cases
from diaban.casework.registry import Transition
from diaban.core.text import fmt_date, fmt_moment
from diaban.ledger.registry import kind
from diaban.people.views.base import purposeful, viewer_of
from diaban.web.pages import Action, Crumb, allowed
from diaban.web.records import Chip, Entry, Fact, Record, Section, Table, record_page

#: Steps that ask for something first have a page of their own; the others are one press.
FORMS = {"capture": "cards:capture", "send_back": "cards:send_back", "print": "cards:print", "hand": "cards:hand",
         "spoil": "cards:spoil"}  # fmt: skip
#: The step that each state waits for.
WAY_ON = ("mended", "capture", "declare", "approve", "print", "arrive", "hand")
_ASKED = {
    "refuse": _("Từ chối hồ sơ này?"),
    "withdraw": _("Ghi nhận công dân rút hồ sơ này?"),
    "lose": _("Ghi nhận thẻ bị mất? Trung ương phải in thẻ khác."),
}


def crumbs() -> list[Crumb]:
    return [Crumb(_("Căn cước"), reverse("cards:applications"))]


@purposeful
def application(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """GET: one application. Opening it is written to the log of look-ups."""
    viewer = viewer_of(request)
    view = queries.open_application(viewer=viewer, application_id=application_id)
    state = APPLICATION.state(view.case.state)
    chips = [Chip(state.title, "good" if state.final else "info")]
    if view.case.late:
        chips.append(Chip(_("Quá hạn"), "bad"))
    notes = [("warn", _("Trung ương trả lại: %s") % view.application.returned_why)]
    record = Record(
        title=view.bearer.full_name, kind=_("Hồ sơ căn cước"), identity=_identity(view), chips=chips,
        notes=notes if view.application.returned_why else [], sections=[_captured(view), _cards(view)],
        timeline=_timeline(viewer, view), actions=_actions(viewer, view),
    )  # fmt: skip
    return record_page(request, record, crumbs=crumbs())


def _identity(view: ApplicationView) -> list[Fact]:
    row, due = view.application, view.case.due_at
    born = fmt_date(view.bearer.birth_date, view.bearer.birth_precision)
    return [
        Fact(_("Công dân"), view.bearer.full_name, reverse("people:resident", args=[view.bearer.id]), note=born),
        Fact(_("Lý do"), Reason(row.reason).label),
        Fact(_("Tiếp nhận"), fmt_date(row.received_on), note=areas.label(row.place)),
        Fact(_("Hạn"), _("Đang dừng") if view.case.paused else fmt_moment(due) if due else ""),
        Fact(_("Số giấy hẹn"), row.slip_no or ""),
    ]


def _captured(view: ApplicationView) -> Section:
    row = view.application

    def told(value: str) -> object:
        return Quality(value).label if value else ""

    if not row.reference:
        return Section(_("Thu nhận"), empty=_("Chưa thu nhận."))
    return Section(_("Thu nhận"), [
        Fact(_("Ảnh khuôn mặt"), told(row.face)), Fact(_("Vân tay"), told(row.fingers)),
        Fact(_("Mống mắt"), told(row.iris)), Fact(_("Mã tham chiếu"), row.reference),
    ])  # fmt: skip


def _cards(view: ApplicationView) -> Section:
    rows = [[card.serial, _where(card), fmt_date(card.issued_on), fmt_date(card.good_until) or _("Không thời hạn"),
             fmt_date(card.handed_on)] for card in view.cards]  # fmt: skip
    titles = (_("Số thẻ"), _("Đang ở"), _("Ngày in"), _("Có giá trị đến"), _("Ngày trả"))
    return Section(_("Thẻ"), table=Table(titles, rows) if rows else None, empty=_("Chưa có thẻ nào được in."))


def _where(card: Card) -> Any:
    """Where a card is, with what more is known: who took it, why it ended, that it is to be exchanged."""
    more = Ended(card.why).label if card.why in Ended.values else card.why
    told = [CardState(card.state).label, more, card.receiver, card.receiver_ref]
    if card.outdated and card.state == CardState.HANDED:
        told.append(_("phải đổi: %s") % Outdated(card.outdated).label)
    return " · ".join(str(each) for each in told if each)


def _timeline(viewer: Viewer, view: ApplicationView) -> list[Entry]:
    """What happened to it, each entry leading to its line of the ledger."""
    told = []
    for line in cases.history(view.case.id, viewer=viewer):
        declared = kind(line.kind)
        told.append(Entry(line.recorded_at, declared.title if declared else line.kind,
                          url=reverse("console:line", args=[line.id])))  # fmt: skip
    return told


def _actions(viewer: Viewer, view: ApplicationView) -> list[Action]:
    """The steps out of where it stands, the way on first. Once the sheet is signed that is the slip: what is signed
    goes to the centre by the batch."""
    ways = [way for way in APPLICATION.ways(view.case.state) if way.code not in BY_ITSELF]
    ways.sort(key=lambda way: way.code not in WAY_ON)
    steps = [_action(viewer, view, way, "main" if way.code in WAY_ON else "") for way in ways]
    return [*_slips(view), *steps] if view.case.state == "declared" else [*steps, *_slips(view)]


def _slips(view: ApplicationView) -> list[Action]:
    if not view.application.slip_no:
        return []
    names = (("pdf", _("Giấy hẹn trả thẻ (PDF)")), ("docx", _("Giấy hẹn trả thẻ (DOCX)")))
    look = "main" if view.case.state == "declared" else ""
    return [Action(name, reverse("cards:slip", args=[view.case.id, form]), look if form == "pdf" else "", "download")
            for form, name in names]  # fmt: skip


def _action(viewer: Viewer, view: ApplicationView, way: Transition, look: str) -> Action:
    if way.code in FORMS:
        action = Action(way.title, reverse(FORMS[way.code], args=[view.case.id]), look)
    else:
        action = Action(
            way.title, reverse("cards:step", args=[view.case.id, way.code.replace("_", "-")]),
            "danger" if way.code in _ASKED else look, post=True, confirm=_ASKED.get(way.code, ""),
        )  # fmt: skip
    return allowed(action, lambda: corridor.check_step(viewer, view.case, way.code))
