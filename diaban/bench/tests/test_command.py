"""The command `bench`: its figures, its sentences and its exit code."""

from __future__ import annotations

import argparse
import json

import pytest

from diaban.bench import catalog
from diaban.bench.base import Figure, in_turn, quantile, ratio
from diaban.commands import bench
from diaban.core.errors import DiabanError


def test_each_figure_is_one_json_line(capsys: pytest.CaptureFixture[str]) -> None:
    figures = [figure.plain() for figure in sample_figures()]
    assert figures[0] == {
        "name": "sample", "value": 2, "goal": 3, "holds": True, "detail": {"bound": "at most", "peer": 1}
    }  # fmt: skip
    assert figures[1]["holds"] is False
    assert [bench._tell(json.dumps(figure), as_json=True) for figure in figures] == [True, False]
    assert [json.loads(line)["name"] for line in capsys.readouterr().out.splitlines()] == ["sample", "sample-many"]


def sample_figures() -> list[Figure]:
    return [Figure("sample", 2, 3, "at most", {"peer": 1}), Figure("sample-many", 2, 3, "at least")]


def test_an_unknown_name_is_told_with_the_names_there_are() -> None:
    with pytest.raises(DiabanError, match="Không có phép đo nothing"):
        bench.run(argparse.Namespace(names=["nothing"], list=False, json=False))


def test_every_benchmark_of_the_catalogue_exists() -> None:
    for name in catalog.CATALOG:
        assert callable(catalog.load(name))


def test_sides_take_turns() -> None:
    order: list[str] = []
    seconds = in_turn(3, ours=lambda: order.append("ours"), peer=lambda: order.append("peer"))
    assert order == ["ours", "peer"] * 3
    assert ratio(seconds, "ours", "ours") == 1
    assert quantile([3, 1, 2], 0.5) == 2
