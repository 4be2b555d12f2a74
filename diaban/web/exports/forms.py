"""Forms of exports: which format, and finding one by the code printed in a file."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diaban.web.exports import reading
from diaban.web.exports.presenters import fmt_bytes
from diaban.web.fields import RadioField, TextField
from diaban.web.forms import Form


class FormatForm(Form):
    """XLSX or CSV, each with its size."""

    format = RadioField(label=gettext_lazy("Dạng tệp"), choices=(), initial="xlsx")

    def __init__(self, *args: Any, rows: int, columns: int, more: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {
            "xlsx": _("XLSX, để mở bằng Excel: số định danh và số 0 ở đầu giữ nguyên"),
            "csv": _("CSV, cho chương trình khác đọc: mở thẳng bằng Excel thì số 0 ở đầu bị mất"),
        }
        about = _("%(name)s (hơn %(size)s)") if more else _("%(name)s (khoảng %(size)s)")
        sizes = {form: fmt_bytes(reading.estimate(rows, columns, form)) for form in names}
        self.fields["format"].choices = [  # type: ignore[attr-defined]
            (form, about % {"name": name, "size": sizes[form]}) for form, name in names.items()
        ]


class ByCode(Form):
    """Finds the export that a file came from."""

    ma = TextField(label=gettext_lazy("Mã xuất"), required=False, max_length=20)
