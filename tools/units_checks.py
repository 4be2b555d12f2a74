"""What must hold of the list before it ships, and where the packages disagree."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from units_sources import Sources

#: From the resolutions and `docs/units.md`: totals, kinds on 01/07/2025 and today, and provinces checked one by one.
TOTALS = {
    "provinces_then": 63,
    "districts": 696,
    "communes_then": 10_040,
    "provinces_now": 34,
    "communes_now": 3_321,
}
KINDS_2025 = {"xã": 2_621, "phường": 687, "đặc khu": 13}
KINDS_TODAY = {"xã": 2_599, "phường": 709, "đặc khu": 13}
PROVINCES_2025 = {
    "01": {"xã": 75, "phường": 51},
    "19": {"xã": 77, "phường": 15},
    "31": {"xã": 67, "phường": 45, "đặc khu": 2},
    "42": {"xã": 60, "phường": 9},
    "51": {"xã": 86, "phường": 9, "đặc khu": 1},
}


def check(content: dict[str, Any]) -> list[str]:
    """Sentences about what does not hold; none when all is well."""
    found = [f"{k}: {len(content[k])}, expected {n}" for k, n in TOTALS.items() if len(content[k]) != n]
    kinds = Counter(row[2] for row in content["communes_now"])
    if dict(kinds) != KINDS_2025:
        found.append(f"kinds on 01/07/2025: {dict(kinds)}")
    for _, _code, kind, *_rest in (c for c in content["changes"] if c[0] == 3):
        kinds.update({kind: 1, "xã": -1})
    if dict(kinds) != KINDS_TODAY:
        found.append(f"kinds today: {dict(kinds)}")
    if sum(c[0] == 1 for c in content["changes"]) != 3:
        found.append("three provinces became cities in 2026")
    for province, expected in PROVINCES_2025.items():
        actual = Counter(row[2] for row in content["communes_now"] if row[1] == province)
        if dict(actual) != expected:
            found.append(f"province {province}: {dict(actual)}, expected {expected}")
    return found + _edges(content)


def _edges(content: dict[str, Any]) -> list[str]:
    edges = [e for e in content["edges"] if e[0] == 3]
    found = []
    if {e[1] for e in edges} != {row[0] for row in content["communes_then"]}:
        found.append("an old commune has no successor")
    if {e[2] for e in edges} != {row[0] for row in content["communes_now"]}:
        found.append("a new commune has no predecessor")
    leaving: dict[str, list[Any]] = defaultdict(list)
    for edge in edges:
        leaving[edge[1]].append(edge)
    for old, news in leaving.items():
        for share in (3, 4):
            parts = sorted(e[share] for e in news)
            if parts.count("f") > 1 or ("f" in parts and "p" in parts) or set(parts) == {"n"}:
                found.append(f"{old}: shares {parts}")
    return found


def disagreements(sources: Sources, content: dict[str, Any]) -> str:
    """The two packages against each other and against the result, as lines of Markdown."""
    final = {(e[1], e[2]) for e in content["edges"] if e[0] == 3}
    then, now = sources.communes_then, sources.communes_now

    def line(edge: tuple[str, str]) -> str:
        district = sources.districts[then[edge[0]].parent]
        return f"- {then[edge[0]].name} ({edge[0]}, {district.name}) → {now[edge[1]].name} ({edge[1]})"

    parts = {
        "in vietnamadminunits only, dropped": sources.edges - final,
        "in vietnam-address-converter only, not taken": sources.second - sources.edges,
        "added by hand": final - sources.edges,
    }
    text = [f"{title}: {len(edges)}\n" + "\n".join(map(line, sorted(edges))) for title, edges in parts.items()]
    text.append(f"in both: {len(sources.edges & sources.second)}; taken: {len(final)}")
    spelled = [
        f"- {code}: {row.name} / {sources.names_today[code]}"
        for code, row in sorted(now.items())
        if row.name != sources.names_today[code]
    ]
    return "\n\n".join([*text, f"spelled differently: {len(spelled)}\n" + "\n".join(spelled)])
