"""Search everywhere (查找) without a toolkit: what typed text finds, masked, as lines to choose from."""

from collections.abc import Sequence
from typing import NamedTuple

from desk_app.kernel import search
from desk_app.kernel.access import Desk
from desk_app.kernel.kind import KINDS
from desk_app.kernel.masking import mask_title
from desk_app.kernel.words import _


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
            mask_title(one.title),
            mask_title(one.detail),
            labels[one.kind_name],
            one.rank == 0,
        )
        for one in found
    ]
