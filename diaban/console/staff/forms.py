"""Forms of the administration pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diaban.access.models import Body, Level, Office
from diaban.access.roles import ROLES
from diaban.access.scope import Viewer
from diaban.access.token_scopes import SCOPES, roles_for
from diaban.areas import queries as areas
from diaban.areas.models import Level as UnitLevel
from diaban.web.fields import ChoiceField, DayField, TextField, VersionField
from diaban.web.forms import Form

_LEVELS = [(level.value, level.label) for level in Level]


def units_of(viewer: Viewer) -> list[tuple[int, str]]:
    """Provinces and communes of the ground that a viewer administers, for a list to choose from."""
    top = viewer.scope.unit_id
    if top is None:
        return []
    return [(unit.id, unit.title) for unit in [areas.unit(top), *areas.children(top, level=UnitLevel.COMMUNE)]]


def ground_of(office: Office) -> list[tuple[int, str]]:
    """What a posting at an office may cover instead of the whole: its hamlets."""
    rows = areas.hamlets(office.unit_id)
    return [(row.unit.id, row.unit.title) for row in rows]


class OfficeForm(Form):
    """A new office."""

    name = TextField(label=gettext_lazy("Tên đơn vị"), max_length=200)
    code = TextField(label=gettext_lazy("Mã đơn vị"), max_length=32, help_text=gettext_lazy("Ví dụ: UBND-18754"))
    body = ChoiceField(label=gettext_lazy("Cơ quan"), choices=Body.choices)
    level = forms.TypedChoiceField(label=gettext_lazy("Cấp"), choices=_LEVELS, coerce=int, initial=3)
    unit_id = forms.TypedChoiceField(label=gettext_lazy("Đơn vị hành chính"), coerce=int)
    valid_from = DayField(label=gettext_lazy("Hoạt động từ ngày"), required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit_id"].choices = units_of(viewer)  # type: ignore[attr-defined]


class NameForm(Form):
    """An office's name as it should be."""

    name = TextField(label=gettext_lazy("Tên đơn vị"), max_length=200)
    version = VersionField()


class RosterForm(Form):
    """A workbook of staff."""

    workbook = forms.FileField(
        label=gettext_lazy("Tệp cán bộ"),
        help_text=gettext_lazy("Tệp .xlsx, .xls, .ods hoặc .csv theo tệp mẫu, tối đa 500 dòng và 5 MB."),
    )

    def clean_workbook(self) -> Any:
        upload = self.cleaned_data["workbook"]
        if upload.size > 5 * 2**20:
            raise forms.ValidationError(_("Tệp lớn hơn 5 MB nên chưa nhận; hãy dùng tệp mẫu."))
        return upload


class DayForm(Form):
    """The first day on which something is over."""

    on = DayField(label=gettext_lazy("Kết thúc từ ngày"))


class _PostForm(Form):
    """What someone does at an office."""

    post = TextField(label=gettext_lazy("Chức vụ"), max_length=120)
    rank = TextField(label=gettext_lazy("Cấp bậc, ngạch"), max_length=60, required=False)
    role = ChoiceField(label=gettext_lazy("Vai trò"), choices=lambda: [(r.code, r.title) for r in ROLES.values()])
    unit_id = forms.TypedChoiceField(
        label=gettext_lazy("Địa bàn"), coerce=int, required=False, empty_value=None,
        help_text=gettext_lazy("Để trống: cả địa bàn của đơn vị. Tổ công tác thôn cần chọn thôn."),
    )  # fmt: skip
    valid_from = DayField(label=gettext_lazy("Từ ngày"), required=False)

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whole = ("", _("Cả địa bàn của đơn vị"))
        self.fields["unit_id"].choices = [whole, *ground_of(office)]  # type: ignore[attr-defined]


class NewStaffForm(_PostForm):
    """Someone new, with their first post."""

    number = TextField(label=gettext_lazy("Số hiệu"), max_length=32)
    full_name = TextField(label=gettext_lazy("Họ và tên"), max_length=120)
    phone = TextField(label=gettext_lazy("Điện thoại"), max_length=20, required=False)
    field_order = ("number", "full_name", "post", "rank", "role", "unit_id", "valid_from", "phone")


