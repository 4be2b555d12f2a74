"""The form of a procedure's new version: fields, term, fee and papers as data, begun from the version before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from diaban.casework.clocks import Term, Unit
from diaban.casework.forms import read_clock
from diaban.core.text import fold
from diaban.onestop import asking
from diaban.onestop.actions import NewVersion
from diaban.onestop.asking import Paper, Question
from diaban.onestop.models import Procedure
from diaban.web.fields import CheckField, ChoiceField, DayField, TextField
from diaban.web.forms import Form

#: Questions that may be added at once.
_MORE = 3
_KINDS = (
    ("text", _("một dòng chữ")), ("long", _("nhiều dòng chữ")), ("day", _("ngày")), ("number", _("số")),
    ("phone", _("số điện thoại")), ("check", _("ô đánh dấu")), ("choice", _("chọn một")),
)  # fmt: skip
_UNITS = (
    (Unit.WORKING_DAY, _("ngày làm việc")), (Unit.DAY, _("ngày, kể cả ngày nghỉ")), (Unit.MONTH, _("tháng")),
    (Unit.HALF_DAY, _("buổi làm việc")), (Unit.WORKING_HOUR, _("giờ làm việc")), (Unit.HOUR, _("giờ liền")),
)  # fmt: skip
_AREA = {"rows": 5}


class VersionForm(Form):
    """A version from a day on. It cleans to `version`, a NewVersion."""

    valid_from = DayField(label=_("Có hiệu lực từ ngày"))
    title = TextField(label=_("Tên thủ tục"), max_length=200)
    national_code = TextField(label=_("Mã quốc gia"), required=False, max_length=40,
                              help_text=_("Để trống nếu chưa công bố mã."))  # fmt: skip
    amount = forms.IntegerField(label=_("Thời hạn giải quyết"), min_value=0, max_value=3_650)
    unit = ChoiceField(label=_("Tính theo"), choices=_UNITS)
    cutoff = TextField(label=_("Nhận từ giờ này thì tính ngày làm việc kế tiếp"), required=False, max_length=8,
                       help_text=_("Ví dụ 15:00; để trống nếu không có."))  # fmt: skip
    fee = forms.IntegerField(label=_("Phí, lệ phí (đồng)"), min_value=0, max_value=1_000_000_000,
                             help_text=_("0 nếu không phải nộp."))  # fmt: skip
    citation = forms.CharField(label=_("Văn bản quy định"), max_length=400, widget=forms.Textarea({"rows": 2}))
    papers = forms.CharField(
        label=_("Giấy tờ phải nộp"), required=False, max_length=4_000, widget=forms.Textarea(_AREA),
        help_text=_("Mỗi thứ một dòng; thêm dấu * ở đầu dòng nếu bắt buộc."),
    )  # fmt: skip
    checked = CheckField(label=_("Tôi đã đối chiếu với văn bản"), required=False)

    def __init__(self, *args: Any, last: Procedure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._last, self._asked = last, asking.questions(last.questions)
        self._begin()
        checked = self.fields.pop("checked")
        for question in self._asked:
            hint = "" if question.required else _("Để trống thì không hỏi nữa.")
            self.fields[f"q_{question.code}"] = TextField(
                label=_("Câu hỏi: %s") % question.title, required=question.required, initial=question.title,
                max_length=200, help_text=hint,
            )  # fmt: skip
        for n in range(1, _MORE + 1):
            self.fields |= self._added(n)
        self.fields["checked"] = checked

    def _begin(self) -> None:
        last = self._last
        papers = "\n".join(("* " if p.needed else "") + p.title for p in asking.papers(last.papers))
        cutoff = f"{last.cutoff:%H:%M}" if last.cutoff else ""
        same = ("title", "national_code", "amount", "unit", "fee", "citation")
        for name, begun in {**{n: getattr(last, n) for n in same}, "papers": papers, "cutoff": cutoff}.items():
            self.fields[name].initial = begun

    @staticmethod
    def _added(n: int) -> dict[str, forms.Field]:
        return {
            f"new{n}": TextField(label=_("Câu hỏi thêm %s") % n, required=False, max_length=200),
            f"new{n}_kind": ChoiceField(label=_("Trả lời câu thêm %s bằng") % n, choices=_KINDS, required=False),
            f"new{n}_options": TextField(
                label=_("Các mục để chọn của câu thêm %s") % n, required=False, max_length=1_000,
                help_text=_("Ngăn bằng dấu chấm phẩy; chỉ cho kiểu chọn một."),
            ),
            f"new{n}_required": CheckField(label=_("Câu thêm %s bắt buộc trả lời") % n, required=False),
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = dict(super().clean() or {})
        if self.errors:
            return data
        try:
            cutoff = read_clock(data["cutoff"])
            term = Term(data["amount"], Unit(data["unit"]), cutoff)
        except ValidationError as wrong:
            self.add_error("cutoff", wrong)
            return data
        except ValueError:
            self.add_error("amount", _("Thời hạn ít nhất là 1; chỉ ngày làm việc mới được là 0, tức trong ngày."))
            return data
        version = NewVersion(
            self._last.code, data["valid_from"], data["title"], data["national_code"], term, data["fee"],
            data["citation"], [*self._kept(data), *self._new(data)], list(self._papers(data["papers"])),
            bool(data["checked"]),
        )  # fmt: skip
        return {"version": version}

    def _kept(self, data: dict[str, Any]) -> Iterator[Question]:
        """The questions before, in their new words; one whose condition was left out goes with it."""
        gone: set[str] = set()
        for question in self._asked:
            title = data.get(f"q_{question.code}", "")
            if not title or (question.when is not None and question.when[0] in gone):
                gone.add(question.code)
                continue
            same = title == question.title
            yield question if same else replace(question, title=title, title_en="")

    def _new(self, data: dict[str, Any]) -> Iterator[Question]:
        taken = {question.code for question in self._asked}
        for n in range(1, _MORE + 1):
            title, kind = data.get(f"new{n}", ""), data.get(f"new{n}_kind") or "text"
            if not title:
                continue
            options = [text.strip() for text in data.get(f"new{n}_options", "").split(";") if text.strip()]
            if (kind == "choice") != bool(options):
                self.add_error(f"new{n}_options", _("Ghi các mục để chọn, chỉ cho kiểu chọn một."))
                continue
            code = _code(title, taken)
            taken.add(code)
            listed = tuple((f"o{at}", text, "") for at, text in enumerate(options, 1))
            needed = bool(data.get(f"new{n}_required"))
            yield Question(code, kind, title, required=needed, options=listed, ahead=kind == "day",
                           most=10**9 if kind == "number" else 200)  # fmt: skip

    def _papers(self, text: str) -> Iterator[Paper]:
        """One to a line; a paper of the same title keeps its code, and so what refers to it."""
        before = {paper.title: paper for paper in asking.papers(self._last.papers)}
        taken = {paper.code for paper in before.values()}
        for line in filter(None, map(str.strip, text.splitlines())):
            needed, title = line.startswith("*"), line.lstrip("* ").strip()[:200]
            known = before.get(title)
            code = known.code if known else _code(title, taken)
            taken.add(code)
            yield Paper(code, title, known.title_en if known else "", needed)


def _code(title: str, taken: set[str]) -> str:
    """A short code of a title that isn't taken."""
    stem = "_".join(re.findall(r"[a-z0-9]+", fold(title)))[:24] or "them"
    return next(code for n in range(1, 1_000) if (code := stem if n == 1 else f"{stem}_{n}") not in taken)
