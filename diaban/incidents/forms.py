"""Forms of the room. Each cleans to the keyword arguments of one action."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.core.errors import Invalid
from diaban.core.time import ZONE, today
from diaban.incidents import queries, states
from diaban.incidents.catalogue import catalogue
from diaban.incidents.data import IncidentData, InvolvedData
from diaban.incidents.models import Outcome, Role, Source, Who
from diaban.incidents.shipped import GROUPS
from diaban.people import scans
from diaban.people.forms import PlaceField, place_choices
from diaban.web.fields import ChoiceField, DayField, RadioField, TextField, VersionField
from diaban.web.forms import Form


class Words(forms.CharField):
    """Several lines of text."""

    widget = forms.Textarea

    def __init__(self, rows: int = 3, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **{"required": False, **kwargs})


class ClockField(forms.CharField):
    """A time of day, typed as 14:25, 14h25 or 14 giờ 25."""

    shape = "short"
    widget = forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off", "placeholder": "14:25"})
    default_error_messages = {"invalid": _("Không đọc được giờ này. Ghi theo dạng 14:25.")}

    def clean(self, value: Any) -> time | None:
        text = str(value or "").strip().lower()
        if not text:
            return None
        found = re.fullmatch(r"(\d{1,2})\s*(?:h|g|giờ|gio|:|\.)?\s*(\d{1,2})?\s*(?:phút|phut|p)?", text)
        try:
            return time(int(found[1]) % 24, int(found[2] or 0)) if found and int(found[1]) <= 24 else self._wrong()
        except ValueError:
            return self._wrong()

    def _wrong(self) -> time:
        raise ValidationError(self.error_messages["invalid"], code="invalid")


class CountField(forms.IntegerField):
    """How many, in a short box; empty is none."""

    shape = "short"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "min_value": 0, "max_value": 10_000, **kwargs})

    def clean(self, value: Any) -> int:
        return super().clean(value) or 0


def kind_choices(viewer: Viewer) -> list[tuple[Any, Any]]:
    """The office's kinds of today, by group."""
    known = catalogue(viewer.office_id)
    found = [(title, [(kind.code, kind.title) for kind in known.of_group(code)]) for code, title in GROUPS.items()]
    return [(title, sorted(kinds, key=lambda pair: pair[1])) for title, kinds in found if kinds]


