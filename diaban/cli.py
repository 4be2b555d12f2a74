"""The command `diaban`: one module in `commands/` for each word, loaded only when that word is used."""

from __future__ import annotations

import argparse
import importlib
import json
import keyword
import os
import pkgutil
import sys
from collections.abc import Sequence
from types import ModuleType

from diaban import commands
from diaban.core.errors import DiabanError
from diaban.host import options


def names() -> list[str]:
    """Every command there is. A word that Python keeps for itself has a module ending in `_`: `import_`."""
    return sorted(m.name.rstrip("_") for m in pkgutil.iter_modules(commands.__path__) if not m.name.startswith("_"))


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"diaban.commands.{name}_" if keyword.iskeyword(name) else f"diaban.commands.{name}")


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", metavar="DIR", help="thư mục dữ liệu (mặc định: $DIABAN_DATA, .diaban)")
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")


def _parse(argv: Sequence[str]) -> tuple[ModuleType, argparse.Namespace]:
    """The command's module and its arguments. Only the named command is imported, unless none is."""
    known = names()
    word = next((a for a in argv if not a.startswith("-")), None)
    parser = argparse.ArgumentParser(
        prog="diaban", description="Địa bàn: một sổ cái cho công việc của tỉnh, xã và thôn."
    )
    words = parser.add_subparsers(dest="command", required=True, metavar="LỆNH")
    for name in known if word not in known else [word]:
        module = _module(name)
        sub = words.add_parser(name, help=module.HELP, description=module.HELP)
        _common(sub)
        module.add_arguments(sub)
        sub.set_defaults(module=module)
    args = parser.parse_args(argv)
    return args.module, args


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. 0: done; an error's own exit code and one sentence otherwise; 130 when interrupted."""
    given = list(sys.argv[1:] if argv is None else argv)
    try:
        module, args = _parse(given)
        for sentence in options.check(os.environ):
            print(f"diaban: {sentence}", file=sys.stderr)
        return int(module.run(args) or 0)
    except DiabanError as error:
        if "--json" in given:
            print(json.dumps({"error": str(error)}, ensure_ascii=False))
        print(f"diaban: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output left (`| head`)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if os.environ.get("DIABAN_DEBUG") == "1":
            raise
        print(
            f"diaban: Có lỗi trong chương trình ({type(error).__name__}); "
            "hãy chạy lại với DIABAN_DEBUG=1 và gửi kết quả cho người phụ trách.",
            file=sys.stderr,
        )
        return 1


if __name__ == "__main__":
    sys.exit(main())
