"""Forms of the room. The intake form is made from a procedure's questions; the action judges what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diaban.access.models import Office
from diaban.onestop import asking
from diaban.onestop.asking import Question
from diaban.onestop.models import Channel, DeliveryState, Field, Procedure, Way
from diaban.onestop.states import DOSSIER
from diaban.people.models import Sex
from diaban.web.fields import CheckField, ChoiceField, DayField, DayInput, RadioField, TextField
from diaban.web.forms import Form


class Filters(forms.Form):
    """What narrows the list of dossiers."""

    trang_thai = ChoiceField(
        label=_("Trạng thái"), required=False, choices=[(state.code, state.title) for state in DOSSIER.states],
        any_label=_("Tất cả"),
    )  # fmt: skip
    linh_vuc = ChoiceField(label=_("Lĩnh vực"), required=False, choices=Field.choices, any_label=_("Tất cả"))
    tra = ChoiceField(label=_("Kết quả"), required=False, choices=DeliveryState.choices, any_label=_("Tất cả"))


def _choices(question: Question, places: Iterable[tuple[int, str]]) -> list[tuple[Any, Any]]:
    if question.kind == "place":
        return [("", _("Chọn")), *places]
    if question.kind == "sex":
        return [choice for choice in Sex.choices if choice[0] != "u"]
    return [(code, asking.said(vi, en)) for code, vi, en in question.options]


def field_for(question: Question, places: Iterable[tuple[int, str]] = ()) -> forms.Field:
    """The box that a question is answered in. It takes anything: the answers are read by `asking.read`."""
    told: dict[str, Any] = {
        "label": asking.said(question.title, question.title_en), "required": question.required,
        "help_text": asking.said(question.help, question.help_en),
    }  # fmt: skip
    made: forms.Field
    if question.kind == "check":
        made = CheckField(**told)
    elif question.kind in ("choice", "sex", "place"):
        few = question.kind != "place" and len(question.options) <= 4
        choices = _choices(question, places)
        if not few and question.kind == "choice":
            choices = [("", _("Chọn")), *choices]
        made = forms.CharField(widget=(forms.RadioSelect if few else forms.Select)(choices=choices), **told)
    else:
        made = forms.CharField(widget=_box(question), **told)
        if question.kind in ("day", "birth"):
            made.shape = "date"  # type: ignore[attr-defined]
    if question.when is not None:
        made.widget.attrs |= {"data-when": question.when[0], "data-is": " ".join(question.when[1])}
    return made


def _box(question: Question) -> forms.Widget:
    if question.kind in ("day", "birth"):
        return DayInput()
    if question.kind == "long":
        return forms.Textarea({"rows": 4})
    attrs = {"number": {"inputmode": "numeric"}, "phone": {"inputmode": "tel"}}.get(question.kind, {})
    return forms.TextInput({"autocomplete": "off", **attrs})


class IntakeForm(Form):
    """What is handed in at the counter: about whom, the procedure's own questions, its papers, who hands it in."""

    def __init__(
        self, *args: Any, procedure: Procedure, known: bool, by_another: bool, offices: Iterable[Office],
        places: Iterable[tuple[int, str]], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        for question in asking.asked_of(asking.questions(procedure.questions), known=known):
            self.fields[question.code] = field_for(question, places)
        papers = [(p.code, asking.said(p.title, p.title_en)) for p in asking.papers(procedure.papers)]
        if papers:
            self.fields["papers"] = forms.MultipleChoiceField(
                label=_("Giấy tờ đã nộp"), choices=papers, required=False, widget=forms.CheckboxSelectMultiple
            )
        self._applicant(by_another, known)
        hands_in = {"applicant_name": "full_name", "applicant_number": "id_no"}
        asked = {"full_name": "full_name", "sex": "sex", "birth": "birth_date", "id_no": "id_no", **hands_in}
        self.from_card = hands_in if known or by_another else asked
        self.card_label = _("Đọc thẻ của người nộp hồ sơ")
        self.fields["channel"] = RadioField(label=_("Cách nộp"), choices=Channel.choices, initial=Channel.DIRECT,
                                            required=False)  # fmt: skip
        self.fields["office"] = ChoiceField(label=_("Cơ quan giải quyết"), required=False,
                                            choices=[(str(o.pk), o.name) for o in offices])  # fmt: skip

    def _clean_fields(self) -> None:
        """Whether an answer is missing depends on others: the action says so. What is marked as needed stays so."""
        needed = {name: field.required for name, field in self.fields.items()}
        for field in self.fields.values():
            field.required = False
        super()._clean_fields()  # type: ignore[misc]
        for name, field in self.fields.items():
            field.required = needed[name]

    def _applicant(self, by_another: bool, known: bool) -> None:
        hint = "" if by_another else _("Để trống nếu chính người này nộp.")
        name = TextField(label=_("Họ và tên người nộp"), required=by_another, max_length=120, help_text=hint)
        number = TextField(label=_("Số giấy tờ của người nộp"), required=False, max_length=20,
                           help_text=_("Bốn ký tự cuối là mã để theo dõi hồ sơ."))  # fmt: skip
        phone = TextField(label=_("Điện thoại người nộp"), required=False, max_length=20)
        self.fields |= {"applicant_name": name, "applicant_number": number, "phone_of": phone}
        if not by_another and not known:
            del self.fields["applicant_name"]


def split(data: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The cleaned form in two: the answers as typed, and the rest by the names of `Intake` and `Applicant`."""
    own = ("papers", "applicant_name", "applicant_number", "phone_of", "channel", "office")
    typed = {name: value for name, value in data.items() if name not in own}
    return typed, {name: data.get(name) or "" for name in own}


class WhyForm(Form):
    """Why something is refused or stopped; it goes out on the slip."""

    why = forms.CharField(label=_("Lý do"), max_length=2000, widget=forms.Textarea({"rows": 4}))


class AskForm(Form):
    """What the applicant has to bring."""

    what = forms.CharField(
        label=_("Giấy tờ, nội dung cần bổ sung"), max_length=2000, widget=forms.Textarea({"rows": 4}),
        help_text=_("Mỗi thứ một dòng; in nguyên như vậy trên phiếu."),
    )  # fmt: skip
    why = TextField(label=_("Lý do"), required=False, max_length=2000)


class ChargeForm(Form):
    """What is to be paid."""

    fee = forms.IntegerField(label=_("Số tiền (đồng)"), min_value=1, max_value=1_000_000_000)


class ApproveForm(Form):
    """The number of the decision or certificate, where there is one."""

    result_no = TextField(label=_("Số văn bản kết quả"), required=False, max_length=60)


class DeliverForm(Form):
    """How the result gets to its applicant."""

    from_card = {"receiver": "full_name"}
    card_label = _("Đọc thẻ của người nhận thay")

    way = RadioField(label=_("Cách trả"), choices=Way.choices, initial=Way.COUNTER)
    receiver = TextField(label=_("Người nhận thay"), required=False, max_length=120)


class ExtendForm(Form):
    """Another day of return, and why."""

    day = DayField(label=_("Hẹn lại ngày"))
    why = forms.CharField(label=_("Lý do"), max_length=2000, widget=forms.Textarea({"rows": 3}))


class ForwardForm(Form):
    """The office that has to decide."""

    office_id = ChoiceField(label=_("Cơ quan giải quyết"), choices=())

    def __init__(self, *args: Any, offices: Iterable[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office_id"].choices = [(str(o.pk), o.name) for o in offices]  # type: ignore[attr-defined]
