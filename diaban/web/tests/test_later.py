"""Every view that is loaded late exists: a misspelt name must not wait for its first visitor."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.urls import URLPattern, get_resolver

from diaban.web import later


def late() -> list[tuple[str, str]]:
    """(module, name) of every view in the addresses that is loaded late."""
    found: list[tuple[str, str]] = []
    waiting = list(get_resolver().url_patterns)
    while waiting:
        pattern = waiting.pop()
        if isinstance(pattern, URLPattern):
            module = getattr(pattern.callback, "diaban_module", "")
            found += [(module, pattern.callback.__name__)] if module else []
        else:
            waiting += pattern.url_patterns
    return found


@pytest.mark.parametrize(("module", "name"), sorted(set(late())))
def test_a_late_view_is_there_and_bears_no_mark(module: str, name: str) -> None:
    view = getattr(import_module(module), name)
    assert callable(view)
    assert not [mark for mark in vars(view) if mark.startswith("diaban_")]


def test_what_is_put_off_is_known_to_the_warming() -> None:
    assert {module for module, _name in late()} == set(later.MODULES)
