"""The past year agrees with the rows: who is counted, who came, left, was born and died."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from diaban.demo.blocks import Block, Commune
from diaban.demo.lives import OPENING
from diaban.demo.population import population

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def blocks() -> list[Block]:
    communes = [Commune(f"{18_000 + 3 * i:05d}", "42", urban=i % 5 == 0) for i in range(20)]
    return list(population(communes, 30_000, 2, TODAY))


def test_nobody_has_two_happenings(blocks: list[Block]) -> None:
    for block in blocks:
        assert max(Counter(happening.row for happening in block.happenings).values()) == 1


def test_states_follow_from_happenings(blocks: list[Block]) -> None:
    for block in blocks:
        died = {h.row for h in block.happenings if h.kind == "died"}
        left = {h.row for h in block.happenings if h.kind == "moved_out"}
        assert {row for row, state in enumerate(block.state) if state == "dead"} == died == set(block.died)
        assert {row for row, state in enumerate(block.state) if state == "moved"} == left


def test_happenings_lie_in_the_past_year_and_after_birth(blocks: list[Block]) -> None:
    today = TODAY.toordinal()
    for block in blocks:
        for happening in block.happenings:
            assert today - OPENING < happening.day <= today
            assert happening.day >= block.born[happening.row]


def test_everyone_born_in_the_year_is_a_birth(blocks: list[Block]) -> None:
    for block in blocks:
        births = {h.row: h.day for h in block.happenings if h.kind == "born"}
        born = {row: day for row, day in enumerate(block.born) if day > TODAY.toordinal() - OPENING}
        assert births == born


def test_yearly_rates_are_plausible(blocks: list[Block]) -> None:
    per_thousand = {kind: count / 30 for kind, count in Counter(h.kind for b in blocks for h in b.happenings).items()}
    assert 9 < per_thousand["born"] < 17
    assert 4 < per_thousand["died"] < 8
    assert 2 < per_thousand["moved_out"] < 8
    assert 5 < per_thousand["registered"] < 30


def test_moves_within_come_from_another_hamlet(blocks: list[Block]) -> None:
    moves = [(b, h) for b in blocks for h in b.happenings if h.kind == "moved_in"]
    assert moves
    for block, move in moves:
        assert move.origin is not None
        assert move.origin != block.house_hamlet[block.house[move.row]]


def test_stays_begin_before_today_and_after_birth(blocks: list[Block]) -> None:
    for block in blocks:
        for stay in block.stays:
            assert block.born[stay.row] <= stay.starts < TODAY.toordinal()
            assert stay.ends is None or stay.ends >= TODAY.toordinal()
            assert stay.where != block.index


def test_absent_and_away_have_their_stay(blocks: list[Block]) -> None:
    for block in blocks:
        kinds = {stay.row: stay.kind for stay in block.stays}
        for row, state in enumerate(block.state):
            if state == "absent":
                assert kinds[row] == "absent"
            if state == "away":
                assert kinds[row] == "temporary"


def test_a_household_with_nobody_left_is_closed(blocks: list[Block]) -> None:
    for block in blocks:
        living = {h for h, s in zip(block.house, block.state, strict=True) if s not in ("dead", "moved")}
        assert set(block.house_closed) == set(range(len(block.house_code))) - living
