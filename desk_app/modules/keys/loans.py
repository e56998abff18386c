"""Lending keys (钥匙借用, F09, S14): with the owner's consent for a flat, back by five unless another time was agreed."""

import datetime
from typing import Any

from desk_app.kernel import settings, signed_copies
from desk_app.kernel.access import Desk
from desk_app.kernel.fields import Text
from desk_app.kernel.kind import ChildRows, Draft, Finding, RecordKind, Register, Section, register
from desk_app.kernel.words import _, mark
from desk_app.kernel.workflow import Deadline, Transition, Workflow
from desk_app.modules.keys.papers import LOAN_REGISTER, LOAN_SLIP
from desk_app.modules.keys.records import LOAN_STATES, Chase, KeyCustody, KeyLoan, KeySet
from desk_app.modules.keys.sets import change, on_hook

DESK = ("clerk", "supervisor", "manager")


def _read_time(text: str) -> str:
    """Return a time of day as '17:00'."""
    hours, _colon, minutes = text.replace("：", ":").partition(":")
    try:
        return f"{datetime.time(int(hours), int(minutes or 0)):%H:%M}"
    except ValueError:
        raise ValueError(_("时间应为 17:00 的样子：{text}").format(text=text[:20])) from None


settings.declare(
    "keys_back_by",
    Text("钥匙当日归还时间", reads=_read_time),
    "17:00",
    mark("钥匙"),
    mark("没有另约时间的，借出的钥匙当天几点前还"),
)


def usual_return(moment: datetime.datetime) -> datetime.datetime:
    """Return when keys lent at `moment` are to be back: at closing time of that day, or an hour later if it is past."""
    hours, minutes = (int(part) for part in str(settings.value("keys_back_by")).split(":"))
    closing = datetime.datetime.combine(moment.date(), datetime.time(hours, minutes))
    return closing if moment < closing else moment + datetime.timedelta(hours=1)


def count_overdue(moment: datetime.datetime) -> int:
    """Return how many loans were to be back by `moment` and are not."""
    return int(KeyLoan.select().where(KeyLoan.state == "out", KeyLoan.due_at < moment).count())


def custody_of(loan: Any) -> KeyCustody | None:
    """Return the letter under which the set's keys are kept, if it is still in force."""
    query = KeyCustody.select().where(KeyCustody.key_set == loan.key_set_id, KeyCustody.state == "kept")
    found: KeyCustody | None = query.order_by(KeyCustody.id.desc()).first()
    return found


def _may_lend(draft: Draft, desk: Desk) -> str | None:
    """Keys of a flat go out with the owner's word only: a letter, a call with its time, or what the owner signed (R26)."""
    loan = draft.record
    key_set: Any = KeySet.get_by_id(loan.key_set_id)
    if key_set.state != "kept":
        return _("没有借出：{key_set} 已经{state}。").format(
            key_set=key_set, state=KeySet.state.show(key_set.state)
        )
    if loan.count > on_hook(key_set):
        return _("没有借出：挂钩上只有 {count} 把。").format(count=on_hook(key_set))
    if loan.due_at is not None and loan.due_at <= desk.now():
        return _("没有借出：预计归还的时间已经过了。")
    return _why_no_consent(loan, key_set) if key_set.sort == "flat" else None


def _why_no_consent(loan: Any, key_set: Any) -> str | None:
    if not loan.consent:
        return _("没有借出：户门钥匙要业主同意，请填写同意的方式。")
    if loan.consent == "phone" and loan.consent_at is None:
        return _("没有借出：请填写电话征得业主同意的时间。")
    if loan.consent == "custody":
        letter = custody_of(loan)
        if letter is None:
            return _("没有借出：{key_set} 没有有效的留存书。").format(key_set=key_set)
        if letter.alone == "escorted" and not loan.escort:
            return _("没有借出：留存书约定施工单位使用须陪同，请填写陪同人。")
    return None


def _lend(draft: Draft, desk: Desk) -> None:
    loan = draft.record
    loan.lent_at, loan.lent_by = loan.lent_at or desk.now(), desk.actor.name
    loan.due_at = loan.due_at or usual_return(loan.lent_at)
    change(loan.key_set, desk, out=loan.count)


def _may_return(draft: Draft, desk: Desk) -> str | None:
    loan = draft.record
    if not loan.condition:
        return _("没有登记归还：请检查钥匙是否完好。")
    if (loan.lost_count or 0) > loan.count:
        return _("没有登记归还：遗失把数多于借出把数。")
    return None


