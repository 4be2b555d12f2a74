"""How much of what can be combined a run of the tests goes through.

By default each single thing is tried, and each pair of things somewhere, but not everything with everything: the whole
run must stay short. `DIABAN_THOROUGH=1` leaves nothing out.
"""

from __future__ import annotations

import os

THOROUGH = os.environ.get("DIABAN_THOROUGH") == "1"
#: Whether the run is that of the marked tests on another PostgreSQL, after all of them ran on the usual one.
AGAIN = bool(os.environ.get("DIABAN_TEST_PG_BIN"))


def turn(of: int, *numbers: int) -> bool:
    """Whether a combination is tried: one in `of`, spread so that each value of each part meets those of the others."""
    return THOROUGH or sum(numbers) % of == 0


def examples(many: int) -> int:
    """How many examples Hypothesis makes up; on another PostgreSQL a few, for its statements differ there or don't."""
    return many * 5 if THOROUGH else max(5, many // 5) if AGAIN else many
