"""Blocks of rows worked through by as many processes as there are processors, their results kept until all are there.

A run that was stopped goes on where it was: parts lie beside the output, and count where the inputs are the same."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Block = NDArray[np.int64]
Part = dict[str, NDArray[np.float64] | NDArray[np.int64]]
Progress = Callable[[str, int, int], None]
VERSION = 3  #: parts of another version of the engine don't count


def silent(_step: str, _done: int, _of: int) -> None:
    """No progress told."""


@dataclass
class Parts:
    """Where finished parts are kept; `folder` None: nowhere."""

    folder: Path | None = None

    @classmethod
    def beside(cls, out: Path, inputs: Iterable[Path], told: Sequence[str]) -> Parts:
        """Parts of a run over these files with these arguments; those of another run are thrown away."""
        digest = hashlib.sha256(repr((VERSION, sorted(told))).encode())
        for path in inputs:
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
        folder = out.with_name(out.name + ".parts")
        mark = folder / "inputs"
        if not mark.exists() or mark.read_text("utf-8") != digest.hexdigest():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            mark.write_text(digest.hexdigest(), "utf-8")
        return cls(folder)

    def get(self, number: int) -> Part | None:
        if self.folder is None or not (self.folder / f"{number}.npz").exists():
            return None
        with np.load(self.folder / f"{number}.npz") as found:
            return dict(found)

    def put(self, number: int, part: Part) -> None:
        if self.folder is not None:
            draft = self.folder / f"{number}.draft.npz"
            np.savez(draft, **part)  # type: ignore[arg-type]
            draft.rename(self.folder / f"{number}.npz")

    def done(self) -> None:
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)


_task: Callable[[Block], Part] | None = None


def _one(numbered: tuple[int, Block]) -> tuple[int, Part]:
    assert _task is not None
    return numbered[0], _task(numbered[1])


def processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def through(
    task: Callable[[Block], Part], blocks: Sequence[Block], parts: Parts, progress: Progress, step: str
) -> list[Part]:
    """What `task` makes of each block, in their order."""
    found = {number: part for number in range(len(blocks)) if (part := parts.get(number)) is not None}
    rest = [(number, block) for number, block in enumerate(blocks) if number not in found]
    for number, part in _results(task, rest):
        parts.put(number, part)
        found[number] = part
        progress(step, len(found), len(blocks))
    return [found[number] for number in range(len(blocks))]


def _results(task: Callable[[Block], Part], rest: list[tuple[int, Block]]) -> Iterator[tuple[int, Part]]:
    """By processes forked from this one, which share its memory, where there is enough to do."""
    global _task
    _task = task
    try:
        if len(rest) > 2 and processors() > 1 and "fork" in multiprocessing.get_all_start_methods():
            with multiprocessing.get_context("fork").Pool(min(processors(), len(rest))) as pool:
                yield from pool.imap_unordered(_one, rest)
        else:
            yield from map(_one, rest)
    finally:
        _task = None
