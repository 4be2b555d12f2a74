"""What an import of a register did, as data for programs and as lines for people."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from diaban.areas.queries import label
from diaban.core.text import fmt_int
from diaban.papers.lists.told import row_titles
from diaban.papers.models import Import, State
from diaban.registers import catalogue
from diaban.registers.importing.entries import VERDICTS
from diaban.registers.importing.reasons import title


def verdict_title(verdict: str) -> str:
    """What a verdict means in a register."""
    return {
        "new": _("Vào danh sách, đã nối với cư dân"),
        "doubtful": _("Vào danh sách, chờ xem lại"),
        "same": _("Đã có trong danh sách"),
        "refused": _("Không nhận"),
    }[verdict]


def data(imported: Import, seconds: float) -> dict[str, Any]:
    """The outcome of a staged or written import, every row of the file in it once."""
    counts = imported.counts
    return {
        "file": imported.file_name, "import": str(imported.id), "state": str(imported.state), "place": imported.place,
        "place_name": label(imported.place), "register": imported.options["register"],
        "round": imported.options["round"], "rows": counts["rows"],
        "verdicts": {verdict: counts[verdict] for verdict in VERDICTS}, "reasons": counts["reasons"],
        "left_out": counts["left_out"], "written": counts.get("written", {}), "skipped_sheets": imported.skipped,
        "columns": {c["letter"]: c["field"] for sheet in imported.sheets[:1] for c in sheet["columns"]},
        "seconds": round(seconds, 2),
    }  # fmt: skip


def lines(imported: Import, told: dict[str, Any]) -> list[str]:
    """The same in sentences."""
    named = catalogue.register(told["register"]).title + (f" {told['round']}" if told["round"] else "")
    found = [f"{told['file']} → {told['place_name']}, {named}: {fmt_int(told['rows'])} " + _("dòng")]
    found += [f"  {verdict_title(verdict):34} {fmt_int(count):>9}" for verdict, count in told["verdicts"].items()]
    found += [f"    {title(code)} – {fmt_int(count)}" for code, count in told["reasons"].items()]
    left = ", ".join(f"{row_titles().get(kind, kind)} {fmt_int(count)}" for kind, count in told["left_out"].items())
    found.append("  " + _("Ngoài danh sách: %(left)s") % {"left": left or "0"})
    found += ["  " + _("Không đọc trang “%(sheet)s”") % {"sheet": s["sheet"]} for s in told["skipped_sheets"]]
    if imported.state == State.COMMITTED:
        written = {name: fmt_int(n) for name, n in told["written"].items()}
        text = _("Đã ghi %(rows)s dòng (%(linked)s dòng đã nối với cư dân), %(homes)s hộ. Mã lần nhập: %(id)s.")
        found.append("  " + text % {**written, "id": told["import"]})
    else:
        found.append("  " + _("Chưa ghi sổ."))
    return found
