"""QR codes of cards: the usual order, the other one, what scanners do to them, and what is no card at all."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaban.core.cards import qr, scanned
from diaban.core.cards.said import Misread

TODAY = date(2026, 11, 22)
ADDRESS = "Thôn Bắc Sơn, Kỳ Văn, Kỳ Anh, Hà Tĩnh"
USUAL = f"042185001234|183456789|Nguyễn Thị Hoà|17091985|Nữ|{ADDRESS}|25042021"
OTHER = f"042185001234|Nguyễn Thị Hoà|Nữ|17091985|{ADDRESS}|25042021|183456789|042185004321"


@pytest.mark.parametrize("text", [USUAL, OTHER, f"{USUAL}|||", USUAL + "\r\n", "\ufeff" + USUAL, f"{USUAL}\t"])
def test_every_field_in_either_order(text: str) -> None:
    card = qr.parse(text)
    assert (card.number, card.cmnd, card.name, card.sex) == ("042185001234", "183456789", "Nguyễn Thị Hoà", "f")
    assert (card.birth, card.issued, card.address) == (date(1985, 9, 17), date(2021, 4, 25), ADDRESS)
    assert card.odd == ()
    assert card.marked
    assert card.expires is None


def test_fields_that_newer_cards_add_are_kept_unread() -> None:
    assert qr.parse(f"{USUAL}|Nguyễn Văn A|Trần Thị B").spare == ("Nguyễn Văn A", "Trần Thị B")
    assert qr.parse(OTHER).spare == ("042185004321",)


def test_no_old_number_no_address_only_a_year() -> None:
    card = qr.parse("042085001234||LÊ VĂN AN|00001985|Nam||25042021")
    assert (card.cmnd, card.address, card.birth_precision, card.birth.year) == ("", "", "y", 1985)


def test_a_number_that_disagrees_is_a_warning() -> None:
    assert qr.parse(USUAL.replace("042185", "042091")).odd == ("sex", "year")


def test_decomposed_letters_are_composed() -> None:
    assert qr.parse(USUAL.replace("ễ", "e\u0302\u0303")).name == "Nguyễn Thị Hoà"


days = st.dates(date(1920, 1, 1), date(2020, 12, 31))
names = st.lists(st.sampled_from(["Nguyễn", "Thị", "Y", "H'Hoa", "Ánh", "Đào", "K’Brôi"]), min_size=2, max_size=5)


@given(st.integers(0, 10**12 - 1), st.none() | st.integers(0, 10**9 - 1), names, days, st.booleans(), st.booleans())
def test_made_ones(number: int, old: int | None, name: list[str], birth: date, woman: bool, newer: bool) -> None:
    told, sex, cmnd = " ".join(name), "Nữ" if woman else "Nam", "" if old is None else f"{old:09d}"
    order = [told, sex, f"{birth:%d%m%Y}", ADDRESS, "25042021", cmnd] if newer else [
        cmnd, told, f"{birth:%d%m%Y}", sex, ADDRESS, "25042021"]  # fmt: skip
    card = qr.parse("|".join([f"{number:012d}", *order]))
    assert (card.number, card.cmnd, card.name) == (f"{number:012d}", cmnd, told)
    assert (card.birth, card.sex, card.address, card.issued) == (
        birth,
        (sex[:2] == "Nữ" and "f") or "m",
        ADDRESS,
        date(2021, 4, 25),
    )


@given(st.text(max_size=120) | st.text("0123456789|NamNữ /", max_size=80))
def test_anything_else_is_read_or_refused_with_a_reason(text: str) -> None:
    with contextlib.suppress(Misread):
        card = scanned.read(text, TODAY)
        assert len(card.number) == 12
        assert card.name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("https://example.org/042185001234", "link"),
        ("xin chào", "other"),
        ("BEGIN|VCARD|N|x|y|z|t", "other"),
        ("GD4791234567890|4E677579E1BB856E|01/01/1980|1|XX|79 - 001|-|01/01/2021|-|chuỗi", "insurance"),
        ("7912345678|4E677579E1BB856E|01/01/1980|1|XX|79|-", "insurance"),
        (USUAL[:12], "short"),
        (USUAL[:40], "short"),
        (USUAL[:-8], "short"),
        (USUAL.replace("042185001234", "04218500123"), "number"),
        (USUAL.replace("Nữ", "?"), "sex"),
        (USUAL.replace("Nguyễn Thị Hoà", "123"), "name"),
        (USUAL.replace("17091985", "hai").replace("25042021", "ba"), "birth"),
        (USUAL.replace("25042021", "25041921"), "dates"),
    ],
)
def test_what_is_wrong_is_told(text: str, code: str) -> None:
    with pytest.raises(Misread) as told:
        qr.parse(text)
    assert told.value.code == code


def test_one_door_for_both() -> None:
    assert scanned.read(USUAL, TODAY).source == "qr"
    assert scanned.looks_like_a_card(USUAL)
    assert not scanned.looks_like_a_card("nguyen van an 1985")
