"""A made-up commune for tests: households with heads, and rows about its people as a tired clerk types them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import polars as pl

FAMILY = ["Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Bùi", "Đặng", "Võ"]
MIDDLE = ["Văn", "Thị", "Minh", "Thanh", "Ngọc", "Đức", "Xuân", "Kim", "Hữu", "Bích"]
GIVEN = [
    "An",
    "Bình",
    "Cường",
    "Dũng",
    "Hà",
    "Hạnh",
    "Hùng",
    "Khánh",
    "Lan",
    "Linh",
    "Mai",
    "Nga",
    "Phúc",
    "Quỳnh",
    "Sơn",
    "Tuyết",
]
VILLAGES = [f"Thôn {n}" for n in range(1, 13)]


@dataclass
class Town:
    """`residents` and `rows` as tables; `answer`: for each row the position of its resident, -1 for a stranger."""

    residents: pl.DataFrame
    rows: pl.DataFrame
    answer: list[int] = field(default_factory=list)


def _person(draw: random.Random, family: str, head: str | None, home: int, commune: str) -> dict[str, str | None]:
    name = f"{family} {draw.choice(MIDDLE)} {draw.choice(GIVEN)}"
    sex, year = draw.choice(["Nam", "Nữ"]), draw.randint(1935, 2020)
    day, month = draw.randint(1, 28), draw.randint(1, 12)
    century = {"Nam": 0, "Nữ": 1}[sex] + (2 if year >= 2000 else 0)
    return {
        "full_name": name, "sex": sex, "dob": f"{day:02}/{month:02}/{year}",
        "id_no": f"042{century}{year % 100:02}{draw.randint(0, 999_999):06}" if draw.random() < 0.95 else None,
        "commune_code": commune, "village": VILLAGES[home % len(VILLAGES)], "head_name": head or name,
        "relation": "Con" if head else "Chủ hộ", "hh_id": f"{commune}-{home}",
    }  # fmt: skip


def _typed(draw: random.Random, person: dict[str, str | None]) -> dict[str, str | None]:
    row = {name: person[name] for name in ("full_name", "sex", "dob", "id_no", "village", "head_name")} | {
        "commune": "Sông Trí"
    }
    name, kind = row["full_name"] or "", draw.random()
    if kind < 0.1:
        at = draw.randrange(1, len(name))
        name = name[:at] + name[at + 1 :]
    elif kind < 0.2:
        name = " ".join([name.split()[-1], *name.split()[:-1]])
    elif kind < 0.3:
        name = f"{name[0]}. {' '.join(name.split()[1:])}"
    row["full_name"] = name
    row["dob"] = (person["dob"] or "")[6:] if draw.random() < 0.3 else person["dob"]
    row["id_no"] = None if draw.random() < 0.5 else person["id_no"]
    row["head_name"] = None if draw.random() < 0.3 else person["head_name"]
    return row


def build(people: int = 3000, rows: int = 600, strangers: float = 0.1, seed: int = 5) -> Town:
    """A town and rows about it, some about nobody in it."""
    draw = random.Random(seed)
    residents: list[dict[str, str | None]] = []
    home = 0
    while len(residents) < people:
        home += 1
        family = draw.choice(FAMILY)
        residents.append(_person(draw, family, None, home, "18754"))
        head = residents[-1]["full_name"]
        residents += [_person(draw, family, head, home, "18754") for _ in range(draw.randint(0, 4))]
    answer, typed = [], []
    for _ in range(rows):
        if draw.random() < strangers:
            answer.append(-1)
            typed.append(_typed(draw, _person(draw, draw.choice(FAMILY), None, draw.randint(1, 99), "18754")))
        else:
            answer.append(draw.randrange(len(residents)))
            typed.append(_typed(draw, residents[answer[-1]]))
    return Town(pl.DataFrame(residents), pl.DataFrame(typed), answer)
