"""The ages of the debts shown (账龄条): seven buttons with their sums; one pressed shows the rooms that owe so old."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.screens.arrears import BUCKETS
from ui.widgets.buttons import button
from ui.widgets.layouts import row


class AgeButtons(QWidget):
    """`choose` gets the place of the age pressed, None when it was let go."""

    def __init__(self, choose: Callable[[int | None], object]) -> None:
        super().__init__()
        self._choose = choose
        self.buttons: list[QPushButton] = []
        for place, bucket in enumerate(BUCKETS):
            made = button("", lambda place=place: self._press(place), name=f"age-{bucket.column}")
            made.setCheckable(True)
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self.buttons.append(made)
        self.setLayout(row(*self.buttons, gap=6))

    def show_sums(self, ages: Sequence[int], chosen: int | None) -> None:
        """Show the sums, and which age is chosen."""
        for place, (made, bucket) in enumerate(zip(self.buttons, BUCKETS, strict=True)):
            made.setText(f"{_(bucket.label)}\n{show(ages[place])}")
            made.setToolTip(_("只看有{age}欠费的房屋，再按一次看全部").format(age=_(bucket.label)))
            made.setChecked(place == chosen)

    def _press(self, place: int) -> None:
        self._choose(place if self.buttons[place].isChecked() else None)
