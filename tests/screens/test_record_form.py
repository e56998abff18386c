"""Filling in a form: what is typed, what follows from it, what is refused, and two people at one record."""

import datetime

import pytest

from desk_app.kernel import store
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.attachments import AttachmentContent, attach, attached
from desk_app.kernel.errors import DeskError, NotFound, TransitionRefused
from desk_app.kernel.kind import KINDS, Draft
from desk_app.kernel.store import AuditRow
from desk_app.kernel.words import use_language
from desk_app.screens.form_rows import read_block
from desk_app.screens.record_form import RecordForm
from desk_app.screens.record_history import read_history

SLIPS = "goods_release_slips"
MONDAY = datetime.datetime(2026, 11, 23, 9, 5)


@pytest.fixture
def room(make_room):
    return make_room("3-1-502")


@pytest.fixture
def owner(room, make_person, hold):
    person = make_person("张伟", id_number="11010519491231002X")
    hold(room, person)
    return person


@pytest.fixture
def slip_form(desk, room, owner):
    form = RecordForm.start(KINDS["goods_release_slips"], desk, room=room.id)
    form.enter_row("goods", 0, "name", "沙发")
    form.enter_row("goods", 0, "quantity", "1")
    return form


def as_stored(form):
    return store.load(form.kind, form.record.id)


class TestTyping:
    def test_text_that_is_no_day_stays_as_typed_with_the_reason(self, slip_form):
        slip_form.enter("valid_on", "二月三十")
        assert slip_form.text("valid_on") == "二月三十"
        assert "二月三十" in slip_form.problems["valid_on"]
        assert not slip_form.save()
        slip_form.enter("valid_on", "今天")
        assert slip_form.text("valid_on") == "2026-11-23"
        assert slip_form.problems == {}

    def test_a_change_of_language_changes_nothing_that_was_typed(self, desk, room, owner):
        form = RecordForm.start(KINDS[SLIPS], desk, room=room.id)
        assert form.rows["goods"].rows[0].text("unit") == "件"
        use_language("en")
        try:
            assert not form.is_dirty
            assert form.draft().rows["goods"] == []
        finally:
            use_language("zh_CN")

    def test_a_form_opened_with_a_room_names_the_owner_and_is_not_changed_yet(self, desk, room, owner):
        form = RecordForm.start(KINDS["goods_release_slips"], desk, room=room.id)
        assert form.text("room") == "3-1-502"
        assert form.text("carrier") == "张伟"
        assert form.text("valid_on") == "2026-11-23"
        assert not form.is_dirty

    def test_choosing_a_room_fills_in_its_owner(self, desk, room, owner):
        form = RecordForm.start(KINDS["goods_release_slips"], desk)
        assert form.text("carrier") == ""
        form.choose("room", room.id)
        assert form.text("carrier") == "张伟"
        assert form.is_dirty

    def test_typing_a_whole_room_number_chooses_it(self, desk, room, owner):
        form = RecordForm.start(KINDS["goods_release_slips"], desk)
        form.enter("room", "3-1-502")
        assert form.record.room_id == room.id
        assert form.text("owner_name") == "张伟"

    def test_text_that_finds_several_rooms_asks_for_a_choice(self, desk, room, owner, make_room):
        make_room("2-1-502")
        form = RecordForm.start(KINDS["goods_release_slips"], desk)
        form.enter("room", "502")
        assert form.record.room_id is None
        assert form.text("room") == "502"
        assert "2 个" in form.problems["room"]

    def test_text_that_finds_no_room_says_so(self, slip_form):
        slip_form.enter("room", "没有的房")
        assert "没有找到" in slip_form.problems["room"]

    def test_emptying_a_link_takes_the_record_away(self, slip_form):
        slip_form.enter("room", "")
        assert slip_form.record.room_id is None
        assert not slip_form.save()
        assert "room" in slip_form.problems

    def test_rooms_used_lately_are_offered_for_nothing_typed(self, slip_form, desk):
        assert slip_form.save()
        form = RecordForm.start(slip_form.kind, desk)
        assert [target.title for target in form.suggest("room", " ")] == ["3-1-502"]

    def test_missing_entries_are_all_named_at_once(self, desk):
        form = RecordForm.start(KINDS["goods_release_slips"], desk)
        form.enter("valid_on", "?")
        assert not form.save()
        assert {"room", "carrier", "valid_on"} <= form.problems.keys()
        assert "?" in form.problems["valid_on"]

    def test_filling_in_a_refused_field_takes_its_problem_away(self, desk):
        form = RecordForm.start(KINDS["goods_release_slips"], desk)
        form.save()
        form.enter("carrier", "李四")
        assert "carrier" not in form.problems
        assert "room" in form.problems


