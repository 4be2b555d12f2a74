"""Offices: list, record, and what can be done with one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from diaban.access import actions, policies, queries
from diaban.access.models import Office
from diaban.access.roles import ROLES, Permission
from diaban.areas import queries as areas
from diaban.console.staff import tokens
from diaban.console.staff.forms import AppointForm, DayForm, NameForm, NewStaffForm, OfficeFilters, OfficeForm
from diaban.console.views.base import viewer_of
from diaban.core.time import today
from diaban.web.forms import form_page
from diaban.web.lists import Column, Listing, list_page
from diaban.web.pages import Action, Crumb, allowed
from diaban.web.paging import from_queryset
from diaban.web.records import Chip, Fact, Record, Section, Table, record_page


def office_url(office: Office) -> str:
    return reverse("staff:office", args=[office.pk])


def crumbs(*more: Crumb) -> list[Crumb]:
    """The way to a page about offices."""
    return [
        Crumb(_("Quản trị"), reverse("console:administration")),
        Crumb(_("Các đơn vị"), reverse("staff:offices")),
        *more,
    ]


def offices(request: HttpRequest) -> HttpResponse:
    """Every office of the ground one administers."""
    viewer = viewer_of(request, Permission.ACCESS_MANAGE)
    rows = queries.offices(viewer)
    columns = (
        Column(_("Tên đơn vị"), "name", url=office_url),
        Column(_("Mã"), "code", sort="code"),
        Column(_("Cơ quan"), lambda office: office.get_body_display()),
        Column(_("Cấp"), lambda office: office.get_level_display()),
        Column(_("Từ ngày"), "valid_from"),
        Column(_("Đến ngày"), "valid_to"),
    )
    listing = Listing(
        title=_("Các đơn vị"), name="don-vi", columns=columns, source=from_queryset(rows, sorts={"code": "code"}),
        filters=OfficeFilters, count=lambda ask: _narrowed(rows, ask.values).count(), sort="code",
        empty=_("Chưa có đơn vị nào trong địa bàn bạn quản trị."),
    )  # fmt: skip
    return list_page(
        request, listing, crumbs=crumbs()[:1], actions=[Action(_("Lập đơn vị"), reverse("staff:new_office"), "main")]
    )


def _narrowed(rows: Any, values: Any) -> Any:
    return rows.filter(**{name: value for name, value in values.items() if value not in (None, "")})


def new_office(request: HttpRequest) -> HttpResponse:
    """Open an office."""
    viewer = viewer_of(request, Permission.ACCESS_MANAGE)
    return form_page(
        request, OfficeForm, title=_("Lập đơn vị"), crumbs=crumbs(), cancel=reverse("staff:offices"),
        form_kwargs={"viewer": viewer},
        save=lambda data: actions.open_office(by=viewer, **data),
        done=lambda office: (_("Đã lập đơn vị."), office_url(office)),
    )  # fmt: skip


def office(request: HttpRequest, office_id: int) -> HttpResponse:
    """One office: where it stands, and who works there then and now."""
    viewer = viewer_of(request, Permission.ACCESS_MANAGE)
    found = queries.office(viewer, office_id)
    postings = queries.postings(viewer).filter(office=found)
    table = Table(
        (_("Họ và tên"), _("Chức vụ"), _("Vai trò"), _("Từ ngày"), _("Đến ngày")),
        [
            (
                (p.staff.full_name, reverse("staff:person", args=[p.staff_id])),
                p.post,
                _role(p.role),
                p.valid_from,
                p.valid_to,
            )
            for p in postings
        ],
    )
    record = Record(
        title=found.name, kind=_("Đơn vị công tác"), identity=_identity(found), chips=_chips(found),
        sections=[Section(_("Cán bộ"), table=table, empty=_("Chưa có ai làm việc tại đây."))],
        actions=_office_actions(found),
    )  # fmt: skip
    return record_page(request, record, crumbs=crumbs())


def _role(code: str) -> Any:
    return ROLES[code].title if code in ROLES else code


def _identity(office: Office) -> list[Fact]:
    unit = areas.unit(office.unit_id)
    return [
        Fact(_("Mã"), office.code),
        Fact(_("Cơ quan"), office.get_body_display()),
        Fact(_("Địa bàn"), unit.title, reverse("console:area", args=[unit.id])),
        Fact(_("Từ ngày"), office.valid_from),
    ]


def _chips(office: Office) -> list[Chip]:
    if office.valid_to is not None and office.valid_to <= today():
        return [Chip(_("Đã kết thúc"))]
    return [Chip(_("Đang hoạt động"), "good")]


def _office_actions(office: Office) -> list[Action]:
    close = Action(_("Kết thúc hoạt động"), reverse("staff:close_office", args=[office.pk]), "danger")
    return [
        Action(_("Thêm cán bộ"), reverse("staff:new_person", args=[office.pk]), "main"),
        Action(_("Giao việc cho cán bộ đã có"), reverse("staff:appoint", args=[office.pk])),
        tokens.of_office(office),
        Action(_("Sửa tên"), reverse("staff:correct_office", args=[office.pk])),
        allowed(close, lambda: policies.check_close_office(office, max(today(), office.valid_from))),
    ]


def _as_initial(office: Office) -> dict[str, Any]:
    return {"name": office.name, "version": office.version}


def correct_office(request: HttpRequest, office_id: int) -> HttpResponse:
    """Write an office's name as it should be."""
    viewer = viewer_of(request, Permission.ACCESS_MANAGE)
    found = queries.office(viewer, office_id)
    return form_page(
        request, NameForm, title=_("Sửa tên đơn vị"), crumbs=crumbs(), cancel=office_url(found),
        initial=_as_initial(found),
        save=lambda data: actions.correct_office(by=viewer, office_id=office_id, **data),
        current=lambda: _as_initial(queries.office(viewer, office_id)),
        done=lambda saved: (_("Đã sửa tên."), office_url(saved)),
    )  # fmt: skip


