"""Forms of reports: begin one, change what stands around the figures, sign."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diaban.reports.shipped import TEMPLATES
from diaban.web.fields import ChoiceField, DayField, RadioField, TextField, VersionField
from diaban.web.forms import Form

_MAP_HELP = _("then: đơn vị của kỳ đó; now: đơn vị hiện nay; hoặc một ngày như 30/06/2025.")


def template_choices() -> list[tuple[str, Any]]:
    return [(template.code, template.name) for template in TEMPLATES.values()]


class DraftForm(Form):
    """A new report."""

    template = RadioField(label=_("Mẫu báo cáo"), choices=template_choices)
    area = TextField(
        label=_("Địa bàn"), max_length=200,
        help_text=_("Tên kèm huyện, tỉnh, hoặc mã; tên cũ cũng được: “huyện Kỳ Anh, tỉnh Hà Tĩnh”."),
    )  # fmt: skip
    period = TextField(
        label=_("Kỳ báo cáo"), max_length=40,
        help_text=_("Năm: 2023. Tháng: 10/2026. Theo kỳ báo cáo nhà nước, chốt ngày 14."),
    )  # fmt: skip
    map = TextField(label=_("Bảng theo đơn vị của"), max_length=20, initial="then", help_text=_MAP_HELP)


class ChangeForm(Form):
    """What an office says around the figures."""

    remarks = forms.CharField(
        label=_("Nhận xét, kiến nghị"), required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Mỗi dòng là một đoạn. Số liệu do hệ thống đếm nên không gõ ở đây."),
    )  # fmt: skip
    recipients = forms.CharField(
        label=_("Nơi nhận"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Mỗi dòng một nơi; để trống thì ghi cấp trên và lưu văn thư."),
    )  # fmt: skip
    map = TextField(label=_("Bảng theo đơn vị của"), max_length=20, help_text=_MAP_HELP)
    version = VersionField()


class SignForm(Form):
    """The document's number and day. The cut is the one whose figures the signer was shown."""

    number = forms.IntegerField(
        label=_("Số văn bản"), required=False, min_value=1, max_value=99_999,
        help_text=_("Để trống nếu văn thư cấp số sau."),
    )  # fmt: skip
    day = DayField(label=_("Ngày văn bản"), help_text=_("Ví dụ 18/12/2026."))
    cut = forms.IntegerField(widget=forms.HiddenInput, required=False)
    version = VersionField()


class Narrow(Form):
    """What narrows the list of reports."""

    template = ChoiceField(
        label=_("Mẫu báo cáo"), choices=template_choices, any_label=_("Mọi mẫu"), required=False
    )  # fmt: skip
    state = ChoiceField(
        label=_("Tình trạng"), choices=[("draft", _("Dự thảo")), ("signed", _("Đã ký"))], any_label=_("Tất cả"),
        required=False,
    )  # fmt: skip
