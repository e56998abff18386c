"""The states of a kind as buttons (状态筛选), each with how many records are in it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desk_app.kernel.words import _
from desk_app.screens.record_table import RecordTable
from ui.widgets.buttons import button
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.layouts import clear

States = frozenset[str]


class StateChips(QWidget):
    """`chosen` is told when other states are to be shown. A state nobody is in has no button, unless it is chosen."""

    chosen = Signal(object)

    def __init__(self, table: RecordTable) -> None:
        super().__init__()
        self._table = table
        flow = table.kind.workflow
        assert flow is not None
        self._sets: dict[str, tuple[str, States]] = {"all": (_("全部"), States())}
        if table.my_states:
            self._sets["mine"] = (_("等我处理"), table.my_states)
        self._sets |= {option.stored: (_(option.label), States({option.stored})) for option in flow.states}
        self._flow = FlowLayout(gap=6)
        self.setLayout(self._flow)
        self.buttons: dict[str, QPushButton] = {}
        self.show_counts()

    def show_counts(self) -> None:
        """Show how many records are in each state as far as known, and which states are chosen."""
        counts = self._table.by_state
        numbers = {
            name: sum(counts.get(state, 0) for state in (states or counts))
            for name, (_words, states) in self._sets.items()
        }
        shown = [
            name for name in self._sets if name in ("all", "mine") or numbers[name] or self._is_chosen(name)
        ]
        if shown != list(self.buttons):
            self._make_buttons(shown)
        for name, made in self.buttons.items():
            words = self._sets[name][0]
            made.setText(f"{words}  {numbers[name]:,}" if counts else words)
            made.setChecked(self._is_chosen(name))

    def _make_buttons(self, names: list[str]) -> None:
        had_focus = next((name for name, made in self.buttons.items() if made.hasFocus()), "")
        clear(self._flow)
        self.buttons = {}
        for name in names:
            made = button("", name=f"state-{name}")
            made.clicked.connect(lambda _checked, name=name: self._press(name))
            made.setCheckable(True)
            self._flow.addWidget(made)
            self.buttons[name] = made
        if had_focus in self.buttons:
            self.buttons[had_focus].setFocus()

    def _is_chosen(self, name: str) -> bool:
        return self._sets[name][1] == self._table.states

    def _press(self, name: str) -> None:
        """Show the states of the button, or all again if they are shown already."""
        self.chosen.emit(States() if self._is_chosen(name) else self._sets[name][1])
