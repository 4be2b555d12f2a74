"""Lists laid out in ways that no sample has: every person is read, every other row is left out for a reason."""

from __future__ import annotations

import random
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import xlwt

from diaban.papers.reading.problems import Unreadable
from diaban.people.importing.listing import read_list
from diaban.people.tests.layouts import (
    SEX,
    TODAY,
    Laid,
    Rows,
    day_text,
    expected,
    one,
    only_years,
    people,
    read,
    said,
    table,
)

pytestmark = pytest.mark.slow

ALL = ("full_name", "birth", "sex", "id_no", "household", "relation")
FOUND = people()
TITLES: Rows = [["UBND XÃ EA BUNG"], ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], [], ["DANH SÁCH NHÂN KHẨU NĂM 2026"], []]


def kinds(listing: Any) -> Counter[str]:
    return Counter(entry["kind"] for entry in listing.left_out)


def test_a_plain_header_in_the_first_row(tmp_path: Path) -> None:
    laid = one(
        table(
            FOUND,
            [
                ("TT", lambda i, p: i + 1),
                ("Họ tên", lambda i, p: p.name),
                ("NTNS", lambda i, p: day_text(p)),
                ("GT", lambda i, p: SEX[p.sex]),
                ("CCCD", lambda i, p: p.number),
                ("Số sổ hộ khẩu", lambda i, p: p.household),
                ("QH với chủ hộ", lambda i, p: p.relation),
                ("SĐT", lambda i, p: int(p.phone)),
                ("Xóm", lambda i, p: p.hamlet),
            ],
        )
    )
    listing = read(laid, tmp_path)
    names = (*ALL, "phone", "hamlet")
    assert said(listing, names=names) == expected(FOUND, names=names)
    assert not listing.questions
    assert len(listing.groups) == len({p.household for p in FOUND})


@pytest.mark.parametrize("merged", [True, False])
def test_sex_ticked_in_two_columns_under_a_two_row_header(tmp_path: Path, merged: bool) -> None:
    top = [
        "Số TT",
        "Họ và tên nhân khẩu",
        "Giới tính",
        None,
        "Ngày tháng năm sinh",
        "Mã định danh",
        "Mã hộ",
        "Mối quan hệ",
    ]
    sub = [None, None, "Nam", "Nữ", None, None, None, None]
    rows: Rows = [*TITLES, top, sub, [f"({i})" for i in range(1, 9)]]
    for i, p in enumerate(FOUND):
        x = ["x", None] if p.sex == "m" else [None, "x"]
        rows.append([i + 1, p.name, *x, p.birth, p.number, int(p.household), p.relation])
    merges = [(5, 2, 5, 3), *((5, c, 6, c) for c in (0, 1, 4, 5, 6, 7))] if merged else []
    listing = read(one(rows, merges), tmp_path)
    assert said(listing, names=ALL) == expected(FOUND, names=ALL)
    assert kinds(listing)["numbers"] == 1
    assert not listing.questions


@pytest.mark.parametrize("parent", ["Năm sinh", "Ngày, tháng, năm sinh", "Giới tính/Năm sinh"])
def test_birth_years_standing_under_male_and_female(tmp_path: Path, parent: str) -> None:
    found = only_years(FOUND)
    rows: Rows = [
        ["STT", "Họ và tên", parent, None, "Số CCCD", "Quan hệ chủ hộ"],
        [None, None, "Nam", "Nữ", None, None],
    ]
    for i, p in enumerate(found):
        rows.append(
            [i + 1, p.name, *([p.birth.year, None] if p.sex == "m" else [None, p.birth.year]), p.number, p.relation]
        )
    listing = read(one(rows, [(0, 2, 0, 3), *((0, c, 1, c) for c in (0, 1, 4, 5))]), tmp_path)
    names = ("full_name", "birth", "sex", "id_no")
    assert said(listing, names=names) == expected(found, names=names)
    assert {p.precision for p in listing.persons} == {"y"}


@pytest.mark.parametrize("sublabels", [("Ngày", "Tháng", "Năm"), ("Ngày sinh", "Tháng sinh", "Năm sinh")])
def test_a_birth_date_in_three_columns(tmp_path: Path, sublabels: tuple[str, str, str]) -> None:
    stacked = sublabels[0] == "Ngày"
    top = ["STT", "Họ và tên", "Ngày tháng năm sinh", None, None, "Giới tính", "Số định danh cá nhân"]
    sub = [None, None, *sublabels, None, None]
    head: Rows = [top, sub] if stacked else [["STT", "Họ và tên", *sublabels, "Giới tính", "Số định danh cá nhân"]]
    rows = head + [
        [i + 1, p.name, p.birth.day, p.birth.month, p.birth.year, SEX[p.sex], p.number] for i, p in enumerate(FOUND)
    ]
    listing = read(one(rows, [(0, 2, 0, 4)] if stacked else []), tmp_path)
    names = ("full_name", "birth", "sex", "id_no")
    assert said(listing, names=names) == expected(FOUND, names=names)


