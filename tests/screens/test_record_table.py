"""The table of any kind: what it shows, sorts, filters, exports, and does with many records at once."""

import datetime
from decimal import Decimal

import openpyxl
import pytest

from desk_app.kernel import store
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.database import database
from desk_app.kernel.errors import DeskError, InvalidRecord
from desk_app.kernel.kind import KINDS
from desk_app.modules.goods_release.records import ConsentCall, ReleasedGoods
from desk_app.screens import bulk_steps, table_output
from desk_app.screens.progress import Cancelled, Progress
from desk_app.screens.record_table import RecordTable


@pytest.fixture
def table(desk):
    """Return a function that gives the table of a kind with its first page."""

    def show(kind_name, at=None):
        made = RecordTable(KINDS[kind_name], at or desk)
        made.refresh()
        return made

    return show


@pytest.fixture
def make_slip(desk, make_room):
    """Return a function that makes a slip an owner has agreed to."""

    def make(carrier="张三", code="3-1-502", answer="agree", **values):
        room = KINDS["rooms"].model.get_or_none(code=code) or make_room(code)
        values = {
            "room": room,
            "carrier": carrier,
            "valid_on": desk.today,
            "carrier_phone": "13912345678",
        } | values
        draft = store.new(KINDS["goods_release_slips"], **values)
        draft.rows["goods"] = [ReleasedGoods(name="沙发", quantity=1)]
        draft.rows["calls"] = [
            ConsentCall(
                called_at=desk.now(), phone="13912345678", spoken_to="业主", answer=answer, called_by="王芳"
            )
        ]
        return store.save(draft, desk).record

    return make


def column(table, name):
    number = [each.name for each in table.columns].index(name)
    return [table.cell(place, number) for place in range(table.count)]


def everything(table):
    """Find all rows as the worker does."""
    assert table.take(table.further().run())
    return table


# -- what is shown ---------------------------------------------------------------------------------------------------


def test_rooms_stand_in_natural_order(table, make_room):
    for code in ("10-1-101", "2-1-502", "2-1-1203"):
        make_room(code)
    assert column(table("rooms"), "code") == ["2-1-502", "2-1-1203", "10-1-101"]


def test_values_are_shown_as_people_read_them(table, make_room):
    make_room("3-1-502", built_area=1_050_000, handed_over_on=datetime.date(2026, 1, 31), use="shop")
    rooms = table("rooms")
    assert column(rooms, "built_area") == ["105.00"]
    assert column(rooms, "handed_over_on") == ["2026-01-31"]
    assert column(rooms, "use") == ["商铺"]
    assert column(rooms, "note") == [""]


def test_secrets_are_masked(table, make_person):
    make_person("张三", "13912345678", id_number="11010519491231002X")
    people = table("people")
    shown = " ".join(people.cell(0, number) for number in range(len(people.columns)))
    assert "11010519491231002" not in shown
    assert "13912345678" not in shown
    assert "****" in shown


def test_the_summary_tells_rooms_and_phone_of_a_person(table, make_room, make_person, hold):
    hold(make_room("3-1-502"), make_person("张三", "13912345678"))
    (summary,) = column(table("people"), "summary")
    assert "3-1-502" in summary
    assert summary.endswith("5678")


def test_links_are_shown_by_title_with_one_query_a_column(table, make_room, make_person, hold):
    people = [make_person(f"户主{number}") for number in range(5)]
    for number, person in enumerate(people):
        hold(make_room(f"3-1-{501 + number}"), person)
    holdings = table("holdings")
    asked = []
    original = database.obj.execute_sql
    database.obj.execute_sql = lambda sql, params=None: (asked.append(sql), original(sql, params))[1]
    try:
        holdings.refresh()
        rooms, names = column(holdings, "room"), column(holdings, "person")
    finally:
        del database.obj.execute_sql
    assert rooms == [f"3-1-{501 + number}" for number in range(5)]
    assert names == [f"户主{number}" for number in range(5)]
    assert len(asked) == 3  # the rows, their rooms, their people


