"""Numbers of persons and organisations as clerks write them: "02 đối tượng", "ba người", "01 cá nhân, 01 tổ chức"."""

from __future__ import annotations

import re
from typing import Any

from diaban.core.text import fold, tidy

_NUMBERS = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
}  # fmt: skip
_ORGANISATION = r"to chuc|cong ty|doanh nghiep|co so|hop tac xa|htx|don vi|cua hang"
_PERSON = (
    r"doi tuong|dt|nguoi|ca nhan|ten|bi can|bi hai|nan nhan|thanh nien|chau|tre em|em|hoc sinh|phu nu|ong|ba|nam|nu|ng"
    r"|nghi pham|can pham"
)
_NUMBER = r"\d{1,4}|" + "|".join(_NUMBERS)
_ONE = re.compile(rf"\b({_NUMBER})\s*(?:\(\d+\)\s*)?({_ORGANISATION}|{_PERSON})\b")
_BARE = re.compile(rf"({_NUMBER})(?:\.0)?")
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
#: Said of them together, or not known.
_UNKNOWN = re.compile(
    r"(?:doi tuong\s*)?(?:chua|khong|ko|k)\s*(?:ro|biet|xac dinh(?: duoc)?|co|bat duoc)?"
    r"(?:\s*(?:doi tuong|ai|so luong))?"
    r"|-|–|_|\.|x|dang (?:xac minh|dieu tra|truy tim)|kxd|0|00"
)


def read(text: str) -> int | dict[str, int] | None:
    """How many a text says: persons alone as a number, organisations too as `{"person": n, "organisation": m}`, None
    where nobody is known. Raises ValueError where it says something else."""
    plain = fold(tidy(text)).strip(" .:;")
    if not plain or _UNKNOWN.fullmatch(plain):
        return None
    whole = _ASIDE.sub(" ", plain).strip(" .:;+") or plain
    if bare := _BARE.fullmatch(whole):
        return _number(bare[1])
    counts = {"person": 0, "organisation": 0}
    rest = whole
    for found in _ONE.finditer(whole):
        which = "organisation" if re.fullmatch(_ORGANISATION, found[2]) else "person"
        counts[which] += _number(found[1])
        rest = rest.replace(found[0], " ", 1)
    if not sum(counts.values()) or re.search(r"\d", rest):
        raise ValueError(text)
    return counts if counts["organisation"] else counts["person"]


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS[text]


def says(value: Any) -> bool:
    """Whether a cell is such a number."""
    if isinstance(value, str):
        try:
            read(value)
        except ValueError:
            return False
        return True
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 500 and value == int(value)
