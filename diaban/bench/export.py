"""`export`: 100,000 residents out as XLSX and as CSV, the whole action, beside the barest way to write the same cells.

**Ours**: `web.exports.actions.begin` and `write` as the job runs them: the list's own source with row security, every
resident of it written to the log of look-ups, the ledger's line, the file hashed and synced.

**Peers**: XlsxWriter in constant memory given the same cells out of a list, text as text and days as days; and
PostgreSQL's COPY of the same columns to a file, as the same role under the same row security. Neither logs anything.

`export-memory` is by how many megabytes the process grows while it writes 100,000 rows after a file of 5,000 was
written: what memory depends on the number of rows, where all of them held at once would be some 120 MB.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diaban.bench.base import Figure, in_turn, ratio
from diaban.bench.install import Install, installed

if TYPE_CHECKING:
    from diaban.access.scope import Viewer
    from diaban.papers.models import Export

RESIDENTS, ROUNDS = 100_000, 3
ADDRESS = "/cu-dan/"
_COPY = """copy (select r.full_name, r.birth_date, r.sex, r.id_no, r.place, r.state from people_resident r
where r.state in ('present', 'absent') and r.place = any((select access.scope())::int[])
order by r.sort_key, r.id) to stdout (format csv, header, delimiter ';')"""


def measure(folder: Path, size: int = RESIDENTS) -> Sequence[Figure]:
    """Three figures: time of XLSX and of CSV over their peers, and growth of memory with the number of rows."""
    with installed(folder, size) as install:
        from diaban.access.session import acting

        by = whole_province(install)
        with acting(by):
            cells = _cells(by)
            grown = _growth(by)
            seconds = in_turn(
                ROUNDS if size >= RESIDENTS else 1,
                xlsx=lambda: _export(by, "xlsx"),
                bare=lambda: _bare(folder / "bare.xlsx", cells),
                csv=lambda: _export(by, "csv"),
                copy=lambda: _copied(folder / "bare.csv"),
            )
            made = _export(by, "xlsx")
    took = {name: round(statistics.median(each), 2) for name, each in seconds.items()}
    about = {"rows": len(cells), "seconds": took, "megabytes": round(made.size / 2**20, 1)}
    return [
        Figure("export-xlsx", ratio(seconds, "xlsx", "bare"), 1.6, "at most", about),
        Figure("export-csv", ratio(seconds, "csv", "copy"), 10.0, "at most", about),
        Figure("export-memory", grown, 32.0, "at most", {"rows": len(cells)}),
    ]


def whole_province(install: Install) -> Viewer:
    """A viewer of the whole province who may export: the manager's scope with an officer's permissions."""
    from diaban.access.roles import COMMUNE_POLICE

    manager = install.viewer("province_manager")
    role = replace(manager.role, permissions=manager.role.permissions | COMMUNE_POLICE.permissions)
    return replace(manager, role=role)


def _export(by: Viewer, form: str, address: str = ADDRESS) -> Export:
    """One export from asking to its file."""
    from diaban.papers.writing import store
    from diaban.web.exports import actions, reading

    view = reading.asked_at(address, by)
    export = actions.ask(by=by, view=view, address=address, form=form)
    made = actions.write(by=by, export_id=export.pk, view=view)
    store.forget(export.pk)
    return made


def _growth(by: Viewer) -> float:
    """Megabytes that the process's memory peaks above where it stood after a small export."""
    _export(by, "xlsx", f"{ADDRESS}?tu_tuoi=70")
    Path("/proc/self/clear_refs").write_text("5")
    before = _status("VmRSS")
    _export(by, "xlsx")
    return max(_status("VmHWM") - before, 0.0)


def _status(name: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))


def _cells(by: Viewer) -> list[list[Any]]:
    """The very cells of the export, made beforehand."""
    from diaban.papers.writing.cells import Values
    from diaban.web.exports import reading

    view = reading.asked_at(ADDRESS, by)
    cell, getters = Values().cell, [reading.getter(column) for column in view.listing.columns]
    from diaban.core.ids import uuid7

    return [
        [cell(get(row)) for get in getters] for rows in reading.walk(view.listing, view.ask, uuid7()) for row in rows
    ]


def _bare(path: Path, cells: list[list[Any]]) -> None:
    """XlsxWriter and nothing else."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
    for number, row in enumerate(cells):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(number, column, cell, day)
            else:
                sheet.write_string(number, column, cell)
    book.close()


def _copied(path: Path) -> None:
    """COPY and nothing else."""
    from django.db import connection

    with connection.cursor() as cursor, path.open("wb") as file, cursor.cursor.copy(_COPY) as out:
        for block in out:
            file.write(block)
