"""A template from outside is looked at by a process that may die of it."""

import io
import sys
import time
from collections.abc import Callable

import docx
import pytest

from desk_app.cli import main as deskctl
from desk_app.kernel import child_process
from desk_app.kernel.papers import Placeholder
from desk_app.kernel.papers.check import check_placeholders
from desk_app.kernel.papers.checked_apart import ARGUMENT, check_apart

KNOWN = (
    Placeholder("number", "编号", needed=True),
    Placeholder("goods", "物品清单", (Placeholder("name", "物品名称"),)),
)
WordFile = Callable[..., bytes]


def large_file(paragraphs: int) -> bytes:
    """Return a file within all limits that takes a while."""
    document = docx.Document()
    body = document.element.body
    line = "".join(f"<w:r><w:rPr><w:b/></w:rPr><w:t>{word}</w:t></w:r>" for word in "一二三四五六七")
    for _place in range(paragraphs):
        namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        body.insert(0, docx.oxml.parse_xml(f'<w:p xmlns:w="{namespace}">{line}</w:p>'))
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def test_apart_the_same_is_found_as_here(word_file: WordFile):
    for content in (
        word_file("{{ number }} {{ nmuber }}"),
        word_file("{{ number }}"),
        word_file("无"),
        b"",
        b"x" * 99,
    ):
        assert check_apart(content, KNOWN) == check_placeholders(content, KNOWN)
    right = word_file(
        "{{ number }}", table=(("{%tr for g in goods %}",), ("{{ g.name }}",), ("{%tr endfor %}",))
    )
    assert check_apart(right, KNOWN).problems == ()


def test_a_file_that_is_not_read_in_time_is_a_problem_and_its_process_is_gone(monkeypatch):
    started = []
    start = child_process.start
    monkeypatch.setattr(child_process, "start", lambda command: started.append(start(command)) or started[-1])
    content = large_file(13_000)  # takes three seconds
    began = time.monotonic()
    checked = check_apart(content, KNOWN, timeout=1)
    assert checked.problems == ("1 秒还没有检查完，文件可能有问题，请简化后再试",)
    assert time.monotonic() - began < 3
    assert started[0].poll() is not None


@pytest.mark.skipif(sys.platform == "win32", reason="memory is bounded where the system can")
def test_a_file_that_eats_memory_is_a_problem():
    little = 90 * 2**20
    assert "内存" not in check_apart(large_file(1), KNOWN, memory=little).problems[0]
    checked = check_apart(large_file(8000), KNOWN, memory=little)
    assert checked.problems == ("检查时用的内存超过了上限，文件太大或已损坏，请简化后再试",)


def test_a_process_that_dies_is_a_problem(word_file: WordFile, monkeypatch):
    """The child is another program here, which ends at once."""
    dead = [sys.executable, "-c", "import sys; sys.exit(3)"]
    monkeypatch.setattr(child_process, "command", lambda *_arguments: dead)
    assert "意外停止" in check_apart(word_file(), KNOWN).problems[0]


def test_a_frozen_program_is_started_with_the_argument_both_programs_know(word_file: WordFile, monkeypatch):
    asked = []
    monkeypatch.setattr("desk_app.kernel.papers.checked_apart.main", lambda words: asked.append(words) or 0)
    from ui.__main__ import main as program

    monkeypatch.setattr(sys, "frozen", True, raising=False)
    command = child_process.command(ARGUMENT, "desk_app.kernel.papers", ["file", "names"])
    assert deskctl(command[1:]) == 0
    assert program(command[1:]) == 0
    assert asked == [["file", "names"]] * 2
