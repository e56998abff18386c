"""Moving in (入住, P3), leases (租约) and moving out (迁出): what is checked, agreed, told and given back."""

from desk_app.kernel import fields
from desk_app.kernel.fields import Option
from desk_app.kernel.store import Record, Row
from desk_app.modules.estate.records import Room
from desk_app.modules.keys.records import AccessCard
from desk_app.modules.people.records import Holding, Person, read_phone

ROLES = (Option("tenant", "租户"), Option("owner", "业主"), Option("family", "家庭成员"))
VERIFIED_HOW = (Option("in_person", "到场"), Option("phone", "电话"), Option("letter", "书面"))
PAYERS = (Option("owner", "业主"), Option("tenant", "租户"))
GIFTS = (Option("flowers", "鲜花"), Option("card", "贺卡"), Option("both", "鲜花和贺卡"))
MOVE_IN_STATES = (
    Option("planned", "拟入住"),
    Option("verified", "已核实"),
    Option("moved_in", "已入住"),
    Option("updated", "资料已更新"),
    Option("void", "已作废"),
)
LEASE_STATES = (Option("running", "在租"), Option("ended", "已结束"), Option("void", "已作废"))
CAUSES = (
    Option("lease_end", "租约到期"),
    Option("early", "提前退租"),
    Option("elsewhere", "搬往他处"),
    Option("sold", "房屋出售"),
    Option("other", "其他"),
)
MOVE_OUT_STATES = (
    Option("draft", "受理"),
    Option("settled", "已结算"),
    Option("left", "已迁出"),
    Option("archived", "已归档"),
    Option("void", "已作废"),
)


class MoveIn(Record):
    """入住: who moves into a room as what, verified with the owner, agreed in writing, and told to the departments."""

    number = fields.Text("编号", stamped=True, unique=True, width=15)
    room = fields.Link("房号", Room, backref="move_ins")
    person = fields.Link("入住人", Person, backref="move_ins")
    role = fields.Choice("身份", ROLES, default="tenant", width=8)
    planned_on = fields.Day("入住日期")
    people_count = fields.Whole("入住人数", required=False)
    needs = fields.Text("特殊需求", required=False, width=24)
    is_vip = fields.Flag("贵宾（VIP）")
    gift = fields.Choice("祝贺", GIFTS, required=False, width=8)
    verified_how = fields.Choice("核实方式", VERIFIED_HOW, required=False, width=8)
    verified_at = fields.Moment("核实时间", required=False, hint="不填为现在")
    verified_with = fields.Text("核实的业主", required=False)
    verified_by = fields.Text("核实人", stamped=True)
    lease_number = fields.Text("租赁合同号", required=False)
    lease_from = fields.Day("租期开始", required=False)
    lease_until = fields.Day("租期结束", required=False)
    fee_payer = fields.Choice("物业费承担方", PAYERS, default="owner", width=8)
    use_payer = fields.Choice("水电等费用承担方", PAYERS, default="owner", width=8)
    pays_from = fields.Day("租户起缴日", required=False, hint="不填为入住日期")
    undertaking_signed = fields.Flag("业主承诺书已签")
    agreement_signed = fields.Flag("安全责任书已签")
    fire_person = fields.Text("防火责任人", required=False, hint="不填为入住人")
    fire_phone = fields.Phone("防火责任人电话", required=False, reads=read_phone)
    slot_at = fields.Moment("搬家开始", required=False)
    slot_until_at = fields.Moment("搬家结束", required=False)
    uses_lift = fields.Flag("预约电梯")
    mover = fields.Text("搬家公司", required=False)
    plate = fields.Text("搬家车牌", required=False)
    helps_phone = fields.Flag("电话开通")
    helps_network = fields.Flag("网络开通")
    helps_tv = fields.Flag("有线电视开通")
    helps_parking = fields.Flag("车位月卡办理")
    cashier_told = fields.Flag("已告知收银")
    cashier_note = fields.Text("收费提示", stamped=True, width=30)
    moved_in_on = fields.Day("实际入住", required=False)
    holding = fields.Link("房人关系", Holding, required=False, stamped=True, backref="+", index=False)
    handled_by = fields.Text("经办人", stamped=True)
    updated_on = fields.Day("资料更新日期", stamped=True)
    updated_by = fields.Text("档案员", stamped=True)
    note = fields.Note("备注", required=False)
    state = fields.Choice("状态", MOVE_IN_STATES, default="planned", width=8)

    def __str__(self) -> str:
        return str(self.number or "")


