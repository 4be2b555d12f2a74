"""A database, and Django connected to it, for the time of one command."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from diaban.host import places, roles
from diaban.host.location import served_url
from diaban.host.places import Places
from diaban.host.secrets import load_or_make


class Database(Protocol):
    """A prepared database: embedded (`server.Server`) or served elsewhere (`served.Served`)."""

    @property
    def app_url(self) -> str:
        """As the application's role."""

    @property
    def owner_url(self) -> str:
        """As the owner."""

    def release(self) -> None:
        """Done with it."""


@dataclass(frozen=True)
class Session:
    """What a command holds while it runs."""

    spot: Places
    database: Database


def open_database(spot: Places) -> Database:
    """The served database where the setting or a move says so, else a lease on the embedded one."""
    spot.make()
    settle_restore(spot)
    if url := served_url(spot):
        from diaban.host import served

        return served.join(spot, url)
    from diaban.host import server

    return server.join(spot)


def settle_restore(spot: Places, claimed: bool = False) -> None:
    """Whoever opens an install finishes first what a restore left that was ended in between."""
    if (spot.data / "restoring.json").exists():
        from diaban.host.backup import restore

        restore.settle(spot, claimed)


def dump_url(database: Database) -> str:
    """An address that may read everything: the embedded server's administrator, or the owner on a server."""
    from diaban.host.cluster import ADMIN
    from diaban.host.server import Server

    if isinstance(database, Server):
        return database.cluster.url(ADMIN, database.secrets.admin)
    return database.owner_url


def environment(spot: Places, database: Database, demo: bool = False) -> dict[str, str]:
    """What `diaban.settings` reads, for this process or for a child."""
    told = {
        "DJANGO_SETTINGS_MODULE": "diaban.settings",
        "DIABAN_DATA": str(spot.data),
        "DIABAN_DB_URL": database.app_url,
        "DIABAN_SECRET_KEY": load_or_make(spot.secrets).django,
        "DIABAN_APP_ROLE": roles.app_role(),
    }
    if demo:
        told["DIABAN_DEMO"] = "1"
    return told


@contextmanager
def database(
    args: argparse.Namespace, extra: Mapping[str, str] | None = None, owner: bool = False
) -> Iterator[Session]:
    """Make the database available and set Django up on it; as its owner only where a command maintains tables.

    The server is started when it isn't running and stopped again when this was its last user.
    """
    spot = places.places(args.data)
    found = open_database(spot)
    try:
        os.environ.update(environment(spot, found) | dict(extra or {}))
        if owner:
            os.environ["DIABAN_DB_URL"] = found.owner_url
        import django

        django.setup()
        yield Session(spot, found)
    finally:
        _close_connections()
        found.release()


def _close_connections() -> None:
    import sys

    if "django.db" in sys.modules:
        from django.db import connections

        connections.close_all()
