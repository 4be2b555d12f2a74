"""What an import did, as data for programs and as lines for people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from diaban.areas.queries import label
from diaban.core.text import fmt_int, fmt_num
from diaban.papers.lists.told import row_titles
from diaban.papers.models import Import, State, Verdict
from diaban.people.importing import reasons
from diaban.people.importing.verdicts import VERDICTS


@dataclass(frozen=True, slots=True)
class Summary:
    """An import's outcome."""

    data: dict[str, Any]
    lines: list[str]


def reason_title(code: str) -> str:
    """A reason without the words of any one row."""
    text = str(reasons.TABLE[code][1])
    parts = [part for part in re.split(r"(?<=[;:])\s", text) if "%(" not in part] or [text]
    return re.sub(r"\s*“?%\(\w+\)s”?", "", " ".join(parts)).strip(" .;:")


def summary(imported: Import, seconds: float | None = None) -> Summary:
    """The outcome of a staged or committed import."""
    counts = imported.counts
    data: dict[str, Any] = {
        "file": imported.file_name,
        "import": str(imported.id),
        "state": str(imported.state),
        "place": imported.place,
        "place_name": label(imported.place),
        "rows": counts["rows"],
        "verdicts": {verdict: counts[verdict] for verdict in VERDICTS},
        "reasons": counts["reasons"],
        "left_out": counts["left_out"],
        "hamlets_unknown": counts["hamlets"],
        "hamlets_added": bool(imported.options.get("add_hamlets")) and imported.state == State.COMMITTED,
        "written": counts.get("written", {}),
        "skipped_sheets": imported.skipped,
        "questions": imported.questions,
        "columns": {c["letter"]: c["field"] for sheet in imported.sheets[:1] for c in sheet["columns"]},
    }
    if seconds is not None:
        data["seconds"] = round(seconds, 2)
    return Summary(data, _lines(imported, data))


def _lines(imported: Import, data: dict[str, Any]) -> list[str]:
    lines = [f"{imported.file_name} → {data['place_name']}: {fmt_int(data['rows'])} " + _("dòng dữ liệu")]
    for verdict, count in data["verdicts"].items():
        lines.append(f"  {Verdict(verdict).label:24} {fmt_int(count):>9}")
    lines += [f"    {reason_title(code)} – {fmt_int(count)}" for code, count in data["reasons"].items()]
    left = ", ".join(f"{row_titles().get(kind, kind)} {fmt_int(count)}" for kind, count in data["left_out"].items())
    lines.append("  " + _("Ngoài danh sách: %(left)s") % {"left": left or "0"})
    lines += ["  " + _("Không đọc trang “%(sheet)s”") % {"sheet": s["sheet"]} for s in data["skipped_sheets"]]
    lines += ["  " + q["text"] for q in data["questions"]]
    unknown = ", ".join(f"{h['kind']} {h['name']}" for h in data["hamlets_unknown"])
    if unknown:
        lines.append("  " + (_("Thôn đã thêm: %s") if data["hamlets_added"] else _("Thôn chưa có: %s")) % unknown)
    if imported.state == State.COMMITTED:
        written = data["written"]
        lines.append(
            "  "
            + _("Đã ghi %(residents)s người, %(households)s hộ; phần còn lại nằm ở chỗ chờ xét.")
            % {"residents": fmt_int(written["residents"]), "households": fmt_int(written["households"])}
        )
    else:
        lines.append("  " + _("Chưa ghi sổ."))
    if "seconds" in data:
        lines[0] += f" · {fmt_num(data['seconds'], 1)} s"
    return lines
