"""Rooms and people out to Excel and back in: nothing is lost, changed or doubled."""

import pytest

from desk_app import demo, office
from desk_app.kernel import store
from desk_app.modules.roster.stored import stored_entries
from desk_app.screens.export_roster import export_roster
from desk_app.screens.import_sheet import ImportSheet


@pytest.fixture
def exported(tmp_path):
    """Return a sample community's entries and the workbook they were exported to."""
    opened = demo.make_demo(tmp_path / "甲.book", None, 90)
    try:
        out = tmp_path / "名册.xlsx"
        rooms = export_roster(out, opened.desk, "换新账本")
        entries = list(stored_entries())
        assert rooms == len(entries)
        told = store.AuditRow.select().where(store.AuditRow.action == "export").get()
        assert (told.actor, told.reason) == (opened.desk.actor.name, "换新账本")
        return entries, out
    finally:
        opened.close()


def test_what_went_out_comes_back_unchanged(exported, tmp_path):
    entries, out = exported
    opened = office.create_office(tmp_path / "乙.book", None, "王芳")
    try:
        sheet = ImportSheet(opened.desk)
        preview = sheet.open(out)
        assert [finding.message for finding in sheet.problems()] == []
        assert preview.count("create") == len(entries)
        sheet.accept()
        assert list(stored_entries()) == entries
    finally:
        opened.close()


def test_taking_the_export_into_its_own_book_changes_nothing(exported, tmp_path):
    entries, out = exported
    opened = office.open_office(tmp_path / "甲.book")
    try:
        sheet = ImportSheet(opened.desk, on_existing="update")
        preview = sheet.open(out)
        assert (preview.count("create"), preview.count("update")) == (0, 0)
        assert list(stored_entries()) == entries
    finally:
        opened.close()