def test_every_kind_can_be_listed_with_all_its_columns_sorted_by_each(office, desk):
    for kind in KINDS.values():
        table = RecordTable(kind, desk)
        table.choose_columns([each.name for each in table.choosable])
        for each in table.choosable:
            for descending in (False, True):
                if each.is_sortable:
                    table.sort(each.name, descending)
                table.refresh()
                everything(table)


def test_a_state_has_its_colour(table, make_slip):
    make_slip()
    slips = table("goods_release_slips")
    assert slips.tone(0) == "waiting"
    assert table("people").pages.is_complete


def test_columns_are_chosen_by_name_and_unknown_ones_are_left_out(table, make_person):
    make_person("张三", note="常来")
    people = table("people")
    people.choose_columns(["note", "gone", "name", "note"])
    people.refresh()
    assert [each.name for each in people.columns] == ["note", "name"]
    assert [people.cell(0, number) for number in range(2)] == ["常来", "张三"]
    people.choose_columns(["gone"])
    assert [each.name for each in people.columns][:2] == ["name", "summary"]


# -- sorting ---------------------------------------------------------------------------------------------------------


def test_a_column_sorts_by_what_sorts_its_field(table, make_room):
    for code in ("10-1-101", "2-1-502"):
        make_room(code)
    rooms = table("rooms")
    rooms.sort("code", descending=True)
    rooms.refresh()
    assert column(rooms, "code") == ["10-1-101", "2-1-502"]


def test_a_link_sorts_as_the_linked_records_do(table, make_room, make_person, hold):
    for code in ("10-1-101", "2-1-502"):
        hold(make_room(code), make_person())
    holdings = table("holdings")
    holdings.sort("room")
    holdings.refresh()
    assert column(holdings, "room") == ["2-1-502", "10-1-101"]


def test_a_choice_sorts_in_the_order_of_its_list(table, make_room):
    for code, use in (("1-1-1", "other"), ("1-1-2", "residence"), ("1-1-3", "shop")):
        make_room(code, use=use)
    rooms = table("rooms")
    rooms.sort("use")
    rooms.refresh()
    assert column(rooms, "use") == ["住宅", "商铺", "其他"]


def test_a_second_column_settles_equals_of_the_first(table, make_room):
    for code, use, layout in (("1-1-1", "shop", "2"), ("1-1-2", "residence", "2"), ("1-1-3", "shop", "1")):
        make_room(code, use=use, layout=layout)
    rooms = table("rooms")
    rooms.sort("use", descending=True)
    rooms.sort("layout", also=True)
    rooms.refresh()
    assert column(rooms, "code") == ["1-1-3", "1-1-1", "1-1-2"]
    rooms.sort("")
    rooms.refresh()
    assert column(rooms, "code") == ["1-1-1", "1-1-2", "1-1-3"]


# -- filters ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def rooms(table, make_room):
    """Return the table of four rooms that differ in everything."""
    day = datetime.date
    make_room("1-1-101", built_area=900_000, handed_over_on=day(2025, 12, 31), layout="两室", use="shop")
    make_room("1-1-102", built_area=1_000_000, handed_over_on=day(2026, 1, 1), layout="三室 100%")
    make_room("1-1-103", built_area=1_200_000, handed_over_on=day(2026, 1, 31), layout="三室")
    make_room("1-1-104", layout="复式_a")
    return table("rooms")


