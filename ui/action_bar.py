"""The bar at the foot of a form (操作栏): save, the steps the record can take, its papers, and the rest."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QToolButton

from desk_app.kernel.words import _
from desk_app.screens.clock_steps import ClockStep
from desk_app.screens.print_choices import PrintChoice
from desk_app.screens.record_form import RecordForm, StepButton
from ui import icons, theme
from ui.paper_choice import offer_papers
from ui.widgets.buttons import button, tool_button
from ui.widgets.labels import label
from ui.widgets.layouts import clear, row
from ui.widgets.menus import KeyMenu

MOST_STEPS = 3
"""How many steps beside the main one stand on the bar; the others are in the menu."""


class FormActions(Protocol):
    """What the bar lets the page do."""

    def save(self) -> bool:
        """Save the form."""

    def press(self, name: str) -> None:
        """Take a step."""

    def print_paper(self, name: str) -> None:
        """Show a paper."""

    def change_clock(self, step: ClockStep) -> None:
        """Pause, resume or put off a clock."""

    def remove(self) -> None:
        """Delete the record."""

    def undo(self) -> None:
        """Take the last edit back."""

    def redo(self) -> None:
        """Do it again."""


class ActionBar(QFrame):
    """The steps by weight: one main button at the right, then saving, then the other steps."""

    def __init__(self, page: FormActions) -> None:
        super().__init__()
        self.page = page
        self.setObjectName("action-bar")
        self.changed = label("", "small", "waiting")
        self.buttons: dict[str, QPushButton] = {}
        self.parts = row(gap=8, margins=(24, 10, 24, 10))
        self.setLayout(self.parts)
        theme.dress(self, ground="frame")
        self._shown: object = None

    def show_changed(self, is_changed: bool) -> None:
        """Say whether something is not saved."""
        self.changed.setText(_("● 有修改未保存") if is_changed else "")

    def show_form(self, form: RecordForm, *, is_changed: bool) -> None:
        """Show the buttons that fit the form now; where nothing changed they stay, and so does the cursor."""
        steps = form.buttons
        papers = form.printable
        shape = (steps, papers, form.clock_steps, form.read_only, form.is_new, form.can_remove)
        self.show_changed(is_changed)
        if shape == self._shown:
            return
        had_focus = next((name for name, made in self.buttons.items() if made.hasFocus()), "")
        self._shown = shape
        for old in self.buttons.values():  # they live until the event that pressed one of them is over
            old.setObjectName("")
            old.setShortcut(QKeySequence())
        self.changed.setParent(None)
        clear(self.parts)
        self.buttons = {}
        self._fill(form, steps, papers)
        if had_focus in self.buttons:
            self.buttons[had_focus].setFocus()

    def take_focus(self) -> None:
        """Put the cursor on the main button, or the first one."""
        enabled = [made for made in self.buttons.values() if made.isEnabled()]
        main = [made for made in enabled if made.property("look") == "main"]
        for made in (main or enabled)[:1]:
            made.setFocus()

    def focus_print(self) -> None:
        """Put the cursor on the button that prints."""
        if "print" in self.buttons:
            self.buttons["print"].setFocus()

    def _fill(self, form: RecordForm, steps: list[StepButton], papers: list[PrintChoice]) -> None:
        steps = [step for step in steps if step.main or not form.is_new]
        fit = [step for step in steps if not step.unfit]
        main = next((step for step in fit if step.main and not step.why_not), None)
        others = [step for step in fit if step is not main]
        is_done = form.read_only and main is None
        self.parts.addWidget(self.changed)
        self.parts.addStretch(1)
        self.parts.addWidget(self._menu(form, others[MOST_STEPS:] + [step for step in steps if step.unfit]))
        for step in others[:MOST_STEPS]:
            self._add_step(step, "")
        if papers:
            self._add_print(papers, "main" if is_done else "")
        if not form.read_only:
            tip = _("保存，不做下一步")
            look = "" if main else "main"
            self._add("save", _("保存"), self.page.save, icon="save", look=look, shortcut="Ctrl+S", tip=tip)
        if main:
            self._add_step(main, "main")

    def _add_step(self, step: StepButton, look: str) -> None:
        made = self._add(
            f"step-{step.name}",
            step.label,
            lambda: self.page.press(step.name),
            look=look,
            shortcut="Ctrl+Return" if look == "main" else "",
            tip=step.why_not or step.label,
        )
        made.setEnabled(not step.why_not)
        made.setAccessibleDescription(step.why_not)

    def _add_print(self, papers: list[PrintChoice], look: str) -> None:
        if len(papers) == 1:
            only = papers[0]
            only_one = self._add(
                "print",
                _("打印"),
                lambda: self.page.print_paper(only.name),
                icon="print",
                look=look,
                shortcut="Ctrl+P",
                tip=only.why_not or _("打印{paper}").format(paper=only.label),
            )
            only_one.setEnabled(not only.why_not)
            only_one.setAccessibleDescription(only.why_not)
            return
        made = self._add(
            "print", _("打印 ▾"), None, icon="print", look=look, shortcut="Ctrl+P", tip=_("选择要打印的表单")
        )
        menu = KeyMenu(made)
        offer_papers(menu, papers, self.page.print_paper)
        made.clicked.connect(lambda *_checked: menu.popup(made.mapToGlobal(made.rect().topLeft())))

    def _add(
        self,
        name: str,
        text: str,
        do: Callable[[], object] | None,
        *,
        icon: str = "",
        look: str = "",
        shortcut: str = "",
        tip: str = "",
    ) -> QPushButton:
        made = button(text, do, icon=icon, look=look, shortcut=shortcut, tip=tip, name=f"button-{name}")
        self.parts.addWidget(made)
        self.buttons[name] = made
        return made

    def _menu(self, form: RecordForm, steps: list[StepButton]) -> QToolButton:
        """Return the button of everything seldom needed."""
        made = tool_button("more", _("更多操作"), size=20)
        menu = QMenu(made)
        for step in steps:
            refused = _("{step}（{why}）").format(step=step.label, why=step.why_not)
            action = menu.addAction(refused if step.why_not else step.label)
            action.setEnabled(not step.why_not)
            action.triggered.connect(lambda *_checked, name=step.name: self.page.press(name))
        menu.addSeparator()
        for each in form.clock_steps:
            menu.addAction(icons.icon("history"), each.label, partial(self.page.change_clock, each))
        menu.addSeparator()
        undo = menu.addAction(icons.icon("undo"), _("撤销修改") + "\tCtrl+Z", self.page.undo)
        redo = menu.addAction(_("重做") + "\tCtrl+Y", self.page.redo)
        if form.can_remove:
            menu.addSeparator()
            menu.addAction(icons.icon("delete", "bad"), _("删除…"), self.page.remove)

        def look() -> None:
            undo.setEnabled(form.can_undo)
            redo.setEnabled(form.can_redo)

        menu.aboutToShow.connect(look)
        made.setMenu(menu)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return made
