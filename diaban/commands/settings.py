"""`diaban settings`: what is in force here; secrets are hidden."""

from __future__ import annotations

import argparse
import json
import os

HELP = "in các thiết lập đang có hiệu lực (ẩn bí mật)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Those that nobody set are left out unless asked for."""
    parser.add_argument("--all", action="store_true", help="cả những thiết lập để mặc định")


def run(args: argparse.Namespace) -> int:
    """Always 0: a value of a wrong form has been told before a command runs."""
    from diaban.host import options, places
    from diaban.host.tongue import said

    found = [told for told in options.effective(os.environ) if told["whose"] == "administrator"]
    for told in found:
        if told["name"] == "DIABAN_DATA":
            told["value"] = str(places.places(args.data).data)
    if args.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return 0
    for told in found:
        if args.all or told["set"] or told["name"] == "DIABAN_DATA":
            print(f"{told['name']}={told['value']}\n    {told['meaning']}")
    if not args.all:
        print(said("Các thiết lập khác để mặc định; xem hết bằng --all.", "The rest are at their defaults; --all."))
    return 0
