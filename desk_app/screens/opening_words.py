"""Sentences of the page that opens the book (期初建账): what a file holds, whether the trial balances, how bills differ."""

from collections.abc import Mapping, Sequence

from desk_app.kernel.money import show
from desk_app.kernel.words import _, clauses
from desk_app.modules.opening.comparing import REASONS, Comparison, show_fen

REASON_WORDS = {option.stored: option.label for option in REASONS}


def tell_plan(counts: Mapping[str, int]) -> str:
    """Return in a sentence what the file holds."""
    parts = [_("{count} 行要入账").format(count=counts["new"])]
    if counts["known"]:
        parts.append(_("{count} 行以前导入过").format(count=counts["known"]))
    if counts["refused"]:
        parts.append(_("{count} 行不入账，请看原因").format(count=counts["refused"]))
    return clauses(parts)


def tell_trial(tones: Sequence[str]) -> tuple[str, str]:
    """Return whether the trial balances, in a sentence, and its tone; of the tones of its lines."""
    if not tones:
        return _("还没有期初入账。"), "waiting"
    missing, off = (sum(one == tone for one in tones) for tone in ("", "bad"))
    if off:
        return _("{count} 项与旧账不平。").format(count=off), "bad"
    if missing:
        return _("还有 {count} 项没有填旧账数。").format(count=missing), "waiting"
    return _("全部 {count} 项与旧账一致。").format(count=len(tones)), "good"


def tell_comparison(comparison: Comparison) -> str:
    """Return in a sentence how our bills stand to the old ones."""
    parts = [
        _("{reason} {count} 户").format(reason=_(REASON_WORDS[reason]), count=count)
        if not difference
        else _("{reason} {count} 户，差 {difference} 元").format(
            reason=_(REASON_WORDS[reason]), count=count, difference=show_fen(difference)
        )
        for reason, (count, difference) in comparison.counts().items()
    ]
    if comparison.refused:
        parts.append(_("{count} 行看不懂").format(count=len(comparison.refused)))
    return clauses(parts) or _("两边都没有账单。")


def compared_cells(comparison: Comparison, all_rows: bool) -> list[tuple[str, ...]]:
    """Return the cells of the comparison: room, item, old, ours, difference, reason, sentence; the same ones on demand."""
    rows = [
        (
            row.room,
            row.item,
            show_fen(row.old),
            show(row.ours),
            show_fen(row.difference),
            _(REASON_WORDS[row.reason]),
            row.told,
        )
        for row in comparison.rows
        if all_rows or row.reason != "same"
    ]
    unread = [
        (_("第 {row} 行").format(row=row), "", "", "", "", _("看不懂"), why)
        for row, why in comparison.refused
    ]
    return [*unread, *rows]
