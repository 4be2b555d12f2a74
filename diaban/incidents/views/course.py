"""Forms by which an incident takes a step: checked, passed on, closed, opened again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from diaban.incidents import actions, forms, policies
from diaban.incidents.views.base import purposeful, subject, url_of
from diaban.web.forms import form_page


def _page(
    request: HttpRequest, incident_id: UUID, form: type[Form], verb: Callable[..., Any], *, title: Any, done: Any,
    button: Any = "", lead: Any = "",
) -> HttpResponse:  # fmt: skip
    """A form that is one verb's arguments."""
    viewer, view, frame = subject(request, incident_id)
    policies.check_edit(viewer, view.incident)
    return form_page(
        request, form, title=title, initial={"version": view.incident.version}, button=button, lead=lead,
        save=lambda data: verb(by=viewer, incident_id=incident_id, **data),
        done=lambda _made: (done, url_of(incident_id)), **frame,
    )  # fmt: skip


@purposeful
def step(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """GET, POST: something that was done."""
    return _page(request, incident_id, forms.StepForm, actions.add_step, title=_("Ghi việc đã làm"),
                 done=_("Đã ghi."))  # fmt: skip


@purposeful
def check(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """GET, POST: checking begins."""
    return _page(request, incident_id, forms.Confirm, actions.check, title=_("Bắt đầu xác minh"),
                 done=_("Đang xác minh; thời hạn giải quyết bắt đầu tính."), button=_("Bắt đầu"),
                 lead=_("Thời hạn giải quyết tin là 20 ngày kể từ bây giờ."))  # fmt: skip


@purposeful
def hand_over(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """GET, POST: passed to another body."""
    return _page(request, incident_id, forms.HandOver, actions.hand_over, title=_("Chuyển cơ quan khác"),
                 done=_("Đã chuyển; thông báo bằng văn bản trong 3 ngày làm việc."), button=_("Chuyển"))  # fmt: skip


@purposeful
def notify(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """GET, POST: the written notice was given."""
    return _page(request, incident_id, forms.Confirm, actions.notify, title=_("Đã thông báo bằng văn bản"),
                 done=_("Đã ghi việc thông báo."), button=_("Đã thông báo"))  # fmt: skip


@purposeful
def close(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """GET, POST: closed with its result."""
    return _page(request, incident_id, forms.Close, actions.close, title=_("Kết thúc vụ việc"),
                 done=_("Đã kết thúc vụ việc."), button=_("Kết thúc"))  # fmt: skip


@purposeful
def reopen(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """GET, POST: opened again."""
    return _page(request, incident_id, forms.Reopen, actions.reopen, title=_("Mở lại vụ việc"),
                 done=_("Đã mở lại; kết quả cũ không còn được tính."), button=_("Mở lại"))  # fmt: skip


@purposeful
def remote(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """GET, POST: a remote commune has 48 hours."""
    return _page(request, incident_id, Form, actions.remote, title=_("Thời hạn 48 giờ"),
                 done=_("Đã ghi thời hạn 48 giờ."), button=_("Áp dụng"),
                 lead=_("Cho xã vùng sâu, vùng xa, hải đảo: phân loại hoặc chuyển tin trong 48 giờ."))  # fmt: skip


@purposeful
def void(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """GET, POST: entered by mistake."""
    return _page(request, incident_id, forms.Confirm, actions.void, title=_("Đánh dấu ghi nhầm"),
                 done=_("Đã đánh dấu ghi nhầm; vụ việc không còn được tính."), button=_("Ghi nhầm"),
                 lead=_("Vụ việc vẫn còn trong sổ nhưng không được tính vào số liệu nào."))  # fmt: skip
