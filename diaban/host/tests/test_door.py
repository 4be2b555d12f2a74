"""Who may come in how: what is refused at the start, and whose headers are believed."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from diaban.core.errors import DiabanError
from diaban.host import door, front, options, tls

PROXY = {"DIABAN_TRUSTED_PROXIES": "10.0.0.0/8", "DIABAN_HOSTS": "diaban.test"}


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    cert, key = tls.self_signed(tmp_path_factory.mktemp("tls"), ["diaban.test", "10.9.8.7", "*.lan"], 30)
    return {"DIABAN_TLS_CERT": str(cert), "DIABAN_TLS_KEY": str(key)}


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "diaban.test"])
def test_beyond_this_machine_nothing_is_opened_in_the_clear(host: str) -> None:
    with pytest.raises(DiabanError, match="DIABAN_TLS_CERT"):
        door.of(host, 8000, environment={"DIABAN_HOSTS": "diaban.test"})
    told = {"DIABAN_HOSTS": "diaban.test", "DIABAN_INSECURE": "1"}
    opened = door.of(host, 8000, environment=told)
    assert (opened.secure, opened.scheme) == (False, "http")


def test_the_command_says_so_and_opens_nothing(
    run_diaban: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    done = run_diaban("up", "--host", "0.0.0.0", "--data", str(tmp_path / "d"))
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "d").exists()


def test_demo_data_stays_on_this_machine(pair: dict[str, str]) -> None:
    assert door.of("127.0.0.1", 8000, demo=True, environment={}).names == ("127.0.0.1", "localhost", "[::1]")
    for host, told in (("0.0.0.0", pair), ("127.0.0.1", PROXY), ("192.168.1.5", {"DIABAN_INSECURE": "1"})):
        with pytest.raises(DiabanError, match="trình diễn"):
            door.of(host, 8000, demo=True, environment=told)


def test_a_certificate_names_the_hosts(pair: dict[str, str]) -> None:
    opened = door.of("0.0.0.0", 443, environment=pair)
    assert opened.secure
    assert {"diaban.test", "10.9.8.7", ".lan"} <= set(opened.names)
    assert "diaban.test" not in door.of("0.0.0.0", 443, environment={**pair, "DIABAN_HOSTS": "x.test"}).names


def test_behind_a_proxy_the_name_must_be_told() -> None:
    with pytest.raises(DiabanError, match="DIABAN_HOSTS"):
        door.of("127.0.0.1", 8000, environment={"DIABAN_TRUSTED_PROXIES": "127.0.0.1"})
    assert door.of("127.0.0.1", 8000, environment=PROXY).secure


def test_half_a_pair_a_stranger_and_an_old_one_are_told(pair: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(DiabanError, match="cả hai"):
        door.of("0.0.0.0", 443, environment={"DIABAN_TLS_CERT": pair["DIABAN_TLS_CERT"]})
    other, _key = tls.self_signed(tmp_path, ["other.test"], 3)
    with pytest.raises(DiabanError, match="không phải một cặp"):
        tls.check(other, Path(pair["DIABAN_TLS_KEY"]))
    with pytest.raises(DiabanError, match="Không có tệp"):
        tls.check(tmp_path / "none.pem", Path(pair["DIABAN_TLS_KEY"]))
    old, old_key = tls.self_signed(tmp_path / "old", ["old.test"], 0)
    with pytest.raises(DiabanError, match="hết hạn"):
        tls.check(old, old_key)


def _seen(environ: dict[str, Any], trusted: str = "10.0.0.0/8,::1") -> tuple[Any, ...]:
    front.clear_up(environ, options.networks(trusted))
    return environ["REMOTE_ADDR"], environ.get("wsgi.url_scheme"), environ.get("HTTP_HOST")


def test_a_trusted_proxys_headers_are_believed() -> None:
    told = {"REMOTE_ADDR": "10.0.0.2", "wsgi.url_scheme": "http", "HTTP_HOST": "inner:8000",
            "HTTP_X_FORWARDED_FOR": "203.0.113.7", "HTTP_X_FORWARDED_PROTO": "https",
            "HTTP_X_FORWARDED_HOST": "diaban.test"}  # fmt: skip
    assert _seen(told) == ("203.0.113.7", "https", "diaban.test")
    assert _seen({**told, "REMOTE_ADDR": "::ffff:10.0.0.2", "HTTP_X_FORWARDED_FOR": "203.0.113.7"})[0] == "203.0.113.7"


def test_what_the_caller_claimed_before_the_proxy_is_not() -> None:
    told = {"REMOTE_ADDR": "10.0.0.2", "HTTP_X_FORWARDED_FOR": "127.0.0.1, 203.0.113.7, 10.0.0.9"}
    assert _seen(told)[0] == "203.0.113.7"


@given(st.dictionaries(st.sampled_from(front._HEADERS), st.text(max_size=40)), st.ip_addresses(v=4))
def test_from_anyone_else_no_header_says_anything(headers: dict[str, str], address: Any) -> None:
    trusted = options.networks("10.0.0.0/8")
    environ = {"REMOTE_ADDR": str(address), "wsgi.url_scheme": "http", "HTTP_HOST": "diaban.test", **headers}
    front.clear_up(environ, trusted)
    assert not any(name in environ for name in front._HEADERS)
    if not any(address in network for network in trusted):
        assert (environ["REMOTE_ADDR"], environ["wsgi.url_scheme"]) == (str(address), "http")
        assert environ["HTTP_HOST"] == "diaban.test"


def test_forged_headers_open_nothing_and_a_proxys_do(db: None, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    from diaban.access import lockout
    from diaban.core import sql

    settings.ALLOWED_HOSTS = ["diaban.test"]
    monkeypatch.setenv("DIABAN_TRUSTED_PROXIES", "10.0.0.0/8")
    seen = ["203.0.113.7", "198.51.100.1"]
    for address, claimed, counted in (("10.0.0.2", seen[0], seen[0]), (seen[1], "127.0.0.1", seen[1])):
        client = Client(headers={"host": "diaban.test", "x-forwarded-for": claimed, "x-forwarded-proto": "https"})
        client.post("/vao/", {"login": "nobody", "password": "x" * 12}, REMOTE_ADDR=address)
        assert sql.value("select failures from access_attempt where key = %s", [lockout.ADDRESS.key(counted)]) == 1
    assert sql.value("select count(*) from access_attempt where key = %s", [lockout.ADDRESS.key("127.0.0.1")]) == 0
