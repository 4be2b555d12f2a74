"""Makes a report's content: fills its template with figures and puts the letterhead around it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

from django.utils.translation import override

from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.core.text import fmt_date
from diaban.ledger.heads import Head
from diaban.reports import reading, words
from diaban.reports.asking import Ask
from diaban.reports.content import (
    Block,
    Content,
    Cut,
    Grid,
    Heading,
    Item,
    Letterhead,
    Paragraph,
    Piece,
    Run,
    Span,
)
from diaban.reports.template import ByUnit, Compared, Section, Sentence, Slot, Spec

#: What a section says of which nothing is known.
NOTHING = "Trong kỳ sổ không ghi nhận việc nào."


def content(
    ask: Ask, letterhead: Letterhead, *, viewer: Viewer, remarks: str = "", revision: int = 0, replaces: str = ""
) -> Content:
    """The report as it reads. In Vietnamese, whatever language the reader's pages are in."""
    with override("vi"):
        template = ask.template
        parted = [m for s in template.sections for p in s.parts if isinstance(p, ByUnit) for m in p.measures]
        writer = _Writer(ask, reading.items(ask, parted, viewer=viewer))
        return Content(
            template=template.code, version=template.version, title="Báo cáo", subtitle=writer.own(template.title),
            area_id=ask.unit.id, area_code=ask.unit.code, area=areas.full_address(ask.unit.id),
            period=Span(ask.passed.since, ask.passed.until), compared=Span(ask.before.since, ask.before.until),
            map_choice=ask.map_choice, map_on=ask.map_on, letterhead=letterhead, items=writer.items,
            blocks=tuple(writer.blocks(remarks)), remarks=remarks, revision=revision, replaces=replaces,
            cut=cut_of(ask.cut), notes=tuple(writer.notes()),
        )  # fmt: skip


def cut_of(head: Head | None) -> Cut | None:
    """A head as it is printed."""
    if head is None:
        return None
    at = head.at.astimezone(UTC).isoformat(timespec="microseconds")
    return Cut(head.size, head.root.hex(), at, head.key_id, head.signature.hex())