@pytest.mark.parametrize(
    ("name", "typed", "found"),
    [
        ("layout", "三室", "2 3"),
        ("layout", "室 100", "2"),
        ("layout", "%", "2"),
        ("layout", "_", "4"),
        ("built_area", "100", "2"),
        ("built_area", ">100", "3"),
        ("built_area", ">=100", "2 3"),
        ("built_area", "<100", "1"),
        ("built_area", "<=100㎡", "1 2"),
        ("built_area", "90~100", "1 2"),
        ("built_area", "＞１００", "3"),
        ("handed_over_on", "2026", "2 3"),
        ("handed_over_on", "2026-01", "2 3"),
        ("handed_over_on", "2026年1月", "2 3"),
        ("handed_over_on", "2026-01-31", "3"),
        ("handed_over_on", "<2026", "1"),
        ("handed_over_on", ">2025", "2 3"),
        ("handed_over_on", "2025-12-31~2026-01-01", "1 2"),
        ("use", "商铺", "1"),
        ("use", "住", "2 3 4"),
        ("code", "103", "3"),
        ("summary", "104", "4"),
        ("building", "1栋", "1 2 3 4"),
        ("building", "9栋", ""),
    ],
)
def test_what_is_typed_above_a_column_leaves_the_rows_that_fit(rooms, name, typed, found):
    assert rooms.filter(name, typed)
    rooms.refresh()
    assert [code[-1] for code in column(rooms, "code")] == found.split()


@pytest.mark.parametrize(
    ("name", "typed"), [("built_area", "大"), ("handed_over_on", "2026-13"), ("use", "别扭")]
)
def test_a_filter_that_cannot_be_read_hides_nothing_and_says_why(rooms, name, typed):
    assert not rooms.filter(name, typed)
    rooms.refresh()
    assert rooms.count == 4
    assert rooms.problems[name]
    assert rooms.filter(name, "")
    assert rooms.problems == {}


def test_filters_add_up_and_are_taken_away_together(rooms):
    rooms.filter("layout", "三室")
    rooms.filter("built_area", ">100")
    rooms.refresh()
    assert column(rooms, "code") == ["1-1-103"]
    assert rooms.is_filtered
    rooms.show_all()
    rooms.refresh()
    assert rooms.count == 4
    assert not rooms.is_filtered


def test_the_search_of_a_table_finds_what_the_search_everywhere_finds(table, make_room, make_person, hold):
    hold(make_room("3-1-502"), make_person("单雄信", "13912345678"))
    make_room("3-1-503")
    rooms = table("rooms")
    for typed in ("sxx", "5678", "502", "3栋1单元502"):
        rooms.search(typed)
        rooms.refresh()
        assert column(rooms, "code") == ["3-1-502"], typed


def test_a_kind_the_search_does_not_know_is_looked_through_by_its_columns(
    table, make_room, make_person, hold
):
    hold(make_room("3-1-502"), make_person("张三"), relation="本人")
    hold(make_room("3-1-503"), make_person("李四"), relation="配偶")
    holdings = table("holdings")
    for typed in ("配偶", "lisi", "503"):
        holdings.search(typed)
        holdings.refresh()
        assert column(holdings, "person") == ["李四"], typed


def test_states_are_counted_and_chosen(table, make_slip, desk):
    first, _second = make_slip("张三"), make_slip("李四")
    store.apply(KINDS["goods_release_slips"], "issue", first.id, first.version, desk)
    slips = everything(table("goods_release_slips"))
    assert slips.by_state == {"draft": 1, "issued": 1}
    slips.show_states({"issued"})
    slips.refresh()
    assert column(slips, "carrier") == ["张三"]
    assert everything(slips).by_state == {"draft": 1, "issued": 1}


def test_what_waits_for_me_is_what_my_role_can_take_further(table, make_slip, desk, guard):
    first, _second = make_slip("张三"), make_slip("李四")
    store.apply(KINDS["goods_release_slips"], "issue", first.id, first.version, desk)
    slips = table("goods_release_slips", guard)
    slips.show_states(slips.my_states)
    slips.refresh()
    assert column(slips, "carrier") == ["张三"]
    nobody = table("goods_release_slips", Desk(Actor("过客", frozenset()), desk.now))
    assert nobody.my_states == frozenset()


def test_a_record_saved_elsewhere_shows_after_reading_again(table, make_person, desk):
    person = make_person("张三")
    people = table("people")
    draft = store.load(KINDS["people"], person.id)
    draft.record.note = "搬走了"
    store.save(draft, desk)
    people.reread()
    everything(people)
    assert column(people, "note") == ["搬走了"]


