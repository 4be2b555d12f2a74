"""Who looked at whom: an auditor reads every look-up, everyone else their own."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from diaban.access import queries as access
from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.console.looked import Looked, columns, described
from diaban.console.views.base import viewer_of
from diaban.ledger import queries as ledger
from diaban.web.fields import ChoiceField
from diaban.web.forms import Form
from diaban.web.lists import Listing, list_page
from diaban.web.pages import Crumb
from diaban.web.paging import Ask, Found


class ByActor(Form):
    """Narrows to one member of staff, chosen by pressing their name in the list."""

    nguoi = ChoiceField(label=_("Người xem"), choices=(), any_label=_("Mọi người"), required=False)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        asked = str((data or {}).get("nguoi", ""))
        if asked.isdecimal() and len(asked) < 10:
            named = access.staff_names([int(asked)])
            self.fields["nguoi"].choices += [(str(pk), name) for pk, name in named.items()]  # type: ignore[attr-defined]


def lookups(request: HttpRequest) -> HttpResponse:
    """GET /tra-cuu/"""
    viewer = viewer_of(request)
    listing = everyones(viewer) if viewer.can(Permission.LOOKUPS_READ) else own(viewer)
    leads = {
        "tat-ca": _("Mọi lần tìm và mở hồ sơ cư dân, với mục đích đã nêu. Bấm tên người xem để chỉ đọc của người đó."),
        "cua-toi": _("Những lần chính bạn đã tìm và mở hồ sơ cư dân. Người được xem có quyền biết."),
    }
    return list_page(request, listing, lead=leads[listing.name])


def everyones(viewer: Viewer) -> Listing:
    """All look-ups, for an auditor."""

    def of_actor(row: Looked) -> str:
        return f"{reverse('console:lookups')}?nguoi={row.actor_id}"

    def source(ask: Ask) -> Found:
        actor = int(ask.values["nguoi"]) if ask.values.get("nguoi") else None
        return _page(ledger.lookups(actor=actor, before=_key(ask), limit=ask.limit + 1), ask, viewer)

    empty = _("Chưa có lần tra cứu nào.")
    return Listing(_("Nhật ký tra cứu"), "tat-ca", columns(of_actor), source, ByActor, empty=empty)


def own(viewer: Viewer) -> Listing:
    """The viewer's own look-ups."""

    def source(ask: Ask) -> Found:
        return _page(ledger.lookups(actor=viewer.staff_id, before=_key(ask), limit=ask.limit + 1), ask, viewer)

    empty = _("Bạn chưa tra cứu lần nào. Mỗi lần tìm hay mở hồ sơ sẽ hiện ở đây.")
    return Listing(_("Tôi đã tra cứu"), "cua-toi", columns(), source, empty=empty)


def _key(ask: Ask) -> int | None:
    return int(ask.after) if ask.after.isdecimal() and len(ask.after) < 19 else None


def _page(rows: list[ledger.LookupRow], ask: Ask, viewer: Viewer) -> Found:
    return Found(described(rows[: ask.limit], viewer), later=len(rows) > ask.limit)


def of_record(request: HttpRequest, record_id: Any) -> HttpResponse:
    """GET /tra-cuu/<uuid>/: who searched up or opened one record, for an auditor."""
    viewer = viewer_of(request, Permission.LOOKUPS_READ)

    def source(ask: Ask) -> Found:
        return _page(ledger.lookups_of(record_id, before=_key(ask), limit=ask.limit + 1), ask, viewer)

    title, empty = _("Ai đã xem hồ sơ …%s") % str(record_id)[-4:], _("Chưa ai xem hồ sơ này.")
    way = [Crumb(_("Nhật ký tra cứu"), reverse("console:lookups"))]
    return list_page(request, Listing(title, "tra-cuu", columns(), source, empty=empty), crumbs=way)
