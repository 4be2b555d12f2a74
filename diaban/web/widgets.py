"""Boxes and lists of choices, drawn without a template for each option: a list of forty took a tenth of its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.forms.renderers import DjangoTemplates
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_OPTION: Final = "django/forms/widgets/select_option.html"


def _attributes(told: Mapping[str, Any]) -> str:
    """As `attrs.html` writes them: `True` as a bare name, `False` not at all."""
    return "".join(
        f" {escape(name)}" if value is True else f' {escape(name)}="{escape(str(value))}"'
        for name, value in told.items()
        if value is not False
    )


def _option(option: Mapping[str, Any]) -> str:
    value, label = escape(str(option["value"])), escape(option["label"])
    return f'<option value="{value}"{_attributes(option["attrs"])}>{label}</option>'


def _select(widget: Mapping[str, Any]) -> str | None:
    """None where an option has a template of its own."""
    parts = [f'<select name="{escape(widget["name"])}"{_attributes(widget["attrs"])}>']
    for group, options, _index in widget["optgroups"]:
        if any(option["template_name"] != _OPTION for option in options):
            return None
        inside = "".join(map(_option, options))
        parts.append(f'<optgroup label="{escape(group)}">{inside}</optgroup>' if group else inside)
    return "".join([*parts, "</select>"])


def _input(widget: Mapping[str, Any]) -> str:
    value = "" if widget["value"] is None else f' value="{escape(str(widget["value"]))}"'
    name = escape(widget["name"])
    return f'<input type="{escape(widget["type"])}" name="{name}"{value}{_attributes(widget["attrs"])}>'


#: Django's template -> what writes the same.
_DRAWN: Final[Mapping[str, Callable[[Mapping[str, Any]], str | None]]] = {
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/text.html": _input,
    "django/forms/widgets/hidden.html": _input,
    "django/forms/widgets/number.html": _input,
}


class Renderer(DjangoTemplates):
    """Django's own, but for the widgets that pages have most of."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> SafeString:
        draw = _DRAWN.get(template_name)
        drawn = draw(context["widget"]) if draw else None
        if drawn is not None:
            return mark_safe(drawn)  # every part was escaped
        return mark_safe(super().render(template_name, context, request))  # by a template that escapes
