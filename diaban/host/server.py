"""Joins the install's PostgreSQL, starting it when nobody has: the one way in for every command."""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from diaban.core.errors import DiabanError, Unavailable
from diaban.host import binaries, bootstrap, claim, fingerprint, lodging, roles, template, upgrade, wire
from diaban.host.cluster import ADMIN, OWNER, Cluster
from diaban.host.keeper import command
from diaban.host.locks import Lock, held
from diaban.host.places import Places
from diaban.host.secrets import Secrets, load_or_make

_PATIENCE = 120.0


@dataclass
class Server:
    """A lease on a running server. `release` it, or end: the last one out stops the server."""

    spot: Places
    cluster: Cluster
    secrets: Secrets
    lease: Lock

    @property
    def app_url(self) -> str:
        """The address for the web server, the worker and commands."""
        return self.cluster.url(roles.app_role(), self.secrets.app)

    @property
    def owner_url(self) -> str:
        """The address for migrations."""
        return self.cluster.url(OWNER, self.secrets.owner)

    def release(self) -> None:
        """Give the lease back, also for a guard that shares it."""
        if self.lease.fd >= 0:
            self.lease.let_go()
        self.lease.close()

    def empty(self) -> None:
        """Remove everything in the database and make it anew. Only for data that can be made again."""
        with roles.connected(self.cluster.url(ADMIN, self.secrets.admin, "postgres")) as link:
            roles.drop_database(link)
            roles.make_database(link)
        bootstrap.run(self.owner_url, {"DIABAN_DATA": str(self.spot.data)})

    def alive(self) -> bool:
        """Whether a keeper looks after the server."""
        return held(self.spot.run / "keeper.lock")


