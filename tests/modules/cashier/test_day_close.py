"""Day close (日结, F58): the matrix of the day, cash counted, over and short, and the lock."""

import datetime
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.kernel import store
from desk_app.kernel.errors import DeskError, TransitionRefused
from desk_app.modules.cashier import corrections, prepaid, undoing
from desk_app.modules.cashier.day_close import DAY_CLOSES, TillCount, close_day, count_up, snapshot_of
from desk_app.modules.cashier.day_figures import day_figures, days_to_close
from desk_app.modules.cashier.day_matrix import add_up, columns_of, spread
from desk_app.modules.cashier.payments import Payment, new_request, take_payment
from desk_app.modules.cashier.records import DayClose
from desk_app.modules.cashier.tenders import Tender

TODAY = datetime.date(2026, 11, 23)


def matrix(figures):
    return {row.name: row.by_method for row in figures.matrix}


# -- the day of domain.md ----------------------------------------------------------------------------------------


def test_v22_float_500_counted_1866_is_0_09_over_and_500_09_stays(owe, pay, cashier, accountant_close):
    owe(136591, "2026-09")
    owe(68088, "2026-10")
    pay(136591, cashier)
    wrong = pay(68088, cashier)
    undoing.reverse_receipt(wrong.id, "收错房号", cashier, "孙经理")
    till = TillCount(counted=186600, float_before=50000, banked=136591, note="零头找不开")
    close = close_day("王芳", TODAY, till, cashier)
    assert (close.cash_expected, close.difference) == (186591, 9)
    assert close.cash_counted - close.banked == 50009
    tomorrow = accountant_close("王芳", "2026-11-24")
    assert day_figures("王芳", tomorrow.today).float_before == 50009


@pytest.fixture
def accountant_close(sit):
    return lambda name, day: sit(name, on=day)


def test_cash_is_counted_by_denomination():
    assert count_up({10000: 18, 5000: 1, 1000: 1, 500: 1, 100: 1}) == 186600
    assert count_up({50: 3, 10: 2}) == 170
    for pieces in ({200: 1}, {100: -1}):
        with pytest.raises(DeskError, match="面额"):
            count_up(pieces)


# -- the matrix --------------------------------------------------------------------------------------------------


def test_one_receipt_of_several_items_and_methods_adds_up_both_ways(owe, room, cashier, items):
    fee, water = owe(20000), owe(5003, item="SF")
    take_payment(
        Payment(
            room_id=room.id,
            payer_name="张伟",
            request=new_request(),
            picks=((fee.id, 20000), (water.id, 5003)),
            to_prepaid=1000,
            rounding=3,
            tenders=(Tender("cash", 12000), Tender("wechat", 14000, "4200001")),
            tendered=15000,
        ),
        cashier,
    )
    figures = day_figures("王芳", TODAY, 0)
    assert figures.by_method == {"cash": 12000, "wechat": 14000}
    assert {name: sum(row.values()) for name, row in matrix(figures).items()} == {
        "水费": 5003,
        "物业服务费": 20000,
        "预存款": 1000,
        "抹零": -3,
    }
    assert (figures.prepaid_in, figures.cash_expected, figures.change) == (1000, 12000, 3000)


@given(
    lines=st.lists(st.integers(-500, 5000), min_size=1, max_size=6),
    cuts=st.lists(st.integers(1, 4000), max_size=4),
    flip=st.booleans(),
)
def test_rows_add_up_to_the_lines_and_columns_to_the_methods(lines, cuts, flip):
    total = sum(lines)
    methods = [(f"m{place}", cut) for place, cut in enumerate(cuts)]
    methods.append(("last", total - sum(cuts)))
    if flip:
        lines, methods = [-fen for fen in lines], [(name, -fen) for name, fen in methods]
    cells = spread(list(enumerate(lines)), methods)
    rows = add_up(cells)
    for place, fen in enumerate(lines):
        assert sum(rows.get(place, {}).values()) == fen
    columns = columns_of(rows)
    assert {name: fen for name, fen in columns.items() if fen} == {name: fen for name, fen in methods if fen}


def test_offsets_are_shown_but_are_no_cash(owe, pay, room, cashier):
    pay(30000, cashier)
    owe(22696)
    prepaid.offset_room(room.id, cashier)
    figures = day_figures("王芳", TODAY, 0)
    assert figures.by_method == {"cash": 30000, "prepaid": 22696}
    assert (figures.money, figures.cash_expected, figures.prepaid_offset) == (30000, 30000, 22696)


