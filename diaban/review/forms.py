"""What narrows the queue."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from diaban.review.registry import subjects
from diaban.web.fields import ChoiceField, TextField
from diaban.web.forms import Form


class Filters(forms.Form):
    loai = ChoiceField(
        label=_("Loại"), required=False, any_label=_("Tất cả"),
        choices=lambda: [(kind, subject.title) for kind, subject in subjects().items()],
    )  # fmt: skip


class Reason(Form):
    """Why two records are one person's."""

    reason = TextField(
        label=_("Lý do"), max_length=300, help_text=_("Căn cứ để nói là một người, ví dụ: đã hỏi gia đình, xem thẻ.")
    )
