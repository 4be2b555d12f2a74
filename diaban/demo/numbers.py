"""Numbers of synthetic residents: 12 digits that follow the structure, old nine-digit numbers, telephones.

Real serials are handed out from the bottom of each province, sex and year; those made here start at 500000,
beyond what any province has reached, and telephones begin with 050, which no operator has. So a number made
here is nobody's.
"""

from __future__ import annotations

import random
from typing import Final
from zlib import crc32

from diaban.core.id_prefixes import PREFIXES
from diaban.demo.wordlists import words

#: Serials 500000 to 999978, walked in steps that visit each once (the modulus is a prime), from a start
#: of each province, sex and year.
_FIRST, _PRIME, _STEP = 500_000, 499_979, 307_099
#: Old provinces to the first two digits of the nine-digit numbers issued there.
CMND_PREFIX: Final = dict(
    pair.split(":")
    for pair in words(
        "01:01 02:07 04:08 06:09 08:07 10:06 11:04 12:04 14:05 15:06 17:11 19:09 20:08 22:10 24:12 25:13 "
        "26:13 27:12 30:14 31:03 33:14 34:15 35:16 36:16 37:16 38:17 40:18 42:18 44:19 45:19 46:19 48:20 "
        "49:20 51:21 52:21 54:22 56:22 58:26 60:26 62:23 64:23 66:24 67:24 68:25 70:28 72:29 74:28 75:27 "
        "77:27 79:02 80:30 82:31 83:32 84:33 86:33 87:34 89:35 91:37 92:36 93:36 94:36 95:38 96:38"
    )
)


def code_of(female: bool, year: int) -> str:
    """The fourth to sixth digits: century and sex, then the year."""
    return f"{(year // 100 - 19) * 2 + female}{year % 100:02d}"


class NumberMaker:
    """Hands out 12-digit numbers for an old province, none twice. Same calls, same numbers.

    Makers that serve one population share ``used``, since people of one province are born in the other.
    """

    def __init__(self, province: str, used: dict[str, int]) -> None:
        self.province = province
        self._used = used
        others = [code[1:] for code in PREFIXES if code[1:] != province]
        near = [code for code in others if abs(int(code) - int(province)) <= 4]
        #: Provinces where the birth was registered, for 1,024 random values: 87 % here, the rest near or
        #: anywhere.
        lots = (
            [province] * 891 + [near[i % len(near)] for i in range(70)] + [others[i % len(others)] for i in range(63)]
        )
        self.origins = ["0" + lot for lot in lots]

    def take(self, prefix: str, code: str) -> str:
        """The next number of a province (three digits), sex and year.

        Raises OverflowError when a year's half million serials are used up (beyond some fifty million
        residents).
        """
        head = prefix + code
        used = self._used.get(head, 0)
        if used >= _PRIME:
            raise OverflowError(head)
        self._used[head] = used + 1
        return head + str(_FIRST + (crc32(head.encode()) + used * _STEP) % _PRIME)


def cmnd(rng: random.Random, province: str) -> str:
    """An old nine-digit number, as issued by the police of ``province``."""
    return f"{CMND_PREFIX.get(province, '01')}{rng.randrange(9_000_000, 10_000_000)}"
