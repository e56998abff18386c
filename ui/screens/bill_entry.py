"""A line to type in above the reason of a dialog about a bill."""

from PySide6.QtWidgets import QBoxLayout, QLineEdit

from ui.reason_dialog import ReasonDialog
from ui.widgets.labels import label

ABOVE_REASON = 2
"""Place in the dialog under its heading and what it tells."""


def put_line(
    dialog: ReasonDialog, line: QLineEdit, name: str, words: str, *, is_needed: bool = False
) -> None:
    """Put the line with its words above the reason, with the cursor in it; Enter goes on to the reason."""
    line.setObjectName(name)
    line.setAccessibleName(words)
    layout = dialog.layout()
    assert isinstance(layout, QBoxLayout)
    layout.insertWidget(ABOVE_REASON, label(f"{words} *" if is_needed else words, "small", "muted"))
    layout.insertWidget(ABOVE_REASON + 1, line)
    dialog.setTabOrder(line, dialog.reason)
    line.returnPressed.connect(dialog.reason.setFocus)
    line.setFocus()
