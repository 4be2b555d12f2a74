"""Communes of today with the names they had, from the units that ship, and villages made up for them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from diaban.areas import shipped
from diaban.bench.linkage import words
from diaban.bench.linkage.settings import Setting

#: Old provinces (codes of numbers) that make a province of today, for the first digits of a number.
_OLD = {
    "66": ("066", "054"), "42": ("042",), "19": ("019", "006"), "38": ("038",), "01": ("001",), "51": ("051", "062"),
    "15": ("015", "010"), "91": ("091", "089"), "82": ("082", "087"), "52": ("052", "064"), "40": ("040",),
    "31": ("031", "030"), "79": ("079", "077"), "75": ("075", "070"),
}  # fmt: skip
#: Names of units that are nowhere.
_SOUNDS = (
    "Vạn", "Thạnh", "Nghĩa", "Khê", "Trạch", "Duyên", "Cẩm", "Mỹ", "Lạc", "Phước", "Hưng", "Trà", "Quế", "Tiên",
    "Giang", "Đồng", "Sa", "Nhơn",
)  # fmt: skip
#: Share of villages whose people have highland names, by province.
HIGHLAND = {"66": 0.22, "51": 0.25, "52": 0.20, "19": 0.0, "75": 0.03}


@dataclass(frozen=True)
class Commune:
    """A commune of today: kind, name, province, the units it came from as (kind, name, district)."""

    code: str
    kind: str
    name: str
    province: str
    before: tuple[tuple[str, str, str], ...]
    villages: tuple[str, ...]
    upland: tuple[bool, ...]  #: for each village, whether its people have highland names
    size: float

    @property
    def prefixes(self) -> tuple[str, ...]:
        return _OLD.get(self.province, ("001",))


def communes(setting: Setting, draw: np.random.Generator) -> list[Commune]:
    """As many communes as the residents need, some next to each other in the list of a province."""
    content = shipped.read()
    units = {unit[0]: unit for unit in content.units}
    named = {unit: (kind, name) for unit, kind, name, *_ in content.names}
    before: dict[int, list[tuple[str, str, str]]] = {}
    for old, new, *_rest in content.edges:
        if old in named and units.get(old, (0, 0))[1] == 3:
            district = named.get(units[old][5], ("", ""))[1]
            before.setdefault(new, []).append((*named[old], district))
    wanted = max(3, round(setting.residents / setting.commune_size))
    found: list[Commune] = []
    for at, province in enumerate(setting.provinces):
        there = [i for i, u in units.items() if u[1] == 3 and 200_000 <= i < 300_000 and units[u[5]][2] == province]
        share = wanted // len(setting.provinces) + (at < wanted % len(setting.provinces))
        begin = int(draw.integers(0, max(1, len(there) - share)))
        for unit in sorted(there)[begin : begin + share]:
            found.append(_commune(units[unit][2], *named[unit], province, before.get(unit, []), draw))
    return _made_up(found, draw) if setting.made_up else found


def _made_up(found: list[Commune], draw: np.random.Generator) -> list[Commune]:
    """The same communes under codes and names that no list of units has; each came from three old ones."""

    def name() -> str:
        return " ".join(draw.choice(_SOUNDS, 2, replace=False).tolist())

    changed = []
    for at, commune in enumerate(found):
        before = tuple((str(draw.choice(["xã", "thị trấn"])), name(), f"{name()}") for _ in range(3))
        changed.append(replace(commune, code=f"9{at:04}", name=name(), before=before))
    return changed


def _commune(
    code: str, kind: str, name: str, province: str, before: list[tuple[str, str, str]], draw: np.random.Generator
) -> Commune:
    number, style = int(draw.integers(6, 26)), draw.random()
    town = kind == "phường"
    villages = []
    for at in range(number):
        if town and style < 0.85:
            villages.append(f"{'Tổ dân phố' if style < 0.55 else 'Khu phố'} {at + 1}")
        elif style < 0.5:
            villages.append(f"Thôn {at + 1}")
        else:
            villages.append(f"{'Thôn' if style < 0.8 else 'Xóm'} {words.VILLAGES[at % len(words.VILLAGES)]}")
    upland = draw.random(number) < HIGHLAND.get(province, 0)
    for at in np.flatnonzero(upland & (draw.random(number) < 0.7)).tolist():
        villages[at] = f"{'Buôn' if province == '66' else 'Làng'} {words.BUON[at % len(words.BUON)]}"
    size = float(draw.lognormal(0, 0.45))
    return Commune(code, kind, name, province, tuple(before), tuple(villages), tuple(upland.tolist()), size)


def table(found: list[Commune]) -> pl.DataFrame:
    """The communes as `--communes` reads them."""
    rows = [
        {"province": c.province, "new_code": c.code, "new_name": c.name, "old_name": old, "old_district": district}
        for c in found
        for _, old, district in c.before or ((c.kind, c.name, ""),)
    ]
    return pl.DataFrame(rows)
