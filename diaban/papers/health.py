"""What `diaban doctor` looks at: every file that a record points to is in the store, as it was stored."""

from __future__ import annotations

from typing import Any

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
        seen = f"thiếu {len(wrong['missing'])} tệp, hỏng {len(wrong['damaged'])} tệp ({named}…)"
        return Finding(False, seen, f"Chép các tệp này từ bản sao lưu vào {store.folder()}, theo đúng tên.")
    return Finding(True, f"{fmt_int(len(held))} tệp, đúng như lúc lưu")


CHECKS = (Check("attachments", "Giấy tờ kèm theo", whole),)
