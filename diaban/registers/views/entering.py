"""Who comes into a register by a decision, and a round that takes the place of the one before."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from diaban.core.text import fmt_int
from diaban.core.time import today
from diaban.registers import catalogue, entering, forms, policies, rounds
from diaban.registers.views.base import crumbs, list_url, purposeful, viewer_of
from diaban.web.forms import form_page
from diaban.web.pages import Action
from diaban.web.records import Record, record_page


@purposeful
def enter(request: HttpRequest, register: str) -> HttpResponse:
    """GET, POST: a resident, or their household, comes into a register."""
    viewer = viewer_of(request)
    policies.check_import(viewer)
    found = catalogue.register(register)
    return form_page(
        request, forms.EnterForm, title=_("Thêm vào danh sách"), form_kwargs={"register": found},
        initial={"since": today()}, save=lambda data: entering.enter(by=viewer, register=register, **data),
        lead=_("Ghi theo quyết định; với danh sách hộ, cả hộ của người này được đưa vào."),
        done=lambda made: (_("Đã đưa vào danh sách %(n)s người.") % {"n": fmt_int(len(made))}, list_url(register)),
        crumbs=crumbs(found), cancel=list_url(register),
    )  # fmt: skip


@purposeful
def conclude(request: HttpRequest, register: str) -> HttpResponse:
    """GET: what the latest round leaves of the earlier ones. POST: they end."""
    viewer, found = viewer_of(request), catalogue.register(register)
    place = viewer.scope.unit_id or 0
    told = rounds.turn(viewer=viewer, register=register, place=place)
    counts = {"round": told.round, "carried": fmt_int(len(told.carried)), "gone": fmt_int(len(told.gone)),
              "waiting": fmt_int(told.waiting)}  # fmt: skip
    if request.method == "POST":
        rounds.conclude(by=viewer, register=register, place=place)
        said = _("Đã kết thúc đợt cũ: %(carried)s dòng sang đợt mới, %(gone)s dòng ra khỏi danh sách.")
        messages.success(request, said % counts)
        return redirect(list_url(register))
    text = _("Đợt %(round)s thay đợt trước: %(carried)s dòng có lại trong đợt mới, %(gone)s dòng không còn, %(waiting)s"
             " dòng cũ chưa nối với cư dân cũng ra khỏi danh sách.") % counts  # fmt: skip
    act = Action(_("Kết thúc đợt cũ"), reverse("registers:conclude", args=[register]), "danger", post=True)
    record = Record(_("Kết thúc đợt cũ"), found.title, notes=[("warn", text)], actions=[act])
    return record_page(request, record, crumbs=crumbs(found))
