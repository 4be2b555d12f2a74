"""Moves an install's database from the embedded server to another one, or back: copied, compared, then switched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import psycopg
from psycopg import sql

from diaban.core.errors import Conflict, Invalid
from diaban.host import location, progress, roles, served, server, session
from diaban.host.backup import dump, restore, tables, unpack
from diaban.host.cluster import ADMIN, DATABASE, OWNER
from diaban.host.location import Location
from diaban.host.places import Places

_MOVING = "diaban_moving"


@dataclass(frozen=True)
class Moved:
    """How much was copied, and what became of the old side."""

    tables: int
    rows: int
    old: str


@dataclass(frozen=True)
class Side:
    """A database to copy from or into: an address that reads or writes everything, and the application's role."""

    url: str
    app_role: str
    role: str = ""

    @property
    def version(self) -> int:
        """The server's major version."""
        with roles.connected(self.url) as link:
            return link.info.server_version // 10_000


def move(spot: Places, to: str, app_url: str = "") -> Moved:
    """`to` is `embedded` or the owner's address on a server.

    Raises: Conflict while Diaban runs, when the data is there already, or when the other side isn't empty.
    """
    claim = restore.alone(spot)
    try:
        restore.settle(spot, claimed=True)
        here = location.served_url(spot)
        if (to == "embedded") == (not here) and (to == "embedded" or to == here):
            raise Conflict("Dữ liệu đã ở đó rồi; không phải chuyển.")
        source = session.open_database(spot)
        try:
            old = Side(session.dump_url(source), roles.app_role())
            if to == "embedded":
                return _to_embedded(spot, old)
            moved = _to_server(spot, old, to, app_url)
            return _put_aside(spot, source, moved) if isinstance(source, server.Server) else moved
        finally:
            source.release()
    finally:
        claim.close()


def _to_server(spot: Places, old: Side, url: str, app_url: str) -> Moved:
    with _environment(app_url):
        served.make_ready(spot, url)
        with psycopg.connect(url) as link:
            if tables.tables(link):
                raise Conflict("Cơ sở dữ liệu đích không trống; hãy tạo một cơ sở dữ liệu trống. Chưa chuyển gì.")
        new = Side(url, roles.app_role())
        with _quiet(old):
            moved = _copy(old, new)
            location.keep(spot, Location(url, app_url))
    (spot.data / "served.json").unlink(missing_ok=True)
    return moved


def _to_embedded(spot: Places, old: Side) -> Moved:
    joined = server.join(spot)
    try:
        admin = joined.cluster.url(ADMIN, joined.secrets.admin, "postgres")
        with roles.connected(admin) as link:
            roles.drop_database(link, _MOVING)
            roles.make_database(link, _MOVING)
            try:
                with _quiet(old):
                    new = Side(joined.cluster.url(ADMIN, joined.secrets.admin, _MOVING), roles.app_role(), OWNER)
                    moved = _copy(old, new)
                    restore.swap(link, _MOVING, f"{DATABASE}_aside_{datetime.now(UTC):%Y%m%d_%H%M%S}")
                    location.keep(spot, Location())
            except BaseException:
                roles.drop_database(link, _MOVING)
                raise
    finally:
        joined.release()
    return moved


def _put_aside(spot: Places, source: server.Server, moved: Moved) -> Moved:
    """The embedded database that was left gets another name, so that nobody takes it for the one in use."""
    name = f"{DATABASE}_aside_{datetime.now(UTC):%Y%m%d_%H%M%S}"
    with roles.connected(source.cluster.url(ADMIN, source.secrets.admin, "postgres")) as link:
        link.execute(sql.SQL("alter database {} rename to {}").format(sql.Identifier(DATABASE), sql.Identifier(name)))
    for mark in source.cluster.lodging.cluster.glob("diaban-*"):  # it says that the tables are there
        mark.unlink()
    (spot.data / "prepared.json").unlink(missing_ok=True)
    return replace(moved, old=name)


@contextmanager
def _environment(app_url: str) -> Iterator[None]:
    import os

    if app_url:
        served.check_address("DIABAN_APP_DATABASE_URL", app_url)
        os.environ["DIABAN_APP_DATABASE_URL"] = app_url
    yield


@contextmanager
def _quiet(old: Side) -> Iterator[None]:
    """The old side takes no writes from now on; it does again when the move fails."""
    with roles.connected(old.url) as link:
        name = sql.Identifier(link.info.dbname)
        link.execute(sql.SQL("alter database {} set default_transaction_read_only = on").format(name))
        others = link.execute(
            "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
            " and backend_type = 'client backend'"
        ).fetchone()
        try:
            if others != (0,):
                raise Conflict(
                    "Còn chương trình khác đang nối vào cơ sở dữ liệu cũ; hãy dừng nó rồi chạy lại. Chưa chuyển gì."
                )
            yield
        except BaseException:
            link.execute("set default_transaction_read_only = off")
            link.execute(sql.SQL("alter database {} reset default_transaction_read_only").format(name))
            raise


def _copy(old: Side, new: Side) -> Moved:
    """All of it through pg_dump and pg_restore, joined by a pipe; then both sides are compared."""
    unpack.make_app_role(new.url, old.app_role)
    with progress.step("Chép cơ sở dữ liệu"):
        into = dump.Restoring(new.url, max(new.version, 1), new.role)
        try:
            with dump.dumping(old.url, old.version) as stream:
                while data := stream.read(2**20):
                    into.write(data)
            into.finish()
        finally:
            into.drop()
    with progress.step("So hai bên"):
        before, after = _seen(old, old.app_role), _seen(new, old.app_role)
    wrong = [what for what in before if before[what] != after[what]]
    if wrong:
        raise Invalid(f"Bản chép không giống bản gốc ({', '.join(wrong)}); dữ liệu vẫn ở chỗ cũ, hãy chạy lại.")
    prints = before["bảng"]
    return Moved(len(prints), sum(count for count, _hash in prints.values()), old_name(old))


def old_name(old: Side) -> str:
    """The database that was left, without its password."""
    with roles.connected(old.url) as link:
        return f"{link.info.dbname} ({link.info.host})"


def _seen(side: Side, role: str) -> dict[str, Any]:
    with psycopg.connect(side.url) as link:
        link.execute("set transaction isolation level repeatable read, read only")
        return {
            "bảng": tables.prints(link), "dãy số": tables.sequences(link), "quyền": tables.acl(link, role),
            "đầu sổ": tables.head(link), "luật": tables.rules(link),
        }  # fmt: skip
