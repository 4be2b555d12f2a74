"""A PostgreSQL server that someone else runs, named by `DIABAN_DATABASE_URL` (its owner role's address).

The application still doesn't own its tables: its role is made here, or named by `DIABAN_APP_DATABASE_URL` where the
owner may not make roles.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import psycopg

from diaban.core.errors import DiabanError, Unavailable
from diaban.host import fingerprint, roles, upgrade
from diaban.host.locks import Lock
from diaban.host.places import Places
from diaban.host.secrets import load_or_make

OLDEST = 15


@dataclass(frozen=True)
class Served:
    """The two addresses of a served database."""

    app_url: str
    owner_url: str

    def release(self) -> None:
        """Nothing to give back: the server isn't ours."""

    def alive(self) -> bool:
        """Its upkeep is someone else's; a lost connection is made again by whoever lost it."""
        return True


def _as(url: str, user: str, password: str) -> str:
    """The same server and database with another role."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    query = [(k, v) for k, v in parse_qsl(parts.query) if k not in ("user", "password")]
    netloc = f"{quote(user, safe='')}:{quote(password, safe='')}@{host}"
    return urlunsplit((parts.scheme, netloc, parts.path, urlencode(query), ""))


def check_address(name: str, url: str) -> None:
    """Whether it is an address at all. The sentence never quotes it: it holds a password.

    Raises: DiabanError.
    """
    from psycopg.conninfo import conninfo_to_dict

    try:
        parts = urlsplit(url)
        good = parts.scheme in ("postgresql", "postgres") and bool(parts.path.strip("/")) and (parts.port or 1) > 0
        conninfo_to_dict(url)
    except (ValueError, psycopg.Error):
        good = False
    if not good:
        raise DiabanError(
            f"{name} không phải là địa chỉ PostgreSQL; dạng đúng: postgresql://VAI_TRÒ:MẬT_KHẨU@MÁY:CỔNG/CƠ_SỞ_DỮ_LIỆU "
            "(ký tự lạ trong mật khẩu viết dạng %XX)."
        )


def _reason(error: psycopg.Error) -> str:
    """The server's own words on why it lets nobody in; not the driver's hint on the line after."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip() and not line.startswith("\t")]
    return lines[-1] if lines else type(error).__name__


def join(spot: Places, url: str) -> Served:
    """Check the server, make or check the application's role, and bring the schema up to date.

    Raises: DiabanError naming what the server lacks.
    """
    app_url = app_address(spot, url)
    stamp = spot.data / "served.json"
    told = {"schema": fingerprint.schema(), "server": urlsplit(url).netloc.rpartition("@")[2] + urlsplit(url).path}
    if stamp.exists() and json.loads(stamp.read_text("utf-8")) == told and _enters(app_url):
        return Served(app_url, url)
    lock = Lock(spot.run / "make.lock")
    try:
        lock.wait(seconds=120)
        _prepare(url, app_url, spot)
        stamp.write_text(json.dumps(told), "utf-8")
    finally:
        lock.close()
    return Served(app_url, url)


def app_address(spot: Places, url: str) -> str:
    """The application's address on the server at `url`: as it was told, else with the role that is made here."""
    app_url = os.environ.get("DIABAN_APP_DATABASE_URL", "")
    check_address("DIABAN_DATABASE_URL", url)
    if not app_url:
        return _as(url, roles.app_role(), load_or_make(spot.secrets).app)
    check_address("DIABAN_APP_DATABASE_URL", app_url)
    os.environ["DIABAN_APP_ROLE"] = urlsplit(app_url).username or roles.app_role()
    return app_url


def _enters(url: str) -> bool:
    try:
        with roles.connected(url):
            return True
    except psycopg.OperationalError:
        return False


def _prepare(url: str, app_url: str, spot: Places) -> None:
    make_ready(spot, url)
    upgrade.bring_up_to_date(spot, url, url)
    _check_app(app_url)


def make_ready(spot: Places, url: str) -> None:
    """Look at the server and make the application's role there, without touching a table.

    Raises: DiabanError naming what the server lacks.
    """
    app_address(spot, url)
    try:
        with roles.connected(url) as link:
            _check(link)
            if "DIABAN_APP_DATABASE_URL" not in os.environ:
                _make_app_role(link, spot)
    except psycopg.OperationalError as error:
        raise Unavailable(
            f"Không kết nối được máy chủ trong DIABAN_DATABASE_URL ({_reason(error)}); "
            "hãy kiểm tra địa chỉ và mật khẩu."
        ) from None


def _check(link: psycopg.Connection[tuple[object, ...]]) -> None:
    version = link.info.server_version // 10_000
    if version < OLDEST:
        raise DiabanError(f"Máy chủ là PostgreSQL {version}; Diaban cần bản {OLDEST} trở lên.")
    encoding = link.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise DiabanError(f"Cơ sở dữ liệu dùng bảng mã {encoding}; hãy tạo cơ sở dữ liệu khác với bảng mã UTF8.")


def _make_app_role(link: psycopg.Connection[tuple[object, ...]], spot: Places) -> None:
    from psycopg import sql

    role = roles.app_role()
    try:
        roles.set_password(link, role, load_or_make(spot.secrets).app)
        link.execute(
            sql.SQL("grant connect, temporary on database {} to {}").format(
                sql.Identifier(link.info.dbname), sql.Identifier(role)
            )
        )
    except psycopg.errors.InsufficientPrivilege:
        raise DiabanError(
            f"Vai trò {link.info.user} không được tạo vai trò {role}; hãy nhờ quản trị viên tạo một vai trò thường "
            "và ghi địa chỉ của nó vào DIABAN_APP_DATABASE_URL."
        ) from None


def _check_app(url: str) -> None:
    """The application's role must be able to enter, and must not be able to pass row security."""
    try:
        with roles.connected(url) as link:
            row = link.execute(
                "select r.rolsuper or r.rolbypassrls or exists (select from pg_class c"
                " where c.relname = 'django_migrations' and pg_has_role(r.oid, c.relowner, 'member'))"
                " from pg_roles r where r.rolname = current_user"
            ).fetchone()
    except psycopg.OperationalError as error:
        raise Unavailable(f"Vai trò ứng dụng không đăng nhập được ({_reason(error)}).") from None
    if row is None or row[0]:
        raise DiabanError(
            "Vai trò ứng dụng sở hữu bảng hoặc vượt được quyền theo dòng; hãy dùng một vai trò thường khác "
            "trong DIABAN_APP_DATABASE_URL."
        )
