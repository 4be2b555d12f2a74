"""Hamlets as provinces have them: thôn, xóm, bản, làng, buôn, ấp; tổ dân phố, khu phố and khóm in towns.
Names are put together, not copied.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final

from diaban.demo.wordlists import words

FIRST: Final = words(
    "An Bắc Bình Cẩm Đại Đồng Đông Đức Giang Hà Hải Hòa Hoàng Hồng Hưng Kim Lâm Liên Long Lương Minh Mỹ "
    "Nam Ngọc Phú Phúc Phước Quang Quảng Quyết Sơn Tam Tân Tây Thái Thanh Thành Thạch Thắng Thiện Thịnh "
    "Thọ Thống Thượng Tiến Trung Trường Vạn Vĩnh Xuân Yên"
)
SECOND: Final = words(
    "An Bình Cường Châu Đình Đoài Đông Đức Giang Hà Hải Hạ Hòa Hợp Hưng Khánh Lâm Lập Liên Lộc Lợi Long "
    "Minh Mỹ Nam Nghĩa Nhất Ninh Phong Phú Phúc Quang Sơn Tân Tây Thanh Thành Thắng Thịnh Thọ Thủy Thượng "
    "Tiến Trung Trường Vinh Vượng Xuân Yên"
)
HIGHLAND: Final = words(
    "Rây Kram Blong Đrăn Hring Kla Mơ Puk Tơng Rung Krong Ktăn Jri Năm Lăng Klôt Bria Săm Treng Wăn Đăl "
    "Hlăk Kniêng Pel Rơm Tul Chrah Gria"
)
#: Old provinces with other words than thôn in the country and tổ dân phố in towns.
_RURAL: Final = {
    "xóm": "04 17 19 40",
    "bản": "11 12 14",
    "khu": "25",
    "ấp": "70 72 74 75 77 79 80 82 83 84 86 87 89 91 92 93 94 95 96",
}
_URBAN: Final = {
    "khu phố": "44 58 60 70 72 74 75 77 79 80 82 91",
    "khóm": "83 84 86 87 89 93 94 95 96",
    "khu": "22 25 92",
}
RURAL_KIND: Final = {code: kind for kind, codes in _RURAL.items() for code in codes.split()}
URBAN_KIND: Final = {code: kind for kind, codes in _URBAN.items() for code in codes.split()}
#: A second kind in the country, and its share: villages of the highlands and the mountains.
SECOND_KIND: Final = {
    "62": ("làng", 0.5), "64": ("làng", 0.6), "66": ("buôn", 0.35), "67": ("bon", 0.25), "38": ("bản", 0.1),
    "40": ("bản", 0.12), "44": ("bản", 0.1), "45": ("bản", 0.15), "10": ("bản", 0.2), "15": ("bản", 0.15),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hamlet:
    """A hamlet of a commune: its local number there (from 1), its kind and its name."""

    number: int
    kind: str
    name: str
    weight: float

    @property
    def label(self) -> str:
        """As an address has it: "thôn Tân Sơn"."""
        return f"{self.kind} {self.name}"


def _names(rng: random.Random, count: int, numbered: bool) -> list[str]:
    """``count`` different names; numbers where the commune numbers its hamlets."""
    if numbered:
        return [str(number) for number in range(1, count + 1)]
    names: dict[str, None] = {}
    while len(names) < count:
        first, second = rng.choice(FIRST), rng.choice(SECOND)
        if first != second:
            names[f"{first} {second}"] = None
    return list(names)


def hamlets_of(rng: random.Random, province: str, urban: bool) -> list[Hamlet]:
    """The hamlets of one commune: 8 to 60, about 28 as in Hà Tĩnh; sizes differ by a factor of two or three."""
    count = min(max(round(rng.gauss(24 if urban else 28, 7)), 8), 60)
    kind = URBAN_KIND.get(province, "tổ dân phố") if urban else RURAL_KIND.get(province, "thôn")
    other, share = ("", 0.0) if urban else SECOND_KIND.get(province, ("", 0.0))
    local = min(1.0, share * rng.lognormvariate(-0.2, 0.7)) if share else 0.0
    names = _names(rng, count, numbered=rng.random() < (0.75 if urban else 0.3))
    found, taken = [], set(names)
    for number, name in enumerate(names, 1):
        if local and rng.random() < local:
            name = _highland_name(rng, name, taken)
            found.append(Hamlet(number, other, name, rng.lognormvariate(0, 0.35)))
        else:
            found.append(Hamlet(number, kind, name, rng.lognormvariate(0, 0.35)))
    return found


def _highland_name(rng: random.Random, name: str, taken: set[str]) -> str:
    """A village's name in place of ``name``, not in ``taken`` yet; a number stays behind it."""
    while name in taken:
        second = name if name.isdigit() else rng.choice(HIGHLAND)
        made = f"{rng.choice(HIGHLAND)} {second}"
        if made not in taken:
            name = made
    taken.add(name)
    return name
