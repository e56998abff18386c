"""What every page of a long list is (列表页): a heading that counts, a search box, the table, and what it shows when empty."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens import table_output
from desk_app.screens.paged_list import PagedList
from ui import icons
from ui.shell import Shell
from ui.table_model import RecordModel
from ui.table_place import KeptPlace
from ui.table_view import TableView
from ui.widgets.buttons import with_keys
from ui.widgets.empty_state import EmptyState
from ui.widgets.page_header import PageHeader

TYPING_MS = 250
"""How long after the last letter typed the table follows."""


class TablePage(QWidget):
    """A page around one table. Typing letters in the table searches in it; Enter opens a row.

    A page of its own lays out what is to be seen, follows what is typed, and calls `_start` once it is ready.
    """

    header: PageHeader
    search: QLineEdit
    view: TableView

    def __init__(self, shell: Shell, table: PagedList[Any]) -> None:
        super().__init__()
        self.shell = shell
        self.table = table
        self.model = RecordModel(table)
        self.model.failed.connect(shell.show_error)
        self.model.modelAboutToBeReset.connect(self._note_place)
        self.model.loaded.connect(self._find_place)
        self.model.gathered.connect(self._after_gathering)
        self.empty: EmptyState | None = None
        self._place: KeptPlace | None = None
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self._follow_typing)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._body = QWidget()

    def _start(self) -> None:
        """Show the page for the first time."""
        self._build()
        for keys, do in (("Ctrl+F", self._enter_search), ("Esc", self._step_back)):
            shortcut = QShortcut(QKeySequence(keys), self, do)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.model.reload()
        self._place = None
        self._show_count()

    # -- what a page of its own says -----------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """Return the page's name."""
        raise NotImplementedError

    def show_all(self) -> None:
        """Take every filter away."""
        raise NotImplementedError

    def _lay_out(self) -> QVBoxLayout:
        """Return the page put together around the table and what is typed for it."""
        raise NotImplementedError

    def _follow_typing(self) -> None:
        """Show what fits everything typed."""
        raise NotImplementedError

    def _open(self, place: int) -> None:
        """Open the row at `place`."""
        raise NotImplementedError

    def _count_words(self) -> str:
        """Return what is said of {count} rows."""
        raise NotImplementedError

    def _make_empty(self) -> EmptyState:
        """Return what is shown in place of rows where there are none."""
        raise NotImplementedError

    def _fill_row_menu(self, menu: QMenu, place: int) -> None:
        """Offer what can be done with the row at `place`."""
        raise NotImplementedError

    def _text_of(self, places: Sequence[int]) -> str:
        """Return the rows at `places` for the clipboard; DeskError if there are too many."""
        return table_output.as_lines(self.table, places)

    # -- what the window asks ------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the rows again; what is chosen and where the table stands is kept."""
        self.model.reread()
        self._show_count()

    def retranslate(self) -> None:
        """Show everything in the language and look in use; filters and sorting stay."""
        self.model.stop()
        self._layout.removeWidget(self._body)
        self._body.hide()
        self._body.deleteLater()
        self.table.name_columns()
        self._build()
        self.model.reload()
        self._show_count()

    def let_go(self) -> None:
        """Stop reading, for the page or the book is being closed."""
        self.model.stop()

    def take_focus(self) -> None:
        """Put the cursor into the table."""
        self.view.setFocus()

    # -- building ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._body = QWidget()
        self._body.setLayout(self._lay_out())
        self._layout.addWidget(self._body)

    def _make_search(self, name: str, words: str, tip: str, typed: str) -> QLineEdit:
        """Return the box to search in, asked for by `words`; what else it does at typing is the page's."""
        made = QLineEdit(typed)
        made.setObjectName(name)
        made.setPlaceholderText(words)
        made.setAccessibleName(words)
        made.setToolTip(with_keys(tip, "Ctrl+F"))
        made.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        made.setClearButtonEnabled(True)
        made.returnPressed.connect(self._leave_search)
        return made

    def _make_view(self) -> TableView:
        made = TableView(self.model)
        made.setAccessibleName(self.title)
        made.opened.connect(self._open)
        made.copied.connect(self.copy)
        made.letters_typed.connect(self._search_for)
        made.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        made.customContextMenuRequested.connect(self._show_row_menu)
        self.empty = None
        return made

    # -- what somebody does --------------------------------------------------------------------------------------

    def copy(self) -> None:
        """Copy the chosen rows as shown, to be pasted into a spreadsheet."""
        places = self.view.chosen_places()
        try:
            text = self._text_of(places)
        except DeskError as error:
            self.shell.show_error(error)
            return
        QGuiApplication.clipboard().setText(text)
        self.shell.tell(_("已复制 {count} 行，可粘贴到 Excel。").format(count=f"{len(places):,}"))

    def _enter_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _search_for(self, letters: str) -> None:
        """Search by what was typed while the cursor was in the table."""
        self.search.setFocus()
        self.search.setText(letters)
        self._typing.start()

    def _leave_search(self) -> None:
        """Go to what was found; Enter again opens it."""
        if self._typing.isActive():
            self._follow_typing()
        if self.table.count:
            self.view.setFocus()
            self.view.choose(0)

    def _step_back(self) -> None:
        """Take the filters away, and go to the table."""
        if self.table.is_filtered:
            self.show_all()
        self.view.setFocus()

    def _show_row_menu(self, at: QPoint) -> None:
        place = self.view.rowAt(at.y())
        if place < 0:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fill_row_menu(menu, place)
        menu.addAction(icons.icon("copy"), _("复制") + "\tCtrl+C", self.copy)
        menu.popup(self.view.viewport().mapToGlobal(at))

    # -- keeping everything in step ------------------------------------------------------------------------------

    def _reload(self) -> None:
        """Show the first page of what is asked for now."""
        self.model.reload()
        self._place = None
        self.view.clearSelection()
        self.view.scrollToTop()
        self._show_count()

    def _after_gathering(self) -> None:
        self._find_place()
        self._show_count()

    def _show_count(self) -> None:
        """Say how many rows there are, and what to do where there are none."""
        table = self.table
        count = f"{table.count:,}" if table.is_complete else f"{table.count:,}+"
        self.header.show_words(self.title, self._count_words().format(count=count))
        self._show_empty(table.is_complete and table.count == 0)

    def _show_empty(self, is_empty: bool) -> None:
        if self.empty is not None:
            self.empty.hide()
            self.empty.deleteLater()
            self.empty = None
        if is_empty:
            self.empty = self._make_empty()
            self.view.show_over(self.empty)

    def _note_place(self) -> None:
        self._place = KeptPlace(self.view, self.table)

    def _find_place(self) -> None:
        """Go back to where somebody was; once all rows are known that is done."""
        if self._place is not None:
            self._place.restore(self.view, self.table)
        if self.table.is_complete:
            self._place = None
