"""Residents already in store, indexed the ways a row may find its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(slots=True)
class Resident:
    """What the comparison needs of a resident in store."""

    id: UUID
    full_name: str
    fold: str
    sex: str
    birth: date | None
    precision: str
    id_no: str
    household_id: UUID | None
    household: str
    relation: str
    phone: str
    address: str
    hometown: str
    place: int
    state: str
    cmnds: tuple[str, ...] = ()


class Known:
    """The residents of the place an import is for. `elsewhere` holds the numbers of people counted in other places."""

    def __init__(self, residents: Iterable[Resident] = (), elsewhere: Iterable[str] = ()) -> None:
        self.by_number: dict[str, Resident] = {}
        self.by_cmnd: dict[str, list[Resident]] = defaultdict(list)
        self.by_person: dict[tuple[str, date | None], list[Resident]] = defaultdict(list)
        self.elsewhere = frozenset(elsewhere)
        for resident in residents:
            if resident.id_no:
                self.by_number[resident.id_no] = resident
            for cmnd in resident.cmnds:
                self.by_cmnd[cmnd].append(resident)
            self.by_person[resident.fold, resident.birth].append(resident)
