"""What happens to residents because a day passed. Caught up after a stop: each line is dated the day it was crossed."""

from __future__ import annotations

from uuid import UUID

from diaban.access.session import acting
from diaban.access.viewers import clock
from diaban.core.sql import rows, value
from diaban.core.time import today
from diaban.people.actions.stays import cross_first_day, cross_last_day

#: Stays in one go; the rest follow in the next.
BATCH = 500

_TO_BEGIN = "select id from people_stay where not begun and not closed and starts <= %s order by starts, id limit %s"
_TO_END = (
    "select id from people_stay where not closed and ends < %s and kind <> 'permanent' and begun"
    " order by ends, id limit %s"
)


def run_once() -> int:
    """Begin and end the stays whose day has come, as the clock; returns how many. One transaction each."""
    by = clock()
    value("select people.count_words()")  # for searches; does nothing while the register has about the same size
    with acting(by):
        begun, ended = _ids(_TO_BEGIN), _ids(_TO_END)
        for stay_id in begun:
            cross_first_day(by=by, stay_id=stay_id)
        for stay_id in ended:
            cross_last_day(by=by, stay_id=stay_id)
    return len(begun) + len(ended)


def _ids(statement: str) -> list[UUID]:
    return [row[0] for row in rows(statement, [today(), BATCH])]
