"""The life of a transfer of ownership (过户, S13): received, settled to the day, paid, carried out."""

from desk_app.kernel.access import Desk
from desk_app.kernel.kind import ChildRows, Draft, Finding, RecordKind, Section, register
from desk_app.kernel.words import _
from desk_app.kernel.workflow import Transition, Workflow
from desk_app.modules.cashier.records import Deposit
from desk_app.modules.people.holdings import current_holdings
from desk_app.modules.transfers import completing, form_values, freeing, settling
from desk_app.modules.transfers.papers import cleared_certificate, transfer_form
from desk_app.modules.transfers.records import (
    STATES,
    Transfer,
    TransferredDeposit,
    TransferredThing,
)

SETTLING = ("cashier", "accountant", "manager")
CLOSING = ("accountant", "manager")


def _fill_from_room(draft: Draft, desk: Desk) -> None:
    """Take the present owner and the deposits held for the room."""
    record = draft.record
    if record.room_id is None:
        return
    owners = current_holdings(record.room_id, desk.today, ("owner",))
    if owners:
        record.seller = owners[0].person
    record.changed_on = record.changed_on or desk.today
    held = Deposit.select().where(Deposit.room == record.room_id, Deposit.held > 0).order_by(Deposit.id)
    draft.rows["deposits"] = [TransferredDeposit(deposit=deposit) for deposit in held]


def _check(draft: Draft) -> dict[str, str]:
    record = draft.record
    if record.seller_id and record.seller_id == record.buyer_id:
        return {"buyer": _("新业主和原业主不能是同一人。")}
    if record.room_id and record.seller_id and record.changed_on:
        owners = current_holdings(record.room_id, record.changed_on, ("owner",))
        if owners and record.seller_id not in {holding.person_id for holding in owners}:
            return {
                "seller": _("这一天的业主是{names}，不是这里填的原业主。").format(
                    names=form_values.owners_of(record.room_id, record.changed_on)
                )
            }
    return {}


def _settle(draft: Draft, desk: Desk) -> None:
    record = draft.record
    result = settling.settle_to_day(
        record.room_id,
        record.changed_on,
        desk,
        lambda: freeing.free_beyond(record, desk),
        payer_id=record.seller_id,
    )
    record.billed = sum(bill.amount - bill.reduced for bill in result.bills)
    record.owed, record.prepaid, record.due = result.owed, result.prepaid, -result.due_back
    record.settled_at = desk.now()
    record.handled_by = desk.actor.name


def _why_not_settled(draft: Draft, desk: Desk) -> str | None:
    return freeing.why_not_freed(draft.record, desk)


def _put_back(draft: Draft, desk: Desk) -> None:
    """A sale that is given up leaves the room as it was: paid months paid, and asked months asked."""
    record = draft.record
    freeing.put_back(record, desk)
    if record.settled_at is not None:
        settling.ask_again(record.room_id, record.changed_on, desk)


def _find(draft: Draft) -> Finding:
    record = draft.record
    return Finding(
        " ".join(filter(None, (record.number, str(record.room)))),
        _("{seller} 过户给 {buyer}").format(seller=record.seller, buyer=record.buyer),
        names=(str(record.seller), str(record.buyer)),
        numbers=tuple(filter(None, (record.number, record.title_number))),
        places=(str(record.room),),
    )


LIFE = Workflow(
    states=STATES,
    editable=("draft", "settled"),
    open_states=("draft", "settled"),
    transitions=(
        Transition(
            "settle", "结算到日", ("draft",), "settled", SETTLING, _why_not_settled, _settle,
            numbered=True, main=True,
        ),
        Transition(
            "settle_again", "重新结算", ("settled",), "settled", SETTLING, _why_not_settled, _settle
        ),
        Transition(
            "complete", "办理过户", ("settled",), "completed", CLOSING,
            completing.why_not_completed, completing.complete, asks=("override_reason",), main=True,
        ),
        Transition(
            "void", "作废", ("draft", "settled"), "void", CLOSING, effect=_put_back, needs_reason=True
        ),
    ),
    tones=(("draft", "waiting"), ("settled", "waiting"), ("completed", "good"), ("void", "quiet")),
)  # fmt: skip

TRANSFERS = register(
    RecordKind(
        name="transfers",
        model=Transfer,
        label="过户登记",
        columns=("number", "room", "seller", "buyer", "cause", "changed_on", "owed", "state", "handled_by"),
        sections=(
            Section("房屋与业主", ("room", "seller", "buyer", "cause", "title_number", "contract_number")),
            Section(
                "结算",
                (
                    "changed_on",
                    "prepaid_handling",
                    "approved_by",
                    "billed",
                    "owed",
                    "prepaid",
                    "due",
                    "settled_at",
                ),
            ),
            Section("办理", ("number", "unsettled", "override_reason", "completed_at", "handled_by", "note")),
        ),
        title=lambda record: " ".join(
            filter(None, (record.number or _("过户（未结算）"), str(record.room or "")))
        ),
        workflow=LIFE,
        children=(
            ChildRows(
                "deposits", "押金处理", TransferredDeposit, ("deposit", "handling"), "transfer", most=40
            ),
            ChildRows("things", "交接物品", TransferredThing, ("name", "count", "note"), "transfer", most=40),
        ),
        own_papers=(
            transfer_form(form_values.transfer_values),
            cleared_certificate(form_values.certificate_values, form_values.why_no_certificate),
        ),
        checks=(_check,),
        find=_find,
        about=("room", "seller", "buyer"),
        on_enter=(("room", _fill_from_room),),
        prefix="GH",
        newest_first=True,
        icon="key",
    )
)