def test_void_receipts_are_listed_and_count_nowhere(owe, pay, cashier):
    owe(22696)
    receipt = pay(22696, cashier)
    undoing.void_receipt(receipt.id, "重复收款", cashier)
    pay(22696, cashier, method="wechat", reference="42")
    figures = day_figures("王芳", TODAY, 0)
    assert (figures.voids, figures.cash_expected) == ((receipt.number,), 0)
    assert [(series.prefix, series.count) for series in figures.series] == [("SJ", 2)]


def test_a_method_corrected_after_the_close_moves_the_cash_of_the_day_it_is_corrected(owe, pay, cashier, sit):
    owe(22696)
    receipt = pay(22696, cashier)
    close_day("王芳", TODAY, TillCount(counted=22696), cashier)
    tomorrow = sit("吴会计", "accountant", on="2026-11-24")
    corrections.correct_method(
        receipt.id, Tender("cash", 22696), Tender("wechat", 22696, "42"), "实为微信", tomorrow
    )
    figures = day_figures("王芳", tomorrow.today)
    assert matrix(figures) == {"收款方式更正": {"cash": -22696, "wechat": 22696}}
    assert figures.cash_expected == 0


def test_each_cashier_has_a_day_of_his_own(owe, pay, cashier, other_cashier):
    owe(20000)
    pay(12000, cashier)
    pay(8000, other_cashier)
    assert day_figures("王芳", TODAY).cash_expected == 12000
    assert day_figures("赵敏", TODAY).cash_expected == 8000


def test_a_till_that_is_over_or_short_is_closed_only_with_a_reason(owe, pay, cashier):
    owe(22696)
    pay(22696, cashier)
    for counted, verdict in ((22695, "短款 0.01 元"), (22700, "长款 0.04 元")):
        with pytest.raises(DeskError, match=f"{verdict}，请在备注写明原因"):
            close_day("王芳", TODAY, TillCount(counted=counted, note="  "), cashier)
    with pytest.raises(DeskError, match="不能小于 0"):
        close_day("王芳", TODAY, TillCount(pieces={10000: 3}, loose=-1, note="错"), cashier)
    close = close_day("王芳", TODAY, TillCount(counted=22695, note="找零多给一分"), cashier)
    assert (close.difference, close.note) == (-1, "找零多给一分")


# -- the lock ----------------------------------------------------------------------------------------------------


def test_after_the_close_nothing_more_is_taken_voided_or_closed(owe, pay, cashier, other_cashier):
    owe(22696)
    receipt = pay(20000, cashier)
    close_day("王芳", TODAY, TillCount(counted=20000), cashier)
    for act in (
        lambda: pay(2696, cashier),
        lambda: undoing.void_receipt(receipt.id, "错", cashier),
        lambda: close_day("王芳", TODAY, TillCount(counted=20000), cashier),
    ):
        with pytest.raises(DeskError, match="已经日结"):
            act()
    assert pay(2696, other_cashier).total == 2696


def test_days_are_closed_in_their_order(owe, pay, sit):
    owe(22696)
    pay(10000, sit("王芳", on="2026-11-22"))
    today = sit("王芳")
    pay(12696, today)
    with pytest.raises(DeskError, match="请先日结 2026-11-22"):
        close_day("王芳", TODAY, TillCount(counted=0), today)
    assert days_to_close(TODAY) == [("王芳", datetime.date(2026, 11, 22)), ("王芳", TODAY)]
    close_day("王芳", datetime.date(2026, 11, 22), TillCount(counted=10000, banked=9000), today)
    close = close_day("王芳", TODAY, TillCount(counted=13696), today)
    assert (close.float_before, close.difference) == (1000, 0)
    assert days_to_close(TODAY) == []


def test_a_day_ahead_more_banked_than_counted_and_another_persons_day_are_refused(cashier, other_cashier):
    with pytest.raises(DeskError, match="还没有到"):
        close_day("王芳", datetime.date(2026, 11, 24), TillCount(counted=0), cashier)
    with pytest.raises(DeskError, match="不能多于"):
        close_day("王芳", TODAY, TillCount(counted=100, banked=101), cashier)
    with pytest.raises(DeskError, match="替别人日结"):
        close_day("王芳", TODAY, TillCount(counted=0), other_cashier)
    with pytest.raises(DeskError, match="不一致"):
        close_day("王芳", TODAY, TillCount(counted=100, pieces={100: 2}), cashier)


