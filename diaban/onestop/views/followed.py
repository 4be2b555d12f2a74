"""What the public page says of a dossier that was found."""

from __future__ import annotations

import hashlib
from typing import Any

from django.utils.translation import gettext as _

from diaban.access import limits
from diaban.core.text import fmt_date, fmt_int, fmt_moment
from diaban.core.time import ZONE
from diaban.onestop import following
from diaban.onestop.asking import said
from diaban.onestop.models import ResultState
from diaban.onestop.states import DOSSIER
from diaban.web.records import Fact


def told(number: str, ends: str) -> dict[str, Any]:
    """The page's context: the facts of a dossier, or that there is none. Raises TooOften where a number was tried too
    often, whether there is such a dossier or not."""
    limits.take("follow-number", hashlib.sha256(number.strip().upper().encode()).hexdigest()[:32])
    found = following.follow(number, ends)
    if found is None:
        return {"missed": True}
    facts = [
        Fact(_("Số hồ sơ"), found.number),
        Fact(_("Thủ tục"), said(found.title, found.title_en)),
        Fact(_("Nơi tiếp nhận"), found.intake),
        Fact(_("Tiếp nhận"), fmt_date(found.received_at.astimezone(ZONE).date())),
    ]
    if found.state not in ("done", "delivered", "withdrawn", "not_accepted") and found.promised_at is not None:
        facts.append(Fact(_("Hẹn trả"), fmt_moment(found.promised_at)))
    if found.result_state != ResultState.NONE:
        when = fmt_moment(found.decided_at) if found.decided_at else ""
        facts.append(Fact(_("Kết quả"), ResultState(found.result_state).label, note=when))
    if found.state == "payment":
        facts.append(Fact(_("Phí, lệ phí phải nộp"), _("%s đồng") % fmt_int(found.fee)))
    if found.state == "supplement" and found.asked:
        facts.append(Fact(_("Cần bổ sung"), found.asked))
    return {"facts": facts, "state": DOSSIER.state(found.state).title, "ready": found.state == "done"}
