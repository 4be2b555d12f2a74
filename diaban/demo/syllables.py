"""Rare name syllables, made of Vietnamese onsets, rimes and tones as the spelling allows.

Old residents of the country carry names no list holds (an only word, a nickname that became the paper name).
They are built here and given the small weights of a long tail, so that search and sorting meet a vocabulary
as wide as a real province's.
"""

from __future__ import annotations

import random
import unicodedata
from typing import Final

from diaban.demo.wordlists import words

ONSETS: Final = ("", *words("b c ch d đ g gi h kh l m n ng nh ph qu r s t th tr v x"))
#: Vowel nucleus (and final) without tone; the vowel that takes the mark is the one in capitals.
RIMES: Final = words(
    "A Ai Ao Au Ay Am An Ang Anh Ac At Ap Ach Ăm Ăn Ăng Ăc Ăt Ăp Âm Ân Âng Âu Ây Âp Ât Âc E Em En Eo Et "
    "Ec Ep Ê Êm Ên Ênh Êu Êt Êp Êch I Im In Inh Iu It Ip Ich iÊm iÊn iÊng iÊu iÊt iÊp iÊc Ia O Oi Om On "
    "Ong Oc Ot Op Ô Ôi Ôm Ôn Ông Ôc Ôt Ôp Ơ Ơi Ơm Ơn Ơt Ơp U Ui Um Un Ung Uc Ut Up uÔi uÔm uÔn uÔng uÔc "
    "uÔt Ua Ư Ưng Ưu Ưc Ưt ươI ươM ươN ươNg ươC ươT ươP Ưa Oa oAi oAn oAng oAnh oAt oAc oĂn oĂng Oe oEn "
    "uÊ uÊnh uÂn uÂng uÂt Uy uYên uYêt"
)
TONES: Final = {"": "", "huyền": "\u0300", "hỏi": "\u0309", "ngã": "\u0303", "sắc": "\u0301", "nặng": "\u0323"}
STOPS: Final = ("c", "ch", "p", "t")
FRONT: Final = "ieêéèẻẽẹ"
#: Words that nobody is called: bodies, insults, death, dirt. Compared without regard to case.
NEVER: Final = frozenset(
    words(
        "lồn cặc buồi đĩ địt đụ cứt đéo ỉa đái chết dái đít vú nứng dâm dê ngu khốn chó lợn heo thối ghẻ hủi "
        "hèn tởm bựa lìn cu hĩm bướm nồn thú giết ma quỷ cướp trộm nghiện bẩn điên khùng dại đần ngố giặc "
        "phản nhục tội tù chửi khinh cùi què đui điếc câm mù xác hôi rắm ung bệnh thổ tả lậu đập đâm chém tát "
        "mông háng nách ráy đờm dãi mủ nôn ói mửa thiu ôi rữa đục dơ nhớp phân rác cút bú đớp liếm mút chịch "
        "phịch đú hiếp khỉ mọi mán tàu tây dốt lười gian ác tàn sát hận thù nợ bần hàn đói khổ"
    )
)


def _marked(rime: str, tone: str) -> str:
    """``rime`` with ``tone`` on its capital letter (on the ơ of ươ, the ê of uyê), in lower case and NFC."""
    if rime[:2] == "ươ":
        return unicodedata.normalize("NFC", "ươ" + tone + rime[2:].lower())
    if rime.startswith("uYê"):
        return unicodedata.normalize("NFC", "uyê" + tone + rime[3:].lower())
    at = next(index for index, letter in enumerate(rime) if letter.isupper())
    return unicodedata.normalize("NFC", rime[:at] + rime[at].lower() + tone + rime[at + 1 :].lower())


def _joined(onset: str, rime: str) -> str | None:
    """The spelling of an onset before a rime, or None where Vietnamese writes no such syllable."""
    bare = unicodedata.normalize("NFD", rime.lower())
    first = bare[0]
    if onset == "qu":
        return "qu" + rime if first in "aăâeêiơy" or rime.lower().startswith(("ân", "ât")) else None
    if onset == "gi" and first == "i":
        return None
    if bare[:2] in ("oa", "oe", "uy", "ue") and onset in ("b", "m", "ph", "v", "n", "gi", "r"):
        return None
    if first in "iey":
        onset = {"c": "k", "g": "gh", "ng": "ngh"}.get(onset, onset)
    return onset + rime


def every_syllable() -> list[str]:
    """All syllables of the grammar above, capitalised, NFC, in a fixed order."""
    found: dict[str, None] = {}
    for rime in RIMES:
        stopped = rime.lower().endswith(STOPS) and not rime.lower().endswith("nh")
        for name, tone in TONES.items():
            if stopped and name not in ("sắc", "nặng"):
                continue
            marked = _marked(rime, tone)
            for onset in ONSETS:
                syllable = _joined(onset, marked)
                if syllable is not None and syllable not in NEVER:
                    found[syllable.capitalize()] = None
    return list(found)


def rare_syllables(known: set[str], count: int, seed: int = 0) -> list[str]:
    """``count`` syllables that are not in ``known``, commonest first; the same for the same seed."""
    pool = [syllable for syllable in every_syllable() if syllable not in known]
    random.Random(f"syllables-{seed}").shuffle(pool)
    return pool[:count]
