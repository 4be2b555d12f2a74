"""What every page of the shell knows: who looks, how they like it, the left bar."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from diaban.access.roles import Permission
from diaban.web import kept, nav
from diaban.web.looks import Look, look_of


def may_search(viewer: Any) -> bool:
    """Whether the bar offers to find people."""
    return viewer is not None and viewer.can(Permission.PEOPLE_SEARCH)


def url_or_none(name: str) -> str | None:
    """The address of a page that another room may or may not bring."""
    return nav.address(name)


class Shell:
    """The frame around a page. Each part is worked out only when a template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.viewer: Any = getattr(request, "viewer", None)
        self.demo = settings.DEMO

    @cached_property
    def look(self) -> Look:
        """The reader's choices of theme, size and contrast."""
        return look_of(self.request)

    @cached_property
    def language(self) -> str:
        """`vi` or `en`, as the page is written."""
        return get_language() or "vi"

    @cached_property
    def bar(self) -> list[tuple[Any, list[nav.NavLink]]]:
        """The left bar in its groups."""
        return nav.grouped(self.request, self.viewer)

    @cached_property
    def keys(self) -> list[nav.NavLink]:
        """The links of the bar that a g-sequence opens."""
        return [link for _title, links in self.bar for link in links if link.item.key]

    @cached_property
    def place(self) -> tuple[Any, ...]:
        """The units from the province down to the viewer's own, for the top bar."""
        from diaban.web.place import path_of

        return path_of(self.viewer)

    @cached_property
    def below(self) -> tuple[Any, ...]:
        """The units below the viewer's own, for those who read the map."""
        from diaban.web.place import below

        return below(self.viewer) if self.viewer is not None and self.viewer.can(Permission.AREAS_READ) else ()

    @cached_property
    def visited(self) -> list[Any]:
        """The areas opened last in this session."""
        from diaban.web.place import visited

        return visited(self.request)

    def side(self) -> SafeString:
        """The left bar, drawn."""
        told = tuple(
            (link.item.url_name, link.url, link.current, link.count) for _t, links in self.bar for link in links
        )
        return kept.drawn("web/parts/side.html", told, {"shell": self})

    def help(self) -> SafeString:
        """The keys, drawn."""
        return kept.drawn("web/parts/help.html", tuple(link.item.url_name for link in self.keys), {"shell": self})

    def areas(self) -> SafeString:
        """The menu of areas, drawn."""
        told = tuple(tuple((unit.id, unit.title) for unit in each) for each in (self.place, self.visited, self.below))
        return kept.drawn("web/parts/areas.html", told, {"shell": self})

    @cached_property
    def urls(self) -> dict[str, str | None]:
        """Addresses of pages that other rooms own, None where they are not installed."""
        names = {
            "search": "people:search",
            "read_card": "people:read_card",
            "purpose": "access:purpose",
            "leave": "account_logout",
            "account": "access:account",
            "enter": "account_login",
            "settings": "console:settings",
        }
        found = {key: url_or_none(name) for key, name in names.items()}
        return found if may_search(self.viewer) else {**found, "search": None, "read_card": None}


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `shell`, `viewer` and the reader's `look`."""
    return {"shell": SimpleLazyObject(lambda: Shell(request)), "viewer": getattr(request, "viewer", None)}
