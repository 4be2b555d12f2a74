"""Views that are imported when they are first asked for, so that the first page doesn't wait for rooms it isn't in."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]

#: What is still to be imported once the first page is out.
MODULES: list[str] = []


def warm() -> None:
    """Import what was put off: the web server does so in the background after it started."""
    for module in MODULES:
        import_module(module)


class Later:
    """Stands for a module of views in a room's addresses: `views = Later("diaban.people.importing.views")`.

    Marks on a view (open to all, for instance) are read before it is imported: a marked view can't be named this way.
    """

    def __init__(self, module: str) -> None:
        self._module = module
        MODULES.append(module)

    def __getattr__(self, name: str) -> View:
        module = self._module

        def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            found: View = getattr(import_module(module), name)
            return found(request, *args, **kwargs)

        view.__name__ = name
        view.diaban_module = module  # type: ignore[attr-defined]
        return view
