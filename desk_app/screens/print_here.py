"""What Ctrl+P says where nothing can be printed (不能打印时): why, and where the papers are."""

from typing import Any

from desk_app.kernel.kind import KINDS, RecordKind
from desk_app.kernel.words import _, inside, listed, several


def is_printed(kind: RecordKind) -> bool:
    """Say whether the kind has papers or packs of its own."""
    return bool(kind.papers or kind.packs)


def tell_where(kind: RecordKind) -> str:
    """Return the sentence why nothing is printed of such records, and of which records that are about them it is."""
    others = [other.label for other in KINDS.values() if is_printed(other) and _is_about(other, kind)]
    if not others:
        return _("没有打印：{kind}没有自己的表单。").format(kind=inside(several(kind.label)))
    text = _("没有打印：{kind}没有自己的表单，表单在{others}里。请打开{others}，选中要打印的行再按 Ctrl+P。")
    where = listed(_("“{text}”").format(text=_(label)) for label in others)
    return text.format(kind=inside(several(kind.label)), others=where)


def choose_first(kind: RecordKind) -> str:
    """Return the sentence that records are to be chosen before they are printed."""
    if not is_printed(kind):
        return tell_where(kind)
    return _("没有打印：请先在列表里选中要打印的行，再按 Ctrl+P。")


def nothing_of_form(form: Any) -> str:
    """Return the sentence why the record in a form has nothing to print now."""
    if not is_printed(form.kind):
        return tell_where(form.kind)
    if form.is_new:
        return _("没有打印：请先保存，再按 Ctrl+P。")
    whys = [choice.why_not for choice in form.printable if choice.why_not]
    return whys[0] if whys else _("没有打印：这张单据还没有编号，开出以后才能打印。")


def nothing_here() -> str:
    """Return the sentence for a page of which nothing is printed."""
    return _("没有打印：这一页没有可以打印的表单。请打开一条单据，或在列表里选中几行，再按 Ctrl+P。")


def _is_about(other: RecordKind, kind: RecordKind) -> bool:
    return any(other.field(name).rel_model is kind.model for name in other.about)
