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
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from diaban.core.errors import Conflict, Invalid
from diaban.web import versions
from diaban.web.pages import Action, Crumb, page

#: What each missing or unreadable field says unless the field has words of its own.
forms.Field.default_error_messages["required"] = gettext_lazy("Ô này cần được điền.")


class Form(forms.Form):
    """A form of the console. Give it a `version` field (fields.VersionField) where a record can change meanwhile."""

    use_required_attribute = False
    #: Which of its boxes a scanned card fills, and with what of it: `full_name`, `sex`, `birth_date`, `birth_year`,
    #: `id_no` or `address`. A form that names any shows a box for the scanner and the camera above it.
    from_card: Mapping[str, str] = {}
    #: Whose card that is.
    card_label: Any = gettext_lazy("Đọc từ thẻ căn cước")

    @property
    def card_names(self) -> str:
        """The boxes that are there, as the page's script reads them."""
        return " ".join(f"{name}={said}" for name, said in self.from_card.items() if name in self.fields)

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        value = super().get_initial_for_field(field, field_name)
        return "" if value is None else value


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
    stored now, and otherwise the form again with all that was typed. Refused goes on to the error page. `context`
    reaches the template.
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
    frame["base"] = request.POST.get(versions.BASE, "") if bound else versions.base_of(form) if current else ""
    if not bound:
        return page(request, template, form=form, **frame)
    if form.is_valid():
        try:
            saved = save(dict(form.cleaned_data))
        except Invalid as wrong:
            add_errors(form, wrong)
        except Conflict as conflict:
            return versions.conflict_page(request, template, form, conflict, current, frame)
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
