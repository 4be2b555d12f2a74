"""One line of the ledger as a record page: what it says, what it replaces, what else happened to the same record."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from diaban.access.scope import Viewer
from diaban.console.telling import Told, record_link, tell
from diaban.core.text import fmt_date, fmt_int, fmt_moment
from diaban.ledger import queries as ledger
from diaban.ledger.sentences import label
from diaban.web.records import Chip, Fact, Record, Section, Table


def line_url(told: Told) -> str:
    return reverse("console:line", args=[told.row.id])


def record_of(row: ledger.Row, viewer: Viewer) -> Record:
    """The line as a record."""
    told = tell([row], viewer)[0]
    state = Chip(_("Đang có hiệu lực"), "good") if row.standing else Chip(_("Đã được thay"), "warn")
    return Record(
        title=_("Dòng số %(n)s") % {"n": fmt_int(row.id)},
        kind=_("Sổ việc"),
        chips=[state],
        identity=[
            Fact(_("Ngày xảy ra"), fmt_date(row.day)),
            Fact(_("Ghi lúc"), fmt_moment(row.recorded_at)),
            Fact(_("Nơi"), told.place, reverse("console:area", args=[row.place]) if told.place else ""),
        ],
        sections=[
            Section(_("Việc"), [Fact(_("Nội dung"), told.sentence), *_facts(row, told, viewer)]),
            Section(_("Các dòng của cùng hồ sơ"), table=_same(row, viewer)),
        ],
    )


def _same(row: ledger.Row, viewer: Viewer) -> Table:
    same = tell(ledger.record_lines(row.record, limit=50), viewer)
    titles = [_("Ngày"), _("Việc"), _("Người ghi")]
    return Table(titles, [[(one.row.day, line_url(one)), one.sentence, one.actor] for one in same])


def _facts(row: ledger.Row, told: Told, viewer: Viewer) -> list[Fact]:
    """What the line holds; what it doesn't have is left out."""
    declared = row.declared
    named = declared.labels if declared else {}
    dims = "; ".join(label(declared, dim, code) for dim, code in row.dims.items() if dim in named)
    facts = [
        Fact(_("Loại việc"), declared.title if declared else row.kind, note=row.kind),
        Fact(_("Hồ sơ"), record_link(row.record_type, row.record, viewer)),
        Fact(_("Đơn vị"), told.office),
        Fact(_("Người ghi"), told.actor),
        Fact(_("Số lượng"), fmt_int(row.quantity)),
        Fact(_("Phân loại"), dims),
    ]
    for title, other in ((_("Thay cho dòng"), row.corrects), (_("Được thay bởi dòng"), row.corrected_by)):
        facts.append(Fact(title, fmt_int(other) if other else "", reverse("console:line", args=[other or row.id])))
    facts = [fact for fact in facts if fact.value]
    unsealed = _("chưa niêm phong") if row.leaf is None else ""
    return [*facts, Fact(_("Số niêm phong"), fmt_int(row.leaf) if row.leaf is not None else "", note=unsealed)]
