"""The comparison of one record keeps to the engine's own kinds of likeness."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from diaban.match import intake, names
from diaban.match.likeness import Likener, Likeness

WRITTEN = (
    "Nguyễn Văn An", "Nguyen Van An", "Nguyễn Vân Ân", "An Nguyễn Văn", "NguyễnVăn An", "Nguyễn Văn Ân", "N. Văn An",
    "Nguyễn An", "Nguyễn Văn", "Nguyễn Ván Anh", "Nguyễn Đình An", "Trần Văn An", "Trần Thị Bình", "Nguyễn Thị Hoa",
    "Lê Thị Thu Hà", "Lê Thu Hà", "Lê Thị Thu Hạ", "Lê Thị Thư Hằng", "H'Vui Niê", "HVui Niê", "Hơ Vui Niê",
    "Ông Lê Thu Hà",
    "Tèo", "Lê Thị Tèo", "Nguyên Văn Ang", "Ngô Văn Lam", "Ngô Văn Nam", "Vàng Thị Sua", "Vang Thi Xua", "",
)  # fmt: skip


def test_one_by_one_is_as_in_whole_tables() -> None:
    read = names.read(list(WRITTEN), frozenset())
    pairs = list(product(range(len(WRITTEN)), repeat=2))
    left, right = (np.array([pair[side] for pair in pairs], np.int64) for side in range(2))
    whole = Likener(read)(left, right)
    wrong = [
        (WRITTEN[a], WRITTEN[b], Likeness(level).name, alone.name)
        for (a, b), level in zip(pairs, whole, strict=True)
        if (alone := intake.likeness(intake.syllables(WRITTEN[a]), intake.syllables(WRITTEN[b]))) != level
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("other", "least", "most"),
    [
        (intake.Person("Lò Thị Ín", "f", (1985, 2, 1), commune=1, village=7), 0.95, 1),
        (intake.Person("Lo Thi In", "f", (1985, 1, 2), commune=1, village=7), 0.5, 1),
        (intake.Person("Lò Thị Ín", "f", (1961, 5, 9), commune=1, village=7), 0, 0.3),
        (intake.Person("Lò Thị Ín", "m", (1961, 5, 9), commune=2), 0, 0.02),
        (intake.Person("Trần Văn Bảy", "m", (1985, 2, 1), commune=2), 0, 0.01),
    ],
)
def test_how_likely(other: intake.Person, least: float, most: float) -> None:
    new = intake.Person("Lò Thị Ín", "f", (1985, 2, 1), commune=1, village=7)
    shown = intake.Comparison(new, [other], lambda _bare: 2e-4, 1_000_000).probabilities()[0]
    assert least <= shown <= most
