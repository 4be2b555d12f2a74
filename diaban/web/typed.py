"""Words that someone typed to find a person by: kept in their own session, so that addresses and logs only hold a
token that means nothing elsewhere."""

from __future__ import annotations

import secrets

from django.http import HttpRequest

#: How many a session remembers of each kind, so that "back" and "reload" work.
REMEMBERED = 10


def keep(request: HttpRequest, key: str, words: str) -> str:
    """Remember words under a new token."""
    token = secrets.token_urlsafe(9)
    kept = [*request.session.get(key, {}).items(), (token, words)]
    request.session[key] = dict(kept[-REMEMBERED:])
    return token


def kept(request: HttpRequest, key: str, token: str) -> str | None:
    """The words of a token, or None where this session doesn't (any longer) know it."""
    words: str | None = request.session.get(key, {}).get(token)
    return words
