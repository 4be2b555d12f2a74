"""Makes one backup: a snapshot of the database, the files beside it, the keys apart; whole or not there at all."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import psycopg

from diaban.core.errors import Conflict, DiabanError, Unavailable
from diaban.host import fingerprint, roles, space
from diaban.host.backup import archive, dump, sealing, tables
from diaban.host.backup.plan import PREFIX
from diaban.host.locks import Lock
from diaban.host.places import Places
from diaban.host.secrets import load_or_make

FORMAT = 1
#: What lies in a data folder and is made again, belongs to this machine alone, or goes into a backup another way.
LEFT_OUT = frozenset(
    ("run", "log", "static", "postgres", "backups", "aside", "secrets.json", "cluster-id", "prepared.json",
     "served.json", "database.json", "up.txt", "restoring", "restoring.json", "tls")
)  # fmt: skip
_LEDGER_KEY = "keys/ledger.key"
#: A dump is smaller than the database; this share of it is asked for where no earlier backup tells better.
_SHARE = 0.5


@dataclass(frozen=True)
class Keys:
    """Public keys: who may open the backup, and who may open the ledger's signing key inside it."""

    backup: Sequence[Any] = ()
    ledger: Sequence[Any] = ()


@dataclass(frozen=True)
class Made:
    """A finished backup. `size` in bytes."""

    path: str
    made_at: str
    size: int
    seconds: float
    tables: int
    rows: int
    files: int
    sealed: bool
    why: str

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def server_version(link: psycopg.Connection[Any]) -> int:
    """15 of PostgreSQL 15.4."""
    return link.info.server_version // 10_000


def make(spot: Places, url: str, folder: Path, keys: Keys, why: str = "asked") -> Made:
    """Write a backup of the database at `url` (administrator or owner) and of the data folder into `folder`.

    Raises: Conflict when one is being made; Unavailable when there is no room or the database can't be read.
    """
    began, now = time.monotonic(), datetime.now(UTC)
    _make_folder(folder)
    lock = Lock(spot.run / "backup.lock")
    try:
        if not lock.take():
            raise Conflict("Một bản sao lưu khác đang được làm; hãy đợi nó xong.")
        for left in folder.glob(f"{PREFIX}*.part"):  # by one that was killed
            left.unlink()
        name = f"{PREFIX}{now:%Y%m%d-%H%M%S}{'' if why != 'upgrade' else '-truoc-nang-cap'}"
        final = folder / (name + (".tar.age" if keys.backup else ".tar"))
        part = final.with_name(final.name + ".part")
        try:
            with _new(part) as file:
                with sealing.writing(file, keys.backup) as sink:
                    manifest = _write(spot, url, sink, keys, now, folder)
                file.flush()
                os.fsync(file.fileno())
            part.replace(final)
        except OSError as error:
            raise Unavailable(
                f"Không ghi được bản sao lưu vào {folder} ({error.strerror}); bản dở đã xóa, dữ liệu còn nguyên."
            ) from None
        finally:
            part.unlink(missing_ok=True)
        _sync(folder)
    finally:
        lock.close()
    return Made(
        str(final), now.isoformat(timespec="seconds"), final.stat().st_size, round(time.monotonic() - began, 1),
        len(manifest["tables"]), sum(count for count, _hash in manifest["tables"].values()),
        manifest["files"], bool(keys.backup), why,
    )  # fmt: skip


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError(13, "Permission denied")
    except OSError as error:
        raise DiabanError(
            f"Không ghi được vào thư mục sao lưu {folder} ({error.strerror}); hãy sửa DIABAN_BACKUP_FOLDER."
        ) from None


def _new(path: Path) -> IO[bytes]:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    return os.fdopen(handle, "wb", buffering=2**20)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        pass  # not every network share can
    finally:
        os.close(handle)


def _write(spot: Places, url: str, sink: IO[bytes], keys: Keys, now: datetime, folder: Path) -> dict[str, Any]:
    """Everything, in order; returns the manifest."""
    out = archive.Writer(sink)
    with psycopg.connect(url, connect_timeout=10) as link:
        link.execute("set transaction isolation level repeatable read, read only")
        _check_room(link, spot, folder)
        snapshot = str(link.execute("select pg_export_snapshot()").fetchone()[0])  # type: ignore[index]
        version = server_version(link)
        out.add_json(archive.ABOUT, about(now, version))
        sequences = tables.sequences(link)
        with dump.dumping(url, version, snapshot) as stream:
            for number, data in enumerate(iter(lambda: stream.read(archive.PART), b"")):
                out.add(f"database/{number:08}", data)
        manifest: dict[str, Any] = {"tables": tables.prints(link), "sequences": sequences, "ledger": tables.head(link)}
    manifest["files"] = _add_files(spot, out)
    _add_secrets(spot, out, keys)
    manifest |= {"members": out.chain.count, "chain": out.chain.value}
    out.add_json(archive.MANIFEST, manifest)
    out.close()
    return manifest


def about(now: datetime, version: int) -> dict[str, Any]:
    """What a reader must know before anything else."""
    return {
        "diaban_backup": FORMAT, "made_at": now.isoformat(timespec="seconds"), "schema": fingerprint.schema(),
        "postgres": version, "app_role": roles.app_role(),
    }  # fmt: skip


def _check_room(link: psycopg.Connection[Any], spot: Places, folder: Path) -> None:
    row = link.execute("select pg_database_size(current_database())").fetchone()
    earlier = max((path.stat().st_size for path in folder.glob(f"{PREFIX}*.tar*")), default=0)
    needed = int(earlier * 1.2) or int(int(row[0]) * _SHARE if row else 0)
    left = space.free(folder)
    if left < needed + space.ENOUGH:
        raise Unavailable(
            f"Thư mục sao lưu {folder} còn {_megabytes(left)}, cần khoảng {_megabytes(needed + space.ENOUGH)}; "
            "chưa làm gì. Hãy giải phóng đĩa hoặc đổi DIABAN_BACKUP_FOLDER."
        )


def _megabytes(size: int) -> str:
    return f"{size // 2**20:,} MB".replace(",", ".")


def files(spot: Places) -> Iterator[tuple[str, Path]]:
    """(name, path) of what belongs to the install beside the database: attachments, daily heads, public keys."""
    for entry in sorted(spot.data.iterdir()):
        if entry.name in LEFT_OUT or entry.name.startswith("."):
            continue
        for path in sorted(entry.rglob("*")) if entry.is_dir() and not entry.is_symlink() else [entry]:
            name = str(path.relative_to(spot.data))
            hidden = any(part.startswith(".") for part in path.relative_to(spot.data).parts)
            if path.is_file() and not path.is_symlink() and not hidden and name != _LEDGER_KEY:
                yield name, path


def _add_files(spot: Places, out: archive.Writer) -> int:
    count = 0
    for name, path in files(spot):
        out.add_file(f"files/{name}", path)
        count += 1
    return count


def _add_secrets(spot: Places, out: archive.Writer, keys: Keys) -> None:
    """What signs sessions, inside the encryption; what signs the ledger, encrypted once more, to its own key. A copy
    that isn't encrypted stays on the machine, which has both."""
    if not keys.backup:
        return
    out.add_json("secrets.json", {"django": load_or_make(spot.secrets).django})
    signing = spot.data / _LEDGER_KEY
    if signing.exists():
        out.add("ledger-key.age", sealing.small(signing.read_bytes(), keys.ledger or keys.backup))
