"""The file itself: any cut and any change is noticed, memory is bounded, other programs can open it."""

from __future__ import annotations

import io
import os
import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diaban.core.errors import DiabanError, Invalid
from diaban.host.backup import archive, plan, sealing
from diaban.host.places import Places

PRIVATE, PUBLIC = sealing.new_key()


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("key") / "key.txt"
    path.write_text(f"# a comment\n\n{PRIVATE}\n")
    return path


def _make(path: Path, members: dict[str, bytes]) -> archive.Chain:
    with path.open("wb") as file, sealing.writing(file, sealing.recipients([PUBLIC], "x")) as sink:
        out = archive.Writer(sink)
        for name, data in members.items():
            out.add(name, data)
        out.close()
    return out.chain


def _read(path: Path, key: Path) -> tuple[dict[str, bytes], archive.Chain]:
    chain, found = archive.Chain(), {}
    with sealing.reading(path, sealing.identities(key)) as source:
        for name, body in archive.members(source, chain):
            found[name] = body.read()
    return found, chain


MEMBERS = {"about.json": b"{}", "database/00000000": os.urandom(200_000), "files/x": b""}


def test_what_goes_in_comes_out(tmp_path: Path, key: Path) -> None:
    wrote = _make(tmp_path / "b", MEMBERS)
    found, chain = _read(tmp_path / "b", key)
    assert found == MEMBERS
    assert (chain.value, chain.count) == (wrote.value, 3)


def test_the_age_format_and_tar_need_no_diaban(tmp_path: Path) -> None:
    import pyrage

    _make(tmp_path / "b", MEMBERS)
    plain = pyrage.decrypt((tmp_path / "b").read_bytes(), [pyrage.x25519.Identity.from_str(PRIVATE)])
    with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
        assert tar.getnames() == list(MEMBERS)


@settings(max_examples=40, deadline=None)
@given(at=st.floats(0, 0.999), flip=st.booleans())
def test_any_cut_or_change_is_noticed(
    tmp_path_factory: pytest.TempPathFactory, key: Path, at: float, flip: bool
) -> None:
    folder = tmp_path_factory.mktemp("damage")
    _make(folder / "b", MEMBERS)
    data = bytearray((folder / "b").read_bytes())
    place = int(at * len(data))
    if flip:
        data[place] ^= 0x20
    else:
        del data[place:]
    (folder / "b").write_bytes(data)
    with pytest.raises(Invalid):
        _read(folder / "b", key)


def test_a_defect_of_the_reader_is_not_blamed_on_the_file(tmp_path: Path, key: Path) -> None:
    _make(tmp_path / "b", MEMBERS | {"files/y": os.urandom(3 * 2**20)})
    with pytest.raises(ZeroDivisionError), sealing.reading(tmp_path / "b", sealing.identities(key)) as source:
        source.read(1)
        raise ZeroDivisionError


def test_a_writer_that_fails_says_so(tmp_path: Path) -> None:
    class Full(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(DiabanError, match="Đĩa đã đầy"), sealing.writing(
        Full(), sealing.recipients([PUBLIC], "x")  # type: ignore[arg-type]
    ) as sink:  # fmt: skip
        for _ in range(40):
            sink.write(bytes(2**20))


@pytest.mark.parametrize("name", ["/etc/passwd", "files/../../x"])
def test_a_member_that_would_leave_the_folder_is_refused(tmp_path: Path, key: Path, name: str) -> None:
    _make(tmp_path / "b", {name: b"x"})
    with pytest.raises(Invalid):
        _read(tmp_path / "b", key)


@pytest.mark.parametrize("text", ["", "AGE-SECRET-KEY-1X", pytest.param(PUBLIC, id="a public key"), "geheim"])
def test_what_is_no_key_file_is_said_without_quoting_it(tmp_path: Path, text: str) -> None:
    (tmp_path / "k").write_text(text)
    with pytest.raises(Invalid) as refused:
        sealing.identities(tmp_path / "k")
    assert "geheim" not in str(refused.value)
    with pytest.raises(Invalid):
        sealing.recipients(["age1nonsense"], "x")


NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)


@given(st.lists(st.integers(0, 4000), min_size=1, max_size=60, unique=True), st.integers(0, 9), st.integers(0, 6),
       st.integers(0, 14))  # fmt: skip
def test_the_newest_of_each_day_week_and_month_are_kept(hours: list[int], days: int, weeks: int, months: int) -> None:
    found = sorted((NOW - timedelta(hours=h), Path(str(h))) for h in hours)
    kept = plan.kept(found, days, weeks, months)
    assert found[-1][1] in kept, "the newest in any case"
    assert len(kept) <= days + weeks + months + 1
    local = {moment.astimezone(plan.ZONE).date() for moment, path in found if path in kept}
    newest_days = sorted({moment.astimezone(plan.ZONE).date() for moment, _path in found})[-days:] if days else []
    assert set(newest_days) <= local


@pytest.fixture
def spot(tmp_path: Path) -> Places:
    made = Places(tmp_path / "data").make()
    plan.add_recipient(made, PUBLIC)
    return made


def _noted(spot: Places, good: datetime, problem: str = "", tried: datetime | None = None) -> None:
    import json

    (spot.data / "backups").mkdir(exist_ok=True)
    told = {"good": good.isoformat(), "tried": (tried or good).isoformat(), "problem": problem}
    (spot.data / "backups" / "state.json").write_text(json.dumps(told))


def test_when_one_is_due(spot: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    evening = NOW.replace(hour=13)  # 20:00 in Vietnam; the last time was 01:30 that day
    assert plan.due(spot, evening), "none yet"
    _noted(spot, evening - timedelta(hours=1))
    assert not plan.due(spot, evening)
    assert plan.due(spot, evening + timedelta(hours=6)), "after the next 01:30"
    _noted(spot, evening - timedelta(days=3))
    assert plan.due(spot, evening), "missed while the machine was off: made up for"
    _noted(spot, evening - timedelta(days=3), "Đĩa đầy.", evening - timedelta(minutes=5))
    assert not plan.due(spot, evening), "not again at once"
    assert plan.due(spot, evening + timedelta(minutes=11))
    _noted(spot, evening + timedelta(days=400))
    assert plan.due(spot, evening), "a clock that was set back doesn't stop backups for a year"
    monkeypatch.setenv("DIABAN_BACKUP_AT", "off")
    assert not plan.due(spot, evening)
    monkeypatch.delenv("DIABAN_BACKUP_AT")
    plan.recipients_file(spot).unlink()
    assert not plan.due(spot, evening), "nobody to encrypt it to"
