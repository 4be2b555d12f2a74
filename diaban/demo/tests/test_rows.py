"""A block as lines for COPY: repeatable, and with as many values as the table has columns."""

from __future__ import annotations

import re
from datetime import date

import pytest

from diaban.core.text import fold, sort_key
from diaban.demo import rows
from diaban.demo.blocks import Commune
from diaban.demo.population import Maker

TODAY = date(2026, 11, 22)
PLAN = [Commune("23293", "62", urban=True), Commune("18754", "42")]


@pytest.fixture(scope="module", params=[0, 1], ids=["highland", "lowland"])
def at(request: pytest.FixtureRequest) -> rows.Placed:
    maker = Maker(PLAN, 4, TODAY)
    return _placed(maker, request.param)


def _placed(maker: Maker, index: int) -> rows.Placed:
    block = maker.block(index, 900)
    hamlets = [1_000_000 + number for number in range(len(block.hamlets))]
    return rows.placed(block, maker, hamlets, [11, 12], 77)


def _all(at: rows.Placed) -> dict[str, list[str]]:
    return {table: text.split("\n") for table, text in rows.texts(at).items()}


def test_every_line_has_a_value_for_each_column(at: rows.Placed) -> None:
    for table, lines in _all(at).items():
        assert lines
        assert {line.count("\t") + 1 for line in lines} == {len(rows.TABLES[table])}
        assert not any("\n" in line for line in lines)


def test_the_same_seed_gives_the_same_lines() -> None:
    first, again = (_all(_placed(Maker(PLAN, 4, TODAY), 1)) for _time in range(2))
    assert first == again
    assert _all(_placed(Maker(PLAN, 5, TODAY), 1)) != first


def test_keys_match_the_core_when_read_back(at: rows.Placed) -> None:
    for line in rows.residents(at):
        _id, name, folded, key, *_rest = line.split("\t")
        assert folded == fold(name)
        assert key.replace("\\\\", "\\") == sort_key(name)


def test_ids_are_version_7_in_order_and_single(at: rows.Placed) -> None:
    ids = at.houses + at.residents + at.permanent + at.others
    assert len(set(ids)) == len(ids)
    assert at.residents == sorted(at.residents)
    assert all(re.fullmatch(r"[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}", key) for key in ids)


def test_two_communes_share_no_id() -> None:
    maker = Maker(PLAN, 4, TODAY)
    one, two = _placed(maker, 0), _placed(maker, 1)
    assert not set(one.residents + one.others) & set(two.residents + two.others)