@pytest.mark.parametrize("labels", [("Họ và tên", None), ("Họ và chữ đệm", "Tên"), ("Họ đệm", "Tên"), ("Họ", "Tên")])
def test_family_and_given_names_in_two_columns(tmp_path: Path, labels: tuple[str, str | None]) -> None:
    rows: Rows = [["STT", *labels, "Năm sinh", "Giới", "Căn cước công dân"]]
    for i, p in enumerate(FOUND):
        family, given = p.name.rsplit(" ", 1)
        rows.append([i + 1, family, given, p.birth, SEX[p.sex], p.number])
    listing = read(one(rows, [(0, 1, 0, 2)] if labels[1] is None else []), tmp_path)
    names = ("full_name", "birth", "sex", "id_no")
    assert said(listing, names=names) == expected(FOUND, names=names)


@pytest.mark.parametrize(
    "form", ["Hộ: {head}", "Hộ số {household}: {head}", "{n}. Hộ ông (bà) {head}", "Hộ {household} - {head}"]
)
def test_a_heading_row_before_each_household(tmp_path: Path, form: str) -> None:
    rows: Rows = [["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Quan hệ"]]
    house, n = "", 0
    for i, p in enumerate(FOUND):
        if p.household != house:
            house, n = p.household, n + 1
            rows.append([None, form.format(head=p.head, household=p.household, n=n)])
        rows.append([i + 1, p.name, day_text(p), SEX[p.sex], p.number, p.relation])
    listing = read(one(rows), tmp_path)
    names = ("full_name", "birth", "sex", "id_no", "relation")
    assert said(listing, names=names) == expected(FOUND, names=names)
    assert kinds(listing)["household"] == n == len(listing.groups)
    assert [len(g.members) for g in listing.groups] == list(Counter(p.household for p in FOUND).values())


def test_printed_pages_with_headers_totals_and_signatures(tmp_path: Path) -> None:
    header = ["STT", "HỌ VÀ TÊN", "NGÀY SINH", "GIỚI TÍNH", "SỐ CCCD", "SỐ HỘ", "QUAN HỆ VỚI CHỦ HỘ"]
    rows: Rows = [*TITLES, header]
    for i, p in enumerate(FOUND):
        if i and i % 15 == 0:
            rows += [["", "Cộng trang: 15 người"], [], header, ["1", "2", "3", "4", "5", "6", "7"]]
        rows.append([i + 1, p.name.upper(), day_text(p), SEX[p.sex], p.number, p.household, p.relation])
        if i % 7 == 6:
            rows.append([])
    rows += [
        [41],
        ["", f"Tổng cộng: {len(FOUND)} người"],
        [],
        [None] * 4 + ["Ea Bung, ngày 5 tháng 3 năm 2026"],
        ["NGƯỜI LẬP BIỂU", None, None, None, "TM. ỦY BAN NHÂN DÂN"],
        [None] * 4 + ["CHỦ TỊCH"],
        [],
        [None] * 4 + ["Nguyễn Văn Ký"],
    ]
    listing = read(one(rows), tmp_path)
    assert said(listing, names=ALL) == expected(FOUND, names=ALL)
    found = kinds(listing)
    assert (found["repeated"], found["numbers"], found["total"], found["signature"], found["only_number"]) == (
        2,
        2,
        3,
        4,
        1,
    )
    rows_told = sum(e.get("to", e["row"]) - e["row"] + 1 for e in listing.left_out)
    assert rows_told + len(listing.persons) == len(rows)


def test_headers_and_names_without_marks(tmp_path: Path) -> None:
    laid = one(
        table(
            FOUND,
            [
                ("STT", lambda i, p: i + 1),
                ("HO VA TEN", lambda i, p: p.name.upper()),
                ("NAM SINH", lambda i, p: p.birth.year),
                ("GIOI TINH", lambda i, p: "Nu" if p.sex == "f" else "nam"),
                ("SO CCCD", lambda i, p: int(p.number)),
                ("SO HO KHAU", lambda i, p: p.household),
                ("QUAN HE CHU HO", lambda i, p: {"Chủ hộ": "CHU HO", "Vợ": "VO", "Con": "CON"}[p.relation]),
            ],
        )
    )
    listing = read(laid, tmp_path)
    assert said(listing, names=ALL) == expected(only_years(FOUND), names=ALL)
    assert {r.code for p in listing.persons for r in p.reasons} == {"number_zero"}


