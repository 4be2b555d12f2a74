"""The residents of a sample commune, and its register workbooks."""

from __future__ import annotations

import os
from pathlib import Path

from diaban.access.scope import Viewer
from diaban.papers.models import Import
from diaban.people.importing import actions as people
from diaban.people.importing.commit import commit as settle_all
from diaban.people.tests.conftest import as_here, here, make_viewer, there
from diaban.registers.importing import actions
from diaban.registers.importing.commit import commit

__all__ = ["as_here", "here", "make_viewer", "there"]

SAMPLES = Path(os.environ.get("DIABAN_SAMPLES", Path(__file__).resolve().parents[4] / "shared" / "samples"))
REGISTERS = ("poor-households", "merit", "social-protection")


def settled(by: Viewer, code: str) -> Import:
    """The commune's resident list, in the register of residents."""
    path = SAMPLES / f"residents-{code}.xlsx"
    started = people.start(by=by, file_name=path.name)
    people.process(by=by, import_id=started.id, path=path)
    return settle_all(by=by, import_id=started.id)


def read(by: Viewer, path: Path, **told: str) -> Import:
    """A register workbook read and judged."""
    started = actions.start(by=by, file_name=path.name, answers=told)
    return actions.process(by=by, import_id=started.id, path=path)


def brought(by: Viewer, path: Path, **told: str) -> Import:
    """… and written."""
    return commit(by=by, import_id=read(by, path, **told).id)
