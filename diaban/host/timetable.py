"""What the supervisor does by the calendar: the daily backup, in a process of its own that gives way to the others."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime

from diaban.core.errors import DiabanError
from diaban.host import progress
from diaban.host.backup import plan
from diaban.host.cluster import die_with
from diaban.host.places import Places

_LOOK = 20.0


class Timetable:
    """Starts a backup when one is due and says how it went. All methods are called from the supervisor's thread."""

    def __init__(self, spot: Places) -> None:
        self.spot = spot
        self.process: subprocess.Popen[bytes] | None = None
        self.next = time.monotonic() + _LOOK  # not in the first seconds, which belong to whoever opens a page

    def look(self) -> None:
        """Look once; cheap while nothing is due."""
        if self.process is not None:
            if (code := self.process.poll()) is None:
                return
            self.process = None
            if code:
                said = plan.state(self.spot).problem or f"xem {self.spot.logs / 'backup.log'}"
                progress.say(f"Sao lưu theo lịch không được: {said}")
        if time.monotonic() < self.next:
            return
        self.next = time.monotonic() + _LOOK
        try:
            due = plan.due(self.spot, datetime.now(UTC))
        except DiabanError as error:
            progress.say(str(error))
            self.next = time.monotonic() + 3600
            return
        if due:
            self._start()

    def stop(self) -> None:
        """Don't wait for it: what is half written isn't taken for a backup, and it is due again."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def _start(self) -> None:
        parent = os.getpid()
        tied = die_with(parent, signal.SIGKILL)

        def gently() -> None:
            os.nice(10)
            tied()

        command = [sys.executable, "-m", "diaban.cli", "backup", "--scheduled", "--data", str(self.spot.data)]
        try:
            with (self.spot.logs / "backup.log").open("ab") as log:
                self.process = subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=gently
                )
        except OSError as error:
            progress.say(f"Không bắt đầu được bản sao lưu theo lịch ({error.strerror}).")
