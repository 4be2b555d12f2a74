"""Both sides on one world, each in its own process, and what they reach."""

from __future__ import annotations

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


def alone(verb: str, folder: Path, maps: tuple[str, ...] = ()) -> float:
    """The matcher without a peer, at the shipped threshold: F1 of rows' best answers, or of pairs of duplicates."""
    files = [str(folder / f"{name}.parquet") for name in (("rows", "residents") if verb == "link" else ("residents",))]
    told = [part for one in maps for part in ("--map", one)]
    timed.run(
        ["diaban.match", verb, *files, "--out", str(folder / "ours.parquet"), "--quiet", *told], folder / "ours.log"
    )
    pairs, people = scores.read(folder / "ours.parquet"), pl.read_parquet(folder / "truth-residents.parquet")
    if verb == "dedupe":
        return scores.duplicates(pairs, people).f1(SHIPPED)
    return scores.linked(pairs, pl.read_parquet(folder / "truth-rows.parquet"), people).ranked.f1(SHIPPED)


def link(folder: Path, units: bool = True) -> Link:
    """Ours over the files as they are; theirs over columns prepared for it, which isn't timed."""
    rows, residents = folder / "rows.parquet", folder / "residents.parquet"
    known = folder / "units.parquet" if units else None
    told = ["--communes", str(known)] if known else []
    our_run = timed.run(
        ["diaban.match", "link", str(rows), str(residents), "--out", str(folder / "ours.parquet"), "--quiet", *told],
        folder / "ours.log",
    )
    plain.write(rows, residents, known, folder)
    their_run = timed.run(
        ["diaban.bench.linkage.peer", "link", str(folder), str(folder / "theirs.parquet")], folder / "theirs.log"
    )
    truth = pl.read_parquet(folder / "truth-rows.parquet"), pl.read_parquet(folder / "truth-residents.parquet")
    ours, theirs = (scores.linked(scores.read(folder / f"{side}.parquet"), *truth) for side in ("ours", "theirs"))
    return Link(ours, theirs, our_run, their_run)


def dedupe(folder: Path, units: bool = True) -> Dedupe:
    """The residents' own duplicates."""
    residents = folder / "residents.parquet"
    known = folder / "units.parquet" if units else None
    told = ["--communes", str(known)] if known else []
    our_run = timed.run(
        ["diaban.match", "dedupe", str(residents), "--out", str(folder / "our-twins.parquet"), "--quiet", *told],
        folder / "ours.log",
    )
    plain.write(residents, None, known, folder)
    their_run = timed.run(
        ["diaban.bench.linkage.peer", "dedupe", str(folder), str(folder / "their-twins.parquet")], folder / "theirs.log"
    )
    truth = pl.read_parquet(folder / "truth-residents.parquet")
    ours, theirs = (scores.duplicates(scores.read(folder / f"{s}-twins.parquet"), truth) for s in ("our", "their"))
    return Dedupe(ours, theirs, our_run, their_run)
