"""Departments (部门), the people who work there (员工), what they can repair, and firms from outside (外部单位)."""

from desk_app.kernel import fields
from desk_app.kernel.fields import Option
from desk_app.kernel.store import Record, Row
from desk_app.modules.people.records import read_phone

DUTIES = (
    Option("front_desk", "客服"),
    Option("engineering", "工程维修"),
    Option("security", "保安"),
    Option("cleaning", "保洁"),
    Option("greening", "绿化"),
    Option("cash", "收银财务"),
    Option("parking", "车场"),
    Option("management", "管理"),
    Option("other", "其他"),
)
"""What a department does; notices and complaints are sent by it."""

TRADES = (
    Option("water", "给排水"),
    Option("power", "强电"),
    Option("masonry", "土建防水"),
    Option("doors", "门窗"),
    Option("low_voltage", "弱电对讲"),
    Option("lift", "电梯"),
    Option("heating", "暖通"),
    Option("public", "公共设施"),
    Option("other", "其他"),
)
"""What is repaired (F27 类别), and what a worker or a firm can repair."""


class Department(Record):
    """部门"""

    name = fields.Text("部门名称", unique=True)
    duty = fields.Choice("职责", DUTIES, default="other")
    head = fields.Text("负责人", required=False)
    phone = fields.Text("电话", required=False)
    is_told_of_moves = fields.Flag("接收入住知会单")
    note = fields.Note("备注", required=False)

    def __str__(self) -> str:
        return str(self.name)


class StaffMember(Record):
    """员工: somebody work is given to; `name` is the name used at the desk."""

    name = fields.Text("姓名", unique=True)
    department = fields.Link("部门", Department, required=False, backref="members")
    post = fields.Text("岗位", required=False)
    phone = fields.Phone("电话", required=False, reads=read_phone)
    takes_repairs = fields.Flag("接维修单")
    left_on = fields.Day("离职日期", required=False)
    note = fields.Note("备注", required=False)

    def __str__(self) -> str:
        return str(self.name)


class Skill(Row):
    """A trade a member of staff works in (技能)."""

    member = fields.Link("姓名", StaffMember, backref="skills", on_delete="CASCADE")
    trade = fields.Choice("专业", TRADES)


class Firm(Record):
    """外部单位: a builder, supplier or contractor that repairs, or puts right what it built."""

    name = fields.Text("单位名称", unique=True, width=20)
    trade = fields.Choice("专业", TRADES, required=False)
    contact = fields.Text("联系人", required=False)
    phone = fields.Phone("电话", required=False, reads=read_phone)
    contract_until_on = fields.Day("合同到期", required=False)
    note = fields.Note("备注", required=False)

    def __str__(self) -> str:
        return str(self.name)
