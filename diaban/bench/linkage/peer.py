"""`python -m diaban.bench.linkage.peer link|dedupe FOLDER OUT`: Splink on DuckDB over the columns that `plain` wrote.

Tuned as one who knows it well would: several blocking rules, Jaro-Winkler and Levenshtein levels, levels for dates of
which the year alone is known, term frequencies, EM in two sessions, and no household fields when residents are
compared with each other, since a household's evidence counted once for each member makes that worse.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Any

import polars as pl

_LEAST = 0.001  #: pairs below this probability aren't kept
_RULES: dict[str, tuple[tuple[str, ...], ...]] = {
    "link": (
        ("id_no",), ("cmnd",), ("full_name", "year"), ("full_name", "commune"), ("given", "dob"), ("surname", "dob"),
        ("commune", "dob"), ("commune", "given", "year"), ("commune", "surname", "middle", "year"), ("head", "given"),
        ("commune", "village", "year", "sex"), ("sorted_name", "year"), ("joined_name", "year"),
    ),
    "dedupe": (
        ("id_no",), ("full_name", "year"), ("given", "dob"), ("surname", "dob"), ("commune", "given", "year"),
        ("full_name", "commune"), ("cmnd",), ("sorted_name", "year"),
    ),
}  # fmt: skip
_COLUMNS = {
    "link": ("full_name", "year", "id_no", "cmnd", "sex", "commune", "village", "head", "relation"),
    "dedupe": ("full_name", "year", "id_no", "cmnd", "sex", "commune", "village"),
}


def _name() -> Any:
    import splink.comparison_level_library as level
    import splink.comparison_library as library

    return library.CustomComparison(
        output_column_name="full_name",
        comparison_levels=[
            level.NullLevel("full_name"),
            level.ExactMatchLevel("full_name", term_frequency_adjustments=True),
            level.CustomLevel("sorted_name_l = sorted_name_r or joined_name_l = joined_name_r", "other order"),
            level.CustomLevel("damerau_levenshtein(full_name_l, full_name_r) <= 1", "one slip"),
            level.CustomLevel("surname_l = surname_r and given_l = given_r", "middle differs"),
            level.JaroWinklerLevel("full_name", 0.93),
            level.CustomLevel(
                "given_l = given_r and (middle_l = middle_r or length(surname_l) = 1)", "surname differs"
            ),
            level.JaroWinklerLevel("full_name", 0.86),
            level.CustomLevel("given_l = given_r", "same given name"),
            level.ElseLevel(),
        ],
    )


def _born() -> Any:
    import splink.comparison_level_library as level
    import splink.comparison_library as library

    swapped = "dob_l[1:4] = dob_r[1:4] and dob_l[6:7] = dob_r[9:10] and dob_l[9:10] = dob_r[6:7]"
    return library.CustomComparison(
        output_column_name="year",
        comparison_levels=[
            level.NullLevel("year"),
            level.ExactMatchLevel("dob"),
            level.CustomLevel(swapped, "day and month swapped"),
            level.CustomLevel("damerau_levenshtein(dob_l, dob_r) <= 1", "one digit"),
            level.CustomLevel("year_l = year_r and (dob_l is null or dob_r is null)", "same year, no day"),
            level.CustomLevel("year_l = year_r", "same year"),
            level.CustomLevel("abs(year_l - year_r) <= 1", "a year apart"),
            level.CustomLevel("abs(year_l - year_r) <= 3", "three years apart"),
            level.ElseLevel(),
        ],
    )


def _comparison(column: str) -> Any:
    import splink.comparison_level_library as level
    import splink.comparison_library as library

    if column == "full_name":
        return _name()
    if column == "year":
        return _born()
    if column in ("id_no", "cmnd"):
        near = level.CustomLevel(f"damerau_levenshtein({column}_l, {column}_r) <= 1", "one digit")
        return library.CustomComparison(
            output_column_name=column,
            comparison_levels=[level.NullLevel(column), level.ExactMatchLevel(column), near, level.ElseLevel()],
        )
    if column == "head":
        levels: list[Any] = [
            level.NullLevel(column), level.ExactMatchLevel(column, term_frequency_adjustments=True),
            level.JaroWinklerLevel(column, 0.93), level.JaroWinklerLevel(column, 0.85), level.ElseLevel(),
        ]  # fmt: skip
        return library.CustomComparison(output_column_name=column, comparison_levels=levels)
    often = column in ("commune", "village")
    return library.ExactMatch(column).configure(term_frequency_adjustments=often)


def _table(path: Path) -> pl.DataFrame:
    """The columns, with the name's syllables sorted and joined."""
    found = pl.read_parquet(path)
    words = pl.col("full_name").str.split(" ")
    return found.with_columns(words.list.sort().list.join(" ").alias("sorted_name"),
                              pl.col("full_name").str.replace_all(" ", "").alias("joined_name"))  # fmt: skip


