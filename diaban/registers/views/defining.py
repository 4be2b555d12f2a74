"""The catalogue of registers: data that the province's administrator adds to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaban.core.text import fmt_date
from diaban.papers.lists.kinds import KIND_OF
from diaban.registers import catalogue, defining, forms, policies
from diaban.registers.models import Unit
from diaban.registers.views.base import viewer_of
from diaban.web.forms import form_page
from diaban.web.lists import Column, Listing, list_page
from diaban.web.pages import Action, Crumb
from diaban.web.paging import from_rows

COLUMNS = (
    Column(_("Danh sách"), "title", url=lambda one: reverse("registers:redefine", args=[one.code])),
    Column(_("Đơn vị"), lambda one: Unit(one.unit).label),
    Column(_("Các diện"), lambda one: "; ".join(group.title for group in one.groups)),
    Column(_("Căn cứ"), "citation"),
    Column(_("Bảng tính đọc như"), lambda one: KIND_OF[one.layout].title),
    Column(_("Áp dụng từ"), lambda one: fmt_date(one.valid_from)),
)  # fmt: skip


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Danh mục danh sách"), reverse("registers:definitions"))]


def definitions(request: HttpRequest) -> HttpResponse:
    """GET: the registers in force today."""
    policies.check_define(viewer_of(request))
    listing = Listing(
        title=_("Danh mục danh sách quản lý"), name="danh-muc-danh-sach", columns=COLUMNS,
        source=from_rows(catalogue.registers()), row_id=lambda one: one.code,
    )  # fmt: skip
    return list_page(
        request, listing, actions=[Action(_("Thêm danh sách"), reverse("registers:define"), "main", "plus")]
    )


def add(request: HttpRequest) -> HttpResponse:
    """GET, POST: a register of one's own."""
    viewer = viewer_of(request)
    policies.check_define(viewer)
    return form_page(
        request, forms.DefineForm, title=_("Thêm danh sách quản lý"), crumbs=_crumbs(),
        cancel=reverse("registers:definitions"), initial={"fields_asked": list(defining.ASKED[:6])},
        lead=_("Lập xong là nhập được bảng tính, rà soát, đối chiếu và xem chất lượng như các danh sách có sẵn."),
        save=lambda data: defining.define(by=viewer, **data),
        done=lambda _made: (_("Đã lập danh sách."), reverse("registers:definitions")),
    )  # fmt: skip


def change(request: HttpRequest, register_code: str) -> HttpResponse:
    """GET, POST: a register is otherwise from a day on."""
    viewer = viewer_of(request)
    policies.check_define(viewer)
    register = catalogue.register(register_code)
    return form_page(
        request, forms.DefineForm, title=_("Sửa danh sách quản lý"), crumbs=_crumbs(),
        cancel=reverse("registers:definitions"), initial=defining.as_initial(register.code),
        lead=_("Áp dụng từ ngày đã chọn; trước ngày đó danh sách giữ như cũ."),
        save=lambda data: defining.redefine(by=viewer, code=register.code, **data),
        done=lambda _made: (_("Đã sửa danh sách."), reverse("registers:definitions")),
    )  # fmt: skip
