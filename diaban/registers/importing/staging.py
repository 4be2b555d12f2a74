"""What a register knows already of the rows of a workbook."""

from __future__ import annotations

from collections import Counter
from typing import Any

from diaban.areas.queries import places_within
from diaban.core.sql import rows

_THERE = """
select "group", fold, sex, birth_date, birth_precision, id_no, cmnd, relation, head_name, address
from registers_row where register = %s and round = %s and place = any(%s) and state = 'active'
"""


def there(register: str, round_: str, commune: int) -> Counter[tuple[Any, ...]]:
    """Rows of the register of a commune by what a workbook's row would be known by."""
    return Counter(tuple(row) for row in rows(_THERE, [register, round_, places_within(commune)]))
