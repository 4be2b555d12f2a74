"""The throw-away PostgreSQL of a test run: a copy of the ready cluster, without care for crashes."""

from __future__ import annotations

import itertools
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from diaban.host import binaries, lodging, roles, template
from diaban.host.cluster import ADMIN, DATABASE, OWNER, UNSAFE, Cluster, stop
from diaban.host.secrets import Secrets

#: Signs in for the tests and becomes the application's role, or the owner's where a test arranges something.
TESTER = "diaban_tester"
#: As the tests want it. Autovacuum would look at tables while a test has filled them, see nothing (the test's work is
#: rolled back) and tell the planner that they are empty for good; `tidy` does its work between modules.
SETTINGS = UNSAFE | {"shared_buffers": "128MB", "autovacuum": "off", "max_wal_size": "2GB"}
#: How much a table may have grown, in bytes, before it is tidied.
_GROWN = 64 * 1024
_SIZES = """select format('%I.%I', n.nspname, c.relname), pg_table_size(c.oid) from pg_class c
    join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and c.relpersistence = 'p'"""


@dataclass
class TestCluster:
    """A running server with the pristine database `diaban`, from which others are made."""

    __test__ = False
    cluster: Cluster
    secrets: Secrets
    process: subprocess.Popen[bytes]

    def __post_init__(self) -> None:
        self._names = itertools.count(1)

    @property
    def admin_url(self) -> str:
        """The administrator, for making and dropping databases."""
        return self.cluster.url(ADMIN, self.secrets.admin, "postgres")

    def app_url(self, database: str) -> str:
        """The application's role, as the web server signs in."""
        return self.cluster.url(roles.app_role(), self.secrets.app, database)

    def owner_url(self, database: str) -> str:
        """The owner, as migrations sign in."""
        return self.cluster.url(OWNER, self.secrets.owner, database)

    def create(self, template_name: str = DATABASE) -> str:
        """A new database, a copy of another; returns its name."""
        name = f"test_{next(self._names)}"
        with roles.connected(self.admin_url) as link:
            link.execute(f'create database "{name}" template "{template_name}" owner {OWNER}')
            link.execute(f'revoke all on database "{name}" from public')
            link.execute(f'grant connect, temporary on database "{name}" to {roles.app_role()}, {TESTER}')
        return name

    def tidying(self, name: str) -> Callable[[], None]:
        """A function that gives back what tests wrote in a database and rolled back since: a late test finds its tables
        as the first one does.
        """
        address, before = self.cluster.url(ADMIN, self.secrets.admin, name), dict[str, int]()

        def tidy() -> None:
            with roles.connected(address) as link:
                for table, size in link.execute(_SIZES).fetchall():
                    if int(str(size)) > before.get(str(table), 0) + _GROWN:
                        link.execute(f"vacuum {table}")

        with roles.connected(address) as link:
            before.update((str(table), int(str(size))) for table, size in link.execute(_SIZES).fetchall())
        return tidy

    def drop(self, name: str) -> None:
        """Remove a database and end its sessions."""
        with roles.connected(self.admin_url) as link:
            link.execute(f'drop database "{name}" with (force)')


@contextmanager
def running() -> Iterator[TestCluster]:
    """Copy, start, give the roles passwords; stop and remove at the end."""
    programs = binaries.find()
    if lodging.as_root():
        lodging.ensure_account()
        programs = binaries.copied_for_server(programs, lodging.SHELF)
    ready = template.ready(programs)
    cluster = Cluster(lodging.temporary().make(), programs)
    try:
        cluster.copy_from(ready)
        secrets = Secrets.new()
        with (cluster.lodging.root / "log").open("ab") as log:
            process = cluster.start(log, SETTINGS)
        try:
            if not cluster.wait_until_up(process):
                raise RuntimeError((cluster.lodging.root / "log").read_text())
            with roles.connected(cluster.url(ADMIN, template.PASSWORD, "postgres")) as link:
                roles.set_password(link, ADMIN, secrets.admin)
                roles.make_roles(link, secrets)
                link.execute(
                    f"create role {TESTER} login noinherit password '{secrets.app}' in role {OWNER}, {roles.app_role()}"
                )
            yield TestCluster(cluster, secrets, process)
        finally:
            stop(process)
    finally:
        cluster.lodging.discard()
