"""Checks of the machine and the data folder: these need no database."""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path

from diaban.host import door, meter, options, pulse
from diaban.host.checks import Check, Finding
from diaban.host.locks import held
from diaban.host.places import Places
from diaban.host.tongue import gettext as _
from diaban.host.tongue import gettext_noop

_GB = 2**30
#: Bytes of logs above which someone should look: four files of each process at their limit, and some more.
_LOGS = 2**30


def _closed_folder(spot: Places) -> Finding:
    if spot.data.stat().st_mode & 0o077:
        return Finding(False, _("người dùng khác đọc được %s") % spot.data, f"chmod 700 {spot.data}")
    secret = [spot.secrets, *spot.keys.glob("*"), *(spot.data / "tls").glob("key.pem*")]
    open_to_all = [path for path in secret if path.exists() and path.is_file() and path.stat().st_mode & 0o077]
    if key := options.value("DIABAN_TLS_KEY"):
        open_to_all += [key] if key.exists() and key.stat().st_mode & 0o007 else []
    if open_to_all:
        named = " ".join(map(str, open_to_all))
        return Finding(False, _("người dùng khác đọc được khóa: %s") % named, f"chmod 600 {named}")
    return Finding(True, str(spot.data))


def _space(spot: Places) -> Finding:
    free, nodes = shutil.disk_usage(spot.data).free, os.statvfs(spot.data)
    seen = _("%s GB trống") % f"{free / _GB:.1f}".replace(".", ",")
    if free < _GB:
        return Finding(False, seen, _("Giải phóng đĩa trước khi nhập thêm dữ liệu; dưới 64 MB thì ngừng ghi."))
    if nodes.f_files and nodes.f_favail < nodes.f_files // 50:
        return Finding(False, _("%s; gần hết số tệp (inode)") % seen, _("Xóa bớt tệp nhỏ trên đĩa này."))
    return Finding(True, seen)


def _clock(spot: Places) -> Finding:
    """Files of the data folder from the future say that the clock was set back."""
    now = time.time()
    ahead = max((path.stat().st_mtime - now for path in spot.data.iterdir()), default=0.0)
    if ahead > 60:
        return Finding(
            False, _("đồng hồ chậm hơn tệp mới nhất %d giây") % ahead,
            _("Đồng bộ giờ (timedatectl set-ntp true) rồi chạy lại; sổ dùng giờ của máy này."),
        )  # fmt: skip
    if now < 1_750_000_000:
        return Finding(False, _("đồng hồ ở năm %s") % time.strftime("%Y"), _("Đặt lại giờ (timedatectl set-ntp true)."))
    return Finding(True, time.strftime("%d/%m/%Y %H:%M:%S %Z"))


def _locale(spot: Places) -> Finding:
    if sys.getfilesystemencoding().lower() != "utf-8":
        return Finding(
            False, _("tên tệp không dùng UTF-8 (%s)") % sys.getfilesystemencoding(),
            _("Đặt LANG=C.UTF-8 cho dịch vụ rồi chạy lại."),
        )  # fmt: skip
    return Finding(True, f"UTF-8, Python {sys.version.split()[0]}")


def _settings(spot: Places) -> Finding:
    unknown = options.check(os.environ)
    if unknown:
        return Finding(False, " ".join(unknown), _("Sửa hoặc bỏ thiết lập ấy; danh sách: docs/settings.md."))
    if options.value("DIABAN_DEBUG"):
        return Finding(
            False, _("DIABAN_DEBUG=1: trang lỗi và nhật ký có thể chứa dữ liệu cư dân"), _("Bỏ thiết lập này.")
        )
    if options.value("DIABAN_INSECURE"):
        return Finding(
            False, _("DIABAN_INSECURE=1: mật khẩu đi qua mạng không mã hóa"), _("Đặt chứng chỉ TLS hoặc proxy.")
        )
    return Finding(True, _("%d thiết lập được đặt") % sum(bool(told["set"]) for told in options.effective(os.environ)))