@pytest.mark.parametrize("name", ["code", "use", "built_area", "handed_over_on"])
@pytest.mark.parametrize("descending", [False, True])
def test_the_first_page_and_all_rows_of_a_filter_stand_in_the_same_order(rooms, name, descending):
    rooms.filter("code", "1-1")
    rooms.sort(name, descending)
    rooms.refresh()
    first = [rooms.record_id(place) for place in range(rooms.count)]
    everything(rooms)
    assert [rooms.record_id(place) for place in range(rooms.count)] == first
    assert len(first) == 4


# -- what leaves it --------------------------------------------------------------------------------------------------


def test_rows_are_copied_as_shown_with_headings_and_tabs(table, make_person):
    make_person("张三", "13912345678", note="第一行\n第二行\t尾")
    people = table("people")
    people.choose_columns(["name", "summary", "note"])
    people.refresh()
    heading, line = table_output.copy_text(people, [0]).split("\n")
    assert heading == "姓名或单位名称\t摘要\t备注"
    assert line.split("\t")[0] == "张三"
    assert "13912345678" not in line
    assert line.split("\t")[2] == "第一行 第二行 尾"


def test_too_many_rows_are_not_copied_and_the_sentence_says_what_to_do(table):
    with pytest.raises(DeskError, match="导出 Excel"):
        table_output.copy_text(table("people"), range(table_output.MOST_COPIED + 1))


def test_all_rows_as_filtered_and_sorted_are_exported_with_numbers_days_and_text(rooms, tmp_path):
    rooms.filter("layout", "室")
    rooms.sort("code", descending=True)
    rooms.refresh()
    path = tmp_path / "房屋.xlsx"
    assert table_output.export(rooms, path, Progress()) == 3
    sheet = openpyxl.load_workbook(path).active
    rows = list(sheet.iter_rows(values_only=True))
    named = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert [row["房号"] for row in named] == ["1-1-103", "1-1-102", "1-1-101"]
    assert named[1]["建筑面积"] == 100
    assert named[1]["交付日期"] == datetime.datetime(2026, 1, 1)
    assert [
        event.action
        for event in store.AuditRow.select().where(store.AuditRow.kind == "rooms").order_by(store.AuditRow.id)
    ][-1] == "export"


def test_an_export_holds_no_formula_and_no_whole_secret(table, make_person, tmp_path):
    make_person(
        '=HYPERLINK("http://x","点我")', "13912345678", id_number="11010519491231002X", note="@SUM(1)"
    )
    people = table("people")
    path = tmp_path / "人.xlsx"
    table_output.export(people, path, Progress())
    cells = [
        cell for row in openpyxl.load_workbook(path).active.iter_rows(min_row=2) for cell in row if cell.value
    ]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(
        secret in str(cell.value) for cell in cells for secret in ("13912345678", "11010519491231002")
    )


def test_an_export_that_is_cancelled_leaves_no_file_and_an_older_one_untouched(table, make_person, tmp_path):
    make_person("张三")
    path = tmp_path / "人.xlsx"
    path.write_bytes(b"old")
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        table_output.export(table("people"), path, progress)
    assert path.read_bytes() == b"old"
    assert [found.name for found in tmp_path.iterdir() if found.suffix == ".part"] == []


def test_an_export_to_a_place_that_cannot_be_written_says_what_to_do(table, make_person, tmp_path):
    make_person("张三")
    with pytest.raises(DeskError, match="没有导出"):
        table_output.export(table("people"), tmp_path / "没有" / "人.xlsx", Progress())


# -- many at once ----------------------------------------------------------------------------------------------------


