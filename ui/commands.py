"""What the commands of the window do (命令); their names, keys and icons are in ui.actions."""

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAction, QKeySequence

from desk_app.kernel.words import _, language
from desk_app.screens import print_here, remembered
from ui import theme
from ui.actions import COMMANDS, PAGE_KEYS
from ui.shell import ask

if TYPE_CHECKING:
    from ui.main_window import MainWindow

HELP_WIDTH = 380


class Commands:
    """One method for each of `ui.actions.COMMANDS`, and the keys that call them."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._view = window.view
        self._help: Any = None
        self._palette: Any = None
        self._actions: dict[str, QAction] = {}
        for command in COMMANDS:
            action = QAction(_(command.words), window)
            if command.keys:
                action.setShortcut(QKeySequence(command.keys))
            action.triggered.connect(lambda *_checked, name=command.name: window.run_command(name))
            window.addAction(action)
            self._actions[command.name] = action

        for number, keys in enumerate(PAGE_KEYS):
            action = QAction(window)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(lambda *_checked, number=number: self._open_numbered(number))
            window.addAction(action)

    def retranslate(self) -> None:
        """Take the language and look now in use; what floats over the page is made anew when next shown."""
        for command in COMMANDS:
            self._actions[command.name].setText(_(command.words))
        self.forget()
        if self._help is not None:
            self._help.deleteLater()
            self._help = None

    def forget(self) -> None:
        """Let go of what belongs to the book that was open."""
        if self._palette is not None:
            self._palette.hide()
            self._palette.deleteLater()
            self._palette = None

    def follow(self) -> None:
        """Let the help show the page that came in front."""
        if self._help is not None and self._help.isVisible():
            self._help.open_topic(self._help_topic())

    def find_anything(self) -> None:
        """Open the box that finds everything."""
        if self._window.office is None:
            return
        from ui.command_palette import CommandPalette

        if self._palette is None:
            self._palette = CommandPalette(self._window)
        self._palette.open_box()

    def show_help(self, topic: str = "") -> None:
        """Open the help of the page in front beside it; again closes it."""
        if self._window.office is None:
            return
        from ui.help_view import HelpView

        if self._help is None:
            self._help = HelpView(self.hide_help)
            self._view.split.addWidget(self._help)
            self._view.split.setSizes([10_000, theme.px(HELP_WIDTH)])
        elif self._help.isVisible() and not topic:
            self.hide_help()
            return
        self._help.show()
        self._help.open_topic(topic or self._help_topic())

    def hide_help(self) -> None:
        """Close the help."""
        if self._help is not None:
            self._help.hide()

    def show_keys(self) -> None:
        """Open the list of all keys."""
        self.show_help("keys")

    def go_back(self) -> None:
        """Show what was in front before."""
        self._view.travel(-1)

    def go_forward(self) -> None:
        """Undo going back."""
        self._view.travel(1)

    def close_tab(self) -> None:
        """Close the record in front."""
        self._view.close_tab()

    def next_tab(self) -> None:
        """Show the next tab of this page."""
        if self._view.current:
            self._view.current.step(1)

    def previous_tab(self) -> None:
        """Show the tab before."""
        if self._view.current:
            self._view.current.step(-1)

    def refresh(self) -> None:
        """Read again everything shown."""
        self._view.refresh()

    def toggle_rail(self) -> None:
        """Show the rail's names, or its icons alone."""
        remembered.put("rail/narrow", not remembered.get("rail/narrow", False))
        self._view.show_rail(self._view.specs)

    def larger_letters(self) -> None:
        """Make all letters one point larger."""
        self._window.change_look(size=theme.base_pt() + 1)

    def smaller_letters(self) -> None:
        """Make all letters one point smaller."""
        self._window.change_look(size=theme.base_pt() - 1)

    def switch_look(self) -> None:
        """Change between light and dark."""
        self._window.change_look(look="light" if theme.palette() is theme.DARK else "dark")

    def switch_language(self) -> None:
        """Speak the other language; nothing typed is lost."""
        self._window.change_language("en" if language() == "zh_CN" else "zh_CN")

    def file_scans(self) -> None:
        """Open the window in which scans are filed, with those that wait in the scanner's folder."""
        if self._window.office is not None:
            self._window.file_scans()

    def show_unsigned(self) -> None:
        """Show the printed papers whose signed copy is missing."""
        if self._window.office is None:
            return
        self._window.open_page("printed_papers")
        if self._view.current is not None:
            ask(self._view.current.tabs[0].widget, "show_unsigned")

    def print_here(self) -> None:
        """Print what is chosen on the page in front; say why nothing is printed there."""
        host = self._view.current
        page = host.current if host is not None else None
        if page is None or not hasattr(page, "print_here"):
            self._window.tell(print_here.nothing_here(), "waiting")
            return
        page.print_here()

    def show_print_runs(self) -> None:
        """Show the print runs, those not finished first."""
        if self._window.office is not None:
            from ui.print_run_list import show_runs

            show_runs(self._window)

    def open_settings(self) -> None:
        """Show the settings."""
        if self._window.office is not None:
            self._window.open_page("settings")

    def open_papers(self) -> None:
        """Show the papers and their templates in a tab beside the settings."""
        if self._window.office is None:
            return
        from ui.screens.paper_settings import PaperSettingsPage

        find = (PaperSettingsPage.kind_name, PaperSettingsPage.record_id)
        self._view.open_tab("settings", find, lambda: PaperSettingsPage(self._window))

    def open_setting(self, name: str) -> None:
        """Show one parameter in the settings."""
        self._window.open_page("settings")
        if self._view.current is not None:
            ask(self._view.current.current, "show_setting", name)

    def new_book(self) -> None:
        """Leave this book and make another."""
        if self._window.leave():
            self._window.door.new_book()

    def open_book(self) -> None:
        """Choose another book."""
        self._window.door.open_book()

    def lock(self) -> None:
        """Close the book and show its password page."""
        if self._window.office is None:
            return
        path = self._window.office.path
        is_sealed = self._window.office.book.encrypted
        if self._window.leave():
            if is_sealed:
                self._window.door.open_path(path)
            else:
                self._window.door.show_welcome()

    def change_password(self) -> None:
        """Ask for the old password and a new one."""
        from ui.screens.password_dialog import PasswordDialog

        office = self._window.office
        if office is None:
            return
        if office.book.encrypted:
            PasswordDialog(self._window, office).open()
        else:
            self._window.tell(_("这本账没有设密码。要加密，请新建一本带密码的账本。"), "waiting")

    def show_about(self) -> None:
        """Show version, licences and folders."""
        from ui.screens.about import AboutDialog

        AboutDialog(self._window).open()

    def close(self) -> None:
        """End the program."""
        self._window.close()

    def _open_numbered(self, number: int) -> None:
        """Open the page at a place of the rail, from the top."""
        names = self._view.rail.numbered()
        if self._window.office is not None and number < len(names):
            self._window.open_page(names[number])

    def _help_topic(self) -> str:
        host = self._view.current
        if host is None:
            return "start"
        return getattr(host.current, "help_topic", "") or host.spec.help_topic
