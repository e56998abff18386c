"""Search everywhere (查找) without a toolkit: what typed text finds, masked, as lines to choose from."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from desk_app.kernel import masking, search
from desk_app.kernel.access import Desk
from desk_app.kernel.kind import KINDS
from desk_app.kernel.words import _

SHORTEST = 11
"""No number that must be masked has fewer digits."""

_LONG_NUMBER = re.compile(
    r"(?<![\dA-Za-z-])(?:(1\d{10}|0\d{2,3}-?\d{7,8})|\d{17}[\dXx]|\d{15})(?![\dA-Za-z])"
)


class Hit(NamedTuple):
    """One record that was found: its kind's name and label, its id, its title and a second line.

    `is_exact` when a whole word or number was typed.
    """

    kind_name: str
    record_id: int
    title: str
    detail: str
    label: str
    is_exact: bool


def find(text: str, desk: Desk, limit: int = 50, kinds: Sequence[str] | None = None) -> list[Hit]:
    """Return at most `limit` records that hold every word of `text`, of `kinds` only if given, the best first.

    Rooms are found by any number they have or had, people by name, pinyin, its initials, phone or document number.
    Phone and identity numbers are masked, whatever the record's own line shows.
    """
    found = [one for one in search.find(text, limit, kinds) if one.kind_name in KINDS]
    labels = {name: _(KINDS[name].one) for name in {one.kind_name for one in found}}
    return [
        Hit(
            one.kind_name,
            one.record_id,
            mask(one.title),
            mask(one.detail),
            labels[one.kind_name],
            one.rank == 0,
        )
        for one in found
    ]


def mask(text: str) -> str:
    """Return `text` with phone and identity numbers masked."""
    return _LONG_NUMBER.sub(_masked, text) if len(text) >= SHORTEST else text


def _masked(found: re.Match[str]) -> str:
    return masking.mask_phone(found[0]) if found[1] else masking.mask_id(found[0])
