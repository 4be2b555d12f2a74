"""Pages of targets: the list, one target, setting, revising and taking back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from diaban.areas import queries as areas
from diaban.figures.periods_read import read
from diaban.people.views.base import viewer_of
from diaban.targets import actions, policies, presenters, queries
from diaban.targets.forms import ReviseForm, SetForm, WithdrawForm, parts_text
from diaban.targets.models import Plan, Split
from diaban.targets.numbers import write_value
from diaban.web.forms import form_page
from diaban.web.lists import Column, Listing, list_page
from diaban.web.pages import Action, Crumb, allowed
from diaban.web.paging import from_queryset
from diaban.web.records import Record, record_page


def plan_url(plan: Plan) -> str:
    return reverse("targets:plan", args=[plan.pk])


def crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("Chỉ tiêu"), reverse("targets:plans")), *more]


def plans(request: HttpRequest) -> HttpResponse:
    """GET /chi-tieu/: every target that the viewer may read."""
    viewer = viewer_of(request)
    rows = queries.plans(viewer=viewer)
    listing = Listing(
        _("Chỉ tiêu"), "chi-tieu", columns(viewer.scope.unit_id), from_queryset(rows, sorts={"until": "until"}),
        count=lambda _ask: rows.count(), sort="-until",
        empty=_("Chưa có chỉ tiêu nào được giao trong phạm vi của bạn."),
    )  # fmt: skip
    new = Action(_("Giao chỉ tiêu"), reverse("targets:set"), "main", "plus")
    lead = _("Mỗi chỉ tiêu có văn bản giao, được chia cho các đơn vị và so với số liệu đếm từ sổ.")
    return list_page(request, listing, lead=lead, actions=[new] if policies.can_set(viewer) else [])


def columns(unit_id: int | None) -> tuple[Column, ...]:
    def value(plan: Plan) -> str:
        return write_value(queries.shown([plan], unit_id)[plan.pk], plan.is_rate)

    return (
        Column(_("Số liệu"), lambda plan: presenters.title_of(plan.measure), url=plan_url),
        Column(_("Địa bàn"), lambda plan: areas.label(plan.unit_id)),
        Column(_("Kỳ"), lambda plan: read(plan.period).label),
        Column(_("Của đơn vị bạn"), value, num=True),
        Column(_("Đến ngày"), "until", sort="until"),
        Column(_("Tình trạng"), lambda plan: presenters.chips(plan)[0].text,
               chip=lambda plan: presenters.chips(plan)[0].kind),
    )  # fmt: skip


def plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """GET /chi-tieu/<id>/"""
    viewer = viewer_of(request)
    found = queries.plan(plan_id, viewer=viewer)
    standing = queries.standing(found, viewer=viewer)
    league = presenters.league(found, standing)
    shut = presenters.shut(standing)
    record = Record(
        title=presenters.title_of(found.measure), kind=_("Chỉ tiêu"), chips=presenters.chips(found),
        identity=presenters.identity(found, standing), notes=[("info", shut)] if shut else [],
        sections=[*([league] if league else []),
                  presenters.history(found, queries.versions(found.pk, viewer=viewer))],
        actions=_actions(found, viewer),
    )  # fmt: skip
    return record_page(request, record, crumbs=crumbs())


def _actions(found: Plan, viewer: Any) -> list[Action]:
    if found.withdrawn:
        return []
    offered = (
        Action(_("Điều chỉnh"), reverse("targets:revise", args=[found.pk]), "main"),
        Action(_("Bãi bỏ"), reverse("targets:withdraw", args=[found.pk]), "danger"),
    )
    return [allowed(action, lambda: policies.check_set(viewer, found.unit_id)) for action in offered]


def set_target(request: HttpRequest) -> HttpResponse:
    """GET, POST /chi-tieu/moi/"""
    viewer = viewer_of(request)
    policies.check_set(viewer)
    return form_page(
        request, SetForm, title=_("Giao chỉ tiêu"), crumbs=crumbs(), cancel=reverse("targets:plans"), button=_("Giao"),
        form_kwargs={"viewer": viewer},
        save=lambda data: actions.set_target(by=viewer, **data),
        done=lambda made: (_("Đã giao chỉ tiêu."), plan_url(made)),
    )  # fmt: skip


def revise(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """GET, POST /chi-tieu/<id>/dieu-chinh/"""
    viewer = viewer_of(request)
    found = queries.plan(plan_id, viewer=viewer)
    policies.check_set(viewer, found.unit_id)
    return form_page(
        request, ReviseForm, title=_("Điều chỉnh chỉ tiêu"), lead=_about(found), button=_("Điều chỉnh"),
        crumbs=crumbs(Crumb(presenters.title_of(found.measure), plan_url(found))), cancel=plan_url(found),
        form_kwargs={"unit_id": found.unit_id, "rate": found.is_rate}, initial=_as_typed(found),
        save=lambda data: actions.revise(by=viewer, plan_id=plan_id, **data),
        done=lambda made: (_("Đã điều chỉnh chỉ tiêu."), plan_url(made)),
    )  # fmt: skip


def _about(found: Plan) -> str:
    return f"{areas.unit(found.unit_id).title}, {read(found.period).full}"


def _as_typed(found: Plan) -> dict[str, Any]:
    """What is in force, as the form takes it; its parts stand there to be changed by hand."""
    version = queries.current([found])[found.pk]
    parts = {part.unit_id: part.value for part in version.parts.all()}
    return {
        "value": write_value(version.value, found.is_rate), "version": found.version,
        "split": version.split if parts else Split.NONE, "parts": parts_text(parts, found.is_rate),
    }  # fmt: skip


def withdraw(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """GET, POST /chi-tieu/<id>/bai-bo/"""
    viewer = viewer_of(request)
    found = queries.plan(plan_id, viewer=viewer)
    policies.check_set(viewer, found.unit_id)
    return form_page(
        request, WithdrawForm, title=_("Bãi bỏ chỉ tiêu"), lead=_about(found), button=_("Bãi bỏ"),
        crumbs=crumbs(Crumb(presenters.title_of(found.measure), plan_url(found))), cancel=plan_url(found),
        initial={"version": found.version},
        save=lambda data: actions.withdraw(by=viewer, plan_id=plan_id, **data),
        done=lambda made: (_("Đã bãi bỏ chỉ tiêu; những gì đã giao vẫn xem được."), plan_url(made)),
    )  # fmt: skip
