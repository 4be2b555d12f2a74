"""How many households of each kind have a reference person of each age, in ten-thousandths.

Bands of five years from 15 on (15-19, 20-24 … 90-94). Fitted by multiplicative updates to the ages of Viet
Nam's population about 2026 (``AGES``, per cent by five years from 0-4 to 85 and over) and to its household
sizes (``SIZES``, per cent of 1, 2 … 7 and more); both are rounded from published census results of 2019 and
2024, moved on to 2026 by eye, and the tests hold the generator to them.
"""

from __future__ import annotations

from typing import Final

AGES: Final = (7.0, 7.9, 8.2, 7.3, 6.5, 6.9, 7.8, 8.2, 7.6, 6.6, 5.9, 5.4, 4.8, 4.0, 2.7, 1.5, 0.9, 0.8)
SIZES: Final = (11.0, 17.0, 19.5, 26.5, 14.5, 7.0, 4.5)
#: Kind of household (in the order of ``households``) to its weights.
WEIGHTS: Final = {
    "single": "109 65 201 221 131 10 3 10 56 65 96 68 21 22 19 15",
    "couple": "0 8 12 13 5 1 1 5 21 61 61 35 25 23 14 6",
    "nuclear": "6 115 620 946 781 678 644 494 382 225 84 17 5 2 0 0",
    "lone": "0 5 6 13 30 61 73 47 37 15 7 3 1 2 1 0",
    "three": "47 311 256 275 574 518 246 200 101 41 17 0 0 0 0 0",
    "skipped": "0 0 0 0 0 0 8 18 57 87 72 46 23 12 3 0",
    "other": "55 103 65 24 14 7 5 8 16 23 33 19 5 8 6 0",
}


def cells() -> tuple[list[tuple[int, int]], list[int]]:
    """Every (kind, first age of the band) that occurs, and its weight."""
    choices: list[tuple[int, int]] = []
    weights: list[int] = []
    for kind, text in enumerate(WEIGHTS.values()):
        for band, weight in enumerate(map(int, text.split())):
            if weight:
                choices.append((kind, 15 + 5 * band))
                weights.append(weight)
    return choices, weights
