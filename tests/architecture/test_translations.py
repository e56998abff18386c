"""The way of a message from the source to the English screen."""

import ast
import gettext
import io
from typing import Any

DECLARED = """
class Typed:
    def __init__(self, label: str, *, hint: str = "", **kwargs: object) -> None: ...

class Text(Typed, CharField): ...

class Choice(Typed, CharField):
    def __init__(self, label: str, options: tuple, **kwargs: object) -> None: ...

class Option(NamedTuple):
    stored: str
    label: str

@dataclass(frozen=True)
class Kind:
    name: str
    label: str
    title: Callable[[object], str]
"""


def _messages(build: Any, source: str) -> list[str]:
    trees = {"desk_app/declared.py": ast.parse(DECLARED), "desk_app/used.py": ast.parse(source)}
    return [message.text for message in build.messages.collect(trees)]


def test_words_in_calls_of_gettext_are_messages(build: Any) -> None:
    assert _messages(build, '_("保存"); mark("取消"); ngettext("{n} 间", "{n} 间房", n); _(label)') == [
        "保存",
        "取消",
        "{n} 间",
    ]


def test_words_of_both_branches_are_messages(build: Any) -> None:
    assert _messages(build, '_("有" if x else "无")') == ["有", "无"]


def test_labels_titles_and_hints_of_declarations_are_messages(build: Any) -> None:
    source = (
        'number = fields.Text("编号", hint="如 3"); Choice("关系", (Option("owner", "业主"),), hint="选一项")'
    )
    assert _messages(build, source) == ["编号", "如 3", "关系", "选一项", "业主"]


def test_a_parameter_that_is_no_text_holds_no_message(build: Any) -> None:
    assert _messages(build, 'Kind("slips", label="放行条", title=lambda slip: "x")') == ["放行条"]


def test_a_message_put_together_at_run_time_is_refused(build: Any) -> None:
    for source in ('_(f"没有{name}")', '_("没有" + name)'):
        try:
            _messages(build, source)
        except build.messages.NotLiteralError as problem:
            assert "desk_app/used.py:1" in str(problem)
        else:
            raise AssertionError(source)


def test_a_catalogue_survives_being_written_and_read(build: Any) -> None:
    entry = build.catalog.Entry
    entries = [
        entry(
            "没有“{name}”\n请先\\建立\t",
            translations=['No "{name}"\nMake \\ it first\t'],
            places=["ui/app.py"],
        ),
        entry("{n} 间", "{n} 间", ["{n} room", "{n} rooms"], notes=["rooms of a building"]),
        entry("编号", translations=["Number"], fuzzy=True),
        entry("日期"),
    ]
    assert build.catalog.read(build.catalog.write(entries)) == entries


def test_gettext_reads_the_compiled_catalogue(build: Any) -> None:
    entry = build.catalog.Entry
    entries = [
        entry("编号", translations=["Number"]),
        entry("{n} 间", "{n} 间", ["{n} room", "{n} rooms"]),
        entry("猜的", translations=["Guess"], fuzzy=True),
        entry("没译"),
    ]
    english = gettext.GNUTranslations(io.BytesIO(build.catalog.compiled(entries)))
    assert [english.gettext(text) for text in ("编号", "猜的", "没译")] == ["Number", "猜的", "没译"]
    assert [english.ngettext("{n} 间", "{n} 间", n) for n in (1, 2)] == ["{n} room", "{n} rooms"]


def test_a_translation_that_forgets_a_name_is_refused(build: Any) -> None:
    entry = build.catalog.Entry
    problems = build.words.problems
    assert problems(entry("没有{name}", translations=["No {name}"])) == []
    assert problems(entry("没有{name}", translations=["None"])) == ["the {names} differ in English"]
    assert problems(entry("没有{name}")) == ["no English"]
    assert problems(entry("没有", translations=["None"], fuzzy=True)) == ["doubtful (fuzzy)"]
    assert problems(entry("没有", translations=["没有"])) == ["the English is the Chinese"]
