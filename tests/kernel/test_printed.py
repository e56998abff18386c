"""What left the program on paper: counted, kept with its template, and never changed."""

import dataclasses

import pytest

from desk_app.kernel import printed
from desk_app.kernel.errors import NotFound
from desk_app.kernel.printed import Filled, PrintedPaper, TemplateVersion, give_out, given_out, times_given
from desk_app.kernel.store import AuditRow


@pytest.fixture
def filled():
    return Filled(
        kind_name="rooms",
        record_id=7,
        paper_name="notice",
        label="通知单",
        form="F01",
        number="TZ-202611-0001",
        language="zh_CN",
        print_count=1,
        values={"room": "3-1-502", "rows": [{"name": "水"}]},
        template=b"template",
        content=b"filled",
    )


def test_a_paper_given_out_is_listed_with_the_latest_first(desk, filled):
    give_out(filled, "printed", desk, 2)
    give_out(dataclasses.replace(filled, print_count=2), "opened", desk)
    assert [(row.action, row.print_count, row.copies, row.actor) for row in given_out("rooms", 7)] == [
        ("opened", 2, 1, "王芳"),
        ("printed", 1, 2, "王芳"),
    ]
    assert given_out("rooms", 8) == []


def test_makings_are_counted_by_record_paper_and_number(desk, filled):
    assert times_given("rooms", 7, "notice") == 0
    give_out(dataclasses.replace(filled, print_count=3), "printed", desk)
    assert times_given("rooms", 7, "notice") == 3
    assert times_given("rooms", 7, "notice", "TZ-202611-0001") == 3
    assert times_given("rooms", 7, "notice", "TZ-202612-0001") == 0
    assert times_given("rooms", 7, "letter") == 0
    assert times_given("people", 7, "notice") == 0


def test_the_row_keeps_values_and_hashes_and_the_template_its_bytes(desk, filled):
    row = give_out(filled, "printed", desk)
    assert row.docx_sha256 == filled.sha256
    assert '"3-1-502"' in row.filled_values
    assert printed.kept_template(row.template_sha256) == b"template"
    give_out(filled, "printed", desk)
    assert TemplateVersion.select().count() == 1


def test_giving_out_is_in_the_audit_of_the_record(desk, filled):
    give_out(filled, "opened", desk)
    row = AuditRow.select().order_by(AuditRow.id.desc()).get()
    assert (row.kind, row.record_id, row.action) == ("rooms", 7, "paper_opened")
    assert "第 1 次" in row.changes


def test_what_was_never_kept_is_told(desk):
    with pytest.raises(NotFound):
        printed.kept_row(99)
    with pytest.raises(NotFound):
        printed.kept_template("0" * 64)
    assert PrintedPaper.select().count() == 0
