"""The steps of a dossier: forms for those that ask for something, one press for the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from diaban.onestop import actions, catalogue, forms, policies, queries
from diaban.onestop.views.base import purposeful, subject, url_of, viewer_of
from diaban.people.forms import PaperForm
from diaban.people.views.papers import served
from diaban.web.forms import Form, form_page

#: Steps that are one press, by the last part of their address.
PLAIN: dict[str, Callable[..., Any]] = {
    "process": actions.process, "answer": actions.answer_supplement, "pay": actions.pay, "waive": actions.waive,
    "go-on": actions.go_on, "withdraw": actions.withdraw, "reopen": actions.reopen,
}  # fmt: skip


def _form(
    request: HttpRequest, dossier_id: UUID, form: type[Form], title: Any, save: Callable[..., Any], done: Any,
    button: Any = "", **kwargs: Any,
) -> HttpResponse:  # fmt: skip
    viewer, view, frame = subject(request, dossier_id)
    policies.check_write(viewer)
    lead = f"{catalogue.title(view.dossier.procedure)} · {view.dossier.applicant}"
    return form_page(
        request, form, title=title, lead=lead, button=button, form_kwargs=kwargs,
        save=lambda data: save(by=viewer, dossier_id=dossier_id, **data),
        done=lambda _saved: (done, url_of(dossier_id)), **frame,
    )  # fmt: skip


@purposeful
def ask(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """GET, POST: what the applicant has to bring."""
    return _form(request, dossier_id, forms.AskForm, _("Yêu cầu bổ sung"), actions.ask_supplement,
                 _("Đã yêu cầu bổ sung; thời hạn tạm dừng."))  # fmt: skip


@purposeful
def charge(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """GET, POST: a fee to be paid before work goes on."""
    return _form(request, dossier_id, forms.ChargeForm, _("Yêu cầu nộp phí, lệ phí"), actions.charge,
                 _("Đã yêu cầu nộp phí, lệ phí; thời hạn tạm dừng."))  # fmt: skip


@purposeful
def approve(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """GET, POST: grant it, which writes to the register."""
    return _form(request, dossier_id, forms.ApproveForm, _("Giải quyết hồ sơ"), actions.approve,
                 _("Đã giải quyết; kết quả đã ghi vào sổ."), _("Giải quyết"))  # fmt: skip


@purposeful
def refuse(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """GET, POST: why it is refused."""
    return _form(request, dossier_id, forms.WhyForm, _("Từ chối giải quyết"), actions.refuse, _("Đã ghi từ chối."))


@purposeful
def stop(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """GET, POST: why work on it stops."""
    return _form(request, dossier_id, forms.WhyForm, _("Dừng xử lý"), actions.stop,
                 _("Đã dừng; thời hạn tạm dừng."))  # fmt: skip


@purposeful
def deliver(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """GET, POST: to whom the result goes."""
    return _form(request, dossier_id, forms.DeliverForm, _("Trả kết quả"), actions.deliver, _("Đã trả kết quả."),
                 _("Trả kết quả"))  # fmt: skip


@purposeful
def extend(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """GET, POST: an apology with another day of return."""
    return _form(request, dossier_id, forms.ExtendForm, _("Xin lỗi và hẹn lại"), actions.extend,
                 _("Đã lập văn bản xin lỗi và hẹn lại."))  # fmt: skip


@purposeful
def forward(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """GET, POST: another office decides."""
    viewer, view, _frame = subject(request, dossier_id)
    offices = [o for o in catalogue.deciders(viewer, view.dossier.procedure) if o.pk != view.dossier.office]

    def save(*, office_id: str, **who: Any) -> Any:
        return actions.forward(office_id=int(office_id), **who)

    return _form(request, dossier_id, forms.ForwardForm, _("Chuyển cơ quan giải quyết khác"), save,
                 _("Đã chuyển hồ sơ."), _("Chuyển"), offices=offices)  # fmt: skip


@purposeful
@require_POST
def plain(request: HttpRequest, dossier_id: UUID, verb: str) -> HttpResponse:
    """POST: a step that asks for nothing."""
    if verb not in PLAIN:
        raise Http404
    PLAIN[verb](by=viewer_of(request), dossier_id=dossier_id)
    messages.success(request, _("Đã ghi."))
    return redirect("onestop:dossier", dossier_id=dossier_id)


@purposeful
def attach(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """GET, POST: a scan or a document."""

    def save(*, file: Any, title: str, **who: Any) -> Any:
        return actions.attach(content=file.read(), file_name=file.name, title=title, **who)

    return _form(request, dossier_id, PaperForm, _("Đính kèm giấy tờ"), save, _("Đã đính kèm."), _("Đính kèm"))


@require_GET
@purposeful
def paper(request: HttpRequest, dossier_id: UUID, attachment_id: UUID) -> HttpResponse:
    """GET: the file, to be saved, never shown as a page of ours."""
    found, content = queries.open_paper(viewer=viewer_of(request), dossier_id=dossier_id, attachment_id=attachment_id)
    return served(found, content)