class TestUndo:
    def test_an_edit_can_be_taken_back_and_done_again(self, slip_form):
        slip_form.enter("cause", "搬家")
        slip_form.enter("vehicle", "京A12345")
        assert slip_form.undo()
        assert (slip_form.text("cause"), slip_form.text("vehicle")) == ("搬家", "")
        assert slip_form.redo()
        assert slip_form.text("vehicle") == "京A12345"
        assert not slip_form.redo()

    def test_what_followed_from_an_edit_goes_with_it(self, desk, room, owner):
        form = RecordForm.start(KINDS["goods_release_slips"], desk)
        form.choose("room", room.id)
        form.undo()
        assert (form.text("room"), form.text("carrier")) == ("", "")
        assert not form.is_dirty

    def test_typing_on_in_one_field_is_one_edit(self, slip_form):
        slip_form.enter("cause", "搬")
        slip_form.enter("cause", "搬家")
        slip_form.undo()
        assert slip_form.text("cause") == ""

    def test_unreadable_text_and_rows_come_back_too(self, slip_form):
        slip_form.enter_row("goods", 1, "quantity", "两个")
        slip_form.change_rows("goods", lambda rows: rows.remove(1))
        slip_form.undo()
        assert slip_form.rows["goods"].rows[1].text("quantity") == "两个"
        assert "goods.1.quantity" in slip_form.problems

    def test_typing_after_undo_forgets_what_was_taken_back(self, slip_form):
        slip_form.enter("cause", "搬家")
        slip_form.undo()
        slip_form.enter("vehicle", "京A12345")
        assert not slip_form.can_redo


class TestRows:
    def test_there_is_always_one_empty_row_to_write_in(self, slip_form):
        for line in range(4):
            slip_form.enter_row("goods", line, "name", f"纸箱{line}")
        assert len(slip_form.rows["goods"].rows) == 5
        assert len(slip_form.draft().rows["goods"]) == 4

    def test_gaps_between_rows_close_when_saved(self, slip_form):
        slip_form.enter_row("goods", 2, "name", "冰箱")
        slip_form.enter_row("goods", 2, "quantity", "1")
        assert slip_form.save()
        assert [row.name for row in as_stored(slip_form).rows["goods"]] == ["沙发", "冰箱"]
        assert slip_form.rows["goods"].rows[1].text("name") == "冰箱"

    def test_a_missing_quantity_is_named_with_its_line(self, slip_form):
        slip_form.enter_row("goods", 1, "name", "冰箱")
        assert not slip_form.save()
        assert "第 2 行" in slip_form.problems["goods.1.quantity"]
        slip_form.enter_row("goods", 1, "quantity", "2")
        assert slip_form.save()

    def test_a_block_copied_from_excel_fills_cells_and_adds_rows(self, slip_form):
        slip_form.paste("goods", 1, "name", "冰箱\t双门\t台\t1\r\n纸箱\t\t只\t12\r\n电视\t65寸\t台\t1\r\n")
        assert slip_form.save()
        shown = [
            [row.text(name) for name in ("name", "spec", "unit", "quantity")]
            for row in slip_form.rows["goods"].filled()
        ]
        assert shown[1:] == [
            ["冰箱", "双门", "台", "1"],
            ["纸箱", "", "只", "12"],
            ["电视", "65寸", "台", "1"],
        ]

    def test_a_block_with_unreadable_cells_is_taken_and_they_are_named(self, slip_form):
        slip_form.paste("goods", 0, "quantity", "三\n4")
        assert slip_form.rows["goods"].rows[0].text("quantity") == "三"
        assert "三" in slip_form.problems["goods.0.quantity"]
        assert slip_form.rows["goods"].rows[1].text("quantity") == "4"

    def test_a_block_that_does_not_fit_is_refused_whole(self, slip_form):
        before = slip_form.rows["goods"].rows[0].text("name")
        with pytest.raises(DeskError, match="只有 2 列"):
            slip_form.paste("goods", 0, "unit", "件\t1\t多")
        with pytest.raises(DeskError, match="最多 40 行"):
            slip_form.paste("goods", 0, "name", "\n".join(["箱"] * 41))
        assert slip_form.rows["goods"].rows[0].text("name") == before
        assert not slip_form.rows["goods"].rows[1].text("name")

    def test_the_last_allowed_row_can_be_filled_and_no_more(self, slip_form):
        slip_form.paste("goods", 0, "name", "\n".join(["箱"] * 40))
        assert len(slip_form.rows["goods"].rows) == 40
        with pytest.raises(DeskError, match="最多 40 行"):
            slip_form.change_rows("goods", lambda rows: rows.add(0))

    def test_rows_move_and_keep_what_was_typed(self, slip_form):
        slip_form.enter_row("goods", 1, "name", "冰箱")
        slip_form.enter_row("goods", 1, "quantity", "x")
        slip_form.change_rows("goods", lambda rows: rows.move(1, 0))
        assert [row.text("name") for row in slip_form.rows["goods"].rows[:2]] == ["冰箱", "沙发"]
        assert "goods.0.quantity" in slip_form.problems

    def test_cells_with_line_breaks_and_stray_quotes_are_read_as_excel_writes_them(self):
        assert read_block('"三人\n沙发"\t1\r\n5" 管\t2\r\n') == [["三人\n沙发", "1"], ['5" 管', "2"]]
        assert read_block('"没有关上\t1\n下一行\t2') == [['"没有关上', "1"], ["下一行", "2"]]


