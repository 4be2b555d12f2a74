"""Both sides on one world, each in its own process, and what they reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from diaban.bench.linkage import plain, scores, timed
from diaban.bench.linkage.scores import Linked, Ranked
from diaban.bench.linkage.timed import Run

SHIPPED = 0.5  #: the matcher accepts what is likelier than not


@dataclass
class Link:
    """Rows linked to residents by both sides."""

    ours: Linked
    theirs: Linked
    our_run: Run
    their_run: Run


@dataclass
class Dedupe:
    """Residents compared with each other by both sides."""

    ours: Ranked
    theirs: Ranked
    our_run: Run
    their_run: Run


def _ours(verb: str, folder: Path, told: Sequence[str]) -> Run:
    """The matcher over a world's files, its pairs into `ours-VERB.parquet`."""
    files = [str(folder / f"{name}.parquet") for name in (("rows", "residents") if verb == "link" else ("residents",))]
    out = str(folder / f"ours-{verb}.parquet")
    return timed.run(["diaban.match", verb, *files, "--out", out, "--quiet", *told], folder / "ours.log")


def alone_link(folder: Path, told: Sequence[str] = ()) -> tuple[Linked, Run]:
    """Rows linked by the matcher without a peer, at the shipped threshold. `told`: more arguments of its command."""
    run = _ours("link", folder, told)
    return _linked(folder, "ours-link"), run


def alone_dedupe(folder: Path, told: Sequence[str] = ()) -> tuple[Ranked, Run]:
    """Duplicates found by the matcher without a peer."""
    run = _ours("dedupe", folder, told)
    return _duplicates(folder, "ours-dedupe"), run


def _linked(folder: Path, side: str) -> Linked:
    truth = pl.read_parquet(folder / "truth-rows.parquet"), pl.read_parquet(folder / "truth-residents.parquet")
    return scores.linked(scores.read(folder / f"{side}.parquet"), *truth)


def _duplicates(folder: Path, side: str) -> Ranked:
    truth = pl.read_parquet(folder / "truth-residents.parquet")
    return scores.duplicates(scores.read(folder / f"{side}.parquet"), truth)


def _peer(verb: str, folder: Path) -> Run:
    out = str(folder / f"theirs-{verb}.parquet")
    return timed.run(["diaban.bench.linkage.peer", verb, str(folder), out], folder / "theirs.log")


def _known(folder: Path, units: bool) -> tuple[Path | None, list[str]]:
    known = folder / "units.parquet" if units else None
    return known, ["--communes", str(known)] if known else []


def link(folder: Path, units: bool = True) -> Link:
    """Ours over the files as they are; theirs over columns prepared for it, which isn't timed."""
    known, told = _known(folder, units)
    ours, our_run = alone_link(folder, told)
    plain.write(folder / "rows.parquet", folder / "residents.parquet", known, folder)
    their_run = _peer("link", folder)
    return Link(ours, _linked(folder, "theirs-link"), our_run, their_run)


def dedupe(folder: Path, units: bool = True) -> Dedupe:
    """The residents' own duplicates."""
    known, told = _known(folder, units)
    ours, our_run = alone_dedupe(folder, told)
    plain.write(folder / "residents.parquet", None, known, folder)
    their_run = _peer("dedupe", folder)
    return Dedupe(ours, _duplicates(folder, "theirs-dedupe"), our_run, their_run)
