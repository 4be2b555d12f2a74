"""A dossier's page: its four tracks, what was answered and handed in, what can be done now."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.casework import presenters
from diaban.core.text import fmt_bytes, fmt_date, fmt_int, fmt_moment
from diaban.core.time import ZONE
from diaban.onestop import catalogue, queries
from diaban.onestop.models import DeliveryState, FeeState, ResultState, SlipKind, Way
from diaban.onestop.queries import DossierView
from diaban.onestop.states import DOSSIER
from diaban.onestop.views.base import CHIPS, crumbs, purposeful, viewer_of
from diaban.onestop.views.offers import offers
from diaban.web.pages import Action
from diaban.web.records import Chip, Fact, Record, Section, Table, record_page


@purposeful
def dossier(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """GET: one dossier. Opening it is written to the log of look-ups."""
    viewer = viewer_of(request)
    view = queries.open_dossier(viewer=viewer, dossier_id=dossier_id)
    record = Record(
        title=catalogue.title(view.dossier.procedure), kind=view.dossier.number, identity=_identity(view),
        chips=_chips(view), notes=_notes(view), sections=_sections(viewer, view),
        timeline=presenters.timeline(dossier_id, viewer) if view.case else [], actions=offers(viewer, view),
    )  # fmt: skip
    return record_page(request, record, crumbs=crumbs())


def _chips(view: DossierView) -> list[Chip]:
    row = view.dossier
    chips = [Chip(DOSSIER.state(row.state).title, CHIPS[row.state])]
    if view.case is not None and view.case.late:
        chips.append(Chip(_("Quá hạn"), "bad"))
    return chips


def _identity(view: DossierView) -> list[Fact]:
    row = view.dossier
    subject = reverse("people:resident", args=[row.subject_id]) if row.subject_id else ""
    handed = fmt_date(row.received_at.astimezone(ZONE).date())
    return [
        Fact(_("Người nộp"), row.applicant, note=row.phone),
        Fact(_("Hồ sơ cư dân"), _("Mở") if subject else _("Chưa có trong sổ"), subject),
        Fact(_("Tiếp nhận"), handed, note=view.offices.get(row.intake_office, "")),
        Fact(_("Cơ quan giải quyết"), view.offices.get(row.office, ""), note=areas.label(row.place)),
        Fact(_("Hẹn trả"), fmt_moment(row.promised_at) if row.promised_at else ""),
    ]


def _notes(view: DossierView) -> list[tuple[str, Any]]:
    notes: list[tuple[str, Any]] = []
    for slip in view.slips:
        if slip.kind == SlipKind.SUPPLEMENT and slip.answered_at is None:
            notes.append(("warn", _("Đang chờ bổ sung: %s") % slip.body.get("what", "")))
        elif slip.kind == SlipKind.REFUSAL and view.dossier.result_state == ResultState.REFUSED:
            notes.append(("bad", _("Từ chối: %s") % slip.body.get("why", "")))
        elif slip.kind == SlipKind.STOP and view.dossier.state == "stopped":
            notes.append(("warn", _("Dừng giải quyết: %s") % slip.body.get("why", "")))
    return notes


def _sections(viewer: Viewer, view: DossierView) -> list[Section]:
    answers = [Fact(each.title, each.text) for each in view.answers]
    return [
        Section(_("Bốn mặt của hồ sơ"), _tracks(view)),
        Section(_("Nội dung"), answers, empty=_("Thủ tục này không hỏi gì thêm.")),
        _papers(view),
        _slips(view),
        *([presenters.section(view.case, viewer)] if view.case else []),
    ]


def _tracks(view: DossierView) -> list[Fact]:
    """Case, fees, result and delivery, each by itself."""
    row = view.dossier
    decided = fmt_moment(row.decided_at) if row.decided_at else ""
    delivered = fmt_moment(row.delivered_at) if row.delivered_at else ""
    way = " · ".join(filter(None, [str(Way(row.way).label) if row.way else "", row.receiver, delivered]))
    result = " · ".join(filter(None, [row.result_no, decided]))
    fee = _("%s đồng") % fmt_int(row.fee) if row.fee else ""
    return [
        Fact(_("Hồ sơ"), DOSSIER.state(row.state).title),
        Fact(_("Phí, lệ phí"), FeeState(row.fee_state).label, note=fee),
        Fact(_("Kết quả"), ResultState(row.result_state).label, note=result),
        Fact(_("Trả kết quả"), DeliveryState(row.delivery_state).label, note=way),
    ]


def _papers(view: DossierView) -> Section:
    rows: list[list[Any]] = [[paper["title"], _("Bản giấy"), ""] for paper in view.dossier.papers]
    for each in view.attachments:
        url = reverse("onestop:paper", args=[view.dossier.pk, each.pk])
        rows.append([(each.title, url), each.medium.upper(), fmt_bytes(each.size)])
    attach = Action(_("Đính kèm"), reverse("onestop:attach", args=[view.dossier.pk]), icon="plus")
    titles = (_("Giấy tờ"), _("Dạng"), _("Dung lượng"))
    return Section(_("Giấy tờ"), table=Table(titles, rows), action=attach, empty=_("Chưa có giấy tờ nào."))


def _slips(view: DossierView) -> Section:
    key = view.dossier.pk
    rows: list[list[Any]] = [
        [(SlipKind(slip.kind).label, reverse("reports:slip", args=[key, slip.pk, "pdf"])), fmt_moment(slip.at),
         ("DOCX", reverse("reports:slip", args=[key, slip.pk, "docx"]))]
        for slip in view.slips
    ]  # fmt: skip
    rows.append([(SlipKind.CONTROL.label, reverse("reports:control", args=[key, "pdf"])), _("Đến lúc này"),
                 ("DOCX", reverse("reports:control", args=[key, "docx"]))])  # fmt: skip
    return Section(_("Phiếu đã lập"), table=Table((_("Phiếu (PDF)"), _("Lập lúc"), _("Bản sửa được")), rows))
