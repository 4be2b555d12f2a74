"""A report as a page that stands alone: for the command, which has no server around it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.translation import override

from diaban.reports.content import Content
from diaban.reports.shown import shown


def page(content: Content) -> bytes:
    """The page with its styles inside; numbers link to the console's addresses."""
    with override("vi"):
        text = render_to_string("reports/alone.html", {"report": shown(content), "content": content, "style": _style()})
    return text.encode()


@cache
def _style() -> str:
    return (Path(__file__).resolve().parent / "static" / "reports" / "report.css").read_text(encoding="utf-8")
