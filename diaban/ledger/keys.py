"""The key that signs heads: Ed25519, made on first use, kept in the data folder and never in the database."""

from __future__ import annotations

import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs with one key; `key_id` is the fingerprint of its public half, which `public` holds. `made`: just now."""

    key_id: str
    public: bytes
    private: Ed25519PrivateKey
    made: bool = False

    def sign(self, message: bytes) -> bytes:
        return self.private.sign(message)


def folder() -> Path:
    """Where the keys are: `keys` in the data folder, for its owner alone."""
    path = Path(settings.DATA_DIR) / "keys"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def fingerprint(public: bytes) -> str:
    """The name of a key: the first 16 hexadecimal digits of the SHA-256 of its raw public half."""
    return sha256(public).hexdigest()[:16]


def signer() -> Signer:
    """The key of this install. It is made, readable by its owner only, where there is none."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    path = folder() / "ledger.key"
    made = not path.exists()
    seed = _make(path) if made else path.read_bytes()
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public = private.public_key().public_bytes_raw()
    return Signer(fingerprint(public), public, private, made)


def _make(path: Path) -> bytes:
    """Write a new seed; where another process was first, take the other's."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    seed = private.private_bytes_raw()
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(seed)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        seed = path.read_bytes()
    finally:
        draft.unlink()
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    path.with_name(f"{fingerprint(public)}.pub").write_bytes(public)
    return seed


def public_key(key_id: str) -> bytes | None:
    """The raw public key of that name kept here, or None. Keys of before a change stay beside the new one."""
    path = folder() / f"{key_id}.pub"
    if not key_id.isalnum() or not path.is_file():
        return None
    return path.read_bytes()


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature is that of the key's holder over the message."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
