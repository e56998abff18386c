"""The only door to the database for changes: a change, its audit row and its number commit together."""

import json
from collections.abc import Iterable
from typing import Any

import peewee

from desk_app.kernel import numbering, search, waiting
from desk_app.kernel.access import Desk
from desk_app.kernel.database import among, database, insert_rows, transaction
from desk_app.kernel.errors import EditConflict, InvalidRecord, NotFound, TransitionRefused
from desk_app.kernel.kind import KINDS, ChildRows, Draft, RecordKind
from desk_app.kernel.problems import filled_rows as filled_rows
from desk_app.kernel.problems import find_problems as find_problems
from desk_app.kernel.sqlite import RecordId
from desk_app.kernel.words import _, clauses, inside


class Record(peewee.Model):
    """Base of every stored record; `version` counts its saves, so that a stale copy is noticed."""

    id = RecordId()
    version = peewee.IntegerField(default=0)

    class Meta:
        database = database
        legacy_table_names = False


class Row(peewee.Model):
    """Base of child rows, which live and die with their record; `place` keeps the order typed."""

    place = peewee.IntegerField(default=0)

    class Meta:
        database = database
        legacy_table_names = False


class AuditRow(peewee.Model):
    """Who did what to which record, with the fields before and after as shown, masked where secret (操作日志)."""

    at = peewee.DateTimeField()
    actor = peewee.CharField()
    kind = peewee.CharField()
    record_id = peewee.IntegerField(null=True)
    action = peewee.CharField()
    reason = peewee.TextField()
    changes = peewee.TextField()

    class Meta:
        database = database
        legacy_table_names = False
        indexes = ((("kind", "record_id"), False),)
        append_only = True


def new(kind: RecordKind, /, **values: Any) -> Draft:
    """Return a fresh draft of `kind` holding `values`, with its empty starting rows."""
    if kind.workflow:
        values = {"state": kind.workflow.start} | values
    return Draft(kind, kind.model(**values), {child.name: [] for child in kind.children})


def load(kind: RecordKind, record_id: int) -> Draft:
    """Return a working copy of the stored record; NotFound if there is none."""
    record = kind.model.get_or_none(kind.model.id == record_id)
    if record is None:
        raise NotFound(_("找不到这条{kind}记录，可能已被删除。").format(kind=inside(_(kind.one))))
    return Draft(kind, record, {child.name: stored_rows(child, record) for child in kind.children})


def load_many(kind: RecordKind, query: Any) -> list[Draft]:
    """Return working copies of the query's records, with their links and rows read in a few queries, not one each."""
    records = list(query)
    _read_links(kind.model, records)
    drafts = [Draft(kind, record, {child.name: [] for child in kind.children}) for record in records]
    by_id = {draft.record.id: draft for draft in drafts}
    for child in kind.children:
        parent = child.model._meta.fields[child.parent]
        for ids in peewee.chunked(by_id, 500):
            rows = list(
                child.model.select().where(among(parent, ids)).order_by(child.model.place, child.model.id)
            )
            for row in rows:
                by_id[row.__data__[child.parent]].rows[child.name].append(row)
    return drafts


def _read_links(model: Any, records: list[Any]) -> None:
    """Fetch what the records link to, each linked table once, so that no later look costs a query."""
    for name, field in model._meta.fields.items():
        if not isinstance(field, peewee.ForeignKeyField):
            continue
        wanted = {record.__data__[name] for record in records} - {None}
        linked: dict[Any, Any] = {}
        for ids in peewee.chunked(sorted(wanted), 500):
            linked |= {
                other.id: other for other in field.rel_model.select().where(among(field.rel_model.id, ids))
            }
        for record in records:
            if record.__data__[name] is not None:
                record.__rel__[name] = linked[record.__data__[name]]


def stored_rows(child: ChildRows, record: Any) -> list[Any]:
    """Return the stored rows of `record`, in the order typed."""
    if record.id is None:
        return []
    model = child.model
    query = model.select().where(getattr(model, child.parent) == record.id)
    return list(query.order_by(model.place, model.id))


def find_by(kind: RecordKind, /, **values: Any) -> Draft | None:
    """Return the one record whose fields equal `values`, or None."""
    record = kind.model.get_or_none(**values)
    return load(kind, record.id) if record is not None else None


