"""Lists read page by page (分页列表): what any of them knows of its rows, and the work of finding all of them."""

from array import array
from dataclasses import dataclass
from typing import Any

from desk_app.kernel.paging import PAGE, RowPages
from desk_app.kernel.sqlite_rows import Reading, Stopped


@dataclass(frozen=True)
class Arrived:
    """What a worker found out about all rows: their ids in order, and how many there are in each state."""

    generation: int
    ids: "array[int]"
    by_state: dict[str, int]


class Gathering:
    """The work of finding all rows: `run` in a worker thread, `stop` from any."""

    def __init__(self, generation: int, ids: Any, states: Any) -> None:
        self._generation = generation
        self._ids = ids
        self._states = states
        self._reading = Reading()

    def run(self) -> Arrived | None:
        """Return what was found, or None if told to stop."""
        try:
            counts = self._reading.rows(self._states) if self._states is not None else []
            by_state = {str(state): int(count) for state, count in counts}
            return Arrived(self._generation, self._reading.ids(self._ids), by_state)
        except Stopped:
            return None

    def stop(self) -> None:
        """Break off."""
        self._reading.stop()


class PagedList:
    """A list whose rows are in `pages`; what they are, how they are narrowed and shown is its own."""

    pages: RowPages[Any]

    @property
    def is_short(self) -> bool:
        """Say whether all there is fits on the first page."""
        return self.pages.is_complete and len(self.pages) <= PAGE

    def reread(self) -> None:
        """Let the known rows be read again where they stand; `further` finds those that came or went."""
        self.pages.reread()

    @property
    def count(self) -> int:
        """Return how many rows are known; all of them once `is_complete`."""
        return len(self.pages)

    @property
    def is_complete(self) -> bool:
        """Say whether every row is known."""
        return self.pages.is_complete

    def added_by(self, arrived: Arrived) -> int | None:
        """Return how many rows come after those known, or None if those known are not the first of all."""
        return self.pages.added_by(arrived.ids)
