"""A resident's and a household's page. Opening either is written to the log of look-ups."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.core.text import fmt_bytes, fmt_date, fmt_id, fmt_moment
from diaban.core.time import age_on, today
from diaban.people import policies, queries
from diaban.people.models import COUNTED, Relation, Sex, State, Stay, StayKind
from diaban.people.queries import HouseholdView, PersonView
from diaban.people.views import presenters
from diaban.people.views.base import people_crumbs, purposeful, viewer_of
from diaban.people.views.merging import merged_section
from diaban.web.pages import Action, allowed
from diaban.web.records import Chip, Entry, Fact, Record, Section, Tab, Table, record_page


def tabs(resident_id: UUID, current: str) -> list[Tab]:
    return [
        Tab(_("Hồ sơ"), reverse("people:resident", args=[resident_id]), current == "record"),
        Tab(_("Các lần sửa"), reverse("people:history", args=[resident_id]), current == "history"),
    ]


@purposeful
def resident(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """GET: everything about one resident that this viewer may see."""
    viewer = viewer_of(request)
    view = queries.open_resident(viewer=viewer, resident_id=resident_id)
    row = view.resident
    if row.id != resident_id:
        messages.info(request, _("Hồ sơ đã mở được gộp vào hồ sơ này của cùng người."))
        return redirect("people:resident", resident_id=row.id)
    record = Record(
        title=row.full_name,
        kind=_("Cư dân"),
        identity=_identity(view),
        chips=[Chip(State(row.state).label, presenters.STATE_CHIPS.get(State(row.state), "good"))],
        notes=[("warn", w.sentence) for w in view.warnings],
        sections=_sections(viewer, view),
        tabs=tabs(resident_id, "record"),
        timeline=[_entry(viewer, view, m) for m in queries.timeline(viewer=viewer, resident_id=resident_id)],
        actions=presenters.person_actions(viewer, view),
    )
    return record_page(request, record, crumbs=people_crumbs())


def _sections(viewer: Viewer, view: PersonView) -> list[Section]:
    own = [_facts(view), _home(view), _stays(viewer, view), _aliases(viewer, view), _papers(viewer, view)]
    return own + merged_section(viewer, view) + presenters.person_sections(viewer, view.resident)


def _identity(view: PersonView) -> list[Fact]:
    row = view.resident
    born = fmt_date(row.birth_date, row.birth_precision)
    age = f"{age_on(row.birth_date, row.death_date or today())}" if row.birth_date else ""
    return [
        Fact(_("Ngày sinh"), born, note=_("%(age)s tuổi") % {"age": age} if age else ""),
        Fact(_("Giới tính"), Sex(row.sex).label),
        Fact(_("Số định danh"), fmt_id(view.number)),
        Fact(_("Nơi cư trú"), view.place_name, reverse("console:area", args=[row.place])),
    ]


def _facts(view: PersonView) -> Section:
    row = view.resident
    facts = [
        Fact(_("Quan hệ với chủ hộ"), Relation(row.relation).label),
        Fact(_("Địa chỉ"), row.address),
        Fact(_("Quê quán"), row.hometown),
        Fact(_("Số điện thoại"), row.phone),
    ]
    if row.death_date:
        facts.insert(0, Fact(_("Ngày mất"), fmt_date(row.death_date)))
    return Section(_("Thông tin"), facts)


def _home(view: PersonView) -> Section:
    home = view.household
    if home is None:
        return Section(_("Hộ"), empty=_("Chưa thuộc hộ nào."))
    link = reverse("people:household", args=[home.id])
    return Section(_("Hộ"), [Fact(_("Mã hộ"), home.code or _("Mở hộ"), url=link), Fact(_("Địa chỉ hộ"), home.address)])


def _stays(viewer: Viewer, view: PersonView) -> Section:
    titles = (_("Loại"), _("Nơi ở"), _("Từ"), _("Đến"), _("Lý do"))

    def cells(stay: Stay, place: str) -> list[object]:
        return [
            _stay_kind(viewer, view, stay),
            stay.address or place,
            fmt_date(stay.starts),
            fmt_date(stay.ends),
            stay.reason,
        ]

    return Section(
        _("Cư trú"), table=Table(titles, [cells(s, p) for s, p in view.stays]), empty=_("Chưa có khai báo cư trú.")
    )


def _stay_kind(viewer: Viewer, view: PersonView, stay: Stay) -> object:
    """What a stay is called, leading to what can be done about it: ended, or taken back before it began."""
    label, mine = StayKind(stay.kind).label, stay.place in viewer.scope.person_places
    if stay.closed and not stay.begun:
        return _("%(kind)s (đã hủy)") % {"kind": label}
    if not stay.begun and mine:
        cancel = reverse("people:cancel_stay", args=[view.resident.id, stay.id])
        return _("%(kind)s (báo trước, có thể hủy)") % {"kind": label}, cancel
    if stay.ends is None and stay.kind != StayKind.PERMANENT and mine:
        return label, reverse("people:close_stay", args=[view.resident.id, stay.id])
    return label


def _aliases(viewer: Viewer, view: PersonView) -> Section:
    titles = (_("Loại"), _("Số hoặc tên"), _("Nơi cấp"), _("Ngày cấp"))
    rows = [[a.get_kind_display(), shown, a.issuer, fmt_date(a.issued_on)] for a, shown in view.aliases]
    add = Action(_("Thêm số cũ hoặc tên khác"), reverse("people:add_alias", args=[view.resident.id]))
    return Section(
        _("Số cũ và tên khác"),
        table=Table(titles, rows),
        action=allowed(add, lambda: policies.check_edit(viewer, view.resident)),
        empty=_("Không có."),
    )


def _papers(viewer: Viewer, view: PersonView) -> Section:
    """What hangs on the record; opening one is logged."""
    person, edits = view.resident.id, policies.can_edit(viewer, view.resident)
    titles = (_("Giấy tờ"), _("Loại"), _("Cỡ"), _("Đính kèm lúc"), *([_("Gỡ khỏi hồ sơ")] if edits else []))
    rows = [
        [
            (paper.title, reverse("people:paper", args=[person, paper.id])),
            paper.medium.upper(),
            fmt_bytes(paper.size),
            fmt_moment(paper.attached_at),
            *([(_("gỡ"), reverse("people:detach", args=[person, paper.id]))] if edits else []),
        ]
        for paper in queries.papers(viewer=viewer, resident_id=person)
    ]
    add = Action(_("Đính kèm giấy tờ"), reverse("people:attach", args=[person]))
    return Section(
        _("Giấy tờ kèm theo"),
        table=Table(titles, rows),
        action=allowed(add, lambda: policies.check_edit(viewer, view.resident)),
        empty=_("Chưa có giấy tờ nào."),
    )


def _entry(viewer: Viewer, view: PersonView, moment: queries.Moment) -> Entry:
    undo = ""
    if moment.event is not None and policies.can_edit(viewer, view.resident):
        undo = reverse("people:void", args=[view.resident.id, moment.event.id])
    note = moment.detail if not undo else f"{moment.detail} · {_('hủy nếu ghi nhầm')}".strip(" ·")
    return Entry(moment.day, moment.title, note=note, url=undo, gone=moment.undone)


@purposeful
def history(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """GET: what the resident's rows said before each change, newest first."""
    viewer = viewer_of(request)
    view = queries.open_resident(viewer=viewer, resident_id=resident_id)
    if view.resident.id != resident_id:
        return redirect("people:history", resident_id=view.resident.id)
    kept = queries.history(viewer=viewer, subject=resident_id)
    rows = [presenters.change(viewer, *one) for one in presenters.with_next(view, kept)]
    titles = (_("Lúc"), _("Ở phần"), _("Đã sửa"))
    record = Record(
        title=view.resident.full_name,
        kind=_("Cư dân"),
        tabs=tabs(resident_id, "history"),
        sections=[Section(_("Các lần sửa"), table=Table(titles, rows), empty=_("Chưa sửa lần nào."))],
    )
    return record_page(request, record, crumbs=people_crumbs())


