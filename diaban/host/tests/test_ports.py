"""A taken port is seen, and the next free one is used."""

from __future__ import annotations

import socket
import threading

import pytest

from diaban.core.errors import Unavailable
from diaban.host import ports


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
