from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from diaban.figures.suppression import SMALLEST, complementary, suppressed, told_by_total

rows = st.dictionaries(st.integers(0, 9), st.one_of(st.none(), st.integers(0, 50)), max_size=8)


@given(st.integers(-20, 20), st.integers(-20, 20))
def test_one_to_seven_are_hidden_either_way(lines: int, value: int) -> None:
    small = any(0 < abs(number) < SMALLEST for number in (lines, value))
    assert suppressed(lines, value) == small


@given(rows)
def test_a_single_hidden_part_takes_another_with_it(values: dict[int, int | None]) -> None:
    after = complementary(values)
    hidden = [key for key, value in after.items() if value is None]
    could = [key for key, value in values.items() if value]
    if list(values.values()).count(None) == 1 and could:
        assert len(hidden) == 2
        other = next(key for key in hidden if values[key] is not None)
        assert values[other] == min(values[key] or 0 for key in could)
    else:
        assert after == values


@given(st.dictionaries(st.integers(0, 9), st.integers(0, 60), min_size=1, max_size=10))
def test_total_and_shown_parts_tell_no_small_part(parts: dict[int, int]) -> None:
    """Every hidden small part could also have been another number, as far as who reads the table can tell."""
    total = sum(parts.values())
    small = {key for key, value in parts.items() if 0 < value < SMALLEST}
    shown = {key: value for key, value in parts.items() if key not in small}
    hidden = told_by_total(total, shown, small)
    assert small <= hidden
    assert all(parts[key] for key in hidden), "a zero needs no hiding"
    rest = total - sum(value for key, value in parts.items() if key not in hidden)
    if small and hidden != {key for key, value in parts.items() if value}:
        assert len(hidden) > 1
        assert rest >= SMALLEST
        if hidden == small:
            assert len(small) < rest < len(small) * (SMALLEST - 1)
    if not small:
        assert not hidden
