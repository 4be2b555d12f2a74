"""Forms by which people enter, change and leave the register."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from diaban.access.scope import Viewer
from diaban.people import actions, forms, policies, queries
from diaban.people.models import Resident
from diaban.people.queries import HouseholdView, PersonView
from diaban.people.views import alike
from diaban.people.views.base import people_crumbs, purposeful, viewer_of
from diaban.web.days import PartialDay
from diaban.web.forms import form_page
from diaban.web.pages import Crumb


def url_of(resident_id: UUID) -> str:
    return reverse("people:resident", args=[resident_id])


def person_crumbs(view: PersonView) -> list[Crumb]:
    return people_crumbs(Crumb(view.resident.full_name, url_of(view.resident.id)))


def home_crumbs(view: HouseholdView) -> list[Crumb]:
    """The way to a household: by its head's name, else its code."""
    home = view.household
    head = next((m.full_name for m in view.members if m.id == home.head_id), home.code)
    name = _("Hộ %(head)s") % {"head": head}
    return people_crumbs(Crumb(name, reverse("people:household", args=[home.id])))


def saved(sentence: Any, resident_id: UUID) -> tuple[Any, str]:
    """Where a form goes when it is done."""
    return sentence, url_of(resident_id)


def subject(request: HttpRequest, resident_id: UUID) -> tuple[Viewer, PersonView]:
    """The viewer, and the resident whom a form is about."""
    viewer = viewer_of(request)
    return viewer, queries.resident(viewer=viewer, resident_id=resident_id)


@purposeful
def register(request: HttpRequest) -> HttpResponse:
    """GET, POST: someone who lives here and isn't in the register."""
    viewer = viewer_of(request)
    policies.check_adder(viewer)
    shown = alike.Shown()

    def save(data: dict[str, Any]) -> Resident:
        person = forms.as_person(data)
        alike.look(request, viewer, shown, person, data["place"])
        return actions.register(by=viewer, person=person, household_id=None, **data)

    return form_page(
        request, forms.RegisterForm, template="people/person_form.html", title=_("Ghi người mới"), save=save,
        form_kwargs={"viewer": viewer},
        done=lambda r: saved(_("Đã ghi vào sổ cư trú."), r.id), crumbs=people_crumbs(),
        lead=_("Tìm trước khi ghi: người đã có ở xã khác thì đăng ký chuyển đến."), cancel=reverse("people:residents"),
        alike=shown,
    )  # fmt: skip


