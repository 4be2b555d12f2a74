"""What `diaban doctor` looks at, and the page of the system with it.

A room adds its own in `health.py`, and the host in modules named `health_*.py`: `CHECKS = (Check(...), ...)`. A check
says what was seen and, where something is wrong, what to do; it shows no record.
"""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from diaban.host.places import Places
from diaban.host.tongue import gettext as _


@dataclass(frozen=True)
class Finding:
    """One check's answer: whether all is well, what was seen, and what to do when it isn't."""

    ok: bool
    seen: str
    todo: str = ""


@dataclass(frozen=True)
class Check:
    """A named look at one thing. `look` gets the install's places; where it `asks`, Django is connected as the
    application's role. The title is Vietnamese and translated where it is shown."""

    name: str
    title: str
    look: Callable[[Places], Finding]
    asks: bool = True


def found() -> Iterator[Check]:
    """The host's checks, then those of every room that has some, left to right."""
    yield from without_database()
    for module in _own():
        yield from (check for check in module.CHECKS if check.asks)
    from django.conf import settings

    for room in settings.ROOMS:
        name = f"diaban.{room}.health"
        if importlib.util.find_spec(name) is not None:
            yield from importlib.import_module(name).CHECKS


def without_database() -> Iterator[Check]:
    """Those that can be asked when the database doesn't come up."""
    for module in _own():
        yield from (check for check in module.CHECKS if not check.asks)


def _own() -> list[Any]:
    import diaban.host as here

    names = sorted(module.name for module in pkgutil.iter_modules(here.__path__) if module.name.startswith("health_"))
    return [importlib.import_module(f"diaban.host.{name}") for name in names]


def looked(check: Check, spot: Places) -> Finding:
    """The check's answer. One that breaks is a finding too, told by the kind of its error: its words may quote data."""
    try:
        return check.look(spot)
    except Exception as error:
        return Finding(
            False, _("không kiểm tra được (%s)") % type(error).__name__, _("Chạy lại; nếu còn, xem nhật ký máy chủ.")
        )
