"""About the program (关于): version, what it is made with, licences, and where its files lie."""

import platform

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from desk_app.kernel.words import _
from desk_app.screens.remembered import data_folder
from desk_app.screens.version import VERSION
from ui import file_places, theme
from ui.screens.front import brand
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.layouts import column, row

LICENCES = (
    ("Qt, PySide6", "LGPL-3.0"),
    ("SQLCipher, sqlcipher3", "BSD-3-Clause, Zlib"),
    ("peewee, docxtpl, python-docx, calamine, pypinyin", "MIT, LGPL-2.1"),
    ("XlsxWriter, lxml, Jinja2", "BSD"),
    ("cryptography, argon2-cffi", "Apache-2.0, MIT"),
    ("Tabler Icons", "MIT"),
)
"""What the program is made with, and under which licence."""


class AboutDialog(QDialog):
    """Closes with Esc or its button."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setWindowTitle(_("关于本程序"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(520))
        made_with = [row(label(name), None, label(licence, tone="muted")) for name, licence in LICENCES]
        parts = (
            brand(),
            *_version(),
            8,
            label(_("用到的软件和许可"), "heading"),
            *made_with,
            8,
            self._foot(),
        )
        self.setLayout(column(*parts, gap=6, margins=(24, 20, 24, 16)))
        self.shut.setFocus()

    def _foot(self) -> QVBoxLayout:
        """Return where the program's own files lie, and the buttons."""
        folder = label(
            _("日志和布局：{folder}").format(folder=data_folder()), tone="muted", wrap=True, select=True
        )
        show = button(_("打开文件夹"), _open_folder, icon="folder", look="plain")
        self.shut = button(_("关闭"), self.accept, look="main")
        self.shut.setDefault(True)
        return column(folder, row(show, None, self.shut))


def _version() -> tuple[QLabel, QLabel]:
    """Return the program's version, and what it runs on."""
    system = (
        f"Python {platform.python_version()} · Qt {qVersion()} · {platform.system()} {platform.release()}"
    )
    return (
        label(_("版本 {version}").format(version=VERSION), "heading"),
        label(system, tone="muted", select=True),
    )


def _open_folder() -> None:
    file_places.open_folder(data_folder())
