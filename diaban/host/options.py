"""Every setting of an install: `DIABAN_*` in the environment, declared here and nowhere else.

    python -m diaban.host.options            print docs/settings.md
    python -m diaban.host.options --write    write it, which a test compares

A test fails when code names a `DIABAN_*` that isn't declared, so a new setting begins with a line in `OPTIONS`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from diaban.core.errors import DiabanError
from diaban.host.tongue import said

if TYPE_CHECKING:
    from ipaddress import IPv4Network, IPv6Network

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "settings.md"

#: Who sets it: the administrator, Diaban itself for its own processes, or a developer.
Whose = Literal["administrator", "diaban", "developer"]


@dataclass(frozen=True)
class Kind:
    """What a value looks like. `read` raises ValueError on anything else."""

    name: str
    read: Callable[[str], Any]
    form: str
    form_en: str


@dataclass(frozen=True)
class Option:
    """One setting. `default` is what an empty or missing variable means, as text; `since` is a version."""

    name: str
    kind: Kind
    default: str
    meaning: str
    english: str
    since: str = "0.1"
    secret: bool = False
    whose: Whose = "administrator"


def _flag(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError
    return text == "1"


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise ValueError
    return int(text)


def _port(text: str) -> int:
    if not 0 <= (found := _count(text)) <= 65535:
        raise ValueError
    return found


def _names(text: str) -> list[str]:
    found = [name.strip() for name in text.split(",") if name.strip()]
    if any("/" in name or " " in name for name in found):
        raise ValueError
    return found


def networks(text: str) -> list[IPv4Network | IPv6Network]:
    """The networks of a comma-separated list such as `10.0.0.0/8,::1`. Raises ValueError."""
    import ipaddress

    return [ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip()]


def _rates(text: str) -> dict[str, tuple[int, int]]:
    found = {}
    for part in text.split():
        name, sign, rate = part.partition("=")
        many, slash, seconds = rate.partition("/")
        if not sign or not slash or name not in _RATES or not _count(seconds):
            raise ValueError
        found[name] = (_count(many), _count(seconds))
    return found


def limits(environment: Mapping[str, str] | None = None) -> dict[str, tuple[int, int]]:
    """How often each thing may be done: (so many at once, and as many again over so many seconds)."""
    usual: dict[str, tuple[int, int]] = _rates(BY_NAME["DIABAN_LIMITS"].default)
    changed: dict[str, tuple[int, int]] = value("DIABAN_LIMITS", environment)
    return usual | changed


def _time(text: str) -> time | None:
    if text == "off":
        return None
    return datetime.strptime(text, "%H:%M").time()


def _kept(text: str) -> tuple[int, int, int]:
    daily, weekly, monthly = (_count(part.strip()) for part in text.split(","))
    return daily, weekly, monthly


def _choice(*values: str) -> Kind:
    def read(text: str) -> str:
        if text not in values:
            raise ValueError
        return text

    return Kind("choice", read, "một trong: " + ", ".join(values), "one of: " + ", ".join(values))


TEXT = Kind("text", str, "chữ", "text")
FLAG = Kind("flag", _flag, "0 hoặc 1", "0 or 1")
COUNT = Kind("number", _count, "số nguyên từ 0", "a whole number from 0")
PORT = Kind("port", _port, "cổng từ 0 đến 65535", "a port from 0 to 65535")
PATH = Kind("path", Path, "đường dẫn", "a path")
NAMES = Kind("names", _names, "các tên cách nhau bằng dấu phẩy", "names separated by commas")
NETWORKS = Kind(
    "networks", networks, "các mạng dạng 10.0.0.0/8 cách nhau bằng dấu phẩy", "networks as 10.0.0.0/8, with commas"
)
#: By address: sign-ins, refused tokens, dossiers followed (a commune's whole staff may sit behind one). By the
#: number of a dossier: tries to follow it, whoever makes them. By account or token: searches,
#: look-ups (lists, records and households opened) and exports. By token: every call.
_RATES = ("sign-in", "bad-token", "search", "lookup", "export", "import", "token", "follow", "follow-number")
RATES = Kind(
    "rates", _rates, "tên=lần/giây cách nhau bằng dấu cách; tên: " + ", ".join(_RATES),
    "name=count/seconds, with spaces; names: " + ", ".join(_RATES),
)  # fmt: skip
TIME = Kind("time", _time, "giờ:phút như 01:30, hoặc off", "hours:minutes as 01:30, or off")
KEPT = Kind("kept", _kept, "ba số như 7,4,12", "three numbers as 7,4,12")
URL = Kind("address", str, "địa chỉ", "an address")

OPTIONS: tuple[Option, ...] = (
    Option("DIABAN_DATA", PATH, "", "Thư mục dữ liệu (mặc định .diaban hoặc thư mục dữ liệu của người dùng).",
           "Data folder (by default .diaban in a checkout, else the user's data folder)."),
    Option("DIABAN_LANGUAGE", _choice("vi", "en"), "", "Ngôn ngữ của dòng lệnh (mặc định theo LANG).",
           "Language of `diaban doctor` and `diaban settings` (by default LANG decides; Vietnamese otherwise)."),
    Option("DIABAN_DATABASE_URL", URL, "", "Máy chủ PostgreSQL riêng, bằng vai trò sở hữu bảng.",
           "A PostgreSQL server of your own, as the role that owns the tables; empty: the embedded one.", secret=True),
    Option("DIABAN_APP_DATABASE_URL", URL, "", "Cùng máy chủ, bằng vai trò thường của ứng dụng.",
           "The same server as the application's plain role, where the owner may not make roles.", secret=True),
    Option("DIABAN_APP_ROLE", TEXT, "diaban_app", "Tên vai trò của ứng dụng trong PostgreSQL.",
           "Name of the application's role in PostgreSQL."),
    Option("DIABAN_PG_BIN", PATH, "", "Thư mục bin của PostgreSQL dùng thay bản đi kèm.",
           "A PostgreSQL bin folder used instead of the binaries that come along."),
    Option("DIABAN_HOSTS", NAMES, "", "Tên máy được trả lời (mặc định: tên trong chứng chỉ và máy này).",
           "Host names that are answered (by default those in the certificate, and this machine's loopback)."),
    Option("DIABAN_TLS_CERT", PATH, "", "Chứng chỉ TLS dạng PEM, cả chuỗi.",
           "TLS certificate as PEM, with its chain. A renewed file is taken up while running."),
    Option("DIABAN_TLS_KEY", PATH, "", "Khóa riêng của chứng chỉ, dạng PEM.", "The certificate's private key, as PEM."),
    Option("DIABAN_REDIRECT_PORT", PORT, "0", "Cổng HTTP chỉ để chuyển sang HTTPS; 0: không mở.",
           "A plain HTTP port that only sends people on to HTTPS; 0: none."),
    Option("DIABAN_TRUSTED_PROXIES", NETWORKS, "", "Mạng của các proxy được tin; X-Forwarded-* từ nơi khác bị bỏ.",
           "Networks of the reverse proxies whose X-Forwarded-For, -Proto and -Host are believed; all others' are "
           "dropped."),
    Option("DIABAN_INSECURE", FLAG, "0", "1: cho phép nghe ngoài máy này mà không có TLS.",
           "1: listen beyond this machine without TLS; passwords then travel in the clear."),
    Option("DIABAN_METRICS_FROM", NETWORKS, "127.0.0.0/8,::1", "Mạng được đọc /metrics và chi tiết /health/ready.",
           "Networks that may read /metrics and the details of /health/ready."),
    Option("DIABAN_METRICS_TOKEN", TEXT, "", "Mã để đọc /metrics từ nơi khác (Authorization: Bearer).",
           "A token that opens /metrics from elsewhere (Authorization: Bearer ...).", secret=True),
    Option("DIABAN_LIMITS", RATES,
           "sign-in=60/60 bad-token=30/60 search=120/60 lookup=300/60 export=30/3600 import=60/3600 token=1200/60"
           " follow=10/60 follow-number=30/86400",
           "Giới hạn số lượt; tên nào không kể thì giữ mặc định, 0 lần: không giới hạn.",
           "How often: so many at once, as many again over so many seconds; by address, account or token "
           "(docs/api.md). Those not named stay as they are; a count of 0: no limit."),
    Option("DIABAN_WEB_WORKERS", COUNT, "0", "Số tiến trình trả lời trang; 0: theo số nhân của máy, nhiều nhất 4.",
           "Processes that answer pages, some 40 MB each; 0: one for each processor, at most 4 (the demo has one)."),
    Option("DIABAN_LOG", _choice("files", "stderr"), "files", "Nhật ký vào tệp trong thư mục dữ liệu, hoặc stderr.",
           "Where the web server and the worker log: files in the data folder, or stderr (journald)."),
    Option("DIABAN_LOG_MB", COUNT, "10", "Kích thước tối đa của một tệp nhật ký, MB; giữ thêm 3 tệp cũ.",
           "Largest size of one log file, MB; three older ones are kept."),
    Option("DIABAN_EXPORT_DAYS", COUNT, "7", "Số ngày giữ một tệp đã xuất cho người xuất.",
           "Days that an exported file is kept for the person who asked for it."),
    Option("DIABAN_BACKUP_FOLDER", PATH, "",
           "Nơi để bản sao lưu, nên là đĩa khác (mặc định backups trong thư mục dữ liệu).",
           "Where backups go; better another disk (by default backups in the data folder)."),
    Option("DIABAN_BACKUP_AT", TIME, "01:30", "Giờ sao lưu hằng ngày, giờ Việt Nam; off: không tự làm.",
           "When the daily backup is made, Vietnam's time; off: not by itself."),
    Option("DIABAN_BACKUP_KEEP", KEPT, "7,4,12", "Giữ bản của bao nhiêu ngày, tuần, tháng gần nhất.",
           "Backups of how many of the last days, weeks and months are kept."),
    Option("DIABAN_BACKUP_LEDGER_KEY_TO", TEXT, "", "Khóa công khai age riêng cho khóa ký sổ trong bản sao lưu.",
           "An age public key of its own for the ledger's signing key inside backups (by default that of the backup)."),
    Option("DIABAN_DEBUG", FLAG, "0", "1: trang lỗi của người lập trình; không dùng với dữ liệu thật.",
           "1: developers' error pages and tracebacks, which quote data; never with real residents.",
           whose="developer"),
    Option("DIABAN_DB_URL", URL, "", "Cơ sở dữ liệu, bằng vai trò của tiến trình.",
           "The database as the process's own role.", secret=True, whose="diaban"),
    Option("DIABAN_SECRET_KEY", TEXT, "", "Khóa ký phiên làm việc, từ secrets.json.",
           "Signs sessions; kept in secrets.json.", secret=True, whose="diaban"),
    Option("DIABAN_DEMO", FLAG, "0", "1: dữ liệu trình diễn; chỉ trên máy này.",
           "1: demo accounts need no second factor; answered on loopback only.", whose="diaban"),
    Option("DIABAN_SECURE", FLAG, "0", "1: người dùng đến bằng HTTPS.",
           "1: people arrive by HTTPS: cookies travel over TLS only, HSTS is sent.", whose="diaban"),
    Option("DIABAN_MIGRATE_TOGETHER", FLAG, "0", "1: mọi bước cập nhật bảng trong một giao dịch.",
           "1: all pending changes of the tables in one transaction.", whose="diaban"),
    Option("DIABAN_TEST_PG_BIN", PATH, "", "PostgreSQL dùng cho các phép thử.", "PostgreSQL that the tests run on.",
           whose="developer"),
    Option("DIABAN_FUZZ", COUNT, "12", "Số lượt thử bịa cho mỗi lời gọi API.",
           "Made-up cases for each operation and kind of caller in tests/test_api_fuzz.py.", whose="developer"),
    Option("DIABAN_SAMPLES", PATH, "", "Bảng tính mẫu cho các phép thử.", "Folder of sample workbooks for the tests.",
           whose="developer"),
    Option("DIABAN_SAMPLES_ALL", FLAG, "0", "1: thử cả những bảng tính mẫu dài.", "1: the long sample workbooks too.",
           whose="developer"),
    Option("DIABAN_CONSISTENCY_SECONDS", COUNT, "4", "Số giây phép thử vừa ghi vừa đọc số liệu chạy.",
           "Seconds that figures are read while others write, merge and correct.", whose="developer"),
    Option("DIABAN_WALKS", COUNT, "400", "Số bước đi ngẫu nhiên của mỗi sơ đồ trạng thái.",
           "Random walks of every diagram of states.", whose="developer"),
    Option("DIABAN_THOROUGH", FLAG, "0", "1: các phép thử đi hết mọi tổ hợp thay vì lấy mẫu, và bịa năm lần nhiều hơn.",
           "1: tests walk every combination where they sample otherwise, and make up five times as many examples.",
           whose="developer"),
    Option("DIABAN_PICTURES", PATH, "", "Nơi các phép thử để ảnh chụp trang.", "Where tests put pictures of pages.",
           whose="developer"),
)  # fmt: skip
BY_NAME = {option.name: option for option in OPTIONS}


def value(name: str, environment: Mapping[str, str] | None = None) -> Any:
    """The setting's value: what the environment says, else the default; None where there is neither.

    Raises: DiabanError naming the form it must have; the value itself is not quoted, it may be a secret.
    """
    option = BY_NAME[name]
    text = (os.environ if environment is None else environment).get(name, "") or option.default
    if not text:
        return [] if option.kind in (NAMES, NETWORKS) else None
    try:
        return option.kind.read(text)
    except ValueError:
        raise DiabanError(
            said(
                f"Thiết lập {name} không đúng dạng ({option.kind.form}); hãy sửa rồi chạy lại.",
                f"The setting {name} isn't {option.kind.form_en}; mend it and run this again.",
            )
        ) from None


def check(environment: Mapping[str, str]) -> list[str]:
    """A sentence for each `DIABAN_*` that nobody reads.

    Raises: DiabanError on the first value that has not its setting's form.
    """
    told = []
    for name in sorted(environment):
        if name in BY_NAME:
            value(name, environment)
        elif name.startswith("DIABAN_"):
            told.append(_unknown(name))
    return told


def _unknown(name: str) -> str:
    import difflib

    near = difflib.get_close_matches(name, BY_NAME, 1)
    hint = said(f"; có phải {near[0]} không?", f"; do you mean {near[0]}?") if near else "."
    return said(f"Không có thiết lập nào tên {name}, nên nó bị bỏ qua{hint}",
                f"There is no setting named {name}, so it is ignored{hint}")  # fmt: skip


def effective(environment: Mapping[str, str]) -> list[dict[str, Any]]:
    """Every setting with what is in force and whether that is the default; secrets are only said to be there."""
    told = []
    for option in OPTIONS:
        text = environment.get(option.name, "")
        shown = ("•••" if text else "") if option.secret else text or option.default
        told.append({"name": option.name, "value": shown, "set": bool(text), "default": option.default,
                     "meaning": said(option.meaning, option.english), "whose": option.whose})  # fmt: skip
    return told


_INTRO = """# Settings

