"""`diaban cases`: the inbox, the clock, offices that ended; `diaban calendar` changes the working days."""

from __future__ import annotations

import argparse
import json

from diaban.commands import _acting

HELP = "hộp việc: xem, chạy đồng hồ, bàn giao việc của cơ quan đã kết thúc"
_VERBS = {
    "inbox": "xem hộp việc",
    "tick": "ghi việc đến hạn, quá hạn ngay bây giờ",
    "hand-over": "bàn giao việc đang mở của cơ quan đã kết thúc cho cơ quan kế tiếp",
    "check": "so số đếm của hộp việc với các việc đang mở",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb; `--tab` and `--limit` for the inbox."""
    parser.add_argument("verb", choices=list(_VERBS), help="; ".join(f"{k}: {v}" for k, v in _VERBS.items()))
    parser.add_argument("--tab", default="open", choices=["open", "late", "due", "mine", "unassigned", "waiting"])
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="số dòng (mặc định 20)")
    _acting.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """0; `check` gives 1 where counts aren't right."""
    from diaban.host import session

    with session.database(args), _acting.acting(args) as viewer:
        if args.verb == "inbox":
            return _inbox(args, viewer)
        if args.verb == "tick":
            from diaban.casework import jobs

            return _told(args, {"marked": jobs.run_once()}, "✓ Đã ghi {marked} việc đến hạn hoặc quá hạn.")
        return _hand_over(args) if args.verb == "hand-over" else _check(args)


def _inbox(args: argparse.Namespace, viewer: object) -> int:
    from diaban.access.scope import Viewer
    from diaban.casework import presenters, queries
    from diaban.casework.inbox import TITLES

    assert isinstance(viewer, Viewer)
    tab = queries.Tab(args.tab)
    known = queries.counts(viewer=viewer)
    shown = presenters.show(queries.inbox(viewer=viewer, tab=tab, limit=args.limit, known=known).rows, viewer)
    if args.json:
        cases = [{"id": str(s.pk), "label": s.label, "state": s.case.state, "due_at": s.case.due_at} for s in shown]
        counts = {each.value: number for each, number in known.by_tab.items()}
        print(json.dumps({"counts": counts, "cases": cases}, ensure_ascii=False, default=str))
        return 0
    print(" · ".join(f"{TITLES[each]}: {number}" for each, number in known.by_tab.items()))
    for each in shown:
        print(f"{each.due:18} {each.label} | {each.state} | {each.place} | {each.assignee or '–'}")
    return 0


def _hand_over(args: argparse.Namespace) -> int:
    from diaban.casework import succession

    handed = succession.run()
    left = sum(each.to is None for each in handed)
    told = {"cases": sum(each.cases for each in handed), "without_office": left}
    sentence = "✓ Đã bàn giao {cases} việc; {without_office} địa bàn chưa có cơ quan nào nhận."
    return _told(args, told, sentence)


def _check(args: argparse.Namespace) -> int:
    from diaban.core.sql import rows

    wrong = rows("select place, office_id, kind, n from casework.differences()")
    _told(args, {"wrong": len(wrong)}, "Hộp việc: {wrong} chỗ đếm không khớp.")
    return 1 if wrong else 0


def _told(args: argparse.Namespace, told: dict[str, int], sentence: str) -> int:
    print(json.dumps(told) if args.json else sentence.format(**told))
    return 0
