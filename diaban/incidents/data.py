"""What a form or the API says of an incident and of those involved, checked before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.core.errors import Invalid
from diaban.core.text import tidy
from diaban.core.time import ZONE, now
from diaban.incidents.catalogue import catalogue
from diaban.incidents.models import Role, Source, Who

_EARLIEST = date(1990, 1, 1)
_SAVED = _("Chưa lưu: một số ô cần sửa lại.")


@dataclass(frozen=True, kw_only=True)
class IncidentData:
    """An incident as entered. `loss` in đồng, `area` in square metres, `lat` and `lon` in degrees, both or neither."""

    kind: str
    place: int
    happened_on: date | None = None
    happened_at: time | None = None
    found_at: datetime | None = None
    reported_at: datetime | None = None
    source: str = Source.UNKNOWN
    summary: str = ""
    address: str = ""
    lat: float | None = None
    lon: float | None = None
    file_no: str = ""
    dead: int = 0
    injured: int = 0
    loss: int = 0
    area: int = 0

    @property
    def day(self) -> date:
        """The day it counts on: when it happened, else was found, else was reported, else today."""
        moment = self.found_at or self.reported_at or now()
        return self.happened_on or moment.astimezone(ZONE).date()

    def checked(self, office: int) -> IncidentData:
        """The same, tidied; raises Invalid with a sentence for each field that can't be taken."""
        clean = replace(
            self, summary=self.summary.strip()[:5000], address=tidy(self.address)[:300], file_no=tidy(self.file_no)[:60]
        )
        if faults := clean._faults(office):
            raise Invalid(_SAVED, faults)
        return clean

    def _faults(self, office: int) -> dict[str, Any]:
        faults: dict[str, Any] = {}
        if self.kind not in catalogue(office, self.day):
            faults["kind"] = _("Danh mục của cơ quan không có loại này vào ngày đó.")
        for name in ("happened_on", "found_at", "reported_at"):
            said = getattr(self, name)
            day = said.astimezone(ZONE).date() if isinstance(said, datetime) else said
            if day is not None and not _EARLIEST <= day <= now().date():
                faults[name] = _("Ngày phải từ năm 1990 đến hôm nay.")
        if self.happened_on and self.reported_at and self.happened_on > self.reported_at.astimezone(ZONE).date():
            faults["happened_on"] = _("Ngày xảy ra sau lúc nhận tin.")
        if (self.lat is None) != (self.lon is None):
            faults["lat"] = _("Ghi cả vĩ độ và kinh độ, hoặc bỏ trống cả hai.")
        elif self.lat is not None and self.lon is not None and not (5 <= self.lat <= 25 and 100 <= self.lon <= 120):
            faults["lat"] = _("Tọa độ nằm ngoài Việt Nam.")
        for name, most in (("dead", 10_000), ("injured", 10_000), ("loss", 10**15), ("area", 10**11)):
            if not 0 <= getattr(self, name) <= most:
                faults[name] = _("Số này quá lớn hoặc nhỏ hơn 0.")
        return faults

    def columns(self, office: int) -> dict[str, Any]:
        """Column values of the incident's row."""
        names = ("kind", "place", "happened_on", "happened_at", "found_at", "reported_at", "source", "summary",
                 "address", "lat", "lon", "file_no", "dead", "injured", "loss", "area")  # fmt: skip
        group = catalogue(office, self.day)[self.kind].group
        return {name: getattr(self, name) for name in names} | {"day": self.day, "group": group}


@dataclass(frozen=True, kw_only=True)
class InvolvedData:
    """Someone involved: a resident of the register, a name as stated, or a number of unknown persons."""

    role: str
    who: str = Who.PERSON
    resident_id: UUID | None = None
    name: str = ""
    count: int = 1
    birth_year: int | None = None
    note: str = ""

    def checked(self) -> InvolvedData:
        """The same, tidied; raises Invalid."""
        clean = replace(self, name=tidy(self.name)[:120], note=tidy(self.note)[:300])
        faults: dict[str, Any] = {}
        if clean.role not in Role.values:
            faults["role"] = _("Chọn vai trò.")
        if clean.who not in Who.values:
            faults["who"] = _("Chọn cá nhân hoặc tổ chức.")
        if not 1 <= clean.count <= 10_000:
            faults["count"] = _("Số người phải từ 1.")
        elif clean.count > 1 and (clean.name or clean.resident_id):
            faults["count"] = _("Đã có họ tên thì chỉ ghi một người; người chưa rõ ghi riêng.")
        if clean.resident_id is not None and clean.who != Who.PERSON:
            faults["who"] = _("Cư dân là cá nhân.")
        if clean.birth_year is not None and not 1890 <= clean.birth_year <= now().year:
            faults["birth_year"] = _("Năm sinh phải từ 1890 đến nay.")
        if faults:
            raise Invalid(_SAVED, faults)
        return clean

    def columns(self) -> dict[str, Any]:
        names = ("role", "who", "resident_id", "name", "count", "birth_year", "note")
        return {name: getattr(self, name) for name in names}
