"""Many figures at once are the same as one by one, whichever dims they ask for and whether merged or waiting."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diaban.access.session import acting
from diaban.figures import jobs, queries
from diaban.figures.grid import grid
from diaban.figures.periods import month, reporting_month, year
from diaban.figures.tests.conftest import MEASURES, undone, viewer_of
from diaban.figures.tests.test_counts import lines, write
from diaban.ledger.lines import Line
from tests.sampling import examples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground"), pytest.mark.pg15]

PERIODS = [month(2025, 12), reporting_month(2026, 1), year(2026)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=examples(15))
@given(
    st.lists(lines(), min_size=1, max_size=30),
    st.lists(st.tuples(st.integers(0, 50), st.integers(-2, 3), st.integers(0, 40)), max_size=8),
    st.sampled_from([900, 910, 911, 915]), st.booleans(),
)  # fmt: skip
def test_together_as_apart(first: list[Line], fixes: list[tuple[int, int, int]], unit: int, merged: bool) -> None:
    with undone():
        with acting(viewer_of(None)):
            write(first, fixes)
            if merged:
                jobs.run_once()
        viewer = viewer_of(900)
        with acting(viewer):
            together = grid(list(MEASURES), unit, PERIODS, viewer=viewer)
            for code, row in zip(MEASURES, together, strict=True):
                apart = queries.series(code, unit, PERIODS, viewer=viewer)
                assert [figure.value for figure in row] == [figure.value for figure in apart], code


def test_dims_are_counted_in_one_statement(django_assert_max_num_queries: object) -> None:
    viewer = viewer_of(900)
    with acting(viewer):
        grid(["test.women"], 900, PERIODS, viewer=viewer)  # what is looked up once
        with django_assert_max_num_queries(2):  # type: ignore[operator]
            grid(["test.women", "test.women"], 900, PERIODS, viewer=viewer)
