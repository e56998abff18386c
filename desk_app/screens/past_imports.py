"""Rosters taken in so far (历次导入): what each brought, and taking one back where nothing hangs on it yet."""

import json
from dataclasses import dataclass

from desk_app.kernel.access import Desk
from desk_app.kernel.days import show_moment
from desk_app.kernel.words import _
from desk_app.modules.roster import runs, undo
from desk_app.modules.roster.runs import ImportRun
from desk_app.screens.import_sheet import Step


@dataclass(frozen=True)
class PastImport:
    """One import: what it brought, in a sentence, and when it was undone, '' if it stands."""

    run_id: int
    file_name: str
    at: str
    who: str
    brought: str
    undone_at: str


def list_imports() -> list[PastImport]:
    """Return the imports so far, the latest first."""
    return [tell_import(run) for run in runs.list_runs()]


def tell_import(run: ImportRun) -> PastImport:
    """Return one import as people read it."""
    return PastImport(
        run_id=run.id,
        file_name=str(run.file_name),
        at=show_moment(run.at),
        who=str(run.actor),
        brought=_tell_counts(json.loads(run.counts)),
        undone_at=show_moment(run.undone_at) if run.undone_at else "",
    )


def find_blockers(run_id: int, step: Step = lambda done, total, text: None) -> list[str]:
    """Return a line for each thing that came after the import and hangs on it; none: it can be undone."""
    found = []
    for line in undo.find_blockers(undo.find_run(run_id)):
        step(0, 0, _("正在检查能不能撤销"))
        found.append(line)
    return found


def undo_import(run_id: int, desk: Desk, step: Step = lambda done, total, text: None) -> PastImport:
    """Take an import back, all of it or nothing; DeskError lists what keeps it from being undone."""
    step(0, 0, _("正在撤销"))
    return tell_import(undo.undo(run_id, desk))


def _tell_counts(counts: dict[str, int]) -> str:
    parts = (
        (_("新建房屋 {count} 套"), counts.get("rooms", 0)),
        (_("随房车位 {count} 个"), counts.get("spaces", 0)),
        (_("更新房屋 {count} 套"), counts.get("updated", 0)),
        (_("人员 {count} 人"), counts.get("people", 0)),
        (_("车辆 {count} 辆"), counts.get("vehicles", 0)),
    )
    told = [text.format(count=count) for text, count in parts if count]
    return _("，").join(told) or _("没有新内容")
