"""Forms for saying from when there are figures, and what was published before; and how both are written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from diaban.console.views.silent import title_of as domain_title
from diaban.core.text import fmt_num, tidy
from diaban.core.time import today
from diaban.figures.known import domain
from diaban.figures.measures import measures
from diaban.figures.periods import Period
from diaban.figures.periods_named import Named, containing
from diaban.figures.periods_schemes import Family, Grain
from diaban.targets.forms import PeriodField
from diaban.web.fields import CheckField, ChoiceField, DayField, TextField
from diaban.web.figures import named
from diaban.web.forms import Form

#: The choice that stands for every measure, which a form can't send as an empty text.
EVERY = "*"
_NUMBER = re.compile(r"^-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d{1,4})?$", re.ASCII)


def title_of(code: str) -> Any:
    """A measure by its title, a domain by its word, "" as everything; a code that no room declares now, as it is."""
    if code in measures():
        return measures()[code].title
    if code in _domains():
        return gettext("Mọi số liệu về: %s") % domain_title(code)
    return code or gettext("Mọi số liệu")


def _domains() -> list[str]:
    return list(dict.fromkeys(domain(code) for code in measures()))


def _measures() -> list[tuple[str, Any]]:
    return [(code, one.title) for code, one in measures().items()]


def _wide() -> list[tuple[str, Any]]:
    """Domains first: a book is about one, and says it of all of its measures."""
    return [*((code, title_of(code)) for code in _domains()), *_measures(), (EVERY, title_of(""))]


class KeepForm(Form):
    """From which day a measure is kept."""

    measure = ChoiceField(label=_("Số liệu"), choices=_wide)
    day = DayField(label=_("Có số liệu từ ngày"), help_text=_("Ví dụ 15/12/2021. Trước ngày này là “chưa có số liệu”."))
    document = TextField(
        label=_("Căn cứ"), max_length=200, help_text=_("Văn bản hoặc lý do: sổ nào, ai bàn giao, vì sao từ ngày này.")
    )

    def clean_measure(self) -> str:
        return "" if self.cleaned_data["measure"] == EVERY else str(self.cleaned_data["measure"])


class GapForm(Form):
    """Days in between of which nothing is kept, or is after all."""

    measure = ChoiceField(label=_("Số liệu"), choices=_wide)
    period = PeriodField(label=_("Chưa có số liệu trong"), help_text=_("Ví dụ 2021 (năm báo cáo), 2021-Q1,"
                                                                       " 15/12/2020-14/12/2021."))  # fmt: skip
    filled = CheckField(label=_("Nay đã có số liệu của những ngày này"))
    document = TextField(label=_("Căn cứ"), max_length=200, help_text=_("Văn bản hoặc lý do: sổ nào thiếu, vì sao."))

    clean_measure = KeepForm.clean_measure

    def clean_period(self) -> Period:
        found: Period = self.cleaned_data["period"].period
        return found


class NumberField(forms.Field):
    """A number as it is written: 1.234 or 95,5; cleans to a Decimal."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Decimal | None:
        typed = tidy(str(value or ""))
        if not typed:
            return None
        if not _NUMBER.match(typed) or len(typed) > 24:
            raise ValidationError(_("Không đọc được số này. Ghi như 1.234 hoặc 95,5."))
        return Decimal(typed.replace(".", "").replace(",", "."))


class DeclareForm(Form):
    """A figure as a document published it."""

    measure = ChoiceField(label=_("Số liệu"), choices=_measures)
    period = PeriodField(label=_("Kỳ"), help_text=_("Ví dụ 2021 (năm báo cáo), 2021-Q1, 15/12/2020-14/12/2021."))
    value = NumberField(label=_("Giá trị đã công bố"))
    document = TextField(label=_("Văn bản công bố"), max_length=200, help_text=_("Số, ký hiệu, ngày của báo cáo."))
    signer = TextField(label=_("Chức vụ người ký"), max_length=120, help_text=_("Không ghi tên người."))

    def __init__(self, *args: Any, fixed: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("measure", "period") if fixed else ():  # a revision is of the same figure
            self.fields[name].disabled = True

    def clean_period(self) -> Period:
        found: Period = self.cleaned_data["period"].period
        if found.since > today():
            raise ValidationError(_("Kỳ này chưa bắt đầu nên chưa thể có số liệu công bố."))
        return found


class WithdrawForm(Form):
    """Nothing is asked: what is taken back stands above, and stays in the history."""


def written_value(value: Decimal) -> str:
    """1.234 or 95,5."""
    places = max(-int(value.normalize().as_tuple().exponent), 0)
    return fmt_num(value, places)


def period_name(period: Period) -> Named:
    """The period by the name that an office gives it, where it is one: năm 2023; else from day to day."""
    for family in Family:
        for grain in (Grain.YEAR, Grain.NINE, Grain.HALF, Grain.QUARTER, Grain.MONTH):
            found = containing(grain, period.since, family)
            if found.period == period:
                return found
    return named(period)
