"""Long tables page by page (分页): the first rows at once, the place of every row soon after, the rest when looked at.

Only the ids of all rows are kept, eight bytes each. They are collected by a worker thread after the first page was
shown, and rows are read in pages of `PAGE` when somebody looks at them. A question that takes longer than `PATIENCE`
is not waited for: then the worker brings the first rows too.
"""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from desk_app.kernel.database import database
from desk_app.kernel.sqlite_rows import Reading, TooSlow, patience

PAGE = 128
"""Rows read at once."""
PAGES_KEPT = 32
WALKED = 1000
"""Rows read at once when all are wanted."""
PATIENCE = 10
"""Milliseconds the first page may take before the worker is left to bring it."""

RawRow = tuple[Any, ...]
T = TypeVar("T")


class RowPages(Generic[T]):
    """The rows of a query by their place, of which a few pages are in memory.

    `dress` makes what is shown out of a page of raw rows: the id, then the stored value of each chosen field. One
    thread owns the pages; `walk` alone is made for a worker.
    """

    def __init__(self, model: Any, dress: Callable[[list[RawRow]], list[T]]) -> None:
        self._model = model
        self._key = model._meta.primary_key
        self._columns: tuple[Any, ...] = (self._key,)
        self._dress = dress
        self._whole: Any = None
        self._ids: array[int] = array("q")
        self._pages: OrderedDict[int, list[T | None]] = OrderedDict()
        self.generation = 0
        self.is_complete = True

    def choose(self, fields: Sequence[Any]) -> None:
        """Read these fields from now on; `load` must follow."""
        self._columns = (self._key, *fields)
        self.forget()

    def load(self, query: Any, whole: Any = None) -> None:
        """Show the rows of `query`, filtered and ordered; what came of the last one is forgotten.

        `whole` is the same question written so that all rows are found fastest, where that is another way.
        """
        self.generation += 1
        self._whole = query if whole is None else whole
        self._pages.clear()
        self._ids = array("q")
        try:
            with patience(PATIENCE):
                first = self._read(query.select(*self._columns).limit(PAGE))
        except TooSlow:
            self.is_complete = False
            return
        self.is_complete = len(first) < PAGE
        self._ids.extend([row[0] for row in first])
        if first:
            self._pages[0] = list(self._dress(first))

    def reread(self) -> None:
        """Read the rows again as they are looked at; which there are, `ids_query` tells."""
        self.generation += 1
        self._pages.clear()
        self.is_complete = False

    def ids_query(self) -> Any:
        """Return the query for the ids of all rows in order, for a worker to ask."""
        return self._whole.select(self._key)

    def added_by(self, ids: "array[int]") -> int | None:
        """Return how many of `ids` come after the known ones, or None if the known ones are not the first of them."""
        known = len(self._ids)
        return len(ids) - known if ids[:known] == self._ids else None

    def accept(self, generation: int, ids: "array[int]") -> bool:
        """Take the answer to `ids_query`; False if other rows were asked for since."""
        if generation != self.generation:
            return False
        if self._ids != ids[: len(self._ids)]:  # somebody wrote since the first page was read
            self._pages.clear()
        self._ids = ids
        self.is_complete = True
        return True

    def forget(self) -> None:
        """Drop all rows."""
        self.generation += 1
        self._pages.clear()
        self._ids = array("q")
        self.is_complete = True

    def __len__(self) -> int:
        """Return how many rows are known by now."""
        return len(self._ids)

    def id_at(self, place: int) -> int:
        """Return the id of the row at `place`; IndexError beyond the known ones."""
        return self._ids[place]

    def place_of(self, record_id: int) -> int | None:
        """Return where the record stands among the known rows, or None."""
        try:
            return self._ids.index(record_id)
        except ValueError:
            return None

    def row(self, place: int) -> T | None:
        """Return the row at `place`, reading its page if need be; None if it is gone from the book."""
        number, within = divmod(place, PAGE)
        page = self._pages.get(number)
        if page is None:
            page = self._fetch(number)
        else:
            self._pages.move_to_end(number)
        return page[within]

    def walk(self) -> Iterator[tuple[int, list[T]]]:
        """Give (how many rows there are, the next rows) until all were given, keeping none; for a worker."""
        ids = Reading().ids(self.ids_query())
        for start in range(0, len(ids), WALKED):
            yield len(ids), [row for row in self._rows_of(ids[start : start + WALKED]) if row is not None]

    def _fetch(self, number: int) -> list[T | None]:
        """Read a page, keep it, and let the one not looked at for longest go."""
        ids = self._ids[number * PAGE : (number + 1) * PAGE]
        page = self._pages[number] = self._rows_of(ids)
        if len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        return page

    def _rows_of(self, ids: Sequence[int]) -> list[T | None]:
        """Return the dressed rows with these ids, in their order; None for one that is gone."""
        query = self._model.select(*self._columns).where(self._key.in_(list(ids)))
        rows = self._read(query)
        dressed = {row[0]: shown for row, shown in zip(rows, self._dress(rows), strict=True)}
        return [dressed.get(number) for number in ids]

    def _read(self, query: Any) -> list[RawRow]:
        """Return the rows as stored; turning them into values is left to who shows them, few are ever shown."""
        return list(database.execute(query).fetchall())
