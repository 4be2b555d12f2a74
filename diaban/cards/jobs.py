"""What happens to cards because a day passed: who is due is written once a day, commune by commune."""

from __future__ import annotations

from django.db import transaction

from diaban.access.session import acting
from diaban.access.viewers import clock
from diaban.cards import due
from diaban.cards.actions import ending
from diaban.core.sql import rows
from diaban.core.time import today

#: Communes in one go; the rest follow in the next.
BATCH = 100

#: Communes that an office keeps and that the clock hasn't gone over today.
_WAITING = """
select u.id from areas_unit u left join cards_round r on r.unit_id = u.id
where u.level = 3 and u.valid_to is null and (r.day is null or r.day < %s)
    and exists (select from access_office o where o.unit_id = u.id)
order by u.id limit %s
"""
#: Someone who died elsewhere than where they applied: whoever wrote the death didn't see the application.
_LEFT_OPEN = """
select a.resident_id, r.death_date from cards_application a join people_resident r on r.id = a.resident_id
where a.open and r.state = 'dead' limit %s
"""


def run_once() -> int:
    """Go over the communes whose turn it is, each in a transaction of its own; returns how many duties changed."""
    day = today()
    changed = 0
    with acting(clock()) as by:
        for (unit_id,) in rows(_WAITING, [day, BATCH]):
            changed += due.go_over(by, unit_id, day)
        for resident_id, died_on in rows(_LEFT_OPEN, [BATCH]):
            with transaction.atomic():
                ending.died(by=by, resident_id=resident_id, day=died_on or day)
    return changed
