"""One case, for kinds whose domain has no page of its own, and the verbs of the corridor on any."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diaban.casework import actions, forms, policies, presenters, queries
from diaban.people.views.base import viewer_of
from diaban.web.forms import form_page
from diaban.web.pages import Crumb
from diaban.web.records import Chip, Record, record_page

#: Verb → title, form, what is said when it is done.
VERBS: dict[str, tuple[Any, type[django_forms.Form], Any]] = {
    "assign": (gettext_lazy("Phân công"), forms.AssignForm, gettext_lazy("Đã phân công.")),
    "return": (gettext_lazy("Trả lại để phân công"), forms.ConfirmForm, gettext_lazy("Đã trả lại để phân công.")),
    "escalate": (gettext_lazy("Chuyển cấp trên"), forms.ConfirmForm, gettext_lazy("Đã chuyển cấp trên.")),
    "hand_over": (gettext_lazy("Bàn giao cơ quan khác"), forms.HandOverForm, gettext_lazy("Đã bàn giao.")),
    "pause": (gettext_lazy("Dừng thời hạn"), forms.ConfirmForm, gettext_lazy("Đã dừng thời hạn.")),
    "resume": (gettext_lazy("Tính tiếp thời hạn"), forms.ConfirmForm, gettext_lazy("Thời hạn tính tiếp.")),
}


def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """GET: the record's own page, or what the corridor knows of the case where its domain has none."""
    viewer = viewer_of(request)
    found = queries.case(case_id, viewer=viewer)
    if found.declared.page:
        return redirect(presenters.url(found))
    (shown,) = presenters.show([found], viewer)
    return record_page(
        request,
        Record(
            title=shown.label, kind=shown.kind, chips=[Chip(shown.state, "info")],
            sections=[presenters.section(found, viewer)], timeline=presenters.timeline(case_id, viewer),
            actions=presenters.actions(found, viewer),
        ),
        crumbs=[Crumb(_("Hộp việc"), reverse("casework:inbox"))],
    )  # fmt: skip


def verb(request: HttpRequest, case_id: UUID, verb: str) -> HttpResponse:
    """GET asks, POST does one of the corridor's verbs to a case and goes back to its record."""
    viewer = viewer_of(request)
    found = queries.case(case_id, viewer=viewer)
    if verb not in VERBS:
        raise Http404
    policies.check_work(viewer, found)
    title, form, said = VERBS[verb]
    (shown,) = presenters.show([found], viewer)
    own = form is not forms.ConfirmForm
    return form_page(
        request, form, title=title, lead=shown.label, initial={"version": found.version}, button=title,
        form_kwargs={"case": found, "viewer": viewer} if own else {},
        save=lambda data: actions.VERBS[verb](by=viewer, case_id=case_id, **data),
        done=lambda _saved: (said, _back(case_id, viewer)), cancel=shown.url,
        crumbs=[Crumb(_("Hộp việc"), reverse("casework:inbox")), Crumb(shown.label, shown.url)],
    )  # fmt: skip


def _back(case_id: UUID, viewer: Any) -> str:
    """The record, or the inbox where the case has left the viewer's ground."""
    gone = policies.reason(lambda: queries.case(case_id, viewer=viewer))
    return reverse("casework:inbox") if gone else presenters.url(queries.case(case_id, viewer=viewer))
