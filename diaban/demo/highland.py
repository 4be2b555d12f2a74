"""Names of the highlands: no family name, or a clan's name, as they stand in the registers of those
provinces.

Four forms are made. A marker of sex and a name (``A Blưk``, ``Y Nhiên``); a marker, a name and the mother's
clan (``Y Thoan Niê``, ``H’ Rin Niê``); ``K’`` for men and ``Ka`` for women; the clan first (``Rơ Châm Hyưt``,
``Rơ Châm H’Ly``). Names are made from syllables.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final

from diaban.demo.wordlists import words

#: Share of residents with such names, by old province, and the forms in use there: (share, form weights).
FORMS_OF: Final[dict[str, tuple[float, dict[str, int]]]] = {
    "62": (0.50, {"marker": 85, "clan_first": 15}),
    "64": (0.42, {"clan_first": 85, "marker": 15}),
    "66": (0.26, {"clan_last": 90, "clan_first": 10}),
    "67": (0.24, {"k_form": 60, "clan_last": 40}),
    "68": (0.20, {"k_form": 100}),
    "54": (0.05, {"clan_last": 100}),
    "51": (0.03, {"marker": 100}),
    "49": (0.06, {"marker": 20, "clan_first": 80}),
    "45": (0.05, {"k_form": 30, "marker": 70}),
    "60": (0.03, {"k_form": 100}),
    "70": (0.05, {"k_form": 100}),
    "58": (0.04, {"clan_first": 60, "k_form": 40}),
}
CLANS: Final[dict[str, tuple[str, ...]]] = {
    "clan_last": words(
        "Niê Mlô Byă Kbuôr Ayŭn Knul Êban Kđoh Ktla Hđơk Adrơng Ênuôl Hwing Buôn_Yă Buôn_Krông Hmŏk "
        "Kriêng Ksơr Kpơr Niê_Kđăm Liêng Cil Triết Bkrông Bdap Du Hra Rơ_Yam Sruk Teh"
    ),
    "clan_first": words(
        "Rơ_Châm Siu Ksor Kpă Rơ_Mah Nay Rah_Lan Puih Rmah R’com Hiao Rơ_Ô Kpuih Rơ_Lan Rcom Ating Bnướch "
        "Zơrâm Coor Arất Pơloong Alăng Bling Bhling Mấu Cao_Là Pi_Năng Chamaléa Tro Katơr"
    ),
    "marker": (),
    "k_form": (),
}
ONSETS: Final = words("b bl br ch d đ g gl h hl hr j k kl kr kh l m ml mr n nh p pl pr r s t tr th w y ")
RIMES: Final = words(
    "a ak an ang at ă ăk ăn ăng e ek en eo ê êk ên êng i ih ik in inh it o oi ok on ong ô ôk ôn ôt ơ ơi "
    "ơk ơn ơt u ui uk un ung uôk ưk ưn ưt ưng ia iêk iêng oan uân ŭk ĭn ŏk "
)
KINH_GIVEN: Final = words(
    "Hùng Dũng Hoa Lan Nam Thảo Phương Hằng Linh Tuấn Thanh Thủy Hà Hiền Bình Minh Đức Long Thái Sơn "
    "Hương Liên Nga Thư Vy Bảo Duy Ngân Trang Quý "
)


@dataclass(frozen=True, slots=True)
class HighlandNames:
    """A stock of highland words, the same for the same seed."""

    words: tuple[str, ...]

    @classmethod
    def make(cls, seed: int, count: int = 900) -> HighlandNames:
        """Build the stock: ``count`` words of one syllable, some of two joined."""
        rng = random.Random(f"highland-{seed}")
        pool = [(onset + rime).capitalize() for onset in ONSETS for rime in RIMES]
        rng.shuffle(pool)
        single = pool[:count]
        joined = [f"{rng.choice(single)}{rng.choice(pool).lower()}" for _ in range(count // 6)]
        return cls((*single, *joined, *KINH_GIVEN * 6))

    def full_name(self, rng: random.Random, form: str, sex: str, clan: str) -> str:
        """One full name of ``form`` for a man ('m') or a woman; ``clan`` may be ''."""
        word = self.words[int(rng.random() ** 1.6 * len(self.words))]
        if form == "clan_first":
            return f"{clan} H’{word}" if sex == "f" and rng.random() < 0.6 else f"{clan} {word}"
        if form == "clan_last":
            return f"Y {word} {clan}" if sex == "m" else f"H’ {word} {clan}"
        if form == "k_form":
            return f"K’ {word}" if sex == "m" else f"Ka {word}"
        return f"A {word}" if sex == "m" else f"Y {word}"


def household_form(rng: random.Random, forms: dict[str, int]) -> tuple[str, str]:
    """The form a household's names follow, and its clan ('' where the form has none)."""
    form = rng.choices(list(forms), list(forms.values()))[0]
    clans = CLANS[form]
    return form, rng.choice(clans) if clans else ""


def other_clan(rng: random.Random, form: str, clan: str) -> str:
    """A clan of the same people that is not ``clan``: nobody marries within their own."""
    return rng.choice([name for name in CLANS[form] if name != clan])
