"""Long work beside a window that goes on living; bugs that are logged without anyone's numbers."""

import threading
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from desk_app.kernel.errors import DeskError
from desk_app.screens.progress import Cancelled
from ui import tasks, trouble_log
from ui.widgets.message_strip import MessageStrip


@pytest.fixture
def box(qtbot):
    """Return a line in a window."""
    made = QLineEdit()
    qtbot.addWidget(made)
    made.show()
    return made


def test_work_is_done_in_another_thread_and_its_result_comes_to_this_one(box, qtbot):
    seen = []
    tasks.run(
        box,
        "正在算",
        lambda progress: threading.current_thread(),
        lambda thread: seen.append((thread, threading.current_thread())),
        seen.append,
    )
    qtbot.waitUntil(lambda: bool(seen))
    thread, here = seen[0]
    assert thread is not here
    assert here is threading.main_thread()
    assert not tasks.is_busy()


def test_short_work_shows_no_dialog_and_long_work_counts(box, qtbot):
    done = []

    def work(progress):
        for step in range(100):
            progress.step(step, 100, f"第 {step} 行")
            time.sleep(0.02)
        return "好了"

    task = tasks.run(box, "正在导入", work, done.append, done.append)
    QTest.qWait(200)
    assert not task._dialog.isVisible()
    qtbot.waitUntil(task._dialog.isVisible, timeout=2000)
    qtbot.waitUntil(lambda: "/ 100" in task._dialog.count.text(), timeout=2000)
    assert 0 < task._dialog.bar.value() < 1000
    qtbot.waitUntil(lambda: done == ["好了"], timeout=10_000)


def test_cancelling_stops_the_work_at_its_next_step(box, qtbot):
    failed, rows = [], []

    def work(progress):
        for step in range(10_000):
            progress.step(step, 10_000)
            rows.append(step)
            time.sleep(0.005)

    task = tasks.run(box, "正在导入", work, failed.append, failed.append)
    qtbot.waitUntil(task._dialog.isVisible, timeout=2000)
    QTest.keyClick(task._dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: bool(failed))
    assert isinstance(failed[0], Cancelled)
    assert len(rows) < 10_000


def test_an_error_of_the_work_comes_back_whole(box, qtbot):
    failed = []

    def work(progress):
        raise DeskError("没有导入：文件读不了。")

    tasks.run(box, "正在导入", work, failed.append, failed.append)
    qtbot.waitUntil(lambda: bool(failed))
    assert str(failed[0]) == "没有导入：文件读不了。"


def test_keys_and_clicks_do_nothing_while_work_is_under_way(box, qtbot):
    go_on, done = threading.Event(), []
    tasks.run(box, "正在导入", lambda progress: go_on.wait(5), done.append, done.append)
    QTest.keyClicks(box, "abc")
    assert box.text() == ""
    go_on.set()
    qtbot.waitUntil(lambda: bool(done))
    QTest.keyClicks(box, "abc")
    assert box.text() == "abc"


def test_work_closes_its_own_connection_to_the_book(at_work, qtbot):
    from desk_app.kernel.database import database
    from desk_app.kernel.kind import KINDS

    before = len(database._connections)
    counted = []
    at_work.run_task("正在数", lambda progress: KINDS["rooms"].model.select().count(), counted.append)
    qtbot.waitUntil(lambda: counted == [1])
    QTest.qWait(20)
    assert len([each for each in database._connections if _is_open(each)]) == before


def _is_open(connection):
    try:
        connection.total_changes  # noqa: B018
    except Exception:
        return False
    return True


@pytest.mark.parametrize(
    ("text", "logged"),
    [
        ("拨打 13912345678 失败", "拨打 *********** 失败"),
        ("证件 34010419900307451X", "证件 ******************"),
        ("证件 340104900307451", "证件 ***************"),
        ("340104199003074518", "******************"),
        ("第 12 行", "第 12 行"),
        ("20261123153027", "20261123153027"),
        ("1391234567", "1391234567"),
    ],
)
def test_the_log_holds_nobodys_numbers(text, logged):
    assert trouble_log.without_numbers(text) == logged


def test_an_error_in_a_thread_is_logged_and_heard_of(own_data_folder):
    import faulthandler
    import sys

    from PySide6.QtCore import qInstallMessageHandler

    kept = sys.excepthook, threading.excepthook
    heard = []
    try:
        trouble_log.watch(lambda number, error: heard.append(number))

        def fail():
            raise ValueError("13912345678")

        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    finally:
        sys.excepthook, threading.excepthook = kept
        qInstallMessageHandler(None)
        faulthandler.disable()
    log = (own_data_folder / "logs" / "desk.log").read_text("utf-8")
    assert heard[0] in log
    assert "ValueError" in log
    assert "13912345678" not in log


def test_what_somebody_stopped_is_not_told_in_red():
    assert tasks.tone_of(Cancelled()) == "quiet"
    assert tasks.tone_of(DeskError("没有保存。")) == "bad"


def test_a_cancel_in_the_window_looks_like_no_mishap(at_work):
    at_work.show_error(Cancelled())
    shown = [strip for strip in at_work.findChildren(MessageStrip) if strip.isVisible()]
    assert [strip.property("tone") for strip in shown] == ["quiet"]
