"""What can be done from a room (房屋操作): the buttons at the head of its card, the main one last."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton, QWidget

from desk_app.kernel.words import _, inside
from desk_app.screens.matters import Offer
from desk_app.screens.print_choices import PrintChoice
from desk_app.screens.room_card import RoomCard
from ui import icons
from ui.paper_choice import offer_papers
from ui.widgets.buttons import button, tool_button
from ui.widgets.layouts import row
from ui.widgets.menus import KeyMenu

ON_BLOCKS = ("vehicles", "fee_bindings")
"""Kinds that are started from a block of the card."""
FIRST = ("goods_release_slips",)
"""New slips with a button of their own, the main one first; the others are in the menu."""


class RoomActions(QWidget):
    """Emits what is asked for: `started` an `Offer`, `step_asked` a `StepButton`. `main` is the main button."""

    started = Signal(object)
    step_asked = Signal(object)
    person_asked = Signal()
    edit_asked = Signal()
    number_asked = Signal()
    file_asked = Signal()
    print_asked = Signal(str)

    def __init__(self, card: RoomCard, printable: Sequence[PrintChoice] = ()) -> None:
        """`printable` are the papers and packs of rooms, with the reason where this one is not printed."""
        super().__init__()
        work = {offer.kind_name: offer for offer in card.offers if offer.is_work}
        slips = [work.pop(name) for name in FIRST if name in work]
        files = [offer for offer in card.offers if not offer.is_work and offer.kind_name not in ON_BLOCKS]
        self.main = button(_("添加人员"), self.person_asked.emit, icon="person", name="add-person")
        self.main.setToolTip(_("添加业主、租户、家庭成员、授权人  Ctrl+Shift+A"))
        edit = button(_("编辑"), self.edit_asked.emit, icon="edit", name="edit-room")
        edit.setToolTip(_("编辑房屋资料  Ctrl+E"))
        parts: list[QWidget] = [
            self._more([*work.values(), *files]),
            self._states(card),
            edit,
            self.main,
        ]
        if printable:
            parts.insert(1, self._print(printable))
        for place, offer in reversed(list(enumerate(slips))):
            self.main = self._start_button(offer, is_first=place == 0)
            parts.append(self.main)
        self.main.setAutoDefault(True)
        self.setLayout(row(*parts, gap=8))

    def _start_button(self, offer: Offer, *, is_first: bool) -> QPushButton:
        return button(
            _("开{kind}").format(kind=inside(offer.label)),
            lambda: self.started.emit(offer),
            icon=offer.icon,
            look="main" if is_first else "",
            shortcut="Ctrl+N" if is_first else "",
            name=f"new-{offer.kind_name}",
        )

    def _print(self, printable: Sequence[PrintChoice]) -> QPushButton:
        made = button(_("打印 ▾"), icon="print", tip=_("打印这间房的表单和套装"), name="room-print")
        menu = KeyMenu(made)
        offer_papers(menu, printable, self.print_asked.emit)
        made.setMenu(menu)
        made.setShortcut("Ctrl+P")
        return made

    def _states(self, card: RoomCard) -> QPushButton:
        tip = _("改变房屋状态：交付、装修、自住、出租…")
        made = button(_("改状态 ▾"), icon="flag", tip=tip, name="room-state")
        menu = QMenu(made)
        for step in card.steps:
            text = (
                _("{step}（{why}）").format(step=step.label, why=step.why_not) if step.why_not else step.label
            )
            action = menu.addAction(text, lambda step=step: self.step_asked.emit(step))
            action.setEnabled(not step.why_not)
        made.setMenu(menu)
        return made

    def _more(self, offers: Sequence[Offer]) -> QToolButton:
        made = tool_button("more", _("更多操作"))
        menu = QMenu(made)
        for offer in offers:
            text = _("开{kind}") if offer.is_work else _("添加{kind}")
            text = text.format(kind=inside(offer.label))
            menu.addAction(icons.icon(offer.icon), text, lambda offer=offer: self.started.emit(offer))
        menu.addAction(icons.icon("room"), _("添加曾用房号…"), self.number_asked.emit)
        menu.addAction(icons.icon("attach"), _("添加附件…"), self.file_asked.emit)
        made.setMenu(menu)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return made
