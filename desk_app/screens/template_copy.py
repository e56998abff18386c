"""The copy of a template that is edited in Word (模板改稿): an ordinary file in the clerk's documents.

Nothing is printed from it. Saved there, it is checked; taken into use, it becomes a version in the book. So a file
half saved, or moved away, harms nothing.
"""

from dataclasses import dataclass
from pathlib import Path

from desk_app.kernel import office_programs, office_templates, settings
from desk_app.kernel.access import Desk
from desk_app.kernel.attachments import safe_name
from desk_app.kernel.durable_files import write_file
from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.papers.paper import Paper
from desk_app.kernel.words import _, language
from desk_app.screens import remembered
from desk_app.screens.template_check import check, refuse_faulty

NONE, SAME, READY, FAULTY, BUSY = "none", "same", "ready", "faulty", "busy"
"""How a copy stands: there is none; nothing was changed; it may be used; it has problems; it cannot be read now."""

MOST_BYTES = 20 * 1024 * 1024
"""A larger file is not read at all."""


@dataclass(frozen=True)
class Copy:
    """How the copy of a paper's template stands, with what the check found; `sha256` tells one saving from the next."""

    state: str
    path: Path | None = None
    sha256: str = ""
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    fonts: tuple[str, ...] = ()


def look(paper: Paper) -> Copy:
    """Read and check the copy as it is on the disk now."""
    path, _made_from = _remembered(paper)
    if path is None or not path.is_file():
        return Copy(NONE)
    try:
        content = _read(path)
    except OSError:
        return Copy(BUSY, path)
    except DeskError as error:
        return Copy(FAULTY, path, problems=(str(error),))
    sha256 = office_templates.hash_of(content)
    if sha256 in _known(paper):
        return Copy(SAME, path, sha256)
    found = check(content, paper)
    state = FAULTY if found.problems else READY
    return Copy(state, path, sha256, found.problems, found.warnings, found.fonts)


def is_waiting(paper: Paper) -> bool:
    """Say whether the copy was changed and is not in use; the file is read, not checked."""
    path, _made_from = _remembered(paper)
    try:
        return path is not None and office_templates.hash_of(_read(path)) not in _known(paper)
    except OSError:
        return False
    except DeskError:
        return True


def new_fonts(paper: Paper, copy: Copy) -> list[str]:
    """Return the fonts the copy asks for that the shipped template does without."""
    usual = check(office_templates.read_shipped(paper), paper).fonts
    return [name for name in copy.fonts if name not in usual]


def newest(paper: Paper) -> bytes:
    """Return the changed copy if there is one, else the template in use; DeskError if neither can be read."""
    path, _made_from = _remembered(paper)
    if path is not None and is_waiting(paper):
        return read_file(path)
    return office_templates.in_use(paper)


def watched(paper: Paper) -> Path | None:
    """Return where the copy lies, or lay."""
    return _remembered(paper)[0]


def start(paper: Paper, folder: Path) -> Path:
    """Make the copy ready for editing and return where it lies; DeskError if the folder cannot be written.

    One that was changed and is not in use goes on as it is.
    """
    path, _made_from = _remembered(paper)
    if path is not None and is_waiting(paper):
        return path
    content = office_templates.in_use(paper)
    wished = (
        path if path is not None and path.parent.is_dir() else folder / safe_name(f"{_(paper.label)}.docx")
    )
    place = _write(wished, content, may_replace=path is not None)
    row = office_templates.current(paper)
    made_from = row.made_from if row else office_templates.hash_of(content)
    remembered.put(_key(paper), [str(place), made_from])
    return place


def put_aside(paper: Paper) -> None:
    """Go on without the copy; its file stays where it is."""
    remembered.put(_key(paper), None)


def bring(paper: Paper, folder: Path, content: bytes) -> Path:
    """Lay a form from elsewhere beside the others as the paper's copy, to be looked at and taken into use."""
    place = _write(folder / safe_name(f"{_(paper.label)}.docx"), content, may_replace=False)
    made_from = office_templates.hash_of(office_templates.read_shipped(paper))
    remembered.put(_key(paper), [str(place), made_from])
    return place


def program_name() -> str:
    """Return what the program for Word files on this computer is called; Word where none was found."""
    found = office_programs.installed_programs()
    return found[0].label.removeprefix("Microsoft ") if found else "Word"


def open_in_word(path: Path) -> None:
    """Open the copy in Word, WPS or LibreOffice; DeskError if there is none."""
    office_programs.open_for_editing(path)


def take(paper: Paper, desk: Desk, note: str = "") -> None:
    """Use the copy as it is on the disk from now on; DeskError, with nothing changed, if it may not be used."""
    path, made_from = _remembered(paper)
    if path is None or not path.is_file():
        text = _("没有启用：找不到改过的模板文件。请再按“在 {program} 里修改”。")
        raise NotFound(text.format(program=program_name()))
    content = read_file(path)
    refuse_faulty(content, paper)
    office_templates.take_in(paper, content, desk, note, made_from)


def read_file(path: Path) -> bytes:
    """Return the content of a Word file; DeskError with a sentence if it cannot be read."""
    try:
        return _read(path)
    except OSError:
        text = _("没有读取“{name}”：文件打不开。请在 Word 里保存并关闭它，再试一次。")
        raise DeskError(text.format(name=path.name)) from None


def is_open_elsewhere(path: Path) -> bool:
    """Say whether Word, WPS or LibreOffice left the mark beside the file that it is open."""
    name = path.name
    marks = (f"~${name}", f"~${name[1:]}", f"~${name[2:]}", f".~{name}", f".~lock.{name}#")
    return any((path.parent / mark).exists() for mark in marks)


def _read(path: Path) -> bytes:
    if path.stat().st_size > MOST_BYTES:
        raise DeskError(_("没有读取“{name}”：文件太大，不像一份模板。").format(name=path.name))
    return path.read_bytes()


def _write(wished: Path, content: bytes, *, may_replace: bool) -> Path:
    """Write to `wished`, or to the next free name where that file is another's, or open in Word."""
    try:
        wished.parent.mkdir(parents=True, exist_ok=True)
        for place in _names(wished):
            is_free = not place.exists()
            if not is_free and place.read_bytes() == content:
                return place
            if is_free or (may_replace and place == wished and not is_open_elsewhere(place)):
                write_file(place, content)
                return place
    except OSError:
        pass
    text = _("没有打开模板：文件夹“{folder}”写不进去。请让管理员开放写入权限。")
    raise DeskError(text.format(folder=wished.parent))


def _names(wished: Path) -> list[Path]:
    return [
        wished if count == 1 else wished.with_name(f"{wished.stem} ({count}){wished.suffix}")
        for count in range(1, 100)
    ]


def _known(paper: Paper) -> set[str]:
    """Return the hashes of everything that is or was in use."""
    kept = {row.sha256 for row in office_templates.versions(paper)}
    return kept | {office_templates.hash_of(office_templates.read_shipped(paper))}


def _key(paper: Paper) -> str:
    """Return where the copy is remembered on this computer; another project's book has copies of its own."""
    return f"template_copy/{settings.shown('project')}/{paper.name}/{language()}"


def _remembered(paper: Paper) -> tuple[Path | None, str]:
    """Return where the copy lies and the hash of the shipped template it was made from."""
    kept = remembered.get(_key(paper), [])
    if len(kept) == 2 and all(isinstance(part, str) for part in kept):
        return Path(kept[0]), kept[1]
    return None, ""
