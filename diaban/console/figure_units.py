"""A figure of each unit below one, in order: the rank, the number it was counted from, and the middle of the field."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from diaban.console.figure_page import Asked, Face, Row
from diaban.core.text import fmt_num, words_key
from diaban.targets.league import Entry, Place, league
from diaban.web.figures import address_of, why, written
from diaban.web.lists import Column, Listing
from diaban.web.paging import from_rows


@dataclass(frozen=True)
class Ranked:
    """A unit's row with its place."""

    row: Row
    place: Place

    @property
    def pk(self) -> int:
        return self.row.pk


def listing(told: Asked) -> tuple[Listing, str]:
    """The list, and the sentence above it with the median."""
    face = Face(told)
    entries = [Entry(row.pk, row.now.value, None if row.now.value is None else Fraction(row.now.value))
               for row in face.rows]  # fmt: skip
    found = league(entries)
    by_unit = {row.pk: row for row in face.rows}
    ranked = [Ranked(by_unit[place.entry.unit_id], place) for place in found.places]
    made = Listing(
        face.units_title, "so-lieu-don-vi", _columns(told, face), from_rows(ranked, SORTS), sort="rank",
        count=lambda _ask: len(ranked), empty=_("Không có đơn vị nào bên dưới."), record=_sheet(told, face),
    )  # fmt: skip
    middle = "" if found.median is None else _("Trung vị của các đơn vị: %s.") % fmt_num(float(found.median), 1)
    return made, " ".join(part for part in (middle, face.rest_words, why(row.now for row in face.rows)) if part)


SORTS: dict[str, Any] = {
    "rank": lambda one: (one.place.rank is None, one.place.rank or 0),
    "name": lambda one: words_key(one.row.unit.name),
    "now": lambda one: one.row.now.value if one.row.now.value is not None else -1,
    "then": lambda one: one.row.then.value if one.row.then.value is not None else -1,
    "change": lambda one: one.row.change.percent if one.row.change.percent is not None else -(10**9),
}


def _columns(told: Asked, face: Face) -> tuple[Column, ...]:
    return (
        Column(_("Đơn vị"), "row.unit.title", url=lambda one: told.url(unit_id=one.pk), sort="name"),
        Column(_("Hạng"), "place.rank", sort="rank", num=True),
        Column(_("Kỳ này"), lambda one: written(one.row.now), sort="now", num=True, file="row.now.value",
               url=lambda one: address_of(one.row.now, face.now)),
        Column(_("So với trung vị"), _from_median, num=True),
        Column(_("Cùng kỳ năm trước"), lambda one: written(one.row.then), sort="then", num=True, file="row.then.value",
               url=lambda one: address_of(one.row.then, face.before)),
        Column(_("Tăng, giảm"), lambda one: one.row.change.share(), sort="change", num=True),
        Column(_("Mã"), "row.unit.code"),
    )  # fmt: skip


def _from_median(one: Ranked) -> str:
    apart = one.place.from_median
    if apart is None:
        return ""
    return ("+" if apart > 0 else "") + fmt_num(float(apart), 1).replace("-", "−")


def _sheet(told: Asked, face: Face) -> Any:
    from diaban.console.views.figures import sheet

    return [*sheet(told, face.figure), (_("So với"), face.before.full)]
