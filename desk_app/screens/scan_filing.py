"""Filing scans (扫描件归档) without a window: each file is led by its barcodes to the printed papers it is a copy of.

Reading the pages is the window's work: it hands over what stands on them. Nothing is kept before `file_all`; the files
themselves are never changed.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desk_app.kernel import attachments, scans, signed_copies
from desk_app.kernel.access import Desk
from desk_app.kernel.attachments import Attachment, safe_name
from desk_app.kernel.database import transaction
from desk_app.kernel.days import show_day
from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import KINDS
from desk_app.kernel.masking import mask_title
from desk_app.kernel.scans import Part
from desk_app.kernel.text import narrow
from desk_app.kernel.words import _, listed
from desk_app.screens import scan_folder, search
from desk_app.screens.printed_papers import find_titles, paper_label
from desk_app.screens.progress import Cancelled, Progress
from desk_app.screens.signing import attach_once, read_file, read_signed_day, scan_name

MOST_OFFERED = 12
"""Papers and records offered for what was typed."""


@dataclass(frozen=True)
class ReadScan:
    """A file after reading: its hash, its type by contents, and what codes each page shows; or why it was not read."""

    path: Path
    sha256: str = ""
    suffix: str = ""
    pages: tuple[tuple[str, ...], ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class Target:
    """What a scan can be filed with: a printed paper, or a record where `printed_id` is None."""

    kind_name: str
    record_id: int
    printed_id: int | None
    label: str
    number: str
    title: str
    required: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return the paper's name and number."""
        return " ".join(filter(None, (self.label, self.number)))


@dataclass
class ScanLine:
    """One proposal: these pages of a file, the paper they are taken for, the day and who signed.

    `state` is ready, unknown (no paper yet), known (was filed before), unreadable or filed; `hint` says why, as a
    sentence.
    """

    scan: ReadScan
    part: Part
    day: str
    number: str = ""
    choices: tuple[Target, ...] = ()
    target: Target | None = None
    ticked: dict[str, bool] = field(default_factory=dict)
    is_scan_only: bool = False
    state: str = "unknown"
    hint: str = ""

    @property
    def name(self) -> str:
        """Return the file's name, with its pages where it holds more than one paper."""
        name = safe_name(self.scan.path.name)
        return f"{name}  {self.pages}" if len(self.scan.pages) > 1 else name

    @property
    def lacks_signers(self) -> bool:
        """Say whether it is known what it is, but not who signed it, nor that the scan alone is to be kept."""
        return (
            self.state == "ready"
            and bool(self.ticked)
            and not (self.is_scan_only or any(self.ticked.values()))
        )

    @property
    def pages(self) -> str:
        """Return which pages of the file belong to the paper."""
        if self.part.first == self.part.last:
            return _("第 {page} 页").format(page=self.part.first)
        return _("第 {first}–{last} 页").format(first=self.part.first, last=self.part.last)


@dataclass(frozen=True)
class _Filed:
    """What filing one line wrote, so that it can be taken back."""

    line: ScanLine
    attachment_id: int
    is_new: bool
    copy_id: int | None


@dataclass(frozen=True)
class Outcome:
    """How many scans were filed, and a sentence for each that was not."""

    count: int
    problems: tuple[str, ...] = ()


