"""Sixty lists of five kinds made with other choices: the kind known, columns mapped right without asking."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from diaban.papers.lists import reading
from diaban.papers.lists.kinds import KIND_OF
from diaban.papers.tests.files import Table, write_ods, write_xls
from diaban.papers.tests.variants import VARIANTS

TODAY = date(2026, 11, 22)
ROWS = 24
NAMES = ["Nguyễn Thị Đào", "Trần Văn Hùng", "Y Wen Niê", "Lê Đình Lộc", "H'Yơn Byă", "Phạm Thị Kim Mỹ", "Hồ Quốc Đức"]


def _number(chance: random.Random) -> str:
    return f"066{chance.randrange(4)}{chance.randrange(100):02d}{chance.randrange(10**6):06d}"


def _one_of(words: str) -> Callable[[int, random.Random], Any]:
    return lambda i, chance: chance.choice(words.split("|"))


def _born(i: int, chance: random.Random) -> Any:
    day = date(chance.randint(1935, 2020), chance.randint(1, 12), chance.randint(1, 28))
    return chance.choice(
        [f"{day:%d/%m/%Y}", f"{day:%d.%m.%Y}", day.year, str(day.year), datetime(day.year, day.month, day.day)]
    )


def _ticked(share: float) -> Callable[[int, random.Random], Any]:
    return lambda i, chance: "x" if chance.random() < share else ""


CELLS: dict[str, Callable[[int, random.Random], Any]] = {
    "stt": lambda i, c: i + 1,
    "full_name": lambda i, c: c.choice(NAMES) + c.choice(["", " A", " B"]),
    "family_name": _one_of("Nguyễn Thị|Trần Văn|Lê Đình"),
    "given_name": _one_of("Đào|Hùng|Lộc|Mỹ"),
    "head_name": lambda i, c: NAMES[i % len(NAMES)] + " Hai",
    "birth": _born, "birth_male": lambda i, c: 1950 + i if i % 2 else "", "birth_day": lambda i, c: c.randint(1, 28),
    "birth_female": lambda i, c: "" if i % 2 else 1950 + i, "birth_month": lambda i, c: c.randint(1, 12),
    "birth_year": lambda i, c: c.randint(1940, 2020), "sex": _one_of("Nam|Nữ"), "sex_male": lambda i, c: "x" * (i % 2),
    "sex_female": lambda i, c: "x" * (1 - i % 2), "id_no": lambda i, c: c.choice([_number(c), int(_number(c)), ""]),
    "cmnd": lambda i, c: f"24{c.randrange(10**7):07d}", "head_number": lambda i, c: _number(c),
    "household": lambda i, c: 100 + i // 3, "relation": lambda i, c: ["Chủ hộ", "Vợ", "Con"][i % 3],
    "head_mark": lambda i, c: "x" if i % 3 == 0 else "", "hamlet": _one_of("Thôn 1|Thôn 2|Buôn Tlan"),
    "commune": _one_of("Xã Kỳ Văn|Kỳ Tây|X. Kỳ Trung"), "address": _one_of("Thôn 1, xã Kỳ Văn|12 Lê Lợi|Thôn Đông"),
    "stay": _one_of("Thường trú|Tạm trú"), "phone": lambda i, c: f"09{c.randrange(10**8):08d}",
    "hometown": _one_of("Hà Tĩnh|Nghệ An|Đắk Lắk"), "note": _ticked(0), "never": _one_of("Kinh|Ê Đê|Tày"),
    "members": lambda i, c: c.randint(1, 7), "points_b1": lambda i, c: c.randint(80, 160),
    "points_b2": lambda i, c: c.randint(0, 60), "cause": _one_of("Thiếu đất|Đau ốm|Đông con"), "is_poor": _ticked(0.6),
    "poor_kind": _one_of("Hộ nghèo|Hộ cận nghèo"), "is_near_poor": _ticked(0.4), "income": lambda i, c: 1_200_000,
    "poor_since": lambda i, c: c.randint(2018, 2025), "lacks": _ticked(0.5), "certificate": lambda i, c: f"HN-{i + 17}",
    "need": _one_of("Vay vốn|Nhà ở"), "injury": lambda i, c: c.choice(["41%", "61%", 0.21, 35]),
    "file_no": lambda i, c: f"{c.randrange(10**4)}/NCC", "amount": lambda i, c: c.choice([1_500_000, "2.055.000"]),
    "merit_kind": _one_of("Thương binh|Bệnh binh|Con liệt sĩ|CĐHH"),
    "account": lambda i, c: f"4{c.randrange(10**12):012d}",
    "martyr": lambda i, c: c.choice(NAMES) + " Ba", "martyr_relation": _one_of("Con|Vợ|Mẹ"),
    "decision": lambda i, c: f"{c.randint(10, 900)}/QĐ-UBND", "since": lambda i, c: f"{c.randint(1, 12):02d}/2024",
    "payee": lambda i, c: c.choice(NAMES) + " Tư", "bank": _one_of("Agribank|BIDV"), "until": lambda i, c: "12/2025",
    "decided_on": lambda i, c: f"{c.randint(1, 28):02d}/03/2024", "disability": _one_of("Vận động|Nghe, nói|Trí tuệ"),
    "degree": _one_of("Nặng|Đặc biệt nặng"), "coefficient": lambda i, c: c.choice([1.5, "2,0", 2.5]),
    "protection_kind": _one_of("Người khuyết tật nặng|Người cao tuổi|Trẻ mồ côi"),
    "reported_on": lambda i, c: f"{c.randint(1, 28):02d}/{c.randint(1, 12):02d}/2025",
    "source": _one_of("Quần chúng|Đơn"),
    "summary": lambda i, c: f"Anh {c.choice(NAMES)} bị mất xe máy biển số {i} để trước nhà, trị giá khoảng 10 triệu",
    "place": _one_of("Kỳ Văn|xã Kỳ Tây|Thôn 1, Kỳ Trung"), "outcome": _one_of("Đã khởi tố|Xử phạt hành chính"),
    "officer": _one_of("Đ/c Hùng|Đ/c Lan"),
    "happened_on": lambda i, c: datetime(2025, c.randint(1, 12), c.randint(1, 28)),
    "happened_at": lambda i, c: c.choice(["14h25", "8 giờ 05 phút", ""]), "suspects": lambda i, c: c.randint(1, 4),
    "incident_kind": _one_of("Trộm cắp tài sản|Đánh bạc|Gây rối trật tự công cộng"), "damage": lambda i, c: 12.5,
    "deaths": lambda i, c: c.choice([0, 1, ""]), "injured": lambda i, c: c.choice([0, 2, ""]),
    "happened_day": lambda i, c: c.randint(1, 28), "happened_month": lambda i, c: c.randint(1, 12),
    "happened_year": lambda i, c: 2025, "suspect_names": lambda i, c: c.choice(NAMES) + " Năm",
    "victim_names": lambda i, c: c.choice(NAMES) + " Sáu", "-": _ticked(0),
}  # fmt: skip


def laid_out(line: str, number: int) -> tuple[str, list[str], Table]:
    """A variant as a sheet: a title block, a header of one or two rows, rows, a total, a signature."""
    kind, title, said = (part.strip() for part in line.split("|"))
    pairs = [column.strip().rsplit("=", 1) for column in said.split(";")]
    chance = random.Random(number)
    above: list[list[Any]] = [["UBND XÃ KỲ VĂN"], [], [title], []][: 4 if number % 3 else 3]
    rows, spans = [list(row) for row in above], []
    top = len(rows)
    if ">" in said:
        rows += [[], []]
        for at, (label, _field) in enumerate(pairs):
            upper, _mark, lower = label.partition(">")
            again = bool(at) and pairs[at - 1][0].partition(">")[0] == upper and lower
            rows[top].append("" if again else upper)
            rows[top + 1].append(lower)
            if not lower:
                spans.append(((top, at), (top + 1, at)))
            elif again:
                first = next(i for i, (name, _f) in enumerate(pairs) if name.partition(">")[0] == upper)
                spans = [span for span in spans if span[0] != (top, first)] + [((top, first), (top, at))]
    else:
        rows.append([label for label, _field in pairs])
    for i in range(ROWS):
        rows.append([CELLS[field](i, chance) for _label, field in pairs])
    rows += [["", f"Tổng cộng: {ROWS}"], [], ["", "", "", "NGƯỜI LẬP BIỂU"]]
    width = max(map(len, rows))
    return kind, [field for _label, field in pairs], Table("Sheet1", [r + [""] * (width - len(r)) for r in rows], spans)


@pytest.mark.slow
def test_other_choices_are_understood_without_asking(tmp_path: Path) -> None:
    lines = [line for line in VARIANTS.splitlines() if line.strip()]
    assert len(lines) >= 60
    right = asked = total = 0
    wrong = []
    for number, line in enumerate(lines):
        kind, meant, table = laid_out(line, number)
        path = (write_xls if number % 2 else write_ods)(tmp_path / f"{number}", [table])
        (found,) = reading.read_lists(path, "tệp", TODAY).lists
        taken = [c.field for c in found.found.map.columns][: len(meant)]
        quiet = {c.index for c in found.questions}
        if (found.kind.code, found.sure) != (kind, True):
            wrong.append(f"{line}: {found.kind.code} {found.sure}")
        fields = KIND_OF[kind].by_code
        for at, (field, got) in enumerate(zip(meant, taken, strict=True)):
            fine = (got == field or (field == "-" and (got is None or not fields[got].used))) and at not in quiet
            total, right, asked = total + 1, right + fine, asked + (at in quiet)
            if not fine:
                wrong.append(
                    f"{line[:50]} · {found.found.map.columns[at].label}: {field} ≠ {got}{' ?' * (at in quiet)}"
                )
        if len(found.records) != ROWS:
            wrong.append(f"{line[:50]} · rows {len(found.records)} {found.counts()}")
        assert sum(found.counts().values()) == len(found.found.sheet.rows)
    print(f"{right} of {total} columns right without asking")
    assert right >= 0.95 * total, f"{right} of {total}, {asked} asked:\n" + "\n".join(wrong)
    assert not [text for text in wrong if "rows" in text or text.endswith(("True", "False"))], "\n".join(wrong)
