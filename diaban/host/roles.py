"""The roles and the database inside a cluster or on a served PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from diaban.host.cluster import DATABASE, OWNER
from diaban.host.secrets import Secrets

if TYPE_CHECKING:
    import psycopg


def app_role() -> str:
    """The application's role (`DIABAN_APP_ROLE`)."""
    return os.environ.get("DIABAN_APP_ROLE") or "diaban_app"


@contextmanager
def connected(url: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A short autocommit connection, closed at the end."""
    import psycopg

    link = psycopg.connect(url, autocommit=True, connect_timeout=10)
    try:
        yield link
    finally:
        link.close()


def make_roles(link: psycopg.Connection[tuple[object, ...]], secrets: Secrets) -> None:
    """Make or renew both login roles. Neither is a superuser, and the application's may not pass row security."""
    for role, password in ((OWNER, secrets.owner), (app_role(), secrets.app)):
        set_password(link, role, password)


def set_password(link: psycopg.Connection[tuple[object, ...]], role: str, password: str) -> None:
    """Give a role a password, making the role when it is missing. Only the password's SCRAM verifier travels.

    A new role gets PostgreSQL's defaults, which are the least: no superuser, no way past row security.
    """
    from psycopg import sql

    known = link.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone()
    verifier = link.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    link.execute(
        sql.SQL("{} role {} login password {}").format(
            sql.SQL("alter" if known else "create"), sql.Identifier(role), sql.Literal(verifier)
        )
    )


def make_database(link: psycopg.Connection[tuple[object, ...]], name: str = DATABASE) -> None:
    """Make the empty database; only the owner may create things in it, only our roles may enter."""
    from psycopg import sql

    if link.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
        return
    link.execute(
        sql.SQL("create database {} owner {} encoding 'UTF8'").format(sql.Identifier(name), sql.Identifier(OWNER))
    )
    link.execute(sql.SQL("revoke all on database {} from public").format(sql.Identifier(name)))
    link.execute(
        sql.SQL("grant connect, temporary on database {} to {}").format(
            sql.Identifier(name), sql.Identifier(app_role())
        )
    )


def drop_database(link: psycopg.Connection[tuple[object, ...]], name: str = DATABASE) -> None:
    """Remove the database and everything in it; sessions in it end."""
    from psycopg import sql

    link.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
