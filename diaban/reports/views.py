"""Pages of reports: the list, a draft as it reads now, signing, what was signed, what came after, and what opens."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.console.views.base import viewer_of
from diaban.core.time import today
from diaban.ledger import heads
from diaban.reports import actions, comparing, forms, opening, policies, presenters, queries
from diaban.reports.models import Report, ReportState, Signed
from diaban.reports.shown import shown
from diaban.web.forms import form_page
from diaban.web.lists import Listing, list_page
from diaban.web.pages import Action, Crumb, allowed, page
from diaban.web.paging import from_queryset


def reports(request: HttpRequest) -> HttpResponse:
    """GET /bao-cao/: reports of the ground, the newest first."""
    viewer = viewer_of(request)
    new = Action(_("Lập báo cáo"), reverse("reports:draft"), "main", "plus")
    new = allowed(new, lambda: policies.check_draft(viewer))
    rows = from_queryset(queries.reports(viewer=viewer), sorts={"made": "made_at"})
    listing = Listing(
        _("Báo cáo"), "bao-cao", presenters.columns(), rows, forms.Narrow, sort="-made",
        empty=_("Chưa có báo cáo nào của địa bàn. Số liệu do hệ thống đếm từ sổ; chỉ cần chọn mẫu, địa bàn và kỳ."),
    )  # fmt: skip
    return list_page(request, listing, actions=[new], lead=_("Mỗi số trong báo cáo mở ra những dòng sổ đã đếm."))


def draft(request: HttpRequest) -> HttpResponse:
    """GET, POST /bao-cao/lap/: choose a report, an area and a period."""
    viewer = viewer_of(request)
    policies.check_draft(viewer)
    own = areas.full_address(viewer.scope.unit_id) if viewer.scope.unit_id is not None else ""
    return form_page(
        request, forms.DraftForm, title=_("Lập báo cáo"), button=_("Lập"), crumbs=presenters.crumbs(),
        cancel=reverse("reports:reports"), initial={"area": own},
        save=lambda data: actions.draft(by=viewer, **data), done=lambda made: ("", presenters.address(made)),
    )  # fmt: skip


def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """GET /bao-cao/<id>/: what was signed last; of a draft, what it says now."""
    viewer = viewer_of(request)
    found = queries.report(viewer=viewer, report_id=report_id)
    if found.state == ReportState.SIGNED:
        return _signed_page(request, viewer, queries.signed(viewer=viewer, report_id=report_id))
    content = queries.draft(viewer=viewer, report=found)
    return page(
        request, "reports/report.html", title=queries.subject(found), crumbs=presenters.crumbs(),
        lead=presenters.chips_of(None), content=content, report=shown(content), files=presenters.files(found),
        verbs=presenters.verbs(viewer, found), revisions=[],
    )  # fmt: skip


def signed(request: HttpRequest, report_id: UUID, revision: int) -> HttpResponse:
    """GET /bao-cao/<id>/ban/<n>/: one signed version."""
    viewer = viewer_of(request)
    return _signed_page(request, viewer, queries.signed(viewer=viewer, report_id=report_id, revision=revision))


def _signed_page(request: HttpRequest, viewer: Viewer, found: Signed) -> HttpResponse:
    content = queries.content_of(found)
    return page(
        request, "reports/report.html", title=content.subtitle, crumbs=presenters.crumbs(),
        lead=presenters.chips_of(found), content=content, report=shown(content), signed=found,
        files=presenters.files(found.report, found.revision), verbs=presenters.verbs(viewer, found.report),
        revisions=queries.revisions(viewer=viewer, report_id=found.report_id),
    )  # fmt: skip


def change(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """GET, POST: the office's own words, the recipients, the map."""
    viewer = viewer_of(request)
    found = queries.report(viewer=viewer, report_id=report_id)
    policies.check_change(viewer, found)

    def initial() -> dict[str, Any]:
        now = queries.report(viewer=viewer, report_id=report_id)
        return {"remarks": now.remarks, "recipients": "\n".join(now.recipients), "map": now.map, "version": now.version}

    def save(data: dict[str, Any]) -> Report:
        told = {**data, "recipients": data["recipients"].splitlines(), "version": data["version"] or 0}
        return actions.change(by=viewer, report_id=report_id, **told)

    return form_page(
        request, forms.ChangeForm, title=_("Sửa nhận xét, nơi nhận"), initial=initial(), current=initial, save=save,
        done=lambda _saved: (_("Đã lưu."), presenters.address(found)), cancel=presenters.address(found),
        crumbs=presenters.crumbs(presenters.crumb(found)),
    )  # fmt: skip


def sign(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """GET, POST: the number and the day; what is signed is what stands at the cut that the page shows."""
    viewer = viewer_of(request)
    found = queries.report(viewer=viewer, report_id=report_id)
    policies.check_sign(viewer, found, queries.period_of(found))
    head, number = heads.last(), actions.next_number(by=viewer, on=today())
    initial = {"number": number, "day": today(), "cut": head and head.size, "version": found.version}

    def save(data: dict[str, Any]) -> Signed:
        return actions.sign(by=viewer, report_id=report_id, **{**data, "version": data["version"] or 0})

    return form_page(
        request, forms.SignForm, title=_("Ký: %s") % queries.subject(found), initial=initial, save=save,
        done=lambda made: (_("Đã ký."), presenters.address(made.report)), button=_("Ký"),
        cancel=presenters.address(found), crumbs=presenters.crumbs(presenters.crumb(found)),
        lead=_("Số liệu được chốt tại lần niêm phong mới nhất của sổ; việc ghi sau đó được kể riêng, từng dòng."),
    )  # fmt: skip


@require_POST
def drop(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """POST: give a draft up."""
    version = request.POST.get("version", "")
    number = int(version) if version.isdecimal() and len(version) < 10 else 0
    actions.drop(by=viewer_of(request), report_id=report_id, version=number)
    return redirect("reports:reports")


def since(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """GET: what came after the last signature, line by line."""
    viewer = viewer_of(request)
    found = queries.signed(viewer=viewer, report_id=report_id)
    changed = comparing.since(viewer=viewer, signed=found)
    return page(
        request, "reports/since.html", title=_("Từ khi ký đến nay"),
        crumbs=presenters.crumbs(presenters.crumb(found.report)), signed=found,
        holds=comparing.holds(viewer=viewer, signed=found), verbs=presenters.verbs(viewer, found.report),
        changes=presenters.changes(viewer, queries.content_of(found), changed),
    )  # fmt: skip


def lines(request: HttpRequest, code: str, unit_id: int) -> HttpResponse:
    """GET /bao-cao/so-lieu/<measure>/<unit>/?tu=&den=&moc=: the lines behind a number of a report, at its cut."""
    viewer = viewer_of(request)
    asked = opening.asked(request.GET, code, unit_id)
    unit = areas.unit(unit_id)
    listing = Listing(asked.title(viewer), "so-lieu-bao-cao", opening.columns(), asked.source(viewer),
                      empty=_("Không có dòng nào trong kỳ này."))  # fmt: skip
    crumbs = presenters.crumbs(Crumb(unit.title, reverse("console:area", args=[unit_id])))
    return list_page(request, listing, lead=asked.lead(), crumbs=crumbs)
