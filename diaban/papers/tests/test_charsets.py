"""TCVN3 and VNI to Unicode and back; what recognises them."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diaban.papers.reading import charsets, syllables
from diaban.papers.reading.charsets import Charset, decode, decode_as, encode, of_font

MARKED = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
INITIALS = "b c ch d đ g gh h kh l m n ng ngh nh ph qu r s t th tr v x"
ONSETS = ["", *INITIALS.split()]
RHYMES = ["an", "ương", "iên", "uyên", "oai", "ê", "ô", "ư", "âu", "ăng", "uôi", "ơn", "oe", "ay"]
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]


@st.composite
def syllable(draw: st.DrawFn) -> str:
    """An onset and a rhyme with a tone on its first vowel that can bear it."""
    rhyme = draw(st.sampled_from(RHYMES))
    at = next(i for i, c in enumerate(rhyme) if i == len(rhyme) - 1 or rhyme[i + 1] not in "ươêôâăa")
    toned = rhyme[: at + 1] + draw(st.sampled_from(TONES)) + rhyme[at + 1 :]
    return unicodedata.normalize("NFC", draw(st.sampled_from(ONSETS)) + toned)


words = st.lists(syllable(), min_size=1, max_size=6).map(" ".join)


@settings(deadline=None)
@given(words)
def test_small_letters_come_back_from_both_tables(text: str) -> None:
    for charset in (Charset.TCVN3, Charset.VNI):
        assert decode(encode(text, charset), charset) == text


@settings(deadline=None)
@given(words)
def test_capitals_come_back_from_vni_and_from_fonts_of_capitals(text: str) -> None:
    assert decode(encode(text.upper(), Charset.VNI), Charset.VNI) == text.upper()
    assert decode_as(encode(text, Charset.TCVN3), ".VnTimeH") == text.upper()


@settings(deadline=None)
@given(words)
def test_each_word_with_a_capital_comes_back(text: str) -> None:
    """Where the first letter has no tone: TCVN3 has no other capitals."""
    name = " ".join(
        word.capitalize() if word[0] not in MARKED or word[0] in "đăâêôơư" else word for word in text.split()
    )
    assert decode(encode(name, Charset.TCVN3), Charset.TCVN3) in (name, name.upper())
    assert decode(encode(text.title(), Charset.VNI), Charset.VNI) == text.title()


@settings(deadline=None)
@given(st.text())
def test_no_text_fails_and_ascii_stays(text: str) -> None:
    for charset in Charset:
        read = decode(text, charset)
        assert read == unicodedata.normalize("NFC", read)
        if text.isascii():
            assert read == text


@pytest.mark.skipif(shutil.which("iconv") is None, reason="iconv is not here")
def test_the_table_is_the_standards() -> None:
    """glibc's TCVN knows more (capitals with tones, at codes the fonts leave free) and agrees on all we have."""
    for code, letter in charsets._TCVN3.items():
        done = subprocess.run(
            ["iconv", "-f", "TCVN5712-1", "-t", "UTF-8"], input=bytes([code]), capture_output=True, check=True
        )
        assert unicodedata.normalize("NFC", done.stdout.decode()) == letter, hex(code)


@pytest.mark.parametrize(
    ("font", "typed", "meant"),
    [
        (".VnTime", "NguyÔn ThÞ §µo", "Nguyễn Thị Đào"),
        (".VnTime", "UBND PH¦êNG T¢N LËP", "UBND PHƯỜNG TÂN LẬP"),
        (".VnTime", "Hä Vµ T£N", "HỌ VÀ TÊN"),
        (".VnTime", "®èi t\xadîng b¶o trî x· héi", "đối tượng bảo trợ xã hội"),
        (".VnArial", "Bu«n Akŏ Dh«ng, C\xad Yang", "Buôn Akŏ Dhông, Cư Yang"),
        (".VnTimeH", "uû ban nh©n d©n", "UỶ BAN NHÂN DÂN"),
        (".VnTimeH Bold", "danh s¸ch", "DANH SÁCH"),
        ("VNI-Times", "Nguyeãn Thò Ñaøo", "Nguyễn Thị Đào"),
        ("VNI-Helve", "PHÖÔØNG TUY HOØA", "PHƯỜNG TUY HÒA"),
        ("VNI-Times", "Giôùi tiùnh", "Giới tính"),
        ("VNI-Times", "THÒ TRÍ NGHÓA YÙ KYØ", "THỊ TRÍ NGHĨA Ý KỲ"),
        ("Times New Roman", "NguyÔn", "NguyÔn"),
        (".VnTime", "Nguyễn Thị Đào", "Nguyễn Thị Đào"),  # Unicode pasted into a cell of an old font
    ],
)
def test_text_in_a_font(font: str, typed: str, meant: str) -> None:
    assert decode_as(typed, font) == meant


def test_which_fonts_are_old() -> None:
    assert of_font(".VnTimeH") == (Charset.TCVN3, True)
    assert of_font("VNI-Aptima") == (Charset.VNI, False)
    for font in ("Arial", "Vnet", "Verdana", "", "Times New Roman"):
        assert of_font(font) == (Charset.UNICODE, False)


@settings(deadline=None)
@given(syllable())
def test_syllables_are_known_with_any_mark(word: str) -> None:
    assert syllables.vietnamese(word)
    assert syllables.vietnamese(word.upper())
    assert syllables.vietnamese(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize("word", ["NguyÔn", "ThÞ", "§µo", "Nguyeãn", "Ñaøo", "T©n", "héi", "Byă", "Ayũn"])
def test_noise_and_other_languages_are_not(word: str) -> None:
    assert not syllables.vietnamese(word) or word == "héi"
