"""What the database is told about the viewer, and that nothing of it outlives the block it was told for."""

from __future__ import annotations

import threading
from uuid import uuid4

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from diaban.access import session
from diaban.access.session import NOBODY, acting
from diaban.access.tests.world import Ground
from diaban.core import sql

pytestmark = pytest.mark.pg15


def told() -> tuple[object, ...]:
    row = sql.one(
        """select access.scope(), access.places(), access.office(), access.everywhere(), access.audit(),
                  access.actor(), access.purpose(), access.reach()"""
    )
    assert row is not None
    return row


NOTHING: tuple[object, ...] = ([], [], None, False, False, None, None, [])


def test_without_a_viewer_the_database_shows_nothing(db: None) -> None:
    assert told() == NOTHING


def test_a_viewer_is_told_and_forgotten(here: Ground) -> None:
    viewer = here.viewer("commune_police", "residence")
    with acting(viewer):
        scope, places, office, everywhere, audit, actor, purpose, reach = told()
    assert scope == places == sorted(viewer.scope.places)
    assert here.hamlet in scope
    assert here.province not in scope
    assert (office, everywhere, audit, actor, purpose, reach) == (
        here.offices["police"].pk, False, False, here.staff["commune_police"].pk, "residence", [],
    )  # fmt: skip
    assert told() == NOTHING


@pytest.mark.parametrize("role", ["analyst", "auditor", "system_admin"])
def test_roles_without_persons_have_no_scope_for_persons(here: Ground, role: str) -> None:
    with acting(here.viewer(role)):
        assert told()[0] == []


def test_inner_blocks_put_the_outer_viewer_back(here: Ground, there: Ground) -> None:
    with acting(here.viewer("commune_police")):
        outer = told()
        with acting(there.viewer("commune_police")):
            assert told() != outer
        assert told() == outer
    assert told() == NOTHING


def test_an_error_of_the_program_clears(here: Ground) -> None:
    with pytest.raises(KeyError), acting(here.viewer("commune_police")):
        raise KeyError
    assert told() == NOTHING


def test_an_error_of_the_database_inside_a_transaction_clears(here: Ground) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), acting(here.viewer("commune_police")):
        sql.value("select no_such_column")
    assert told() == NOTHING


def test_a_rollback_around_the_block_clears(here: Ground) -> None:
    with pytest.raises(KeyError), transaction.atomic():
        with acting(here.viewer("commune_police")):
            pass
        raise KeyError
    assert told() == NOTHING


def test_a_rollback_inside_the_block_keeps_the_viewer(here: Ground) -> None:
    with acting(here.viewer("commune_police")):
        before = told()
        with pytest.raises(KeyError), transaction.atomic():
            raise KeyError
        assert told() == before


def test_streamed_parts_are_made_as_the_viewer_and_nothing_between(here: Ground) -> None:
    parts = session.streamed(here.viewer("commune_police"), (told()[5] for _n in range(2)))
    assert next(parts) == here.staff["commune_police"].pk
    assert told() == NOTHING
    assert list(parts) == [here.staff["commune_police"].pk]
    assert told() == NOTHING


def test_a_connection_that_could_not_be_cleared_is_closed(here: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = []
    viewer = here.viewer("commune_police")
    real = session._apply

    def breaks(settings: session.Settings) -> None:
        if settings == NOBODY:
            raise DatabaseError("gone")
        real(settings)

    monkeypatch.setattr(session, "_apply", breaks)
    monkeypatch.setattr(type(connection._connections[connection._alias]), "close", lambda self: closed.append(self))  # type: ignore[attr-defined]
    monkeypatch.setattr(connection._connections[connection._alias], "in_atomic_block", False)  # type: ignore[attr-defined]
    with acting(viewer):
        pass
    assert len(closed) == 1
    monkeypatch.undo()
    real(NOBODY)


def test_threads_have_their_own_connection(fresh_database: object) -> None:
    """A persistent connection that served one viewer serves the next thread's with nothing left on it."""
    viewer_ids = [uuid4() for _n in range(3)]
    seen: list[tuple[object, ...]] = []

    def other() -> None:
        seen.append(told())
        connection.close()

    with connection.cursor() as cursor:
        cursor.execute("select set_config('diaban.reach', %s, false)", ["{" + ",".join(map(str, viewer_ids)) + "}"])
    thread = threading.Thread(target=other)
    thread.start()
    thread.join()
    assert seen == [NOTHING]
