"""An import in words, for its pages."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diaban.access.scope import Viewer
from diaban.areas.queries import label
from diaban.core.text import fmt_date, fmt_int, fmt_moment, mask_id
from diaban.papers.lists.residents import BY_CODE
from diaban.papers.lists.told import charset_titles
from diaban.papers.models import Decision, Import, Row, State, Verdict
from diaban.people.importing import policies, queries, reasons, returning, shown, working
from diaban.people.importing.summary import reason_title
from diaban.people.importing.verdicts import VERDICTS
from diaban.web.lists import Column
from diaban.web.pages import Action, allowed
from diaban.web.records import Chip, Fact, Record, Section, Table


def address(imported: Import) -> str:
    return reverse("importing:import", args=[imported.id])


IMPORTS = shown.imports(address)


def _born(row: Row) -> str:
    day = row.parsed.get("birth")
    return fmt_date(date.fromisoformat(day), row.parsed.get("precision", "d")) if day else ""


def _birth(row: Row) -> date | str:
    """The birth as a day where the whole day is known."""
    day = row.parsed.get("birth")
    return date.fromisoformat(day) if day and row.parsed.get("precision", "d") == "d" else _born(row)


def said(row: Row) -> str:
    """The reasons of a row as sentences."""
    return " ".join(reasons.sentence(stored) for stored in row.reasons)


def _where(row: Row) -> str:
    return f"{row.sheet} · {row.row_no}"


def row_url(row: Row) -> str:
    return reverse("importing:row", args=[row.import_id, row.id])


def _record(row: Row) -> str:
    return reverse("people:resident", args=[row.record]) if row.record else ""


ROWS = (
    Column(gettext_lazy("Dòng"), _where, sort="row", url=row_url),
    Column(gettext_lazy("Họ và tên"), lambda row: row.parsed.get("full_name", ""), url=_record),
    Column(gettext_lazy("Ngày sinh"), _born, file=_birth),
    Column(gettext_lazy("Số định danh"), lambda row: mask_id(row.parsed.get("id_no", ""))),
    Column(gettext_lazy("Kết quả"), lambda row: Verdict(row.verdict).label, chip=lambda row: shown.CHIPS[row.verdict]),
    Column(gettext_lazy("Vì sao"), said),
    Column(gettext_lazy("Quyết định"), lambda row: Decision(row.decision).label if row.decision else ""),
)


def batch(imported: Import, query: QueryDict) -> list[Action]:
    """To one decision for all open rows of the filter in force; only where a verdict or a reason was chosen."""
    chosen = {name: query[name] for name in ("ket_qua", "ly_do") if query.get(name)}
    if not chosen or imported.state not in (State.STAGED, State.COMMITTED):
        return []
    return [Action(_("Quyết định cả loạt"), f"{reverse('importing:batch', args=[imported.id])}?{urlencode(chosen)}")]


def record(viewer: Viewer, imported: Import) -> Record:
    """The import's page."""
    chips = [Chip(State(imported.state).label, shown.STATE_CHIPS.get(State(imported.state), ""))]
    notes: list[tuple[str, Any]] = [("bad", imported.error)] if imported.error else []
    if working.stalled(imported):
        notes.append(("warn", _("Việc này bị ngắt giữa chừng; sổ vẫn như trước việc đó.")))
    if imported.questions and imported.state == State.MAPPING:
        notes.append(("warn", _("Cần bạn trả lời trước khi xét từng dòng.")))
    identity = [Fact(_("Địa bàn"), label(imported.place)), Fact(_("Nhập lúc"), fmt_moment(imported.created_at))]
    return Record(
        imported.file_name,
        _("Danh sách cư dân"),
        identity,
        chips,
        _sections(viewer, imported),
        notes=notes,
        actions=_actions(viewer, imported),
    )


def _actions(viewer: Viewer, imported: Import) -> list[Action]:
    found = []
    if working.stalled(imported):
        name = {State.READING: "again", State.COMMITTING: "commit"}.get(State(imported.state), "undo")
        found.append(Action(_("Làm lại"), reverse(f"importing:{name}", args=[imported.id]), "main", post=True))
    if imported.questions and imported.state in (State.MAPPING, State.STAGED):
        found.append(Action(_("Trả lời câu hỏi"), reverse("importing:answer", args=[imported.id]), "main"))
    if imported.sheets and (act := _mapping(imported)) is not None:
        found.append(act)
    if imported.state == State.STAGED and imported.place:
        place, new = imported.place, fmt_int(imported.counts.get("new", 0))
        text = _("Ghi %(new)s người mới vào sổ") % {"new": new}
        ask = _("Ghi %(new)s người vào sổ cư trú? Các dòng khác vẫn ở chỗ chờ xét.") % {"new": new}
        act = Action(text, reverse("importing:commit", args=[imported.id]), "main", post=True, confirm=ask)
        found.append(allowed(act, lambda: policies.check_into(viewer, place)))
    if returning.can_return(imported):
        found.append(Action(_("Tải tệp có cột kết luận"), reverse("importing:verdicts", args=[imported.id])))
    if imported.state == State.COMMITTED and imported.place:
        place = imported.place
        act = Action(_("Hoàn tác lần nhập này"), reverse("importing:undo", args=[imported.id]))
        found.append(allowed(act, lambda: policies.check_into(viewer, place)))
    return found


