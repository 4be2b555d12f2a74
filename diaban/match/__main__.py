"""`python -m diaban.match link LEFT.parquet RIGHT.parquet --out PAIRS.parquet` and `dedupe RES.parquet`: no database.

Columns are found by name: full_name, sex, dob, id_no (or cccd), cmnd, commune, commune_code, village, head_name,
relation, hh_id. Any may be missing. `--map full_name=ten` (or `full_name=given+surname`) tells of other names. The
output has `l`, `r` (row positions from 0) and `probability`; with `--explain` also `evidence`, in words. A run that was
stopped goes on where it was when it is started again: what is done lies in OUT.parts until the end.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from diaban.core.errors import DiabanError
from diaban.match import linking, places, sides, verdicts, work


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m diaban.match", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb, files in (("link", ("left", "right")), ("dedupe", ("left",))):
        sub = verbs.add_parser(verb)
        for name in files:
            sub.add_argument(name, type=Path)
        sub.add_argument("--out", type=Path, required=True)
        sub.add_argument("--map", action="append", default=[], metavar="OURS=THEIRS")
        sub.add_argument("--communes", type=Path, help="units instead of the shipped ones")
        sub.add_argument("--best", action="store_true", help="one answer or none for each left row")
        sub.add_argument("--explain", action="store_true", help="the evidence of each pair in words")
        sub.add_argument("--verdicts", type=Path, help="pairs that clerks decided: l, r, same")
        sub.add_argument("--quiet", action="store_true")
    return parser


def main(argv: list[str] | None = None) -> int:
    """0 when the pairs were written; 2 with one sentence where the input can't be read."""
    args = _arguments().parse_args(argv)
    try:
        _run(args)
    except (OSError, pl.exceptions.PolarsError, DiabanError) as error:
        print(f"diaban.match: {error}", file=sys.stderr)
        return 2
    return 0


def _renames(told: Sequence[str], files: Sequence[Path]) -> dict[str, str]:
    """Our name -> theirs.

    Raises: DiabanError where it isn't said so, where ours is no name of ours, or where no file has theirs.
    """
    renames = {ours: theirs for ours, _, theirs in (one.partition("=") for one in told)}
    wrong = [ours for ours, theirs in renames.items() if not theirs or ours not in (*sides.COLUMNS, "cccd")]
    if wrong:
        names = ", ".join(sides.COLUMNS)
        raise DiabanError(f"--map cần TÊN=CỘT, TÊN là một trong {names}; không hiểu {', '.join(wrong)}.")
    there = [set(sides.columns(file)) for file in files] if renames else []
    lost = [theirs for theirs in renames.values() if not any(set(theirs.split("+")) <= one for one in there)]
    if lost:
        raise DiabanError(f"Không tệp nào có đủ cột {', '.join(lost)} nói ở --map; chưa so gì.")
    return renames


def _run(args: argparse.Namespace) -> None:
    units = places.from_table(sides.read(args.communes)) if args.communes else places.shipped()
    renames = _renames(args.map, [args.left, *([args.right] if args.verb == "link" else [])])
    left = sides.load(args.left, renames)
    right = sides.load(args.right, renames) if args.verb == "link" else None
    told = work.silent if args.quiet else _tell
    pair = sides.build(left, right, units)
    del left, right
    more = [getattr(args, name) for name in ("right", "communes", "verdicts") if getattr(args, name, None)]
    judged = None
    if args.verdicts:
        table = sides.read(args.verdicts)
        judged = verdicts.read(table, pair.left.size, pair.right.size, args.verb == "dedupe")
    parts = work.Parts.beside(args.out, [args.left, *more], [args.verb, *args.map])
    found, engine = linking.run(pair, told, parts, judged)
    found = linking.best(found) if args.best else found
    table = pl.DataFrame(
        {"l": found.left, "r": found.right, "probability": found.probability},
        schema={"l": pl.Int64, "r": pl.Int64, "probability": pl.Float64},
    )
    if args.explain:
        words = engine.explained(found) if engine is not None else []
        table = table.with_columns(evidence=pl.Series(words, dtype=pl.String))
    table.write_parquet(args.out)
    parts.done()


def _tell(step: str, done: int, of: int) -> None:
    print(f"· {step}" + (f" {done:,} / {of:,}" if of > 1 else ""), file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
