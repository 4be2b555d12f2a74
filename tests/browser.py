"""Fixtures that drive chromium through a running console on a database of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from diaban.host import ports
from diaban.host.tests.conftest import own_port
from tests.cluster import TestCluster

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",  # tests run as root too
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)
#: The demo's residents in browser tests: enough for a second page of any list.
RESIDENTS = 1_500


@dataclass
class Live:
    """A running web server on a seeded database."""

    url: str
    sign_ins: list[dict[str, Any]]
    app_url: str
    owner_url: str
    folder: Path

    def account(self, role: str) -> dict[str, Any]:
        """The demo account of a role, such as `commune_clerk`."""
        return next(entry for entry in self.sign_ins if entry["role"] == role)

    def sign_in(self, page: Page, role: str) -> None:
        """Sign in through the page, as a person does."""
        entry = self.account(role)
        page.goto(self.url + "/vao/")
        page.locator("input[name=login]").fill(entry["username"])
        password = page.locator("input[name=password]")
        password.fill(entry["password"])
        password.press("Enter")
        page.wait_for_url(lambda where: "/vao/" not in where)


@pytest.fixture(scope="session")
def live(cluster: TestCluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The console on loopback, with a small synthetic province. One for the whole run: don't rely on counts."""
    folder = tmp_path_factory.mktemp("live")
    name = cluster.create()
    environment = os.environ | {
        "DIABAN_DB_URL": cluster.app_url(name),
        "DIABAN_DATA": str(folder),
        "DIABAN_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "diaban.settings",
    }
    sign_ins = _seeded(environment, folder)
    with psycopg.connect(cluster.owner_url(name), autocommit=True) as link:
        link.execute("analyze")  # as the demo does
    with (folder / "web.log").open("wb") as log, ports.hold("127.0.0.1", own_port()) as held:
        port = held.getsockname()[1]
        web = subprocess.Popen(
            [sys.executable, "-m", "diaban.host.web", "127.0.0.1", str(port)], env=environment, stdout=log, stderr=log
        )
        try:
            _wait_for_page(web, port, folder / "web.log")
            yield Live(f"http://127.0.0.1:{port}", sign_ins, cluster.app_url(name), cluster.owner_url(name),
                       folder)  # fmt: skip
        finally:
            web.terminate()
            web.wait(60)
    cluster.drop(name)


def _seeded(environment: dict[str, str], folder: Path) -> list[dict[str, Any]]:
    wanted = json.dumps({"province": "42", "residents": RESIDENTS, "seed": 7})
    result = folder / "sign-ins.json"
    done = subprocess.run(
        [sys.executable, "-m", "diaban.host.seeding", wanted, str(result)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    read: list[dict[str, Any]] = json.loads(result.read_text("utf-8"))["sign_ins"]
    return read


def _wait_for_page(web: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + 200
    while not ports.status("127.0.0.1", port, "/vao/"):
        assert web.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.05)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One chromium for the run."""
    from playwright.sync_api import sync_playwright

    assert Path(CHROMIUM).exists(), "Debian's chromium is missing: apt-get install chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield started
        started.close()


def patient(browser: Browser, **options: Any) -> BrowserContext:
    """A profile that waits for as long as a busy machine takes."""
    made = browser.new_context(**options)
    made.set_default_timeout(120_000)
    return made


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile: no cookies, Vietnamese, the size of an office screen."""
    made = patient(browser, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport={"width": 1280, "height": 800})
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page in a fresh profile."""
    return context.new_page()
