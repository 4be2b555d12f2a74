"""A row's page: what the paper says, beside the resident it was matched to. Opening it is logged."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaban.access.queries import staff_names
from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.core.text import fmt_date, fmt_id, fmt_int, fmt_moment, fmt_num
from diaban.ledger import queries as ledger
from diaban.people.models import Relation, Sex
from diaban.registers import policies, quality, queries
from diaban.registers.models import How, Match, Row, State, Why
from diaban.registers.queries import Resident, RowView
from diaban.registers.views.base import MATCH_CHIPS, STATE_CHIPS, crumbs, purposeful, row_url, viewer_of
from diaban.web.pages import Action, allowed
from diaban.web.records import Chip, Entry, Fact, Record, Section, Tab, Table, record_page


def tabs(row: Row, current: str) -> list[Tab]:
    return [
        Tab(_("Hồ sơ"), row_url(row.id), current == "record"),
        Tab(_("Các lần sửa"), reverse("registers:history", args=[row.id]), current == "history"),
    ]


@purposeful
def row(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """GET: everything about one row that this viewer may see."""
    viewer = viewer_of(request)
    view = queries.open_row(viewer=viewer, row_id=entry_id)
    record = Record(
        title=view.row.full_name,
        kind=view.register.title,
        identity=_identity(view),
        chips=_chips(view.row),
        sections=[section for section in _sections(viewer, view) if section is not None],
        tabs=tabs(view.row, "record"),
        timeline=_timeline(view.row),
        actions=_actions(viewer, view),
        notes=_notes(view),
    )
    return record_page(request, record, crumbs=crumbs(view.register), candidates=_offered(viewer, view))


def _notes(view: RowView) -> list[tuple[str, Any]]:
    """Whose hands the row is in where its person, or somebody alike, lives beyond the viewer's ground."""
    notes: list[tuple[str, Any]] = []
    if view.doubt is not None and view.above:
        text = _("Chờ %(who)s đối chiếu từ %(day)s, vì người giống dòng này cư trú ở %(where)s, ngoài phạm vi của bạn.")
        day = view.doubt.handed_at or view.doubt.opened_at
        said = {"who": areas.label(view.doubt.place), "day": fmt_date(day), "where": "; ".join(view.apart) or "–"}
        notes.append(("info", text % said))
    elif view.doubt is not None and view.row.candidates and not view.candidates:
        where = "; ".join(view.apart) or str(_("nơi khác"))
        text = _(
            "Người giống dòng này cư trú ở %(where)s, ngoài phạm vi của bạn; hãy chuyển việc đối chiếu lên cấp tỉnh,"
            " hoặc chuyển dòng này cho xã ấy."
        )
        notes.append(("info", text % {"where": where}))
    if view.meant is not None and view.row.state == State.ACTIVE:
        linked = view.row.match == Match.LINKED
        text = _("Người này cư trú ở %(where)s.") if linked else _("Địa chỉ của dòng này là %(where)s.")
        notes.append(("warn", f"{text % {'where': view.meant.title}} {_('Có thể chuyển dòng này cho xã ấy giữ.')}"))
    return notes


def _identity(view: RowView) -> list[Fact]:
    row = view.row
    round_ = [Fact(_("Đợt rà soát"), row.round)] if row.round else []
    return [
        Fact(_("Ngày sinh"), fmt_date(row.birth_date, row.birth_precision)),
        Fact(_("Diện"), view.register.group_title(row.group)),
        Fact(_("Nơi ở"), view.place, reverse("console:area", args=[row.place])),
        *round_,
    ]


def _chips(row: Row) -> list[Chip]:
    chips = [Chip(Match(row.match).label, MATCH_CHIPS[Match(row.match)])]
    if row.state != State.ACTIVE:
        why = f" · {Why(row.why).label}" if row.why else ""
        chips.insert(0, Chip(f"{State(row.state).label}{why}", STATE_CHIPS[State(row.state)]))
    return chips


def _sections(viewer: Viewer, view: RowView) -> list[Section | None]:
    wrong = quality.of_row(view.row) if view.row.state == State.ACTIVE else []
    return [
        Section(_("So với sổ cư trú"), table=_compared(view, wrong)),
        _candidates(view),
        Section(_("Chất lượng"), table=_faults(wrong), action=_take(viewer, view, wrong)) if wrong else None,
        _home(viewer, view),
        Section(_("Trong danh sách"), _facts(view)),
    ]


