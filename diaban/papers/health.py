"""What `diaban doctor` looks at: every file that a record points to is in the store, as it was stored."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from diaban.core import sql
from diaban.core.text import fmt_int
from diaban.ledger.health import Check, Finding
from diaban.papers.attachments import store


def whole(_spot: Any) -> Finding:
    """Each file is read and its digest compared."""
    held = sql.rows("select sha256, size from papers.held() order by 1")
    wrong: dict[str, list[str]] = {"missing": [], "damaged": []}
    for sha256, size in held:
        state = store.check(sha256, size)
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
    return Finding(True, _("%s tệp, đúng như lúc lưu") % fmt_int(len(held)))


CHECKS = (Check("attachments", gettext_noop("Giấy tờ kèm theo"), whole),)
