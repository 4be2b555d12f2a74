"""Takes the pictures of the README from a fresh synthetic province: `docs/images/*.png`.

    .venv/bin/python tools/screenshots.py [--residents 100000]

It opens `diaban demo` in a folder of its own, signs in with the sign-ins it prints, and removes the folder. No real
person and no boundary is in the pictures. Debian's chromium must be installed.
"""

from __future__ import annotations

import argparse
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
#: A picture is as wide as this; a README need not weigh more.
WIDTH, HEIGHT, MOST_BYTES = 1280, 900, 200_000


@dataclass
class Demo:
    """A running demo: its address, and the password of each sign-in."""

    address: str = ""
    passwords: dict[str, str] = field(default_factory=dict)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--residents", type=int, default=100_000, help="how many residents the province gets")
    options = parser.parse_args()
    from playwright.sync_api import sync_playwright

    IMAGES.mkdir(parents=True, exist_ok=True)
    with demo(options.residents) as opened, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        taken = [area(browser, opened), person(browser, opened)]
        browser.close()
    heavy = [path.name for path in taken if path.stat().st_size > MOST_BYTES]
    print("\n".join(f"{path.name}: {path.stat().st_size:,} bytes" for path in taken))
    return 1 if heavy else 0


@contextmanager
def demo(residents: int) -> Iterator[Demo]:
    """`diaban demo` until the pictures are taken."""
    with tempfile.TemporaryDirectory(prefix="diaban-pictures-") as folder:
        command = [sys.executable, "-m", "diaban.cli", "demo", "--data", folder, "--residents", str(residents)]
        running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            yield _told(running)
        finally:
            running.send_signal(signal.SIGINT)
            running.communicate(timeout=60)


def _told(running: subprocess.Popen[str]) -> Demo:
    """What the command prints: the address, then one line for each sign-in; the administrator's is the last."""
    found = Demo()
    for line in running.stdout or ():
        if address := re.search(r"http://\S+", line):
            found.address = address.group().rstrip("/")
        if signed := re.match(r"·\s+(\w+)\s+([0-9a-z]{4}(?:-[0-9a-z]{4}){2})\s", line):
            found.passwords[signed[1]] = signed[2]
        if "quantri" in found.passwords:
            return found
    raise SystemExit("The demo did not start.")


def signed_in(browser: Browser, opened: Demo, name: str) -> Page:
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, base_url=opened.address)
    page.goto("/")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", opened.passwords[name])
    page.click("main button.main")
    page.wait_for_load_state()
    return page


def area(browser: Browser, opened: Demo) -> Path:
    """The page of the province with its circles, as a manager reads it."""
    page = signed_in(browser, opened, "tinh")
    page.goto(page.get_attribute("nav.place a", "href") or "/")
    return taken(page, "area.png")


def person(browser: Browser, opened: Demo) -> Path:
    """A resident's page, as the commune's police read it."""
    page = signed_in(browser, opened, "congan")
    page.goto("/muc-dich/")
    page.check("input[value=residence]")
    page.click("main form button.main")
    page.goto("/cu-dan/")
    page.click("table tbody th a >> nth=5")
    page.wait_for_load_state()
    return taken(page, "person.png")


def taken(page: Page, name: str) -> Path:
    page.evaluate("document.fonts.ready")
    path = IMAGES / name
    page.screenshot(path=path)
    return path


if __name__ == "__main__":
    sys.exit(main())
