"""What `diaban import` does beside bringing a list in: take one back."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from diaban.commands import _acting

if TYPE_CHECKING:
    from diaban.access.scope import Viewer


def run(args: argparse.Namespace) -> int:
    """0 when done; an error's own exit code otherwise."""
    from diaban.host import session

    with session.database(args), _acting.acting(args) as asked:
        return _undo(args, asked)


def _undo(args: argparse.Namespace, asked: Viewer) -> int:
    from diaban.access.session import acting
    from diaban.core.text import fmt_int
    from diaban.people.importing import undo

    viewer = asked if args.username else replace(asked, office_id=_office(args.id, asked))
    with acting(viewer):
        if args.dry_run:
            found = undo.plan(viewer=viewer, import_id=args.id)
            counts: dict[str, Any] = {"residents": len(found.residents), "households": len(found.households)}
            counts["kept"] = len(found.kept)
        else:
            counts = undo.undo(by=viewer, import_id=args.id).counts["undone"]
    if args.json:
        print(json.dumps({"import": str(args.id), "dry_run": args.dry_run, **counts}, ensure_ascii=False))
        return 0
    told = {name: fmt_int(counts[name]) for name in ("residents", "households", "kept")}
    done = "Sẽ gỡ" if args.dry_run else "Đã gỡ"
    print(
        "{done} {residents} người, {households} hộ; giữ lại {kept} người đã có việc ghi sau.".format(done=done, **told)
    )
    return 0


def _office(import_id: UUID, asked: Viewer) -> int:
    """The office that an import belongs to: the command line acts in its name, as it did when it brought the list in.

    Staging is each office's own, so it is looked for office by office. Raises NotFound.
    """
    from diaban.access.models import Office
    from diaban.access.session import acting
    from diaban.core.errors import NotFound
    from diaban.papers.models import Import

    for office in (asked.office_id, *Office.objects.order_by("id").values_list("id", flat=True)):
        with acting(replace(asked, office_id=office)):
            if Import.objects.filter(pk=import_id).exists():
                return office
    raise NotFound("Không có lần nhập nào mang mã này; chưa làm gì.")
