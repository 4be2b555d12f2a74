"""Forms of an import: the workbook, and the answers to what is unsure."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from diaban.papers.lists.residents import FIELDS
from diaban.papers.models import Import, Verdict
from diaban.papers.reading.sniff import MAX_BYTES
from diaban.people.importing.target import PLACE_KEY
from diaban.web.fields import CheckField, ChoiceField
from diaban.web.forms import Form


class UploadForm(Form):
    """A workbook."""

    workbook = forms.FileField(
        label=_("Tệp danh sách"), help_text=_("Tệp .xlsx, .xls, .ods, .csv hoặc bảng trong .docx, tối đa 200 MB.")
    )
    add_hamlets = CheckField(
        label=_("Thêm các thôn, tổ dân phố có trong danh sách nếu xã, phường chưa có danh mục thôn"), initial=True
    )

    def clean_workbook(self) -> Any:
        upload = self.cleaned_data["workbook"]
        if upload.size > MAX_BYTES:
            raise ValidationError(_("Tệp lớn hơn 200 MB nên chưa nhận. Hãy chia thành nhiều tệp nhỏ hơn."))
        return upload


class AnswerForm(Form):
    """One choice for each question of an import; field names are the questions' numbers."""

    def __init__(self, *args: Any, imported: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, question in enumerate(imported.questions):
            self.fields[f"q{number}"] = ChoiceField(
                label=question["text"],
                choices=_choices(question),
                any_label=_("Chọn câu trả lời"),
                help_text=_examples(question),
            )


def answers(imported: Import, data: dict[str, Any]) -> tuple[dict[str, str], int | None]:
    """The clean answers by the question's key, and the commune if it was asked."""
    said = {question["key"]: data[f"q{number}"] for number, question in enumerate(imported.questions)}
    place = said.pop(PLACE_KEY, None)
    return said, int(place) if place else None


def _choices(question: dict[str, Any]) -> list[tuple[str, Any]]:
    """The likely meanings first, then every other one a column may have."""
    first = [(code, title) for code, title in question["choices"]]
    if not question["label"]:
        return first
    known = {code for code, _title in first}
    return [*first, *((field.code, field.title) for field in FIELDS if field.used and field.code not in known)]


def _examples(question: dict[str, Any]) -> str:
    """A few cells of the column."""
    return " · ".join(question["examples"])


class RowFilters(forms.Form):
    """Filters of the list of rows."""

    ket_qua = ChoiceField(label=_("Kết quả"), choices=Verdict.choices, any_label=_("Tất cả"), required=False)
    da_ghi = ChoiceField(
        label=_("Trong sổ"),
        choices=[("1", _("Đã ghi vào sổ")), ("0", _("Chưa ghi"))],
        any_label=_("Tất cả"),
        required=False,
    )
