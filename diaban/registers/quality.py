"""The quality of registers: đúng, đủ, sạch, sống. Every count is of rows, by the same conditions that open them.

Right (đúng): the row is matched and says what the resident's record says. Complete (đủ): nothing that the register
requires is missing. Clean (sạch): what is said can be read, and nobody is listed twice. Alive (sống): the person lives
and lives here, and the row is of the round in force. The national guide (công văn 4856, as cited by provinces) calls a
register green from 90 of 100 and yellow from 75.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.core.sql import rows as read
from diaban.registers import policies
from diaban.registers.models import Row

CRITERIA: dict[str, Any] = {"dung": _("Đúng"), "du": _("Đủ"), "sach": _("Sạch"), "song": _("Sống")}
FIELDS: dict[str, Any] = {
    "link": _("Nối với cư dân"), "full_name": _("Họ và tên"), "birth": _("Ngày sinh"), "sex": _("Giới tính"),
    "id_no": _("Số định danh"), "place": _("Nơi ở"), "group": _("Diện"), "relation": _("Quan hệ với chủ hộ"),
    "twice": _("Trùng người"), "dead": _("Đã mất"), "moved": _("Đã chuyển đi"), "round": _("Đợt rà soát cũ"),
}  # fmt: skip
#: From how many of 100 rows without a fault a register is green, and yellow.
GREEN, YELLOW = 90, 75

#: Who a row is, of merged records the one that stays; another row of the same list and group.
_PERSON = "coalesce(m.into_id, t.resident_id)"
_BESIDE = (
    'o.register = t.register and o.round = t.round and o."group" = t."group" and o.state = \'active\' and o.id <> t.id'
)
_KNOWN = "t.birth_date is not null and r.birth_date is not null"
#: Of 1 January offices mean the year alone.
_YEARLY = (
    "('y' in (t.birth_precision, r.birth_precision) or to_char(t.birth_date, 'MMDD') = '0101'"
    " or to_char(r.birth_date, 'MMDD') = '0101')"
)
#: What only a comparison with the resident or with other rows tells; the rest stands in the row's own `faults`.
LIVE: dict[str, str] = {
    "dung.link": "t.match <> 'linked'",
    "dung.full_name": "r.sort_key <> t.sort_key",  # marks tell; capital letters and where a tone is written don't
    "dung.birth": f"{_KNOWN} and case when {_YEARLY}"
    " then extract(year from t.birth_date) <> extract(year from r.birth_date)"
    " when 'm' in (t.birth_precision, r.birth_precision)"
    " then date_trunc('month', t.birth_date::timestamp) <> date_trunc('month', r.birth_date::timestamp)"
    " else t.birth_date <> r.birth_date end",
    "dung.sex": "t.sex in ('m', 'f') and r.sex in ('m', 'f') and t.sex <> r.sex",
    "dung.id_no": "t.id_no <> '' and r.id_no <> t.id_no",
    "dung.place": "t.match = 'linked' and (r.id is null or not exists (select from areas_within here"
    " join areas_unit u on u.id = here.unit_id and u.level = 3"
    " join areas_within there on there.unit_id = here.unit_id and there.place_id = r.place"
    " where here.place_id = t.place))",
    "sach.twice": f"t.resident_id is not null and (exists (select from registers_row o where o.resident_id = {_PERSON}"
    f" and {_BESIDE}) or exists (select from figures_merged x join registers_row o on o.resident_id = x.record_id"
    f" where x.into_id = {_PERSON} and {_BESIDE}))",
    "song.dead": "r.state = 'dead'",
    "song.moved": "r.state = 'moved'",
    "song.round": "t.round <> '' and t.round < coalesce((select max(n.code) from registers_round n"
    " where n.register = t.register and n.holds_from <= current_date), '')",
}
#: What a row's own faults are about.
STORED = (
    "du.birth", "du.sex", "du.id_no", "du.place", "du.group", "du.relation", "sach.full_name", "sach.birth",
    "sach.sex", "sach.id_no", "sach.place", "sach.group", "sach.relation", "dung.place",
)  # fmt: skip
#: Faults that taking over what the resident's record says puts right.
TAKEN = frozenset({"dung.full_name", "dung.birth", "dung.sex", "dung.id_no", "du.birth", "du.sex", "du.id_no",
                   "sach.birth", "sach.id_no", "sach.full_name", "sach.sex", "du.place", "sach.place"})  # fmt: skip

#: A row beside its resident, of merged records the one that stays.
_FROM = (
    "registers_row t left join figures_merged m on m.record_id = t.resident_id"
    f" left join people_resident r on r.id = {_PERSON}"
)


def title(fault: str) -> str:
    """A fault, or a criterion, in words."""
    criterion, _dot, field = fault.partition(".")
    return f"{CRITERIA[criterion]}: {FIELDS[field]}" if field else str(CRITERIA[criterion])


def faults() -> list[str]:
    """Every fault there is, by criterion."""
    every = {*LIVE, *STORED}
    order, fields = list(CRITERIA), list(FIELDS)
    return sorted(every, key=lambda f: (order.index(f.partition(".")[0]), fields.index(f.partition(".")[2])))


def choices() -> list[tuple[str, str]]:
    """What the list of rows can be narrowed to."""
    return [(code, title(code)) for code in (*CRITERIA, *faults())]


def condition(fault: str) -> str:
    """When a row `t` beside its resident `r` has a fault, or any of a criterion's, as SQL."""
    if "." not in fault:
        return " or ".join(condition(each) for each in faults() if each.startswith(f"{fault}."))
    stored = f"jsonb_exists(t.faults, '{fault}')" if fault in STORED else ""
    live = f"coalesce(({LIVE[fault]}), false)" if fault in LIVE else ""
    return "(" + " or ".join(filter(None, (stored, live))) + ")"