class TestSecrets:
    def test_a_stored_number_is_masked_and_stays_when_not_retyped(self, desk, owner):
        form = RecordForm.open(KINDS["people"], desk, owner.id)
        masked = form.text("id_number")
        assert "*" in masked
        form.enter("id_number", masked)
        form.enter("note", "常客")
        assert form.save()
        assert as_stored(form).record.id_number == "11010519491231002X"

    def test_a_half_overwritten_mask_is_refused_and_nothing_is_stored(self, desk, owner):
        form = RecordForm.open(KINDS["people"], desk, owner.id)
        form.enter("id_number", form.text("id_number") + "1")
        assert not form.save()
        assert "星号" in form.problems["id_number"]
        assert as_stored(form).record.id_number == "11010519491231002X"

    def test_a_number_typed_now_is_shown_whole_until_saved(self, desk, owner):
        form = RecordForm.open(KINDS["people"], desk, owner.id)
        form.enter("id_number", "110105194912310038")
        assert form.text("id_number") == "110105194912310038"

    def test_looking_at_a_number_is_logged_with_the_reason_but_not_the_number(self, desk, owner):
        form = RecordForm.open(KINDS["people"], desk, owner.id)
        assert form.reveal("id_number", "核对身份") == "11010519491231002X"
        row = AuditRow.select().order_by(AuditRow.id.desc()).get()
        assert (row.action, row.reason, row.record_id) == ("reveal", "核对身份", owner.id)
        assert "1949" not in row.changes
        line = read_history(form.kind, owner.id)[0]
        assert (line.what, line.changes[0].label) == ("查看完整号码", "证件号码")

    def test_text_kept_elsewhere_holds_masked_numbers_only(self, desk, owner):
        form = RecordForm.open(KINDS["people"], desk, owner.id)
        assert "11010519491231002X" not in form.as_text()
        assert "张伟" in form.as_text()


