"""Names as they are typed: which spellings are one, which are two."""

from __future__ import annotations

import unicodedata

import pytest

from diaban.areas.parsing import bare_key, exact_key, has_marks, readings, split_kind


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hòa Bình", "Hoà Bình"), ("Thủy Nguyên", "Thuỷ Nguyên"), ("Mỹ Lý", "Mĩ Lí"), ("Quý Quân", "Quí Quân"),
        ("Đắk Lắk", "Ðắk Lắk"), ("Ea H’Leo", "Ea H'leo"), ("M’Drắk", "M`Drắk"),
        ("IV", "4"), ("Tam Xuân II", "Tam Xuân 2"),
        ("04", "4"), ("Phan Rang - Tháp Chàm", "Phan Rang-Tháp Chàm"), ("  Kỳ   Anh ", "Kỳ Anh"),
        ("Kỳ Tiến", unicodedata.normalize("NFD", "Kỳ Tiến")), ("KỲ TIẾN", "Kỳ Tiến"),
    ],
)  # fmt: skip
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert exact_key(one) == exact_key(other)
    assert bare_key(one) == bare_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Văn Lang", "Văn Lăng"),
        ("Sơn Hà", "Sơn Hạ"),
        ("Ba Tơ", "Ba Tô"),
        ("Hương Vân", "Hương Văn"),
        ("Sa Pa", "Sa Pả"),
    ],
)
def test_marks_tell_names_apart(one: str, other: str) -> None:
    assert exact_key(one) != exact_key(other)
    assert bare_key(one) == bare_key(other)


def test_i_and_y_are_one_letter_only_where_they_stand_alone() -> None:
    assert exact_key("Tây") != exact_key("Tâi")
    assert bare_key("Hay") != bare_key("Hai")


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("xã Kỳ Tiến", "xã", "Kỳ Tiến"), ("X. Kỳ Tiến", "xã", "Kỳ Tiến"), ("TT. Kỳ Đồng", "thị trấn", "Kỳ Đồng"),
        ("TX Kỳ Anh", "thị xã", "Kỳ Anh"), ("TP.HCM", "thành phố", "HCM"),
        ("P4", "phường", "4"), ("P.Sông Trí", "phường", "Sông Trí"),
        ("Q. 1", "quận", "1"), ("H. Kỳ Anh", "huyện", "Kỳ Anh"), ("thi tran ky dong", "thị trấn", "ky dong"),
        ("Thị Xã Kỳ Anh", "thị xã", "Kỳ Anh"), ("tổ dân phố 3", "tổ dân phố", "3"), ("Kỳ Anh", "", "Kỳ Anh"),
        ("xã", "", "xã"), ("Phường Phường Đúc", "phường", "Phường Đúc"), ("Xá Nhè", "", "Xá Nhè"),
    ],
)  # fmt: skip
def test_the_kind_comes_off(text: str, kind: str, name: str) -> None:
    part = split_kind(text)
    assert (part.kind, part.name) == (kind, name)


def test_a_line_without_commas_is_read_in_parts() -> None:
    found = [[(p.kind, p.name) for p in parts] for parts in readings("xã Kỳ Tiến huyện Kỳ Anh tỉnh Hà Tĩnh")]
    assert [("xã", "Kỳ Tiến"), ("huyện", "Kỳ Anh"), ("tỉnh", "Hà Tĩnh")] in found


def test_the_country_is_left_out() -> None:
    assert [p.name for p in next(readings("Kỳ Tiến; Hà Tĩnh; Việt Nam"))] == ["Kỳ Tiến", "Hà Tĩnh"]


def test_marks_are_seen() -> None:
    assert has_marks("xã Kỳ Anh")
    assert not has_marks("xa Ky Anh, Ea H’leo")
