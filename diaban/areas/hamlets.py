"""Hamlets: not administrative units, without a national code, and the ground on which every record stands.

A hamlet whose origin is known resolves a partial split: what was registered in it lies inside the former commune,
the new one, and the fragment between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from diaban.areas import reads
from diaban.areas.loading import add_within, rebuild_within
from diaban.areas.models import Level
from diaban.areas.parsing import exact_key
from diaban.areas.policies import Actor, check_edit
from diaban.areas.units import Unit
from diaban.core import sql
from diaban.core.errors import Conflict, Invalid
from diaban.core.text import tidy
from diaban.core.time import today
from diaban.ledger import actions as ledger
from diaban.ledger.lines import Line, numbered

#: Kind → what its head is called.
HEADS = {
    "thôn": "trưởng thôn", "xóm": "trưởng xóm", "bản": "trưởng bản", "làng": "trưởng làng", "ấp": "trưởng ấp",
    "buôn": "trưởng buôn", "bon": "trưởng bon", "plei": "trưởng plei", "phum": "trưởng phum", "sóc": "trưởng sóc",
    "tổ dân phố": "tổ trưởng tổ dân phố", "khu phố": "trưởng khu phố", "khóm": "trưởng khóm", "khối": "khối trưởng",
    "khu": "trưởng khu", "tiểu khu": "trưởng tiểu khu",
}  # fmt: skip
_MOUNTAINS = frozenset(["04", "08", "11", "12", "14", "15", "19", "20", "22", "25"])
_HIGHLANDS = frozenset(["51", "52", "66", "68"])
_SOUTH = frozenset(["75", "79", "80", "82", "86", "91", "92", "96"])


@dataclass(frozen=True, slots=True)
class NewHamlet:
    """A hamlet to add. Without a local code it gets the commune's next number; `origin_id` is the unit it came from."""

    name: str
    kind: str = "thôn"
    local_code: str = ""
    head_title: str = ""
    origin_id: int | None = None


def kinds_for(commune: Unit, province_code: str) -> list[str]:
    """The kinds in use where a commune lies, commonest first; any of `HEADS` may be chosen all the same."""
    if commune.kind in ("phường", "thị trấn"):
        return ["khóm", "khu phố"] if province_code in _SOUTH else ["tổ dân phố", "khối", "khu phố"]
    if province_code in _SOUTH:
        return ["ấp", "sóc", "phum"]
    if province_code in _HIGHLANDS:
        return ["thôn", "buôn", "làng", "bon", "plei"]
    return ["xóm", "bản", "thôn", "khu"] if province_code in _MOUNTAINS else ["thôn", "xóm", "bản"]


def add_hamlets(*, commune_id: int, hamlets: Sequence[NewHamlet], by: Actor, since: date | None = None) -> list[int]:
    """Add hamlets to a commune and return their ids in the same order. Raises Invalid, and then adds none.

    `since` is the commune's first day unless said: a list of hamlets mostly names what was there before.
    """
    commune = reads.unit(commune_id)
    check_edit(by, commune_id)
    if commune.level != Level.COMMUNE or commune.valid_to is not None:
        raise Invalid(_("Chỉ thêm được thôn vào xã, phường, đặc khu đang hoạt động; chưa có gì được ghi."))
    with transaction.atomic():
        sql.value("select 1 from areas_unit where id = %s for no key update", [commune_id])
        taken = [(h.unit, h.local_code) for h in reads.hamlets(commune_id, today())]
        ready = _checked(hamlets, commune, taken)
        ids = _insert(commune, ready, since or commune.valid_from)
        ledger.append_columns(
            "areas.hamlet_added", records=[numbered(i) for i in ids], days=today(), places=ids,
            office=by.office_id, actor=by.staff_id,
        )  # fmt: skip
    reads.forget()
    return ids


