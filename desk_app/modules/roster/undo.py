"""Undoing an import (撤销导入): all of a run at once, unless something hangs on it already."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import peewee

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.kind import KINDS, RecordKind
from desk_app.kernel.words import _
from desk_app.modules.roster.runs import ImportedRecord, ImportRun

REMOVAL_ORDER = ("vehicles", "holdings", "people", "rooms", "buildings", "communities")
"""Kinds so ordered that nothing refers to what is removed next."""

FEW = 20
"""Blockers named before the rest is counted."""


class UndoBlocked(DeskError):
    """Something hangs on the import; `blockers` names each thing in a line."""

    def __init__(self, blockers: list[str]) -> None:
        shown = "\n".join(blockers[:FEW])
        if len(blockers) > FEW:
            shown += "\n" + _("……还有 {count} 项").format(count=len(blockers) - FEW)
        super().__init__(_("没有撤销：以下内容已在导入之后产生或改动，请先处理。") + "\n" + shown)
        self.blockers = blockers


def find_run(run_id: int) -> ImportRun:
    """Return the import run `run_id`, or raise NotFound."""
    run: ImportRun | None = ImportRun.get_or_none(ImportRun.id == run_id)
    if run is None:
        raise NotFound(_("没有编号为 {run} 的导入。").format(run=run_id))
    return run


def undo(run_id: int, desk: Desk) -> ImportRun:
    """Take back everything the run made or changed, in one transaction; UndoBlocked with nothing done."""
    with transaction():
        run = find_run(run_id)
        if run.undone_at is not None:
            raise DeskError(_("没有撤销：这次导入已经撤销过了。"))
        blockers = list(find_blockers(run))
        if blockers:
            raise UndoBlocked(blockers)
        reason = _("撤销名册导入：{file}").format(file=run.file_name)
        made = _made_by(run)
        for name in REMOVAL_ORDER:
            store.remove_many(KINDS[name], sorted(made.get(name, ())), desk, reason)
        _restore_changed(run, desk)
        run.undone_at = desk.now()
        ImportRun.update(undone_at=run.undone_at).where(ImportRun.id == run.id).execute()
        store.note_event("import_runs", run.id, desk, "undo", run.file_name)
        return run


def find_blockers(run: ImportRun) -> Iterator[str]:
    """Yield a line for each record changed since the import and each other record that refers to one of it."""
    made = _made_by(run)
    for name in REMOVAL_ORDER:
        kind = KINDS[name]
        versions = {row.record_id: row.version for row in run.records.where(ImportedRecord.kind == name)}
        left: dict[int, Any] = {}
        for ids in _chunks(sorted(versions)):
            left |= {record.id: record for record in kind.model.select().where(kind.model.id.in_(ids))}
        for record_id, version in versions.items():
            if record_id not in left:
                yield _("{kind} 已被删除").format(kind=_(kind.label))
            elif left[record_id].version != version:
                title = kind.title(left[record_id])
                yield _("{kind} {title} 在导入后改过").format(kind=_(kind.label), title=title)
    for kind in KINDS.values():
        yield from _referring(kind, made)


def _referring(kind: RecordKind, made: dict[str, set[int]]) -> Iterator[str]:
    """Yield records of `kind`, not of the run, that link to one that is."""
    by_model = {KINDS[name].model: ids for name, ids in made.items()}
    own = made.get(kind.name, set())
    for field in kind.model._meta.fields.values():
        if not isinstance(field, peewee.ForeignKeyField) or field.rel_model not in by_model:
            continue
        for chunk in _chunks(sorted(by_model[field.rel_model])):
            for record in kind.model.select().where(field.in_(chunk)):
                if record.id not in own:
                    yield _("{kind} {title}").format(kind=_(kind.label), title=kind.title(record))


def _made_by(run: ImportRun) -> dict[str, set[int]]:
    """Return {kind name: ids} of what the run made."""
    made: dict[str, set[int]] = defaultdict(set)
    for row in run.records.where(ImportedRecord.before == ""):
        made[row.kind].add(row.record_id)
    return made


def _restore_changed(run: ImportRun, desk: Desk) -> None:
    """Give the records the run changed their values from before it."""
    for row in run.records.where(ImportedRecord.before != ""):
        draft = store.load(KINDS[row.kind], row.record_id)
        for name, value in json.loads(row.before).items():
            if name == "phones":
                draft.rows[name] = [phone for phone in draft.rows[name] if phone.number in value]
                continue
            setattr(draft.record, name, KINDS[row.kind].field(name).python_value(value))
        store.save(draft, desk)


def _chunks(ids: list[int]) -> Iterable[list[Any]]:
    return (ids[start : start + 500] for start in range(0, len(ids), 500))
