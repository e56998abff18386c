"""Keys (钥匙): sets on their hooks, loans (F09), keys kept for others (F08), access cards and remotes (F17)."""

from desk_app.kernel import fields
from desk_app.kernel.fields import Option
from desk_app.kernel.store import Record, Row
from desk_app.modules.billing.records import Bill
from desk_app.modules.estate.records import Room
from desk_app.modules.people.records import Person, Vehicle, read_phone
from desk_app.modules.staff.records import Firm

SORTS = (
    Option("flat", "户门"),
    Option("meter", "表箱"),
    Option("plant", "设备房"),
    Option("public", "公共门"),
    Option("other", "其他"),
)
PURPOSES = (
    Option("defects", "整改"),
    Option("repair", "维修"),
    Option("reading", "抄表"),
    Option("showing", "看房"),
    Option("cleaning", "保洁"),
    Option("other", "其他"),
)


CONSENTS = (
    Option("letter", "授权书"),
    Option("phone", "电话"),
    Option("custody", "留存书已约定"),
)
LOAN_STATES = (
    Option("draft", "登记"),
    Option("out", "已借出"),
    Option("returned", "已归还"),
    Option("lost", "遗失"),
    Option("void", "已作废"),
)
CUSTODY_PURPOSES = (
    Option("defects", "整改"),
    Option("showing", "看房"),
    Option("emergency", "应急"),
    Option("long", "长期托管"),
)
ESCORTS = (Option("escorted", "须陪同"), Option("alone", "可单独使用"))
CUSTODY_STATES = (
    Option("draft", "登记"),
    Option("kept", "留存中"),
    Option("fetched", "已取回"),
    Option("lost", "已遗失"),
    Option("void", "已作废"),
)
CARD_SORTS = (
    Option("door", "门禁卡"),
    Option("lift", "电梯卡"),
    Option("parking", "车位月卡"),
    Option("remote", "遥控器"),
)
CARD_STATES = (
    Option("draft", "登记"),
    Option("issued", "在用"),
    Option("lost", "已挂失"),
    Option("replaced", "已补办"),
    Option("returned", "已退回"),
    Option("cancelled", "已注销"),
)


class KeySet(Record):
    """钥匙串: keys that hang together on one hook; `kept` says how many should hang there when none is out."""

    number = fields.Text("钥匙编号", unique=True, width=10)
    hook = fields.Text("挂钩或柜号", required=False, width=8)
    sort = fields.Choice("类别", SORTS, default="flat", width=6)
    room = fields.Link("房号", Room, required=False, backref="key_sets")
    place = fields.Text("部位", required=False, hint="不是户门时填，如 3 栋配电间")
    kept = fields.Whole("应有把数", default=1)
    out = fields.Whole("借出", stamped=True, default=0)
    lost = fields.Whole("遗失", stamped=True, default=0)
    note = fields.Note("备注", required=False)
    state = fields.Choice(
        "状态",
        (Option("kept", "在册"), Option("given_up", "已交出"), Option("destroyed", "已销毁")),
        default="kept",
    )

    def __str__(self) -> str:
        return " ".join(filter(None, (self.number, str(self.room or self.place or ""))))


COUNT_SORTS = (
    Option("made", "新配"),
    Option("received", "收到"),
    Option("found", "找回"),
    Option("lost", "遗失"),
    Option("handed_over", "交出"),
    Option("destroyed", "销毁"),
)


class KeyCount(Record):
    """钥匙增减单: keys copied, received, found, lost, handed over or destroyed; booked once."""

    number = fields.Text("编号", stamped=True, unique=True, width=15)
    key_set = fields.Link("钥匙", KeySet, backref="counts")
    sort = fields.Choice("事由", COUNT_SORTS, default="made", width=6)
    count = fields.Whole("把数", default=1)
    booked_on = fields.Day("日期", stamped=True)
    booked_by = fields.Text("经办人", stamped=True)
    note = fields.Text("说明", required=False)
    state = fields.Choice(
        "状态",
        (Option("draft", "草稿"), Option("booked", "已入册"), Option("void", "已作废")),
        default="draft",
        width=8,
    )

    def __str__(self) -> str:
        return str(self.number or "")


