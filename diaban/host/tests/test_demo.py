"""`diaban demo`: made once, opened again, never mixed with another, begun again when cut short."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable

import psycopg
import pytest

from diaban.host.tests.conftest import Install

pytestmark = pytest.mark.slow
Run = Callable[..., subprocess.CompletedProcess[str]]


def _residents(install: Install) -> int:
    with psycopg.connect(install.join().owner_url) as link:
        row = link.execute("select count(*) from people_resident").fetchone()
    assert row
    return int(row[0])


def test_a_demo_is_made_once(install: Install, run_diaban: Run) -> None:
    data = ("--data", str(install.spot.data))
    first = run_diaban("demo", "--no-serve", "--json", "--province", "ha tinh", "--residents", "300", *data)
    assert first.returncode == 0, first.stderr
    made = json.loads(first.stdout)
    assert {entry["role"] for entry in made["sign_ins"]} >= {"commune_clerk", "province_manager", "system_admin"}
    assert all(entry["password"] for entry in made["sign_ins"])
    assert _residents(install) == 300

    again = run_diaban("demo", "--no-serve", "--json", *data)
    assert json.loads(again.stdout) == made

    other = run_diaban("demo", "--no-serve", "--residents", "400", *data)
    assert other.returncode == 2
    assert "300" in other.stderr
    assert _residents(install) == 300

    (install.spot.data / "demo.json").rename(install.spot.data / "demo.begun")  # as if it had been cut short
    mended = run_diaban("demo", "--no-serve", "--residents", "200", *data)
    assert mended.returncode == 0, mended.stderr
    assert _residents(install) == 200


def test_an_unknown_province_is_named(install: Install, run_diaban: Run) -> None:
    done = run_diaban("demo", "--no-serve", "--province", "Atlantis", "--data", str(install.spot.data))
    assert done.returncode == 2
    assert "Atlantis" in done.stderr
    assert "Hà Tĩnh" in done.stderr, "the ones there are"
    assert "Traceback" not in done.stderr
