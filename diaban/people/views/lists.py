"""The list of residents."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.people import policies, queries
from diaban.people.forms import filters_for
from diaban.people.models import Sex, State
from diaban.people.queries import Filters, PersonRow
from diaban.people.views.base import purposeful, viewer_of
from diaban.people.views.presenters import STATE_CHIPS
from diaban.web.lists import Column, Listing, list_page
from diaban.web.pages import Action
from diaban.web.paging import Ask, Found


def address(row: PersonRow) -> str:
    return reverse("people:resident", args=[row.id])


COLUMNS = (
    Column(_("Họ và tên"), "full_name", url=address, sort="name"),
    Column(_("Ngày sinh"), "birth", sort="birth", file="born"),
    Column(_("Giới tính"), lambda row: Sex(row.sex).label),
    Column(_("Số định danh"), "number"),
    Column(_("Nơi cư trú"), "place_name"),
    Column(_("Tình trạng"), lambda row: State(row.state).label, chip=lambda row: STATE_CHIPS.get(State(row.state), "")),
)


def filters_of(ask: Ask) -> Filters:
    """The list's filters from the clean values of its form."""
    values = ask.values
    return Filters(
        unit=values.get("dia_ban"),
        sex=values.get("gioi_tinh") or "",
        state=values.get("tinh_trang") or "counted",
        age_from=values.get("tu_tuoi"),
        age_to=values.get("den_tuoi"),
    )


def listing(viewer: Viewer) -> Listing:
    """Residents of the viewer's scope as a list page shows them."""

    def source(ask: Ask) -> Found:
        page = queries.list_residents(
            viewer=viewer, filters=filters_of(ask), sort=ask.sort, down=ask.down, after=ask.after, before=ask.before,
            limit=ask.limit, export=ask.export,
        )  # fmt: skip
        return Found(page.rows, page.earlier, page.later)

    add = Action(_("Ghi người mới"), reverse("people:register"), "main", "plus")
    return Listing(
        title=_("Cư dân"),
        name="cu-dan",
        columns=COLUMNS,
        source=source,
        filters=filters_for(viewer),
        count=lambda ask: queries.count_residents(viewer=viewer, filters=filters_of(ask)),
        sort="name",
        persons=lambda row: row.id,
        empty=_("Chưa có cư dân nào trong phạm vi của bạn. Nhập danh sách của xã hoặc ghi từng người."),
        empty_action=add if policies.can_add(viewer) else None,
    )


@purposeful
def residents(request: HttpRequest) -> HttpResponse:
    """GET: residents of the viewer's scope, filtered, in name order."""
    viewer = viewer_of(request)
    policies.check_list(viewer)
    add = Action(_("Ghi người mới"), reverse("people:register"), "main", "plus")
    return list_page(request, listing(viewer), actions=[add] if policies.can_add(viewer) else [])
