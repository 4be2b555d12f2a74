"""What is odd about a resident's number, in words. Reading numbers is `core.id_numbers`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from diaban.core.id_numbers import odd


@dataclass(frozen=True, slots=True)
class NumberWarning:
    """Why a number looks odd: a stable code, and a sentence for the screen."""

    code: str
    sentence: Any


_SENTENCES = {
    "shape": _("Số định danh phải có đúng 12 chữ số."),
    "prefix": _("Ba chữ số đầu không phải mã tỉnh hay quốc gia nơi đăng ký khai sinh."),
    "sex": _("Chữ số thứ tư của số định danh không khớp giới tính."),
    "century": _("Chữ số thứ tư của số định danh không khớp thế kỷ sinh."),
    "year": _("Hai chữ số năm sinh trong số định danh không khớp năm sinh."),
}


def check(number: str, sex: str, birth_year: int | None) -> list[NumberWarning]:
    """What is odd about a 12-digit number, given the recorded sex (`m`, `f`, `u`) and year of birth.

    Never a reason to refuse; an empty list means that nothing is odd.
    """
    return [NumberWarning(code, _SENTENCES[code]) for code in odd(number, sex, birth_year)]
