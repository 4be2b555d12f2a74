"""An import of a register in words, for its pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diaban.access.scope import Viewer
from diaban.areas.queries import label
from diaban.core.text import fmt_date, fmt_int, fmt_moment, mask_id
from diaban.papers.lists.kinds import KIND_OF
from diaban.papers.models import Import, Row, State
from diaban.people.importing import returning, shown
from diaban.registers import catalogue, grouping, policies
from diaban.registers.importing.entries import VERDICTS
from diaban.registers.importing.reasons import level, sentence, title
from diaban.registers.importing.summary import verdict_title
from diaban.web.lists import Column
from diaban.web.pages import Action, allowed
from diaban.web.records import Chip, Fact, Record, Section, Table

RUNNING = (State.READING, State.COMMITTING, State.UNDOING)


def address(imported: Import) -> str:
    return reverse("registers:import", args=[imported.id])


def register_title(imported: Import) -> str:
    """Which register, of which round."""
    code = imported.options.get("register", "")
    known = next((each.title for each in catalogue.registers() if each.code == code), "")
    return " ".join(filter(None, (known, imported.options.get("round", ""))))


_EVERY = shown.imports(address)
IMPORTS = (_EVERY[0], Column(gettext_lazy("Danh sách"), register_title), *_EVERY[1:])


def _born(row: Row) -> str:
    day = row.parsed.get("birth")
    return fmt_date(date.fromisoformat(day), row.parsed.get("precision", "d")) if day else ""


def said(row: Row) -> str:
    """The reasons of a row as sentences."""
    return " ".join(sentence(stored) for stored in row.reasons)


def _record(row: Row) -> str:
    return reverse("registers:row", args=[row.record]) if row.record else ""


ROWS = (
    Column(gettext_lazy("Dòng"), lambda row: f"{row.sheet} · {row.row_no}", sort="row", url=_record),
    Column(gettext_lazy("Họ và tên"), lambda row: row.parsed.get("full_name", ""), url=_record),
    Column(gettext_lazy("Ngày sinh"), _born),
    Column(gettext_lazy("Số định danh"), lambda row: mask_id(row.parsed.get("id_no") or row.parsed.get("cmnd", ""))),
    Column(gettext_lazy("Kết quả"), lambda row: verdict_title(row.verdict), chip=lambda row: shown.CHIPS[row.verdict]),
    Column(gettext_lazy("Vì sao"), said),
)  # fmt: skip


def record(viewer: Viewer, imported: Import) -> Record:
    """The import's page."""
    chips = [Chip(State(imported.state).label, shown.STATE_CHIPS.get(State(imported.state), ""))]
    notes: list[tuple[str, Any]] = [("bad", imported.error)] if imported.error else []
    if imported.questions and imported.state == State.MAPPING:
        notes.append(("warn", _("Cần bạn trả lời trước khi xét từng dòng.")))
    identity = [
        Fact(_("Danh sách"), register_title(imported)), Fact(_("Địa bàn"), label(imported.place)),
        Fact(_("Nhập lúc"), fmt_moment(imported.created_at)),
    ]  # fmt: skip
    return Record(
        imported.file_name, _("Nhập danh sách quản lý"), identity, chips, _sections(imported), notes=notes,
        actions=_actions(viewer, imported),
    )  # fmt: skip


