"""Every list page can be exported, and its file holds the page's own columns and rows over all its pages.

The pages come from the resolver: a list that is made tomorrow is tried here tomorrow.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from diaban.access.purposes import catalogue
from diaban.access.session import acting
from diaban.papers.models import Export
from diaban.papers.reading.workbook import open_book
from diaban.papers.writing import store
from diaban.papers.writing.cells import Values
from diaban.people import actions as people
from diaban.people.data import PersonData
from diaban.web.exports import reading
from diaban.web.lists import ListView
from tests.leaks.routes import KNOWN, Kind, Route, routes
from tests.leaks.world import LONG_AGO, Full, fill, signed_in

pytestmark = pytest.mark.slow

#: What the world's records show lists of; fewer would say that the walk no longer finds them.
AT_LEAST = 12
GIVEN = ("An", "Bình", "Châu", "Dung", "Ân", "Ánh", "Ái")
#: What an export itself adds to: its rows are compared in number only.
GROWS = {"console:ledger", "console:lookups", "exports:exports"}
#: Roles that open most lists of persons, of the ledger, of offices.
ROLES = ("commune_police", "auditor", "system_admin", "analyst")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def there(db: None) -> Full:
    """A ground with enough residents for several short pages."""
    full = fill("b", "23293", "51", "Trong", "062080000001")
    by = full.ground.viewer("commune_police", "residence")
    with acting(by):
        for n in range(7):
            born = date(1990, 1, n + 1 if n % 3 == 0 else 1)
            person = PersonData(full_name=f"Lê Thị {GIVEN[n]}", sex="f", birth_date=born, birth_precision="dmy"[n % 3])
            people.register(by=by, person=person, place=full.ground.hamlet, household_id=None, since=LONG_AGO)
    return full


def addresses(full: Full, client: Client) -> list[tuple[Route, str]]:
    """Every page that takes GET, with the ground's own ids; the search's results by a search just made."""
    found = client.post(reverse("people:search"), {"q": "le thi"})
    token = found.headers.get("Location", "/tim-nguoi/khong-co/").rstrip("/").rsplit("/", 1)[-1]
    ids = {**full.ids, "token": token}
    pages = [route for route in routes() if not route.api and KNOWN[route.name] is not Kind.PUBLIC]
    return [(route, route.address(ids)) for route in pages]


def lists(full: Full, role: str) -> dict[str, tuple[Client, str, Any]]:
    """Name → browser, address and answer of each page that shows this role a list, told by what it itself renders."""
    client, found = signed_in(full, role), {}
    for route, address in addresses(full, client):
        answer = client.get(address)
        shown = answer.context.get("list") if answer.status_code == 200 and answer.context else None
        if isinstance(shown, ListView) and route.name != "web:gallery":
            found[route.name] = (client, address, answer)
    return found


def as_page(view: ListView) -> tuple[list[str], list[list[Any]]]:
    """Columns and cells as the page's own short pages give them, one after another."""
    values, rows, after = Values(), [], ""
    while True:
        found = view.listing.source(replace(view.ask, after=after, limit=2))
        rows += [[values.cell(reading.getter(c)(row)) for c in view.listing.columns] for row in found.rows]
        if not found.later:
            break
        after = str(view.listing.row_id(found.rows[-1]))
    return [str(column.title) for column in view.listing.columns], rows


def as_file(path: Path, title: str) -> tuple[list[str], list[list[Any]]]:
    """Columns and cells of an exported workbook."""
    rows = open_book(path, "a.xlsx").sheets[0].rows
    top = next(i for i, row in enumerate(rows) if i > 1 and row[0] == title)
    width = max(i for i, cell in enumerate(rows[top]) if cell != "") + 1
    return rows[top][:width], [row[:width] for row in rows[top + 1 :]]


def same(cell: Any, kept: Any) -> bool:
    """Whether a workbook gives a value back; days before 1900 are text there."""
    if isinstance(cell, datetime):
        if not isinstance(kept, datetime):  # midnight reads as a day
            return bool(cell == datetime.combine(kept, datetime.min.time()))
        return abs((cell - kept).total_seconds()) < 1
    return bool(cell == kept)


def viewer_of(full: Full, role: str) -> Any:
    return full.ground.viewer(role, "residence")


def test_every_list_offers_itself_or_says_why_not_and_leaves_as_its_pages_show_it(there: Full) -> None:
    assert any(purpose.code == "residence" for purpose in catalogue())
    tried: set[str] = set()
    for role in ROLES:
        for name, (client, address, page) in lists(there, role).items():
            with acting(viewer_of(there, role)):
                view = reading.asked_at(address, viewer_of(there, role), session=client.session)
                columns, rows = as_page(view)
            if not rows:
                continue
            assert page.context["export"] is not None, f"{role}: {name}"
            assert "dang=xuat" in page.content.decode() or page.context["export"].reason, f"{role}: {name}"
            answer = client.post(f"{address}?dang=xuat", {"format": "xlsx"})
            assert answer.status_code == 302, f"{role}: {name} has no export: {answer.status_code}"
            with acting(viewer_of(there, role)):
                export = Export.objects.get(pk=answer.headers["Location"].split("/")[2])
            heads, cells = as_file(store.path_of(export.pk), columns[0])
            assert heads == columns, name
            assert len(cells) == export.done, name
            if name in GROWS:
                assert len(cells) >= len(rows), name
            else:
                assert len(cells) == len(rows), f"{name}: {len(cells)} rows in the file, {len(rows)} on pages"
                wrong = [(a, b) for row, kept in zip(rows, cells, strict=True)
                         for a, b in zip(row, kept, strict=True) if not same(a, b)]  # fmt: skip
                assert wrong == [], name
            tried.add(name)
    assert len(tried) >= AT_LEAST, sorted(tried)