class CoResident(Row):
    """同住人: somebody who moves in too; the step 办理入住 makes the person and what they hold."""

    move_in = fields.Link("入住", MoveIn, backref="co_residents", on_delete="CASCADE")
    name = fields.Text("姓名", width=10)
    relation = fields.Text("关系", required=False, width=8, hint="如 配偶")
    id_number = fields.Secret("证件号码", required=False)
    phone = fields.Phone("电话", required=False, reads=read_phone)


class Lease(Record):
    """租约: until when a tenant rents a room, reminded of before it ends, renewed or ended."""

    room = fields.Link("房号", Room, backref="leases")
    tenant = fields.Link("租户", Person, backref="leases")
    contract = fields.Text("租赁合同号", required=False)
    from_on = fields.Day("租期开始")
    until_on = fields.Day("租期结束")
    fee_payer = fields.Choice("物业费承担方", PAYERS, default="owner", width=8)
    move_in = fields.Link("入住登记", MoveIn, required=False, stamped=True, backref="leases", index=False)
    renewed_until_on = fields.Day("续租至", required=False)
    renewals = fields.Whole("续租次数", stamped=True, default=0)
    ended_on = fields.Day("实际结束", required=False)
    note = fields.Note("备注", required=False)
    state = fields.Choice("状态", LEASE_STATES, default="running", width=8)

    def __str__(self) -> str:
        return f"{self.room} {self.tenant}"


class MoveOut(Record):
    """迁出: somebody leaves a room on a day, having settled to that day and given back keys and cards."""

    number = fields.Text("编号", stamped=True, unique=True, width=15)
    room = fields.Link("房号", Room, backref="move_outs")
    person = fields.Link("迁出人", Person, backref="move_outs")
    role = fields.Choice("身份", ROLES, required=False, stamped=True, width=8)
    cause = fields.Choice("迁出原因", CAUSES, default="lease_end", width=8)
    leaves_on = fields.Day("迁出日期", hint="费用结至当日")
    alone = fields.Flag("同住人留下", hint="不勾则同住人一并迁出")
    new_address = fields.Text("迁往地址", required=False, width=24)
    phone = fields.Phone("联系电话", required=False, reads=read_phone)
    plate = fields.Text("搬运车牌", required=False)
    billed = fields.Money("未缴账单", stamped=True)
    owed = fields.Money("结算时欠费", stamped=True)
    prepaid = fields.Money("结算时预存款", stamped=True)
    due = fields.Money("预存抵扣后应补", stamped=True, hint="负数是应退")
    settled_at = fields.Moment("结算时间", stamped=True)
    override_reason = fields.Text("欠费特批原因", required=False, width=24)
    arrears_note = fields.Text("欠费情况", stamped=True, width=30)
    left_at = fields.Moment("办理迁出时间", stamped=True)
    handled_by = fields.Text("经办人", stamped=True)
    note = fields.Note("备注", required=False)
    state = fields.Choice("状态", MOVE_OUT_STATES, default="draft", width=8)

    def __str__(self) -> str:
        return str(self.number or "")


class GivenBack(Row):
    """交还清单: a card, key or paper the leaver had; what does not come back is said why."""

    move_out = fields.Link("迁出", MoveOut, backref="things", on_delete="CASCADE")
    name = fields.Text("物品", width=16, hint="如 门禁卡、钥匙")
    card = fields.Link("卡", AccessCard, required=False, backref="+", index=False)
    count = fields.Whole("数量", default=1)
    is_back = fields.Flag("已交还")
    note = fields.Text("未交还的说明", required=False, width=20)
