"""Lists made with other choices than the samples': each clerk's habits alone, and what must not be guessed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from diaban.core.text import fmt_date
from diaban.papers.lists import words
from diaban.papers.reading.problems import Unreadable
from diaban.people.importing.listing import read_list
from diaban.people.tests.layouts import SEX, TODAY, Laid, Rows, day_text, expected, one, people, read, said, table

FOUND = people()
ALL = ("full_name", "birth", "sex", "id_no", "household", "relation")
CELLS: dict[str, Any] = {
    "stt": lambda i, p: i + 1,
    "full_name": lambda i, p: p.name,
    "birth": lambda i, p: day_text(p),
    "sex": lambda i, p: SEX[p.sex],
    "id_no": lambda i, p: p.number,
    "household": lambda i, p: p.household,
    "relation": lambda i, p: p.relation,
    "hamlet": lambda i, p: p.hamlet,
    "phone": lambda i, p: p.phone,
    "head_name": lambda i, p: p.head,
    "never": lambda i, p: "Ê Đê" if i % 3 else "Kinh",
    "address": lambda i, p: f"Số {i + 3} đường Lê Lợi",
}
HEADED = dict(zip(ALL, ["Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Số hộ", "Quan hệ với chủ hộ"], strict=True))


def rows_of(columns: dict[str, str], **cells: Any) -> Rows:
    """A list with these headers (code → header); `cells` replace what a column holds."""
    return table(FOUND, [(header, cells.get(code) or CELLS[code]) for code, header in columns.items()])


def codes(listing: Any) -> set[str]:
    return {r.code for p in listing.persons for r in p.reasons}


@pytest.mark.parametrize(
    "headers",
    [
        "TT|Họ tên khai sinh|NTNS|GT|ĐDCN|MHK|QHCH|TDP|ĐT",
        "#|HoTen|NgaySinh|GioiTinh|SoCCCD|MaHo|QuanHeChuHo|Thon|DienThoai",
        "STT|HO_TEN|NGAY_SINH|GIOI_TINH|SO_DINH_DANH|MA_HO|MOI_QUAN_HE|THON|SO_DIEN_THOAI",
        "No.|Full name|Date of birth|Gender|ID number|Household|Relationship|Village|Phone",
        "1. STT|2. Họ tên|3. NS|4. G.tính|5. Số thẻ CC|6. Mã HGĐ|7. Mối q.hệ với C.hộ|8. Thôn|9. Di động",
        "Thứ tự|Tên|SN|Giới|CC|Hộ|QH|Ấp|ĐTDĐ",
        "STT/No|Họ tên/Full name|Ngày sinh/Birthday|Giới tính/Sex|Số định danh/ID|Mã hộ/Code|Quan hệ/Relation"
        "|Thôn/Hamlet|Điện thoại/Phone",
        "STT|Hộ và tên|Ngay sinh|Giới tính (Nam/Nữ)|Số CCCD gắn chip|Số thứ tự hộ|Là gì với chủ hộ"
        "|Thôn xóm|Số ĐT liên lạc",
    ],
)
def test_short_foreign_and_exported_headers_are_understood_without_asking(tmp_path: Path, headers: str) -> None:
    keys = ("stt", *ALL, "hamlet", "phone")
    listing = read(one(rows_of(dict(zip(keys, headers.split("|"), strict=True)))), tmp_path)
    assert not listing.questions
    names = (*ALL, "hamlet", "phone")
    assert said(listing, names=names) == expected(FOUND, names=names)


@pytest.mark.parametrize("header", ["DT", "Ethnicity", "", "Cột 9"])
def test_what_may_not_be_kept_is_known_by_its_values_too(tmp_path: Path, header: str) -> None:
    listing = read(one(rows_of({**HEADED, "never": header})), tmp_path)
    assert not listing.questions
    assert not any("Kinh" in p.raw.values() or "Ê Đê" in p.raw.values() for p in listing.persons)


def test_a_relatives_telephone_is_not_the_residents(tmp_path: Path) -> None:
    listing = read(one(rows_of({**HEADED, "phone": "SĐT của mẹ"})), tmp_path)
    assert not any(p.phone for p in listing.persons)


@pytest.mark.parametrize(("male", "female"), [(1, 0), (0, 1), (1, 2), (2, 1), ("1", "2")])
def test_sexes_as_codes_mean_what_the_rows_say_they_mean(tmp_path: Path, male: Any, female: Any) -> None:
    listing = read(one(rows_of(HEADED, sex=lambda i, p: male if p.sex == "m" else female)), tmp_path)
    assert said(listing, names=("sex",)) == expected(FOUND, names=("sex",))


def test_zero_and_one_without_any_evidence_are_not_guessed(tmp_path: Path) -> None:
    bare = {"full_name": "Họ tên", "sex": "Giới tính", "birth": "Ngày sinh"}
    laid = one(rows_of(bare, full_name=lambda i, p: f"Lê Kim {'ABCDEGH'[i % 7]}n", sex=lambda i, p: i % 2))
    assert {p.sex for p in read(laid, tmp_path).persons} == {"u"}


def test_texts_with_the_month_first_are_asked_about_and_doubted(tmp_path: Path) -> None:
    laid = one(rows_of(HEADED, birth=lambda i, p: f"{p.birth:%m/%d/%Y}"))
    listing = read(laid, tmp_path)
    assert [q.key for q in listing.questions] == ["dates"]
    assert said(listing, names=("birth",)) == expected(FOUND, names=("birth",))
    doubted = [any(r.code == "birth_swapped" for r in p.reasons) for p in listing.persons]
    assert doubted == [p.birth.day <= 12 and p.birth.day != p.birth.month for p in FOUND]
    assert "birth_swapped" not in codes(read(laid, tmp_path, dates="swap"))


def test_day_and_month_beside_the_year(tmp_path: Path) -> None:
    rows: Rows = [["STT", "Họ và tên", "Ngày tháng sinh", "Năm sinh", "Giới tính"]]
    rows += [[i + 1, p.name, f"{p.birth:%d/%m}", p.birth.year, SEX[p.sex]] for i, p in enumerate(FOUND)]
    assert said(read(one(rows), tmp_path), names=("birth", "precision")) == expected(
        FOUND, names=("birth", "precision")
    )


def test_head_in_an_empty_relation_where_only_heads_are_numbered(tmp_path: Path) -> None:
    houses = list(dict.fromkeys(p.household for p in FOUND))
    rows = rows_of(
        {"stt": "STT"} | {k: v for k, v in HEADED.items() if k != "household"},
        stt=lambda i, p: houses.index(p.household) + 1 if p.relation == "Chủ hộ" else None,
        relation=lambda i, p: None if p.relation == "Chủ hộ" else p.relation,
    )
    listing = read(one(rows), tmp_path)
    assert said(listing, names=("relation",)) == expected(FOUND, names=("relation",))
    assert len(listing.groups) == len(houses)


def test_two_heads_of_one_name_have_two_households(tmp_path: Path) -> None:
    columns = {"head_name": "Chủ hộ", "full_name": "Họ tên", "birth": "Ngày sinh", "relation": "Quan hệ"}
    houses = list(dict.fromkeys(p.household for p in FOUND))
    same = {houses[0], houses[3]}
    rows = rows_of(
        columns,
        head_name=lambda i, p: "Lê Văn Hùng" if p.household in same else p.head,
        full_name=lambda i, p: "Lê Văn Hùng" if p.household in same and p.relation == "Chủ hộ" else p.name,
    )
    assert len(read(one(rows), tmp_path).groups) == len(houses)


@pytest.mark.parametrize("where", ["sheet", "title", "address", "first row"])
def test_a_hamlet_that_no_cell_of_the_row_says(tmp_path: Path, where: str) -> None:
    sheets: dict[str, tuple[Rows, list[Any]]] = {}
    columns = {**HEADED, **({"address": "Nơi thường trú"} if where == "address" else {})}
    columns |= {"hamlet": "Thôn"} if where == "first row" else {}
    whole = rows_of(columns, address=lambda i, p: f"{p.hamlet}, xã Ea Bung" if i != 1 else "Thôn 9, xã Cư Yang")
    for number in ("1", "2", "3"):
        mine = [row for row, p in zip(whole[1:], FOUND, strict=True) if p.hamlet == f"Thôn {number}"]
        if where == "first row":
            mine = [row if i == 0 else [*row[:-1], None] for i, row in enumerate(mine)]
        title = [f"DANH SÁCH NHÂN KHẨU {'THÔN ' + number if where == 'title' else ''} XÃ EA BUNG NĂM 2026"]
        sheets[f"Thôn {number}" if where == "sheet" else f"Trang {number}"] = ([title, whole[0], *mine], [])
    sheets["Tổng hợp"] = ([["STT", "Thôn", "Số hộ", "Số khẩu", "Nam", "Nữ"], [1, "Thôn 1", 5, 20, 9, 11]], [])
    listing = read(Laid(sheets), tmp_path)
    hamlets = [words.hamlet(p.hamlet) for p in listing.persons]
    wanted = [words.hamlet(p.hamlet) for p in FOUND]
    assert hamlets == ([wanted[0], ("", ""), *wanted[2:]] if where == "address" else wanted)
    assert listing.skipped == [{"sheet": "Tổng hợp", "why": "no_names"}]
    assert not listing.questions


@pytest.mark.parametrize(
    "tail",
    [
        [[None, "Ấn định danh sách gồm 40 khẩu, 13 hộ"]],
        [["Danh sách này có 40 người"], ["Trang 2"]],
        [[None, "NGƯỜI LẬP", None, "TRƯỞNG THÔN"], [], [None, "Lê Văn Tám", None, "Hồ Thị Bảy"]],
        [[None, "Cộng thôn 1", None, None, 40], ["B", "THÔN 4: 0 khẩu"]],
    ],
)
def test_words_below_a_list_are_nobody(tmp_path: Path, tail: Rows) -> None:
    rows = rows_of({"stt": "STT", **HEADED})
    listing = read(one([*rows, *tail]), tmp_path)
    assert said(listing, names=ALL) == expected(FOUND, names=ALL)


def test_a_household_heading_with_its_count_beside(tmp_path: Path) -> None:
    whole = rows_of({"stt": "STT", **{k: v for k, v in HEADED.items() if k != "household"}})
    rows, house = [whole[0]], ""
    for row, p in zip(whole[1:], FOUND, strict=True):
        if p.household != house:
            house = p.household
            rows.append([1, f"Hộ ông: {p.head}", None, None, None, "4 khẩu"])
        rows.append(row)
    listing = read(one(rows), tmp_path)
    assert len(listing.persons) == len(FOUND)
    assert len(listing.groups) == len({p.household for p in FOUND})


def test_ticks_say_the_kind_of_stay_and_a_day_of_death_is_doubted(tmp_path: Path) -> None:
    rows = rows_of(HEADED)
    rows[0] += ["Thường trú", "Tạm trú", "Tạm vắng", "Ngày chết"]
    for i, row in enumerate(rows[1:]):
        row += [["x", None, None], [None, "x", None], [None, None, "x"]][i % 3] + ["3/4/2025" if i == 5 else None]
    listing = read(one(rows), tmp_path)
    assert [p.stay for p in listing.persons[:3]] == ["permanent", "temporary", "absent"]
    assert [i for i, p in enumerate(listing.persons) if any(r.code == "not_resident" for r in p.reasons)] == [5]


@pytest.mark.parametrize(
    ("text", "stay"),
    [("Thường trú, vắng mặt", "absent"), ("Thường trú - đã chết", "dead"), ("Tạm trú từ 3/2024", "temporary")],
)
def test_the_stronger_word_of_a_stay_counts(text: str, stay: str) -> None:
    assert words.stay(text) == stay


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("7. Lê Văn An", "Lê Văn An"),
        ("LÊ THị LAN.", "Lê Thị Lan"),
        ("- lê văn an", "Lê Văn An"),
        ("Y BŎ AYŨN", "Y Bŏ Ayũn"),
    ],
)
def test_names_without_what_was_typed_around_them(tmp_path: Path, typed: str, name: str) -> None:
    laid = one(rows_of(HEADED, full_name=lambda i, p: typed if i == 0 else p.name))
    assert read(laid, tmp_path).persons[0].full_name == name


def test_two_lists_beside_each_other_are_read_one_after_the_other(tmp_path: Path) -> None:
    head = ["STT", "Họ và tên", "Năm sinh"]
    rows: Rows = [["DANH SÁCH NHÂN KHẨU"], [*head, None, *head]]
    for i, (a, b) in enumerate(zip(FOUND[::2], FOUND[1::2], strict=True)):
        rows.append([i, a.name, a.birth, None, i, b.name, b.birth])
    listing = read(one(rows), tmp_path)
    assert not listing.questions
    assert [p.birth for p in listing.persons] == [p.birth for p in (*FOUND[::2], *FOUND[1::2])]
    assert [p.row for p in listing.persons] == [*range(3, 23), *range(3, 23)]
    assert {p.sheet for p in listing.persons} == {"Sheet1 › A–D", "Sheet1 › E–G"}
    assert [p.raw.keys() for p in listing.persons][-1] == {"E", "F", "G"}


def test_households_parted_by_blank_rows(tmp_path: Path) -> None:
    rows: Rows = [["STT", "Họ và tên", "Ngày sinh"]]
    for i, person in enumerate(FOUND):
        if i and person.household != FOUND[i - 1].household:
            rows.append([])
        rows.append([i + 1, person.name, person.birth])
    listing = read(one(rows), tmp_path)
    meant = [
        [i for i, p in enumerate(FOUND) if p.household == code] for code in dict.fromkeys(p.household for p in FOUND)
    ]
    assert [group.members for group in listing.groups] == meant


def test_a_price_list_is_no_list_of_people(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refused:
        read(one([["STT", "Tên", "Số tiền"], [1, "Chi phí điện", 3], [2, "Chi phí nước", 4]]), tmp_path)
    assert refused.value.code == "no_header"


def test_bare_day_numbers_counted_from_1904(tmp_path: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(tmp_path / "a.xlsx", {"date_1904": True})
    sheet = book.add_worksheet()
    for r, row in enumerate(rows_of(HEADED, birth=lambda i, p: (p.birth - date(1904, 1, 1)).days)):
        sheet.write_row(r, 0, row)
    book.close()
    listing = read_list(tmp_path / "a.xlsx", "a.xlsx", TODAY)
    assert [fmt_date(p.birth) for p in listing.persons] == [fmt_date(p.birth) for p in FOUND]
