"""A call that may be sent twice and is done once: the answer to an Idempotency-Key is kept for a day.

The key is claimed in the transaction that does the work, so of two calls at the same moment the second waits and gets
the first one's answer. Only whoever asked can read what was kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from diaban.access.scope import Viewer
from diaban.core import sql
from diaban.core.errors import Invalid
from diaban.core.time import now

_KEY = re.compile(r"[\x21-\x7e]{8,128}")


class UsedOtherwise(Invalid):
    """The key belongs to a call with another body."""


def run(viewer: Viewer, key: str, asked: bytes, call: Callable[[], HttpResponse]) -> HttpResponse:
    """Do the call, or give the answer it got before. `asked` is everything the answer depends on.

    A call that was refused keeps nothing: it may be mended and sent again with the same key. Raises Invalid for a key
    that isn't one, UsedOtherwise for one that was sent with something else.
    """
    if not _KEY.fullmatch(key):
        sentence = _("Idempotency-Key gồm 8 đến 128 ký tự ASCII nhìn thấy được; chưa ghi gì.")
        raise Invalid(sentence, {"Idempotency-Key": sentence})
    name = sha256(f"{viewer.staff_id}:{key}".encode()).hexdigest()
    with transaction.atomic():
        claimed = sql.execute(
            """insert into access_once as o (key, actor, asked, made_at, etag) values (%s, %s, %s, %s, '')
               on conflict (key) do update set asked = excluded.asked, made_at = excluded.made_at, status = null
               where o.made_at < excluded.made_at - interval '24 hours'""",
            [name, viewer.staff_id, sha256(asked).digest(), now()],
        )
        if not claimed:
            return _kept(name, asked)
        answer = call()
        if answer.status_code >= 400:
            sql.execute("delete from access_once where key = %s", [name])
        else:
            sql.execute("update access_once set status = %s, answer = %s, etag = %s where key = %s",
                        [answer.status_code, answer.content, answer.get("ETag", ""), name])  # fmt: skip
    return answer


def _kept(name: str, asked: bytes) -> HttpResponse:
    row = sql.one("select asked, status, answer, etag from access_once where key = %s", [name])
    if row is None or bytes(row[0]) != sha256(asked).digest():
        sentence = _("Idempotency-Key này đã dùng cho một lời gọi khác; chưa ghi gì. Hãy dùng khóa mới.")
        raise UsedOtherwise(sentence, {"Idempotency-Key": sentence})
    answer = HttpResponse(bytes(row[2] or b""), status=row[1], content_type="application/json; charset=utf-8")
    if row[3]:
        answer["ETag"] = row[3]
    answer["Idempotency-Replayed"] = "true"
    return answer
