"""The syllables that names are made of, in memory: a province has a few thousand, whatever its number of residents.

A typing mistake is looked for here and nowhere else. The rows come from `people_word`, which the database keeps as
names are written; a process reads all of them once and then only what is new, at most every `PATIENCE` seconds.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterable, Iterator
from functools import lru_cache

from django.db import connection

from diaban.core.sql import one, rows

#: Seconds for which a process may not yet know a syllable that another has brought: a mistyped one, that is, for
#: what is typed right needs no vocabulary.
PATIENCE = 2.0
#: The most corrections of one syllable, and the most readings of a syllable begun, likeliest first.
NEAR, BEGUN = 60, 120
#: Answers for typed syllables that are kept until the vocabulary grows.
REMEMBERED = 20_000
FIRST, AMID, GIVEN = "f", "m", "g"
_TONE_KEYS = re.compile(r"[sfrxj]")
_DOUBLED = re.compile(r"(.)\1")


class Vocabulary:
    """Syllables with how often they are met in each place of a name. Safe to read while another thread adds."""

    def __init__(self) -> None:
        self.seen: dict[str, dict[str, int]] = {FIRST: {}, AMID: {}, GIVEN: {}}
        # Tuples, put in whole: a reader in another thread never goes through one that grows.
        self._cut: dict[str, dict[str, tuple[str, ...]]] = {role: {} for role in self.seen}
        self._begun: dict[str, dict[str, tuple[str, ...]]] = {role: {} for role in self.seen}
        self._near: dict[tuple[str, str], list[str]] = {}
        self._heard: dict[str, dict[str, list[str]]] = {}
        self._plenty: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return len(set().union(*self.seen.values()))

    def add(self, found: Iterable[tuple[str, str, int]]) -> None:
        """Take in (syllable, place in the name, how often)."""
        for word, role, seen in found:
            held, cut, begun = self.seen[role], self._cut[role], self._begun[role]
            new = word not in held
            held[word] = max(seen, held.get(word, 0))  # before the shapes that lead to it
            if new:
                for shape in (*_cuts(word), *_changed(word)):
                    cut[shape] = (*cut.get(shape, ()), word)
                for start in {word[:length] for length in range(1, min(len(word), 4))}:
                    begun[start] = (*begun.get(start, ()), word)
            self._near = {}
        self._heard, self._plenty = {}, frozenset()

    @property
    def plenty(self) -> frozenset[str]:
        """Every syllable, whatever its place in a name."""
        if not self._plenty:
            self._plenty = frozenset().union(*self.seen.values())
        return self._plenty

    def heard_like(self, word: str, role: str) -> list[str]:
        """Syllables in that place of a name that some region says as `word` is said, commonest first, itself left
        out."""
        from diaban.match.tokens import heard

        by_sound = self._heard.get(role)
        if by_sound is None:
            by_sound = {}
            for other in sorted(self.seen[role], key=self.seen[role].__getitem__, reverse=True):
                by_sound.setdefault(heard(other), []).append(other)
            self._heard[role] = by_sound  # whole: another thread may be reading
        return [other for other in by_sound.get(heard(word), ()) if other != word]

    def knows(self, word: str) -> bool:
        """Whether anyone's name has this syllable."""
        return any(word in held for held in self.seen.values())

    def near(self, word: str, role: str) -> list[str]:
        """Syllables in that place of a name that one slip turns into `word`, likeliest first, itself left out.

        A slip: a letter left out, added, doubled, changed, or two letters swapped; or keys of Telex and VNI that
        stayed letters.
        """
        kept = self._near.get((word, role))
        if kept is None:
            if len(self._near) > REMEMBERED:
                self._near = {}
            kept = self._near[word, role] = self._look(word, role)
        return kept

    def _look(self, word: str, role: str) -> list[str]:
        held, cut = self.seen[role], self._cut[role]
        plain = {way for way in unkeyed(word) if way in held}
        found = set(cut.get(word, ()))  # a letter left out
        for shape in _changed(word):
            found.update(cut.get(shape, ()))
        found.update(made for made in (*_cuts(word), *_swaps(word)) if made in held)
        found -= plain
        found.discard(word)
        order = held.__getitem__
        return [*sorted(plain, key=order, reverse=True), *sorted(found, key=order, reverse=True)][:NEAR]

    def begun(self, start: str, role: str) -> list[str]:
        """Syllables in that place of a name that begin with `start`, commonest first, itself left out."""
        kept = self._near.get((start, f"{role}*"))
        if kept is None:
            held = self.seen[role]
            found = (w for w in self._begun[role].get(start[:3], ()) if w.startswith(start) and w != start)
            kept = self._near[start, f"{role}*"] = sorted(found, key=held.__getitem__, reverse=True)[:BEGUN]
        return kept

    def split(self, word: str) -> Iterator[tuple[str, str]]:
        """Two known syllables that `word` is when the space between them was forgotten."""
        for at in range(2, len(word) - 1):
            if self.knows(word[:at]) and self.knows(word[at:]):
                yield word[:at], word[at:]


def _cuts(word: str) -> set[str]:
    """The word with each of its letters left out."""
    return {word[:i] + word[i + 1 :] for i in range(len(word))} if len(word) > 1 else set()


def _changed(word: str) -> set[str]:
    """The word with each of its letters open."""
    return {f"{word[:i]}*{word[i + 1 :]}" for i in range(len(word))} if len(word) > 1 else set()


def _swaps(word: str) -> set[str]:
    """The word with each two neighbouring letters swapped."""
    return {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}


@lru_cache(maxsize=16_384)
def unkeyed(word: str) -> frozenset[str]:
    """What a folded word may be without keys of Telex ("nguyeenx") or VNI ("nguye6n4") that stayed in it."""
    digitless = re.sub(r"(?<=[a-z])[1-9]+", "", word)
    ways = {digitless}
    for key in _TONE_KEYS.finditer(digitless, 1):
        ways.add(digitless[: key.start()] + digitless[key.end() :])
    plain = {_DOUBLED.sub(r"\1", way.replace("w", "" if re.search(r"[aou]w", way) else "u")) for way in ways}
    return frozenset((ways | plain) - {word, ""})


_lock = threading.Lock()
_known = Vocabulary()
_database = ""
_asked = 0.0
_since = -1
#: Rows of another server's transactions (a register moved here) are read with the first look alone.
_NEW = """
select word, role, seen from people_word
where written >= %s and (written < pg_snapshot_xmax(pg_current_snapshot())::text::bigint or %s < 0)
"""


def vocabulary() -> Vocabulary:
    """The process's vocabulary, with what others wrote since it was last asked."""
    global _known, _database, _asked, _since
    here = f"{connection.settings_dict['HOST']}/{connection.settings_dict['NAME']}"
    now = time.monotonic()
    if here == _database and now - _asked < PATIENCE:
        return _known
    with _lock:
        if here != _database:
            _known, _database, _since = Vocabulary(), here, -1
        # Transactions that are still open may commit syllables later: the next look begins at the oldest of them.
        oldest = one("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        _known.add(rows(_NEW, [_since, _since]))
        _since, _asked = int(oldest[0]) if oldest else -1, now
    return _known


def forget() -> None:
    """Drop what this process remembers: for tests, whose transactions are rolled back."""
    global _database
    _database = ""
