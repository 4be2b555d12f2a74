"""Record ids keep their order in a process, whatever the clock does."""

from __future__ import annotations

import time
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diaban.core import ids


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(-10_000, 10_000), min_size=2, max_size=50))
def test_ids_sort_as_they_were_made_also_when_the_clock_goes_back(steps: list[int]) -> None:
    moment = [time.time_ns()]

    def set_to(step: int) -> UUID:
        moment[0] += step * 1_000_000
        return ids.uuid7()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ids.time, "time_ns", lambda: moment[0])  # type: ignore[attr-defined]
        made = [set_to(step) for step in steps]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert all(each.version == 7 for each in made)


def test_ids_of_one_millisecond_run_over_into_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    still = time.time_ns()
    monkeypatch.setattr(ids.time, "time_ns", lambda: still)  # type: ignore[attr-defined]
    made = [ids.uuid7() for _ in range(10_000)]
    assert made == sorted(set(made))