@purposeful
def household(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """GET: a household and its members."""
    viewer = viewer_of(request)
    view = queries.open_household_record(viewer=viewer, household_id=household_id)
    home = view.household
    head = next((m.full_name for m in view.members if m.id == home.head_id), "")
    closed = [Chip(_("Đã xóa hộ"), "bad")] if home.closed_on else []
    record = Record(
        title=_("Hộ %(head)s") % {"head": head} if head else _("Hộ chưa có chủ hộ"),
        kind=_("Hộ gia đình"),
        identity=[
            Fact(_("Mã hộ"), home.code),
            Fact(_("Địa chỉ"), home.address),
            Fact(_("Địa bàn"), view.place_name, reverse("console:area", args=[home.place])),
        ],
        chips=closed,
        sections=[_members(view)],
        actions=presenters.household_actions(viewer, view),
    )
    return record_page(request, record, crumbs=people_crumbs())


def _members(view: HouseholdView) -> Section:
    titles = (_("Họ và tên"), _("Quan hệ"), _("Ngày sinh"), _("Giới tính"), _("Số định danh"), _("Tình trạng"))
    rows = [
        [
            (m.full_name, reverse("people:resident", args=[m.id])),
            Relation(m.relation).label,
            m.birth,
            Sex(m.sex).label,
            fmt_id(m.number),
            State(m.state).label,
        ]
        for m in sorted(view.members, key=lambda m: m.state not in COUNTED)
    ]
    return Section(_("Thành viên"), table=Table(titles, rows), empty=_("Hộ không còn thành viên nào."))
