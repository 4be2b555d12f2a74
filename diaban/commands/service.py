"""`diaban service`: a hardened systemd unit for this install, printed or put into place."""

from __future__ import annotations

import argparse
import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diaban.host.unit import Service

HELP = "in hoặc cài dịch vụ systemd cho bản cài này"
#: Where a service keeps its data when nobody says otherwise.
DATA = Path("/var/lib/diaban")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """As whom it runs and where it listens; printing is the default, installing needs root."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--print", action="store_true", help="chỉ in tệp dịch vụ (mặc định)")
    what.add_argument("--install", action="store_true", help="tạo tài khoản và thư mục, ghi tệp dịch vụ (cần root)")
    parser.add_argument("--user", default="diaban", help="tài khoản chạy dịch vụ (mặc định: diaban)")
    parser.add_argument("--host", default="127.0.0.1", help="địa chỉ nhận kết nối")
    parser.add_argument("--port", type=int, default=8000, help="cổng")


def run(args: argparse.Namespace) -> int:
    """0 when printed or installed; what to type next is told, nothing is started."""
    from diaban.host.unit import Service

    service = Service(args.user, Path(args.data or DATA).absolute(), _program(), args.host, args.port)
    if args.install:
        _install(service)
    else:
        print(service.text(), end="")
    return 0


def _program() -> Path:
    """The command as it was called, by its full path."""
    beside = Path(sys.executable).parent / "diaban"
    found = shutil.which(sys.argv[0]) if Path(sys.argv[0]).name == "diaban" else None
    return Path(found or beside).absolute()


def _install(service: Service) -> None:
    from diaban.host.tongue import refusal, said
    from diaban.host.unit import SETTINGS, UNIT

    if os.getuid() != 0:
        raise refusal("Cài dịch vụ cần quyền root; hãy chạy lại bằng sudo.", "Installing needs root; use sudo.")
    if not service.program.exists():
        raise refusal(f"Không thấy chương trình {service.program}; hãy chạy bằng đường dẫn đầy đủ của diaban.",
                      f"There is no program {service.program}; call diaban by its full path.")  # fmt: skip
    _make_account(service.user)
    account = pwd.getpwnam(service.user)
    service.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    if service.data.stat().st_uid != account.pw_uid and any(service.data.iterdir()):
        raise refusal(
            f"{service.data} thuộc về người dùng khác và không trống; hãy chọn thư mục khác bằng --data.",
            f"{service.data} is someone else's and not empty; name another by --data.",
        )
    os.chown(service.data, account.pw_uid, account.pw_gid)
    service.data.chmod(0o700)
    _settings(account.pw_gid)
    UNIT.write_text(service.text(), "utf-8")
    print(said(f"Đã ghi {UNIT} và {SETTINGS}. Tiếp theo:", f"{UNIT} and {SETTINGS} are written. Next:"))
    print("  systemctl daemon-reload && systemctl enable --now diaban")


def _settings(group: int) -> None:
    """An empty file of settings, which the service's account may read: it will hold secrets."""
    from diaban.host.unit import SETTINGS

    SETTINGS.parent.mkdir(mode=0o755, exist_ok=True)
    if not SETTINGS.exists():
        SETTINGS.write_text("# DIABAN_*=... one a line; docs/settings.md has them all.\n", "utf-8")
        os.chown(SETTINGS, 0, group)
        SETTINGS.chmod(0o640)


def _make_account(name: str) -> None:
    from diaban.host.tongue import refusal

    try:
        pwd.getpwnam(name)
    except KeyError:
        made = subprocess.run(
            ["/usr/sbin/useradd", "--system", "--user-group", "--no-create-home", "--home-dir", DATA,
             "--shell", "/usr/sbin/nologin", name], capture_output=True, text=True,
        )  # fmt: skip
        if made.returncode:
            raise refusal(f"Không tạo được tài khoản {name}: {made.stderr.strip()}.",
                          f"The account {name} couldn't be made: {made.stderr.strip()}.") from None  # fmt: skip
