"""From when there are figures of a unit, and figures published before: what stands, what stood, and how to say it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from diaban.access import queries as access
from diaban.access.policies import check_permission
from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.areas.queries import Unit
from diaban.console.kept_forms import DeclareForm, GapForm, KeepForm, WithdrawForm, period_name, title_of, written_value
from diaban.console.views.base import viewer_of
from diaban.core.errors import NotFound, Refused
from diaban.core.text import fmt_date, fmt_moment
from diaban.figures import actions
from diaban.figures import declared as figures
from diaban.figures.declared import Declared
from diaban.figures.periods import BEGINNING, Period
from diaban.web.forms import form_page
from diaban.web.pages import Action, Crumb, allowed
from diaban.web.records import Record, Section, Table, record_page


def address(unit_id: int) -> str:
    return reverse("console:kept", args=[unit_id])


def _ground(request: HttpRequest, unit_id: int) -> tuple[Viewer, Unit]:
    viewer = viewer_of(request, Permission.FIGURES_READ)
    if not viewer.scope.everywhere and unit_id not in viewer.scope.places:
        raise Refused(_("Địa bàn này ngoài phạm vi của bạn nên không xem được mốc và số liệu công bố của nó."))
    return viewer, areas.unit(unit_id)


def kept(request: HttpRequest, unit_id: int) -> HttpResponse:
    """GET /dia-ban/<id>/moc-so-lieu/"""
    viewer, unit = _ground(request, unit_id)
    said, published = figures.kept(unit_id, viewer=viewer), figures.history(unit_id, viewer=viewer)
    names = access.staff_names(sorted({row.actor for row in said} | {row.actor for row in published}))
    record = Record(
        title=_("Mốc số liệu và số liệu công bố"), kind=unit.title,
        notes=[("info", _("Trước mốc và trong khoảng trống là “chưa có số liệu”, không phải 0. Số liệu công bố đứng"
                          " riêng, không cộng vào số đếm từ sổ."))],
        sections=[
            Section(_("Có số liệu từ ngày"), table=_kept_table(said, names),
                    empty=_("Chưa ghi mốc nào: mọi số liệu đều coi là có từ đầu."),
                    action=_offer(viewer, unit, "keep")),
            Section(_("Khoảng trống"), table=_gaps_table(said, names), empty=_("Chưa ghi khoảng trống nào."),
                    action=_offer(viewer, unit, "gap")),
            Section(_("Số liệu công bố"), table=_published(viewer, published, names),
                    empty=_("Chưa ghi số liệu công bố nào."), action=_offer(viewer, unit, "declare")),
        ],
    )  # fmt: skip
    return record_page(request, record, crumbs=_crumbs(unit))


def _crumbs(unit: Unit, *more: Crumb) -> list[Crumb]:
    return [Crumb(unit.title, reverse("console:area", args=[unit.id])), *more]


def _offer(viewer: Viewer, unit: Unit, verb: str) -> Action:
    names = {"keep": _("Ghi mốc"), "gap": _("Ghi khoảng trống"), "declare": _("Ghi số liệu công bố")}
    act = Action(names[verb], reverse(f"console:{verb}", args=[unit.id]), "main" if verb == "keep" else "", "plus")
    return allowed(act, lambda: check_permission(viewer, Permission.FIGURES_DECLARE))


def _kept_table(said: list[figures.KeptFrom], names: dict[int, str]) -> Table:
    titles = (_("Số liệu"), _("Có từ ngày"), _("Ghi cho"), _("Căn cứ"), _("Người ghi"), _("Lúc"), _("Tình trạng"))
    units = areas.labels({row.unit_id for row in said})
    body = [
        [title_of(row.measure), fmt_date(row.day) if row.day > BEGINNING else _("từ đầu"), units.get(row.unit_id, ""),
         row.document or "–", names.get(row.actor) or _("Hệ thống"), fmt_moment(row.at),
         _("đang dùng") if row.standing else _("đã thay")]
        for row in said
    ]  # fmt: skip
    return Table(titles, body, long=len(body) > 12)


def _gaps_table(said: list[figures.KeptFrom], names: dict[int, str]) -> Table:
    """The days in between of which nothing is kept, as they hold now."""
    titles = (_("Số liệu"), _("Từ ngày"), _("Đến ngày"), _("Ghi cho"), _("Căn cứ"), _("Người ghi"), _("Lúc"))
    units = areas.labels({row.unit_id for row in said})
    body = [
        [title_of(row.measure), fmt_date(since), fmt_date(until), units.get(row.unit_id, ""), row.document or "–",
         names.get(row.actor) or _("Hệ thống"), fmt_moment(row.at)]
        for row in said if row.standing for since, until in row.gaps
    ]  # fmt: skip
    return Table(titles, body, long=len(body) > 12)


def _published(viewer: Viewer, found: list[Declared], names: dict[int, str]) -> Table:
    declares = viewer.can(Permission.FIGURES_DECLARE)
    titles = [_("Số liệu"), _("Kỳ"), _("Giá trị"), _("Văn bản"), _("Người ký"), _("Người ghi"), _("Lúc"),
              _("Tình trạng"), *([_("Sửa"), _("Rút")] if declares else [])]  # fmt: skip
    body = [
        [title_of(row.measure), _of_period(row),
         _("rút lại") if row.withdrawn else written_value(row.value), row.document, row.signer,
         names.get(row.actor) or _("Hệ thống"), fmt_moment(row.at), _state(row), *(_mend(row) if declares else [])]
        for row in found
    ]  # fmt: skip
    return Table(titles, body, numbers=frozenset({2}), long=len(body) > 12)


def _of_period(row: Declared) -> str:
    found = period_name(Period(row.since, row.until))
    return found.label if found.label == found.days else f"{found.label} ({found.days})"


def _state(row: Declared) -> Any:
    return _("đang dùng") if row.standing else _("bản rút") if row.withdrawn else _("đã thay")


def _mend(row: Declared) -> list[Any]:
    if not row.standing:
        return ["", ""]
    return [
        (word, reverse(f"console:{verb}", args=[row.unit_id, row.id]))
        for word, verb in ((_("sửa"), "revise_declared"), (_("rút"), "withdraw_declared"))
    ]


def keep(request: HttpRequest, unit_id: int) -> HttpResponse:
    """GET, POST /dia-ban/<id>/moc-so-lieu/ghi/"""
    viewer, unit = _ground(request, unit_id)
    check_permission(viewer, Permission.FIGURES_DECLARE)
    return form_page(
        request, KeepForm, title=_("Ghi mốc có số liệu"), lead=unit.full_name, **_frame(unit), button=_("Ghi mốc"),
        save=lambda data: actions.keep_from(by=viewer, unit_id=unit_id, **data),
        done=lambda _saved: (_("Đã ghi mốc; các trang và báo cáo theo mốc mới."), address(unit_id)),
    )  # fmt: skip


def gap(request: HttpRequest, unit_id: int) -> HttpResponse:
    """GET, POST /dia-ban/<id>/moc-so-lieu/khoang-trong/"""
    viewer, unit = _ground(request, unit_id)
    check_permission(viewer, Permission.FIGURES_DECLARE)
    return form_page(
        request, GapForm, title=_("Ghi khoảng trống"), lead=unit.full_name, **_frame(unit),
        button=_("Ghi khoảng trống"), save=lambda data: actions.say_gap(by=viewer, unit_id=unit_id, **data),
        done=lambda _saved: (_("Đã ghi khoảng trống; các trang và báo cáo theo đó."), address(unit_id)),
    )  # fmt: skip


def _frame(unit: Unit) -> dict[str, Any]:
    crumb = Crumb(_("Mốc số liệu và số liệu công bố"), address(unit.id))
    return {"crumbs": _crumbs(unit, crumb), "cancel": address(unit.id)}


def declare(request: HttpRequest, unit_id: int) -> HttpResponse:
    """GET, POST /dia-ban/<id>/moc-so-lieu/cong-bo/"""
    viewer, unit = _ground(request, unit_id)
    check_permission(viewer, Permission.FIGURES_DECLARE)
    return form_page(
        request, DeclareForm, title=_("Ghi số liệu công bố"), lead=unit.full_name, **_frame(unit), button=_("Ghi"),
        save=lambda data: actions.declare(by=viewer, unit_id=unit_id, **data),
        done=lambda _saved: (_("Đã ghi số liệu công bố."), address(unit_id)),
    )  # fmt: skip


def _declared(viewer: Viewer, unit_id: int, declared_id: UUID) -> Declared:
    check_permission(viewer, Permission.FIGURES_DECLARE)
    found = figures.one(declared_id, viewer=viewer)
    if found.unit_id != unit_id:
        raise NotFound(_("Không có số liệu công bố này."))
    return found


def revise(request: HttpRequest, unit_id: int, declared_id: UUID) -> HttpResponse:
    """GET, POST …/cong-bo/<id>/sua/: another value by another document; what stood stays in the history."""
    viewer, unit = _ground(request, unit_id)
    old = _declared(viewer, unit_id, declared_id)
    typed = {"measure": old.measure, "period": period_name(Period(old.since, old.until)).code,
             "value": written_value(old.value), "document": old.document, "signer": old.signer}  # fmt: skip
    return form_page(
        request, DeclareForm, title=_("Sửa số liệu công bố"), lead=unit.full_name, **_frame(unit), button=_("Sửa"),
        initial=typed, form_kwargs={"fixed": typed},
        save=lambda data: actions.declare(by=viewer, unit_id=unit_id, replaces=declared_id, **data),
        done=lambda _saved: (_("Đã sửa số liệu công bố; bản trước vẫn xem được."), address(unit_id)),
    )  # fmt: skip


def withdraw(request: HttpRequest, unit_id: int, declared_id: UUID) -> HttpResponse:
    """GET, POST …/cong-bo/<id>/rut/"""
    viewer, unit = _ground(request, unit_id)
    old = _declared(viewer, unit_id, declared_id)
    told = f"{title_of(old.measure)}, {_of_period(old)}: {written_value(old.value)}"
    return form_page(
        request, WithdrawForm, title=_("Rút số liệu công bố"), lead=told, **_frame(unit), button=_("Rút"),
        save=lambda _data: actions.withdraw(by=viewer, declared=declared_id),
        done=lambda _saved: (_("Đã rút số liệu công bố; bản đã ghi vẫn xem được."), address(unit_id)),
    )  # fmt: skip
