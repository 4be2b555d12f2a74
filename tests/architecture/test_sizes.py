"""Files and functions stay small enough to be read in one go."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture import tree

LIMITS = {"source": 400, "test": 500, "template": 120, "script": 200}
FUNCTION = 40
VIEW = 20


def _lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def _is_data(path: Path) -> bool:
    """A module of lists and tables (names, words) is data: nobody reads it from top to bottom."""
    body = tree.parsed(path).body
    quiet = (ast.Assign, ast.AnnAssign, ast.Expr, ast.Import, ast.ImportFrom)
    return all(isinstance(node, quiet) for node in body)


def _kind(path: Path) -> str:
    if path.suffix == ".html":
        return "template"
    if path.suffix == ".js" and "vendor" not in path.parts:
        return "script"
    if path.suffix != ".py" or "migrations" in path.parts or _is_data(path):
        return ""
    return "test" if "tests" in path.parts or path.name == "conftest.py" else "source"


@pytest.mark.parametrize("kind", sorted(LIMITS))
def test_files_are_small(kind: str) -> None:
    inside = [path for path in tree.files() if tree.PACKAGE in path.parents or tree.ROOT / "tests" in path.parents]
    long = {tree.short(path): _lines(path) for path in inside if _kind(path) == kind and _lines(path) > LIMITS[kind]}
    assert not long, f"over {LIMITS[kind]} lines: {long}"


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree.parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the first statement after the docstring to the end."""
    first = function.body[0]
    told = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and len(function.body) > 1
    start = function.body[1 if told else 0].lineno
    return (function.end_lineno or start) - start + 1


def test_functions_are_short() -> None:
    long = [
        f"{tree.short(path)}:{function.lineno} {function.name} ({_body_lines(function)})"
        for path in tree.sources()
        for function in _functions(path)
        if _body_lines(function) > FUNCTION
    ]
    assert not long, f"over {FUNCTION} lines: " + ", ".join(long)


def _views() -> Iterator[Path]:
    for path in tree.sources():
        if path.stem in ("views", "api") or path.parent.name in ("views", "api"):
            yield path


def test_views_are_short() -> None:
    """A view finds the viewer's record, calls an action or a query, and renders."""
    long = [
        f"{tree.short(path)}:{function.lineno} {function.name} ({_body_lines(function)})"
        for path in _views()
        for function in _functions(path)
        if function.args.args[:1] and function.args.args[0].arg == "request" and _body_lines(function) > VIEW
    ]
    assert not long, f"over {VIEW} lines: " + ", ".join(long)


def test_views_reach_no_model_directly() -> None:
    """Records come through `queries`, which know the viewer's scope; a manager in a view doesn't."""
    wrong = []
    for path in _views():
        for node in ast.walk(tree.parsed(path)):
            direct = isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager", "_base_manager")
            shortcut = isinstance(node, ast.Name) and node.id in ("get_object_or_404", "get_list_or_404")
            if direct or shortcut:
                wrong.append(f"{tree.short(path)}:{getattr(node, 'lineno', 0)}")
    assert not wrong, "queries, not models, in views: " + ", ".join(wrong)
