"""What is drawn by hand is what Django's templates draw."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.forms.renderers import get_default_renderer as usual
from hypothesis import given
from hypothesis import strategies as st

from diaban.web.widgets import Renderer

texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\n"), max_size=12)
values = st.one_of(texts, st.integers(), st.none())
#: Names of attributes are the program's own.
attributes = st.dictionaries(
    st.from_regex(r"[a-z][a-z-]{0,8}", fullmatch=True), st.one_of(texts, st.booleans()), max_size=4
)
choices = st.lists(st.tuples(st.one_of(texts, st.integers()), texts), max_size=6)
groups = st.lists(st.tuples(st.text("abc", min_size=1, max_size=3), choices), max_size=3)


def bare(text: str) -> str:
    """Without the white space between tags."""
    return re.sub(r">\s+<", "><", text.strip())


def same(widget: forms.Widget, value: Any, attrs: dict[str, Any]) -> None:
    ours = widget.render("tên <&>", value, attrs, renderer=Renderer())
    assert bare(ours) == bare(widget.render("tên <&>", value, attrs, renderer=DjangoTemplates()))


@given(choices, groups, values, attributes)
def test_lists_of_choices(plain: Any, grouped: Any, value: Any, attrs: dict[str, Any]) -> None:
    same(forms.Select(choices=[*plain, *grouped]), value, attrs)
    same(forms.SelectMultiple(choices=plain), [value], attrs)


@given(values, attributes)
def test_boxes(value: Any, attrs: dict[str, Any]) -> None:
    for widget in (
        forms.TextInput(),
        forms.HiddenInput(),
        forms.NumberInput(),
        forms.Textarea(),
        forms.CheckboxInput(),
    ):
        same(widget, value, attrs)


def test_it_is_what_forms_use() -> None:
    assert isinstance(usual(), Renderer)
