"""What is typed, taken apart in memory: births, numbers, households, slips, places. No database."""

from __future__ import annotations

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaban.core.text import fold
from diaban.demo.names import parse as weights
from diaban.demo.surnames import TAIL
from diaban.people.finding.places import split
from diaban.people.finding.probes import PART, PROBE, Ground, plan
from diaban.people.finding.typed import Born, parse
from diaban.people.finding.words import AMID, FIRST, GIVEN, NEAR, Vocabulary, unkeyed

SYLLABLES = sorted({fold(word) for word in weights(TAIL) if " " not in word} | {"nguyen", "van", "thi", "an", "y"})


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    made = Vocabulary()
    made.add((word, role, 10_000 if word == "nguyen" else 10) for word in SYLLABLES for role in (FIRST, AMID, GIVEN))
    return made


def distance(a: str, b: str) -> int:
    """Optimal string alignment distance, by the book: what `near` must agree with."""
    rows = [[i + j if not i * j else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            cost = a[i - 1] != b[j - 1]
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + cost)
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


@given(st.text(string.ascii_lowercase, min_size=2, max_size=7))
def test_near_is_every_syllable_one_slip_away_and_none_further(typed: str) -> None:
    made = Vocabulary()
    made.add((word, GIVEN, 1) for word in SYLLABLES if len(word) > 1)
    found = set(made.near(typed, GIVEN))
    one = {word for word in SYLLABLES if len(word) > 1 and distance(typed, word) == 1}
    assert found - set(unkeyed(typed)) == (one - set(unkeyed(typed))) or len(found) == NEAR
    assert found <= one | set(unkeyed(typed))


@given(st.sampled_from([w for w in SYLLABLES if len(w) > 2]), st.data())
def test_a_slip_is_put_right(words: Vocabulary, meant: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(meant) - 1))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    typed = data.draw(
        st.sampled_from([meant[:at] + meant[at + 1 :], meant[:at] + letter + meant[at:], meant[: at + 1] + meant[at:]])
    )
    assert typed == meant or meant in words.near(typed, GIVEN)


@pytest.mark.parametrize("typed", ["nguyeenx", "nguye6n4", "nguyenx", "nguuyeen", "ngyuen", "nguyn", "nguyenn"])
def test_keys_that_stayed_letters_and_other_slips_of_one_name(words: Vocabulary, typed: str) -> None:
    assert words.near(typed, FIRST)[0] == "nguyen"


def test_the_commoner_syllable_comes_first_and_places_in_a_name_are_apart() -> None:
    made = Vocabulary()
    made.add([("lan", GIVEN, 5), ("lam", GIVEN, 50), ("lai", FIRST, 500)])
    assert made.near("las", GIVEN) == ["lam", "lan"]
    made.add([("lap", GIVEN, 700)])
    assert made.near("las", GIVEN) == ["lap", "lam", "lan"], "what is learnt later counts at once"
    assert made.begun("la", GIVEN) == ["lap", "lam", "lan"]


@pytest.mark.parametrize(
    ("typed", "words", "first", "last"),
    [
        ("nguyen van an 1985", "nguyen van an", date(1985, 1, 1), date(1985, 12, 31)),
        ("1985 nguyen van an", "nguyen van an", date(1985, 1, 1), date(1985, 12, 31)),
        ("Nguyễn Văn An, sinh năm 1985", "nguyen van an", date(1985, 1, 1), date(1985, 12, 31)),
        ("nguyen van an sn 85", "nguyen van an", date(1985, 1, 1), date(1985, 12, 31)),
        ("nguyen van an 2/3/1985", "nguyen van an", date(1985, 3, 2), date(1985, 3, 2)),
        ("nguyen van an 02-03-1985", "nguyen van an", date(1985, 3, 2), date(1985, 3, 2)),
        ("nguyen van an 3/1985", "nguyen van an", date(1985, 3, 1), date(1985, 3, 31)),
        ("nguyen van an 31/2/1985", "nguyen van an", date(1985, 1, 1), date(1985, 12, 31)),
    ],
)
def test_births(typed: str, words: str, first: date, last: date) -> None:
    found = parse(typed)
    assert " ".join(word for word in found.words if word != ",") == words
    assert (found.born[0].first, found.born[0].last) == (first, last)


def test_a_day_also_means_those_known_by_month_or_year_alone() -> None:
    born = parse("nguyen van an 2/3/1985").born
    assert [(b.first, b.precise) for b in born] == [
        (date(1985, 3, 2), None),
        (date(1985, 3, 1), "m"),
        (date(1985, 1, 1), "y"),
    ]


@given(st.dates(date(1890, 1, 1), date(2026, 1, 1)), st.sampled_from(["/", "-", "."]))
def test_every_day_is_read_as_it_is_printed(day: date, between: str) -> None:
    text = f"tran thi lan {day:%d}{between}{day:%m}{between}{day.year}"
    assert parse(text).born[0] == Born(day, day)


@given(st.text(max_size=60))
def test_nothing_typed_breaks_it(text: str) -> None:
    made = plan(parse(text), Vocabulary(), Ground(False, {"an": frozenset({1})}))
    assert all(probe.count(PART) == 9 for probe in made.text().split(PROBE) if probe), "ten parts each, none within one"


@given(st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=4))
def test_marks_and_case_change_no_key(parts: list[str]) -> None:
    name = " ".join(parts)
    assert parse(name.upper()).words == parse(name).words == tuple(parts)


@pytest.mark.parametrize(
    ("typed", "number"), [("042 185 001 234", "042185001234"), ("0912.345.678", "0912345678"), ("1234", "1234")]
)
def test_numbers(typed: str, number: str) -> None:
    assert parse(typed).number == number


def test_households_and_digits_beside_a_name() -> None:
    assert parse("hộ nguyễn văn an").house
    assert parse("hộ nguyễn văn an").words == ("nguyen", "van", "an")
    assert not parse("hồ văn an").house
    assert not parse("ho van an").house, "without its mark it may be the family name Hồ"
    assert parse("nguyen van an 4567").tail == "4567"


KNOWN = {"ky anh": frozenset({1, 2}), "anh": frozenset({3}), "phuong dong": frozenset({4})}


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("tran thi lan ky anh", [("tran thi lan", {1, 2}), ("tran thi lan ky", {3})]),
        ("tran thi lan, xa ky anh", [("tran thi lan", {1, 2}), ("tran thi lan xa ky", {3})]),
        ("lan ky anh", [("lan", {1, 2})]),
        ("ky anh", []),
        ("tran thi phuong ky anh", [("tran thi phuong", {1, 2}), ("tran thi", {1, 2}), ("tran thi phuong ky", {3})]),
    ],
)
def test_the_end_of_a_search_may_be_a_place(typed: str, readings: list[tuple[str, set[int]]]) -> None:
    found = [(" ".join(left), set(places)) for left, places in split(parse(typed).words, KNOWN)]
    assert found == readings
