"""Settings: declared once, documented, checked at the start, printed without secrets."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable

import pytest

from diaban.core.errors import DiabanError
from diaban.host import options
from tests.architecture import tree

Run = Callable[..., "subprocess.CompletedProcess[str]"]
_NAME = re.compile(r"DIABAN_[A-Z][A-Z_]*[A-Z]")


def test_every_setting_that_code_or_documents_name_is_declared() -> None:
    mine = tree.PACKAGE / "host" / "tests" / "test_options.py"
    named = {
        (name, tree.short(path))
        for path in tree.files()
        if path.suffix in (".py", ".md", ".toml", ".html", "") and path != mine and path.stat().st_size < 2**20
        for line in path.read_text("utf-8", "replace").splitlines()
        if "startswith(" not in line  # beginnings of names
        for name in _NAME.findall(line)
    }
    undeclared = sorted(f"{name} in {place}" for name, place in named if name not in options.BY_NAME)
    assert not undeclared, "declare in diaban/host/options.py: " + ", ".join(undeclared)


def test_every_declared_setting_is_read_somewhere() -> None:
    declared = tree.PACKAGE / "host" / "options.py"
    read = set()
    for path in tree.files():
        if path.suffix in (".py", "") and path != declared and path.name not in ("test_options.py",):
            read |= set(_NAME.findall(path.read_text("utf-8", "replace")))
    assert set(options.BY_NAME) <= read, sorted(set(options.BY_NAME) - read)


def test_the_page_of_settings_is_the_one_the_code_declares() -> None:
    assert options.DOCUMENT.read_text("utf-8") == options.written(), "python -m diaban.host.options --write"


def test_defaults_have_their_own_form() -> None:
    for option in options.OPTIONS:
        options.value(option.name, {})


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("DIABAN_LOG_MB", "ten"), ("DIABAN_DEBUG", "yes"), ("DIABAN_TRUSTED_PROXIES", "10.0.0.1/8"),
     ("DIABAN_REDIRECT_PORT", "70000"), ("DIABAN_LOG", "syslog"), ("DIABAN_HOSTS", "http://a/")],
)  # fmt: skip
def test_a_value_of_a_wrong_form_is_told_by_name_and_form_without_quoting_it(name: str, wrong: str) -> None:
    with pytest.raises(DiabanError) as caught:
        options.check({name: wrong})
    assert name in str(caught.value)
    assert wrong not in str(caught.value)


def test_a_misspelt_setting_is_told_with_what_was_meant(run_diaban: Run) -> None:
    done = run_diaban("settings", DIABAN_TRUSTED_PROXY="10.0.0.0/8")
    assert done.returncode == 0
    (line,) = [line for line in done.stderr.splitlines() if "DIABAN_TRUSTED_PROXY" in line]
    assert "DIABAN_TRUSTED_PROXIES" in line


def test_a_wrong_value_ends_the_start_with_one_sentence(run_diaban: Run) -> None:
    done = run_diaban("settings", DIABAN_LOG_MB="ten")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1


def test_what_is_printed_hides_secrets(run_diaban: Run) -> None:
    told = {"DIABAN_DATABASE_URL": "postgresql://a:hush@db/x", "DIABAN_METRICS_TOKEN": "hush", "DIABAN_LOG_MB": "7"}
    for words in (("settings",), ("settings", "--all"), ("settings", "--json")):
        done = run_diaban(*words, **told)
        assert "hush" not in done.stdout + done.stderr
        assert "7" in done.stdout
    rows = {row["name"]: row for row in json.loads(done.stdout)}
    assert rows["DIABAN_LOG_MB"] | {"meaning": ""} == {
        "name": "DIABAN_LOG_MB", "value": "7", "set": True, "default": "10", "meaning": "", "whose": "administrator"
    }  # fmt: skip


def test_the_terminal_speaks_english_where_its_locale_does(run_diaban: Run) -> None:
    english = run_diaban("settings", LANG="en_US.UTF-8", LC_ALL="").stdout
    assert "Data folder" in english
    assert "Data folder" not in run_diaban("settings", LANG="vi_VN.UTF-8", LC_ALL="").stdout
    assert "Data folder" not in run_diaban("settings", LANG="en_US.UTF-8", DIABAN_LANGUAGE="vi", LC_ALL="").stdout
