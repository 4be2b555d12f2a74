"""`diaban doctor`: is everything as it should be, and what to do when it isn't."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

HELP = "kiểm tra cài đặt, cơ sở dữ liệu và sổ cái"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The ledger's check reads every sealed line, so it is asked for by name."""
    parser.add_argument("--ledger", action="store_true", help="đọc lại mọi dòng đã niêm phong và so với các đầu sổ")
    parser.add_argument(
        "--against",
        metavar="HEAD.json|DIR",
        action="append",
        default=[],
        type=Path,
        help="so với đầu sổ đã cất giữ nơi khác: một tệp hoặc một thư mục",
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
    from diaban.ledger import audit, heads, telling

    saved = [head for path in args.against for head in heads.load_all(path)]
    report = audit.verify(saved, None if args.json else Bar("Đọc lại sổ cái"))
    if args.json:
        print(json.dumps(telling.to_dict(report), ensure_ascii=False, indent=1, default=str))
        return 0 if report.sound else 1
    _print("Sổ cái", report.sound, telling.summary(report))
    for sentence in telling.findings(report):
        print(f"  ✗ {sentence}")
    for sentence in telling.limits(report):
        print(f"· {sentence}", file=sys.stderr)
    return 0 if report.sound else 1
