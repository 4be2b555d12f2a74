"""List pages: columns, filters in the address, sorting, fifty rows a page, and all of them as a file.

def residents(request):
    return list_page(request, Listing(
        title=_("Cư dân"), name="residents",
        columns=(Column(_("Họ tên"), "full_name", url=resident_url, sort="name"), Column(_("Ngày sinh"), born)),
        source=from_queryset(queries.residents(viewer=request.viewer), sorts={"name": "sort_key"}),
        filters=ResidentFilters,
    ))
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from diaban.core import text as texts
from diaban.web import rows
from diaban.web.pages import Action, Crumb, allowed, page
from diaban.web.paging import PAGE, Ask, Found, Source

#: Names in the address that are not filters.
SORT, AFTER, BEFORE, FORM = "xep", "sau", "truoc", "dang"
EXPORT = "xuat"
NOTHING_YET = _("Chưa có gì ở đây.")


@dataclass(frozen=True)
class Column:
    """One column. `value` is an attribute's dotted name or a function of the row; `url` makes the cell a link.

    The first column is the row's heading and should be its link. `sort` names one of the source's sorts; `num`
    aligns to the end; `chip` is a function of the row giving a chip's kind (good, warn, bad, info) or "". `file` is
    the value for an exported file where the page writes it otherwise: a day, not its text.
    """

    title: Any
    value: str | Callable[[Any], Any]
    url: Callable[[Any], str] | None = None
    sort: str = ""
    num: bool = False
    chip: Callable[[Any], str] | None = None
    file: str | Callable[[Any], Any] | None = None

    def raw(self, row: Any) -> Any:
        """The value itself."""
        return operator.attrgetter(self.value)(row) if isinstance(self.value, str) else self.value(row)

    def text(self, row: Any) -> Any:
        """The value as it is written on the page."""
        value = self.raw(row)
        if isinstance(value, datetime):
            return texts.fmt_moment(value)
        if isinstance(value, date):
            return texts.fmt_date(value)
        if isinstance(value, int) and not isinstance(value, bool) and self.num:
            return texts.fmt_int(value)
        return "" if value is None else value


@dataclass(frozen=True)
class Listing:
    """What a list page shows. `count` is given only where it is cheap; without it the page says no total.

    `sort` is the first order ("-day" for descending). `empty` says why there is nothing yet; `empty_action` is what
    to do about it. Every list can be exported; `persons` marks one whose rows say something of residents: it takes the
    permission and a purpose, and what it gives (the resident's id, or None for a row that is not in the register yet)
    goes to the log of look-ups. `record` is the sheet that goes with the rows as a workbook: what they are, label by
    label.
    """

    title: Any
    name: str
    columns: Sequence[Column]
    source: Source
    filters: type[forms.Form] | None = None
    initial: Mapping[str, Any] = field(default_factory=dict)
    count: Callable[[Ask], int | None] | None = None
    sort: str = ""
    row_id: Callable[[Any], Any] = operator.attrgetter("pk")
    empty: Any = NOTHING_YET
    empty_action: Action | None = None
    persons: Callable[[Any], UUID | None] | None = None
    limit: int = PAGE
    record: Sequence[tuple[Any, Any]] = ()


@dataclass(frozen=True)
class Tag:
    """An applied filter and the address without it."""

    label: Any
    shown: str
    url: str


@dataclass(frozen=True)
class Head:
    """A column's heading: its title, and where it sorts."""

    column: Column
    url: str
    aria: str


class ListView:
    """One listing asked for by one request: everything the template needs, worked out when it is asked for."""

    def __init__(self, listing: Listing, query: QueryDict) -> None:
        self.listing = listing
        self.query = query
        known = {column.sort for column in listing.columns if column.sort}
        sort = query.get(SORT, "")
        self.sort = sort if sort.removeprefix("-") in known else listing.sort

    @cached_property
    def form(self) -> forms.Form | None:
        """The filter form, bound to the address."""
        made = self.listing.filters
        if made is None:
            return None
        data = self.query.copy()
        for name, value in self.listing.initial.items():
            if name not in data:
                data[name] = value
        return made(data, auto_id="loc_%s")

    @cached_property
    def ask(self) -> Ask:
        """The request as the source takes it; a filter that can't be read is left out, its field says why."""
        form = self.form
        values = dict(form.cleaned_data) if form is not None and (form.is_valid() or True) else {}
        return Ask(
            values,
            self.sort.removeprefix("-"),
            self.sort.startswith("-"),
            self.query.get(AFTER, ""),
            self.query.get(BEFORE, ""),
            self.listing.limit,
        )

    @cached_property
    def found(self) -> Found:
        return self.listing.source(self.ask)

    @cached_property
    def count(self) -> int | None:
        return self.listing.count(self.ask) if self.listing.count else None

    @property
    def filtered(self) -> bool:
        return bool(self.tags)

    @cached_property
    def tags(self) -> list[Tag]:
        """The filters in force, each with the address that takes it off."""
        if self.form is None:
            return []
        tags = []
        for name, value in self.ask.values.items():
            if value not in (None, "", []) and name in self.query:
                field_ = self.form.fields[name]
                tags.append(Tag(field_.label or name, shown(field_, value), self.address(**{name: None})))
        return tags

    def address(self, **changes: str | None) -> str:
        """The page's address with some parameters changed (None takes one off); paging starts again."""
        query = self.query.copy()
        for name in (AFTER, BEFORE, FORM):
            query.pop(name, None)
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = value
        for name in [name for name, value in query.items() if value == ""]:
            query.pop(name)
        return "?" + query.urlencode()

    @cached_property
    def heads(self) -> list[Head]:
        heads = []
        for column in self.listing.columns:
            down = self.sort == f"-{column.sort}"
            here = column.sort and self.sort.removeprefix("-") == column.sort
            url = self.address(**{SORT: f"-{column.sort}" if here and not down else column.sort}) if column.sort else ""
            heads.append(Head(column, url, ("descending" if down else "ascending") if here else ""))
        return heads

    @property
    def body(self) -> SafeString:
        """The rows as the page writes them."""
        return rows.body(self.listing.columns, self.found.rows)

    @property
    def next_url(self) -> str:
        found = self.found.rows
        return self.address(**{AFTER: str(self.listing.row_id(found[-1]))}) if found and self.found.later else ""

    @property
    def previous_url(self) -> str:
        found = self.found.rows
        return self.address(**{BEFORE: str(self.listing.row_id(found[0]))}) if found and self.found.earlier else ""

    @property
    def plain_url(self) -> str:
        """The list without filters."""
        return self.address(**dict.fromkeys(self.form.fields if self.form else (), None))

    @property
    def export_url(self) -> str:
        """The page that exports the list as it is narrowed and sorted now."""
        return self.address(**{FORM: EXPORT})


def shown(field_: forms.Field, value: Any) -> str:
    """A filter's value as its tag writes it: a choice by its label, a day as dd/MM/yyyy."""
    if isinstance(value, date):
        return texts.fmt_date(value)
    choices = getattr(field_, "choices", None)
    if choices is not None:
        return str(dict(choices).get(value, value))
    return str(value)


def list_page(
    request: HttpRequest,
    listing: Listing,
    *,
    crumbs: Sequence[Crumb] = (),
    actions: Sequence[Action] = (),
    template: str = "web/list.html",
    lead: Any = "",
    **context: Any,
) -> HttpResponse:
    """The list as a page, or the page that exports it; in an export, the list itself is what is wanted."""
    view = ListView(listing, request.GET)
    wanted: list[ListView] | None = getattr(request, "wanted_list", None)
    if wanted is not None:
        wanted.append(view)
        return HttpResponse(status=204)
    if request.GET.get(FORM) == EXPORT:
        from diaban.web.exports.views import offer

        return offer(request, view, [*crumbs, Crumb(listing.title, view.address())])
    context.setdefault("export", export_of(request, view))
    return page(request, template, title=listing.title, crumbs=crumbs, actions=actions, lead=lead, list=view, **context)


def export_of(request: HttpRequest, view: ListView) -> Action | None:
    """The way to the list's file, with its size where the rows are counted anyway; None for an empty list."""
    from diaban.web.exports import policies, presenters, reading

    if not view.found.rows:
        return None
    count, found = view.count, view.found
    name: Any = _("Xuất ra tệp")
    if count is None and not (found.earlier or found.later):
        count = len(found.rows)
    if count is not None:
        size = presenters.fmt_bytes(reading.estimate(count, len(view.listing.columns), "xlsx"))
        name = _("Xuất ra tệp (%(rows)s dòng, khoảng %(size)s)") % {"rows": texts.fmt_int(count), "size": size}
    viewer = getattr(request, "viewer", None)
    action = Action(name, view.export_url, icon="download")
    personal = view.listing.persons is not None
    return allowed(action, lambda: policies.check_export(viewer, personal)) if viewer is not None else None
