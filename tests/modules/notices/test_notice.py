"""通知公告 (F66): drafted, posted with a number, taken down on its day."""

import datetime

import pytest

from desk_app.kernel import store
from desk_app.kernel.errors import InvalidRecord, TransitionRefused
from desk_app.kernel.filling import Printing, Turn
from desk_app.modules.notices.kinds import LIFE, NOTICES
from desk_app.modules.notices.papers import NOTICE_PAPER

TODAY = datetime.date(2026, 11, 23)


def write(clerk, **values):
    usual = {"category": "outage", "title": "停水通知", "body": "因水箱清洗，\n\n  请提前储水。\n"}
    return store.save(store.new(NOTICES, **(usual | values)), clerk)


def press(name, draft, desk, **more):
    return store.apply(NOTICES, name, draft.record.id, draft.record.version, desk, **more)


def test_a_notice_is_numbered_when_posted_and_closed_when_taken_down(clerk):
    notice = press("post", write(clerk), clerk)
    assert (notice.record.number, notice.record.posted_on, notice.record.posted_by) == (
        "GG-202611-0001",
        TODAY,
        "王芳",
    )
    notice = press("take_down", notice, clerk)
    assert (notice.record.state, notice.record.taken_down_on) == ("taken_down", TODAY)


def test_a_notice_whose_last_day_is_over_is_not_posted(clerk):
    notice = write(clerk, take_down_on=TODAY - datetime.timedelta(days=1))
    with pytest.raises(TransitionRefused, match="撤除日期 2026-11-22 已经过了"):
        press("post", notice, clerk)


def test_a_notice_is_waited_for_until_the_end_of_its_last_day(clerk):
    due = LIFE.deadlines[0].due
    assert due(write(clerk, take_down_on=TODAY).record) == datetime.datetime(2026, 11, 23, 23, 59)
    assert due(write(clerk).record) is None


def test_the_end_may_not_lie_before_the_beginning(clerk):
    nine = datetime.datetime(2026, 11, 24, 9)
    with pytest.raises(InvalidRecord):
        write(clerk, begins_at=nine, ends_at=nine - datetime.timedelta(hours=1))


def test_every_line_of_the_text_is_a_paragraph(clerk):
    values = NOTICE_PAPER.fill_in(write(clerk))
    assert [row["text"] for row in values["paragraphs"]] == ["因水箱清洗，", "请提前储水。"]
    assert values["category"] == "停水停电"


@pytest.mark.parametrize(
    ("begins", "ends", "period"),
    [
        (9, 17, "2026-11-24 09:00 至 2026-11-24 17:00"),
        (9, None, "2026-11-24 09:00 起"),
        (None, 17, "至 2026-11-24 17:00"),
        (None, None, ""),
    ],
)
def test_the_time_is_told_as_far_as_it_is_known(clerk, begins, ends, period):
    day = datetime.datetime(2026, 11, 24)
    hours = {"begins_at": begins, "ends_at": ends}
    moments = {name: day.replace(hour=hour) for name, hour in hours.items() if hour is not None}
    assert NOTICE_PAPER.fill_in(write(clerk, **moments))["period"] == period


@pytest.mark.parametrize("nobody", [{}, {"addressed_to": ""}, {"addressed_to": "　"}])
def test_a_notice_that_names_nobody_is_for_everybody(clerk, nobody):
    assert NOTICE_PAPER.fill_in(write(clerk, **nobody))["addressed_to"] == "各位业主、住户"


def test_a_notice_says_whom_it_is_for(clerk):
    assert NOTICE_PAPER.fill_in(write(clerk, addressed_to="3 栋住户"))["addressed_to"] == "3 栋住户"


def test_a_notice_posted_at_a_second_door_carries_no_mark_and_a_void_one_does(clerk):
    posted = press("post", write(clerk), clerk)
    printing, second = Printing(clerk), Turn(2, posted.record.number)
    values = printing.fill_in(NOTICE_PAPER, posted, second)
    assert (values["watermark"], values["print_count"]) == ("", "2")
    assert printing.mark_again(values, 3, is_void=False, paper=NOTICE_PAPER)["watermark"] == ""
    voided = press("void", posted, clerk, reason="写错了")
    assert printing.fill_in(NOTICE_PAPER, voided, second)["watermark"] == "作废"
    assert printing.mark_again(values, 3, is_void=True, paper=NOTICE_PAPER)["watermark"] == "作废"
