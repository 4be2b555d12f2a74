"""Words of resident lists: sexes, relations, kinds of residence, hamlets, phones; read the way clerks write them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from diaban.core.text import fold, tidy

MARKS = frozenset({"x", "v", "+", "1", "✓", "✔", "co", "*", "√", "o", "xx"})
_MALE = frozenset({"nam", "trai", "m", "male", "nan", "con trai", "ong", "1"})
_FEMALE = frozenset({"nu", "gai", "f", "female", "nuu", "con gai", "ba", "0", "2"})

HAMLET = re.compile(
    r"(thôn|xóm|bản|làng|ấp|buôn|bon|phum|sóc|plei|khóm|khối phố|khối|khu phố|khu|tổ dân phố|tổ|tdp|kp"
    r"|thon|xom|ban|lang|ap|buon|khu pho|to dan pho|to)(?=[\s.\d:]|$)[\s.:]*",
    re.IGNORECASE,
)
#: A form of address before a name of at least two words: "Cụ Rơ Châm H'Hyun", "Chị Ka Rem".
TITLED = re.compile(r"(?:cụ|chị|bà|ông|anh|chú|bác|cô)\.?\s+(?=\S+\s+\S)", re.IGNORECASE)
_HAMLET_KINDS = {
    "tdp": "tổ dân phố",
    "to": "tổ dân phố",
    "tổ": "tổ dân phố",
    "to dan pho": "tổ dân phố",
    "kp": "khu phố",
    "khu pho": "khu phố",
    "thon": "thôn",
    "xom": "xóm",
    "ban": "bản",
    "lang": "làng",
    "ap": "ấp",
    "buon": "buôn",
    "khối phố": "khối",
}

#: Folded words → relation code; the longest match from the start of a cell wins.
_RELATIONS = {
    "head": "chu ho|ch|chu|c ho|c.ho|ch ho|ch.ho|ch. ho|c. ho|ban than|chu ho moi|chuho|la chu ho",
    "spouse": "v|vo|chong|vo chong|vc|vo/chong|ba xa|vk|ck",
    "child": "con|con de|con trai|con gai|con ruot|con nuoi|con ut|con rieng|con dau long|con truong|con thu",
    "parent": "cha|me|bo|cha/me|bo/me|bo de|me de|cha de|bo chong|me chong|bo vo|me vo|cha vo|cha chong|ba me"
    "|ba ma|ma|cha nuoi|me nuoi|bo nuoi|bo duong|cha duong|me ke|me gia|bo me|cha me",
    "grandchild": "chau|ch. noi|ch. ngoai|chau noi|chau ngoai|chau ruot|chau trai|chau gai|chat"
    "|chau dich ton|chau dau|chau re",
    "grandparent": "ong|ba|ong noi|ba noi|ong ngoai|ba ngoai|ong/ba|cu|ong ba|cu ong|cu ba",
    "sibling": "anh|chi|em|anh trai|chi gai|em trai|em gai|anh ruot|chi ruot|em ruot|anh chi em|anh/chi/em|anh em",
    "in_law": "con dau|con re|dau|re|em dau|em re|anh re|chi dau|anh chong|chi chong|em chong|anh vo|chi vo|em vo",
    "other": "khac|o nho|o tro|nguoi o nho|co|di|chu ruot|bac|cau|mo|thim|duong|nguoi giup viec"
    "|chau ho|em ho|anh ho|chi ho|chau goi bang bac|chau goi bang co|chau goi bang chu|chau goi bang cau"
    "|chau goi bang di|nguoi than|o cung|nguoi o cung|ho hang|nguoi giam ho|khong quan he|o thue|thue tro|ban"
    "|ban be|con chau|ong ba khac|cung o|o muon|tam tru",
}
_RELATION_OF = {word: code for code, text in _RELATIONS.items() for word in text.split("|")}

_STAYS = {
    "permanent": "thuong tru|tt|kt1|ho khau thuong tru|co ho khau|co mat|dang cu tru|hktt|o|cu tru|dang o|thuong xuyen",
    "temporary": "tam tru|kt2|kt3|kt4|tam tru dai han|tam tru ngan han|dai han|t tru",
    "absent": "tam vang|vang|vang mat|di vang|di lam an xa|di hoc|di lam xa|tv|di lam an|lam an xa|di lam"
    "|xuat khau lao dong|xkld|nghia vu quan su|nvqs",
    "visiting": "luu tru|tham|khach",
    "away": "tam tru noi khac|o noi khac",
    "dead": "chet|da chet|mat|da mat|qua doi|tu vong",
    "moved": "chuyen di|da chuyen|da chuyen di|xoa dktt|cat khau|da cat khau|xoa thuong tru",
}
#: A cell that says two things means the first of these: "Thường trú, vắng mặt" is an absence.
_STRONGER = ("dead", "moved", "away", "absent", "temporary", "visiting", "permanent")
_BREAKS = re.compile(r"[\s,;:.()\-–/]+")
_STAY_OF = {word: code for code, text in _STAYS.items() for word in text.split("|")}


@lru_cache(maxsize=1024)
def _plain(text: str) -> str:
    return re.sub(r"\s*([/])\s*", r"\1", fold(tidy(text)).strip(" .,:;-–()"))


def sex(value: Any) -> str:
    """`m`, `f`, or `u` where the cell does not say."""
    word = _plain(value if isinstance(value, str) else str(int(value)) if isinstance(value, (int, float)) else "")
    return "m" if word in _MALE else "f" if word in _FEMALE else "u"


def marked(value: Any) -> bool:
    """Whether a cell is ticked."""
    if isinstance(value, str):
        return _plain(value) in MARKS or value.strip() in MARKS
    return bool(value == 1)


@lru_cache(maxsize=4096)
def relation(text: str) -> str | None:
    """The relation code a cell says, or None. "Con trai thứ 2" is a child, "Cháu nội" a grandchild."""
    word = re.sub(r"\s*\([^)]*\)|\d+", "", _plain(text)).strip(" .,-")
    if word in _RELATION_OF:
        return _RELATION_OF[word]
    parts = re.split(r"[\s/,]+", word)
    for size in (4, 3, 2, 1):
        head = " ".join(parts[:size])
        if head in _RELATION_OF and len(parts) <= size + 3:
            return _RELATION_OF[head]
    return None


@lru_cache(maxsize=1024)
def stay(text: str) -> str | None:
    """`permanent`, `temporary`, `absent`, `visiting`, `away`, `dead`, `moved`, or None where the cell says none."""
    word = _plain(text)
    if word in _STAY_OF:
        return _STAY_OF[word]
    said = {code for key, code in _STAY_OF.items() if len(key) > 5 and f" {key} " in f" {_BREAKS.sub(' ', word)} "}
    return next((code for code in _STRONGER if code in said), None)


@lru_cache(maxsize=8192)
def phone(value: Any) -> str:
    """A phone number with its zero in front, the first of several, or empty where the cell holds none."""
    text = str(int(value)) if isinstance(value, (int, float)) and value == int(value) else str(value)
    text = next((part for part in re.split(r"[;,/]|\s+(?:hoặc|và|-)\s+|\n", text) if part.strip()), "")
    digits = re.sub(r"[\s.\-()']", "", text)
    if digits.startswith(("+84", "84")) and len(digits.lstrip("+")) in (11, 12):
        digits = "0" + digits.lstrip("+")[2:]
    if digits.isdigit() and len(digits) == 9 and digits[0] in "235789":
        digits = "0" + digits
    return digits if digits.isdigit() and 10 <= len(digits) <= 11 and digits[0] == "0" else ""


@lru_cache(maxsize=4096)
def hamlet(text: str) -> tuple[str, str]:
    """(kind, name) of a hamlet as written: "TDP 05" is ("tổ dân phố", "5"); kind is empty where none is written."""
    clean = tidy(text).strip(" .,;:-")
    found = HAMLET.match(clean)
    kind, name = "", clean
    if found and found.end() < len(clean):
        kind = found[1].lower()
        kind, name = _HAMLET_KINDS.get(kind, kind), clean[found.end() :]
    elif re.fullmatch(r"[TBKX](?:\.\s*.+|\s?\d+)", clean):  # "T. 6", "B. Tlan", "T6": the kind is only an initial
        name = clean[1:].lstrip(" .")
    name = re.sub(r"^số\s*(?=\d)", "", name.strip(" .,;:-"), flags=re.IGNORECASE)
    return kind, str(int(name)) if name.isdigit() else name


_COMMUNE = re.compile(r"(?:xã|phường|thị trấn|đặc khu)\s+[^,;]+", re.IGNORECASE)


@lru_cache(maxsize=8192)
def in_address(text: str) -> tuple[str, str]:
    """(hamlet, commune) that an address names in parts of their own: "Thôn 3, xã Ea Bung"; empty where it has none."""
    parts = [part.strip() for part in re.split(r"[,;]|\s[-–]\s", tidy(text))]
    hamlets = [p for p in parts if HAMLET.match(p) and hamlet(p)[1] and len(p) < 60]
    communes = [p for p in parts if _COMMUNE.fullmatch(p)]
    return hamlets[0] if hamlets else "", fold(communes[0]) if communes else ""


#: Ethnic groups and religions, folded: columns of them are known even without a header, and never kept.
_GROUPS = (
    "kinh|tay|thai|muong|khmer|kho me|hoa|nung|hmong|mong|dao|gia rai|jrai|j rai|e de|ede|ba na|bana|xo dang|san chay"
    "|co ho|cham|san diu|hre|mnong|m nong|raglai|ra glai|xtieng|stieng|bru|bru van kieu|van kieu|tho|giay|co tu"
    "|gie trieng|kho mu|ta oi|cho ro|khang|xinh mun|ha nhi|churu|chu ru|la chi|la ha|phu la|la hu|lo lo|chut|mang"
    "|pa then|co lao|bo y|si la|pu peo|brau|o du|ro mam|phat giao|cong giao|thien chua giao|thien chua|tin lanh"
    "|cao dai|hoa hao|phat giao hoa hao|hoi giao|khong ton giao|luong giao"
)
_ORIGINS = frozenset(_GROUPS.split("|"))


def origin(text: str) -> bool:
    """Whether a cell names an ethnic group or a religion."""
    return _plain(text).replace("dan toc ", "").replace("dao ", "", 1) in _ORIGINS or _plain(text) in _ORIGINS


def title_case(name: str) -> str:
    """A name typed in capitals or small letters, with a capital for each word and after an apostrophe."""
    return re.sub(r"[^\W\d_]+", lambda found: found[0][0].upper() + found[0][1:].lower(), name)
