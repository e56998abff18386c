"""The first page of the day in the window: it says that all is done only when no paper waits either."""

from PySide6.QtWidgets import QLabel

from tests.given_papers import give, make_slip, sign_papers
from ui.screens.today import TodayPage


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def test_nothing_is_called_done_while_signed_copies_are_missing(
    shell, desk, make_room, make_person, hold, monkeypatch
):
    kind = sign_papers(monkeypatch)
    room = make_room("3-1-502")
    hold(room, make_person("张伟"))
    slip = make_slip(kind, desk, room)
    give(kind, slip, desk)
    kind.model.update(state="filed").where(kind.model.id == slip.id).execute()
    page = shell.show_page(TodayPage(shell))
    shown = texts(page)
    assert "都处理完了" not in shown
    assert "没有等着处理的单据" in shown
    assert "但还有 1 份缺签字件，见上面。" in shown


def test_all_is_done_where_neither_records_nor_papers_wait(shell, make_room):
    make_room("3-1-502")
    page = shell.show_page(TodayPage(shell))
    assert "都处理完了" in texts(page)
