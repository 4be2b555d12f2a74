from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from diaban.figures.suppression import SMALLEST, complementary, suppressed

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
