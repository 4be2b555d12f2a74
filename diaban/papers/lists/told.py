"""A workbook's lists in words for people and as data for programs. No cell of a person is in either, but for the rows
that can't be read, where the clerk must see which."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from diaban.core.text import fmt_int, fmt_num
from diaban.papers.lists.reading import Lists, SheetList
from diaban.papers.reading.charsets import Charset
from diaban.papers.reading.mapping import Column
from diaban.papers.reading.sheets import FontUse

_SHOWN = 20


def row_titles() -> dict[str, str]:
    """What a row that is no data is called."""
    return {
        "title": _("tiêu đề trang"),
        "header": _("tiêu đề cột"),
        "blank": _("dòng trống"),
        "numbers": _("số cột"),
        "repeated": _("tiêu đề lặp lại"),
        "total": _("dòng cộng"),
        "signature": _("chữ ký"),
        "note": _("ghi chú"),
        "household": _("dòng tên hộ"),
        "hamlet": _("dòng tên thôn"),
        "section": _("tiêu đề nhóm"),
        "only_number": _("chỉ có số thứ tự"),
    }


def skipped_titles() -> dict[str, str]:
    """Why a sheet was not read."""
    return {
        "hidden": _("ẩn"),
        "empty": _("trống"),
        "no_header": _("không có tiêu đề"),
        "no_names": _("không có cột họ tên"),
    }


def charset_titles() -> dict[str, str]:
    """Code tables as people call them."""
    return {
        Charset.TCVN3: _("TCVN3 (phông .VnTime)"),
        Charset.VNI: _("VNI (phông VNI-Times)"),
        Charset.UNICODE: _("Unicode, giữ nguyên"),
    }


def data(found: Lists) -> dict[str, Any]:
    """Everything about a workbook's lists, for `--json`."""
    return {
        "file": found.book.name,
        "form": str(found.book.kind),
        "fonts": [_font(use) for use in found.book.fonts],
        "font_asked": _font(found.book.doubt) if found.book.doubt else None,
        "hidden": found.book.unseen,
        "skipped_sheets": found.skipped,
        "lists": [_list(each) for each in found.lists],
    }


def _font(use: FontUse) -> dict[str, Any]:
    return {"font": use.font, "charset": str(use.charset), "cells": use.cells, "samples": use.samples}


def _list(each: SheetList) -> dict[str, Any]:
    head = each.found.header
    return {
        "sheet": each.name,
        "kind": each.kind.code,
        "kind_title": str(each.kind.title),
        "kind_sure": each.sure,
        "header_rows": [head.top + 1, head.top + head.depth],
        "columns": [_column(column, each) for column in each.found.map.columns if column.label or column.field],
        "rows": each.counts(),
        "left_out": each.left_out,
        "refused": [{"row": r.row, "reasons": r.reasons} for r in each.records if r.refused],
        "unread_cells": [{"row": r.row, "reasons": r.reasons} for r in each.records if r.reasons and not r.refused],
    }


def _column(column: Column, each: SheetList) -> dict[str, Any]:
    title = each.kind.by_code[column.field].title if column.field else ""
    return {
        "letter": column.letter,
        "label": column.label,
        "field": column.field,
        "title": str(title),
        "confidence": round(column.score, 2),
        "asked": column.asked,
        "candidates": [code for code, _score in column.candidates] if column.asked else [],
    }


def lines(found: Lists) -> list[str]:
    """The same for people."""
    said = [f"{found.book.name} ({found.book.kind})"]
    for use in found.book.fonts:
        said += _font_lines(use, asked=use is found.book.doubt)
    for unseen in found.book.unseen:
        said.append("  " + _unseen(unseen))
    for skipped in found.skipped:
        why = skipped_titles()[skipped["why"]]
        said.append("  " + _("Không đọc trang “%(sheet)s” (%(why)s)") % {"sheet": skipped["sheet"], "why": why})
    for each in found.lists:
        said += _list_lines(each)
    return said


def _font_lines(use: FontUse, *, asked: bool) -> list[str]:
    title = use.font or _("phông không cho biết")
    head = "  " + _("Chữ cũ %(charset)s, %(font)s: %(count)s ô") % {
        "charset": use.charset.upper(), "font": title, "count": fmt_int(use.cells),
    }  # fmt: skip
    shown = [f"    {before} → {after}" for before, after in use.samples]
    return [head, *shown, *(["    " + _("Đúng không? Chạy lại với --font tcvn3, vni hoặc unicode.")] if asked else [])]


def _unseen(unseen: dict[str, Any]) -> str:
    rows, columns = unseen["rows"], ", ".join(unseen["columns"])
    parts = [_("%(count)s dòng ẩn") % {"count": fmt_int(len(rows))}] if rows else []
    parts += [_("cột ẩn %(columns)s") % {"columns": columns}] if columns else []
    return _("Trang “%(sheet)s”: %(what)s, vẫn đọc") % {"sheet": unseen["sheet"], "what": ", ".join(parts)}


def _list_lines(each: SheetList) -> list[str]:
    counts, names = each.counts(), row_titles()
    kind = str(each.kind.title)
    sure = "" if each.sure else " " + _("(chưa chắc; nói rõ bằng --kind)")
    said = [f"  {each.name}: {kind}{sure}"]
    for column in each.found.map.columns:
        if not column.label and not column.field:
            continue
        title = each.kind.by_code[column.field].title if column.field else _("không dùng")
        mark = "?" if column.asked else " "
        said.append(f"   {mark}{column.letter:>3}  {column.label[:40]:40}  {title}  {fmt_num(column.score, 2)}")
    left = ", ".join(f"{names[code]} {fmt_int(n)}" for code, n in counts.items() if code in names)
    said.append(
        "    " + _("Đọc được %(read)s dòng, không nhận %(refused)s dòng; ngoài danh sách: %(left)s") % {
            "read": fmt_int(counts["read"]), "refused": fmt_int(counts["refused"]), "left": left or "0",
        }
    )  # fmt: skip
    unread = [record for record in each.records if record.reasons]
    said += [f"      {_('dòng')} {record.row}: {' '.join(record.reasons)}" for record in unread[:_SHOWN]]
    if len(unread) > _SHOWN:
        said.append("      " + _("… và %(count)s dòng nữa") % {"count": fmt_int(len(unread) - _SHOWN)})
    return said
