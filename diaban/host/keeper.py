"""The keeper: a small process that owns one PostgreSQL server for as long as anyone holds a lease on it.

Commands come and go, and the one that started the server may leave first, so the server belongs to none of them. The
keeper starts it as its direct child, restarts it when it dies, and stops it when the last lease is gone. Every
question ("is someone still using it?", "does an old server still own the folder?") is answered by a lock that the
kernel releases when a process ends, never by a pid.

- `lease`: shared by each command; taken exclusively by the keeper to stop, so that nobody joins a stopping server.
- `keeper.lock`: held by the one keeper.
- `postgres.lock`: inherited by the server and its sessions, so it is free only when the last of them has ended.

Runs without site-packages (`-I -S`): its start is part of every cold start.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from diaban.host import space
from diaban.host.binaries import Binaries
from diaban.host.claim import Mark
from diaban.host.cluster import Cluster, stop
from diaban.host.locks import Lock
from diaban.host.lodging import Lodging

_LOOK = 0.2
_GIVE_UP_AFTER = 5
_LOG_BYTES = 10 * 2**20


class Keeper:
    """One server and the locks around it."""

    def __init__(self, run: Path, log: Path, cluster: Cluster, settings: dict[str, str]) -> None:
        self.run_folder, self.log, self.cluster, self.settings = run, log, cluster, settings
        self.lease = Lock(run / "lease")
        self.mark = Mark(run)
        self.guard = space.Guard(cluster.lodging.root, cluster.lodging.cluster, run / "space.json")
        self.stopping = False

    def run(self) -> int:
        """Keep the server until the last lease is gone; 1 when it can't be started."""
        mine = Lock(self.run_folder / "keeper.lock")
        if not mine.take():
            return 0
        (self.run_folder / "problem").unlink(missing_ok=True)
        signal.signal(signal.SIGTERM, lambda *_: setattr(self, "stopping", True))
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        failures = 0
        while not self.stopping:
            began = time.monotonic()
            process = self.start()
            if process is not None and self.cluster.wait_until_up(process, 600):
                failures = 0
                if self.watch(process):
                    return 0
            elif process is not None:
                stop(process, 5)
            if self.nobody_waits_for_room():
                return 0
            failures += 1
            if failures >= _GIVE_UP_AFTER:
                self.leave_word()
                return 1
            time.sleep(max(0.0, min(2.0, 0.1 * 2**failures) - (time.monotonic() - began)))
        return 0

    def nobody_waits_for_room(self) -> bool:
        """On a full disk, wait for room instead of giving up. True when the last lease went meanwhile."""
        while self.no_room():
            self.mark.renew()
            if self.stopping or self.lease.take():
                return True
            time.sleep(_LOOK)
        return False

    def no_room(self) -> bool:
        """Whether even giving back the reserve leaves too little to start."""
        self.guard.prepare()
        return space.free(self.cluster.lodging.root) < space.LOW // 4

    def leave_word(self) -> None:
        """Why it can't be started, for whoever waits."""
        with contextlib.suppress(OSError):
            (self.run_folder / "problem").write_text(self.last_words(), "utf-8")

    def start(self) -> subprocess.Popen[bytes] | None:
        """Start the server once nothing of an earlier one is left. None when that doesn't happen."""
        theirs = Lock(self.run_folder / "postgres.lock", inheritable=True)
        try:
            if not theirs.wait(seconds=30):
                return None
            self.cluster.lodging.make()
            self.guard.prepare()
            with self.log.open("ab") as log:
                return self.cluster.start(log, self.settings, pass_fds=(theirs.fd,))
        except OSError as error:
            with contextlib.suppress(OSError), self.log.open("a") as log_text:
                log_text.write(f"{error}\n")
            return None
        finally:
            theirs.close()

    def watch(self, process: subprocess.Popen[bytes]) -> bool:
        """Wait; True when the server was stopped because nobody needs it, False when it died."""
        while True:
            try:
                process.wait(_LOOK)
                return False
            except subprocess.TimeoutExpired:
                pass
            self.mark.renew()
            if self.guard.look():
                process.send_signal(signal.SIGHUP)
            if self.stopping or self.lease.take():
                stop(process)
                return True

    def last_words(self) -> str:
        """The last line of the server's log, for whoever waits for it."""
        lines = self.log.read_text("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else ""


def command(run: Path, log: Path, cluster: Cluster, settings: dict[str, str]) -> list[str]:
    """The command line that starts a keeper."""
    told = {
        "run": str(run), "log": str(log), "root": str(cluster.lodging.root), "account": cluster.lodging.account,
        "bin": str(cluster.binaries.folder), "version": cluster.binaries.version, "settings": settings,
    }  # fmt: skip
    package = str(Path(__file__).resolve().parents[2])
    code = f"import sys; sys.path.insert(0, {package!r}); from diaban.host.keeper import main; sys.exit(main())"
    return [sys.executable, "-I", "-S", "-c", code, json.dumps(told)]


def main() -> int:
    """Runs in the keeper's process."""
    told: dict[str, Any] = json.loads(sys.argv[1])
    log = Path(told["log"])
    if log.exists() and log.stat().st_size > _LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))
    os.umask(0o077)
    cluster = Cluster(Lodging(Path(told["root"]), told["account"]), Binaries(Path(told["bin"]), told["version"]))
    return Keeper(Path(told["run"]), log, cluster, told["settings"]).run()
