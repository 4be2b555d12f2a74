"""Who is one with a third is one with each other."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from diaban.match.closing import MOST, chains

edges = st.dictionaries(
    st.tuples(st.integers(0, 15), st.integers(0, 15)).filter(lambda edge: edge[0] < edge[1]),
    st.floats(0, 1, width=32),
    max_size=40,
)


@given(edges, st.floats(0.3, 0.9))
def test_every_chain_of_two_is_found_once(told: dict[tuple[int, int], float], floor: float) -> None:
    beside: dict[int, dict[int, float]] = {}
    for (one, two), belief in told.items():
        if belief >= floor:
            beside.setdefault(one, {})[two] = belief
            beside.setdefault(two, {})[one] = belief
    wanted: dict[tuple[int, int], float] = {}
    for ends in beside.values():
        if len(ends) <= MOST:
            for one, two in combinations(sorted(ends), 2):
                wanted[one, two] = max(wanted.get((one, two), 0.0), ends[one] * ends[two])
    left, right = (np.array([edge[k] for edge in sorted(told)], np.int64) for k in range(2))
    found = chains(left, right, np.array([told[edge] for edge in sorted(told)], np.float64), floor)
    assert (
        dict(zip(zip(found.left.tolist(), found.right.tolist(), strict=True), found.probability, strict=True)) == wanted
    )
    for one, two, middle in zip(found.left, found.right, found.through, strict=True):
        assert np.isclose(beside[int(middle)][int(one)] * beside[int(middle)][int(two)], wanted[int(one), int(two)])
