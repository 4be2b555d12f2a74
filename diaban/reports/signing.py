"""Who signs a report of an office, and what stands above the name: posts of heads and deputies by decree 30/2020."""

from __future__ import annotations

from diaban.access.models import Body
from diaban.reports.letterhead import COLLECTIVE

#: Posts that head a body; whoever is a deputy of one signs for its head (KT.).
HEADS = (
    "chủ tịch", "trưởng công an", "giám đốc công an", "giám đốc", "chỉ huy trưởng", "bí thư", "trưởng ban",
)  # fmt: skip
#: Posts that head a part of a collective body and sign by its chairman's order (TL.).
BY_ORDER = ("chánh văn phòng", "trưởng phòng")
_ON_BEHALF = {
    Body.PEOPLE_COMMITTEE: "TM. ỦY BAN NHÂN DÂN",
    Body.PEOPLE_COUNCIL: "TM. HỘI ĐỒNG NHÂN DÂN",
    Body.FRONT: "TM. BAN THƯỜNG TRỰC",
    Body.PARTY: "TM. BAN THƯỜNG VỤ",
}


def may_sign(post: str) -> bool:
    """Whether a post is one that signs: a head, a deputy, or who signs by order."""
    told = post.strip().lower().removeprefix("phó ")
    return told.startswith((*HEADS, *BY_ORDER))


def above_name(post: str, body: Body) -> tuple[str, ...]:
    """The lines over a post in the signature block.

    A chairman of a committee: TM. ỦY BAN NHÂN DÂN. A deputy: KT. and the head's post. A head of office: TL. CHỦ TỊCH.
    """
    told = post.strip().lower()
    deputy, head = told.startswith("phó "), told.removeprefix("phó ")
    if body in COLLECTIVE and head.startswith(BY_ORDER):
        return ("TL. CHỦ TỊCH",)
    lines = (_ON_BEHALF[body],) if body in COLLECTIVE else ()
    return (*lines, f"KT. {head.upper()}") if deputy else lines
