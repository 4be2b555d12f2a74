"""`diaban figures check | rebuild | known-from | gap | declare | said`: the cells against their lines, from when there
are figures of an area and when there are none in between, and figures that were published before."""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from diaban.commands import _acting

if TYPE_CHECKING:
    from diaban.access.scope import Viewer

HELP = "so các ô số liệu với sổ, hoặc tính lại; ghi mốc có số liệu, số liệu công bố"
_AREA = "mã, hoặc tên như “huyện Kỳ Anh, tỉnh Hà Tĩnh”"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`check` only looks; `rebuild` queues what is lacking, while others go on writing and reading."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VIỆC")
    common = _acting.common()
    verbs.add_parser("check", parents=[common], help="chỉ so các ô với sổ")
    verbs.add_parser("rebuild", parents=[common], help="tính lại các ô")
    kept = verbs.add_parser("known-from", parents=[common], help="ghi ngày bắt đầu có số liệu của một địa bàn")
    kept.add_argument("measure", metavar="MÃ", help="mã số liệu, mã lĩnh vực (incidents), hoặc all")
    kept.add_argument("--area", required=True, metavar="ĐỊA BÀN", help=_AREA)
    kept.add_argument("--from", dest="day", required=True, metavar="NGÀY", help="ngày đầu tiên có số liệu")
    kept.add_argument("--document", required=True, metavar="CĂN CỨ", help="văn bản hoặc lý do")
    gap = verbs.add_parser("gap", parents=[common], help="ghi những ngày ở giữa không có số liệu")
    gap.add_argument("measure", metavar="MÃ", help="mã số liệu, mã lĩnh vực (incidents), hoặc all")
    gap.add_argument("--area", required=True, metavar="ĐỊA BÀN", help=_AREA)
    gap.add_argument("--period", required=True, metavar="KỲ", help="2021 (năm báo cáo), 2021-Q1, ngày-ngày")
    gap.add_argument("--document", required=True, metavar="CĂN CỨ", help="văn bản hoặc lý do")
    gap.add_argument("--filled", action="store_true", help="nay đã có số liệu của những ngày này")
    declared = verbs.add_parser("declare", parents=[common], help="ghi số liệu đã công bố bằng văn bản")
    declared.add_argument("measure", metavar="MÃ", help="mã số liệu")
    declared.add_argument("value", metavar="GIÁ TRỊ", help="như 1.234 hoặc 95,5")
    declared.add_argument("--area", required=True, metavar="ĐỊA BÀN", help=_AREA)
    declared.add_argument("--period", required=True, metavar="KỲ", help="2021 (năm báo cáo), 2021-Q1, ngày-ngày")
    declared.add_argument("--document", required=True, metavar="VĂN BẢN", help="văn bản công bố")
    declared.add_argument("--signer", required=True, metavar="CHỨC VỤ", help="chức vụ người ký")
    declared.add_argument("--replaces", metavar="MÃ", help="mã của số liệu công bố được sửa")
    said = verbs.add_parser("said", parents=[common], help="xem mốc và số liệu công bố của một địa bàn")
    said.add_argument("--area", required=True, metavar="ĐỊA BÀN", help=_AREA)
    for each in (kept, gap, declared, said):
        _acting.add_arguments(each)


def run(args: argparse.Namespace) -> int:
    """0 when done, and the cells are right (after `rebuild`: were made so); 1 when `check` found some that aren't."""
    from diaban.host import session

    with session.database(args):
        if args.verb in ("check", "rebuild"):
            return _cells(args)
        with _acting.acting(args) as viewer:
            return {"known-from": _keep, "gap": _gap, "declare": _declare, "said": _said}[args.verb](args, viewer)


def _cells(args: argparse.Namespace) -> int:
    from diaban.figures import jobs

    started = time.perf_counter()
    wrong = jobs.differences()
    mended = jobs.rebuild() if args.verb == "rebuild" else 0
    seconds = round(time.perf_counter() - started, 2)
    ok = not wrong or args.verb == "rebuild"
    if args.json:
        found = {"ok": ok, "wrong": [asdict(each) for each in wrong], "mended": mended, "seconds": seconds}
        return _told(args, found, "", ok)
    for each in wrong[:20]:
        print(
            f"✗ {each.kind}, địa bàn {each.place}, từ {each.since:%d/%m/%Y}: thiếu {each.n} dòng, lượng {each.quantity}"
        )
    if args.verb == "rebuild":
        return _told(args, {}, f"✓ Đã tính lại {mended} ô trong {seconds} giây.")
    if ok:
        return _told(args, {}, f"✓ Các ô số liệu đúng bằng số dòng của sổ ({seconds} giây).")
    return _told(args, {}, f"✗ {len(wrong)} chỗ không khớp. Chạy: diaban figures rebuild", ok)