class Joining:
    """The steps from nothing to a lease on a prepared server; each can be called again after a failure."""

    def __init__(self, spot: Places, settings: dict[str, str] | None = None, lease: Lock | None = None) -> None:
        self.spot = spot.make()
        self.settings = settings or {}
        programs = binaries.find()
        if lodging.as_root():
            lodging.ensure_account()
            programs = binaries.copied_for_server(programs, lodging.SHELF)
        self.cluster = Cluster(lodging.for_install(spot), programs)
        self.secrets = load_or_make(spot.secrets)
        self.lease = lease or Lock(spot.run / "lease")
        self.keeper: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Take a lease, make the cluster if there is none, and start a keeper if there is none. Doesn't wait."""
        if not self.lease.wait(shared=True, seconds=_PATIENCE):
            raise Unavailable("Cơ sở dữ liệu đang dừng quá lâu; hãy chạy lại sau.")
        if not held(self.spot.run / "keeper.lock"):
            claim.check(self.spot.run)
        self._make_cluster()
        if not held(self.spot.run / "keeper.lock"):
            self.start_keeper()

    def start_keeper(self) -> None:
        """Start a keeper in a session of its own; when another is faster, this one ends at once."""
        with (self.spot.logs / "keeper.log").open("ab") as log:
            self.keeper = subprocess.Popen(
                command(self.spot.run, self.spot.logs / "postgres.log", self.cluster, self.settings),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", start_new_session=True,
            )  # fmt: skip

    def finish(self) -> Server:
        """Wait until the server takes connections and its database is up to date."""
        self._wait()
        if not self.prepared():
            self._prepare()
        self._let_go()
        return Server(self.spot, self.cluster, self.secrets, self.lease)

    def _let_go(self) -> None:
        """The keeper outlives this process on purpose: its end is nobody's to wait for, and no warning is due."""
        if self.keeper is not None:
            self.keeper.returncode = self.keeper.poll() or 0

    def prepared(self) -> bool:
        """Whether passwords are set and the schema is that of this code, by the stamp left last time."""
        try:
            return bool(json.loads(self._stamp.read_text("utf-8"))["schema"] == fingerprint.schema())
        except (OSError, ValueError, KeyError, TypeError):
            return False

    def needs_no_migration(self) -> bool:
        """Whether the tables are, or will be copied, as this code wants them."""
        return self.prepared() or not self.cluster.exists

    @property
    def _stamp(self) -> Path:
        return self.spot.data / "prepared.json"

    def _make_cluster(self) -> None:
        if self.cluster.exists:
            self.cluster.check_version()
            return
        lock = Lock(self.spot.run / "make.lock")
        try:
            lock.wait(seconds=_PATIENCE)
            if not self.cluster.exists:
                self._refuse_to_lose()
                self.cluster.lodging.make()
                self.cluster.copy_from(template.ready(self.cluster.binaries))
        finally:
            lock.close()

    def _refuse_to_lose(self) -> None:
        """A folder whose database is gone must not turn into a fresh, empty install without a word.

        Raises: DiabanError.
        """
        if self._stamp.exists():
            raise DiabanError(
                f"Thư mục {self.spot.data} đã có dữ liệu nhưng không thấy cơ sở dữ liệu của nó ở "
                f"{self.cluster.lodging.root} trên máy này; chưa tạo gì mới. Hãy mở trên máy cũ, khôi phục bằng "
                f"diaban restore, hoặc xóa {self._stamp} nếu muốn bắt đầu lại từ đầu."
            )

    def _wait(self) -> None:
        deadline = time.monotonic() + _PATIENCE
        pause = 0.005
        while not wire.ping(self.cluster.lodging.socket):
            if self.keeper is not None and self.keeper.poll() not in (None, 0):
                words = self.spot.run / "problem"
                reason = words.read_text("utf-8") if words.exists() else f"xem {self.spot.logs / 'keeper.log'}"
                raise Unavailable(f"PostgreSQL không khởi động được ({reason}); dữ liệu còn nguyên.")
            if time.monotonic() > deadline:
                raise Unavailable(f"PostgreSQL chưa trả lời sau {_PATIENCE:.0f} giây; xem {self.spot.logs}.")
            if (self.keeper is None or self.keeper.poll() == 0) and not held(self.spot.run / "keeper.lock"):
                self.start_keeper()
            time.sleep(pause)
            pause = min(pause * 1.3, 0.1)

    def _prepare(self) -> None:
        """Own passwords, roles, database, migrations: once for each version of the code."""
        lock = Lock(self.spot.run / "make.lock")
        try:
            lock.wait(seconds=_PATIENCE)
            if self.prepared():
                return
            fresh = not self._stamp.exists()
            with roles.connected(self._admin_url(fresh)) as link:
                roles.set_password(link, ADMIN, self.secrets.admin)
                roles.make_roles(link, self.secrets)
                roles.make_database(link)
            if not (fresh and self._is_copy_of_this_schema()):
                owner = self.cluster.url(OWNER, self.secrets.owner)
                upgrade.bring_up_to_date(self.spot, owner, self.cluster.url(ADMIN, self.secrets.admin))
            self._write_stamp()
            if fresh and self.settings.get("fsync") != "off":  # the copied files reach the disk while the work goes on
                threading.Thread(target=os.sync, name="sync", daemon=True).start()
        finally:
            lock.close()

    def _admin_url(self, fresh: bool) -> str:
        """A fresh copy still has the template's password, unless it was replaced just before an interruption."""
        own = self.cluster.url(ADMIN, self.secrets.admin, "postgres")
        if not fresh:
            return own
        import psycopg

        copied = self.cluster.url(ADMIN, template.PASSWORD, "postgres")
        try:
            with roles.connected(copied):
                return copied
        except psycopg.OperationalError:
            return own

    def _is_copy_of_this_schema(self) -> bool:
        """A cluster just copied needs no migration: it was made by this very code."""
        return (self.cluster.lodging.cluster / template.mark_name()).exists()

    def _write_stamp(self) -> None:
        beside = self._stamp.with_name(f".prepared.{os.getpid()}")
        beside.write_text(json.dumps({"schema": fingerprint.schema()}), "utf-8")
        beside.replace(self._stamp)


def join(spot: Places, settings: dict[str, str] | None = None) -> Server:
    """A lease on the install's server, started and prepared when it wasn't.

    Raises: DiabanError when it can't be.
    """
    joining = Joining(spot, settings)
    try:
        joining.begin()
        return joining.finish()
    except DiabanError:
        joining.lease.close()
        raise
