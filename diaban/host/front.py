"""The first middleware: who really asks, under what id, for how long; and the addresses that machines ask for.

Headers of a reverse proxy are believed only from `DIABAN_TRUSTED_PROXIES`; from anyone else they are removed before
anything can read them. `/health/*` and `/metrics` are answered here, before sessions and before names of hosts are
checked: a probe has neither.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from diaban.host import logs, options
from diaban.host.meter import meter

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

log = logging.getLogger("diaban.request")

#: Left in the request's environment when it came through a proxy, trusted or not: such a request isn't from here.
FORWARDED = "diaban.forwarded"
_HEADERS = (
    "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT",
    "HTTP_X_REAL_IP", "HTTP_FORWARDED",
)  # fmt: skip
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}

Answering = Callable[["HttpRequest"], "HttpResponseBase"]


def clear_up(environ: dict[str, Any], trusted: list[Any]) -> None:
    """Put the caller's own address, protocol and host where everything looks for them; drop what nobody vouches for."""
    told = {name: environ.pop(name) for name in _HEADERS if name in environ}
    if not told:
        return
    environ[FORWARDED] = True
    if not _in(trusted, environ.get("REMOTE_ADDR", "")):
        return
    chain = [part.strip() for part in told.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    while chain:  # from the right: what stands left of a stranger's address is the stranger's own claim
        environ["REMOTE_ADDR"] = chain.pop()
        if not _in(trusted, environ["REMOTE_ADDR"]):
            break
    if protocol := told.get("HTTP_X_FORWARDED_PROTO", "").split(",")[-1].strip().lower():
        environ["wsgi.url_scheme"] = "https" if protocol == "https" else "http"
    if host := told.get("HTTP_X_FORWARDED_HOST", "").split(",")[-1].strip():
        environ["HTTP_HOST"] = host


def _in(networks: list[Any], address: str) -> bool:
    if not networks:
        return False
    import ipaddress

    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return any((mapped or found) in network for network in networks)


def from_networks(request: HttpRequest, networks: list[Any]) -> bool:
    """Whether the caller's own address lies in one of them. A proxy that nobody trusts hides who asks: no."""
    if FORWARDED in request.META and not options.value("DIABAN_TRUSTED_PROXIES"):
        return False
    return _in(networks, request.META.get("REMOTE_ADDR", ""))


class FrontMiddleware:
    """Stands before all others."""

    def __init__(self, get_response: Answering) -> None:
        from django.conf import settings

        self.get_response = get_response
        self.trusted = options.value("DIABAN_TRUSTED_PROXIES")
        self.static = settings.STATIC_URL

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        clear_up(request.META, self.trusted)
        if request.path in ("/health/live", "/health/ready", "/metrics"):
            from diaban.host import probes

            return probes.answer(request)
        if request.path.startswith(self.static):
            return self.get_response(request)
        return self.observed(request)

    def observed(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, count, time and log; the answer carries the id under which its lines stand in the log."""
        from django.db import connection

        began = time.perf_counter()
        logs.current.request = number = secrets.token_hex(8)
        watch = Stopwatch()
        status = 500
        try:
            with connection.execute_wrapper(watch):
                response = self.get_response(request)
            status = response.status_code
            response["X-Request-ID"] = number
            return response
        finally:
            self.tell(request, status, time.perf_counter() - began, watch)
            logs.current.request = ""

    def tell(self, request: HttpRequest, status: int, seconds: float, watch: Stopwatch) -> None:
        match = request.resolver_match
        route = (match.view_name if match else "") or "-"
        method = request.method if request.method in _METHODS else "-"
        meter.add("diaban_requests_total", view=route, method=str(method), status=str(status))
        meter.observe("diaban_request_seconds", seconds, view=route)
        meter.add("diaban_database_seconds_total", watch.seconds, view=route)
        meter.add("diaban_database_queries_total", watch.queries, view=route)
        viewer = getattr(request, "viewer", None)
        logs.say(
            log, logging.WARNING if status >= 500 else logging.INFO, route=route, method=method, status=status,
            ms=round(seconds * 1000, 1), db_ms=round(watch.seconds * 1000, 1), queries=watch.queries,
            staff=getattr(viewer, "staff_id", None),
        )  # fmt: skip


class Stopwatch:
    """Adds up the statements of one request and the time they took."""

    __slots__ = ("queries", "seconds")

    def __init__(self) -> None:
        self.queries, self.seconds = 0, 0.0

    def __call__(self, execute: Callable[..., Any], *args: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(*args)
        finally:
            self.queries += 1
            self.seconds += time.perf_counter() - began
