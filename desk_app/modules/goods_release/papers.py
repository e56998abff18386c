"""What the goods release papers hold: the slip (F19) and the monthly register (F20)."""

from typing import Any

from desk_app.kernel.kind import Draft
from desk_app.kernel.papers import Paper, Placeholder, Sheets
from desk_app.kernel.papers.shapes import CARRIED
from desk_app.kernel.words import _, mark
from desk_app.modules.goods_release.records import ANSWERS, NATURES

GOODS_PLACEHOLDERS = (
    Placeholder("no", "序号"),
    Placeholder("name", "物品名称", sample=(mark("三人沙发"), mark("双门冰箱"), mark("书籍纸箱"))),
    Placeholder("spec", "规格特征", sample=(mark("灰色，2.1 米"), mark("白色，520 升"), mark("胶带封口"))),
    Placeholder("unit", "单位", sample=(mark("张"), mark("台"), mark("件"))),
    Placeholder("quantity", "数量", sample=("1", "1", "12")),
)

SLIP_PLACEHOLDERS = (
    Placeholder("number", "编号", needed=True, sample="FX-202611-0001"),
    Placeholder("issued_at", "开具时间", shape="moment"),
    Placeholder("valid_until", "有效期", shape="day"),
    Placeholder("room", "房号", sample="3-1-502"),
    Placeholder("owner_name", "业主姓名", sample="张三"),
    Placeholder("carrier", "携带人", sample="李四"),
    Placeholder("carrier_relation", "携带人身份", sample="租户"),
    Placeholder("carrier_id", "携带人证件号", shape="id_number"),
    Placeholder("carrier_phone", "携带人电话", shape="phone"),
    Placeholder("company_head", "公司负责人", sample=""),
    Placeholder("nature", "性质", choices=tuple(option.label for option in NATURES)),
    Placeholder("reason", "原因", sample="租期届满，搬离本小区"),
    Placeholder("vehicle", "搬运车牌", sample="京A12345"),
    Placeholder("authorised_by", "委托书编号", sample="WT-202611-0001"),
    Placeholder("owner_phone", "业主电话", shape="phone"),
    Placeholder("called_at", "去电时间", shape="moment"),
    Placeholder("owner_answer", "核实意见", choices=tuple(option.label for option in ANSWERS)),
    Placeholder("called_by", "核实人", sample="王芳"),
    Placeholder("handled_by", "经办人", sample="王芳"),
    Placeholder("note", "备注", sample="货梯已预约，上午搬运"),
    Placeholder("arrears_note", "欠费说明", sample=""),
    Placeholder("goods", "物品清单", GOODS_PLACEHOLDERS),
)


def slip_values(draft: Draft) -> dict[str, Any]:
    """Return the slip's own placeholders, raw where they have a shape; the debts begin a line of their own."""
    slip = draft.record
    plain = ("number", "owner_name", "carrier", "company_head", "vehicle", "note", "handled_by")
    return {
        **{name: getattr(slip, name) or "" for name in (*plain, "carrier_id", "carrier_phone")},
        **{name: draft.kind.field(name).show(getattr(slip, name)) for name in ("carrier_relation", "nature")},
        "issued_at": slip.issued_at,
        "valid_until": slip.valid_on,
        "room": str(slip.room),
        "reason": slip.cause or "",
        "arrears_note": f"\n{slip.arrears_note}" if slip.arrears_note else "",
        "authorised_by": slip.authorisation or "",
        **_last_call(draft),
        "goods": [
            {
                "no": str(index),
                "name": row.name,
                "spec": row.spec or "",
                "unit": row.unit or "",
                "quantity": str(row.quantity),
            }
            for index, row in enumerate(draft.rows["goods"], 1)
        ],
    }


def _last_call(draft: Draft) -> dict[str, Any]:
    """Return what the last call for consent brought; all empty where nobody was called."""
    calls = sorted((call for call in draft.rows["calls"] if call.called_at), key=lambda call: call.called_at)
    if not calls:
        return {"owner_phone": "", "called_at": None, "owner_answer": "", "called_by": ""}
    last = calls[-1]
    return {
        "owner_phone": last.phone or "",
        "called_at": last.called_at,
        "owner_answer": last._meta.fields["answer"].show(last.answer),
        "called_by": last.called_by or "",
    }


