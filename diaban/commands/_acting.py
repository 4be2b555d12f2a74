"""Who a command acts as. Persons are never reached by a command without a member of staff and a purpose."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diaban.access.scope import Viewer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--as`, `--purpose` and `--reference`, the same for every command that reads or writes persons."""
    parser.add_argument(
        "--as",
        dest="username",
        metavar="TÀI KHOẢN",
        help="làm việc với vai trò của tài khoản này (mặc định: dòng lệnh)",
    )
    parser.add_argument("--purpose", metavar="MÃ", default="residence", help="mục đích tra cứu, được ghi nhật ký")
    parser.add_argument("--reference", metavar="SỐ", default="", help="số hồ sơ hoặc văn bản kèm theo")


def common() -> argparse.ArgumentParser:
    """`--json` and `--data` after the second word too."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="in kết quả dạng JSON")
    parser.add_argument("--data", metavar="DIR", default=argparse.SUPPRESS, help="thư mục dữ liệu")
    return parser


@contextmanager
def acting(args: argparse.Namespace) -> Iterator[Viewer]:
    """The viewer that the arguments name, made known to the database. Needs Django to be set up.

    Raises NotFound for an unknown account, Invalid for a purpose that isn't in the catalogue.
    """
    from django.utils.translation import gettext as _

    from diaban.access import purposes, viewers
    from diaban.access.models import Account
    from diaban.access.session import acting as told
    from diaban.core.errors import Invalid, NotFound

    if args.purpose not in {purpose.code for purpose in purposes.catalogue()}:
        raise Invalid(_("Không có mục đích này trong danh mục; chưa làm gì."))
    if not args.username:
        viewer = viewers.command_line(purpose=args.purpose)
    else:
        account = Account.objects.filter(username=args.username, is_active=True).first()
        if account is None:
            raise NotFound(_("Không có tài khoản đang hoạt động mang tên này; chưa làm gì."))
        viewer = viewers.viewer_for(account, args.purpose, reference=args.reference)
    with told(viewer):
        yield viewer
