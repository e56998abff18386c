"""What changed about a paper since it was shown (预览后的变动): its number, its count, the word across it."""

from desk_app.kernel.errors import DeskError
from desk_app.kernel.printed import Filled
from desk_app.kernel.words import _
from desk_app.screens import paper_dress


class Outdated(DeskError):
    """Nothing left: the paper that is shown is not the one due any more. `filled` is that one."""

    def __init__(self, shown: Filled, filled: Filled) -> None:
        text = _("还没有打印或保存：打开预览以后有变动，{changes}。已换成新的，请看一眼再继续。")
        super().__init__(text.format(changes=what_changed(shown, filled)))
        self.filled = filled


def what_changed(shown: Filled, now: Filled) -> str:
    """Return in a few words what of number, count and mark is another now than on the paper shown; or nothing."""
    parts = []
    if now.number != shown.number:
        parts.append(_("编号由 {old} 改为 {number}").format(old=shown.number, number=now.number))
    if now.print_count != shown.print_count:
        parts.append(_("这次是第 {count} 次打印").format(count=now.print_count))
    old, new = _mark(shown), _mark(now)
    if new != old and not is_dressed_as_copy(shown, now):
        parts.append(
            _("纸上会印“{mark}”").format(mark=new) if new else _("纸上不再印“{mark}”").format(mark=old)
        )
    return _("，").join(parts)


def is_dressed_as_copy(shown: Filled, now: Filled) -> bool:
    """Say whether the paper shown was marked 副本, and the one due now may be marked so too."""
    return _mark(shown) == _(paper_dress.COPY) and paper_dress.may_be_copy(now)


def _mark(filled: Filled) -> str:
    return str(filled.values.get("watermark") or "")
