"""`diaban import residents FILE…`: lists of residents from workbooks into the register, a verdict for every row.
`diaban import incidents FILE…` does the same with incident books, `diaban import register FILE…` with registers.
`diaban import undo ID` takes one back."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from diaban.commands import _acting, _books, _communes, _files, _lists, _registers

if TYPE_CHECKING:
    from diaban.papers.models import Import

HELP = "nhập danh sách cư dân, sổ vụ việc, danh sách quản lý từ bảng tính (.xlsx, .xls, .ods, .csv, bảng trong .docx)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Bring in a list, or take back what one wrote."""
    common = _acting.common()
    words = parser.add_subparsers(dest="kind", required=True, metavar="VIỆC")
    _residents(words.add_parser("residents", parents=[common], help="nhập danh sách cư dân"))
    _books.add_arguments(words.add_parser("incidents", parents=[common], help="nhập sổ vụ việc"))
    _registers.add_arguments(
        words.add_parser("register", parents=[common], help="nhập danh sách hộ nghèo, người có công, bảo trợ xã hội")
    )
    _lists.add_arguments(words.add_parser("list", parents=[common], help="xem tệp có danh sách gì, đọc thế nào"))
    undo = words.add_parser("undo", parents=[common], help="hoàn tác một lần nhập đã ghi sổ")
    undo.add_argument("id", type=UUID, metavar="MÃ", help="mã của lần nhập (in ra khi nhập, và trong địa chỉ trang)")
    _acting.add_arguments(undo)
    undo.add_argument("--dry-run", action="store_true", help="chỉ cho biết sẽ gỡ và giữ lại những gì")
    layouts = words.add_parser("layouts", parents=[common], help="cách đọc danh sách mà cơ quan đã xác nhận")
    layouts.add_argument("--forget", type=int, metavar="SỐ", help="quên một cách đọc")
    _acting.add_arguments(layouts)


def _residents(parser: argparse.ArgumentParser) -> None:
    """What to bring in, for which commune, in whose name, and what its columns mean where that is unsure."""
    parser.add_argument("files", nargs="+", type=Path, metavar="TỆP", help="bảng tính")
    parser.add_argument("--commune", metavar="MÃ", help="mã xã, phường (mặc định: đọc từ tên tệp và tiêu đề)")
    _acting.add_arguments(parser)
    parser.add_argument(
        "--answer",
        action="append",
        default=[],
        metavar="CỘT=TRƯỜNG",
        help="nghĩa của một cột: B=full_name, “Số sổ”=household, C=-; dates=swap hoặc dates=keep",
    )
    parser.add_argument(
        "--font",
        choices=["tcvn3", "vni", "unicode"],
        help="bảng mã của chữ mà phông không cho biết (CSV, phông đã bị thay)",
    )
    parser.add_argument(
        "--verdicts", type=Path, metavar="TỆP", help="ghi lại tệp gốc có thêm cột kết luận (tệp .xlsx, hoặc thư mục)"
    )
    parser.add_argument("--dry-run", action="store_true", help="chỉ xét từng dòng, không ghi sổ")
    parser.add_argument(
        "--add-hamlets",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="thêm thôn có trong danh sách mà xã chưa có (mặc định: khi xã chưa có thôn nào)",
    )


def run(args: argparse.Namespace) -> int:
    """0: every file was taken; else the exit code of the first that was not, the others taken all the same."""
    from diaban.host import session

    if args.kind == "list":
        return _lists.run(args)
    if args.kind == "incidents":
        return _books.run(args)
    if args.kind == "register":
        return _registers.run(args)
    if args.kind != "residents":
        from diaban.commands import _imports

        return _imports.run(args)
    answers = _answers(args.answer) | ({"font": args.font} if args.font else {})
    with session.database(args):
        return _files.each(args, lambda path: _one(args, path, answers))


def _answers(given: list[str]) -> dict[str, str]:
    from diaban.core.errors import Invalid

    answers = {}
    for text in given:
        column, sign, field = text.partition("=")
        if not sign or not column.strip():
            raise Invalid(f"“{text}” không phải dạng CỘT=TRƯỜNG; chưa ghi gì.")
        answers[column.strip()] = field.strip()
    return answers


def _one(args: argparse.Namespace, path: Path, answers: dict[str, str]) -> dict[str, Any]:
    from diaban.access.session import acting
    from diaban.people.importing import actions, commit, returning, summary, target

    begun = time.monotonic()
    shown = _Progress(path.name, quiet=args.json)
    with _acting.acting(args) as asked:
        unit = _communes.named(args.commune)
        if not args.username:
            unit = unit or target.of_file(path)
        viewer = asked if args.username else target.on_behalf(asked, unit)
        with acting(viewer):
            imported = actions.start(
                by=viewer, file_name=path.name, place=unit.id if unit else None, add_hamlets=args.add_hamlets
            )
            if answers:
                actions.answer(by=viewer, import_id=imported.id, answers=answers)
            imported = actions.process(by=viewer, import_id=imported.id, path=path, progress=shown)
            _complain(imported)
            if not args.dry_run:
                imported = commit.commit(by=viewer, import_id=imported.id, progress=shown)
            if args.verdicts:
                _files.give_back(returning.returned(viewer=viewer, import_id=imported.id, path=path), args.verdicts)
    shown.end()
    said = summary.summary(imported, seconds=time.monotonic() - begun)
    if not args.json:
        print("\n".join(said.lines))
    return said.data


def _complain(imported: Import) -> None:
    """Questions that stand in the way, as one sentence with what to type."""
    from diaban.core.errors import Invalid
    from diaban.papers.models import State

    if imported.state != State.MAPPING:
        return
    asked = []
    for question in imported.questions:
        choices = ", ".join(f"{code} ({title})" for code, title in question["choices"])
        options = {"place": "--commune", "font": "--font"}
        name = options.get(question["key"], f"--answer “{question['key']}=…”")
        asked.append(f"{question['text']} {name}: {choices}" if choices else f"{question['text']} {name}")
    raise Invalid(f"Chưa nhập “{imported.file_name}”, chưa ghi gì; hãy chạy lại và trả lời: " + " · ".join(asked))


class _Progress:
    """One line on the terminal that is written over; nothing where output is read by a program."""

    TITLES = {"reading": "đang đọc", "rows": "đọc dòng", "judging": "so với sổ", "staging": "xét", "writing": "ghi sổ"}

    def __init__(self, name: str, *, quiet: bool) -> None:
        self.name, self.quiet = name, quiet or not sys.stderr.isatty()

    def __call__(self, step: str, done: int, total: int) -> None:
        if not self.quiet:
            count = f" {done}/{total}" if total else ""
            print(f"\r{self.name}: {self.TITLES.get(step, step)}{count}\x1b[K", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if not self.quiet:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
