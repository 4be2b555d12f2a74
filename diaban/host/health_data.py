"""Checks of the database: its settings, who may do what, what waits, and whether it is saved somewhere."""

from __future__ import annotations

import time
from typing import Any

from diaban.host import probes, pulse
from diaban.host.backup import plan
from diaban.host.checks import Check, Finding
from diaban.host.location import served_url
from diaban.host.places import Places
from diaban.host.tongue import gettext as _
from diaban.host.tongue import gettext_noop

#: Settings that an acknowledged row or a resident's privacy depends on.
_SAFE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "log_parameter_max_length_on_error": "0"}
_LEAST = 150_000
_SKEW = 5.0
#: Tables that must have policies; any other that has some must have them on.
_PERSONAL = frozenset({
    "people_resident", "people_household", "people_stay", "people_alias", "people_event", "people_history",
    "papers_import", "papers_row", "ledger_line", "ledger_lookup", "figures_cell", "figures_queue",
    "figures_upper", "figures_total",
})  # fmt: skip


def _rows(statement: str, *params: Any) -> list[tuple[Any, ...]]:
    from diaban.core import sql

    return sql.rows(statement, list(params))


def _database(spot: Places) -> Finding:
    found = dict(_rows("select name, setting from pg_settings where name = any(%s)", [
        *_SAFE, "server_version", "server_version_num", "server_encoding", "data_checksums"]))  # fmt: skip
    kind = _("máy chủ riêng") if served_url(spot) else _("đi kèm")
    seen = f"PostgreSQL {found['server_version'].split()[0]} ({kind})"
    if int(found["server_version_num"]) < _LEAST:
        return Finding(False, seen, _("Nâng PostgreSQL lên bản 15 trở lên."))
    if found["server_encoding"] != "UTF8":
        return Finding(False, f"{seen}, {found['server_encoding']}", _("Tạo cơ sở dữ liệu khác với bảng mã UTF8."))
    if found["data_checksums"] != "on":
        return Finding(False, _("%s, không có mã kiểm khối") % seen, _("Bật bằng pg_checksums khi máy chủ dừng."))
    wrong = [f"{name}={found[name]}" for name, want in _SAFE.items() if name in found and found[name] != want]
    if wrong:
        better = ", ".join(f"{name}={want}" for name, want in _SAFE.items() if f"{name}={found.get(name)}" in wrong)
        return Finding(False, f"{seen}: {', '.join(wrong)}", _("Đặt lại trên máy chủ: %s.") % better)
    broken = _rows("select coalesce(sum(checksum_failures), 0) from pg_stat_database")[0][0]
    if broken:
        return Finding(
            False, _("%(seen)s: %(count)d khối hỏng") % {"seen": seen, "count": broken},
            _("Đĩa có thể hỏng: sao lưu ngay sang máy khác rồi khôi phục ở đó."),
        )  # fmt: skip
    return Finding(True, seen)


def _application_role(spot: Places) -> Finding:
    """The application must own nothing and must be held by row security."""
    ((role, above, owned),) = _rows(
        "select current_user, rolsuper or rolbypassrls,"
        " (select count(*) from pg_class c where c.relowner = r.oid and c.relpersistence = 'p')"
        " from pg_roles r where rolname = current_user"
    )
    if above or owned:
        return Finding(
            False,
            _("vai trò %(role)s vượt được quyền theo dòng hoặc sở hữu %(owned)d bảng") % {"role": role, "owned": owned},
            _("Dùng một vai trò thường khác cho ứng dụng."),
        )
    return Finding(True, _("%s, không sở hữu bảng nào") % role)


def _row_security(spot: Places) -> Finding:
    """Every table with residents that the application can read has policies, and they are on."""
    found = _rows(
        "select c.relname, c.relrowsecurity, (select count(*) from pg_policy p where p.polrelid = c.oid)"
        " from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where n.nspname = 'public' and c.relkind in ('r', 'p') and has_any_column_privilege(c.oid, 'select')"
    )
    personal = [row for row in found if row[1] or row[2] or row[0] in _PERSONAL]
    off = [name for name, on, policies in personal if not on or not policies]
    if off or not personal:
        return Finding(
            False, _("quyền theo dòng bị tắt ở %s") % ", ".join(off),
            _("Chạy diaban up một lần bằng bản này; nếu còn, khôi phục từ bản sao lưu."),
        )  # fmt: skip
    return Finding(True, _("bật ở %d bảng có dữ liệu cư dân") % len(personal))


def _migrations(spot: Places) -> Finding:
    if missing := pulse.missing_migrations():
        return Finding(False, _("thiếu %d bước cập nhật") % missing, _("Chạy diaban up một lần."))
    return Finding(True, _("đủ mọi bước cập nhật"))


