"""Where somebody was in a table (表格中的位置): kept when its rows are read again."""

from typing import Any

from desk_app.screens.paged_list import PagedList
from ui.table_view import TableView

MOST_KEPT = 2000
"""How many chosen records are found again."""


class KeptPlace:
    """The chosen records, the one the keyboard is on, and how far the table was scrolled."""

    def __init__(self, view: TableView, table: PagedList[Any]) -> None:
        places = [place for place in view.chosen_places()[:MOST_KEPT] if place < table.count]
        current = view.currentIndex().row()
        self._ids = [table.record_id(place) for place in places]
        self._current = table.record_id(current) if 0 <= current < table.count else None
        self._scrolled = view.verticalScrollBar().value()

    def restore(self, view: TableView, table: PagedList[Any]) -> None:
        """Choose the same records again, as far as they are known by now, and show the same part of the table."""
        view.doItemsLayout()
        places = [place for each in self._ids if (place := table.pages.place_of(each)) is not None]
        current = None if self._current is None else table.pages.place_of(self._current)
        view.choose_places(places, current)
        view.verticalScrollBar().setValue(self._scrolled)
