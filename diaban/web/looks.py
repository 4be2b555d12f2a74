"""How a person likes the console to look: theme, text size, contrast, single-key shortcuts. Kept in one cookie.

The server writes the choices on `<html>`, so that a page never flashes in another theme and needs no script for it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from django.http import HttpRequest, HttpResponse

COOKIE = "diaban_look"
THEMES = ("auto", "light", "dark")
SIZES = ("1", "2", "3")
CONTRASTS = ("auto", "normal", "more")
KEYS = ("on", "off")
_ALLOWED = {"theme": THEMES, "size": SIZES, "contrast": CONTRASTS, "keys": KEYS}


@dataclass(frozen=True)
class Look:
    """One person's choices; each is one of the values its tuple above names."""

    theme: str = "auto"
    size: str = "1"
    contrast: str = "auto"
    keys: str = "on"

    def changed(self, name: str, value: str) -> Look:
        """The same choices but one; an unknown name or value changes nothing."""
        return replace(self, **{name: value}) if value in _ALLOWED.get(name, ()) else self


def look_of(request: HttpRequest) -> Look:
    """The choices in the request's cookie; whatever in it isn't known falls back to the default."""
    look = Look()
    for name, value in zip(asdict(look), request.COOKIES.get(COOKIE, "").split("."), strict=False):
        look = look.changed(name, value)
    return look


def keep(response: HttpResponse, look: Look) -> None:
    """Write the choices to the cookie for a year."""
    response.set_cookie(COOKIE, ".".join(asdict(look).values()), max_age=365 * 86400, samesite="Lax", httponly=True)
