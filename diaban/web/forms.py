"""Form pages: one column, one way of showing what is wrong, nothing typed is ever lost.

def edit(request, pk):
    view = queries.resident(viewer=request.viewer, resident_id=pk)
    return form_page(
        request, ResidentForm, title=_("Sửa cư dân"), initial=as_initial(view),
        save=lambda data: actions.correct(resident=view.resident, by=request.viewer, **data),
        done=lambda _saved: (_("Đã lưu."), reverse("people:resident", args=[pk])),
        current=lambda: as_initial(queries.resident(viewer=request.viewer, resident_id=pk)),
    )
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diaban.core.errors import Conflict, Invalid
from diaban.web.lists import shown
from diaban.web.pages import Action, Crumb, page

#: What each missing or unreadable field says unless the field has words of its own.
forms.Field.default_error_messages["required"] = gettext_lazy("Ô này cần được điền.")


class Form(forms.Form):
    """A form of the console. Give it a `version` field (fields.VersionField) where a record can change meanwhile."""

    use_required_attribute = False

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        value = super().get_initial_for_field(field, field_name)
        return "" if value is None else value


@dataclass(frozen=True)
class Difference:
    """One field of a conflict: what is stored now and what this person typed."""

    label: Any
    stored: str
    typed: str

    @property
    def differs(self) -> bool:
        return self.stored != self.typed


def form_page(
    request: HttpRequest,
    form_class: type[forms.Form],
    *,
    title: Any,
    save: Callable[[dict[str, Any]], Any],
    done: Callable[[Any], tuple[Any, str]],
    initial: Mapping[str, Any] | None = None,
    form_kwargs: Mapping[str, Any] | None = None,
    current: Callable[[], Mapping[str, Any]] | None = None,
    button: Any = "",
    cancel: str = "",
    lead: Any = "",
    crumbs: Sequence[Crumb] = (),
    actions: Sequence[Action] = (),
    template: str = "web/form.html",
    **context: Any,
) -> HttpResponse:
    """Show the form; on POST clean it, `save(cleaned)` it and go where `done(saved)` says with its sentence.

    Invalid puts its sentences on their fields (422). Conflict shows both versions (409), if `current` can read what is
    stored now. Refused goes on to the error page. `context` reaches the template.
    """
    frame: dict[str, Any] = {
        "title": title,
        "crumbs": crumbs,
        "actions": actions,
        "lead": lead,
        "button": button,
        "cancel": cancel,
        **context,
    }
    bound = (request.POST, request.FILES) if request.method == "POST" else ()
    form = form_class(*bound, **{"initial": dict(initial or {}), **(form_kwargs or {})})
    if not bound:
        return page(request, template, form=form, **frame)
    if form.is_valid():
        try:
            saved = save(dict(form.cleaned_data))
        except Invalid as wrong:
            add_errors(form, wrong)
        except Conflict as conflict:
            return _conflict_page(request, form, conflict, current, frame)
        else:
            sentence, url = done(saved)
            if sentence:
                messages.success(request, str(sentence))
            return redirect(url)
    return page(request, template, form=form, wrong=True, status=422, **frame)


def add_errors(form: forms.Form, wrong: Invalid) -> None:
    """Put an action's sentences on the fields they name; the rest go to the summary."""
    known = {name: sentence for name, sentence in wrong.fields.items() if name in form.fields}
    for name, sentence in known.items():
        form.add_error(name, str(sentence))
    for sentence in [s for name, s in wrong.fields.items() if name not in known] or ([] if known else [wrong.sentence]):
        form.add_error(None, str(sentence))


def _conflict_page(
    request: HttpRequest,
    form: forms.Form,
    conflict: Conflict,
    current: Callable[[], Mapping[str, Any]] | None,
    frame: dict[str, Any],
) -> HttpResponse:
    if current is None:
        raise conflict
    stored = current()
    kept = [(name, value) for name in request.POST if name not in ("csrfmiddlewaretoken", "version")
            for value in request.POST.getlist(name)]  # fmt: skip
    about = {
        "sentence": conflict.sentence,
        "differences": differences(form, stored),
        "kept": kept,
        "version": stored.get("version", ""),
        "crumbs": frame["crumbs"],
        "cancel": frame["cancel"],
    }
    return page(request, "web/conflict.html", title=_("Hồ sơ đã được người khác sửa"), status=409, **about)


def differences(form: forms.Form, stored: Mapping[str, Any]) -> list[Difference]:
    """Field by field, what is stored now beside what was typed; hidden fields are left out."""
    found = []
    for name, field in form.fields.items():
        if name in stored and not field.widget.is_hidden:
            typed = form.cleaned_data.get(name)
            found.append(Difference(field.label or name, _as_text(field, stored[name]), _as_text(field, typed)))
    return found


def _as_text(field: forms.Field, value: Any) -> str:
    return "" if value in (None, "") else shown(field, value)
