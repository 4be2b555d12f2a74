"""Counts of several processes add up, and are written as Prometheus reads them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diaban.host import meter

_COUNTING = """
import sys, pathlib
from diaban.host.meter import meter
for _ in range(int(sys.argv[2])):
    meter.add("diaban_requests_total", view="people:resident", method="GET", status="200")
    meter.observe("diaban_request_seconds", 0.03, view="people:resident")
meter.keep(pathlib.Path(sys.argv[1]), "web")
meter.write()
"""


@pytest.fixture(autouse=True)
def _nothing_counted_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The run's other tests have been counted by this process."""
    fresh = meter.Meter()
    fresh._file = tmp_path / "elsewhere" / "web-0.json"
    monkeypatch.setattr(meter, "meter", fresh)


def _value(text: str, name: str, **labels: str) -> float:
    pairs = ",".join(f'{label}="{value}"' for label, value in labels.items())
    found = re.search(rf"^{re.escape(f'{name}{{{pairs}}}' if pairs else name)} (\S+)$", text, re.M)
    assert found, f"{name} {labels} isn't in:\n{text}"
    return float(found.group(1))


def test_processes_add_up(tmp_path: Path) -> None:
    running = [subprocess.Popen([sys.executable, "-c", _COUNTING, str(tmp_path), str(n)]) for n in (3, 5)]
    assert [process.wait() for process in running] == [0, 0]
    text = meter.text(tmp_path, {})
    assert _value(text, "diaban_requests_total", method="GET", status="200", view="people:resident") == 8
    assert _value(text, "diaban_request_seconds_count", view="people:resident") == 8
    assert _value(text, "diaban_request_seconds_bucket", view="people:resident", le="0.025") == 0
    assert _value(text, "diaban_request_seconds_bucket", view="people:resident", le="0.05") == 8
    assert _value(text, "diaban_process_resident_bytes", process="web") > 2 * 2**20


def test_a_silent_process_keeps_its_counts_and_loses_its_memory(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", _COUNTING, str(tmp_path), "4"], check=True)
    (path,) = tmp_path.glob("web-*.json")
    long_ago = time.time() - 3600
    os.utime(path, (long_ago, long_ago))
    text = meter.text(tmp_path, {})
    assert "diaban_process_resident_bytes{" not in text
    assert _value(text, "diaban_request_seconds_count", view="people:resident") == 4
    assert (meter.silence(tmp_path, "web") or 0) > 3000
    assert meter.silence(tmp_path, "worker") is None


def test_half_a_file_counts_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "web-1.json").write_text('{"counts": [[')
    assert meter.text(tmp_path, {}) == ""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.floats(0, 100), min_size=1, max_size=30))
def test_buckets_are_cumulative_and_end_in_the_count(seconds: list[float]) -> None:
    one = meter.Meter()
    for value in seconds:
        one.observe("diaban_request_seconds", value, view="x")
    ((_name, _labels, held),) = one.snapshot()["times"]
    lines = list(meter._histogram("diaban_request_seconds", {"view": "x"}, held))
    buckets = [float(line.rsplit(" ", 1)[1]) for line in lines if "_bucket" in line]
    assert buckets == sorted(buckets)
    for bound, got in zip([*meter.BOUNDS, float("inf")], buckets, strict=True):
        assert got == sum(value <= bound for value in seconds)
    assert float(lines[-1].rsplit(" ", 1)[1]) == len(seconds)


def test_a_label_is_escaped() -> None:
    assert meter._sample("a", {"b": 'x"\n\\'}, 1) == 'a{b="x\\"\\n\\\\"} 1'
