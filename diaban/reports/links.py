"""Where the numbers of a report open: a page and a call of the API that list the lines, at the report's own cut."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlencode

from django.urls import reverse

from diaban.reports.content import Content, Piece


def query(content: Content, which: Literal["now", "then"] = "now", part: Piece | None = None) -> dict[str, str]:
    """The days, the cut and the part of the area that a number is of."""
    span = content.period if which == "now" else content.compared
    told = {"tu": span.since.isoformat(), "den": span.until.isoformat()}
    if content.cut is not None:
        told["moc"] = str(content.cut.size)
    if part is not None and part.unit_id is None:
        told["ngoai"] = content.map_on.isoformat()
    elif part is not None:
        told["trong"] = str(part.unit_id)
    return told


def page(content: Content, measure: str, which: Literal["now", "then"] = "now", part: Piece | None = None) -> str:
    """The page of the lines behind a number."""
    return f"{reverse('reports:lines', args=[measure, content.area_id])}?{urlencode(query(content, which, part))}"


def opens(content: Content, measure: str, part: Piece | None = None) -> dict[str, str]:
    """The addresses of a figure's lines: for people, and for programs."""
    told = urlencode(query(content, "now", part))
    return {
        "page": page(content, measure, "now", part),
        "api": f"/api/v1/reports/lines/{measure}/{content.area_id}?{told}",
    }
