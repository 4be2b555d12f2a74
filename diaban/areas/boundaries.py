"""Imports boundaries from GeoJSON: all that a file holds for known units, or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from diaban.areas import geojson, outlines, reads
from diaban.areas.geojson import Ring
from diaban.areas.policies import Actor, check_edit
from diaban.areas.units import IN_FORCE, select
from diaban.core import sql
from diaban.core.errors import Invalid
from diaban.core.text import tidy
from diaban.core.time import now, today
from diaban.ledger import actions as ledger
from diaban.ledger.lines import numbered

_COLUMNS = (
    "unit_id", "path", "lat0", "min_x", "min_y", "max_x", "max_y", "label_x", "label_y", "source", "imported_at",
)  # fmt: skip


@dataclass(slots=True)
class Imported:
    """What an import did, by code: drawn, unknown on that day, mended, left with crossing sides, unreadable."""

    units: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    repaired: list[str] = field(default_factory=list)
    crossing: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """What happened, in one or two sentences."""
        told = [_("Đã nhập ranh giới của %d đơn vị.") % len(self.units)]
        for codes, text in (
            (self.repaired, _("Đã sửa đường ranh tự chạm: %s.")),
            (self.crossing, _("Đường ranh tự cắt, vẫn vẽ được nhưng nên kiểm tra: %s.")),
            (self.unknown, _("Không có trong danh mục: %s.")),
            (self.unreadable, _("Không đọc được: %s.")),
        ):
            if codes:
                told.append(text % (", ".join(codes[:10]) + ("…" if len(codes) > 10 else "")))
        return " ".join(told)


def import_boundaries(
    content: bytes, *, by: Actor, source: str = "", on: date | None = None, swapped: bool = False
) -> Imported:
    """Import the boundaries of units in force on a day (today by default); a unit's earlier outline is replaced.

    `content` is GeoJSON in WGS84 whose features carry the unit's code as id or property. `swapped`: latitude first.
    Raises Invalid with one sentence, and then nothing is written.
    """
    layer = geojson.read(content, swapped=swapped)
    day = on or today()
    units = {u.code: u for u in select(f"u.code = any(%(codes)s) and u.level between 1 and 3 and {IN_FORCE}", day,
                                       codes=list(layer.rings))}  # fmt: skip
    done = Imported(unknown=sorted(set(layer.rings) - set(units)), unreadable=layer.unreadable)
    if not units:
        raise Invalid(_("Không mã nào trong tệp có trong danh mục đơn vị hành chính; chưa có gì được ghi."))
    check_edit(by, *(unit.id for unit in units.values()))
    whole = {code: _mended(code, layer.rings[code], done) for code in sorted(units)}
    drawable = {code: rings for code, rings in whole.items() if rings}
    if not drawable:
        raise Invalid(_("Không đọc được ranh giới nào trong tệp; chưa có gì được ghi."))
    thin = outlines.simplify(drawable)
    done.units = sorted(thin)
    done.unreadable += [code for code in units if code not in thin]
    latitudes = _latitudes([unit.id for unit in units.values()], day)
    with transaction.atomic():
        ids = [units[code].id for code in thin]
        sql.execute("delete from areas_boundary where unit_id = any(%s)", [ids])
        sql.copy("areas_boundary", _COLUMNS, (
            (units[code].id, drawn.path, latitudes[units[code].id], drawn.min_x, drawn.min_y, drawn.max_x, drawn.max_y,
             drawn.label_x, drawn.label_y, tidy(source), now())
            for code, rings in thin.items()
            for drawn in [outlines.outline(rings, latitudes[units[code].id])]
        ))  # fmt: skip
        ledger.append_columns(
            "areas.boundary_imported", records=[numbered(i) for i in ids], days=today(), places=ids,
            office=by.office_id, actor=by.staff_id,
        )  # fmt: skip
    reads.forget()
    return done


def _mended(code: str, rings: list[Ring], done: Imported) -> list[Ring]:
    """Rings that don't meet themselves; what was mended or can't be is told."""
    out: list[Ring] = []
    for ring in rings:
        parts = outlines.untouch(ring)
        if sum(map(len, parts)) != len(ring) or len(parts) != 1:
            done.repaired += [code] if code not in done.repaired else []
        out += parts
    if any(map(outlines.crosses, out)):
        done.crossing.append(code)
    return out


def _latitudes(unit_ids: list[int], day: date) -> dict[int, float]:
    """The latitude that fixes the plane of a unit: its province's, so that all of a province fit together."""
    rows = sql.rows(
        "select w.place_id, round(p.lat::numeric, 1)::float8 from areas_within w join areas_unit p on p.id = w.unit_id "
        "where w.place_id = any(%(ids)s) and p.level = 1 and p.valid_from <= %(day)s "
        "and (p.valid_to is null or p.valid_to > %(day)s)",
        {"ids": unit_ids, "day": day},
    )
    return dict.fromkeys(unit_ids, 16.0) | dict(rows)
