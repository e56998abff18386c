"""The page of the day's close (日结): the day's matrix at the left, the count by notes and coins at the right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.screens.day_closing import BANKED, DENOMINATIONS, FLOAT, LOOSE, DayClosing
from ui import theme
from ui.screens.day_close_dialog import DayCloseDialog
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import label
from ui.widgets.layouts import box, clear, column, grow, row, scrolling
from ui.widgets.message_strip import MessageStrip
from ui.widgets.page_header import PageHeader
from ui.widgets.sum_table import SumTable

KIND = "day_closes"
PAPER = "day_report"
HALF = len(DENOMINATIONS) // 2
"""Notes and coins stand in two columns; what no denomination fits under them."""


class DayClosingPage(QWidget):
    """Enter goes from one count to the next; the difference follows every key."""

    help_topic = "day_closing"
    keeps_typed = True

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.closing = DayClosing(shell.desk)
        self.days = QComboBox()
        self.days.setAccessibleName(_("要日结的日期"))
        self.days.setMinimumWidth(theme.px(220))
        self.days.activated.connect(self._choose)
        self.head = PageHeader(_("日结"), "", self.days)
        self.strip = MessageStrip()
        self.matrix = SumTable(_("当日收款"))
        self.told = label("", tone="muted", wrap=True)
        left = box(column(self.matrix, self.told, gap=8))
        self.count_card = Card(_("点钞"))
        self.count_card.body.addLayout(self._count_layout())
        self.past = Card(_("最近日结"))
        self.past_lines = column(gap=4)
        self.past.body.addLayout(self.past_lines)
        right = scrolling(box(column(self.count_card, self.past, None, gap=16)))
        right.setFixedWidth(theme.px(400))
        body = row(left, right, gap=16)
        body.setStretch(0, 1)
        self.body = box(body)
        grow(self.body, down=True)
        self.setLayout(column(self.head, self.strip, self.body, gap=12, margins=(24, 16, 20, 16)))
        self._fill_days()

    # -- what the window asks ------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Reckon the day again, keeping the count; another day that is open now can be chosen."""
        chosen = self.closing.chosen
        self._list_days()
        if chosen in self._open:
            self.days.setCurrentIndex(self._open.index(chosen))
            self.closing.refresh()
            self.show_day()
        else:
            self._choose(0)

    def is_changed(self) -> bool:
        """Say whether pieces are counted that are not closed yet."""
        return any(text.strip() for text in (*self.closing.pieces.values(), self.closing.loose_text))

    def take_focus(self) -> None:
        """Start counting with the largest note."""
        self.boxes[DENOMINATIONS[0]].setFocus(Qt.FocusReason.OtherFocusReason)
        self.boxes[DENOMINATIONS[0]].selectAll()

    # -- actions -------------------------------------------------------------------------------------------------

    def close_day(self) -> None:
        """Show what is about to be closed; a box that cannot be read has the cursor instead."""
        self.closing.refresh()  # what came in since, by whatever way, is closed too and must be seen first
        self.show_day()
        counted = self.closing.counted()
        if counted.problem:
            self.strip.say(_("没有日结：{problem}").format(problem=counted.problem))
            self.box_of(counted.where).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.strip.clear()
        DayCloseDialog(self, self.closing, self._closed).open()

    def box_of(self, where: int | str) -> QLineEdit:
        """Return the box a problem is about."""
        named = {LOOSE: self.loose_box, BANKED: self.banked_box, FLOAT: self.float_box}
        return self.boxes[where] if isinstance(where, int) else named.get(where, self.loose_box)

    def _closed(self, close_id: int, words: str) -> None:
        """Tell that the day is closed; its report is one key away."""
        self._fill_days()
        self.strip.say(words, "good", (_("打印日报"), lambda: self._print(close_id)))
        self.strip.offer_button.setFocus()
        self.shell.records_changed(KIND)

    def _print(self, close_id: int) -> None:
        self.shell.preview_paper(KIND, close_id, PAPER)

    # -- parts ---------------------------------------------------------------------------------------------------

    def _count_layout(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(10))
        grid.setVerticalSpacing(theme.px(4))
        self.boxes: dict[int, QLineEdit] = {}
        for place, value in enumerate(DENOMINATIONS):
            made = QLineEdit()
            made.setAccessibleName(_("{value} 元张数").format(value=show(value)))
            made.setAlignment(Qt.AlignmentFlag.AlignRight)
            made.setMaximumWidth(theme.px(90))
            made.textEdited.connect(lambda text, value=value: self._count(value, text))
            made.returnPressed.connect(lambda place=place: self._next(place))
            self.boxes[value] = made
            down, across = place % HALF, place // HALF * 2
            grid.addWidget(label(_("{value} 元").format(value=_short(value))), down, across)
            grid.addWidget(made, down, across + 1)
        self.loose_box = QLineEdit()
        self.loose_box.setAccessibleName(_("其他零钱"))
        self.loose_box.setPlaceholderText(_("元，如 0.05"))
        self.loose_box.textEdited.connect(lambda text: self._type("loose_text", text))
        self.loose_box.returnPressed.connect(self._after_the_count)
        grid.addWidget(label(_("其他零钱")), HALF, 0)
        grid.addWidget(self.loose_box, HALF, 1, 1, 3)
        self._add_sums(grid, HALF + 1)
        grid.setColumnStretch(3, 1)
        return grid

    def _add_sums(self, grid: QGridLayout, at: int) -> None:
        self.float_box, self.banked_box = QLineEdit(), QLineEdit()
        self.slip_box, self.note_box = QLineEdit(), QLineEdit()
        self.float_box.textEdited.connect(lambda text: self._type("float_text", text))
        self.banked_box.textEdited.connect(lambda text: self._type("banked_text", text))
        self.slip_box.textEdited.connect(lambda text: self._type("bank_slip", text))
        self.note_box.textEdited.connect(lambda text: self._type("note", text))
        self.float_told = label("", "small", "muted")
        self.expected, self.counted = label(""), label("", "heading")
        self.verdict, self.stays = label("", "heading", wrap=True), label("", tone="muted")
        self.yes = button(_("日结"), self.close_day, look="main", icon="lock", name="close-day")
        self.slip_box.setPlaceholderText(_("可以明天再登记"))
        rows = (
            (_("期初备用金"), self.float_box),
            ("", self.float_told),
            (_("应有现金"), self.expected),
            (_("实盘现金"), self.counted),
            ("", self.verdict),
            (_("缴存银行"), self.banked_box),
            (_("存款单号"), self.slip_box),
            (_("备注"), self.note_box),
            ("", self.stays),
        )
        for place, (name, widget) in enumerate(rows):
            if name:
                widget.setAccessibleName(name)
                grid.addWidget(label(name, tone="muted"), at + place, 0)
            grid.addWidget(widget, at + place, 1, 1, 3)
            if isinstance(widget, QLineEdit):
                widget.returnPressed.connect(lambda box=widget: box.focusNextChild())
        grid.addWidget(self.yes, at + len(rows), 0, 1, 4)

    # -- showing -------------------------------------------------------------------------------------------------

    def _list_days(self) -> None:
        self._open = self.closing.open_days()
        self.days.clear()
        for each in self._open:
            self.days.addItem(each.label)

    def _fill_days(self) -> None:
        self._list_days()
        self._choose(0)

    def _choose(self, place: int) -> None:
        for part in (self.matrix, self.count_card, self.days):  # the past closes are opened at any time
            part.setEnabled(bool(self._open))
        if not self._open:
            self.head.show_words(_("日结"), _("今天已经日结。"))
            self.show_past()
            return
        self.days.setCurrentIndex(place)
        self.closing.choose(self._open[place])
        for made in (*self.boxes.values(), self.loose_box, self.slip_box, self.note_box):
            made.clear()
        self.float_box.setText(self.closing.float_text)
        told = self.closing.float_told
        self.float_box.setReadOnly(bool(told))
        self.float_box.setToolTip(told)
        self.float_told.setText(told)
        self.float_told.setVisible(bool(told))
        self.show_day()

    def show_day(self) -> None:
        """Show the figures of the chosen day and what the count comes to."""
        figures = self.closing.figures
        assert figures
        words = _("{count} 张收据，收款 {money} 元").format(count=figures.receipts, money=show(figures.money))
        self.head.show_words(_("日结"), words)
        self._fill_matrix()
        parts = [f"{series.first}—{series.last}" for series in figures.series]
        if figures.voids:
            parts.append(_("作废 {numbers}").format(numbers="、".join(figures.voids)))
        if figures.reduced:
            parts.append(_("当日减免 {amount} 元").format(amount=show(figures.reduced)))
        self.told.setText("；".join(parts) or _("这一天没有收款，也可以日结。"))
        self.show_count()
        self.show_past()

    def _fill_matrix(self) -> None:
        figures, columns = self.closing.figures, self.closing.columns()
        assert figures
        rows = [
            (row_.name, [row_.by_method.get(method, 0) for method, _text in columns], row_.total)
            for row_ in figures.matrix
        ]
        totals = [figures.by_method.get(method, 0) for method, _text in columns]
        rows.append((_("合计"), totals, sum(totals)))
        heads = [_("项目"), *(text for _method, text in columns), _("合计")]
        cells = [[name, *(show(fen) if fen else "" for fen in (*sums, total))] for name, sums, total in rows]
        self.matrix.put(heads, cells, total=True)

    def show_count(self) -> None:
        """Show what is counted against what should be there."""
        counted = self.closing.counted()
        self.expected.setText(show(self.closing.expected))
        self.counted.setText(show(counted.cash))
        self.verdict.setText(counted.problem or counted.verdict)
        tone = "bad" if counted.problem or counted.difference else "good"
        theme.dress(self.verdict, tone=tone)
        if self.closing.banked_text is None:
            self.banked_box.setText(show(counted.banked))
        self.stays.setText(
            "" if counted.problem else _("留存备用金 {amount} 元").format(amount=show(counted.stays))
        )

    def show_past(self) -> None:
        """Show the last closes, each opened by a click."""
        clear(self.past_lines)
        closes = self.closing.last_closes()
        if not closes:
            self.past_lines.addWidget(label(_("还没有日结过。"), tone="muted"))
        for close in closes:
            words = f"{close.business_on}  {close.cashier}  {show(close.cash_counted)}"
            if close.difference:
                words += (
                    "  " + (_("长款") if close.difference > 0 else _("短款")) + show(abs(close.difference))
                )
            self.past_lines.addWidget(
                button(words, lambda close=close: self.shell.open_record(KIND, close.id), look="link")
            )

    # -- typing --------------------------------------------------------------------------------------------------

    def _count(self, value: int, text: str) -> None:
        self.closing.pieces[value] = text
        self.show_count()

    def _type(self, name: str, text: str) -> None:
        setattr(self.closing, name, text)
        self.show_count()

    def _after_the_count(self) -> None:
        """Go on with the float where it is typed: at a cashier's first close."""
        box_ = self.banked_box if self.float_box.isReadOnly() else self.float_box
        box_.setFocus()
        box_.selectAll()

    def _next(self, place: int) -> None:
        is_last = place + 1 == len(DENOMINATIONS)
        following = self.loose_box if is_last else self.boxes[DENOMINATIONS[place + 1]]
        following.setFocus()
        following.selectAll()


def _short(fen: int) -> str:
    """Return '100' for whole yuan, '0.5' for half of one."""
    text = show(fen)
    return text.removesuffix(".00") if text.endswith(".00") else text.removesuffix("0")
