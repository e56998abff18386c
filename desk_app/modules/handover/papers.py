"""Papers of a handover: notice F01, hand-over sheet F03, receipt of documents and keys F05, the day's summary."""

from typing import Any

from desk_app.kernel.kind import Draft, Month
from desk_app.kernel.money import show
from desk_app.kernel.papers import Paper, Placeholder
from desk_app.kernel.papers.shapes import CARRIED
from desk_app.kernel.words import _, listed, mark
from desk_app.modules.handover import day_figures, fees, usual
from desk_app.modules.handover.records import STATES, Defect
from desk_app.modules.meters.records import METER_KINDS
from desk_app.modules.owner_file.parties import ROOM_BLOCK, room_block

Values = dict[str, Any]
TICKED, BLANK = "☑", "☐"

NUMBER = Placeholder("number", "编号", needed=True, sample="FJ-202611-0001")
FEES = Placeholder(
    "fees",
    "费用",
    (
        Placeholder("no", "序号"),
        Placeholder("item", "收费项目", sample=mark("物业服务费")),
        Placeholder("from_on", "自", shape="day"),
        Placeholder("until_on", "至", shape="day"),
        Placeholder("amount", "金额", shape="money", sample=136591),
    ),
)
THINGS = Placeholder(
    "things",
    "领取资料和物品",
    (
        Placeholder("no", "序号"),
        Placeholder("name", "名称", sample=(mark("入户门钥匙"), mark("业主手册"), mark("门禁卡"))),
        Placeholder("unit", "单位", sample=(mark("把"), mark("本"), mark("张"))),
        Placeholder("due", "应领", sample=("4", "1", "2")),
        Placeholder("given", "实领", sample=("3", "1", "2")),
        Placeholder("kept", "其中留存", sample=("1", "", "")),
    ),
)

NOTICE = (
    NUMBER,
    *ROOM_BLOCK,
    Placeholder("inside_area", "套内面积", shape="area"),
    Placeholder("appointed_at", "办理时间", shape="moment"),
    Placeholder("from_on", "开始日期", shape="day"),
    Placeholder("until_on", "截止日期", shape="day"),
    Placeholder("place", "办理地点", sample="物业服务中心一楼大厅"),
    Placeholder(
        "papers",
        "应携带资料",
        (
            Placeholder("no", "序号"),
            Placeholder("name", "资料", sample=(mark("业主身份证原件及复印件"), mark("商品房买卖合同"))),
        ),
    ),
    FEES,
    Placeholder("total", "合计", shape="money", sample=136591),
    Placeholder("consequence", "逾期后果", sample=usual.CONSEQUENCE),
    Placeholder("contact", "联系人", sample="王芳"),
    Placeholder("phone", "联系电话", sample="0551-6000000"),
    Placeholder("notified_on", "通知日期", shape="day"),
)

SHEET = (
    NUMBER,
    *ROOM_BLOCK,
    Placeholder("handed_over_on", "交接日期", shape="day"),
    Placeholder(
        "meters",
        "表底数",
        (
            Placeholder("kind", "类别", sample=(mark("水表"), mark("电表"), mark("燃气表"))),
            Placeholder("number", "表号", sample=("S-0502", "D-0502", "R-0502")),
            Placeholder("value", "底数", sample=("3", "12", "0")),
        ),
    ),
    Placeholder(
        "items",
        "验收项目",
        (
            Placeholder("no", "序号"),
            Placeholder("name", "项目", sample=(mark("门窗及锁"), mark("墙面"), mark("厨卫防水"))),
            Placeholder("good", "合格", sample=(BLANK, TICKED, TICKED)),
            Placeholder("bad", "不合格", sample=(TICKED, BLANK, BLANK)),
            Placeholder("problem", "问题描述", sample=(mark("主卧窗框渗水"), "", "")),
        ),
    ),
    THINGS,
    Placeholder(
        "defects",
        "需整改项目",
        (
            Placeholder("no", "序号"),
            Placeholder("part", "部位", sample=mark("门窗及锁")),
            Placeholder("problem", "问题", sample=mark("主卧窗框渗水")),
            Placeholder("firm", "责任单位", sample=mark("安信门窗公司")),
            Placeholder("due_on", "整改期限", shape="day"),
        ),
    ),
    Placeholder("keeps_key", "是否留钥匙", choices=(mark("是"), mark("否"))),
    Placeholder("keys_kept", "留匙数量", sample="1"),
    FEES,
    Placeholder("total", "金额合计", shape="money", sample=136591),
    Placeholder("fees_from_on", "收费起", shape="day", needed=True),
    Placeholder("fees_until_on", "收费止", shape="day", needed=True),
    Placeholder("receipts", "收据号", sample="SJ-0000123"),
    Placeholder("unpaid", "未交", sample=""),
    Placeholder("owner_opinion", "业主意见", sample=""),
    Placeholder("agent", "代办人", sample=""),
    Placeholder("inspector", "陪同验房", sample="李工"),
    Placeholder("handled_by", "经办人", sample="王芳"),
)

