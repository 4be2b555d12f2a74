"""By which birthdays a card is due and until when one is good: dated rules, worked on plain days.

Two laws hold in turn. A card stays good by the law it was issued under; who is due on a day is said by that day's law.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class AgeRule:
    """From `valid_from` on: a card is a duty from the first of `ages` on, and is renewed at each later one.

    A card issued within `spared_years` before an age stays good to the next one. `younger`: whether someone below
    the first age may have one on request; it is good until that age.
    """

    valid_from: date
    ages: tuple[int, ...]
    spared_years: int
    younger: bool
    citation: str
    checked: bool = False

    @property
    def duty(self) -> int:
        """The age from which a card is a duty."""
        return self.ages[0]


#: The law since 2016 knew cards from 14 on with three renewals; the one since July 2024 also counts 14 and the younger.
SHIPPED = (
    AgeRule(date(2016, 1, 1), (14, 25, 40, 60), 2, False, "Luật Căn cước công dân 2014, Điều 19, 20, 21"),
    AgeRule(date(2024, 7, 1), (14, 25, 40, 60), 2, True, "Luật Căn cước 2023, Điều 19, 21, 24"),
)


def rule_on(day: date, rules: Sequence[AgeRule] = SHIPPED) -> AgeRule:
    """The rule of a day; the first one for days before it. `rules` are in the order of their days."""
    return rules[max(bisect_right(rules, day, key=lambda rule: rule.valid_from) - 1, 0)]


def birthday(birth: date, age: int) -> date:
    """The day on which someone has lived so many years, as `core.time.age_on` counts: 29 February moves to 1 March."""
    try:
        return birth.replace(year=birth.year + age)
    except ValueError:
        return date(birth.year + age, 3, 1)


def good_until(birth: date, issued: date, rules: Sequence[AgeRule] = SHIPPED) -> date | None:
    """The day printed as the end of a card issued that day, a birthday; None for one without a term.

    On that day the card is still good and a new one already a duty.

    Raises ValueError for a card issued before its bearer's birth.
    """
    if issued < birth:
        raise ValueError("a card isn't issued before its bearer is born")
    rule = rule_on(issued, rules)
    for age in rule.ages:
        if issued < birthday(birth, age - rule.spared_years):
            return birthday(birth, age)
    return None


@dataclass(frozen=True, slots=True)
class Duty:
    """Since when someone has to have a new card, and why: `first` (never had one) or `age` (the card's term ends)."""

    since: date
    why: str


def next_duty(birth: date, issued: date | None, rules: Sequence[AgeRule] = SHIPPED) -> Duty | None:
    """When the next card is due for someone whose last good card is of that day; None where none will be.

    Raises ValueError for a card issued before its bearer's birth.
    """
    if issued is None:
        law = rule_on(max(birth, rules[0].valid_from), rules)
        first = birthday(birth, law.duty)
        return Duty(first, "first")
    until = good_until(birth, issued, rules)
    return None if until is None else Duty(until, "age")


def is_due(birth: date, issued: date | None, day: date, rules: Sequence[AgeRule] = SHIPPED) -> bool:
    """Whether a card is a duty on that day; a card issued later than the day isn't looked at."""
    duty = next_duty(birth, issued if issued is not None and issued <= day else None, rules)
    return duty is not None and duty.since <= day


def may_ask(birth: date, day: date, rules: Sequence[AgeRule] = SHIPPED) -> bool:
    """Whether someone of that age may have a card on that day, as a duty or on request."""
    rule = rule_on(day, rules)
    return birth <= day and (rule.younger or birthday(birth, rule.duty) <= day)
