"""What the pages of every kind of import have in common: residents' lists, and the books of the domains."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diaban.areas.queries import label
from diaban.core.text import fmt_int
from diaban.papers.lists.told import row_titles, skipped_titles
from diaban.papers.models import Import, State, Verdict
from diaban.web.lists import Column
from diaban.web.records import Table

CHIPS = {"new": "good", "same": "info", "changed": "info", "doubtful": "warn", "refused": "bad"}
STATE_CHIPS = {
    State.COMMITTED: "good",
    State.UNDONE: "warn",
    State.FAILED: "bad",
    State.MAPPING: "warn",
    State.STAGED: "info",
}
#: What a reason means for its row: kept out, to be looked at, to be known.
LEVELS = {
    "refuse": gettext_lazy("Không nhận"),
    "doubt": gettext_lazy("Cần xem lại"),
    "note": gettext_lazy("Để biết"),
}
LEFT_OUT = (
    Column(gettext_lazy("Dòng"), lambda e: f"{e['sheet']} · {e['row']}" + (f"–{e['to']}" if "to" in e else "")),
    Column(gettext_lazy("Là gì"), lambda e: row_titles().get(e["kind"], e["kind"])),
    Column(gettext_lazy("Nội dung"), lambda e: e.get("text", "")),
)


def imports(address: Callable[[Import], str]) -> tuple[Column, ...]:
    """The columns of a list of imports, each leading to `address`."""
    return (
        Column(gettext_lazy("Tệp"), "file_name", url=address),
        Column(gettext_lazy("Địa bàn"), lambda i: label(i.place)),
        Column(gettext_lazy("Tình trạng"), lambda i: State(i.state).label,
               chip=lambda i: STATE_CHIPS.get(State(i.state), "")),
        Column(gettext_lazy("Số dòng"), lambda i: i.counts.get("rows"), num=True),
        Column(gettext_lazy("Lúc"), "created_at", sort="day"),
    )  # fmt: skip


def step(imported: Import) -> str:
    """What is being done, in words."""
    words = {
        "": _("Đang chờ đến lượt…"),
        "reading": _("Đang đọc tệp…"),
        "rows": _("Đang đọc từng dòng…"),
        "judging": _("Đang so với sổ…"),
        "staged": _("Đang ghi sổ…"),
        "undoing": _("Đang hoàn tác…"),
    }
    return words.get(imported.step, words[""])


def questions(imported: Import) -> Table:
    """What is asked, with cells that it is about."""
    return Table((_("Câu hỏi"), _("Ví dụ")), [(q["text"], " · ".join(q["examples"])) for q in imported.questions])


def verdicts(imported: Import, url: str, codes: Iterable[str]) -> Table:
    """How many rows of each verdict; `url` is the list of rows."""
    found = [((Verdict(v).label, f"{url}?ket_qua={v}"), fmt_int(imported.counts[v])) for v in codes]
    return Table(
        (_("Kết quả"), _("Số dòng")),
        [*found, ((_("Tất cả"), url), fmt_int(imported.counts["rows"]))],
        numbers=frozenset({1}),
    )


def reasons(imported: Import, url: str, table: Mapping[str, tuple[str, Any]], title: Callable[[str], str]) -> Table:
    """How often each reason was given; `table` says of what level it is."""
    found = [
        ((title(code), f"{url}?ly_do={code}"), LEVELS[table[code][0]], fmt_int(n))
        for code, n in imported.counts["reasons"].items()
    ]
    return Table((_("Lý do"), _("Mức"), _("Số dòng")), found, numbers=frozenset({2}))


def left(imported: Import, url: str) -> Table:
    """Rows and sheets that were not read as data; `url` lists the rows."""
    found = [((row_titles().get(kind, kind), url), fmt_int(n)) for kind, n in imported.counts["left_out"].items()]
    found += [
        ((_("trang “%(sheet)s” (%(why)s)") % {"sheet": s["sheet"], "why": skipped_titles()[s["why"]]}, ""), "")
        for s in imported.skipped
    ]
    return Table((_("Loại dòng"), _("Số dòng")), found, numbers=frozenset({1}))


def columns(imported: Import, fields: Mapping[str, Any]) -> Table:
    """What each column of the first sheet was taken for."""
    found = [
        (column["letter"], column["label"], fields[column["field"]].title if column["field"] else _("không dùng"))
        for sheet in imported.sheets[:1]
        for column in sheet["columns"]
    ]
    return Table((_("Cột"), _("Tiêu đề"), _("Hiểu là")), found)
