"""Puts a backup in the place of an install's data; what was there is kept aside."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from diaban.core.errors import Conflict, DiabanError
from diaban.host import roles, secrets, server
from diaban.host.backup import tables, unpack
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
    folder = spot.data / "restoring"
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        if url := served_url(spot):
            return _into_served(spot, url, path, keys, folder)
        return _into_embedded(spot, path, keys, folder, replace)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        claim.close()


def _into_embedded(spot: Places, path: Path, keys: Sequence[Any], folder: Path, replace: bool) -> Restored:
    joined = server.join(spot)
    stamp = f"{datetime.now(UTC):%Y%m%d_%H%M%S}"
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
                target = unpack.Target(url, cluster.binaries.major, folder, OWNER)
                found = unpack.unpack(path, keys, target)
                aside = f"{DATABASE}_aside_{stamp}"
                swap(link, RESTORING, aside)
            except BaseException:
                roles.drop_database(link, RESTORING)
                raise
            if not full:
                roles.drop_database(link, aside)
    finally:
        joined.release()
    moved = _put_files(spot, folder, found, stamp)
    write_stamp(spot, str(found.about["schema"]))
    return Restored(found, aside if full else "", moved)


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


def _into_served(spot: Places, url: str, path: Path, keys: Sequence[Any], folder: Path) -> Restored:
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
    found = unpack.unpack(path, keys, unpack.Target(url, version, folder))
    moved = _put_files(spot, folder, found, f"{datetime.now(UTC):%Y%m%d_%H%M%S}")
    (spot.data / "served.json").unlink(missing_ok=True)
    return Restored(found, "", moved)


def _put_files(spot: Places, folder: Path, found: unpack.Unpacked, stamp: str) -> str:
    """Files take the places of the old ones, which go aside; returns where."""
    key = spot.keys / "ledger.key"
    if found.ledger_key is not None:
        (folder / "keys").mkdir(mode=0o700, exist_ok=True)
        _write(folder / "keys" / "ledger.key", found.ledger_key)
    elif key.exists() and (folder / "keys").is_dir():
        _write(folder / "keys" / "ledger.key", key.read_bytes())
    aside = spot.data / "aside" / stamp
    for entry in sorted(folder.iterdir()):
        there = spot.data / entry.name
        if there.exists():
            aside.mkdir(mode=0o700, parents=True, exist_ok=True)
            there.rename(aside / entry.name)
        entry.rename(there)
    if found.django:
        secrets.keep_django(spot.secrets, found.django)
    return str(aside) if aside.exists() else ""


def _write(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)


def write_stamp(spot: Places, schema: str) -> None:
    """Say which schema the tables have now, so that the next start migrates them and no more."""
    if not schema:
        raise DiabanError("Bản sao lưu không nói nó thuộc phiên bản nào; chưa dùng được.")
    beside = spot.data / f".prepared.{os.getpid()}"
    beside.write_text(json.dumps({"schema": schema}), "utf-8")
    beside.replace(spot.data / "prepared.json")
