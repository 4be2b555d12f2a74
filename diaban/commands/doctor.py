"""`diaban doctor`: is everything as it should be, and what to do when it isn't."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from diaban.host.checks import Check
    from diaban.host.places import Places

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
    """0 when all is well, 1 when a check found something, an error's own code when the database didn't come up."""
    from diaban.core.errors import DiabanError
    from diaban.host import checks, places, session

    if args.ledger or args.against:
        with session.database(args):
            return _ledger(args)
    spot, answers = places.places(args.data), Answers(args.json)
    try:
        answers.look(checks.without_database(), spot.make())
        with session.database(args), _speaking():
            answers.look((check for check in checks.found() if getattr(check, "asks", True)), spot)
    except DiabanError as error:
        if not args.json:
            raise
        print(answers.text(str(error)))
        print(f"diaban: {error}", file=sys.stderr)
        return error.exit_code
    if args.json:
        print(answers.text())
    return 0 if answers.ok else 1


class Answers:
    """What the checks said so far; printed one by one, or all at the end as JSON."""

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet
        self.given: list[dict[str, Any]] = []

    def look(self, asked: Iterable[Check], spot: Places) -> None:
        """Ask each; what it says is in the language of the terminal."""
        from diaban.host import checks
        from diaban.host.tongue import gettext

        for check in asked:
            finding, title = checks.looked(check, spot), gettext(str(check.title))
            self.given.append({"check": check.name, "title": title, **asdict(finding)})
            if not self.quiet:
                _print(title, finding.ok, finding.seen, finding.todo)

    @property
    def ok(self) -> bool:
        """Whether all is well."""
        return all(answer["ok"] for answer in self.given)

    def text(self, error: str = "") -> str:
        """As JSON; `error` is why the database didn't come up."""
        told: dict[str, Any] = {"ok": self.ok and not error, "checks": self.given}
        return json.dumps(told | ({"error": error} if error else {}), ensure_ascii=False, indent=1)


@contextmanager
def _speaking() -> Iterator[None]:
    """Django's sentences in the terminal's language."""
    from django.utils.translation import override

    from diaban.host.tongue import language

    with override(language()):
        yield


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
