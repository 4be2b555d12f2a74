"""`diaban tls`: what the certificate in force says, or one of our own making for a trial on a local network."""

from __future__ import annotations

import argparse
import json

HELP = "xem chứng chỉ TLS đang dùng, hoặc tự tạo một chứng chỉ để thử trong mạng nội bộ"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Names as people will type them."""
    parser.add_argument(
        "--self-signed", nargs="+", metavar="TÊN", help="tự tạo chứng chỉ cho các tên máy hoặc địa chỉ IP này"
    )
    parser.add_argument("--days", type=int, default=365, metavar="N", help="hạn dùng, ngày (mặc định 365)")


def run(args: argparse.Namespace) -> int:
    """0; 1 when there is no certificate, or it ends within two weeks."""
    from diaban.host import options, places, tls
    from diaban.host.tongue import refusal, said

    if args.self_signed:
        if not 1 <= args.days <= 825:
            raise refusal("Hạn dùng phải từ 1 đến 825 ngày.", "A certificate lasts from 1 to 825 days.")
        folder = places.places(args.data).make().data / "tls"
        cert, key = tls.self_signed(folder, args.self_signed, args.days)
        print(f"DIABAN_TLS_CERT={cert}\nDIABAN_TLS_KEY={key}")
        return 0
    cert, key = options.value("DIABAN_TLS_CERT"), options.value("DIABAN_TLS_KEY")
    if not cert or not key:
        print(said("Chưa đặt DIABAN_TLS_CERT và DIABAN_TLS_KEY.", "DIABAN_TLS_CERT and DIABAN_TLS_KEY aren't set."))
        return 1
    found = tls.check(cert, key)
    told = {"cert": str(cert), "names": list(found.names), "days": found.days, "self_signed": found.self_signed}
    print(json.dumps(told, ensure_ascii=False) if args.json else _sentence(told))
    return 0 if found.days >= tls.SOON else 1


def _sentence(told: dict[str, object]) -> str:
    from diaban.host.tongue import said

    names = ", ".join(map(str, told["names"])) if isinstance(told["names"], list) else ""
    left = said(f"còn {told['days']} ngày", f"{told['days']} days left")
    return f"{told['cert']}: {names}; {left}."