Everything that differs between installs stands in the environment (under systemd: `/etc/diaban/diaban.env`). This page
is made from `diaban/host/options.py`; `diaban settings` prints what is in force on a machine, secrets hidden. An
unknown `DIABAN_*` is told at the start; a value of a wrong form ends the start with one sentence.
"""
_PARTS = (
    ("administrator", "For administrators", ""),
    ("diaban", "Set by Diaban for its own processes", "Nobody needs to set these: `diaban up` does."),
    ("developer", "For developers", ""),
)


def _row(option: Option) -> str:
    default = f"`{option.default}`" if option.default else "–"
    return f"| `{option.name}` | {option.kind.form_en} | {default} | {option.english} | {option.since} |"


def written() -> str:
    """docs/settings.md."""
    parts = [_INTRO]
    for whose, title, about in _PARTS:
        rows = [_row(option) for option in OPTIONS if option.whose == whose]
        head = f"## {title}\n" + (f"{about}\n" if about else "")
        titles = ["| setting | form | default | meaning | since |", "| --- | --- | --- | --- | --- |"]
        parts.append("\n".join([head, *titles, *rows, ""]))
    return "\n".join(parts)


if __name__ == "__main__":
    if "--write" in sys.argv:
        DOCUMENT.write_text(written(), "utf-8")
    else:
        print(written())
