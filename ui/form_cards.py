"""Fields on cards (字段排版): a label over each box, problems in red below, as many columns as there is room for."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk_app.kernel import fields
from desk_app.kernel.words import _
from desk_app.screens.record_form import RecordForm
from ui import theme
from ui.columns_layout import ColumnsLayout
from ui.field_editors import FieldEditor
from ui.widgets.card import Card
from ui.widgets.labels import label
from ui.widgets.layouts import column, row

NARROWEST = 216
"""Pixels a column needs at the usual font size."""

MOST_COLUMNS = 4

NARROWEST_CARD = 470
"""Pixels a card needs before two stand side by side."""


class FieldBlock(QWidget):
    """One field: its label with a mark if it must be filled in, its editor, and what is wrong with it."""

    def __init__(self, name: str, text: str, editor: FieldEditor, *, required: bool) -> None:
        super().__init__()
        self.name = name
        self.editor = editor
        self.is_wide = isinstance(editor.field, fields.Note)
        self.caption = label(text, "small", "muted")
        self.star = label("*", "small", "bad")
        self.star.setToolTip(_("必填"))
        if not required:
            self.star.hide()
        self.required = required
        self.problem = label("", "small", "bad", wrap=True)
        self.problem.hide()
        editor.name_box(_("{field}（必填）").format(field=text) if required else text)
        editor.box.setObjectName(name)
        self.setLayout(column(row(self.caption, self.star, None, gap=3), editor, self.problem, gap=2))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    @property
    def is_empty(self) -> bool:
        """Say whether the field shows nothing."""
        return self.editor.is_empty

    def show_field(self, text: str, problem: str, *, is_fixed: bool) -> None:
        """Show what the form says of the field."""
        self.editor.show_fixed(is_fixed)
        self.editor.show_text(text)
        self.editor.show_problem("" if is_fixed else problem)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.star.setVisible(self.required and not is_fixed)


class FieldGrid(QWidget):
    """Blocks in as many equal columns as the width allows; notes take a whole line."""

    def __init__(self, blocks: list[FieldBlock]) -> None:
        super().__init__()
        layout = ColumnsLayout(theme.px(NARROWEST), MOST_COLUMNS, (theme.px(16), theme.px(8)))
        for block in blocks:
            layout.add(block, whole=block.is_wide)
        self.setLayout(layout)


class SectionCard(Card):
    """One section of a form; put away while it has nothing to show."""

    touched = Signal()

    def __init__(self, title: str, blocks: list[FieldBlock]) -> None:
        super().__init__(title)
        self.blocks = blocks
        self.grid = FieldGrid(blocks)
        self.body.addWidget(self.grid)
        self.body.addStretch(1)
        for block in blocks:
            block.editor.touched.connect(self.touched)

    def show_section(self, form: RecordForm, problems: dict[str, str]) -> None:
        """Show each field; what nobody can fill in here and holds nothing is put away."""
        for block in self.blocks:
            text, is_fixed = form.text(block.name), form.is_fixed(block.name)
            block.setVisible(form.cells.value(block.name) not in (None, "", False) or not is_fixed)
            block.show_field(text, problems.get(block.name, ""), is_fixed=is_fixed)
        self.setVisible(any(not block.isHidden() for block in self.blocks))


class CardBoard(QWidget):
    """Cards in one or two columns; a card alone in its line, and those named `whole`, take the whole width."""

    def __init__(self, cards: list[QWidget], whole: list[QWidget]) -> None:
        super().__init__()
        gap = theme.px(12)
        layout = ColumnsLayout(theme.px(NARROWEST_CARD), 2, (gap, gap), fill_line=True, level=True)
        for card in cards:
            layout.add(card, whole=card in whole)
        self.setLayout(layout)