def test_steps_offered_for_many_are_those_some_of_them_can_take(make_slip, desk, guard):
    slips = KINDS["goods_release_slips"]
    first, second = make_slip("张三"), make_slip("李四")
    store.apply(slips, "issue", first.id, first.version, desk)
    ids = [first.id, second.id]
    assert {step.name: step.count for step in bulk_steps.offered(slips, ids, desk)}["void"] == 2
    assert {step.name: step.count for step in bulk_steps.offered(slips, ids, desk)}["issue"] == 1
    assert [step.name for step in bulk_steps.offered(slips, ids, guard)] == ["release", "return"]
    assert bulk_steps.offered(KINDS["people"], [1], desk) == []


def test_a_rehearsal_tells_who_would_be_refused_and_changes_nothing(make_slip, desk):
    slips = KINDS["goods_release_slips"]
    good, bad = make_slip("张三", answer="no_answer"), make_slip("李四")
    rehearsal = bulk_steps.rehearse(slips, "hold", [good.id, bad.id], desk, Progress())
    assert rehearsal.fitting == (good.id,)
    assert ["李四" in refused.title for refused in rehearsal.refused] == [True]
    assert {store.load(slips, each).record.state for each in (good.id, bad.id)} == {"draft"}
    voided = bulk_steps.rehearse(slips, "void", [good.id, bad.id], desk, Progress())
    assert voided.fitting == (good.id, bad.id)


def test_many_take_a_step_each_by_itself_and_the_refused_are_named(make_slip, desk):
    slips = KINDS["goods_release_slips"]
    good, bad = make_slip("张三", answer="no_answer"), make_slip("李四")
    report = bulk_steps.press(slips, "hold", [good.id, bad.id], desk, Progress())
    assert report.done == 1
    assert [("李四" in refused.title, bool(refused.why)) for refused in report.refused] == [(True, True)]
    assert store.load(slips, good.id).record.state == "held"
    assert store.load(slips, bad.id).record.state == "draft"
    assert "1" in report.sentence


def test_a_reason_is_kept_with_each(make_slip, desk):
    slips = KINDS["goods_release_slips"]
    made = [make_slip("张三"), make_slip("李四")]
    report = bulk_steps.press(slips, "void", [slip.id for slip in made], desk, Progress(), reason="重复录入")
    assert report.done == 2
    assert [store.history(slips, slip.id)[0].reason for slip in made] == ["重复录入", "重复录入"]


def test_stopping_keeps_what_was_done_and_says_so(make_slip, desk):
    slips = KINDS["goods_release_slips"]
    ids = [make_slip(name).id for name in ("张三", "李四", "王五")]
    progress = Progress(every=0)
    progress._on_step = lambda done, total, text: progress.cancel() if done == 1 else None
    report = bulk_steps.press(slips, "void", ids, desk, progress, reason="测试")
    assert report.is_stopped
    assert report.done == 2
    assert "停止" in report.sentence
    assert [store.load(slips, each).record.state for each in ids] == ["void", "void", "draft"]


def test_what_a_step_asks_for_is_read_as_its_fields_read_it(desk):
    slips = KINDS["goods_release_slips"]
    assert bulk_steps.read_entries(slips, "archive", {"all_signed": "是"}, desk) == {"all_signed": True}
    with pytest.raises(InvalidRecord):
        bulk_steps.read_entries(slips, "release", {"released_at": "昨天"}, desk)


def test_amounts_are_exported_as_exact_numbers(tmp_path):
    from desk_app.kernel.sheets_out import SheetColumn, write_sheet

    path = tmp_path / "账.xlsx"
    columns = [SheetColumn("金额", 12, "money"), SheetColumn("电话"), SheetColumn("日期", 12, "day")]
    rows = [[Decimal("1234.56"), "0551", datetime.date(2026, 1, 31)], [Decimal("-0.01"), "=1+1", None]]
    assert write_sheet(path, "账/目:一*", columns, rows) == 2
    sheet = openpyxl.load_workbook(path).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        [1234.56, "0551", datetime.datetime(2026, 1, 31)],
        [-0.01, "=1+1", None],
    ]
    assert sheet["B3"].data_type == "s"
