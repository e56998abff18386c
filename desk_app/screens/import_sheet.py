"""Importing a roster (名册导入) without a window: read, look, match columns, accept or not, undo."""

import gc
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from desk_app.kernel import settings
from desk_app.kernel.access import Desk
from desk_app.kernel.errors import DeskError
from desk_app.kernel.sheets.workbook import uncollected
from desk_app.kernel.words import _
from desk_app.modules.roster import community, memory, runs, undo
from desk_app.modules.roster import decide as decisions_of
from desk_app.modules.roster.accept import accept
from desk_app.modules.roster.community import NamedCommunities
from desk_app.modules.roster.decide import CREATE, REFUSE, SKIP, UPDATE, Decision
from desk_app.modules.roster.existing import look_up
from desk_app.modules.roster.plan_types import Choices, Finding, RosterPlan, TableChoice

Step = Callable[[int, int, str], None]
"""Told (done, of, what) while work goes on; raises to cancel."""


def _silent(done: int, total: int, text: str) -> None:
    return None


@dataclass(frozen=True)
class Preview:
    """What accepting would do: counts for the top of the page and a line for each room."""

    plan: RosterPlan
    decisions: list[Decision]
    same_file: str
    """A sentence when this very file was taken in before, else ''."""
    community: str = ""
    """The community that rooms naming none are put in."""
    named: NamedCommunities = field(default_factory=NamedCommunities)
    """What the titles of the file name."""
    asked: Finding | None = None
    """The question which of several communities it is, until the clerk has settled it."""

    def count(self, action: str) -> int:
        """Return how many rooms get this action."""
        return sum(decision.action == action for decision in self.decisions)

    @property
    def doubts(self) -> int:
        """Return how many things of the file there are to look at."""
        return self.plan.counts.doubts + (self.asked is not None)

    @property
    def summary(self) -> str:
        """Return the counts in a sentence."""
        counts = self.plan.counts
        text = _(
            "新建 {create} 套房屋，更新 {update} 套，不改动 {skip} 套，拒绝 {refuse} 套；人员 {people} 人。"
        ).format(
            create=self.count(CREATE),
            update=self.count(UPDATE),
            skip=self.count(SKIP),
            refuse=self.count(REFUSE),
            people=counts.people,
        )
        return text + _("{rows} 行不能导入，{cells} 个单元格将留空，{doubts} 处请核对。").format(
            rows=counts.refused_rows, cells=counts.refused_cells, doubts=self.doubts
        )


