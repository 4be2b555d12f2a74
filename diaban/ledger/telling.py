"""An audit's report in sentences: what was found, where, and what the check doesn't claim."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from diaban.core.text import fmt_int
from diaban.ledger.audit import Finding, Report
from diaban.ledger.canonical import LINE


def summary(report: Report) -> str:
    """One sentence on what was read and whether it is as it was sealed."""
    read = _("%(leaves)s dòng và lượt tra cứu đã niêm phong, %(heads)s đầu sổ, %(saved)s đầu sổ cất giữ") % {
        "leaves": fmt_int(report.sealed),
        "heads": fmt_int(report.heads),
        "saved": fmt_int(report.saved),
    }
    return _("%s: mọi thứ đúng như lúc niêm phong.") % read if report.sound else _("%s: có chỗ không khớp.") % read


def findings(report: Report, most: int = 20) -> list[str]:
    """A sentence for each finding, the first `most`, and where the first change lies."""
    told = [finding(each) for each in report.findings[:most]]
    if len(report.findings) > most:
        told.append(_("… và %s chỗ nữa.") % fmt_int(len(report.findings) - most))
    if report.first_leaf is not None:
        told.append(_("Chỗ khác đầu tiên: lá số %s.") % fmt_int(report.first_leaf))
    elif report.between is not None:
        since, until = report.between
        told.append(
            _("Chỗ khác đầu tiên nằm trong các lá từ %(since)s đến %(until)s.")
            % {"since": fmt_int(since), "until": fmt_int(until - 1)}
        )
    return told


def finding(found: Finding) -> str:
    """What one finding means, with the leaf, row or head it is about."""
    row = _("dòng") if found.source == LINE else _("lượt tra cứu")
    values = {"leaf": found.leaf, "row": f"{row} {found.row}", "head": found.head}
    sentences = {
        "row_changed": _("Lá số %(leaf)s: %(row)s đã bị sửa sau khi niêm phong."),
        "row_missing": _("Lá số %(leaf)s: %(row)s đã bị xóa sau khi niêm phong."),
        "row_inserted": _("Có %(row)s nằm dưới phần đã niêm phong mà không qua hàm ghi sổ."),
        "leaf_missing": _("Thiếu lá số %(leaf)s: cây niêm phong đã bị cắt hoặc xếp lại."),
        "leaf_without_head": _("Lá số %(leaf)s trở đi không thuộc đầu sổ nào."),
        "head_root": _("Đầu sổ cỡ %(head)s không khớp các dòng hiện có."),
        "saved_root": _("Đầu sổ cất giữ cỡ %(head)s không khớp: có dòng đã niêm phong bị sửa, thêm, bớt hoặc đổi chỗ."),
        "tree_shorter": _("Cây ngắn hơn đầu sổ cỡ %(head)s: có lá đã mất."),
        "tree_shorter_saved": _("Cây ngắn hơn đầu sổ cất giữ cỡ %(head)s: có dòng đã niêm phong bị mất."),
        "head_signature": _("Chữ ký của đầu sổ cỡ %(head)s không đúng, hoặc khóa của nó không còn ở đây."),
        "saved_signature": _("Chữ ký của đầu sổ cất giữ cỡ %(head)s không đúng: tệp không do hệ thống này ký."),
        "saved_key": _(
            "Đầu sổ cất giữ cỡ %(head)s do một khóa không có ở đây ký: của hệ thống khác, hoặc khóa ở đây đã bị thay."
        ),
    }
    return sentences.get(found.code, found.code) % values


def limits(report: Report) -> list[str]:
    """What the check doesn't claim."""
    told = [
        _("%(lines)s dòng và %(lookups)s lượt tra cứu chưa niêm phong: phép kiểm này chưa nói gì về chúng.")
        % {"lines": fmt_int(report.unsealed_lines), "lookups": fmt_int(report.unsealed_lookups)},
        _("Bảng của các phòng (cư dân, hộ, cơ quan…) không được niêm phong."),
    ]
    if not report.saved:
        told.append(
            _(
                "Chưa so với đầu sổ cất giữ nơi khác (--against): ai có toàn quyền trên cơ sở dữ liệu và khóa ký "
                "thì dựng lại được cả cây."
            )
        )
    return told


def to_dict(report: Report) -> dict[str, Any]:
    """The report for a script; `findings[].code` and the names of fields are stable."""
    return asdict(report) | {
        "ok": report.sound,
        "first_leaf": report.first_leaf,
        "between": list(report.between) if report.between else None,
        "sentences": findings(report),
        "does_not_claim": limits(report),
    }