HAND_OUT = (
    NUMBER,
    *ROOM_BLOCK,
    Placeholder("day", "日期", shape="day"),
    THINGS,
    Placeholder("keys_kept", "留存整改钥匙", sample="1"),
    Placeholder("agent", "代办人", sample=""),
    Placeholder("handled_by", "发放人", sample="王芳"),
)

SUMMARY = (
    Placeholder("month", "月份", sample="2026-11"),
    Placeholder("day", "日期", shape="day"),
    Placeholder(
        "rows",
        "明细",
        (
            Placeholder("no", "签到序号", sample=("1", "2", "3")),
            Placeholder("number", "编号", sample=("FJ-202611-0001", "FJ-202611-0002", "FJ-202611-0003")),
            Placeholder("room", "房号", sample=("3-1-501", "3-1-502", "3-1-601")),
            Placeholder("owner", "业主", sample=(mark("张三"), mark("李四"), mark("王五"))),
            Placeholder("appointed", "预约", sample=("09:00", "09:00", "09:30")),
            Placeholder("state", "状态", sample=(mark("已领匙"), mark("已领匙"), mark("拒收"))),
            Placeholder("keys", "领匙", sample=("3+1", "4", "")),
            Placeholder("note", "说明", sample=("", mark("缺购房合同"), mark("渗水未修"))),
        ),
    ),
    Placeholder("counts", "各环节户数", sample="应办 3　已领匙 2　拒收或延期 1"),
    Placeholder("keys", "钥匙", sample="应发 12　已发 7　留整改 1　结余 4"),
    Placeholder("money", "收费", sample="应收 2,731.82　未收 0.00"),
    Placeholder(
        "firms",
        "整改单位",
        (
            Placeholder("firm", "责任单位", sample=(mark("安信门窗公司"), mark("宏达防水公司"))),
            Placeholder("found", "项数", sample=("4", "2")),
            Placeholder("open", "未合格", sample=("4", "1")),
        ),
    ),
)

STAGE_LABELS = {
    "waiting": mark("未到"),
    "signed_in": mark("已签到"),
    "inspecting": mark("验房中"),
    "inspected": mark("已验房"),
    "billed": mark("待交费"),
    "paid": mark("已交费"),
    "handed_over": mark("已领匙"),
    "refused": mark("拒收或延期"),
    "deemed": mark("视为交付"),
}
"""What the stages of a day are called."""


def notice_values(draft: Draft) -> Values:
    """Return the values of F01; the fees are those due on the day of the appointment."""
    record, batch = draft.record, draft.record.batch
    day = record.appointed_at.date() if record.appointed_at else draft.day
    due = fees.quote(record, day)
    papers = usual.lines_of(batch.papers if batch else None) or usual.papers_to_announce()
    return {
        **room_block(record.room, draft.day),
        "number": record.number or "",
        "inside_area": record.room.inside_area,
        "appointed_at": record.appointed_at,
        "from_on": batch.from_on if batch else None,
        "until_on": batch.until_on if batch else None,
        "place": batch.place if batch else _("物业服务中心"),
        "papers": [{"no": str(place), "name": name} for place, name in enumerate(papers, 1)],
        "fees": [
            {"no": str(place), "item": one.item, "from_on": one.from_on, "until_on": one.until_on, "amount": one.amount}
            for place, one in enumerate(due, 1)
        ],
        "total": sum(one.amount for one in due) if due else None,
        "consequence": (batch.consequence if batch else None) or usual.consequence(),
        "contact": (batch.contact or "") if batch else "",
        "phone": (batch.phone or "") if batch else "",
        "notified_on": record.notified_on or draft.day,
    }  # fmt: skip


def sheet_values(draft: Draft) -> Values:
    """Return the values of F03, blank where the pen is to write before the inspection; fee start and end on it (R27)."""
    record = draft.record
    charged = [row for row in draft.rows["fees"] if row.until_on is not None]
    is_decided = record.keys_kept is not None
    return {
        **room_block(record.room, draft.day),
        **{name: getattr(record, name) or "" for name in ("number", "agent", "inspector", "handled_by", "owner_opinion")},
        "handed_over_on": record.handed_over_on or record.fees_from_on,
        "meters": [_meter(row) for row in draft.rows["readings"]],
        "items": [_item(place, row) for place, row in enumerate(draft.rows["items"], 1)],
        "things": things(draft),
        "defects": _defects(draft),
        "keeps_key": (mark("是") if record.keys_kept else mark("否")) if is_decided else "",
        "keys_kept": str(record.keys_kept or ""),
        "fees": [
            {"no": str(place), "item": str(row.item), **{name: getattr(row, name) for name in ("from_on", "until_on", "amount")}}
            for place, row in enumerate(charged, 1)
        ],
        "total": sum(row.amount or 0 for row in charged) if charged else None,
        **{name: getattr(record, name) for name in ("fees_from_on", "fees_until_on")},
        "receipts": "、".join(fees.receipts_of(draft)),
        "unpaid": show(fees.unpaid(draft)) if charged and fees.unpaid(draft) else "",
    }  # fmt: skip


def _meter(row: Any) -> Values:
    kind = next(_(option.label) for option in METER_KINDS if option.stored == row.meter.kind)
    return {"kind": kind, "number": str(row.meter), "value": row._meta.fields["value"].show(row.value)}


