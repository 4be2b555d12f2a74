"""What narrows the queue."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from diaban.review.registry import subjects
from diaban.web.fields import ChoiceField


class Filters(forms.Form):
    loai = ChoiceField(
        label=_("Loại"), required=False, any_label=_("Tất cả"),
        choices=lambda: [(kind, subject.title) for kind, subject in subjects().items()],
    )  # fmt: skip
