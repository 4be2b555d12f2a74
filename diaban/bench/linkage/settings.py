"""What a made-up province and the lists about it are like: one setting is one draw of the world."""

from __future__ import annotations

from dataclasses import dataclass, replace

#: Columns a list may have; a setting names those it has.
ALL = ("full_name", "sex", "dob", "id_no", "cmnd", "commune", "village", "head_name", "relation")


@dataclass(frozen=True, slots=True)
class Setting:
    """Sizes and rates. Rates are shares of rows; `slips` scales every rate of the error model."""

    name: str = "typical"
    residents: int = 50_000
    rows: int = 8_000
    seed: int = 1
    provinces: tuple[str, ...] = ("66", "42", "19")
    commune_size: int = 11_000  #: mean number of residents of a commune
    few_names: bool = False  #: own short lists of names instead of the demo's long ones
    duplicates: float = 0.025  #: residents written a second time
    strangers: float = 0.06  #: rows about persons who are no residents, or not any more
    slips: float = 1.0  #: how many slips the clerks make
    no_number: float = 0.45  #: rows without any number, in the mean of the lists
    year_only: float = 0.25
    font_files: float = 0.06  #: lists that came out of an old font undecoded
    bare_files: float = 0.10  #: lists typed without marks
    by_household: float = 0.55  #: rows that stand in lists by household
    heads_only: float = 0.25  #: of those, lists that name heads alone
    columns: tuple[str, ...] = ALL
    mixed_numbers: bool = True  #: old and new numbers in one column, as most lists have them
    one_commune: bool = False  #: the lists of one commune alone, against all residents
    codes: bool = False  #: rows carry the commune's code
    made_up: bool = False  #: units that no shipped list knows
    resident_codes: bool = True  #: residents carry the commune's code beside its name

    def sized(self, residents: int, rows: int | None = None) -> Setting:
        """The same world in another size; rows keep their share unless told."""
        share = self.rows / self.residents
        return replace(self, residents=residents, rows=rows if rows is not None else round(residents * share))


TYPICAL = Setting()
SETTINGS: dict[str, Setting] = {
    one.name: one
    for one in (
        TYPICAL,
        Setting("clean", seed=2, slips=0.35, no_number=0.15, year_only=0.08, strangers=0.02, font_files=0,
                bare_files=0.03),
        Setting("dirty", seed=3, slips=1.9, no_number=0.65, year_only=0.45, strangers=0.10, font_files=0.12,
                bare_files=0.2, duplicates=0.04),
        Setting("few-names", seed=4, few_names=True, provinces=("38", "01"), no_number=0.6, commune_size=20_000),
        Setting("strangers", seed=5, strangers=0.30, no_number=0.5, provinces=("51", "15")),
        Setting("no-heads", seed=6, no_number=0.6, columns=("full_name", "sex", "dob", "id_no", "commune", "village"),
                by_household=0.1, provinces=("91", "82")),
        Setting("bare-lists", seed=7, columns=("full_name", "dob", "commune"), no_number=1.0, year_only=0.4),
        Setting("highland", seed=8, provinces=("66", "51", "52"), slips=1.3, commune_size=8_000),
        Setting("one-commune", seed=9, one_commune=True, rows=2_500, no_number=0.5),
        Setting("numbers-apart", seed=10, mixed_numbers=False, codes=True, no_number=0.35, provinces=("40", "31")),
        Setting("made-up", seed=12, made_up=True, no_number=0.6, provinces=("66", "40")),
        Setting("no-codes", seed=13, resident_codes=False, no_number=0.6, provinces=("19", "51")),
        Setting("moves", seed=11, duplicates=0.06, strangers=0.12, provinces=("79", "75"), commune_size=30_000),
    )
}  # fmt: skip
