"""Forms of the room. Each cleans to the keyword arguments of one action."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.cards.models import CardState, Delivery, Quality, Reason, Why
from diaban.cards.states import APPLICATION
from diaban.people.forms import PlaceField, place_choices
from diaban.targets.data import Division, Document
from diaban.targets.models import Split
from diaban.web.fields import CheckField, ChoiceField, DayField, RadioField, TextField
from diaban.web.forms import Form


class Filters(forms.Form):
    """What narrows the list of applications."""

    trang_thai = ChoiceField(
        label=_("Bước"), required=False, choices=[(state.code, state.title) for state in APPLICATION.states],
        any_label=_("Tất cả"),
    )  # fmt: skip
    ly_do = ChoiceField(label=_("Lý do"), required=False, choices=Reason.choices, any_label=_("Tất cả"))
    qua_han = ChoiceField(label=_("Thời hạn"), required=False, choices=[("1", _("Quá hạn"))], any_label=_("Tất cả"))


class ApplyForm(Form):
    """Why a card is asked for."""

    reason = RadioField(label=_("Lý do cấp thẻ"), choices=Reason.choices)


class CaptureForm(Form):
    """How well each part was captured, and where the capture is found. No picture or print comes here."""

    face = RadioField(label=_("Ảnh khuôn mặt"), choices=Quality.choices)
    fingers = RadioField(label=_("Vân tay"), choices=Quality.choices)
    iris = RadioField(label=_("Mống mắt"), choices=Quality.choices)
    reference = TextField(label=_("Mã tham chiếu của máy thu nhận"), max_length=60)


class ReturnForm(Form):
    """Why the centre sent an application back."""

    why = TextField(label=_("Lý do Trung ương trả lại"), max_length=300)


class PrintForm(Form):
    """The number on the card that was printed."""

    serial = TextField(label=_("Số in trên thẻ"), max_length=20)


class HandForm(Form):
    """How the card gets to its bearer."""

    from_card = {"receiver": "full_name", "receiver_ref": "id_no"}
    card_label = _("Đọc thẻ của người nhận thay")

    delivery = RadioField(label=_("Cách trả"), choices=Delivery.choices)
    receiver = TextField(label=_("Người nhận thay"), required=False, max_length=120,
                         help_text=_("Họ và tên; chỉ khi người khác nhận thay."))  # fmt: skip
    receiver_ref = TextField(label=_("Giấy tờ của người nhận thay, hoặc số vận đơn"), required=False, max_length=60)
    checked = CheckField(label=_("Đã đối chiếu người nhận với hồ sơ"))


class SpoilForm(Form):
    """What is wrong with a card."""

    why = TextField(label=_("Thẻ hỏng thế nào"), max_length=200)


class EarlierForm(Form):
    """The day on which the card that someone shows was issued."""

    issued_on = DayField(label=_("Ngày cấp ghi trên thẻ"))


class DueFilters(forms.Form):
    """What narrows the list of who has to have a card made."""

    dia_ban = PlaceField(required=False, empty_value=None)
    ly_do = ChoiceField(label=_("Vì sao"), required=False, choices=Why.choices, any_label=_("Tất cả"))
    co_mat = ChoiceField(label=_("Có mặt"), required=False, any_label=_("Tất cả"),
                         choices=[("co", _("Có mặt ở địa bàn")), ("khong", _("Đi vắng"))])  # fmt: skip
    ho_so = ChoiceField(label=_("Hồ sơ"), required=False, any_label=_("Tất cả"),
                        choices=[("chua", _("Chưa nộp hồ sơ")), ("dang", _("Đang giải quyết"))])  # fmt: skip


def due_filters(viewer: Viewer) -> type[DueFilters]:
    """The same with the parts of the viewer's ground."""
    below = place_choices(viewer)[1:]
    place = PlaceField(required=False, empty_value=None, choices=[("", _("Toàn địa bàn")), *below])
    return type("DueFilters", (DueFilters,), {"dia_ban": place})


class StockFilters(forms.Form):
    """What narrows the list of cards."""

    dang_o = ChoiceField(label=_("Đang ở"), required=False, choices=CardState.choices, any_label=_("Tất cả"))


class ReceiveForm(Form):
    """The numbers of a parcel of cards, as scanned: one a line."""

    serials = forms.CharField(
        label=_("Số thẻ"), widget=forms.Textarea(attrs={"rows": 8, "autofocus": True, "autocapitalize": "characters"}),
        help_text=_("Quét lần lượt từng thẻ; mỗi dòng một số."),
    )  # fmt: skip

    def clean_serials(self) -> list[str]:
        typed: str = self.cleaned_data["serials"]
        return [word for word in typed.replace(",", " ").replace(";", " ").split() if word]


class StationForm(Form):
    """One scan at the counter where cards are handed over."""

    code = TextField(label=_("Số thẻ hoặc mã trên thẻ"), max_length=400,
                     widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}))  # fmt: skip
    checked = CheckField(label=_("Tôi đối chiếu từng người với thẻ trước khi quét"))

    def emptied(self) -> StationForm:
        """The same, what is wrong still said, ready for the next scan: a scanner types on where the last one ended."""
        if self.is_bound:
            self.is_valid()
            self.data = {**self.data.dict(), "code": ""}  # type: ignore[attr-defined]
        return self


class AnswerForm(Form):
    """A file that came from the centre."""

    file = forms.FileField(label=_("Tệp của Trung ương"), help_text=_("Kết quả hoặc giấy báo nhận lô, đuôi .jsonl."))


class DriveForm(Form):
    """A drive: where, from when to when, how many, and by which document."""

    title = TextField(label=_("Tên đợt"), max_length=120)
    unit_id = forms.TypedChoiceField(label=_("Địa bàn"), coerce=int)
    since = DayField(label=_("Từ ngày"))
    until = DayField(label=_("Đến ngày"))
    target = forms.IntegerField(label=_("Chỉ tiêu (số hồ sơ)"), min_value=1, max_value=100_000_000)
    split = ChoiceField(
        label=_("Chia cho các đơn vị bên dưới"), initial=Split.POPULATION,
        choices=[(each.value, each.label) for each in (Split.POPULATION, Split.EQUAL, Split.NONE)],
    )  # fmt: skip
    document = TextField(label=_("Số, ký hiệu văn bản"), max_length=80)
    signed_on = DayField(label=_("Ngày ký"))
    signer_post = TextField(label=_("Chức vụ người ký"), max_length=120, help_text=_("Không ghi tên người."))

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = viewer.scope.unit_id
        units = [areas.unit(own), *areas.children(own)] if own is not None else []
        self.fields["unit_id"].choices = [(unit.id, unit.title) for unit in units]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = dict(super().clean() or {})
        if not self.errors:
            data["document"] = Document(data["document"], data.pop("signed_on"), data.pop("signer_post"))
            data["division"] = Division(Split(data.pop("split")))
        return data
