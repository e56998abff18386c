"""The archive of a Word file: what its format cannot count is refused in a sentence, before a file nobody can open."""

import io
import zipfile

import pytest

from desk_app.kernel.errors import DeskError
from desk_app.kernel.papers import archive
from desk_app.kernel.papers.archive import Archive, Member, pack

FOUR_GIB = 2**32


def test_a_member_of_four_gibibytes_is_refused():
    target = io.BytesIO()
    with pytest.raises(DeskError, match="超过 4 GB，请分几批打印"):
        Archive(target).add(Member(b"word/document.xml", 0, FOUR_GIB, b""))
    assert target.getvalue() == b""


def test_an_archive_that_grows_too_large_is_refused_while_it_is_written(monkeypatch):
    monkeypatch.setattr(archive, "MOST_ARCHIVE_BYTES", 200_000)
    target = io.BytesIO()
    written = Archive(target)
    with pytest.raises(DeskError, match="请分几批打印"), written.writing("word/document.xml") as write:
        for _piece in range(1000):
            write(bytes(1000))
    assert len(target.getvalue()) < 200_000


def test_many_members_that_are_too_large_together_are_refused(monkeypatch):
    monkeypatch.setattr(archive, "MOST_ARCHIVE_BYTES", 200_000)
    written = Archive(io.BytesIO())
    member = Member(b"picture.png", 0, 60_000, bytes(60_000))
    written.add(member)
    written.add(member)
    with pytest.raises(DeskError, match="请分几批打印"):
        written.add(member)


def test_an_archive_within_the_limit_is_read_by_others():
    target = io.BytesIO()
    written = Archive(target)
    written.add(pack("a.txt", b"one"))
    with written.writing("b.txt") as write:
        write(b"two")
    written.close()
    with zipfile.ZipFile(target) as read:
        assert (read.testzip(), read.read("b.txt")) == (None, b"two")
