"""What can be done with a record nobody types (可办事项): a button for each step, and why some cannot be taken yet."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QMenu, QPushButton

from desk_app.kernel.words import _
from desk_app.screens.record_steps import RecordStep, Related
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import label
from ui.widgets.layouts import box, clear, column


class StepsCard(Card):
    """Sentences on how the record stands, then its steps; `take` gets the name of the one pressed."""

    def __init__(self, take: Callable[[str], object]) -> None:
        super().__init__(gap=8, padding=14)
        self._take = take
        self.setObjectName("steps")
        self.buttons: dict[str, QPushButton] = {}
        self._inside = column(gap=6)
        self.body.addLayout(self._inside)

    def put(self, told: Sequence[tuple[str, str]], steps: Sequence[RecordStep]) -> None:
        """Show the sentences, each with its tone, and the steps; hidden when there is nothing to show."""
        clear(self._inside)
        self.buttons = {}
        for text, tone in told:
            if text:
                self._inside.addWidget(label(text, tone=tone, wrap=True, select=True))
        flow = FlowLayout(gap=8)
        for step in steps:
            flow.addWidget(self._button(step))
        if steps:
            self._inside.addWidget(box(flow))
        for why_not in dict.fromkeys(step.why_not for step in steps if step.why_not):
            self._inside.addWidget(label(why_not, "small", "muted", wrap=True))
        self.setVisible(bool(steps) or any(text for text, _tone in told))

    def _button(self, step: RecordStep) -> QPushButton:
        look = "danger" if step.grave else ""
        made = button(
            step.label, lambda: self._take(step.name), look=look, tip=step.why_not, name=f"step-{step.name}"
        )
        made.setEnabled(not step.why_not)
        made.setAccessibleDescription(step.why_not)
        self.buttons[step.name] = made
        return made


def fill_menu(menu: QMenu, steps: Sequence[RecordStep], take: Callable[[str], object]) -> None:
    """Add the steps to a menu; those that cannot be taken say why and cannot be chosen."""
    for step in steps:
        text = step.label
        if step.why_not:
            text = _("{step}（{why}）").format(step=text.rstrip("…"), why=step.why_not.rstrip("。"))
        action = menu.addAction(text)
        action.setEnabled(not step.why_not)
        action.triggered.connect(lambda *_checked, name=step.name: take(name))


class RelatedCard(Card):
    """Records that have to do with this one, each a link that opens it."""

    def __init__(self, title: str, related: Sequence[Related], open_: Callable[[str, int], object]) -> None:
        super().__init__(title)
        flow = FlowLayout(gap=16)
        for each in related:
            flow.addWidget(
                button(
                    each.text,
                    lambda each=each: open_(each.kind_name, each.record_id),
                    look="link",
                    name=f"open-{each.kind_name}-{each.record_id}",
                )
            )
        self.body.addWidget(box(flow))
