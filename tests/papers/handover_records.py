"""A flat of the sample community handed over with two defects and a kept key, so that the papers have a record."""

import datetime

from desk_app.kernel import store
from desk_app.modules.billing.kinds import TARIFFS
from desk_app.modules.billing.records import FeeItem, TariffPrice
from desk_app.modules.estate.kinds import ROOMS
from desk_app.modules.handover.life import HANDOVERS
from desk_app.modules.meters.kinds import METERS
from desk_app.modules.people.kinds import HOLDINGS, PEOPLE
from desk_app.modules.people.records import PersonPhone
from desk_app.modules.staff.kinds import FIRMS


def make_handover(desk):
    """Hand 9902 over to 欧阳文静 on the day of the desk; the fees are let pass unpaid."""
    room = store.save(
        store.new(ROOMS, label="9902", state="undelivered", built_area=965_800, inside_area=781_200), desk
    ).record
    draft = store.new(PEOPLE, name="欧阳文静", id_number="11010519491231002X")
    draft.rows["phones"] = [PersonPhone(number="13900007777")]
    store.save(store.new(HOLDINGS, room=room, person=store.save(draft, desk).record, role="owner"), desk)
    for number, kind in (("S-9902", "water"), ("D-9902", "power"), ("R-9902", "gas")):
        store.save(store.new(METERS, number=number, kind=kind, room=room), desk)
    firm = store.save(
        store.new(FIRMS, name="安信门窗制造有限公司", contact="周师傅", phone="13811112222"), desk
    )
    made = store.save(store.new(HANDOVERS, room=room, tariff=_tariff(desk)), desk)
    _hand_over(made.record.id, desk, firm.record)


def _tariff(desk):
    item = FeeItem.get(FeeItem.code == "WY")
    draft = store.new(TARIFFS, item=item, name="交房用高层", basis="area")
    draft.rows["prices"] = [TariffPrice(from_on=datetime.date(2020, 1, 1), price=23_500)]
    return store.save(draft, desk).record


def _hand_over(handover_id, desk, firm):
    draft = store.load(HANDOVERS, handover_id)
    for name, fill in HANDOVERS.on_enter:
        assert name == "room"
        fill(draft, desk)
    store.save(draft, desk)
    _take(handover_id, "sign_in", desk)
    _take(handover_id, "inspect", desk, identity_checked=True, inspector="李工")
    draft = store.load(HANDOVERS, handover_id)
    for place, row in enumerate(draft.rows["readings"]):
        row.value = (place + 1) * 1_000
    for row in draft.rows["items"]:
        row.result = "good"
    for row, problem in zip(draft.rows["items"][:2], ("主卧飘窗窗框渗水", "客厅东墙空鼓"), strict=True):
        row.result, row.problem, row.firm = "bad", problem, firm
        row.due_on = desk.today + datetime.timedelta(days=30)
    store.save(draft, desk)
    _take(handover_id, "inspected", desk, owner_opinion="飘窗渗水修好以前不验收整改")
    _take(handover_id, "bill", desk)
    _take(handover_id, "let_pass", desk, unpaid_reason="业主明日转账")
    _take(handover_id, "hand_over", desk, keys_handed=3, keys_kept=1, keeps_key=True)


def _take(handover_id, step, desk, **entries):
    version = HANDOVERS.model.get_by_id(handover_id).version
    store.apply(HANDOVERS, step, handover_id, version, desk, entries=entries)
