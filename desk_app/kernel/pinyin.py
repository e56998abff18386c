"""Pinyin (拼音) of names, for finding them by letters: worked out when a record is saved, never when searching.

A surname such as 单 (shan, dan, chan) or 仇 (qiu, chou) is read in several ways, and the first reading of a
dictionary is often the wrong one; so every reading is kept, up to `MOST` of each sort for one name.
"""

import os
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product

MOST = 16
"""How many readings of one name are kept."""

LONGEST = 24
"""How many characters of a name are read."""

Ways = tuple[str, ...]
"""The readings of one character, commonest first."""


def initials(name: str) -> tuple[str, ...]:
    """Return the ways to write `name` by first letters: 单伟 gives dw, cw, sw. Nothing for a name without Chinese."""
    return _join([tuple(dict.fromkeys(way[:1] for way in ways)) for ways in _ways_of(name)])


def spellings(name: str) -> tuple[str, ...]:
    """Return the ways to write `name` in full: 单伟 gives danwei, chanwei, shanwei; ü is written v."""
    return _join(_ways_of(name))


def _ways_of(name: str) -> list[Ways]:
    """Return the readings of each character; letters and digits stand for themselves, other signs fall away."""
    if name.isascii():
        return []
    signs = [sign for sign in name[:LONGEST] if sign.isalnum()]
    return list(filter(None, (_read(sign) if sign > "\x7f" else (sign.lower(),) for sign in signs)))


@cache
def _read(character: str) -> Ways:
    """Return the toneless readings of one Chinese character; none for a sign that is not in the dictionary."""
    os.environ.setdefault(
        "PYPINYIN_NO_PHRASES", "true"
    )  # its table of phrases is not needed and slow to load
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
    return tuple(way for way in found if way.isascii() and way.isalpha())


def _join(ways: Sequence[Ways]) -> tuple[str, ...]:
    """Return at most `MOST` combinations: the common one, then each other reading by itself, then the rest."""
    found: dict[str, None] = {}
    for choice in _choices(ways):
        found["".join(choice)] = None
        if len(found) == MOST:
            break
    found.pop("", None)
    return tuple(found)


def _choices(ways: Sequence[Ways]) -> Iterator[Sequence[str]]:
    common = [each[0] for each in ways]
    yield common
    for place, each in enumerate(ways):
        for other in each[1:]:
            yield [*common[:place], other, *common[place + 1 :]]
    yield from product(*ways)
