"""The JSON face: the same rights, one sentence for each failure, a document that is what it says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.utils.translation import override

import diaban
from diaban import api
from diaban.api import described

ROOT = Path(diaban.__file__).parent.parent


def test_the_document_is_committed() -> None:
    with override("en"):
        assert described.DOCUMENT.read_text(encoding="utf-8") == described.written(), (
            "run `python -m diaban.api --write`"
        )


def test_every_operation_says_how_it_fails() -> None:
    for path, operations in api.document()["paths"].items():
        for method, operation in operations.items():
            assert {"401", "403"} <= set(operation["responses"]), (method, path)
            assert operation["summary"], (method, path)


def test_the_addresses_do_not_load_the_api() -> None:
    """Its libraries take longer to import than the first page takes to show."""
    program = (
        "import sys, django; django.setup(); from django.urls import reverse; reverse('console:home');"
        "print([m for m in ('ninja', 'pydantic', 'diaban.api') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True,
        env={"DJANGO_SETTINGS_MODULE": "diaban.settings", "PATH": ""},
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("path", ["me", "people", "ledger", "khong-co", "areas/1", "areas/resolve?text=x"])
def test_nobody_reads_without_signing_in(client: Client, db: None, path: str) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 401
    assert json.loads(answer.content)["detail"]


def test_a_call_that_writes_needs_the_token(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post(
        "/api/v1/purpose", {"code": "residence"}, content_type="application/json"
    )
    assert answer.status_code == 403
    assert json.loads(answer.content)["detail"]
