"""`diaban import list FILE…`: what a workbook holds and how it would be read; nothing is written anywhere."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from diaban.commands import _files

#: Kinds of lists that can be named; `diaban.papers.lists.kinds` has what they mean.
KINDS = ("residents", "poverty", "merit", "protection", "incidents")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The files, and what somebody knows of them."""
    parser.add_argument("files", nargs="+", type=Path, metavar="TỆP", help="bảng tính hoặc văn bản có bảng")
    parser.add_argument("--kind", choices=KINDS, dest="list_kind", help="loại danh sách (mặc định: tự nhận ra)")
    parser.add_argument("--font", choices=["tcvn3", "vni", "unicode"], help="bảng mã của chữ mà phông không cho biết")
    parser.add_argument(
        "--answer", action="append", default=[], metavar="CỘT=TRƯỜNG", help="nghĩa của một cột: B=full_name, C=-"
    )


def run(args: argparse.Namespace) -> int:
    """0: every file was read; else the exit code of the first that was not, the others read all the same."""

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diaban.settings")
    import django

    django.setup()
    return _files.each(args, lambda path: _one(args, path))


def _one(args: argparse.Namespace, path: Path) -> dict[str, Any]:
    from diaban.core.time import today
    from diaban.papers.lists import reading, told
    from diaban.papers.lists.kinds import KIND_OF
    from diaban.papers.reading.charsets import Charset

    found = reading.read_lists(
        path,
        path.name,
        today(),
        told=KIND_OF[args.list_kind] if args.list_kind else None,
        charset=Charset(args.font) if args.font else None,
        answers=dict(text.split("=", 1) for text in args.answer if "=" in text),
    )
    if not args.json:
        print("\n".join(told.lines(found)))
    return told.data(found)
