"""A book's rows as incidents to be: read to codes, days and places, with what is odd about each said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, time
from typing import Any

from diaban.incidents.importing.reasons import DOUBT, REFUSE, Reason

#: Verdicts in the order in which they are told.
VERDICTS = ("new", "same", "doubtful", "refused")


@dataclass(slots=True)
class Entry:
    """One row. `suspects` and `organisations` count offenders; `loss` is in đồng. Names are as the book has them."""

    sheet: str
    row: int
    stt: str = ""
    raw: dict[str, str] = field(default_factory=dict)
    kind: str = ""
    group: str = ""
    place: int | None = None
    address: str = ""
    day: date | None = None
    happened_on: date | None = None
    happened_at: time | None = None
    reported_on: date | None = None
    source: str = "unknown"
    suspects: int = 0
    organisations: int = 0
    victims: int = 0
    suspect_names: str = ""
    victim_names: str = ""
    dead: int = 0
    injured: int = 0
    loss: int = 0
    outcome: str = ""
    outcome_note: str = ""
    summary: str = ""
    file_no: str = ""
    reasons: list[Reason] = field(default_factory=list)
    verdict: str = "new"
    record: str | None = None

    @property
    def identity(self) -> tuple[Any, ...]:
        """What two rows about one incident have in common: everything but the row's number."""
        return (
            self.day, self.happened_at, self.kind, self.place, self.address, self.source, self.suspects,
            self.organisations, self.victims, self.suspect_names, self.victim_names, self.dead, self.injured, self.loss,
            self.outcome, self.summary, self.file_no,
        )  # fmt: skip

    @property
    def likeness(self) -> tuple[Any, ...]:
        """What tells an incident in the register that this row may be: it was brought in before."""
        return (self.day, self.happened_at, self.kind, self.place, self.suspects + self.organisations, self.loss)

    def parsed(self) -> dict[str, Any]:
        """What is kept of it in staging."""
        kept = {name: value for name, value in asdict(self).items() if name not in _APART and value}
        return {name: value.isoformat() if isinstance(value, date | time) else value for name, value in kept.items()}


_APART = frozenset({"sheet", "row", "stt", "raw", "reasons", "verdict", "record"})
_DAYS = ("day", "happened_on", "reported_on")


def entry_of(sheet: str, row: int, stt: str, parsed: dict[str, Any], reasons: Sequence[dict[str, Any]]) -> Entry:
    """A staged row again."""
    said: dict[str, Any] = {
        name: date.fromisoformat(value) if name in _DAYS else value for name, value in parsed.items()
    }
    if "happened_at" in said:
        said["happened_at"] = time.fromisoformat(said["happened_at"])
    return Entry(sheet, row, stt, reasons=[Reason(r["code"], r.get("args") or {}) for r in reasons], **said)


def judge(entries: Sequence[Entry], there: dict[tuple[Any, ...], list[str]]) -> None:
    """Give every row its verdict. `there` are incidents of the register by likeness: each answers for one row.

    A row like another of the same book in everything is one incident written twice, and counted once.
    """
    left = {likeness: list(ids) for likeness, ids in there.items()}
    seen: dict[tuple[Any, ...], int] = {}
    for entry in entries:
        entry.reasons = [r for r in entry.reasons if r.code not in ("twice", "there")]
        entry.record = None
        levels = {r.level for r in entry.reasons}
        entry.verdict = "refused" if REFUSE in levels else "doubtful" if DOUBT in levels else "new"
        if entry.verdict != "new":
            continue
        if left.get(entry.likeness):
            entry.record, entry.verdict = left[entry.likeness].pop(0), "same"
            entry.reasons.append(Reason("there"))
        elif entry.identity in seen:
            entry.verdict = "doubtful"
            entry.reasons.append(Reason("twice", {"row": str(seen[entry.identity])}))
        seen.setdefault(entry.identity, entry.row)
