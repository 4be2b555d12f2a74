"""`home`: the first page of a manager of a province of 200 communes that counts 50 figures.

The province is the demo's with as many communes added as it lacks, and with measures added that narrow those there are
by sex and age; each commune has lines. The page is asked for through every layer of the application but the socket, a
look-up of one row by its key in turn beside it. Its first byte is its last: pages aren't streamed. What a page weighs
is its HTML, and in the detail what else a browser fetches once and keeps.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from diaban.bench.base import Figure, in_turn, quantile, ratio
from diaban.bench.install import Install, analyze, installed

RESIDENTS, COMMUNES, FIGURES, ROUNDS = 20_000, 200, 50, 30
#: The first byte in milliseconds; the page in kilobytes without fonts.
FIRST_BYTE, KILOBYTES = 300.0, 100.0


def measure(folder: Path, size: int = RESIDENTS) -> Sequence[Figure]:
    """Milliseconds of the page and its weight."""
    with installed(folder, size) as install:
        province = _grown(install)
        _counted()
        _lines(install, province)
        analyze(install.owner_url)
        return _measured(install, ROUNDS if size >= RESIDENTS else 3)


def _measured(install: Install, rounds: int) -> list[Figure]:
    from django.test import Client

    from diaban.core import sql
    from diaban.figures.measures import measures

    client, account = Client(headers={"host": "localhost"}), install.sign_in("province_manager")
    client.post("/vao/", {"login": account.username, "password": account.password})
    page: Any = client.get("/")
    assert page.status_code == 200, page.status_code
    html = page.content.decode()
    seconds = in_turn(
        rounds, home=lambda: client.get("/"), lookup=lambda: sql.rows("select * from areas_unit where id = %s", [1])
    )
    detail = {
        "communes": COMMUNES, "figures": len(measures()), "links_to_figures": html.count('href="/so-lieu/'),
        "ms_median": round(statistics.median(seconds["home"]) * 1000, 1),
        "ms_lookup": round(statistics.median(seconds["lookup"]) * 1000, 2),
        "times_lookup": round(ratio(seconds, "home", "lookup")),
    }  # fmt: skip
    return [
        Figure("home-first-byte", quantile(seconds["home"], 0.95) * 1000, FIRST_BYTE, "at most", detail),
        Figure("home-page", len(page.content) / 1000, KILOBYTES, "at most", {"kept_by_the_browser": _kept(html)}),
    ]


def _kept(html: str) -> dict[str, float]:
    """Kilobytes of the styles, scripts and drawings that the page names, which a browser fetches once."""
    from django.contrib.staticfiles import finders

    found = {}
    for path in sorted(set(re.findall(r'(?:href|src)="/static/([^"#?]+)', html))):
        file = finders.find(path)
        if isinstance(file, str) and not path.endswith(".woff2"):
            found[path.rsplit("/", 1)[-1]] = round(Path(file).stat().st_size / 1000, 1)
    return found


def _grown(install: Install) -> int:
    """The province's id, once it has as many communes as wanted."""
    import psycopg

    viewer = install.viewer("province_manager")
    province = viewer.scope.unit_id
    assert province is not None
    inside = "level = 3 and valid_to is null and id in (select place_id from areas_within where unit_id = %s)"
    with psycopg.connect(install.owner_url, autocommit=True) as link:
        row = link.execute(f"select count(*) from areas_unit where {inside}", [province]).fetchone()
        for n in range(COMMUNES - (row[0] if row else 0)):
            made = link.execute(
                """insert into areas_unit (id, level, code, valid_from, parent_id, snapshot, lat, lon, area_km2)
                   values (nextval('areas_own_unit'), 3, %s, '2025-07-01', %s, false, %s, %s, 40) returning id""",
                [f"T{n:04d}", province, 18 + n % 12 * 0.05, 105.3 + n // 12 * 0.06],
            ).fetchone()
            assert made is not None
            link.execute(
                "insert into areas_name (unit_id, kind, name, valid_from, citation, checked, reform)"
                " values (%s, 'xã', %s, '2025-07-01', '', true, '')", [made[0], f"Thử Nghiệm {n}"],
            )  # fmt: skip
            link.execute(
                "insert into areas_within (place_id, unit_id) select %s, unit_id from areas_within where place_id = %s"
                " union select %s, %s", [made[0], province, made[0], made[0]],
            )  # fmt: skip
        link.execute("update areas_state set version = version + 1")
    return province


def _counted() -> None:
    """As many measures as wanted: those that rooms declare, and narrower ones."""
    from diaban.figures.measures import Measure, measures

    known = measures()
    ages = [f"{step:02d}" for step in range(0, 95, 5)]
    for code in ("people.born", "people.died", "people.moved_in", "people.moved_out"):
        for age in ages:
            if len(known) < FIGURES:
                name = f"bench.{code.partition('.')[2]}_{age}"
                known[name] = Measure(name, f"Nhóm tuổi {age}", "", (code,), where={"age": (age,)})


def _lines(install: Install, province: int) -> None:
    """Two years of events in each commune."""
    from diaban.access.session import acting
    from diaban.access.viewers import command_line
    from diaban.areas import queries as areas
    from diaban.core.ids import uuid7s
    from diaban.core.time import today
    from diaban.ledger.actions import append_columns

    by, day = command_line(), today()
    places = [unit.id for unit in areas.children(province)] * 50
    days: list[date] = [day - timedelta(days=n * 7 % 730) for n in range(len(places))]
    dims = [{"sex": "fm"[n % 2], "age": f"{n % 19 * 5:02d}"} for n in range(len(places))]
    with acting(by):
        for kind in ("people.born", "people.died", "people.moved_in", "people.moved_out"):
            append_columns(kind, records=uuid7s(len(places)), days=days, places=places, office=0, actor=by.staff_id,
                           dims=dims)  # fmt: skip
