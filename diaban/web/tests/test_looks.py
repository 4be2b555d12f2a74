"""Choices of looks: kept in a cookie, written on the page by the server, and never trusted."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from diaban.web.looks import CONTRASTS, COOKIE, KEYS, SIZES, THEMES, Look, keep, look_of

CHOICES = st.builds(
    Look, st.sampled_from(THEMES), st.sampled_from(SIZES), st.sampled_from(CONTRASTS), st.sampled_from(KEYS)
)


@given(CHOICES)
def test_what_is_kept_is_read_back(chosen: Look) -> None:
    response = HttpResponse()
    keep(response, chosen)
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = response.cookies[COOKIE].value
    assert look_of(request) == chosen


@given(st.text(max_size=40))
def test_a_strange_cookie_changes_nothing_it_should_not(value: str) -> None:
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = value
    look = look_of(request)
    assert look.theme in THEMES
    assert look.size in SIZES
    assert look.contrast in CONTRASTS
    assert look.keys in KEYS


def test_a_choice_goes_back_to_its_page_and_shows_there(client: Client, db: None) -> None:
    answer = client.post("/tuy-chon/", {"theme": "dark", "language": "en", "next": "/vao/?next=/"})
    assert (answer.status_code, answer["Location"]) == (302, "/vao/?next=/")
    page = client.get("/vao/").content.decode()
    assert 'data-theme="dark"' in page
    assert '<html lang="en"' in page


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", "javascript:alert(1)"])
def test_it_never_leads_to_another_server(client: Client, db: None, elsewhere: str) -> None:
    assert client.post("/tuy-chon/", {"theme": "dark", "next": elsewhere})["Location"] == "/"


def test_a_choice_is_made_by_post_alone(client: Client, db: None) -> None:
    assert client.get("/tuy-chon/").status_code == 405


def test_vietnamese_whatever_the_browser_prefers(client: Client, db: None) -> None:
    page = client.get("/vao/", headers={"Accept-Language": "en-GB,en"})
    assert '<html lang="vi"' in page.content.decode()
    assert page["Content-Language"] == "vi"
