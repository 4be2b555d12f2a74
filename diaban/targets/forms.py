"""Forms for setting, revising and taking back a target."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.core.errors import Invalid
from diaban.core.text import tidy
from diaban.figures.measures import measures
from diaban.figures.periods_read import read
from diaban.figures.periods_schemes import Family
from diaban.targets.data import Division, Document
from diaban.targets.models import Split
from diaban.targets.numbers import read_value, write_value
from diaban.web.fields import ChoiceField, DayField, TextField, VersionField
from diaban.web.forms import Form


class PeriodField(forms.Field):
    """A period as its code; a bare year is the state's reporting year, as plans are made for it."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Any:
        typed = tidy(str(value or ""))[:60]
        if not typed:
            return None
        try:
            return read(typed, Family.STATE)
        except Invalid as wrong:
            raise ValidationError(str(wrong)) from None


def _measures() -> list[tuple[str, Any]]:
    return [(code, one.title) for code, one in measures().items()]


class DocumentForm(Form):
    """The document that sets a target."""

    document = TextField(label=_("Số, ký hiệu văn bản"), max_length=80, help_text=_("Ví dụ 12/KH-UBND."))
    signed_on = DayField(label=_("Ngày ký"))
    signer_post = TextField(label=_("Chức vụ người ký"), max_length=120, help_text=_("Không ghi tên người."))

    def given(self) -> Document:
        data = self.cleaned_data
        return Document(data["document"], data["signed_on"], data["signer_post"])


class ValueForm(DocumentForm):
    """A value, its document and how it is divided."""

    value = TextField(label=_("Chỉ tiêu"), max_length=20, help_text=_("Số (1.250) hoặc tỷ lệ (95,5%)."))
    split = ChoiceField(label=_("Chia cho các đơn vị bên dưới"), choices=Split.choices, initial=Split.EQUAL)
    parts = forms.CharField(
        label=_("Phần của từng đơn vị, khi tự nhập"), required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Mỗi dòng một đơn vị: mã; phần được giao. Các phần phải cộng lại đúng bằng chỉ tiêu."),
    )  # fmt: skip
    field_order = ["value", "split", "parts", "document", "signed_on", "signer_post"]

    def __init__(self, *args: Any, unit_id: int | None = None, rate: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ground, self.rate = unit_id, rate

    def is_rate(self) -> bool:
        return self.rate

    def clean(self) -> dict[str, Any]:
        data = dict(super().clean() or {})
        if "value" in data:
            try:
                data["value"] = read_value(data["value"], self.is_rate())
            except ValueError:
                self.add_error("value", _("Không đọc được chỉ tiêu này. Ghi số như 1.250, hoặc tỷ lệ như 95,5%."))
        data["division"] = Division(Split(data.get("split") or Split.NONE), self._by_hand(data.get("parts", "")))
        if not self.errors:
            data["document"] = self.given()
        return {name: data[name] for name in data if name not in ("split", "parts", "signed_on", "signer_post")}

    def _by_hand(self, typed: str) -> dict[int, int]:
        """Unit → part of each line typed; a line that can't be read is said by its number."""
        codes = {u.code: u.id for u in areas.children(self.ground)} if self.ground and typed.strip() else {}
        found: dict[int, int] = {}
        for number, line in enumerate(typed.splitlines(), start=1):
            if not line.strip():
                continue
            left, _sign, right = tidy(line).rpartition(";")
            try:
                found[codes[left.split(" ")[0]]] = read_value(right, self.is_rate())
            except (KeyError, ValueError):
                self.add_error("parts", _("Không đọc được dòng %d. Ghi: mã đơn vị; phần được giao.") % number)
                break
        return found


class SetForm(ValueForm):
    """A new target."""

    measure = ChoiceField(label=_("Số liệu"), choices=_measures)
    unit_id = forms.TypedChoiceField(label=_("Giao cho"), coerce=int)
    period = PeriodField(label=_("Kỳ"), help_text=_("Ví dụ 2026 (năm báo cáo), 2026-Q1, 2026-T05."))
    denominator = ChoiceField(
        label=_("Tỷ lệ trên"), choices=_measures, any_label=_("Không: chỉ tiêu là số"), required=False,
        help_text=_("Chọn mẫu số nếu chỉ tiêu là tỷ lệ phần trăm."),
    )  # fmt: skip
    as_of = DayField(label=_("Mẫu số tính đến ngày"), required=False)
    field_order = ["measure", "unit_id", "period", "value", "denominator", "as_of", "split", "parts", "document",
                   "signed_on", "signer_post"]  # fmt: skip

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = viewer.scope.unit_id
        units = [areas.unit(own), *areas.children(own)] if own is not None else areas.provinces()
        self.fields["unit_id"].choices = [(u.id, u.title) for u in units]  # type: ignore[attr-defined]
        chosen = self.data.get("unit_id", "")
        self.ground = int(chosen) if chosen.isascii() and chosen.isdecimal() and len(chosen) < 10 else own

    def is_rate(self) -> bool:
        return bool(self.cleaned_data.get("denominator"))


class ReviseForm(ValueForm):
    """Another value or division for a target, by another document."""

    reason = TextField(label=_("Lý do"), required=False, max_length=400)
    version = VersionField()


class WithdrawForm(DocumentForm):
    """Taking a target back."""

    reason = TextField(label=_("Lý do"), max_length=400)
    version = VersionField()

    def clean(self) -> dict[str, Any]:
        data = dict(super().clean() or {})
        if self.errors:
            return data
        return {"document": self.given(), "reason": data["reason"], "version": data.get("version")}


def parts_text(parts: dict[int, int], rate: bool) -> str:
    """Parts as the form takes them back: code and name; part."""
    units = areas.units(parts)
    return "\n".join(
        f"{units[u].code} {units[u].title}; {write_value(n, rate)}" for u, n in parts.items() if u in units
    )
