"""Openings (期初批次), what each brought into the book, and the old book's totals (旧账数)."""

import peewee

from desk_app.kernel import fields
from desk_app.kernel.database import database
from desk_app.kernel.fields import Option
from desk_app.kernel.store import Record
from desk_app.modules.billing.records import FeeItem
from desk_app.modules.estate.records import Room

SORTS = (
    Option("arrears", "欠费"),
    Option("prepaid", "预存款"),
    Option("deposit", "押金"),
    Option("payment", "历史收款"),
    Option("reading", "表底数"),
)
"""What a line of an opening brings."""

RUN_STATES = (Option("kept", "已入账"), Option("undone", "已撤销"))


class OpeningRun(Record):
    """期初批次: one file of the old book taken over, as its balances stood at the end of `balance_on`."""

    file_name = fields.Text("文件", width=24)
    file_sha256 = peewee.CharField(default="", index=True)
    balance_on = fields.Day("旧账截止日")
    lines = fields.Whole("行数")
    arrears = fields.Money("欠费", default=0)
    prepaid = fields.Money("预存款", default=0)
    deposits = fields.Money("押金", default=0)
    payments = fields.Money("历史收款", default=0)
    readings = fields.Whole("表底数", default=0)
    made_at = fields.Moment("入账时间")
    made_by = fields.Text("入账人")
    undone_at = fields.Moment("撤销时间", required=False)
    undone_by = fields.Text("撤销人", required=False)
    reason = fields.Text("撤销原因", required=False)
    state = fields.Choice("状态", RUN_STATES, default="kept", width=7)

    def __str__(self) -> str:
        return str(self.file_name)


class OpeningEntry(peewee.Model):
    """期初明细: one line of an opening and the row it became.

    `record` is the id of the bill, prepaid move, deposit, imported receipt or reading. `key` says what the line is of
    without its amount, so that no file brings the same thing a second time.
    """

    run = peewee.ForeignKeyField(OpeningRun, backref="entries")
    row = peewee.IntegerField()
    sort = peewee.CharField()
    key = peewee.CharField(index=True)
    room = peewee.ForeignKeyField(Room, null=True, index=False, backref="+")
    item = peewee.ForeignKeyField(FeeItem, null=True, index=False, backref="+")
    amount = peewee.BigIntegerField()
    record = peewee.IntegerField()

    class Meta:
        database = database
        legacy_table_names = False
        append_only = True


class OldFigure(peewee.Model):
    """旧账数: a total of the old book as somebody typed it for the trial balance; `what` is 'arrears WY' and the like."""

    what = peewee.CharField(primary_key=True)
    amount = peewee.BigIntegerField()
    at = peewee.DateTimeField()
    actor = peewee.CharField()

    class Meta:
        database = database
        legacy_table_names = False
