"""What `diaban doctor` looks at. A room adds its own in `health.py`: `CHECKS = (Check(...), …)`."""

from __future__ import annotations

import importlib
import importlib.util
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from diaban.host.places import Places


@dataclass(frozen=True)
class Finding:
    """One check's answer: whether all is well, what was seen, and what to do when it isn't."""

    ok: bool
    seen: str
    todo: str = ""


@dataclass(frozen=True)
class Check:
    """A named look at one thing. `look` gets the install's places; Django is set up as the application's role."""

    name: str
    title: str
    look: Callable[[Places], Finding]


def found() -> Iterator[Check]:
    """This room's checks, then those of every room that has some, left to right."""
    yield from CHECKS
    from django.conf import settings

    for room in settings.ROOMS:
        module = f"diaban.{room}.health"
        if importlib.util.find_spec(module) is not None:
            yield from importlib.import_module(module).CHECKS


def _database(spot: Places) -> Finding:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("show server_version")
        version = str(cursor.fetchone()[0]).split()[0]
        cursor.execute("show data_checksums")
        sums = cursor.fetchone()[0] == "on"
    kind = "máy chủ riêng" if os.environ.get("DIABAN_DATABASE_URL") else "đi kèm"
    seen = f"PostgreSQL {version} ({kind})"
    if not sums:
        return Finding(False, f"{seen}, không có mã kiểm khối", "Bật bằng pg_checksums khi máy chủ dừng.")
    return Finding(True, seen)


def _application_role(spot: Places) -> Finding:
    """The application must own nothing and must be held by row security."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "select current_user, rolsuper or rolbypassrls,"
            " (select count(*) from pg_class c where c.relowner = r.oid and c.relpersistence = 'p')"
            " from pg_roles r where rolname = current_user"
        )
        role, above, owned = cursor.fetchone()
    if above or owned:
        return Finding(
            False,
            f"vai trò {role} vượt được quyền theo dòng hoặc sở hữu {owned} bảng",
            "Dùng một vai trò thường khác cho ứng dụng.",
        )
    return Finding(True, f"{role}, không sở hữu bảng nào")


def _migrations(spot: Places) -> Finding:
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    applied = loader.applied_migrations
    missing = [key for key in loader.graph.nodes if key not in applied]
    if missing:
        return Finding(False, f"thiếu {len(missing)} bước cập nhật", "Chạy diaban up một lần.")
    return Finding(True, f"{len(applied)} bước cập nhật, đủ")


def _space(spot: Places) -> Finding:
    free = shutil.disk_usage(spot.data).free / 2**30
    seen = f"{free:.1f} GB trống".replace(".", ",")
    if free < 1:
        return Finding(False, seen, "Giải phóng đĩa trước khi nhập thêm dữ liệu.")
    return Finding(True, seen)


def _closed_folder(spot: Places) -> Finding:
    mode = spot.data.stat().st_mode & 0o777
    if mode & 0o077:
        return Finding(False, f"người dùng khác đọc được {spot.data}", f"chmod 700 {spot.data}")
    return Finding(True, str(spot.data))


CHECKS = (
    Check("database", "Cơ sở dữ liệu", _database),
    Check("application-role", "Vai trò ứng dụng", _application_role),
    Check("migrations", "Cấu trúc bảng", _migrations),
    Check("data-folder", "Thư mục dữ liệu", _closed_folder),
    Check("disk", "Đĩa", _space),
)
