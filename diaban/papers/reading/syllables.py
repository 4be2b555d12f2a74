"""Whether a word can be Vietnamese: the evidence by which text in a lost code table is recognised.

A syllable is an initial consonant, a rhyme and one tone; rhymes that end in c, ch, p or t carry only two of the tones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_RHYMES = (
    "a ai ao au ay ac ach am an ang anh ap at ă ăc ăm ăn ăng ăp ăt â âu ây âc âm ân âng âp ât e eo ec em en eng ep et"
    " ê êu êc êch êm ên ênh êng êp êt i ia iu ic ich im in inh ing ip it iêu iêc iêm iên iêng iêp iêt"
    " o oi oc om on ong op ot oa oai oao oay oac oach oam oan oang oanh oap oat oăc oăm oăn oăng oăt oe oeo oen oet"
    " oong ooc oem ô ôi ôc ôm ôn ông ôp ôt ôông ơ ơi ơm ơn ơp ơt ơng u ua ui uc um un ung up ut uâ uân uâng uât uây uê"
    " uêch uên uênh uêu uơ uơn uy uya uych uyn uynh uyt uyu uyp uyên uyêt uôi uôc uôm uôn uông uôp uôt"
    " ư ưa ưi ưu ưc ưm ưn ưng ưt ươi ươu ươc ươm ươn ương ươp ươt y yêu yêm yên yêng yêt ya ye yt ynh ym yn"
)
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?(?:"
    + "|".join(sorted(_RHYMES.split(), key=len, reverse=True))
    + ")"
)
_GI = re.compile(r"gi(?:c|n|m|p|ng|t|êc|êm|ên|êng|êt|êp)?")
_WORDS = re.compile(r"[^\W\d_]+(?:\u0300|\u0301|\u0303|\u0309|\u0323)*[^\W\d_]*")
#: Western letters and signs that Vietnamese in Unicode has no use for; lost code tables are full of them.
STRANGE = re.compile("[¡-¬\u00ad®-¿ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñö÷øûüþÿ]")


@lru_cache(maxsize=32_768)
def vietnamese(word: str) -> bool:
    """Whether a word can be one syllable of Vietnamese, however it is composed or cased."""
    bare = unicodedata.normalize("NFD", word.lower())
    tones = _TONE.findall(bare)
    if len(tones) > 1:
        return False
    plain = unicodedata.normalize("NFC", _TONE.sub("", bare))
    if not (_SYLLABLE.fullmatch(plain) or _GI.fullmatch(plain)):
        return False
    stopped = plain.endswith(("c", "ch", "p", "t"))
    return not stopped or not tones or tones[0] in "\u0301\u0323"


def telling(text: str) -> list[str]:
    """The words of a text with letters beyond ASCII, which alone show a code table. Signs count as letters."""
    return [word for word in re.split(r"[\s\d.,;:()/\"“”\-]+", text) if word and not word.isascii()]


def share(texts: Iterable[str]) -> tuple[int, int]:
    """(words that can be Vietnamese, all telling words) of some texts."""
    words = [word for text in texts for word in telling(text)]
    return sum(map(vietnamese, words)), len(words)