def test_hamlets_as_heading_rows(tmp_path: Path) -> None:
    rows: Rows = [["STT", "Họ và tên", "Sinh ngày", "Nam/Nữ", "CCCD/CMND", "Mã hộ", "Quan hệ với chủ hộ"]]
    hamlet = ""
    for i, p in enumerate(FOUND):
        if p.hamlet != hamlet:
            hamlet = p.hamlet
            rows.append([None, f"{['I', 'II', 'III'][int(hamlet[-1]) - 1]}. {hamlet.upper()}: gồm 12 hộ"])
        rows.append([i + 1, p.name, day_text(p), SEX[p.sex], p.number, p.household, p.relation])
    listing = read(one(rows), tmp_path)
    assert said(listing, names=ALL) == expected(FOUND, names=ALL)
    assert [p.hamlet.lower() for p in listing.persons] == [p.hamlet.lower() for p in FOUND]
    assert kinds(listing)["hamlet"] == 3


@pytest.mark.parametrize("merged", [True, False])
def test_the_household_said_on_its_first_row_alone(tmp_path: Path, merged: bool) -> None:
    rows: Rows = [
        [
            "Số hộ",
            "Họ tên chủ hộ",
            "Họ và tên thành viên",
            "Năm sinh",
            "Giới tính",
            "Số định danh",
            "Quan hệ với chủ hộ",
        ]
    ]
    merges = []
    start = 1
    for p in FOUND:  # the last household is left unmerged
        first = p.relation == "Chủ hộ"
        if first and merged and len(rows) - start > 1:
            merges += [(start, 0, len(rows) - 1, 0), (start, 1, len(rows) - 1, 1)]
        start = len(rows) if first else start
        rows.append(
            [
                p.household if first else None,
                p.head if first else None,
                p.name,
                p.birth,
                SEX[p.sex],
                p.number,
                p.relation,
            ]
        )
    listing = read(one(rows, merges), tmp_path)
    names = (*ALL, "head_name")
    assert said(listing, names=names) == expected(FOUND, names=names)


def test_a_sheet_for_each_hamlet_and_a_hidden_one(tmp_path: Path) -> None:
    sheets: dict[str, tuple[Rows, list[tuple[int, int, int, int]]]] = {}
    for hamlet in ("Thôn 1", "Thôn 2", "Thôn 3"):
        own = [p for p in FOUND if p.hamlet == hamlet]
        rows = table(
            own,
            [
                ("STT", lambda i, p: i + 1),
                ("Họ và tên", lambda i, p: p.name),
                ("Ngày sinh", lambda i, p: day_text(p)),
                ("Giới tính", lambda i, p: SEX[p.sex]),
                ("CCCD", lambda i, p: p.number),
            ],
        )
        sheets[hamlet] = (rows, [])
    sheets["Nháp"] = ([["Họ và tên", "Năm sinh"], ["Người Thừa", 1990]], [])
    sheets["Ghi chú"] = ([["Danh sách lập ngày 5/3/2026"]], [])
    listing = read(Laid(sheets, hidden=["Nháp"]), tmp_path)
    names = ("full_name", "birth", "sex", "id_no", "hamlet")
    assert said(listing, names=names) == expected(FOUND, names=names)
    assert {(s["sheet"], s["why"]) for s in listing.skipped} == {("Nháp", "hidden"), ("Ghi chú", "no_header")}