def _return(draft: Draft, desk: Desk) -> None:
    loan = draft.record
    lost = loan.lost_count or 0
    loan.returned_at = loan.returned_at or desk.now()
    loan.returned_by = loan.returned_by or loan.borrower
    loan.received_by = desk.actor.name
    change(loan.key_set, desk, out=-loan.count, lost=lost)


def _lose(draft: Draft, desk: Desk) -> None:
    """All keys of the loan are gone: they are neither out nor on the hook any more."""
    loan = draft.record
    loan.lost_count = loan.count
    change(loan.key_set, desk, out=-loan.count, lost=loan.count)


LIFE = Workflow(
    states=LOAN_STATES,
    editable=("draft", "out"),
    open_states=("draft", "out"),
    transitions=(
        Transition("lend", "借出", ("draft",), "out", DESK, _may_lend, _lend, numbered=True, main=True),
        Transition(
            "return", "归还", ("out",), "returned", DESK, _may_return, _return,
            asks=("condition", "returned_by", "returned_at", "lost_count"), main=True,
        ),
        Transition("lose", "遗失", ("out",), "lost", ("supervisor", "manager"), effect=_lose, needs_reason=True),
        Transition("void", "作废", ("draft",), "void", DESK, needs_reason=True),
    ),
    deadlines=(
        Deadline(
            "return", "钥匙归还", ("out",), lambda loan: loan.due_at, since=lambda loan: loan.lent_at,
            warning=datetime.timedelta(minutes=30), tells="supervisor", extended_by=DESK,
        ),
    ),
    tones=(("draft", "waiting"), ("out", "waiting"), ("returned", "good"), ("lost", "bad")),
    holder="holder",
)  # fmt: skip


def _prepare(draft: Draft) -> None:
    if draft.record.key_set_id:
        draft.record.room = draft.record.key_set.room


def _is_another_loan(loan: Any) -> bool:
    """Say whether other keys are named than those that went out: the set counts what went out."""
    stored: Any = KeyLoan.get_by_id(loan.id)
    return (stored.key_set_id, stored.count) != (loan.key_set_id, loan.count)


def _check(draft: Draft) -> dict[str, str]:
    loan = draft.record
    if loan.count is not None and loan.count <= 0:
        return {"count": _("把数应大于 0")}
    if loan.lent_at and loan.due_at and loan.due_at <= loan.lent_at:
        return {"due_at": _("预计归还早于借出")}
    if loan.state == "out" and _is_another_loan(loan):
        return {"count": _("已经借出，钥匙和把数不能再改；登错的请归还后重新借出")}
    if len(loan.id_tail or "") > 4:
        return {"id_tail": _("只登记证件号码的后 4 位")}
    return {}


KEY_LOANS = register(
    RecordKind(
        name="key_loans",
        model=KeyLoan,
        label="钥匙借用",
        columns=("number", "key_set", "room", "borrower", "firm", "purpose", "lent_at", "due_at", "returned_at", "state"),
        sections=(
            Section("借用", ("key_set", "room", "count", "borrower", "firm", "phone", "id_tail", "purpose", "about")),
            Section("同意与期限", ("consent", "consent_at", "escort", "lent_at", "due_at", "note")),
            Section(
                "办理",
                ("number", "lent_by", "returned_at", "returned_by", "received_by", "condition", "lost_count",
                 "all_signed", "holder"),
            ),
        ),
        title=lambda loan: " ".join(filter(None, (loan.number or _("借用（登记）"), str(loan.key_set or ""), loan.borrower))),
        workflow=LIFE,
        children=(ChildRows("chases", "催还记录", Chase, ("at", "by", "answer"), "loan", most=20),),
        own_papers=(LOAN_SLIP,),
        own_registers=(Register(LOAN_REGISTER, "lent_at"),),
        checks=(_check,),
        prepare=_prepare,
        find=lambda draft: Finding(
            " ".join(filter(None, (draft.record.number, str(draft.record.key_set or "")))),
            draft.record.borrower or "",
            names=tuple(filter(None, (draft.record.borrower,))),
            numbers=tuple(filter(None, (draft.record.number, draft.record.phone))),
            places=tuple(filter(None, (str(draft.record.room or ""),))),
        ),
        about=("room", "key_set", "firm"),
        prefix="JY",
        order=("lent_at", "id"),
        newest_first=True,
        icon="key",
        noun="借用单",
    )
)  # fmt: skip

signed_copies.confirmed_by(KEY_LOANS.name, "all_signed")
