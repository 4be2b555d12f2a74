"""Lists of synthetic residents as offices bring them in, for communes that are in store."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

#: Province whose people the lists hold: their numbers are not those of the residents seeded.
ELSEWHERE = "96"
_HEADER = (
    "STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số định danh", "Số hộ", "Quan hệ với chủ hộ", "Thôn, tổ dân phố",
    "Địa chỉ", "Điện thoại", "Quê quán",
)  # fmt: skip
_SEXES = {"m": "Nam", "f": "Nữ"}


def write(path: Path, commune: int, rows: int, seed: int) -> None:
    """A CSV list of about that many people, in households, in the hamlets of a commune; each seed has other people."""
    from diaban.areas import queries as areas
    from diaban.core.time import today
    from diaban.demo.ground import ground
    from diaban.demo.population import Maker
    from diaban.people.models import Relation

    day = today()
    hamlets = [row.unit.full_name for row in areas.hamlets(commune, day)]
    block = Maker(ground(ELSEWHERE, day, seed).communes, seed, day).block(0, rows)
    names, labels = block.full_names(), {str(code): str(label) for code, label in Relation.choices}
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(_HEADER)
        for n, house in enumerate(block.house):
            sheet.writerow(
                (
                    n + 1, names[n], date.fromordinal(block.born[n]).strftime("%d/%m/%Y"), _SEXES[block.sex[n]],
                    _nobodys(block.number[n] or "", seed), f"M{seed}-{house + 1}", labels[block.relation[n]],
                    hamlets[block.house_hamlet[house] % len(hamlets)], block.house_address[house], block.phone[n],
                    block.hometown[n],
                )
            )  # fmt: skip


def _nobodys(number: str, seed: int) -> str:
    """A number that neither the residents seeded nor another list have: theirs end in 500000 and above."""
    return f"{number[:6]}{(int(number[6:]) + seed * 1_009) % 500_000:06d}" if number else ""