def test_extra_columns_are_understood_and_what_may_not_be_kept_is_not(tmp_path: Path) -> None:
    laid = one(
        table(
            FOUND,
            [
                ("STT", lambda i, p: i + 1),
                ("Dân tộc", lambda i, p: "Kinh"),
                ("Họ tên cha", lambda i, p: "Trần Văn Cha"),
                ("Họ, chữ đệm và tên", lambda i, p: p.name),
                ("Nghề nghiệp", lambda i, p: "Làm ruộng"),
                ("Sinh ngày, tháng, năm", lambda i, p: p.birth),
                ("Tôn giáo", lambda i, p: "Không"),
                ("Phái", lambda i, p: SEX[p.sex]),
                ("Ngày cấp CCCD", lambda i, p: "01/02/2022"),
                ("Số CCCD/Mã định danh", lambda i, p: p.number),
                ("Số hộ khẩu", lambda i, p: p.household),
                ("Họ tên mẹ", lambda i, p: "Lê Thị Mẹ"),
                ("QH chủ hộ", lambda i, p: p.relation),
                ("Trình độ văn hóa", lambda i, p: "9/12"),
                ("Ghi chú", lambda i, p: ""),
            ],
        )
    )
    listing = read(laid, tmp_path)
    assert said(listing, names=ALL) == expected(FOUND, names=ALL)
    assert not listing.questions
    assert all(not {"B", "G"} & p.raw.keys() for p in listing.persons)
    assert "Kinh" not in str([p.raw for p in listing.persons])


def test_decomposed_letters_and_strange_spaces(tmp_path: Path) -> None:
    def odd(text: str) -> str:
        return unicodedata.normalize("NFD", text).replace(" ", "\u00a0 ").replace("Đ", "Ð") + "\u200b"

    laid = one(
        table(
            FOUND,
            [
                (odd("STT"), lambda i, p: i + 1),
                (odd("Họ và tên"), lambda i, p: odd(p.name)),
                (odd("Ngày sinh"), lambda i, p: odd(day_text(p))),
                (odd("Giới tính"), lambda i, p: odd(SEX[p.sex])),
                (odd("Số định danh"), lambda i, p: f"{p.number[:3]} {p.number[3:6]}.{p.number[6:]}\u200b"),
                (odd("Số hộ"), lambda i, p: p.household),
                (odd("Quan hệ với chủ hộ"), lambda i, p: odd(p.relation)),
            ],
        )
    )
    assert said(read(laid, tmp_path), names=ALL) == expected(FOUND, names=ALL)


def test_an_old_xls_and_a_csv(tmp_path: Path) -> None:
    rows = table(
        FOUND,
        [
            ("STT", lambda i, p: i + 1),
            ("Họ và tên", lambda i, p: p.name),
            ("Ngày sinh", lambda i, p: day_text(p)),
            ("Giới tính", lambda i, p: SEX[p.sex]),
            ("Số CCCD", lambda i, p: p.number),
        ],
    )
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            sheet.write(r, c, cell)
    book.save(str(tmp_path / "a.xls"))
    (tmp_path / "a.csv").write_text("\n".join(";".join(map(str, row)) for row in rows), encoding="utf-8-sig")
    names = ("full_name", "birth", "sex", "id_no")
    for name in ("a.xls", "a.csv"):
        assert said(read_list(tmp_path / name, name, TODAY), names=names) == expected(FOUND, names=names)


def test_days_and_months_exchanged_by_the_program_are_doubted_then_read_as_told(tmp_path: Path) -> None:
    def cell(p: Any) -> Any:
        return p.birth.replace(day=p.birth.month, month=p.birth.day) if p.birth.day <= 12 else day_text(p)

    laid = one(
        table(
            FOUND,
            [
                ("STT", lambda i, p: i + 1),
                ("Họ tên", lambda i, p: p.name),
                ("Ngày sinh", lambda i, p: cell(p)),
                ("CCCD", lambda i, p: p.number),
            ],
        )
    )
    listing = read(laid, tmp_path)
    doubted = {p.row - 2 for p in listing.persons if any(r.code == "birth_swapped" for r in p.reasons)}
    assert doubted == {i for i, p in enumerate(FOUND) if p.birth.day <= 12 and p.birth.day != p.birth.month}
    assert [q.key for q in listing.questions] == ["dates"]
    told = read(laid, tmp_path, dates="swap")
    assert said(told, names=("birth",)) == expected(FOUND, names=("birth",))
    assert not told.questions
    assert not any(p.reasons for p in told.persons if any(r.code == "birth_swapped" for r in p.reasons))


def test_an_unclear_column_is_asked_about_and_the_answer_obeyed(tmp_path: Path) -> None:
    laid = one(
        table(
            FOUND,
            [
                ("STT", lambda i, p: i + 1),
                ("Họ tên", lambda i, p: p.name),
                ("Năm sinh", lambda i, p: p.birth),
                ("Mã A1", lambda i, p: p.number),
                ("GT", lambda i, p: SEX[p.sex]),
            ],
        )
    )
    listing = read(laid, tmp_path)
    assert [q.label for q in listing.questions] == ["Mã A1"]
    assert "id_no" in dict(listing.questions[0].choices)
    assert not any(p.id_no for p in listing.persons)
    told = read(laid, tmp_path, **{listing.questions[0].key: "id_no"})
    assert said(told, names=("id_no",)) == expected(FOUND, names=("id_no",))
    assert not told.questions
    by_letter = read(laid, tmp_path, D="id_no")
    assert said(by_letter, names=("id_no",)) == expected(FOUND, names=("id_no",))
    assert not read(laid, tmp_path, D="-").questions


