"""Bringing a roster in, without a window: look, match, accept or not, take back; nothing is written before."""

import gc

import pytest

from desk_app.kernel import settings, store
from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import KINDS
from desk_app.modules.estate.records import Community, Room
from desk_app.modules.people.records import Person
from desk_app.screens.import_sheet import ImportSheet
from desk_app.screens.import_view import list_existing, list_meanings, view_import
from desk_app.screens.past_imports import find_blockers, list_imports, tell_import, undo_import
from desk_app.screens.progress import Cancelled, Progress

HEAD = "序号,楼栋,单元,房号,业主姓名,联系电话,身份证号码,建筑面积,备注"
TITLE = "翠湖花园业主花名册,,,,,,,,"
LINES = (
    "1,3,1,101,张三,13912345678,11010519491231002X,89.50,",
    "2,3,1,102,李四、王五,13812345678,11010519491231,102.12,门禁卡两张",
    "3,3,1,,赵六,13712345678,,89.50,",
    "4,3,1,201,,,,约九十,",
    "合计,,,,,,,281.12,",
)


@pytest.fixture
def roster(tmp_path):
    """Return a function that writes a roster as CSV and returns its path."""

    def write(*lines, name="名册.csv"):
        path = tmp_path / name
        path.write_text("\n".join(lines or (TITLE, HEAD, *LINES)), "utf-8")
        return path

    return write


@pytest.fixture
def opened(desk, roster):
    """Return the roster above, read and looked at."""
    sheet = ImportSheet(desk)
    sheet.open(roster())
    yield sheet
    sheet.forget()


def tiles_of(view):
    return {tile.name: tile.count for tile in view.tiles}


class TestTwoCommunities:
    TITLE = "翠湖花园、碧水云庭业主花名册,,,,,,,,"

    def test_a_title_of_two_communities_is_asked_about_and_the_clerk_settles_it(self, desk, roster):
        sheet = ImportSheet(desk)
        sheet.open(roster(self.TITLE, HEAD, *LINES))
        view = view_import(sheet)
        assert (view.communities, view.community) == (("翠湖花园", "碧水云庭"), "翠湖花园")
        assert view.findings[0].severity == "doubt"
        assert tiles_of(view)["doubts"] == sheet.preview.plan.counts.doubts + 1
        assert "标题写了 2 个小区" in view.findings[0].message
        sheet.change(community="碧水云庭")
        view = view_import(sheet)
        assert view.community == "碧水云庭"
        assert not any("个小区" in finding.message for finding in view.findings)
        sheet.accept()
        assert [community.name for community in Community.select()] == ["碧水云庭"]
        sheet.forget()

    def test_the_offices_own_community_is_taken_where_the_title_names_it(self, desk, roster):
        settings.change({"project": "碧水云庭物业服务中心"}, desk)
        sheet = ImportSheet(desk)
        assert sheet.open(roster(self.TITLE, HEAD, *LINES)).community == "碧水云庭"
        sheet.forget()


