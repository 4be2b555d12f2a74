"""What `diaban doctor` looks at in a moment; reading every sealed line is `diaban doctor --ledger`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from diaban.core import sql
from diaban.ledger import heads
from diaban.ledger.registry import kinds


@dataclass(frozen=True)
class Finding:
    """One check's answer: whether all is well, what was seen, and what to do when it isn't."""

    ok: bool
    seen: str
    todo: str = ""


@dataclass(frozen=True)
class Check:
    """A named look at one thing, as the command `doctor` takes it."""

    name: str
    title: str
    look: Callable[[Any], Finding]


_KEPT = """
select count(*) from pg_trigger t join pg_class c on c.oid = t.tgrelid
where t.tgname = 'kept' and t.tgenabled = 'A'
  and c.relname in ('ledger_line', 'ledger_lookup', 'ledger_leaf', 'ledger_head')
"""
_WAITING = """
select (select last_value from ledger_line_id_seq) - (select done from ledger_mark where source = 0)
"""
MANY = 200_000  #: ids not yet settled: more than an import leaves for a minute


def kept(_spot: Any) -> Finding:
    """The triggers that keep the four tables append-only are there and on."""
    on = int(sql.value(_KEPT))
    if on != 4:
        return Finding(
            False,
            _("%d bảng không còn được khóa sửa") % (4 - on),
            _("Chạy diaban doctor --ledger --against với đầu sổ cất giữ."),
        )
    return Finding(True, _("sổ, nhật ký tra cứu và cây niêm phong chỉ ghi thêm được"))


def sealed(_spot: Any) -> Finding:
    """The newest head's signature holds, and the sealer isn't far behind."""
    head, waiting = heads.last(), int(sql.value(_WAITING))
    if head is not None and not head.signed():
        todo = _("Chạy diaban doctor --ledger; nếu đã chuyển máy, chép thư mục keys của máy cũ sang.")
        return Finding(False, _("chữ ký của đầu sổ mới nhất không đúng nên sổ không được niêm phong tiếp"), todo)
    if waiting > MANY:
        return Finding(
            False, _("%d dòng chờ niêm phong") % waiting, _("Xem tiến trình nền có đang chạy không (diaban up).")
        )
    return Finding(True, _("%d dòng và lượt tra cứu đã niêm phong") % (head.size if head else 0))


def declared(_spot: Any) -> Finding:
    """Every kind that the rooms declare is in the database."""
    known = {row[0] for row in sql.rows("select code from ledger_kind")}
    missing = sorted(set(kinds()) - known)
    if missing:
        return Finding(False, _("thiếu loại sự việc: %s") % ", ".join(missing), _("Chạy diaban up một lần."))
    return Finding(True, _("%d loại sự việc") % len(known))


CHECKS = (
    Check("ledger-kept", gettext_noop("Sổ chỉ ghi thêm"), kept),
    Check("ledger-sealed", gettext_noop("Niêm phong sổ"), sealed),
    Check("ledger-kinds", gettext_noop("Loại sự việc"), declared),
)
