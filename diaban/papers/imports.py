"""An office's imports of one kind of list: found, read, and noted how their workbook was understood; the same for every
room that takes lists in. Row security keeps each office to its own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.core.errors import NotFound
from diaban.papers import memory
from diaban.papers.models import Import, Row

if TYPE_CHECKING:
    from pathlib import Path

    from diaban.papers.lists.reading import Lists
    from diaban.papers.reading.header import Header
    from diaban.papers.reading.mapping import Column
    from diaban.papers.reading.sheets import FontUse


@dataclass(frozen=True, slots=True)
class Imports:
    """The imports of one kind of list. `check` raises Refused for a viewer who may not bring such lists in."""

    kind: str
    check: Callable[[Viewer], None]

    def load(self, import_id: UUID) -> Import:
        """The import, if it is the viewer's office's. Raises NotFound."""
        found = Import.objects.filter(pk=import_id, kind=self.kind).first()
        if found is None:
            raise NotFound(_("Không có lần nhập này ở cơ quan của bạn."))
        return found

    def every(self, *, viewer: Viewer) -> QuerySet[Import]:
        """The imports of the viewer's office."""
        self.check(viewer)
        return Import.objects.filter(kind=self.kind, office=viewer.office_id)

    def one(self, *, viewer: Viewer, import_id: UUID) -> Import:
        """One import of the viewer's office. Raises NotFound."""
        self.check(viewer)
        return self.load(import_id)

    def rows(self, *, viewer: Viewer, import_id: UUID) -> QuerySet[Row]:
        """Its rows, for lists that say the order."""
        return Row.objects.filter(import_id=self.one(viewer=viewer, import_id=import_id).id)


def digest(path: Path) -> str:
    """The SHA-256 of a workbook, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def understood(imported: Import, read: Lists, path: Path) -> None:
    """Note on an import how its workbook was understood; what was asked or went wrong before is settled."""
    imported.sha256 = digest(path)
    imported.sheets = [sheet(each.name, each.found.header, each.found.map.columns) for each in read.lists]
    imported.left_out = [entry | {"sheet": each.name} for each in read.lists for entry in each.left_out]
    imported.skipped, imported.questions, imported.error = read.skipped, [], ""


def sheet(name: str, header: Header, columns: Iterable[Column]) -> dict[str, Any]:
    """A sheet's header and what its columns were taken for, as an import keeps them."""
    told = [
        {"letter": c.letter, "label": c.label, "key": c.key, "field": c.field, "score": round(c.score, 2)}
        for c in columns
        if c.label or c.field
    ]
    return {
        "name": name, "header_row": header.top + 1, "depth": header.depth, "columns": told,
        "words": memory.keys(header),
    }  # fmt: skip


def fonts(uses: Iterable[FontUse]) -> list[dict[str, Any]]:
    """Fonts of letters from before Unicode, as an import keeps them."""
    return [{"font": use.font, "charset": str(use.charset), "cells": use.cells, "samples": use.samples} for use in uses]
