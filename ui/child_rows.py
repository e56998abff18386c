"""Child rows as a grid of boxes (明细表): typed through with Enter, pasted into from Excel, one empty row at the end."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QPlainTextEdit, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import ChildRows
from desk_app.kernel.words import _
from desk_app.screens.form_rows import FormRows
from desk_app.screens.record_form import RecordForm
from ui import field_widgets, new_record, theme
from ui.field_editors import FieldEditor, FieldHooks
from ui.widgets.buttons import tool_button, with_keys
from ui.widgets.card import Card
from ui.widgets.labels import label

REMOVE_KEY, INSERT_KEY = "Ctrl+Delete", "Ctrl+Insert"
UP_KEY, DOWN_KEY = "Alt+Up", "Alt+Down"


class ChildRowsCard(Card):
    """The rows of one child. `reveal` and `open_link` are the page's answers for a cell."""

    touched = Signal()
    refused = Signal(str)
    finished = Signal()

    def __init__(
        self,
        form: RecordForm,
        child: ChildRows,
        reveal: Callable[[str, int, str, str], str | None],
        open_link: Callable[[Any, int | None], object],
    ) -> None:
        self.tools = [
            tool_button(
                "add", with_keys(_("在这一行前插入"), INSERT_KEY), lambda: self.insert_row(), size=18
            ),
            tool_button("delete", with_keys(_("删除这一行"), REMOVE_KEY), lambda: self.remove_row(), size=18),
            tool_button("up", with_keys(_("上移"), UP_KEY), lambda: self.move_row(-1), size=18),
            tool_button("down", with_keys(_("下移"), DOWN_KEY), lambda: self.move_row(1), size=18),
            tool_button("import", _("粘贴从 Excel 复制的内容"), lambda: self.paste(), size=18),
        ]
        super().__init__(_(child.label), *self.tools)
        self.form = form
        self.child = child
        self._reveal = reveal
        self._open_link = open_link
        self.cells: list[list[FieldEditor]] = []
        self._numbers: list[QWidget] = []
        self._captions: list[tuple[QLabel, Any]] = []
        self.here = (0, 0)
        for tool in self.tools:
            tool.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.problem = label("", "small", "bad", wrap=True)
        self.problem.hide()
        self.grid = QGridLayout()
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(theme.px(6))
        self.grid.setVerticalSpacing(theme.px(4))
        self._head()
        self.body.addLayout(self.grid)
        self.body.addWidget(self.problem)

    @property
    def rows(self) -> FormRows:
        """Return the rows being filled in."""
        return self.form.rows[self.child.name]

    @property
    def is_pending(self) -> bool:
        """Say whether a cell holds something not handed over yet."""
        return any(cell.is_pending for line in self.cells for cell in line)

    def commit(self) -> None:
        """Hand over what is being typed."""
        for line in list(self.cells):
            for cell in line:
                cell.commit()

    def show_rows(self, problems: dict[str, str]) -> None:
        """Show as many lines as the form has rows, their texts and what is wrong with them."""
        is_fixed = self.form.read_only or self.child.stamped
        shown = self.rows.filled() if is_fixed else self.rows.rows
        while len(self.cells) > len(shown):
            self._drop_line()
        while len(self.cells) < len(shown):
            self._add_line()
        for line, row in enumerate(shown):
            for name, cell in zip(self.child.fields, self.cells[line], strict=True):
                problem = problems.get(f"{self.child.name}.{line}.{name}", "")
                cell.show_fixed(is_fixed or bool(self.child.model._meta.fields[name].stamped))
                cell.show_text(row.text(name))
                cell.show_problem("" if is_fixed else problem)
                cell.box.setToolTip(problem)
        mine = [why for key, why in problems.items() if key.split(".")[0] == self.child.name]
        self.problem.setText("\n".join(dict.fromkeys(mine)))
        self.problem.setVisible(bool(mine))
        for caption, field in self._captions:
            caption.setText(f"{field.label} *" if field.required and not is_fixed else field.label)
        for tool in self.tools:
            tool.setVisible(not is_fixed)
        self.setVisible(not (is_fixed and not self.rows.filled()))

    def focus_cell(self, line: int, column: int) -> None:
        """Put the cursor into a cell."""
        line = max(0, min(line, len(self.cells) - 1))
        if self.cells:
            box = self.cells[line][column].box
            (box.focusProxy() or box).setFocus(Qt.FocusReason.TabFocusReason)

    def focus_problem(self, key: str) -> None:
        """Put the cursor into the cell a problem is about, else the first."""
        parts = key.split(".")
        if len(parts) == 3 and parts[2] in self.child.fields:
            self.focus_cell(int(parts[1]), self.child.fields.index(parts[2]))
        else:
            self.focus_cell(0, 0)

    def insert_row(self) -> None:
        """Insert an empty row before the one the cursor is in."""
        self._change(lambda rows: rows.add(self.here[0]))
        self.focus_cell(self.here[0], 0)

    def remove_row(self) -> None:
        """Take the row the cursor is in away."""
        line, column = self.here
        if line < len(self.rows.rows):
            self._change(lambda rows: rows.remove(line))
            self.focus_cell(line, column)

    def move_row(self, by: int) -> None:
        """Move the row the cursor is in up or down."""
        line, column = self.here
        if 0 <= line + by < len(self.rows.filled()):
            self._change(lambda rows: rows.move(line, line + by))
            self.focus_cell(line + by, column)

    def paste(self) -> None:
        """Fill cells from the one the cursor is in with what was copied from Excel."""
        block = QGuiApplication.clipboard().text()
        if not block.strip():
            self.refused.emit(_("没有粘贴：剪贴板里没有文字，请先在 Excel 里选中并复制。"))
            return
        line, column = self.here
        self._change(lambda rows: rows.paste(line, self.child.fields[column], block, self.form.desk.today))

    def _change(self, change: Callable[[FormRows], None]) -> None:
        self.commit()
        try:
            self.form.change_rows(self.child.name, change)
        except DeskError as error:
            self.refused.emit(str(error))

    def _head(self) -> None:
        model_fields = self.child.model._meta.fields
        for column, name in enumerate(self.child.fields, 1):
            field = model_fields[name]
            caption = label(field.label, "small", "muted")
            self._captions.append((caption, field))
            self.grid.addWidget(caption, 0, column)
            self.grid.setColumnStretch(column, field.width)
        self.grid.setColumnMinimumWidth(0, theme.px(20))

    def _add_line(self) -> None:
        line = len(self.cells)
        number = label(str(line + 1), "small", "muted")
        number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.grid.addWidget(number, line + 1, 0)
        self._numbers.append(number)
        made = []
        for column, name in enumerate(self.child.fields):
            cell = self._make_cell(line, column, name)
            self.grid.addWidget(cell, line + 1, column + 1)
            made.append(cell)
        self.cells.append(made)

    def _make_cell(self, line: int, column: int, name: str) -> FieldEditor:
        child, form = self.child.name, self.form
        field = self.child.model._meta.fields[name]
        hooks = FieldHooks(
            enter=lambda text: form.enter_row(child, line, name, text),
            choose=lambda record_id: form.choose_row(child, line, name, record_id),
            suggest=lambda typed: form.suggest_row(child, name, typed),
            reveal=lambda reason: self._reveal(child, line, name, reason),
            open_link=lambda: self._open_link(field, self.rows.rows[line].value(name)),
            now=form.desk.now,
            create=new_record.maker(self, field, form.desk),
        )
        cell = field_widgets.make(form.kind.name, f"{child}.{name}", field, hooks)
        cell.name_box(
            _("{rows} 第 {line} 行 {field}").format(
                rows=_(self.child.label), line=line + 1, field=field.label
            )
        )
        cell.become_cell()
        cell.box.setObjectName(f"{child}.{line}.{name}")
        cell.touched.connect(self.touched)
        self._watch(cell, line, column)
        return cell

    def _watch(self, cell: FieldEditor, line: int, column: int) -> None:
        for widget in (cell.box, *cell.box.findChildren(QWidget)):
            widget.setProperty("cell", (line, column))
            widget.installEventFilter(self)

    def _drop_line(self) -> None:
        for widget in (self._numbers.pop(), *self.cells.pop()):
            self.grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Know where the cursor is, and take the keys of the grid."""
        cell = watched.property("cell")
        if cell is None:
            return False
        if event.type() == QEvent.Type.FocusIn:
            self.here = (cell[0], cell[1])
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take_key(watched, event)
        return False

    def _take_key(self, watched: QObject, event: QKeyEvent) -> bool:
        key, keys = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
        line, column = self.here
        if key == Qt.Key.Key_Delete and keys == control:
            self.remove_row()
        elif key == Qt.Key.Key_Insert and keys == control:
            self.insert_row()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and keys == alt:
            self.move_row(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_V and keys == control and _is_block(QGuiApplication.clipboard().text()):
            self.paste()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not keys and _lets_go_up_and_down(watched):
            self.focus_cell(line + (1 if key == Qt.Key.Key_Down else -1), column)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not keys:
            self.cells[line][column].take_enter()
            QTimer.singleShot(0, self.focus_next)
        else:
            return False
        return True

    def focus_next(self) -> None:
        """Go to the next cell; from an empty last row on, out of the grid."""
        line, column = self.here
        if column + 1 < len(self.child.fields) and not (column == 0 and self._is_blank(line)):
            self.focus_cell(line, column + 1)
        elif line + 1 < len(self.cells) and not self._is_blank(line):
            self.focus_cell(line + 1, 0)
        else:
            self.finished.emit()

    def _is_blank(self, line: int) -> bool:
        return line >= len(self.rows.rows) or self.rows.rows[line].is_blank(self.child.fields)


def _is_block(text: str) -> bool:
    """Say whether copied text is more than one cell."""
    return "\t" in text or "\n" in text.strip("\r\n")


def _lets_go_up_and_down(widget: QObject) -> bool:
    """Say whether Up and Down mean nothing to the widget itself."""
    return not isinstance(widget, (QComboBox, QPlainTextEdit)) and widget.property("takes_arrows") is None
