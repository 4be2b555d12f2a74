"""Rooms that say something in a module of a known name: found through Django's apps, so that none is named here."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps


@cache
def having(module: str, but: str = "") -> tuple[tuple[str, ModuleType], ...]:
    """Rooms with such a module, by their label; `but` is the room that asks."""
    found = []
    for app in apps.get_app_configs():
        name = f"{app.name}.{module}"
        if app.name.startswith("diaban.") and app.label != but and find_spec(name) is not None:
            found.append((app.label, import_module(name)))
    return tuple(found)
