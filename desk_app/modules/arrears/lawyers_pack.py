"""What a lawyer is given about one debtor (律师委托套装): the file with bills, parties and dunning log, and the account."""

from typing import Any

from desk_app.kernel.kind import offer
from desk_app.kernel.papers.packs import Pack, PackPaper
from desk_app.kernel.words import _
from desk_app.modules.arrears.letters import is_all_prepaid, overdue


def _may_print(draft: Any) -> str | None:
    if not overdue(draft.record.id, draft.day):
        return _("没有打印套装：{room} 没有逾期未缴的账单。").format(room=draft.record.code)
    if is_all_prepaid(draft.record.id, draft.day):
        return _("没有打印套装：{room} 的预存款够抵逾期欠费，请先冲抵。").format(room=draft.record.code)
    return None


LAWYERS_PACK = Pack(
    "lawyers_pack",
    "律师委托套装",
    (PackPaper("lawyers_file"), PackPaper("room_statement"), PackPaper("final_demand")),
    may_print=_may_print,
)

offer("rooms", packs=(LAWYERS_PACK,))
