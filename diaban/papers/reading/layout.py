"""Which rows of a list are people and which are furniture: totals, signatures, headings, repeated headers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from diaban.core.text import fold, tidy
from diaban.papers.reading.header import Header, numbers_row, text_of
from diaban.papers.reading.sheets import Row, Sheet


class Kind(StrEnum):
    """What a row is. All but `data` are left out, counted and listed with this reason."""

    DATA = "data"
    TITLE = "title"
    HEADER = "header"
    BLANK = "blank"
    NUMBERS = "numbers"
    REPEATED = "repeated"
    TOTAL = "total"
    SIGNATURE = "signature"
    NOTE = "note"
    HOUSEHOLD = "household"
    HAMLET = "hamlet"
    SECTION = "section"
    ONLY_NUMBER = "only_number"


_TOTAL = re.compile(
    r"^(?:tổng(?:\s|:|$)|cộng(?:\s|:|$)|tong (?:cong|so)|tong\s*[:\d]|cong\s*[:\d]"
    r"|toàn (?:xã|phường|thôn|huyện)\s*[:\d]|mang sang|chuyển sang trang|lũy kế|luỹ kế)"
)
_SIGNED = re.compile(
    r"(?:nguoi lap|lap (?:bieu|bang|danh sach)|chu tich|truong (?:thon|cong an|ban|phong|xom|ap|buon|to)|thu truong"
    r"|can bo|cong chuc|dai dien|xac nhan|ky(?:,| ten| va)|ho va ten\)|^tm\.?\s|^kt\.?\s|^tl\.?\s|tm\. ?ubnd"
    r"|cong an (?:xa|phuong)|noi nhan|ngay\W+(?:\d+\s)?\W*thang\W+(?:\d+\s)?\W*nam)"
)
_NOTE = re.compile(r"^(?:trang (?:so )?\d+\b|ghi chu|luu y|chu thich|\*)")
_HOUSEHOLD = re.compile(
    r"^(?:[ivxlc]+[.)/]\s*|\d+[.)/]\s*|[-*+•]\s*)?(?:hộ(?=[\s:.])|ho(?=\s*(?::|so\b|gia dinh)))"
    r"(?:\s*khẩu)?(?:\s*(?:gia đình|gđ))?(?:\s*số)?\s*[:.\-]?\s*(.*)$",
    re.IGNORECASE,
)
_HAMLET = re.compile(
    r"^(?:[ivxlc]+[.)/\-:]\s*|\d+[.)/\-:]\s*|[a-z][.)]\s*|[-*+•]\s*)?"
    r"((?:thôn|xóm|bản|làng|ấp|buôn|bon|phum|sóc|plei|khóm|khối|khu phố|khu|tổ dân phố|tổ|tdp)"
    r"(?=[\s:]).{0,60})$",
    re.IGNORECASE,
)
#: "I. THƯƠNG BINH", "A. Người cao tuổi": a part of the list, by its ordinal and words no name has.
_SECTION = re.compile(
    r"(?:[IVXLC]{1,5}|[A-HĐ])\s*[.)/:\-]\s*(?=\S+\s+\S+)(?=.*(?:người|hộ|đối tượng|thương|bệnh binh|liệt|trẻ|mẹ|khuyết"
    r"|mồ côi|nghèo|tội|trật tự|ma túy|kinh tế|môi trường|tai nạn|cháy|trợ cấp|chất độc|nhóm|diện|xã |phường ))",
    re.IGNORECASE,
)
#: "4 khẩu", "125 người (60 nữ)": a count in any column, never something about one person.
_COUNT = re.compile(r"(?:tong so |cong )?\d+ ?(?:nhan khau|khau|nguoi|ho)\b.*|trang (?:so )?\d+.*")
_COUNTED = re.compile(r"\d\s*(?:nhân khẩu|khẩu|người|hộ)\b", re.IGNORECASE)
_ORDINAL = re.compile(r"[IVXLC]{1,6}|[A-H]")
_STT_ONLY = re.compile(r"\d{1,6}(?:\.0)?")


@dataclass(slots=True)
class Heading:
    """What the last heading rows said of the rows below them."""

    household: str = ""
    household_seq: int = 0
    hamlet: str = ""
    section: str = ""


@dataclass(slots=True)
class Line:
    """A row of a sheet with its number as the office's program shows it, what it is, and the headings above it."""

    number: int
    kind: Kind
    cells: Row
    household: str = ""
    household_seq: int = 0
    hamlet: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """Which columns tell a person's row: `facts` are filled by one alone (number, birth, sex …), `names` hold the
    name, `stt` runs."""

    facts: list[int]
    names: list[int]
    stt: int | None


