"""Drives: begun with a target, then seen as a funnel of which every number opens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaban.areas import queries as areas
from diaban.cards import actions, forms, funnel
from diaban.cards.funnel import Funnel, Stage
from diaban.cards.models import Drive
from diaban.cards.views.records import crumbs
from diaban.core.text import fmt_date
from diaban.figures.queries import Figure
from diaban.people.views.base import viewer_of
from diaban.targets import policies as targets
from diaban.web import figures
from diaban.web.forms import form_page
from diaban.web.lists import Column, Listing, list_page
from diaban.web.pages import Action, Crumb, allowed
from diaban.web.paging import from_rows
from diaban.web.records import Fact, Record, Section, Table, record_page
from diaban.web.svg.charts import Point, progress

#: The parameter that narrows a drive to a unit.
UNIT = "dia-ban"
COLUMNS = (
    Column(_("Đợt"), "title", url=lambda row: reverse("cards:drive", args=[row.pk])),
    Column(_("Địa bàn"), lambda row: areas.label(row.unit_id)),
    Column(_("Từ ngày"), "since"),
    Column(_("Đến ngày"), "until"),
)


def drives(request: HttpRequest) -> HttpResponse:
    """GET: drives, the last first."""
    viewer = viewer_of(request)
    listing = Listing(title=_("Các đợt cấp căn cước"), name="dot-cap-can-cuoc", columns=COLUMNS,
                      source=from_rows(funnel.drives(viewer=viewer)), empty=_("Chưa có đợt cấp nào."))  # fmt: skip
    begin = Action(_("Mở đợt cấp"), reverse("cards:begin"), "main", "plus")
    return list_page(request, listing, crumbs=crumbs(), actions=[begin] if targets.can_set(viewer) else [])


def begin(request: HttpRequest) -> HttpResponse:
    """GET, POST: a new drive with its target."""
    viewer = viewer_of(request)
    targets.check_set(viewer)
    return form_page(
        request, forms.DriveForm, title=_("Mở đợt cấp"), form_kwargs={"viewer": viewer}, button=_("Mở đợt cấp"),
        save=lambda data: actions.begin(by=viewer, **data), crumbs=_crumbs(), cancel=reverse("cards:drives"),
        done=lambda made: (_("Đã mở đợt cấp căn cước."), reverse("cards:drive", args=[made.pk])),
    )  # fmt: skip


def _crumbs() -> list[Crumb]:
    return [*crumbs(), Crumb(_("Các đợt cấp"), reverse("cards:drives"))]


def drive(request: HttpRequest, drive_id: UUID) -> HttpResponse:
    """GET: how far a drive has come, as a whole or in one unit."""
    viewer = viewer_of(request)
    found = funnel.drive(viewer=viewer, drive_id=drive_id)
    seen = funnel.funnel(viewer=viewer, drive=found, unit_id=_unit(request, found))
    plan = Action(_("Chỉ tiêu và xếp hạng"), reverse("targets:plan", args=[found.plan_id]))
    record = Record(
        title=found.title, kind=_("Đợt cấp căn cước"), identity=_identity(seen), notes=_notes(seen),
        sections=[_section(_("Từ chỉ tiêu đến người có thẻ"), [seen.target, *seen.eligible, *seen.steps], seen),
                  _section(_("Còn lại"), seen.left, None), *_shares(found, seen)],
        actions=[allowed(plan, lambda: None)],
    )  # fmt: skip
    taken = Point(_("Đã thu nhận"), seen.taken.value, figures.address_of(seen.taken, seen.period))
    drawing = progress(_("Thu nhận so với chỉ tiêu"), taken, float(seen.target.figure.value or 0), unit=str(_("hồ sơ")))
    return record_page(request, record, crumbs=_crumbs(), template="cards/drive.html", drawing=drawing)


def _unit(request: HttpRequest, found: Drive) -> int | None:
    asked = request.GET.get(UNIT, "")
    if not asked:
        return None
    if not asked.isdecimal() or int(asked) not in areas.places_within(found.unit_id):
        raise Http404
    return int(asked)


def _identity(seen: Funnel) -> list[Fact]:
    return [
        Fact(_("Địa bàn"), seen.unit.title),
        Fact(_("Thời gian"), f"{fmt_date(seen.drive.since)} – {fmt_date(seen.drive.until)}"),
        Fact(_("Chỉ tiêu"), figures.link(seen.target.figure, seen.period)),
        Fact(_("Đã thu nhận"), figures.link(seen.taken, seen.period),
             note=_("= %s của chỉ tiêu") % figures.percent(seen.percent)),
    ]  # fmt: skip


def _notes(seen: Funnel) -> list[tuple[str, Any]]:
    shut = figures.why(_all(seen))
    return [("info", shut)] if shut else []


def _all(seen: Funnel) -> list[Figure]:
    return [stage.figure for stage in (seen.target, *seen.eligible, *seen.steps, *seen.left)]


def _section(title: Any, stages: Sequence[Stage], seen: Funnel | None) -> Section:
    rows = []
    for stage in stages:
        told: list[Any] = [stage.figure.measure.title, figures.span(stage.figure.measure, stage.period),
                           (figures.written(stage.figure), figures.address_of(stage.figure, stage.period))]  # fmt: skip
        rows.append(told if seen is None else [*told, figures.percent(funnel.share(stage.figure, seen.target.figure))])
    heads = [_("Nhóm"), _("Tính"), _("Số")] + ([] if seen is None else [_("So với chỉ tiêu")])
    return Section(title, table=Table(heads, rows, numbers=frozenset({2, 3})))


def _shares(found: Drive, seen: Funnel) -> list[Section]:
    if not seen.shares:
        return []
    here = reverse("cards:drive", args=[found.pk])
    rows = []
    for each in seen.shares:
        told = [(figures.written(one), figures.address_of(one, seen.period)) for one in (
            each.target, each.taken, each.handed)]  # fmt: skip
        rows.append([(each.unit.title, f"{here}?{UNIT}={each.unit.id}"), *told, figures.percent(each.percent)])
    heads = (_("Đơn vị"), _("Chỉ tiêu"), _("Thu nhận"), _("Đã trả"), _("Đạt"))
    return [Section(_("Từng đơn vị"), table=Table(heads, rows, numbers=frozenset({1, 2, 3, 4}), long=len(rows) > 15))]
