"""The ledger read as sentences, and one line of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.forms import HiddenInput, IntegerField
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.console import one_line, reading
from diaban.console.one_line import line_url
from diaban.console.telling import tell
from diaban.console.views.base import viewer_of
from diaban.core.errors import NotFound
from diaban.ledger import queries as ledger
from diaban.ledger.registry import kinds
from diaban.web.fields import ChoiceField, DayField
from diaban.web.forms import Form
from diaban.web.lists import Column, Listing, list_page
from diaban.web.pages import Crumb
from diaban.web.paging import Ask, Found
from diaban.web.records import record_page

#: Below this many kinds or parts of the ground a choice is offered; areas inside areas are opened from their pages.
MOST_CHOICES = 400
#: The largest number a line can have.
MOST_LINES = 2**63 - 1


def columns() -> tuple[Column, ...]:
    return (
        Column(_("Ngày"), "row.day", url=line_url),
        Column(_("Việc"), "sentence"),
        Column(_("Nơi"), "place"),
        Column(_("Người ghi"), "actor"),
        Column(_("Ghi lúc"), "row.recorded_at"),
    )


class Filters(Form):
    """What narrows the ledger; the choices are given by the view."""

    loai = ChoiceField(label=_("Loại việc"), choices=lambda: _kinds(), any_label=_("Mọi việc"), required=False)
    noi = ChoiceField(label=_("Địa bàn"), choices=(), any_label=_("Cả phạm vi của bạn"), required=False)
    tu = DayField(label=_("Từ ngày"), required=False)
    den = DayField(label=_("Đến ngày"), required=False)
    tu_so = IntegerField(label=_("Từ dòng số"), required=False, widget=HiddenInput, min_value=1, max_value=MOST_LINES)
    den_so = IntegerField(label=_("Đến dòng số"), required=False, widget=HiddenInput, min_value=1, max_value=MOST_LINES)


def _kinds() -> list[tuple[str, Any]]:
    return [(code, kind.title) for code, kind in kinds().items()]


def filters_for(viewer: Viewer) -> type[Filters]:
    """The filters with the parts of the viewer's ground as choices."""
    parts = areas.children(viewer.scope.unit_id)[:MOST_CHOICES] if viewer.scope.unit_id is not None else []

    class Own(Filters):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            field = self.fields["noi"]
            field.choices = [*field.choices, *((str(u.id), u.title) for u in parts)]  # type: ignore[attr-defined]

    return Own


def lines(request: HttpRequest) -> HttpResponse:
    """GET /so-viec/: as it was recorded, lines of one action together; of one kind or one action, each by itself."""
    viewer = viewer_of(request, Permission.LEDGER_READ)

    def source(ask: Ask) -> Found:
        wanted = _wanted(ask)
        if wanted.kinds is None and wanted.ids is None:
            key = _key(ask.after, False)
            found, later = reading.groups(wanted, after=key and key[1], limit=ask.limit)
            return Found(reading.told(found, viewer), later=later)
        page = ledger.lines(wanted, after=_key(ask.after, wanted.kinds is not None), limit=ask.limit)
        return Found(tell(page.rows, viewer), later=page.after is not None)

    empty = _("Chưa có việc nào được ghi trong phạm vi của bạn. Việc đầu tiên được ghi sẽ hiện ở đây.")
    listing = Listing(_("Sổ việc"), "so-viec", columns(), source, filters_for(viewer), empty=empty)
    lead = _("Mỗi việc đã làm là một dòng; không dòng nào bị sửa hay xóa, chỉ có dòng mới thay dòng cũ.")
    return list_page(request, listing, lead=lead)


def _wanted(ask: Ask) -> ledger.Filter:
    values = ask.values
    return ledger.Filter(
        kinds=[values["loai"]] if values.get("loai") else None,
        places=areas.places_within(int(values["noi"])) if values.get("noi") else None,
        since=values.get("tu"),
        until=values.get("den"),
        ids=_ids(values.get("tu_so"), values.get("den_so")),
    )


def _ids(first: int | None, last: int | None) -> tuple[int, int] | None:
    return None if first is None and last is None else (first or 1, last or MOST_LINES)


def _key(after: str, by_day: bool) -> tuple[date | None, int] | None:
    """The key of the line a page goes on from; a line this viewer can't read begins at the start."""
    row = ledger.line(int(after)) if after.isdecimal() and len(after) < 19 else None
    return None if row is None else (row.day if by_day else None, row.id)


def line(request: HttpRequest, line_id: int) -> HttpResponse:
    """GET /so-viec/<id>/: everything a line holds, what it corrects and what happened to the same record."""
    viewer = viewer_of(request, Permission.LEDGER_READ)
    row = ledger.line(line_id)
    if row is None:
        raise NotFound(_("Không có dòng này trong sổ, hoặc nó thuộc địa bàn khác."))
    record = one_line.record_of(row, viewer)
    return record_page(request, record, crumbs=[Crumb(_("Sổ việc"), reverse("console:ledger"))])
