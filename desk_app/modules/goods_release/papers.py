"""What the goods release papers hold: the slip (F19) and the monthly register (F20)."""

from typing import Any

from desk_app.kernel import masking
from desk_app.kernel.days import show_day, show_moment
from desk_app.kernel.kind import Draft
from desk_app.kernel.papers import Paper, Placeholder, Sheets
from desk_app.kernel.words import _, mark
from desk_app.modules.goods_release.records import ANSWERS, NATURES

GOODS_PLACEHOLDERS = (
    Placeholder("no", "序号"),
    Placeholder("name", "物品名称"),
    Placeholder("spec", "规格特征"),
    Placeholder("unit", "单位"),
    Placeholder("quantity", "数量"),
)

SLIP_PLACEHOLDERS = (
    Placeholder("number", "编号", needed=True),
    Placeholder("issued_at", "开具时间"),
    Placeholder("valid_until", "有效期"),
    Placeholder("room", "房号"),
    Placeholder("owner_name", "业主姓名"),
    Placeholder("carrier", "携带人"),
    Placeholder("carrier_relation", "携带人身份"),
    Placeholder("carrier_id", "携带人证件号"),
    Placeholder("carrier_phone", "携带人电话"),
    Placeholder("company_head", "公司负责人"),
    Placeholder("nature", "性质", choices=tuple(option.label for option in NATURES)),
    Placeholder("reason", "原因"),
    Placeholder("vehicle", "搬运车牌"),
    Placeholder("authorised_by", "委托书编号"),
    Placeholder("owner_phone", "业主电话"),
    Placeholder("called_at", "去电时间"),
    Placeholder("owner_answer", "核实意见", choices=tuple(option.label for option in ANSWERS)),
    Placeholder("called_by", "核实人"),
    Placeholder("handled_by", "经办人"),
    Placeholder("note", "备注"),
    Placeholder("goods", "物品清单", GOODS_PLACEHOLDERS),
)


def slip_values(draft: Draft) -> dict[str, Any]:
    """Return the slip's own placeholders as text; numbers of persons are masked, for the gate carries the paper."""
    slip = draft.record
    shown = {
        name: draft.kind.field(name).show(getattr(slip, name))
        for name in draft.kind.form_fields
        if name != "room"
    }
    calls = sorted((call for call in draft.rows["calls"] if call.called_at), key=lambda call: call.called_at)
    last = calls[-1] if calls else None
    answers = {option.stored: option.label for option in ANSWERS}
    return {
        **{
            name: shown[name] for name in ("number", "issued_at", "owner_name", "carrier", "carrier_relation")
        },
        **{
            name: shown[name]
            for name in ("carrier_id", "carrier_phone", "company_head", "nature", "vehicle", "note")
        },
        "room": str(slip.room),
        "reason": shown["cause"],
        "valid_until": show_day(slip.valid_on) if slip.valid_on else "",
        "authorised_by": shown["authorisation"],
        "handled_by": shown["handled_by"],
        "owner_phone": masking.mask_phone(last.phone) if last and last.phone else "",
        "called_at": show_moment(last.called_at) if last else "",
        "owner_answer": answers.get(last.answer, "") if last else "",
        "called_by": (last.called_by or "") if last else "",
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
)


REGISTER_ROWS = (
    Placeholder("no", "序号"),
    Placeholder("issued_on", "日期"),
    Placeholder("number", "编号"),
    Placeholder("room", "房号"),
    Placeholder("carrier", "携带人"),
    Placeholder("relation", "身份"),
    Placeholder("nature", "性质"),
    Placeholder("goods", "物品摘要"),
    Placeholder("answer", "核实结果"),
    Placeholder("handled_by", "经办"),
    Placeholder("guard", "门岗"),
    Placeholder("state", "状态"),
)


def register_values(drafts: list[Draft]) -> dict[str, Any]:
    """Return the register's rows (F20), one for each slip that has a number, in the order of numbers."""
    numbered = sorted(
        (draft for draft in drafts if draft.record.number), key=lambda draft: draft.record.number
    )
    return {"rows": [_register_row(index, draft) for index, draft in enumerate(numbered, 1)]}


def _register_row(index: int, draft: Draft) -> dict[str, str]:
    slip, values = draft.record, slip_values(draft)
    goods = "、".join(f"{row.name}×{row.quantity}" for row in draft.rows["goods"])
    workflow = draft.kind.workflow
    assert workflow
    return {
        "no": str(index),
        "issued_on": show_day(slip.valid_on),
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
    (Placeholder("month", "月份"), Placeholder("rows", "明细", REGISTER_ROWS)),
    register_values,
    pages=None,
    page_size="A4",
)
