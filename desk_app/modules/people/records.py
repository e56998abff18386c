"""People (人员), what they hold (房人关系) and their vehicles (车辆)."""

from desk_app.kernel import fields
from desk_app.kernel.fields import Option
from desk_app.kernel.store import Record, Row
from desk_app.modules.estate.records import Room
from desk_app.modules.people.id_number import ID_KINDS
from desk_app.modules.people.phone_number import read_phone_number

PARTIES = (Option("person", "个人"), Option("company", "公司或单位"))
GENDERS = (Option("male", "男"), Option("female", "女"))
ROLES = (
    Option("owner", "业主"),
    Option("tenant", "租户"),
    Option("family", "家庭成员"),
    Option("resident", "住户"),
    Option("authorised", "授权人"),
    Option("emergency", "紧急联系人"),
)


def read_phone(text: str) -> str:
    """Return the phone number as it is kept; ValueError with a sentence if it cannot be one."""
    return read_phone_number(text).number


class Person(Record):
    """人员: an owner, tenant, family member or authorised person; a natural person or a company."""

    name = fields.Text("姓名或单位名称", index=True, width=14)
    party = fields.Choice("类别", PARTIES, default="person", width=6)
    gender = fields.Choice("性别", GENDERS, required=False, width=5)
    born_on = fields.Day("出生日期", required=False)
    id_kind = fields.Choice(
        "证件类型", tuple(Option(code, label) for code, label in ID_KINDS.items()), required=False, width=10
    )
    id_number = fields.Secret("证件号码", required=False, index=True)
    contact_person = fields.Text("联系人", required=False, hint="单位的联系人")
    address = fields.Text("通讯地址", required=False, width=24)
    email = fields.Text("电子邮箱", required=False)
    emergency_contact = fields.Text("紧急联系人", required=False)
    emergency_phone = fields.Phone("紧急联系电话", required=False, reads=read_phone)
    note = fields.Note("备注", required=False)

    def __str__(self) -> str:
        return str(self.name)


class PersonPhone(Row):
    """电话: one of a person's numbers; one of them is called first."""

    person = fields.Link("姓名", Person, backref="phones", on_delete="CASCADE")
    number = fields.Phone("电话号码", index=True, reads=read_phone)
    whose = fields.Text("说明", required=False, hint="如 本人、配偶")
    is_first = fields.Flag("首选")


class Holding(Record):
    """房人关系: one person's part in one room, with dates; `until_on` is its last day."""

    room = fields.Link("房号", Room, backref="holdings")
    person = fields.Link("姓名", Person, backref="holdings")
    role = fields.Choice("身份", ROLES, default="owner", width=8)
    share = fields.Share("产权份额", required=False, hint="如 1/2 或 50%，独有则不填")
    relation = fields.Text("与业主关系", required=False, hint="如 配偶")
    from_on = fields.Day("开始日期", required=False)
    until_on = fields.Day("结束日期", required=False, hint="最后一天；还在则不填")
    authorisation = fields.Text("委托书编号", required=False, hint="授权人填")
    note = fields.Note("备注", required=False)

    def __str__(self) -> str:
        return f"{self.room} {self.person}"


class Vehicle(Record):
    """车辆"""

    plate = fields.Text("车牌号", unique=True)
    brand = fields.Text("品牌型号", required=False)
    colour = fields.Text("颜色", required=False, width=6)
    owner = fields.Link("车主", Person, required=False, backref="vehicles")
    room = fields.Link("房号", Room, required=False, backref="vehicles")
    space = fields.Link("车位", Room, required=False, backref="parked")
    note = fields.Note("备注", required=False)

    def __str__(self) -> str:
        return str(self.plate)
