"""`diaban import incidents FILE…`: incident books into the register, a verdict for every row."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

from diaban.commands import _acting, _files


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The books, their ground, in whose name, and what their words mean where that is unsure."""
    parser.add_argument("files", nargs="+", type=Path, metavar="TỆP", help="sổ vụ việc")
    parser.add_argument(
        "--area", metavar="ĐỊA BÀN",
        help="mã, hoặc tên như “huyện Kỳ Anh, tỉnh Hà Tĩnh” (mặc định: đọc từ tiêu đề và nơi xảy ra)",
    )  # fmt: skip
    _acting.add_arguments(parser)
    parser.add_argument(
        "--answer", action="append", default=[], metavar="CỘT=TRƯỜNG", help="nghĩa của một cột: D=incident_kind, C=-"
    )
    parser.add_argument(
        "--kind",
        dest="kinds",
        action="append",
        default=[],
        metavar="CHỮ=MÃ",
        help="loại mà chữ trong sổ nói tới: “vụ lạ=theft”",
    )
    parser.add_argument("--verdicts", type=Path, metavar="TỆP", help="ghi lại tệp gốc có thêm cột kết luận")
    parser.add_argument("--dry-run", action="store_true", help="chỉ xét từng dòng, không ghi sổ")


def run(args: argparse.Namespace) -> int:
    """0: every book was taken; else the exit code of the first that was not, the others taken all the same."""
    from diaban.host import session

    kinds = _files.pairs(args.kinds)
    answers = _files.pairs(args.answer) | {f"kind:{words}": code for words, code in kinds.items()}
    with session.database(args):
        return _files.each(args, lambda path: _one(args, path, answers))


def _one(args: argparse.Namespace, path: Path, answers: dict[str, str]) -> dict[str, Any]:
    from diaban.areas import queries as areas
    from diaban.core.errors import Invalid
    from diaban.incidents.importing import actions, commit, returning, summary
    from diaban.papers.models import State

    begun = time.monotonic()
    with _acting.acting(args) as viewer:
        area = areas.named(args.area).id if args.area else None
        imported = actions.start(by=viewer, file_name=path.name, area=area, answers=answers)
        imported = actions.process(by=viewer, import_id=imported.id, path=path)
        if imported.state == State.MAPPING:
            asked = " ".join(question["text"] for question in imported.questions)
            raise Invalid(f"Chưa nhập “{path.name}”, chưa ghi gì; hãy chạy lại và trả lời: {asked} --area “…”")
        room = _files.Room(commit.commit, returning.returned, summary.data, summary.lines)
        return _files.finished(args, path, imported, viewer, room, begun)
