"""Cases as pages show them: rows of the inbox, and the parts that a domain's record page takes in.

A domain's record shows its case with `section`, `timeline` and `actions`; the words are the same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diaban.access import queries as access
from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.casework import calendar, policies, queries, registry
from diaban.casework.cases import Case
from diaban.core.text import fmt_moment
from diaban.ledger.sentences import Part, plain
from diaban.web.pages import Action, allowed
from diaban.web.records import Entry, Fact, Section


@dataclass(frozen=True, slots=True)
class Shown:
    """A case with the words that a list shows of it."""

    case: Case
    label: str
    kind: str
    state: str
    place: str
    office: str
    assignee: str
    url: str

    @property
    def pk(self) -> UUID:
        return self.case.id

    @property
    def due(self) -> str:
        """When it is due, or why no time runs."""
        if self.case.paused:
            return _("đang dừng")
        return "" if self.case.due_at is None else fmt_moment(self.case.due_at)

    @property
    def chip(self) -> str:
        return chip(self.case)


def chip(case: Case) -> str:
    """The colour of a case's deadline."""
    if not case.open or case.paused:
        return ""
    return "bad" if case.late else "warn" if case.near else ""


def show(cases: Sequence[Case], viewer: Viewer) -> list[Shown]:
    """Cases with their words, read in a few statements for all of them."""
    labels = _labels(cases, viewer)
    places = areas.labels({case.place for case in cases})
    offices = access.office_names(sorted({case.office_id for case in cases}))
    staff = access.staff_names(sorted({case.assignee_id for case in cases if case.assignee_id}))
    return [
        Shown(
            case, labels.get(case.id) or short(case), str(case.declared.title), state_title(case),
            places.get(case.place, ""), offices.get(case.office_id, ""), staff.get(case.assignee_id or 0, ""),
            url(case),
        )
        for case in cases
    ]  # fmt: skip


def _labels(cases: Iterable[Case], viewer: Viewer) -> dict[UUID, str]:
    """What the domains call their cases, each asked once."""
    by_kind: dict[str, list[UUID]] = {}
    for case in cases:
        by_kind.setdefault(case.kind, []).append(case.id)
    found: dict[UUID, str] = {}
    for code, ids in by_kind.items():
        module, _dot, name = registry.kind(code).labels.rpartition(".")
        if module:
            told: Mapping[UUID, Any] = getattr(import_module(module), name)(viewer, ids)
            found |= {each: str(label) for each, label in told.items()}
    return found


def short(case: Case) -> str:
    """A case by its kind and the last letters of its id."""
    return f"{case.declared.title} …{str(case.id)[-4:]}"


def state_title(case: Case) -> str:
    """The state's own words; its code where an older version of the room knew it."""
    try:
        return str(case.declared.state(case.state).title)
    except KeyError:
        return case.state


def url(case: Case) -> str:
    """Where the record is opened; the corridor's own page where its domain has none."""
    try:
        return reverse(case.declared.page, args=[case.id])
    except NoReverseMatch:
        return reverse("casework:case", args=[case.id])


def section(case: Case, viewer: Viewer) -> Section:
    """The facts of a case for the record's page: where it stands, with whom, and until when by which rule."""
    (shown,) = show([case], viewer)
    rule = calendar.current().rule(case.rule, case.clock_from) if case.rule else None
    facts = [
        Fact(_("Bước"), shown.state),
        Fact(_("Cơ quan giữ việc"), shown.office),
        Fact(_("Người xử lý"), shown.assignee or _("Chưa phân công")),
        Fact(_("Nhận lúc"), fmt_moment(case.received_at)),
        Fact(_("Hạn"), shown.due, note=f"{rule.title}. {rule.citation}" if rule else ""),
    ]
    if case.closed_at is not None and case.closed_at > case.opened_at:  # else before the register knew it
        facts.append(Fact(_("Kết thúc lúc"), fmt_moment(case.closed_at)))
    return Section(_("Xử lý"), facts)


def timeline(case_id: UUID, viewer: Viewer, limit: int = 100) -> list[Entry]:
    """What happened to a case, the latest first, as sentences with the names that this viewer may read."""
    rows = queries.history(case_id, viewer=viewer, limit=limit)
    names = {
        "office": access.office_names(sorted({row.office for row in rows})),
        "actor": access.staff_names(sorted({row.actor for row in rows})),
        "place": areas.labels({row.place for row in rows}),
    }
    return [
        Entry(
            row.day, plain(row, partial(_named, names)), note=names["actor"].get(row.actor, ""), gone=not row.standing
        )
        for row in rows
    ]


def _named(names: Mapping[str, Mapping[int, str]], part: Part) -> str:
    if part.slot == "record":
        return _("việc này")
    return names[part.slot].get(part.ref) or _("Hệ thống")


_GIVING: tuple[tuple[str, Any], ...] = (
    ("assign", gettext_lazy("Phân công")),
    ("return", gettext_lazy("Trả lại để phân công")),
    ("escalate", gettext_lazy("Chuyển cấp trên")),
    ("hand_over", gettext_lazy("Bàn giao cơ quan khác")),
)


def actions(case: Case, viewer: Viewer) -> list[Action]:
    """What the corridor lets be done to an open case, for the record's page; steps are the domain's own to show."""
    if not case.open:
        return []
    verbs = [each for each in _GIVING if each[0] != "return" or case.assignee_id]
    turn = ("resume", _("Tính tiếp thời hạn")) if case.paused else ("pause", _("Dừng thời hạn"))
    state = case.declared.state(case.state)
    if case.due_at is not None and not state.stands:
        verbs.append(turn)
    made = [Action(name, reverse("casework:verb", args=[case.id, verb])) for verb, name in verbs]
    return [allowed(action, lambda: policies.check_work(viewer, case)) for action in made]
