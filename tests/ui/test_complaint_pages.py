"""投诉的窗口：建议的等级留到看过为止，同类的投诉列在上面，几件归为一个事件，全部回复表一批打印"""

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton

from desk_app.kernel import store
from desk_app.modules.complaints.incidents import INCIDENTS, group, members
from desk_app.modules.complaints.life import COMPLAINTS
from desk_app.modules.complaints.records import Complaint, Incident
from ui.screens.complaint_form import ComplaintFormPage
from ui.screens.complaints import ComplaintsPage, GroupDialog
from ui.screens.incident_form import IncidentFormPage
from ui.transition_dialog import TransitionDialog


@pytest.fixture
def rooms(make_room, make_person, hold):
    """Return five rooms of building 2 with their owners."""
    made = [make_room(f"2-1-{floor}01") for floor in range(1, 6)]
    for place, room in enumerate(made):
        hold(room, make_person(f"业主{place}", f"1390000000{place}"))
    return made


@pytest.fixture
def complain(desk):
    """Return a function that takes a complaint of a room about the power failure."""

    def make(room, **values):
        values = {"client": "业主", "content": "整栋楼突然停电", "received_at": desk.now()} | values
        return store.save(store.new(COMPLAINTS, room=room, **values), desk).record

    return make


@pytest.fixture
def four(rooms, complain):
    return [complain(room) for room in rooms[:4]]


def step(kind, name, record, desk, **entries):
    version = kind.model.get_by_id(record.id).version
    return store.apply(kind, name, record.id, version, desk, entries=entries, reason="…").record


def test_t09_the_fifth_rooms_complaint_says_so_until_it_is_read_and_the_level_stands_ready(
    shell, four, rooms, desk
):
    page = ComplaintFormPage(shell, "complaints", None, {"room": rooms[4], "received_at": desk.now()})
    shell.show_page(page)
    for name, text in (("client", "业主5"), ("content", "整栋楼停电了")):
        page.form.enter(name, text)
    assert page.heed_row.isHidden()
    assert page.save()
    assert "重大" in page.heed.text.text() and "5 户" in page.heed.text.text() and page.heed.isVisible()
    page.form.enter("wish", "尽快恢复")
    assert page.heed.isVisible()
    assert page.others.entries.rowCount() == 4
    page.save()
    page.press("judge")
    dialog = page.findChild(TransitionDialog)
    assert {name: dialog.texts[name][:2] for name in ("level", "ground")} == {
        "level": "重大",
        "ground": "重大",
    }
    dialog.close()


def test_those_alike_are_made_one_incident_from_the_form(shell, four, find):
    page = ComplaintFormPage(shell, "complaints", four[0].id, {})
    shell.show_page(page)
    find(page, "complaint-group", QPushButton).click()
    dialog = page.findChild(GroupDialog)
    assert find(dialog, "incident-name", QLineEdit).text().startswith("2栋 整栋楼突然停电")
    find(dialog, "group-yes", QPushButton).click()
    incident = Incident.get()
    assert len(members(incident)) == 4
    assert ("open_record", "incidents", incident.id) in shell.asked
    page.refresh()
    assert "同一事件“2栋" in page.matter_card.heading.text()


def test_chosen_rows_of_the_list_join_an_open_incident(shell, four, desk):
    incident = group([four[0].id, four[1].id], "2 号楼停电", desk)
    page = ComplaintsPage(shell)
    shell.show_page(page)
    page.view.clearSelection()
    page.group()
    assert ("tell", "请先选中同一事件的几件投诉。") in shell.asked
    dialog = GroupDialog(page, shell, [four[2].id, four[3].id], lambda _made: None)
    dialog.incident.setCurrentIndex(1)
    dialog.accept()
    assert len(members(incident)) == 4
    late = GroupDialog(page, shell, [four[0].id], lambda _made: None)
    late.incident.setCurrentIndex(1)
    late.accept()
    assert "已经属于" in late.strip.text.text()


def test_a_complaint_alone_says_nothing(shell, complain, rooms):
    page = ComplaintFormPage(shell, "complaints", complain(rooms[0]).id, {})
    shell.show_page(page)
    assert page.heed_row.isHidden() and page.matter_row.isHidden()


def test_an_incident_lists_its_members_and_prints_all_replies_in_one_batch(
    shell, four, desk, monkeypatch, find
):
    incident = group([one.id for one in four], "2 号楼停电", desk)
    page = IncidentFormPage(shell, "incidents", incident.id, {})
    shell.show_page(page)
    assert page.members.entries.rowCount() == 4
    find(page, "incident-print-all", QPushButton).click()
    assert "经理同意" in shell.asked[-1][1]
    for one in four:
        step(COMPLAINTS, "judge", one, desk, level="minor", ground="minor_1")
    step(INCIDENTS, "agree", incident, desk, answer="已恢复供电")
    runs = []
    monkeypatch.setattr("ui.print_run_start.start_run", lambda *what: runs.append(what[1:]))
    page.refresh()
    find(page, "incident-print-all", QPushButton).click()
    assert runs == [("complaints", [one.id for one in four], "complaint_reply")]
    step(INCIDENTS, "reply_all", incident, desk, reply_way="letter")
    assert {one.state for one in Complaint.select()} == {"replied"}
