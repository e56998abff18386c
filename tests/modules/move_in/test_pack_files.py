"""A tenant's pack saved as files: what they are called, and how many of each the list and the room's file tell of."""

import pytest

from desk_app.kernel import print_runs, run_files, store
from desk_app.kernel.kind import KINDS
from desk_app.kernel.printed import PrintedPaper, PrintRunItem
from desk_app.kernel.snapshots import values_of
from desk_app.modules.owner_file.file_index import index_values
from desk_app.screens import print_run


@pytest.fixture
def run(desk, make_room, make_person, hold):
    room = make_room("3-1-502")
    hold(room, make_person("张三"))
    tenant = hold(room, make_person("李四"), "tenant")
    kind = KINDS["holdings"]
    pack = next(pack for pack in kind.packs if pack.name == "tenant_move_in")
    return print_runs.prepare(kind, [tenant.id], pack, desk).run


def nothing(done, total):
    pass


NAMES = [
    "00 3-1-502 租户入住 套装清单.docx",
    "01 3-1-502 租户入住 租户信息表.docx",
    "02 3-1-502 租户入住 业主承诺书（出租） ×2.docx",
    "03 3-1-502 租户入住 安全责任书 ×2.docx",
    "04 3-1-502 租户入住 个人信息处理告知同意书.docx",
    "05 3-1-502 租户入住 搬家指引单.docx",
    "06 3-1-502 租户入住 入住知会单.docx",
]


def test_files_are_named_after_the_room_and_the_pack_in_the_order_of_its_list(run, desk, tmp_path):
    assert [file.path.name for file in run_files.fill(run.id, tmp_path, nothing)] == NAMES


def test_files_one_each_say_in_their_names_how_often_they_are_to_be_printed(run, desk, tmp_path):
    run_files.fill_apart(run.id, tmp_path, desk, nothing)
    assert sorted(path.name for path in tmp_path.glob("*.docx")) == NAMES
    noted = PrintedPaper.select().order_by(PrintedPaper.place)
    assert [row.copies for row in noted] == [1 + ("×2" in name) for name in NAMES]
    assert "×2" in print_run.tell_copies(run.id)


def test_the_list_of_a_pack_and_the_rooms_file_count_the_copies_alike(run, desk, tmp_path):
    run_files.fill_apart(run.id, tmp_path, desk, nothing)
    cover = values_of(PrintedPaper.get(PrintedPaper.paper == "pack_cover"))
    on_list = {row["name"]: row["copies"] for row in cover["papers"]}
    assert on_list["入住知会单"] == "5 联"
    assert on_list["安全责任书"] == "2"
    item = PrintRunItem.get(PrintRunItem.run == run)
    room = store.load(KINDS["holdings"], item.record_id).record.room
    in_file = {
        row["name"]: row["copies"] for row in index_values(store.load(KINDS["rooms"], room.id))["contents"]
    }
    assert {name: in_file[name] for name in on_list} == on_list
