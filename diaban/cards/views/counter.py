"""At the counter with a scanner: cards are received by the parcel and handed over one scan each."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.cards import actions, forms, policies, queries
from diaban.cards.models import Delivery
from diaban.cards.views.records import crumbs
from diaban.core.errors import DiabanError, Invalid
from diaban.core.time import today
from diaban.people.views.base import purposeful, viewer_of
from diaban.web.forms import add_errors, form_page
from diaban.web.pages import page

#: Numbers named when some of a parcel weren't taken in; cards named of those that were handed over.
_NAMED = 10


@purposeful
def receive(request: HttpRequest) -> HttpResponse:
    """GET, POST: a parcel of cards, by their numbers."""
    viewer = viewer_of(request)
    policies.check_write(viewer)
    return form_page(
        request, forms.ReceiveForm, title=_("Nhận thẻ về đơn vị"), button=_("Nhận"), crumbs=crumbs(),
        save=lambda data: _received(viewer, data["serials"]), done=lambda said: (said, reverse("cards:stock")),
        cancel=reverse("cards:stock"),
    )  # fmt: skip


def _received(viewer: Viewer, serials: list[str]) -> Any:
    """Takes in what was printed for this office, and says which numbers weren't. Raises Invalid where none was."""
    known = queries.serials_here(viewer=viewer, serials=serials)
    unknown = [each for each in dict.fromkeys(serials) if each.upper() not in known]
    named = ", ".join(unknown[:_NAMED]) + ("…" if len(unknown) > _NAMED else "")
    if not known:
        sentence = _("Không có thẻ nào đã in cho đơn vị mang các số này: %s. Chưa lưu gì.") % named
        raise Invalid(sentence, {"serials": sentence})
    actions.arrive_all(by=viewer, application_ids=list(known.values()))
    told = _("Đã nhận %(taken)s thẻ.") % {"taken": len(known)}
    if not unknown:
        return told
    return f"{told} " + _("Chưa nhận %(count)s số không có trong sổ chờ nhận: %(named)s.") % {
        "count": len(unknown), "named": named,
    }  # fmt: skip


@purposeful
def station(request: HttpRequest) -> HttpResponse:
    """GET, POST: each scan hands a card to its bearer; the page stays, ready for the next."""
    viewer = viewer_of(request)
    policies.check_write(viewer)
    form, done = forms.StationForm(request.POST or None), None
    if form.is_bound and form.is_valid():
        try:
            done = _handed(viewer, form.cleaned_data)
        except DiabanError as error:
            add_errors(form, error if isinstance(error, Invalid) else Invalid(error.sentence))
    shown = forms.StationForm(initial={"checked": True}) if done else form.emptied()
    last, count = queries.handed_on(viewer=viewer, day=today(), most=_NAMED)
    return page(
        request, "cards/station.html", title=_("Trả thẻ bằng quét"), crumbs=crumbs(), form=shown, done=done, last=last,
        count=count, button=_("Trả thẻ"), status=422 if form.is_bound and not done else 200,
    )  # fmt: skip


def _handed(viewer: Viewer, data: dict[str, Any]) -> str:
    """Hands over the card that was scanned; its bearer's name. Looking is written to the log."""
    card = queries.to_hand_over(viewer=viewer, code=data["code"])
    view = queries.open_application(viewer=viewer, application_id=card.application_id)
    actions.hand_over(by=viewer, application_id=card.application_id, delivery=Delivery.SELF, checked=data["checked"])
    return view.bearer.full_name
