"""A clock that is set back gives nobody more time than a purpose has."""

from __future__ import annotations

import time
from typing import Any
from uuid import uuid4

import pytest

from diaban.access import purposes


def test_a_purpose_given_before_lapses(monkeypatch: pytest.MonkeyPatch) -> None:
    began, resident = time.time(), uuid4()
    session: dict[str, Any] = {
        purposes._PURPOSE: {
            "code": "residence", "reference": "", "title": "x", "until": began + purposes.PURPOSE_LASTS
        }
    }  # fmt: skip
    monkeypatch.setattr(time, "time", lambda: began)
    purposes.grant_reach(session, resident)
    assert purposes.stated(session)
    assert purposes.reached(session) == {resident}
    monkeypatch.setattr(time, "time", lambda: began - 3600)
    assert not purposes.stated(session), "an hour set back isn't an hour more"
    assert not purposes.reached(session)
    purposes.grant_reach(session, resident)
    monkeypatch.setattr(time, "time", lambda: began - 3600 + purposes.REACH_LASTS + 1)
    assert not purposes.reached(session)
