"""The source tree as the architecture tests see it."""

from __future__ import annotations

import ast
import functools
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "diaban"


@functools.cache
def files() -> tuple[Path, ...]:
    """Every file that belongs to the project: tracked by git, or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        paths = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    else:  # an archive without its history
        skipped = {".venv", ".git", ".diaban", "__pycache__"}
        paths = (p for p in ROOT.rglob("*") if not skipped.intersection(p.relative_to(ROOT).parts))
    return tuple(sorted(path for path in paths if path.is_file()))


def sources(tests: bool = False) -> Iterator[Path]:
    """The package's Python files, without migrations; with their tests only when asked."""
    for path in files():
        inside = path.suffix == ".py" and PACKAGE in path.parents and "migrations" not in path.parts
        if inside and (tests or "tests" not in path.parts):
            yield path


@functools.cache
def parsed(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text("utf-8"), str(path))


def short(path: Path) -> str:
    """A path as it is told in a failure."""
    return str(path.relative_to(ROOT))


def room(path: Path) -> str:
    """The room a file belongs to: `people` for diaban/people/…, `cli` for diaban/cli.py."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of everything a file imports, wherever in the file; relative imports are resolved."""
    package = path.parent.relative_to(ROOT).parts
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = list(package[: len(package) - node.level + 1]) if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                yield node.lineno, f"{stem}.{alias.name}"
