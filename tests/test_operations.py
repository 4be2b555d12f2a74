"""What the page for operators says is so: its commands exist, its settings are declared, its links lead somewhere."""

from __future__ import annotations

import argparse
import re

import pytest

from diaban import cli
from diaban.host import options
from tests.architecture import tree

PAGES = ("docs/operations.md", "README.md")


def _text(page: str) -> str:
    return (tree.ROOT / page).read_text("utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_every_command_it_names_exists_with_its_words(page: str) -> None:
    found = re.findall(
        r"bin/diaban ([a-z]+)((?: --[a-z-]+(?: [\w./]+)?)*)|`diaban ([a-z]+)((?: --[a-z-]+)*)", _text(page)
    )
    named = {(a or c, word) for a, b, c, d in found for word in ["", *re.findall(r"--[a-z-]+", b or d)]}
    known: dict[str, set[str]] = {}
    for name in cli.names():
        parser = argparse.ArgumentParser()
        cli._common(parser)
        cli._module(name).add_arguments(parser)
        known[name] = {"", *parser._option_string_actions}
    unknown = {(name, word) for name, word in named if word not in known.get(name, set())}
    assert named
    assert not unknown


@pytest.mark.parametrize("page", PAGES)
def test_its_settings_are_declared_and_its_links_lead_somewhere(page: str) -> None:
    text = _text(page)
    assert set(re.findall(r"DIABAN_[A-Z_]*[A-Z]", text)) <= set(options.BY_NAME)
    folder = (tree.ROOT / page).parent
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        assert link.startswith("http") or (folder / link).exists(), link


def test_the_proxies_in_it_send_the_headers_that_are_read() -> None:
    text = _text("docs/operations.md")
    for header in ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host"):
        assert header in text
    assert "client_max_body_size 201m" in text, "the largest request that is taken"
