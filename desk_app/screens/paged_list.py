"""Lists read page by page (分页列表): what any of them knows of its rows, and the work of finding all of them."""

from abc import ABC, abstractmethod
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

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


class ListColumn(Protocol):
    """What a table asks of a column: heading, side its text stands on, width in letters, whether it is a state."""

    @property
    def name(self) -> str:
        """Return what the program calls it."""

    @property
    def label(self) -> str:
        """Return its heading."""

    @property
    def align(self) -> str:
        """Return left or right."""

    @property
    def width(self) -> int:
        """Return its width in letters."""

    @property
    def is_state(self) -> bool:
        """Say whether its texts are states, shown on their colour."""


Row = TypeVar("Row")


class PagedList(ABC, Generic[Row]):
    """A list whose rows are in `pages`; what they are, how they are narrowed and shown is its own.

    Whatever changes what is shown is followed by `refresh`, which shows the first page; the work `further` returns
    then finds the rest in a worker thread, and `take` brings it in.
    """

    pages: RowPages[Row]
    columns: Sequence[ListColumn]

    @abstractmethod
    def name_columns(self) -> None:
        """Head the columns in the language in use."""

    @property
    @abstractmethod
    def is_filtered(self) -> bool:
        """Say whether anything is left out."""

    @abstractmethod
    def show_all(self) -> None:
        """Take every filter away."""

    @abstractmethod
    def refresh(self) -> None:
        """Read the first page anew, as filtered now."""

    @abstractmethod
    def cell(self, place: int, number: int) -> str:
        """Return the text of column `number`; nothing for a deleted row."""

    @abstractmethod
    def tone(self, place: int) -> str:
        """Return the colour of the row's state: good, waiting, bad or quiet; nothing where it has none."""

    @property
    def is_short(self) -> bool:
        """Say whether all there is fits on the first page."""
        return self.pages.is_complete and len(self.pages) <= PAGE

    @property
    def count(self) -> int:
        """Return how many rows are known; all of them once `is_complete`."""
        return len(self.pages)

    @property
    def is_complete(self) -> bool:
        """Say whether every row is known."""
        return self.pages.is_complete

    def row(self, place: int) -> Row | None:
        """Return the row at `place`, None if it was deleted meanwhile."""
        return self.pages.row(place)

    def record_id(self, place: int) -> int:
        """Return the id of the row at `place`."""
        return self.pages.id_at(place)

    def reread(self) -> None:
        """Let the known rows be read again where they stand; `further` finds those that came or went."""
        self.pages.reread()

    def further(self) -> Gathering:
        """Return the work of finding all rows."""
        return Gathering(self.pages.generation, self.pages.ids_query(), self._states_query())

    def take(self, arrived: Arrived) -> bool:
        """Take what `further` found; False if other rows were asked for meanwhile."""
        return self.pages.accept(arrived.generation, arrived.ids)

    def added_by(self, arrived: Arrived) -> int | None:
        """Return how many rows come after those known, or None if those known are not the first of all."""
        return self.pages.added_by(arrived.ids)

    def _states_query(self) -> Any:
        """Return the query of (state, number of rows), None for rows without states."""
        return None
