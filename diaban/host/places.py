"""Where one install keeps its things: the data folder and what lies in it."""

from __future__ import annotations

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

from diaban.core.errors import DiabanError


@dataclass(frozen=True)
class Places:
    """The folders of one install. `data` belongs to whoever runs the commands and is closed to everyone else."""

    data: Path

    @property
    def run(self) -> Path:
        """Locks and leases of running processes; nothing in it outlives them."""
        return self.data / "run"

    @property
    def logs(self) -> Path:
        """What PostgreSQL, the web server and the worker print."""
        return self.data / "log"

    @property
    def keys(self) -> Path:
        """The key that signs the ledger's heads."""
        return self.data / "keys"

    @property
    def files(self) -> Path:
        """Scans and other attachments, each under its SHA-256: written once, never changed, so that a backup may copy
        the folder at any moment after the database (`papers.attachments.store`)."""
        return self.data / "files"

    @property
    def secrets(self) -> Path:
        """Passwords of the database roles and Django's secret key, readable by the owner alone."""
        return self.data / "secrets.json"

    def make(self) -> Places:
        """Make the folders that are missing. Folders above the data folder keep their permissions."""
        try:
            for folder in (self.data, self.run, self.logs, self.keys, self.data / "static"):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise DiabanError(
                f"Không tạo được thư mục dữ liệu {self.data} ({error.strerror}); hãy chọn thư mục khác bằng --data."
            ) from None
        if not os.access(self.data, os.W_OK | os.X_OK) or self.data.stat().st_uid != os.getuid():
            raise DiabanError(
                f"Thư mục dữ liệu {self.data} thuộc về người dùng khác; hãy chạy bằng người dùng đó "
                "hoặc chọn thư mục khác bằng --data."
            )
        return self


def home() -> Path:
    """The user's home folder, also when HOME is unset."""
    return Path(os.environ.get("HOME") or pwd.getpwuid(os.getuid()).pw_dir)


def cache() -> Path:
    """Where things are kept that can be made again: ready clusters."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if base.startswith("/") else home() / ".cache") / "diaban"


def default_data() -> Path:
    """`DIABAN_DATA`, else `.diaban` in a source checkout, else the user's data folder."""
    if named := os.environ.get("DIABAN_DATA"):
        return Path(named)
    here = Path.cwd()
    if (here / ".diaban").is_dir() or (here / "diaban" / "host").is_dir():
        return here / ".diaban"
    base = os.environ.get("XDG_DATA_HOME", "")
    return (Path(base) if base.startswith("/") else home() / ".local" / "share") / "diaban"


def places(data: str | os.PathLike[str] | None = None) -> Places:
    """The places of the install named by `--data`, else of the default one. Makes nothing."""
    return Places(Path(data or default_data()).expanduser().absolute())
