"""A verb that stops at any of its statements leaves nothing behind: each is broken at its first, second, … last one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
import pytest

from diaban.access.scope import Viewer
from diaban.cards import actions
from diaban.cards.exchange import files
from diaban.cards.tests.test_life import buried
from diaban.cards.tests.world import at_the_office, declared, handed, someone
from diaban.core.sql import rows
from diaban.people.models import Resident

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

Verb = Callable[[], Any]
#: What a verb may write, apart from the log of look-ups: that one holds what was read, whatever came of it.
_WRITTEN = (
    "cards_application", "cards_card", "cards_batch", "cards_item", "cards_answer", "cards_due", "cards_earlier",
    "cards_slip", "cards_batchno", "casework_case", "people_resident", "people_event", "people_stay", "ledger_line",
)  # fmt: skip


class Crashed(BaseException):
    """Nothing that a verb catches."""


@contextmanager
def breaking(at: int) -> Iterator[list[str]]:
    """The statement with this number fails before it reaches the server; yields the statements that were run."""
    run, whole = list[str](), psycopg.Cursor.execute

    def execute(cursor: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
        words = str(query).lstrip().upper()
        if not words.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            run.append(words[:60])
            if len(run) == at:
                raise Crashed
        return whole(cursor, query, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(psycopg.Cursor, "execute", execute)
        yield run


def everything() -> list[Any]:
    """All that stands in the tables, row by row."""
    return [rows(f"select t::text from {table} t order by 1") for table in _WRITTEN]


def _in_hand(by: Viewer) -> Verb:
    resident = someone(by, 9)
    handed(by, resident, "CC0000008")
    made = at_the_office(by, resident, "CC0000009", "lost")
    return lambda: actions.hand_over(by=by, application_id=made.pk, delivery="self", checked=True)


def _arriving(by: Viewer) -> Verb:
    ids = [declared(by, someone(by, n)).pk for n in (1, 2)]
    actions.send_all(by=by, application_ids=ids)
    actions.approve_all(by=by, application_ids=ids)
    actions.print_all(by=by, printed=[actions.Printed(pk, f"CC000000{n}") for n, pk in enumerate(ids)])
    return lambda: actions.arrive_all(by=by, application_ids=ids)


def _answered(by: Viewer) -> Verb:
    ids = [declared(by, someone(by, n)).pk for n in (1, 2, 3)]
    batch = actions.make_batch(by=by, application_ids=ids)
    told: list[dict[str, str]] = [{"result": "returned", "why": "mờ"}, {"result": "approved"},
                                  {"result": "printed", "serial": "CC0000001"}]  # fmt: skip
    lines = [{"application": str(pk), **each} for pk, each in zip(ids, told, strict=True)]
    head = {"number": "TW-1", "batch": batch.number, "province": batch.province}
    return lambda: actions.take_in(by=by, content=files.write(files.ANSWER, head, lines))


def _dead(by: Viewer) -> Verb:
    resident = someone(by, 9)
    handed(by, resident, "CC0000008")
    declared(by, resident, "lost")
    resident = Resident.objects.get(pk=resident.pk)
    return lambda: buried(by, resident)


def _asked(by: Viewer) -> Verb:
    resident = someone(by, 9)
    return lambda: actions.apply(by=by, resident_id=resident.pk, reason="first")


def _sealed(by: Viewer) -> Verb:
    ids = [declared(by, someone(by, n)).pk for n in (1, 2)]
    return lambda: actions.make_batch(by=by, application_ids=ids)


@pytest.mark.parametrize(
    ("begin", "fewest"), [(_asked, 4), (_sealed, 6), (_answered, 10), (_arriving, 4), (_in_hand, 6), (_dead, 8)]
)
def test_nothing_is_half_done_wherever_it_stops(officer: Viewer, begin: Callable[[Viewer], Verb], fewest: int) -> None:
    verb = begin(officer)
    before, at = everything(), 0
    while True:  # what a process reads once and keeps for a while may come or not: the end is where none was broken
        at += 1
        with breaking(at) as run, suppress(Crashed):  # its own transaction has to undo it, no other is around it
            verb()
            break
        assert everything() == before, f"{at}: {run[-1]}"
    assert at > fewest
    assert everything() != before
