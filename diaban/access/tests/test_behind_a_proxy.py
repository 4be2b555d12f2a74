"""Served by TLS through a proxy: forms are taken, and failures are counted on the caller's own address."""

from __future__ import annotations

import json
import os
import subprocess
import sys

_ASK = """
import json, django
django.setup()
from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.middleware.csrf import CsrfViewMiddleware
from django.test import RequestFactory
ask = RequestFactory().post("/vao/", headers={
    "host": "diaban.test", "origin": "https://diaban.test", "x-forwarded-proto": "https",
    "x-forwarded-for": "9.9.9.9, 203.0.113.7"})
print(json.dumps([CsrfViewMiddleware(lambda r: None)._origin_verified(ask), get_client_ip(ask),
                  settings.SESSION_COOKIE_SECURE]))
"""


def _asked(https: str) -> list[object]:
    told = {"DIABAN_HTTPS": https, "DIABAN_ALLOWED_HOSTS": "diaban.test", "DJANGO_SETTINGS_MODULE": "diaban.settings",
            "DIABAN_DB_URL": "postgresql:///none"}  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", _ASK], env=os.environ | told, capture_output=True, text=True, check=True
    )
    answer: list[object] = json.loads(done.stdout)
    return answer


def test_behind_a_proxy_that_speaks_tls() -> None:
    """The address is the one that the proxy saw, not what the caller claims before it."""
    assert _asked("1") == [True, "203.0.113.7", True]


def test_without_one_its_headers_say_nothing() -> None:
    assert _asked("") == [False, "127.0.0.1", False]
