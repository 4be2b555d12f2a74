"""A server that someone else runs, named by `DIABAN_DATABASE_URL`."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from diaban.core.errors import DiabanError
from diaban.host.children import Child
from diaban.host.cluster import ADMIN
from diaban.host.places import Places
from diaban.host.served import check_address
from tests.cluster import TestCluster

pytestmark = [pytest.mark.slow, pytest.mark.pg15]
Run = Callable[..., subprocess.CompletedProcess[str]]
PASSWORD = "a-password-of-the-test"


@pytest.fixture
def admin(cluster: TestCluster) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """The server's administrator, who gives Diaban a database and takes it away afterwards."""
    with psycopg.connect(cluster.admin_url, autocommit=True) as link:
        yield link
        link.execute("drop database if exists served with (force)")
        for role in ("served_app", "served_owner", "other_app"):
            if link.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone():
                link.execute(f"drop owned by {role}")
                link.execute(f"drop role {role}")


def _given(link: psycopg.Connection[tuple[object, ...]], rights: str, encoding: str = "UTF8") -> None:
    link.execute(f"create role served_owner login {rights} password '{PASSWORD}'")
    link.execute(f"create database served owner served_owner template template0 encoding '{encoding}' locale 'C'")


def _url(cluster: TestCluster, user: str = "served_owner") -> str:
    return cluster.cluster.url(user, PASSWORD, "served")


def _well_but_for_its_speed(done: subprocess.CompletedProcess[str]) -> bool:
    """The tests' server doesn't wait for the disk, and doctor says so."""
    told = json.loads(done.stdout)
    wrong = {check["check"]: check["seen"] for check in told["checks"] if not check["ok"]}
    return done.returncode == 1 and set(wrong) == {"database"} and "fsync=off" in wrong["database"]


def test_everything_works_without_the_embedded_server(
    cluster: TestCluster, admin: psycopg.Connection[tuple[object, ...]], run_diaban: Run, tmp_path: Path
) -> None:
    _given(admin, "createrole")
    told = {"DIABAN_DATABASE_URL": _url(cluster), "DIABAN_APP_ROLE": "served_app"}
    for _ in range(2):
        done = run_diaban("doctor", "--json", "--data", str(tmp_path / "data"), **told)
        assert _well_but_for_its_speed(done), done.stdout + done.stderr
    seen = {check["check"]: check["seen"] for check in json.loads(done.stdout)["checks"]}
    assert "máy chủ riêng" in seen["database"]
    assert seen["application-role"].startswith("served_app")
    assert not (tmp_path / "data" / "postgres").exists()
    assert not (tmp_path / "data" / "cluster-id").exists()


def test_an_owner_that_may_make_no_roles_is_told_what_to_ask_for(
    cluster: TestCluster, admin: psycopg.Connection[tuple[object, ...]], run_diaban: Run, tmp_path: Path
) -> None:
    _given(admin, "nocreaterole")
    told = {"DIABAN_DATABASE_URL": _url(cluster), "DIABAN_APP_ROLE": "served_app"}
    done = run_diaban("doctor", "--data", str(tmp_path / "data"), **told)
    assert done.returncode == 2
    assert "DIABAN_APP_DATABASE_URL" in done.stderr
    assert done.stderr.count("\n") == 1

    admin.execute(f"create role other_app login password '{PASSWORD}'")
    admin.execute("grant temporary on database served to other_app")
    told["DIABAN_APP_DATABASE_URL"] = _url(cluster, "other_app")
    done = run_diaban("doctor", "--json", "--data", str(tmp_path / "data"), **told)
    assert _well_but_for_its_speed(done), done.stdout + done.stderr


