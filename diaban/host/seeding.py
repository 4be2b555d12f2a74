"""Fills the database with the synthetic province, or plays a story in it: each in a process of its own."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
from pathlib import Path
from typing import Any

from diaban.core.errors import DiabanError


def main() -> int:
    """Arguments: what is wanted (JSON), the file that gets what it comes to, and `story` to play one in it."""
    wanted = json.loads(sys.argv[1])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diaban.settings")
    import django

    django.setup()
    try:
        made = _story(wanted) if sys.argv[3:] == ["story"] else _seeded(wanted)
    except DiabanError as error:
        print(f"diaban: {error}", file=sys.stderr)
        return error.exit_code
    handle = os.open(Path(sys.argv[2]), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(made, file, ensure_ascii=False, default=str)
    return 0


def _seeded(wanted: dict[str, Any]) -> dict[str, Any]:
    from diaban.demo import seed
    from diaban.host.progress import Bar

    sign_ins = seed.seed(
        province=_province_code(wanted["province"]),
        residents=wanted["residents"],
        seed=wanted["seed"],
        progress=Bar(f"Cư dân tổng hợp ({wanted['province']})"),
    )
    return {"sign_ins": [dataclasses.asdict(entry) for entry in sign_ins]}


def _story(wanted: dict[str, Any]) -> dict[str, Any]:
    """Play the story that was asked for; what it comes to, in lines."""
    from diaban.demo.stories import cards, told
    from diaban.host.progress import Bar

    found = told.told(cards.play(wanted["seed"], Bar("Hồ sơ căn cước")))
    return {"told": found.lines, "exact": found.exact}


def _province_code(said: str) -> str:
    """A province's two digits, from the digits or from its name with or without marks ("Hà Tĩnh", "ha tinh")."""
    if said.strip().isdigit():
        return said
    from diaban.areas.reads import provinces
    from diaban.core.text import fold
    from diaban.core.time import today

    known = provinces(today())
    found = [unit for unit in known if fold(said) in (fold(unit.name), fold(unit.full_name))]
    if len(found) != 1:
        names = ", ".join(unit.name for unit in known)
        raise DiabanError(f"Không có tỉnh nào tên {said}; các tỉnh hiện có: {names}.")
    return found[0].code


if __name__ == "__main__":
    sys.exit(main())
