"""Files kept with a record: what is taken, what is refused, and what stays after removal."""

import pytest

from desk_app.kernel import attachments
from desk_app.kernel.attachments import AttachmentContent, attach, attached, content_of, detach, safe_name
from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.store import AuditRow

SCAN = b"\x89PNG scan of a letter"


def last_audit():
    return AuditRow.select().order_by(AuditRow.id.desc()).get()


def test_a_file_comes_back_to_the_byte(desk):
    kept = attach("rooms", 7, "委托书.png", SCAN, desk)
    assert [(file.name, file.size, file.added_by) for file in attached("rooms", 7)] == [
        ("委托书.png", len(SCAN), "王芳")
    ]
    assert content_of(kept.id) == (kept, SCAN)
    assert attached("rooms", 8) == []
    assert (last_audit().action, last_audit().record_id) == ("attach", 7)


def test_the_same_file_twice_at_one_record_is_refused_by_the_name_it_has(desk):
    attach("rooms", 7, "委托书.png", SCAN, desk)
    with pytest.raises(DeskError, match=r"委托书\.png"):
        attach("rooms", 7, "副本.png", SCAN, desk)


def test_the_same_file_at_two_records_is_kept_once_and_stays_until_both_are_removed(desk):
    first = attach("rooms", 7, "委托书.png", SCAN, desk)
    second = attach("rooms", 8, "委托书.png", SCAN, desk)
    assert AttachmentContent.select().count() == 1
    detach(first.id, "放错房号", desk)
    assert content_of(second.id)[1] == SCAN
    detach(second.id, "重复", desk)
    assert AttachmentContent.select().count() == 0


def test_a_removed_file_leaves_who_and_why_but_not_its_bytes(desk):
    kept = attach("rooms", 7, "委托书.png", SCAN, desk)
    detach(kept.id, "放错房号", desk)
    assert attached("rooms", 7) == []
    with pytest.raises(NotFound):
        content_of(kept.id)
    assert (last_audit().action, last_audit().reason) == ("detach", "放错房号")
    attach("rooms", 7, "委托书.png", SCAN, desk)
    assert len(attached("rooms", 7)) == 1


def test_removing_needs_a_reason_and_happens_once(desk):
    kept = attach("rooms", 7, "委托书.png", SCAN, desk)
    with pytest.raises(DeskError, match="原因"):
        detach(kept.id, "  ", desk)
    detach(kept.id, "重复", desk)
    with pytest.raises(NotFound):
        detach(kept.id, "重复", desk)


@pytest.mark.parametrize("size", [0, attachments.LARGEST + 1])
def test_an_empty_or_too_large_file_is_refused_and_nothing_is_kept(desk, size):
    with pytest.raises(DeskError, match="没有添加"):
        attach("rooms", 7, "扫描.pdf", bytes(size), desk)
    assert AttachmentContent.select().count() == 0


def test_a_file_of_exactly_the_most_is_taken(desk):
    assert attach("rooms", 7, "扫描.pdf", bytes(attachments.LARGEST), desk).size == attachments.LARGEST


def test_damaged_bytes_are_told_and_not_handed_out(desk):
    kept = attach("rooms", 7, "委托书.png", SCAN, desk)
    AttachmentContent.update(content=b"x").execute()
    with pytest.raises(DeskError, match="损坏"):
        content_of(kept.id)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\扫描\\委托书.pdf", "委托书.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a:b?.docx", "a_b_.docx"),
        ("nul.txt", "_nul.txt"),
        ("COM1", "_COM1"),
        ("aux.tar.gz", "_aux.tar.gz"),
        ("名字. . ", "名字"),
        ("", "附件"),
        ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
        ("换\n行.txt", "换_行.txt"),
    ],
)
def test_names_become_names_a_windows_folder_takes(given, kept):
    assert safe_name(given) == kept
