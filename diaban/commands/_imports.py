"""What `diaban import` does beside bringing a list in: take one back; tell and forget how lists were read."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from diaban.commands import _acting
from diaban.core.errors import NotFound

if TYPE_CHECKING:
    from diaban.access.scope import Viewer
    from diaban.papers.models import LayoutMemory


def run(args: argparse.Namespace) -> int:
    """0 when done; an error's own exit code otherwise."""
    from diaban.host import session

    with session.database(args), _acting.acting(args) as asked:
        return {"undo": _undo, "layouts": _layouts}[args.kind](args, asked)


def _undo(args: argparse.Namespace, asked: Viewer) -> int:
    from diaban.access.session import acting
    from diaban.core.text import fmt_int
    from diaban.people.importing import undo

    viewer = asked if args.username else replace(asked, office_id=_office(args.id, asked))
    with acting(viewer):
        kind = _kind(args.id)
        if kind != "residents":
            return {"incidents": _undo_book, "registers": _undo_register}[kind](args, viewer)
        if args.dry_run:
            found = undo.plan(viewer=viewer, import_id=args.id)
            counts: dict[str, Any] = {"residents": len(found.residents), "households": len(found.households)}
            counts["kept"] = len(found.kept)
        else:
            counts = undo.undo(by=viewer, import_id=args.id).counts["undone"]
    told = {name: fmt_int(counts[name]) for name in ("residents", "households", "kept")}
    done = "Sẽ gỡ" if args.dry_run else "Đã gỡ"
    text = "{done} {residents} người, {households} hộ; giữ lại {kept} người đã có việc ghi sau."
    return _said(args, {"import": str(args.id), "dry_run": args.dry_run, **counts}, text.format(done=done, **told))


def _kind(import_id: UUID) -> str:
    from diaban.papers.models import Import

    return str(Import.objects.values_list("kind", flat=True).get(pk=import_id))


def _undo_register(args: argparse.Namespace, viewer: Viewer) -> int:
    from diaban.core.text import fmt_int
    from diaban.registers.importing import undo

    if args.dry_run:
        found = undo.plan(viewer=viewer, import_id=args.id)
        counts: dict[str, Any] = {"rows": len(found.rows), "homes": len(found.homes), "touched": found.touched}
    else:
        counts = undo.undo(by=viewer, import_id=args.id).counts["undone"]
    told = {name: fmt_int(counts[name]) for name in ("rows", "homes", "touched")}
    done = "Sẽ gỡ" if args.dry_run else "Đã gỡ"
    text = "{done} {rows} dòng, {homes} hộ, trong đó {touched} dòng đã có việc ghi sau."
    return _said(args, {"import": str(args.id), "dry_run": args.dry_run, **counts}, text.format(done=done, **told))


def _undo_book(args: argparse.Namespace, viewer: Viewer) -> int:
    from diaban.core.text import fmt_int
    from diaban.incidents.importing import undo

    if args.dry_run:
        found = undo.plan(viewer=viewer, import_id=args.id)
        counts = {"incidents": len(found.incidents), "kept": found.kept}
    else:
        counts = undo.undo(by=viewer, import_id=args.id).counts["undone"]
    done = "Sẽ hủy" if args.dry_run else "Đã hủy"
    text = f"{done} {fmt_int(counts['incidents'])} vụ việc; giữ lại {fmt_int(counts['kept'])} vụ đã có việc ghi sau."
    return _said(args, {"import": str(args.id), "dry_run": args.dry_run, **counts}, text)


def _layouts(args: argparse.Namespace, asked: Viewer) -> int:
    """What offices confirmed of their lists' columns: the account's office, else every office."""
    from diaban.access.models import Office
    from diaban.access.session import acting
    from diaban.people.importing import actions, queries

    offices = [asked.office_id] if args.username else [0, *Office.objects.order_by("id").values_list("id", flat=True)]
    told: list[dict[str, Any]] = []
    for office in offices:
        viewer = replace(asked, office_id=office)
        with acting(viewer):
            found = list(queries.layouts(viewer=viewer).order_by("-told_at"))
            if args.forget is not None and args.forget in {row.pk for row in found}:
                actions.forget_layout(by=viewer, layout_id=args.forget)
                return _said(args, {"forgotten": args.forget}, f"Đã quên cách đọc số {args.forget}.")
            told += [_told(row) for row in found]
    if args.forget is not None:
        raise NotFound(f"Không có cách đọc nào mang số {args.forget}; chưa làm gì.")
    lines = [f"{row['id']:>6}  {row['uses']:>4}×  {' · '.join(c['label'] for c in row['columns'])}" for row in told]
    return _said(args, {"layouts": told}, "\n".join(lines) or "Chưa nhớ cách đọc nào.")


def _told(row: LayoutMemory) -> dict[str, Any]:
    return {
        "id": row.pk, "office": row.office, "uses": row.uses, "font": row.font, "told_at": row.told_at.isoformat(),
        "columns": row.columns,
    }  # fmt: skip


def _said(args: argparse.Namespace, data: dict[str, Any], text: str) -> int:
    print(json.dumps(data, ensure_ascii=False) if args.json else text)
    return 0


def _office(import_id: UUID, asked: Viewer) -> int:
    """The office that an import belongs to: the command line acts in its name, as it did when it brought the list in.

    Staging is each office's own, so it is looked for office by office. Raises NotFound.
    """
    from diaban.access.models import Office
    from diaban.access.session import acting
    from diaban.papers.models import Import

    for office in (asked.office_id, *Office.objects.order_by("id").values_list("id", flat=True)):
        with acting(replace(asked, office_id=office)):
            if Import.objects.filter(pk=import_id).exists():
                return office
    raise NotFound("Không có lần nhập nào mang mã này; chưa làm gì.")
