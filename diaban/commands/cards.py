"""`diaban cards`: batches go to a folder that is carried to the centre, and what comes back is taken in from it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diaban.commands import _acting

if TYPE_CHECKING:
    from diaban.access.scope import Viewer
    from diaban.cards.actions import Came
    from diaban.cards.exchange.folder import Folder

HELP = "căn cước: gửi lô hồ sơ ra thư mục, nhận tệp của Trung ương từ thư mục"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb, the folder, in whose name."""
    common = _acting.common()
    words = parser.add_subparsers(dest="verb", required=True, metavar="VIỆC")
    out = words.add_parser("export", parents=[common], help="lập lô từ hồ sơ đã ký, ghi mọi lô chưa báo nhận vào gui/")
    out.add_argument("folder", type=Path, metavar="THƯ MỤC", help="thư mục trao đổi với Trung ương")
    out.add_argument("--again", action="store_true", help="chỉ ghi lại các lô đã lập, không lập lô mới")
    _acting.add_arguments(out)
    back = words.add_parser("import", parents=[common], help="nhận giấy báo nhận và kết quả từ nhan/, báo nhận lại")
    back.add_argument("folder", type=Path, metavar="THƯ MỤC", help="thư mục trao đổi với Trung ương")
    _acting.add_arguments(back)


def run(args: argparse.Namespace) -> int:
    """0: all was done; else the exit code of the first file that wasn't taken in, the others taken all the same."""
    from diaban.host import session

    with session.database(args), _office(args) as viewer, _folder(args.folder) as folder:
        return _export(args, viewer, folder) if args.verb == "export" else _import(args, viewer, folder)


@contextmanager
def _office(args: argparse.Namespace) -> Iterator[Viewer]:
    """The viewer, who has to work at an office: batches are an office's. Raises Invalid for the command line itself."""
    from diaban.core.errors import Invalid

    with _acting.acting(args) as viewer:
        if not viewer.office_id:
            raise Invalid("Cần --as: tài khoản của đơn vị làm thẻ, vì lô hồ sơ là của một đơn vị; chưa làm gì.")
        yield viewer


@contextmanager
def _folder(path: Path) -> Iterator[Folder]:
    """The folder with its two sides. Raises Invalid with what the system said of a path that can't be used."""
    from diaban.cards.exchange.folder import Folder
    from diaban.core.errors import Invalid

    try:
        yield Folder(path)
    except OSError as error:
        raise Invalid(
            f"Không dùng được thư mục “{path}” ({error.strerror}); lô đã lập vẫn còn, hãy chạy lại."
        ) from error


def _export(args: argparse.Namespace, viewer: Viewer, folder: Folder) -> int:
    from diaban.cards import actions

    made = [] if args.again else actions.make_batches(by=viewer)
    delivered = actions.deliver(by=viewer, centre=folder)
    told = {"made": [batch.number for batch in made], "applications": sum(batch.size for batch in made),
            "waiting": delivered, "folder": str(folder.out)}  # fmt: skip
    if args.json:
        print(json.dumps(told, ensure_ascii=False))
    elif delivered:
        print(f"✓ Đã lập {len(made)} lô mới gồm {told['applications']} hồ sơ; {len(delivered)} lô chờ báo nhận ở"
              f" {folder.out}: {', '.join(delivered)}.")  # fmt: skip
    else:
        print("✓ Không có hồ sơ nào đã ký phiếu thu nhận chờ gửi, cũng không có lô nào chờ báo nhận.")
    return 0


def _import(args: argparse.Namespace, viewer: Viewer, folder: Folder) -> int:
    from diaban.cards import actions

    names = {content: folder.name_of(content) for content in folder.collect()}
    found = [(names.get(came.content, ""), came) for came in actions.collect(by=viewer, centre=folder)]
    if args.json:
        print(json.dumps({"files": [_said(name, came) for name, came in found]}, ensure_ascii=False))
    else:
        _print(found, folder)
    return next((came.told.exit_code for _name, came in found if isinstance(came.told, Exception)), 0)


def _said(name: str, came: Came) -> dict[str, Any]:
    from diaban.cards import presenters

    told = came.told
    if isinstance(told, Exception):
        return {"file": name, "error": str(told)}
    counts: dict[str, Any] = {"file": name, "batch": told.batch.number, "fresh": told.fresh}
    if told.answer is not None:
        counts |= {key: getattr(told.answer, key) for key in ("returned", "approved", "printed")}
    left = [{"application": str(pk), "why": why} for pk, why in told.left]
    return counts | {"left": left, "said": str(presenters.taken(told))}


def _print(found: list[tuple[str, Came]], folder: Folder) -> None:
    for name, came in found:
        said = _said(name, came)
        if "error" in said:
            print(f"diaban: {name}: {said['error']}", file=sys.stderr)
            continue
        print(f"✓ {name}: {said['said']}")
        for each in said["left"]:
            print(f"  {each['application']}: {each['why']}")
    if not found:
        print(f"✓ Không có tệp nào ở {folder.came}.")