class AppointForm(_PostForm):
    """A post for someone who works elsewhere already."""

    number = TextField(label=gettext_lazy("Số hiệu cán bộ"), max_length=32)
    field_order = ("number", "post", "rank", "role", "unit_id", "valid_from")


class AccountForm(Form):
    """A sign-in."""

    username = TextField(
        label=gettext_lazy("Tên đăng nhập"),
        max_length=64,
        help_text=gettext_lazy("Chữ thường không dấu, số và các dấu . _ -."),
    )


class OfficeFilters(forms.Form):
    """Filters of the list of offices."""

    body = ChoiceField(label=gettext_lazy("Cơ quan"), choices=Body.choices, any_label=gettext_lazy("Mọi cơ quan"),
                       required=False)  # fmt: skip
    level = ChoiceField(label=gettext_lazy("Cấp"), choices=_LEVELS, any_label=gettext_lazy("Mọi cấp"), required=False)


class StaffFilters(forms.Form):
    """Filters of the list of staff. Names are typed in a form of their own; here stands only their token."""

    tim = ChoiceField(label=gettext_lazy("Họ tên hoặc số hiệu"), choices=(), required=False, widget=forms.HiddenInput)
    role = ChoiceField(label=gettext_lazy("Vai trò"), choices=lambda: [(r.code, r.title) for r in ROLES.values()],
                       any_label=gettext_lazy("Mọi vai trò"), required=False)  # fmt: skip


class StaffSearch(Form):
    """Finds staff by name or number; sent in the body, so that names stay out of addresses and logs."""

    name = TextField(label=gettext_lazy("Họ tên hoặc số hiệu"), max_length=60)


def staff_filters(words: Callable[[str], str | None]) -> type[StaffFilters]:
    """The filters, which know by `words` what was typed for a token."""

    class Own(StaffFilters):
        def __init__(self, data: Any, **kwargs: Any) -> None:
            super().__init__(data, **kwargs)
            token = data.get("tim", "")
            typed = words(token) if token else None
            self.fields["tim"].choices = [(token, typed)] if typed else []  # type: ignore[attr-defined]

    return Own


def _token_roles(office: Office) -> list[tuple[str, Any]]:
    """Roles that a token may work with on the office's ground or on a hamlet of it."""
    levels = [areas.unit(office.unit_id).level, *([UnitLevel.HAMLET] if ground_of(office) else [])]
    found = {role.code: role.title for level in levels for role in roles_for(level)}
    return list(found.items())


class NetworksField(TextField):
    """Ranges of addresses, with spaces or commas between them."""

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        return [part for part in re.split(r"[\s,;]+", super().to_python(value)) if part]


class ExpiryForm(Form):
    """The last day of a token."""

    expires_on = DayField(label=gettext_lazy("Dùng được đến hết ngày"),
                          help_text=gettext_lazy("Trong vòng một năm."))  # fmt: skip


class TokenForm(ExpiryForm):
    """A new access token of an office."""

    name = TextField(label=gettext_lazy("Phần mềm nào dùng"), max_length=80,
                     help_text=gettext_lazy("Tên này hiện trong sổ việc và nhật ký tra cứu."))  # fmt: skip
    role = ChoiceField(label=gettext_lazy("Vai trò"), choices=())
    unit_id = forms.TypedChoiceField(label=gettext_lazy("Địa bàn"), coerce=int, required=False, empty_value=None)
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("Phạm vi"), choices=[(scope.code, scope.title) for scope in SCOPES.values()],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Chỉ chọn những gì phần mềm cần; mã không bao giờ được hơn vai trò."),
    )  # fmt: skip
    networks = NetworksField(
        label=gettext_lazy("Mạng được dùng"), required=False, max_length=400,
        help_text=gettext_lazy("Ví dụ 10.1.0.0/16, 203.113.1.5. Để trống: từ mọi nơi."),
    )  # fmt: skip
    field_order = ("name", "role", "unit_id", "scopes", "expires_on", "networks")

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whole = ("", _("Cả địa bàn của đơn vị"))
        self.fields["role"].choices = _token_roles(office)  # type: ignore[attr-defined]
        self.fields["unit_id"].choices = [whole, *ground_of(office)]  # type: ignore[attr-defined]