def close_office(request: HttpRequest, office_id: int) -> HttpResponse:
    """End an office on a day."""
    viewer = viewer_of(request, Permission.ACCESS_MANAGE)
    found = queries.office(viewer, office_id)
    return form_page(
        request, DayForm, title=_("Kết thúc hoạt động"), lead=found.name, crumbs=crumbs(), cancel=office_url(found),
        initial={"on": today()}, button=_("Kết thúc"),
        save=lambda data: actions.close_office(by=viewer, office_id=office_id, **data),
        done=lambda saved: (_("Đã ghi đơn vị kết thúc hoạt động."), office_url(saved)),
    )  # fmt: skip


def new_person(request: HttpRequest, office_id: int) -> HttpResponse:
    """Add someone new, who starts at this office."""
    viewer = viewer_of(request, Permission.ACCESS_MANAGE)
    found = queries.office(viewer, office_id)
    return form_page(
        request, NewStaffForm, title=_("Thêm cán bộ"), lead=found.name, crumbs=crumbs(), cancel=office_url(found),
        form_kwargs={"office": found},
        save=lambda data: actions.add_staff(by=viewer, office_id=office_id, **data),
        done=lambda staff: (_("Đã thêm cán bộ."), reverse("staff:person", args=[staff.pk])),
    )  # fmt: skip


def appoint(request: HttpRequest, office_id: int) -> HttpResponse:
    """Give a post here to someone who works elsewhere in the ground already."""
    viewer = viewer_of(request, Permission.ACCESS_MANAGE)
    found = queries.office(viewer, office_id)
    return form_page(
        request, AppointForm, title=_("Giao việc"), lead=found.name, crumbs=crumbs(), cancel=office_url(found),
        form_kwargs={"office": found},
        save=lambda data: actions.appoint_by_number(by=viewer, office_id=office_id, **data),
        done=lambda posting: (_("Đã giao việc."), reverse("staff:person", args=[posting.staff_id])),
    )  # fmt: skip
