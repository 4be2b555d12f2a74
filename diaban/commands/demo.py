"""`diaban demo`: a synthetic province to look around in. It is made once; later calls open it again."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from diaban.host.places import Places
    from diaban.host.session import Database

#: Exit codes of a seeding that ended before it wrote: no such province, or an office's own data is there.
_NOTHING_BEGUN = (2, 4, 5)

#: Residents where nobody says how many: a story needs a province as large as the one it tells of.
_SIZES = {None: 100_000, "cards": 480_000}

HELP = "mở một tỉnh mẫu với dữ liệu tổng hợp (không có người thật)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which province, how many residents, and where to listen."""
    parser.add_argument("--province", default="Hà Tĩnh", help="tên tỉnh (mặc định Hà Tĩnh)")
    parser.add_argument(
        "--residents", type=int, default=None, metavar="N",
        help="số cư dân (mặc định 100.000; 480.000 khi diễn đợt cấp căn cước)",
    )  # fmt: skip
    parser.add_argument("--story", choices=["cards"], help="diễn thêm một câu chuyện: cards là một đợt cấp căn cước")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="số gieo: cùng số thì cùng dữ liệu")
    parser.add_argument(
        "--host", default="127.0.0.1", choices=["127.0.0.1", "::1", "localhost"], help=argparse.SUPPRESS
    )
    parser.add_argument("--port", type=int, default=8000, help="cổng (bận thì dùng cổng trống kế tiếp)")
    parser.add_argument("--reload", action="store_true", help="chạy lại khi mã nguồn đổi (cho người lập trình)")
    parser.add_argument("--no-serve", action="store_true", help="chỉ tạo dữ liệu, không mở giao diện")


def run(args: argparse.Namespace) -> int:
    """Seed when there is no demo yet, then serve it on loopback."""
    from diaban.core.errors import DiabanError
    from diaban.host import guard, places
    from diaban.host.supervisor import Supervisor, Wishes

    if args.residents is None:
        args.residents = _SIZES[args.story]
    if args.residents < 0:
        raise DiabanError("Số cư dân phải từ 0 trở lên.")
    spot = places.places(args.data)
    if args.no_serve:
        return _only_seed(spot, args)
    wishes = Wishes(args.host, args.port, demo=True, reload=args.reload, debug=args.reload)
    return guard.keep(
        spot, lambda lease: Supervisor(spot, wishes, lease).run(lambda database: _ready(spot, database, args))
    )


def _only_seed(spot: Places, args: argparse.Namespace) -> int:
    from diaban.host import session

    database = session.open_database(spot)
    try:
        lines = _ready(spot, database, args)
    finally:
        database.release()
    if args.json:
        print((spot.data / "demo.json").read_text("utf-8"))
    else:
        print("\n".join(lines))
    return 0


def _ready(spot: Places, database: Database, args: argparse.Namespace) -> list[str]:
    """The sign-ins to print, after making the data if there is none."""
    from diaban.core.errors import DiabanError
    from diaban.host import progress

    kept, begun = spot.data / "demo.json", spot.data / "demo.begun"
    wanted = {"province": args.province, "residents": args.residents, "seed": args.seed, "story": args.story}
    if kept.exists():
        demo = json.loads(kept.read_text("utf-8"))
        asked = {name for name in wanted if f"--{name}" in " ".join(sys.argv)}
        if any(demo.get(name) != wanted[name] for name in asked):
            raise DiabanError(
                f"Thư mục {spot.data} đã có tỉnh mẫu {demo['province']} ({demo['residents']} cư dân); "
                "dữ liệu còn nguyên, hãy chọn thư mục khác bằng --data."
            )
        progress.say(f"Tỉnh mẫu {demo['province']} đã có, mở lại.")
    else:
        if begun.exists():
            progress.say("Lần trước chưa tạo xong tỉnh mẫu, làm lại từ đầu.")
            _empty(database)
        begun.touch()
        demo = wanted | _seed(spot, database, wanted)
        _keep(kept, demo)
        begun.unlink()
    told: list[str] = demo.get("told", [])
    return sign_in_lines(demo["sign_ins"]) + told


def _seed(spot: Places, database: Database, wanted: dict[str, Any]) -> dict[str, Any]:
    """Fill the database, and play the story that was asked for in it."""
    made = _apart(spot, database, wanted)
    if wanted["story"]:
        made |= _apart(spot, database, wanted, "story")
    return made


def _apart(spot: Places, database: Database, wanted: dict[str, Any], *part: str) -> dict[str, Any]:
    """One part in a process of its own, so that the supervisor stays small; then the planner knows its tables."""
    from diaban.core.errors import DiabanError
    from diaban.host import session

    result = spot.run / "sign-ins.json"
    result.unlink(missing_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "diaban.host.seeding", json.dumps(wanted), str(result), *part],
        env=os.environ | session.environment(spot, database, demo=True),
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        if done.returncode in _NOTHING_BEGUN and not part:
            (spot.data / "demo.begun").unlink()
        raise DiabanError("Chưa tạo được tỉnh mẫu; lý do ở dòng trên.")
    read: dict[str, Any] = json.loads(result.read_text("utf-8"))
    result.unlink()
    _analyze(database)
    return read


def _analyze(database: Database) -> None:
    """Let the planner know the new tables before the first page asks: the owner's to do, and a second's work."""
    import psycopg

    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        connection.execute("analyze")


def _empty(database: Database) -> None:
    """Throw away a demo that was cut short."""
    from diaban.core.errors import DiabanError
    from diaban.host.server import Server

    if not isinstance(database, Server):
        raise DiabanError("Tỉnh mẫu trên máy chủ này tạo dở; hãy tạo lại cơ sở dữ liệu trống rồi chạy lại.")
    database.empty()


def _keep(path: Path, demo: dict[str, Any]) -> None:
    """Written last: its presence says that the seeding finished."""
    beside = path.with_suffix(".new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(demo, file, ensure_ascii=False, indent=1)
    beside.replace(path)


def sign_in_lines(sign_ins: list[dict[str, Any]]) -> list[str]:
    """One line for each account: name, password, what it is."""
    lines = ["Đăng nhập bằng:"]
    for entry in sign_ins:
        what = " · ".join(str(v) for k, v in entry.items() if k not in ("username", "password", "role") and v)
        lines.append(f"  {entry['username']:<22} {entry['password']:<22} {what}")
    return lines
