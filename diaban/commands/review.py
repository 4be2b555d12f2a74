"""`diaban review`: look for residents recorded twice, and write what clerks decided for the engine."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from diaban.commands import _acting

HELP = "đối chiếu: tìm hồ sơ trùng, xuất kết luận cho bộ so trùng"
_VERBS = {
    "duplicates": "so mọi hồ sơ cư dân của địa bàn với nhau, mở việc đối chiếu cho cặp nghi trùng",
    "verdicts": "ghi residents.parquet và verdicts.parquet cho `python -m diaban.match dedupe --verdicts`",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb, the unit by its code, and where verdicts go."""
    parser.add_argument("verb", choices=list(_VERBS), help="; ".join(f"{k}: {v}" for k, v in _VERBS.items()))
    parser.add_argument("--area", required=True, metavar="MÃ", help="mã đơn vị hành chính: tỉnh hoặc xã")
    parser.add_argument("--out", type=Path, metavar="THƯ MỤC", help="nơi ghi tệp (verdicts)")
    _acting.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """0; 2 where the area isn't known or `--out` is missing."""
    from diaban.host import session

    with session.database(args), _acting.acting(args) as by:
        from diaban.areas import queries as areas
        from diaban.core.errors import DiabanError
        from diaban.core.time import today
        from diaban.review import duplicates

        unit = areas.find(args.area, today())
        if unit is None:
            raise DiabanError("Không có đơn vị nào mang mã này hôm nay; chưa làm gì.")
        if args.verb == "verdicts":
            return _verdicts(args, by, unit.id)
        found = duplicates.find(by=by, unit_id=unit.id)
        if args.json:
            print(json.dumps({"residents": found.residents, "pairs": found.pairs, "opened": found.opened}))
        else:
            print(f"✓ Đã so {found.residents} hồ sơ: {found.pairs} cặp nghi trùng, {found.opened} việc chờ đối chiếu.")
    return 0


def _verdicts(args: argparse.Namespace, by: object, unit_id: int) -> int:
    """Both files hold residents' data; the look at everyone in them is written to the log."""
    from diaban.access.scope import Viewer
    from diaban.core.errors import DiabanError
    from diaban.review import duplicates

    assert isinstance(by, Viewer)
    if args.out is None:
        raise DiabanError("Cần --out: thư mục để ghi tệp; chưa ghi gì.")
    told = duplicates.write_verdicts(by=by, unit_id=unit_id, folder=args.out)
    print(json.dumps({"verdicts": told}) if args.json else f"✓ Đã ghi {told} kết luận vào {args.out}.")
    return 0
