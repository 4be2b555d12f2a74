"""Reports that nobody has signed: what a command makes, and what a draft looks like."""

from __future__ import annotations

from diaban.access.scope import Viewer
from diaban.core.errors import NotFound
from diaban.reports import build, letterhead
from diaban.reports.asking import Ask
from diaban.reports.content import Content
from diaban.reports.letterhead import Issuer


def content(
    ask: Ask, *, viewer: Viewer, issuer: Issuer | None = None, remarks: str = "", recipients: tuple[str, ...] = ()
) -> Content:
    """The report with room for number, day and signature. Bodies are named as on the period's last day.

    Raises NotFound where nothing at all is known of the area in the period.
    """
    head = letterhead.made(issuer or letterhead.of_area(ask.unit.id), on=ask.passed.until, day=None, to=recipients)
    made = build.content(ask, head, viewer=viewer, remarks=remarks)
    check_known(ask, made)
    return made


def check_known(ask: Ask, made: Content) -> None:
    """Raises NotFound where every figure of a report is unknown."""
    if made.items and all(item.value is None for item in made.items):
        why = next((item.why for item in made.items if item.why), "")
        raise NotFound(f"Sổ chưa có số liệu nào của {ask.unit.full_name} trong {ask.named.label}. {why}".strip())
