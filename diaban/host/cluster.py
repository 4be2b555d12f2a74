"""One PostgreSQL cluster: made by initdb or copied from a ready one, and started as a direct child."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from diaban.core.errors import DiabanError
from diaban.host import wire
from diaban.host.binaries import Binaries
from diaban.host.lodging import Lodging, plain_environment

ADMIN = "diaban_admin"
OWNER = "diaban_owner"
DATABASE = "diaban"

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)

#: Unix socket only. The rest suits one machine that also runs the web server.
SETTINGS: dict[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "80",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "jit": "off",
    # Nothing is replicated by rows: one process less.
    "max_logical_replication_workers": "0",
    "random_page_cost": "1.1",
    "log_timezone": "Asia/Ho_Chi_Minh",
    "log_line_prefix": "%m [%p] ",
    # No statement is logged, nor its values: they can hold names.
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_min_error_statement": "panic",
    # Nor what a statement failed on: DETAIL quotes the row that broke a rule, and the message itself a value that
    # can't be read ("invalid input syntax for type date: …"). Who sent the statement logs its SQLSTATE.
    "log_error_verbosity": "terse",
    "log_min_messages": "log",
}
#: One process that reads ahead for all, instead of three.
_FROM_18: dict[str, str] = {"io_workers": "1"}
#: For throw-away clusters: nothing survives a crash, nothing waits for the disk.
UNSAFE: dict[str, str] = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Cluster:
    """A cluster's folder, account and programs."""

    lodging: Lodging
    binaries: Binaries

    @property
    def exists(self) -> bool:
        """Whether the cluster was made; a copy or initdb cut short is moved into place last, so never half."""
        return (self.lodging.cluster / "PG_VERSION").exists()

    def check_version(self) -> None:
        """A cluster of another major version can't be opened by these programs."""
        made = (self.lodging.cluster / "PG_VERSION").read_text().strip()
        if made != str(self.binaries.major):
            raise DiabanError(
                f"Dữ liệu do PostgreSQL {made} tạo nhưng máy này có PostgreSQL {self.binaries.major}; "
                f"dữ liệu còn nguyên. Hãy dùng bản Diaban có PostgreSQL {made} chạy diaban backup, rồi bản này chạy "
                "diaban restore vào thư mục mới (docs/backup.md)."
            )

    def initdb(self, password: str) -> None:
        """Make a new cluster with checksums, UTF-8 and the built-in Unicode rules (C.UTF-8 before 17)."""
        target = self._aside()
        pwfile = self.lodging.root / ".pw"
        self._write(pwfile, password + "\n")
        rules = (
            ["--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST", "--locale=C"]
            if self.binaries.major >= 18
            else ["--locale=C.UTF-8"]
        )
        try:
            made = self.lodging.run(
                self.binaries.program("initdb"), "-D", target, "-U", ADMIN, "--encoding=UTF8", *rules,
                "--data-checksums", "--auth=scram-sha-256", f"--pwfile={pwfile}", "--no-sync", "--no-instructions",
            )  # fmt: skip
        finally:
            pwfile.unlink()
        if made.returncode:
            raise DiabanError(f"Không tạo được cơ sở dữ liệu: {_last_line(made.stderr)}")
        target.rename(self.lodging.cluster)

    def copy_from(self, ready: Path) -> None:
        """Take over a copy of a stopped cluster."""
        target = self._aside()
        made = self.lodging.run("cp", "-a", "--reflink=auto", ready, target)
        if made.returncode:
            raise DiabanError(f"Không chép được cơ sở dữ liệu mẫu: {_last_line(made.stderr)}")
        target.rename(self.lodging.cluster)

    def start(
        self,
        log: IO[bytes] | int,
        settings: Mapping[str, str] | None = None,
        pass_fds: tuple[int, ...] = (),
    ) -> subprocess.Popen[bytes]:
        """Start the server as a child that is told to stop when the calling thread ends.

        The caller has made sure (by a lock that the server inherits) that no server owns the folder, so a pid file
        that is still there is stale, whatever it says.
        """
        (self.lodging.cluster / "postmaster.pid").unlink(missing_ok=True)
        for left in self.lodging.socket.glob(".s.PGSQL.*"):
            left.unlink(missing_ok=True)
        merged = (
            SETTINGS
            | (_FROM_18 if self.binaries.major >= 18 else {})
            | {"unix_socket_directories": str(self.lodging.socket)}
            | dict(settings or {})
        )
        options = [part for name, value in merged.items() for part in ("-c", f"{name}={value}")]
        process: subprocess.Popen[bytes] = subprocess.Popen(
            [self.binaries.program("postgres"), "-D", str(self.lodging.cluster), *options],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", env=plain_environment(), pass_fds=pass_fds,
            start_new_session=True, preexec_fn=die_with(os.getpid(), signal.SIGINT), **self.lodging.identity(),
        )  # fmt: skip
        return process

    def wait_until_up(self, process: subprocess.Popen[bytes], seconds: float = 60.0) -> bool:
        """Wait until it takes connections; False when it ended or took too long."""
        deadline = time.monotonic() + seconds
        pause = 0.005
        while time.monotonic() < deadline:
            if wire.ping(self.lodging.socket):
                return True
            if process.poll() is not None:
                return False
            time.sleep(pause)
            pause = min(pause * 1.3, 0.1)
        return False

    def url(self, user: str, password: str, database: str = DATABASE) -> str:
        """A libpq address on the socket."""
        from urllib.parse import quote

        return f"postgresql://{user}:{quote(password, safe='')}@/{database}?host={quote(str(self.lodging.socket))}"

    def _aside(self) -> Path:
        """An empty name beside the cluster; what an earlier attempt left is removed."""
        target = self.lodging.root / "cluster.new"
        shutil.rmtree(target, ignore_errors=True)
        return target

    def _write(self, path: Path, text: str) -> None:
        """Write a file that only the server's account reads."""
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(text)
        if self.lodging.account:
            shutil.chown(path, self.lodging.account, self.lodging.account)


def stop(process: subprocess.Popen[bytes], seconds: float = 30.0) -> None:
    """A fast shutdown: sessions end, everything committed is written. A server that hangs is ended hard."""
    for sent, patience in ((signal.SIGINT, seconds), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0)):
        if process.poll() is not None:
            return
        process.send_signal(sent)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            continue


def die_with(parent: int, sent: signal.Signals) -> Callable[[], None]:
    """For `preexec_fn`: the child is sent a signal when the thread that started it ends.

    It runs after the child became another account, which would clear the wish.
    """

    def arrange() -> None:
        _libc.prctl(_PR_SET_PDEATHSIG, sent, 0, 0, 0)
        if os.getppid() != parent:  # the parent ended before the wish was made
            os._exit(1)

    return arrange


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "không rõ lý do"
