"""Forms of the room. Each cleans to the keyword arguments of one action."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.core.errors import Invalid
from diaban.core.time import today
from diaban.papers.attachments import media
from diaban.people import scans
from diaban.people.data import PersonData
from diaban.people.models import AliasKind, Relation, Sex, State, StayKind
from diaban.web.fields import ChoiceField, DayField, PartialDayField, RadioField, TextField, VersionField
from diaban.web.forms import Form


def place_choices(viewer: Viewer) -> list[tuple[int, str]]:
    """The viewer's own unit and those next below it: hamlets of a commune, communes of a province."""
    unit_id = viewer.scope.unit_id
    if unit_id is None:
        return []
    if areas.unit(unit_id).level < areas.Level.COMMUNE:
        below = [(unit.id, unit.title) for unit in areas.children(unit_id, level=areas.Level.COMMUNE)]
    else:
        below = [(hamlet.unit.id, hamlet.unit.title) for hamlet in areas.hamlets(unit_id)]
    return [(unit_id, areas.label(unit_id)), *below]


class PlaceField(forms.TypedChoiceField):
    """A hamlet or commune of the viewer's own; the form sets the choices."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, **{"label": _("Thôn, tổ dân phố"), **kwargs})


class AgeField(forms.IntegerField):
    """Years of age, in a short box."""

    shape = "short"


class Filters(forms.Form):
    """What narrows the list of residents. Names are searched for, not filtered by: they stay out of addresses."""

    dia_ban = PlaceField(required=False, empty_value=None)
    gioi_tinh = ChoiceField(label=_("Giới tính"), required=False, choices=Sex.choices, any_label=_("Tất cả"))
    tu_tuoi = AgeField(label=_("Từ tuổi"), required=False, min_value=0, max_value=130)
    den_tuoi = AgeField(label=_("Đến tuổi"), required=False, min_value=0, max_value=130)
    tinh_trang = ChoiceField(
        label=_("Tình trạng"), required=False, choices=State.choices, any_label=_("Đang được tính là cư dân")
    )


def filters_for(viewer: Viewer) -> type[Filters]:
    """The filter form with the parts of the viewer's ground: communes of a province, hamlets of a commune."""
    unit = viewer.scope.unit_id
    below = [(part.id, part.title) for part in areas.children(unit)] if unit is not None else []
    chosen = PlaceField(required=False, empty_value=None, choices=[("", _("Toàn địa bàn")), *below])
    return type("Filters", (Filters,), {"dia_ban": chosen})