class TestLooking:
    def test_every_line_of_the_file_says_what_it_will_do(self, opened):
        (sheet,) = view_import(opened).sheets
        told = {row: (line.outcome, line.text) for row, line in sheet.lines.items()}
        assert told[0][0] == told[1][0] == told[6][0] == "ignored"
        assert told[2] == ("create", "新建房屋 3-1-101，业主 张三")
        assert told[3] == ("create", "新建房屋 3-1-102，业主 李四、业主 王五")
        assert told[4][0] == "refuse"
        assert told[5] == ("create", "新建房屋 3-1-201")

    def test_counts_at_the_top_are_those_of_the_lines(self, opened):
        view = view_import(opened)
        counts = tiles_of(view)
        assert (counts["create"], counts["people"], counts["refused"]) == (3, 3, 1)
        assert counts["emptied"] == view.count("refuse") - 1
        assert "新建 3 套房屋" in view.summary

    def test_cells_left_out_are_marked_with_the_reason(self, opened):
        (sheet,) = view_import(opened).sheets
        severity, reason = sheet.marks[3, 6]
        assert severity == "refuse"
        assert reason
        assert sheet.lines[3].worst == "refuse"
        assert 3 in sheet.problem_rows()
        assert 2 not in sheet.problem_rows()

    def test_findings_lead_to_their_cells(self, opened):
        view = view_import(opened)
        found = next(each for each in view.findings if (each.row, each.column) == (4, 6))
        assert (view.sheets[found.sheet].name, found.severity) == ("名册", "refuse")
        assert found.address == "名册!G4"

    def test_phones_and_document_numbers_are_masked_and_areas_are_not(self, opened):
        (sheet,) = view_import(opened).sheets
        assert sheet.text(2, 5) == "139****5678"
        assert sheet.text(2, 6) == "1101**********002X"
        assert sheet.text(2, 7) == "89.50"
        everything = repr(
            [sheet.text(row, column) for row in range(len(sheet.rows)) for column in range(sheet.width)]
        )
        assert "13912345678" not in everything + repr(view_import(opened).findings)

    def test_two_phones_in_a_cell_are_masked_one_by_one(self, desk, roster):
        sheet = ImportSheet(desk)
        sheet.open(
            roster(HEAD, "1,3,1,101,张三,13912345678 13812345678,,89.5,", "2,3,1,102,李四,13712345678,,90,")
        )
        (shown,) = view_import(sheet).sheets
        assert shown.text(1, 5) == "139****5678 138****5678"

    def test_a_long_number_in_a_column_nobody_knows_is_masked_too(self, desk, roster):
        sheet = ImportSheet(desk)
        sheet.open(roster("房号,业主姓名,其他", "3-1-101,张三,13912345678", "3-1-102,李四,13812345678"))
        sheet.match_column(view_import(sheet).tables[0].key, 2, "ignore")
        assert view_import(sheet).sheets[0].text(1, 2) == "139****5678"

    def test_nothing_is_written_by_looking(self, opened):
        view_import(opened)
        assert not Room.select().exists()
        assert not Person.select().exists()
        assert list_imports() == []

    def test_every_column_says_what_it_was_taken_for_and_why(self, opened):
        (table,) = view_import(opened).tables
        phone = table.column(5)
        assert (phone.letters, phone.header, phone.label) == ("F", "联系电话", "业主电话")
        assert phone.why
        assert table.column(0).is_left_out
        assert table.column(99) is None
        assert (table.header_row, table.is_roster, table.kind) == (2, True, "房屋名册")

    def test_meanings_are_offered_under_headings_with_leaving_out_first(self):
        options = list_meanings()
        assert options[0].code == "ignore"
        assert {"房屋", "业主", "租户", "车辆"} <= {option.heading for option in options}
        assert len({option.code for option in options}) == len(options)
        assert [way for way, _label in list_existing()] == ["skip", "update", "refuse"]

    def test_a_file_without_a_roster_cannot_be_accepted(self, desk, roster):
        sheet = ImportSheet(desk)
        sheet.open(roster("物品,数量", "扫把,3", "拖把,5"))
        view = view_import(sheet)
        assert not view.can_accept
        with pytest.raises(DeskError, match="没有导入"):
            sheet.accept()


class TestDeciding:
    def test_a_column_matched_by_hand_changes_what_the_lines_do(self, opened):
        key = view_import(opened).tables[0].key
        opened.match_column(key, 4, "tenant_name")
        view = view_import(opened)
        assert view.tables[0].column(4).certainty == "chosen"
        assert view.sheets[0].lines[2].text == "新建房屋 3-1-101，租户 张三"

    def test_a_table_left_out_does_nothing_and_can_be_taken_in_again(self, opened):
        key = view_import(opened).tables[0].key
        opened.choose(key, skip=True)
        view = view_import(opened)
        assert view.tables[0].is_skipped
        assert {line.outcome for line in view.sheets[0].lines.values()} == {"ignored"}
        opened.choose(key, skip=False)
        assert tiles_of(view_import(opened))["create"] == 3

    def test_a_building_for_the_whole_table(self, desk, roster):
        sheet = ImportSheet(desk)
        sheet.open(roster("房号,业主姓名,联系电话", "101,张三,13912345678", "102,李四,13812345678"))
        sheet.choose(view_import(sheet).tables[0].key, building="7")
        view = view_import(sheet)
        assert view.tables[0].building == "7"
        assert view.sheets[0].lines[1].text == "新建房屋 7-101，业主 张三"

    def test_rooms_that_name_no_community_go_where_the_clerk_says(self, opened):
        assert view_import(opened).community == "翠湖花园"
        opened.change(community="和园")
        assert view_import(opened).community == "和园"
        opened.accept()
        assert [row.name for row in Community.select()] == ["和园"]

    @pytest.mark.parametrize(
        ("way", "outcome", "tile"),
        [("skip", "skip", "skip"), ("update", "update", "update"), ("refuse", "refuse", "refused")],
    )
    def test_rooms_already_there_are_treated_as_chosen(self, opened, desk, make_room, way, outcome, tile):
        make_room("3-1-101")
        opened.change(on_existing=way)
        view = view_import(opened)
        assert view.has_existing
        assert view.sheets[0].lines[2].outcome == outcome
        assert tiles_of(view)[tile] >= 1

    def test_a_change_that_is_cancelled_leaves_everything_as_it_was(self, opened):
        key = view_import(opened).tables[0].key
        progress = Progress()
        progress.cancel()
        with pytest.raises(Cancelled):
            opened.choose(key, progress.step, skip=True)
        with pytest.raises(Cancelled):
            opened.change(progress.step, on_existing="update")
        assert opened.on_existing == "skip"
        assert not view_import(opened).tables[0].is_skipped


