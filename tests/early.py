"""Loaded before pytest-django reads the settings: a data folder of the run's own, and no network.

`pyproject.toml` names it with `-p`.
"""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import tempfile
from typing import Any

_data = tempfile.mkdtemp(prefix="diaban-test-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["DIABAN_DATA"] = _data
os.environ["DIABAN_SECRET_KEY"] = "for-tests-only"
os.environ["DIABAN_DEMO"] = "1"
os.environ.pop("DIABAN_DATABASE_URL", None)
os.environ.pop("DIABAN_DB_URL", None)
if chosen := os.environ.get("DIABAN_TEST_PG_BIN"):
    os.environ["DIABAN_PG_BIN"] = chosen
# Playwright's own loop runs in the test's thread; Django would take that for an async view.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

_connect = socket.socket.connect


def _connect_nearby(self: Any, address: Any, /) -> None:
    if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise OSError(f"A test tried to reach {address[0]}: tests use no network.")
    _connect(self, address)


socket.socket.connect = _connect_nearby  # type: ignore[method-assign]
