"""`diaban figures check | rebuild`: do the cells equal the lines they are counts of?"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict

HELP = "so các ô số liệu với sổ, hoặc tính lại"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`check` only looks; `rebuild` queues what is lacking, while others go on writing and reading."""
    parser.add_argument("verb", choices=["check", "rebuild"], help="check: chỉ so; rebuild: tính lại")


def run(args: argparse.Namespace) -> int:
    """0 when the cells are right (after `rebuild`: were made so), 1 when `check` found some that aren't."""
    from diaban.host import session

    with session.database(args):
        from diaban.figures import jobs

        started = time.perf_counter()
        wrong = jobs.differences()
        mended = jobs.rebuild() if args.verb == "rebuild" else 0
        seconds = round(time.perf_counter() - started, 2)
    ok = not wrong or args.verb == "rebuild"
    if args.json:
        found = {"ok": ok, "wrong": [asdict(each) for each in wrong], "mended": mended, "seconds": seconds}
        print(json.dumps(found, ensure_ascii=False, default=str))
        return 0 if ok else 1
    for each in wrong[:20]:
        print(
            f"✗ {each.kind}, địa bàn {each.place}, từ {each.since:%d/%m/%Y}: thiếu {each.n} dòng, lượng {each.quantity}"
        )
    if args.verb == "rebuild":
        print(f"✓ Đã tính lại {mended} ô trong {seconds} giây.")
    elif ok:
        print(f"✓ Các ô số liệu đúng bằng số dòng của sổ ({seconds} giây).")
    else:
        print(f"✗ {len(wrong)} chỗ không khớp. Chạy: diaban figures rebuild")
    return 0 if ok else 1
