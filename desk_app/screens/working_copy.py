"""A record being filled in (工作副本): texts typed into fields and rows, what follows from them, undo and redo."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desk_app.kernel.access import Desk
from desk_app.kernel.kind import Draft, RecordKind
from desk_app.kernel.words import _
from desk_app.screens import form_conflict, record_links
from desk_app.screens.form_cells import Cells, CellsBefore
from desk_app.screens.form_rows import FormRows
from desk_app.screens.record_links import Target

MOST_UNDO = 200
"""How many edits can be taken back."""


@dataclass(frozen=True)
class _Moment:
    """Everything typed at one moment, for undo."""

    record: CellsBefore
    rows: dict[str, tuple[CellsBefore, ...]]


class WorkingCopy:
    """One record and its rows as they are being filled in; nothing is stored.

    Fields are named as in the model; cells of child rows by child, line (counted from 0) and column. `base` is the
    stored record the copy was made from.
    """

    def __init__(self, kind: RecordKind, desk: Desk, draft: Draft) -> None:
        self.kind = kind
        self.desk = desk
        self._hear: list[Callable[[], None]] = []
        self._take(draft)

    @property
    def record(self) -> Any:
        """Return the working copy of the record."""
        return self.cells.record

    @property
    def is_new(self) -> bool:
        """Say whether the record was never saved."""
        return self.record.id is None

    @property
    def is_dirty(self) -> bool:
        """Say whether anything was typed that is not saved."""
        return bool(self.cells.unread or self.changed_fields() or self.changed_children())

    def draft(self) -> Draft:
        """Return what was typed as a draft, blank rows left out."""
        rows = {name: [cells.record for cells in rows.filled()] for name, rows in self.rows.items()}
        return Draft(self.kind, self.record, rows)

    def text(self, name: str) -> str:
        """Return what field `name` shows."""
        return self.cells.text(name)

    def changed_fields(self) -> list[str]:
        """Return the names of fields whose value is not the stored one."""
        stored = self.base.record.__data__
        names = self.kind.model._meta.fields
        return [name for name in names if _plain(self.cells.value(name)) != _plain(stored.get(name))]

    def changed_children(self) -> list[str]:
        """Return the names of child rows that are not the stored ones."""
        mine = self.draft()
        return [
            name
            for name, rows in self.rows.items()
            if any(row.unread for row in rows.rows)
            or form_conflict.rows_as_typed(mine, name) != form_conflict.rows_as_typed(self.base, name)
        ]

    def on_change(self, hear: Callable[[], None]) -> None:
        """Call `hear` after every change."""
        self._hear.append(hear)

    def enter(self, name: str, text: str) -> None:
        """Take what was typed in field `name`; text that names exactly one record is taken for a link."""
        assert not self.kind.field(name).stamped, name
        if text == self.cells.text(name) and name not in self.cells.wrong:
            return
        self._remember(name)
        self._enter(self.cells, name, text)
        self._after(name)

    def choose(self, name: str, record_id: int) -> None:
        """Point link field `name` to the record `record_id`."""
        self._remember(name, alone=True)
        self.cells.put(name, record_id)
        self._after(name)

    def suggest(self, name: str, typed: str) -> list[Target]:
        """Return the records `typed` may mean for link field `name`; those used lately for nothing typed."""
        if not typed.strip():
            return record_links.recent(self.kind.model, name)
        return record_links.suggest(self.kind.field(name), typed, self.desk)

    def enter_row(self, child: str, line: int, name: str, text: str) -> None:
        """Take what was typed in a cell of the child rows."""
        cells = self.rows[child].rows[line]
        if text == cells.text(name) and name not in cells.wrong:
            return
        self._remember(f"{child}.{line}.{name}")
        self._enter(cells, name, text)
        self.rows[child].fill_up()
        self._after(f"{child}.{line}.{name}")

    def choose_row(self, child: str, line: int, name: str, record_id: int) -> None:
        """Point the link in a cell of the child rows to the record `record_id`."""
        self._remember(f"{child}.{line}.{name}", alone=True)
        self.rows[child].rows[line].put(name, record_id)
        self.rows[child].fill_up()
        self._after(f"{child}.{line}.{name}")

    def suggest_row(self, child: str, name: str, typed: str) -> list[Target]:
        """Return the records `typed` may mean for the link in column `name`."""
        model = self.kind.child(child).model
        if not typed.strip():
            return record_links.recent(model, name)
        return record_links.suggest(model._meta.fields[name], typed, self.desk)

    def change_rows(self, child: str, change: Callable[[FormRows], None]) -> None:
        """Add, remove, move or paste rows through `change`; nothing is changed when it refuses."""
        before = self._freeze()
        try:
            change(self.rows[child])
        except Exception:
            self._thaw(before)
            raise
        self._past.append(before)
        self._last_touched = ""
        self._after(child)

    def paste(self, child: str, line: int, name: str, block: str) -> None:
        """Fill cells with a block copied from Excel, from row `line`, column `name`; DeskError if it does not fit."""
        self.change_rows(child, lambda rows: rows.paste(line, name, block, self.desk.today))

    def undo(self) -> bool:
        """Take the last edit back; False when there is none."""
        return self._travel(self._past, self._future)

    def redo(self) -> bool:
        """Do again what was taken back; False when there is none."""
        return self._travel(self._future, self._past)

    @property
    def can_undo(self) -> bool:
        """Say whether there is an edit to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Say whether an edit taken back can be done again."""
        return bool(self._future)

    def _take(self, draft: Draft) -> None:
        """Start anew from `draft` as stored; whatever was typed is gone."""
        self.base = Draft(draft.kind, *_copies(draft))
        record, rows = _copies(draft)
        self.cells = Cells(record)
        self.rows = {
            child.name: FormRows(child, [Cells(row) for row in rows[child.name]])
            for child in self.kind.children
        }
        self._past: list[_Moment] = []
        self._future: list[_Moment] = []
        self._last_touched = ""

    def _enter(self, cells: Cells, name: str, text: str) -> None:
        """Read `text` into the cell; for a link, find the one record it names."""
        if not (hasattr(cells.field(name), "rel_model") and text.strip()):
            cells.enter(name, text, self.desk.today)
            return
        found = record_links.suggest(cells.field(name), text, self.desk)
        chosen = record_links.only_one(found, text)
        if chosen:
            cells.put(name, chosen.record_id)
        elif found:
            cells.refuse(name, text, _("有 {count} 个相符，请从列表中选一个").format(count=len(found)))
        else:
            cells.refuse(name, text, _("没有找到“{text}”，请换一种写法再找").format(text=text.strip()[:30]))

    def _after(self, name: str) -> None:
        """Fill in what follows from `name`, and tell."""
        if name not in self.cells.wrong:
            self._follow(name)
        self._follow_row(name)
        self._future.clear()
        self._tell()

    def _follow(self, name: str) -> list[str]:
        """Let the kind fill in what follows from a filled field; return the names of the fields it changed."""
        hooks = [hook for field, hook in self.kind.on_enter if field == name]
        if not hooks or self.cells.value(name) is None:
            return []
        draft = self.draft()
        before = dict(self.record.__data__)
        for hook in hooks:
            hook(draft, self.desk)
        changed = [field for field, value in self.record.__data__.items() if value != before.get(field)]
        for field in changed:
            self.cells.fill(field, self.record.__data__[field])
        for child, rows in self.rows.items():
            known = {id(cells.record): cells for cells in rows.rows}
            rows.rows = [known.get(id(row)) or Cells(row) for row in draft.rows[child]]
            rows.fill_up()
        return changed

    def _follow_row(self, name: str) -> None:
        """Let the kind fill in what follows from a cell, 'lines.0.item', or from rows that came or went, 'lines'."""
        child, _dot, place = name.partition(".")
        line, _dot, column = place.partition(".")
        wanted = f"{child}.{column}" if column else child
        hooks = [hook for field, hook in self.kind.on_enter_row if field == wanted]
        cells = self.rows[child].rows[int(line)] if hooks and line else None
        if not hooks or (cells is not None and column in cells.wrong):
            return
        everything = [self.cells, *(row for rows in self.rows.values() for row in rows.rows)]
        before = [dict(each.record.__data__) for each in everything]
        draft = self.draft()
        for hook in hooks:
            hook(draft, cells.record if cells else None, self.desk)
        for each, were in zip(everything, before, strict=True):
            for field, value in list(each.record.__data__.items()):
                if value != were.get(field):
                    each.fill(field, value)

    def _remember(self, touched: str, alone: bool = False) -> None:
        """Keep what is typed for undo; letters typed one after the other in one field are one edit."""
        if alone or touched != self._last_touched:
            self._past.append(self._freeze())
            del self._past[:-MOST_UNDO]
        self._last_touched = "" if alone else touched

    def _freeze(self) -> _Moment:
        rows = {name: tuple(cells.freeze() for cells in rows.rows) for name, rows in self.rows.items()}
        return _Moment(self.cells.freeze(), rows)

    def _thaw(self, moment: _Moment) -> None:
        self.cells = Cells.thaw(self.kind.model, moment.record)
        for child in self.kind.children:
            rows = [Cells.thaw(child.model, frozen) for frozen in moment.rows[child.name]]
            self.rows[child.name] = FormRows(child, rows)

    def _travel(self, source: list[_Moment], other: list[_Moment]) -> bool:
        if not source:
            return False
        other.append(self._freeze())
        self._thaw(source.pop())
        self._last_touched = ""
        self._tell()
        return True

    def _tell(self) -> None:
        for hear in self._hear:
            hear()


def _plain(value: Any) -> Any:
    """Return None for the three ways nothing is stored."""
    return None if value is False or value == "" else value


def _copies(draft: Draft) -> tuple[Any, dict[str, list[Any]]]:
    """Return the draft's record and rows as new objects."""
    rows = {
        child.name: [child.model(**row.__data__) for row in draft.rows.get(child.name, [])]
        for child in draft.kind.children
    }
    return draft.kind.model(**draft.record.__data__), rows
