"""Words of duty books brought to one form: marks, abbreviations, numbering and what says nothing left out."""

from __future__ import annotations

import re
from functools import lru_cache

from diaban.core.text import fold, tidy

#: Abbreviations of the field, by their folded letters.
_SHORT = {
    "ts": "tai san", "cdts": "chiem doat tai san", "ttcc": "trat tu cong cong", "mt": "moi truong",
    "anqg": "an ninh quoc gia", "antt": "an ninh trat tu", "gtt": "gay thuong tich", "cygtt": "co y gay thuong tich",
    "tpcmt": "trai phep chat ma tuy", "cmt": "chat ma tuy", "tngt": "tai nan giao thong",
    "bvr": "bao ve rung", "vp": "vi pham", "ko": "khong", "nn": "nuoc ngoai",
    "vphc": "vi pham hanh chinh", "xphc": "xu phat hanh chinh", "cqdt": "co quan dieu tra", "ks": "khoi to",
    "dtban": "dieu tra ban dau", "csdt": "canh sat dieu tra", "ca": "cong an", "cax": "cong an xa", "qc": "quan chung",
}  # fmt: skip
_AROUND = re.compile(r"^(?:\d+[.)]\s*|[-+*•]\s*|[ivx]+[.)]\s+)+|[\s.,;:…]+$")
#: What may stand before a kind's name and says nothing of it.
_LEADS = re.compile(
    r"^(?:vu viec|vu an|vu|viec|hanh vi|toi pham ve|toi pham|toi|loai|nhom|cac|doi tuong|tin bao"
    r"|to giac|ve)\s+"
)
_PUNCT = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=16_384)
def key(text: str) -> str:
    """A text in the form in which books' words are compared: folded, abbreviations written out, numbering dropped."""
    plain = _AROUND.sub("", fold(tidy(text)))
    words = " ".join(_SHORT.get(word, word) for word in _PUNCT.sub(" ", plain).split())
    while (shorter := _LEADS.sub("", words)) != words and shorter:
        words = shorter
    return words
