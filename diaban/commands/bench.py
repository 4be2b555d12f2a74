"""`diaban bench [NAME ...]`: measure the system against its goals, each figure beside a peer in the same run."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile

HELP = "đo hệ thống: mỗi số là một tỷ lệ với một mốc đo trong cùng lần chạy"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which figures; all of them by default."""
    parser.add_argument("names", nargs="*", metavar="TÊN", help="phép đo (mặc định: tất cả)")
    parser.add_argument(
        "--size", type=int, metavar="N", help="số cư dân, thay cho cỡ riêng của phép đo (chỉ để thử phép đo)"
    )
    parser.add_argument("--list", action="store_true", help="chỉ liệt kê tên")


def run(args: argparse.Namespace) -> int:
    """0 when every figure holds, 1 when one doesn't or couldn't be measured."""
    from diaban.bench import catalog

    names = args.names or list(catalog.CATALOG)
    for name in names:
        catalog.load(name)
    if args.list:
        print("\n".join(names))
        return 0
    return max([_measure("+".join(group), args.json, args.size) for group in catalog.groups(names)], default=0)


def _measure(name: str, as_json: bool, size: int | None) -> int:
    """One benchmark in a process and an empty folder of its own, so that none warms or burdens the next."""
    with tempfile.TemporaryDirectory(prefix="diaban-bench-") as folder:
        command = [sys.executable, "-m", "diaban.bench.one", name, folder, *([str(size)] if size else [])]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            held = [_tell(line, as_json) for line in process.stdout]
    if process.returncode != 0 or not held:
        print(f"✗ {name}: không đo được (mã {process.returncode}).", file=sys.stderr)
        return 1
    return 0 if all(held) else 1


def _tell(line: str, as_json: bool) -> bool:
    figure = json.loads(line)
    if as_json:
        print(line.strip(), flush=True)
    else:
        sign, bound = ("✓" if figure["holds"] else "✗"), {"at most": "≤", "at least": "≥"}[figure["detail"]["bound"]]
        print(f"{sign} {figure['name']}: {figure['value']} (mục tiêu {bound} {figure['goal']})", flush=True)
    return bool(figure["holds"])
