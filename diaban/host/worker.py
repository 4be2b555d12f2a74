"""The worker: one process for the job queue, the ledger's sealer and the figures' merger."""

from __future__ import annotations

import asyncio
import os
import sys
import threading

CONCURRENCY = 2


async def _jobs() -> None:
    """The job queue, until a signal."""
    from procrastinate.contrib.django import app

    worker = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    async with worker.open_async():
        await worker.run_worker_async(concurrency=CONCURRENCY, delete_jobs="successful", shutdown_graceful_timeout=10)


def main() -> int:
    """Run until SIGTERM or SIGINT, which procrastinate turns into an orderly end."""
    from diaban.host import logs, places
    from diaban.host.meter import meter

    logs.configure("worker")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diaban.settings")
    import django

    django.setup()
    from diaban.host import loops

    meter.keep(places.places().run / "meters", "worker")
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
