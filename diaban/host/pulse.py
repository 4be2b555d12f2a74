"""What can be told in a moment about a running install: read by the probes, the metrics and `diaban doctor`.

Every function answers with a number, or None where there is nothing to measure; none shows a record.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from diaban.host import meter
from diaban.host.places import Places

_WAITING = """
select (select s.last_value - m.done from ledger_line_id_seq s, ledger_mark m where m.source = 0),
       (select s.last_value - m.done from ledger_lookup_id_seq s, ledger_mark m where m.source = 1),
       figures.waiting()
"""
_JOBS = "select status::text, count(*) from procrastinate_jobs group by 1"
#: When this process last saw that no migration was missing; asked again after a minute.
_MIGRATED = {"at": 0.0}


def meters(spot: Places) -> Path:
    """Where each process writes its numbers."""
    return spot.run / "meters"


def waiting() -> dict[str, int]:
    """Ledger lines and look-ups not sealed yet (ids given, at most), and differences not merged yet."""
    from diaban.core import sql

    lines, lookups, queue = sql.rows(_WAITING)[0]
    return {"lines": max(0, lines), "lookups": max(0, lookups), "queue": queue}


def jobs() -> dict[str, int]:
    """Jobs by status: todo, doing, failed."""
    from diaban.core import sql

    return {"todo": 0, "doing": 0, "failed": 0} | dict(sql.rows(_JOBS))


def missing_migrations(fresh: bool = True) -> int:
    """Steps in the code that the database hasn't seen; `fresh=False` trusts a good answer for a minute."""
    if not fresh and time.monotonic() - _MIGRATED["at"] < 60 and _MIGRATED["at"]:
        return 0
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    lacking = sum(key not in loader.applied_migrations for key in loader.graph.nodes)
    if not lacking:
        _MIGRATED["at"] = time.monotonic()
    return lacking


def worker_silence(spot: Places) -> float | None:
    """Seconds since the worker last said that it lives; None when there is none."""
    return meter.silence(meters(spot), "worker")


def free_bytes(spot: Places) -> int:
    """Bytes free for the data folder."""
    return shutil.disk_usage(spot.data).free


def backup_age(spot: Places) -> float | None:
    """Seconds since the last good backup; None when none was ever made here."""
    try:
        good = json.loads((spot.data / "backups" / "state.json").read_text("utf-8"))["good"]
        return max(0.0, time.time() - datetime.fromisoformat(good).timestamp())
    except (OSError, ValueError, KeyError, TypeError):
        return None


def certificate_seconds() -> float | None:
    """Seconds until the TLS certificate ends, negative after; None without one."""
    cert = os.environ.get("DIABAN_TLS_CERT")
    if not cert:
        return None
    from diaban.host import tls

    try:
        return tls.certificate(Path(cert)).ends - time.time()
    except (OSError, ValueError):
        return 0.0


def gauges(spot: Places) -> dict[str, list[tuple[dict[str, str], float]]]:
    """The metrics that are read when they are asked for. A database that doesn't answer is a 0, not an error."""
    from django.db import Error

    told: dict[str, list[tuple[dict[str, str], Any]]] = {
        "diaban_disk_free_bytes": [({}, free_bytes(spot))],
        "diaban_backup_age_seconds": [({}, backup_age(spot))],
        "diaban_certificate_seconds": [({}, certificate_seconds())],
        "diaban_process_silent_seconds": [({"process": "worker"}, worker_silence(spot))],
    }
    try:
        counts = waiting()
        told["diaban_ledger_unsealed_lines"] = [({}, counts["lines"])]
        told["diaban_ledger_unsealed_lookups"] = [({}, counts["lookups"])]
        told["diaban_figures_queue"] = [({}, counts["queue"])]
        told["diaban_jobs"] = [({"status": status}, count) for status, count in jobs().items()]
        told["diaban_database_up"] = [({}, 1)]
    except Error:
        told["diaban_database_up"] = [({}, 0)]
    return {name: [row for row in rows if row[1] is not None] for name, rows in told.items()}
