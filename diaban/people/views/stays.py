"""Forms of temporary residence, absence and overnight stays."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from diaban.people import actions, forms, policies
from diaban.people.views.base import purposeful
from diaban.people.views.events import person_crumbs, saved, subject, url_of
from diaban.web.forms import form_page


@purposeful
def open_stay(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """GET, POST: declare a stay or an absence."""
    viewer, view = subject(request, resident_id)
    policies.check_adder(viewer)
    return form_page(
        request, forms.StayForm, title=_("Khai báo cư trú"), initial={"version": view.resident.version},
        form_kwargs={"viewer": viewer}, lead=view.resident.full_name, crumbs=person_crumbs(view),
        save=lambda data: actions.open_stay(by=viewer, resident_id=resident_id, **data),
        done=lambda _s: saved(_("Đã ghi khai báo cư trú."), resident_id), cancel=url_of(resident_id),
    )  # fmt: skip


@purposeful
def close_stay(request: HttpRequest, resident_id: UUID, stay_id: UUID) -> HttpResponse:
    """GET, POST: a declared stay or absence is over."""
    viewer, view = subject(request, resident_id)
    policies.check_adder(viewer)
    return form_page(
        request, forms.EndStayForm, title=_("Kết thúc khai báo cư trú"), initial={"version": view.resident.version},
        save=lambda data: actions.close_stay(by=viewer, stay_id=stay_id, **data), lead=view.resident.full_name,
        done=lambda _s: saved(_("Đã kết thúc khai báo."), resident_id), crumbs=person_crumbs(view),
        cancel=url_of(resident_id),
    )  # fmt: skip


@purposeful
def cancel_stay(request: HttpRequest, resident_id: UUID, stay_id: UUID) -> HttpResponse:
    """GET asks, POST takes back a stay that was declared ahead."""
    viewer, view = subject(request, resident_id)
    policies.check_adder(viewer)
    return form_page(
        request, forms.VoidForm, title=_("Hủy khai báo trước"), initial={"version": view.resident.version},
        save=lambda data: actions.cancel_stay(by=viewer, stay_id=stay_id, **data), lead=view.resident.full_name,
        done=lambda _s: saved(_("Đã hủy khai báo."), resident_id), crumbs=person_crumbs(view),
        cancel=url_of(resident_id), button=_("Hủy khai báo"),
    )  # fmt: skip