@pytest.mark.parametrize(
    "rows", [[["a", "b"], ["c", "d"]], [["Họ và tên"], ["Trần Văn A"]], [["Tháng", "Doanh thu"], [1, 2], [3, 4]]]
)
def test_no_header_is_one_sentence(tmp_path: Path, rows: Rows) -> None:
    with pytest.raises(Unreadable) as refused:
        read(one(rows), tmp_path)
    assert refused.value.code == "no_header"


def test_a_header_without_rows_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refused:
        read(one([["STT", "Họ và tên", "Ngày sinh"], [], ["", "Tổng cộng: 0 người"]]), tmp_path)
    assert refused.value.code == "no_rows"


WORDINGS: dict[str, list[str]] = {
    "full_name": [
        "Họ và tên",
        "Họ tên",
        "Họ, tên",
        "HỌ VÀ TÊN",
        "Họ tên công dân",
        "Họ, chữ đệm và tên",
        "Họ và tên\nnhân khẩu",
        "Họ và tên (chữ in hoa)",
    ],
    "birth": [
        "Ngày sinh",
        "Ngày, tháng, năm sinh",
        "NTNS",
        "Sinh ngày",
        "NGÀY THÁNG NĂM SINH",
        "Ngày/tháng/năm sinh",
        "Năm sinh (dd/mm/yyyy)",
        "Ng. sinh",
    ],
    "sex": ["Giới tính", "GT", "Nam/Nữ", "Phái", "Giới", "Nam (nữ)"],
    "id_no": [
        "Số CCCD",
        "CCCD",
        "Số định danh cá nhân",
        "Mã định danh",
        "Số CMND/CCCD",
        "Số căn cước",
        "Số ĐDCN/CCCD",
        "SỐ THẺ CĂN CƯỚC CÔNG DÂN",
    ],
    "household": ["Số hộ", "Mã hộ", "Hộ số", "Số sổ hộ khẩu", "Số hộ khẩu", "Mã số hộ gia đình"],
    "relation": ["Quan hệ với chủ hộ", "QH với chủ hộ", "Quan hệ", "Mối quan hệ với chủ hộ", "Quan hệ chủ hộ"],
    "hamlet": ["Thôn", "Thôn/Tổ dân phố", "Xóm", "Thôn, tổ", "Địa chỉ (thôn)", "Tổ dân phố/thôn"],
    "phone": ["SĐT", "Số điện thoại", "Điện thoại liên hệ", "Số ĐT"],
}


@pytest.mark.parametrize("seed", range(40))
def test_any_wording_in_any_order_with_other_columns_between(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    found = people(30, seed)
    cells: dict[str, Any] = {
        "full_name": lambda p: p.name,
        "birth": lambda p: p.birth if chance.random() < 0.4 else day_text(p),
        "sex": lambda p: SEX[p.sex],
        "id_no": lambda p: int(p.number) if seed % 3 == 0 else p.number,
        "household": lambda p: p.household,
        "relation": lambda p: p.relation,
        "hamlet": lambda p: p.hamlet,
        "phone": lambda p: p.phone,
    }
    columns = [(chance.choice(words), cells[code]) for code, words in WORDINGS.items()]
    columns += [
        (title, lambda p, text=text: text)
        for title, text in chance.sample(
            [
                ("Nghề nghiệp", "Giáo viên"),
                ("Dân tộc", "Kinh"),
                ("Quốc tịch", "Việt Nam"),
                ("Họ tên cha", "Trần Văn Ba"),
                ("Ghi chú", ""),
            ],
            2,
        )
    ]
    chance.shuffle(columns)
    rows: Rows = [*TITLES[: chance.randint(0, 5)], ["STT", *(title for title, _cell in columns)]]
    rows += [[i + 1, *(cell(p) for _title, cell in columns)] for i, p in enumerate(found)]
    listing = read(one(rows), tmp_path)
    names = (*ALL, "hamlet", "phone")
    assert said(listing, names=names) == expected(found, names=names)
    assert not listing.questions
