"""Reads boundaries from GeoJSON and says plainly what is wrong with a file. Pure: text in, rings of numbers out.

Coordinates become whole numbers of 1/100,000 degree (about a metre): fine enough that rounding breaks no outline.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from diaban.core.errors import Invalid

GRID = 100_000
#: Vietnam with its islands, in degrees: west, south, east, north.
WEST, SOUTH, EAST, NORTH = 101.0, 6.0, 118.5, 24.0
_CODE_KEYS = ("code", "ma", "ma_xa", "maxa", "ma_dvhc", "mahc", "ward_code", "wardcode", "commune_code", "id")

Point = tuple[int, int]
Ring = list[Point]


@dataclass(slots=True)
class Layer:
    """What a file holds: rings by code (all rings of a unit together), and features that could not be read."""

    rings: dict[str, list[Ring]] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)


def read(content: bytes, *, swapped: bool = False) -> Layer:
    """Rings of every feature. `swapped` reads latitude first. Raises Invalid with one sentence for a bad file."""
    features = _features(content)
    out = Layer()
    for number, feature in enumerate(features, 1):
        code = _code(feature)
        try:
            rings = list(_rings(feature["geometry"]))
        except (KeyError, TypeError, ValueError, IndexError):
            rings = []
        if not code or not rings:
            out.unreadable.append(code or f"#{number}")
            continue
        if swapped:
            rings = [[(y, x) for x, y in ring] for ring in rings]
        out.rings.setdefault(code, []).extend(rings)
    if not out.rings:
        raise Invalid(_("Không đọc được ranh giới nào trong tệp; chưa có gì được ghi."))
    _check_place(out)
    return out


def _features(content: bytes) -> list[Any]:
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError) as error:
        raise Invalid(_("Tệp này không phải GeoJSON đọc được; chưa có gì được ghi.")) from error
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or not features:
        raise Invalid(_("Tệp không có danh sách ranh giới (FeatureCollection); chưa có gì được ghi."))
    system = json.dumps(data.get("crs") or "")
    if data.get("crs") and "CRS84" not in system and "4326" not in system:
        raise Invalid(_("Tệp dùng hệ tọa độ khác WGS84; hãy chuyển sang WGS84 rồi nhập lại. Chưa có gì được ghi."))
    return features


def _code(feature: Any) -> str:
    """The unit's code: the feature's id, or one of its properties; a lost leading zero of five digits is put back."""
    if not isinstance(feature, dict):
        return ""
    about = feature.get("properties") or {}
    lowered = {str(key).lower(): value for key, value in about.items()} if isinstance(about, dict) else {}
    for value in (feature.get("id"), *(lowered.get(key) for key in _CODE_KEYS)):
        text = str(value).strip() if value is not None else ""
        if text.isdigit() and len(text) <= 5:
            return text.zfill(5) if len(text) == 4 else text
    return ""


def _rings(geometry: Any) -> Iterator[Ring]:
    kind = geometry["type"]
    if kind == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from _rings(part)
        return
    if kind not in ("Polygon", "MultiPolygon"):
        raise ValueError(kind)
    for polygon in geometry["coordinates"] if kind == "MultiPolygon" else [geometry["coordinates"]]:
        for coordinates in polygon:
            ring = [(round(float(c[0]) * GRID), round(float(c[1]) * GRID)) for c in coordinates]
            ring = [p for p, before in zip(ring, [None, *ring], strict=False) if p != before]
            if len(ring) > 1 and ring[0] == ring[-1]:
                ring.pop()
            if len(ring) > 2:
                yield ring


def _check_place(layer: Layer) -> None:
    """All points lie in Vietnam; a file with latitude first is told apart from one of elsewhere."""
    points = [point for rings in layer.rings.values() for ring in rings for point in ring]
    turned = sum(_in_vietnam(y, x) for x, y in points)
    outside = len(points) - sum(_in_vietnam(x, y) for x, y in points)
    if not outside:
        return
    if turned > len(points) // 2:
        raise Invalid(_("Tệp ghi vĩ độ trước kinh độ; hãy nhập lại và chọn “đảo tọa độ”. Chưa có gì được ghi."))
    raise Invalid(_("Có %d điểm nằm ngoài Việt Nam; hãy kiểm tra hệ tọa độ. Chưa có gì được ghi.") % outside)


def _in_vietnam(x: int, y: int) -> bool:
    return WEST * GRID <= x <= EAST * GRID and SOUTH * GRID <= y <= NORTH * GRID
