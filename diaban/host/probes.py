"""/health/live, /health/ready and /metrics: for load balancers and monitors, without a sign-in.

Strangers learn one word; what is behind it is told to `DIABAN_METRICS_FROM`, or to whoever holds the token.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from diaban.host import front, meter, options, places, pulse

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from diaban.host.places import Places

_MB = 2**20
#: Beyond these an install still serves but someone should look.
UNSEALED, QUEUE, DISK_LOW, DISK_FULL, BACKUP_AGE = 200_000, 1_000_000, 1024 * _MB, 100 * _MB, 36 * 3600.0
CERTIFICATE = 14 * 86400.0


def answer(request: HttpRequest) -> HttpResponse:
    """The probe that was asked for. GET and HEAD alone; nothing is written, nothing is logged."""
    from django.conf import settings
    from django.http import HttpResponse

    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    if request.path == "/health/live":
        response = HttpResponse("ok\n", content_type="text/plain")
    elif request.path == "/health/ready":
        response = _ready(request, places.places(settings.DATA_DIR))
    else:
        response = _metrics(request, places.places(settings.DATA_DIR))
    response["Cache-Control"] = "no-store"
    return response


def allowed(request: HttpRequest) -> bool:
    """Whether the caller may read numbers and details: by network, or by the token."""
    if front.from_networks(request, options.value("DIABAN_METRICS_FROM")):
        return True
    token = options.value("DIABAN_METRICS_TOKEN")
    given = request.META.get("HTTP_AUTHORIZATION", "")
    return bool(token) and hmac.compare_digest(given.encode(), f"Bearer {token}".encode())


def _metrics(request: HttpRequest, spot: Places) -> HttpResponse:
    from django.http import HttpResponse

    if not allowed(request):
        return HttpResponse(status=404)
    _as_nobody()
    told = meter.text(pulse.meters(spot), pulse.gauges(spot))
    return HttpResponse(told, content_type="text/plain; version=0.0.4; charset=utf-8")


def _ready(request: HttpRequest, spot: Places) -> HttpResponse:
    from django.http import JsonResponse

    found = looked(spot)
    serves = all(part["ok"] for part in found.values() if part["needed"])
    state = "down" if not serves else "ready" if all(part["ok"] for part in found.values()) else "degraded"
    told: dict[str, Any] = {"state": state}
    if allowed(request):
        told["checks"] = found
    return JsonResponse(told, status=200 if serves else 503)


def looked(spot: Places) -> dict[str, dict[str, Any]]:
    """Each part: whether it is well, whether nothing can be served without it, and its number."""
    found: dict[str, dict[str, Any]] = {}

    def look(name: str, measure: Callable[[], float | None], good: Callable[[Any], bool], needed: bool = False) -> None:
        try:
            value = measure()
            found[name] = {"ok": good(value), "needed": needed, "value": value}
        except Exception as error:  # whatever it was, it is not well; its words stay here
            found[name] = {"ok": False, "needed": needed, "value": type(error).__name__}

    look("database", _answers, bool, needed=True)
    if found["database"]["ok"]:
        look("migrations", lambda: pulse.missing_migrations(fresh=False), lambda n: n == 0, needed=True)
        look("sealer", lambda: pulse.waiting()["lines"], lambda n: n <= UNSEALED)
        look("figures", lambda: pulse.waiting()["queue"], lambda n: n <= QUEUE)
    look("worker", lambda: pulse.worker_silence(spot), lambda s: s is not None and s < meter.SILENT)
    look("disk", lambda: pulse.free_bytes(spot), lambda n: n > DISK_FULL, needed=True)
    look("space", lambda: pulse.free_bytes(spot), lambda n: n > DISK_LOW)
    look("backup", lambda: pulse.backup_age(spot), lambda s: s is not None and s < BACKUP_AGE)
    look("certificate", pulse.certificate_seconds, lambda s: s is None or s > CERTIFICATE)
    return found


def _answers() -> float:
    _as_nobody()
    from diaban.core import sql

    return float(sql.value("select 1"))


def _as_nobody() -> None:
    """The connection may have been someone's: whatever is read here is read with no one's rights."""
    from diaban.access import session

    session.start_clean()
