"""Turns residents and households into what pages show: chips, actions with reasons, and changes told in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.forms.models import model_to_dict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.core.text import fmt_date, fmt_moment, mask_id
from diaban.people import policies
from diaban.people.models import Household, Relation, Resident, Sex, State
from diaban.people.queries import HouseholdView, PersonView
from diaban.web.pages import Action, allowed
from diaban.web.records import Section

STATE_CHIPS = {State.DEAD: "", State.MOVED: "", State.VOID: "bad", State.ABSENT: "warn", State.AWAY: "info"}

TABLES = {
    "people_resident": _("Thông tin"),
    "people_household": _("Hộ"),
    "people_stay": _("Cư trú"),
    "people_alias": _("Số cũ và tên khác"),
}
#: What a changed column is called; columns not named here follow from others or are the program's own.
FIELDS = {
    "full_name": _("Họ và tên"),
    "sex": _("Giới tính"),
    "birth_date": _("Ngày sinh"),
    "id_no": _("Số định danh"),
    "phone": _("Số điện thoại"),
    "address": _("Địa chỉ"),
    "hometown": _("Quê quán"),
    "relation": _("Quan hệ với chủ hộ"),
    "state": _("Tình trạng"),
    "death_date": _("Ngày mất"),
    "household_id": _("Hộ"),
    "place": _("Địa bàn"),
    "ends": _("Ngày kết thúc"),
    "value": _("Số hoặc tên"),
    "head_id": _("Chủ hộ"),
    "code": _("Mã hộ"),
}


def person_actions(viewer: Viewer, view: PersonView) -> list[Action]:
    """What can be done with a resident; what this viewer may not do carries the reason."""
    row = view.resident

    def live(name: Any, url_name: str, kind: str = "", icon: str = "") -> Action:
        action = Action(name, reverse(f"people:{url_name}", args=[row.id]), kind, icon)
        return allowed(action, lambda: policies.check_live(viewer, row))

    mend = Action(_("Sửa thông tin"), reverse("people:correct", args=[row.id]), "main", "edit")
    made = [allowed(mend, lambda: policies.check_edit(viewer, row))]
    if row.state in (State.DEAD, State.VOID):
        return made
    # What people mostly come for stands before what changes where they live.
    made += [action for offer in _elsewhere("PERSON_ACTIONS") for action in offer(viewer, row)]
    arriving = row.place not in viewer.scope.person_places or row.state == State.MOVED
    if arriving and policies.can_add(viewer):
        made.append(Action(_("Đăng ký chuyển đến"), reverse("people:move_in", args=[row.id]), "", "in"))
        made.append(Action(_("Khai báo tạm trú, lưu trú"), reverse("people:open_stay", args=[row.id])))
    if not arriving:
        made += [
            live(_("Khai báo tạm trú, tạm vắng, lưu trú"), "open_stay"),
            live(_("Nhập vào hộ khác"), "join"),
            live(_("Tách hộ"), "split"),
            live(_("Chuyển đi"), "move_out"),
            live(_("Khai tử"), "death"),
        ]
    return made


def person_sections(viewer: Viewer, row: Resident) -> list[Section]:
    """What other rooms know of a resident and this viewer may see."""
    return [section for told in _elsewhere("PERSON_SECTIONS") for section in told(viewer, row)]


@lru_cache(maxsize=2)
def _elsewhere(name: str) -> tuple[Callable[[Viewer, Resident], list[Any]], ...]:
    """What rooms to the right offer on a resident's page: `PERSON_ACTIONS`, `PERSON_SECTIONS` of their `nav.py`."""
    found: list[Callable[[Viewer, Resident], list[Any]]] = []
    for app in apps.get_app_configs():
        if app.name.startswith("diaban.") and find_spec(f"{app.name}.nav") is not None:
            found += getattr(import_module(f"{app.name}.nav"), name, ())
    return tuple(found)


def household_actions(viewer: Viewer, view: HouseholdView) -> list[Action]:
    """What can be done with a household."""
    home = view.household

    def own(name: Any, url_name: str, kind: str = "", icon: str = "") -> Action:
        action = Action(name, reverse(f"people:{url_name}", args=[home.id]), kind, icon)
        return allowed(action, lambda: policies.check_add(viewer, home.place))

    if home.closed_on is not None:
        return []
    return [
        own(_("Khai sinh"), "birth", "main"),
        own(_("Thêm người vào hộ"), "add_member", "", "plus"),
        own(_("Đổi chủ hộ"), "head"),
        own(_("Xóa hộ"), "close_household"),
    ]


Kept = tuple[datetime, str, dict[str, Any]]


def with_next(view: PersonView, kept: Sequence[Kept]) -> Iterator[tuple[Kept, dict[str, Any] | None]]:
    """Each kept old row (newest first) with what replaced it: a later kept row, else the row as it is now."""
    latest: dict[tuple[str, str], dict[str, Any]] = {}
    for row in (view.resident, view.household):
        if isinstance(row, Resident | Household):
            table = row._meta.db_table
            latest[table, str(row.pk)] = {k: _plain(v) for k, v in model_to_dict(row).items()} | {"id": str(row.pk)}
    for one in kept:
        _at, table, old = one
        key = (table, str(old.get("id")))
        yield one, latest.get(key)
        latest[key] = old


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int | str) else str(value)


def change(viewer: Viewer, kept: Kept, new: dict[str, Any] | None) -> list[Any]:
    """(when, part, what changed) of one kept row as a table's cells; numbers masked as the viewer's role asks."""
    at, table, old = kept
    told = []
    for name, label in FIELDS.items():
        if name in old and (new is None or old.get(name) != new.get(name)):
            before = _shown(viewer, name, old[name])
            told.append(f"{label}: {before}" + (f" → {_shown(viewer, name, new.get(name))}" if new else ""))
    return [fmt_moment(at), TABLES.get(table, table), "; ".join(told) or "–"]


def _shown(viewer: Viewer, name: str, value: Any) -> str:
    if value in (None, ""):
        return "–"
    if name in ("id_no", "value") and str(value).isdigit() and not policies.sees_numbers(viewer):
        return mask_id(str(value))
    if name in ("household_id", "head_id"):
        return "…" + str(value)[-4:]
    return _in_words(name, str(value))


def _in_words(name: str, value: str) -> str:
    """A stored code as pages call it, a stored day as dd/MM/yyyy, a place by its name."""
    choices = {"sex": Sex, "state": State, "relation": Relation}.get(name)
    if choices is not None:
        return str(dict(choices.choices).get(value, value))
    if name in ("birth_date", "death_date", "ends"):
        return fmt_date(date.fromisoformat(value))
    return areas.label(int(value)) if name == "place" else value
