"""Papers of defects (整改): the notice to the firm F04, one for all its defects of a flat or one each, and the month's list."""

from collections.abc import Sequence
from typing import Any

from desk_app.kernel import settings
from desk_app.kernel.fields import Choice, Option
from desk_app.kernel.kind import Draft
from desk_app.kernel.papers import Paper, Placeholder
from desk_app.kernel.papers.shapes import CARRIED
from desk_app.kernel.words import _, mark
from desk_app.modules.handover import usual
from desk_app.modules.handover.records import DEFECT_STATES, Defect
from desk_app.modules.keys.records import KeyCustody
from desk_app.modules.owner_file.parties import ROOM_BLOCK, room_block

Values = dict[str, Any]

settings.declare(
    "defect_notice",
    Choice("整改通知单", (Option("firm", "同一户同一单位合印一张"), Option("each", "每项一张"))),
    "firm",
    usual.GROUP,
    mark("整改通知单（F04）按责任单位合印，还是每项整改各印一张"),
)

NOTICE = (
    Placeholder("number", "单号", needed=True, sample="ZG-202611-0012"),
    *(one for one in ROOM_BLOCK if one.name != "built_area"),
    Placeholder("firm", "责任单位", needed=True, sample="安信门窗公司"),
    Placeholder("contact", "联系人", sample="周师傅"),
    Placeholder("contact_phone", "联系电话", shape="phone"),
    Placeholder("due_on", "要求完成日期", shape="day"),
    Placeholder(
        "rows",
        "整改项目",
        (
            Placeholder("no", "序号"),
            Placeholder("number", "单号", sample=("ZG-202611-0012", "ZG-202611-0013")),
            Placeholder("part", "部位", sample=(mark("主卧飘窗"), mark("阳台推拉门"))),
            Placeholder("problem", "问题", sample=(mark("窗框渗水"), mark("锁扣松动"))),
            Placeholder("due_on", "期限", shape="day"),
        ),
    ),
    Placeholder("key", "是否留钥匙、编号", sample="已留 1 把，K-0312"),
    Placeholder("notified_on", "通知日期", shape="day"),
    Placeholder("fixed_how", "整改情况", sample=""),
    Placeholder("fixed_by", "整改人", sample=""),
    Placeholder("fixed_on", "完成日期", shape="day"),
    Placeholder("rounds", "复验次数", sample="0"),
)

REGISTER = (
    Placeholder("month", "月份", sample="2026-11"),
    Placeholder(
        "rows",
        "明细",
        (
            Placeholder("no", "序号"),
            Placeholder("number", "单号", sample=("ZG-202611-0012", "ZG-202611-0013")),
            Placeholder("found_on", "发现日期", shape="day"),
            Placeholder("room", "房号", sample="3-1-502"),
            Placeholder("part", "部位", sample=(mark("主卧飘窗"), mark("阳台推拉门"))),
            Placeholder("problem", "问题", sample=(mark("窗框渗水"), mark("锁扣松动"))),
            Placeholder("firm", "责任单位", sample=mark("安信门窗公司")),
            Placeholder("due_on", "期限", shape="day"),
            Placeholder("checked_on", "复验", shape="day"),
            Placeholder("rounds", "次数", sample=("1", "")),
            Placeholder("state", "状态", sample=(mark("已合格"), mark("整改中"))),
        ),
    ),
    Placeholder("count", "项数", sample="2"),
    Placeholder("open", "未合格", sample="1"),
)


def together_with(defect: Any) -> list[Any]:
    """Return the defects that stand on one notice: those of the same flat and firm that are not yet right."""
    if settings.value("defect_notice") == "each" or defect.firm_id is None:
        return [defect]
    query = Defect.select().where(
        Defect.room == defect.room_id, Defect.firm == defect.firm_id, Defect.state.in_(("found", "notified"))
    )
    others = [other for other in query.order_by(Defect.id) if other.id != defect.id]
    return [defect, *others]


def notice_values(draft: Draft) -> Values:
    """Return the values of F04."""
    defect = draft.record
    firm = defect.firm
    rows = together_with(defect)
    return {
        **{name: value for name, value in room_block(defect.room, draft.day).items() if name != "built_area"},
        **{name: getattr(defect, name) or "" for name in ("number", "fixed_how", "fixed_by")},
        **{name: getattr(defect, name) for name in ("notified_on", "fixed_on")},
        "due_on": min((row.due_on for row in rows if row.due_on), default=None),
        "firm": str(firm or ""),
        "contact": (firm.contact or "") if firm else "",
        "contact_phone": (firm.phone or "") if firm else "",
        "rows": [
            {
                "no": str(place),
                **{name: getattr(row, name) or "" for name in ("number", "part", "problem")},
                "due_on": row.due_on,
            }
            for place, row in enumerate(rows, 1)
        ],
        "key": _key(defect.room_id),
        "rounds": str(defect.rounds or 0),
    }


def _key(room_id: int) -> str:
    query = KeyCustody.select().where(
        KeyCustody.room == room_id, KeyCustody.purpose == "defects", KeyCustody.state == "kept"
    )
    letter: Any = query.first()
    if letter is None:
        return _("没有留钥匙，请与业主约时间")
    return _("已留 1 把，{key}").format(key=letter.key_set.number)


def register_values(drafts: Sequence[Draft]) -> Values:
    """Return the month's defects, a line each, void ones left out."""
    kept = [draft for draft in drafts if draft.record.state != "void"]
    return {
        "rows": [_register_row(place, draft) for place, draft in enumerate(kept, 1)],
        "count": str(len(kept)),
        "open": str(sum(draft.record.state != "closed" for draft in kept)),
    }


def _register_row(place: int, draft: Draft) -> Values:
    defect = draft.record
    return {
        "no": str(place),
        **{name: getattr(defect, name) or "" for name in ("number", "part", "problem")},
        **{name: getattr(defect, name) for name in ("found_on", "due_on", "checked_on")},
        "room": str(defect.room),
        "firm": str(defect.firm or ""),
        "rounds": str(defect.rounds or ""),
        "state": next(_(option.label) for option in DEFECT_STATES if option.stored == defect.state),
    }


def why_no_firm(draft: Draft) -> str | None:
    """Return why the notice is not printed: it is for nobody."""
    if draft.record.firm_id is None:
        return _("没有打印：{number} 还没有责任单位。").format(number=draft.record.number)
    return None


DEFECT_NOTICE = Paper(
    "defect_notice",
    "房屋整改（返修）通知单",
    "F04",
    "handover/defect_notice.docx",
    NOTICE,
    notice_values,
    copies=(mark("① 施工单位联"), mark("② 物业联"), mark("③ 业主联")),
    pages=1,
    page_size="A5",
    seen_by=CARRIED,
    signatures=(mark("业主"), mark("施工单位")),
    may_print=why_no_firm,
)
DEFECT_REGISTER = Paper(
    "defect_register",
    "整改台账",
    "F04-2",
    "handover/defect_register.docx",
    REGISTER,
    register_values,
)