def _clocks(spot: Places) -> Finding:
    """The database's clock beside ours, and beside the newest line of the ledger."""
    before = time.time()
    ((theirs, ahead),) = _rows(
        "select extract(epoch from clock_timestamp())::float8,"
        " extract(epoch from (select max(at) from ledger_head) - clock_timestamp())::float8"
    )
    skew = theirs - (before + time.time()) / 2
    if abs(skew) > _SKEW:
        return Finding(False, _("giờ của cơ sở dữ liệu lệch %.0f giây") % skew, _("Đồng bộ giờ của cả hai máy (NTP)."))
    if ahead is not None and ahead > 60:
        return Finding(
            False, _("sổ có dòng muộn hơn bây giờ %.0f giây: đồng hồ đã bị chỉnh lùi") % ahead,
            _("Đồng bộ giờ (timedatectl set-ntp true); sổ còn nguyên."),
        )  # fmt: skip
    return Finding(True, _("khớp với máy này"))


def _jobs(spot: Places) -> Finding:
    failed = _rows(
        "select count(distinct e.job_id) from procrastinate_events e join procrastinate_jobs j on j.id = e.job_id"
        " where e.type = 'failed' and e.at > now() - interval '7 days' and j.status = 'failed'"
    )[0][0]
    counts = pulse.jobs()
    if failed:
        return Finding(
            False, _("%d việc nền hỏng trong 7 ngày") % failed,
            _("Mở việc ấy trên trang của nó để làm lại; lý do ở nhật ký của tiến trình nền."),
        )  # fmt: skip
    return Finding(True, _("%(todo)d chờ, %(doing)d đang chạy") % counts)


def _queue(spot: Places) -> Finding:
    from diaban.core.text import fmt_int

    waiting = pulse.waiting()["queue"]
    seen = _("%s thay đổi chờ cộng vào số liệu") % fmt_int(waiting)
    if waiting > probes.QUEUE:
        return Finding(
            False, seen,
            _("Số liệu vẫn đúng nhưng chậm; xem tiến trình nền có chạy không."),
        )  # fmt: skip
    return Finding(True, seen)


def _stuck(spot: Places) -> Finding:
    """Transactions that someone left open hold locks and keep dead rows."""
    ((idle, blocked),) = _rows(
        "select count(*) filter (where state = 'idle in transaction' and xact_start < now() - interval '10 minutes'),"
        " count(*) filter (where wait_event_type = 'Lock' and query_start < now() - interval '1 minute')"
        " from pg_stat_activity where datname = current_database()"
    )
    if idle or blocked:
        return Finding(
            False, _("%(idle)d giao dịch bỏ ngỏ, %(blocked)d kết nối chờ khóa") % {"idle": idle, "blocked": blocked},
            _("Khởi động lại dịch vụ: systemctl restart diaban."),
        )  # fmt: skip
    return Finding(True, _("không có giao dịch bỏ ngỏ"))


def _sessions(spot: Places) -> Finding:
    ((alive, over),) = _rows(
        "select count(*) filter (where expire_date > now()), count(*) filter (where expire_date <= now())"
        " from django_session"
    )
    seen = _("%d phiên đang mở") % alive
    if over > 100_000:
        return Finding(
            False, _("%(seen)s, %(over)d phiên đã hết hạn còn nằm lại") % {"seen": seen, "over": over},
            _("Tiến trình nền dọn mỗi giờ; xem nó có chạy không."),
        )  # fmt: skip
    return Finding(True, seen)


def _backup(spot: Places) -> Finding:
    age = pulse.backup_age(spot)
    if age is None:
        from django.conf import settings

        anyone = _rows("select exists (select from access_account where not is_demo)")[0][0]
        if settings.DEMO or not anyone:
            return Finding(True, _("chưa có gì phải sao lưu"))
        return Finding(False, _("chưa từng sao lưu"), _("Chạy diaban backup --new-key, cất khóa, rồi diaban backup."))
    seen = _("bản gần nhất cách đây %d giờ") % (age / 3600)
    if problem := plan.state(spot).problem:
        return Finding(False, _("%(seen)s; lần cuối không được") % {"seen": seen}, problem)
    if age > probes.BACKUP_AGE:
        return Finding(False, seen, _("Chạy diaban backup và xem vì sao lịch sao lưu không chạy."))
    return Finding(True, seen)


CHECKS = (
    Check("database", gettext_noop("Cơ sở dữ liệu"), _database),
    Check("application-role", gettext_noop("Vai trò ứng dụng"), _application_role),
    Check("row-security", gettext_noop("Quyền theo dòng"), _row_security),
    Check("migrations", gettext_noop("Cấu trúc bảng"), _migrations),
    Check("database-clock", gettext_noop("Giờ của cơ sở dữ liệu"), _clocks),
    Check("jobs", gettext_noop("Việc nền"), _jobs),
    Check("figures-queue", gettext_noop("Hàng đợi số liệu"), _queue),
    Check("open-transactions", gettext_noop("Giao dịch bỏ ngỏ"), _stuck),
    Check("sessions", gettext_noop("Phiên làm việc"), _sessions),
    Check("backup", gettext_noop("Sao lưu"), _backup),
)
