"""Fills an empty database with a synthetic province, through COPY and the ledger's own functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from diaban.access.models import Office, Posting
from diaban.access.session import acting
from diaban.access.viewers import command_line, viewer_of_posting
from diaban.areas.units import Unit
from diaban.core.errors import Conflict
from diaban.core.time import today as today_
from diaban.demo import dossiers, events, ground, incidents, offices, rows
from diaban.demo.offices import Offices, SignIn
from diaban.demo.population import Maker, shares
from diaban.demo.sink import Sink
from diaban.incidents.catalogue import Catalogue, catalogue

__all__ = ["SignIn", "seed"]

Progress = Callable[[int, int], None]
#: Communes with several incidents being worked on; of the others every fourth has one.
OPEN_FIRST = 8
#: Dossiers of one-stop of such a commune; of the others every second has one. Each costs some hundredths of a second.
COUNTER = 9


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
    sink, done, kinds = Sink(rows.TABLES), 0, catalogue(0, day)
    told(0, residents)
    ahead = _ahead(maker, shares(where.communes, residents), hamlets, [unit.id for unit in where.units], found)
    for index, (at, texts) in enumerate(ahead):
        _write(at, texts, found.police[index], sink)
        heard = (3, 30) if index < OPEN_FIRST else (3,) if index % 4 == 0 else ()
        _handed_in(at, found.police[index], f"{seed}/{where.units[index].code}", day, _asked(index))
        _happened(at, where.units[index], hamlets[index], found.police[index], seed, kinds, day, heard)
        done += len(at.block)
        told(done, residents)
    sink.close()
    return sign_ins


Made = tuple[rows.Placed, dict[str, str]]


def _ahead(
    maker: Maker, counts: list[int], hamlets: list[list[int]], communes: list[int], found: Offices
) -> Iterator[Made]:
    """Every commune's rows as text, each made in a thread while the database takes in the one before."""

    def make(index: int) -> Made:
        block = maker.block(index, counts[index])
        at = rows.placed(block, maker, hamlets[index], communes, found.police[index].office_id)
        return at, rows.texts(at)

    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(make, 0)
        for index in range(1, len(counts)):
            made, coming = coming.result(), pool.submit(make, index)
            yield made
        yield coming.result()


@transaction.atomic
def _set_up(where: ground.Ground, maker: Maker, seed: int) -> tuple[Offices, list[list[int]], list[SignIn]]:
    """Hamlets, offices, staff and accounts."""
    with acting(command_line([where.province.id])) as by:
        hamlets = ground.add_hamlets(by, where.units, [maker.hamlets(index) for index in range(len(where.units))])
    by = command_line([where.province.id])  # again: its ground now holds the hamlets
    with acting(by):
        found = offices.open_all(where, hamlets, seed)
        return found, hamlets, offices.make_accounts(by, found)


def _write(at: rows.Placed, texts: dict[str, str], police: Posting, sink: Sink) -> None:
    """One commune's households and residents, in one transaction, as its police."""
    with acting(viewer_of_posting(police.pk)), transaction.atomic():
        for table, text in texts.items():
            sink.put(table, text)
        events.households(at, police.staff_id)
        events.opening(at, police.staff_id)
        sink.put("people_event", "\n".join(events.happened(at, police.staff_id)))
        events.declared(at, police.staff_id)


def _asked(index: int) -> int:
    """How many dossiers a commune's counter has."""
    return COUNTER if index < OPEN_FIRST else index % 2


def _handed_in(at: rows.Placed, police: Posting, seed: str, day: date, count: int) -> None:
    """One commune's dossiers, in one transaction, as its police."""
    with acting(viewer_of_posting(police.pk, "residence")) as by, transaction.atomic():
        dossiers.handed_in(by, at, count, seed, day)


def _happened(
    at: rows.Placed, commune: Unit, hamlets: list[int], police: Posting, seed: int, kinds: Catalogue, day: date,
    heard: tuple[int, ...],
) -> None:  # fmt: skip
    """One commune's incidents, in one transaction, as its police; none where nobody lives."""
    if not at.block:
        return
    with acting(viewer_of_posting(police.pk)) as by, transaction.atomic():
        incidents.happened(by, commune, hamlets, len(at.block), f"{seed}/{commune.code}", kinds, day, heard)
