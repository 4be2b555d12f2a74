"""Which commune a workbook is for: as told, as its file or titles say, or asked."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from diaban.access.queries import offices_of_unit
from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.areas.queries import Level, Unit
from diaban.core.time import today
from diaban.papers.reading import workbook
from diaban.papers.reading.problems import Unreadable
from diaban.people.importing import places
from diaban.people.importing.listing import Listing, commune_hints

#: The key of the question which commune a list is for.
PLACE_KEY = "place"


def target(by: Viewer, told: int | None, found: Listing) -> Unit | None:
    """The commune, or None where it must be asked. A file that names a commune out of reach is asked about too."""
    on = today()
    if told is not None:
        return areas.unit(told, on)
    within = set(by.scope.person_places)
    hints = commune_hints(found)
    named = places.guess_commune(hints, within, on)
    if named is not None:
        return named
    own = _own(by)
    return own if _elsewhere(hints, own) is None else None


def _elsewhere(hints: list[str], own: Unit | None) -> Unit | None:
    """The commune out of reach that a file names: names repeat, so the viewer's province comes before the country."""
    near = None if own is None else places.guess_commune(hints, _province(own), today())
    return near or places.guess_commune(hints, None, today())


def _own(by: Viewer) -> Unit | None:
    """The viewer's commune, where their ground is one."""
    if by.scope.unit_id is None:
        return None
    unit = areas.unit(by.scope.unit_id, today())
    return unit if unit.level == Level.COMMUNE else None


def _province(commune: Unit) -> set[int] | None:
    above = [unit for unit in areas.ancestors(commune.id, today()) if unit.level == Level.PROVINCE]
    return set(areas.places_within(above[0].id)) if above else None


def of_file(path: Path) -> Unit | None:
    """The commune that a file's name or its title lines name, anywhere; None where it is unsure or unreadable."""
    codes = re.findall(r"(?<!\d)\d{5}(?!\d)", path.name)
    named = places.guess_commune(codes, None, today())
    if named is not None:
        return named
    try:
        book = workbook.open_book(path)
    except Unreadable:
        return None
    lines = [" ".join(str(cell) for cell in row if cell != "") for sheet in book.shown for row in sheet.rows[:8]]
    return places.guess_commune(lines, None, today())


def on_behalf(viewer: Viewer, commune: Unit | None) -> Viewer:
    """The command line's viewer, working for an office of the commune, whose staging then holds the rows."""
    if commune is None:
        return viewer
    offices = {office.body: office.id for office in offices_of_unit(commune.id, today())}
    office = next((offices[body] for body in ("ubnd", "congan", *offices) if body in offices), viewer.office_id)
    return replace(viewer, office_id=office)


def place_question(by: Viewer, found: Listing) -> dict[str, Any]:
    """Asks which commune, offering the viewer's own where there is one."""
    own = _own(by)
    named = _elsewhere(commune_hints(found), own)
    text = _("Danh sách này của xã, phường nào?")
    if own is not None and named is not None:
        text = _("Tệp ghi là %(named)s; có nhập vào %(own)s không?") % {"named": named.full_name, "own": own.full_name}
    choices = [(str(own.id), own.title)] if own else []
    return {"key": PLACE_KEY, "sheet": "", "label": "", "text": text, "choices": choices, "examples": []}
