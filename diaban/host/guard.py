"""The process that a person or systemd starts: it holds the claim on the data folder and restarts the supervisor.

Killing it ends everything, in order; who restarts it is systemd. Killing the supervisor below it costs seconds: the
database goes on meanwhile, because the guard shares the supervisor's lease.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from diaban.core.errors import Conflict
from diaban.host import progress
from diaban.host.children import end_leftovers
from diaban.host.cluster import die_with
from diaban.host.locks import Lock
from diaban.host.places import Places

_SLOWEST = 10.0
#: Where the supervisor writes its address when it serves.
_ADDRESS = "address"
#: Seconds that a supervisor without its guard may take to end.
_PATIENCE = 20.0
#: Seconds after which a death is a new story and not the same defect again.
_STEADY = 3.0


def keep(spot: Places, serve: Callable[[Lock], int]) -> int:
    """Run `serve`, given the lease, in a process of its own, again when it was killed; its exit code otherwise.

    Raises: Conflict when another `diaban up` serves this data folder.
    """
    head, _mine = _locks(spot)  # held as long as they are named here
    lease = Lock(spot.run / "lease")
    child, asked, deaths = 0, False, 0

    def pass_on(number: int, frame: object) -> None:
        nonlocal asked
        asked = True
        if child:
            os.kill(child, signal.SIGTERM)

    def reload(number: int, frame: object) -> None:
        if child:
            os.kill(child, signal.SIGHUP)

    signal.signal(signal.SIGHUP, reload)
    while True:
        end_leftovers(spot.run)
        began, address = time.monotonic(), _stamp(spot.run)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, pass_on)
        child = _fork()
        if child == 0:
            head.close()
            return serve(lease)
        if asked:
            os.kill(child, signal.SIGTERM)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        child = 0
        if asked or code >= 0:
            return max(code, 0)
        # One that came to serve was killed, not broken: who waits for a page isn't made to wait longer each time.
        new_story = time.monotonic() - began > _STEADY or _stamp(spot.run) != address
        deaths = 1 if new_story else deaths + 1
        progress.say("Tiến trình giám sát dừng bất thường, đang chạy lại.")
        time.sleep(min(_SLOWEST, 0.05 * 2**deaths))
        if asked:
            return 0


def _locks(spot: Places) -> tuple[Lock, Lock]:
    """The guard's lock and the supervisor's, so that one program serves a data folder."""
    spot.make()
    head, mine = Lock(spot.run / "guard.lock"), Lock(spot.run / "supervisor.lock")
    # Without a guard, what holds the other lock is ending: a guard that was killed takes its supervisor along.
    if not head.take() or not mine.wait(seconds=_PATIENCE):
        raise Conflict(
            f"Diaban đang chạy trên thư mục {spot.data}{_address(spot.run)}; không mở thêm lần nữa. "
            "Hãy dùng giao diện đang chạy, hoặc dừng nó trước."
        )
    return head, mine


def _fork() -> int:
    """A child that is told to stop when this process ends, and that no signal of ours slips past."""
    parent = os.getpid()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    child = os.fork()
    if child == 0:
        die_with(parent, signal.SIGTERM)()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return child


def _stamp(run: Path) -> int:
    """When a supervisor last said where it serves, in nanoseconds; 0 where none ever did."""
    try:
        return (run / _ADDRESS).stat().st_mtime_ns
    except OSError:
        return 0


def _address(run: Path) -> str:
    """Where the running one serves, when it said so."""
    try:
        return f" ({(run / _ADDRESS).read_text('utf-8').strip()})"
    except OSError:
        return ""
