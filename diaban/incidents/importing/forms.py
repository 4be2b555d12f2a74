"""Forms of a book's import: the workbook and its ground, what its columns are, what its words for kinds mean."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from diaban.areas import queries as areas
from diaban.core.errors import NotFound
from diaban.incidents.catalogue import Catalogue
from diaban.incidents.importing.actions import OF_KIND
from diaban.incidents.importing.entries import VERDICTS
from diaban.incidents.importing.reasons import TABLE, title
from diaban.incidents.shipped import GROUPS
from diaban.papers.lists.incidents import FIELDS
from diaban.papers.models import Import, State, Verdict
from diaban.people.importing.forms import MappingForm as PeopleMapping
from diaban.people.importing.forms import WorkbookForm
from diaban.web.fields import ChoiceField, TextField
from diaban.web.forms import Form

#: Words that are asked about at once; the rest follow.
MOST = 40


class AreaField(TextField):
    """A unit by its code or address; cleans to its id, None where nothing was typed."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return areas.named(text).id if text else None
        except NotFound as wrong:
            raise ValidationError(str(wrong.sentence)) from None


class BookForm(WorkbookForm):
    """A book, and the ground it is about."""

    area = AreaField(
        label=_("Sổ của địa bàn nào"), required=False, max_length=200,
        help_text=_("Như “huyện Kỳ Anh, tỉnh Hà Tĩnh”. Để trống nếu tiêu đề sổ đã ghi."),
    )  # fmt: skip


class AnswerForm(Form):
    """The ground of a book that doesn't tell it, and kinds that its words may mean; field names are numbers."""

    def __init__(self, *args: Any, imported: Import, kinds: Catalogue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if imported.state == State.MAPPING:
            self.fields["area"] = AreaField(
                label=_("Sổ này của huyện, xã hay tỉnh nào?"), max_length=200,
                help_text=_("Mã, hoặc tên như “huyện Kỳ Anh, tỉnh Hà Tĩnh”."),
            )  # fmt: skip
        self.words = list(imported.counts.get("kinds_unknown", {}).items())[:MOST]
        for number, (words, count) in enumerate(self.words):
            self.fields[f"k{number}"] = ChoiceField(
                label=_("“%(words)s” là loại nào?") % {"words": words}, choices=_kinds(kinds), required=False,
                any_label=_("Để sau"), help_text=_("%(n)s dòng ghi như vậy.") % {"n": count},
            )  # fmt: skip

    def answers(self, data: dict[str, Any]) -> dict[str, str]:
        """Words with the code that was chosen for them, as `actions.answer` takes them."""
        said = ((words, data.get(f"k{number}")) for number, (words, _count) in enumerate(self.words))
        return {OF_KIND + words: code for words, code in said if code}


def _kinds(kinds: Catalogue) -> list[tuple[str, Any]]:
    return [(kind.code, f"{GROUPS[group]}: {kind.title}") for group in GROUPS for kind in kinds.of_group(group)]


class MappingForm(PeopleMapping):
    """What each column of a book is taken for."""

    meanings = FIELDS


class RowFilters(forms.Form):
    """Filters of the list of rows."""

    ket_qua = ChoiceField(
        label=_("Kết quả"), choices=lambda: [(code, Verdict(code).label) for code in VERDICTS], any_label=_("Tất cả"),
        required=False,
    )  # fmt: skip
    ly_do = ChoiceField(
        label=_("Lý do"), choices=lambda: [(code, title(code)) for code in TABLE], any_label=_("Tất cả"),
        required=False,
    )  # fmt: skip
