"""What a monitor is told, and what a stranger isn't."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from diaban.host import probes, pulse
from diaban.host.places import Places

STRANGER = "203.0.113.9"


def _ask(path: str, address: str = "127.0.0.1", **headers: str) -> Any:
    return Client(headers={"host": "whatever.example", **headers}).get(path, REMOTE_ADDR=address)


def test_alive_needs_no_database(settings: Any) -> None:
    answer = _ask("/health/live", STRANGER)  # without `db`: a query would be an error
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.pg15
def test_ready_tells_a_stranger_one_word(db: None) -> None:
    assert set(_ask("/health/ready", STRANGER).json()) == {"state"}
    checks = _ask("/health/ready").json()["checks"]
    assert checks["database"]["ok"]
    assert checks["migrations"] == {"ok": True, "needed": True, "value": 0}
    assert {"sealer", "worker", "disk", "backup", "certificate"} <= set(checks)


def test_without_its_database_it_is_down(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    def gone() -> float:
        raise OSError("Lò Văn Thử 042185009999")

    monkeypatch.setattr(probes, "_answers", gone)
    answer = _ask("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["state"] == "down"
    assert "042185009999" not in answer.content.decode()


def test_a_silent_worker_or_an_old_backup_is_degraded_not_down(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    well = {"worker_silence": 1.0, "backup_age": 60.0, "certificate_seconds": None, "free_bytes": 2**40}
    for name, value in well.items():
        monkeypatch.setattr(pulse, name, lambda *_a, v=value: v)
    assert _ask("/health/ready", STRANGER).json() == {"state": "ready"}
    for name, value in {"worker_silence": 600.0, "backup_age": 90 * 3600.0, "free_bytes": 500 * 2**20}.items():
        with monkeypatch.context() as worse:
            worse.setattr(pulse, name, lambda *_a, v=value: v)
            answer = _ask("/health/ready", STRANGER)
            assert (answer.status_code, answer.json()) == (200, {"state": "degraded"}), name
    monkeypatch.setattr(pulse, "free_bytes", lambda _spot: 2**20)
    assert _ask("/health/ready", STRANGER).status_code == 503


def test_metrics_are_for_this_machine_named_networks_or_the_token(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _ask("/metrics").status_code == 200
    assert _ask("/metrics", STRANGER).status_code == 404
    assert _ask("/metrics", **{"x-forwarded-for": STRANGER}).status_code == 404, "an unknown proxy hides who asks"
    monkeypatch.setenv("DIABAN_METRICS_TOKEN", "a-token")
    assert _ask("/metrics", STRANGER, authorization="Bearer a-token").status_code == 200
    assert _ask("/metrics", STRANGER, authorization="Bearer another").status_code == 404
    monkeypatch.setenv("DIABAN_METRICS_FROM", "203.0.113.0/24")
    assert _ask("/metrics", STRANGER).status_code == 200
    assert _ask("/metrics").status_code == 404
    assert Client().post("/metrics").status_code == 405


@pytest.mark.pg15
def test_metrics_count_views_and_never_addresses(db: None) -> None:
    client = Client(headers={"host": "localhost"})
    client.get("/vao/")
    client.get("/cu-dan/1b4e28ba-2fa1-11d2-883f-0016d3cca427/?q=042185009999")
    client.get("/no-such/Nguyễn-Văn-A/")
    text = client.get("/metrics").content.decode()
    assert 'diaban_requests_total{method="GET",status="200",view="account_login"}' in text
    assert 'view="-"' in text
    for secret in ("1b4e28ba", "042185009999", "Nguy", "no-such"):
        assert secret not in text
    for name in ("ledger_unsealed_lines", "figures_queue", "database_up", "disk_free_bytes"):
        assert f"\ndiaban_{name} " in text
    assert 'diaban_jobs{status="failed"}' in text


def test_the_answer_carries_an_id(db: None) -> None:
    client = Client(headers={"host": "localhost", "x-request-id": "042185009999"})
    first, second = client.get("/vao/")["X-Request-ID"], client.get("/vao/")["X-Request-ID"]
    assert first != second
    assert len(first) == 16
    assert first != "042185009999"


def test_free_space_is_that_of_the_data_folder(tmp_path: Path) -> None:
    assert pulse.free_bytes(Places(tmp_path)) > 0
    assert pulse.backup_age(Places(tmp_path)) is None