def _checked(hamlets: Sequence[NewHamlet], commune: Unit, taken: Iterable[tuple[Unit, str]]) -> list[NewHamlet]:
    names = {exact_key(u.full_name) for u, _code in taken}
    codes = {code for _unit, code in taken}
    origins = {step.unit.id for step in reads.predecessors(commune.id)}
    number = max((int(code) for code in codes if code.isdigit()), default=0)
    out = []
    for hamlet in hamlets:
        name, kind = tidy(hamlet.name), hamlet.kind.lower()
        if not name or kind not in HEADS:
            raise Invalid(_("“%s” không phải tên thôn, xóm hợp lệ; chưa có thôn nào được ghi.") % hamlet.name)
        key = exact_key(f"{kind} {name}")
        if key in names:
            raise Invalid(_("%(hamlet)s đã có trong %(commune)s; chưa có thôn nào được ghi.") % {
                "hamlet": f"{kind} {name}", "commune": commune.full_name})  # fmt: skip
        if hamlet.origin_id is not None:
            _check_origin(hamlet.origin_id, origins, commune)
        code = hamlet.local_code
        if not code:
            number += 1
            code = f"{number:02d}"
        if code in codes:
            raise Invalid(_("Mã thôn %s đã dùng; chưa có thôn nào được ghi.") % code)
        names.add(key)
        codes.add(code)
        out.append(NewHamlet(name, kind, code, hamlet.head_title or HEADS[kind], hamlet.origin_id))
    return out


def _check_origin(origin_id: int, origins: set[int], commune: Unit) -> None:
    """The ground of a hamlet came from a unit its commune was made of, or from a hamlet of one."""
    if origin_id in origins or origins & set(_inside(origin_id)):
        return
    raise Invalid(_("Nơi cũ của thôn không thuộc %s; chưa có gì được ghi.") % commune.full_name)


def _insert(commune: Unit, hamlets: Sequence[NewHamlet], since: date) -> list[int]:
    ids = [
        row[0] for row in sql.rows("select nextval('areas_own_unit')::int from generate_series(1, %s)", [len(hamlets)])
    ]
    both = list(zip(ids, hamlets, strict=True))
    sql.copy("areas_unit", ("id", "level", "code", "valid_from", "parent_id", "snapshot"),
             ((i, 4, f"{commune.code}.{h.local_code}", since, commune.id, False) for i, h in both))  # fmt: skip
    sql.copy("areas_name", ("unit_id", "kind", "name", "valid_from", "citation", "checked", "reform"),
             ((i, h.kind, h.name, since, "", True, "") for i, h in both))  # fmt: skip
    sql.copy("areas_hamlet", ("unit_id", "local_code", "head_title", "origin_id"),
             ((i, h.local_code, h.head_title, h.origin_id) for i, h in both))  # fmt: skip
    around = set(_inside(commune.id))
    pairs: list[tuple[int, int]] = []
    for i, h in both:
        units = around if h.origin_id is None else around | _through(h.origin_id, commune.id)
        pairs += [(i, i), *((i, unit) for unit in units)]
    add_within(pairs)
    return ids


def _inside(place: int) -> list[int]:
    return [row[0] for row in sql.rows("select unit_id from areas_within where place_id = %s", [place])]


def _through(origin_id: int, commune_id: int) -> set[int]:
    """What lies around the origin, and the fragment that leads from it to the commune."""
    fragment = sql.value(
        "select fragment_id from areas_edge where old_id = %s and new_id = %s", [origin_id, commune_id]
    )
    return set(_inside(origin_id)) | ({fragment} if fragment else set())


def rename_hamlet(*, hamlet_id: int, name: str, by: Actor, kind: str = "", day: date | None = None) -> None:
    """Give a hamlet another name or kind from a day on; the old one stays in its history."""
    hamlet, day = _open_hamlet(hamlet_id, by), day or today()
    new_name, new_kind = tidy(name), (kind or hamlet.kind).lower()
    if not new_name or new_kind not in HEADS:
        raise Invalid(_("“%s” không phải tên thôn, xóm hợp lệ; chưa có gì thay đổi.") % name)
    others = (h.unit for h in reads.hamlets(hamlet.parent_id or 0, day) if h.unit.id != hamlet_id)
    if exact_key(f"{new_kind} {new_name}") in {exact_key(u.full_name) for u in others}:
        raise Invalid(_("Trong xã đã có %s; chưa có gì thay đổi.") % f"{new_kind} {new_name}")
    with transaction.atomic():
        sql.execute("delete from areas_name where unit_id = %s and valid_from >= %s", [hamlet_id, day])
        sql.execute("update areas_name set valid_to = %s where unit_id = %s and valid_to is null", [day, hamlet_id])
        sql.execute(
            "insert into areas_name (unit_id, kind, name, valid_from, citation, checked, reform) "
            "values (%s, %s, %s, %s, '', true, '')",
            [hamlet_id, new_kind, new_name, day],
        )
        sql.execute("update areas_hamlet set head_title = %s where unit_id = %s", [HEADS[new_kind], hamlet_id])
        _line("hamlet_renamed", hamlet_id, by)
    reads.forget()


