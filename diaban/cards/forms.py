"""Forms of the room. Each cleans to the keyword arguments of one action."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from diaban.cards.models import Delivery, Quality, Reason
from diaban.cards.states import APPLICATION
from diaban.web.fields import CheckField, ChoiceField, RadioField, TextField
from diaban.web.forms import Form


class Filters(forms.Form):
    """What narrows the list of applications."""

    trang_thai = ChoiceField(
        label=_("Bước"), required=False, choices=[(state.code, state.title) for state in APPLICATION.states],
        any_label=_("Tất cả"),
    )  # fmt: skip
    ly_do = ChoiceField(label=_("Lý do"), required=False, choices=Reason.choices, any_label=_("Tất cả"))


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

    delivery = RadioField(label=_("Cách trả"), choices=Delivery.choices)
    checked = CheckField(label=_("Đã đối chiếu người nhận với hồ sơ"))
