"""Reads a backup into an empty database and an empty folder, and proves that what arrived is what was dumped."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import psycopg

from diaban.core.errors import Conflict, Invalid
from diaban.host import fingerprint, progress, roles
from diaban.host.backup import archive, dump, make, sealing, tables

#: Members that are kept in memory: no backup of ours has larger ones.
_SMALL = 16 * 2**20
_PACKAGE = fingerprint.PACKAGE


@dataclass
class Unpacked:
    """What a backup said about itself, and what was opened of it."""

    about: dict[str, Any]
    manifest: dict[str, Any] = field(default_factory=dict)
    django: str = ""
    ledger_key: bytes | None = None
    ledger_key_locked: bool = False
    parts: int = 0


@dataclass
class Target:
    """Where it goes: an empty database (as administrator, or as owner with `role` empty), and a folder."""

    url: str
    version: int
    folder: Path
    role: str = ""


def unpack(path: Path, keys: Sequence[Any], target: Target) -> Unpacked:
    """All of the backup into the target.

    Raises: Invalid for a wrong key or a file that isn't whole; Conflict when it needs a newer Diaban.
    """
    chain, found = archive.Chain(), None
    restoring: dump.Restoring | None = None
    try:
        with sealing.reading(path, keys) as source:
            for name, body in archive.members(source, chain):
                if found is None:
                    found = Unpacked(_about(name, body))
                    make_app_role(target.url, str(found.about.get("app_role") or ""))
                    restoring = dump.Restoring(target.url, target.version, target.role)
                elif name.startswith("database/") and restoring is not None:
                    restoring.write(body.read())
                    found.parts += 1
                else:
                    if restoring is not None:
                        restoring.finish()
                        restoring = None
                    _take(name, body, found, keys, target.folder)
    finally:
        if restoring is not None:
            restoring.drop()
    if found is None or not found.parts or found.manifest.get("chain") != chain.value:
        raise sealing.damaged(path)
    _check(found, target, path)
    return found


def _about(name: str, body: IO[bytes]) -> dict[str, Any]:
    """The first member. Raises: Invalid for anything that isn't ours, Conflict for a format to come."""
    try:
        told: dict[str, Any] = json.loads(body.read(_SMALL)) if name == archive.ABOUT else {}
        written = int(told["diaban_backup"])
    except (ValueError, KeyError, TypeError):
        raise Invalid("Tệp này không phải là bản sao lưu của Diaban; chưa làm gì.") from None
    if written > make.FORMAT:
        raise Conflict("Bản sao lưu do một bản Diaban mới hơn làm; hãy cài bản đó rồi khôi phục. Chưa làm gì.")
    return told


def _take(name: str, body: IO[bytes], found: Unpacked, keys: Sequence[Any], folder: Path) -> None:
    if name.startswith("files/"):
        _write(folder / name.removeprefix("files/"), body)
    elif name == "secrets.json":
        found.django = str(json.loads(body.read(_SMALL))["django"])
    elif name == "ledger-key.age":
        found.ledger_key = sealing.open_small(body.read(_SMALL), keys)
        found.ledger_key_locked = found.ledger_key is None
    elif name == archive.MANIFEST:
        found.manifest = json.loads(body.read())


def _write(path: Path, body: IO[bytes]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        while data := body.read(2**20):
            file.write(data)


def make_app_role(url: str, theirs: str) -> None:
    """Grants in a dump name the role of the install it came from; here it may have another name, which then gets
    what that role gets.

    Raises: Conflict where roles may not be made.
    """
    from psycopg import sql

    if theirs in ("", roles.app_role()):
        return
    with roles.connected(url) as link:
        try:
            if not link.execute("select 1 from pg_roles where rolname = %s", [theirs]).fetchone():
                link.execute(sql.SQL("create role {} nologin").format(sql.Identifier(theirs)))
            link.execute(sql.SQL("grant {} to {}").format(sql.Identifier(theirs), sql.Identifier(roles.app_role())))
        except psycopg.errors.InsufficientPrivilege:
            raise Conflict(
                f"Bản sao lưu dùng vai trò ứng dụng {theirs}, máy chủ này không cho tạo; hãy đặt "
                f"DIABAN_APP_ROLE={theirs} hoặc nhờ quản trị viên cấp vai trò ấy. Chưa làm gì."
            ) from None


def _check(found: Unpacked, target: Target, path: Path) -> None:
    """Every table, sequence and the ledger's head, against what was true when it was dumped."""
    with psycopg.connect(target.url) as link, progress.step("So từng bảng với lúc sao lưu"):
        link.execute("set transaction isolation level repeatable read, read only")
        wrong = tables.differences(found.manifest["tables"], tables.prints(link))
        now = tables.sequences(link)
        wrong += [name for name, last in found.manifest["sequences"].items() if now.get(name, -1) < last]
        if wrong or tables.head(link) != found.manifest["ledger"]:
            raise Invalid(
                f"Dữ liệu khôi phục từ {path.name} không giống lúc sao lưu ({', '.join(wrong[:5]) or 'đầu sổ'}); "
                "không dùng bản này, dữ liệu đang có còn nguyên."
            )
        newer = _unknown_migrations(link)
    if newer:
        raise Conflict(
            f"Bản sao lưu do một bản Diaban mới hơn làm (có bước {newer[0]}); hãy cài bản đó rồi khôi phục. "
            "Dữ liệu đang có còn nguyên."
        )


def _unknown_migrations(link: psycopg.Connection[Any]) -> list[str]:
    """Steps of our own rooms that this code doesn't have."""
    known = {(f.parts[-3], f.stem) for f in _PACKAGE.glob("*/migrations/[0-9]*.py")}
    rooms = {room for room, _name in known}
    return [
        f"{app}.{name}"
        for app, name in link.execute("select app, name from django_migrations order by id").fetchall()
        if app in rooms and (app, name) not in known
    ]


#: Called with the target's addresses (owner, application) while a trial database still stands.
Proof = Callable[[str, str, Path], dict[str, Any]]
