"""What `diaban doctor` looks at: every file that a record points to is in the store, as it was stored.

That each is there, with its size, is looked at every time. Reading them all would take hours where there are millions,
so of a large store a share is read each day: the files whose digest falls to that day, all of them once in a round.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from diaban.core import sql
from diaban.core.text import fmt_int
from diaban.core.time import today
from diaban.ledger.health import Check, Finding
from diaban.papers.attachments import store

#: Bytes that one run reads at most, more or less: some ten seconds.
A_DAY = 2 << 30


def whole(_spot: Any) -> Finding:
    """Each file is there with its size; today's share is read and its digest compared."""
    held = sql.rows("select sha256, size from papers.held() order by 1")
    wrong: dict[str, list[str]] = {"missing": [], "damaged": []}
    days = max(1, -(-sum(size for _sha256, size in held) // A_DAY))
    part, read = today().toordinal() % days, 0
    for sha256, size in held:
        due = int(sha256[:8], 16) % days == part
        read += due
        state = store.check(sha256, size) if due else store.glance(sha256, size)
        if state != "ok":
            wrong[state].append(sha256)
    if any(wrong.values()):
        named = ", ".join(digest[:12] for digests in wrong.values() for digest in digests[:5])
        seen = _("thiếu %(missing)d tệp, hỏng %(damaged)d tệp (%(named)s…)") % {
            "missing": len(wrong["missing"]),
            "damaged": len(wrong["damaged"]),
            "named": named,
        }
        return Finding(False, seen, _("Chép các tệp này từ bản sao lưu vào %s, theo đúng tên.") % store.folder())
    if days == 1:
        return Finding(True, _("%s tệp, đúng như lúc lưu") % fmt_int(len(held)))
    told = {"count": fmt_int(len(held)), "read": fmt_int(read), "days": fmt_int(days)}
    return Finding(
        True, _("%(count)s tệp, đủ và đúng cỡ; hôm nay đọc lại %(read)s tệp, %(days)s ngày thì hết một vòng") % told
    )


CHECKS = (Check("attachments", gettext_noop("Giấy tờ kèm theo"), whole),)
