"""What every process of Diaban writes about itself: one JSON object a line, and no resident in it.

Only our own loggers (`diaban.*`) write their sentences, for those are known to hold codes. Of anyone else's record
the line has the logger, the level and the line of code; its words may quote a row, an address or a form. Of an
exception it has the type, PostgreSQL's code and constraint, and where in our code it arose; its message and the
variables around it stay out.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
import time
import warnings
from types import TracebackType
from typing import Any

from diaban.core.sparing import inside, spare

#: What is being done in this thread: `request`, the id that the answer's header carries.
current = threading.local()

_JOB_ACTIONS = ("start_job", "job_success", "job_error", "job_error_retry", "job_aborted")


class Lines(logging.Formatter):
    """A record as one line of JSON. `process` is `web`, `worker` or a command's name."""

    def __init__(self, process: str) -> None:
        super().__init__()
        self.process = process

    def format(self, record: logging.LogRecord) -> str:
        """time (UTC, ms), level, process, logger; then what the record may say."""
        told: dict[str, Any] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03d}Z",
            "level": record.levelname.lower(), "process": self.process, "logger": record.name,
        }  # fmt: skip
        if request := getattr(current, "request", ""):
            told["request"] = request
        told |= _words(record)
        if record.exc_info and record.exc_info[1] is not None:
            told["error"] = spare(record.exc_info[1])
        return json.dumps(told, ensure_ascii=False, default=lambda value: type(value).__name__)


def _words(record: logging.LogRecord) -> dict[str, Any]:
    fields = getattr(record, "diaban", None)
    if isinstance(fields, dict):
        return fields
    if record.name.split(".")[0] == "diaban":
        return {"message": record.getMessage()}
    told: dict[str, Any] = {"at": f"{inside(record.pathname)}:{record.lineno}"}
    job = getattr(record, "job", None)
    if isinstance(job, dict):  # the job queue's own: its arguments may be anybody's
        told |= {"action": getattr(record, "action", ""), "job": job.get("task_name"), "job_id": job.get("id")}
    return told


class _JobsAlone(logging.Filter):
    """Of the job queue's many lines: a job's beginning and end, and whatever went wrong."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= logging.WARNING or getattr(record, "action", "") in _JOB_ACTIONS


def configure(process: str) -> None:
    """From here on everything that this process logs, or dies of, goes to stderr as lines of JSON."""
    if os.environ.get("DIABAN_DEBUG") == "1":
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
        return
    handler = logging.StreamHandler()
    handler.setFormatter(Lines(process))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("diaban").setLevel(logging.INFO)
    logging.getLogger("procrastinate").setLevel(logging.INFO)
    handler.addFilter(lambda record: not record.name.startswith("procrastinate") or _JobsAlone().filter(record))
    logging.captureWarnings(True)
    warnings.simplefilter("ignore", DeprecationWarning)
    sys.excepthook = _on_end
    threading.excepthook = lambda hook: _unexpected(hook.exc_type, hook.exc_value, hook.exc_traceback)
    sys.unraisablehook = lambda hook: _unexpected(hook.exc_type, hook.exc_value, hook.exc_traceback)


def _on_end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    _unexpected(kind, error, trace)


def _unexpected(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if error is not None and not issubclass(kind, KeyboardInterrupt):
        logging.getLogger("diaban.host").critical("unexpected", exc_info=(kind, error, trace))


def say(logger: logging.Logger, level: int, **fields: Any) -> None:
    """One line with these fields: codes, counts and names of code, nobody's data."""
    logger.log(level, "", extra={"diaban": fields})