def _item(place: int, row: Any) -> Values:
    return {
        "no": str(place),
        "name": row.name,
        "good": TICKED if row.result == "good" else BLANK,
        "bad": TICKED if row.result == "bad" else BLANK,
        "problem": row.problem or "",
    }


def _defects(draft: Draft) -> list[Values]:
    """Return the defects found at the handover; before they are made, the bad items."""
    query = (
        Defect.select().where(Defect.handover == draft.record.id, Defect.state != "void").order_by(Defect.id)
    )
    found = [(row.part, row) for row in query] if draft.record.id else []
    found = found or [(row.name, row) for row in draft.rows["items"] if row.result == "bad"]
    return [
        {
            "no": str(place),
            "part": part,
            "problem": row.problem or "",
            "firm": str(row.firm or ""),
            "due_on": row.due_on,
        }
        for place, (part, row) in enumerate(found, 1)
    ]


def things(draft: Draft) -> list[Values]:
    """Return what is handed out, the keys first; counts that are not known yet are left to the pen."""
    record = draft.record
    keys = {
        "name": _("入户门钥匙"),
        "unit": _("把"),
        "due": str(record.keys_due or ""),
        "given": "" if record.keys_handed is None else str(record.keys_handed),
        "kept": str(record.keys_kept or ""),
    }
    others = [
        {
            "name": row.name,
            "unit": row.unit or "",
            "due": str(row.due),
            "given": "" if row.given is None else str(row.given),
            "kept": "",
        }
        for row in draft.rows["hand_outs"]
        if row.name
    ]
    return [{"no": str(place), **one} for place, one in enumerate([keys, *others], 1)]


def hand_out_values(draft: Draft) -> Values:
    """Return the values of F05."""
    record = draft.record
    return {
        **room_block(record.room, draft.day),
        "number": record.number or "",
        "day": record.keys_at.date() if record.keys_at else None,
        "things": things(draft),
        "keys_kept": str(record.keys_kept or ""),
        "agent": record.agent or "",
        "handled_by": record.handled_by or "",
    }


def summary_values(month: Month) -> Values:
    """Return the summary of the day it is looked at: who came, how far they got, keys, money, defects by firm."""
    handovers = day_figures.of_day(month.day)
    told = day_figures.figures(handovers)
    missing = dict(told.missing)
    return {
        "day": month.day,
        "rows": [_summary_row(one, missing.get(str(one.room.code), ())) for one in handovers],
        "counts": "　".join(
            [_("应办 {count}").format(count=told.total)]
            + [f"{_(STAGE_LABELS[name])} {count}" for name, count in told.stages.items() if count]
        ),
        "keys": _("应发 {due}　已发 {handed}　留整改 {kept}　结余 {left}").format(
            due=told.keys_due, handed=told.keys_handed, kept=told.keys_kept, left=told.keys_left
        ),
        "money": _("应收 {charged}　未收 {unpaid}").format(charged=show(told.charged), unpaid=show(told.unpaid)),
        "firms": [
            {"firm": one.firm or _("未定责任单位"), "found": str(one.found), "open": str(one.open)}
            for one in told.defects
        ],
    }  # fmt: skip


def _summary_row(one: Any, missing: tuple[str, ...]) -> Values:
    keys = "" if one.keys_at is None else str(one.keys_handed or 0)
    notes = [_("缺 {papers}").format(papers=listed(missing))] if missing else []
    if one.state in ("refused", "deferred") and one.refused_why:
        notes.append(str(one.refused_why))
    return {
        "no": str(one.queue_number or ""),
        "number": str(one.number),
        "room": str(one.room.code),
        "owner": str(one.person or ""),
        "appointed": f"{one.appointed_at:%H:%M}" if one.appointed_at else "",
        "state": next(_(option.label) for option in STATES if option.stored == one.state),
        "keys": f"{keys}+{one.keys_kept}" if keys and one.keys_kept else keys,
        "note": "；".join(notes),
    }


NOTICE_PAPER = Paper(
    "handover_notice",
    "入住（收楼）通知书",
    "F01",
    "handover/handover_notice.docx",
    NOTICE,
    notice_values,
    pages=1,
    seen_by=CARRIED,
)
SHEET_PAPER = Paper(
    "handover_sheet",
    "房屋交接（验收）表",
    "F03",
    "handover/handover_sheet.docx",
    SHEET,
    sheet_values,
    copies=(mark("① 业主联"), mark("② 物业联"), mark("③ 开发商联")),
    pages=2,
    signatures=(mark("业主"), mark("物业经办"), mark("工程")),
)
HAND_OUT_PAPER = Paper(
    "document_receipt",
    "文件签收表",
    "F05",
    "handover/document_receipt.docx",
    HAND_OUT,
    hand_out_values,
    pages=1,
    signatures=(mark("领取人"), mark("发放人")),
)
SUMMARY_PAPER = Paper(
    "handover_summary",
    "交付汇总表",
    "F03-2",
    "handover/handover_summary.docx",
    SUMMARY,
    summary_values,
)
