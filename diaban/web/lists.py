"""List pages: columns, filters in the address, sorting, fifty rows a page, CSV and JSON of the same rows.

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
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from diaban.core import text as texts
from diaban.web.pages import Action, Crumb, page
from diaban.web.paging import PAGE, Ask, Found, Source

#: Names in the address that are not filters.
SORT, AFTER, BEFORE, FORM = "xep", "sau", "truoc", "dang"
NOTHING_YET = _("Chưa có gì ở đây.")


@dataclass(frozen=True)
class Column:
    """One column. `value` is an attribute's dotted name or a function of the row; `url` makes the cell a link.

    The first column is the row's heading and should be its link. `sort` names one of the source's sorts; `num`
    aligns to the end; `chip` is a function of the row giving a chip's kind (good, warn, bad, info) or "".
    """

    title: Any
    value: str | Callable[[Any], Any]
    url: Callable[[Any], str] | None = None
    sort: str = ""
    num: bool = False
    chip: Callable[[Any], str] | None = None

    def raw(self, row: Any) -> Any:
        """The value itself, as CSV and JSON get it."""
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
    to do about it. `check_export` raises Refused, and logs, before rows leave as CSV or JSON; without it they can't.
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
    check_export: Callable[[Ask], object] | None = None
    limit: int = PAGE


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
    def next_url(self) -> str:
        rows = self.found.rows
        return self.address(**{AFTER: str(self.listing.row_id(rows[-1]))}) if rows and self.found.later else ""

    @property
    def previous_url(self) -> str:
        rows = self.found.rows
        return self.address(**{BEFORE: str(self.listing.row_id(rows[0]))}) if rows and self.found.earlier else ""

    @property
    def plain_url(self) -> str:
        """The list without filters."""
        return self.address(**dict.fromkeys(self.form.fields if self.form else (), None))

    @property
    def csv_url(self) -> str:
        return self.address(**{FORM: "csv"}) if self.listing.check_export else ""

    @property
    def json_url(self) -> str:
        return self.address(**{FORM: "json"}) if self.listing.check_export else ""


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
    """The list as a page, or as CSV or JSON where the listing allows it."""
    view = ListView(listing, request.GET)
    form = request.GET.get(FORM)
    if form in ("csv", "json") and listing.check_export:
        from diaban.web import exports

        ask = replace(view.ask, limit=exports.MOST, after="", before="")
        listing.check_export(ask)
        return exports.as_csv(listing, ask) if form == "csv" else exports.as_json(listing, ask)
    return page(request, template, title=listing.title, crumbs=crumbs, actions=actions, lead=lead, list=view, **context)
