"""The words of the search (查找用词): how typed and stored text are made comparable, and the rule of what finds what.

Typed text is cut into words, and every word must be found in the same entry. A word of three letters or more is found
anywhere in a name, title, number, place or pinyin. A shorter one with a Chinese letter or a sign in it is found
anywhere in a name or title and where a number or place begins; a shorter one of Latin letters and digits only where
something begins, or begins after a dash. `rank` is that rule in plain Python; an index only finds the same faster.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from desk_app.kernel import pinyin
from desk_app.kernel.kind import Finding

LONGEST = 200
"""How many letters of typed text are looked at."""
SHORT = 2
"""Up to this many letters a word is found by its beginnings, not by its inside."""
KEPT = 32
"""How many letters of a beginning are kept."""

WHOLE, PART, WITHIN = range(3)
"""Where a beginning stands: at the start of a word, after a dash, or anywhere in a name."""
EXACT, BEGINS, INSIDE, NOWHERE = range(4)
"""How well a word is found: it is a whole word or a part after a dash, begins one, lies inside one, or not at all."""

_SIGNS = (
    dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
    | dict.fromkeys(map(ord, "•‧∙⋅・"), "·")
    | dict.fromkeys([*range(32), *range(127, 160)], " ")
)
_BETWEEN_WORDS = re.compile(r"[\s,、;。]+")
_DASHED_PHONE = re.compile(r"\d+(?:-\d+)+")
_PHONE_DIGITS = 10


@dataclass(frozen=True)
class Entry:
    """What is kept of one record: the text to show, and its words in two groups, each parted by line breaks.

    `names` holds names and the title, `codes` numbers, places and pinyin.
    """

    kind_name: str
    record_id: int
    title: str
    detail: str
    names: str
    codes: str


def make_entry(kind_name: str, record_id: int, finding: Finding) -> Entry:
    """Return the entry of a record: its words folded, with the pinyin of its names."""
    called = [fold(name) for name in finding.names if name]
    names = [word for text in (*called, fold(finding.title)) for word in _words(text)]
    names += [name.replace("·", "") for name in names if "·" in name]
    codes = [word for number in finding.numbers if number for word in _number_words(number)]
    codes += [word for place in finding.places if place for word in _words(fold(place))]
    for name in dict.fromkeys(called):
        codes += (*pinyin.initials(name), *pinyin.spellings(name))
    return Entry(kind_name, record_id, finding.title, finding.detail, _join(names), _join(codes))


def fold(text: str) -> str:
    """Return `text` as it is compared: compatible forms (NFKC), case, dashes and dots made one."""
    if text.isascii() and text.isprintable():
        return text.lower()
    return unicodedata.normalize("NFKC", text).casefold().translate(_SIGNS)


def split_words(text: str) -> list[str]:
    """Return the different words of typed text, of which `LONGEST` letters count; a dashed phone loses its dashes."""
    words = [_without_dashes(word) for word in _words(fold(text[:LONGEST]))]
    return list(dict.fromkeys(words))


def beginnings(names: str, codes: str) -> set[tuple[int, str]]:
    """Return every text a typed word may begin: (WHOLE, word), (PART, what follows a dash of a code), (WITHIN, …).

    The last are the one or two letters at each later place of a name, where they are not plain.
    """
    named, coded = names.split("\n"), codes.split("\n")
    found = {(WHOLE, word[:KEPT]) for word in (*named, *coded)}
    found.update((PART, part[:KEPT]) for code in coded if "-" in code for part in _parts(code))
    grams = (name[place : place + SHORT] for name in named for place in range(1, len(name)))
    found.update((WITHIN, gram) for gram in grams if not is_plain(gram))
    return found - {(WHOLE, ""), (PART, "")}


def rank(word: str, names: str, codes: str) -> int:
    """Return how well the typed word is found in the entry: EXACT, BEGINS, INSIDE or NOWHERE."""
    named, coded = names.split("\n"), codes.split("\n")
    whole = [*named, *coded]
    parts = [part for code in coded for part in _parts(code)]
    if word in whole or word in parts:
        return EXACT
    if any(text.startswith(word) for text in (*whole, *parts)):
        return BEGINS
    if len(word) > SHORT:
        return INSIDE if any(word in text for text in whole) else NOWHERE
    return INSIDE if not is_plain(word) and any(word in name for name in named) else NOWHERE


def is_plain(word: str) -> bool:
    """Say whether `word` is made of Latin letters, digits and dashes only."""
    return word.isascii() and word.replace("-", "a").isalnum()


def _words(folded: str) -> list[str]:
    return [word for word in _BETWEEN_WORDS.split(folded) if word]


def _number_words(number: str) -> Iterable[str]:
    """Return the number in one piece, and without its dashes too."""
    plain = "".join(_words(fold(number)))
    return dict.fromkeys((plain, plain.replace("-", "")))


def _without_dashes(word: str) -> str:
    if _DASHED_PHONE.fullmatch(word) and len(word) - word.count("-") >= _PHONE_DIGITS:
        return word.replace("-", "")
    return word


def _parts(code: str) -> list[str]:
    """Return what follows each dash: 1-502 and 502 of 3-1-502."""
    pieces = code.split("-")
    return ["-".join(pieces[place:]) for place in range(1, len(pieces))]


def _join(words: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(word for word in words if word))
