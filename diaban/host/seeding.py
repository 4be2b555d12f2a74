"""Fills the database with the synthetic province; runs as a process of its own for `diaban demo`."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
from pathlib import Path

from diaban.core.errors import DiabanError


def main() -> int:
    """Arguments: what is wanted (JSON), and the file that gets the sign-ins."""
    wanted = json.loads(sys.argv[1])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diaban.settings")
    import django

    django.setup()
    from diaban.demo import seed
    from diaban.host.progress import Bar

    try:
        sign_ins = seed.seed(
            province=wanted["province"],
            residents=wanted["residents"],
            seed=wanted["seed"],
            progress=_Progress(Bar),
        )
    except DiabanError as error:
        print(f"diaban: {error}", file=sys.stderr)
        return error.exit_code
    handle = os.open(Path(sys.argv[2]), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump([dataclasses.asdict(entry) for entry in sign_ins], file, ensure_ascii=False, default=str)
    return 0


class _Progress:
    """`progress(title, done, total)`: a line for each stage, counting up."""

    def __init__(self, bar: type) -> None:
        self.make = bar
        self.bars: dict[str, object] = {}

    def __call__(self, title: str, done: int, total: int | None = None) -> None:
        bar = self.bars.get(title)
        if bar is None:
            bar = self.bars[title] = self.make(title)
        bar(done, total)  # type: ignore[operator]


if __name__ == "__main__":
    sys.exit(main())
