"""Whether two records may be merged, and which of them stays. Twins, siblings and namesakes are told apart here."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from diaban.core.id_numbers import odd
from diaban.match.tokens import spelt
from diaban.people.models import COUNTED, Resident, State

#: Why two records are rather two people's, by code. Whoever merges all the same says so.
APART: dict[str, Any] = {
    "number": _("hai số định danh khác nhau, số nào cũng hợp với người của nó"),
    "sex": _("khác giới tính"),
    "birth": _("khác ngày sinh"),
    "home": _("cùng một hộ mà khác tên hoặc khác ngày sinh, có thể là anh chị em"),
    "death": _("một người đã mất, người kia thì không"),
}


def apart(one: Resident, two: Resident) -> list[str]:
    """Codes of what speaks against one person, so plainly that nothing but an express word goes against it."""
    told = []
    if one.id_no and two.id_no and one.id_no != two.id_no and not (_odd(one) or _odd(two)):
        told.append("number")
    if one.sex != two.sex and "u" not in (one.sex, two.sex):
        told.append("sex")
    births = _births(one, two)
    if births:
        told.append("birth")
    if one.household_id is not None and one.household_id == two.household_id and (births or not _alike(one, two)):
        told.append("home")
    if (one.state == State.DEAD) != (two.state == State.DEAD):
        told.append("death")
    return told


def _alike(one: Resident, two: Resident) -> bool:
    """Whether the names are the same, or one of them merely lacks its marks: Hoa and Hòa may be sisters."""
    (bare, marked), (other, other_marked) = (
        ([spelt(word)[0] for word in r.full_name.split()], [spelt(word)[1] for word in r.full_name.split()])
        for r in (one, two)
    )
    return bare == other and (marked == other_marked or bare in (marked, other_marked))


def _odd(resident: Resident) -> bool:
    """Whether a number contradicts the record's own sex or year of birth: then it is a slip, or another's."""
    year = resident.birth_date.year if resident.birth_date else None
    return bool(odd(resident.id_no or "", resident.sex, year))


def _births(one: Resident, two: Resident) -> bool:
    """Whether the births differ as far as both are known."""
    if one.birth_date is None or two.birth_date is None:
        return False
    known = {one.birth_precision, two.birth_precision}
    if "y" in known:
        return one.birth_date.year != two.birth_date.year
    if "m" in known:
        return (one.birth_date.year, one.birth_date.month) != (two.birth_date.year, two.birth_date.month)
    return one.birth_date != two.birth_date


def staying(one: Resident, two: Resident) -> tuple[Resident, Resident]:
    """(who stays, who is merged into them): who is counted goes first, then who has a number, then the older record."""

    def rank(resident: Resident) -> tuple[bool, bool, int, Any]:
        return (
            resident.state not in COUNTED, not resident.id_no, -len(resident.birth_precision.replace("u", "")),
            resident.created_at,
        )  # fmt: skip

    first, second = sorted((one, two), key=lambda resident: (*rank(resident), resident.id))
    return first, second
