"""An install with a nation's ledger: lines of every commune over 24 months, of ten kinds, some corrected.

`dashboard`, `upkeep`, `merge`, `rebuild` and `drill` measure on it; asked for together they share one. The lines are
written by the owner straight into the ledger's tables, days rising with their ids as in real life; busy communes have
many times the lines of quiet ones; one line in a hundred was corrected or voided since. Dims are those that the
kinds declare, with as many codes as they have in use.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from diaban.bench.install import Install, installed

if TYPE_CHECKING:
    import psycopg

    from diaban.access.scope import Viewer
    from diaban.figures.periods import Period

LINES = 5_000_000
MONTHS = 24
_STAY = "jsonb_build_object('stay', ('{{permanent,temporary,absent,visiting}}'::text[])[1 + (x * 3)::int])"
_MEDIUM = "jsonb_build_object('medium', case when x < .7 then 'photo' else 'file' end)"
#: kind → (its share of all lines in percent, dims as SQL over a random x in [0, 1))
KINDS: Final = {
    "people.born": (8, "jsonb_build_object('sex', case when x < .5 then 'f' else 'm' end, 'age', '00')"),
    "people.corrected": (16, "jsonb_build_object('field', 'f' || (x * 5)::int)"),
    "people.stay_opened": (20, _STAY),
    "people.stay_closed": (14, _STAY),
    "people.stay_cancelled": (6, _STAY),
    "people.paper_attached": (10, _MEDIUM),
    "people.paper_detached": (6, _MEDIUM),
    "people.household_opened": (5, "'{{}}'::jsonb"),
    "people.household_closed": (5, "'{{}}'::jsonb"),
    "people.household_changed": (10, "'{{}}'::jsonb"),
}


@dataclass(frozen=True)
class Nation:
    """The install, how many lines it was given, the province that is looked at, and a connection of the owner."""

    install: Install
    lines: int
    province: int
    first: date
    owner: psycopg.Connection[Any]

    @property
    def kinds(self) -> Sequence[str]:
        """The kinds of its lines."""
        return list(KINDS)

    @property
    def months(self) -> list[Period]:
        """The calendar months that have lines, oldest first."""
        from diaban.figures.periods import month

        number = self.first.year * 12 + self.first.month - 1
        return [month((number + n) // 12, (number + n) % 12 + 1) for n in range(MONTHS)]

    @property
    def whole(self) -> Period:
        """All of them."""
        from diaban.figures.periods import Period

        return Period(self.months[0].since, self.months[-1].until)

    def manager(self) -> Viewer:
        """The manager of the province."""
        return self.install.viewer("province_manager")

    def units(self) -> list[int]:
        """The nation, the province, its former district with the most places, and its commune with the most lines."""
        from diaban.core import sql

        nation = sql.value("select id from areas_unit where level = 0")
        inside = "from areas_within w join areas_unit u on u.id = w.place_id where w.unit_id = %s and u.level"
        district = sql.value(
            f"""select u.id {inside} = 2 order by (select count(*) from areas_within i where i.unit_id = u.id) desc
            limit 1""", [self.province]
        )  # fmt: skip
        commune = self.owner.execute(
            f"""select u.id {inside} = 3 order by (select sum(n) from figures_cell c where c.place = u.id) desc
            nulls last limit 1""".replace("%s", str(self.province))
        ).fetchone()
        return [nation, self.province, district, commune[0] if commune else self.province]


def _first_day() -> date:
    from diaban.core.time import today

    now = today()
    months = now.year * 12 + now.month - 1 - MONTHS
    return date(months // 12, months % 12 + 1, 1)


_TEMPORARY = """
create temp table communes as select row_number() over (order by random()) - 1 as n, id as place
    from areas_unit where level = 3 and valid_to is null;
create temp table shares as select k.id as kind_id, s.dims, s.low, s.high, k.code in (
    'people.household_closed', 'people.stay_closed') as leaves
    from ledger_kind k join (values {shares}) s (code, low, high, dims) on s.code = k.code;
"""
_LOAD = """
insert into ledger_line (recorded_at, record_id, action_id, quantity, day, place, office, actor, kind_id, state_to,
    dims)
