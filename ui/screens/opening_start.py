"""Where an opening starts (期初第一步): the old book's last day, the file, and what was taken over so far."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desk_app.kernel.days import show_day
from desk_app.kernel.words import _
from desk_app.screens.opening import Opening, PastRun
from ui import theme
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import ElidedLabel, label, picture
from ui.widgets.layouts import box, clear, column, row


class StartPanel(QWidget):
    """Emits `wanted` when a file is to be chosen, `undo_wanted` with the opening to be taken back."""

    wanted = Signal()
    undo_wanted = Signal(object)

    def __init__(self, opening: Opening) -> None:
        super().__init__()
        self._opening = opening
        self.day = QLineEdit(show_day(opening.balance_on))
        self.day.setAccessibleName(_("旧账截止日"))
        self.day.setFixedWidth(theme.px(130))
        self.choose = button(
            _("选择文件…"),
            self.wanted.emit,
            icon="folder",
            look="main",
            shortcut="Ctrl+Shift+O",
            name="opening-choose",
        )
        card = self._file_card()
        self._runs = column(gap=6)
        self._past = Card(_("已经接过来的"))
        self._past.body.addLayout(self._runs)
        self.setLayout(column(card, self._past, None, gap=12, margins=(0, 4, 8, 8)))

    def _file_card(self) -> Card:
        card = Card()
        beside = label(_("或把文件拖到这里"), tone="muted")
        card.body.addLayout(row(label(_("旧账截止日")), self.day, 12, self.choose, beside, None))
        for text in (
            _("截止日当天晚上的余额接过来，从第二天起在这里收款、出账。一般填上月最后一天。"),
            _(
                "一行一户一项：房号、收费项目、账期、金额；也可以一行一户，列名写成“物业费欠费”“预存余额”“装修押金”。"
            ),
            _("收费标准请先绑定好：旧账已经收到以后月份的，出账时就不会再出。"),
            _("旧程序导出的缴费历史、抄表底数也可以直接选。读文件时什么都不写入账本。"),
        ):
            line = row(picture("info", "muted", 18), label(text, tone="muted", wrap=True))
            line.setStretch(1, 1)
            card.body.addLayout(line)
        return card

    def show_past(self) -> None:
        """List the openings there were, those in force with the way back."""
        clear(self._runs)
        runs = self._opening.past()
        self._past.setVisible(bool(runs))
        for run in runs:
            self._runs.addWidget(self._line(run))

    def _line(self, run: PastRun) -> QWidget:
        line = row(column(label(run.file_name), ElidedLabel(run.told, tone="muted"), gap=0))
        line.setStretch(0, 1)
        if run.is_kept:
            undo = button(
                _("撤销…"),
                lambda: self.undo_wanted.emit(run),
                icon="undo",
                look="plain",
                name=f"opening-undo-{run.run_id}",
            )
            line.addWidget(undo)
        return box(line)