class TestSteps:
    def test_a_new_slip_is_saved_and_issued_with_one_press(self, slip_form):
        assert slip_form.press("issue")
        assert slip_form.record.state == "issued"
        assert slip_form.text("number") == "FX-202611-0001"
        assert slip_form.read_only
        assert not slip_form.is_dirty

    def test_a_refused_step_keeps_what_was_saved_before_it(self, slip_form):
        slip_form.enter("carrier_relation", "租户")
        with pytest.raises(TransitionRefused, match="核实业主意见"):
            slip_form.press("issue")
        assert as_stored(slip_form).record.carrier_relation == "tenant"
        assert not slip_form.is_dirty

    def test_a_button_tells_why_it_cannot_be_pressed(self, slip_form):
        slip_form.enter("carrier_relation", "租户")
        slip_form.save()
        issue = {button.name: button for button in slip_form.buttons}["issue"]
        assert "核实业主意见" in issue.why_not
        assert not issue.unfit

    def test_a_step_for_others_names_who_takes_it(self, slip_form):
        slip_form.save()
        guard = Desk(Actor("老李", frozenset({"guard"})), lambda: MONDAY)
        form = RecordForm.open(slip_form.kind, guard, slip_form.record.id)
        assert {button.name: button.unfit for button in form.buttons}["issue"]
        assert "客户助理" in {button.name: button.why_not for button in form.buttons}["issue"]

    def test_asked_fields_are_read_as_typed_and_refused_when_unreadable(self, slip_form):
        slip_form.press("issue")
        assert not slip_form.press("release", entries={"released_at": "中午"})
        assert "中午" in slip_form.problems["released_at"]
        assert slip_form.press("release", entries={"released_at": "09:00", "gate_guard": "老李"})
        assert slip_form.text("released_at") == "2026-11-23 09:00"

    def test_a_step_with_a_reason_is_refused_without_one(self, slip_form):
        slip_form.save()
        with pytest.raises(TransitionRefused, match="原因"):
            slip_form.press("void", " ")
        assert slip_form.press("void", "填错房号")
        assert read_history(slip_form.kind, slip_form.record.id)[0].reason == "填错房号"

    def test_the_strip_shows_where_the_slip_is(self, slip_form):
        assert [(state.label, state.stage) for state in slip_form.path] == [
            ("受理", "now"), ("已开条", "ahead"), ("已放行", "ahead"), ("已存档", "ahead"),
        ]  # fmt: skip
        slip_form.press("issue")
        assert [state.stage for state in slip_form.path] == ["done", "now", "ahead", "ahead"]

    def test_a_state_beside_the_way_ends_the_strip(self, slip_form):
        slip_form.save()
        slip_form.press("void", "填错")
        assert [(state.label, state.stage) for state in slip_form.path] == [
            ("受理", "done"),
            ("已作废", "now"),
        ]

    def test_a_running_deadline_tells_the_time_left(self, slip_form):
        assert slip_form.clocks == []
        slip_form.press("issue")
        (running,) = slip_form.clocks
        assert running.due_at == datetime.datetime(2026, 11, 23, 23, 59)
        assert (running.text, running.tone) == ("还有 14 小时 54 分", "quiet")
        assert not running.is_over

    def test_only_a_slip_without_a_number_can_be_deleted(self, slip_form):
        slip_form.save()
        assert slip_form.can_remove
        slip_form.press("issue")
        assert not slip_form.can_remove


