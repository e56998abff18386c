"""维修派工的窗口：数字键派工并打印派工单，改派要写原因，超时的在最上面"""

import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from desk_app.kernel import store
from desk_app.modules.repairs.life import REPAIRS
from desk_app.modules.repairs.records import Repair
from desk_app.modules.staff.kinds import STAFF
from desk_app.modules.staff.records import Skill
from ui.reason_dialog import ReasonDialog
from ui.screens.repair_board import RepairsPage
from ui.widgets.record_list import RecordList


@pytest.fixture
def jobs(desk, room):
    """Return a repair that is overdue and one of now, with two plumbers and an electrician."""
    for name, trade in (("赵工", "water"), ("钱工", "water"), ("孙工", "power")):
        draft = store.new(STAFF, name=name, takes_repairs=True)
        draft.rows["skills"] = [Skill(trade=trade)]
        store.save(draft, desk)
    hours = (datetime.timedelta(hours=30), datetime.timedelta())
    return [
        store.save(
            store.new(REPAIRS, room=room, client="张伟", content="角阀漏水", registered_at=desk.now() - ago),
            desk,
        ).record
        for ago in hours
    ]


@pytest.fixture
def page(shell, jobs):
    made = RepairsPage(shell)
    shell.show_page(made)
    made.take_focus()
    return made


@pytest.fixture
def list_(page, find):
    return find(page, "repair-jobs", RecordList)


def headings(list_):
    return [entry.title for entry in list_.entries.entries if entry.heading]


def test_the_overdue_are_on_top_and_what_is_to_be_sent_is_marked(page, list_, jobs):
    assert headings(list_) == ["已超时  1", "待派工  1"]
    assert list_.marked_key == jobs[0].id


def test_a_digit_sends_the_worker_and_shows_the_work_order(page, list_, jobs, shell, press):
    press(Qt.Key.Key_Down)
    assert list_.marked_key == jobs[1].id
    press(Qt.Key.Key_1)
    sent = Repair.get_by_id(jobs[1].id)
    assert (sent.state, sent.worker.name) == ("dispatched", "赵工")
    assert ("preview_paper", "repairs", jobs[1].id, "work_order") in shell.asked
    assert headings(list_) == ["已超时  1", "已派出  1"]
    assert list_.marked_key == jobs[1].id


def test_another_digit_sends_somebody_else_for_a_reason(page, list_, jobs, press, type_text, find):
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_1)
    dialog = page.findChild(ReasonDialog)
    assert "钱工" in " ".join(each.text() for each in dialog.findChildren(type(page.current.choice_hint)))
    type_text(dialog.findChild(QLineEdit), "赵工请假")
    find(dialog, "reason-yes", QPushButton).click()
    QApplication.processEvents()
    assert Repair.get_by_id(jobs[0].id).worker.name == "钱工"


def test_what_is_not_to_be_sent_offers_nobody(page, list_, jobs, press, desk, find):
    press(Qt.Key.Key_1)
    sent = Repair.get_by_id(jobs[0].id)
    store.apply(
        REPAIRS,
        "judge",
        sent.id,
        sent.version,
        desk,
        entries={"judgement": "public", "judged_why": "公共管道"},
    )
    page.refresh()
    assert not find(page, "repair-choices", RecordList).isVisible()
    press(Qt.Key.Key_1)
    assert Repair.get_by_id(sent.id).state == "judged"


def test_the_plain_list_stays_one_key_away(page, shell):
    page.show_view("list")
    assert page.current.kind_name == "repairs"
    page.show_view("board")


def test_a_board_with_nothing_to_do_says_so(shell, desk):
    made = RepairsPage(shell)
    shell.show_page(made)
    assert made.current.empty.isVisible()