@purposeful
def add_member(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """GET, POST: someone new in a household of the viewer's area."""
    viewer = viewer_of(request)
    view = queries.household(viewer=viewer, household_id=household_id)
    home = view.household
    policies.check_add(viewer, home.place)
    shown = alike.Shown()

    def save(data: dict[str, Any]) -> Resident:
        person = forms.as_person(data)
        alike.look(request, viewer, shown, person, home.place, home.id)
        return actions.register(by=viewer, person=person, place=home.place, household_id=home.id, **data)

    return form_page(
        request, forms.MemberForm, template="people/person_form.html", title=_("Thêm người vào hộ"), save=save,
        form_kwargs={"viewer": viewer},
        initial={"address": home.address}, done=lambda r: saved(_("Đã thêm vào hộ."), r.id), crumbs=home_crumbs(view),
        cancel=reverse("people:household", args=[household_id]), alike=shown,
    )  # fmt: skip


@purposeful
def birth(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """GET, POST: a child born into a household."""
    viewer = viewer_of(request)
    view = queries.household(viewer=viewer, household_id=household_id)
    home = view.household
    policies.check_add(viewer, home.place)

    def save(data: dict[str, Any]) -> Resident:
        day = data["birth_date"]
        person = forms.as_person(data | {"birth_date": PartialDay(day)})
        return actions.record_birth(by=viewer, person=person, household_id=home.id, birth_day=day)[0]

    return form_page(
        request, forms.BirthForm, title=_("Khai sinh"), save=save, form_kwargs={"viewer": viewer},
        initial={"address": home.address}, done=lambda r: saved(_("Đã ghi trẻ mới sinh."), r.id),
        crumbs=home_crumbs(view), cancel=reverse("people:household", args=[household_id]), lead=home.address,
    )  # fmt: skip


def details(viewer: Viewer, view: PersonView) -> dict[str, Any]:
    """A resident's details as the form's initial values; a number that the viewer may not see is left out."""
    row = view.resident
    names = ("full_name", "sex", "phone", "address", "hometown", "relation", "version")
    birth = PartialDay(row.birth_date, row.birth_precision) if row.birth_date else ""
    number = row.id_no or "" if policies.sees_numbers(viewer) else ""
    return {name: getattr(row, name) for name in names} | {"birth_date": birth, "id_no": number}


@purposeful
def correct(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """GET, POST: a resident's details put right."""
    viewer, view = subject(request, resident_id)
    policies.check_edit(viewer, view.resident)
    hidden = "" if policies.sees_numbers(viewer) else view.number

    def save(data: dict[str, Any]) -> Resident:
        person = forms.as_person(data, kept_number=view.resident.id_no if hidden else None)
        return actions.correct(by=viewer, resident_id=resident_id, version=data["version"], person=person)

    return form_page(
        request, forms.CorrectForm, template="people/person_form.html", title=_("Sửa thông tin"), save=save,
        initial=details(viewer, view),
        form_kwargs={"viewer": viewer, "masked": hidden}, current=lambda: details(*subject(request, resident_id)),
        done=lambda r: saved(_("Đã lưu thông tin."), r.id), crumbs=person_crumbs(view), cancel=url_of(resident_id),
    )  # fmt: skip


@purposeful
def add_alias(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """GET, POST: an old number or another name."""
    viewer, view = subject(request, resident_id)
    policies.check_edit(viewer, view.resident)
    return form_page(
        request, forms.AliasForm, title=_("Thêm số cũ hoặc tên khác"),
        save=lambda data: actions.add_alias(by=viewer, resident_id=resident_id, **data),
        done=lambda _a: saved(_("Đã thêm."), resident_id), crumbs=person_crumbs(view), cancel=url_of(resident_id),
    )  # fmt: skip


@require_POST
@purposeful
def remove_alias(request: HttpRequest, resident_id: UUID, alias_id: int) -> HttpResponse:
    """POST: take away an old number or name noted by mistake."""
    from django.shortcuts import redirect

    actions.remove_alias(by=viewer_of(request), resident_id=resident_id, alias_id=alias_id)
    return redirect(url_of(resident_id))


def _dated(
    request: HttpRequest, resident_id: UUID, form: type[forms.DayForm], title: Any, sentence: Any, act: Any
) -> HttpResponse:
    """A form about something that happened to a resident who is counted here."""
    viewer, view = subject(request, resident_id)
    policies.check_live(viewer, view.resident)
    return form_page(
        request, form, title=title, initial={"version": view.resident.version},
        save=lambda data: act(by=viewer, resident_id=resident_id, **data),
        done=lambda _e: saved(sentence, resident_id), crumbs=person_crumbs(view), cancel=url_of(resident_id),
        lead=view.resident.full_name,
    )  # fmt: skip


@purposeful
def death(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """GET, POST: a death."""
    return _dated(request, resident_id, forms.DeathForm, _("Khai tử"), _("Đã ghi khai tử."), actions.record_death)


@purposeful
def move_out(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """GET, POST: a resident leaves for a place outside this register."""
    return _dated(request, resident_id, forms.MoveOutForm, _("Chuyển đi"), _("Đã ghi chuyển đi."), actions.move_out)


@purposeful
def move_in(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """GET, POST: someone known to the register settles in the viewer's area."""
    viewer, view = subject(request, resident_id)
    policies.check_adder(viewer)
    version = view.resident.version
    return form_page(
        request, forms.MoveInForm, title=_("Đăng ký chuyển đến"), initial={"version": version},
        form_kwargs={"viewer": viewer}, lead=view.resident.full_name, crumbs=person_crumbs(view),
        save=lambda data: actions.move_in(by=viewer, resident_id=resident_id, household_id=None, **data),
        done=lambda _e: saved(_("Đã ghi chuyển đến."), resident_id), cancel=url_of(resident_id),
    )  # fmt: skip


@purposeful
def void(request: HttpRequest, resident_id: UUID, event_id: UUID) -> HttpResponse:
    """GET asks, POST undoes an event that was entered by mistake."""
    viewer, view = subject(request, resident_id)
    policies.check_edit(viewer, view.resident)
    return form_page(
        request, forms.VoidForm, title=_("Hủy sự kiện ghi nhầm"), initial={"version": view.resident.version},
        save=lambda data: actions.void_event(by=viewer, event_id=event_id, **data), button=_("Hủy sự kiện"),
        lead=_("Những gì sự kiện đã thay đổi sẽ được trả lại như trước; dòng sổ được đính chính, không bị xóa."),
        done=lambda _e: saved(_("Đã hủy sự kiện."), resident_id), crumbs=person_crumbs(view),
        cancel=url_of(resident_id),
    )  # fmt: skip
