"""What is sent with every page: vendored files as they were published, small, from this server alone."""

from __future__ import annotations

import gzip
import hashlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import django_htmx
import pytest

import diaban

ROOT = Path(diaban.__file__).parent
STATIC = ROOT / "web" / "static"
VENDOR = STATIC / "vendor"
STYLES = ("tokens", "base", "layout", "components", "tables", "print")
SCRIPTS = ("page", "keys")
HTMX = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"


def packed(*paths: Path) -> int:
    """Bytes over the wire."""
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


def templates() -> Iterator[Path]:
    return (path for path in ROOT.rglob("templates/**/*") if path.suffix in (".html", ".txt"))


def test_vendored_files_are_those_that_were_published() -> None:
    listed = tomllib.loads((VENDOR / "vendor.toml").read_text(encoding="utf-8"))["package"]
    named = {
        VENDOR / package["folder"] / name: digest for package in listed for name, digest in package["files"].items()
    }
    present = {path for path in VENDOR.rglob("*") if path.is_file() and path.name != "vendor.toml"}
    assert set(named) == present
    for path, digest in named.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == digest, path
    assert all(package["licence"] and package["why"] for package in listed)


def test_a_page_stays_small() -> None:
    styles = [STATIC / "web" / f"{name}.css" for name in STYLES]
    scripts = [STATIC / "web" / f"{name}.js" for name in SCRIPTS]
    assert packed(*styles) <= 20_000
    assert packed(*styles, *scripts, HTMX) <= 45_000


def test_htmx_is_the_second() -> None:
    assert re.search(r'version:"2\.\d', HTMX.read_text(encoding="utf-8"))


def test_no_script_is_longer_than_200_lines() -> None:
    for path in (ROOT / "web" / "static" / "web").rglob("*.js"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 200, path


@pytest.mark.parametrize("path", sorted(templates()), ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_hold_to_the_strict_policy(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<[^>]*\s(style|on[a-z]+)\s*=", text), "inline style or handler"
    if path.name != "alone.html":  # a file that is carried away brings its style along; no policy goes with it
        assert "<style" not in text, "inline style"
    assert not re.search(r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")", text), "inline script"
    assert not re.search(r"(?:src|href|action)=[\"'](?:https?:)?//", text), "an address on another server"
    assert len(text.splitlines()) <= 120


def test_styles_ask_nobody_else() -> None:
    for name in STYLES:
        text = (STATIC / "web" / f"{name}.css").read_text(encoding="utf-8")
        assert not re.search(r"url\([\"']?(?:https?:)?//|@import", text), name


def test_every_icon_that_is_asked_for_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="(\w+)"', (STATIC / "web" / "icons.svg").read_text(encoding="utf-8")))
    asked = {name for path in templates() for name in re.findall(r'{% icon "(\w+)"', path.read_text(encoding="utf-8"))}
    modules = [path.read_text(encoding="utf-8") for path in ROOT.rglob("*.py") if "tests" not in path.parts]
    asked |= {name for text in modules for name in re.findall(r'icon="(\w+)"', text)}
    assert asked <= drawn


def test_every_colour_has_a_light_and_a_dark_side() -> None:
    text = (STATIC / "web" / "tokens.css").read_text(encoding="utf-8")
    colours = re.findall(r"--[\w-]+: (#\w+);", text)
    assert colours == []
