"""Form fields of the console: text composed and tidied, days typed in one box, hidden versions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from diaban.core.text import fmt_date, tidy
from diaban.web.days import PartialDay, read_day, read_partial


class TextField(forms.CharField):
    """One line of text, composed (NFC) and with single spaces."""

    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value) or "")


class DayInput(forms.TextInput):
    """A text box for a day: no picker gets in the way of typing."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "inputmode": "text", "placeholder": "dd/MM/yyyy", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return fmt_date(value) if isinstance(value, date) else (None if value is None else str(value))


class DayField(forms.Field):
    """A day, written dd/MM/yyyy and read forgivingly."""

    widget = DayInput
    shape = "date"
    default_error_messages = {"invalid": _("Không đọc được ngày này. Ghi theo dạng 31/12/1990.")}

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        try:
            return read_day(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class PartialDayField(forms.Field):
    """A day of which only the year, or month and year, may be known; cleans to a PartialDay."""

    widget = DayInput
    shape = "date"
    default_error_messages = {"invalid": _("Không đọc được ngày này. Ghi 31/12/1990, hoặc 12/1990, hoặc 1990.")}

    def to_python(self, value: Any) -> PartialDay | None:
        if value in self.empty_values or isinstance(value, PartialDay):
            return value or None
        try:
            return read_partial(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class ChoiceField(forms.ChoiceField):
    """One of a list. `any_label` puts an empty choice first, for filters and optional fields."""

    def __init__(self, *, choices: Any, any_label: Any = None, **kwargs: Any) -> None:
        first = [("", any_label)] if any_label is not None else []
        made = [*first, *choices] if not callable(choices) else lambda: [*first, *choices()]
        super().__init__(choices=made, **kwargs)


class RadioField(ChoiceField):
    """One of a few, all seen at once."""

    widget = forms.RadioSelect


class CheckField(forms.BooleanField):
    """Yes or no; its label stands beside the box."""

    shape = "check"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, **kwargs})


class VersionField(forms.IntegerField):
    """The record's version as it was read: what is saved over a newer one is a conflict, shown and never lost."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, **kwargs})
