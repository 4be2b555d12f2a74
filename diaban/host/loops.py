"""What the worker repeats beside the job queue: each loop is a function that does what is waiting and returns."""

from __future__ import annotations

import importlib
import importlib.util
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from diaban.core.sparing import spare
from diaban.host import logs
from diaban.host.meter import meter

log = logging.getLogger("diaban.host")


@dataclass(frozen=True)
class Loop:
    """A function by its dotted name, run again `seconds` after it returned."""

    name: str
    function: str
    seconds: float

    def load(self) -> Callable[[], object] | None:
        """The function; None when its room isn't there yet. A room that is there but broken is an error."""
        module, _, attribute = self.function.rpartition(".")
        if importlib.util.find_spec(module) is None:
            return None
        return getattr(importlib.import_module(module), attribute)  # type: ignore[no-any-return]


LOOPS = (
    Loop("sealer", "diaban.ledger.jobs.run_once", 1.0),
    Loop("merger", "diaban.figures.jobs.run_once", 1.0),
    Loop("sessions", "diaban.host.tidying.run_once", 3600.0),
    Loop("clock", "diaban.people.jobs.run_once", 60.0),
    Loop("tally", "diaban.casework.jobs.merge_once", 1.0),
    Loop("deadlines", "diaban.casework.jobs.run_once", 60.0),
    Loop("cards", "diaban.cards.jobs.run_once", 60.0),
    Loop("forgetting", "diaban.access.jobs.run_once", 600.0),
    Loop("drafts", "diaban.onestop.jobs.run_once", 3600.0),
    Loop("sweeper", "diaban.papers.attachments.jobs.run_once", 3600.0),
    Loop("exports", "diaban.web.exports.jobs.run_once", 60.0),
)


#: Seconds between two runs from which on a loop doesn't keep its connection.
_SELDOM = 30.0


def repeat(loop: Loop, function: Callable[[], object], stop: threading.Event) -> None:
    """Run until told to stop. A failure is logged by its kind (never with data) and tried again, ever later."""
    from django.db import close_old_connections, connections

    pause = loop.seconds
    while not stop.is_set():
        try:
            close_old_connections()
            function()
            meter.add("diaban_loop_runs_total", loop=loop.name)
            pause = loop.seconds
        except Exception as error:
            connections.close_all()
            pause = min(60.0, max(1.0, pause) * 2)
            meter.add("diaban_loop_failures_total", loop=loop.name)
            logs.say(log, logging.ERROR, loop=loop.name, error=spare(error), again_in=pause)
        if pause >= _SELDOM:
            connections.close_all()  # a session of PostgreSQL weighs 5 MB
        stop.wait(pause)
    connections.close_all()


def start(stop: threading.Event) -> list[threading.Thread]:
    """A thread for each loop there is."""
    threads = []
    for loop in LOOPS:
        function = loop.load()
        if function is not None:
            thread = threading.Thread(target=repeat, args=(loop, function, stop), name=loop.name, daemon=True)
            thread.start()
            threads.append(thread)
    return threads
