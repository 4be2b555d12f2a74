"""Lines read as sentences. The ledger holds no names: a sentence is a row of parts, and whoever shows it resolves
those that point somewhere with the viewer's own rights.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from string import Formatter
from typing import Any

from django.utils.translation import gettext as _

from diaban.core.text import fmt_date, fmt_int
from diaban.ledger.queries import Row
from diaban.ledger.registry import Kind

#: Slots that a page resolves into a name or a link: the part's `ref` is the id, `text` a plain stand-in.
REFERENCES = ("record", "office", "actor", "place")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence: `slot` is `text`, or what it stands for; `ref` the id behind it, if any."""

    slot: str
    text: str
    ref: Any = None


def parts(row: Row) -> list[Part]:
    """The sentence of a line in the current language. Kinds that are no longer declared read generically."""
    declared = row.declared
    body = list(_fill(str(declared.sentence) if declared else _("{office} ghi {kind} về {record}"), row, declared))
    if row.corrects is not None:
        lead = _("Hủy") if row.quantity == 0 else _("Đính chính")
        body.insert(0, Part("text", f"{lead}: "))
    if row.quantity not in (0, 1) and all(part.slot != "quantity" for part in body):
        body.append(Part("quantity", f" ({_quantity(row)})"))
    return body


def _fill(template: str, row: Row, declared: Kind | None) -> Iterator[Part]:
    for text, slot, _form, _conversion in Formatter().parse(template):
        if text:
            yield Part("text", text)
        if slot:
            yield _part(slot, row, declared)


def _part(slot: str, row: Row, declared: Kind | None) -> Part:
    if slot in REFERENCES:
        ref = getattr(row, slot)
        return Part(slot, str(ref)[-4:] if slot == "record" else str(ref), ref)
    if slot in row.dims:
        return Part(slot, label(declared, slot, row.dims[slot]))
    texts: dict[str, Callable[[], str]] = {
        "kind": lambda: str(declared.title) if declared else row.kind,
        "day": lambda: fmt_date(row.day),
        "quantity": lambda: _quantity(row),
        "from": lambda: label(declared, "from", row.state_from or "—"),
        "to": lambda: label(declared, "to", row.state_to or "—"),
        "purpose": lambda: row.purpose or "—",
    }
    return Part(slot, texts[slot]() if slot in texts else "—")


def _quantity(row: Row) -> str:
    return fmt_int(row.quantity).replace("-", "\N{MINUS SIGN}")


def label(declared: Kind | None, dim: str, code: str | int) -> str:
    """The title that a kind gives to a code of one of its dims, else the code itself."""
    titles = declared.labels.get(dim, {}) if declared else {}
    return str(titles.get(code, code))


def plain(row: Row, name: Callable[[Part], str] | None = None) -> str:
    """The sentence as text; `name` turns a reference into words (by default its short id)."""
    return "".join(_words(parts(row), name))


def _words(pieces: Iterable[Part], name: Callable[[Part], str] | None) -> Iterator[str]:
    for piece in pieces:
        yield name(piece) if name is not None and piece.slot in REFERENCES else piece.text
