"""The page of the room picture (房屋图): buildings at the left, the picture, a legend that dims, and a search that jumps."""

from collections.abc import Callable

from PySide6.QtCore import (
    QItemSelectionModel,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from desk_app.kernel.words import _
from desk_app.screens import remembered, room_grid
from desk_app.screens.room_grid import Place, RoomCell, RoomHit
from ui import icons, theme
from ui.screens import room_colours
from ui.screens.room_picture import RoomPicture, describe
from ui.screens.room_places import PlaceDelegate, PlaceModel
from ui.shell import Shell
from ui.widgets.buttons import button, tool_button
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import ElidedLabel, label
from ui.widgets.layouts import box, clear, column, row
from ui.widgets.page_header import PageHeader
from ui.widgets.split_view import SplitView

ZOOM, PLACE = "room_grid/zoom", "room_grid/place"


class FindBox(QLineEdit):
    """Finds rooms and hands over one after the other at Enter; the count stands beside it."""

    def __init__(self, jump: Callable[[RoomHit], None], leave: Callable[[], None]) -> None:
        super().__init__()
        self._jump, self._leave = jump, leave
        self._hits: list[RoomHit] = []
        self._typed, self._at = "", -1
        self.count = label("", "small", "muted")
        self.setPlaceholderText(_("查找房号、业主、电话"))
        self.setAccessibleName(_("在房屋图中查找"))
        self.setClearButtonEnabled(True)
        self.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.setToolTip(_("按 Enter 跳到房屋，再按跳到下一个  Ctrl+F"))
        self.textChanged.connect(lambda *_text: self.count.clear())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Jump at Enter, leave at Esc and Down."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_on()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Down):
            self._leave()
        else:
            super().keyPressEvent(event)

    def go_on(self) -> None:
        """Jump to the first room found, or the next."""
        typed = self.text().strip()
        if not typed:
            return
        if typed != self._typed:
            self._hits, self._typed, self._at = room_grid.find_rooms(typed), typed, -1
        if not self._hits:
            self.count.setText(_("没有找到"))
            theme.dress(self.count, tone="bad")
            return
        self._at = (self._at + 1) % len(self._hits)
        self.count.setText(f"{self._at + 1} / {len(self._hits)}")
        theme.dress(self.count, tone="muted")
        self._jump(self._hits[self._at])


class RoomGridPage(QWidget):
    """One building at a time; the page around it may put buttons into `header.bar`."""

    kind_name = "rooms"
    help_topic = "rooms"

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self._legend: dict[str, QPushButton] = {}
        self._layout = column()
        self.setLayout(self._layout)
        self._build()
        QShortcut(
            QKeySequence("Ctrl+F"),
            self,
            lambda: self.find.setFocus(),
            context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
        )
        QShortcut(
            QKeySequence("Escape"), self, self.show_all, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        self.refresh()

    @property
    def title(self) -> str:
        """Return the text of the tab."""
        return _("房屋图")

    @property
    def place(self) -> Place | None:
        """Return the building shown."""
        index = self.places.currentIndex()
        return self.model.places[index.row()] if index.isValid() else None

    def refresh(self) -> None:
        """Read everything again and stay where we are."""
        key = self.place.key if self.place else str(remembered.get(PLACE, ""))
        self.model.put(room_grid.list_places())
        self._stage.setCurrentIndex(0 if self.model.places else 1)
        keys = [place.key for place in self.model.places]
        if keys:
            self.choose(key if key in keys else keys[0])
        else:
            self.header.show_words(_("房屋图"))

    def choose(self, key: str) -> None:
        """Show the building `key`."""
        row_of = [place.key for place in self.model.places].index(key)
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.places.selectionModel().setCurrentIndex(self.model.index(row_of), flag)
        self.places.scrollTo(self.model.index(row_of))

    def jump(self, hit: RoomHit) -> None:
        """Show the building of a room and put the cursor on it."""
        self.choose(hit.place)
        self.picture.mark(hit.room_id)

    def show_room(self, room_id: int) -> None:
        """Put the cursor on a room."""
        hit = room_grid.find_place(room_id)
        if hit is not None:
            self.jump(hit)

    def show_all(self) -> None:
        """Dim nothing, and walk in the picture again."""
        for made in self._legend.values():
            made.setChecked(False)
        self._filter()
        self.picture.setFocus()

    def take_focus(self) -> None:
        """Put the cursor into the picture."""
        self.picture.setFocus()

    def retranslate(self) -> None:
        """Show everything in the language and look in use; building, room and what is searched for stay."""
        current, typed = self.picture.current, self.find.text()
        self._layout.removeWidget(self._body)
        self._body.hide()
        self._body.deleteLater()
        self._build()
        self.refresh()
        self.find.setText(typed)
        if current is not None:
            self.picture.mark(current)

    # -- inside --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        """Put the page together; called again for another language or look."""
        self.places, self.model, self.picture = QListView(), PlaceModel(), RoomPicture()
        self._set_up_places()
        self.find = FindBox(self.jump, self.picture.setFocus)
        self.find.setMinimumWidth(theme.px(220))
        self.header = PageHeader(_("房屋图"), " ", self._zoom_buttons(), self.find.count, self.find)
        self.legend = FlowLayout(gap=8)
        split = SplitView("room_grid", self.places, self._picture_card(), (1, 6))
        shown = column(box(self.legend), split, gap=12)
        shown.setStretch(1, 1)
        text = _("先导入名册，或在“更多档案”里建楼栋，再到“清单”里新建房屋。")
        self._stage = QStackedWidget()
        self._stage.addWidget(box(shown))
        self._stage.addWidget(
            EmptyState("grid", _("还没有房屋"), text, _("导入名册"), lambda: self.shell.open_page("import"))
        )
        page = column(self.header, self._stage, gap=12, margins=(24, 16, 24, 16))
        page.setStretch(1, 1)
        self._body = box(page)
        self._layout.addWidget(self._body)

    def _set_up_places(self) -> None:
        self.places.setModel(self.model)
        self.places.setItemDelegate(PlaceDelegate(self.places))
        self.places.setAccessibleName(_("楼栋"))
        self.places.setMouseTracking(True)
        self.places.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.places.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.places.setMinimumWidth(theme.px(150))
        self.places.selectionModel().currentChanged.connect(lambda *_index: self._show_place())
        self.places.activated.connect(lambda *_index: self.picture.setFocus())

    def _picture_card(self) -> Card:
        self.foot = ElidedLabel("", tone="muted")
        open_room = button(_("打开房屋档案"), self._open_current, icon="room", look="plain", name="open-room")
        open_room.setToolTip(_("打开房屋档案  Enter"))
        foot = row(self.foot, open_room, gap=8)
        foot.setStretch(0, 1)
        card = Card(gap=8, padding=8)
        card.body.addWidget(self.picture, 1)
        card.body.addLayout(foot)
        self.picture.opened.connect(lambda room_id: self.shell.open_record(self.kind_name, room_id))
        self.picture.marked.connect(self._show_cell)
        self.picture.zoomed.connect(lambda zoom: remembered.put(ZOOM, zoom))
        if (zoom := remembered.get(ZOOM, -1)) >= 0:
            self.picture.set_zoom(int(zoom))
        return card

    def _zoom_buttons(self) -> QWidget:
        smaller = tool_button("zoom-out", _("缩小"), lambda: self.picture.set_zoom(self.picture.zoom - 1))
        larger = tool_button("zoom-in", _("放大"), lambda: self.picture.set_zoom(self.picture.zoom + 1))
        smaller.setToolTip(_("缩小  Ctrl+滚轮"))
        larger.setToolTip(_("放大  Ctrl+滚轮"))
        return box(row(smaller, larger, gap=0))

    def _show_place(self) -> None:
        place = self.place
        if place is None:
            self.picture.show_picture(None)
            return
        remembered.put(PLACE, place.key)
        self.picture.show_picture(room_grid.draw(place, self.shell.desk))
        detail = _("{community} · {count} 套").format(community=place.community, count=place.count)
        self.header.show_words(place.title, detail)
        self._show_legend(place)

    def _show_legend(self, place: Place) -> None:
        kept = {state for state, made in self._legend.items() if made.isChecked()}
        clear(self.legend)
        self._legend = {}
        for each in place.states:
            made = button(f" {each.label}  {each.count}", self._filter, name=f"state-{each.state}")
            made.setIcon(room_colours.swatch(each.state))
            made.setIconSize(icons.icon_size(14))
            made.setCheckable(True)
            made.setChecked(each.state in kept)
            made.setToolTip(_("只突出“{state}”的房屋；再点一次取消").format(state=each.label))
            self.legend.addWidget(made)
            self._legend[each.state] = made
        self._filter()

    def _filter(self) -> None:
        self.picture.show_only(frozenset(state for state, made in self._legend.items() if made.isChecked()))

    def _show_cell(self, cell: RoomCell | None) -> None:
        if cell is None:
            self.foot.setText(_("方向键移动，Enter 打开房屋档案，Ctrl+F 查找，Esc 取消突出"))
            return
        state = self._legend[cell.state].text().strip().split("  ")[0] if cell.state in self._legend else ""
        self.foot.setText("    ".join(filter(None, (describe(cell), state))))

    def _open_current(self) -> None:
        if self.picture.current is not None:
            self.shell.open_record(self.kind_name, self.picture.current)
