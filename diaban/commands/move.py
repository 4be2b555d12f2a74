"""`diaban move --to …`: the database to a server of one's own, or back to the embedded one."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

HELP = "chuyển cơ sở dữ liệu sang máy chủ PostgreSQL riêng, hoặc về bản đi kèm"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("--to", required=True, metavar="postgresql://…|embedded", help="nơi đến (cơ sở dữ liệu trống)")
    parser.add_argument("--app", default="", metavar="postgresql://…", help="địa chỉ bằng vai trò thường của ứng dụng")


def run(args: argparse.Namespace) -> int:
    """0 when both sides were the same and the new one is in use."""
    from diaban.host import move, places, session
    from diaban.host.served import check_address

    if args.to != "embedded":
        check_address("--to", args.to)
    spot = places.places(args.data)
    moved = move.move(spot.make(), args.to, args.app)
    session.open_database(spot).release()
    if args.json:
        print(json.dumps(asdict(moved), ensure_ascii=False))
        return 0
    rows = f"{moved.rows:,}".replace(",", ".")
    print(f"✓ Đã chuyển {moved.tables} bảng, {rows} dòng; hai bên giống hệt nhau. Từ nay dùng nơi mới (diaban up).")
    print(f"  Bản cũ còn nguyên và chỉ đọc: {moved.old}. Bỏ DIABAN_DATABASE_URL khỏi thiết lập nếu còn.")
    return 0
