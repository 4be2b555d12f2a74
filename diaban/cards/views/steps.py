"""The steps of an application: forms for those that ask for something, one press for the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from diaban.cards import actions, forms, policies, queries
from diaban.cards.states import APPLICATION
from diaban.cards.views.records import crumbs
from diaban.core.time import today
from diaban.people import queries as people
from diaban.people.views.base import purposeful, viewer_of
from diaban.web.forms import Form, form_page
from diaban.web.pages import Crumb

#: Steps that are one press, by the last part of their address.
PLAIN: dict[str, Callable[..., Any]] = {
    "mend": actions.mend,
    "mended": actions.mended,
    "declare": actions.declare,
    "send": actions.send,
    "approve": actions.approve,
    "arrive": actions.arrive,
    "not-collected": actions.not_collected,
    "lose": actions.lose,
    "refuse": actions.refuse,
    "withdraw": actions.withdraw,
}


@purposeful
def apply(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """GET, POST: take in an application for a resident; one that is open already is shown instead."""
    viewer = viewer_of(request)
    policies.check_write(viewer)
    resident = people.resident(viewer=viewer, resident_id=resident_id).resident
    policies.check_apply(viewer, resident, today())
    standing = queries.open_one_of(viewer=viewer, resident_id=resident_id)
    if standing is not None:
        messages.info(request, _("Người này đã có hồ sơ căn cước đang giải quyết."))
        return redirect("cards:application", application_id=standing)
    back = reverse("people:resident", args=[resident_id])
    return form_page(
        request, forms.ApplyForm, title=_("Làm thẻ căn cước"), lead=resident.full_name,
        initial={"reason": queries.reason_for(viewer=viewer, resident_id=resident_id)},
        save=lambda data: actions.apply(by=viewer, resident_id=resident_id, **data),
        done=lambda made: (_("Đã tiếp nhận hồ sơ căn cước."), reverse("cards:application", args=[made.pk])),
        button=_("Tiếp nhận"), cancel=back, crumbs=[*crumbs(), Crumb(resident.full_name, back)],
    )  # fmt: skip


def _form(
    request: HttpRequest, application_id: UUID, form: type[Form], title: Any, save: Callable[..., Any], done: Any
) -> HttpResponse:
    viewer = viewer_of(request)
    policies.check_write(viewer)
    view = queries.application(viewer=viewer, application_id=application_id)
    address = reverse("cards:application", args=[application_id])
    return form_page(
        request, form, title=title, lead=view.bearer.full_name, cancel=address,
        save=lambda data: save(by=viewer, application_id=application_id, **data), done=lambda _saved: (done, address),
        crumbs=[*crumbs(), Crumb(view.bearer.full_name, address)],
    )  # fmt: skip


@purposeful
def capture(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """GET, POST: how well each part was captured."""
    return _form(request, application_id, forms.CaptureForm, _("Ghi kết quả thu nhận"), actions.capture,
                 _("Đã ghi kết quả thu nhận."))  # fmt: skip


@purposeful
def send_back(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """GET, POST: why the centre sent it back."""
    return _form(request, application_id, forms.ReturnForm, _("Trung ương trả lại"), actions.send_back,
                 _("Đã ghi lý do trả lại."))  # fmt: skip


@purposeful
def print_card(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """GET, POST: the number of the card that was printed."""
    return _form(request, application_id, forms.PrintForm, _("Thẻ đã in"), actions.print_card, _("Đã ghi thẻ."))


@purposeful
def spoil(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """GET, POST: what is wrong with the card; another is printed."""
    return _form(request, application_id, forms.SpoilForm, _("Thẻ hỏng, in lại"), actions.spoil,
                 _("Đã ghi thẻ hỏng. Giữ thẻ riêng để hủy."))  # fmt: skip


@purposeful
def note_card(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """GET, POST: the day on which the card that someone shows was issued, before cards were followed here."""
    viewer = viewer_of(request)
    policies.check_write(viewer)
    resident = people.resident(viewer=viewer, resident_id=resident_id).resident
    back = reverse("people:resident", args=[resident_id])
    return form_page(
        request, forms.EarlierForm, title=_("Ghi thẻ đang giữ"), lead=resident.full_name, cancel=back,
        save=lambda data: actions.note_card(by=viewer, resident_id=resident_id, **data),
        done=lambda _made: (_("Đã ghi thẻ đang giữ."), back), crumbs=[*crumbs(), Crumb(resident.full_name, back)],
    )  # fmt: skip


@purposeful
def hand(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """GET, POST: to whom the card goes."""
    return _form(request, application_id, forms.HandForm, _("Trả thẻ"), actions.hand_over, _("Đã trả thẻ."))


@purposeful
@require_POST
def plain(request: HttpRequest, application_id: UUID, verb: str) -> HttpResponse:
    """POST: a step that asks for nothing."""
    if verb not in PLAIN:
        raise Http404
    PLAIN[verb](by=viewer_of(request), application_id=application_id)
    done = next(way.title for way in APPLICATION.transitions if way.code == verb.replace("-", "_"))
    messages.success(request, _("Đã ghi: %s.") % done)
    return redirect("cards:application", application_id=application_id)