def save(draft: Draft, desk: Desk) -> Draft:
    """Check and save a new or edited record; return it as it now is. `draft` itself is left alone.

    Raise InvalidRecord, EditConflict or TransitionRefused with nothing written.
    """
    _refuse_unfit(draft.kind, desk)
    problems = find_problems(draft)
    if problems:
        raise InvalidRecord(problems)
    kind = draft.kind
    with transaction():
        if draft.is_new:
            before = None
        else:
            before = load(kind, draft.record.id)
            _refuse_stale(before, draft.record.version)
            if kind.workflow and before.record.state not in kind.workflow.editable:
                raise TransitionRefused(
                    _("没有保存：这张单据的状态是“{state}”，已不能修改。").format(
                        state=kind.workflow.label(before.record.state)
                    )
                )
        return _write(_copy(draft), before, desk, "edit" if before else "create", "")


def apply(
    kind: RecordKind,
    name: str,
    record_id: int,
    version: int,
    desk: Desk,
    *,
    reason: str = "",
    entries: dict[str, Any] | None = None,
) -> Draft:
    """Take the transition `name` with the asked `entries` and return the record as it now is."""
    assert kind.workflow
    with transaction():
        before = load(kind, record_id)
        _refuse_stale(before, version)
        after = load(kind, record_id)
        step = kind.workflow.transition(name)
        for field_name, value in (entries or {}).items():
            if field_name not in step.asks:
                raise KeyError(field_name)
            setattr(after.record, field_name, value)
        kind.workflow.check(name, after, desk, reason)
        step.effect(after, desk)
        after.record.state = step.target
        if step.numbered and not after.record.number:
            after.record.number = numbering.take_number(kind.prefix, desk.today)
        waiting.end_pause(kind, record_id, desk)
        return _write(after, before, desk, name, reason)


def amend(
    kind: RecordKind, record_id: int, desk: Desk, action: str, reason: str = "", /, **values: Any
) -> Draft:
    """Set fields that a rule keeps up (counts, proposals, links), whatever the record's state; return it as it now is."""
    with transaction():
        before, after = load(kind, record_id), load(kind, record_id)
        for name, value in values.items():
            setattr(after.record, name, value)
        return _write(after, before, desk, action, reason)


def remove(draft: Draft, desk: Desk, reason: str) -> None:
    """Delete a record nothing refers to, with its rows; only for what was entered by mistake."""
    _refuse_unfit(draft.kind, desk)
    with transaction():
        before = load(draft.kind, draft.record.id)
        _refuse_stale(before, draft.record.version)
        if draft.kind.numbered_at_once:
            raise TransitionRefused(
                _("没有删除：{number} 已经编号，请作废。").format(number=before.record.number)
            )
        remove_many(draft.kind, [before.record.id], desk, reason)


def remove_many(kind: RecordKind, ids: Iterable[int], desk: Desk, reason: str) -> None:
    """Delete records nothing refers to, with their rows, whatever their version; TransitionRefused removes none."""
    with transaction():
        others: set[tuple[str, int]] = set()
        for some in peewee.chunked(ids, 200):
            drafts = load_many(kind, kind.model.select().where(among(kind.model.id, some)))
            if kind.refresh:
                others.update(other for draft in drafts for other in kind.refresh(draft))
            for child in kind.children:
                child.model.delete().where(among(child.model._meta.fields[child.parent], some)).execute()
            try:
                kind.model.delete().where(among(kind.model.id, some)).execute()
            except peewee.IntegrityError:
                raise TransitionRefused(
                    _("没有删除“{title}”：还有别的记录在用它。").format(title=kind.title(drafts[0].record))
                ) from None
            for record_id in some:
                search.remove(kind.name, record_id)
            waiting.remove(kind, some)
            AuditRow.insert_many(
                [
                    _audit_values(kind.name, draft.record.id, desk, "remove", reason, _changes(None, draft))
                    for draft in drafts
                ]
            ).execute()
        rewrite_entries(others)


def reveal(kind: RecordKind, record: Any, field_name: str, desk: Desk, reason: str, row: Any = None) -> str:
    """Return a secret value whole, and log who looked at it and why."""
    shown = row if row is not None else record
    note_event(kind.name, record.id, desk, "reveal", reason, {field_name: ["", ""]})
    return str(getattr(shown, field_name) or "")


def note_event(
    kind_name: str,
    record_id: int | None,
    desk: Desk,
    action: str,
    reason: str = "",
    changes: dict[str, Any] | None = None,
) -> None:
    """Log something that changes no record: a print, a reveal, an export, an import."""
    with transaction():
        _audit(kind_name, record_id, desk, action, reason, changes or {})