def _actions(viewer: Viewer, imported: Import) -> list[Action]:
    found = []
    if imported.questions and imported.state == State.MAPPING:
        found.append(Action(_("Trả lời câu hỏi"), reverse("registers:answer", args=[imported.id]), "main"))
    if imported.sheets and imported.state in (State.MAPPING, State.STAGED):
        found.append(Action(_("Sửa cách hiểu cột"), reverse("registers:mapping", args=[imported.id])))
    if imported.state == State.STAGED and imported.place:
        rows = fmt_int(imported.counts["new"] + imported.counts["doubtful"])
        act = Action(
            _("Ghi %(rows)s dòng vào danh sách") % {"rows": rows}, reverse("registers:commit", args=[imported.id]),
            "main", post=True, confirm=_("Ghi các dòng đã nối và các dòng chờ xem lại vào danh sách?"),
        )  # fmt: skip
        found.insert(0, _keeping(viewer, imported, act))
    if returning.can_return(imported):
        found.append(Action(_("Tải tệp có cột kết luận"), reverse("registers:verdicts", args=[imported.id])))
        if imported.state == State.COMMITTED:
            found.append(Action(_("Tải tệp đã sửa"), reverse("registers:corrected", args=[imported.id])))
    if imported.state == State.COMMITTED and imported.place:
        if grouping.without(imported.id):
            act = Action(_("Ghi diện cho cả tệp"), reverse("registers:group", args=[imported.id]), "", "edit")
            found.append(_keeping(viewer, imported, act))
        undo = Action(_("Hoàn tác lần nhập này"), reverse("registers:undo", args=[imported.id]))
        found.append(_keeping(viewer, imported, undo))
    return found


def _keeping(viewer: Viewer, imported: Import, action: Action) -> Action:
    place = imported.place or 0
    return allowed(action, lambda: policies.check_into(viewer, place))


def _sections(imported: Import) -> list[Section]:
    if not imported.counts:
        return [Section(_("Câu hỏi"), table=shown.questions(imported))] if imported.questions else []
    sections = [
        Section(_("Kết quả từng dòng"), table=_verdicts(imported)),
        Section(_("Lý do"), table=_reasons(imported)),
        Section(_("Ngoài danh sách"), table=shown.left(imported, "")),
        Section(_("Các cột"), table=shown.columns(imported, KIND_OF[imported.options["layout"]].by_code)),
    ]
    if imported.counts.get("undone"):
        sections.insert(0, Section(_("Đã hoàn tác"), facts=_undone(imported)))
    if imported.counts.get("written"):
        sections.insert(0, Section(_("Đã ghi"), facts=_written(imported)))
    return sections


def _written(imported: Import) -> list[Fact]:
    written = imported.counts["written"]
    url = reverse("registers:rows", args=[imported.options["register"]]) if imported.state == State.COMMITTED else ""
    return [
        Fact(_("Dòng trong danh sách"), fmt_int(written["rows"]), url),
        Fact(_("Đã nối với cư dân"), fmt_int(written["linked"])),
        Fact(_("Hộ"), fmt_int(written["homes"])),
    ]


def _undone(imported: Import) -> list[Fact]:
    undone = imported.counts["undone"]
    first, last = undone["lines"] or (1, 0)
    ledger = f"{reverse('console:ledger')}?tu_so={first}&den_so={last}" if undone["lines"] else ""
    return [
        Fact(_("Dòng đã gỡ"), fmt_int(undone["rows"])),
        Fact(_("Hộ đã gỡ"), fmt_int(undone["homes"])),
        Fact(_("Lúc"), fmt_moment(imported.undone_at) if imported.undone_at else ""),
        Fact(_("Dòng hủy trong sổ việc"), fmt_int(last - first + 1), ledger),
    ]


def _verdicts(imported: Import) -> Table:
    url = reverse("registers:import_rows", args=[imported.id])
    found = [((verdict_title(v), f"{url}?ket_qua={v}"), fmt_int(imported.counts[v])) for v in VERDICTS]
    return Table((_("Kết quả"), _("Số dòng")), [*found, ((_("Tất cả"), url), fmt_int(imported.counts["rows"]))],
                 numbers=frozenset({1}))  # fmt: skip


def _reasons(imported: Import) -> Table:
    url = reverse("registers:import_rows", args=[imported.id])
    found = [
        ((title(code), f"{url}?ly_do={code}"), shown.LEVELS[level(code)], fmt_int(n))
        for code, n in imported.counts["reasons"].items()
    ]
    return Table((_("Lý do"), _("Mức"), _("Số dòng")), found, numbers=frozenset({2}))
