"""Verbs on one row: matched, put right, taken out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diaban.core.errors import Invalid
from diaban.core.text import fmt_int
from diaban.core.time import today
from diaban.registers import actions, forms, handing, policies, queries, taking
from diaban.registers.queries import RowView
from diaban.registers.views.base import crumbs, list_url, purposeful, row_url, viewer_of
from diaban.web.days import PartialDay
from diaban.web.forms import form_page
from diaban.web.pages import Crumb


@require_POST
@purposeful
def link(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """POST `resident`: the row is this resident."""
    viewer = viewer_of(request)
    policies.check_settle(viewer, queries.row(viewer=viewer, row_id=entry_id).row)
    try:
        resident = UUID(request.POST.get("resident", ""))
    except ValueError:
        raise Invalid(_("Chưa nối: không rõ là cư dân nào. Hãy tải lại trang rồi chọn.")) from None
    actions.link(by=viewer, row_id=entry_id, resident_id=resident)
    messages.success(request, _("Đã nối dòng này với cư dân."))
    return redirect(row_url(entry_id))


@require_POST
@purposeful
def unlink(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """POST: the row is not whom it was matched to."""
    actions.unlink(by=viewer_of(request), row_id=entry_id)
    messages.success(request, _("Đã gỡ nối; dòng này chờ tìm đúng người."))
    return redirect(row_url(entry_id))


@require_POST
@purposeful
def take(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """POST: what the resident's record says goes before what the paper says."""
    taken = taking.take(by=viewer_of(request), row_id=entry_id)
    messages.success(request, _("Đã lấy theo sổ cư trú.") if taken else _("Hai bên đã giống nhau; không đổi gì."))
    return redirect(row_url(entry_id))


def _frame(view: RowView) -> dict[str, Any]:
    url = row_url(view.row.id)
    return {"crumbs": crumbs(view.register, Crumb(view.row.full_name, url)), "cancel": url}


@purposeful
def correct(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """GET, POST: what the paper says, put right."""
    viewer = viewer_of(request)
    view = queries.row(viewer=viewer, row_id=entry_id)
    policies.check_edit(viewer, view.row)
    return form_page(
        request, forms.CorrectForm, title=_("Sửa dòng này"), initial=_initial(view),
        form_kwargs={"viewer": viewer, "register": view.register, "masked": view.number},
        save=lambda data: actions.correct(by=viewer, row_id=entry_id, version=data["version"],
                                          data=forms.as_data(data)),
        done=lambda _made: (_("Đã sửa."), row_url(entry_id)),
        current=lambda: _initial(queries.row(viewer=viewer, row_id=entry_id)), **_frame(view),
    )  # fmt: skip


def _initial(view: RowView) -> dict[str, Any]:
    row = view.row
    birth = PartialDay(row.birth_date, row.birth_precision) if row.birth_date else None
    names = ("full_name", "sex", "group", "relation", "head_name", "place", "version")
    return {name: getattr(row, name) for name in names} | {"birth": birth}


@purposeful
def leave(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """GET, POST: somebody leaves the register."""
    viewer = viewer_of(request)
    view = queries.row(viewer=viewer, row_id=entry_id)
    policies.check_edit(viewer, view.row)
    return form_page(
        request, forms.LeaveForm, title=_("Đưa ra khỏi danh sách"), button=_("Đưa ra"),
        initial={"day": today(), "version": view.row.version},
        save=lambda data: actions.leave(by=viewer, row_id=entry_id, **data),
        done=lambda _made: (_("Đã đưa ra khỏi danh sách."), row_url(entry_id)), **_frame(view),
    )  # fmt: skip


@purposeful
def hand_over(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """GET, POST: the commune where the person lives keeps the row from now on."""
    viewer = viewer_of(request)
    view = queries.row(viewer=viewer, row_id=entry_id)
    policies.check_settle(viewer, view.row)
    lead = _("Dòng này, cùng các dòng cùng hộ, ra khỏi danh sách ở đây và vào danh sách của xã nhận; việc đối chiếu"
             " đang chờ cũng do xã nhận kết luận.")  # fmt: skip
    return form_page(
        request, forms.HandOverForm, title=_("Chuyển cho xã nơi cư trú"), button=_("Chuyển"), lead=lead,
        form_kwargs={"row": view.row},
        initial={"unit": view.meant.id if view.meant else None, "version": view.row.version},
        save=lambda data: handing.hand_over(by=viewer, row_id=entry_id, unit_id=data["unit"], version=data["version"]),
        done=lambda made: (_("Đã chuyển %(n)s dòng cho xã nơi cư trú.") % {"n": fmt_int(len(made))},
                           list_url(view.register.code)),
        **_frame(view),
    )  # fmt: skip