class Report(Form):
    """Intake: kind and place are enough; the rest says more, and may be left to later."""

    quick = RadioField(label=_("Loại vụ việc"), choices=[], required=False)
    kind = forms.ChoiceField(label=_("Loại khác"), required=False)
    place = PlaceField(label=_("Nơi xảy ra"))
    summary = Words(label=_("Nội dung"), help_text=_("Sự việc ra sao; có thể ghi sau."))
    source = RadioField(label=_("Nguồn tin"), choices=[c for c in Source.choices if c[0] != "unknown"],
                        initial=Source.TIP)  # fmt: skip
    happened_on = DayField(label=_("Ngày xảy ra"), required=False, initial=today)
    happened_at = ClockField(label=_("Giờ xảy ra"), required=False)
    suspects = CountField(label=_("Số đối tượng"), help_text=_("Chưa rõ họ tên cũng ghi số."))
    victims = CountField(label=_("Số bị hại, nạn nhân"))
    address = TextField(label=_("Địa điểm cụ thể"), required=False, max_length=300)
    lat = forms.FloatField(label=_("Vĩ độ"), required=False, min_value=-90, max_value=90)
    lon = forms.FloatField(label=_("Kinh độ"), required=False, min_value=-180, max_value=180)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        self.fields["quick"].choices = frequent(viewer)  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("Chọn trong danh mục")), *kind_choices(viewer)]  # type: ignore[attr-defined]
        self.fields["place"].choices = place_choices(viewer)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What was chosen in the catalogue goes before what was tapped."""
        data = super().clean() or self.cleaned_data
        data["kind"] = data.get("kind") or data.pop("quick", "")
        data.pop("quick", None)
        if not data["kind"] and "kind" not in self.errors:
            self.add_error("quick", _("Chọn loại vụ việc."))
        return data

    @property
    def first(self) -> list[Any]:
        """What is asked at once."""
        return [self[name] for name in ("quick", "kind", "place", "summary", "source")]

    @property
    def more(self) -> list[Any]:
        """What may be said, or left to later."""
        return [self[name] for name in self.fields if name not in ("quick", "kind", "place", "summary", "source")]

    @property
    def more_wrong(self) -> bool:
        return any(field.errors for field in self.more)


#: Kinds offered first where an office has no incidents yet.
_USUAL = ("theft", "assault", "gambling", "disorder", "fraud", "road_accident", "civil_dispute", "fire")


def frequent(viewer: Viewer) -> list[tuple[str, str]]:
    """The kinds that come most often here, at most eight; the usual ones fill up."""
    known = catalogue(viewer.office_id)
    codes = [code for code in (*queries.frequent_kinds(viewer=viewer), *_USUAL) if code in known]
    return [(code, known[code].title) for code in dict.fromkeys(codes)][: len(_USUAL)]


def reported(data: dict[str, Any]) -> tuple[IncidentData, list[InvolvedData]]:
    """The cleaned intake form as what the action takes."""
    counts = ((Role.SUSPECT, data.pop("suspects")), (Role.VICTIM, data.pop("victims")))
    people = [InvolvedData(role=role, count=count) for role, count in counts if count]
    return IncidentData(**data), people


class Correct(Form):
    """Everything recorded that may be put right."""

    kind = forms.ChoiceField(label=_("Loại vụ việc"))
    place = PlaceField(label=_("Nơi xảy ra"))
    elsewhere = TextField(
        label=_("Xảy ra ở xã, phường khác"), required=False, max_length=120,
        help_text=_("Ghi tên xã, phường kèm tỉnh nếu vụ việc không thuộc địa bàn này; hồ sơ được chuyển theo."),
    )  # fmt: skip
    address = TextField(label=_("Địa điểm cụ thể"), required=False, max_length=300)
    happened_on = DayField(label=_("Ngày xảy ra"), required=False)
    happened_at = ClockField(label=_("Giờ xảy ra"), required=False)
    found_on = DayField(label=_("Ngày phát hiện"), required=False)
    reported_on = DayField(label=_("Ngày nhận tin"), required=False)
    source = ChoiceField(label=_("Nguồn tin"), choices=Source.choices)
    summary = Words(label=_("Nội dung"), rows=5)
    dead = CountField(label=_("Số người chết"))
    injured = CountField(label=_("Số người bị thương"))
    loss = CountField(label=_("Thiệt hại tài sản (đồng)"), max_value=10**15)
    hectares = forms.DecimalField(label=_("Diện tích thiệt hại (ha)"), required=False, min_value=0, decimal_places=4,
                                  max_digits=12, localize=True)  # fmt: skip
    lat = forms.FloatField(label=_("Vĩ độ"), required=False)
    lon = forms.FloatField(label=_("Kinh độ"), required=False)
    file_no = TextField(label=_("Số hồ sơ của cơ quan"), required=False, max_length=60)
    outcome = ChoiceField(label=_("Kết quả"), choices=Outcome.choices, any_label=_("Chưa có"), required=False)
    outcome_note = TextField(label=_("Nói rõ kết quả"), required=False, max_length=1000)
    version = VersionField()

    def __init__(self, *args: Any, viewer: Viewer, place: int, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        kinds, places = kind_choices(viewer), place_choices(viewer)
        if all(kind != code for _title, group in kinds for code, _name in group):
            kinds = [*kinds, (_("Khác"), [(kind, kind)])]
        if all(place != code for code, _name in places):
            places = [(place, areas.label(place)), *places]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["place"].choices = places  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The commune typed goes before the place chosen."""
        data = super().clean() or self.cleaned_data
        if text := data.get("elsewhere"):
            answer = areas.resolve(text, data.get("happened_on") or today())
            if answer.unit is None or answer.unit.level < areas.Level.COMMUNE:
                self.add_error("elsewhere", str(answer.sentence))
            else:
                data["place"] = answer.unit.id
        return data


def corrected(data: dict[str, Any]) -> dict[str, Any]:
    """The cleaned form as the arguments of the action."""
    data.pop("elsewhere", None)
    version, outcome, note = data.pop("version"), data.pop("outcome"), data.pop("outcome_note")
    area = round(float(data.pop("hectares") or 0) * 10_000)
    found, heard = _moment(data.pop("found_on")), _moment(data.pop("reported_on"))
    return {
        "version": version, "outcome": outcome, "outcome_note": note,
        "data": IncidentData(found_at=found, reported_at=heard, area=area, **data),
    }  # fmt: skip


def _moment(day: date | None) -> datetime | None:
    return datetime.combine(day, time(0), ZONE) if day else None


