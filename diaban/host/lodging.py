"""Whose account runs PostgreSQL, and where its files lie.

PostgreSQL refuses to run as root, so under root it runs as an account of its own, with its files below
/var/lib/diaban-postgres: nothing in the data folder or above it is opened to that account. Otherwise it runs as the
user, inside the data folder.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import secrets
import shutil
import stat
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diaban.core.errors import DiabanError
from diaban.host import places, wire

ACCOUNT = "diaban-postgres"
_DAY = 24 * 3600
SHELF = Path("/var/lib/diaban-postgres")
#: A socket's path holds at most 107 bytes; `.s.PGSQL.5432.lock` follows the folder.
_LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")


@dataclass(frozen=True)
class Lodging:
    """A folder for one cluster and the account that owns it (None: the user who runs this)."""

    root: Path
    account: str | None = None

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own data directory."""
        return self.root / "cluster"

    @property
    def socket(self) -> Path:
        """The folder of the socket, the only door: inside `root` when its path is short enough."""
        inside = self.root / "socket"
        if len(os.fsencode(inside)) <= _LONGEST_SOCKET_FOLDER:
            return inside
        name = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:16]
        base = os.environ.get("XDG_RUNTIME_DIR", "")
        short = Path(base) if base and len(base) < 60 and os.access(base, os.W_OK) else Path(tempfile.gettempdir())
        return short / f"diaban-{os.getuid()}-{name}"

    def make(self) -> Lodging:
        """Make the folders, closed to other accounts. Folders above keep their permissions."""
        for folder in (self.root, self.socket):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            found = folder.lstat()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.getuid(), self._uid()):
                raise DiabanError(f"Thư mục {folder} thuộc về người dùng khác; hãy xóa nó hoặc chọn --data khác.")
            if self.account and found.st_uid != self._uid():
                shutil.chown(folder, self.account, self.account)
            folder.chmod(0o700)
        return self

    def run(self, *command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a program as the account, with a plain environment, and wait."""
        done: subprocess.CompletedProcess[str] = subprocess.run(
            command, env=plain_environment() | environment, cwd="/", capture_output=True, text=True, **self.identity()
        )
        return done

    def identity(self) -> dict[str, Any]:
        """What `subprocess` needs to become the account."""
        if self.account is None:
            return {}
        return {"user": self.account, "group": self.account, "extra_groups": []}

    def discard(self) -> None:
        """Remove the cluster and its folders."""
        shutil.rmtree(self.root, ignore_errors=True)
        if self.socket.parent != self.root:
            shutil.rmtree(self.socket, ignore_errors=True)

    def _uid(self) -> int:
        return pwd.getpwnam(self.account).pw_uid if self.account else os.getuid()


def plain_environment() -> dict[str, str]:
    """An environment that gives PostgreSQL's programs nothing to trip over (PGDATA, LANG, LD_LIBRARY_PATH)."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "HOME": "/", "TZ": "UTC"}


def as_root() -> bool:
    """Whether PostgreSQL needs an account of its own."""
    return os.getuid() == 0


def ensure_account() -> None:
    """Make the server's account and its shelf, once."""
    try:
        pwd.getpwnam(ACCOUNT)
    except KeyError:
        made = subprocess.run(
            ["/usr/sbin/useradd", "--system", "--user-group", "--no-create-home", "--home-dir", SHELF,
             "--shell", "/usr/sbin/nologin", ACCOUNT],
            capture_output=True, text=True,
        )  # fmt: skip
        if made.returncode not in (0, 9):  # 9: another process was first
            raise DiabanError(
                f"Không tạo được tài khoản {ACCOUNT} để chạy PostgreSQL ({made.stderr.strip()}); "
                "hãy chạy Diaban bằng người dùng thường."
            ) from None
    SHELF.mkdir(mode=0o755, exist_ok=True)


def for_install(spot: places.Places) -> Lodging:
    """The lodging of an install's cluster."""
    if not as_root():
        return Lodging(spot.data / "postgres")
    ensure_account()
    label = spot.data / "cluster-id"
    try:
        name = label.read_text("ascii").strip()
    except FileNotFoundError:
        beside = spot.data / f".cluster-id.{os.getpid()}"
        beside.write_text(secrets.token_hex(6), "ascii")
        try:
            os.link(beside, label)
        except FileExistsError:
            pass
        finally:
            beside.unlink()
        name = label.read_text("ascii").strip()
    return Lodging(SHELF / name, ACCOUNT)


def for_templates() -> Lodging:
    """Where ready clusters are kept to be copied."""
    if not as_root():
        return Lodging(places.cache() / "templates")
    ensure_account()
    return Lodging(SHELF / "templates", ACCOUNT)


def temporary() -> Lodging:
    """A lodging for a throw-away cluster; its maker discards it."""
    if not as_root():
        return Lodging(Path(tempfile.mkdtemp(prefix="diaban-pg-")))
    ensure_account()
    for left in SHELF.glob("temporary-*"):  # by a run that was killed
        if time.time() - left.stat().st_mtime > _DAY and not wire.ping(left / "socket"):
            shutil.rmtree(left, ignore_errors=True)
    return Lodging(SHELF / f"temporary-{secrets.token_hex(6)}", ACCOUNT)
