"""The list of receipts tells which of them hold no longer."""

from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.kind import KINDS
from desk_app.modules.cashier import payments, undoing
from desk_app.modules.cashier.tenders import Tender
from desk_app.screens.record_table import RecordTable


def pay(room, desk):
    payment = payments.Payment(
        room_id=room.id,
        payer_name="张伟",
        request=payments.new_request(),
        tenders=(Tender("cash", 5_000),),
        to_prepaid=5_000,
    )
    return payments.take_payment(payment, desk)


def test_void_and_reversed_receipts_are_marked_in_the_list(desk, room):
    kept, void, reversed_ = (pay(room, desk) for _each in range(3))
    undoing.void_receipt(void.id, "点错房号", desk)
    manager = Desk(Actor("孙经理"), desk.now)
    red = undoing.reverse_receipt(reversed_.id, "重复收款", desk, manager.actor.name)
    table = RecordTable(KINDS["receipts"], desk)
    table.refresh()
    place = [column.label for column in table.columns].index("状态")
    shown = {table.cell(row, 0): table.cell(row, place) for row in range(4)}
    assert shown == {
        kept.number: "",
        void.number: "已作废",
        reversed_.number: "已冲红",
        red.number: f"红字，冲 {reversed_.number}",
    }
