"""Importing a roster (名册导入) without a window: read, look, match columns, accept or not, undo."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from desk_app.kernel import settings
from desk_app.kernel.access import Desk
from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.modules.roster import decide as decisions_of
from desk_app.modules.roster import memory, runs, undo
from desk_app.modules.roster.accept import accept
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

    def count(self, action: str) -> int:
        """Return how many rooms get this action."""
        return sum(decision.action == action for decision in self.decisions)

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
            rows=counts.refused_rows, cells=counts.refused_cells, doubts=counts.doubts
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
        """Read the file in a child process and return what accepting would do; DeskError if it can't be read."""
        from desk_app.kernel.sheets import read_sheets

        step(0, 0, _("正在读取文件"))
        self.path = path
        self._sha256 = hash_file(path)
        self._grids = list(read_sheets(path))
        self.choices = Choices(today=self.desk.today, shapes=memory.recall())
        return self.look(step)

    def look(self, step: Step = _silent) -> Preview:
        """Work the plan out anew with the present choices."""
        from desk_app.modules.roster.plan import read_roster

        step(0, 0, _("正在核对内容"))
        plan = read_roster(self._grids, self.choices)
        fallback = settings.value("project") or _("本小区")
        decided = decisions_of.decide(plan, look_up(), self.on_existing, fallback)
        earlier = runs.find_same_file(self._sha256)
        same = ""
        if earlier is not None:
            same = _("这个文件已于 {day} 由 {who} 导入过（导入编号 {run}）。").format(
                day=f"{earlier.at:%Y-%m-%d %H:%M}", who=earlier.actor, run=earlier.id
            )
        self.preview = Preview(plan, decided, same)
        return self.preview

    def choose(self, table_key: str, **changes: Any) -> Preview:
        """Change what the clerk decided about one table (see `TableChoice`) and look again."""
        tables = dict(self.choices.tables)
        tables[table_key] = replace(tables.get(table_key, TableChoice()), **changes)
        self.choices = replace(self.choices, tables=tables)
        return self.look()

    def match_column(self, table_key: str, column: int, meaning: str) -> Preview:
        """Take a column (from 0) of a table for `meaning`, and look again."""
        present = self.choices.tables.get(table_key, TableChoice())
        return self.choose(table_key, columns={**present.columns, column: meaning})

    def accept(self, step: Step = _silent) -> runs.ImportRun:
        """Write everything the preview shows, or nothing; remember the clerk's column matching."""
        if self.preview is None:
            raise DeskError(_("没有导入：请先选择文件。"))
        if not self.preview.decisions and not self.preview.plan.people:
            raise DeskError(_("没有导入：文件里没有读到房屋或人员，请检查列的对应。"))
        assert self.path is not None
        known = look_up()
        fallback = settings.value("project") or _("本小区")
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
        for decision in self.preview.decisions:
            if decision.action == REFUSE:
                row = decision.entry.rows[0]
                found.append(
                    Finding(row.sheet, row.row, None, "refuse", decision.sentence, code="room_exists")
                )
        return found


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
