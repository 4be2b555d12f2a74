"""A reform is played as data: new units, edges, fragments and names from a day on. No record moves.

    {"code": "NQ-1700", "day": "2027-01-01", "resolution": "1700/NQ-UBTVQH16 ngày 01/11/2026",
     "units": [{"level": "commune", "code": "18754", "kind": "phường", "name": "Sông Trí", "parent": "42"}],
     "edges": [{"old": "18754", "new": "18754", "land": "part", "people": "part", "citation": "khoản 1 Điều 1"}],
     "names": [{"code": "18775", "kind": "phường", "name": "Kỳ Anh", "citation": "khoản 2 Điều 1"}],
     "hamlets": [{"hamlet": "18754.03", "new": "18754"}]}

A unit that gains or loses ground ends and begins anew, even under its old code and name; one that only changes its
kind or name goes under `names`. `hamlets` says where hamlets of a split unit went; the rest stay unresolved.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from diaban.areas import reads
from diaban.areas.loading import rebuild_within
from diaban.areas.models import Level, Reform, Share
from diaban.areas.policies import Actor, check_edit
from diaban.areas.units import Unit
from diaban.core import sql
from diaban.core.errors import Conflict, Invalid, NotFound
from diaban.core.text import tidy
from diaban.core.time import now, today
from diaban.ledger import actions as ledger
from diaban.ledger.lines import Line, numbered

_LEVELS = {"province": Level.PROVINCE, "district": Level.DISTRICT, "commune": Level.COMMUNE}


@dataclass(frozen=True, slots=True)
class Played:
    """What a reform made: ids of the new units by code, of fragments, of ended units; hamlets left unresolved."""

    code: str
    units: dict[str, int]
    fragments: list[int]
    ended: list[int]
    renamed: list[int]
    unresolved_hamlets: list[int]
    again: bool = False


@dataclass(slots=True)
class _Plan:
    """A reform that was read and checked against the map, before anything is written."""

    code: str
    day: date
    resolution: str
    units: list[dict[str, Any]] = field(default_factory=list)
    edges: list[tuple[Unit, str, Share, Share, str]] = field(default_factory=list)
    names: list[tuple[Unit, str, str, str, bool]] = field(default_factory=list)
    hamlets: list[tuple[Unit, str]] = field(default_factory=list)

    def olds(self) -> dict[int, Unit]:
        return {edge[0].id: edge[0] for edge in self.edges}


def play_reform(data: dict[str, Any], by: Actor) -> Played:
    """Play a reform. The same data twice changes nothing the second time. Raises Invalid and then writes nothing."""
    plan = _read(data)
    check_edit(by, *plan.olds())
    with transaction.atomic():
        sql.value("select pg_advisory_xact_lock(hashtext('areas.reform'))")
        earlier = Reform.objects.filter(code=plan.code).first()
        if earlier is not None:
            if earlier.data != data:
                raise Conflict(_("Đợt sắp xếp %s đã được ghi với nội dung khác; chưa có gì thay đổi.") % plan.code)
            return Played(plan.code, **earlier.made, again=True)
        _check_lineage(plan)
        made = _write(plan)
        rebuild_within()
        made["unresolved_hamlets"] = _unresolved(plan)
        Reform.objects.create(code=plan.code, day=plan.day, data=data, made=made, actor=by.staff_id, played_at=now())
        _lines("reform_played", [*plan.olds(), *made["renamed"]], by)
    reads.forget()
    return Played(plan.code, **made)


def _read(data: dict[str, Any]) -> _Plan:
    """The data as a plan; every unknown code is named in one sentence."""
    try:
        plan = _Plan(tidy(data["code"]), date.fromisoformat(data["day"]), tidy(data["resolution"]))
        before = _before(plan.day)
        missing: list[str] = []

        def known(code: str) -> Unit:
            if code not in before:
                missing.append(code)
            return before.get(code) or next(iter(before.values()))

        plan.units = [_new_unit(unit) for unit in data.get("units", [])]
        plan.edges = [
            (
                known(e["old"]),
                e["new"],
                Share(e.get("land", "full")),
                Share(e.get("people", "full")),
                e.get("citation", ""),
            )
            for e in data.get("edges", [])
        ]
        plan.names = [
            (known(n["code"]), n["kind"].lower(), tidy(n["name"]), n.get("citation", ""), bool(n.get("checked", True)))
            for n in data.get("names", [])
        ]
        plan.hamlets = [(known(h["hamlet"]), h["new"]) for h in data.get("hamlets", [])]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        sentence = _("Dữ liệu sắp xếp thiếu hoặc sai ở chỗ “%s”; chưa có gì được ghi.")
        raise Invalid(sentence % str(error).strip("'\"")) from error
    if missing:
        sentence = _("Không có đơn vị mang mã %s vào ngày trước khi sắp xếp; chưa có gì được ghi.")
        raise Invalid(sentence % ", ".join(sorted(set(missing))))
    return plan


def _before(day: date) -> dict[str, Unit]:
    """Units in force until the day of the reform, by code: those it ends now, or ended when it was played."""
    from diaban.areas.units import select

    where = "u.level between 1 and 4 and u.valid_from < %(day)s and (u.valid_to is null or u.valid_to >= %(day)s)"
    return {unit.code: unit for unit in select(where, day, order="u.level desc", day=day)}


def _new_unit(unit: dict[str, Any]) -> dict[str, Any]:
    level = _LEVELS[unit.get("level", "commune")]
    name, kind = tidy(unit["name"]), tidy(unit["kind"]).lower()
    if not name or not kind or not str(unit["code"]).isdigit():
        raise ValueError(unit.get("code"))
    return {**unit, "level": level, "name": name, "kind": kind}


def _check_lineage(plan: _Plan) -> None:
    """Every new unit is made of something; every ended one goes whole, once, somewhere."""
    codes = [unit["code"] for unit in plan.units]
    wrong = {edge[1] for edge in plan.edges} ^ set(codes)
    if wrong or len(codes) != len(set(codes)):
        sentence = _("Mã mới %s không khớp giữa danh sách đơn vị và nguồn hình thành; chưa có gì được ghi.")
        raise Invalid(sentence % ", ".join(sorted(wrong) or codes))
    closed = [old.full_name for old in plan.olds().values() if old.valid_to is not None]
    if closed:
        raise Conflict(_("%s đã kết thúc trước đó; chưa có gì được ghi.") % ", ".join(closed))
    for old in plan.olds().values():
        mine = [edge for edge in plan.edges if edge[0].id == old.id]
        for share in (2, 3):
            parts = [edge[share] for edge in mine]
            full, part = parts.count(Share.FULL), parts.count(Share.PART)
            if not ((full == 1 and part == 0) or (full == 0 and part >= 2)):
                raise Invalid(
                    _("Phần đất hoặc dân của %s không cộng lại thành toàn bộ; chưa có gì được ghi.") % old.full_name
                )
    split = {old.id for old in plan.olds().values()}
    if any(hamlet.parent_id not in split or new not in codes for hamlet, new in plan.hamlets):
        raise Invalid(_("Có thôn không thuộc đơn vị được sắp xếp; chưa có gì được ghi."))


def _write(plan: _Plan) -> dict[str, Any]:
    parents = {unit["code"]: reads.find(str(unit["parent"]), plan.day) for unit in plan.units if unit.get("parent")}
    for old in plan.olds().values():
        sql.execute("update areas_unit set valid_to = %s where id = %s", [plan.day, old.id])
        sql.execute("update areas_name set valid_to = %s where unit_id = %s and valid_to is null", [plan.day, old.id])
    units: dict[str, int] = {}
    for unit in sorted(plan.units, key=lambda u: u["level"]):
        above = units.get(str(unit.get("parent"))) or getattr(parents.get(unit["code"]), "id", None)
        if above is None:
            raise Invalid(_("Không rõ cấp trên của đơn vị mới mã %s; chưa có gì được ghi.") % unit["code"])
        units[unit["code"]] = _insert(plan, unit["level"], unit["code"], unit["kind"], unit["name"], above, unit)
    fragments = _edges(plan, units)
    for unit_before, kind, name, citation, checked in plan.names:
        _rename(plan, unit_before.id, kind, name, citation, checked)
    ids = {"units": units, "fragments": fragments}
    return {**ids, "ended": sorted(plan.olds()), "renamed": [n[0].id for n in plan.names], "unresolved_hamlets": []}


def _insert(
    plan: _Plan,
    level: int,
    code: str,
    kind: str,
    name: str,
    parent: int,
    about: dict[str, Any],
    since: date | None = None,
) -> int:
    number = int(sql.value("select nextval('areas_own_unit')"))
    starts = since or plan.day
    sql.execute(
        "insert into areas_unit (id, level, code, valid_from, parent_id, snapshot, lat, lon, area_km2) "
        "values (%s, %s, %s, %s, %s, false, %s, %s, %s)",
        [number, int(level), code, starts, parent, about.get("lat"), about.get("lon"), about.get("area_km2")],
    )
    sql.execute(
        "insert into areas_name (unit_id, kind, name, valid_from, citation, checked, reform) "
        "values (%s, %s, %s, %s, %s, true, %s)",
        [number, kind, name, starts, plan.resolution, plan.code],
    )
    return number


def _edges(plan: _Plan, units: dict[str, int]) -> list[int]:
    names = {unit["code"]: f"{unit['kind']} {unit['name']}" for unit in plan.units}
    count: dict[int, int] = {}
    for edge in plan.edges:
        count[edge[0].id] = count.get(edge[0].id, 0) + 1
    fragments = []
    for old, new, land, people, citation in plan.edges:
        fragment = None
        if count[old.id] > 1 and old.level == Level.COMMUNE:
            name = f"{old.full_name} về {names[new]}"
            where = {"lat": old.lat, "lon": old.lon}
            code = f"{old.code}.{new}"
            fragment = _insert(plan, Level.FRAGMENT, code, "phần", name, old.id, where, old.valid_from)
            fragments.append(fragment)
        _edge(plan, old.id, units[new], land, people, citation, fragment)
    for hamlet, new in plan.hamlets:
        _edge(plan, hamlet.id, units[new], Share.FULL, Share.FULL, "", None)
    return fragments


def _edge(plan: _Plan, old: int, new: int, land: Share, people: Share, citation: str, fragment: int | None) -> None:
    sql.execute(
        "insert into areas_edge (old_id, new_id, land, people, day, resolution, citation, fragment_id, reform) "
        "values (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [old, new, land.value, people.value, plan.day, plan.resolution, citation, fragment, plan.code],
    )


def _rename(plan: _Plan, unit_id: int, kind: str, name: str, citation: str, checked: bool) -> None:
    source = ", ".join(part for part in (plan.resolution, citation) if part)
    sql.execute("update areas_name set valid_to = %s where unit_id = %s and valid_to is null", [plan.day, unit_id])
    sql.execute(
        "insert into areas_name (unit_id, kind, name, valid_from, citation, checked, reform) "
        "values (%s, %s, %s, %s, %s, %s, %s)",
        [unit_id, kind, name, plan.day, source, checked, plan.code],
    )


def _unresolved(plan: _Plan) -> list[int]:
    """Hamlets of ended communes that lie in no commune of the new list: someone has to say where they went."""
    rows = sql.rows(
        "select h.id from areas_unit h where h.level = 4 and h.parent_id = any(%s) and h.valid_to is null "
        "and not exists (select 1 from areas_within w join areas_unit u on u.id = w.unit_id "
        "where w.place_id = h.id and u.level = 3 and u.valid_from <= %s and u.valid_to is null) order by 1",
        [list(plan.olds()), plan.day],
    )
    return [row[0] for row in rows]


def undo_reform(code: str, by: Actor) -> None:
    """Take back a reform that nothing relies on yet. Raises Conflict once anything happened in its new units."""
    reform = Reform.objects.filter(code=code).first()
    if reform is None:
        raise NotFound(_("Không có đợt sắp xếp mang mã %s.") % code)
    made = reform.made
    check_edit(by, *made["ended"])
    new = [*made["units"].values(), *made["fragments"]]
    relied_on = Conflict(_("Đã có hồ sơ, đơn vị hoặc thôn gắn với đơn vị mới; không bỏ được đợt sắp xếp này."))
    if sql.value("select areas.used(%s::int[])", [new]):
        raise relied_on
    try:
        with transaction.atomic():
            _take_back(code, reform.day, made, new)
            reform.delete()
            # Keys that point at the new units (hamlets, offices) are checked now, while it can still be said why not.
            sql.execute("set constraints all immediate")
            rebuild_within()
            _lines("reform_undone", [*made["ended"], *made["renamed"]], by)
    except IntegrityError as error:
        raise relied_on from error
    reads.forget()


def _take_back(code: str, day: date, made: dict[str, Any], new: list[int]) -> None:
    sql.execute("delete from areas_within where place_id = any(%s) or unit_id = any(%s)", [new, new])
    sql.execute("delete from areas_edge where reform = %s", [code])
    sql.execute("delete from areas_name where reform = %s", [code])
    sql.execute("delete from areas_boundary where unit_id = any(%s)", [new])
    sql.execute("delete from areas_unit where id = any(%s)", [new])
    sql.execute("update areas_unit set valid_to = null where id = any(%s)", [made["ended"]])
    again = [*made["ended"], *made["renamed"]]
    sql.execute("update areas_name set valid_to = null where unit_id = any(%s) and valid_to = %s", [again, day])


def _lines(what: str, unit_ids: list[int], by: Actor) -> None:
    ledger.append(
        [Line(f"areas.{what}", numbered(i), i, by.office_id, by.staff_id, day=today()) for i in sorted(set(unit_ids))]
    )
