"""Where files are saved (保存位置): file dialogs start where the last one of their sort was saved, at first in Documents.

What was saved is found again through the computer's own window of files.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from desk_app.kernel.words import _
from desk_app.screens import remembered
from ui.shell import Shell

PAPER_FILTERS = {".docx": "Word (*.docx)", ".pdf": "PDF (*.pdf)"}


def ask_save_place(parent: QWidget, sort: str, title: str, name: str, filters: list[str]) -> tuple[str, str]:
    """Ask where to save a file of some `sort`, `name` suggested; return its path and the filter chosen, or nothing."""
    wished = str(start_folder(sort) / name)
    path, chosen = QFileDialog.getSaveFileName(parent, title, wished, ";;".join(filters))
    if path:
        note_folder(sort, Path(path).parent)
    return path, chosen


def ask_open_file(parent: QWidget, sort: str, title: str, filters: str) -> Path | None:
    """Ask for a file of some `sort` to read; None if none was chosen."""
    path, _kind = QFileDialog.getOpenFileName(parent, title, str(start_folder(sort)), filters)
    if not path:
        return None
    note_folder(sort, Path(path).parent)
    return Path(path)


def ask_paper_place(parent: QWidget, name: str, *, has_pdf: bool) -> Path | None:
    """Ask where to save a paper called `name`, as a Word file or, where there is one, a PDF; the ending says which."""
    kinds = [PAPER_FILTERS[suffix] for suffix in (PAPER_FILTERS if has_pdf else (".docx",))]
    wished, kind = ask_save_place(parent, "papers", _("另存为"), name, kinds)
    if not wished:
        return None
    is_pdf = has_pdf and (kind == PAPER_FILTERS[".pdf"] or wished.lower().endswith(".pdf"))
    path = Path(wished)
    stem = path.stem if path.suffix.lower() in PAPER_FILTERS else path.name
    return path.with_name(stem + (".pdf" if is_pdf else ".docx"))


def start_folder(sort: str) -> Path:
    """Return the folder last used for files of that sort, while it is there, or the documents.

    Where there are no documents it is the user's own folder: a dialog given a folder that is not there would show the
    one the program was started in.
    """
    kept = remembered.get(f"folder/{sort}", "")
    if kept and Path(kept).is_dir():
        return Path(kept)
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents) if documents and Path(documents).is_dir() else Path.home()


def note_folder(sort: str, folder: Path) -> None:
    """Remember the folder for files of that sort."""
    remembered.put(f"folder/{sort}", str(folder))


def open_folder(folder: Path) -> bool:
    """Show a folder in the computer's own window of files; False where there is none to do it."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def folder_offer(shell: Shell, folder: Path) -> tuple[str, Callable[[], object]]:
    """Return the words and the deed of the button beside a message that something was saved in `folder`."""

    def do() -> None:
        if not open_folder(folder):
            text = _("没有打开文件夹：这台电脑不让本程序打开，请在文件管理器里打开 {folder}。")
            shell.tell(text.format(folder=folder), "bad")

    return _("打开文件夹"), do
