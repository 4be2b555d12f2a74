"""People at their browsers, for `bench users`: each signs in, states a purpose, then reads, searches and registers.

One event loop plays all of them over connections that stay open, as browsers keep them. A page's time runs from its
first byte sent to its last byte read; where a form leads on to another page, that is a page of its own.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

from diaban.bench import cpu

_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
_RECORD = re.compile(rb'href="(/cu-dan/[0-9a-f-]{36}/)"')
_NEXT = re.compile(rb'rel="next" href="([^"]+)"')
_PLACE = re.compile(rb'<select name="place"[^>]*>.*?<option value="(\d+)"', re.S)
#: Seconds after which a page counts as not answered.
PATIENCE = 30.0

_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô")
_MIDDLES = ("Văn", "Thị", "Đức", "Ngọc", "Minh", "Thu", "Quang", "Thanh")
_GIVEN = ("An", "Bình", "Châu", "Dũng", "Giang", "Hà", "Hải", "Hùng", "Lan", "Linh", "Long", "Mai", "Nam", "Nga")


@dataclass
class Tally:
    """What the crowd saw: seconds of every page by kind, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    cpu: float = 0.0  #: seconds that the server's processes used

    def note(self, kind: str, took: float) -> None:
        self.seconds.setdefault(kind, []).append(took)

    @property
    def all(self) -> list[float]:
        return [took for each in self.seconds.values() for took in each]


@dataclass(frozen=True)
class Page:
    """An answer: its status, where it leads, its body."""

    status: int
    location: str
    body: bytes


