"""`diaban areas`: ask the map what an address or code stands for on a day, and change it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from diaban.areas.queries import Resolution, Unit

HELP = "tra cứu đơn vị hành chính theo ngày, nhập ranh giới, ghi một đợt sắp xếp"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One word for each thing to do; `--json` and `--data` may stand after it."""
    words = parser.add_subparsers(dest="word", required=True, metavar="VIỆC")

    def word(name: str, about: str, do: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        sub = words.add_parser(name, help=about, description=about)
        sub.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="in kết quả dạng JSON")
        sub.add_argument("--data", metavar="DIR", default=argparse.SUPPRESS, help="thư mục dữ liệu")
        sub.set_defaults(do=do)
        return sub

    day: dict[str, Any] = {"type": _day, "metavar": "NGÀY", "help": "theo danh mục ngày này (mặc định hôm nay)"}
    resolve = word("resolve", "địa chỉ hoặc mã này là đơn vị nào, nay thuộc đâu", _resolve)
    resolve.add_argument("text", metavar="ĐỊA CHỈ")
    resolve.add_argument("--on", **day)
    show = word("show", "mọi điều về đơn vị mang mã này", _show)
    show.add_argument("code", metavar="MÃ")
    show.add_argument("--on", **day)
    listing = word("list", "các tỉnh, hoặc các xã của một tỉnh", _list)
    listing.add_argument("--province", metavar="MÃ", help="mã hai số của tỉnh")
    listing.add_argument("--on", **day)
    borders = word("import-boundaries", "nhập ranh giới từ tệp GeoJSON (WGS84)", _import)
    borders.add_argument("file", type=Path, metavar="TỆP")
    borders.add_argument("--source", default="", help="nguồn của ranh giới, được lưu kèm")
    borders.add_argument("--swap", action="store_true", help="tệp ghi vĩ độ trước kinh độ")
    borders.add_argument("--on", **day)
    reform = word("reform", "ghi một đợt sắp xếp từ tệp JSON, hoặc bỏ đợt đã ghi", _reform)
    reform.add_argument("file", metavar="TỆP", help="tệp JSON; mã đợt khi dùng --undo")
    reform.add_argument("--undo", action="store_true", help="bỏ đợt mang mã này nếu chưa có gì dựa vào")


def _day(text: str) -> date:
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise argparse.ArgumentTypeError("ngày viết 2025-06-30 hoặc 30/06/2025")


def run(args: argparse.Namespace) -> int:
    """Do what the word says. 0: done or found; 1: nothing found, or not one thing only."""
    from diaban.host import session

    with session.database(args):
        return int(args.do(args))


def _out(args: argparse.Namespace, value: Any, text: str) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1) if args.json else text)


def _resolve(args: argparse.Namespace) -> int:
    from diaban.areas import queries

    found: Resolution = queries.resolve(args.text, args.on)
    _out(args, found.as_json(), found.sentence)
    return 0 if found.sure in ("exact", "unmarked") else 1


def _show(args: argparse.Namespace) -> int:
    from diaban.areas import queries

    unit = queries.find(args.code, args.on)
    if unit is None:
        found = queries.resolve(args.code, args.on)
        _out(args, found.as_json(), found.sentence)
        return 1
    about = {
        **_plain(unit),
        "address": queries.full_address(unit.id, args.on),
        "names": [
            {"name": f"{n.kind} {n.name}", "from": n.valid_from.isoformat(), "checked": n.checked, "by": n.citation}
            for n in queries.name_history(unit.id)
        ],
        "made_of": [f"{s.unit.full_name} ({s.unit.code}): {s.land}/{s.people}" for s in queries.predecessors(unit.id)],
        "became": [f"{s.unit.full_name} ({s.unit.code}): {s.land}/{s.people}" for s in queries.successors(unit.id)],
        "hamlets": [h.unit.full_name for h in queries.hamlets(unit.id, args.on)],
        "children": len(queries.children(unit.id, args.on)),
    }
    _out(args, about, "\n".join(f"{key:10} {_line(value)}" for key, value in about.items() if value not in ([], None)))
    return 0


def _line(value: Any) -> str:
    if not isinstance(value, list):
        return str(value)
    return "; ".join(str(v["name"]) + f" (từ {v['from']})" if isinstance(v, dict) else str(v) for v in value)


def _list(args: argparse.Namespace) -> int:
    from diaban.areas import queries

    units = queries.provinces(args.on)
    if args.province:
        above = queries.find(args.province, args.on, queries.Level.PROVINCE)
        units = queries.children(above.id, args.on, queries.Level.COMMUNE) if above else []
    _out(args, [_plain(u) for u in units], "\n".join(f"{u.code:6}{u.full_name}" for u in units))
    return 0 if units else 1


def _plain(unit: Unit) -> dict[str, Any]:
    return {
        "id": unit.id,
        "code": unit.code,
        "kind": unit.kind,
        "name": unit.name,
        "valid_from": unit.valid_from.isoformat(),
        "valid_to": unit.valid_to and unit.valid_to.isoformat(),
        "area_km2": unit.area_km2,
    }


def _read(path: Path) -> bytes:
    from diaban.core.errors import Unavailable

    try:
        return path.read_bytes()
    except OSError as error:
        raise Unavailable(f"Không đọc được tệp {path.name}; chưa có gì được ghi.") from error


def _import(args: argparse.Namespace) -> int:
    from diaban.access import viewers
    from diaban.access.session import acting
    from diaban.areas import actions

    content = _read(args.file)
    viewer = viewers.command_line()
    with acting(viewer):
        done = actions.import_boundaries(content, by=viewer, source=args.source, on=args.on, swapped=args.swap)
    told = {
        "imported": len(done.units),
        "repaired": done.repaired,
        "crossing": done.crossing,
        "unknown": done.unknown,
        "unreadable": done.unreadable,
        "sentence": done.sentence,
    }
    _out(args, told, done.sentence)
    return 0


def _reform(args: argparse.Namespace) -> int:
    from diaban.access import viewers
    from diaban.access.session import acting
    from diaban.areas import actions
    from diaban.core.errors import Invalid

    viewer = viewers.command_line()
    with acting(viewer):
        if args.undo:
            actions.undo_reform(args.file, viewer)
            _out(args, {"undone": args.file}, f"Đã bỏ đợt sắp xếp {args.file}.")
            return 0
        try:
            data = json.loads(_read(Path(args.file)).decode("utf-8-sig"))
        except ValueError as error:
            raise Invalid("Tệp này không phải JSON đọc được; chưa có gì được ghi.") from error
        played = actions.play_reform(data, viewer)
    told = {"code": played.code, "again": played.again, "units": played.units, "fragments": len(played.fragments),
            "ended": len(played.ended), "renamed": len(played.renamed),
            "unresolved_hamlets": played.unresolved_hamlets}  # fmt: skip
    done = "đã được ghi từ trước" if played.again else "đã được ghi"
    _out(args, told, f"Đợt {played.code} {done}: {len(played.units)} đơn vị mới, {len(played.ended)} đơn vị kết thúc.")
    return 0
