"""The papers about what a room owes (缴费与催缴单据): notice F52, reminders F53, final demand F54, the lawyer's file."""

from dataclasses import replace
from functools import partial

from desk_app.kernel.papers import Paper
from desk_app.kernel.papers.shapes import CARRIED
from desk_app.kernel.words import mark
from desk_app.modules.arrears import letters, notice_paper

PAYMENT_NOTICE = Paper(
    "payment_notice",
    "缴费通知单",
    "F52",
    "arrears/payment_notice.docx",
    notice_paper.NOTICE,
    notice_paper.notice_values,
    pages=1,
    together="notices",
    series="JF",
    renewed=True,
    seen_by=CARRIED,
    may_print=notice_paper.why_no_notice,
)

FIRST_REMINDER = Paper(
    "first_reminder",
    "催费通知单（一催）",
    "F53",
    "arrears/first_reminder.docx",
    letters.REMINDER,
    letters.first_values,
    pages=1,
    series="CF",
    renewed=True,
    seen_by=CARRIED,
    signatures=(mark("签收人"), mark("送达人")),
    may_print=partial(letters.why_no_letter, label=mark("催费通知单（一催）")),
)

SECOND_REMINDER = replace(
    FIRST_REMINDER,
    name="second_reminder",
    label=mark("催费通知单（二催）"),
    form="F53-2",
    template="arrears/second_reminder.docx",
    values=letters.second_values,
    series="CG",
    may_print=partial(letters.why_no_letter, label=mark("催费通知单（二催）")),
)

FINAL_DEMAND = Paper(
    "final_demand",
    "最后催告函",
    "F54",
    "arrears/final_demand.docx",
    letters.DEMAND,
    letters.demand_values,
    series="ZC",
    renewed=True,
    seen_by=CARRIED,
    may_print=partial(letters.why_no_letter, label=mark("最后催告函")),
)

LAWYERS_FILE = Paper(
    "lawyers_file",
    "律师函委托资料",
    "F54-2",
    "arrears/lawyers_file.docx",
    letters.LAWYERS_FILE,
    letters.lawyers_values,
    series="LF",
    renewed=True,
    roles=("accountant", "supervisor", "manager"),
    may_print=partial(letters.why_no_letter, label=mark("律师函委托资料")),
)