def note_events(told: Iterable[tuple[str, int, dict[str, Any]]], desk: Desk, action: str) -> None:
    """Log the same event of many records (kind name, id, what to tell), as `note_event` does one."""
    at, actor = desk.now(), desk.actor.name
    last: dict[str, Any] | None = None
    text, rows = "", []
    for kind_name, record_id, changes in told:
        if changes != last:  # most tell the same
            last, text = changes, _as_text(changes)
        rows.append((at, actor, kind_name, record_id, action, "", text))
    with transaction():
        insert_rows(AuditRow, ("at", "actor", "kind", "record_id", "action", "reason", "changes"), rows)


def history(kind: RecordKind, record_id: int) -> list[AuditRow]:
    """Return what was done to the record, latest first."""
    query = AuditRow.select().where(AuditRow.kind == kind.name, AuditRow.record_id == record_id)
    return list(query.order_by(AuditRow.id.desc()))


class Batch:
    """Many new records in one transaction, with their audit and search rows written together at the end."""

    def __init__(self, desk: Desk, reason: str) -> None:
        self.desk = desk
        self.reason = reason
        self._audit_rows: list[dict[str, Any]] = []
        self._found: list[Draft] = []
        self._waiting: list[Draft] = []

    def create(self, draft: Draft) -> Any:
        """Insert the draft and its rows; return the record with its id. Problems raise InvalidRecord."""
        problems = find_problems(draft)
        if problems:
            raise InvalidRecord(problems)
        kind = draft.kind
        if kind.prepare:
            kind.prepare(draft)
        record = draft.record
        if kind.numbered_at_once:
            record.number = numbering.take_number(kind.prefix, self.desk.today)
        record.version = 1
        record.id = kind.model.insert(record.__data__).execute()
        for child in kind.children:
            _write_rows(child, draft, record)
        self._audit_rows.append(
            _audit_values(kind.name, record.id, self.desk, "create", self.reason, _changes(None, draft))
        )
        if kind.find:
            self._found.append(draft)
        if kind.workflow:
            self._waiting.append(draft)
        return record

    def finish(self) -> None:
        """Write the gathered audit and search rows; still inside the caller's transaction."""
        for chunk in peewee.chunked(self._audit_rows, 100):
            AuditRow.insert_many(chunk).execute()
        search.put_many(
            (draft.kind.name, draft.record.id, draft.kind.find(draft))
            for draft in self._found
            if draft.kind.find
        )
        for kind in {draft.kind.name: draft.kind for draft in self._waiting}.values():
            waiting.put(kind, [draft.record for draft in self._waiting if draft.kind is kind])
        self._audit_rows, self._found, self._waiting = [], [], []


def rewrite_search(kinds: Iterable[RecordKind]) -> None:
    """Build the search entries of all records anew."""
    with transaction():
        search.clear()
        for kind in kinds:
            if kind.find:
                find = kind.find
                search.put_many(
                    (kind.name, record.id, find(load(kind, record.id))) for record in kind.model.select()
                )


def _write(draft: Draft, before: Draft | None, desk: Desk, action: str, reason: str) -> Draft:
    """Write the draft, its rows, audit row and search entry; inside the caller's transaction."""
    kind, record = draft.kind, draft.record
    if kind.prepare:
        kind.prepare(draft)
    if before is None and kind.numbered_at_once:
        record.number = numbering.take_number(kind.prefix, desk.today)
    record.version += 1
    try:
        record.save(force_insert=before is None)
    except peewee.IntegrityError as error:
        raise InvalidRecord(_name_clash(kind, record, error)) from None
    for child in kind.children:
        _write_rows(child, draft, record)
    fresh = load(kind, record.id)
    _audit(kind.name, record.id, desk, action, reason, _changes(before, fresh))
    if kind.find:
        search.put_many([(kind.name, record.id, kind.find(fresh))])
    waiting.put(kind, [fresh.record])
    _refresh_others(fresh, before)
    if kind.follow:
        kind.follow(fresh, desk)
        return load(kind, record.id)  # what follows may have written the record itself once more
    return fresh


def _refresh_others(*drafts: Draft | None) -> None:
    """Write the search entries anew of the records that show something of these."""
    others: set[tuple[str, int]] = set()
    for draft in drafts:
        if draft and draft.kind.refresh:
            others.update(draft.kind.refresh(draft))
    rewrite_entries(others)


def rewrite_entries(records: Iterable[tuple[str, int]]) -> None:
    """Write the search entries of the records (kind name, id) anew; inside the caller's transaction."""
    by_kind: dict[str, list[int]] = {}
    for kind_name, record_id in records:
        by_kind.setdefault(kind_name, []).append(record_id)
    for kind_name, ids in by_kind.items():
        kind = KINDS[kind_name]
        find = kind.find
        assert find
        for some in peewee.chunked(ids, 500):
            drafts = load_many(kind, kind.model.select().where(among(kind.model.id, some)))
            search.put_many((kind_name, draft.record.id, find(draft)) for draft in drafts)


