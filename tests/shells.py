"""A window for tests: it holds one page and writes down what pages ask of it."""

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget


class RecordingShell(QWidget):
    """A `ui.shell.Shell` that holds one page and remembers what pages asked of it."""

    def __init__(self, desk):
        super().__init__()
        self.desk = desk
        self.asked = []
        self.resize(1160, 640)

    def open_record(self, kind_name, record_id):
        self.asked.append(("open_record", kind_name, record_id))

    def new_record(self, kind_name, **values):
        self.asked.append(("new_record", kind_name, values))

    def open_page(self, name, room_id=None):
        self.asked.append(("open_page", name) if room_id is None else ("open_page", name, room_id))

    def close_tab(self, page):
        self.asked.append(("close_tab", page))

    def tell(self, message, tone="good"):
        self.asked.append(("tell", message))

    def tell_saved(self, message, folder):
        self.asked.append(("tell_saved", message, folder))

    def tell_done(self, message, undo):
        self.asked.append(("tell_done", message, undo))

    def show_error(self, error):
        self.asked.append(("show_error", error))

    def run_task(self, label, work, done):
        from desk_app.screens.progress import Progress

        done(work(Progress()))

    def preview_paper(self, kind_name, record_id, paper_name):
        self.asked.append(("preview_paper", kind_name, record_id, paper_name))

    def preview_register(self, kind_name, paper_name, month):
        self.asked.append(("preview_register", kind_name, paper_name, month))

    def records_changed(self, kind_name):
        self.asked.append(("records_changed", kind_name))

    def names_asked(self):
        return [what[0] for what in self.asked]

    def show_page(self, page):
        """Show `page` as the window would, with the cursor in it."""
        page.setParent(self)
        page.resize(self.size())
        page.show()
        self.show()
        QTest.qWaitForWindowActive(self)
        page.take_focus()
        return page
