"""`python -m diaban.bench.linkage.generate SETTING FOLDER [RESIDENTS [ROWS [SEED]]]`: a world and its truth.

Writes `residents.parquet`, `rows.parquet`, `units.parquet`, and for measuring alone `truth-residents.parquet`
(person, again) and `truth-rows.parquet` (person, -1 where no resident; kinds of what went wrong).
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from diaban.bench.linkage import folk as people
from diaban.bench.linkage import ground, lists, residents
from diaban.bench.linkage.settings import SETTINGS, Setting


def write(setting: Setting, folder: Path) -> None:
    """The same world for the same setting."""
    draw = np.random.default_rng(setting.seed)
    units = ground.communes(setting, draw)
    folk = people.make(setting, units, draw)
    gone = people.gone(folk, setting, draw)
    listed = residents.make(folk, gone, setting, draw)
    gone = gone.copy()
    gone[np.setdiff1d(np.arange(folk.families.size), listed.person)] = True
    rows = lists.make(folk, gone, setting, draw)
    folder.mkdir(parents=True, exist_ok=True)
    ground.table(units).write_parquet(folder / "units.parquet")
    kept = listed.table if setting.resident_codes else listed.table.drop("commune_code")
    kept.write_parquet(folder / "residents.parquet")
    pl.DataFrame({"person": listed.person, "again": pl.Series(listed.again.tolist(), dtype=pl.String)}).write_parquet(
        folder / "truth-residents.parquet"
    )
    rows.table().write_parquet(folder / "rows.parquet")
    person = np.array(rows.person, np.int64)
    pl.DataFrame({"person": np.where(person < 0, -1, person), "kinds": rows.kinds}).write_parquet(
        folder / "truth-rows.parquet"
    )


def main(name: str, folder: str, size: str = "", rows: str = "", seed: str = "") -> None:
    setting = SETTINGS[name]
    if size:
        setting = setting.sized(int(size), int(rows) if rows else None)
    write(replace(setting, seed=int(seed)) if seed else setting, Path(folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
