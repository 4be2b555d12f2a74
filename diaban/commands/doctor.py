"""`diaban doctor`: is everything as it should be, and what to do when it isn't."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

HELP = "kiểm tra cài đặt, cơ sở dữ liệu và sổ cái"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The ledger's check reads every sealed line, so it is asked for by name."""
    parser.add_argument("--ledger", action="store_true", help="đọc lại mọi dòng đã niêm phong và so với các đầu sổ")
    parser.add_argument(
        "--against",
        metavar="HEAD.json",
        action="append",
        default=[],
        type=Path,
        help="so với đầu sổ đã cất giữ nơi khác",
    )


def run(args: argparse.Namespace) -> int:
    """0 when all is well, 1 when a check found something."""
    from diaban.host import session

    with session.database(args) as opened:
        if args.ledger or args.against:
            return _ledger(args)
        from diaban.host import checks

        answers = []
        for check in checks.found():
            finding = check.look(opened.spot)
            answers.append({"check": check.name, "title": str(check.title), **asdict(finding)})
            if not args.json:
                _print(str(check.title), finding.ok, finding.seen, finding.todo)
    if args.json:
        print(json.dumps({"ok": all(a["ok"] for a in answers), "checks": answers}, ensure_ascii=False, indent=1))
    return 0 if all(a["ok"] for a in answers) else 1


def _print(title: str, ok: bool, seen: str, todo: str = "") -> None:
    print(f"{'✓' if ok else '✗'} {title}: {seen}")
    if not ok and todo:
        print(f"  → {todo}")


def _ledger(args: argparse.Namespace) -> int:
    """Read the whole sealed ledger again and say what it proves, and what it can't."""
    from diaban.host.progress import Bar
    from diaban.ledger import audit, heads

    saved = [heads.load(path) for path in args.against]
    bar = None if args.json else Bar("Đọc lại sổ cái")
    report = audit.verify(saved, bar)
    if args.json:
        print(json.dumps(asdict(report) | {"ok": report.sound}, ensure_ascii=False, indent=1, default=str))
    else:
        _tell(report)
    return 0 if report.sound else 1


def _tell(report: Any) -> None:
    _print(
        "Sổ cái",
        report.sound,
        f"{report.sealed} dòng đã niêm phong, {report.heads} đầu sổ và {report.saved} đầu sổ cất giữ được so",
    )
    for finding in report.findings:
        told = ", ".join(f"{k}={v}" for k, v in asdict(finding).items() if k != "code" and v is not None)
        print(f"  ✗ {finding.code} ({told})")
    waiting = report.unsealed_lines + report.unsealed_lookups
    print(f"· {waiting} dòng chưa niêm phong: phép kiểm này chưa nói gì về chúng.", file=sys.stderr)
    if not report.saved:
        print(
            "· Chưa so với đầu sổ cất giữ nơi khác (--against): người có toàn quyền trên cơ sở dữ liệu "
            "có thể đã dựng lại cả cây.",
            file=sys.stderr,
        )
