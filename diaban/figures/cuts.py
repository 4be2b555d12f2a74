"""Cuts: how much of the ledger a signed figure stands on.

A cut is a number of leaves of the sealed tree: a line belongs to it if its leaf stands before. A transaction that was
open when a report was signed is sealed later, so its lines come after the cut, whatever their ids and days.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from diaban.core.errors import Invalid
from diaban.core.sql import value
from diaban.ledger import sealing


def newest() -> int:
    """The size of the sealed tree now; 0 before anything was sealed."""
    return int(value("select coalesce(max(size), 0) from ledger_head"))


def draw() -> int:
    """Seal every line committed by now and return the cut behind them: what a report is signed at.

    Call it outside of a transaction: the sealer's own must be over before figures are read at the cut.
    """
    while sealing.seal() == sealing.BATCH:
        pass
    return newest()


def check(cut: int | None) -> None:
    """Raises Invalid for a cut that the sealed tree hasn't reached: its figures may still change."""
    if cut is not None and not 0 <= cut <= newest():
        raise Invalid(_("Mốc sổ %(cut)s chưa có: sổ mới niêm phong đến %(size)s.") % {"cut": cut, "size": newest()})
