"""The first page (欢迎页) without a window: which books there are, making one, opening one, the sample community."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens import remembered
from desk_app.screens.progress import Progress

BOOK_SUFFIX = ".book"
BOOKS_KEPT = 8
RECENT = "books"
SHORTEST_PASSWORD = 8
_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_FULL_WIDTH = re.compile("[\uff01-\uff5e\u3000]")
_RUNS = "0123456789 9876543210 abcdefghijklmnopqrstuvwxyz qwertyuiop asdfghjkl zxcvbnm"
_COMMON = ("password", "admin", "wuye", "woaini", "iloveyou", "abc123", "a123456")


@dataclass(frozen=True)
class RecentBook:
    """A book opened on this PC before."""

    path: Path
    name: str

    @property
    def is_there(self) -> bool:
        """Say whether the file still lies there."""
        return self.path.is_file()


@dataclass(frozen=True)
class Setup:
    """What the set-up asks: `password` None makes a book without encryption."""

    path: Path
    company: str
    project: str
    service_phone: str
    person: str
    password: str | None


@dataclass(frozen=True)
class Advice:
    """How good a password is, from 0 (refused) to 3, and what to change."""

    strength: int
    sentence: str


def recent_books() -> list[RecentBook]:
    """Return the books opened on this PC, latest first."""
    found = []
    for entry in remembered.get(RECENT, []):
        if isinstance(entry, dict) and isinstance(entry.get("path"), str):
            found.append(RecentBook(Path(entry["path"]), str(entry.get("name", ""))))
    return found


def find_recent(path: Path) -> RecentBook | None:
    """Return what this PC remembers of the book at `path`."""
    return next((book for book in recent_books() if book.path == path), None)


def note_book(office: Any) -> None:
    """Put the open book first among the recent ones."""
    entry = {"path": str(office.path), "name": book_name()}
    others = [old for old in remembered.get(RECENT, []) if old.get("path") != entry["path"]]
    remembered.put(RECENT, [entry, *others][:BOOKS_KEPT])


def forget_book(path: Path) -> None:
    """Take a book off the list of recent ones; the file stays."""
    remembered.put(RECENT, [old for old in remembered.get(RECENT, []) if old.get("path") != str(path)])


def book_name() -> str:
    """Return the name of the project whose book is open."""
    from desk_app.kernel import settings

    return str(settings.value("project") or settings.value("company") or _("物业前台"))


def is_demo() -> bool:
    """Say whether the open book holds invented data only."""
    from desk_app.kernel import settings

    return bool(settings.value("demo"))


def books_folder(documents: Path) -> Path:
    """Return where new books go: in the documents, unless a sync program or a server keeps those."""
    from desk_app.kernel import book_place

    name = _("物业前台")
    if book_place.is_sync_folder(documents):
        return Path.home() / name
    return documents / name


def suggest_path(folder: Path, project: str) -> Path:
    """Return a free name for a book in `folder`, named for its project."""
    stem = _UNFIT.sub("", project).strip(" .")[:40] or _("账本")
    for number in range(1, 100):
        path = folder / f"{stem}{'' if number == 1 else number}{BOOK_SUFFIX}"
        if not path.exists() and not path.with_name(path.name + ".keys").exists():
            return path
    return folder / f"{stem}{BOOK_SUFFIX}"


def needs_password(path: Path) -> bool:
    """Say whether the book is encrypted; BookProblem if it is none."""
    from desk_app.kernel import book

    return book.needs_password(path)


def check_setup(setup: Setup, repeated: str | None) -> dict[str, str]:
    """Return {field: what is wrong} of what was typed in the set-up; `repeated` is the password typed again."""
    problems = {}
    if not setup.company.strip():
        problems["company"] = _("请填写物业公司名称")
    if not setup.project.strip():
        problems["project"] = _("请填写项目（服务中心）名称")
    if not setup.person.strip():
        problems["person"] = _("请填写您的姓名")
    if setup.password is not None:
        advice = judge_password(setup.password)
        if advice.strength == 0:
            problems["password"] = advice.sentence
        elif setup.password != repeated:
            problems["repeated"] = _("两次输入的密码不一样")
    if setup.path.suffix != BOOK_SUFFIX:
        problems["path"] = _("账本文件名要以 .book 结尾")
    return problems


def create(setup: Setup, progress: Progress | None = None) -> Any:
    """Make the book and return its open office; DeskError leaves nothing behind."""
    from desk_app import office

    if progress:
        progress.step(0, 0, _("正在建立账本…"))
    try:
        setup.path.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise DeskError(
            _("没有建立账本：文件夹“{folder}”建不了。请换一个放账本的地方。").format(folder=setup.path.parent)
        ) from None
    texts = {"company": setup.company, "project": setup.project, "service_phone": setup.service_phone}
    return office.create_office(setup.path, setup.password, setup.person.strip(), texts)


def open_book(path: Path, password: str | None) -> Any:
    """Open a book and return its office; BookProblem with a sentence if that cannot be done."""
    from desk_app import office

    return office.open_office(path, password)


def renew_actor(office: Any) -> None:
    """Let whoever the settings name work on in a book without a password; its key names them in others."""
    from desk_app.kernel import settings

    if not office.book.opened_by and (name := settings.value("person")):
        office.desk = replace(office.desk, actor=replace(office.desk.actor, name=name))


def open_demo(progress: Progress | None = None, folder: Path | None = None) -> Any:
    """Return the office of the sample community, made on first use; one that cannot be opened is left aside."""
    from desk_app import demo, office

    place = folder or remembered.data_folder() / "demo"
    place.mkdir(parents=True, exist_ok=True)
    kept = place / f"demo{BOOK_SUFFIX}"
    if kept.is_file():
        try:
            return office.open_office(kept)
        except DeskError:
            kept = suggest_path(place, "demo")
    step: Callable[[int, int, str], None] = progress.step if progress else lambda done, total, text: None
    return demo.make_demo(kept, step=step)


def judge_password(password: str) -> Advice:
    """Return how well `password` protects a book that somebody carries away."""
    if len(password) < SHORTEST_PASSWORD:
        return Advice(0, _("密码至少 {shortest} 位").format(shortest=SHORTEST_PASSWORD))
    plain = password.casefold()
    if len(set(plain)) <= 3 or plain.isdigit() or _is_run(plain) or any(word in plain for word in _COMMON):
        return Advice(1, _("太容易猜到：请加上别的字，或用三四个不相干的词连起来"))
    sorts = sum(
        any(test(letter) for letter in password) for test in (str.islower, str.isupper, str.isdigit)
    ) + any(not letter.isalnum() or ord(letter) > 127 for letter in password)
    if len(password) >= 14 or (len(password) >= 11 and sorts >= 2) or (len(password) >= 9 and sorts >= 3):
        return Advice(3, _("强度好"))
    return Advice(2, _("强度一般：再长几位更好"))


def warn_of_typing(password: str) -> str:
    """Return a sentence about letters that are typed by mistake and hard to type again, or nothing."""
    if _FULL_WIDTH.search(password):
        return _("有全角字符，会当作半角的一样处理")
    if password != password.strip():
        return _("开头或结尾有空格，空格也算密码的一部分")
    return ""


def _is_run(text: str) -> bool:
    """Say whether `text` is little more than one run of keys such as 12345678 or qwertyui."""
    return any(text[start : start + 6] in _RUNS for start in range(len(text) - 5))
