"""PostgreSQL's own programs for copying a database, matched to the server's version and never told a password aloud."""

from __future__ import annotations

import os
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from diaban.core.errors import DiabanError, Unavailable
from diaban.host import binaries
from diaban.host.lodging import plain_environment

#: Where Debian's packages of PostgreSQL put a version's programs.
_SYSTEM = Path("/usr/lib/postgresql")
#: The first version that knows the settings with which pg_restore 17 and later greet a server.
_KNOWS_NEW_SETTINGS = 17
_HEAD = 2**16


def program(name: str, server: int) -> str:
    """A program that understands a server of this major version: the one that came along, else the system's.

    Raises: DiabanError naming what to install.
    """
    found = binaries.find()
    if found.major >= server and (found.folder / name).exists():
        return found.program(name)
    newer = [folder for folder in _SYSTEM.glob("*") if folder.name.isdigit() and int(folder.name) >= server]
    for folder in sorted(newer, key=lambda each: int(each.name)):
        if (folder / "bin" / name).exists():
            return str(folder / "bin" / name)
    raise DiabanError(
        f"Máy chủ là PostgreSQL {server}, mới hơn {name} đi kèm ({found.major}); hãy cài postgresql-client-{server} "
        "hoặc chỉ thư mục của nó bằng DIABAN_PG_BIN. Dữ liệu còn nguyên."
    )


def _told(url: str) -> tuple[str, dict[str, str]]:
    """(address without its password, environment with it): a command line can be read by every user of a machine."""
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    parts = conninfo_to_dict(url)
    password = str(parts.pop("password", "") or "")
    environment = plain_environment() | ({"PGPASSWORD": password} if password else {})
    if home := os.environ.get("HOME"):
        environment["HOME"] = home
    return make_conninfo(**{name: str(value) for name, value in parts.items() if value is not None}), environment


@contextmanager
def dumping(url: str, server: int, snapshot: str = "", schema_only: bool = False) -> Iterator[IO[bytes]]:
    """The stream of pg_dump's custom format. Its end is only good when the block ends without an error.

    Raises: Unavailable with pg_dump's last words.
    """
    address, environment = _told(url)
    command = [program("pg_dump", server), "--format=custom", "--no-owner", "--compress=3", "--dbname", address]
    if snapshot:
        command.append(f"--snapshot={snapshot}")
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd="/"
    )
    assert process.stdout is not None
    words = _Words(process)
    try:
        yield process.stdout
        if process.wait() != 0:
            raise Unavailable(f"pg_dump không đọc được cơ sở dữ liệu ({words.last()}); dữ liệu còn nguyên.")
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


class Restoring:
    """Takes the stream of pg_dump into an empty database; in one transaction, so never half."""

    def __init__(self, url: str, server: int, role: str = "") -> None:
        address, environment = _told(url)
        restore = [program("pg_restore", server), "--no-owner", "--exit-on-error"]
        if role:
            restore.append(f"--role={role}")
        target = ["--single-transaction", "--dbname", address]
        self.plain = server < _KNOWS_NEW_SETTINGS and binaries.find().major >= _KNOWS_NEW_SETTINGS
        self.process = subprocess.Popen(
            [*restore, "--file=-"] if self.plain else [*restore, *target],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE if self.plain else subprocess.DEVNULL,
            stderr=subprocess.PIPE, cwd="/",
        )  # fmt: skip
        self.words = _Words(self.process)
        self.older: subprocess.Popen[bytes] | None = None
        if self.plain:
            psql = [program("psql", server), "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", *target]
            self.older = subprocess.Popen(
                psql, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/"
            )
            self.older_words = _Words(self.older)
            self.carrier = threading.Thread(target=self._carry, daemon=True)
            self.carrier.start()

    def write(self, data: bytes) -> None:
        """Some more of the stream."""
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(data)
        except BrokenPipeError:
            self.finish()

    def finish(self) -> None:
        """The end of the stream: all is there, or nothing.

        Raises: Unavailable with the last words of what failed.
        """
        assert self.process.stdin is not None
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass
        code, said = self.process.wait(), self.words
        if self.older is not None:
            self.carrier.join()
            if self.older.wait() != 0:
                code, said = self.older.returncode, self.older_words
        if code != 0:
            raise Unavailable(f"Không nạp được cơ sở dữ liệu ({said.last()}); chưa thay gì của dữ liệu đang có.")

    def drop(self) -> None:
        """Give up: what was sent is rolled back."""
        for process in (self.process, self.older):
            if process is not None:
                process.kill()
                process.wait()

    def _carry(self) -> None:
        """From pg_restore's text to psql, without the settings that an older server doesn't know."""
        assert self.process.stdout is not None
        assert self.older is not None
        assert self.older.stdin is not None
        first = b""
        while len(first) < _HEAD and (more := self.process.stdout.read1(_HEAD)):  # type: ignore[attr-defined]
            first += more
        head, rest = first[:_HEAD], first[_HEAD:]
        try:
            self.older.stdin.write(re.sub(rb"(?m)^SET transaction_timeout = 0;$", b"", head, count=1) + rest)
            while more := self.process.stdout.read(2**20):
                self.older.stdin.write(more)
            self.older.stdin.close()
        except BrokenPipeError:
            pass


class _Words:
    """Reads what a program complains about, so that it never waits for a reader, and keeps the last of it."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process, self.text = process, b""
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        with self.process.stderr as stream:
            while more := stream.read(4096):
                self.text = (self.text + more)[-4096:]

    def last(self) -> str:
        """The last line of an error; rows that PostgreSQL quotes in DETAIL and CONTEXT stand on others."""
        self.thread.join(5)
        lines = [line for line in self.text.decode("utf-8", "replace").splitlines() if "error" in line.lower()]
        return lines[-1].strip()[:200] if lines else "không rõ lý do"