class ScanFiling:
    """The scans on the desk: taken, looked up, filed together, and taken back."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.lines: list[ScanLine] = []
        self._filed: list[_Filed] = []
        self._moved: dict[Path, Path] = {}

    # -- what lies on the desk -----------------------------------------------------------------------------------

    def take(self, read: Iterable[ReadScan]) -> None:
        """Lay files on the desk, each part of them with the paper its barcode names; one that lies there is renewed."""
        read = list(read)
        fresh = {scan.path for scan in read}
        self.lines = [line for line in self.lines if line.scan.path not in fresh or line.state == "filed"]
        codes = {code for scan in read for page in scan.pages for code in page}
        known = signed_copies.known_numbers(codes)
        for scan in read:
            if scan.problem:
                part = Part((), 1, 1)
                self.lines.append(ScanLine(scan, part, "", state="unreadable", hint=scan.problem))
                continue
            for part in scans.split(scan.pages, known):
                for number in part.numbers or ("",):
                    self._lay(scan, part, number)

    def has(self, path: Path) -> bool:
        """Say whether a file lies on the desk, read or unreadable, and was not filed."""
        return any(line.scan.path == path and line.state != "filed" for line in self.lines)

    @property
    def ready(self) -> list[ScanLine]:
        """Return what would be filed."""
        return [line for line in self.lines if line.state == "ready" and not line.lacks_signers]

    def remove(self, line: ScanLine) -> None:
        """Take one off the desk; the file stays where it is."""
        self.lines = [other for other in self.lines if other is not line]

    # -- what a scan is ------------------------------------------------------------------------------------------

    def look_up(self, line: ScanLine, number: str) -> None:
        """Take the line for the paper, or else the record, that bears this number."""
        line.number = number
        plain = narrow(number)
        found = tuple(_of_print(row) for row in _same_number(plain)) or tuple(_records_numbered(plain))
        line.choices = found
        if found:
            self.choose(line, _likeliest(found))
            return
        line.target, line.ticked, line.state = None, {}, "unknown"
        line.hint = (
            _("没有编号为 {number} 的表单或单据。请核对编号，或按房号、姓名查找。").format(number=plain)
            if plain
            else _no_number(line)
        )

    def choose(self, line: ScanLine, target: Target) -> None:
        """Take the line for this paper or record; who signed it is still to be ticked."""
        line.target, line.is_scan_only = target, False
        line.ticked = dict.fromkeys(target.required, False)
        line.hint, line.state = "", "ready"
        if target not in line.choices:
            line.choices = (target,)
        kept = [
            old
            for old in attachments.attached(target.kind_name, target.record_id)
            if old.sha256 == line.scan.sha256
        ]
        if kept and target.printed_id is not None:
            state = signed_copies.state_of(target.printed_id)
            if any(old.id in state.attachments for old in kept):
                line.state = "known"
                line.hint = _("这份扫描件已经归在“{name}”里，不会再归一次。").format(name=target.name)
        elif kept:
            line.state = "known"
            line.hint = _("这份扫描件已经在“{name}”的附件里，不会再存一次。").format(name=target.title)

    def suggest(self, typed: str) -> list[Target]:
        """Return the papers and records that typed words (a number, a room, a name) may mean, papers first."""
        plain = narrow(typed)
        if not plain:
            return []
        papers = [_of_print(row) for row in _same_number(plain)]
        records = []
        for hit in search.find(plain, self.desk, MOST_OFFERED):
            own = (hit.kind_name, hit.record_id)
            papers += [_of_print(row) for row in _awaited(*own)]
            if KINDS[hit.kind_name].attachable:
                records.append(Target(*own, None, hit.label, "", hit.title))
        return list(dict.fromkeys([*papers, *records]))[:MOST_OFFERED]

    # -- filing --------------------------------------------------------------------------------------------------

    def file_all(self, progress: Progress) -> Outcome:
        """File every line that is ready, each for itself; files of the watched folder are put away when all is filed.

        For a worker thread. When it is stopped, what was filed stays filed and can be taken back.
        """
        waiting, problems = self.ready, []
        self._filed, self._moved = [], {}
        for done, line in enumerate(waiting):
            try:
                progress.step(done, len(waiting), line.name)
            except Cancelled:
                left = len(waiting) - done
                problems.append(_("已停止：还有 {count} 份没有归档，仍在列表里。").format(count=left))
                break
            try:
                self._filed.append(self._file(line))
            except DeskError as error:
                line.hint = str(error)
                problems.append(str(error))
                continue
            line.state, line.hint = "filed", ""
            self._put_away(line.scan.path)
        for path in {line.scan.path for line in self.lines if line.state == "known"}:
            self._put_away(path)
        return Outcome(len(self._filed), tuple(problems))

    @property
    def can_undo(self) -> bool:
        """Say whether there is a filing to take back."""
        return bool(self._filed)

    def undo(self) -> int:
        """Take the last filing back: signed copies withdrawn, scans removed, files back where they lay; return how many.

        DeskError, with nothing taken back, if an original is no longer there: the book's copy may be the only one.
        """
        gone = [filed for filed in self._filed if filed.is_new and not self._is_there(filed.line)]
        if gone:
            raise DeskError(
                _("没有撤销：原文件 {names} 已不在原处或改过，账本里的可能是唯一的一份。").format(
                    names=listed(dict.fromkeys(safe_name(filed.line.scan.path.name) for filed in gone))
                )
            )
        reason = _("撤销扫描件归档")
        with transaction():
            for filed in reversed(self._filed):
                if filed.copy_id is not None:
                    signed_copies.withdraw(filed.copy_id, reason, self.desk)
                if filed.is_new:
                    attachments.detach(filed.attachment_id, reason, self.desk)
        for path, now_at in self._moved.items():
            scan_folder.take_back(path, now_at)
        taken_back, self._filed, self._moved = self._filed, [], {}
        for filed in taken_back:
            filed.line.state = "ready"
        return len(taken_back)

    def _lay(self, scan: ReadScan, part: Part, number: str) -> None:
        line = ScanLine(scan, part, show_day(self.desk.today), number)
        self.look_up(line, number)
        self.lines.append(line)

    def _file(self, line: ScanLine) -> _Filed:
        target = line.target
        assert target is not None
        day = read_signed_day(line.day, self.desk)
        content = read_file(line.scan.path)
        if hashlib.sha256(content).hexdigest() != line.scan.sha256:
            raise DeskError(
                _("没有归档“{name}”：文件读过之后又变了，请重新拖进来。").format(
                    name=safe_name(line.scan.path.name)
                )
            )
        signers = [name for name, is_on in line.ticked.items() if is_on]
        with transaction():
            kept, is_new = self._attach(line, target, content)
            copy = None
            if signers and target.printed_id is not None:
                copy = signed_copies.register(
                    target.printed_id, signers, day, self.desk, attachment_id=kept.id, note=_note(line)
                )
        return _Filed(line, kept.id, is_new, copy.id if copy else None)

    def _attach(self, line: ScanLine, target: Target, content: bytes) -> tuple[Attachment, bool]:
        label = target.label if target.printed_id is not None else _("扫描件")
        name = scan_name(label, target.number, line.scan.suffix)
        if not any(line.ticked.values()):
            name = safe_name(line.scan.path.name)
        return attach_once(target.kind_name, target.record_id, name, content, self.desk)

    def _put_away(self, path: Path) -> None:
        """Put a file away once every part of it is filed."""
        parts = [line for line in self.lines if line.scan.path == path]
        if path not in self._moved and all(line.state in ("filed", "known") for line in parts):
            self._moved[path] = scan_folder.put_away(path)

    def _is_there(self, line: ScanLine) -> bool:
        path = self._moved.get(line.scan.path, line.scan.path)
        try:
            return hashlib.sha256(path.read_bytes()).hexdigest() == line.scan.sha256
        except OSError:
            return False


def open_scan(path: Path) -> tuple[bytes, str]:
    """Return the bytes of a scan and its type, .pdf, .jpg or .png; DeskError with a sentence if it is none."""
    content = read_file(path)
    suffix = scans.file_type(content)
    if not suffix:
        raise DeskError(
            _("没有读取“{name}”：不是 PDF、JPG 或 PNG 文件，或者已经损坏。").format(name=safe_name(path.name))
        )
    return content, suffix


def is_scan(path: Path) -> bool:
    """Say whether a file is called like a scan."""
    return path.suffix.lower() in scans.SUFFIXES


def _no_number(line: ScanLine) -> str:
    pages = line.scan.pages[line.part.first - 1 : line.part.last]
    strange = listed(list(dict.fromkeys(code for page in pages for code in page))[:3])
    if strange:
        return _("条码 {codes} 不是本账本打印的编号。请输入编号，或按房号、姓名查找。").format(codes=strange)
    return _("没有读到条码。请输入纸上的编号，或按房号、姓名查找。")


def _note(line: ScanLine) -> str:
    """Return what the signed copy's note says of the file: its name, and the pages where it holds several papers."""
    name = safe_name(line.scan.path.name)
    whole = (line.part.first, line.part.last) == (1, len(line.scan.pages))
    return name if whole else _("{name} 的{pages}").format(name=name, pages=line.pages)


