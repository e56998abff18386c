"""What can be printed for a room about its fees, and of all of them (缴费与催缴单据)."""

from desk_app.kernel.kind import Register, offer
from desk_app.modules.arrears import arrears_lists, papers, statement_paper

offer(
    "rooms",
    papers=(
        papers.PAYMENT_NOTICE,
        papers.FIRST_REMINDER,
        papers.SECOND_REMINDER,
        papers.FINAL_DEMAND,
        papers.LAWYERS_FILE,
        statement_paper.ROOM_STATEMENT,
    ),
    registers=(Register(arrears_lists.ARREARS_LIST), Register(arrears_lists.AGEING_LIST)),
)
