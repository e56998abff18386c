"""What keeps a record from being saved (问题): empty fields, unfit rows, and the checks of its kind."""

from typing import Any

from desk_app.kernel.kind import ChildRows, Draft
from desk_app.kernel.words import _


def find_problems(draft: Draft) -> dict[str, str]:
    """Return {field name, or child.index.field: what is wrong} of fields, rows and the kind's own checks."""
    problems = {}
    kind = draft.kind
    for name in kind.form_fields:
        field = kind.field(name)
        if field.required and _is_empty(draft.record, name):
            problems[name] = _("请填写{label}").format(label=field.label)
    for child in kind.children:
        for index, row in enumerate(filled_rows(child, draft)):
            for name in child.fields:
                field = child.model._meta.fields[name]
                if field.required and _is_empty(row, name):
                    problems[f"{child.name}.{index}.{name}"] = _("{rows}第 {line} 行：请填写{label}").format(
                        rows=_(child.label), line=index + 1, label=field.label
                    )
    for check in kind.checks:
        problems.update({key: text for key, text in (check(draft) or {}).items() if key not in problems})
    return problems


def filled_rows(child: ChildRows, draft: Draft) -> list[Any]:
    """Return the draft's rows that hold anything a new row does not hold by itself."""
    rows = draft.rows.get(child.name, [])
    usual = child.model().__data__ if rows else {}

    def holds(row: Any, name: str) -> bool:
        value = row.__data__.get(name)
        is_usual = row.id is None and name in usual and value == usual[name]
        return value not in (None, "", False) and not is_usual

    return [row for row in rows if any(holds(row, name) for name in child.fields)]


def _is_empty(record: Any, name: str) -> bool:
    return record.__data__.get(name) in (None, "")
