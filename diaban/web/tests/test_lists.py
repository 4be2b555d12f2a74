"""The list page: what its address says, its tags, its headings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from diaban.web.fields import ChoiceField, DayField, TextField
from diaban.web.forms import Form
from diaban.web.lists import Column, Listing, ListView
from diaban.web.paging import Ask, Found


@dataclass(frozen=True)
class Row:
    pk: int
    name: str
    day: date
    count: int


class Filters(Form):
    name = TextField(label="Tên", required=False)
    sex = ChoiceField(label="Giới", choices=[("f", "Nữ")], any_label="Tất cả", required=False)
    since = DayField(label="Từ ngày", required=False)


ROWS = [Row(i, f"Người {i}", date(2026, 1, i), i * 1000) for i in range(1, 4)]


def listing(**changes: Any) -> Listing:
    asked: list[Ask] = changes.pop("asked", [])

    def source(ask: Ask) -> Found:
        asked.append(ask)
        return Found(ROWS, earlier=bool(ask.after), later=True)

    columns = (
        Column("Tên", "name", url=lambda row: f"/x/{row.pk}", sort="name"), Column("Ngày", "day", sort="day"),
        Column("Số", "count", num=True),
    )  # fmt: skip
    usual = {"title": "Người", "name": "nguoi", "columns": columns, "source": source, "filters": Filters}
    given: dict[str, Any] = usual | changes
    return Listing(**given)


def view(query: str, **changes: Any) -> ListView:
    return ListView(listing(**changes), QueryDict(query))


def test_the_address_becomes_what_is_asked() -> None:
    ask = view("name=hoa&since=1/2/2026&xep=-day&sau=7").ask
    assert (ask.values["name"], ask.values["since"], ask.sort, ask.down, ask.after) == (
        "hoa", date(2026, 2, 1), "day", True, "7",
    )  # fmt: skip


def test_an_unknown_sort_is_the_usual_one() -> None:
    assert view("xep=password", sort="name").ask.sort == "name"


def test_a_filter_that_cannot_be_read_is_left_out_and_says_so() -> None:
    asked = view("since=32/13/2026&name=hoa")
    assert asked.ask.values == {"name": "hoa", "sex": ""}
    assert asked.form is not None
    assert "since" in asked.form.errors


def test_tags_name_choices_and_days_and_take_one_filter_off() -> None:
    tags = view("sex=f&since=1/2/2026&sau=9&name=").tags
    assert [(tag.label, tag.shown) for tag in tags] == [("Giới", "Nữ"), ("Từ ngày", "01/02/2026")]
    assert tags[0].url == "?since=1%2F2%2F2026"


def test_a_heading_turns_its_own_order_round() -> None:
    heads = view("xep=name&sex=f").heads
    assert [(head.aria, head.url) for head in heads] == [
        ("ascending", "?sex=f&xep=-name"), ("", "?sex=f&xep=day"), ("", ""),
    ]  # fmt: skip


def test_pages_go_on_from_ids_and_never_names() -> None:
    asked = view("name=hoa&sau=1")
    assert asked.next_url == "?name=hoa&sau=3"
    assert asked.previous_url == "?name=hoa&truoc=1"


def test_usual_filters_hold_until_they_are_taken_off() -> None:
    assert view("", initial={"sex": "f"}).ask.values["sex"] == "f"
    assert view("sex=", initial={"sex": "f"}).ask.values["sex"] == ""


def test_cells_are_written_as_offices_write_them() -> None:
    assert [column.text(ROWS[0]) for column in listing().columns] == ["Người 1", "01/01/2026", "1.000"]
