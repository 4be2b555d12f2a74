"""`diaban up`: the console on the data that is there."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

HELP = "mở giao diện làm việc trên dữ liệu hiện có"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen; loopback unless said otherwise."""
    parser.add_argument("--host", default="127.0.0.1", help="địa chỉ nhận kết nối (mặc định chỉ máy này)")
    parser.add_argument("--tls-cert", metavar="TỆP", help="chứng chỉ TLS dạng PEM (mặc định: $DIABAN_TLS_CERT)")
    parser.add_argument("--tls-key", metavar="TỆP", help="khóa của chứng chỉ (mặc định: $DIABAN_TLS_KEY)")
    parser.add_argument("--port", type=int, default=8000, help="cổng (bận thì dùng cổng trống kế tiếp)")
    parser.add_argument("--reload", action="store_true", help="chạy lại khi mã nguồn đổi (cho người lập trình)")
    parser.add_argument("--no-worker", action="store_true", help="không chạy tiến trình nền")


def run(args: argparse.Namespace) -> int:
    """Run until stopped."""
    from diaban.host import door, guard, places
    from diaban.host.supervisor import Supervisor, Wishes

    for name, told in (("DIABAN_TLS_CERT", args.tls_cert), ("DIABAN_TLS_KEY", args.tls_key)):
        if told:
            os.environ[name] = str(Path(told).absolute())  # a link stays a link: renewals move it
    spot = places.places(args.data)
    demo = (spot.data / "demo.json").exists()
    door.of(args.host, args.port, demo)  # refused before anything is made
    wishes = Wishes(args.host, args.port, demo=demo, reload=args.reload, worker=not args.no_worker, debug=args.reload)
    if demo:
        import json

        from diaban.commands.demo import sign_in_lines

        wishes.lines = sign_in_lines(json.loads((spot.data / "demo.json").read_text("utf-8"))["sign_ins"])
    return guard.keep(spot, lambda lease: Supervisor(spot, wishes, lease).run())
