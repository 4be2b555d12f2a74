"""What the project is made of says where it comes from, and nothing ties it to one machine."""

from __future__ import annotations

import hashlib
import re
import tomllib

import pytest

from tests.architecture import tree

_TEXT = {".py", ".toml", ".txt", ".md", ".html", ".css", ".js", ".json", ".yml", ".cfg", ".sh", ".in", ".sql", ""}
#: An address of a package index, or the option that names one with its value.
_INDEX = re.compile(
    r"https?://\S*(?:pypi|/simple|npmjs|registry\.)\S*|(?<!no-emit-)index-url[ =]\S|find-links[ =][/h]", re.I
)
#: A path of someone's machine. Paths that Debian fixes are not among them.
_MACHINE = re.compile(r"(?<![\w.])/(?:root|home|work|Users|opt|mnt)/\w")


def _texts() -> list[tuple[str, str]]:
    me = tree.ROOT / "tests" / "architecture" / "test_supply.py"
    found = []
    for path in tree.files():
        if path.suffix in _TEXT and path != me and "vendor" not in path.parts and path.stat().st_size < 2**20:
            try:
                found.append((tree.short(path), path.read_text("utf-8")))
            except UnicodeDecodeError:
                continue
    return found


@pytest.mark.parametrize("what", [_INDEX, _MACHINE], ids=["index address", "machine path"])
def test_no_file_knows_this_machine(what: re.Pattern[str]) -> None:
    found = [
        f"{name}:{number} {line.strip()[:90]}"
        for name, text in _texts()
        for number, line in enumerate(text.splitlines(), 1)
        if what.search(line)
    ]
    assert not found, "\n".join(found)


def test_every_dependency_says_why_it_is_there() -> None:
    text = (tree.ROOT / "pyproject.toml").read_text("utf-8")
    project = tomllib.loads(text)["project"]
    named = [*project["dependencies"], *(d for extra in project["optional-dependencies"].values() for d in extra)]
    for dependency in named:
        line = next(line for line in text.splitlines() if f'"{dependency}"' in line)
        assert re.search(r"#\s+\S.{9,}", line), f"no reason beside {dependency}"


@pytest.mark.parametrize("name", ["base", "dev"])
def test_every_pin_has_a_hash(name: str) -> None:
    text = (tree.ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    pins = re.findall(r"^([\w.-]+(?:\[[\w,-]+\])?)==\S+((?: \\\n +--hash=sha256:[0-9a-f]{64})*)", text, re.M)
    assert len(pins) == text.count("==")
    assert not [pin for pin, hashes in pins if not hashes]


def test_pins_cover_what_the_project_asks_for() -> None:
    project = tomllib.loads((tree.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for name, asked in (("base", project["dependencies"]), ("dev", project["optional-dependencies"]["dev"])):
        pinned = re.findall(r"^([\w.-]+)", (tree.ROOT / "requirements" / f"{name}.txt").read_text("utf-8"), re.M)
        known = {re.sub(r"[-_.]+", "-", pin).lower() for pin in pinned}
        for dependency in asked:
            plain = re.sub(r"[-_.]+", "-", re.split(r"[\[~=<> ]", dependency)[0]).lower()
            assert plain in known, f"{dependency} isn't in requirements/{name}.txt: make requirements"


def test_what_both_lists_pin_is_the_same() -> None:
    def pins(name: str) -> dict[str, str]:
        text = (tree.ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
        return dict(re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==(\S+)", text, re.M))

    base, dev = pins("base"), pins("dev")
    assert {name: dev.get(name) for name in base} == base


def test_vendored_files_are_the_ones_that_were_taken() -> None:
    """Every file copied from elsewhere is named with its hash, and nothing else lies beside them."""
    folder = tree.PACKAGE / "web" / "static" / "vendor"
    named = {
        f"{package['folder']}/{name}": digest
        for package in tomllib.loads((folder / "vendor.toml").read_text("utf-8"))["package"]
        for name, digest in package["files"].items()
    }
    found = {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "vendor.toml"
    }
    assert found == named
