"""Forms of households: split, joined, given another head, closed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.core.errors import Invalid
from diaban.people import actions, forms, policies, queries
from diaban.people.models import COUNTED, Resident
from diaban.people.views.base import people_crumbs, purposeful, viewer_of
from diaban.people.views.events import person_crumbs, saved, subject, url_of
from diaban.web.forms import form_page


def home_url(household_id: UUID) -> str:
    return reverse("people:household", args=[household_id])


@purposeful
def split(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """GET, POST: a member leaves and heads a household of their own."""
    viewer, view = subject(request, resident_id)
    policies.check_live(viewer, view.resident)
    return form_page(
        request, forms.SplitForm, title=_("Tách hộ"), lead=view.resident.full_name,
        initial={"version": view.resident.version, "address": view.resident.address},
        save=lambda data: actions.open_household(by=viewer, head_id=resident_id, **data),
        done=lambda home: (_("Đã lập hộ mới."), home_url(home.id)), crumbs=person_crumbs(view),
        cancel=url_of(resident_id),
    )  # fmt: skip


@purposeful
def join(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """GET, POST: a resident joins another household of the area, found by code or by its head's name."""
    viewer, view = subject(request, resident_id)
    row = view.resident
    policies.check_live(viewer, row)
    options = fitting(viewer, row, request.POST.get("household", ""))

    def save(data: dict[str, Any]) -> Any:
        household_id = chosen(data, options)
        return actions.join_household(by=viewer, resident_id=resident_id, household_id=household_id, **data)

    return form_page(
        request, forms.JoinForm, title=_("Nhập vào hộ khác"), lead=row.full_name, save=save,
        initial={"version": row.version}, form_kwargs={"options": options if len(options) > 1 else []},
        done=lambda _r: saved(_("Đã nhập vào hộ."), resident_id), crumbs=person_crumbs(view),
        cancel=url_of(resident_id),
    )  # fmt: skip


Options = list[tuple[str, str]]


def fitting(viewer: Viewer, row: Resident, typed: str) -> Options:
    """Other households of a resident's place that fit what was typed, as choices."""
    found = queries.household_options(viewer=viewer, place=row.place, text=typed) if typed else []
    return [(str(id_), label) for id_, label in found if id_ != row.household_id]


def chosen(data: dict[str, Any], options: Options) -> UUID:
    """The household that the form means, taken out of `data`. Raises Invalid where none or several fit."""
    data.pop("household")
    said = data.pop("household_id", "") or (options[0][0] if len(options) == 1 else "")
    if said:
        return UUID(said)
    sentence = _("Có nhiều hộ khớp; hãy chọn một hộ.") if options else _("Không có hộ nào khớp ở địa bàn này.")
    raise Invalid(sentence, {"household_id" if options else "household": sentence})


@purposeful
def head(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """GET, POST: another member becomes head."""
    viewer = viewer_of(request)
    view = queries.household(viewer=viewer, household_id=household_id)
    policies.check_add(viewer, view.household.place)
    current = view.household.head_id
    members = [(str(m.id), m.full_name) for m in view.members if m.state in COUNTED and m.id != current]
    return form_page(
        request, forms.HeadForm, title=_("Đổi chủ hộ"), form_kwargs={"members": members},
        initial={"version": view.household.version}, crumbs=people_crumbs(), cancel=home_url(household_id),
        save=lambda data: actions.change_head(
            by=viewer, household_id=household_id, version=data["version"], head_id=UUID(data["head_id"])),
        done=lambda home: (_("Đã đổi chủ hộ."), home_url(home.id)),
    )  # fmt: skip


@purposeful
def close(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """GET asks, POST ends a household in which nobody lives any more."""
    viewer = viewer_of(request)
    view = queries.household(viewer=viewer, household_id=household_id)
    policies.check_add(viewer, view.household.place)
    return form_page(
        request, forms.VoidForm, title=_("Xóa hộ"), initial={"version": view.household.version},
        lead=_("Chỉ xóa được hộ không còn người đang cư trú."), button=_("Xóa hộ"),
        save=lambda data: actions.close_household(by=viewer, household_id=household_id, **data),
        done=lambda home: (_("Đã xóa hộ khỏi sổ."), home_url(home.id)), crumbs=people_crumbs(),
        cancel=home_url(household_id),
    )  # fmt: skip