class TestReading:
    def test_a_file_that_cannot_be_read_leaves_the_one_before_in_place(self, opened, tmp_path):
        broken = tmp_path / "坏.xlsx"
        broken.write_bytes(b"PK\x03\x04 not a workbook")
        with pytest.raises(DeskError):
            opened.open(broken)
        with pytest.raises(DeskError, match="找不到文件"):
            opened.open(tmp_path / "没有.xlsx")
        assert view_import(opened).file_name == "名册.csv"

    def test_reading_stops_when_told(self, desk, roster):
        progress = Progress()
        progress.cancel()
        sheet = ImportSheet(desk)
        with pytest.raises(Cancelled):
            sheet.open(roster(), progress.step)
        assert sheet.preview is None

    def test_a_file_let_go_is_not_kept(self, opened):
        opened.forget()
        assert opened.preview is None
        assert opened.grids == []
        assert gc.isenabled()
        assert gc.get_freeze_count() == 0


class TestTakingInAndBack:
    def test_what_was_said_is_what_is_done(self, opened):
        before = tiles_of(view_import(opened))
        past = tell_import(opened.accept())
        assert Room.select().count() == before["create"]
        assert Person.select().count() == before["people"]
        assert past.brought == "新建房屋 3 套，人员 3 人"
        assert [(each.file_name, each.undone_at) for each in list_imports()] == [("名册.csv", "")]

    def test_parking_spaces_are_counted_apart_before_and_afterwards(self, desk, roster):
        sheet = ImportSheet(desk)
        sheet.open(roster("楼栋,单元,房号,业主姓名,车位号", "3,1,101,张三,B1-012", "3,1,102,李四,B1-013"))
        before = tiles_of(view_import(sheet))
        assert (before["create"], before["spaces"]) == (2, 2)
        assert tell_import(sheet.accept()).brought == "新建房屋 2 套，随房车位 2 个，人员 2 人"
        assert Room.select().count() == 4

    def test_the_community_is_the_one_of_the_title_and_else_of_the_offices_name(self, desk, roster):
        settings.change({"project": "碧水云庭物业服务中心"}, desk)
        sheet = ImportSheet(desk)
        sheet.open(roster(HEAD, *LINES))
        assert view_import(sheet).community == "碧水云庭"
        sheet.open(roster())
        assert view_import(sheet).community == "翠湖花园"
        sheet.accept()
        assert Community.get().name == "翠湖花园"

    def test_the_same_file_again_is_noticed(self, opened, desk, roster):
        opened.accept()
        again = ImportSheet(desk)
        again.open(roster())
        view = view_import(again)
        assert "导入过" in view.same_file
        assert not view.can_accept

    def test_a_matching_made_by_hand_is_remembered_for_files_of_the_same_shape(self, opened, desk, roster):
        opened.match_column(view_import(opened).tables[0].key, 8, "ignore")
        opened.accept()
        other = ImportSheet(desk)
        other.open(roster(TITLE, HEAD, *(line.replace(",3,1,", ",4,1,") for line in LINES), name="四栋.csv"))
        assert view_import(other).tables[0].column(8).meaning == "ignore"

    def test_an_import_is_taken_back_whole(self, opened, desk):
        past = tell_import(opened.accept())
        assert find_blockers(past.run_id) == []
        assert undo_import(past.run_id, desk).undone_at == "2026-11-23 09:05"
        assert not Room.select().exists()
        assert not Person.select().exists()
        assert list_imports()[0].undone_at

    def test_what_hangs_on_an_import_is_named(self, opened, desk):
        past = tell_import(opened.accept())
        draft = store.load(KINDS["rooms"], Room.get(Room.code == "3-1-101").id)
        draft.record.note = "后来写的"
        store.save(draft, desk)
        assert find_blockers(past.run_id) == ["房屋 3-1-101 在导入后改过"]
        with pytest.raises(DeskError, match="没有撤销"):
            undo_import(past.run_id, desk)
        assert Room.select().count() == 3

    def test_accepting_can_be_cancelled_and_then_nothing_is_written(self, opened):
        progress = Progress()
        progress.cancel()
        with pytest.raises(Cancelled):
            opened.accept(progress.step)
        assert not Room.select().exists()
        assert list_imports() == []


def test_the_coloured_workbook_gives_the_reason_beside_the_cell(opened, tmp_path):
    import openpyxl

    out = tmp_path / "核对表.xlsx"
    opened.write_report(out)
    book = openpyxl.load_workbook(out)
    reasons = {finding.message for finding in opened.problems()}
    written = " ".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell
    )
    assert reasons
    assert all(reason in written for reason in reasons)
