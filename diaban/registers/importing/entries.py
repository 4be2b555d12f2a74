"""A workbook's rows as rows of a register to be: read, placed, matched, with what is odd about each said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from diaban.registers.importing.reasons import REFUSE, Reason

#: Verdicts in the order in which they are told.
VERDICTS = ("new", "doubtful", "same", "refused")
#: Verdicts of rows that are written: those matched to a resident, and those to be reviewed.
WRITTEN = ("new", "doubtful")


@dataclass(slots=True)
class Entry:
    """One row. `place` is where the register keeps it, `commune` the commune that its address means (None: unsure).
    `candidates` are (resident, probability, evidence), likeliest first; `linked` says that the first is accepted."""

    sheet: str
    row: int
    stt: str = ""
    raw: dict[str, Any] = field(default_factory=dict)
    full_name: str = ""
    fold: str = ""
    sex: str = "u"
    birth: date | None = None
    precision: str = "u"
    id_no: str = ""
    cmnd: str = ""
    number: str = ""
    relation: str = ""
    head_name: str = ""
    hamlet: str = ""
    address: str = ""
    place: int | None = None
    commune: int | None = None
    group: str = ""
    since: date | None = None
    until: date | None = None
    values: dict[str, Any] = field(default_factory=dict)
    candidates: list[tuple[str, float, str]] = field(default_factory=list)
    linked: bool = False
    faults: list[str] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    verdict: str = "new"
    record: str | None = None

    @property
    def identity(self) -> tuple[Any, ...]:
        """What a row of the register and a row of a workbook have in common where one was made from the other."""
        return (
            self.group, self.fold, self.sex, self.birth, self.precision, self.id_no, self.cmnd, self.relation,
            self.head_name, self.address,
        )  # fmt: skip

    @property
    def resident(self) -> UUID | None:
        """Who it is, where that was accepted."""
        return UUID(self.candidates[0][0]) if self.linked else None

    def parsed(self) -> dict[str, Any]:
        """What is kept of it in staging."""
        kept = {name: value for name, value in asdict(self).items() if name not in _APART and value not in ("", None)}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in kept.items() if value}


_APART = frozenset({"sheet", "row", "stt", "raw", "reasons", "verdict", "record"})
_DAYS = frozenset({"birth", "since", "until"})


def entry_of(sheet: str, row: int, stt: str, parsed: dict[str, Any], reasons: Sequence[dict[str, Any]]) -> Entry:
    """A staged row again."""
    said: dict[str, Any] = {
        name: date.fromisoformat(value) if name in _DAYS else value for name, value in parsed.items()
    }
    said["candidates"] = [(c[0], c[1], c[2]) for c in said.get("candidates", ())]
    return Entry(sheet, row, stt, reasons=[Reason(r["code"], r.get("args") or {}) for r in reasons], **said)


def judge(entries: Sequence[Entry], there: Counter[tuple[Any, ...]]) -> None:
    """Give every row its verdict. `there` counts rows of the register by identity: each answers for one row.

    A row like another of the workbook in everything says nothing new, and is refused.
    """
    left = Counter(there)
    seen: dict[tuple[Any, ...], int] = {}
    for entry in entries:
        entry.reasons = [r for r in entry.reasons if r.code not in ("twice", "there", "maybe", "nobody")]
        if any(r.level == REFUSE for r in entry.reasons):
            entry.verdict = "refused"
        elif left[entry.identity] > 0:
            left[entry.identity] -= 1
            entry.verdict = "same"
            entry.reasons.append(Reason("there", {}))
        elif entry.identity in seen:
            entry.verdict = "refused"
            entry.reasons.append(Reason("twice", {"row": str(seen[entry.identity])}))
        else:
            entry.verdict = "new" if entry.linked else "doubtful"
            if not entry.linked:
                entry.reasons.append(Reason("maybe" if entry.candidates else "nobody", {}))
        seen.setdefault(entry.identity, entry.row)