def _likeliest(found: Sequence[Target]) -> Target:
    """Return the paper that waits for signatures, else the first."""
    waiting = [target for target in found if target.required and set(target.required) - set(target.signed)]
    return (waiting or list(found))[0]


def _same_number(number: str) -> list[Any]:
    """Return the printed papers with this number, however its letters are written."""
    if not number:
        return []
    return signed_copies.numbered(number) or signed_copies.numbered(number.upper())


def _awaited(kind_name: str, record_id: int) -> list[Any]:
    """Return the last prints of the papers about a record that have to be signed."""
    found = {}
    for row in reversed(signed_copies.printed_about(kind_name, record_id)):
        if row.to_sign:
            found[signed_copies.key_of(row)] = row
    return list(found.values())[-MOST_OFFERED:]


def _of_print(row: Any) -> Target:
    state = signed_copies.state_of(row.id)
    own = (row.kind, row.record_id)
    title = find_titles([own]).get(own, "")
    return Target(
        *own, row.id, paper_label(row.kind, row.paper), row.number, title, state.required, state.signed
    )


def _records_numbered(number: str) -> Iterable[Target]:
    """Yield the records with this number of their own, printed or not."""
    for kind in KINDS.values():
        if number and kind.attachable and "number" in kind.model._meta.fields:
            for record in kind.model.select().where(kind.model.number == number).limit(MOST_OFFERED):
                yield Target(kind.name, record.id, None, _(kind.one), number, mask_title(kind.title(record)))
