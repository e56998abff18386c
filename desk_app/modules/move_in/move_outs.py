"""The life of a move-out (迁出, R15, T19): taken in, settled to the day, goods released, left, filed."""

from typing import Any

from desk_app.kernel.access import Desk
from desk_app.kernel.kind import ChildRows, Draft, Finding, RecordKind, Section, register
from desk_app.kernel.words import _
from desk_app.kernel.workflow import Deadline, Next, Transition, Workflow
from desk_app.modules.move_in import leaving
from desk_app.modules.move_in.move_ins import end_of
from desk_app.modules.move_in.records import MOVE_OUT_STATES, GivenBack, MoveOut
from desk_app.modules.people.holdings import current_holdings, first_phone

DESK = ("clerk", "supervisor", "manager")
SETTLING = ("clerk", "cashier", "accountant", "supervisor", "manager")


def _slip_form(record: Any) -> Next:
    """Open a release slip with everything filled in that is known of the move (S04)."""
    return Next(
        "goods_release_slips",
        values=(
            ("room", record.room_id),
            ("nature", leaving.MOVE_OUT),
            ("carrier", str(record.person)),
            ("carrier_relation", _relation(record)),
            ("carrier_phone", record.phone or first_phone(record.person_id) or None),
            ("vehicle", record.plate),
            ("cause", record._meta.fields["cause"].show(record.cause)),
            ("valid_on", record.leaves_on),
        ),
    )


def _relation(record: Any) -> str:
    return {"tenant": "tenant", "family": "relative"}.get(record.role, "owner")


def _may_archive(draft: Draft, desk: Desk) -> str | None:
    if not (draft.record.new_address or draft.record.phone):
        return _("没有归档：请填写迁往地址或联系电话，以便日后联系。")
    return None


LIFE = Workflow(
    states=MOVE_OUT_STATES,
    editable=("draft", "settled", "left"),
    open_states=("draft", "settled", "left"),
    transitions=(
        Transition("settle", "结算到当日", ("draft",), "settled", SETTLING, leaving.why_not_settled, leaving.settle, main=True),
        Transition("settle_again", "重新结算", ("settled",), "settled", SETTLING, leaving.why_not_settled, leaving.settle, asks=("leaves_on",)),
        Transition("slip", "开物品放行条", ("settled",), "settled", DESK, leads_to=_slip_form),
        Transition("leave", "办理迁出", ("settled",), "left", DESK, leaving.why_not_left, leaving.leave, main=True),
        Transition(
            "leave_despite", "特批迁出", ("settled",), "left", ("manager",), leaving.why_not_left_despite,
            leaving.leave_despite, asks=("override_reason",),
        ),
        Transition("archive", "归档", ("left",), "archived", DESK, _may_archive, asks=("new_address", "phone"), main=True),
        Transition("void", "作废", ("draft", "settled"), "void", DESK, effect=leaving.put_back, needs_reason=True),
    ),
    deadlines=(
        Deadline("leave", "迁出日", ("draft", "settled"), lambda record: end_of(record.leaves_on), tells="supervisor"),
    ),
    tones=(("draft", "waiting"), ("settled", "waiting"), ("left", "good"), ("archived", "quiet")),
)  # fmt: skip


def _fill_from_room(draft: Draft, desk: Desk) -> None:
    """Take the one tenant of the room, else its owner, today, and what is to be given back."""
    record = draft.record
    record.leaves_on = record.leaves_on or desk.today
    if record.room_id is None:
        return
    there = current_holdings(record.room_id, desk.today)
    if record.person_id not in {one.person_id for one in there}:
        tenants = [one for one in there if one.role == "tenant"]
        owners = [one for one in there if one.role == "owner"]
        first = (tenants or owners)[:1]
        record.person = first[0].person if first else None
    _fill_from_person(draft, desk)


def _fill_from_person(draft: Draft, desk: Desk) -> None:
    record = draft.record
    if record.room_id is not None and record.person_id is not None:
        record.phone = first_phone(record.person_id) or None
        record.role = leaving.role_of(record) if record.leaves_on else None
        draft.rows["things"] = leaving.things_of(record.room_id, record.person_id)


def _check(draft: Draft) -> dict[str, str]:
    """What was settled is settled for this person and day; another day is settled anew."""
    if draft.is_new or draft.record.state == "draft":
        return {}
    before = MoveOut.get_by_id(draft.record.id).__data__
    names = ("room", "person", "leaves_on", *(("alone",) if draft.record.state == "left" else ()))
    why = _("已经结算，不能改。换日期请用“重新结算”，换人请作废重开。")
    return {name: why for name in names if before[name] != draft.record.__data__[name]}


def _find(draft: Draft) -> Finding:
    record = draft.record
    return Finding(
        " ".join(filter(None, (record.number, str(record.room)))),
        str(record.person),
        names=(str(record.person),),
        numbers=tuple(filter(None, (record.number, record.plate))),
        places=(str(record.room),),
    )


MOVE_OUTS = register(
    RecordKind(
        name="move_outs",
        model=MoveOut,
        label="迁出登记",
        columns=("number", "room", "person", "role", "cause", "leaves_on", "owed", "state", "handled_by"),
        sections=(
            Section("迁出", ("room", "person", "role", "cause", "leaves_on", "alone", "phone", "new_address", "plate")),
            Section(
                "结算", ("billed", "owed", "prepaid", "due", "settled_at", "override_reason", "arrears_note")
            ),
            Section("办理", ("number", "left_at", "handled_by", "note")),
        ),
        title=lambda record: " ".join(filter(None, (record.number, str(record.room or ""), str(record.person or "")))),
        workflow=LIFE,
        children=(
            ChildRows("things", "交还清单", GivenBack, ("name", "card", "count", "is_back", "note"), "move_out", most=40),
        ),
        checks=(_check,),
        find=_find,
        about=("room", "person"),
        on_enter=(("room", _fill_from_room), ("person", _fill_from_person)),
        prefix="QC",
        newest_first=True,
        icon="forward",
        noun="迁出登记",
        numbered_at_once=True,
    )
)  # fmt: skip