def having(found: QuerySet[Row], fault: str) -> QuerySet[Row]:
    """Of some rows those that are active and have a fault. An unknown fault leaves none."""
    if fault not in {*CRITERIA, *faults()}:
        return found.none()
    asked = f"select t.id from {_FROM} where t.state = 'active' and ({condition(fault)})"
    return found.filter(pk__in=RawSQL(asked, []))


def of_rows(found: Sequence[Row]) -> dict[UUID, list[str]]:
    """The faults of some rows, by criterion."""
    columns = ", ".join(condition(fault) for fault in faults())
    told = read(f"select t.id, {columns} from {_FROM} where t.id = any(%s)", [[row.id for row in found]])
    return {
        row_id: [fault for fault, has in zip(faults(), flags, strict=True) if has] for row_id, *flags in told
    }  # fmt: skip


def of_row(row: Row) -> list[str]:
    """The faults of one row."""
    return of_rows([row]).get(row.id, [])


@dataclass(frozen=True)
class Cell:
    """Rows of a register in an area: how many, and how many have a fault of each code and of each criterion.
    `ungrouped` are in no group, most because their workbook has no column for it: said beside the criteria, for it is
    put right for a whole workbook at once."""

    rows: int
    counts: Mapping[str, int]
    ungrouped: int = 0

    def share(self, criterion: str) -> float:
        """Rows of 100 without a fault of the criterion."""
        return 100 * (1 - self.counts.get(criterion, 0) / self.rows) if self.rows else 100.0

    @property
    def index(self) -> float:
        """The mean of the four criteria, each weighing the same."""
        return sum(self.share(criterion) for criterion in CRITERIA) / len(CRITERIA)

    @property
    def colour(self) -> str:
        return "good" if self.index >= GREEN else "warn" if self.index >= YELLOW else "bad"


_COUNT = """
with seen as materialized (
  select t.register, {key} as part, t."group" = '' as ungrouped, {flags} from {source}
  where t.state = 'active' and t.place = any(%s)
)
select register, part, count(*), count(*) filter (where ungrouped), {sums} from seen group by 1, 2
"""


def board(*, viewer: Viewer, unit: int | None = None, by_commune: bool = False) -> dict[tuple[str, int], Cell]:
    """The cells of every register in the viewer's ground or an area inside it: (register, 0), or (register, commune)
    where they are wanted for each commune."""
    policies.check_list(viewer)
    places = viewer.scope.person_places
    asked = sorted(set(places).intersection(areas.places_within(unit))) if unit is not None else list(places)
    codes = [*CRITERIA, *faults()]
    flags = ", ".join(f'({condition(code)}) as "{code}"' for code in codes)
    sums = ", ".join(f'count(*) filter (where "{code}")' for code in codes)
    key = "0"
    if by_commune:
        key = ("coalesce((select u.id from areas_within w join areas_unit u on u.id = w.unit_id and u.level = 3"
               " where w.place_id = t.place and u.valid_to is null limit 1), 0)")  # fmt: skip
    found = read(_COUNT.format(key=key, flags=flags, sums=sums, source=_FROM), [asked])
    return {
        (register, part): Cell(rows, dict(zip(codes, counts, strict=True)), ungrouped)
        for register, part, rows, ungrouped, *counts in found
    }  # fmt: skip
