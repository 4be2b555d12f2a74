"""`diaban users FILE.xlsx`: staff and their accounts from a workbook; every row's verdict first, then `--apply`."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diaban.commands import _acting

if TYPE_CHECKING:
    from diaban.console.staff.roster.judging import Judged
    from diaban.console.staff.roster.writing import Slip

HELP = "thêm cán bộ và tài khoản từ bảng tính"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to read, whether to write, and where the one-time passwords go."""
    parser.add_argument("file", type=Path, nargs="?", metavar="TỆP", help="bảng tính theo tệp mẫu")
    parser.add_argument("--apply", action="store_true", help="ghi các dòng nhận được (không có: chỉ xét từng dòng)")
    parser.add_argument("--slips", type=Path, metavar="TỆP", help="ghi phiếu mật khẩu vào tệp mới chỉ bạn đọc được")
    parser.add_argument("--template", type=Path, metavar="TỆP", help="tạo tệp mẫu để điền, rồi thôi")
    _acting.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """0: every row stands; 6: some were refused, the others are written all the same where `--apply` was given."""
    from diaban.core.errors import Invalid
    from diaban.host import session

    if args.file is None and args.template is None:
        raise Invalid("Hãy nêu tệp bảng tính, hoặc --template TỆP để lấy tệp mẫu.")
    with session.database(args), _acting.acting(args) as viewer:
        if args.template is not None:
            from diaban.console.staff.roster.template import template

            args.template.write_bytes(template(viewer))
            print(f"Đã tạo tệp mẫu {args.template}.")
            return 0
        return _told(args, *_done(args, viewer))


def _done(args: argparse.Namespace, viewer: Any) -> tuple[list[Judged], list[Slip]]:
    from diaban.console.staff.roster.judging import judge
    from diaban.console.staff.roster.reading import entries
    from diaban.console.staff.roster.writing import write

    found = entries(args.file, args.file.name)
    if not args.apply:
        return judge(viewer, found), []
    target = _open_slips(args.slips) if args.slips is not None else None
    written = write(by=viewer, entries=found)
    if target is not None:
        with os.fdopen(target, "w", encoding="utf-8") as out:
            out.write(_slips(written.slips))
    return written.rows, written.slips


def _open_slips(path: Path) -> int:
    """A new file that nobody else can read, opened before anything is written to the database."""
    from diaban.core.errors import Invalid

    try:
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Invalid(f"Không tạo được tệp phiếu {path}; chưa ghi gì. Hãy chọn tên tệp chưa có.") from error


def _told(args: argparse.Namespace, rows: list[Judged], slips: list[Slip]) -> int:
    refused = sum(row.verdict == "refused" for row in rows)
    shown = slips if args.slips is None else []
    if args.json:
        told = [{"row": r.entry.row, "number": r.entry.number, "verdict": r.verdict.value, "reasons": r.reasons,
                 "username": r.username} for r in rows]  # fmt: skip
        handed = [{"username": slip.username, "password": slip.secret} for slip in shown]
        print(json.dumps({"rows": told, "slips": handed, "written": args.apply}, ensure_ascii=False, indent=1))
        return 6 if refused else 0
    for row in rows:
        print(f"{row.entry.row:>4}  {row.title!s:<18} {row.entry.full_name:<28} {row.username:<22} "
              f"{' '.join(row.reasons)}".rstrip())  # fmt: skip
    print(f"{len(rows) - refused} dòng nhận được, {refused} dòng không nhận. "
          + ("Đã ghi." if args.apply else "Chưa ghi gì; thêm --apply để ghi."))  # fmt: skip
    if shown:
        print("\nMật khẩu dùng một lần, chỉ in lần này:\n" + _slips(shown))
    return 6 if refused else 0


def _slips(slips: list[Slip]) -> str:
    return "".join(
        f"\n{slip.full_name} · {slip.post} · {slip.office}\n  Tên đăng nhập: {slip.username}\n"
        f"  Mật khẩu dùng một lần: {slip.secret}\n" for slip in slips
    )  # fmt: skip