def _compared(view: RowView, wrong: list[str]) -> Table:
    """What the paper and the resident's record say, line by line; what differs says so."""
    row, other = view.row, view.resident
    sides = [
        ("full_name", row.full_name, other and other.full_name),
        ("birth", fmt_date(row.birth_date, row.birth_precision), other and _birth(other)),
        ("sex", Sex(row.sex).label, other and Sex(other.sex).label),
        ("id_no", fmt_id(view.number), other and fmt_id(other.number)),
        ("place", row.address or view.place, other and other.place_name),
        ("relation", Relation(row.relation).label if row.relation else "", other and Relation(other.relation).label),
        ("head", row.head_name, other and other.head_name),
    ]
    titles: dict[str, Any] = {**quality.FIELDS, "head": _("Chủ hộ")}
    rows = []
    for name, paper, known in sides:
        differs = _("khác") if f"dung.{name}" in wrong and name != "link" else ""
        cell = (known, reverse("people:resident", args=[other.id])) if other and name == "full_name" else known or "–"
        rows.append((titles[name], paper or "–", cell, differs))
    return Table((_("Thông tin"), _("Danh sách ghi"), _("Sổ cư trú"), _("So")), rows)


def _birth(resident: Resident) -> str:
    return fmt_date(resident.birth_date, resident.birth_precision)


def _candidates(view: RowView) -> Section | None:
    """Whom else the row may be; one press says it is them."""
    if not view.candidates or view.row.how == How.CLERK:
        return None
    return Section(_("Có thể là"), template="registers/candidates.html")


def _offered(viewer: Viewer, view: RowView) -> list[dict[str, Any]]:
    """The candidates as their table takes them."""
    url, check = reverse("registers:link", args=[view.row.id]), lambda: policies.check_settle(viewer, view.row)
    return [
        {
            "name": one.full_name, "url": reverse("people:resident", args=[one.id]), "born": _birth(one),
            "place": one.place_name, "head": one.head_name, "chance": f"{fmt_num(100 * belief, 1)}%", "evidence": said,
            "action": allowed(Action(_("Đúng là người này"), url, "", post=True, fields={"resident": str(one.id)}),
                              check),
        }
        for one, belief, said in view.candidates
    ]  # fmt: skip


def _faults(wrong: list[str]) -> Table:
    return Table((_("Cần làm sạch"), _("Cách sửa")), [(quality.title(code), _remedy(code)) for code in wrong])


def _remedy(code: str) -> Any:
    """What puts a fault right, in a word."""
    if code == "dung.link":
        return _("nối với cư dân, hoặc ghi người này vào sổ cư trú")
    if code == "sach.twice":
        return _("đưa dòng thừa ra khỏi danh sách")
    if code.startswith("song."):
        return _("đưa ra khỏi danh sách")
    return _("lấy theo sổ cư trú, hoặc sửa") if code in quality.TAKEN else _("sửa dòng này")


def _take(viewer: Viewer, view: RowView, wrong: list[str]) -> Action | None:
    """One press: the paper's values give way to the resident's."""
    if view.resident is None or not quality.TAKEN.intersection(wrong):
        return None
    act = Action(_("Lấy theo sổ cư trú"), reverse("registers:take", args=[view.row.id]), "main", post=True)
    return allowed(act, lambda: policies.check_edit(viewer, view.row))


def _home(viewer: Viewer, view: RowView) -> Section | None:
    if view.home is None:
        return None
    found = queries.members(viewer=viewer, home_id=view.home.id)
    rows = [
        ((one.full_name, row_url(one.id)), Relation(one.relation).label if one.relation else "–",
         fmt_date(one.birth_date, one.birth_precision), Match(one.match).label)
        for one in found
    ]  # fmt: skip
    url = reverse("people:household", args=[view.home.household_id]) if view.home.household_id else ""
    open_ = Action(_("Mở hộ trong sổ cư trú"), url) if url else None
    titles = (_("Họ và tên"), _("Quan hệ với chủ hộ"), _("Ngày sinh"), _("Nối với cư dân"))
    return Section(_("Cùng hộ trong danh sách (%(n)s)") % {"n": fmt_int(len(found))}, table=Table(titles, rows),
                   action=open_)  # fmt: skip


