"""Rooms know only the rooms to their left."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from tests.architecture import tree

#: Left to right. A room imports from itself and from what stands before it.
ORDER = (
    "core", "ledger", "areas", "access", "figures", "papers", "web", "match", "people", "casework",
    "targets", "review",
)  # fmt: skip
#: Rooms on the corridor: each may know every room of `ORDER`, and another domain through its queries and actions alone.
DOMAINS = ("cards", "incidents", "onestop", "registers")
#: What of a domain another one may use.
_DOORS = ("actions", "queries")
#: What people and programs meet; these may know every room. Nothing but a face may know a face.
FACES = {
    "bench", "console", "demo", "host", "api", "cli", "commands", "urls", "wsgi", "settings", "reports", "portal",
    "field",
}  # fmt: skip
#: Known to all: not a room.
GROUND = {"__init__", "settings"}


def _allowed(of: str) -> set[str]:
    if of in FACES:
        return set(ORDER) | set(DOMAINS) | FACES | GROUND
    if of in DOMAINS:
        return set(ORDER) | {of} | GROUND
    return set(ORDER[: ORDER.index(of) + 1]) | GROUND


def test_every_room_has_its_place() -> None:
    known = set(ORDER) | set(DOMAINS) | FACES | GROUND | {"locale"}
    rooms = {tree.room(path) for path in tree.sources()}
    assert rooms <= known, f"Say in ORDER or FACES where these stand: {sorted(rooms - known)}"


def test_arrows_point_left() -> None:
    wrong = []
    for path in tree.sources():
        if tree.room(path) in GROUND:
            continue
        allowed = _allowed(tree.room(path))
        for line, name in tree.imported(path):
            parts = name.split(".")
            if tree.room(path) in DOMAINS and len(parts) > 2 and parts[1] in DOMAINS and parts[2] in _DOORS:
                continue
            if parts[0] == "diaban" and len(parts) > 1 and parts[1] not in allowed and parts[1] != "__version__":
                wrong.append(f"{tree.short(path)}:{line} imports {name}")
    assert not wrong, "\n".join(wrong)


def _top_level(path: Path) -> list[str]:
    """Modules that importing the file imports at once; what stands under TYPE_CHECKING or in a function waits."""
    names = []
    for node in tree.parsed(path).body:
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module)
    return names


def test_host_starts_with_the_standard_library() -> None:
    """A command that starts PostgreSQL must not wait for Django to be imported."""
    wrong = []
    for path in tree.sources():
        if tree.room(path) in ("host", "commands", "cli"):
            for name in _top_level(path):
                first = name.split(".")[0]
                light = ("diaban.core.errors", "diaban.core.sparing", "diaban.host", "diaban.commands")
                own = name == "diaban" or name.startswith(light)
                if not (first in sys.stdlib_module_names or own or first == "psycopg"):
                    wrong.append(f"{tree.short(path)} imports {name}")
    assert not wrong, "\n".join(wrong)


#: Heavy, and not needed to show the sign-in page.
HEAVY = (
    "ninja", "pydantic", "openpyxl", "python_calamine", "xlsxwriter", "xlrd", "cryptography", "fido2", "rapidfuzz",
    "numpy", "polars", "segno", "qrcode", "typst", "docx",
)  # fmt: skip


@pytest.mark.slow
def test_nothing_heavy_is_loaded_with_the_addresses() -> None:
    """Cold start: what only some pages need is imported by those pages."""
    import os
    import subprocess

    code = (
        "import sys, django; django.setup(); from django.urls import get_resolver; get_resolver().url_patterns;"
        f"print(*[name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert done.stdout.split() == []
