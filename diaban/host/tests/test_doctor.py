"""Each thing that can be wrong is found and told with what to do."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from diaban.host import checks, health_data, health_machine, pulse, tls
from diaban.host.locks import Lock
from diaban.host.places import Places
from diaban.host.tests.conftest import Install

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def spot(tmp_path: Path) -> Places:
    return Places(tmp_path / "data").make()


def _told(look: Callable[[Places], checks.Finding], spot: Places, *words: str) -> None:
    finding = look(spot)
    assert not finding.ok, finding
    assert finding.todo
    for word in words:
        assert word in finding.seen + finding.todo


def test_what_others_can_read_is_told(spot: Places) -> None:
    assert health_machine._closed_folder(spot).ok
    spot.secrets.write_text("{}")
    spot.secrets.chmod(0o644)
    _told(health_machine._closed_folder, spot, "secrets.json", "chmod 600")
    spot.data.chmod(0o755)
    _told(health_machine._closed_folder, spot, "chmod 700")


def test_a_clock_that_was_set_back_is_told(spot: Places) -> None:
    assert health_machine._clock(spot).ok
    later = time.time() + 3600
    os.utime(spot.run, (later, later))
    _told(health_machine._clock, spot, "timedatectl")


def test_settings_that_are_unknown_or_dangerous_are_told(spot: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    assert health_machine._settings(spot).ok
    for name, value in (("DIABAN_" + "METRIC_TOKEN", "x"), ("DIABAN_DEBUG", "1"), ("DIABAN_INSECURE", "1")):
        with monkeypatch.context() as told:
            told.setenv(name, value)
            _told(health_machine._settings, spot, name)


def test_a_certificate_that_ends_soon_or_lacks_a_name_is_told(
    spot: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert health_machine._certificate(spot).ok
    for days, hosts, wrong in ((60, "a.test", ""), (5, "a.test", "5"), (60, "a.test,b.test", "b.test")):
        cert, key = tls.self_signed(tmp_path / "tls", ["a.test"], days)
        for name, value in (("DIABAN_TLS_CERT", cert), ("DIABAN_TLS_KEY", key), ("DIABAN_HOSTS", hosts)):
            monkeypatch.setenv(name, str(value))
        if wrong:
            _told(health_machine._certificate, spot)
        else:
            assert health_machine._certificate(spot).ok


def test_a_silent_worker_is_told_only_while_it_should_run(spot: Places) -> None:
    assert health_machine._running(spot).ok
    running = Lock(spot.run / "supervisor.lock")
    assert running.take()
    address = spot.run / "address"
    address.write_text("http://127.0.0.1:8000")
    assert health_machine._running(spot).ok  # the worker comes last
    long_ago = time.time() - 60
    os.utime(address, (long_ago, long_ago))
    _told(health_machine._running, spot, "worker.log")
    pulse.meters(spot).mkdir()
    (pulse.meters(spot) / "worker-1.json").write_text('{"counts": [], "times": [], "resident": 1}')
    assert health_machine._running(spot).ok
    running.close()


def test_full_disks_and_logs_are_told(spot: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    assert health_machine._logs(spot).ok
    monkeypatch.setattr(health_machine, "_LOGS", 10)
    (spot.logs / "web.log").write_text("x" * 100)
    _told(health_machine._logs, spot, "DIABAN_LOG_MB")
    monkeypatch.setattr(health_machine, "_GB", 2**80)
    _told(health_machine._space, spot)


@pytest.mark.pg15
def test_the_database_of_the_tests_is_well_but_for_what_makes_it_fast(db: None, spot: Places) -> None:
    """Throw-away clusters don't wait for the disk, which is what this check is for."""
    _told(health_data._database, spot, "fsync=off", "fsync=on")
    for look in (health_data._row_security, health_data._migrations, health_data._clocks, health_data._jobs,
                 health_data._queue, health_data._stuck, health_data._sessions, health_data._backup):  # fmt: skip
        finding = look(spot)
        assert finding.ok, (look, finding)


def test_row_security_that_was_turned_off_is_told(owner_db: Any, spot: Places) -> None:
    with owner_db() as cursor:
        cursor.execute("alter table people_stay disable row level security")
    _told(health_data._row_security, spot, "people_stay")


def test_a_role_above_the_policies_is_told(owner_db: Any, spot: Places) -> None:
    with owner_db():
        _told(health_data._application_role, spot, "diaban_owner")


def test_failed_jobs_are_told(owner_db: Any, spot: Places) -> None:
    with owner_db() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, args, status, attempts)"
            " values ('default', 'x', '{}', 'doing', 0) returning id"
        )
        cursor.execute("update procrastinate_jobs set status = 'failed' where id = %s", [cursor.fetchone()[0]])
    _told(health_data._jobs, spot, "1")


def test_an_old_backup_is_told_and_none_once_there_is_something(owner_db: Any, spot: Places, settings: Any) -> None:
    settings.DEMO = False
    assert health_data._backup(spot).ok
    for hours, well in ((3, True), (50, False)):
        (spot.data / "backups").mkdir(exist_ok=True)
        good = (datetime.now(UTC) - timedelta(hours=hours)).isoformat()
        (spot.data / "backups" / "state.json").write_text(json.dumps({"good": good}))
        assert health_data._backup(spot).ok is well


def test_a_check_that_breaks_is_a_finding_without_its_words(spot: Places) -> None:
    def break_down(_spot: Places) -> checks.Finding:
        raise ValueError("Lò Văn Thử 042185009999")

    finding = checks.looked(checks.Check("x", "x", break_down), spot)
    assert not finding.ok
    assert "ValueError" in finding.seen
    assert "Thử" not in finding.seen + finding.todo


@pytest.mark.slow
def test_it_speaks_english_and_json_and_goes_on_without_a_database(install: Install, run_diaban: Run) -> None:
    english = run_diaban("doctor", "--data", str(install.spot.data), LANG="en_US.UTF-8", LC_ALL="")
    assert english.returncode == 0, english.stdout + english.stderr
    assert "✓ Row security: on for" in english.stdout
    assert "✓ Disk: " in english.stdout
    assert not set("ăâđêôơư") & set(english.stdout.replace(str(install.spot.data), ""))
    broken = run_diaban(
        "doctor", "--json", "--data", str(install.spot.data), DIABAN_DATABASE_URL="postgresql:///x?port=1"
    )
    told = json.loads(broken.stdout)
    assert broken.returncode != 0
    assert not told["ok"]
    assert told["error"]
    assert {"disk", "clock", "data-folder"} <= {check["check"] for check in told["checks"]}