def _told(args: argparse.Namespace, data: dict[str, Any], text: str, ok: bool = True) -> int:
    print(json.dumps(data, ensure_ascii=False, default=str) if args.json else text)
    return 0 if ok else 1


def _keep(args: argparse.Namespace, viewer: Viewer) -> int:
    from diaban.areas.queries import named
    from diaban.core.errors import Invalid
    from diaban.figures import actions
    from diaban.web.days import read_day

    unit = named(args.area)
    try:
        day = read_day(args.day)
    except ValueError:
        raise Invalid(f"Không đọc được ngày “{args.day}”; ghi như 15/12/2021. Chưa ghi gì.") from None
    measure = "" if args.measure == "all" else args.measure
    actions.keep_from(by=viewer, measure=measure, unit_id=unit.id, day=day, document=args.document)
    data = {"measure": measure, "area": unit.id, "area_name": unit.full_name, "known_from": day.isoformat()}
    return _told(args, data, f"✓ {args.measure}: {unit.full_name} có số liệu từ {day:%d/%m/%Y}.")


def _gap(args: argparse.Namespace, viewer: Viewer) -> int:
    from diaban.areas.queries import named
    from diaban.figures import actions
    from diaban.figures.periods_read import read
    from diaban.figures.periods_schemes import Family

    unit, period = named(args.area), read(args.period, Family.STATE)
    measure = "" if args.measure == "all" else args.measure
    actions.say_gap(by=viewer, measure=measure, unit_id=unit.id, period=period.period, document=args.document,
                    filled=args.filled)  # fmt: skip
    data = {"measure": measure, "area": unit.id, "area_name": unit.full_name, "since": period.since,
            "until": period.until, "filled": args.filled}  # fmt: skip
    what = "nay có số liệu" if args.filled else "không có số liệu"
    return _told(args, data, f"✓ {args.measure}: {unit.full_name} {what} từ {period.since:%d/%m/%Y} đến"
                             f" {period.until:%d/%m/%Y}.")  # fmt: skip


def _declare(args: argparse.Namespace, viewer: Viewer) -> int:
    from decimal import Decimal, InvalidOperation
    from uuid import UUID

    from diaban.areas.queries import named
    from diaban.core.errors import Invalid
    from diaban.figures import actions
    from diaban.figures.periods_read import read
    from diaban.figures.periods_schemes import Family

    unit, period = named(args.area), read(args.period, Family.STATE)
    try:
        value = Decimal(args.value.replace(".", "").replace(",", "."))
        replaces = UUID(args.replaces) if args.replaces else None
    except (InvalidOperation, ValueError):
        raise Invalid(f"Không đọc được “{args.value}” hoặc mã được sửa; ghi số như 1.234 hoặc 95,5.") from None
    made = actions.declare(by=viewer, measure=args.measure, unit_id=unit.id, period=period.period, value=value,
                           document=args.document, signer=args.signer, replaces=replaces)  # fmt: skip
    data = {"declared": made, "measure": args.measure, "area": unit.id, "area_name": unit.full_name,
            "since": period.since, "until": period.until, "value": float(value)}  # fmt: skip
    return _told(args, data, f"✓ Đã ghi số liệu công bố {args.value} ({args.measure}), {unit.full_name},"
                             f" {period.label}. Mã: {made}")  # fmt: skip


def _said(args: argparse.Namespace, viewer: Viewer) -> int:
    from diaban.areas.queries import label, named
    from diaban.figures import declared

    unit = named(args.area)
    kept = declared.kept(unit.id, viewer=viewer)
    published = declared.history(unit.id, viewer=viewer)
    data = {"area": unit.id, "area_name": unit.full_name, "known_from": [asdict(each) for each in kept],
            "declared": [asdict(each) for each in published]}  # fmt: skip
    lines = [f"{unit.full_name}:"]
    lines += [f"  {'' if each.standing else '(đã thay) '}{each.measure or 'all'} từ {each.day:%d/%m/%Y}"
              + "".join(f", trừ {since:%d/%m/%Y}–{until:%d/%m/%Y}" for since, until in each.gaps)
              + f" – {label(each.unit_id)} – {each.document}" for each in kept]  # fmt: skip
    lines += [f"  {'' if each.standing else '(đã thay) '}{each.measure} {each.since:%d/%m/%Y}–{each.until:%d/%m/%Y}:"
              f" {each.value} – {each.document}, {each.signer} – {each.id}" for each in published]  # fmt: skip
    return _told(args, data, "\n".join(lines))
