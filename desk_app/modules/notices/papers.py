"""What a posted notice holds (F66): nothing of any person, for everybody reads it."""

from typing import Any

from desk_app.kernel.days import show_moment
from desk_app.kernel.kind import Draft
from desk_app.kernel.papers import Paper, Placeholder
from desk_app.kernel.papers.shapes import POSTED
from desk_app.kernel.words import _, mark

EVERYBODY = mark("各位业主、住户")
"""Whom a notice that names nobody is for; the field's hint promises these words."""

NOTICE_PLACEHOLDERS = (
    Placeholder("number", "编号", needed=True, sample="GG-202611-0001"),
    Placeholder("category", "类别", sample="停水停电"),
    Placeholder("title", "标题", needed=True, sample="停水通知"),
    Placeholder("addressed_to", "致", sample="各位业主、住户"),
    Placeholder(
        "paragraphs",
        "正文各段",
        (
            Placeholder(
                "text",
                "一段正文",
                sample=(
                    mark("因清洗二次供水水箱，届时将停止供水，请提前储备生活用水，并关好水龙头。"),
                    mark("恢复供水后请先放水片刻，待水质清澈后再使用。"),
                    mark("给您带来不便，敬请谅解。"),
                ),
            ),
        ),
    ),
    Placeholder("scope", "影响范围", sample="3 号楼全部住户"),
    Placeholder("period", "影响时段", sample="2026-11-24 09:00 至 2026-11-24 17:00"),
    Placeholder("places", "张贴地点", sample="各单元公告栏"),
    Placeholder("posted_on", "张贴日期", shape="day"),
    Placeholder("take_down_on", "撤除日期", shape="day"),
)


def notice_values(draft: Draft) -> dict[str, Any]:
    """Return what the notice says; every line of its text is a paragraph."""
    notice = draft.record
    lines = [line.strip() for line in (notice.body or "").splitlines()]
    return {
        **{name: getattr(notice, name) or "" for name in ("number", "title", "scope", "places")},
        "addressed_to": (notice.addressed_to or "").strip() or _(EVERYBODY),
        **{name: getattr(notice, name) for name in ("posted_on", "take_down_on")},
        "category": draft.kind.field("category").show(notice.category),
        "paragraphs": [{"text": line} for line in lines if line],
        "period": _period(notice),
    }


def _period(notice: Any) -> str:
    """Return '2026-03-01 09:00 至 2026-03-01 17:00', or what is known of it."""
    begins, ends = (show_moment(moment) if moment else "" for moment in (notice.begins_at, notice.ends_at))
    if begins and ends:
        return _("{begins} 至 {ends}").format(begins=begins, ends=ends)
    return (
        _("{begins} 起").format(begins=begins) if begins else _("至 {ends}").format(ends=ends) if ends else ""
    )


NOTICE_PAPER = Paper(
    "notice",
    "通知公告",
    "F66",
    "notices/notice.docx",
    NOTICE_PLACEHOLDERS,
    notice_values,
    pages=1,
    seen_by=POSTED,
    reprint_mark=False,
)
