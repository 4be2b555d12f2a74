"""Forms of an import: the workbook, and the answers to what is unsure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from diaban.papers.lists.residents import FIELDS
from diaban.papers.models import Decision, Import, Verdict
from diaban.papers.reading.labels import Field
from diaban.papers.reading.mapping import UNUSED
from diaban.papers.reading.sniff import MAX_BYTES
from diaban.people.importing.reasons import FIELD_TITLES, TABLE
from diaban.people.importing.target import PLACE_KEY
from diaban.web.fields import CheckField, ChoiceField, RadioField, TextField, VersionField
from diaban.web.forms import Form


class WorkbookForm(Form):
    """A workbook."""

    workbook = forms.FileField(
        label=_("Tệp danh sách"), help_text=_("Tệp .xlsx, .xls, .ods, .csv hoặc bảng trong .docx, tối đa 200 MB.")
    )

    def clean_workbook(self) -> Any:
        upload = self.cleaned_data["workbook"]
        if upload.size > MAX_BYTES:
            raise ValidationError(_("Tệp lớn hơn 200 MB nên chưa nhận. Hãy chia thành nhiều tệp nhỏ hơn."))
        return upload


class UploadForm(WorkbookForm):
    """A list of residents."""

    add_hamlets = CheckField(
        label=_("Thêm các thôn, tổ dân phố có trong danh sách nếu xã, phường chưa có danh mục thôn"), initial=True
    )


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


class MappingForm(Form):
    """What each column is taken for; field names are the columns' numbers. `meanings` is what a column may be."""

    meanings: ClassVar[Sequence[Field]] = FIELDS

    def __init__(self, *args: Any, imported: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, column in enumerate(columns(imported)):
            label = f"{column['letter']} · {column['label']}" if column["label"] else column["letter"]
            fields = [field for field in self.meanings if field.used or field.code == column["field"]]
            self.fields[f"c{number}"] = ChoiceField(
                label=label,
                choices=[(UNUSED, _("Không dùng")), *((field.code, field.title) for field in fields)],
                initial=column["field"] or UNUSED,
            )


def columns(imported: Import) -> list[dict[str, Any]]:
    """The columns of the list's first sheet."""
    return imported.sheets[0]["columns"] if imported.sheets else []


def changed(imported: Import, data: dict[str, Any]) -> dict[str, str]:
    """Answers for the columns whose meaning was changed: by header, or by letter where two have the same."""
    every = columns(imported)
    keys = [column["key"] for column in every]
    return {
        (c["key"] if len(c["key"]) > 1 and keys.count(c["key"]) == 1 else c["letter"]): data[f"c{number}"]
        for number, c in enumerate(every)
        if data[f"c{number}"] != (c["field"] or UNUSED)
    }


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


def _reasons() -> list[tuple[str, Any]]:
    from diaban.people.importing.summary import reason_title

    return [(code, reason_title(code)) for code in TABLE]


class RowFilters(forms.Form):
    """Filters of the list of rows."""

    ket_qua = ChoiceField(label=_("Kết quả"), choices=Verdict.choices, any_label=_("Tất cả"), required=False)
    ly_do = ChoiceField(label=_("Lý do"), choices=_reasons, any_label=_("Tất cả"), required=False)
    quyet_dinh = ChoiceField(
        label=_("Quyết định"),
        choices=[("open", _("Chưa quyết định")), *Decision.choices],
        any_label=_("Tất cả"),
        required=False,
    )
    da_ghi = ChoiceField(
        label=_("Trong sổ"),
        choices=[("1", _("Đã ghi vào sổ")), ("0", _("Chưa ghi"))],
        any_label=_("Tất cả"),
        required=False,
    )


class RowForm(Form):
    """A decision about one row; `take` names what the row says better than the register."""

    verb = ChoiceField(choices=[*Decision.choices, ("open", "")])
    take = forms.MultipleChoiceField(choices=[(name, name) for name in FIELD_TITLES], required=False)
    version = VersionField()


class FixForm(Form):
    """The cells that a row is read from, to be put right; field names are column letters."""

    def __init__(self, *args: Any, cells: list[tuple[str, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for letter, label, said in cells:
            self.fields[f"c_{letter}"] = TextField(label=label, required=False, initial=said, max_length=500)

    def cells(self) -> dict[str, str]:
        """What was typed, by column letter."""
        return {name.removeprefix("c_"): value for name, value in self.cleaned_data.items()}


class BatchForm(Form):
    """One decision for every open row of a filter."""

    decision = RadioField(label=_("Quyết định"), choices=())

    def __init__(self, *args: Any, alike: bool, refused: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(Decision.LEFT, _("Bỏ qua các dòng này"))]
        if not refused:
            choices.append((Decision.NEW, _("Đều là người mới: ghi vào sổ")))
        if alike:
            choices.append((Decision.PERSON, _("Đúng là những người đã có: ghi mọi ô khác theo tệp")))
        self.fields["decision"].choices = choices  # type: ignore[attr-defined]
