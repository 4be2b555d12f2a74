"""Forms of the room. Each cleans to the keyword arguments of one action."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.core.time import today
from diaban.papers.models import Import
from diaban.people.forms import PlaceField, place_choices
from diaban.people.importing import forms as people
from diaban.people.importing.reasons import TABLE as everybody
from diaban.people.models import Relation, Sex
from diaban.registers import catalogue, defining, handing
from diaban.registers.actions import RowData
from diaban.registers.catalogue import Register
from diaban.registers.importing.entries import VERDICTS
from diaban.registers.importing.reasons import TABLE, title
from diaban.registers.importing.summary import verdict_title
from diaban.registers.models import Match, Row, State, Unit, Why
from diaban.web.fields import CheckField, ChoiceField, DayField, PartialDayField, TextField, VersionField
from diaban.web.forms import Form

#: The choice of rows that are in no group.
UNGROUPED = "-"
_LEFT = (Why.OUT_OF_POVERTY, Why.ENDED, Why.MOVED, Why.DEAD, Why.TWICE)


def filters_for(viewer: Viewer, register: Register) -> type[forms.Form]:
    """What narrows the list of a register: parts of the viewer's ground, groups, rounds, what is at fault."""
    from diaban.registers import quality

    unit = viewer.scope.unit_id
    below = [(part.id, part.title) for part in areas.children(unit)] if unit is not None else []
    fields: dict[str, Any] = {
        "dia_ban": PlaceField(required=False, empty_value=None, choices=[("", _("Toàn địa bàn")), *below]),
        "dien": ChoiceField(label=_("Diện"), required=False, any_label=_("Tất cả"),
                            choices=[*((group.code, group.title) for group in register.groups),
                                     (UNGROUPED, _("Chưa phân nhóm"))]),
        "noi": ChoiceField(label=_("Nối với cư dân"), required=False, any_label=_("Tất cả"), choices=Match.choices),
        "loi": ChoiceField(label=_("Chất lượng"), required=False, any_label=_("Tất cả"), choices=quality.choices()),
        "tinh_trang": ChoiceField(label=_("Tình trạng"), required=False, choices=State.choices[:2]),
    }  # fmt: skip
    if register.rounds:
        rounds = [(each.code, each.title) for each in catalogue.rounds(register.code)]
        fields["dot"] = ChoiceField(label=_("Đợt rà soát"), required=False, any_label=_("Tất cả"), choices=rounds)
    return type("Filters", (forms.Form,), fields)


