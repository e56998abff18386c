"""Goods release slips (物品放行条), their goods and the calls made to the owner; fields of form F19."""

from desk_app.kernel import fields
from desk_app.kernel.fields import Option
from desk_app.kernel.store import Record, Row
from desk_app.kernel.words import _
from desk_app.modules.estate.records import Room
from desk_app.modules.people.records import read_phone

NATURES = (
    Option("move_out", "搬家迁出"),
    Option("carry_out", "临时携带"),
    Option("tools", "施工工具材料"),
    Option("repair_out", "维修外送"),
)
"""性质 (P4 step 3, F19)."""

RELATIONS = (
    Option("owner", "业主"),
    Option("tenant", "租户"),
    Option("relative", "亲属"),
    Option("nanny", "保姆"),
    Option("housekeeper", "家政"),
    Option("staff", "公司职员"),
    Option("mover", "搬家公司"),
    Option("renovator", "装修工人"),
    Option("other", "其他"),
)
"""携带人身份 (P4 step 1, F19)."""

ANSWERS = (Option("agree", "同意"), Option("disagree", "不同意"), Option("no_answer", "未接通"))

STATES = (
    Option("draft", "受理"),
    Option("held", "暂不放行"),
    Option("refused", "业主不同意"),
    Option("issued", "已开条"),
    Option("returned", "门岗退回"),
    Option("released", "已放行"),
    Option("archived", "已存档"),
    Option("void", "已作废"),
)

MATCHES = (Option("yes", "相符"), Option("no", "不符"))


class GoodsReleaseSlip(Record):
    """物品放行条"""

    number = fields.Text("编号", stamped=True, unique=True, width=15)
    room = fields.Link("房号", Room, backref="goods_release_slips")
    owner_name = fields.Text("业主姓名", stamped=True)
    owner_phone = fields.Phone("业主电话", stamped=True)
    carrier = fields.Text("携带人")
    carrier_relation = fields.Choice("携带人身份", RELATIONS, default="owner", width=8)
    carrier_id = fields.Secret("携带人证件号", required=False)
    carrier_phone = fields.Phone("携带人电话", required=False, reads=read_phone)
    company_head = fields.Text("公司负责人", required=False, hint="公司职员携带时填")
    nature = fields.Choice("性质", NATURES, default="carry_out", width=10)
    cause = fields.Text("原因", required=False, width=20)
    vehicle = fields.Text("搬运车牌", required=False)
    authorisation = fields.Text("委托书编号", required=False, hint="凭书面委托时填")
    valid_on = fields.Day("有效日期", hint="当日有效")
    note = fields.Note("备注", required=False)
    attention = fields.Text("注意", stamped=True, width=20)
    arrears_note = fields.Note("欠费说明", stamped=True)
    arrears_reason = fields.Text(
        "特批原因", stamped=True, hint="有欠费仍放行的原因，会印在放行条上", width=24
    )
    arrears_by = fields.Text("特批人", stamped=True)
    handled_by = fields.Text("经办人", stamped=True)
    issued_at = fields.Moment("开具时间", stamped=True)
    released_at = fields.Moment("放行时间", stamped=True)
    gate_guard = fields.Text("门岗", stamped=True)
    gate_match = fields.Choice("货单核对", MATCHES, stamped=True, width=6)
    all_signed = fields.Flag("三方已签字", stamped=True)
    state = fields.Choice("状态", STATES, default="draft", width=9)

    def __str__(self) -> str:
        return str(self.number or self.carrier or "")


class ReleasedGoods(Row):
    """放行物品: one line of a slip."""

    slip = fields.Link("放行条", GoodsReleaseSlip, backref="goods", on_delete="CASCADE")
    name = fields.Text("物品名称", width=16)
    spec = fields.Text("规格特征", required=False, width=16)
    unit = fields.Text("单位", required=False, default=lambda: _("件"), width=5)
    quantity = fields.Whole("数量")


class ConsentCall(Row):
    """业主核实: one call to the owner or the company's head, and the answer."""

    slip = fields.Link("放行条", GoodsReleaseSlip, backref="calls", on_delete="CASCADE")
    called_at = fields.Moment("去电时间")
    phone = fields.Phone("去电号码", required=False, reads=read_phone)
    spoken_to = fields.Text("接听人", required=False)
    answer = fields.Choice("核实意见", ANSWERS, width=8)
    called_by = fields.Text("核实人", required=False)
