"""The web server: granian in front of the WSGI application, imported once and then forked."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from diaban.core.errors import DiabanError
from diaban.host import logs, options, places
from diaban.host.meter import meter

THREADS = 4
#: Seconds after the start at which the views that the first page didn't need are imported.
WARM_AFTER = 1.5


#: The server's own records go where ours go: its own handler would print what an exception says.
_LOGGING = {"formatters": {}, "handlers": {}, "loggers": {"_granian": {"handlers": [], "propagate": True}}}


def _warm() -> None:
    from diaban.web import later

    later.warm()
    if _programs_call():
        from diaban import api

        api.resolver()


def _programs_call() -> bool:
    """Whether some program may call the API; elsewhere its 20 MB come with the first call, if there ever is one."""
    from django.db import Error, connection

    from diaban.access.tokens import any_stands

    try:
        return any_stands()
    except Error:  # the database isn't there yet
        return True
    finally:
        connection.close()


def _loader(application: Callable[..., Any]) -> Callable[[], Callable[..., Any]]:
    """What granian calls in its worker: hands over the application that was imported before the fork."""

    def load() -> Callable[..., Any]:
        # A worker must not outlive its parent: it would hold the port against the next one.
        ctypes.CDLL(None).prctl(1, signal.SIGTERM, 0, 0, 0)
        meter.keep(places.places().run / "meters", "web")
        warming = threading.Timer(WARM_AFTER, _warm)
        warming.daemon = True
        warming.start()
        return application

    return load


def _tls() -> dict[str, Any]:
    """What the server is told of TLS; without a certificate it speaks plain HTTP."""
    from granian.constants import SSLProtocols

    return {
        "ssl_cert": options.value("DIABAN_TLS_CERT"),
        "ssl_key": options.value("DIABAN_TLS_KEY"),
        # Office machines of 2012 still speak 1.2; nothing older is answered.
        "ssl_protocol_min": SSLProtocols.tls12,
        # After SIGHUP (a renewed certificate): how long the new worker has before the old one stops taking requests.
        "respawn_interval": 1.0,
    }


def _read_certificate(server: Any) -> None:
    """Read the pair into memory, which every worker started from now on reads; a pair that can't be served is left.

    Workers are started one after another, and again when one was killed: a file that is half written at that moment
    would end the whole server.
    """
    if not (cert := options.value("DIABAN_TLS_CERT")):
        return
    from diaban.host import tls

    try:
        pair = [_in_memory(path) for path in (cert, options.value("DIABAN_TLS_KEY"))]
        tls.check(*map(Path, pair))
    except (DiabanError, OSError):
        return  # the supervisor says so, and asks again when the files change
    server.ssl_ctx = (True, *pair, None, server.ssl_ctx[4], None, [], False)


def _in_memory(path: Path) -> str:
    """What the file holds now, as a path that this process and the workers forked from it can open."""
    handle = os.memfd_create(path.name)
    with open(handle, "wb", closefd=False) as file:
        file.write(path.read_bytes())
    return f"/proc/self/fd/{handle}"


def _settle() -> None:
    """What was imported stays shared with the worker that is forked from here: the collector would touch all of it."""
    gc.collect()
    gc.freeze()


def _workers() -> int:
    """A process holds one processor: as many as there are, unless said otherwise; the demo stays small."""
    asked = int(options.value("DIABAN_WEB_WORKERS"))
    return asked or (1 if options.value("DIABAN_DEMO") else min(os.cpu_count() or 1, 4))


def main() -> int:
    """Serve on the host and port given, until SIGTERM or SIGINT."""
    host, port = sys.argv[1], int(sys.argv[2])
    logs.configure("web")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diaban.settings")
    from django.urls import get_resolver

    from diaban.wsgi import application

    _ = get_resolver().url_patterns  # loads the views here, once, instead of at the first request
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    if sys.version_info >= (3, 14):
        multiprocessing.set_start_method("fork")
    server = Granian(
        "diaban.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=_workers(),
        blocking_threads=THREADS,
        # A thread takes its database connection with it when it goes.
        blocking_threads_idle_timeout=600,
        backpressure=256,
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig=_LOGGING,
        workers_kill_timeout=10,
        # A worker that was killed is started again, whatever ended it; without this the whole server would end.
        respawn_failed_workers=True,
        working_dir=Path("/"),
        **_tls(),
    )
    _read_certificate(server)
    server.on_reload(lambda: _read_certificate(server))
    _settle()
    server.serve(target_loader=_loader(application), wrap_loader=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