class KeyLoan(Record):
    """钥匙借用: who took keys of a set, what for, with whose consent, until when (F09)."""

    number = fields.Text("编号", stamped=True, unique=True, width=15)
    key_set = fields.Link("钥匙", KeySet, backref="loans")
    room = fields.Link("房号", Room, required=False, stamped=True, backref="key_loans")
    count = fields.Whole("把数", default=1)
    lent_at = fields.Moment("借出时间", required=False, hint="不填为现在")
    borrower = fields.Text("借用人")
    firm = fields.Link("所在单位", Firm, required=False)
    phone = fields.Phone("电话", reads=read_phone)
    id_tail = fields.Text("证件后 4 位", required=False, hint="如 123X")
    purpose = fields.Choice("用途", PURPOSES, default="defects", width=6)
    about = fields.Text("事由", required=False, hint="如 整改单号")
    escort = fields.Text("陪同人", required=False)
    consent = fields.Choice("业主同意方式", CONSENTS, required=False, width=8)
    consent_at = fields.Moment("业主同意时间", required=False)
    due_at = fields.Moment("预计归还", required=False, hint="不填为当日 17:00")
    lent_by = fields.Text("借出经办", stamped=True)
    returned_at = fields.Moment("归还时间", required=False)
    returned_by = fields.Text("归还人", required=False)
    received_by = fields.Text("接收人", stamped=True)
    condition = fields.Choice("完好情况", (Option("good", "完好"), Option("damaged", "损坏")), required=False)
    lost_count = fields.Whole("遗失把数", required=False)
    all_signed = fields.Flag("借用人已签字")
    holder = fields.Text("跟进人", required=False, hint="谁去催还")
    note = fields.Note("备注", required=False)
    state = fields.Choice("状态", LOAN_STATES, default="draft", width=8)

    def __str__(self) -> str:
        return str(self.number or "")


class Chase(Row):
    """A reminder to bring keys back (催还记录)."""

    loan = fields.Link("编号", KeyLoan, backref="chases", on_delete="CASCADE")
    at = fields.Moment("时间")
    by = fields.Text("催还人")
    answer = fields.Text("答复", required=False, width=24)


class KeyCustody(Record):
    """钥匙留存: a key kept with the owner's consent, for defects, showing or emergencies, until it is fetched (F08, R26)."""

    number = fields.Text("编号", stamped=True, unique=True, width=15)
    room = fields.Link("房号", Room, backref="key_custodies")
    person = fields.Link("业主", Person)
    key_set = fields.Link("入册钥匙", KeySet, required=False)
    purpose = fields.Choice("留存目的", CUSTODY_PURPOSES, default="defects", width=8)
    until_on = fields.Day("留存期限", required=False)
    alone = fields.Choice("施工单位能否单独使用", ESCORTS, default="escorted", width=10)
    kept_on = fields.Day("留存日期", stamped=True)
    kept_by = fields.Text("接收人", stamped=True)
    owner_signed = fields.Flag("业主已签字同意")
    fetched_on = fields.Day("取回日期", stamped=True)
    fetched_by = fields.Text("取回人", required=False)
    given_by = fields.Text("交还经办", stamped=True)
    fetched_signed = fields.Flag("取回人已签字")
    note = fields.Note("备注", required=False)
    state = fields.Choice("状态", CUSTODY_STATES, default="draft", width=8)

    def __str__(self) -> str:
        return str(self.number or "")


class KeptKey(Row):
    """Keys kept under one letter (钥匙名称、数量)."""

    custody = fields.Link("编号", KeyCustody, backref="keys", on_delete="CASCADE")
    name = fields.Text("钥匙名称", hint="如 入户门")
    count = fields.Whole("数量", default=1)
    mark = fields.Text("钥匙编号", required=False)


class AccessCard(Record):
    """门禁卡、车卡、遥控器: issued to somebody of a room, lost, replaced, given back (F17)."""

    number = fields.Text("卡号", unique=True)
    sort = fields.Choice("类型", CARD_SORTS, default="door", width=8)
    room = fields.Link("房号", Room, required=False, backref="cards")
    person = fields.Link("领用人", Person, required=False)
    vehicle = fields.Link("车辆", Vehicle, required=False)
    issued_on = fields.Day("发放日期", stamped=True)
    until_on = fields.Day("有效期至", required=False)
    charge = fields.Money("工本费", required=False, hint="不收则不填")
    fee = fields.Link("工本费账单", Bill, stamped=True)
    arrears_reason = fields.Text("欠费特批原因", required=False)
    arrears_note = fields.Text("欠费情况", stamped=True)
    replaces = fields.Link("补办自", "self", required=False, stamped=True, backref="+")
    issued_by = fields.Text("发放人", stamped=True)
    signed = fields.Flag("领用人已签字")
    note = fields.Note("备注", required=False)
    state = fields.Choice("状态", CARD_STATES, default="draft", width=8)

    def __str__(self) -> str:
        return str(self.number)
