"""What every verb of the room shares: the dossier locked, its case moved, its columns and slips written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.casework import actions as corridor
from diaban.casework.cases import Case
from diaban.core.errors import Conflict, Invalid, NotFound, Stale
from diaban.core.text import tidy
from diaban.core.time import now
from diaban.onestop import policies
from diaban.onestop.models import Dossier, Slip


@contextmanager
def stepping(by: Viewer, dossier_id: UUID, version: int | None = None) -> Iterator[Dossier]:
    """One verb on one dossier, locked for its transaction. Raises NotFound, Conflict with nothing written."""
    policies.check_read(by)
    with told(), transaction.atomic():
        rows = Dossier.objects.select_for_update(of=("self",)).select_related("procedure")
        found = rows.filter(pk=dossier_id).first()
        if found is None:
            raise NotFound(_("Không có hồ sơ một cửa này trong phạm vi của bạn."))
        if version is not None and found.version != version:
            raise Stale(_("Người khác vừa ghi vào hồ sơ này; chưa lưu gì, hãy tải lại trang."))
        yield found


def step(
    by: Viewer, dossier: Dossier, code: str, *, at: datetime | None = None, quantity: int = 1,
    dims: Mapping[str, str | int] | None = None, **columns: Any,
) -> Case:  # fmt: skip
    """Move the case by one step, then write what changed of the dossier with it."""
    policies.check_by_hand(dossier, code)
    return step_case(by, dossier, code, at=at, quantity=quantity, dims=dims, **columns)


def step_case(
    by: Viewer, dossier: Dossier, code: str, *, at: datetime | None = None, quantity: int = 1,
    dims: Mapping[str, str | int] | None = None, **columns: Any,
) -> Case:  # fmt: skip
    """The same, for a step that follows from another room's case too."""
    told_as = {"procedure": dossier.procedure.code, **(dims or {})}
    case = corridor.move(by=by, case_id=dossier.id, step=code, at=at, quantity=quantity, dims=told_as)
    write(dossier, state=case.state, **columns)
    return case


def write(dossier: Dossier, **columns: Any) -> None:
    """Write changed columns and count the version up."""
    for name, value in columns.items():
        setattr(dossier, name, value)
    dossier.version += 1
    changed = Dossier.objects.filter(pk=dossier.pk).update(**columns, version=F("version") + 1)
    if not changed:  # seen and locked a moment ago: the viewer sees it, but may not change it
        raise NotFound(_("Không có hồ sơ một cửa này trong phạm vi của bạn."))


def issue(by: Viewer, dossier: Dossier, kind: str, at: datetime | None = None, **body: Any) -> Slip:
    """Keep a slip as it goes out."""
    return Slip.objects.create(
        dossier=dossier, kind=kind, at=at or now(), office=by.office_id, actor=by.staff_id, body=body
    )  # fmt: skip


def needed(text: str, field: str, sentence: Any) -> str:
    """A text that can't be left out, tidied line by line. Raises Invalid."""
    clean = "\n".join(filter(None, map(tidy, text.splitlines())))
    if not clean:
        raise Invalid(sentence, {field: sentence})
    return clean[:2000]


@contextmanager
def told() -> Iterator[None]:
    """Says in a sentence what the tables refuse."""
    try:
        yield
    except IntegrityError as error:
        if "slip_one_open_request" in str(error):
            raise Conflict(_("Hồ sơ này đang chờ bổ sung rồi; chưa lưu gì, hãy tải lại trang.")) from error
        raise
