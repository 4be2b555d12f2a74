"""When an office or its unit ends, its open cases go to the office that answers for their place now. None is lost.

The successor is the office of the same body on the lowest unit of today that the case's place lies in whole. While
there is none yet, an office that is still open keeps its cases; from one that has closed they go to the same body
higher up, or to any office above the place, and else they stay where they are and are told.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from diaban.access.session import acting
from diaban.access.viewers import clock
from diaban.core.ids import uuid7
from diaban.core.sql import rows
from diaban.core.time import today
from diaban.ledger.actions import append_columns
from diaban.ledger.lines import CLOCK

#: Cases handed over in one transaction.
BATCH = 5_000

#: Offices that have ended, or whose unit has, and where cases wait; with the places of those.
_ENDED = """
select o.id, c.place from access_office o join areas_unit u on u.id = o.unit_id
cross join lateral (select distinct place from casework_case where office_id = o.id and closed_at is null) c
where (o.valid_to <= %(day)s or u.valid_to <= %(day)s) order by 1, 2
"""
_SUCCESSOR = """
select n.id from access_office o cross join access_office n
    join areas_within w on w.unit_id = n.unit_id and w.place_id = %(place)s
    join areas_unit u on u.id = n.unit_id and (u.valid_to is null or u.valid_to > %(day)s)
where o.id = %(office)s and n.id <> o.id and n.valid_from <= %(day)s and (n.valid_to is null or n.valid_to > %(day)s)
    and (n.body = o.body or o.valid_to <= %(day)s)
    and (o.valid_to <= %(day)s or n.level >= least(o.level, 3) or o.level = 2)
order by n.body <> o.body, n.level desc, n.body <> 'ubnd', n.id limit 1
"""
_MOVE = """
with mine as (
    select id from casework_case where office_id = %(office)s and place = %(place)s and closed_at is null
    order by id limit %(limit)s for no key update
)
update casework_case c set office_id = %(to)s, version = c.version + 1, assignee_id = (
    select p.staff_id from access_posting p where p.staff_id = c.assignee_id and p.office_id = %(to)s
        and p.valid_from <= %(day)s and (p.valid_to is null or p.valid_to > %(day)s) limit 1)
from mine where c.id = mine.id returning c.id, c.kind
"""


@dataclass(frozen=True, slots=True)
class Handed:
    """So many open cases of a place went from an office to another; `to` is None where no office answers for it."""

    office: int
    place: int
    to: int | None
    cases: int


def run() -> list[Handed]:
    """Hand over the open cases of offices that have ended; what was done, and what couldn't be."""
    done: list[Handed] = []
    with acting(clock()):
        for office, place in rows(_ENDED, {"day": today()}):
            to = successor(office, place)
            if to is None:
                if _closed(office):
                    done.append(Handed(office, place, None, 0))
                continue
            number = 0
            while moved := _hand_over(office, place, to):
                number += moved
            done.append(Handed(office, place, to, number))
    return done


def successor(office: int, place: int) -> int | None:
    """The office that takes over from one that has ended, for cases of a place; None where there is none (yet)."""
    found = rows(_SUCCESSOR, {"office": office, "place": place, "day": today()})
    return int(found[0][0]) if found else None


def _closed(office: int) -> bool:
    return bool(rows("select 1 from access_office where id = %s and valid_to <= %s", [office, today()]))


def _hand_over(office: int, place: int, to: int) -> int:
    """One batch from one office to another, each case with its line; how many."""
    with transaction.atomic():
        given = {"office": office, "place": place, "to": to, "day": today(), "limit": BATCH}
        by_kind: dict[str, list[UUID]] = {}
        for case_id, kind in rows(_MOVE, given):
            by_kind.setdefault(kind, []).append(case_id)
        action = uuid7()
        for kind, ids in by_kind.items():
            append_columns("casework.handed_over", records=ids, days=today(), places=place, office=to, actor=CLOCK,
                           dims={"case": kind}, action=action)  # fmt: skip
    return sum(map(len, by_kind.values()))