def _facts(view: RowView) -> list[Fact]:
    row = view.row
    fields = view.register.kind.by_code
    own = [Fact(fields[code].title, _plain(said)) for code, said in row.values.items() if code in fields]
    source = f"{row.file_name} · {row.sheet} · " + str(_("dòng %(no)s") % {"no": row.row_no}) if row.file_name else ""
    link = reverse("registers:import", args=[row.import_id]) if row.import_id else ""
    how = str(How(row.how).label) if row.how else ""
    chance = _("khả năng %(p)s%%") % {"p": fmt_num(100 * row.probability, 1)} if row.probability else ""
    facts = [
        Fact(_("Nguồn"), source, link),
        Fact(_("Từ ngày"), fmt_date(row.since) if row.since else ""),
        Fact(_("Đến ngày"), fmt_date(row.until) if row.until else ""),
        Fact(_("Căn cứ nối"), row.evidence, note=" · ".join(str(part) for part in (how, chance) if part)),
        Fact(_("Căn cứ của danh sách"), view.register.citation),
    ]
    return [*own, *(fact for fact in facts if fact.value)]


def _plain(said: Any) -> str:
    if isinstance(said, dict):
        day = said.get("day")
        return fmt_date(date.fromisoformat(day), said.get("precision", "d")) if day else str(said.get("number", ""))
    return fmt_int(said) if isinstance(said, int) and not isinstance(said, bool) else "✓" if said is True else str(said)


def _timeline(row: Row) -> list[Entry]:
    """The lines of the ledger about it, the latest first."""
    found = [line for line in ledger.record_lines(row.id) if line.declared]
    return [
        Entry(line.recorded_at, line.declared.title if line.declared else "",
              url=reverse("console:line", args=[line.id]), gone=not line.standing)
        for line in reversed(found)
    ]  # fmt: skip


def _actions(viewer: Viewer, view: RowView) -> list[Action]:
    row, key = view.row, [view.row.id]
    check, settle = lambda: policies.check_edit(viewer, row), lambda: policies.check_settle(viewer, row)
    found = []
    if row.match == Match.LINKED:
        act = Action(_("Không phải người này"), reverse("registers:unlink", args=key), "", post=True,
                     confirm=_("Gỡ dòng này khỏi cư dân đã nối? Dòng vẫn ở trong danh sách."))  # fmt: skip
        found.append(allowed(act, settle))
    elif not view.above:
        if view.doubt is not None:
            found.append(Action(_("Đối chiếu"), reverse("review:doubt", args=[view.doubt.pk]), "main"))
        kind = "" if view.doubt is not None else "main"
        found.append(
            allowed(Action(_("Tìm cư dân để nối"), reverse("registers:find", args=key), kind, "search"), settle)
        )
    found.append(allowed(Action(_("Sửa dòng này"), reverse("registers:correct", args=key), "", "edit"), check))
    if view.meant is not None:
        hand = Action(_("Chuyển cho xã nơi cư trú"), reverse("registers:hand_over", args=key))
        found.append(allowed(hand, settle))
    return [*found, allowed(Action(_("Đưa ra khỏi danh sách"), reverse("registers:leave", args=key), "danger"), check)]


@purposeful
def history(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """GET: what the row said before each change, newest first."""
    viewer = viewer_of(request)
    view = queries.open_row(viewer=viewer, row_id=entry_id)
    told = queries.history(viewer=viewer, row_id=entry_id)
    names = staff_names([actor for _at, actor, _old in told if actor])
    rows = [(fmt_moment(at), names.get(actor or 0, ""), _before(old)) for at, actor, old in told]
    table = Table((_("Lúc"), _("Người sửa"), _("Trước đó")), rows)
    record = Record(
        view.row.full_name, view.register.title, _identity(view), _chips(view.row),
        [Section(_("Các lần sửa"), table=table, empty=_("Chưa sửa lần nào."))], tabs(view.row, "history"),
    )  # fmt: skip
    return record_page(request, record, crumbs=crumbs(view.register))


def _before(old: dict[str, Any]) -> str:
    shown = {
        "full_name": old.get("full_name"), "birth": _old_birth(old), "sex": Sex(old.get("sex") or "u").label,
        "group": old.get("group"), "relation": old.get("relation"), "link": Match(old["match"]).label,
    }  # fmt: skip
    return "; ".join(f"{quality.FIELDS[name]}: {value}" for name, value in shown.items() if value)


def _old_birth(old: dict[str, Any]) -> str:
    day = old.get("birth_date")
    return fmt_date(date.fromisoformat(day), old.get("birth_precision", "d")) if day else ""