def set_origin(*, hamlet_id: int, origin_id: int | None, by: Actor) -> None:
    """Say which former unit a hamlet's ground came from: what is registered there is resolved by it at once."""
    hamlet = _open_hamlet(hamlet_id, by)
    commune = reads.unit(hamlet.parent_id or 0)
    if origin_id is not None:
        _check_origin(origin_id, {step.unit.id for step in reads.predecessors(commune.id)}, commune)
    with transaction.atomic():
        sql.execute("update areas_hamlet set origin_id = %s where unit_id = %s", [origin_id, hamlet_id])
        rebuild_within()
        _line("hamlet_traced", hamlet_id, by)
    reads.forget()


def merge_hamlets(*, hamlet_ids: Sequence[int], into: NewHamlet, by: Actor, day: date | None = None) -> int:
    """Close hamlets of one commune and open one made of them; records stay where they are and lie inside it."""
    olds, day = [_open_hamlet(i, by) for i in dict.fromkeys(hamlet_ids)], day or today()
    if len(olds) < 2 or len({old.parent_id for old in olds}) != 1:
        raise Invalid(_("Hãy chọn ít nhất hai thôn của cùng một xã; chưa có gì thay đổi."))
    commune = reads.unit(olds[0].parent_id or 0)
    with transaction.atomic():
        gone = {old.id for old in olds}
        taken = [(h.unit, h.local_code) for h in reads.hamlets(commune.id, day)]
        taken_names = [(u, code) for u, code in taken if u.id not in gone]
        numbers = [code for u, code in taken if u.id in gone]
        free = into if into.local_code or not numbers else _with_code(into, taken)
        new = _insert(commune, _checked([free], commune, taken_names), day)[0]
        for old in olds:
            _end(old.id, day)
            sql.execute(
                "insert into areas_edge (old_id, new_id, land, people, day, resolution, citation, reform) "
                "values (%s, %s, 'full', 'full', %s, '', '', '')",
                [old.id, new, day],
            )
            _line("hamlet_merged", old.id, by)
        rebuild_within()
        _line("hamlet_added", new, by)
    reads.forget()
    return new


def _with_code(hamlet: NewHamlet, taken: Iterable[tuple[Unit, str]]) -> NewHamlet:
    """The next number after all that were given, those of closing hamlets included: codes are not used twice."""
    number = max((int(code) for _unit, code in taken if code.isdigit()), default=0) + 1
    return NewHamlet(hamlet.name, hamlet.kind, f"{number:02d}", hamlet.head_title, hamlet.origin_id)


def close_hamlet(*, hamlet_id: int, by: Actor, day: date | None = None) -> None:
    """End a hamlet that has no successor (resettled, flooded); its records stay in the commune."""
    _open_hamlet(hamlet_id, by)
    with transaction.atomic():
        _end(hamlet_id, day or today())
        _line("hamlet_closed", hamlet_id, by)
    reads.forget()


def _open_hamlet(hamlet_id: int, by: Actor) -> Unit:
    hamlet = reads.unit(hamlet_id)
    check_edit(by, hamlet_id)
    if hamlet.level != Level.HAMLET or hamlet.valid_to is not None:
        raise Conflict(_("%s không còn là thôn đang hoạt động; chưa có gì thay đổi.") % hamlet.title)
    return hamlet


def _end(hamlet_id: int, day: date) -> None:
    sql.execute("update areas_unit set valid_to = %s where id = %s", [day, hamlet_id])
    sql.execute("update areas_name set valid_to = %s where unit_id = %s and valid_to is null", [day, hamlet_id])


def _line(what: str, unit_id: int, by: Actor) -> None:
    ledger.append([Line(f"areas.{what}", numbered(unit_id), unit_id, by.office_id, by.staff_id)])
