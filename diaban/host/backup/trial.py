"""Proves a backup by restoring it into a database of its own, which is thrown away afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diaban.core.errors import DiabanError, Invalid
from diaban.host import binaries, bootstrap, lodging, progress, roles, template
from diaban.host.backup import unpack
from diaban.host.cluster import ADMIN, OWNER, UNSAFE, Cluster, stop
from diaban.host.secrets import Secrets

_NAME = "diaban_trial"


@dataclass
class Stage:
    """A server of its own with an empty database, thrown away at the end."""

    cluster: Cluster
    secrets: Secrets

    def url(self, role: str) -> str:
        """The trial database as the administrator, the owner or the application."""
        password = {ADMIN: self.secrets.admin, OWNER: self.secrets.owner}.get(role, self.secrets.app)
        return self.cluster.url(role, password, _NAME)


@contextmanager
def stage() -> Iterator[Stage]:
    """The server, started; stopped and removed at the end."""
    programs = binaries.find()
    if lodging.as_root():
        lodging.ensure_account()
        programs = binaries.copied_for_server(programs, lodging.SHELF)
    ready, cluster = template.ready(programs), Cluster(lodging.temporary().make(), programs)
    try:
        cluster.copy_from(ready)
        secrets = Secrets.new()
        with (cluster.lodging.root / "log").open("ab") as log:
            process = cluster.start(log, UNSAFE)
        try:
            if not cluster.wait_until_up(process):
                raise DiabanError("PostgreSQL để thử bản sao lưu không khởi động được; bản sao lưu chưa được thử.")
            with roles.connected(cluster.url(ADMIN, template.PASSWORD, "postgres")) as link:
                roles.set_password(link, ADMIN, secrets.admin)
                roles.make_roles(link, secrets)
                roles.make_database(link, _NAME)
            yield Stage(cluster, secrets)
        finally:
            stop(process)
    finally:
        cluster.lodging.discard()


def verify(path: Path, keys: Sequence[Any]) -> dict[str, Any]:
    """Restore, compare every table, read the whole ledger again, recount the figures, hash the attachments.

    Raises: Invalid with the first thing that isn't as it was.
    """
    with stage() as on, tempfile.TemporaryDirectory(prefix="diaban-trial-") as name:
        folder = Path(name)
        target = unpack.Target(on.url(ADMIN), on.cluster.binaries.major, folder, OWNER)
        with progress.step("Khôi phục thử"):
            found = unpack.unpack(path, keys, target)
        bootstrap.run(on.url(OWNER), {"DIABAN_DATA": name})
        with progress.step("Đọc lại sổ cái và tính lại số liệu"):
            proof = _prove(on.url(roles.app_role()), folder)
    if not proof["sound"] or proof["wrong_figures"]:
        raise Invalid(
            f"Bản sao lưu {path.name} khôi phục được nhưng sổ cái hoặc số liệu trong đó không đúng "
            f"({proof['findings']} chỗ trong sổ, {proof['wrong_figures']} ô số liệu); đừng dựa vào bản này."
        )
    rows = sum(count for count, _hash in found.manifest["tables"].values())
    return {
        "made_at": found.about["made_at"], "tables": len(found.manifest["tables"]), "rows": rows,
        "files": found.manifest["files"], "ledger": found.manifest["ledger"], "proof": proof,
        "ledger_key": "locked" if found.ledger_key_locked else "opened" if found.ledger_key else "none",
    }  # fmt: skip


def _prove(url: str, folder: Path) -> dict[str, Any]:
    told = {"DIABAN_DB_URL": url, "DIABAN_DATA": str(folder), "DIABAN_APP_ROLE": roles.app_role()}
    done = subprocess.run(
        [sys.executable, "-m", "diaban.host.backup.trial"], env=os.environ | told,
        stdin=subprocess.DEVNULL, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        if os.environ.get("DIABAN_DEBUG") == "1":
            print(done.stderr, file=sys.stderr)
        raise Invalid("Không đọc lại được sổ cái trong bản sao lưu; đừng dựa vào bản này.")
    proof: dict[str, Any] = json.loads(done.stdout)
    return proof


def main() -> int:
    """In a process of its own, as the application: the ledger, the figures, the attachments."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diaban.settings")
    import django

    django.setup()
    from diaban.figures import jobs
    from diaban.ledger import audit

    report = audit.verify([])
    folder = Path(os.environ["DIABAN_DATA"])
    told = {
        "sound": report.sound, "findings": len(report.findings), "sealed": report.sealed, "root": report.root,
        "wrong_figures": len(jobs.differences()), "files": sum(path.is_file() for path in folder.rglob("*")),
    }  # fmt: skip
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
