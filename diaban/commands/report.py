"""`diaban report year|month`: a report whose numbers are counted from the ledger, as a page, PDF, DOCX or JSON."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

HELP = "lập báo cáo từ sổ: năm của xã hoặc huyện cũ, tháng của tỉnh"
FORMATS = ("page", "pdf", "docx", "json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to report on, at which cut, and in which form."""
    parser.add_argument("kind", metavar="MẪU", help="year: năm của xã hoặc huyện cũ; month: tháng của tỉnh")
    parser.add_argument("--area", required=True, metavar="TÊN", help="tên kèm huyện, tỉnh, hoặc mã")
    parser.add_argument("--area-on", type=date.fromisoformat, metavar="NGÀY", help="tên hoặc mã theo danh mục ngày này")
    parser.add_argument("--period", required=True, metavar="KỲ", help="2023; 2023-T05: kỳ báo cáo của chính mẫu đó")
    parser.add_argument("--map", default="then", metavar="then|now|NGÀY", help="theo đơn vị khi đó, nay hoặc ngày")
    parser.add_argument("--cut", metavar="SỐ", help="chỉ tính các dòng đã niêm phong đến số này, hoặc tệp đầu sổ")
    parser.add_argument("--format", choices=FORMATS, default="page", help="dạng tệp (mặc định: page)")
    parser.add_argument("--out", type=Path, metavar="TỆP", help="ghi vào tệp này (mặc định: ra màn hình)")


def run(args: argparse.Namespace) -> int:
    """0 when the report was made."""
    from diaban.host import session

    with session.database(args):
        made = _made(args)
    if args.out is None:
        sys.stdout.buffer.write(made)
        return 0
    _write(args.out, made)
    print(f"✓ Đã ghi báo cáo vào {args.out} ({len(made)} byte).")
    return 0


def _made(args: argparse.Namespace) -> bytes:
    from diaban.access import viewers
    from diaban.access.session import acting
    from diaban.reports import asking, rendering, unsigned

    viewer = viewers.command_line()
    with acting(viewer):
        ask = asking.ask(
            args.kind, args.area, args.period, map=args.map, area_on=args.area_on,
            cut=asking.head_of(args.cut) if args.cut else None,
        )  # fmt: skip
        return rendering.rendered(unsigned.content(ask, viewer=viewer), args.format)


def _write(path: Path, made: bytes) -> Any:
    """Whole or not at all: a report that broke off must not lie where one is looked for."""
    from diaban.core.errors import Unavailable

    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_bytes(made)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise Unavailable(f"Không ghi được tệp {path}; hãy chọn thư mục khác.") from error
