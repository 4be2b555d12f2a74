"""Certificates: what one says, whether it can be served, and one of our own making for a trial on a local network."""

from __future__ import annotations

import ipaddress
import os
import ssl
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from diaban.host.tongue import refusal

#: Days before the end at which doctor and the probes speak up.
SOON = 14


@dataclass(frozen=True)
class Certificate:
    """What matters of one: the names it is for, when it ends (seconds since 1970), whether its maker is itself."""

    names: tuple[str, ...]
    ends: float
    begins: float
    self_signed: bool

    @property
    def days(self) -> int:
        """Whole days until it ends, negative after."""
        return int((self.ends - time.time()) // 86400)


def certificate(path: Path) -> Certificate:
    """Read the first certificate of a PEM file. Raises OSError, or ValueError when it isn't one."""
    from cryptography import x509

    found = x509.load_pem_x509_certificate(path.read_bytes())
    names: list[str] = []
    try:
        more = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        names += more.get_values_for_type(x509.DNSName)
        names += [str(address) for address in more.get_values_for_type(x509.IPAddress)]
    except x509.ExtensionNotFound:
        pass
    return Certificate(
        tuple(names), found.not_valid_after_utc.timestamp(), found.not_valid_before_utc.timestamp(),
        found.issuer == found.subject,
    )  # fmt: skip


def check(cert: Path, key: Path) -> Certificate:
    """Whether the pair can be served now.

    Raises: DiabanError saying which file is missing, doesn't fit, or is out of date.
    """
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(cert, key, password=_no_password)
        found = certificate(cert)
    except FileNotFoundError:
        gone = cert if not cert.exists() else key
        raise refusal(
            f"Không có tệp {gone} của TLS; hãy kiểm tra DIABAN_TLS_CERT và DIABAN_TLS_KEY.",
            f"There is no TLS file {gone}; check DIABAN_TLS_CERT and DIABAN_TLS_KEY.",
        ) from None
    except PermissionError:
        raise refusal(
            f"Không được đọc {cert} hoặc {key}; hãy cho tài khoản chạy Diaban quyền đọc.",
            f"{cert} or {key} can't be read; let Diaban's account read them.",
        ) from None
    except (ssl.SSLError, OSError, ValueError):
        raise refusal(
            f"{cert} và {key} không phải một cặp chứng chỉ và khóa PEM không mật khẩu; hãy xuất lại cả hai.",
            f"{cert} and {key} aren't a PEM certificate and its key without a password; export both again.",
        ) from None
    if found.ends < time.time():
        day = datetime.fromtimestamp(found.ends, UTC).strftime("%d/%m/%Y")
        raise refusal(
            f"Chứng chỉ {cert} đã hết hạn ngày {day}; hãy gia hạn rồi chạy lại.",
            f"The certificate {cert} ended on {day}; renew it and run this again.",
        )
    return found


def _no_password() -> str:
    """Asked for when the key is locked; without this OpenSSL would ask at the terminal."""
    raise ValueError


def self_signed(folder: Path, names: list[str], days: int) -> tuple[Path, Path]:
    """Make cert.pem and key.pem in the folder for these names or addresses. An older pair stays as `.old`.

    For a trial: browsers warn until someone lets them trust it. The key is readable by its owner alone.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0][:64])])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject).issuer_name(subject).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([_general_name(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    plain = serialization.NoEncryption()
    _put(folder / "key.pem", key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain), 0o600)  # fmt: skip
    _put(folder / "cert.pem", made.public_bytes(serialization.Encoding.PEM), 0o644)
    return folder / "cert.pem", folder / "key.pem"


def _general_name(name: str) -> Any:
    from cryptography import x509

    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        pass
    try:
        return x509.DNSName(name)
    except ValueError:
        raise refusal(
            f"{name} không phải tên máy hay địa chỉ IP viết bằng chữ không dấu.",
            f"{name} isn't a host name or an IP address in plain letters.",
        ) from None


def _put(path: Path, content: bytes, mode: int) -> None:
    if path.exists():
        path.replace(path.with_suffix(path.suffix + ".old"))
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)


def stamp(*paths: Path) -> tuple[float, ...]:
    """Changes when one of the files does; a file that is being replaced counts as unchanged until it is there."""
    try:
        return tuple(found for path in paths for found in (path.stat().st_mtime, float(path.stat().st_ino)))
    except OSError:
        return ()
