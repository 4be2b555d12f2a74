"""A centre that isn't one: it reads batches as the real one would and decides as it is told, in tests and the demo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from diaban.cards.exchange import files

#: Of a batch's line: `returned` and why, `approved` or `printed`; what it says of nothing is left for later.
Verdict = tuple[str, str] | None
Decide = Callable[[Mapping[str, Any]], Verdict]


def approve(_line: Mapping[str, Any]) -> Verdict:
    """Everything is in order."""
    return ("approved", "")


class FakeCentre:
    """Keeps batches by number and answers each once; `prints` makes cards for all that it has approved."""

    def __init__(self, province: str, decide: Decide = approve, office: int = 0) -> None:
        self.province, self.decide, self.office = province, decide, office
        self.batches: dict[str, files.Sheet] = {}
        self.waiting: list[bytes] = []
        self.receipts: list[bytes] = []
        self._approved: dict[str, list[str]] = {}
        self._serials: list[str] = []
        self._answers = self._cards = 0

    def deliver(self, number: str, batch: bytes) -> None:
        """Read it, say that it was received, and answer."""
        sheet = files.read(batch, files.BATCH)
        if sheet.said("number") != number or number in self.batches:
            return
        self.batches[number] = sheet
        self.waiting.append(files.receipt(files.BATCH, number, sheet.digest, len(sheet.lines)))
        told = []
        for line in sheet.lines:
            verdict = self.decide(line)
            if verdict is not None:
                told.append({"application": line["application"], "result": verdict[0], "why": verdict[1]})
                if verdict[0] == "approved":
                    self._approved.setdefault(number, []).append(line["application"])
        if told:
            self.answer(number, told)

    def answer(self, batch: str, lines: list[dict[str, Any]]) -> bytes:
        """Write an answer to a batch and let it wait to be collected."""
        self._answers += 1
        number = f"TW-{self.province}-{self.office}-{self._answers:06d}"
        content = files.write(files.ANSWER, {"number": number, "batch": batch, "province": self.province}, lines)
        self.waiting.append(content)
        return content

    def again(self, application: UUID) -> None:
        """A card that was lost or spoiled is printed again, for the last batch that its application came in."""
        for number, sheet in reversed(self.batches.items()):
            if any(line["application"] == str(application) for line in sheet.lines):
                self._approved.setdefault(number, []).append(str(application))
                return

    def prints(self) -> None:
        """Cards for every application that was approved and has none."""
        for batch, ids in self._approved.items():
            lines = []
            for each in ids:
                self._cards += 1
                self._serials.append(f"T{self.office:05d}{self._cards:07d}")
                lines.append({"application": each, "result": "printed", "serial": self._serials[-1]})
            if lines:
                self.answer(batch, lines)
        self._approved.clear()

    def parcel(self) -> list[str]:
        """The numbers of the cards that were printed and not sent yet: they come in one parcel, with this list."""
        sent, self._serials = self._serials, []
        return sent

    def collect(self) -> list[bytes]:
        """What waits, oldest first."""
        return list(self.waiting)

    def acknowledge(self, content: bytes, receipt: bytes) -> None:
        """It needn't wait any more."""
        self.receipts.append(receipt)
        self.waiting = [each for each in self.waiting if each != content]
