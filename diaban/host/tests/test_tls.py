"""Real handshakes: served by TLS, old protocols refused, plain HTTP sent on, a renewed certificate taken up."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from diaban.host import ports, tls, web
from diaban.host.tests.conftest import Install, own_port, wait_for
from diaban.host.tests.test_supervisor import Up

pytestmark = pytest.mark.slow


class Served:
    """`diaban up` with a certificate of its own for `diaban.test`."""

    def __init__(self, install: Install, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.renew()
        self.plain = ports.choose("127.0.0.1", own_port() + 10)
        monkeypatch.setenv("DIABAN_REDIRECT_PORT", str(self.plain))
        self.up = Up(install.spot.data, "--tls-cert", str(folder / "cert.pem"), "--tls-key", str(folder / "key.pem"))
        assert wait_for(lambda: "https://" in self.up.said.read_text()), self.up.said.read_text()
        self.port = int(self.up.said.read_text().split("https://127.0.0.1:")[1].split()[0])

    def renew(self) -> None:
        tls.self_signed(self.folder, ["diaban.test"], 30)

    def context(self) -> ssl.SSLContext:
        """Trusts the certificate that lies in the folder now, and no other."""
        return ssl.create_default_context(cafile=str(self.folder / "cert.pem"))

    def joined(self, context: ssl.SSLContext | None = None) -> ssl.SSLSocket:
        """A handshake for the name in the certificate."""
        with socket.create_connection(("127.0.0.1", self.port), 60) as plain:
            return (context or self.context()).wrap_socket(plain, server_hostname="diaban.test")

    def ask(self, path: str = "/vao/") -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("diaban.test", self.port, timeout=60)
        connection.sock = self.joined()
        with contextlib.closing(connection):
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
        return answer

    def takes(self) -> bool:
        with contextlib.suppress(OSError):
            return self.ask("/health/live").status == 200
        return False


@pytest.fixture
def served(install: Install, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    install.spot.make()
    running = Served(install, tmp_path / "tls", monkeypatch)
    yield running
    if running.up.process.poll() is None:
        running.up.end()


def test_served_by_tls(served: Served) -> None:
    answer = served.ask()
    assert answer.status == 200
    cookies = answer.headers.get_all("Set-Cookie") or []
    assert cookies
    assert all("; Secure" in cookie for cookie in cookies)
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    with pytest.raises(ssl.SSLCertVerificationError):
        served.joined(ssl.create_default_context())
    old = served.context()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # which is the point
        old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    old.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.raises((ssl.SSLError, ConnectionError)):
        served.joined(old)
    assert ports.status("127.0.0.1", served.port) == 0, "no plain HTTP on the port of TLS"
    _plain_http_is_sent_on(served)
    _a_renewed_certificate_is_taken_up(served)


def _plain_http_is_sent_on(served: Served) -> None:
    def ask(method: str, host: str) -> tuple[int, str, str]:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", served.plain, timeout=60)) as connection:
            body = b"x" if method == "POST" else None
            connection.request(method, "/cu-dan/?q=a%0d%0ab", body, {"Host": host})
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Location", ""), answer.read().decode()

    assert wait_for(lambda: not ports.free("127.0.0.1", served.plain))
    there = f"https://diaban.test:{served.port}/cu-dan/?q=a%0d%0ab"
    assert ask("GET", f"diaban.test:{served.plain}")[:2] == (308, there)
    assert ask("GET", "evil.test")[0] == 400
    status, _location, sentence = ask("POST", "diaban.test")
    assert status == 403
    assert "https" in sentence


def _a_renewed_certificate_is_taken_up(served: Served) -> None:
    """People go on being answered meanwhile, by one certificate or the other.

    A connection that waits at a worker which closes its socket is reset by the kernel (`net.ipv4.tcp_migrate_req` hands
    it to the other): whoever asks again at once is answered.
    """
    failed: list[int] = []
    done = threading.Event()

    def answered() -> bool:
        return bool(ports.status("127.0.0.1", served.port, "/health/live", timeout=60, tls=True))

    def ask_on() -> None:
        while not done.is_set():
            if not answered() and not answered():
                failed.append(1)
            time.sleep(0.02)

    asking = threading.Thread(target=ask_on)
    asking.start()
    old = served.context()
    served.renew()
    try:  # every worker: callers get to one or the other
        assert wait_for(lambda: all(served.takes() for _ in range(12))), served.up.said.read_text()
    finally:
        done.set()
        asking.join()
    assert not failed
    with pytest.raises(ssl.SSLCertVerificationError):
        served.joined(old)
    (served.folder / "cert.pem").write_text("half a certif")
    assert wait_for(lambda: "không phải một cặp" in served.up.said.read_text())
    assert ports.status("127.0.0.1", served.port, "/health/live", timeout=60, tls=True) == 200


def test_workers_are_given_the_last_good_pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are started one after another, and again when they die: whatever lies in the files by then."""
    cert_path, key_path = tls.self_signed(tmp_path, ["diaban.test"], 30)
    monkeypatch.setenv("DIABAN_TLS_CERT", str(cert_path))
    monkeypatch.setenv("DIABAN_TLS_KEY", str(key_path))
    server = SimpleNamespace(ssl_ctx=(True, "", "", None, "tls12", None, [], False))
    web._read_certificate(server)
    given, cert = server.ssl_ctx, (tmp_path / "cert.pem").read_text()
    for left in ("half a certif", None):
        (tmp_path / "cert.pem").write_text(left) if left else (tmp_path / "cert.pem").unlink()
        web._read_certificate(server)
        assert server.ssl_ctx == given
        assert Path(given[1]).read_text() == cert
    tls.self_signed(tmp_path, ["diaban.test"], 30)
    web._read_certificate(server)
    assert Path(server.ssl_ctx[1]).read_text() == (tmp_path / "cert.pem").read_text() != cert


def test_what_is_being_answered_is_finished(served: Served) -> None:
    """The page asks for the whole form, to look for its token: at "continue" it is being answered."""
    said = {"Host": "diaban.test", "Origin": "https://diaban.test", "Cookie": f"csrftoken={32 * 'a'}",
            "Content-Type": "application/x-www-form-urlencoded", "Content-Length": "20", "Connection": "close",
            "Expect": "100-continue"}  # fmt: skip
    with served.joined() as link:
        lines = "".join(f"{name}: {value}\r\n" for name, value in said.items())
        link.sendall(f"POST /vao/ HTTP/1.1\r\n{lines}\r\nlogin=a&".encode())
        assert link.recv(100).startswith(b"HTTP/1.1 100 ")
        served.up.process.terminate()
        time.sleep(1.0)
        link.sendall(b"password=abc")
        assert link.recv(20).startswith(b"HTTP/1.1 403"), "no CSRF token: a true answer"
    assert served.up.process.wait(120) == 0
