"""`diaban search "nguyen van an 1985"`: find a resident as one would on the page, with the same rights and log."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from diaban.commands import _acting

if TYPE_CHECKING:
    from diaban.people.queries import PersonRow, SearchResult

HELP = "tìm cư dân theo tên, ngày sinh, xã, số định danh, số cũ, điện thoại hoặc chủ hộ"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", help='điều cần tìm, ví dụ "nguyen van an 1985"')
    _acting.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """0 when someone was found, 1 when nobody was. The look-up is logged either way."""
    from diaban.host import session

    with session.database(args):
        from diaban.people import queries

        with _acting.acting(args) as viewer:
            found = queries.search(viewer=viewer, text=args.text, channel="command")
            if args.json:
                sure = len(found.rows) - found.near
                rows = [_plain(row) | {"near": at >= sure} for at, row in enumerate(found.rows)]
                print(json.dumps(rows, ensure_ascii=False, indent=1))
            else:
                _print(found)
    return 0 if found.rows else 1


def _plain(row: PersonRow) -> dict[str, object]:
    return {
        "id": str(row.id),
        "full_name": row.full_name,
        "birth": row.birth,
        "sex": row.sex,
        "number": row.number,
        "place": row.place_name,
        "state": row.state,
    }


def _print(found: SearchResult) -> None:
    for at, row in enumerate(found.rows):
        if at == len(found.rows) - found.near:
            print("Gần giống:")
        print(f"{row.full_name:32} {row.birth:10} {row.number:12} {row.place_name}")
    if not found.rows:
        print("Không tìm thấy ai.")
    elif found.more:
        print("Còn nữa; gõ thêm tên, năm sinh hoặc tên xã.")