class PersonFields(Form):
    """Who a person is."""

    from_card = {name: name for name in ("full_name", "sex", "birth_date", "id_no", "address")}

    full_name = TextField(label=_("Họ và tên"), max_length=120)
    sex = RadioField(label=_("Giới tính"), choices=[c for c in Sex.choices if c[0] != "u"])
    birth_date = PartialDayField(
        label=_("Ngày sinh"), required=False, help_text=_("Ghi 31/12/1990; nếu chỉ biết năm thì ghi 1990.")
    )
    id_no = TextField(label=_("Số định danh cá nhân"), required=False, help_text=_("12 chữ số trên thẻ căn cước."))
    phone = TextField(label=_("Số điện thoại"), required=False, max_length=20)
    address = TextField(label=_("Địa chỉ"), required=False, max_length=200)
    hometown = TextField(label=_("Quê quán"), required=False, max_length=200)

    def __init__(self, *args: Any, viewer: Viewer, masked: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        if masked:
            self.fields["id_no"].help_text = _("Đang có %(number)s; để trống nếu không đổi.") % {"number": masked}


def as_person(data: dict[str, Any], *, kept_number: str | None = None) -> PersonData:
    """The cleaned person fields, taken out of `data`. An empty number keeps the one the viewer may not see."""
    birth = data.pop("birth_date")
    return PersonData(
        full_name=data.pop("full_name"),
        sex=data.pop("sex"),
        birth_date=birth.first if birth else None,
        birth_precision=birth.precision if birth else "u",
        id_no=data.pop("id_no") or kept_number,
        phone=data.pop("phone"),
        address=data.pop("address"),
        hometown=data.pop("hometown"),
        relation=data.pop("relation", Relation.OTHER),
    )


class RegisterForm(PersonFields):
    """Someone who lives here and isn't in the register yet, in a new household of their own."""

    place = PlaceField()
    kind = RadioField(
        label=_("Cư trú"),
        choices=[(StayKind.PERMANENT, _("Thường trú")), (StayKind.TEMPORARY, _("Tạm trú"))],
        initial=StayKind.PERMANENT,
    )
    since = DayField(label=_("Từ ngày"), initial=today)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = place_choices(self.viewer)  # type: ignore[attr-defined]


class MemberForm(PersonFields):
    """Someone who joins a household of the office's own area and isn't in the register yet."""

    relation = ChoiceField(
        label=_("Quan hệ với chủ hộ"), choices=[c for c in Relation.choices if c[0] != Relation.HEAD]
    )
    since = DayField(label=_("Cư trú từ ngày"), initial=today)


class BirthForm(PersonFields):
    """A new-born of a household; the day of birth is whole."""

    from_card = {}
    birth_date = DayField(label=_("Ngày sinh"))  # type: ignore[assignment]
    relation = ChoiceField(
        label=_("Quan hệ với chủ hộ"),
        choices=[(Relation.CHILD, _("Con")), (Relation.GRANDCHILD, _("Cháu")), (Relation.OTHER, _("Khác"))],
    )


class CorrectForm(PersonFields):
    """Everything that may be put right; the head of a household is changed on the household's page."""

    relation = ChoiceField(label=_("Quan hệ với chủ hộ"), choices=Relation.choices)
    version = VersionField()


class DayForm(Form):
    """A day on which something happened to a known resident."""

    day = DayField(label=_("Ngày"), initial=today)
    version = VersionField()


class DeathForm(DayForm):
    day = DayField(label=_("Ngày mất"))


class MoveOutForm(DayForm):
    day = DayField(label=_("Ngày chuyển đi"), initial=today)
    destination = TextField(label=_("Nơi chuyển đến"), max_length=200, help_text=_("Xã, tỉnh nơi người dân khai."))


class MoveInForm(DayForm):
    """A resident settles in the viewer's area, in a new household unless one is found."""

    day = DayField(label=_("Ngày chuyển đến"), initial=today)
    place = PlaceField()
    address = TextField(label=_("Địa chỉ"), required=False, max_length=200)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = place_choices(viewer)  # type: ignore[attr-defined]


class StayForm(Form):
    """A declared temporary stay, absence or overnight stay."""

    kind = RadioField(label=_("Loại khai báo"), choices=[c for c in StayKind.choices if c[0] != StayKind.PERMANENT])
    place = PlaceField(
        required=False, empty_value=None, help_text=_("Nơi tạm trú hoặc lưu trú; tạm vắng thì để trống.")
    )
    address = TextField(label=_("Địa chỉ"), required=False, max_length=200)
    starts = DayField(label=_("Từ ngày"), initial=today)
    ends = DayField(label=_("Đến ngày"), required=False)
    reason = TextField(label=_("Lý do"), required=False, max_length=200)
    version = VersionField()

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", _("Nơi thường trú")), *place_choices(viewer)]  # type: ignore[attr-defined]


class VoidForm(Form):
    """Nothing to fill in: asks before something is undone."""

    version = VersionField()


class EndStayForm(DayForm):
    day = DayField(label=_("Ngày kết thúc"), initial=today)


class AliasForm(Form):
    """An old number or another name."""

    kind = RadioField(label=_("Loại"), choices=AliasKind.choices, initial=AliasKind.CMND)
    value = TextField(label=_("Số hoặc tên"), max_length=120)
    issuer = TextField(label=_("Nơi cấp"), required=False, max_length=120)
    issued_on = DayField(label=_("Ngày cấp"), required=False)


class SplitForm(Form):
    """A member leaves and heads a household of their own."""

    address = TextField(label=_("Địa chỉ của hộ mới"), max_length=200)
    code = TextField(label=_("Mã hộ"), required=False, max_length=40)
    version = VersionField()


class HeadForm(Form):
    """Another member becomes head of the household."""

    head_id = ChoiceField(label=_("Chủ hộ mới"), choices=[])
    version = VersionField()

    def __init__(self, *args: Any, members: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["head_id"].choices = members  # type: ignore[attr-defined]


class JoinForm(Form):
    """A resident joins another household, found by its code or its head's name and asked for where several fit."""

    household = TextField(label=_("Mã hộ hoặc tên chủ hộ"), max_length=120)
    household_id = RadioField(label=_("Chọn hộ"), choices=[], required=False)
    relation = ChoiceField(
        label=_("Quan hệ với chủ hộ"), choices=[c for c in Relation.choices if c[0] != Relation.HEAD]
    )
    version = VersionField()

    def __init__(self, *args: Any, options: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if options:
            self.fields["household_id"].choices = options  # type: ignore[attr-defined]
        else:
            del self.fields["household_id"]


class SearchForm(Form):
    """What is typed to find a person: sent by POST, so that it stays out of addresses and server logs."""

    q = TextField(label=_("Họ tên, số định danh, số cũ hoặc số điện thoại"), max_length=400)

    def clean_q(self) -> str:
        """A scan that can't be read says why here, before it is kept or searched for."""
        words: str = self.cleaned_data["q"]
        try:
            scans.scanned(words)
        except Invalid as wrong:
            raise forms.ValidationError(wrong.sentence) from None
        return words


class PaperForm(Form):
    """A scan or a document for a resident's record."""

    file = forms.FileField(
        label=_("Tệp"),
        help_text=_("PDF, ảnh JPEG, PNG, TIFF, tệp .docx hoặc .xlsx; ảnh tối đa 20 MB. Nơi chụp ảnh không được lưu."),
        widget=forms.FileInput(attrs={"accept": ",".join(f".{e}" for m in media.MEDIA for e in m.endings)}),
    )
    title = TextField(label=_("Tên giấy tờ"), required=False, max_length=200, help_text=_("Bỏ trống: lấy tên tệp."))

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > media.MOST:
            raise forms.ValidationError(_("Tệp lớn hơn %(most)s MB nên chưa nhận.") % {"most": media.MOST // media.MB})
        return upload


class DetachForm(Form):
    """Confirms taking a paper off a record."""
