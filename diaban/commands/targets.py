"""`diaban targets import FILE`: targets from a workbook; a verdict for every row, written whole or not at all."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diaban.commands import _acting

if TYPE_CHECKING:
    from diaban.targets.importing.judging import Judged

HELP = "giao chỉ tiêu từ bảng tính"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to read, whether to write, and the document where the rows name none."""
    parser.add_argument("verb", choices=["import", "template"], help="import: giao từ tệp; template: tạo tệp mẫu")
    parser.add_argument("file", type=Path, metavar="TỆP", help="bảng tính (.xlsx, .xls, .ods, .csv)")
    parser.add_argument("--dry-run", action="store_true", help="chỉ xét từng dòng, không ghi sổ")
    parser.add_argument("--document", default="", metavar="SỐ", help="số văn bản của những dòng không ghi văn bản")
    parser.add_argument("--signed-on", default="", metavar="NGÀY", help="ngày ký, dạng 31/12/2026")
    parser.add_argument("--signer-post", default="", metavar="CHỨC VỤ", help="chức vụ người ký")
    _acting.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """0: every row stands, and is written unless `--dry-run`; 6: some were refused, and nothing is written."""
    from diaban.host import session

    with session.database(args), _acting.acting(args) as viewer:
        if args.verb == "template":
            return _template(args)
        return _told(args, _done(args, viewer))


def _template(args: argparse.Namespace) -> int:
    from diaban.core.errors import Invalid
    from diaban.targets.importing.template import template

    try:
        args.file.write_bytes(template())
    except OSError as error:
        raise Invalid(f"Không ghi được tệp mẫu “{args.file}”.") from error
    print(json.dumps({"file": str(args.file)}, ensure_ascii=False) if args.json else f"Đã tạo tệp mẫu {args.file}.")
    return 0


def _done(args: argparse.Namespace, viewer: Any) -> list[Judged]:
    from diaban.targets.importing.judging import judge
    from diaban.targets.importing.reading import entries
    from diaban.targets.importing.writing import write

    given = {"document": args.document, "signed_on": args.signed_on, "signer_post": args.signer_post}
    found = entries(args.file, args.file.name, {name: text for name, text in given.items() if text})
    return judge(viewer, found) if args.dry_run else write(by=viewer, entries=found)


def _told(args: argparse.Namespace, rows: list[Judged]) -> int:
    from diaban.targets.importing.judging import refused

    bad = len(list(refused(rows)))
    written = not bad and not args.dry_run
    if args.json:
        told = [{"row": r.entry.row, "measure": r.measure, "unit_id": r.unit.id if r.unit else None,
                 "period": r.period.code if r.period else "", "value": r.value, "verdict": r.verdict.value,
                 "reasons": r.reasons} for r in rows]  # fmt: skip
        print(json.dumps({"rows": told, "written": written}, ensure_ascii=False, indent=1))
        return 6 if bad else 0
    for r in rows:
        told_unit = r.unit.title if r.unit else r.entry.unit
        print(f"{r.entry.row:>4}  {r.title!s:<22} {r.entry.measure:<28} {told_unit:<24} {' '.join(r.reasons)}".rstrip())
    kept = "Đã ghi." if written else "Chưa ghi gì." if not bad else "Chưa ghi gì; hãy sửa các dòng không nhận."
    print(f"{len(rows) - bad} dòng nhận được, {bad} dòng không nhận. {kept}")
    return 6 if bad else 0
