"""Brings a database up to date, as its owner: migrations, then what the rooms ship.

Run as a process of its own (`python -m diaban.host.bootstrap`) because the caller's Django is connected as the
application's role, which may not change tables.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any

from diaban.core.errors import DiabanError

#: Called without arguments after the migrations, in this order; each brings its own tables up to date and may run
#: any number of times. A room that isn't there yet is passed over.
LOADERS = (
    "diaban.ledger.registry.sync",
    "diaban.areas.actions.load_shipped",
    "diaban.casework.shipping.load",
    "diaban.onestop.shipping.load",
)


def run(url: str, environment: Mapping[str, str] | None = None) -> None:
    """Migrate the database at `url` (the owner's) in a process of its own.

    Raises: DiabanError with the last line of what went wrong.
    """
    done = _process(url, environment)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["không rõ lý do"]
        if os.environ.get("DIABAN_DEBUG") == "1":
            print(done.stderr, file=sys.stderr)
        raise DiabanError(
            f"Chưa cập nhật được cơ sở dữ liệu ({lines[-1].strip()}); dữ liệu cũ còn nguyên. "
            "Hãy chạy lại với DIABAN_DEBUG=1 để xem đầy đủ."
        )


def pending(url: str, environment: Mapping[str, str] | None = None) -> list[str]:
    """Migrations that the database at `url` lacks; none also where that can't be told, for `run` will say why."""
    done = _process(url, environment, "--pending")
    return done.stdout.split() if done.returncode == 0 else []


def _process(url: str, environment: Mapping[str, str] | None, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "diaban.host.bootstrap", *words],
        env=os.environ | {"DIABAN_DB_URL": url} | dict(environment or {}),
        stdin=subprocess.DEVNULL, capture_output=True, text=True,
    )  # fmt: skip


def _plan() -> list[Any]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return [migration for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def _migrate() -> None:
    """All pending steps; in one transaction where `DIABAN_MIGRATE_TOGETHER` asks for it and each of them can be."""
    from django.core.management import call_command
    from django.db import transaction

    together = os.environ.get("DIABAN_MIGRATE_TOGETHER") == "1" and all(step.atomic for step in _plan())
    with transaction.atomic() if together else nullcontext():
        call_command("migrate", verbosity=0, interactive=False)


def main() -> int:
    """Migrate and load; runs in the process that `run` starts. With `--pending`, only print what would be done."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diaban.settings")
    import django

    django.setup()
    if "--pending" in sys.argv:
        print(*[f"{step.app_label}.{step.name}" for step in _plan()])
        return 0
    _migrate()
    _let_the_application_see_its_version()
    for name in LOADERS:
        module, _, function = name.rpartition(".")
        if importlib.util.find_spec(module) is None:
            continue
        load = getattr(importlib.import_module(module), function, None)
        if load is not None:
            load()
    return 0


def _let_the_application_see_its_version() -> None:
    """`diaban doctor` compares the migrations applied with those in the code."""
    from django.db import connection

    from diaban.core.sql import app_role

    with connection.cursor() as cursor:
        cursor.execute(f"grant select on django_migrations to {app_role()}")


if __name__ == "__main__":
    sys.exit(main())