select day + time '09:00', gen_random_uuid(), gen_random_uuid(), case when s.leaves then -1 else 1 end,
    day, c.place, 1, 1, s.kind_id, 'done', case s.dims {dims} end
from (select i, random() as x, random() as z, random() as busy,
        date '{first}' + (i::bigint * {days} / {lines})::int as day from generate_series(0, {lines} - 1) i offset 0) r
join shares s on r.z >= s.low and r.z < s.high
join communes c on c.n = floor(r.busy * r.busy * (select count(*) from communes))::int
order by i
"""
_INDEXES = """
select indexname, indexdef from pg_indexes where tablename = 'ledger_line' and indexname <> 'ledger_line_pkey'
"""
_CORRECT = """
insert into ledger_line (recorded_at, record_id, action_id, quantity, day, place, office, actor, kind_id, state_to,
    dims, corrects)
select now(), record_id, gen_random_uuid(), case when id % 2 = 0 then 0 else quantity end, day, place, 1, 1, kind_id,
    state_to, dims, id from ledger_line where id > {above} and random() < .01
"""


@contextmanager
def opened(folder: Path, lines: int = LINES) -> Iterator[Nation]:
    """The install with its lines, cells rebuilt from them, analysed."""
    import psycopg

    with installed(folder, 300) as install, psycopg.connect(install.owner_url, autocommit=True) as owner:
        first = _first_day()
        load(owner, lines, first)
        from diaban.areas import queries as areas
        from diaban.figures import jobs

        jobs.rebuild()
        owner.execute("vacuum (analyze)")
        province = next(unit for unit in areas.provinces() if unit.code == "42")
        yield Nation(install, lines, province.id, first, owner)


def load(owner: psycopg.Connection[Any], lines: int, first: date) -> None:
    """Write the lines and their corrections, the trigger resting: the cells are rebuilt afterwards."""
    low, shares, dims = 0.0, [], []
    for number, (code, (share, made)) in enumerate(KINDS.items()):
        shares.append(f"('{code}', {low / 100}, {(low + share) / 100}, {number})")
        dims.append(f"when {number} then {made.format()}")
        low += share
    given = {"lines": lines, "first": first, "days": 365 * MONTHS // 12, "dims": " ".join(dims)}
    with owner.transaction():
        owner.execute("select setseed(.42)")
        row = owner.execute("select coalesce(max(id), 0) from ledger_line").fetchone()
        assert row is not None
        owner.execute("alter table ledger_line disable trigger counted")
        for statement in _TEMPORARY.format(shares=", ".join(shares)).split(";"):
            if statement.strip():
                owner.execute(statement)
        owner.execute("analyze communes, shares")
        found = owner.execute(_INDEXES).fetchall()
        for name, _made in found:
            owner.execute(f"drop index {name}")
        owner.execute(_LOAD.format(**given))
        owner.execute(_CORRECT.format(above=row[0]))
        for _name, made in found:
            owner.execute(made)
        owner.execute("alter table ledger_line enable always trigger counted")
    owner.execute("analyze ledger_line")


_LATELY = """
insert into ledger_line (record_id, action_id, quantity, day, place, office, actor, kind_id, state_to, dims)
select gen_random_uuid(), gen_random_uuid(), l.quantity, ledger.today() - (random() * 20)::int, l.place, 1, 1,
    l.kind_id, l.state_to, l.dims from ledger_line l where l.id between {low} and {low} + 1000000 and l.quantity <> 0
    and ({province} = 0 or l.place in (select place_id from areas_within where unit_id = {province})) limit {many}
"""


def lately(nation: Nation, many: int, province: int = 0) -> None:
    """Write so many lines like those there are, dated within the last three weeks, a hundred in each statement, so that
    as many differences wait in the queue; all of one province, if one is named.
    """
    row = nation.owner.execute("select min(id), max(id) from ledger_line").fetchone()
    assert row is not None
    step = max((row[1] - row[0]) // (many // 100 + 1), 1)
    with nation.owner.transaction():
        for number in range(many // 100):
            low = row[0] + number * step if not province else row[0] + number * step // 2
            nation.owner.execute(_LATELY.format(low=low, province=province, many=100))
