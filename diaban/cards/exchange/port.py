"""The one way to the centre. What stands behind it is a folder that someone carries, or one day a line."""

from __future__ import annotations

from typing import Protocol


class Centre(Protocol):
    """Where batches go and answers come from. Whatever happens twice happens once."""

    def deliver(self, number: str, batch: bytes) -> None:
        """Hand over a batch. One that is there already is left as it is."""

    def collect(self) -> list[bytes]:
        """What came and hasn't been acknowledged, oldest first: receipts of batches, and answers."""

    def acknowledge(self, content: bytes, receipt: bytes) -> None:
        """Say that a collected file was taken in; it isn't collected again. A receipt of ours is kept with it."""
