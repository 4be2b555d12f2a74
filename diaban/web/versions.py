"""Two people changed one record: what was opened, what is stored now and what was typed, side by side; choose and save.

A form that can be compared carries what it was opened with. Where only one side changed a field, that side is chosen
already; nothing that was typed is lost, and nothing is written until someone presses the button.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from diaban.core.errors import Conflict
from diaban.web.lists import shown
from diaban.web.pages import page

#: The hidden field that carries what the form was opened with.
BASE = "_base"
_OURS = ("csrfmiddlewaretoken", "version", BASE)


@dataclass(frozen=True)
class Difference:
    """One field in three versions as they are read, and as the form sends them (`*_value`; `base` is what it was
    opened with, where that is known). `mine` is chosen at first."""

    name: str
    label: Any
    stored: str
    typed: str
    opened: str
    base: str | None
    stored_value: str
    typed_value: str

    @property
    def differs(self) -> bool:
        return self.stored != self.typed

    @property
    def mine(self) -> bool:
        """Whether the version typed here is the likelier one: unless this person left the field as it was opened."""
        return self.base is None or self.base != self.typed_value


def base_of(form: forms.Form) -> str:
    """What an unbound form shows, as its fields would send it."""
    return json.dumps({name: _value(form, name) for name in form.fields if not form[name].is_hidden})


def _value(form: forms.Form, name: str) -> str:
    """A field's value as the form would send it back."""
    value = form[name].value()
    widget = form.fields[name].widget
    told = widget.format_value(value)
    if isinstance(told, list):  # a choice
        told = told[0] if told else ""
    if isinstance(widget, forms.CheckboxInput):
        return "on" if value else ""
    return "" if told is None else str(told)


def conflict_page(
    request: HttpRequest, template: str, form: forms.Form, conflict: Conflict,
    current: Callable[[], Mapping[str, Any]] | None, frame: Mapping[str, Any],
) -> HttpResponse:  # fmt: skip
    """The versions side by side; the form again, with all that was typed, where they can't be told apart."""
    stored = current() if current is not None else {}
    compared = differences(request, form, stored)
    if not any(row.differs for row in compared):
        return _again(request, template, form, conflict, stored, frame)
    chosen = {row.name for row in compared if row.differs}
    kept = [(name, value) for name in request.POST if name not in _OURS and name not in chosen
            for value in request.POST.getlist(name)]  # fmt: skip
    about = {
        "sentence": conflict.sentence, "differences": compared, "kept": kept, "version": stored.get("version", ""),
        "base": base_of(_as_stored(form, stored)), "opened": any(row.base is not None for row in compared),
        "crumbs": frame["crumbs"], "cancel": frame["cancel"],
    }  # fmt: skip
    return page(request, "web/conflict.html", title=_("Hồ sơ đã được người khác sửa"), status=409, **about)


def _again(
    request: HttpRequest, template: str, form: forms.Form, conflict: Conflict, stored: Mapping[str, Any],
    frame: Mapping[str, Any],
) -> HttpResponse:  # fmt: skip
    """The same form as it was typed, made from the version that is stored now."""
    version = stored.get("version", form.initial.get("version"))
    if "version" in form.fields and version is not None:
        typed = request.POST.copy()
        typed["version"] = str(version)
        form.data = typed
    form.add_error(None, str(conflict.sentence))
    return page(request, template, form=form, wrong=True, status=409, **frame)


def differences(request: HttpRequest, form: forms.Form, stored: Mapping[str, Any]) -> list[Difference]:
    """Field by field, what is stored now beside what was typed; hidden fields are left out."""
    base = _base(request)
    saved = _as_stored(form, stored)
    found = []
    for name, field in form.fields.items():
        if name in stored and not field.widget.is_hidden:
            found.append(
                Difference(
                    name,
                    field.label or name,
                    _as_text(field, stored[name]),
                    _as_text(field, form.cleaned_data.get(name)),
                    _as_text(field, base.get(name)),
                    base.get(name),
                    _value(saved, name),
                    request.POST.get(name, ""),
                )
            )
    return found


def _as_stored(form: forms.Form, stored: Mapping[str, Any]) -> forms.Form:
    """The same form as it would be shown with what is stored."""
    shown_again = copy.copy(form)
    shown_again.is_bound, shown_again.initial = False, dict(stored)
    shown_again._bound_fields_cache = {}  # type: ignore[attr-defined]
    return shown_again


def _base(request: HttpRequest) -> dict[str, str]:
    """What the form was opened with; nothing where that was not said or can't be read."""
    try:
        told = json.loads(request.POST.get(BASE, "") or "{}")
    except ValueError:
        return {}
    return {name: value for name, value in told.items() if isinstance(value, str)} if isinstance(told, dict) else {}


def _as_text(field: forms.Field, value: Any) -> str:
    return "" if value in (None, "") else shown(field, value)
