"""Kinds of case as data: what a declaration may say, and the diagrams written from it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from diaban.casework import diagrams, registry
from diaban.casework.registry import State
from diaban.casework.tests.conftest import RULES, TRIAL


def test_the_diagrams_in_the_repository_are_what_the_rooms_declare() -> None:
    assert diagrams.stale() == [], "run `python -m diaban.casework --write`"


def test_every_declared_kind_is_whole() -> None:
    rules, permissions = {rule.code for rule in registry.rules()}, set()
    for kind in registry.kinds().values():
        assert registry.check(kind) == ""
        assert {kind.clock, *(state.clock for state in kind.states)} <= rules | {""}, kind.code
        permissions |= {kind.read, kind.write}
    assert None not in permissions


def test_a_diagram_shows_states_steps_and_clocks() -> None:
    text = diagrams.diagram(TRIAL, {rule.code: rule for rule in RULES})
    assert "    [*] --> new" in text
    assert "    asked: Chờ bổ sung (dừng thời hạn)" in text
    assert "    checking --> sent: Send" in text
    assert "- `trial.hours`: 24 × hour, from 01/01/2000 (thử, điều 2)" in text


def test_diagrams_of_kinds_that_are_gone_are_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagrams, "FOLDER", tmp_path)
    diagrams.write()
    assert diagrams.stale() == []
    (tmp_path / "gone.md").write_text("")
    assert diagrams.stale() == ["gone.md"]


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"states": (*TRIAL.states, State("island", "Đảo"))}, "nothing leads to"),
        ({"states": (*TRIAL.states, TRIAL.states[0])}, "named once"),
        ({"states": tuple(replace(state, final=False) for state in TRIAL.states)}, "lead to no end"),
        ({"transitions": (*TRIAL.transitions, TRIAL.transitions[0])}, "one way"),
        ({"transitions": (*TRIAL.transitions, replace(TRIAL.transitions[0], code="x", to="nowhere"))}, "unknown"),
    ],
)
def test_a_declaration_that_cannot_be_right_is_refused(change: dict[str, object], wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        replace(TRIAL, **change)  # type: ignore[arg-type]
