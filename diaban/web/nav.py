"""The left bar: what each room adds to it, and what a viewer sees of it.

A room that has pages says so in `nav.py` with `NAV = (NavItem(...), ...)`; the bar is collected once from the rooms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest

#: Groups of the bar in their order; an item names one of them.
GROUPS = {"work": _("Công việc"), "data": _("Dữ liệu"), "admin": _("Quản trị")}


def everyone(viewer: Any) -> bool:
    """The predicate of an item that whoever is signed in sees."""
    return viewer is not None


@dataclass(frozen=True)
class NavItem:
    """One link of the left bar.

    `predicate` decides whether a viewer sees it; `count` (cheap: it runs on every page) is written beside the name;
    `key` is the letter that opens it after `g`; `order` sorts within the group.
    """

    name: Any
    url_name: str
    predicate: Callable[[Any], bool] = everyone
    count: Callable[[Any], int | None] | None = None
    group: str = "data"
    icon: str = "file"
    key: str = ""
    order: int = 50


@dataclass(frozen=True)
class NavLink:
    """An item as one viewer sees it."""

    item: NavItem
    url: str
    current: bool
    count: int | None


@lru_cache(maxsize=1)
def items() -> tuple[NavItem, ...]:
    """Every item of every installed room, ordered by group, order and room."""
    found: list[NavItem] = []
    for config in apps.get_app_configs():
        if config.name.startswith("diaban.") and find_spec(f"{config.name}.nav"):
            found.extend(getattr(import_module(f"{config.name}.nav"), "NAV", ()))
    groups = list(GROUPS)
    return tuple(sorted(found, key=lambda item: (groups.index(item.group), item.order)))


@lru_cache(maxsize=256)
def address(name: str) -> str | None:
    """The address of a page without parameters; None where the room that has it is not installed."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def links(request: HttpRequest, viewer: Any) -> Iterator[NavLink]:
    """The links this viewer sees, the one the page belongs to marked: the longest address that begins the page's."""
    seen: list[tuple[NavItem, str]] = []
    for item in items():
        if item.predicate(viewer) and (url := address(item.url_name)) is not None:
            seen.append((item, url))
    begins = [url for _item, url in seen if request.path.startswith(url) and (url != "/" or request.path == "/")]
    here = max(begins, key=len, default="")
    for item, url in seen:
        yield NavLink(item, url, url == here, item.count(viewer) if item.count else None)


def grouped(request: HttpRequest, viewer: Any) -> list[tuple[Any, list[NavLink]]]:
    """The bar as (group title, links), without empty groups."""
    all_links = list(links(request, viewer)) if viewer is not None else []
    parts = ((title, [link for link in all_links if link.item.group == group]) for group, title in GROUPS.items())
    return [(title, found) for title, found in parts if found]
