"""What an import of a book did, as data for programs and as lines for people."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from diaban.areas.queries import label
from diaban.core.text import fmt_date, fmt_int
from diaban.incidents.importing import kept
from diaban.incidents.importing.entries import VERDICTS
from diaban.incidents.importing.reasons import title
from diaban.papers.lists.told import row_titles
from diaban.papers.models import Import, State, Verdict


def data(imported: Import, seconds: float) -> dict[str, Any]:
    """The outcome of a staged or written import, every row of the file in it once."""
    counts = imported.counts
    return {
        "file": imported.file_name, "import": str(imported.id), "state": str(imported.state), "area": imported.place,
        "area_name": label(imported.place), "rows": counts["rows"],
        "verdicts": {verdict: counts[verdict] for verdict in VERDICTS}, "reasons": counts["reasons"],
        "left_out": counts["left_out"], "kinds_unknown": counts["kinds_unknown"],
        "places_unknown": counts["places_unknown"], "written": counts.get("written", {}),
        "span": span(imported), "known_from": known_from(imported), "skipped_sheets": imported.skipped,
        "columns": {c["letter"]: c["field"] for sheet in imported.sheets[:1] for c in sheet["columns"]},
        "seconds": round(seconds, 2),
    }  # fmt: skip


def span(imported: Import) -> list[str] | None:
    """The days that the book's title names; a year alone may be either kind of year."""
    said = imported.options.get("span")
    return said[:2] if said and all(said[2:]) else None


def known_from(imported: Import) -> str | None:
    """From when there is data of the book's ground, where this book says so."""
    said = imported.options.get("known", ())
    return next((row[2] for row in said if (row[0], row[1]) == (kept.DOMAIN, imported.place)), None)


def lines(imported: Import, told: dict[str, Any]) -> list[str]:
    """The same in sentences."""
    found = [f"{told['file']} → {told['area_name']}: {fmt_int(told['rows'])} " + _("dòng vụ việc")]
    found += [f"  {Verdict(verdict).label:24} {fmt_int(count):>9}" for verdict, count in told["verdicts"].items()]
    found += [f"    {title(code)} – {fmt_int(count)}" for code, count in told["reasons"].items()]
    left = ", ".join(f"{row_titles().get(kind, kind)} {fmt_int(count)}" for kind, count in told["left_out"].items())
    found.append("  " + _("Ngoài danh sách: %(left)s") % {"left": left or "0"})
    found += ["  " + _("Không đọc trang “%(sheet)s”") % {"sheet": s["sheet"]} for s in told["skipped_sheets"]]
    for name, text in (
        ("kinds_unknown", _("Loại chưa rõ: %s. Nhập lại với --kind “chữ trong sổ=mã loại”.")),
        ("places_unknown", _("Địa bàn chưa rõ: %s.")),
    ):
        if told[name]:
            found.append("  " + text % ", ".join(f"“{words}” ({fmt_int(n)})" for words, n in told[name].items()))
    if told["span"]:
        since, until = (fmt_date(date.fromisoformat(day)) for day in told["span"])
        found.append("  " + _("Sổ ghi từ %(since)s đến %(until)s.") % {"since": since, "until": until})
    if told["known_from"]:
        day = fmt_date(date.fromisoformat(told["known_from"]))
        found.append("  " + _("Số liệu vụ việc của địa bàn này có từ %s; trước ngày đó là chưa có số liệu.") % day)
    if imported.state == State.COMMITTED:
        written = {name: fmt_int(n) for name, n in told["written"].items()}
        found.append("  " + _("Đã ghi %(incidents)s vụ việc, %(suspects)s đối tượng.") % written)
    else:
        found.append("  " + _("Chưa ghi sổ."))
    return found
