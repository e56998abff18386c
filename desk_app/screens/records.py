"""Records as plain lists and dictionaries (记录清单), for the console and for tests."""

from typing import Any

import peewee

from desk_app.kernel import store
from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.kind import KINDS, Draft, RecordKind, find_kind
from desk_app.kernel.words import _


def list_records(kind_name: str, where: list[str]) -> list[dict[str, Any]]:
    """Return the records of a kind as shown, filtered by 'field=value' conditions."""
    kind = find_kind(kind_name)
    query = kind.model.select()
    for condition in where:
        query = query.where(_read_condition(kind, condition))
    order = [getattr(kind.model, name) for name in kind.order]
    return [show_draft(draft) for draft in store.load_many(kind, query.order_by(*order))]


def show_record(kind_name: str, number: str) -> dict[str, Any]:
    """Return one record by its number, full room number, name or id."""
    kind = find_kind(kind_name)
    return show_draft(store.load(kind, find_record(kind, number)))


def find_record(kind: RecordKind, number: str) -> int:
    """Return the id of the record `number` means; DeskError if none or several."""
    fields = kind.model._meta.fields
    for name in ("number", "code", "plate", "name"):
        if name in fields:
            found = list(kind.model.select().where(getattr(kind.model, name) == number).limit(2))
            if len(found) == 1:
                return int(found[0].id)
            if found:
                raise DeskError(
                    _("有几条{kind}都叫 {number}，请用编号。").format(kind=_(kind.label), number=number)
                )
    if number.isdigit() and kind.model.get_or_none(kind.model.id == int(number)) is not None:
        return int(number)
    raise NotFound(_("找不到{kind} {number}。").format(kind=_(kind.label), number=number))


def find_for_paper(paper_name: str, number: str) -> tuple[RecordKind, int]:
    """Return the kind that prints `paper_name` and the id of its record `number`."""
    for kind in KINDS.values():
        if any(paper.name == paper_name for paper in kind.papers):
            return kind, find_record(kind, number)
    raise NotFound(_("没有名为 {name} 的表单。").format(name=paper_name))


def list_papers(only: str | None = None) -> list[dict[str, Any]]:
    """Return every paper with its number, name, kind, template, promised pages and placeholders."""
    papers = [
        {
            "form": paper.form,
            "name": paper.name,
            "label": _(paper.label),
            "kind": kind.name,
            "template": paper.template,
            "pages": paper.pages,
            "placeholders": [
                name
                for placeholder in paper.placeholders
                for name in (
                    placeholder.name,
                    *(f"{placeholder.name}.{row.name}" for row in placeholder.rows),
                )
            ],
        }
        for kind in KINDS.values()
        for paper in kind.papers
        if only in (None, paper.name)
    ]
    if only and not papers:
        raise NotFound(_("没有名为 {name} 的表单。").format(name=only))
    return papers


def show_draft(draft: Draft) -> dict[str, Any]:
    """Return {field: text} of a record as people read it, secrets masked, child rows as lists."""
    shown: dict[str, Any] = {"id": draft.record.id}
    for name, field in draft.kind.model._meta.fields.items():
        if hasattr(field, "show") and name != "sort_key":
            shown[name] = field.show(_value(draft.record, field, name))
    for child in draft.kind.children:
        fields = child.model._meta.fields
        shown[child.name] = [
            {name: fields[name].show(_value(row, fields[name], name)) for name in child.fields}
            for row in draft.rows[child.name]
        ]
    return shown


def check_audit() -> list[str]:
    """Return a sentence for each kind whose records are not all told of in the audit log."""
    problems = []
    for kind in KINDS.values():
        told = store.AuditRow.select(store.AuditRow.record_id).where(store.AuditRow.kind == kind.name)
        count = kind.model.select().where(kind.model.id.not_in(told)).count()
        if count:
            problems.append(_("{count} 条{kind}没有操作日志。").format(count=count, kind=_(kind.label)))
    return problems


def _value(record: Any, field: Any, name: str) -> Any:
    value = record.__data__.get(name)
    if value is not None and isinstance(field, peewee.ForeignKeyField):
        return getattr(record, name)
    return value


def _read_condition(kind: RecordKind, condition: str) -> Any:
    """Return the query expression of 'field=value'."""
    name, equals, text = condition.partition("=")
    field = kind.model._meta.fields.get(name.strip())
    if not equals or field is None:
        raise DeskError(
            _("看不懂条件 {condition}，写成 字段=值，可用字段：{names}").format(
                condition=condition, names="、".join(kind.model._meta.fields)
            )
        )
    if isinstance(field, peewee.ForeignKeyField):
        target = next(other for other in KINDS.values() if other.model is field.rel_model)
        return field == find_record(target, text.strip())
    try:
        value = field.parse(text) if hasattr(field, "parse") else int(text)
    except ValueError as error:
        raise DeskError(str(error)) from None
    return field.is_null() if value is None else field == value
