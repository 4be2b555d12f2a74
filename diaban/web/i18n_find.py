"""Finds every sentence shown to people: gettext calls in Python, translate tags in templates."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_SINGLE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
_PLURAL = {"ngettext", "ngettext_lazy"}
_TAG = re.compile(r"""\{%-?\s*trans(?:late)?\s+("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")
_CALL = re.compile(r"""\b_\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*\)""")
_BLOCK = re.compile(r"\{%\s*blocktrans(?:late)?\b([^%]*)%\}(.*?)\{%\s*endblocktrans(?:late)?\s*%\}", re.S)
_MANY = re.compile(r"\{%\s*plural\s*%\}")
_VAR = re.compile(r"\{\{\s*(\w+)\s*\}\}")


@dataclass(frozen=True)
class Text:
    """A sentence as gettext looks it up; `plural`: chosen by a count."""

    msgid: str
    plural: bool = False


def sources(root: Path) -> Iterator[Path]:
    """Python modules and templates under `root`, tests and migrations left out."""
    for path in sorted([*root.rglob("*.py"), *root.rglob("*.html"), *root.rglob("*.txt")]):
        parts = path.relative_to(root).parts
        inside = path.suffix == ".py" or "templates" in parts
        if inside and "tests" not in parts and "migrations" not in parts and path.name != "locale_en.py":
            yield path


def texts(path: Path) -> Iterator[Text]:
    """The sentences of one file."""
    content = path.read_text(encoding="utf-8")
    yield from of_python(content) if path.suffix == ".py" else of_template(content)


def of_python(content: str) -> Iterator[Text]:
    for node in ast.walk(ast.parse(content)):
        if isinstance(node, ast.Call) and node.args:
            first, name = node.args[0], getattr(node.func, "id", getattr(node.func, "attr", ""))
            if isinstance(first, ast.Constant) and isinstance(first.value, str) and first.value:
                if name in _SINGLE:
                    yield Text(first.value)
                elif name in _PLURAL:
                    yield Text(first.value, plural=True)


def of_template(content: str) -> Iterator[Text]:
    for match in [*_TAG.finditer(content), *_CALL.finditer(content)]:
        yield Text(ast.literal_eval(match.group(1)))
    for match in _BLOCK.finditer(content):
        options, body = match.group(1).split(), match.group(2)
        first, *rest = _MANY.split(body)
        if "trimmed" in options:
            first = " ".join(line.strip() for line in first.strip().splitlines())
        yield Text(_VAR.sub(r"%(\1)s", first.replace("%", "%%")), plural=bool(rest))


def placeholders(text: str) -> list[str]:
    """The places of a sentence that are filled: %(name)s, %s, {name}."""
    return re.findall(r"%\(\w+\)[sd]|%[sd](?!\w)|\{\w*\}", text)