def _certificate(spot: Places) -> Finding:
    cert, key = options.value("DIABAN_TLS_CERT"), options.value("DIABAN_TLS_KEY")
    if not cert or not key:
        proxied = options.value("DIABAN_TRUSTED_PROXIES")
        return Finding(True, _("proxy lo TLS") if proxied else _("không dùng: chỉ mở trên máy này"))
    from diaban.host import tls

    found = tls.check(cert, key)
    seen = _("%(names)s; còn %(days)d ngày") % {"names": ", ".join(found.names), "days": found.days}
    if found.days < tls.SOON:
        return Finding(False, seen, _("Gia hạn và thay hai tệp; máy chủ tự dùng tệp mới, không cần dừng."))
    names = options.value("DIABAN_HOSTS") or ()
    missing = [name for name in names if name not in found.names and name not in door.LOOPBACK]
    if missing and not any(name.startswith("*") for name in found.names):
        return Finding(
            False, _("chứng chỉ không có tên %s") % ", ".join(missing), _("Xin lại chứng chỉ có đủ các tên.")
        )
    return Finding(True, seen)


def _running(spot: Places) -> Finding:
    """Locks are the kernel's: one that is held has a living holder, so none can be stale."""
    problem = spot.run / "problem"
    if problem.exists() and not held(spot.run / "postgres.lock"):
        return Finding(
            False, _("PostgreSQL không khởi động được lần gần nhất"),
            _("Xem %s rồi chạy diaban up.") % (spot.logs / "postgres.log"),
        )  # fmt: skip
    if not _served(spot):
        return Finding(True, _("diaban up không chạy; dữ liệu vẫn dùng được bằng lệnh"))
    silent = pulse.worker_silence(spot)
    if silent is None or silent > meter.SILENT:
        if _served_for(spot) < meter.SILENT:  # it comes last, after the first page is out
            return Finding(True, _("diaban up vừa chạy, tiến trình nền đang khởi động"))
        return Finding(
            False, _("diaban up chạy nhưng tiến trình nền im lặng"),
            _("Xem %s; dịch vụ tự chạy lại nó, nếu không: systemctl restart diaban.") % (spot.logs / "worker.log"),
        )  # fmt: skip
    return Finding(True, _("diaban up và tiến trình nền đang chạy"))


def _served(spot: Places) -> bool:
    lock = spot.run / "supervisor.lock"
    return lock.exists() and held(lock)


def _served_for(spot: Places) -> float:
    """Seconds since `diaban up` said where it serves; 0 before it has."""
    try:
        return time.time() - (spot.run / "address").stat().st_mtime
    except OSError:
        return 0.0


def _logs(spot: Places) -> Finding:
    size = sum(path.stat().st_size for path in _files(spot.logs))
    seen = _("%s MB nhật ký") % f"{size / 2**20:.1f}".replace(".", ",")
    if size > _LOGS:
        return Finding(False, seen, _("Đặt DIABAN_LOG_MB, hoặc chuyển các tệp .log.1 đến .log.3 đi nơi khác."))
    return Finding(True, seen)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*") if path.is_file()]


CHECKS = (
    Check("data-folder", gettext_noop("Thư mục dữ liệu"), _closed_folder, asks=False),
    Check("disk", gettext_noop("Đĩa"), _space, asks=False),
    Check("clock", gettext_noop("Đồng hồ"), _clock, asks=False),
    Check("locale", gettext_noop("Bảng mã"), _locale, asks=False),
    Check("settings", gettext_noop("Thiết lập"), _settings, asks=False),
    Check("tls", gettext_noop("Chứng chỉ TLS"), _certificate, asks=False),
    Check("running", gettext_noop("Tiến trình"), _running, asks=False),
    Check("logs", gettext_noop("Nhật ký máy chủ"), _logs, asks=False),
)
