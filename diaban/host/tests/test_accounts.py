"""Root and ordinary users side by side on one machine."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from diaban.host import lodging
from diaban.host.tests.conftest import Install, processes, wait_for

pytestmark = pytest.mark.slow
ORDINARY = "nobody"


def _as_ordinary(*words: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run `diaban` as an ordinary user with an empty home and no environment to lean on."""
    told = {"HOME": str(home), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).resolve().parents[3])}
    return subprocess.run(
        [sys.executable, "-m", "diaban.cli", *words],
        user=ORDINARY, group=pwd.getpwnam(ORDINARY).pw_gid, extra_groups=[], cwd="/",
        env=told, capture_output=True, text=True, timeout=600,
    )  # fmt: skip


@pytest.fixture
def home() -> Iterator[Path]:
    """An empty home folder of the ordinary user; skips where there is no such user to become."""
    if os.getuid() != 0:
        pytest.skip("only root can become another user; every other test here already runs as an ordinary one")
    folder = Path(tempfile.mkdtemp(prefix="diaban-home-"))
    shutil.chown(folder, ORDINARY)
    try:
        readable = _as_ordinary("--help", home=folder).returncode == 0
    except PermissionError:
        readable = False
    if not readable:
        shutil.rmtree(folder)
        pytest.skip("the source or its environment lies in a folder that an ordinary user can't read")
    yield folder
    shutil.rmtree(folder)


def test_an_ordinary_user_needs_nothing_of_roots(home: Path, install: Install) -> None:
    install.join()
    done = _as_ordinary("doctor", "--data", str(home / "data"), home=home)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (home / "data" / "postgres" / "cluster").stat().st_uid == pwd.getpwnam(ORDINARY).pw_uid
    assert stat.S_IMODE((home / "data" / "postgres" / "cluster").stat().st_mode) == 0o700
    assert wait_for(lambda: not processes("postgres", str(home)))


def test_another_users_data_is_refused_in_one_sentence(home: Path, install: Install) -> None:
    install.join()
    done = _as_ordinary("doctor", "--data", str(install.spot.data), home=home)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "--data" in done.stderr


@pytest.mark.skipif(os.getuid() != 0, reason="under an ordinary user PostgreSQL runs as that user")
def test_under_root_the_server_runs_as_its_own_account(install: Install) -> None:
    install.join()
    server = Path(f"/proc/{install.postmaster()}")
    assert server.stat().st_uid == pwd.getpwnam(lodging.ACCOUNT).pw_uid
    assert install.lodging.root.parent == lodging.SHELF
    assert stat.S_IMODE(install.lodging.root.stat().st_mode) == 0o700
    assert not list(install.spot.data.rglob("PG_VERSION")), "nothing of the server lies in root's folder"
