"""`diaban backup`: one encrypted file of everything, and the proof that it can be restored."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from diaban.host.places import Places

HELP = "sao lưu toàn bộ vào một tệp mã hóa, hoặc kiểm tra một bản"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do instead of making one now, and how."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--new-key", action="store_true", help="tạo khóa mở bản sao lưu, in ra để cất ở nơi khác")
    what.add_argument("--verify", metavar="TỆP", type=Path, help="khôi phục thử một bản và so từng bảng, sổ, số liệu")
    what.add_argument("--list", action="store_true", help="liệt kê các bản đang giữ")
    what.add_argument("--scheduled", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--key", metavar="TỆP", type=Path, help="tệp khóa mở (khi kiểm tra)")
    parser.add_argument("--to", metavar="DIR", type=Path, help="thư mục khác cho lần này")
    parser.add_argument("--unencrypted", action="store_true", help="không mã hóa; chỉ khi nơi để đã được bảo vệ")


def run(args: argparse.Namespace) -> int:
    """0 when it was made, or proved."""
    from diaban.host import places

    spot = places.places(args.data)
    if args.new_key:
        return _new_key(spot.make(), args.json)
    if args.verify:
        return _verify(args)
    if args.list:
        return _list(spot, args)
    return _make(spot, args)


def _new_key(spot: Places, as_json: bool) -> int:
    from diaban.host.backup import plan, sealing

    private, public = sealing.new_key()
    plan.add_recipient(spot, public)
    if as_json:
        print(json.dumps({"private": private, "public": public}))
        return 0
    print(f"# Khóa mở bản sao lưu Diaban, tạo {datetime.now(plan.ZONE):%d/%m/%Y}. Mất khóa này là mất mọi bản sao lưu.")
    print(f"# public key: {public}\n{private}")
    print(
        "· In hoặc chép ba dòng trên vào ít nhất hai nơi NGOÀI máy này, rồi xóa khỏi màn hình. Máy chỉ giữ khóa công\n"
        f"  khai ({plan.recipients_file(spot)}), nên không tự đọc được bản sao lưu của chính nó.\n"
        "· Thử ngay: diaban backup, rồi diaban backup --verify TỆP --key KHÓA trên một máy khác.",
        file=sys.stderr,
    )
    return 0


def _make(spot: Places, args: argparse.Namespace) -> int:
    from diaban.core.errors import DiabanError
    from diaban.host import progress, session
    from diaban.host.backup import make, plan

    if not plan.keys(spot.make()).backup and not args.unencrypted:
        raise DiabanError(
            "Chưa có khóa cho bản sao lưu nên chưa sao lưu; hãy tạo bằng: diaban backup --new-key. "
            "Khóa in ra phải cất ở nơi khác máy này."
        )
    found = session.open_database(spot)
    try:
        with progress.step("Sao lưu"):
            if args.to or args.unencrypted:
                keys = make.Keys() if args.unencrypted else plan.keys(spot)
                made = make.make(spot, session.dump_url(found), args.to or plan.folder(spot), keys)
            else:
                made = plan.run(spot, session.dump_url(found), "scheduled" if args.scheduled else "asked")
    finally:
        found.release()
    if args.json:
        print(json.dumps(made.plain(), ensure_ascii=False))
    else:
        rows, size = f"{made.rows:,}".replace(",", "."), f"{made.size / 2**20:.1f}".replace(".", ",")
        print(f"✓ {made.path}\n  {made.tables} bảng, {rows} dòng, {made.files} tệp; {size} MB"
              + (", đã mã hóa." if made.sealed else ", KHÔNG mã hóa."))  # fmt: skip
    return 0


def _verify(args: argparse.Namespace) -> int:
    from diaban.host.backup import sealing, trial

    told = trial.verify(args.verify, sealing.identities(args.key) if args.key else [])
    if args.json:
        print(json.dumps({"ok": True, **told}, ensure_ascii=False))
        return 0
    for line in _said(told):
        print(line)
    return 0


def _said(told: dict[str, Any]) -> list[str]:
    rows = f"{told['rows']:,}".replace(",", ".")
    made = datetime.fromisoformat(told["made_at"]).replace(tzinfo=UTC).astimezone()
    lines = [
        f"✓ Khôi phục thử được: bản làm lúc {made:%H:%M %d/%m/%Y}, {told['tables']} bảng và {rows} dòng như lúc sao "
        f"lưu, {told['files']} tệp nguyên vẹn.",
        f"✓ Sổ cái: {told['proof']['sealed']} dòng đã niêm phong đọc lại đúng; mọi ô số liệu bằng số dòng của sổ.",
    ]
    if told["ledger_key"] == "locked":
        lines.append(
            "· Khóa ký sổ trong bản này được mã hóa cho một khóa khác; không có nó thì sổ ký tiếp bằng khóa mới."
        )
    return lines


def _list(spot: Places, args: argparse.Namespace) -> int:
    from diaban.host.backup import plan

    where = args.to or plan.folder(spot)
    found = [{"made_at": moment.isoformat(), "path": str(path), "size": path.stat().st_size}
             for moment, path in plan.all_of(where)]  # fmt: skip
    if args.json:
        print(json.dumps(found, ensure_ascii=False))
        return 0
    for each in found:
        moment = datetime.fromisoformat(str(each["made_at"])).astimezone(plan.ZONE)
        print(f"{moment:%d/%m/%Y %H:%M}  {int(str(each['size'])) / 2**20:9.1f} MB  {each['path']}".replace(".", ",", 1))
    if not found:
        print(f"Chưa có bản sao lưu nào trong {where}.")
    return 0
