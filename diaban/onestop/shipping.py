"""Brings the shipped versions of procedures into the database; versions that are there already stay as they are."""

from __future__ import annotations

import json

from django.db import transaction

from diaban.core import sql
from diaban.onestop import asking
from diaban.onestop.shipped import PROCEDURES

_PUT = """
insert into onestop_procedure (code, version, national_code, title, title_en, field, body, amount, unit, cutoff, fee,
    questions, papers, citation, checked, valid_from, valid_to)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s::jsonb, %s, %s, %s,
    (select min(valid_from) from onestop_procedure where code = %s and version > %s))
on conflict (code, version) do nothing
"""
#: What an administrator wrote goes before what ships: from its day on, and under its number.
_OWN = "select exists (select from onestop_procedure where own and code = %s and (version >= %s or valid_from >= %s))"
_ENDS = "update onestop_procedure set valid_to = %s where code = %s and version < %s and valid_to is null"


def load() -> None:
    """Load what ships and isn't there. Dossiers are pinned to their version, so none changes."""
    with transaction.atomic():
        for each in PROCEDURES:
            if sql.value(_OWN, [each.code, each.version, each.valid_from]):
                continue
            sql.execute(_ENDS, [each.valid_from, each.code, each.version])
            sql.execute(
                _PUT,
                [each.code, each.version, each.national_code, each.title, each.title_en, each.field, each.body,
                 each.amount, each.unit.value, each.cutoff, each.fee, json.dumps(asking.stored(each.questions)),
                 json.dumps(asking.stored(each.papers)), each.citation, each.checked, each.valid_from, each.code,
                 each.version],
            )  # fmt: skip
