"""The kinds of case that the installed rooms declare: states and transitions as data, and the clocks they run by.

A room says in its `states.py`:

    CASE_KINDS = (CaseKind("incidents.incident", ..., states=(State(...), ...), transitions=(Transition(...), ...)),)
    CLOCK_RULES = (ClockRule("incidents.transfer", ...),)

Diagrams in `docs/states/` are written from them by `python -m diaban.casework --write`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from functools import cache, cached_property
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps

from diaban.access.roles import Permission
from diaban.casework.clocks import Unit


@dataclass(frozen=True)
class State:
    """Where a case stands. `final`: it is closed there. `stands`: its clock stands still there (waiting for someone).

    `clock` is the code of a rule that begins to run when the case comes here; without one the case's own goes on.
    """

    code: str
    title: Any
    final: bool = False
    stands: bool = False
    clock: str = ""


@dataclass(frozen=True)
class Transition:
    """A step from some states to another. `line` is the kind of ledger line that it writes, declared by the room.

    Out of a final state it opens the case again, unless it leads to another. `permission` is who may do it, the
    kind's `write` unless said.
    """

    code: str
    title: Any
    sources: tuple[str, ...]
    to: str
    line: str
    permission: Permission | None = None


@dataclass(frozen=True)
class ClockRule:
    """A term of law as shipped: a dated row. The rule in force on the day a case came in binds it.

    `cutoff`: what comes in at or after that time counts from the next working day. `citation`: document and clause.
    """

    code: str
    title: Any
    amount: int
    unit: Unit
    citation: str
    valid_from: date
    valid_to: date | None = None
    cutoff: time | None = None
    rolls: bool = True


@dataclass(frozen=True)
class CaseKind:
    """One kind of case. The first state is where it begins.

    `opened` is the ledger kind of a case that is opened; `read` and `write` are the permissions to see cases of this
    kind and to work on them. `clock` is the rule that runs from the moment it was received. `page` is the name of the
    address that opens the record by its id. `labels` is the dotted name of a function `(viewer, ids) -> {id: text}`
    that says shortly what each case is about, without names of persons. `driven`: each step follows from one of
    another case, in which the work is done, so that no inbox shows it as work of its own.
    """

    code: str
    title: Any
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    opened: str
    read: Permission
    write: Permission
    clock: str = ""
    page: str = ""
    labels: str = ""
    driven: bool = False
    _by_code: dict[str, State] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_code.update((state.code, state) for state in self.states)
        wrong = check(self)
        if wrong:
            raise ValueError(f"{self.code}: {wrong}")

    @property
    def start(self) -> State:
        return self.states[0]

    @cached_property
    def steps(self) -> dict[tuple[str, str], Transition]:
        """Transition by (state, code)."""
        return {(source, step.code): step for step in self.transitions for source in step.sources}

    def state(self, code: str) -> State:
        """A state by its code. Raises KeyError."""
        return self._by_code[code]

    def step(self, state: str, code: str) -> Transition | None:
        """The transition of that code out of a state, or None where there is none."""
        return self.steps.get((state, code))

    def ways(self, state: str) -> list[Transition]:
        """The transitions that lead out of a state, in the order declared."""
        return [step for step in self.transitions if state in step.sources]


def check(kind: CaseKind) -> str:
    """What is wrong with a declaration: unknown or unreachable states, dead ends, steps named twice. Empty: nothing."""
    codes = [state.code for state in kind.states]
    if len(codes) != len(set(codes)) or not codes:
        return "states are named once, and there is one"
    pairs = [(source, step.code) for step in kind.transitions for source in step.sources]
    if len(pairs) != len(set(pairs)):
        return "a step leads one way out of a state"
    unknown = {code for step in kind.transitions for code in (*step.sources, step.to)} - set(codes)
    if unknown:
        return f"unknown states {sorted(unknown)}"
    if lost := set(codes) - _reached({kind.start.code}, [(s, t.to) for t in kind.transitions for s in t.sources]):
        return f"states that nothing leads to {sorted(lost)}"
    finals = {state.code for state in kind.states if state.final}
    if stuck := set(codes) - _reached(finals, [(t.to, s) for t in kind.transitions for s in t.sources]):
        return f"states that lead to no end {sorted(stuck)}"
    return ""


def _reached(begin: set[str], ways: list[tuple[str, str]]) -> set[str]:
    found, grown = set[str](), begin
    while grown - found:
        found |= grown
        grown = {to for source, to in ways if source in found}
    return found


def declared(name: str) -> Iterable[Any]:
    """What the rooms' `states.py` declare under a name."""
    for app in apps.get_app_configs():
        module = f"{app.name}.states"
        if app.name.startswith("diaban.") and find_spec(module) is not None:
            yield from getattr(import_module(module), name, ())


@cache
def kinds() -> dict[str, CaseKind]:
    """Every declared kind by code, in the order of rooms. Raises ValueError where two share a code."""
    found: dict[str, CaseKind] = {}
    for kind in declared("CASE_KINDS"):
        if kind.code in found:
            raise ValueError(f"two rooms declare the kind of case {kind.code}")
        found[kind.code] = kind
    return found


def kind(code: str) -> CaseKind:
    """One kind. Raises KeyError for one that no installed room declares."""
    return kinds()[code]


def rules() -> tuple[ClockRule, ...]:
    """Every clock rule that ships."""
    return tuple(declared("CLOCK_RULES"))
