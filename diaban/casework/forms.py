"""What is asked before a case is given to someone, and what an administrator says of the calendar."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from diaban.access.models import Posting
from diaban.access.scope import Viewer
from diaban.casework.cases import Case
from diaban.casework.clocks import Term, Unit
from diaban.core.time import today
from diaban.web.fields import CheckField, ChoiceField, DayField, RadioField, TextField, VersionField
from diaban.web.forms import Form


def colleagues(office_id: int) -> list[tuple[int, str]]:
    """Who works at an office today, by name."""
    from django.db.models import Q

    day = today()
    here = Posting.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), office_id=office_id, valid_from__lte=day,
                                  staff__is_system=False)  # fmt: skip
    rows = here.select_related("staff").order_by("staff__sort_key", "staff_id")
    return list(dict.fromkeys((row.staff_id, f"{row.staff.full_name}, {row.post}") for row in rows))


class ConfirmForm(Form):
    """Nothing but the version that was looked at."""

    version = VersionField()


class AssignForm(ConfirmForm):
    staff_id = ChoiceField(label=_("Giao cho"), choices=(), any_label=_("Chọn một người"))
    field_order = ("staff_id", "version")

    def __init__(self, *args: Any, case: Case, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff_id"].choices = [("", _("Chọn một người")), *colleagues(case.office_id)]  # type: ignore[attr-defined]

    def clean_staff_id(self) -> int:
        return int(self.cleaned_data["staff_id"])


class HandOverForm(ConfirmForm):
    office_id = ChoiceField(label=_("Cơ quan nhận"), choices=(), any_label=_("Chọn một cơ quan"))
    field_order = ("office_id", "version")

    def __init__(self, *args: Any, case: Case, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Chọn một cơ quan")), *receivers(case)]
        self.fields["office_id"].choices = choices  # type: ignore[attr-defined]

    def clean_office_id(self) -> int:
        return int(self.cleaned_data["office_id"])


def receivers(case: Case) -> list[tuple[int, str]]:
    """Offices that may take a case: those over the units that its place lies in, but for the one that has it."""
    from diaban.access import queries as access
    from diaban.areas import queries as areas

    units = [unit.id for unit in areas.within(case.place) if unit.valid_to is None]
    found = [office for unit in units for office in access.offices_of_unit(unit)]
    return [(office.pk, office.name) for office in found if office.pk != case.office_id]


class DayForm(Form):
    """One day of the calendar, and the paper that decides it."""

    day = DayField(label=_("Ngày"))
    kind = RadioField(
        label=_("Là ngày"),
        choices=(("off", _("Nghỉ")), ("on", _("Làm việc (làm bù)")), ("week", _("Như tuần thường, bỏ quy định riêng"))),
    )
    title = TextField(label=_("Tên ngày"), required=False, max_length=120, help_text=_("Ví dụ: Tết Nguyên đán."))
    citation = TextField(label=_("Văn bản"), required=False, max_length=240,
                         help_text=_("Số, ngày của văn bản công bố; cần có, trừ khi bỏ quy định riêng."))  # fmt: skip


class SwapForm(Form):
    """A working day off in exchange for a day off worked."""

    off = DayField(label=_("Ngày làm việc được nghỉ"))
    worked = DayField(label=_("Ngày nghỉ phải làm bù"))
    citation = TextField(label=_("Văn bản"), max_length=240, help_text=_("Số, ngày của văn bản công bố."))


_CLOCK = r"(\d{1,2})\s*[:hg]\s*(\d{2})"
_SPAN = re.compile(rf"^\s*{_CLOCK}\s*[-–]\s*{_CLOCK}\s*$", re.ASCII | re.IGNORECASE)
_TIME = re.compile(rf"^\s*{_CLOCK}\s*$", re.ASCII | re.IGNORECASE)


class SpanField(forms.CharField):
    """From one time of the day to another: 7:30-11:30, 7h30–11h30."""

    def clean(self, value: Any) -> tuple[time, time] | None:
        typed = super().clean(value)
        if not typed:
            return None
        found = _SPAN.match(typed)
        try:
            hours = [int(each) for each in found.groups()] if found else []
            opens, closes = time(hours[0], hours[1]), time(hours[2], hours[3])
        except (IndexError, ValueError):
            raise ValidationError(_("Ghi giờ mở và giờ đóng, ví dụ 7:30-11:30.")) from None
        if opens >= closes:
            raise ValidationError(_("Giờ đóng phải sau giờ mở."))
        return opens, closes


def read_clock(typed: str) -> time | None:
    """A time of the day as typed (15:00, 15h00); None for nothing. Raises ValidationError."""
    found = _TIME.match(typed) if typed else None
    if typed and (found is None or int(found[1]) > 23 or int(found[2]) > 59):
        raise ValidationError(_("Ghi giờ như 15:00."))
    return time(int(found[1]), int(found[2])) if found else None


class HoursForm(Form):
    """The hours of working days from a day on, and the paper that decides them."""

    valid_from = DayField(label=_("Từ ngày"))
    morning = SpanField(label=_("Buổi sáng"), max_length=20, help_text=_("Ví dụ 7:30-11:30."))
    afternoon = SpanField(
        label=_("Buổi chiều"), max_length=20, required=False, help_text=_("Để trống nếu làm một buổi liền.")
    )
    counter = SpanField(label=_("Tiếp nhận sáng thứ Bảy"), max_length=20, required=False,
                        help_text=_("Hồ sơ nhận trong giờ này tính từ ngày làm việc kế tiếp."))  # fmt: skip
    citation = TextField(label=_("Văn bản"), max_length=240, help_text=_("Số, ngày của văn bản công bố."))


class RuleForm(Form):
    """A term of law with another length from a day on."""

    amount = forms.IntegerField(label=_("Độ dài"), min_value=0, max_value=3_650)
    unit = ChoiceField(label=_("Tính theo"), choices=(
        (Unit.WORKING_DAY, _("ngày làm việc")), (Unit.DAY, _("ngày, kể cả ngày nghỉ")), (Unit.MONTH, _("tháng")),
        (Unit.HALF_DAY, _("buổi làm việc")), (Unit.WORKING_HOUR, _("giờ làm việc")), (Unit.HOUR, _("giờ liền")),
    ))  # fmt: skip
    cutoff = TextField(label=_("Nhận từ giờ này thì tính ngày làm việc kế tiếp"), required=False, max_length=8,
                       help_text=_("Ví dụ 15:00; để trống nếu không có."))  # fmt: skip
    rolls = CheckField(label=_("Rơi vào ngày nghỉ thì lùi đến ngày làm việc kế tiếp"), required=False)
    valid_from = DayField(label=_("Từ ngày"), help_text=_("Việc nhận từ ngày này theo thời hạn mới, kể cả việc đã mở."))
    citation = TextField(label=_("Văn bản"), max_length=240, help_text=_("Số, ngày của văn bản quy định."))

    def clean_cutoff(self) -> time | None:
        return read_clock(self.cleaned_data["cutoff"])

    def clean(self) -> dict[str, Any]:
        data = dict(super().clean() or {})
        if self.errors:
            return data
        try:
            term = Term(data["amount"], Unit(data["unit"]), data["cutoff"], bool(data["rolls"]))
        except ValueError:
            self.add_error("amount", _("Thời hạn ít nhất là 1; chỉ ngày làm việc mới được là 0, tức trong ngày."))
            return data
        return {"term": term, "valid_from": data["valid_from"], "citation": data["citation"]}
