"""Drawings: a link on every mark, numbers in words, nothing that a strict policy refuses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaban.web.svg import charts
from diaban.web.svg.draw import Drawing, el
from diaban.web.svg.map import HEIGHT, WIDTH, Value, choropleth, labels, short, view_of
from diaban.web.svg.scales import breaks, class_of, ticks

MONTHS = [charts.Point(f"T{i}", float(i * 10), f"/t/{i}") for i in range(1, 13)]


@dataclass(frozen=True)
class Blob:
    unit_id: int
    label: str
    cx: int
    cy: int
    r: int = 0
    path: str = ""
    moved: bool = False


def links(drawing: Drawing) -> list[str]:
    return [a.attrib["href"] for a in ElementTree.fromstring(drawing.svg).iter("a")]


def every_kind() -> list[Drawing]:
    side = charts.Series("Nam", [charts.Point("0–4", 3.0, "/n"), charts.Point("5–9", None)])
    blobs = [Blob(1, "xã Một", 0, 0, 50), Blob(2, "xã Hai", 200, 50, path="M0 0l9 9l-9 9z")]
    return [
        charts.bars("Cột", MONTHS, unit="người", goal=90), charts.rows("Thanh", MONTHS[:3]),
        charts.lines("Đường", [charts.Series("Đến", MONTHS), charts.Series("Đi", MONTHS)]),
        charts.progress("Tiến độ", MONTHS[0], 50), charts.pyramid("Tháp", ["0–4", "5–9"], side, side),
        choropleth("Bản đồ", blobs, {1: Value(5, "/u/1")}, box=(-50, -50, 300, 150)),
        charts.bars("Trống", []), charts.lines("Trống", []),
    ]  # fmt: skip


def test_every_mark_with_an_address_is_a_link() -> None:
    assert links(charts.bars("Cột", MONTHS)) == [f"/t/{i}" for i in range(1, 13)]
    assert links(charts.lines("Đường", [charts.Series("Đến", MONTHS)])) == [f"/t/{i}" for i in range(1, 13)]
    assert links(charts.rows("Thanh", MONTHS[:2])) == ["/t/1", "/t/2"]
    shapes = [Blob(i, f"xã {i}", i * 100, 0, 40) for i in range(3)]
    drawn = choropleth("Bản đồ", shapes, {i: Value(i, f"/u/{i}") for i in range(3)}, box=(-40, -40, 280, 80))
    assert links(drawn) == ["/u/0", "/u/1", "/u/2"]


@pytest.mark.parametrize("drawing", every_kind(), ids=lambda drawing: f"{drawing.kind} {drawing.title}")
def test_drawings_are_well_formed_and_carry_no_style(drawing: Drawing) -> None:
    ElementTree.fromstring(drawing.svg)
    assert not re.search(r"\s(style|on\w+)=", drawing.svg)


def test_the_table_says_what_the_marks_say() -> None:
    drawing = charts.bars("Cột", [*MONTHS, charts.Point("T13", None)], unit="người")
    assert drawing.table is not None
    assert drawing.table.rows[0] == ["T1", ("10", "/t/1")]
    assert drawing.table.rows[-1] == ["T13", "chưa có số liệu"]


def test_text_from_data_is_escaped() -> None:
    assert el("text", "<b>&", x=1.25, class_='"') == '<text x="1.2" class="&quot;">&lt;b&gt;&amp;</text>'


def test_a_unit_without_a_number_is_hatched_and_one_too_small_is_not_told() -> None:
    shapes = [Blob(1, "xã A", 0, 0, 9), Blob(2, "xã B", 50, 0, 9), Blob(3, "xã C", 99, 0, 9)]
    values = {1: Value(7.0, "/1"), 2: Value(None, "/2", "<8")}
    drawn = choropleth("Bản đồ", shapes, values, box=(-9, -9, 120, 20), unit="người")
    assert drawn.svg.count('"shape q0"') == 2
    assert "&lt;8" in drawn.svg
    assert [key.kind for key in drawn.legend] == ["q5", "q0"]


@given(
    st.lists(
        st.tuples(st.integers(-9000, 9000), st.integers(-9000, 9000), st.integers(0, 900)), min_size=1, max_size=60
    )
)
def test_labels_never_lie_over_another_nor_beyond_the_edge(spots: list[tuple[int, int, int]]) -> None:
    shapes = [Blob(i, f"xã Kỳ {i}", x, y, r) for i, (x, y, r) in enumerate(spots)]
    view = view_of((-9900, -9900, 19800, 19800))
    boxes = []
    for text in map(ElementTree.fromstring, labels(shapes, view, {})):
        x, y, wide = float(text.attrib["x"]), float(text.attrib["y"]) - 4, len(text.text or "") * 6.3
        boxes.append((x - wide / 2, y - 7, x + wide / 2, y + 7))
    assert all(b[0] >= -0.1 and b[2] <= view.width + 0.1 for b in boxes)
    for i, a in enumerate(boxes):
        assert not any(
            a[0] + 0.2 < b[2] and b[0] + 0.2 < a[2] and a[1] + 0.2 < b[3] and b[1] + 0.2 < a[3] for b in boxes[:i]
        )


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_map_fits_its_page(wide: int, high: int) -> None:
    view = view_of((5, 5, wide, high))
    assert view.width <= WIDTH + 0.01
    assert view.height <= HEIGHT + 0.01


@given(st.floats(0, 1e9))
def test_an_axis_reaches_its_greatest_value_in_few_steps(most: float) -> None:
    marks = ticks(most)
    assert marks[0] == 0
    assert marks[-1] >= most * 0.999999
    assert 2 <= len(marks) <= 6


@given(st.lists(st.integers(0, 50), min_size=1))
def test_equal_values_share_a_class_and_greater_ones_are_never_in_a_lower(values: list[int]) -> None:
    bounds = breaks(values)
    classes = [class_of(value, bounds) for value in sorted(values)]
    assert classes == sorted(classes)
    assert set(classes) <= {1, 2, 3, 4, 5}
    assert class_of(None, bounds) == 0


def test_seven_lines_are_refused() -> None:
    with pytest.raises(ValueError):
        charts.lines("Nhiều", [charts.Series(str(i), MONTHS) for i in range(7)])


def test_short_names_leave_the_kind_out() -> None:
    assert [short(name) for name in ("xã Kỳ Xuân", "Phường Sông Trí", "Xã", "thôn 3")] == [
        "Kỳ Xuân",
        "Sông Trí",
        "Xã",
        "3",
    ]
