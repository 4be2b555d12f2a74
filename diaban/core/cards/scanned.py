"""Whatever a scanner, a camera or a reader's keyboard hands over: a QR code's text or a machine-readable zone."""

from __future__ import annotations

from datetime import date

from diaban.core.cards import qr, td1
from diaban.core.cards.said import Misread, Said


def read(text: str, today: date) -> Said:
    """The card it is of. Raises: Misread, with the reason of the form that the text looks like."""
    if "|" not in text and "<" in text:
        return td1.parse(text, today)
    return qr.parse(text, today)


def looks_like_a_card(text: str) -> bool:
    """Whether a search box should take this as a scan: two bars or a run of fillers never occur in what is typed."""
    return text.count("|") >= 2 or "<<" in text


__all__ = ["Misread", "Said", "looks_like_a_card", "read"]
