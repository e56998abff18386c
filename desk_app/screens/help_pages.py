"""Help pages (帮助): Markdown files by topic and language, and finding words in them."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from desk_app.kernel.words import language

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "help"
TOPICS = (
    "start",
    "today",
    "search",
    "rooms",
    "people",
    "owner_file",
    "calls",
    "complaints",
    "repairs",
    "key_loans",
    "goods_release_slips",
    "notices",
    "cash_desk",
    "bank_matching",
    "day_closing",
    "month_closing",
    "fees",
    "meter_round",
    "bill_run",
    "arrears",
    "papers",
    "templates",
    "printed_papers",
    "records",
    "import",
    "opening",
    "settings",
    "keys",
)
"""Every topic in reading order; each is a file in each language."""
USUAL_LANGUAGE = "zh_CN"
_MARKS = re.compile(r"[*_`#>|\[\]]|\(\w+\.md\)")


@dataclass(frozen=True)
class HelpPage:
    """One page: its topic, its first heading and its Markdown."""

    topic: str
    title: str
    markdown: str


@dataclass(frozen=True)
class HelpHit:
    """A place where all words were found: the page and the line around it."""

    topic: str
    title: str
    excerpt: str


def page(topic: str) -> HelpPage:
    """Return the page of `topic` in the language in use; an unknown topic gives the first page."""
    return _read(topic if topic in TOPICS else TOPICS[0], language())


@cache
def _read(name: str, code: str) -> HelpPage:
    """Return a page; where a language lacks it, the Chinese one."""
    path = FOLDER / code / f"{name}.md"
    if not path.is_file():
        path = FOLDER / USUAL_LANGUAGE / f"{name}.md"
    markdown = path.read_text("utf-8")
    heading = next((line for line in markdown.splitlines() if line.startswith("# ")), f"# {name}")
    return HelpPage(name, heading.removeprefix("# ").strip(), markdown)


def pages() -> list[HelpPage]:
    """Return every page in reading order."""
    return [page(topic) for topic in TOPICS]


def search(text: str) -> list[HelpHit]:
    """Return the pages that hold every word of `text`, those with a word in the title first."""
    words = text.casefold().split()
    if not words:
        return []
    found: list[tuple[bool, HelpHit]] = []
    for each in pages():
        body = each.markdown.casefold()
        if all(word in body for word in words):
            in_title = any(word in each.title.casefold() for word in words)
            found.append((not in_title, HelpHit(each.topic, each.title, _excerpt(each.markdown, words))))
    return [hit for _rank, hit in sorted(found, key=lambda entry: entry[0])]


def _excerpt(markdown: str, words: list[str]) -> str:
    """Return the first line that holds a word, without Markdown's marks."""
    lines = [_MARKS.sub("", line).strip(" -") for line in markdown.splitlines()[1:]]
    best = max(lines, key=lambda line: sum(word in line.casefold() for word in words), default="")
    return best[:80]
