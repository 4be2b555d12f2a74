"""A real install to measure: the embedded server as the application uses it, durable, with synthetic residents."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from diaban.core.errors import DiabanError
from diaban.host import binaries, session
from diaban.host.server import Server

if TYPE_CHECKING:
    from diaban.access.scope import Viewer
    from diaban.demo.offices import SignIn

#: Whom the demo signs in, and so whom benchmarks measure for: a commune, a province.
PROVINCE = "42"


@dataclass(frozen=True)
class Install:
    """A running install. `sign_ins` are the demo's accounts; none where nothing was seeded."""

    session: session.Session
    server: Server
    residents: int
    sign_ins: tuple[SignIn, ...]

    @property
    def app_url(self) -> str:
        """As the application's role, with row security."""
        return self.server.app_url

    @property
    def owner_url(self) -> str:
        """As the owner of the tables, whom row security doesn't bind."""
        return self.server.owner_url

    @property
    def postmaster(self) -> int:
        """The process id of PostgreSQL, whose children are its sessions."""
        return int((self.server.cluster.lodging.cluster / "postmaster.pid").read_text().split()[0])

    def program(self, name: str) -> str:
        """The path of one of PostgreSQL's programs, such as `pgbench`.

        Raises DiabanError where the programs in use don't bring it.
        """
        path = binaries.find().program(name)
        if not Path(path).exists():
            raise DiabanError(f"Không có {name} đi kèm PostgreSQL này; không đo được.")
        return path

    def viewer(self, role: str, purpose: str | None = "residence") -> Viewer:
        """The viewer that the first posting with a role has today, such as `commune_police`."""
        from diaban.access.models import Posting
        from diaban.access.viewers import viewer_of_posting

        return viewer_of_posting(Posting.objects.filter(role=role).order_by("id")[0].pk, purpose)

    def sign_in(self, role: str) -> SignIn:
        """The demo account of a role."""
        return next(entry for entry in self.sign_ins if entry.role == role)


@contextmanager
def installed(folder: Path, residents: int, seed: int = 1, province: str = PROVINCE) -> Iterator[Install]:
    """An install below `folder`, seeded by the demo's generator, analysed; Django is set up on it.

    100,000 residents take about ten seconds. It listens on a socket of its own, commits reach the disk, and row
    security holds: nothing is set otherwise than `diaban demo` would.
    """
    os.environ.pop("DIABAN_DATABASE_URL", None)
    with ExitStack() as after, session.database(argparse.Namespace(data=str(folder)), {"DIABAN_DEMO": "1"}) as opened:
        server = opened.database
        assert isinstance(server, Server)
        after.callback(_discard, server)
        from diaban.demo.seed import seed as seeded

        sign_ins = seeded(province, residents, seed)
        analyze(server.owner_url)
        yield Install(opened, server, residents, tuple(sign_ins))


def _discard(server: Server) -> None:
    """Remove the cluster, which under root lies elsewhere than the folder, once its last user has left it."""
    for _tenth in range(200):
        if not server.alive():
            break
        time.sleep(0.1)
    server.cluster.lodging.discard()


def analyze(owner_url: str) -> None:
    """Let the planner know the tables, and leave no work behind that would run into a measurement."""
    import psycopg

    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("select figures.merge(10000000)")
        connection.execute("vacuum (analyze)")
