"""A ready cluster (migrated, units loaded, stopped) that fresh installs and tests copy instead of making their own.

It is keyed by PostgreSQL's version and by the schema's fingerprint, so that a stale one is never used. Its passwords
are replaced before a copy is used; what it holds beside is public.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import time
from pathlib import Path

from diaban.core.errors import DiabanError
from diaban.host import bootstrap, fingerprint, lodging, roles
from diaban.host.binaries import Binaries
from diaban.host.cluster import ADMIN, OWNER, UNSAFE, Cluster, stop
from diaban.host.locks import Lock
from diaban.host.secrets import Secrets

#: The administrator's password in a template; a copy gets its own before anyone is let in.
PASSWORD = "replaced-in-every-copy"
_KEPT = 3
#: Seconds for which a template that was used is kept in any case: others may be copying it.
_LATELY = 6 * 3600
#: Little write-ahead log is left behind, so that there is little to copy.
_SMALL = {"min_wal_size": "32MB", "max_wal_size": "64MB"}


def ready(binaries: Binaries) -> Path:
    """The data directory of a ready, stopped cluster, made now when there is none for this code."""
    shelf = lodging.for_templates()
    name = f"{binaries.version}-{fingerprint.schema()}"
    found = shelf.root / name / "cluster"
    if found.exists():
        with contextlib.suppress(OSError):
            os.utime(found.parent)  # someone copies it now: it isn't forgotten meanwhile
        return found
    shelf.root.mkdir(mode=0o755 if shelf.account else 0o700, parents=True, exist_ok=True)
    lock = Lock(shelf.root / "lock")
    try:
        if not lock.wait(seconds=300):
            raise DiabanError("Một tiến trình khác đang tạo cơ sở dữ liệu mẫu quá lâu; hãy chạy lại sau.")
        if not found.exists():
            _build(Cluster(lodging.Lodging(shelf.root / name, shelf.account), binaries))
            _forget_old(shelf.root, keep=name)
    finally:
        lock.close()
    return found


def _build(cluster: Cluster) -> None:
    """initdb, roles, database, migrations; the finished cluster is renamed into place."""
    spot = cluster.lodging
    spot.discard()
    raw = Cluster(lodging.Lodging(spot.root.with_name(spot.root.name + ".making"), spot.account), cluster.binaries)
    raw.lodging.discard()
    raw.lodging.make()
    raw.initdb(PASSWORD)
    secrets = Secrets.new()
    with (raw.lodging.root / "log").open("ab") as log:
        process = raw.start(log, UNSAFE | _SMALL)
        try:
            if not raw.wait_until_up(process):
                raise DiabanError("PostgreSQL không khởi động được khi tạo cơ sở dữ liệu mẫu.")
            with roles.connected(raw.url(ADMIN, PASSWORD, "postgres")) as link:
                roles.make_roles(link, secrets)
                roles.make_database(link)
            bootstrap.run(raw.url(OWNER, secrets.owner))
            with roles.connected(raw.url(ADMIN, PASSWORD)) as link:
                link.execute("vacuum (analyze)")
                link.execute("checkpoint")
        finally:
            stop(process)
    _label(raw)
    spot.make()
    subprocess.run(["sync", "-f", raw.lodging.cluster], check=False)
    raw.lodging.cluster.rename(spot.cluster)
    raw.lodging.discard()


def _label(cluster: Cluster) -> None:
    """Leave a mark in the data directory saying which schema it holds; copies carry it."""
    mark = cluster.lodging.cluster / mark_name()
    mark.touch()
    if cluster.lodging.account:
        shutil.chown(mark, cluster.lodging.account, cluster.lodging.account)


def mark_name() -> str:
    """The mark of this code's schema."""
    return f"diaban-{fingerprint.schema()}"


def _forget_old(shelf: Path, keep: str) -> None:
    """Drop all but the newest few, and none that was used lately: each is about 50 MB."""
    others = sorted((p for p in shelf.iterdir() if p.is_dir() and p.name != keep), key=lambda p: p.stat().st_mtime)
    for old in others[: -(_KEPT - 1)]:
        if time.time() - old.stat().st_mtime > _LATELY:
            shutil.rmtree(old, ignore_errors=True)
