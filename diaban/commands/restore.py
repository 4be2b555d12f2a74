"""`diaban restore FILE`: an install from a backup. What was there is kept aside."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

HELP = "khôi phục từ một bản sao lưu"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which backup, with which key."""
    parser.add_argument("file", metavar="TỆP", type=Path, help="bản sao lưu")
    parser.add_argument("--key", metavar="TỆP", type=Path, action="append", default=[], help="tệp khóa mở")
    parser.add_argument("--replace", action="store_true", help="thay dữ liệu đang có (được giữ riêng)")


def run(args: argparse.Namespace) -> int:
    """0 when everything is there and the same as when it was backed up."""
    from diaban.host import places, progress, session
    from diaban.host.backup import restore, sealing

    spot = places.places(args.data)
    keys = [key for path in args.key for key in sealing.identities(path)]
    with progress.step("Khôi phục"):
        done = restore.restore(spot, args.file, keys, replace=args.replace)
    session.open_database(spot).release()  # brings the tables up to this version's
    manifest = done.unpacked.manifest
    rows = sum(count for count, _hash in manifest["tables"].values())
    if args.json:
        told = {"rows": rows, "tables": len(manifest["tables"]), "files": manifest["files"], "aside": done.aside,
                "aside_folder": done.aside_folder, "ledger_key_locked": done.unpacked.ledger_key_locked}  # fmt: skip
        print(json.dumps(told, ensure_ascii=False))
        return 0
    shown = f"{rows:,}".replace(",", ".")
    print(f"✓ Đã khôi phục vào {spot.data}: {len(manifest['tables'])} bảng, {shown} dòng, {manifest['files']} tệp.")
    if done.aside:
        print(f"  Dữ liệu cũ được giữ: cơ sở dữ liệu {done.aside}, tệp trong {done.aside_folder or 'không có'}.")
    if done.unpacked.ledger_key_locked:
        print("  Khóa ký sổ không mở được bằng khóa này; sổ sẽ ký tiếp bằng khóa khác, các đầu sổ cũ vẫn kiểm được.")
    print("  Mở bằng: diaban up")
    return 0