def _write_rows(child: ChildRows, draft: Draft, record: Any) -> None:
    """Make the stored rows of one child equal to the draft's filled rows."""
    kept = filled_rows(child, draft)
    model = child.model
    old = model.delete().where(getattr(model, child.parent) == record.id)
    ids = [row.id for row in kept if row.id is not None]
    if not draft.is_new:
        (old.where(model.id.not_in(ids)) if ids else old).execute()
    for place, row in enumerate(kept):
        row.place = place
        setattr(row, child.parent, record)
        row.save(force_insert=row.id is None)


def _name_clash(kind: RecordKind, record: Any, error: peewee.IntegrityError) -> dict[str, str]:
    """Return the problem behind a broken UNIQUE rule, naming the field; any other breach is a bug."""
    said = str(error).replace('"', "")
    if "unique" not in said.casefold():
        raise error
    for name, field in kind.model._meta.fields.items():
        if getattr(field, "unique", False) and f".{name}" in said:
            return {
                name: _("没有保存：{label} {value} 已经有了，不能重复。").format(
                    label=field.label, value=field.show(getattr(record, name))
                )
            }
    return {
        kind.form_fields[0]: _("没有保存：同样的{kind}已经有了，不能重复。").format(kind=inside(_(kind.one)))
    }


def _copy(draft: Draft) -> Draft:
    """Return a draft whose record and rows are copies."""
    copies = {
        child.name: [child.model(**row.__data__) for row in draft.rows.get(child.name, [])]
        for child in draft.kind.children
    }
    return Draft(draft.kind, draft.kind.model(**draft.record.__data__), copies)


def _refuse_unfit(kind: RecordKind, desk: Desk) -> None:
    """Raise TransitionRefused if nobody types such records, or not this person."""
    if why_not := kind.refusal(desk):
        raise TransitionRefused(_("没有保存：{why}").format(why=why_not))


def _refuse_stale(stored: Draft, version: int) -> None:
    """Raise EditConflict if the record was saved since version `version` was read."""
    if stored.record.version == version:
        return
    last = history(stored.kind, stored.record.id)[:1]
    raise EditConflict(
        _("没有保存：{who} 已在 {at} 改过这条记录。您填的内容还在，请先看对方改了什么。").format(
            who=last[0].actor if last else "?", at=f"{last[0].at:%H:%M}" if last else "?"
        )
    )


def _changes(before: Draft | None, after: Draft) -> dict[str, list[str]]:
    """Return {field: [shown before, shown after]} of what differs, secrets masked."""
    old, new_ = (_shown(before) if before else {}), _shown(after)
    return {name: [old.get(name, ""), new_.get(name, "")] for name in new_ if old.get(name, "") != new_[name]}


def _shown(draft: Draft) -> dict[str, str]:
    """Return every declared field and child as the text people read."""
    model = draft.kind.model
    texts = {}
    for name, field in model._meta.fields.items():
        if hasattr(field, "show"):
            value = draft.record.__data__.get(name)
            if value is not None and isinstance(field, peewee.ForeignKeyField):
                value = getattr(draft.record, name)
            texts[name] = field.show(value)
    for child in draft.kind.children:
        fields = child.model._meta.fields
        texts[child.name] = clauses(
            " ".join(filter(None, (_show_cell(fields[name], row, name) for name in child.fields)))
            for row in filled_rows(child, draft)
        )
    return texts


def _show_cell(field: Any, row: Any, name: str) -> str:
    value = row.__data__.get(name)
    if value is not None and isinstance(field, peewee.ForeignKeyField):
        value = getattr(row, name)
    return str(field.show(value))


def _audit_values(
    kind_name: str, record_id: int | None, desk: Desk, action: str, reason: str, changes: dict[str, Any]
) -> dict[str, Any]:
    return {
        "at": desk.now(),
        "actor": desk.actor.name,
        "kind": kind_name,
        "record_id": record_id,
        "action": action,
        "reason": reason,
        "changes": _as_text(changes),
    }


def _as_text(changes: dict[str, Any]) -> str:
    return json.dumps(changes, ensure_ascii=False)


def _audit(
    kind_name: str, record_id: int | None, desk: Desk, action: str, reason: str, changes: dict[str, Any]
) -> None:
    AuditRow.insert(_audit_values(kind_name, record_id, desk, action, reason, changes)).execute()