def run(verb: str, folder: Path, out: Path) -> None:
    """Link or dedupe, and write `l`, `r`, `probability` and `weight` of every pair above the least."""
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    tables = [_table(folder / f"{side}.parquet") for side in (("left", "right") if verb == "link" else ("left",))]
    filled = {c for c in tables[0].columns if all(t[c].null_count() < 0.995 * t.height for t in tables)}
    columns = [c for c in _COLUMNS[verb] if c in filled]
    rules = [rule for rule in _RULES[verb] if set(rule) <= filled]
    engine = DuckDBAPI()
    inputs = [
        engine.register(t.to_arrow(), table_name=f"people_{name}", dataset_display_name=name)
        for t, name in zip(tables, ("left", "right"), strict=False)
    ]
    settings = SettingsCreator(
        link_type="link_only" if verb == "link" else "dedupe_only",
        comparisons=[_comparison(c) for c in columns],
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in rules],
        retain_matching_columns=False, em_convergence=0.001, max_iterations=20,
    )  # fmt: skip
    linker = Linker(inputs if verb == "link" else inputs[0], settings, log_level=logging.ERROR)
    _train(linker, verb, filled, block_on)
    pairs = linker.inference.predict(threshold_match_probability=_LEAST)
    _written(pairs, verb, out)


def _train(linker: Any, verb: str, filled: set[str], block_on: Any) -> None:
    sure = [rule for rule in (("id_no",), ("full_name", "dob"), ("full_name", "year", "commune"), ("cmnd",))
            if set(rule) <= filled]  # fmt: skip
    linker.training.estimate_probability_two_random_records_match(
        [block_on(*rule) for rule in sure], recall=0.8 if verb == "link" else 0.7
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=4_000_000, seed=1)
    sessions = [("full_name", "year"), ("id_no",), ("commune", "dob"), ("full_name", "commune")]
    if verb == "dedupe":
        sessions = [("full_name", "dob"), ("id_no",), ("commune", "dob")]
    for rule in sessions:
        if set(rule) <= filled:
            linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))


def _written(pairs: Any, verb: str, out: Path) -> None:
    pairs = pairs.as_duckdbpyrelation() if hasattr(pairs, "as_duckdbpyrelation") else pairs.as_pandas_dataframe()
    found = pl.from_arrow(pairs.arrow()) if hasattr(pairs, "arrow") else pl.from_pandas(pairs)
    assert isinstance(found, pl.DataFrame)
    left, right = pl.col("unique_id_l"), pl.col("unique_id_r")
    if verb == "link" and "source_dataset_l" in found.columns:  # the order of sources is the engine's choice
        turned = pl.col("source_dataset_l") == "right"
        left, right = pl.when(turned).then(right).otherwise(left), pl.when(turned).then(left).otherwise(right)
    if verb == "dedupe":
        left, right = pl.min_horizontal(left, right), pl.max_horizontal(left, right)
    found.select(
        left.alias("l"), right.alias("r"), pl.col("match_probability").alias("probability"),
        pl.col("match_weight").alias("weight"),
    ).write_parquet(out)  # fmt: skip


if __name__ == "__main__":
    run(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
