"""Records as plain lists and dictionaries (记录清单), for the console and for tests."""

import datetime
import functools
import operator
import re
from collections.abc import Iterable, Iterator
from typing import Any

import peewee

from desk_app.kernel import search, store
from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.kind import KINDS, Draft, RecordKind, find_kind
from desk_app.kernel.masking import mask_title
from desk_app.kernel.pack_cover import COVER
from desk_app.kernel.papers.paper import Paper, Placeholder
from desk_app.kernel.words import _, inside, listed, several
from desk_app.screens.named_papers import Named, every_paper, find_named


def list_records(kind_name: str, where: list[str]) -> list[dict[str, Any]]:
    """Return the records of a kind as shown, filtered by 'field=value' conditions."""
    kind = find_kind(kind_name)
    query = kind.model.select()
    for condition in where:
        query = query.where(_read_condition(kind, condition))
    order = [getattr(kind.model, name) for name in kind.order]
    drafts = store.load_many(kind, query.order_by(*order))
    details = search.details(kind.name, {draft.record.id for draft in drafts}) if kind.find else {}
    return [
        show_draft(draft) | ({"summary": mask_title(details.get(draft.record.id, ""))} if kind.find else {})
        for draft in drafts
    ]


def find_ids(kind: RecordKind, where: Iterable[str]) -> list[int]:
    """Return the ids of the records that fit all 'field=value' conditions, in the kind's order."""
    query = kind.model.select(kind.model.id)
    for condition in where:
        query = query.where(_read_condition(kind, condition))
    return [
        record_id
        for (record_id,) in query.order_by(*(getattr(kind.model, name) for name in kind.order)).tuples()
    ]


def show_record(kind_name: str, number: str) -> dict[str, Any]:
    """Return one record by its number, full room number, name or id."""
    kind = find_kind(kind_name)
    draft = store.load(kind, find_record(kind, number))
    return show_draft(draft) | _show_related(draft)


def _show_related(draft: Draft) -> dict[str, Any]:
    """Return {kind name: records} of what is listed on the record's card: a room's holdings, vehicles and slips."""
    related: dict[str, Any] = {}
    for kind in KINDS.values():
        links = [kind.field(name) for name in kind.about if kind.field(name).rel_model is draft.kind.model]
        if not links:
            continue
        condition = functools.reduce(operator.or_, (link == draft.record.id for link in links))
        found = store.load_many(kind, kind.model.select().where(condition).order_by(kind.model.id))
        if found:
            related[kind.name] = [show_draft(other) for other in found]
    return related


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
                    _("有几条{kind}都叫 {number}，请用编号。").format(
                        kind=inside(several(kind.label)), number=number
                    )
                )
    if number.isdigit() and kind.model.get_or_none(kind.model.id == int(number)) is not None:
        return int(number)
    raise NotFound(_("找不到{kind} {number}。").format(kind=_(kind.one), number=number))


def read_month(text: str) -> datetime.date:
    """Return the first day of the month in '2026-11' or '202611', for a register."""
    found = re.fullmatch(r"(\d{4})-?(0[1-9]|1[0-2])", text)
    if not found:
        raise DeskError(_("台账要写明月份，如 2026-11：{text}").format(text=text))
    return datetime.date(int(found[1]), int(found[2]), 1)


def list_papers(only: str | None = None) -> list[dict[str, Any]]:
    """Return every paper, register and pack: its number in domain.md, where it belongs, its template and placeholders.

    `pages` is None where the list may be of any length; a pack has its papers instead. `only` is what one is called.
    """
    if only == COVER.name:
        return [_told_paper(COVER)]
    if only:
        found = find_named(only)
        return [_told(other) for other in every_paper() if other.what is found.what]
    return [*map(_told, every_paper()), _told_paper(COVER)]


def _told(named: Named) -> dict[str, Any]:
    of = {"kind": named.kind.name, "of": _(named.kind.label)}
    if isinstance(named.what, Paper):
        return _told_paper(named.what) | of
    papers = [part.paper for part in named.what.papers]
    told = {"number": "", "name": named.what.name, "label": _(named.what.label), "is_pack": True}
    return told | {"papers": papers, "placeholders": []} | of


def _told_paper(paper: Paper) -> dict[str, Any]:
    return {
        "number": paper.form,
        "name": paper.name,
        "label": _(paper.label),
        "is_pack": False,
        "module": paper.module,
        "kind": "",
        "of": "",
        "template": paper.template,
        "languages": list(paper.languages()),
        "page_size": paper.page_size,
        "pages": paper.pages,
        "copies": [_(copy) for copy in paper.copies],
        "placeholders": list(_placeholder_names(paper.known())),
    }


def _placeholder_names(placeholders: Iterable[Placeholder], before: str = "") -> Iterator[str]:
    """Yield every name a template may ask for, those inside loops as 'goods.name'."""
    for placeholder in placeholders:
        yield before + placeholder.name
        yield from _placeholder_names(placeholder.rows, f"{before}{placeholder.name}.")


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
    """Return a sentence for each kind whose records are not all told of in the audit log.

    What is posted by the hundred is told of once, with its run or receipt; `deskctl audit` recomputes it instead.
    """
    problems = []
    for kind in KINDS.values():
        if kind.made_elsewhere:
            continue
        told = store.AuditRow.select(store.AuditRow.record_id).where(store.AuditRow.kind == kind.name)
        count = kind.model.select().where(kind.model.id.not_in(told)).count()
        if count:
            problems.append(_("{count} 条{kind}没有操作日志。").format(count=count, kind=several(kind.label)))
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
                condition=condition, names=listed(kind.model._meta.fields)
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