def lines(sheet: Sheet, header: Header, marks: Marks) -> Iterator[Line]:
    """Every row of the sheet, once, in order."""
    repeated = _repeats(sheet, header)
    heading, tail = Heading(), False
    for index, cells in enumerate(sheet.rows):
        if index < header.body:
            yield Line(index + 1, _above(index, cells, header), cells)
            continue
        kind = _plain(cells, marks.facts, repeated)
        if kind is None:
            kind = _kind(cells, marks, heading, tail)
        if kind is Kind.DATA:
            tail = False
        elif kind in (Kind.TOTAL, Kind.SIGNATURE):
            tail = True
        yield Line(index + 1, kind, cells, heading.household, heading.household_seq, heading.hamlet, heading.section)


def _above(index: int, cells: Row, header: Header) -> Kind:
    if all(cell == "" for cell in cells):
        return Kind.BLANK
    if index < header.top:
        return Kind.TITLE
    return Kind.HEADER if index < header.top + header.depth else Kind.NUMBERS


def _repeats(sheet: Sheet, header: Header) -> list[set[str]]:
    """The words of each header row, to know it again on the next printed page."""
    rows = sheet.rows[header.top : header.top + header.depth]
    return [{fold(text_of(cell)) for cell in row if cell != ""} for row in rows]


def _plain(cells: Row, facts: list[int], repeated: list[set[str]]) -> Kind | None:
    """The quick answers: a person's row with its facts, an empty row; None where a closer look is needed."""
    filled = [cell for cell in cells if cell != ""]
    if not filled or not any(not isinstance(cell, str) or cell.strip() for cell in filled):
        return Kind.BLANK
    width = len(cells)
    known = len([i for i in facts if i < width and cells[i] != ""])
    if len(filled) >= 4 and known >= 2 and [cell for cell in filled if not isinstance(cell, str)]:
        long = [cell for cell in filled if isinstance(cell, str) and len(cell) > 5]
        return Kind.DATA if long or not numbers_row(cells) else Kind.NUMBERS
    words = {fold(text_of(cell)) for cell in cells if cell != ""}
    for header in repeated:
        if len(header) >= 2 and len(words & header) >= 0.8 * len(header) and len(words & header) >= 0.8 * len(words):
            return Kind.REPEATED
    return Kind.NUMBERS if numbers_row(cells) else None


def _kind(cells: Row, marks: Marks, heading: Heading, tail: bool) -> Kind:
    filled = [(i, text) for i, cell in enumerate(cells) if cell != "" and (text := tidy(text_of(cell)))]
    numbered = any(i == marks.stt and _STT_ONLY.fullmatch(text) for i, text in filled)
    if len(filled) == 1 and _STT_ONLY.fullmatch(filled[0][1]):
        return Kind.ONLY_NUMBER
    fact = any(i in marks.facts for i, text in filled if not _COUNT.fullmatch(fold(text)))
    texts = [(i, text) for i, text in filled if not (_STT_ONLY.fullmatch(text) or _ORDINAL.fullmatch(text))]
    first = texts[0][1] if texts else ""
    if _tally([text for _i, text in texts]) and not fact and not numbered:
        return Kind.TOTAL
    if _TOTAL.match(first.lower()) and not (fact and numbered and len(texts) > 3):
        return Kind.TOTAL
    if len(texts) > 3:
        return Kind.DATA
    special = None if fact else _special(first, [text for _i, text in texts], heading)
    if special is None and not numbered and _signature(texts, marks, fact, tail):
        return Kind.SIGNATURE
    return special or Kind.DATA


