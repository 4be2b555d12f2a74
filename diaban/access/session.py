"""Says to PostgreSQL who is looking, so that its row policies hold whatever a query forgets.

The settings `diaban.*` live on the connection. `acting` sets them in one round trip and puts back what was there
before; a connection on which that failed is closed, so nothing of one request can reach the next. A rollback undoes
settings made since the transaction began, which is the same thing as leaving the blocks inside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import Error, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from diaban.access.scope import Viewer, large_unit
from diaban.core.sql import prepared

T = TypeVar("T")

#: `action` is set by actions for the history triggers, and cleared here with the rest.
NAMES = ("scope", "places", "office", "everywhere", "audit", "actor", "purpose", "reach", "action")
_SET = "select " + ", ".join(f"set_config('diaban.{name}', %s::text, false)" for name in NAMES)

Settings = tuple[str, ...]
NOBODY: Settings = ("",) * len(NAMES)


def _array(values: Iterable[Any]) -> str:
    return "{" + ",".join(map(str, values)) + "}"


def settings_of(viewer: Viewer) -> Settings:
    """The values of `NAMES` for a viewer."""
    scope = viewer.scope
    unit = large_unit(scope)
    places = _array(scope.places) if unit is None else f"@{unit[0]}:{unit[1]}"
    return (
        places if scope.persons else "{}",
        "{}" if scope.everywhere else places,  # not a list of every place of the country, read by each statement
        str(viewer.office_id),
        "on" if scope.everywhere else "",
        "on" if scope.audit else "",
        str(viewer.staff_id),
        viewer.purpose or "",
        _array(sorted(viewer.reach)) if scope.persons else "{}",
        "",
    )


def _apply(settings: Settings) -> None:
    prepared(_SET, settings)
    _remember(settings)


def settings_on(other: BaseDatabaseWrapper, viewer: Viewer) -> None:
    """Tell a connection that one piece of work opened for itself, and closes, who is looking."""
    with other.cursor() as cursor:
        cursor.execute(_SET, settings_of(viewer))


def _remember(settings: Settings) -> None:
    connection.diaban_settings = settings  # type: ignore[attr-defined]


def _current() -> Settings:
    """What this thread's connection was last told."""
    known: Settings = getattr(connection, "diaban_settings", NOBODY)
    return known


def _restore(before: Settings) -> None:
    try:
        _apply(before)
    except Error:
        # Inside a broken transaction the coming rollback puts the settings back; outside, the connection goes.
        if not connection.in_atomic_block:
            connection.close()
        _remember(before)


@contextmanager
def acting(viewer: Viewer) -> Iterator[Viewer]:
    """Let the database see what `viewer` may see until the block ends, however it ends."""
    before = _current()
    try:
        _apply(settings_of(viewer))
        yield viewer
    finally:
        _restore(before)


def start_clean() -> None:
    """Before a request: a connection that still carries someone's settings is closed, never used."""
    if _current() != NOBODY:
        connection.close()
        _remember(NOBODY)


def streamed(viewer: Viewer, parts: Iterable[T]) -> Iterator[T]:
    """Parts of a streamed answer, each made as `viewer`: they are asked for after the request's block has ended."""
    source = iter(parts)
    while True:
        with acting(viewer):
            try:
                part = next(source)
            except StopIteration:
                return
        yield part
