"""整改: told to the firm with a day, checked as often as it takes, and with the last one the kept key goes back (S14)."""

import pytest

from desk_app.kernel import settings, store, waiting
from desk_app.kernel.errors import TransitionRefused
from desk_app.modules.handover.defect_papers import notice_values, register_values, why_no_firm
from desk_app.modules.handover.defects import DEFECTS
from desk_app.modules.handover.records import Defect
from desk_app.modules.keys.custody import CUSTODIES
from desk_app.modules.keys.records import KeyCustody
from tests.modules.handover.conftest import day


@pytest.fixture
def defect(flat, firm, desk):
    """Return a function that notes a defect of the flat, its firm's until the 18th of April."""

    def make(part="主卧飘窗", problem="渗水", **values):
        values = {"firm": firm, "due_on": day("2025-04-18"), "found_on": desk.today} | values
        return store.save(store.new(DEFECTS, room=flat, part=part, problem=problem, **values), desk)

    return make


@pytest.fixture
def take(desk):
    """Return a function that takes a step of a defect."""

    def take_(name, draft, by=None, reason="", **entries):
        version = Defect.get_by_id(draft.record.id).version
        return store.apply(
            DEFECTS, name, draft.record.id, version, by or desk, reason=reason, entries=entries
        )

    return take_


def clocks(kind, record_id):
    """Return {clock: when it ends} of what waits of a record."""
    rows = waiting.of(kind, [record_id]).get(record_id, [])
    return {row.deadline: str(row.due_at) for row in rows if row.due_at}


def fix(take, draft, by=None):
    return take("fix", draft, by, fixed_by="周师傅", fixed_how="重新打胶")


def test_a_firm_is_told_what_by_when(defect, take):
    draft = defect(firm=None, due_on=None)
    assert "责任单位" in why_no_firm(draft)
    with pytest.raises(TransitionRefused, match="责任单位"):
        take("notify", draft)
    other = defect("阳台")
    with pytest.raises(TransitionRefused, match="要求完成日期"):
        take("notify", other, due_on=None)
    with pytest.raises(TransitionRefused, match="已经过了"):
        take("notify", other, due_on=day("2025-03-17"))
    told = take("notify", other)
    assert clocks(DEFECTS, told.record.id) == {"due": "2025-04-18 23:59:00"}


def test_what_is_not_right_goes_back_and_each_check_is_counted(defect, take, at):
    draft = take("notify", defect())
    with pytest.raises(TransitionRefused, match="整改人"):
        take("fix", draft)
    fix(take, draft, at(5))
    assert clocks(DEFECTS, draft.record.id) == {}
    with pytest.raises(TransitionRefused, match="哪里不合格"):
        take("fail", draft, at(6))
    again = take("fail", draft, at(6), failed_why="仍渗水", due_on=day("2025-04-25"))
    assert (again.record.state, again.record.rounds, again.record.fixed_on) == ("notified", 1, None)
    assert clocks(DEFECTS, draft.record.id) == {"due": "2025-04-25 23:59:00"}
    fix(take, draft, at(9))
    done = take("close", draft, at(10), all_signed=True)
    assert (done.record.state, done.record.rounds, str(done.record.checked_on)) == ("closed", 2, "2025-03-28")


def test_s14_with_the_last_defect_closed_the_kept_key_is_to_be_fetched(
    flat, charged, firm, inspected, press, pay, take, at
):
    draft = inspected((), (("门窗及锁", "渗水"), ("阳台", "卡滞")), firm)
    press("bill", draft)
    pay(flat)
    press("pay", draft)
    press("hand_over", draft, keys_handed=3, keys_kept=1, keeps_key=True)
    letter = KeyCustody.get()
    assert clocks(CUSTODIES, letter.id) == {}
    first, second = (store.load(DEFECTS, row.id) for row in Defect.select().order_by(Defect.id))
    for one in (first, second):
        take("notify", one)
        fix(take, one, at(5))
    take("close", first, at(6))
    assert clocks(CUSTODIES, letter.id) == {}
    closed = take("close", second, at(7))
    assert DEFECTS.workflow.transition("close").leads_to(closed.record).record_id == letter.id
    assert clocks(CUSTODIES, letter.id) == {"until": "2025-03-25 23:59:00"}
    assert "业主取回" in KeyCustody.get().note
    assert waiting.find_differences() == []


def test_the_notice_names_all_the_firm_has_to_do_in_the_flat_or_one_thing_each(defect, take, desk, flat):
    first, second = defect(), defect("阳台", "推拉门卡滞", due_on=day("2025-04-10"))
    values = notice_values(first)
    assert [(row["no"], row["part"]) for row in values["rows"]] == [("1", "主卧飘窗"), ("2", "阳台")]
    assert (str(values["due_on"]), values["key"]) == ("2025-04-10", "没有留钥匙，请与业主约时间")
    settings.change({"defect_notice": "每项一张"}, desk)
    assert [row["part"] for row in notice_values(second)["rows"]] == ["阳台"]


def test_the_register_counts_what_is_not_yet_right(defect, take):
    done = take("notify", defect())
    fix(take, done)
    rows = [take("close", done), defect("阳台"), take("void", defect("厨房"), reason="记错")]
    values = register_values(rows)
    assert (values["count"], values["open"], [row["state"] for row in values["rows"]]) == (
        "2",
        "1",
        ["已合格", "待通知"],
    )
