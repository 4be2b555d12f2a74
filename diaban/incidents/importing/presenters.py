"""A book's import in words, for its pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diaban.areas.queries import label
from diaban.core.text import fmt_date, fmt_int, fmt_moment
from diaban.incidents import catalogue
from diaban.incidents.importing import summary
from diaban.incidents.importing.entries import VERDICTS
from diaban.incidents.importing.reasons import TABLE, sentence, title
from diaban.papers.lists.kinds import INCIDENTS
from diaban.papers.models import Import, Row, State, Verdict
from diaban.people.importing import returning, shown, working
from diaban.web.lists import Column
from diaban.web.pages import Action
from diaban.web.records import Chip, Fact, Record, Section, Table


def address(imported: Import, page: str = "import") -> str:
    return reverse(f"books:{page}", args=[imported.id])


IMPORTS = shown.imports(address)


def _day(row: Row) -> str:
    said = row.parsed.get("day")
    return fmt_date(date.fromisoformat(said)) if said else ""


def _incident(row: Row) -> str:
    return reverse("incidents:incident", args=[row.record]) if row.record else ""


#: Words of the book stay in the book: what it says of persons is not shown in a list.
ROWS = (
    Column(gettext_lazy("Dòng"), lambda row: f"{row.sheet} · {row.row_no}", sort="row", url=_incident),
    Column(gettext_lazy("Ngày xảy ra"), _day),
    Column(gettext_lazy("Loại vụ việc"), "kind_title"),
    Column(gettext_lazy("Nơi xảy ra"), "place_name"),
    Column(gettext_lazy("Kết quả"), lambda row: Verdict(row.verdict).label, chip=lambda row: shown.CHIPS[row.verdict]),
    Column(gettext_lazy("Vì sao"), lambda row: " ".join(sentence(stored) for stored in row.reasons)),
)


def named(rows: list[Any]) -> list[Any]:
    """Rows with the words that their list shows."""
    from diaban.areas.queries import labels

    kinds = catalogue.titles(row.parsed.get("kind", "") for row in rows)
    places = labels({row.parsed["place"] for row in rows if row.parsed.get("place")})
    for row in rows:
        row.kind_title = kinds.get(row.parsed.get("kind", ""), "")
        row.place_name = places.get(row.parsed.get("place"), "")
    return rows


def record(imported: Import) -> Record:
    """The import's page."""
    state = State(imported.state)
    notes: list[tuple[str, Any]] = [("bad", imported.error)] if imported.error else []
    if working.stalled(imported):
        notes.append(("warn", _("Việc này bị ngắt giữa chừng; sổ vẫn như trước việc đó.")))
    if state == State.MAPPING:
        notes.append(("warn", _("Cần bạn trả lời trước khi xét từng dòng.")))
    span = summary.span(imported)
    days = [fmt_date(date.fromisoformat(day)) for day in span] if span else []
    identity = [
        Fact(_("Địa bàn"), label(imported.place)), Fact(_("Nhập lúc"), fmt_moment(imported.created_at)),
        *([Fact(_("Sổ ghi"), f"{days[0]} – {days[1]}")] if days else []),
    ]  # fmt: skip
    return Record(
        imported.file_name, _("Sổ vụ việc"), identity, [Chip(state.label, shown.STATE_CHIPS.get(state, ""))],
        _sections(imported), notes=notes, actions=_actions(imported, state),
    )  # fmt: skip


def _actions(imported: Import, state: State) -> list[Action]:
    found = []
    if working.stalled(imported):
        name = {State.READING: "again", State.COMMITTING: "commit"}.get(state, "undo")
        found.append(Action(_("Làm lại"), address(imported, name), "main", post=True))
    if state == State.MAPPING:
        found.append(Action(_("Trả lời câu hỏi"), address(imported, "answer"), "main"))
    if state == State.STAGED and imported.counts.get("new"):
        new = fmt_int(imported.counts["new"])
        text, ask = _("Ghi %(new)s vụ việc vào sổ"), _("Ghi %(new)s vụ việc vào sổ? Các dòng khác vẫn ở chỗ chờ xét.")
        found.append(Action(text % {"new": new}, address(imported, "commit"), "main", post=True,
                            confirm=ask % {"new": new}))  # fmt: skip
    if state in (State.MAPPING, State.STAGED) and imported.sheets:
        found.append(Action(_("Sửa cách hiểu cột"), address(imported, "mapping")))
    if returning.can_return(imported):
        found.append(Action(_("Tải tệp có cột kết luận"), address(imported, "verdicts")))
    if state == State.COMMITTED:
        found.append(Action(_("Hoàn tác lần nhập này"), address(imported, "undo")))
    return found


def _sections(imported: Import) -> list[Section]:
    if not imported.counts:
        return [Section(_("Câu hỏi"), table=shown.questions(imported))] if imported.questions else []
    rows = address(imported, "rows")
    return [
        *_done(imported),
        Section(_("Kết quả từng dòng"), table=shown.verdicts(imported, rows, VERDICTS)),
        *_unknown(imported),
        Section(_("Lý do"), table=shown.reasons(imported, rows, TABLE, title)),
        Section(_("Ngoài danh sách"), table=shown.left(imported, address(imported, "left_out"))),
        Section(_("Các cột"), table=shown.columns(imported, INCIDENTS.by_code)),
    ]


def _done(imported: Import) -> list[Section]:
    """What was written, and taken back."""
    found, counts = [], imported.counts
    if undone := counts.get("undone"):
        found.append(Section(_("Đã hoàn tác"), [
            Fact(_("Vụ việc đã hủy"), fmt_int(undone["incidents"])), Fact(_("Giữ lại"), fmt_int(undone["kept"])),
        ]))  # fmt: skip
    if written := counts.get("written"):
        since = summary.known_from(imported)
        said = [Fact(_("Vụ việc"), fmt_int(written["incidents"])), Fact(_("Đối tượng"), fmt_int(written["suspects"]))]
        if since and imported.place:
            day = fmt_date(date.fromisoformat(since))
            said.append(Fact(_("Có số liệu từ ngày"), day, reverse("console:kept", args=[imported.place])))
        found.append(Section(_("Đã ghi"), said))
    return found


def _unknown(imported: Import) -> list[Section]:
    """Words that nobody has said the meaning of yet."""
    found = []
    ask = Action(_("Cho biết là loại nào"), address(imported, "answer"), "main")
    for name, heading, act in (
        ("kinds_unknown", _("Loại chưa rõ"), ask if imported.state == State.STAGED else None),
        ("places_unknown", _("Địa bàn chưa rõ"), None),
    ):
        if said := imported.counts.get(name):
            table = Table((_("Chữ trong sổ"), _("Số dòng")), [(words, fmt_int(n)) for words, n in said.items()],
                          numbers=frozenset({1}), long=len(said) > 12)  # fmt: skip
            found.append(Section(heading, table=table, action=act))
    return found
