"""Printing the letters of a round (打印催缴文书): which step, and first what prepaid money would pay."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from desk_app.kernel.words import _
from desk_app.screens.arrears import LETTERS
from ui.print_run_start import start_run
from ui.screens.bill_run_ask import AskDialog

if TYPE_CHECKING:
    from ui.screens.arrears import ArrearsPage


def print_letters(page: "ArrearsPage") -> None:
    """Print the letters of the step shown, or of the first step anybody shown is due for."""
    steps = [(paper, step) for paper, step in LETTERS if page.arrears.due_rooms(step)]
    shown = [pair for pair in steps if pair[1] == page.arrears.filters.shown]
    if not steps:
        page.strip.say(
            _("今天没有到期要发的催缴文书。改看“全部欠费”，或在参数设置里改催缴的天数。"), "waiting"
        )
        return
    paper, step = (shown or steps)[0]

    def start() -> None:
        if rooms := page.arrears.due_rooms(step):
            start_run(page.shell, "rooms", rooms, paper)

    due = set(page.arrears.due_rooms(step))
    with_money = [room_id for room_id in page.arrears.to_offset() if room_id in due]
    if with_money:
        _ask_offset(page, with_money, start)
    else:
        start()


def _ask_offset(page: "ArrearsPage", rooms: list[int], start: Callable[[], object]) -> None:
    """Propose to use prepaid money before anybody is asked for what it would pay."""
    text = _(
        "要发文书的房屋里有 {count} 户还有预存款可以抵欠费。先冲抵，抵清的就不再发；不冲抵的，文书上写明可抵多少、抵后应缴多少。"
    )
    AskDialog(
        page,
        _("先用预存款冲抵？"),
        text.format(count=f"{len(rooms):,}"),
        _("冲抵后打印"),
        lambda: page.offset(rooms, start),
        (_("不冲抵，打印"), start),
    ).open()
