"""Ledger lines as sentences with links: ids become the names this viewer may read, records become links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diaban.access import queries as access
from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.ledger.lines import number_of
from diaban.ledger.queries import Row
from diaban.ledger.sentences import Part, parts

#: Where a record of a type is opened, and who may follow the link; the page itself checks again.
_RECORDS = {
    "resident": ("people:resident", Permission.PEOPLE_OPEN, gettext_lazy("cư dân")),
    "household": ("people:household", Permission.PEOPLE_OPEN, gettext_lazy("hộ gia đình")),
    "incident": ("incidents:incident", Permission.INCIDENTS_OPEN, gettext_lazy("vụ việc")),
    "target": ("targets:plan", Permission.FIGURES_READ, gettext_lazy("chỉ tiêu")),
    "export": ("exports:export", Permission.LOOKUPS_READ, gettext_lazy("tệp xuất")),
    "case": ("casework:case", Permission.LEDGER_READ, gettext_lazy("việc")),
    "doubt": ("review:doubt", Permission.REVIEW_DECIDE, gettext_lazy("việc đối chiếu")),
    "report": ("reports:report", Permission.REPORTS_READ, gettext_lazy("báo cáo")),
}


#: What other records are called; their ids are plain numbers.
_NUMBERED = {
    "office": gettext_lazy("đơn vị số %s"),
    "staff": gettext_lazy("cán bộ số %s"),
    "posting": gettext_lazy("vị trí công tác số %s"),
    "account": gettext_lazy("tài khoản số %s"),
}


@dataclass(frozen=True)
class Told:
    """A line and its sentence, ready for a page; `last` is the lowest line told with it, where there are more."""

    row: Row
    sentence: SafeString
    actor: str
    office: str
    place: str
    last: int | None = None

    @property
    def pk(self) -> int:
        """The id that the next page goes on from."""
        return self.last or self.row.id


@dataclass(frozen=True)
class Names:
    """Names of whatever a page of lines mentions, read in three statements."""

    actors: dict[int, str]
    offices: dict[int, str]
    places: dict[int, str]


def tell(rows: Sequence[Row], viewer: Viewer) -> list[Told]:
    """Sentences of lines in their order."""
    names = Names(
        access.staff_names(sorted({row.actor for row in rows})),
        access.office_names(sorted({row.office for row in rows})),
        areas.labels(sorted({row.place for row in rows} | {unit for row in rows if (unit := _unit_of(row))})),
    )
    return [_told(row, names, viewer) for row in rows]


def _told(row: Row, names: Names, viewer: Viewer) -> Told:
    pieces = format_html_join("", "{}", ((_piece(part, row, names, viewer),) for part in parts(row)))
    if not row.standing:
        pieces = format_html('{} <span class="chip warn">{}</span>', pieces, _("đã được thay"))
    return Told(row, pieces, names.actors.get(row.actor, _("cán bộ %s") % row.actor),
                names.offices.get(row.office, ""), names.places.get(row.place, ""))  # fmt: skip


def _unit_of(row: Row) -> int | None:
    """The unit that a line is about, for lines about units themselves."""
    return number_of(row.record) if row.record_type == "unit" else None


def _piece(part: Part, row: Row, names: Names, viewer: Viewer) -> Any:
    if part.slot == "office":
        return names.offices.get(part.ref) or _("Hệ thống")
    if part.slot == "actor":
        return names.actors.get(part.ref, part.text)
    unit = part.ref if part.slot == "place" else _unit_of(row) if part.slot == "record" else None
    if unit is not None:
        url = reverse("console:area", args=[unit])
        return format_html('<a href="{}">{}</a>', url, names.places.get(unit, part.text))
    if part.slot == "record":
        return record_link(row.record_type, part.ref, viewer)
    return part.text


def record_link(record_type: str, record: Any, viewer: Viewer) -> Any:
    """A record by the last letters of its id, as a link for those whose role opens such records."""
    short = str(record)[-4:]
    known = _RECORDS.get(record_type)
    if known is None:
        number = number_of(record)
        word = _NUMBERED.get(record_type)
        return word % number if word and number is not None else f"{record_type} …{short}"
    url_name, permission, noun = known
    text = f"{noun} …{short}"
    if not viewer.can(permission):
        return _who_looked(record_type, record, text, viewer)
    try:
        return format_html('<a href="{}">{}</a>', reverse(url_name, args=[record]), text)
    except NoReverseMatch:
        return text


def _who_looked(record_type: str, record: Any, text: str, viewer: Viewer) -> Any:
    """For who may not open a resident but may ask who did: the page that says it."""
    if record_type != "resident" or not viewer.can(Permission.LOOKUPS_READ):
        return text
    return format_html('<a href="{}">{}</a>', reverse("console:lookups_of", args=[record]), text)
