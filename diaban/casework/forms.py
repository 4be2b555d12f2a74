"""What is asked before a case is given to someone, and what an administrator says of the calendar."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from diaban.access.models import Posting
from diaban.access.scope import Viewer
from diaban.casework.cases import Case
from diaban.core.time import today
from diaban.web.fields import ChoiceField, DayField, RadioField, TextField, VersionField
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