class Person(Form):
    """Someone involved: by name, by the register (their number), or only counted."""

    from_card = {"name": "full_name", "number": "id_no", "birth_year": "birth_year"}

    role = RadioField(label=_("Vai trò"), choices=Role.choices, initial=Role.SUSPECT)
    who = RadioField(label=_("Là"), choices=Who.choices, initial=Who.PERSON)
    name = TextField(label=_("Họ tên hoặc tên tổ chức"), required=False, max_length=120,
                     help_text=_("Như người báo nói; bỏ trống nếu chưa rõ."))  # fmt: skip
    number = TextField(label=_("Số định danh"), required=False, max_length=20,
                       help_text=_("Để gắn với cư dân trong sổ; việc tra cứu được ghi nhật ký."))  # fmt: skip
    birth_year = forms.IntegerField(label=_("Năm sinh"), required=False, min_value=1890, max_value=2100)
    count = CountField(label=_("Số người"), initial=1, help_text=_("Chỉ lớn hơn 1 khi chưa rõ họ tên."))
    note = TextField(label=_("Ghi chú"), required=False, max_length=300)
    version = VersionField()


class StepForm(Form):
    """Something that was done."""

    text = Words(label=_("Việc đã làm"), rows=4, required=True)
    version = VersionField()


class HandOver(Form):
    """To whom it is passed."""

    body = TextField(
        label=_("Cơ quan nhận"), max_length=200, help_text=_("Ví dụ: Cơ quan Cảnh sát điều tra Công an tỉnh.")
    )
    text = Words(label=_("Ghi chú"))
    version = VersionField()


class Close(Form):
    """How it ended."""

    outcome = RadioField(label=_("Kết quả"), choices=[c for c in Outcome.choices if c[0] != Outcome.TRANSFERRED])
    outcome_note = Words(label=_("Nói rõ kết quả"))
    day = DayField(label=_("Ngày kết thúc"), initial=today)
    version = VersionField()


class Reopen(Form):
    """Why it is opened again."""

    text = Words(label=_("Lý do mở lại"), required=True)
    version = VersionField()


class Confirm(Form):
    """Nothing to fill in: asks before something is done."""

    version = VersionField()


class Kind(Form):
    """A kind of the office's catalogue from a day on."""

    title = TextField(label=_("Tên loại"), max_length=80)
    group = ChoiceField(label=_("Nhóm"), choices=list(GROUPS.items()))
    aliases = Words(label=_("Cách ghi khác"), help_text=_("Mỗi dòng một cách; để đọc sổ cũ."))
    since = DayField(label=_("Áp dụng từ ngày"), initial=today)
    citation = TextField(
        label=_("Căn cứ"), max_length=300, help_text=_("Văn bản quy định, hoặc quyết định của cơ quan.")
    )


def filters_for(viewer: Viewer) -> type[forms.Form]:
    """The list's filters with the parts of the viewer's ground."""
    unit = viewer.scope.unit_id
    below = [(part.id, part.title) for part in areas.children(unit)] if unit is not None else []
    kinds = [(kind.code, kind.title) for kind in catalogue(viewer.office_id).kinds.values()]
    fields = {
        "tu_ngay": DayField(label=_("Từ ngày"), required=False),
        "den_ngay": DayField(label=_("Đến ngày"), required=False),
        "nhom": ChoiceField(label=_("Nhóm"), required=False, choices=list(GROUPS.items()), any_label=_("Tất cả")),
        "loai": ChoiceField(label=_("Loại vụ việc"), required=False, choices=sorted(kinds, key=lambda k: k[1]),
                            any_label=_("Tất cả")),
        "dia_ban": PlaceField(required=False, empty_value=None, choices=[("", _("Toàn địa bàn")), *below]),
        "tinh_trang": ChoiceField(label=_("Tình trạng"), required=False, any_label=_("Tất cả"),
                                  choices=[(c, t) for c, t in states.TITLES.items() if c != states.VOID]),
        "nguon": ChoiceField(label=_("Nguồn tin"), required=False, choices=Source.choices, any_label=_("Tất cả")),
    }  # fmt: skip
    return type("Filters", (forms.Form,), fields)


class SearchForm(Form):
    """What is known of an incident: sent by POST, so that it stays out of addresses and server logs."""

    q = TextField(label=_("Loại, nơi, ngày, số hồ sơ"), max_length=300, required=False)
    person = TextField(label=_("Người liên quan"), max_length=400, required=False)

    def __init__(self, *args: Any, persons: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not persons:
            del self.fields["person"]

    def clean_person(self) -> str:
        """A card that was scanned stands for its bearer's number; one that can't be read says why."""
        words: str = self.cleaned_data["person"]
        try:
            said = scans.scanned(words)
        except Invalid as wrong:
            raise forms.ValidationError(wrong.sentence) from None
        return said.number if said else words

    def clean(self) -> dict[str, Any]:
        data = dict(super().clean() or {})
        if not self.errors and not data.get("q") and not data.get("person"):
            self.add_error("q", _("Hãy ghi số hồ sơ, loại, nơi, ngày hoặc người liên quan."))
        return data
