"""The import page (名册导入): choose or drop a file, look at what every line will do, take it in, or take it back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QStackedLayout, QWidget

from desk_app.kernel.words import _, headed
from desk_app.screens import past_imports
from desk_app.screens.export_roster import export_roster, tell_exported
from desk_app.screens.import_sheet import ImportSheet
from desk_app.screens.import_view import ImportView, view_import
from desk_app.screens.past_imports import PastImport
from desk_app.screens.progress import Progress
from ui import theme
from ui.reason_dialog import ReasonDialog
from ui.screens.import_choose import DropPanel, PastImports, ask_for_file, dropped_file, steps, tell_all, undo
from ui.screens.import_review import ImportReview
from ui.shell import Shell
from ui.show_errors import ask
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import label, picture
from ui.widgets.layouts import box, clear, column, row, scrolling
from ui.widgets.page_header import PageHeader


class ImportSheetPage(QWidget):
    """Three stages: choosing, reviewing, done. Reading and reckoning happen in a worker."""

    help_topic = "import"

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.sheet = ImportSheet(shell.desk)
        self.view: ImportView | None = None
        self.setAcceptDrops(True)
        self._stack = QStackedLayout(self)
        self._build()

    # -- what the window asks ------------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """Return the text of the tab."""
        return _("名册导入")

    def is_changed(self) -> bool:
        """Say whether a roster is being looked at that was not taken in."""
        return self._stack.currentWidget() is self.review

    def may_close(self) -> bool:
        """Ask before a roster that was looked at is given up."""
        if not self.is_changed():
            return True
        text = _("“{file}”还没有导入，离开后要重新读取。").format(
            file=self.view.file_name if self.view else ""
        )
        answer = ask(
            self, _("放弃这次导入？"), text, ("stay", _("继续核对")), ("leave", _("放弃")), look="danger"
        )
        return answer == "leave"

    def refresh(self) -> None:
        """Read the earlier imports again."""
        self._show_past()

    def retranslate(self) -> None:
        """Show it in the language and look in use; the roster being looked at stays."""
        stage = self._stack.currentIndex()
        while self._stack.count():
            old = self._stack.widget(0)
            self._stack.removeWidget(old)
            old.deleteLater()
        self._build()
        if self.view is not None and stage == 1:
            self.view = view_import(self.sheet)
            self.review.show_view(self.view)
            self._stack.setCurrentWidget(self.review)

    def take_focus(self) -> None:
        """Put the cursor where work starts."""
        (self.review.grid if self.is_changed() else self.drop.button).setFocus()

    # -- the stages ----------------------------------------------------------------------------------------------

    def open_file(self, path: Path) -> None:
        """Read a roster and show what it would bring."""

        def work(progress: Progress) -> ImportView:
            self.sheet.open(path, progress.step)
            return view_import(self.sheet, progress.step)

        self.shell.run_task(_("正在读取 {file}").format(file=path.name), work, self._show_review)

    def change(self, what: Callable[[Progress], Any]) -> None:
        """Work out a change of the clerk's and show it; where it fails the page shows what still holds."""

        def work(progress: Progress) -> ImportView | Exception:
            try:
                what(progress)
                return view_import(self.sheet, progress.step)
            except Exception as error:
                return error

        def show(result: ImportView | Exception) -> None:
            if isinstance(result, ImportView):
                self._show_review(result)
                return
            self.shell.show_error(result)
            if self.view is not None:
                self.review.show_view(self.view)

        self.shell.run_task(_("正在重新核对"), work, show)

    def accept(self) -> None:
        """Take the roster in, all of it or nothing."""
        self.shell.run_task(
            _("正在导入"),
            lambda progress: past_imports.tell_import(self.sheet.accept(progress.step)),
            self._show_done,
        )

    def write_report(self) -> None:
        """Ask where to, and write the coloured workbook."""
        assert self.sheet.path is not None
        stem = _("{name} 核对表").format(name=self.sheet.path.stem)
        wished = str(self.sheet.path.with_name(f"{stem}.xlsx"))
        chosen, _kind = QFileDialog.getSaveFileName(self, _("导出核对表"), wished, "Excel (*.xlsx)")
        if chosen:
            out = Path(chosen if chosen.lower().endswith(".xlsx") else f"{chosen}.xlsx")
            self.shell.run_task(
                _("正在导出核对表"),
                lambda _progress: self.sheet.write_report(out),
                lambda _nothing: self.shell.tell_saved(_("核对表已存到 {path}").format(path=out), out.parent),
            )

    def export_roster(self) -> None:
        """Ask where to and why, and write all rooms and people to a workbook that can be taken in again."""
        wished = f"{_('房屋与人员')} {self.shell.desk.today:%Y-%m-%d}.xlsx"
        chosen, _kind = QFileDialog.getSaveFileName(self, _("导出全部房屋与人员"), wished, "Excel (*.xlsx)")
        if not chosen:
            return
        out = Path(chosen if chosen.lower().endswith(".xlsx") else f"{chosen}.xlsx")
        text = _("文件里有完整的证件号和电话。谁在什么时候为什么导出，会记入操作历史。")

        def write(reason: str) -> None:
            self.shell.run_task(
                _("正在导出"),
                lambda _progress: export_roster(out, self.shell.desk, reason),
                lambda rooms: self.shell.tell_saved(tell_exported(rooms, out), out.parent),
            )

        ReasonDialog(self, _("导出全部房屋与人员"), text, write, action=_("导出")).open()

    def start_over(self) -> None:
        """Go back to choosing a file."""
        if self.may_close():
            self._forget()
            self._show_past()
            self._stack.setCurrentIndex(0)
            self.drop.button.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file anywhere on the page."""
        if dropped_file(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the file dropped."""
        if path := dropped_file(event.mimeData()):
            event.acceptProposedAction()
            self.open_file(path)

    # -- inside --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.drop = DropPanel()
        self.drop.chosen.connect(self.open_file)
        self.past = PastImports(self.shell)
        self.past.undone.connect(self._show_start)
        self.review = ImportReview()
        self.review.accepted.connect(self.accept)
        self.review.left.connect(self._choose_other)
        self.review.report_asked.connect(self.write_report)
        self.review.column_chosen.connect(
            lambda key, at, code: self.change(
                lambda progress: self.sheet.match_column(key, at, code, progress.step)
            )
        )
        self.review.table_changed.connect(
            lambda key, changes: self.change(
                lambda progress: self.sheet.choose(key, progress.step, **changes)
            )
        )
        self.review.file_changed.connect(
            lambda changes: self.change(lambda progress: self.sheet.change(progress.step, **changes))
        )
        self.done = column(gap=0)
        self.steps = steps()
        export = button(
            _("导出全部房屋与人员…"),
            self.export_roster,
            icon="export",
            name="export-roster",
            shortcut="Ctrl+Shift+E",
        )
        header = PageHeader(_("名册导入"), _("把手头的房屋、业主、租户、车辆名册一次带进来。"), export)
        inside = column(
            header, self.done, self.drop, self.steps, self.past, None, gap=16, margins=(24, 20, 24, 20)
        )
        self._stack.addWidget(scrolling(box(inside)))
        self._show_past()
        self._stack.addWidget(self.review)

    def _forget(self) -> None:
        self.view = None
        self.sheet.forget()

    def _show_past(self) -> None:
        """List the earlier imports, or the steps for those who have none yet."""
        self.past.refresh()
        self.steps.setVisible(self.past.isHidden())

    def _choose_other(self) -> None:
        if path := ask_for_file(self):
            self.open_file(path)

    def _show_review(self, view: ImportView) -> None:
        self.view = view
        self.review.show_view(view)
        self._stack.setCurrentWidget(self.review)
        self.review.grid.setFocus()

    def _show_start(self) -> None:
        self._clear_done()
        self._stack.setCurrentIndex(0)

    def _show_done(self, past: PastImport) -> None:
        """Say what was taken in, and what can be done now."""
        self._forget()
        tell_all(self.shell)
        self._clear_done()
        rooms = button(
            _("查看房屋"), lambda: self.shell.open_page("rooms"), icon="room", look="main", name="see-rooms"
        )
        back = button(
            _("撤销这次导入"),
            lambda: undo(self, self.shell, past, self._after_undo),
            icon="undo",
            name="undo-this",
        )
        words = column(
            label(_("导入完成"), "heading"), label(headed(past.file_name, past.brought), wrap=True), gap=2
        )
        made = row(picture("done", "good", 32), words, back, rooms, gap=16)
        made.setStretch(1, 1)
        card = Card(padding=20)
        card.setObjectName("import-done")
        theme.dress(card, tone="accent")
        card.body.addLayout(made)
        self.done.addWidget(card)
        self._show_past()
        self._stack.setCurrentIndex(0)
        rooms.setFocus()

    def _clear_done(self) -> None:
        clear(self.done)

    def _after_undo(self) -> None:
        self._clear_done()
        self._show_past()