class TestTwoAtOneRecord:
    @pytest.fixture
    def mine(self, slip_form):
        slip_form.enter("cause", "搬家")
        assert slip_form.save()
        return slip_form

    @pytest.fixture
    def theirs(self, mine):
        other = Desk(Actor("小王"), lambda: MONDAY)
        return RecordForm.open(mine.kind, other, mine.record.id)

    def test_the_later_save_is_told_who_came_first_and_what_they_changed(self, mine, theirs):
        theirs.enter("carrier", "李四")
        theirs.enter("note", "贵重")
        theirs.save()
        mine.enter("carrier", "王五")
        assert not mine.save()
        assert "小王" in mine.clash.message
        told = {one.label: (one.before, one.mine, one.theirs, one.clash) for one in mine.conflict()}
        assert told["携带人"] == ("张伟", "王五", "李四", True)
        assert told["备注"] == ("", "", "贵重", False)
        assert mine.text("carrier") == "王五"
        assert as_stored(mine).record.carrier == "李四"

    def test_keeping_mine_changes_only_what_i_typed(self, mine, theirs):
        theirs.enter("note", "贵重")
        theirs.save()
        mine.enter("carrier", "王五")
        mine.save()
        mine.keep_mine()
        assert mine.conflict() == []
        assert mine.save()
        stored = as_stored(mine).record
        assert (stored.carrier, stored.note) == ("王五", "贵重")

    def test_keeping_my_rows_stores_those_they_deleted(self, mine, theirs):
        theirs.change_rows("goods", lambda rows: rows.remove(0))
        theirs.enter_row("goods", 0, "name", "电视")
        theirs.enter_row("goods", 0, "quantity", "1")
        assert theirs.save()
        mine.enter_row("goods", 0, "spec", "三人")
        assert not mine.save()
        mine.keep_mine()
        assert mine.save()
        assert [(row.name, row.spec) for row in as_stored(mine).rows["goods"]] == [("沙发", "三人")]

    def test_rows_i_did_not_touch_are_theirs(self, mine, theirs):
        theirs.enter_row("goods", 1, "name", "电视")
        theirs.enter_row("goods", 1, "quantity", "1")
        theirs.save()
        mine.enter("note", "一楼")
        mine.save()
        mine.keep_mine()
        assert mine.save()
        assert [row.name for row in as_stored(mine).rows["goods"]] == ["沙发", "电视"]

    def test_text_that_could_not_be_read_survives_the_conflict(self, mine, theirs):
        theirs.enter("note", "贵重")
        theirs.save()
        mine.enter("carrier", "王五")
        mine.save()
        mine.enter("valid_on", "后天")
        mine.keep_mine()
        assert mine.text("valid_on") == "后天"
        assert not mine.save()

    def test_taking_theirs_drops_what_i_typed(self, mine, theirs):
        theirs.enter("carrier", "李四")
        theirs.save()
        mine.enter("carrier", "王五")
        mine.save()
        mine.take_theirs()
        assert mine.text("carrier") == "李四"
        assert not mine.is_dirty

    def test_a_slip_issued_meanwhile_can_only_be_taken(self, mine, theirs):
        theirs.press("issue")
        mine.enter("carrier", "王五")
        assert not mine.save()
        assert "已开条" in mine.clash.locked
        assert "王五" in mine.as_text()

    def test_a_record_deleted_meanwhile_is_told_and_what_was_typed_stays(self, mine, theirs):
        theirs.remove("录错")
        mine.enter("carrier", "王五")
        with pytest.raises(NotFound):
            mine.save()
        assert mine.text("carrier") == "王五"


def test_an_unsaved_form_leaves_nothing_behind(desk, room, owner):
    before = AuditRow.select().count()
    form = RecordForm.start(KINDS["goods_release_slips"], desk, room=room.id)
    form.enter("note", "不保存")
    assert KINDS["goods_release_slips"].model.select().count() == 0
    assert AuditRow.select().count() == before


def test_history_tells_each_field_before_and_after(slip_form):
    slip_form.save()
    slip_form.enter("vehicle", "京A12345")
    slip_form.save()
    line = read_history(slip_form.kind, slip_form.record.id)[0]
    assert (line.what, line.who) == ("修改", "王芳")
    assert [(change.label, change.before, change.after) for change in line.changes] == [
        ("搬运车牌", "", "京A12345")
    ]


def test_a_draft_handed_in_is_left_alone(desk, room, owner):
    draft = store.new(KINDS["goods_release_slips"], room=room.id)
    form = RecordForm(draft.kind, desk, draft)
    form.enter("note", "改")
    assert isinstance(draft, Draft)
    assert draft.record.note is None


def test_a_deleted_record_takes_its_attachments_along(slip_form, desk):
    slip_form.save()
    attach(SLIPS, slip_form.record.id, "委托书.pdf", b"scan", desk)
    slip_form.remove("录重了")
    assert attached(SLIPS, slip_form.record.id) == []
    assert AttachmentContent.select().count() == 0


def test_a_record_in_use_keeps_its_attachments(desk, room, owner):
    form = RecordForm.open(KINDS["rooms"], desk, room.id)
    attach("rooms", room.id, "户型图.png", b"plan", desk)
    with pytest.raises(TransitionRefused, match="还有别的记录在用它"):
        form.remove("录重了")
    assert len(attached("rooms", room.id)) == 1
