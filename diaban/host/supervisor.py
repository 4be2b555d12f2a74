"""`diaban up`: PostgreSQL (through its keeper), the web server and the worker, kept running until told to stop."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from diaban.core.errors import DiabanError, Unavailable
from diaban.host import door, options, ports, progress, rotation
from diaban.host.children import Child
from diaban.host.location import served_url
from diaban.host.locks import Lock
from diaban.host.notify import Notifier
from diaban.host.places import Places
from diaban.host.session import Database, environment, settle_restore
from diaban.host.timetable import Timetable

_LOOK = 0.25
#: Seconds between looks at things that change slowly: sizes of logs, a renewed certificate.
_SELDOM = 5.0
_SIGN_IN = "/vao/"
#: Deaths of the web server, one after another, before its first page: it can't run at all.
_TOO_OFTEN = 3
#: Seconds until a database that couldn't be started is tried again.
_DATABASE_AGAIN = 2.0


@dataclass
class Wishes:
    """What the command line asked for."""

    host: str = "127.0.0.1"
    port: int = 8000
    demo: bool = False
    reload: bool = False
    worker: bool = True
    debug: bool = False
    lines: list[str] = field(default_factory=list)


class Supervisor:
    """Starts everything in an order that wastes no time, then watches."""

    def __init__(self, spot: Places, wishes: Wishes, lease: Lock | None = None) -> None:
        self.door = door.of(wishes.host, wishes.port, wishes.demo)
        self.spot, self.wishes, self.lease = spot.make(), wishes, lease
        self.systemd = Notifier()
        self.asked_to_reload = False
        self.asked_to_stop = False
        self.database: Database | None = None
        self.web: Child | None = None
        self.worker: Child | None = None
        self.redirect: Child | None = None
        self.port = 0
        self._held: socket.socket | None = None
        self.database_again_at = 0.0
        self.timetable = Timetable(self.spot)
        self.guard = os.getppid()
        self._again = 0.0
        self._certificate: tuple[float, ...] = ()

    def run(self, prepare: Callable[[Database], list[str]] | None = None) -> int:
        """Run until SIGTERM or SIGINT. `prepare` gets the database before the first page is announced and returns
        lines to print under the address (a demo's sign-ins)."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        signal.signal(signal.SIGHUP, self._on_reload)
        shutil.rmtree(self.spot.run / "meters", ignore_errors=True)
        try:
            self.port = self._port()
            with progress.step("Cơ sở dữ liệu"):
                self.database = self._database(early=prepare is None)
            said = prepare(self.database) if prepare is not None else []
            if self.asked_to_stop:
                return 0
            with progress.step("Máy chủ web"):
                self._start_web()
                self._wait_for_page()
            self._announce(said)
            self._watch()
        finally:
            self._stop()
        return 0

    def _port(self) -> int:
        self._held = ports.hold(self.wishes.host, self.wishes.port)
        port = int(self._held.getsockname()[1])
        if port != self.wishes.port:
            progress.say(f"Cổng {self.wishes.port} đang có chương trình khác dùng; dùng cổng {port}.")
        return port

    def _database(self, early: bool) -> Database:
        """Join or start PostgreSQL; the web server imports meanwhile, unless tables are about to change."""
        settle_restore(self.spot, claimed=True)  # the guard's claim is ours
        if url := served_url(self.spot):
            from diaban.host import served

            return served.join(self.spot, url)
        from diaban.host.server import Joining, Server

        joining = Joining(self.spot, lease=self.lease)
        self.database = Server(self.spot, joining.cluster, joining.secrets, joining.lease)
        if early and joining.needs_no_migration():
            self._start_web()
        joining.begin()
        return joining.finish()

    def _environment(self) -> dict[str, str]:
        assert self.database is not None
        told = environment(self.spot, self.database, demo=self.wishes.demo)
        told |= self.door.environment()
        if self.wishes.debug:
            told["DIABAN_DEBUG"] = "1"
        return told

    def _start_web(self) -> None:
        if self.web is None:
            self._certificate = self._stamp()
            command = [sys.executable, "-m", "diaban.host.web", self.wishes.host, str(self.port)]
            self.web = Child("web", command, self._environment(), self.spot.logs / "web.log", self.spot.run)
            self.web.start()

    def _start_redirect(self) -> None:
        if self.door.redirect_port:
            told = [str(self.wishes.host), str(self.door.redirect_port), str(self.port)]
            command = [sys.executable, "-m", "diaban.host.redirect", *told]
            self.redirect = Child("redirect", command, self._environment(), self.spot.logs / "redirect.log")
            self.redirect.start()

    def _start_worker(self) -> None:
        if self.wishes.worker:
            command = [sys.executable, "-c", "import sys; from diaban.host.worker import main; sys.exit(main())"]
            self.worker = Child("worker", command, self._environment(), self.spot.logs / "worker.log", self.spot.run)
            self.worker.start()

    def _wait_for_page(self, seconds: float = 60.0) -> None:
        assert self.web is not None
        deadline = time.monotonic() + seconds
        while not self.asked_to_stop:
            answered = ports.status(self.wishes.host, self.port, _SIGN_IN, tls=self.door.cert is not None)
            if answered:
                if answered >= 500:
                    progress.say(f"Trang đăng nhập báo lỗi {answered}; xem {self.web.log}.")
                return
            self.web.look_after()
            if self.web.deaths >= _TOO_OFTEN or time.monotonic() > deadline:
                raise Unavailable(f"Máy chủ web không chạy được; xem {self.web.log}.")
            time.sleep(0.01)

    def _announce(self, said: list[str]) -> None:
        shown = "127.0.0.1" if self.wishes.host in ("0.0.0.0", "::") else self.wishes.host
        address = f"{self.door.scheme}://{shown}:{self.port}"
        with contextlib.suppress(OSError):
            (self.spot.run / "address").write_text(address, "utf-8")
        progress.say(f"Mở {address}  (Ctrl+C để dừng)")
        for line in said or self.wishes.lines:
            progress.say(line)

    def _watch(self) -> None:
        """Restart what dies; with `reload`, restart the web server when a source file changes."""
        self._start_worker()
        self._start_redirect()
        self.systemd.tell("READY=1")
        seen = _newest() if self.wishes.reload else 0.0
        while not self.asked_to_stop:
            for child in (self.web, self.worker, self.redirect):
                if child is not None and child.look_after():
                    progress.say(f"Tiến trình {child.name} dừng bất thường, đang chạy lại; xem {child.log}.")
            self._keep_database()
            self._seldom()
            self.timetable.look()
            self.systemd.alive()
            if self.wishes.reload and (now := _newest()) > seen:
                seen = now
                progress.say("Mã nguồn đổi: chạy lại máy chủ web.")
                for child in (self.web, self.worker):
                    if child is not None:
                        child.stop()
                        child.start()
            time.sleep(_LOOK)

    def _keep_database(self) -> None:
        """The keeper restarts PostgreSQL; if the keeper itself was killed, start another."""
        from diaban.host.server import Joining, Server

        if isinstance(self.database, Server) and not self.database.alive() and not self.asked_to_stop:
            if time.monotonic() < self.database_again_at:
                return
            progress.say("Cơ sở dữ liệu dừng bất thường, đang chạy lại.")
            self.database_again_at = time.monotonic() + _DATABASE_AGAIN
            # Nobody waits here: pages say so meanwhile, and what ails the database may go away.
            Joining(self.spot, lease=self.database.lease).start_keeper()

    def _seldom(self) -> None:
        """Trim the logs; hand a renewed certificate to the web server, which lets its old worker finish."""
        if not self.asked_to_reload and time.monotonic() < self._again:
            return
        self._again = time.monotonic() + _SELDOM
        rotation.trim(self.spot.logs, options.value("DIABAN_LOG_MB") * 2**20)
        if self.door.cert and self.door.key and self.web is not None and self.web.process is not None:
            from diaban.host import tls

            now = self._stamp()
            if now and (self.asked_to_reload or now != self._certificate):
                try:
                    tls.check(self.door.cert, self.door.key)
                    self.web.process.send_signal(signal.SIGHUP)
                    progress.say("Chứng chỉ TLS mới: máy chủ web chuyển sang dùng.")
                except DiabanError as error:
                    progress.say(f"{error} Chứng chỉ cũ vẫn đang dùng.")
                self._certificate = now
        self.asked_to_reload = False

    def _stamp(self) -> tuple[float, ...]:
        """Changes with the certificate's files; empty without any, and while one of them is being replaced."""
        if not (self.door.cert and self.door.key):
            return ()
        from diaban.host import tls

        return tls.stamp(self.door.cert, self.door.key)

    def _on_signal(self, *_: object) -> None:
        self.asked_to_stop = True

    def _on_reload(self, *_: object) -> None:
        self.asked_to_reload = True

    def _stop(self) -> None:
        self.systemd.tell("STOPPING=1")
        self.timetable.stop()
        children = [child for child in (self.redirect, self.worker, self.web) if child is not None]
        for child in children:
            child.ask_to_stop()
        # Without a guard someone may be waiting to start anew; who is still being answered has a second.
        patience = 15.0 if os.getppid() == self.guard else 1.0
        for child in children:
            child.stop(patience)
        if self.database is not None:
            self.database.release()
            _wait_for_keeper(self.spot)
        if self._held is not None:
            self._held.close()


def _wait_for_keeper(spot: Places) -> None:
    """If we were the last, the keeper is stopping the server: wait for it, so that nothing runs after us."""
    from diaban.host.locks import Lock, held

    keeper = spot.run / "keeper.lock"
    lease = Lock(spot.run / "lease")
    deadline = time.monotonic() + 30
    quiet = time.monotonic() + 1
    while keeper.exists() and held(keeper) and time.monotonic() < deadline:
        if lease.take(shared=True):  # the keeper isn't stopping: others are there, or it hasn't looked yet
            lease.close()
            if time.monotonic() > quiet:
                return
            time.sleep(0.1)
            lease = Lock(spot.run / "lease")
        time.sleep(0.05)
    lease.close()


def _newest() -> float:
    """The newest change below the package."""
    package = Path(__file__).resolve().parent.parent
    suffixes = {".py", ".html", ".css", ".js", ".mo", ".svg"}
    return max(
        (
            entry.stat().st_mtime
            for entry in package.rglob("*")
            if entry.suffix in suffixes and "tests" not in entry.parts
        ),
        default=0.0,
    )
