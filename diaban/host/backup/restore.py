"""Puts a backup in the place of an install's data; what was there is kept aside.

Everything is unpacked and compared first; then the database changes places in one transaction, then the files one by
one. In between `journal` says what is left, and whoever opens the install next does it (`settle`).
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from diaban.core.errors import Conflict, DiabanError
from diaban.host import progress, roles, secrets, server
from diaban.host.backup import journal, tables, unpack
from diaban.host.backup.journal import Journal
from diaban.host.cluster import ADMIN, DATABASE, OWNER
from diaban.host.location import served_url
from diaban.host.locks import Lock
from diaban.host.places import Places

RESTORING = "diaban_restoring"


@dataclass(frozen=True)
class Restored:
    """What is there now, and where the old is."""

    unpacked: unpack.Unpacked
    aside: str = ""
    aside_folder: str = ""


def alone(spot: Places) -> Lock:
    """The claim on the data folder that `diaban up` takes too.

    Raises: Conflict while Diaban runs on it.
    """
    spot.make()
    lock = Lock(spot.run / "supervisor.lock")
    if not lock.take():
        lock.close()
        raise Conflict("Diaban đang chạy trên thư mục này; hãy dừng nó (diaban up) rồi chạy lại lệnh. Chưa làm gì.")
    return lock


def restore(spot: Places, path: Path, keys: Sequence[Any], replace: bool = False) -> Restored:
    """Restore the backup into the install.

    Raises: Conflict when the install holds data and `replace` isn't given.
    """
    claim = alone(spot)
    folder = journal.folder(spot)
    try:
        settle(spot, claimed=True)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        if url := served_url(spot):
            return _into_served(spot, url, path, keys)
        return _into_embedded(spot, path, keys, replace)
    finally:
        if not journal.path(spot).exists():  # else what waits there is still needed
            shutil.rmtree(folder, ignore_errors=True)
        claim.close()


def _into_embedded(spot: Places, path: Path, keys: Sequence[Any], replace: bool) -> Restored:
    joined = server.join(spot)
    try:
        cluster, password = joined.cluster, joined.secrets.admin
        with psycopg.connect(cluster.url(ADMIN, password)) as link:
            full = tables.holds_data(link)
        if full and not replace:
            raise Conflict(
                f"Thư mục {spot.data} đã có dữ liệu nên không ghi đè; hãy khôi phục vào thư mục khác (--data), hoặc "
                "thêm --replace để thay, dữ liệu cũ được giữ riêng."
            )
        with roles.connected(cluster.url(ADMIN, password, "postgres")) as link:
            roles.drop_database(link, RESTORING)
            roles.make_database(link, RESTORING)
            try:
                url = cluster.url(ADMIN, password, RESTORING)
                target = unpack.Target(url, cluster.binaries.major, journal.folder(spot), OWNER)
                found = unpack.unpack(path, keys, target)
                told = _note(spot, found, full)
                swap(link, RESTORING, told.aside)
            except BaseException:
                _go_back(spot, link)
                raise
            if not full:
                roles.drop_database(link, told.aside)
    finally:
        joined.release()
    return Restored(found, told.aside if full else "", _finish(spot, told))


def _now() -> str:
    return f"{datetime.now(UTC):%Y%m%d_%H%M%S}"


def _note(spot: Places, found: unpack.Unpacked, full: bool, at: str = "") -> Journal:
    """All that was unpacked is ready to take its place: whoever opens the install from now on can finish it."""
    if not found.about.get("schema"):
        raise DiabanError("Bản sao lưu không nói nó thuộc phiên bản nào; chưa dùng được.")
    _ready_key(spot, found)
    stamp = _now()
    aside = "" if at else f"{DATABASE}_aside_{stamp}"
    told = Journal(stamp, aside, full, at, schema=str(found.about["schema"]), django=found.django)
    journal.keep(spot, told)
    return told


def _waits(link: psycopg.Connection[Any]) -> bool:
    """Whether the restored database hasn't taken its name yet."""
    return link.execute("select 1 from pg_database where datname = %s", [RESTORING]).fetchone() is not None


def _go_back(spot: Places, link: psycopg.Connection[Any]) -> None:
    """Where nothing has changed places, nothing was done; else what was noted stays to be finished."""
    if _waits(link):
        journal.forget(spot)
        roles.drop_database(link, RESTORING)


def settle(spot: Places, claimed: bool = False) -> None:
    """Bring a restore that was ended in between to its end, or to its beginning where nothing had changed places yet.

    Everything that opens an install calls it; `claimed`: the caller holds the claim on the folder already.

    Raises: Conflict while that restore is at work, or where it left a server's database half filled.
    """
    if not journal.path(spot).exists():
        return
    claim = None if claimed else Lock(spot.run / "supervisor.lock")
    try:
        if claim is not None and not claim.take():
            raise Conflict("Một lần khôi phục đang chạy trên thư mục này; hãy đợi nó xong rồi chạy lại. Chưa làm gì.")
        told = journal.kept(spot)
        if told is not None:
            (_settle_served if told.server else _settle_embedded)(spot, told)
    finally:
        if claim is not None:
            claim.close()


