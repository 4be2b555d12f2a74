"""What was read off a card, and why something could not be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Precision = Literal["d", "y"]


@dataclass(frozen=True, slots=True)
class Said:
    """The fields of a card as it states them; what it doesn't state is empty or None.

    `number` has 12 digits. `name` is as printed; off a machine-readable zone it has no marks (`marked` is False) and
    may be cut at the line's end (`cut`). `birth_precision` is `d`, or `y` where only the year is stated. `sex` is
    `m` or `f`. `expires` is None for a card without a term, and off a QR code, which doesn't say. `spare` keeps
    fields that newer cards add, unread. `odd` holds the codes of `core.id_numbers.odd`: a warning, never a refusal.
    """

    source: Literal["qr", "mrz"]
    number: str
    name: str
    sex: str
    birth: date
    birth_precision: Precision = "d"
    cmnd: str = ""
    address: str = ""
    issued: date | None = None
    expires: date | None = None
    marked: bool = True
    cut: bool = False
    spare: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()

    def expired(self, day: date) -> bool:
        """Whether the card says of itself that its term ended before that day."""
        return self.expires is not None and self.expires < day


class Misread(ValueError):
    """What was scanned can't be taken as a card. `code` says why; the text itself is never kept, it may name someone.

    Codes: `empty`, `other` (something else), `link` (an address on the web), `insurance` (a health-insurance card's
    code), `short` (cut off), `number`, `name`, `sex`, `birth`, `dates` (two dates that can't both be right), `lines`
    (not three lines of thirty), `country`, and `check.number`, `check.optional`, `check.birth`, `check.expiry`,
    `check.all` for the digit that doesn't agree.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
