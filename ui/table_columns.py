"""Which columns a table shows (列设置), how wide and in what order: chosen in a menu and remembered for each kind."""

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from desk_app.kernel.words import _
from desk_app.screens import remembered
from desk_app.screens.record_table import RecordTable
from ui import theme


class KeptColumns:
    """What this person's PC remembers of one kind's table; widths are in pixels at the usual font size."""

    def __init__(self, kind_name: str) -> None:
        self._key = f"table/{kind_name}"
        self._kept: dict[str, Any] = dict(remembered.get(self._key, {}))

    def apply_to(self, table: RecordTable) -> None:
        """Show the columns remembered, sorted as they were; what no longer exists is left out."""
        known = {each.name for each in table.choosable if each.is_sortable}
        names = self._kept.get("columns")
        if isinstance(names, list):
            table.choose_columns([name for name in names if isinstance(name, str)])
        for each in self._kept.get("sorting") or []:
            if isinstance(each, list) and len(each) == 2 and each[0] in known:
                table.sort(each[0], descending=bool(each[1]), also=True)

    def keep(self, **what: Any) -> None:
        """Remember columns (names), sorting or filters (whether the boxes are open)."""
        self._kept |= what
        remembered.put(self._key, dict(self._kept))

    def keep_width(self, name: str, width: int) -> None:
        """Remember the width of a column, given in pixels of the screen."""
        widths = dict(self._kept.get("widths") or {})
        widths[name] = round(width * theme.USUAL_PT / theme.base_pt())
        self.keep(widths=widths)

    def width(self, name: str) -> int:
        """Return the remembered width in pixels of the screen, or 0."""
        kept = (self._kept.get("widths") or {}).get(name)
        return theme.px(kept) if isinstance(kept, int) and kept > 0 else 0

    @property
    def are_filters_open(self) -> bool:
        """Say whether the filter boxes were left open."""
        return bool(self._kept.get("filters"))

    def forget(self) -> None:
        """Go back to what every new table shows."""
        self._kept = {}
        remembered.put(self._key, None)


class ColumnMenu(QMenu):
    """Every column there could be, to be ticked; it stays open meanwhile."""

    def __init__(
        self,
        parent: QWidget,
        table: RecordTable,
        choose: Callable[[list[str]], None],
        reset: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        self._table = table
        self._choose = choose
        shown = {each.name for each in table.columns}
        for each in table.choosable:
            action = self.addAction(each.label)
            action.setCheckable(True)
            action.setChecked(each.name in shown)
            action.toggled.connect(lambda is_on, name=each.name: self._toggle(name, is_on))
        self.addSeparator()
        self.addAction(_("恢复默认的列"), reset)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick without closing."""
        action = self.actionAt(event.position().toPoint())
        if action is not None and action.isCheckable():
            action.toggle()
            return
        super().mouseReleaseEvent(event)

    def _toggle(self, name: str, is_on: bool) -> None:
        """Add a column where it stands among all, or take it away; the last one stays."""
        names = [each.name for each in self._table.columns]
        if is_on and name not in names:
            order = [each.name for each in self._table.choosable]
            before = [other for other in names if order.index(other) < order.index(name)]
            names.insert(names.index(before[-1]) + 1 if before else 0, name)
        elif not is_on and len(names) > 1:
            names.remove(name)
        self._choose(names)
