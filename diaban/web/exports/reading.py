"""A list as its address asks for it, with all its rows instead of one page of them."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from diaban.access.marks import DUTY, PUBLIC
from diaban.access.policies import check_purpose
from diaban.access.scope import Viewer
from diaban.core.errors import NotFound, Refused
from diaban.web.exports import AT_ONCE, BATCH

if TYPE_CHECKING:
    from uuid import UUID

    from diaban.web.lists import Column, Listing, ListView
    from diaban.web.paging import Ask

#: Bytes of one cell, as lists of residents turn out; `bench export` says how near it comes.
CELL_BYTES = {"xlsx": 8.5, "csv": 17.0}
#: Bytes of a workbook without rows.
EMPTY_BYTES = {"xlsx": 7_000, "csv": 200}


def asked_at(
    address: str, viewer: Viewer, *, user: Any = None, session: MutableMapping[str, Any] | None = None
) -> ListView:
    """The list that an address shows this viewer, without its page being made.

    Raises NotFound where the address shows no list, and whatever the page itself raises: Refused, NotFound.
    """
    parts = urlsplit(address)
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", parts.path, parts.path
    request.GET = QueryDict(parts.query)
    request.META |= {"SERVER_NAME": "localhost", "SERVER_PORT": "80", "QUERY_STRING": parts.query}
    wanted: list[ListView] = []
    known = {
        "viewer": viewer,
        "user": user,
        "session": Forgotten() if session is None else session,
        "wanted_list": wanted,
    }
    for name, value in known.items():
        setattr(request, name, value)
    _open(request, parts.path)
    if wanted:
        return wanted[0]
    if not viewer.purpose:
        check_purpose(viewer)
    raise no_list()


class Forgotten(dict[str, Any]):
    """The session of a job, which has none. A list narrowed by what its reader's session holds can't be read again:
    it is refused rather than given without that narrowing.
    """

    def get(self, key: str, default: Any = None) -> Any:
        raise Refused(
            _("Danh sách này được tìm bằng chữ bạn gõ, không được lưu ngoài phiên của bạn; hãy lọc cách khác rồi xuất.")
        )

    __getitem__ = get


def no_list() -> NotFound:
    return NotFound(_("Địa chỉ này không phải là một danh sách; hãy mở danh sách rồi chép lại địa chỉ."))


def _open(request: HttpRequest, path: str) -> None:
    """Let the view of our own that the path names make its list. Others (signing in, say) are never called this way."""
    try:
        match = resolve(path)
    except Resolver404:
        raise no_list() from None
    module = getattr(match.func, "diaban_module", match.func.__module__)
    others = getattr(match.func, PUBLIC, False) or getattr(match.func, DUTY, False)
    if others or not module.startswith("diaban.") or module == "diaban.urls":
        raise no_list()
    request.resolver_match = match
    try:
        match.func(request, *match.args, **match.kwargs)
    except Http404:
        raise no_list() from None


def counted(view: ListView) -> tuple[int, bool]:
    """How many rows a list has, and whether there are more than could be counted cheaply."""
    if view.count is not None:
        return view.count, False
    found = view.listing.source(replace(view.ask, after="", before="", limit=AT_ONCE))
    return len(found.rows), found.later


def walk(listing: Listing, ask: Ask, export: UUID | None, batch: int = BATCH) -> Iterator[Sequence[Any]]:
    """All rows of a list in its order, a batch at a time, as its pages follow one another."""
    after = ""
    while True:
        found = listing.source(replace(ask, after=after, before="", limit=batch, export=export))
        if found.rows:
            yield found.rows
        if not found.later or not found.rows:
            return
        after = str(listing.row_id(found.rows[-1]))


def getter(column: Column) -> Callable[[Any], Any]:
    """What a column says of a row in a file, looked up once for all rows."""
    value = column.file or column.value
    return operator.attrgetter(value) if isinstance(value, str) else value


def estimate(rows: int, columns: int, form: str) -> int:
    """About how many bytes a file of so many rows will have."""
    return round(EMPTY_BYTES[form] + rows * columns * CELL_BYTES[form])
