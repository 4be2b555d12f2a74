"""The age format around a stream: written to public keys, read with a private one, never lying open on the disk."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from diaban.core.errors import Invalid, Unavailable

HEADER = b"age-encryption.org/v1"
_PUBLIC = re.compile(r"^age1[02-9ac-hj-np-z]{50,}$")
_PRIVATE = re.compile(r"^AGE-SECRET-KEY-1[02-9A-Z]{50,}$")


def recipients(lines: Sequence[str], where: str) -> list[Any]:
    """Public keys from lines as in age's recipients files; empty lines and `#` are passed over.

    Raises: Invalid naming the place of a line that is no key.
    """
    from pyrage import RecipientError, x25519

    found = []
    for line in (line.strip() for line in lines):
        if not line or line.startswith("#"):
            continue
        try:
            if not _PUBLIC.match(line):
                raise ValueError
            found.append(x25519.Recipient.from_str(line))
        except (RecipientError, ValueError):
            raise Invalid(f"Có một dòng trong {where} không phải là khóa công khai age (age1…); chưa làm gì.") from None
    return found


def identities(path: Path) -> list[Any]:
    """The private keys of a key file. The sentence of an error never quotes what stands in it.

    Raises: Invalid.
    """
    from pyrage import IdentityError, x25519

    try:
        lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
        keys = [line for line in lines if line and not line.startswith("#")]
        if not keys or not all(_PRIVATE.match(key) for key in keys):
            raise ValueError
        return [x25519.Identity.from_str(key) for key in keys]
    except (OSError, ValueError, IdentityError):
        raise Invalid(
            f"Tệp {path} không phải là tệp khóa mở bản sao lưu (AGE-SECRET-KEY-1…); hãy chọn tệp khóa khác."
        ) from None


def new_key() -> tuple[str, str]:
    """(private, public) of a key just made."""
    from pyrage import x25519

    made = x25519.Identity.generate()
    return str(made), str(made.to_public())


def small(data: bytes, to: Sequence[Any]) -> bytes:
    """A few bytes as an age file of their own."""
    import pyrage

    return bytes(pyrage.encrypt(data, list(to)))


def open_small(data: bytes, keys: Sequence[Any]) -> bytes | None:
    """What `small` made; None when none of the keys opens it."""
    import pyrage

    try:
        return bytes(pyrage.decrypt(data, list(keys)))
    except (pyrage.DecryptError, OSError):
        return None


class _Worker(threading.Thread):
    """Runs the cipher beside the one who makes or takes the stream, joined to them by a pipe."""

    def __init__(self, work: Callable[[], object], ends: Sequence[IO[bytes]]) -> None:
        super().__init__(name="age", daemon=True)
        self.work, self.ends = work, ends
        self.error: Exception | None = None
        self.start()

    def run(self) -> None:
        try:
            self.work()
        except Exception as error:
            self.error = error
        finally:
            for end in self.ends:
                try:
                    end.close()
                except OSError as error:
                    self.error = self.error or error


@contextmanager
def writing(target: IO[bytes], to: Sequence[Any]) -> Iterator[IO[bytes]]:
    """A stream whose bytes arrive in `target` encrypted; as they are when there is no key.

    Raises: Unavailable when the target can't take them.
    """
    if not to:
        yield target
        return
    import pyrage

    there, here = os.pipe()
    reader, writer = os.fdopen(there, "rb"), os.fdopen(here, "wb", buffering=2**20)
    worker = _Worker(lambda: pyrage.encrypt_io(reader, target, list(to)), [reader])
    try:
        yield writer
        writer.close()
    except BrokenPipeError:
        pass
    finally:
        _shut(writer)
        worker.join()
    if worker.error is not None:
        if "Errno 28" in str(worker.error):
            raise Unavailable("Đĩa đã đầy khi đang ghi bản sao lưu; bản dở đã xóa, dữ liệu còn nguyên.")
        raise Unavailable(f"Không ghi được bản sao lưu ({type(worker.error).__name__}); bản dở đã xóa.")


@contextmanager
def reading(path: Path, keys: Sequence[Any]) -> Iterator[IO[bytes]]:
    """The stream inside a backup file. Reading on after the `with` block ends is left to us: only the last block
    says that nothing was cut off.

    Raises: Invalid for a wrong key, and for a file that was changed or cut short.
    """
    try:
        source = path.open("rb")
    except OSError as error:
        raise Invalid(f"Không mở được tệp {path} ({error.strerror}).") from None
    with source:
        sealed = source.read(len(HEADER)) == HEADER
        source.seek(0)
        if not sealed:
            yield source
            return
        if not keys:
            raise Invalid(f"Bản sao lưu {path.name} được mã hóa; hãy chỉ tệp khóa mở bằng --key.")
        yield from _decrypted(path, source, keys)


def _decrypted(path: Path, source: IO[bytes], keys: Sequence[Any]) -> Iterator[IO[bytes]]:
    import pyrage

    there, here = os.pipe()
    reader, writer = os.fdopen(there, "rb", buffering=2**20), os.fdopen(here, "wb", buffering=2**20)
    worker = _Worker(lambda: pyrage.decrypt_io(source, writer, list(keys)), [writer])
    try:
        yield reader
        while reader.read(2**20):
            pass
    except Exception:
        _raise_for(path, worker.error)  # noted before the pipe ended, so before anyone stumbled over its end
        raise
    finally:
        _shut(reader)
        worker.join()
    _raise_for(path, worker.error)


def _raise_for(path: Path, error: Exception | None) -> None:
    import pyrage

    if isinstance(error, pyrage.DecryptError):
        raise Invalid(f"Khóa này không mở được bản sao lưu {path.name}; chưa làm gì. Hãy dùng đúng tệp khóa.")
    if error is not None:
        raise damaged(path)


def damaged(path: Path) -> Invalid:
    """One sentence for everything that isn't whole."""
    return Invalid(f"Bản sao lưu {path.name} bị cắt ngắn hoặc bị sửa nên không dùng được; hãy dùng bản khác.")


def _shut(end: IO[bytes]) -> None:
    try:
        end.close()
    except OSError:
        pass