def _tally(texts: list[str]) -> bool:
    """Words that count people: "Danh sách này có 60 người". A hamlet's or a household's heading may count, too."""
    return (
        len(texts) == 1
        and bool(_COUNTED.search(texts[0]))
        and not (_HAMLET.match(texts[0]) or _HOUSEHOLD.match(texts[0]))
    )


def _signature(texts: list[tuple[int, str]], marks: Marks, fact: bool, tail: bool) -> bool:
    """Words of a signature anywhere but beside a name; below the totals, any few words without a person's facts."""
    signed = [i for i, text in texts if _SIGNED.search(fold(text))]
    if texts and len(signed) == len(texts) > 1:
        return True
    digits = any(i in marks.facts and any(map(str.isdigit, text)) for i, text in texts)
    nameless = not any(i in marks.names for i, _text in texts)
    if signed and (nameless or (not fact and any(i in marks.names for i in signed))):
        return True
    return tail and (nameless or not digits)


def _special(first: str, texts: list[str], heading: Heading) -> Kind | None:
    """A household's or a hamlet's heading (remembered for the rows below), or a note."""
    household = _HOUSEHOLD.match(first)
    if household and not re.match(r"(?:hộ|ho)\s+(?:nghèo|cận|ngheo|can)", first, re.IGNORECASE):
        heading.household = " ".join([household[1], *texts[1:]]).strip()
        heading.household_seq += 1
        return Kind.HOUSEHOLD
    hamlet = _HAMLET.match(first)
    if hamlet and len(texts) <= 2:
        heading.hamlet = re.sub(r"\s*[:(].*$", "", hamlet[1]).strip()
        heading.household = ""
        return Kind.HAMLET
    if len(texts) == 1 and _SECTION.match(first):
        heading.section = _SECTION.sub("", first).strip(" :.-")
        return Kind.SECTION
    return Kind.NOTE if _NOTE.match(fold(first)) else None


#: A household of more people than this is none: blank rows part pages then.
_HOUSEHOLD_SIZE = 15


def part_by_blanks(rows: Sequence[Line]) -> None:
    """Number the groups of a list that blank rows part, where they are as small as households and nothing else in the
    list says who lives together."""
    groups: list[list[Line]] = [[]]
    for line in rows:
        if line.household_seq:
            return
        if line.kind is Kind.DATA:
            groups[-1].append(line)
        elif line.kind is Kind.BLANK and groups[-1]:
            groups.append([])
    filled = [group for group in groups if group]
    if len(filled) < 3 or max(map(len, filled)) > _HOUSEHOLD_SIZE or len({len(group) for group in filled}) < 2:
        return
    for number, group in enumerate(filled, start=1):
        for line in group:
            line.household_seq = number


def summary(left: Iterable[Line]) -> list[dict[str, Any]]:
    """Rows left out, for the record: sheet row, reason and what it said; blank rows that follow one another as one
    entry with `to`, the last of them."""
    found: list[dict[str, Any]] = []
    for line in left:
        last = found[-1] if found else None
        if (
            line.kind is Kind.BLANK
            and last
            and last["kind"] == Kind.BLANK
            and last.get("to", last["row"]) == line.number - 1
        ):
            last["to"] = line.number
        else:
            words = _words(line.cells)
            found.append({"row": line.number, "kind": line.kind.value, **({"text": words} if words else {})})
    return found


def _words(cells: Row) -> str:
    return " · ".join(filter(None, (tidy(text_of(cell)) for cell in cells if cell != "")))[:200]
