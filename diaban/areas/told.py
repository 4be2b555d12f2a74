"""Answers of the resolver: the unit, what became of it, how sure, and the sentence that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.utils.translation import gettext as _

from diaban.areas import reads
from diaban.areas.models import Level, Share
from diaban.areas.units import FIRST_LIST, Unit
from diaban.core.text import fmt_date

Sure = Literal["exact", "unmarked", "ambiguous", "none"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit that a text may mean, with those above it and why it was not taken by itself."""

    unit: Unit
    parents: tuple[Unit, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Successor:
    """Where the unit's land and people went."""

    unit: Unit
    parents: tuple[Unit, ...]
    land: Share
    people: Share
    resolution: str
    source: str
    fragment_id: int | None


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a text stands for on a day.

    `rest` is what stood before the unit's name (street, hamlet). `by_list`: the day lies before the first list.
    `other_list`: the unit is not of the list of that day. `settled` is the unit in force on the day that all its
    people belong to: itself, or its only successor; None where that depends on the hamlet or household.
    """

    text: str
    on: date
    sure: Sure
    sentence: str
    unit: Unit | None = None
    parents: tuple[Unit, ...] = ()
    successors: tuple[Successor, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    rest: str = ""
    by_list: bool = False
    other_list: bool = False
    settled: Unit | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain values for scripts."""
        return {
            "text": self.text,
            "on": self.on.isoformat(),
            "sure": self.sure,
            "sentence": self.sentence,
            "by_list": self.by_list,
            "other_list": self.other_list,
            "rest": self.rest,
            "unit": self.unit and _plain(self.unit, self.parents),
            "settled": self.settled and _plain(self.settled, ()),
            "successors": [
                {**_plain(s.unit, s.parents), "land": s.land.value, "people": s.people.value, "source": s.source}
                for s in self.successors
            ],
            "candidates": [{**_plain(c.unit, c.parents), "why": c.why} for c in self.candidates],
        }


def _plain(unit: Unit, parents: Sequence[Unit]) -> dict[str, Any]:
    out: dict[str, Any] = {
        "id": unit.id, "level": unit.level.name.lower(), "code": unit.code, "kind": unit.kind, "name": unit.name,
        "full_name": unit.full_name, "valid_from": unit.valid_from.isoformat(),
        "valid_to": unit.valid_to and unit.valid_to.isoformat(),
    }  # fmt: skip
    if parents:
        out["parents"] = [p.full_name for p in reversed(parents) if p.level > Level.NATION]
    return out


def nothing(text: str, on: date) -> Resolution:
    """No unit has this name or code."""
    sentence = _("Không tìm thấy đơn vị hành chính nào ứng với “%s”. Hãy kiểm tra tên, hoặc ghi thêm huyện, tỉnh.")
    return Resolution(text, on, "none", sentence % text, by_list=on < FIRST_LIST)


def ambiguous(text: str, on: date, units: Sequence[int], rest: str) -> Resolution:
    """More than one unit fits; none is taken."""
    found = sorted(reads.units(units, on).values(), key=lambda u: u.id)
    same = len({(u.kind, u.name) for u in found}) == 1
    why = _("cùng tên ở nơi khác") if same else _("tên chỉ khác dấu hoặc loại đơn vị")
    candidates = tuple(Candidate(u, tuple(reads.ancestors(u.id)), why) for u in found)
    names = "; ".join(_address(c.unit, c.parents) for c in candidates[:5])
    sentence = _("“%(text)s” có thể là %(count)d đơn vị: %(names)s. Hãy ghi đủ dấu, loại đơn vị và cấp trên.")
    told = sentence % {"text": text, "count": len(candidates), "names": names + ("; …" if len(found) > 5 else "")}
    return Resolution(text, on, "ambiguous", told, candidates=candidates, rest=rest, by_list=on < FIRST_LIST)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of a unit on a day whatever text led to it: read once, for an import asks a thousand times."""

    unit: Unit
    parents: tuple[Unit, ...]
    successors: tuple[Successor, ...]
    settled: Unit | None
    sentence: str


def facts(unit_id: int, on: date) -> Facts:
    """Read the facts of a unit on a day."""
    unit = reads.unit(unit_id, on)
    current = unit.in_force(on)
    parents = tuple(reads.ancestors(unit_id, on if current else None))
    after = tuple(_successor(step, on) for step in reads.successors(unit_id))
    home = [s.unit for s in after if s.people == Share.FULL]
    settled = unit if current else home[0] if len(home) == 1 and home[0].in_force(on) else None
    return Facts(unit, parents, after, settled, _sentence(unit, parents, after))


def one(text: str, on: date, known: Facts, sure: Sure, rest: str, *, kind_differs: bool) -> Resolution:
    """Exactly one unit fits."""
    sentence = known.sentence
    if kind_differs:
        sentence += " " + _("Loại đơn vị trong địa chỉ khác với danh mục.")
    elif sure == "unmarked":
        sentence += " " + _("Tên trong địa chỉ không khớp dấu với danh mục.")
    return Resolution(
        text, on, sure, sentence, known.unit, known.parents, known.successors, rest=rest, by_list=on < FIRST_LIST,
        other_list=not known.unit.in_force(on), settled=known.settled,
    )  # fmt: skip


def _successor(step: reads.Lineage, on: date) -> Successor:
    """A successor under the name it has on the day, or had on its first."""
    day = on if step.unit.in_force(on) else step.unit.valid_from
    unit = reads.unit(step.unit.id, day)
    parents = tuple(reads.ancestors(unit.id, day))
    return Successor(unit, parents, step.land, step.people, step.resolution, step.source, step.fragment_id)


def _address(unit: Unit, parents: Sequence[Unit]) -> str:
    above = [p.full_name for p in reversed(parents) if p.level > Level.NATION]
    return ", ".join([unit.full_name, *above])


def _sentence(unit: Unit, parents: Sequence[Unit], after: Sequence[Successor]) -> str:
    here = _address(unit, parents)
    here = here[:1].upper() + here[1:]
    if unit.snapshot and unit.level != Level.NATION:
        here += " " + _("(theo danh mục ngày %s)") % fmt_date(FIRST_LIST)
    if not after:
        return here + "."
    source = after[0].source
    if len(after) == 1:
        text = _("%(unit)s nhập toàn bộ vào %(new)s từ ngày %(day)s theo %(source)s.")
        new = _address(after[0].unit, after[0].parents)
        return text % {"unit": here, "new": new, "day": fmt_date(after[0].unit.valid_from), "source": source}
    shares = "; ".join(f"{s.unit.full_name} ({_share(s)})" for s in after)
    text = _("%(unit)s được chia từ ngày %(day)s theo %(source)s: %(shares)s.")
    plain = _("Nghị quyết số %s") % after[0].resolution
    return text % {"unit": here, "day": fmt_date(after[0].unit.valid_from), "source": plain, "shares": shares}


def _share(step: Successor) -> str:
    land = {Share.FULL: _("toàn bộ diện tích"), Share.PART: _("một phần diện tích"), Share.NONE: ""}[step.land]
    people = {Share.FULL: _("toàn bộ dân số"), Share.PART: _("một phần dân số"), Share.NONE: ""}[step.people]
    return ", ".join(part for part in (land, people) if part)
