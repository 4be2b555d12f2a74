"""The file of an export over HTTP: whole, or the rest of it after a broken download (RFC 9110, one byte range)."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from diaban.core.errors import NotFound
from diaban.papers.models import Export

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


@dataclass(frozen=True)
class Part:
    """Bytes from `first` to `last` (None: the end); `first` below zero counts from the end."""

    first: int
    last: int | None


def asked(request: HttpRequest, export: Export) -> Part | None:
    """The one range that a request names of this very file; what can't be read, names several, or goes on with another
    file (If-Range) asks for the whole.
    """
    if request.headers.get("If-Range", etag_of(export)) != etag_of(export):
        return None
    found = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if found is None or found.group(0) == "bytes=-":
        return None
    first, last = found.groups()
    if not first:
        return Part(-int(last), None)
    return Part(int(first), int(last) if last else None)


def etag_of(export: Export) -> str:
    """What tells this file from any other."""
    return f'"{export.sha256}"'


class Slice(io.RawIOBase):
    """A part of a file, read as if it were all of it."""

    def __init__(self, file: IO[bytes], first: int, length: int) -> None:
        self._file, self._left = file, length
        file.seek(first)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        found = self._file.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(found)
        return found

    def close(self) -> None:
        self._file.close()
        super().close()


def answer(path: Path, export: Export, part: Part | None) -> HttpResponseBase:
    """The file or the part of it. Raises NotFound where the file is gone."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise NotFound(_("Tệp này không còn trên máy chủ; hãy xuất lại nếu cần.")) from None
    response = FileResponse(file) if part is None else _part(file, path.stat().st_size, part)
    if response.status_code != 416:
        response["Content-Type"] = KINDS[export.format]
        response["Content-Disposition"] = f'attachment; filename="{name_of(export)}"'
    response["ETag"], response["Accept-Ranges"] = etag_of(export), "bytes"
    return response


def name_of(export: Export) -> str:
    """The file's name: the list and the code, no word about anyone."""
    return f"{export.name}-{export.code}.{export.format}"


def _part(file: IO[bytes], size: int, part: Part) -> HttpResponseBase:
    first = max(size + part.first, 0) if part.first < 0 else part.first
    last = size - 1 if part.last is None else min(part.last, size - 1)
    if first >= size or last < first:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = FileResponse(Slice(file, first, last - first + 1), status=206)
    response["Content-Range"], response["Content-Length"] = f"bytes {first}-{last}/{size}", str(last - first + 1)
    return response