class _Writer:
    """Turns a template's parts into blocks, with the figures at hand."""

    def __init__(self, ask: Ask, items: tuple[Item, ...]) -> None:
        self.ask, self.items = ask, items
        self._at = {item.measure: index for index, item in enumerate(items)}
        self._own = {
            "area": ask.unit.full_name, "since": fmt_date(ask.passed.since), "until": fmt_date(ask.passed.until),
            "period": ask.named.label, "year": str(ask.named.year),
        }  # fmt: skip

    def own(self, text: str) -> str:
        """A title, which names nothing but what is known of the report itself."""
        return text.format(**self._own)

    def blocks(self, remarks: str) -> Iterator[Block]:
        """Sections in their order, numbered in Roman; then what the office adds in its own words."""
        told = [s for s in self.ask.template.sections if not s.optional or self._any(s)]
        count = 0
        for count, section in enumerate(told, 1):
            yield Heading(f"{words.roman(count)}. {section.title.upper()}")
            yield from self._section(section)
        if remarks:
            yield Heading(f"{words.roman(count + 1)}. NHẬN XÉT, KIẾN NGHỊ")
            yield from (Paragraph((Run(line),)) for line in remarks.splitlines() if line.strip())

    def _section(self, section: Section) -> Iterator[Block]:
        if not self._any(section):
            yield Paragraph((Run(NOTHING),))
            return
        for part in section.parts:
            if isinstance(part, Sentence):
                if part.always or any(self._known(code) for code in part.measures()):
                    yield Paragraph(tuple(self._runs(part)))
            elif isinstance(part, Compared):
                yield self._compared(part)
            elif self._parted(part):
                yield self._by_unit(part)

    def _item(self, code: str) -> Item:
        return self.items[self._at[code]]

    def _any(self, section: Section) -> bool:
        return any(self._known(code) for code in section.measures())

    def _known(self, code: str) -> bool:
        """Whether there is anything to say: a number now or then that isn't an empty nought."""
        item = self._item(code)
        return bool(item.lines or item.value or item.compared)

    def _runs(self, sentence: Sentence) -> Iterator[Run]:
        for piece in sentence.pieces():
            if isinstance(piece, str):
                yield Run(piece)
            elif piece.name in self._own:
                yield Run(self._own[piece.name])
            else:
                yield self._run(piece)

    def _run(self, slot: Slot) -> Run:
        item, at = self._item(slot.name), self._at[slot.name]
        match slot.spec:
            case Spec.NUMBER:
                return Run(words.number(item.value, item.partly), at)
            case Spec.UNIT:
                return Run(words.with_unit(item.value, item.unit, item.partly), at)
            case Spec.THEN:
                return Run(words.number(item.compared, item.partly_then), at, "then")
            case Spec.PERCENT:
                return Run(words.percent(item.change), at, "then")
        return Run(item.words, at if item.compared else None, "then")

    def _compared(self, part: Compared) -> Grid:
        rows = []
        for code in part.measures:
            item, at = self._item(code), self._at[code]
            title = f"{item.title} ({item.unit})" if item.unit else item.title
            rows.append((
                Run(title), Run(words.number(item.value, item.partly), at),
                Run(words.number(item.compared, item.partly_then), at, "then"),
                Run(words.difference(item.value, item.compared)), Run(words.percent(item.change, signed=True)),
            ))  # fmt: skip
        heads = ("Chỉ tiêu", "Kỳ này", "Cùng kỳ", "Tăng, giảm", "Tỷ lệ")
        return Grid(part.title, heads, tuple(rows))

    def _parted(self, part: ByUnit) -> bool:
        return bool(self._item(part.measures[0]).parts)

    def _by_unit(self, part: ByUnit) -> Grid:
        items = [self._item(code) for code in part.measures]
        rows = []
        for index, piece in enumerate(self._rows(items)):
            numbers = (self._cell(code, piece.unit_id) for code in part.measures)
            rows.append((Run(f"{index + 1}. {piece.name}" if piece.unit_id else piece.name), *numbers))
        total = (Run("Cộng"), *(Run(words.number(i.value, i.partly), self._at[i.measure]) for i in items))
        heads = ("Đơn vị", *(item.title for item in items))
        title = f"{part.title} (đơn vị hành chính ngày {fmt_date(self.ask.map_on)})"
        return Grid(title, heads, (*rows, total), total=True)

    @staticmethod
    def _rows(items: list[Item]) -> list[Piece]:
        """The units of the first figure, and the row of what lies in none where any of them has one."""
        units = [piece for piece in items[0].parts if piece.unit_id is not None]
        rest = [piece for item in items for piece in item.parts if piece.unit_id is None]
        return [*units, *rest[:1]]

    def _cell(self, code: str, unit_id: int | None) -> Run:
        found = next((piece for piece in self._item(code).parts if piece.unit_id == unit_id), None)
        value = found.value if found is not None else 0
        return Run(words.number(value), self._at[code] if value else None, part=True, unit_id=unit_id)

    def notes(self) -> Iterator[str]:
        """How the numbers are to be read."""
        ask = self.ask
        yield (
            f"Số liệu của kỳ từ ngày {fmt_date(ask.passed.since)} đến ngày {fmt_date(ask.passed.until)}"
            f" ({ask.named.citation or ask.template.basis}); cùng kỳ là từ ngày {fmt_date(ask.before.since)} đến ngày"
            f" {fmt_date(ask.before.until)}."
        )
        yield "Tỷ lệ so với cùng kỳ được làm tròn đến hai chữ số thập phân."
        yield from words.partly([(item.title, item.partly) for item in self.items], "Kỳ này")
        yield from words.partly([(item.title, item.partly_then) for item in self.items], "Cùng kỳ")
