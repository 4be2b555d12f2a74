"""The worker: one process for the job queue, the ledger's sealer and the figures' merger."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
import traceback
from types import TracebackType

CONCURRENCY = 2


class Sparing(logging.Formatter):
    """Writes of an exception its kind and where in our code it arose; its message may quote a resident's row."""

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        told: list[str] = []
        error = ei[1]
        while error is not None and len(told) < 5:
            told.append(f"{type(error).__name__} at {_whereabouts(error)}")
            error = error.__cause__ or error.__context__
        return " < ".join(told)


def _whereabouts(error: BaseException) -> str:
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/diaban/" in frame.filename]
    return " ".join(f"{frame.filename.rsplit('/diaban/', 1)[-1]}:{frame.lineno}" for frame in frames[-4:]) or "-"


def _log_sparingly() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(Sparing("%(asctime)s %(name)s %(levelname)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])


async def _jobs() -> None:
    """The job queue, until a signal."""
    from procrastinate.contrib.django import app

    worker = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    async with worker.open_async():
        await worker.run_worker_async(concurrency=CONCURRENCY, delete_jobs="successful", shutdown_graceful_timeout=10)


def main() -> int:
    """Run until SIGTERM or SIGINT, which procrastinate turns into an orderly end."""
    _log_sparingly()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diaban.settings")
    import django

    django.setup()
    from diaban.host import loops

    stop = threading.Event()
    threads = loops.start(stop)
    try:
        asyncio.run(_jobs())
    finally:
        stop.set()
        for thread in threads:
            thread.join(5)
    return 0


if __name__ == "__main__":
    sys.exit(main())
