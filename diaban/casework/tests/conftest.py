"""A kind of case of the tests' own, and the ground of a commune to work on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time
from typing import Any

import pytest

from diaban.access.roles import Permission
from diaban.access.tests.world import Ground, build
from diaban.casework import calendar, registry
from diaban.casework.clocks import Unit
from diaban.casework.registry import CaseKind, ClockRule, State, Transition
from diaban.core import sql
from diaban.ledger import registry as ledger
from diaban.ledger.registry import Kind

OPENED, STEPPED = "trial.opened", "trial.stepped"
RULES = (
    ClockRule("trial.whole", "Thử: 5 ngày làm việc", 5, Unit.WORKING_DAY, "thử, điều 1", date(2000, 1, 1)),
    ClockRule("trial.hours", "Thử: 24 giờ", 24, Unit.HOUR, "thử, điều 2", date(2000, 1, 1)),
    ClockRule("trial.three", "Thử: trong ngày", 0, Unit.WORKING_DAY, "thử", date(2000, 1, 1), cutoff=time(15)),
)


def _step(code: str, sources: tuple[str, ...], to: str, permission: Permission | None = None) -> Transition:
    return Transition(code, code.title(), sources, to, STEPPED, permission)


TRIAL = CaseKind(
    "trial.case",
    "Việc thử",
    (State("new", "Mới"), State("checking", "Đang kiểm tra"), State("asked", "Chờ bổ sung", stands=True),
     State("sent", "Chờ nơi nhận", clock="trial.hours"), State("done", "Xong", final=True),
     State("dropped", "Không thụ lý", final=True)),
    (_step("check", ("new",), "checking"), _step("ask", ("new", "checking"), "asked"),
     _step("answer", ("asked",), "checking"), _step("send", ("checking",), "sent"),
     _step("finish", ("checking", "sent"), "done"), _step("drop", ("new", "asked"), "dropped"),
     _step("reopen", ("done",), "checking")),
    OPENED, Permission.PEOPLE_LIST, Permission.PEOPLE_EDIT, clock="trial.whole",
)  # fmt: skip
LEDGER = (
    Kind(OPENED, "case", "Việc thử được mở", "{office} mở {record}", dims=("way",)),
    Kind(STEPPED, "case", "Việc thử đi tiếp", "{office} đưa {record} từ {from} sang {to}", dims=("way",)),
)


@pytest.fixture
def trial(monkeypatch: pytest.MonkeyPatch) -> CaseKind:
    """The tests' kind, declared but not in the database."""
    both, lines = {**registry.kinds(), TRIAL.code: TRIAL}, {**ledger.kinds(), **{kind.code: kind for kind in LEDGER}}
    monkeypatch.setattr(registry, "kinds", lambda: both)
    monkeypatch.setattr(ledger, "kinds", lambda: lines)
    return TRIAL


def put_rules() -> None:
    """The tests' rules, as rows of the session's database."""
    for rule in RULES:
        sql.execute(
            "insert into casework_rule (code, title, amount, unit, cutoff, rolls, citation, valid_from)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s)",
            [rule.code, rule.title, rule.amount, rule.unit, rule.cutoff, rule.rolls, rule.citation, rule.valid_from],
        )


@pytest.fixture
def corridor(trial: CaseKind, owner_db: Callable[[], Any]) -> Iterator[Ground]:
    """A commune of Kỳ Anh with its offices and people, and the tests' kind in a database that is rolled back."""
    with owner_db():
        ledger.sync()
        put_rules()
    calendar.forget()
    yield build("18754", "42", "v")
    calendar.forget()
