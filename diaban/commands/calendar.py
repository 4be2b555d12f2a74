"""`diaban calendar`: days off, days worked in exchange; what a change moved."""

from __future__ import annotations

import argparse
import json
from datetime import date, datetime
from typing import TYPE_CHECKING

from diaban.core.errors import Invalid

if TYPE_CHECKING:
    from diaban.casework.changes import Change

HELP = "lịch làm việc: ngày nghỉ, ngày làm bù; tính lại hạn các việc đang mở"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`show` a year, make days `off`, `on` or as the week has them, `swap` two days."""
    said = "show: xem năm; off: nghỉ; on: làm bù; week: bỏ quy định riêng; swap: đổi hai ngày"
    parser.add_argument("verb", choices=["show", "off", "on", "week", "swap"], help=said)
    parser.add_argument("days", nargs="*", metavar="NGÀY", help="dd/MM/yyyy hoặc yyyy-MM-dd; với show là năm")
    parser.add_argument("--title", default="", metavar="TÊN", help="tên ngày nghỉ")
    parser.add_argument("--citation", default="", metavar="VĂN BẢN", help="số, ngày của văn bản công bố")


def run(args: argparse.Namespace) -> int:
    """0 when done. A change goes over every open case before it returns."""
    from diaban.host import session

    with session.database(args):
        return _show(args) if args.verb == "show" else _change(args)


def _show(args: argparse.Namespace) -> int:
    from diaban.casework import changes
    from diaban.core.time import today

    year = int(args.days[0]) if args.days and args.days[0].isdigit() else today().year
    found = changes.days(year)
    if args.json:
        told = [{"day": row.day.isoformat(), "worked": row.worked, "title": row.title, "citation": row.citation,
                 "checked": row.checked} for row in found]  # fmt: skip
        print(json.dumps(told, ensure_ascii=False))
        return 0
    for row in found:
        kind = "làm việc" if row.worked else "nghỉ"
        print(f"{row.day:%d/%m/%Y} {kind:9} {row.title} ({row.citation}{'' if row.checked else ', chưa đối chiếu'})")
    return 0


def _change(args: argparse.Namespace) -> int:
    from diaban.access.session import acting
    from diaban.access.viewers import command_line
    from diaban.casework import actions, changes, recomputing
    from diaban.casework.actions import DayChange

    days, by = [_day(text) for text in args.days], command_line()
    with acting(by):
        if args.verb == "swap":
            if len(days) != 2:
                raise Invalid("Hoán đổi cần hai ngày: ngày được nghỉ, rồi ngày làm bù; chưa lưu gì.")
            version = actions.swap_days(by=by, off=days[0], worked=days[1], citation=args.citation)
        else:
            worked = {"off": False, "on": True, "week": None}[args.verb]
            given = [DayChange(day, worked, args.title, args.citation) for day in days]
            version = actions.change_days(by=by, days=given)
    recomputing.go_on()
    with acting(by):
        return _tell(args, changes.change(version, viewer=by))


def _tell(args: argparse.Namespace, found: Change) -> int:
    if args.json:
        moves = [{"before": str(m.before), "after": str(m.after), "cases": m.cases} for m in found.moves]
        print(json.dumps({"version": found.version, "looked": found.looked, "moved": found.moved, "moves": moves}))
        return 0
    print(f"✓ {found.said}. Đã xem {found.looked} việc đang mở; dời hạn {found.moved} việc.")
    for move in found.moves:
        print(f"  {move.before:%d/%m/%Y} → {move.after:%d/%m/%Y}: {move.cases} việc")
    return 0


def _day(text: str) -> date:
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise Invalid(f"Không đọc được ngày {text}; ghi theo dạng 31/12/2026. Chưa lưu gì.")