def _settle_embedded(spot: Places, told: Journal) -> None:
    joined = server.join(spot)
    try:
        with roles.connected(joined.cluster.url(ADMIN, joined.secrets.admin, "postgres")) as link:
            begun = not _waits(link)
            _go_back(spot, link)
            if begun and not told.full:
                roles.drop_database(link, told.aside)
    finally:
        joined.release()
    if begun:
        _finish(spot, told)
    shutil.rmtree(journal.folder(spot), ignore_errors=True)
    progress.say(
        "Lần khôi phục bị ngắt giữa chừng đã được làm nốt." if begun
        else "Lần khôi phục trước bị ngắt khi chưa thay gì; dữ liệu đang có còn nguyên."
    )  # fmt: skip


def _settle_served(spot: Places, told: Journal) -> None:
    url = served_url(spot)
    if url and _place(url) == told.server:
        if told.whole:
            _finish(spot, told)
            progress.say("Lần khôi phục bị ngắt giữa chừng đã được làm nốt.")
            return
        with psycopg.connect(url) as link:
            if tables.tables(link):
                raise Conflict(
                    "Lần khôi phục vào cơ sở dữ liệu trong DIABAN_DATABASE_URL bị ngắt khi chưa so xong nên chưa dùng "
                    "được; hãy tạo lại cơ sở dữ liệu trống rồi chạy lại diaban restore. Chưa mở gì."
                )
    journal.forget(spot)
    shutil.rmtree(journal.folder(spot), ignore_errors=True)


def _place(url: str) -> str:
    """The server and database that an address names, without its password."""
    parts = urlsplit(url)
    return parts.netloc.rpartition("@")[2] + parts.path


def _finish(spot: Places, told: Journal) -> str:
    """The files take their places too; returns where the old ones are."""
    moved = _put_files(spot, told.stamp)
    if told.django:
        secrets.keep_django(spot.secrets, told.django)
    if told.server:
        (spot.data / "served.json").unlink(missing_ok=True)
    else:
        write_stamp(spot, told.schema)
    journal.forget(spot)
    shutil.rmtree(journal.folder(spot), ignore_errors=True)
    return moved


def swap(link: psycopg.Connection[Any], new: str, aside: str) -> None:
    """The new database takes the name of the one in use, at once or not at all.

    Raises: Conflict when someone is still connected to it.
    """
    try:
        with link.transaction():
            rename = sql.SQL("alter database {} rename to {}")
            if link.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
                link.execute(rename.format(sql.Identifier(DATABASE), sql.Identifier(aside)))
            link.execute(rename.format(sql.Identifier(new), sql.Identifier(DATABASE)))
    except psycopg.errors.ObjectInUse:
        raise Conflict("Một lệnh Diaban khác đang dùng cơ sở dữ liệu; hãy đợi nó xong. Dữ liệu còn nguyên.") from None


def _into_served(spot: Places, url: str, path: Path, keys: Sequence[Any]) -> Restored:
    """Only into an empty database: what another one holds isn't ours to put aside."""
    from diaban.host import served

    with psycopg.connect(url) as link:
        if tables.tables(link):
            raise Conflict(
                "Cơ sở dữ liệu trong DIABAN_DATABASE_URL không trống; hãy tạo một cơ sở dữ liệu trống và chỉ vào đó, "
                "cơ sở cũ để nguyên. Chưa làm gì."
            )
        version = link.info.server_version // 10_000
    served.make_ready(spot, url)
    journal.keep(spot, Journal(_now(), server=_place(url), whole=False))
    try:
        found = unpack.unpack(path, keys, unpack.Target(url, version, journal.folder(spot)))
        told = _note(spot, found, False, _place(url))
    except BaseException:
        with psycopg.connect(url) as link:
            if not tables.tables(link):  # nothing has arrived, so that nothing can be taken for the whole
                journal.forget(spot)
        raise
    return Restored(found, "", _finish(spot, told))


def _ready_key(spot: Places, found: unpack.Unpacked) -> None:
    """The key that signs from now on, among the files that wait: the backup's, else the one in use."""
    key, waiting = spot.keys / "ledger.key", journal.folder(spot) / "keys"
    if found.ledger_key is not None:
        waiting.mkdir(mode=0o700, exist_ok=True)
        _write(waiting / "ledger.key", found.ledger_key)
    elif key.exists() and waiting.is_dir():
        _write(waiting / "ledger.key", key.read_bytes())


def _put_files(spot: Places, stamp: str) -> str:
    """Files take the places of the old ones, which go aside; returns where. Can be gone on with at any point."""
    aside = spot.data / "aside" / stamp
    for entry in sorted(journal.folder(spot).iterdir()):
        there = spot.data / entry.name
        if there.exists():
            aside.mkdir(mode=0o700, parents=True, exist_ok=True)
            there.rename(aside / entry.name)
        entry.rename(there)
    return str(aside) if aside.exists() else ""


def _write(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)


def write_stamp(spot: Places, schema: str) -> None:
    """Say which schema the tables have now, so that the next start migrates them and no more."""
    beside = spot.data / f".prepared.{os.getpid()}"
    beside.write_text(json.dumps({"schema": schema}), "utf-8")
    beside.replace(spot.data / "prepared.json")
