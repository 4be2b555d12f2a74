"""Fills an empty database with a synthetic province, through COPY and the ledger's own functions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from diaban.access.models import Office
from diaban.access.session import acting
from diaban.access.viewers import command_line, viewer_of_posting
from diaban.core.errors import Conflict
from diaban.core.time import today as today_
from diaban.demo import events, ground, offices, rows
from diaban.demo.offices import Offices, SignIn
from diaban.demo.population import Maker, shares
from diaban.demo.sink import Sink

__all__ = ["SignIn", "seed"]

Progress = Callable[[int, int], None]


def seed(
    province: str = "42", residents: int = 100_000, seed: int = 1, progress: Progress | None = None,
    today: date | None = None,
) -> list[SignIn]:  # fmt: skip
    """Write hamlets, offices, staff, accounts and residents of a province; returns how to sign in.

    ``province`` is the two-digit code of today; ``progress`` is told (residents written, residents in all) after each
    commune. Each commune is a transaction of its own. Raises NotFound for an unknown code and Conflict where offices
    exist already: nothing is mixed with what an office has entered.
    """
    if Office.objects.exists():
        raise Conflict(_("Cơ sở dữ liệu này đã có đơn vị; bản thử chỉ lập trên cơ sở dữ liệu trống. Chưa ghi gì."))
    day = today or today_()
    told = progress or (lambda _done, _all: None)
    where = ground.ground(province, day, seed)
    maker = Maker(where.communes, seed, day)
    found, hamlets, sign_ins = _set_up(where, maker, seed)
    sink, done = Sink(rows.TABLES), 0
    communes = [unit.id for unit in where.units]
    told(0, residents)
    for index, count in enumerate(shares(where.communes, residents)):
        _commune(maker, index, count, hamlets[index], communes, found, sink, day)
        done += count
        told(done, residents)
    sink.close()
    return sign_ins


@transaction.atomic
def _set_up(where: ground.Ground, maker: Maker, seed: int) -> tuple[Offices, list[list[int]], list[SignIn]]:
    """Hamlets, offices, staff and accounts."""
    with acting(command_line([where.province.id])) as by:
        hamlets = ground.add_hamlets(by, where.units, [maker.hamlets(index) for index in range(len(where.units))])
    by = command_line([where.province.id])  # again: its ground now holds the hamlets
    with acting(by):
        found = offices.open_all(where, hamlets, seed)
        return found, hamlets, offices.make_accounts(by, found)


def _commune(
    maker: Maker, index: int, count: int, hamlets: list[int], communes: list[int], found: Offices, sink: Sink, day: date
) -> None:
    """One commune's households and residents, written as its police."""
    posting = found.police[index]
    at = rows.placed(maker.block(index, count), maker.seed, day, hamlets, communes, posting.office_id)
    with acting(viewer_of_posting(posting.pk)), transaction.atomic():
        sink.put("people_household", rows.households(at))
        sink.put("people_resident", rows.residents(at))
        sink.put("people_stay", rows.stays(at))
        sink.put("people_alias", rows.aliases(at))
        events.opening(at, posting.staff_id)
        sink.put("people_event", events.happened(at, posting.staff_id))
        events.declared(at, posting.staff_id)
