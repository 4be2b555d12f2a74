"""The commune that a command is told by its code."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diaban.areas.queries import Unit


def named(code: str | None) -> Unit | None:
    """The commune in force that has a code; None where none was told. Raises NotFound."""
    from diaban.areas import queries as areas
    from diaban.core.errors import NotFound
    from diaban.core.time import today

    if code is None:
        return None
    unit = areas.find(code, today(), areas.Level.COMMUNE)
    if unit is None:
        raise NotFound(f"Không có xã, phường nào đang hoạt động mang mã {code}; chưa ghi gì.")
    return unit
