"""The papers of a change of owner (过户): registration F64 and the fees-cleared certificate F64-2 (domain.md 2.7).

They are offered by the kind that keeps transfers; `values` come with it. The certificate is printed only at zero.
"""

from collections.abc import Callable, Mapping
from typing import Any

from desk_app.kernel.papers import Paper, Placeholder
from desk_app.kernel.papers.shapes import CARRIED
from desk_app.kernel.words import mark

Values = Callable[[Any], Mapping[str, Any]]

CAUSES = (mark("买卖"), mark("赠与"), mark("继承"), mark("法院裁定"), mark("其他"))
HANDED = (mark("退原业主"), mark("转新业主"))
"""What becomes of prepaid money and deposits."""

ROOM = (
    Placeholder("number", "编号", needed=True, sample="GH-202611-0001"),
    Placeholder("room", "房号", needed=True, sample="3-1-502"),
    Placeholder("address", "房屋地址", sample="翠湖花园3栋1单元502室"),
    Placeholder("built_area", "建筑面积", shape="area"),
)
PERSONS = (
    Placeholder("old_name", "原业主", sample="张三"),
    Placeholder("old_id_number", "原业主证件号码", shape="id_number"),
    Placeholder("old_phone", "原业主电话", shape="phone"),
    Placeholder("new_name", "新业主", sample="李四"),
    Placeholder("new_id_number", "新业主证件号码", shape="id_number"),
    Placeholder("new_phone", "新业主电话", shape="phone"),
    Placeholder("new_address", "新业主通讯地址", sample="示例市江滨路 18 号"),
)
DEBTS = (
    Placeholder("no", "序号"),
    Placeholder("item", "收费项目", sample=(mark("物业服务费"), mark("水费"), mark("违约金"))),
    Placeholder("period", "计费期间", sample="2026-10-01 至 2026-11-23"),
    Placeholder("billed", "应收", shape="money", sample=(37095, 19320, 1532)),
    Placeholder("paid", "已收", shape="money", sample=(37095, 19320, 1532)),
    Placeholder("open", "欠费", shape="money", sample=(0, 0, 0)),
)
DEPOSITS = (
    Placeholder("no", "序号"),
    Placeholder("item", "押金类型", sample=(mark("装修押金"), mark("门禁卡押金"), mark("出入证押金"))),
    Placeholder("receipt", "收据号", sample="YJ-2026-000012"),
    Placeholder("held", "在押", shape="money", sample=(200000, 5000, 3000)),
    Placeholder("handling", "处理", sample=(mark("退原业主"), mark("转新业主"), mark("退原业主"))),
)
METERS = (
    Placeholder("no", "序号"),
    Placeholder("kind", "类别", sample=(mark("水表"), mark("电表"), mark("燃气表"))),
    Placeholder("number", "表号", sample=("W-0301", "D-0301", "G-0301")),
    Placeholder("value", "表底数", sample=("1294", "20341", "655")),
    Placeholder("read_on", "抄表日期", shape="day"),
)
TRANSFER = (
    *ROOM,
    *PERSONS,
    Placeholder("cause", "变更原因", choices=CAUSES),
    Placeholder("title_number", "产权证号", sample="00123456"),
    Placeholder("contract_number", "合同号", sample="HT-2026-00188"),
    Placeholder("changed_on", "变更日期", shape="day"),
    Placeholder("settled_on", "费用截止日", shape="day"),
    Placeholder("debts", "费用结算", DEBTS),
    Placeholder("billed", "应收合计", shape="money", sample=57947),
    Placeholder("paid", "已收合计", shape="money", sample=57947),
    Placeholder("open", "欠费合计", shape="money", sample=0),
    Placeholder("prepaid", "预收余额", shape="money", sample=50000),
    Placeholder("prepaid_handling", "预收余额处理", choices=HANDED),
    Placeholder("deposits", "押金", DEPOSITS),
    Placeholder("meters", "表底数", METERS),
    Placeholder("unsettled", "未结工单或投诉", sample=""),
    Placeholder("handled_by", "物业经办", sample="王芳"),
)
CERTIFICATE = (
    Placeholder("number", "证明编号", needed=True, sample="JQ-202611-0001"),
    *ROOM[1:],
    Placeholder("owner_name", "业主姓名", sample="张三"),
    Placeholder("settled_on", "结清截止日", shape="day"),
    Placeholder("issued_on", "开具日期", shape="day"),
    Placeholder("handled_by", "经办人", sample="王芳"),
)


def transfer_form(values: Values) -> Paper:
    """Return F64 with what makes its values of a transfer."""
    return Paper(
        "transfer_form",
        "产权变更登记表",
        "F64",
        "transfers/transfer_form.docx",
        TRANSFER,
        values,
        signatures=(mark("原业主"), mark("新业主"), mark("物业经办"), mark("财务审核")),
    )


def cleared_certificate(values: Values, may_print: Callable[[Any], str | None]) -> Paper:
    """Return F64-2; `may_print` must refuse while anything is owed."""
    return Paper(
        "cleared_certificate",
        "物业费结清证明",
        "F64-2",
        "transfers/cleared_certificate.docx",
        CERTIFICATE,
        values,
        pages=1,
        page_size="A5 landscape",
        series="JQ",
        renewed=True,
        seen_by=CARRIED,
        may_print=may_print,
    )