def _sections(viewer: Viewer, imported: Import) -> list[Section]:
    if not imported.counts:
        return [Section(_("Câu hỏi"), table=shown.questions(imported))] if imported.questions else []
    rows = reverse("importing:rows", args=[imported.id])
    sections = [
        Section(_("Kết quả từng dòng"), table=shown.verdicts(imported, rows, VERDICTS)),
        Section(_("Lý do"), table=shown.reasons(imported, rows, reasons.TABLE, reason_title)),
    ]
    if imported.state in (State.STAGED, State.COMMITTED):
        sections.insert(0, _decisions(viewer, imported))
    if imported.counts.get("written"):
        sections.insert(0, Section(_("Đã ghi"), facts=_written(imported)))
    if imported.counts.get("undone"):
        sections.insert(0, Section(_("Đã hoàn tác"), facts=_undone(imported)))
    if imported.counts.get("hamlets"):
        sections.append(Section(_("Thôn chưa có trong danh mục"), table=_hamlets(imported)))
    return [
        *sections,
        Section(_("Ngoài danh sách"), table=shown.left(imported, reverse("importing:left_out", args=[imported.id]))),
        *([Section(_("Chữ gõ bằng bảng mã cũ"), table=_fonts(imported))] if imported.options.get("fonts") else []),
        *([Section(_("Ẩn trong tệp, vẫn đọc"), table=_hidden(imported))] if imported.options.get("hidden") else []),
        Section(_("Các cột"), table=shown.columns(imported, BY_CODE), action=_recalled(imported)),
    ]


def _written(imported: Import) -> list[Fact]:
    written = imported.counts["written"]
    return [Fact(_("Người"), fmt_int(written["residents"])), Fact(_("Hộ"), fmt_int(written["households"]))]


def _decisions(viewer: Viewer, imported: Import) -> Section:
    """Rows that wait for an officer, and what was decided of others."""
    counts, url = queries.decided(viewer=viewer, import_id=imported.id), reverse("importing:rows", args=[imported.id])
    facts = [Fact(d.label, fmt_int(counts[d]), f"{url}?quyet_dinh={d}") for d in Decision if counts.get(d)]
    facts.insert(0, Fact(_("Chờ bạn quyết định"), fmt_int(counts["open"])))
    first = queries.open_rows(viewer=viewer, import_id=imported.id).order_by("seq").first()
    start = Action(_("Xét từng dòng"), row_url(first), "main") if first else None
    return Section(_("Dòng không tự ghi"), facts, action=start)


def _undone(imported: Import) -> list[Fact]:
    undone = imported.counts["undone"]
    first, last = undone["lines"] or (1, 0)
    ledger = f"{reverse('console:ledger')}?tu_so={first}&den_so={last}" if undone["lines"] else ""
    kept = reverse("importing:rows", args=[imported.id]) + "?da_ghi=1" if undone["kept"] else ""
    return [
        Fact(_("Người đã gỡ"), fmt_int(undone["residents"])),
        Fact(_("Hộ đã gỡ"), fmt_int(undone["households"])),
        Fact(_("Người được giữ lại"), fmt_int(undone["kept"]), kept),
        Fact(_("Lúc"), fmt_moment(imported.undone_at) if imported.undone_at else ""),
        Fact(_("Dòng hủy trong sổ việc"), fmt_int(last - first + 1), ledger),
    ]


def _hamlets(imported: Import) -> Table:
    adding = _("sẽ thêm khi ghi") if imported.options.get("add_hamlets") else _("ghi ở xã, phường")
    adding = _("đã thêm") if imported.options.get("add_hamlets") and imported.state == State.COMMITTED else adding
    found = [(f"{h['kind']} {h['name']}", fmt_int(h["rows"]), adding) for h in imported.counts["hamlets"]]
    return Table((_("Thôn"), _("Số dòng"), _("Cách ghi")), found, numbers=frozenset({1}))


def _fonts(imported: Import) -> Table:
    """Text turned into Unicode: by which font, and some of it before and after."""
    titles = charset_titles()
    found = []
    for use in imported.options["fonts"]:
        shown = " · ".join(f"{before} → {after}" for before, after in use["samples"][:3])
        font = use["font"] or _("phông không cho biết")
        found.append((font, titles.get(use["charset"], ""), fmt_int(use["cells"]), shown))
    return Table((_("Phông chữ"), _("Bảng mã"), _("Số ô"), _("Trước → sau")), found, numbers=frozenset({2}))


def _hidden(imported: Import) -> Table:
    """Rows and columns that the office's own program doesn't show: they are read like all others."""
    found = [
        (told["sheet"], _spans(told["rows"]) or "–", ", ".join(told["columns"]) or "–")
        for told in imported.options["hidden"]
    ]
    return Table((_("Trang"), _("Dòng ẩn"), _("Cột ẩn")), found)


def _spans(numbers: list[int]) -> str:
    """1, 2, 3, 7 → 1–3, 7."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(f"{first}–{last}" if last > first else f"{first}" for first, last in spans)


def _mapping(imported: Import) -> Action | None:
    """To a change of what columns were taken for, while nothing is written."""
    if imported.state not in (State.MAPPING, State.STAGED):
        return None
    return Action(_("Sửa cách hiểu cột"), reverse("importing:mapping", args=[imported.id]))


def _recalled(imported: Import) -> Action | None:
    """To what was remembered, where the columns were taken for what they were last time."""
    told = next((sheet["recalled"] for sheet in imported.sheets if sheet.get("recalled")), None)
    if told is None:
        return None
    day = fmt_date(date.fromisoformat(told["day"]))
    return Action(_("Hiểu như lần trước (%(day)s)") % {"day": day}, reverse("importing:layout", args=[told["layout"]]))
