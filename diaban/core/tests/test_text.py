import unicodedata
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from diaban.core import text
from diaban.core.ids import uuid7
from diaban.core.time import age_on

LETTERS = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệ ÀÁĐ", max_size=30)


def test_tidy_mends_look_alikes_decomposed_text_and_odd_spaces() -> None:
    assert text.tidy(unicodedata.normalize("NFD", "Nguyễn  Thị\u00a0Ðào\u200b ")) == "Nguyễn Thị Đào"


def test_tidy_takes_out_what_the_database_refuses() -> None:
    assert text.tidy("Lê\x00 Văn\tAn\x1b") == "Lê Văn An"


def test_fold_drops_marks_and_writes_d() -> None:
    assert text.fold("Đỗ Thị H’Hoà") == "do thi hhoa"
    assert text.fold("Hòa") == text.fold("Hoà")


def test_names_are_ordered_by_given_name_in_the_vietnamese_alphabet() -> None:
    names = [
        "Trần Văn Yến",
        "Lê Thị Đào",
        "Lê Thị Dung",
        "Nguyễn Ánh",
        "Nguyễn Văn An",
        "Bùi Văn An",
        "Lê Ân",
        "Lê Anh",
    ]
    assert sorted(names, key=text.sort_key) == [
        "Bùi Văn An", "Nguyễn Văn An", "Lê Anh", "Nguyễn Ánh", "Lê Ân", "Lê Thị Dung", "Lê Thị Đào", "Trần Văn Yến",
    ]  # fmt: skip


def test_tones_decide_only_between_equal_letters() -> None:
    words = ["ma", "mà", "mả", "mã", "má", "mạ", "mai", "mái"]
    assert sorted(words, key=text.words_key) == words


def test_a_one_word_name_has_no_family_name() -> None:
    assert text.name_parts("Thuân") == ("", "", "Thuân")
    assert text.name_parts("Y Hơ Jan") == ("Y", "Hơ", "Jan")


def test_numbers_and_dates_are_printed_as_offices_print_them() -> None:
    assert text.fmt_int(1234567) == "1.234.567"
    assert text.fmt_num(1234.5) == "1.234,5"
    assert text.fmt_date(date(1985, 2, 1)) == "01/02/1985"
    assert (text.fmt_date(date(1985, 2, 1), "m"), text.fmt_date(date(1985, 1, 1), "y")) == ("02/1985", "1985")
    assert text.mask_id("042085001234") == "••••••••1234"


@given(LETTERS)
def test_tidy_and_fold_are_stable(raw: str) -> None:
    assert text.tidy(text.tidy(raw)) == text.tidy(raw)
    assert text.fold(text.fold(raw)) == text.fold(raw) == text.fold(unicodedata.normalize("NFD", raw))


def test_ids_made_later_sort_later() -> None:
    made = [uuid7() for _ in range(10_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert all(i.version == 7 for i in made)


def test_someone_born_on_a_leap_day_grows_older_in_march() -> None:
    assert age_on(date(2004, 2, 29), date(2018, 2, 28)) == 13
    assert age_on(date(2004, 2, 29), date(2018, 3, 1)) == 14
