"""How `pytest -n 2 --dist loadfile` shares the tests out: what takes longest begins first, so that no core idles at the
end, and everything that needs chromium and the console it opens runs in one process, which starts them once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from xdist.scheduler import LoadFileScheduling

#: The name of what is run in one piece, and the beginnings of the files that belong to it.
BROWSER = "browser"
_BROWSER = ("tests/pages/", "diaban/access/tests/test_browser.py", "diaban/host/tests/test_live.py")
#: Longest first, as measured in CPU seconds; whatever isn't named comes after, in its own order.
LONGEST: tuple[str, ...] = (
    BROWSER,
    "tests/test_leaks.py",
    "tests/test_leaks_added.py",
    "tests/figures/test_every_figure.py",
    "tests/test_api_fuzz.py",
    "tests/test_leaks_tokens.py",
    "diaban/bench/tests/test_benchmarks.py",
    "diaban/host/tests/test_move.py",
    "diaban/host/tests/test_backup.py",
    "tests/exports/test_every_list.py",
)


def piece(nodeid: str) -> str:
    """What a test is run together with: its file, or everything that drives chromium."""
    file = nodeid.partition("::")[0]
    return BROWSER if file.startswith(_BROWSER) else file


def _turn(nodeid: str) -> int:
    name = piece(nodeid)
    return LONGEST.index(name) if name in LONGEST else len(LONGEST)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In each process of a spread run; a run in one process keeps its order."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: _turn(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling | None:
    """xdist's own for `--dist loadfile`, but for what makes a piece, and their order: that of the collection."""
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class Spread(LoadFileScheduling):  # type: ignore[misc]  # it carries no types
        def _split_scope(self, nodeid: str) -> str:
            return piece(nodeid)

    config.option.loadscopereorder = False
    return Spread(config, log)
