"""A taken port is seen, and the next free one is used."""

from __future__ import annotations

import socket
import threading

import pytest

from diaban.core.errors import Unavailable
from diaban.host import ports
from diaban.host.tests.conftest import own_port


@pytest.fixture
def taken() -> object:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(1)
        yield listener.getsockname()[1]


def test_a_taken_port_is_passed_over(taken: int) -> None:
    assert not ports.free("127.0.0.1", taken)
    assert ports.choose("127.0.0.1", taken) > taken


def test_a_listener_that_shares_its_port_is_seen_too() -> None:
    """The web server of another install sets SO_REUSEPORT; joining its port would mix the two."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind(("127.0.0.1", 0))
        listener.listen(1)
        assert not ports.free("127.0.0.1", listener.getsockname()[1])


def test_a_port_that_is_held_is_shared_with_our_own_alone() -> None:
    """Between the choice and the first page lie seconds: whoever looks meanwhile must see that it is taken."""
    held = ports.hold("127.0.0.1", own_port())
    port = held.getsockname()[1]
    try:
        assert not ports.free("127.0.0.1", port)
        with ports.hold("127.0.0.1", port) as other:
            assert other.getsockname()[1] > port
        with socket.socket() as ours:
            ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            ours.bind(("127.0.0.1", port))
            ours.listen(50)
            for _ in range(20):  # who holds it is never given a caller
                socket.create_connection(("127.0.0.1", port), 5).close()
    finally:
        held.close()
    assert ports.free("127.0.0.1", port)


def test_an_address_of_another_machine() -> None:
    with pytest.raises(Unavailable, match=r"192\.0\.2\.1"):
        ports.choose("192.0.2.1", 8000)


def test_nobody_answers(taken: int) -> None:
    assert ports.status("127.0.0.1", 1) == 0


def test_the_status_of_an_answer() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(1)

        def answer() -> None:
            link, _ = listener.accept()
            with link:
                link.recv(1000)
                link.sendall(b"HTTP/1.1 302 Found\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        assert ports.status("127.0.0.1", listener.getsockname()[1], "/") == 302
        thread.join()