def test_a_close_takes_in_the_money_however_the_name_is_typed(owe, pay, sit):
    owe(50000)
    pay(10000, sit("Wang"))
    close = close_day("wang", TODAY, TillCount(counted=10000), sit("wang"))
    assert (close.cash_expected, close.difference, days_to_close(TODAY)) == (10000, 0, [])
    with pytest.raises(DeskError, match="已经日结"):
        pay(10000, sit("Wang"))
    assert day_figures("Ｗａｎｇ", datetime.date(2026, 11, 24)).float_before == 10000


def test_the_day_of_somebody_who_never_took_money_is_not_closed(owe, pay, cashier, sit):
    owe(10000)
    pay(10000, cashier)
    with pytest.raises(DeskError, match="没有 王方 开的收据"):
        close_day("王方", TODAY, TillCount(counted=0), sit("周会计", "accountant"))
    assert close_day("王芳", TODAY, TillCount(counted=10000), sit("周会计", "accountant")).difference == 0


def test_the_float_goes_on_from_the_last_close_and_what_is_missing_is_short(owe, pay, sit):
    owe(60000)
    pay(50000, sit(on="2026-11-22"))
    close_day("王芳", datetime.date(2026, 11, 22), TillCount(counted=50000), sit(on="2026-11-22"))
    pay(10000, sit())
    with pytest.raises(DeskError, match=r"2026-11-22 日结留下备用金 500.00 元，填的是 0.00 元"):
        close_day("王芳", TODAY, TillCount(counted=10000, float_before=0), sit())
    close = close_day("王芳", TODAY, TillCount(counted=10000, note="备用金不见了"), sit())
    assert (close.float_before, close.difference) == (50000, -50000)


def test_a_day_before_the_last_close_is_not_closed_any_more(owe, pay, sit):
    owe(60000)
    pay(10000, sit())
    close_day("王芳", TODAY, TillCount(counted=10000), sit())
    with pytest.raises(DeskError, match="已经日结到 2026-11-23"):
        close_day("王芳", datetime.date(2026, 11, 20), TillCount(counted=0), sit(on="2026-11-24"))


def test_a_second_person_reopens_the_day_and_it_is_closed_anew(owe, pay, cashier, sit):
    owe(22696)
    pay(20000, cashier)
    close = close_day("王芳", TODAY, TillCount(counted=20000), cashier)
    with pytest.raises(TransitionRefused, match="不能打开自己的日结"):
        store.apply(DAY_CLOSES, "reopen", close.id, close.version, sit("王芳", "manager"), reason="漏收一笔")
    store.apply(DAY_CLOSES, "reopen", close.id, close.version, sit("孙经理", "manager"), reason="漏收一笔")
    pay(2696, cashier)
    again = close_day("王芳", TODAY, TillCount(counted=22696), cashier)
    assert (again.difference, DayClose.select().count()) == (0, 2)
    assert DayClose.get_by_id(close.id).cash_counted == 20000


def test_the_bank_slip_comes_the_next_morning(cashier, sit):
    close = close_day("王芳", TODAY, TillCount(counted=50000, float_before=50000), cashier)
    morning = sit("王芳", on="2026-11-24")
    entries = {"bank_slip": "0551-20261124-17", "banked_on": morning.today}
    banked = store.apply(DAY_CLOSES, "bank", close.id, close.version, morning, entries=entries)
    assert (banked.record.bank_slip, banked.record.state) == ("0551-20261124-17", "closed")


def test_the_figures_of_the_close_are_kept(owe, pay, cashier):
    owe(22696)
    receipt = pay(22696, cashier)
    close = close_day("王芳", TODAY, TillCount(pieces={10000: 2, 1000: 2, 500: 1, 100: 1}, loose=96), cashier)
    kept = snapshot_of(close)
    assert kept["series"] == [{"prefix": "SJ", "first": receipt.number, "last": receipt.number, "count": 1}]
    assert json.loads(close.counted) == {"10000": 2, "1000": 2, "500": 1, "100": 1, "loose": 96}
    assert (close.cash_counted, close.difference) == (22696, 0)
