"""`diaban import register FILE…`: registers of persons and households from workbooks, a verdict for every row."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

from diaban.commands import _acting, _files


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The workbooks, their commune and register, in whose name, and what their columns mean where that is unsure."""
    parser.add_argument("files", nargs="+", type=Path, metavar="TỆP", help="bảng tính")
    parser.add_argument("--commune", metavar="MÃ", help="mã xã, phường (mặc định: đọc từ tên tệp và tiêu đề)")
    parser.add_argument("--register", metavar="MÃ", help="poverty, merit, protection (mặc định: đọc từ tệp)")
    parser.add_argument("--round", metavar="MÃ", help="đợt rà soát (mặc định: đọc từ tiêu đề)")
    _acting.add_arguments(parser)
    parser.add_argument(
        "--answer", action="append", default=[], metavar="CỘT=TRƯỜNG", help="nghĩa của một cột: B=full_name, C=-"
    )
    parser.add_argument("--font", choices=["tcvn3", "vni", "unicode"], help="bảng mã của chữ mà phông không cho biết")
    parser.add_argument("--verdicts", type=Path, metavar="TỆP", help="ghi lại tệp gốc có thêm cột kết luận")
    parser.add_argument("--dry-run", action="store_true", help="chỉ xét từng dòng, không ghi sổ")


def run(args: argparse.Namespace) -> int:
    """0: every workbook was taken; else the exit code of the first that was not, the others taken all the same."""
    from diaban.host import session

    said = {name: getattr(args, name) for name in ("register", "round", "font") if getattr(args, name)}
    answers = _files.pairs(args.answer) | said
    with session.database(args):
        return _files.each(args, lambda path: _one(args, path, answers))


def _one(args: argparse.Namespace, path: Path, answers: dict[str, str]) -> dict[str, Any]:
    from diaban.access.session import acting
    from diaban.commands import _communes
    from diaban.core.errors import Invalid
    from diaban.papers.models import State
    from diaban.people.importing import target
    from diaban.registers.importing import actions, commit, returning, summary

    begun = time.monotonic()
    with _acting.acting(args) as asked:
        unit = _communes.named(args.commune)
        if not args.username:
            unit = unit or target.of_file(path)
        viewer = asked if args.username else target.on_behalf(asked, unit)
        with acting(viewer):
            imported = actions.start(by=viewer, file_name=path.name, place=unit.id if unit else None, answers=answers)
            imported = actions.process(by=viewer, import_id=imported.id, path=path)
            if imported.state == State.MAPPING:
                asked_of = " · ".join(question["text"] for question in imported.questions)
                raise Invalid(
                    f"Chưa nhập “{path.name}”, chưa ghi gì; hãy chạy lại và trả lời (--commune, --register, --answer,"
                    f" --font): {asked_of}"
                )
            room = _files.Room(commit.commit, returning.returned, summary.data, summary.lines)
            return _files.finished(args, path, imported, viewer, room, begun)
