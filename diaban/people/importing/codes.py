"""Cells that mean nothing by themselves, read by what stands beside them: sexes as 0, 1, 2; ticks among relations."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from diaban.core import id_numbers as numbers
from diaban.core.text import fold
from diaban.papers.lists import words
from diaban.papers.lists.columns import Columns
from diaban.papers.reading.sheets import Row

_CODES = frozenset("012")


def learn(columns: Columns, data: Sequence[Row]) -> None:
    """Note what the codes of this sheet mean, where its own rows say so."""
    if columns.relation is not None:
        said = [text for cells in data if (text := _text(cells, columns.relation))]
        columns.relation_ticked = bool(said) and all(words.marked(text) for text in said)
    if columns.sex is not None:
        columns.sex_codes = _sexes(columns, data)


def _sexes(columns: Columns, data: Sequence[Row]) -> dict[str, str]:
    """0, 1 and 2 are used either way round: personal numbers and middle names tell which. `u` where they don't."""
    assert columns.sex is not None
    heard: dict[str, Counter[str]] = defaultdict(Counter)
    for cells in data:
        code = _text(cells, columns.sex)
        if code in _CODES:
            heard[code][_hint(columns, cells)] += 1
    found = {}
    for code, hints in heard.items():
        male, female = hints["m"], hints["f"]
        sure = max(male, female) >= 0.8 * (male + female) and male + female >= 3
        found[code] = ("m" if male > female else "f") if sure else "u"
    unsure = len(set(found.values()) - {"u"}) < len(found)
    return {} if unsure and set(found) == {"1", "2"} else dict.fromkeys(found, "u") if unsure else found


def _hint(columns: Columns, cells: Row) -> str:
    for index in columns.numbers:
        number = numbers.parse(cells[index] if index < len(cells) else "")
        if number.kind == "id":
            return numbers.sex_of(number.digits)
    middle = fold(" ".join(_text(cells, index) for index in columns.name)).split()[1:-1]
    return "f" if "thi" in middle else "m" if "van" in middle else ""


def _text(cells: Row, index: int) -> str:
    value: Any = cells[index] if index < len(cells) else ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.strip() if isinstance(value, str) else ""
