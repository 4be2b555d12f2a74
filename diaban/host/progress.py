"""Lines that tell what is going on, each with how long it took. They go to stderr; stdout is for results."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(text: str) -> None:
    """One line."""
    print(f"· {text}", file=sys.stderr, flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Print what was done and how long it took, when it is done."""
    began = time.monotonic()
    yield
    say(f"{title} ({time.monotonic() - began:.1f} s)".replace(".", ","))


class Bar:
    """A running count on one line of a terminal; on anything else, a line now and then."""

    def __init__(self, title: str) -> None:
        self.title, self.began, self.shown = title, time.monotonic(), 0.0
        self.terminal = sys.stderr.isatty()

    def __call__(self, done: int, total: int | None = None) -> None:
        """`done` of `total` so far."""
        now = time.monotonic()
        finished = total is not None and done >= total
        if not finished and now - self.shown < (0.1 if self.terminal else 5.0):
            return
        self.shown = now
        count = f"{done:,}".replace(",", ".") + (f"/{total:,}".replace(",", ".") if total else "")
        text = f"· {self.title}: {count} ({now - self.began:.1f} s)"
        if self.terminal:
            print(f"\r\x1b[K{text}", end="\n" if finished else "", file=sys.stderr, flush=True)
        else:
            print(text, file=sys.stderr, flush=True)