@dataclass
class ImportSheet:
    """One roster being brought in. Nothing is written before `accept`."""

    desk: Desk
    path: Path | None = None
    on_existing: str = SKIP
    choices: Choices = field(default_factory=Choices)
    preview: Preview | None = None
    _grids: list[Any] = field(default_factory=list)
    _sha256: str = ""

    def open(self, path: Path, step: Step = _silent) -> Preview:
        """Read the file in a child process and return what accepting would do; DeskError if it can't be read.

        A file that cannot be read, or a reading that is cancelled by `step`, leaves the file read before in place.
        """
        from desk_app.kernel.sheets import read_sheets

        reading = _("正在读取文件")

        def is_stopped() -> bool:
            step(0, 0, reading)
            return False

        step(0, 0, reading)
        sha256 = hash_file(path)
        grids = read_sheets(path, progress=lambda done, total: step(done, total, reading), stopped=is_stopped)
        fresh = replace(self, path=path, preview=None, _grids=list(grids), _sha256=sha256)
        fresh.choices = Choices(today=self.desk.today, shapes=memory.recall())
        fresh.look(step)
        self.__dict__.update(fresh.__dict__)
        assert self.preview is not None
        return self.preview

    @property
    def grids(self) -> list[Any]:
        """Return the sheets as read."""
        return self._grids

    def look(self, step: Step = _silent) -> Preview:
        """Work the plan out anew with the present choices."""
        with keep_uncollected():
            return self._look(step)

    def _look(self, step: Step) -> Preview:
        from desk_app.modules.roster.plan import read_roster

        step(0, 0, _("正在核对内容"))
        plan = read_roster(self._grids, self.choices)
        step(0, 0, _("正在和账本比对"))
        named = community.of_titles(self._grids, plan.tables)
        known, fallback = look_up(), _fallback_community(named)
        decided = decisions_of.decide(plan, known, self.on_existing, fallback)
        earlier = runs.find_same_file(self._sha256)
        same = ""
        if earlier is not None:
            same = _("这个文件已于 {day} 由 {who} 导入过（导入编号 {run}）。").format(
                day=f"{earlier.at:%Y-%m-%d %H:%M}", who=earlier.actor, run=earlier.id
            )
        step(0, 0, _("正在核对内容"))
        used = known.community_name(self.choices.community, fallback)
        asked = None if self.choices.community else named.ask(used)
        self.preview = Preview(plan, decided, same, used, named, asked)
        return self.preview

    def change(self, step: Step = _silent, *, on_existing: str = "", **changes: Any) -> Preview:
        """Change what the clerk decided about the file (see `Choices`) and look again.

        Where that is cancelled or fails, everything stays as it was.
        """
        before = (self.choices, self.on_existing)
        self.choices = replace(self.choices, **changes)
        self.on_existing = on_existing or self.on_existing
        try:
            return self.look(step)
        except BaseException:
            self.choices, self.on_existing = before
            raise

    def choose(self, table_key: str, step: Step = _silent, **changes: Any) -> Preview:
        """Change what the clerk decided about one table (see `TableChoice`) and look again."""
        tables = dict(self.choices.tables)
        tables[table_key] = replace(tables.get(table_key, TableChoice()), **changes)
        return self.change(step, tables=tables)

    def match_column(self, table_key: str, column: int, meaning: str, step: Step = _silent) -> Preview:
        """Take a column (from 0) of a table for `meaning`, and look again."""
        present = self.choices.tables.get(table_key, TableChoice())
        return self.choose(table_key, step, columns={**present.columns, column: meaning})

    def accept(self, step: Step = _silent) -> runs.ImportRun:
        """Write everything the preview shows, or nothing; remember the clerk's column matching."""
        if self.preview is None:
            raise DeskError(_("没有导入：请先选择文件。"))
        if not self.preview.decisions and not self.preview.plan.people:
            raise DeskError(_("没有导入：文件里没有读到房屋或人员，请检查列的对应。"))
        assert self.path is not None
        known = look_up()
        fallback = _fallback_community(self.preview.named)
        decided = decisions_of.decide(self.preview.plan, known, self.on_existing, fallback)
        run = accept(
            decided,
            self.preview.plan.people,
            known,
            self.desk,
            self.path.name,
            self._sha256,
            lambda done, total: step(done, total, _("正在写入")),
        )
        memory.remember(self.preview.plan, self.choices)
        return run

    def forget(self) -> None:
        """Let the file go: nothing of it is kept in memory."""
        self.preview, self._grids, self.path = None, [], None
        gc.unfreeze()

    def write_report(self, out: Path) -> None:
        """Write the coloured workbook: every sheet as read, with the reason beside each doubtful cell."""
        from desk_app.modules.roster.report import write_report

        if self.preview is None:
            raise DeskError(_("没有生成报告：请先选择文件。"))
        write_report(out, self._grids, self.preview.plan)

    def problems(self) -> list[Finding]:
        """Return every refused or doubtful cell and row, in the file's order, and rooms refused as already there."""
        if self.preview is None:
            return []
        found = [finding for finding in self.preview.plan.findings if finding.severity != "note"]
        if self.preview.asked is not None:
            found.insert(0, self.preview.asked)
        for decision in self.preview.decisions:
            if decision.action == REFUSE:
                row = decision.entry.rows[0]
                found.append(
                    Finding(row.sheet, row.row, None, "refuse", decision.sentence, code="room_exists")
                )
        return found


def _fallback_community(named: NamedCommunities) -> str:
    """Return the name of the community of a book that has none yet: the roster's own, or the office's."""
    office = community.of_office(str(settings.value("project") or ""))
    return named.choose((office,)) or office or _("本小区")


@contextmanager
def keep_uncollected() -> Iterator[None]:
    """Make a roster's many small values without the garbage collector walking over them, now and until `forget`.

    They hold no cycles, and walking over those of 50,000 lines stops the window for a second each time.
    """
    gc.unfreeze()
    with uncollected():
        yield
        gc.freeze()


def undo_import(run_id: int, desk: Desk) -> runs.ImportRun:
    """Take an import back; UndoBlocked lists what hangs on it."""
    return undo.undo(run_id, desk)


def past_imports() -> list[dict[str, Any]]:
    """Return the imports so far, latest first, with their counts."""
    return [
        {
            "id": run.id,
            "file": run.file_name,
            "at": f"{run.at:%Y-%m-%d %H:%M}",
            "actor": run.actor,
            "undone": run.undone_at is not None,
            **json.loads(run.counts),
        }
        for run in runs.list_runs()
    ]


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a roster file; DeskError if it cannot be read."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    except FileNotFoundError:
        raise DeskError(_("没有导入：找不到文件 {name}。").format(name=path.name)) from None
    except OSError:
        raise DeskError(
            _("没有导入：打不开文件 {name}，如果它正在 Excel 里打开，请先关闭。").format(name=path.name)
        ) from None
    return digest.hexdigest()