def test_an_application_role_above_row_security_is_refused(
    cluster: TestCluster, admin: psycopg.Connection[tuple[object, ...]], run_diaban: Run, tmp_path: Path
) -> None:
    _given(admin, "createrole")
    told = {"DIABAN_DATABASE_URL": _url(cluster)}
    told["DIABAN_APP_DATABASE_URL"] = cluster.cluster.url(ADMIN, cluster.secrets.admin, "served")
    done = run_diaban("doctor", "--data", str(tmp_path / "data"), **told)
    assert done.returncode == 2
    assert "quyền theo dòng" in done.stderr


def test_an_application_role_that_may_become_the_owner_is_refused(
    cluster: TestCluster, admin: psycopg.Connection[tuple[object, ...]], run_diaban: Run, tmp_path: Path
) -> None:
    _given(admin, "createrole")
    admin.execute(f"create role other_app login noinherit password '{PASSWORD}' in role served_owner")
    told = {"DIABAN_DATABASE_URL": _url(cluster), "DIABAN_APP_DATABASE_URL": _url(cluster, "other_app")}
    done = run_diaban("doctor", "--data", str(tmp_path / "data"), **told)
    assert done.returncode == 2
    assert "quyền theo dòng" in done.stderr


def test_a_wrong_password_is_said_in_one_sentence(
    cluster: TestCluster, admin: psycopg.Connection[tuple[object, ...]], run_diaban: Run, tmp_path: Path
) -> None:
    _given(admin, "createrole")
    wrong = _url(cluster).replace(PASSWORD, "another-secret")
    done = run_diaban("doctor", "--data", str(tmp_path / "data"), DIABAN_DATABASE_URL=wrong)
    assert done.returncode == 7
    assert done.stderr.count("\n") == 1
    assert "password authentication failed" in done.stderr
    assert "another-secret" not in done.stderr


def test_a_database_in_another_encoding_is_refused(
    cluster: TestCluster, admin: psycopg.Connection[tuple[object, ...]], run_diaban: Run, tmp_path: Path
) -> None:
    _given(admin, "createrole", encoding="SQL_ASCII")
    done = run_diaban("doctor", "--data", str(tmp_path / "data"), DIABAN_DATABASE_URL=_url(cluster))
    assert done.returncode == 2
    assert "UTF8" in done.stderr


def test_an_address_that_nobody_answers(run_diaban: Run, tmp_path: Path) -> None:
    told = {"DIABAN_DATABASE_URL": f"postgresql://x:y@/z?host={tmp_path}"}
    done = run_diaban("doctor", "--data", str(tmp_path / "data"), **told)
    assert done.returncode == 7
    assert "DIABAN_DATABASE_URL" in done.stderr
    assert "y@" not in done.stderr, "no password in a message"


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://a:geheim@127.0.0.1:port/x",
        "postgresql://a:ge heim@127.0.0.1/x",
        "postgresql://a:geheim@127.0.0.1/x?unknown=1",
        "postgresql://a:geheim@127.0.0.1/",
        "mysql://a:geheim@127.0.0.1/x",
        "host=127.0.0.1 password=geheim",
    ],
)
def test_what_is_no_address_is_said_without_quoting_it(address: str) -> None:
    with pytest.raises(DiabanError, match="DIABAN_DATABASE_URL") as refused:
        check_address("DIABAN_DATABASE_URL", address)
    assert "heim" not in str(refused.value)


def test_addresses_of_every_form_are_taken() -> None:
    for address in ("postgresql://a:b@h:5433/x?sslmode=require", "postgres://a@[::1]/x", "postgresql://a:b@/x?host=/s"):
        check_address("DIABAN_DATABASE_URL", address)


def test_the_owners_password_is_not_handed_to_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIABAN_DATABASE_URL", "postgresql://owner:geheim@h/x")
    log = Places(tmp_path).make().logs / "told.log"
    child = Child("told", ["/usr/bin/env"], {"DIABAN_DB_URL": "postgresql://app@h/x"}, log)
    child.start()
    assert child.process is not None
    child.process.wait(120)
    told = log.read_text()
    assert "DIABAN_DB_URL=" in told
    assert "geheim" not in told
