"""Turns errors meant for people into one sentence with the right status, and speaks the reader's language."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from diaban.core.errors import DiabanError
from diaban.web import errors


class ErrorsMiddleware:
    """A DiabanError raised by a view becomes a page, a part of a page or JSON. Defects go on to `errors.broken`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return errors.of(request, error) if isinstance(error, DiabanError) else None


class LanguageMiddleware:
    """Vietnamese unless the reader chose English. A browser's own language is not asked: offices share machines.

    A program that calls the API says its language in Accept-Language.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        if request.path.startswith("/api/") and chosen is None:
            language = spoken(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.setdefault("Content-Language", language)
        return response


def spoken(accepted: str) -> str:
    """The first of our languages in an Accept-Language header, by weight; Vietnamese where it names none."""
    from django.utils.translation.trans_real import parse_accept_lang_header

    known = dict(settings.LANGUAGES)
    named = (tag.partition("-")[0] for tag, _weight in parse_accept_lang_header(accepted))
    return next((tag for tag in named if tag in known), settings.LANGUAGE_CODE)