class CorrectForm(Form):
    """What the paper says of a person, put right."""

    from_card = {"full_name": "full_name", "sex": "sex", "birth": "birth_date", "id_no": "id_no"}

    full_name = TextField(label=_("Họ và tên"), max_length=120)
    sex = ChoiceField(label=_("Giới tính"), choices=Sex.choices)
    birth = PartialDayField(
        label=_("Ngày sinh"), required=False, help_text=_("Ghi 31/12/1990; nếu chỉ biết năm thì ghi 1990.")
    )
    id_no = TextField(label=_("Số định danh cá nhân"), required=False, max_length=12)
    group = ChoiceField(label=_("Diện"), required=False, choices=())
    relation = ChoiceField(label=_("Quan hệ với chủ hộ"), required=False, choices=Relation.choices, any_label="–")
    head_name = TextField(label=_("Chủ hộ"), required=False, max_length=120)
    place = PlaceField()
    version = VersionField()

    def __init__(self, *args: Any, viewer: Viewer, register: Register, masked: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = place_choices(viewer)  # type: ignore[attr-defined]
        groups = [(group.code, group.title) for group in register.groups]
        self.fields["group"].choices = [("", _("Chưa phân nhóm")), *groups]  # type: ignore[attr-defined]
        if not register.of_households:
            del self.fields["relation"], self.fields["head_name"]
        if masked:
            self.fields["id_no"].help_text = _("Đang có %(number)s; để trống nếu không đổi.") % {"number": masked}


def as_data(data: dict[str, Any]) -> RowData:
    """The cleaned fields as an action takes them; what was left empty stays as it is."""
    birth = data["birth"]
    return RowData(
        full_name=data["full_name"], sex=data["sex"], birth_date=birth.first if birth else None,
        birth_precision=birth.precision if birth else None, id_no=data["id_no"] or None,
        group=data["group"] or None, relation=data.get("relation") or None, head_name=data.get("head_name") or None,
        place=data["place"],
    )  # fmt: skip


class EnterForm(Form):
    """Who comes into a register, by a decision."""

    from_card = {"id_no": "id_no"}

    id_no = TextField(label=_("Số định danh cá nhân"), max_length=12, help_text=_("12 chữ số trên thẻ căn cước."))
    group = ChoiceField(label=_("Diện"), choices=())
    since = DayField(label=_("Từ ngày"))
    decision = TextField(label=_("Số quyết định"), required=False, max_length=60)

    def __init__(self, *args: Any, register: Register, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(group.code, group.title) for group in register.groups]
        self.fields["group"].choices = groups  # type: ignore[attr-defined]


class GroupForm(Form):
    """Of which group all rows of a workbook are."""

    group = ChoiceField(label=_("Diện"), choices=())

    def __init__(self, *args: Any, register: Register, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(group.code, group.title) for group in register.groups]
        self.fields["group"].choices = groups  # type: ignore[attr-defined]


class DefineForm(Form):
    """A register: what it is called, whom it lists, by which law, and the groups that the law names."""

    title = TextField(label=_("Tên danh sách"), max_length=120)
    title_en = TextField(label=_("Tên tiếng Anh"), required=False, max_length=120)
    unit = ChoiceField(label=_("Đơn vị"), choices=Unit.choices)
    layout = ChoiceField(label=_("Bảng tính đọc như"), choices=lambda: defining.layouts())
    keeper = TextField(label=_("Cơ quan giữ"), max_length=120, initial="Ủy ban nhân dân cấp xã")
    citation = TextField(label=_("Căn cứ"), max_length=200)
    since = DayField(label=_("Áp dụng từ ngày"), initial=today)
    groups = forms.CharField(
        label=_("Các diện"), widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Mỗi dòng một diện; sau dấu hai chấm là các cách ghi khác, cách nhau bằng dấu phẩy."),
    )  # fmt: skip
    fields_asked = forms.MultipleChoiceField(
        label=_("Ô bắt buộc"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=lambda: defining.fields(),
    )  # fmt: skip
    rounds = CheckField(label=_("Rà soát theo đợt, mỗi năm một đợt"))


class HandOverForm(Form):
    """Which commune keeps a row from now on."""

    unit = forms.TypedChoiceField(label=_("Xã, phường"), coerce=int, choices=())
    version = VersionField()

    def __init__(self, *args: Any, row: Row, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [(unit.id, unit.title) for unit in handing.choices(row)]  # type: ignore[attr-defined]


class LeaveForm(Form):
    """Why and when somebody leaves a register."""

    why = ChoiceField(label=_("Lý do"), choices=[(why.value, why.label) for why in _LEFT])
    day = DayField(label=_("Từ ngày"))
    version = VersionField()


class UploadForm(people.WorkbookForm):
    """A register workbook."""

    register = ChoiceField(
        label=_("Danh sách"), required=False, any_label=_("Đọc từ tệp"),
        choices=lambda: [(each.code, each.title) for each in catalogue.registers()],
    )  # fmt: skip


class MappingForm(people.MappingForm):
    """What every column is taken for."""

    def __init__(self, *args: Any, imported: Import, **kwargs: Any) -> None:
        register = catalogue.of_layout(imported.options.get("layout", ""))
        self.meanings = register.kind.fields if register else ()  # type: ignore[misc]
        super().__init__(*args, imported=imported, **kwargs)


class RowFilters(forms.Form):
    """What narrows the rows of an import."""

    ket_qua = ChoiceField(
        label=_("Kết quả"), required=False, any_label=_("Tất cả"),
        choices=lambda: [(verdict, verdict_title(verdict)) for verdict in VERDICTS],
    )  # fmt: skip
    ly_do = ChoiceField(
        label=_("Lý do"),
        required=False,
        any_label=_("Tất cả"),
        choices=lambda: [(code, title(code)) for code in (*TABLE, *everybody)],
    )