class Browser:
    """One person's connection and cookies."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def get(self, path: str) -> Page:
        return await self._ask("GET", path, None)

    async def post(self, path: str, data: dict[str, str]) -> Page:
        return await self._ask("POST", path, data)

    async def _ask(self, method: str, path: str, data: dict[str, str] | None) -> Page:
        body = b"" if data is None else urlencode(data).encode()
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Accept: text/html"]
        lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if data is not None:
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
            lines.append(f"Origin: http://127.0.0.1:{self.port}")
        message = "\r\n".join([*lines, "", ""]).encode() + body
        return await asyncio.wait_for(self._exchange(message), PATIENCE)

    async def _exchange(self, message: bytes) -> Page:
        if self.writer is None or self.reader is None or self.writer.is_closing() or self.reader.at_eof():
            self.close()  # the server closes what was idle for long; a browser opens anew
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        assert self.reader is not None
        self.writer.write(message)
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = [line.partition(": ")[::2] for line in head[1:] if line]
        known = {name.lower(): value for name, value in headers}
        for name, value in headers:
            if name.lower() == "set-cookie":
                key, _, kept = value.partition(";")[0].partition("=")
                self.cookies[key] = kept
        body = await self._body(known)
        if known.get("connection", "").lower() == "close":
            self.close()
        return Page(int(head[0].split()[1]), known.get("location", ""), body)

    async def _body(self, headers: dict[str, str]) -> bytes:
        assert self.reader is not None
        if "chunked" not in headers.get("transfer-encoding", ""):
            return await self.reader.readexactly(int(headers.get("content-length", "0")))
        parts = []
        while size := int((await self.reader.readline()).split(b";")[0], 16):
            parts.append(await self.reader.readexactly(size))
            await self.reader.readexactly(2)
        await self.reader.readexactly(2)
        return b"".join(parts)

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()
        self.writer = None


class Person:
    """An officer at work: what is opened next is drawn from `MIX`."""

    #: Of a hundred things done: lists, records, searches, registrations.
    MIX = {"list": 30, "record": 40, "search": 20, "save": 10}

    def __init__(self, port: int, username: str, password: str, tally: Tally, seed: int) -> None:
        self.browser, self.tally = Browser(port), tally
        self.username, self.password = username, password
        self.rng = random.Random(seed)
        self.records: list[str] = []
        self.next_page = ""

    async def sign_in(self) -> None:
        """Through the form, then a purpose for the day. Raises RuntimeError where it is refused."""
        page = await self.browser.get("/vao/")
        form = {"csrfmiddlewaretoken": _token(page), "login": self.username, "password": self.password}
        page = await self.browser.post("/vao/", form)
        if page.status != 302:
            raise RuntimeError(f"sign-in answered {page.status}")
        page = await self.browser.get("/muc-dich/")
        page = await self.browser.post("/muc-dich/", {"csrfmiddlewaretoken": _token(page), "code": "residence"})
        if page.status != 302:
            raise RuntimeError(f"purpose answered {page.status}")

    async def work(self, until: float, think: tuple[float, float]) -> None:
        """Open pages until a moment of the loop's clock, with so many seconds between them."""
        kinds, weights = list(self.MIX), list(self.MIX.values())
        await asyncio.sleep(self.rng.uniform(0, think[1]))
        while asyncio.get_running_loop().time() < until:
            kind = self.rng.choices(kinds, weights)[0]
            try:
                await getattr(self, f"_{kind}")()
            except (TimeoutError, OSError, EOFError, ValueError) as error:
                self.tally.wrong.append(f"{kind}: {type(error).__name__}")
                self.browser.close()
            await asyncio.sleep(self.rng.uniform(*think))

    async def _timed(
        self, kind: str, expected: int, method: str, path: str, data: dict[str, str] | None = None
    ) -> Page:
        began = time.perf_counter()
        page = await (self.browser.get(path) if data is None else self.browser.post(path, data))
        self.tally.note(kind, time.perf_counter() - began)
        if page.status != expected:
            self.tally.wrong.append(f"{method} {kind}: {page.status}")
        return page

    async def _list(self) -> None:
        path = self.next_page or self.rng.choice(("/cu-dan/", "/cu-dan/?gioi_tinh=f", "/cu-dan/?tu_tuoi=60&xep=birth"))
        page = await self._timed("list", 200, "GET", path)
        self.records = [found.decode() for found in _RECORD.findall(page.body)] or self.records
        found = _NEXT.search(page.body)
        self.next_page = "/cu-dan/" + found.group(1).decode().replace("&amp;", "&") if found else ""

    async def _record(self) -> None:
        if not self.records:
            await self._list()
        if self.records:
            await self._timed("record", 200, "GET", self.rng.choice(self.records))

    async def _search(self) -> None:
        page = await self._timed("form", 200, "GET", "/tim/")
        words = f"{self.rng.choice(_FAMILIES)} {self.rng.choice(_MIDDLES)} {self.rng.choice(_GIVEN)}"
        typed = self.rng.choice((words, words.lower(), f"{words.split()[-1]} {self.rng.randint(1950, 2015)}"))
        page = await self._timed("search", 302, "POST", "/tim/", {"csrfmiddlewaretoken": _token(page), "q": typed})
        if page.location:
            await self._timed("found", 200, "GET", page.location)

    async def _save(self) -> None:
        page = await self._timed("form", 200, "GET", "/cu-dan/moi/")
        place = _PLACE.search(page.body)
        rng = self.rng
        name = f"{rng.choice(_FAMILIES)} {rng.choice(_MIDDLES)} {rng.choice(_GIVEN)}"
        data = {
            "csrfmiddlewaretoken": _token(page),
            "full_name": name,
            "sex": rng.choice("mf"),
            "birth_date": f"{rng.randint(1, 28)}/{rng.randint(1, 12)}/{rng.randint(1950, 2020)}",
            "place": place.group(1).decode() if place else "",
            "kind": "permanent",
            "since": "01/10/2026",
        }
        page = await self._timed("save", 302, "POST", "/cu-dan/moi/", data)
        if page.location:
            await self._timed("record", 200, "GET", page.location)


def _token(page: Page) -> str:
    found = _TOKEN.search(page.body)
    if found is None:
        raise ValueError("no form on the page")
    return found.group(1).decode()


async def _gather(people: list[Person], seconds: float, think: tuple[float, float]) -> None:
    until = asyncio.get_running_loop().time() + seconds
    await asyncio.gather(*(person.work(until, think) for person in people))


async def crowd(
    port: int, accounts: list[str], password: str, seconds: float, think: tuple[float, float], rush: tuple[int, float],
    *pids: int,
) -> tuple[Tally, Tally]:  # fmt: skip
    """All of them at once for so many seconds; then `rush[0]` of them without a pause for `rush[1]` seconds.

    `pids` are the server's processes, whose CPU is counted while all work.
    """
    calm, busy = Tally(), Tally()
    people = [Person(port, name, password, calm, seed) for seed, name in enumerate(accounts)]
    gate = asyncio.Semaphore(4)

    async def enter(person: Person) -> None:
        async with gate:
            await person.sign_in()

    await asyncio.gather(*(enter(person) for person in people))
    with cpu.counted(*pids) as spent:
        await _gather(people, seconds, think)
    calm.cpu = spent()
    for person in people:
        person.tally = busy
    await _gather(people[: rush[0]], rush[1], (0.0, 0.0))
    for person in people:
        person.browser.close()
    return calm, busy
