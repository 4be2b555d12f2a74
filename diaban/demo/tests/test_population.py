"""The population is distributed as Viet Nam's is, within tolerance, and the same for the same seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

import pytest

from diaban.areas.hamlets import HEADS
from diaban.areas.parsing import exact_key
from diaban.core.id_numbers import odd
from diaban.core.id_prefixes import PREFIXES
from diaban.core.text import tidy
from diaban.demo.blocks import Block, Commune
from diaban.demo.household_weights import AGES, SIZES
from diaban.demo.population import Maker, population, shares
from diaban.people.models import Relation, State, StayKind

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 22)
COUNT = 60_000


def plan(province: str = "42", communes: int = 69) -> list[Commune]:
    return [Commune(f"{18_000 + 3 * i:05d}", province, urban=i % 7 == 0, weight=1 + i % 3) for i in range(communes)]


@pytest.fixture(scope="module")
def blocks() -> list[Block]:
    return list(population(plan(), COUNT, 1, TODAY))


def flat(blocks: Sequence[Block], column: str) -> list[str]:
    return [value for block in blocks for value in getattr(block, column)]


def ages(blocks: Sequence[Block]) -> list[int]:
    return [(TODAY.toordinal() - born) * 4 // 1461 for block in blocks for born in block.born]


def test_as_many_residents_as_asked(blocks: list[Block]) -> None:
    assert sum(map(len, blocks)) == COUNT
    assert sum(shares(plan(), 12_347)) == 12_347


def test_a_commune_may_be_empty() -> None:
    counts = [len(block) for block in population(plan(communes=5), 3, 1, TODAY)]
    assert sum(counts) == 3
    assert 0 in counts


def test_age_pyramid(blocks: list[Block]) -> None:
    bands = Counter(min(age // 5, 17) for age in ages(blocks))
    for band, expected in enumerate(AGES):
        assert 100 * bands[band] / COUNT == pytest.approx(expected, abs=0.75), band


def test_household_sizes(blocks: list[Block]) -> None:
    sizes = [size for block in blocks for size in Counter(block.house).values()]
    assert COUNT / len(sizes) == pytest.approx(3.5, abs=0.1)
    counts = Counter(min(size, 7) for size in sizes)
    for size, expected in enumerate(SIZES, 1):
        assert 100 * counts[size] / len(sizes) == pytest.approx(expected, abs=2.0), size


def test_sex_ratio_at_birth_and_in_old_age(blocks: list[Block]) -> None:
    by_age = list(zip(ages(blocks), flat(blocks, "sex"), strict=True))
    young = [sex for age, sex in by_age if age < 10]
    old = [sex for age, sex in by_age if age >= 80]
    everyone = Counter(sex for _age, sex in by_age)
    assert young.count("m") / young.count("f") == pytest.approx(1.11, abs=0.06)
    assert old.count("f") / len(old) > 0.6
    assert everyone["m"] / COUNT == pytest.approx(0.495, abs=0.012)


def test_words_of_a_name(blocks: list[Block]) -> None:
    shares_of = {}
    for sex in "mf":
        names = [n for b in blocks for n, s in zip(b.full_names(), b.sex, strict=True) if s == sex]
        shares_of[sex] = {k: v / len(names) for k, v in Counter(len(n.split()) for n in names).items()}
    men, women = shares_of["m"], shares_of["f"]
    for size, expected in ((2, 0.01), (3, 0.73), (4, 0.26)):
        assert men[size] == pytest.approx(expected, abs=0.02 if size > 2 else 0.004)
    for size, expected in ((2, 0.002), (3, 0.35), (4, 0.65)):
        assert women[size] == pytest.approx(expected, abs=0.02 if size > 2 else 0.002)


def test_surname_shares_of_the_province(blocks: list[Block]) -> None:
    counts = Counter(flat(blocks, "family"))
    for name, expected in (("Nguyễn", 0.32), ("Trần", 0.092), ("Lê", 0.09)):
        assert counts[name] / COUNT == pytest.approx(expected, abs=0.012), name
    assert len(counts) > 120


def test_surnames_differ_between_provinces() -> None:
    def share(province: str, name: str) -> float:
        counts = Counter(flat(list(population(plan(province, 20), 8_000, 1, TODAY)), "family"))
        return counts[name] / 8_000

    assert share("92", "Huỳnh") > 0.03 > 0.01 > share("01", "Huỳnh")
    assert share("11", "Lò") > 0.05 > 0.001 > share("42", "Lò")


def test_highland_names_live_where_they_live() -> None:
    def marked(province: str) -> float:
        names = [n for b in population(plan(province, 20), 8_000, 1, TODAY) for n in b.full_names()]
        return sum(n.startswith(("A ", "Y ", "H’ ", "K’ ", "Ka ")) or "H’" in n for n in names) / 8_000

    assert marked("62") > 0.25
    assert marked("66") > 0.1
    assert marked("42") == 0.0


def test_names_are_in_the_stored_form(blocks: list[Block]) -> None:
    assert all(name == tidy(name) for block in blocks for name in block.full_names())


def test_children_bear_the_fathers_surname_mostly(blocks: list[Block]) -> None:
    same = total = 0
    for block in blocks:
        fathers = {h: f for h, r, s, f in zip(block.house, block.relation, block.sex, block.family, strict=True)
                   if s == "m" and r in ("head", "spouse")}  # fmt: skip
        for house, relation, family in zip(block.house, block.relation, block.family, strict=True):
            if relation == "child" and house in fathers:
                total += 1
                same += family == fathers[house]
    assert 0.95 < same / total < 1.0


def test_mothers_are_old_enough(blocks: list[Block]) -> None:
    for block in blocks:
        mothers = {h: b for h, r, s, b in zip(block.house, block.relation, block.sex, block.born, strict=True)
                   if s == "f" and r in ("head", "spouse")}  # fmt: skip
        for house, relation, born in zip(block.house, block.relation, block.born, strict=True):
            if relation == "child" and house in mothers:
                assert 16 * 365 < born - mothers[house] < 50 * 366


def test_one_living_head_and_siblings_with_different_names(blocks: list[Block]) -> None:
    for block in blocks:
        heads = Counter(h for h, r, s in zip(block.house, block.relation, block.state, strict=True)
                        if r == "head" and s not in ("dead", "moved"))  # fmt: skip
        assert max(heads.values()) == 1
        for house, row in enumerate(block.house_head):
            assert row is None or (block.house[row] == house and block.relation[row] == "head")
        names = Counter(zip(block.house, block.given, strict=True))
        assert block.commune.province != "42" or max(names.values()) == 1


def test_twins_are_born_about_once_in_ninety_births(blocks: list[Block]) -> None:
    births = Counter((b.index, h, d) for b in blocks for h, d, r in zip(b.house, b.born, b.relation, strict=True)
                     if r in ("child", "grandchild") and d > TODAY.toordinal() - 15 * 365)  # fmt: skip
    twins = sum(count > 1 for count in births.values())
    assert 0.004 < twins / len(births) < 0.02


def test_numbers_agree_with_the_record_except_where_declared(blocks: list[Block]) -> None:
    faults = total = 0
    for block in blocks:
        for row, number in enumerate(block.number):
            if number is None:
                continue
            total += 1
            year = date.fromordinal(block.born[row]).year
            codes = odd(number, block.sex[row], year)
            assert codes == ([block.faults[row]] if row in block.faults else []), (number, year)
            faults += bool(codes)
    assert 0.001 < faults / total < 0.006
    assert 0.95 < total / COUNT < 0.99


def test_no_number_twice_and_most_of_this_province(blocks: list[Block]) -> None:
    numbers = [n for n in flat(blocks, "number") if n]
    assert len(set(numbers)) == len(numbers)
    own = Counter(n[:3] for n in numbers)
    assert 0.8 < own["042"] / len(numbers) < 0.92
    assert set(own) - {"023", "003", "098", "000"} <= set(PREFIXES)
    assert all(int(number[6:]) >= 500_000 for number in numbers)


def test_no_number_twice_where_old_provinces_were_merged() -> None:
    merged = [Commune(f"{23_000 + i:05d}", ("51", "62")[i % 2]) for i in range(20)]
    numbers = [n for block in population(merged, 20_000, 1, TODAY) for n in block.number if n]
    assert len(set(numbers)) == len(numbers)


def test_precision_follows_age(blocks: list[Block]) -> None:
    old = [p for a, p in zip(ages(blocks), flat(blocks, "precision"), strict=True) if a >= 80]
    young = [p for a, p in zip(ages(blocks), flat(blocks, "precision"), strict=True) if a < 30]
    assert old.count("y") / len(old) > 0.3
    assert young.count("d") / len(young) > 0.99
    for block in blocks:
        for born, precision in zip(block.born, block.precision, strict=True):
            day = date.fromordinal(born)
            assert precision == "d" or (day.day == 1 and (precision == "m" or day.month == 1))


def test_telephones_are_nobodys(blocks: list[Block]) -> None:
    phones = [phone for phone in flat(blocks, "phone") if phone]
    assert 0.45 < len(phones) / COUNT < 0.7
    assert all(phone.startswith("050") and len(phone) == 10 for phone in phones)


def test_codes_are_those_of_the_people_room(blocks: list[Block]) -> None:
    assert set(flat(blocks, "relation")) <= set(Relation.values)
    assert set(flat(blocks, "state")) <= set(State.values)
    assert {stay.kind for block in blocks for stay in block.stays} == set(StayKind.values) - {"permanent"}


def test_hamlets_are_as_many_as_a_province_has() -> None:
    maker = Maker(plan(), 1, TODAY)
    hamlets = [maker.hamlets(index) for index in range(69)]
    assert 1_600 < sum(map(len, hamlets)) < 2_200
    assert all(len({hamlet.label for hamlet in commune}) == len(commune) for commune in hamlets)
    assert {hamlet.kind for commune in hamlets for hamlet in commune} == {"thôn", "tổ dân phố"}


@pytest.mark.parametrize("province", sorted({prefix[1:] for prefix in PREFIXES}))
def test_hamlets_of_every_province_are_named_once_and_of_a_known_kind(province: str) -> None:
    maker = Maker(plan(province, 40), 1, TODAY)
    for index in range(40):
        hamlets = maker.hamlets(index)
        assert len({exact_key(hamlet.label) for hamlet in hamlets}) == len(hamlets)
        assert {hamlet.kind for hamlet in hamlets} <= set(HEADS)


def test_same_seed_same_bytes_and_another_seed_others() -> None:
    first, again, other = (repr(list(population(plan(communes=5), 1_500, seed, TODAY))).encode() for seed in (7, 7, 8))
    assert first == again
    assert first != other


def test_a_vocabulary_wider_than_the_lists() -> None:
    names = (n for b in population(plan(), 30_000, 3, TODAY) for n in b.full_names())
    assert len({syllable for name in names for syllable in name.split()}) > 1_200


@pytest.mark.slow
def test_a_fifth_of_a_million_residents_use_more_than_2500_syllables() -> None:
    seen: dict[str, int] = Counter()
    for block in population(plan(), 200_000, 1, TODAY):
        for column in (block.family, block.middle, block.given):
            for part in column:
                for syllable in part.split():
                    seen[syllable] += 1
    assert len(seen) >= 2_500
    assert sum(count < 10 for count in seen.values()) > 500
