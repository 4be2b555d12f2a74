"""A report as JSON, for other programs: what it covers, and an item for each of its figures."""

from __future__ import annotations

import json
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from diaban.reports.content import Content, Item, Paragraph
from diaban.reports.links import opens


def document(content: Content) -> dict[str, Any]:
    """The report as plain values; numbers are numbers, days are ISO 8601."""
    head = content.letterhead
    return {
        "report": content.template,
        "version": content.version,
        "title": content.subtitle,
        "area": {"id": content.area_id, "code": content.area_code, "name": content.area},
        "period": _span(content, "period"),
        "compared_period": _span(content, "compared"),
        "map": {"asked": content.map_choice, "on": content.map_on.isoformat()},
        "cut": None if content.cut is None else asdict(content.cut),
        "signed": None if not content.revision else {
            "revision": content.revision, "number": head.number, "day": head.day and head.day.isoformat(),
            "body": head.body, "post": head.post, "by": head.signer, "replaces": content.replaces or None,
        },
        "items": [item_of(content, item) for item in content.items],
        "text": [
            "".join(run.text for run in block.runs) for block in content.blocks if isinstance(block, Paragraph)
        ],
        "notes": list(content.notes),
    }  # fmt: skip


def _span(content: Content, name: str) -> dict[str, str]:
    span = getattr(content, name)
    return {"since": span.since.isoformat(), "until": span.until.isoformat()}


def item_of(content: Content, item: Item) -> dict[str, Any]:
    """One figure. `change` is in per cent, rounded to two places; `opens` is where its lines are read; `partly` says of
    which days nothing is counted where that is some of them."""
    return {
        "measure": item.measure,
        "title": item.title,
        "unit": item.unit,
        "value": item.value,
        "compared": item.compared,
        "change": _number(item.change),
        "lines": item.lines,
        "records": item.records,
        "why": item.why or None,
        "partly": item.partly or None,
        "partly_compared": item.partly_then or None,
        "opens": opens(content, item.measure),
        "parts": [
            {
                "unit_id": part.unit_id, "code": part.code, "name": part.name, "value": part.value,
                "lines": part.lines, "opens": opens(content, item.measure, part=part),
            }
            for part in item.parts
        ],
    }  # fmt: skip


def _number(change: Decimal | None) -> float | None:
    return None if change is None else float(change)


def as_json(content: Content) -> bytes:
    """The document as bytes; equal contents give equal bytes."""
    return (json.dumps(document(content), ensure_ascii=False, indent=1) + "\n").encode()
