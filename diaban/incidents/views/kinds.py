"""The office's catalogue of kinds."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaban.core.errors import NotFound
from diaban.core.time import today
from diaban.incidents import actions, forms, policies
from diaban.incidents.catalogue import Kind, catalogue
from diaban.incidents.shipped import GROUPS
from diaban.incidents.views.base import crumbs, viewer_of
from diaban.web.forms import form_page
from diaban.web.lists import Column, Listing, list_page
from diaban.web.pages import Action, Crumb
from diaban.web.paging import from_rows

COLUMNS = (
    Column(_("Loại vụ việc"), "title", url=lambda kind: reverse("incidents:kind", args=[kind.code]), sort="title"),
    Column(_("Nhóm"), lambda kind: GROUPS.get(kind.group, kind.group), sort="group"),
    Column(_("Mã"), "code"),
    Column(_("Của"), lambda kind: _("cơ quan") if kind.own else _("danh mục chung")),
    Column(_("Căn cứ"), "citation"),
)


def _crumbs() -> list[Crumb]:
    return crumbs(Crumb(_("Danh mục loại"), reverse("incidents:kinds")))


def kinds(request: HttpRequest) -> HttpResponse:
    """GET: the kinds in force today."""
    viewer = viewer_of(request)
    policies.check_catalogue(viewer)
    found = list(catalogue(viewer.office_id).kinds.values())
    sorts = {"title": lambda kind: kind.title, "group": lambda kind: (list(GROUPS).index(kind.group), kind.title)}
    listing = Listing(
        title=_("Danh mục loại vụ việc"), name="loai-vu-viec", columns=COLUMNS, source=from_rows(found, sorts),
        sort="group", row_id=lambda kind: kind.code,
    )  # fmt: skip
    add = Action(_("Thêm loại"), reverse("incidents:add_kind"), "main", "plus")
    return list_page(request, listing, crumbs=crumbs(), actions=[add])


def add(request: HttpRequest) -> HttpResponse:
    """GET, POST: a kind of the office's own."""
    viewer = viewer_of(request)
    policies.check_catalogue(viewer)
    return form_page(
        request, forms.Kind, title=_("Thêm loại vụ việc"), crumbs=_crumbs(), cancel=reverse("incidents:kinds"),
        save=lambda data: actions.add_kind(by=viewer, **_said(data)),
        done=lambda _made: (_("Đã thêm loại vụ việc."), reverse("incidents:kinds")),
    )  # fmt: skip


def change(request: HttpRequest, kind_code: str) -> HttpResponse:
    """GET, POST: a kind is named or grouped otherwise from a day on."""
    viewer = viewer_of(request)
    policies.check_catalogue(viewer)
    kind = catalogue(viewer.office_id).kinds.get(kind_code)
    if kind is None:
        raise NotFound(_("Danh mục của cơ quan không có loại này."))
    return form_page(
        request, forms.Kind, title=_("Sửa loại vụ việc"), crumbs=_crumbs(), cancel=reverse("incidents:kinds"),
        lead=_("Áp dụng từ ngày đã chọn; vụ việc trước ngày đó giữ nguyên nhóm."), initial=_initial(kind),
        save=lambda data: actions.change_kind(by=viewer, code=kind_code, **_said(data)),
        done=lambda n: (_("Đã sửa danh mục; %(n)s vụ việc đổi nhóm.") % {"n": n}, reverse("incidents:kinds")),
    )  # fmt: skip


def _initial(kind: Kind) -> dict[str, Any]:
    words = "\n".join(word for word in kind.aliases if word != kind.title)
    citation = kind.citation if kind.own else ""
    return {"title": kind.title, "group": kind.group, "aliases": words, "since": today(), "citation": citation}


def _said(data: dict[str, Any]) -> dict[str, Any]:
    return data | {"aliases": data["aliases"].splitlines()}