SLIP_SHEETS = Sheets(
    "goods",
    first=8,
    rest=14,
    spare=1,
    widths={"name": 36, "spec": 40},
    above=(
        {"company": 40},
        {"project": 40},
        {"room": 24, "owner_name": 24, "authorised_by": 24},
        {"carrier": 24, "carrier_relation": 24},
        {"vehicle": 24, "company_head": 24},
        {"reason": 96},
        {"arrears_note": 96},
    ),
    again=({"company": 40}, {"project": 40}, {"room": 24, "carrier": 24, "vehicle": 24}),
)
"""What half an A4 page has room for; the widths are those of the cells in build/papers/goods_release.py."""

SLIP_PAPER = Paper(
    "goods_release_slip",
    "物品放行条",
    "F19",
    "goods_release/goods_release_slip.docx",
    SLIP_PLACEHOLDERS,
    slip_values,
    copies=(mark("① 存根联　服务中心留存"), mark("② 门岗联　随车收回"), mark("③ 客户联　携带人留存")),
    pages=2,
    sheets=SLIP_SHEETS,
    signatures=(mark("业主"), mark("携带人"), mark("经办人")),
    seen_by=CARRIED,
)


REGISTER_ROWS = (
    Placeholder("no", "序号"),
    Placeholder("issued_on", "日期", shape="day"),
    Placeholder("number", "编号", sample=("FX-202611-0001", "FX-202611-0002", "FX-202611-0003")),
    Placeholder("room", "房号", sample=("3-1-502", "3-2-1101", "5-1-301")),
    Placeholder("carrier", "携带人", sample=(mark("李四"), mark("张三"), mark("王五"))),
    Placeholder("relation", "身份", sample=(mark("租户"), mark("业主"), mark("装修工人"))),
    Placeholder("nature", "性质", sample=(mark("搬家迁出"), mark("维修外送"), mark("施工工具材料"))),
    Placeholder("goods", "物品摘要", sample=(mark("三人沙发"), mark("双门冰箱"), mark("书籍纸箱"))),
    Placeholder("answer", "核实结果", sample=(mark("同意"), mark("本人"), mark("同意"))),
    Placeholder("handled_by", "经办", sample="王芳"),
    Placeholder("guard", "门岗", sample="赵六"),
    Placeholder("state", "状态", sample=(mark("已放行"), mark("已放行"), mark("已开条"))),
)


def register_values(drafts: list[Draft]) -> dict[str, Any]:
    """Return the register's rows (F20), one for each slip that has a number, in the order of numbers."""
    numbered = sorted(
        (draft for draft in drafts if draft.record.number), key=lambda draft: draft.record.number
    )
    return {"rows": [_register_row(index, draft) for index, draft in enumerate(numbered, 1)]}


def _register_row(index: int, draft: Draft) -> dict[str, Any]:
    slip, values = draft.record, slip_values(draft)
    goods = "、".join(f"{row.name}×{row.quantity}" for row in draft.rows["goods"])
    workflow = draft.kind.workflow
    assert workflow
    return {
        "no": str(index),
        "issued_on": slip.valid_on,
        "number": slip.number,
        "room": values["room"],
        "carrier": values["carrier"],
        "relation": values["carrier_relation"],
        "nature": values["nature"],
        "goods": goods,
        "answer": values["owner_answer"] or (values["authorised_by"] and _("凭委托书")) or _("本人"),
        "handled_by": values["handled_by"],
        "guard": slip.gate_guard or "",
        "state": workflow.label(slip.state),
    }


REGISTER_PAPER = Paper(
    "goods_release_register",
    "物品放行登记台账",
    "F20",
    "goods_release/goods_release_register.docx",
    (Placeholder("month", "月份", sample="2026-11"), Placeholder("rows", "明细", REGISTER_ROWS)),
    register_values,
)
