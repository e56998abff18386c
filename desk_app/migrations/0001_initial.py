"""The first schema (最初的表结构), frozen by build/freeze_schema.py: plain copies of the models of that day."""

from typing import Any

import peewee


class RecordId(peewee.AutoField):
    """A key that is never given a second time, not even after the last record was deleted."""

    def ddl(self, ctx: Any) -> Any:
        column = super().ddl(ctx)
        if isinstance(self.model._meta.database, peewee.SqliteDatabase):
            return peewee.NodeList((column, peewee.SQL("AUTOINCREMENT")))
        return column


class ArrearsCount(peewee.Model):
    counted_on = peewee.DateField()
    counted_at = peewee.DateTimeField()
    seen = peewee.IntegerField()

    class Meta:
        table_name = "arrears_count"
        legacy_table_names = False


class Community(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    name = peewee.CharField(unique=True)
    short = peewee.CharField(null=True)
    address = peewee.CharField(null=True)
    note = peewee.TextField(null=True)

    class Meta:
        table_name = "community"
        legacy_table_names = False


class Building(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    community = peewee.ForeignKeyField(
        Community, column_name="community_id", backref="+", on_delete="RESTRICT"
    )
    name = peewee.CharField()
    sort_key = peewee.CharField(null=True, index=True)
    note = peewee.TextField(null=True)

    class Meta:
        table_name = "building"
        legacy_table_names = False
        indexes = ((("community", "name"), True),)


class Room(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    code = peewee.CharField(null=True, unique=True)
    building = peewee.ForeignKeyField(
        Building, column_name="building_id", backref="+", on_delete="RESTRICT", null=True
    )
    unit = peewee.CharField(null=True)
    floor = peewee.CharField(null=True)
    label = peewee.CharField()
    use = peewee.CharField()
    layout = peewee.CharField(null=True)
    built_area = peewee.BigIntegerField(null=True)
    inside_area = peewee.BigIntegerField(null=True)
    measured_area = peewee.BigIntegerField(null=True)
    charged_area = peewee.BigIntegerField(null=True)
    floor_ratio = peewee.BigIntegerField(null=True)
    lift_ratio = peewee.BigIntegerField(null=True)
    handed_over_on = peewee.DateField(null=True)
    moved_in_on = peewee.DateField(null=True)
    contract_number = peewee.CharField(null=True)
    title_number = peewee.CharField(null=True)
    note = peewee.TextField(null=True)
    state = peewee.CharField()
    sort_key = peewee.CharField(null=True, index=True)

    class Meta:
        table_name = "room"
        legacy_table_names = False


class ArrearsOverride(peewee.Model):
    at = peewee.DateTimeField()
    actor = peewee.CharField()
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+")
    what = peewee.CharField()
    kind = peewee.CharField()
    record_id = peewee.IntegerField()
    total = peewee.BigIntegerField()
    items = peewee.TextField()
    reason = peewee.CharField()

    class Meta:
        table_name = "arrears_override"
        legacy_table_names = False


class ArrearsSummary(peewee.Model):
    room = peewee.ForeignKeyField(
        Room, column_name="room_id", backref="+", on_delete="CASCADE", primary_key=True
    )
    building = peewee.ForeignKeyField(
        Building, column_name="building_id", backref="+", null=True, index=False
    )
    days_30 = peewee.BigIntegerField()
    days_90 = peewee.BigIntegerField()
    days_180 = peewee.BigIntegerField()
    days_365 = peewee.BigIntegerField()
    years_2 = peewee.BigIntegerField()
    years_3 = peewee.BigIntegerField()
    older = peewee.BigIntegerField()
    held = peewee.BigIntegerField()
    bills = peewee.IntegerField()
    first_due_on = peewee.DateField()

    class Meta:
        table_name = "arrears_summary"
        legacy_table_names = False
        indexes = (
            (
                (
                    "building",
                    "days_30",
                    "days_90",
                    "days_180",
                    "days_365",
                    "years_2",
                    "years_3",
                    "older",
                    "held",
                    "bills",
                    "first_due_on",
                ),
                False,
            ),
        )


class Attachment(peewee.Model):
    kind = peewee.CharField()
    record_id = peewee.IntegerField()
    name = peewee.CharField()
    size = peewee.IntegerField()
    sha256 = peewee.CharField(index=True, max_length=64)
    added_at = peewee.DateTimeField()
    added_by = peewee.CharField()
    removed_at = peewee.DateTimeField(null=True)
    removed_by = peewee.CharField(null=True)
    removed_why = peewee.CharField(null=True)

    class Meta:
        table_name = "attachment"
        legacy_table_names = False
        indexes = ((("kind", "record_id"), False),)


class AttachmentContent(peewee.Model):
    sha256 = peewee.CharField(primary_key=True, max_length=64)
    content = peewee.BlobField()

    class Meta:
        table_name = "attachment_content"
        legacy_table_names = False


class AuditRow(peewee.Model):
    at = peewee.DateTimeField()
    actor = peewee.CharField()
    kind = peewee.CharField()
    record_id = peewee.IntegerField(null=True)
    action = peewee.CharField()
    reason = peewee.TextField()
    changes = peewee.TextField()

    class Meta:
        table_name = "audit_row"
        legacy_table_names = False
        indexes = ((("kind", "record_id"), False),)


class Person(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    name = peewee.CharField(index=True)
    party = peewee.CharField()
    gender = peewee.CharField(null=True)
    born_on = peewee.DateField(null=True)
    id_kind = peewee.CharField(null=True)
    id_number = peewee.CharField(null=True, index=True)
    contact_person = peewee.CharField(null=True)
    address = peewee.CharField(null=True)
    email = peewee.CharField(null=True)
    emergency_contact = peewee.CharField(null=True)
    emergency_phone = peewee.CharField(null=True)
    note = peewee.TextField(null=True)

    class Meta:
        table_name = "person"
        legacy_table_names = False


class Receipt(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    number = peewee.CharField(unique=True)
    kind = peewee.CharField()
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="RESTRICT", null=True)
    payer = peewee.ForeignKeyField(
        Person, column_name="payer_id", backref="+", on_delete="RESTRICT", null=True, index=False
    )
    payer_name = peewee.CharField()
    total = peewee.BigIntegerField()
    business_on = peewee.DateField(index=True)
    at = peewee.DateTimeField()
    cashier = peewee.CharField()
    tendered = peewee.BigIntegerField(null=True)
    change = peewee.BigIntegerField()
    request = peewee.CharField(null=True, unique=True)
    reverses = peewee.ForeignKeyField(
        "self", column_name="reverses_id", backref="+", on_delete="RESTRICT", null=True, unique=True
    )
    pad_number = peewee.CharField(null=True)
    note = peewee.CharField(null=True)
    approved_by = peewee.CharField(null=True)

    class Meta:
        table_name = "receipt"
        legacy_table_names = False


class BankLine(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    source = peewee.CharField()
    reference = peewee.CharField()
    came_at = peewee.DateTimeField()
    amount = peewee.BigIntegerField()
    payer = peewee.CharField(null=True)
    remark = peewee.CharField(null=True)
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="RESTRICT", null=True)
    receipt = peewee.ForeignKeyField(
        Receipt, column_name="receipt_id", backref="+", on_delete="RESTRICT", null=True, index=False
    )
    reason = peewee.CharField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "bank_line"
        legacy_table_names = False
        indexes = ((("source", "reference"), True),)


class FeeItem(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    code = peewee.CharField(unique=True)
    name = peewee.CharField(unique=True)
    nature = peewee.CharField()
    cycle = peewee.CharField()
    rounding_unit = peewee.CharField()
    rounding_way = peewee.CharField()
    has_late_fee = peewee.BooleanField(null=True)
    pays_first = peewee.IntegerField()
    tax_rate = peewee.BigIntegerField(null=True)
    basis_text = peewee.CharField(null=True)
    is_used = peewee.BooleanField(null=True)
    note = peewee.TextField(null=True)

    class Meta:
        table_name = "fee_item"
        legacy_table_names = False


class Tariff(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    item = peewee.ForeignKeyField(FeeItem, column_name="item_id", backref="+", on_delete="RESTRICT")
    name = peewee.CharField()
    basis = peewee.CharField()
    formula = peewee.CharField(null=True)
    unit = peewee.CharField(null=True)
    proration = peewee.CharField()
    tiers = peewee.CharField()
    minimum = peewee.BigIntegerField(null=True)
    until_on = peewee.DateField(null=True)
    note = peewee.TextField(null=True)

    class Meta:
        table_name = "tariff"
        legacy_table_names = False
        indexes = ((("item", "name"), True),)


class Meter(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    number = peewee.CharField(unique=True)
    kind = peewee.CharField()
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="RESTRICT", null=True)
    building = peewee.ForeignKeyField(
        Building, column_name="building_id", backref="+", on_delete="RESTRICT", null=True
    )
    place = peewee.CharField(null=True)
    multiplier = peewee.IntegerField()
    digits = peewee.IntegerField()
    route = peewee.CharField(null=True)
    verified_until_on = peewee.DateField(null=True)
    note = peewee.TextField(null=True)
    state = peewee.CharField()
    sort_key = peewee.CharField(null=True, index=True)

    class Meta:
        table_name = "meter"
        legacy_table_names = False


class Vehicle(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    plate = peewee.CharField(unique=True)
    brand = peewee.CharField(null=True)
    colour = peewee.CharField(null=True)
    owner = peewee.ForeignKeyField(
        Person, column_name="owner_id", backref="+", on_delete="RESTRICT", null=True
    )
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="RESTRICT", null=True)
    space = peewee.ForeignKeyField(Room, column_name="space_id", backref="+", on_delete="RESTRICT", null=True)
    note = peewee.TextField(null=True)

    class Meta:
        table_name = "vehicle"
        legacy_table_names = False


class FeeBinding(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="RESTRICT")
    tariff = peewee.ForeignKeyField(Tariff, column_name="tariff_id", backref="+", on_delete="RESTRICT")
    payer = peewee.ForeignKeyField(
        Person, column_name="payer_id", backref="+", on_delete="RESTRICT", null=True
    )
    meter = peewee.ForeignKeyField(
        Meter, column_name="meter_id", backref="+", on_delete="RESTRICT", null=True, index=False
    )
    vehicle = peewee.ForeignKeyField(
        Vehicle, column_name="vehicle_id", backref="+", on_delete="RESTRICT", null=True, index=False
    )
    count = peewee.IntegerField()
    from_on = peewee.DateField()
    until_on = peewee.DateField(null=True)
    cycle = peewee.CharField(null=True)
    anchor_on = peewee.DateField(null=True)
    due_days = peewee.IntegerField(null=True)
    contract = peewee.CharField(null=True)
    follows = peewee.ForeignKeyField(
        "self", column_name="follows_id", backref="+", on_delete="RESTRICT", null=True, index=False
    )
    note = peewee.TextField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "fee_binding"
        legacy_table_names = False


class BillRun(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    period = peewee.IntegerField()
    scope = peewee.CharField(null=True)
    due_on = peewee.DateField(null=True)
    bills = peewee.IntegerField(null=True)
    total = peewee.BigIntegerField(null=True)
    skipped = peewee.IntegerField(null=True)
    made_at = peewee.DateTimeField(null=True)
    made_by = peewee.CharField(null=True)
    posted_at = peewee.DateTimeField(null=True)
    posted_by = peewee.CharField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "bill_run"
        legacy_table_names = False


class Bill(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    period = peewee.IntegerField()
    room = peewee.ForeignKeyField(
        Room, field="id", column_name="room_id", backref="+", on_delete="RESTRICT", index=False
    )
    item = peewee.ForeignKeyField(
        FeeItem, field="id", column_name="item_id", backref="+", on_delete="RESTRICT", index=False
    )
    tariff = peewee.ForeignKeyField(
        Tariff, field="id", column_name="tariff_id", backref="+", on_delete="RESTRICT", null=True, index=False
    )
    binding = peewee.ForeignKeyField(
        FeeBinding,
        field="id",
        column_name="binding_id",
        backref="+",
        on_delete="RESTRICT",
        null=True,
        index=False,
    )
    run = peewee.ForeignKeyField(
        BillRun, field="id", column_name="run_id", backref="+", on_delete="RESTRICT", null=True, index=False
    )
    payer = peewee.ForeignKeyField(
        Person, field="id", column_name="payer_id", backref="+", on_delete="RESTRICT", null=True, index=False
    )
    from_on = peewee.DateField()
    until_on = peewee.DateField()
    quantity = peewee.BigIntegerField()
    price = peewee.BigIntegerField()
    parts = peewee.IntegerField()
    of_parts = peewee.IntegerField()
    earlier = peewee.BigIntegerField()
    rounding = peewee.BigIntegerField()
    amount = peewee.BigIntegerField()
    due_on = peewee.DateField()
    workings = peewee.TextField(null=True)
    number = peewee.CharField(null=True)
    reduced = peewee.BigIntegerField()
    paid = peewee.BigIntegerField()
    late_for = peewee.ForeignKeyField(
        "self", column_name="late_for_id", backref="+", on_delete="RESTRICT", null=True, index=False
    )
    posted_at = peewee.DateTimeField()
    voided_on = peewee.DateField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "bill"
        legacy_table_names = False
        constraints = (peewee.SQL("CHECK (amount >= reduced + paid AND reduced >= 0 AND paid >= 0)"),)


class CalendarDay(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    day = peewee.DateField(unique=True)
    kind = peewee.CharField()
    name = peewee.CharField(null=True)

    class Meta:
        table_name = "calendar_day"
        legacy_table_names = False


class ColumnMemory(peewee.Model):
    shape = peewee.CharField(primary_key=True)
    choice = peewee.TextField()

    class Meta:
        table_name = "column_memory"
        legacy_table_names = False


class GoodsReleaseSlip(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    number = peewee.CharField(null=True, unique=True)
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="RESTRICT")
    owner_name = peewee.CharField(null=True)
    owner_phone = peewee.CharField(null=True)
    carrier = peewee.CharField()
    carrier_relation = peewee.CharField()
    carrier_id = peewee.CharField(null=True)
    carrier_phone = peewee.CharField(null=True)
    company_head = peewee.CharField(null=True)
    nature = peewee.CharField()
    cause = peewee.CharField(null=True)
    vehicle = peewee.CharField(null=True)
    authorisation = peewee.CharField(null=True)
    valid_on = peewee.DateField()
    note = peewee.TextField(null=True)
    attention = peewee.CharField(null=True)
    arrears_note = peewee.TextField(null=True)
    arrears_reason = peewee.CharField(null=True)
    arrears_by = peewee.CharField(null=True)
    handled_by = peewee.CharField(null=True)
    issued_at = peewee.DateTimeField(null=True)
    released_at = peewee.DateTimeField(null=True)
    gate_guard = peewee.CharField(null=True)
    gate_match = peewee.CharField(null=True)
    all_signed = peewee.BooleanField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "goods_release_slip"
        legacy_table_names = False


class ConsentCall(peewee.Model):
    place = peewee.IntegerField()
    slip = peewee.ForeignKeyField(GoodsReleaseSlip, column_name="slip_id", backref="+", on_delete="CASCADE")
    called_at = peewee.DateTimeField()
    phone = peewee.CharField(null=True)
    spoken_to = peewee.CharField(null=True)
    answer = peewee.CharField()
    called_by = peewee.CharField(null=True)

    class Meta:
        table_name = "consent_call"
        legacy_table_names = False


class DayClose(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    cashier = peewee.CharField()
    business_on = peewee.DateField(index=True)
    float_before = peewee.BigIntegerField()
    cash_expected = peewee.BigIntegerField(null=True)
    cash_counted = peewee.BigIntegerField()
    difference = peewee.BigIntegerField(null=True)
    banked = peewee.BigIntegerField()
    bank_slip = peewee.CharField(null=True)
    banked_on = peewee.DateField(null=True)
    counted = peewee.TextField()
    snapshot = peewee.TextField()
    closed_at = peewee.DateTimeField(null=True)
    note = peewee.TextField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "day_close"
        legacy_table_names = False


class Deposit(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="RESTRICT")
    item = peewee.ForeignKeyField(
        FeeItem, column_name="item_id", backref="+", on_delete="RESTRICT", index=False
    )
    payer = peewee.ForeignKeyField(
        Person, column_name="payer_id", backref="+", on_delete="RESTRICT", null=True, index=False
    )
    payer_name = peewee.CharField()
    amount = peewee.BigIntegerField()
    received_on = peewee.DateField()
    receipt = peewee.ForeignKeyField(
        Receipt, column_name="receipt_id", backref="+", on_delete="RESTRICT", null=True
    )
    refundable_on = peewee.DateField(null=True)
    terms = peewee.CharField(null=True)
    note = peewee.TextField(null=True)
    held = peewee.BigIntegerField(null=True)

    class Meta:
        table_name = "deposit"
        legacy_table_names = False


class DepositMove(peewee.Model):
    deposit = peewee.ForeignKeyField(Deposit, column_name="deposit_id", backref="+")
    kind = peewee.CharField()
    amount = peewee.BigIntegerField()
    document = peewee.CharField()
    receipt = peewee.ForeignKeyField(Receipt, column_name="receipt_id", backref="+", null=True)
    at = peewee.DateTimeField()
    business_on = peewee.DateField()
    actor = peewee.CharField()

    class Meta:
        table_name = "deposit_move"
        legacy_table_names = False


class DraftBill(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    period = peewee.IntegerField()
    room = peewee.ForeignKeyField(
        Room, field="id", column_name="room_id", backref="+", on_delete="RESTRICT", index=False
    )
    item = peewee.ForeignKeyField(
        FeeItem, field="id", column_name="item_id", backref="+", on_delete="RESTRICT", index=False
    )
    tariff = peewee.ForeignKeyField(
        Tariff, field="id", column_name="tariff_id", backref="+", on_delete="RESTRICT", null=True, index=False
    )
    binding = peewee.ForeignKeyField(
        FeeBinding,
        field="id",
        column_name="binding_id",
        backref="+",
        on_delete="RESTRICT",
        null=True,
        index=False,
    )
    run = peewee.ForeignKeyField(
        BillRun, field="id", column_name="run_id", backref="+", on_delete="RESTRICT", null=True, index=False
    )
    payer = peewee.ForeignKeyField(
        Person, field="id", column_name="payer_id", backref="+", on_delete="RESTRICT", null=True, index=False
    )
    from_on = peewee.DateField()
    until_on = peewee.DateField()
    quantity = peewee.BigIntegerField()
    price = peewee.BigIntegerField()
    parts = peewee.IntegerField()
    of_parts = peewee.IntegerField()
    earlier = peewee.BigIntegerField()
    rounding = peewee.BigIntegerField()
    amount = peewee.BigIntegerField()
    due_on = peewee.DateField()
    workings = peewee.TextField(null=True)

    class Meta:
        table_name = "draft_bill"
        legacy_table_names = False
        indexes = ((("run",), False),)


class DunningCase(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="RESTRICT")
    opened_on = peewee.DateField(null=True)
    reason = peewee.CharField(null=True)
    steward = peewee.CharField(null=True)
    step = peewee.CharField(null=True)
    step_on = peewee.DateField(null=True)
    promised_on = peewee.DateField(null=True)
    promised = peewee.BigIntegerField(null=True)
    promised_by = peewee.CharField(null=True)
    stop = peewee.CharField(null=True)
    stopped_until = peewee.DateField(null=True)
    stopped_by = peewee.CharField(null=True)
    court_number = peewee.CharField(null=True)
    court_result = peewee.CharField(null=True)
    limitation_on = peewee.DateField(null=True)
    note = peewee.TextField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "dunning_case"
        legacy_table_names = False


class DunningNotice(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="RESTRICT")
    step = peewee.CharField()
    number = peewee.CharField(index=True)
    made_on = peewee.DateField()
    made_by = peewee.CharField()
    owed = peewee.BigIntegerField()
    late_fee = peewee.BigIntegerField()
    bills = peewee.IntegerField()
    run = peewee.IntegerField(null=True)

    class Meta:
        table_name = "dunning_notice"
        legacy_table_names = False


class DunningEvent(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="RESTRICT")
    notice = peewee.ForeignKeyField(
        DunningNotice, column_name="notice_id", backref="+", on_delete="RESTRICT", null=True
    )
    sort = peewee.CharField()
    way = peewee.CharField(null=True)
    at = peewee.DateTimeField()
    actor = peewee.CharField()
    spoken_to = peewee.CharField(null=True)
    relation = peewee.CharField(null=True)
    tracking = peewee.CharField(null=True)
    witness = peewee.CharField(null=True)
    is_refused = peewee.BooleanField(null=True)
    reason = peewee.CharField(null=True)
    promised_on = peewee.DateField(null=True)
    promised = peewee.BigIntegerField(null=True)
    result = peewee.CharField(null=True)

    class Meta:
        table_name = "dunning_event"
        legacy_table_names = False


class FormerNumber(peewee.Model):
    place = peewee.IntegerField()
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="CASCADE")
    number = peewee.CharField(index=True)
    note = peewee.CharField(null=True)

    class Meta:
        table_name = "former_number"
        legacy_table_names = False


class Holding(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="RESTRICT")
    person = peewee.ForeignKeyField(Person, column_name="person_id", backref="+", on_delete="RESTRICT")
    role = peewee.CharField()
    share = peewee.CharField(null=True)
    relation = peewee.CharField(null=True)
    from_on = peewee.DateField(null=True)
    until_on = peewee.DateField(null=True)
    authorisation = peewee.CharField(null=True)
    note = peewee.TextField(null=True)

    class Meta:
        table_name = "holding"
        legacy_table_names = False


class ImportRun(peewee.Model):
    file_name = peewee.CharField()
    file_sha256 = peewee.CharField(index=True)
    at = peewee.DateTimeField()
    actor = peewee.CharField()
    counts = peewee.TextField()
    undone_at = peewee.DateTimeField(null=True)

    class Meta:
        table_name = "import_run"
        legacy_table_names = False


class ImportedRecord(peewee.Model):
    run = peewee.ForeignKeyField(ImportRun, column_name="run_id", backref="+", on_delete="CASCADE")
    kind = peewee.CharField()
    record_id = peewee.IntegerField()
    version = peewee.IntegerField()
    before = peewee.TextField()

    class Meta:
        table_name = "imported_record"
        legacy_table_names = False


class MeterReading(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    meter = peewee.ForeignKeyField(
        Meter, column_name="meter_id", backref="+", on_delete="RESTRICT", index=False
    )
    read_on = peewee.DateField()
    period = peewee.IntegerField()
    kind = peewee.CharField()
    value = peewee.BigIntegerField()
    before = peewee.BigIntegerField(null=True)
    used = peewee.BigIntegerField(null=True)
    swapped = peewee.BigIntegerField(null=True)
    odd = peewee.CharField(null=True)
    read_by = peewee.CharField(null=True)
    note = peewee.CharField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "meter_reading"
        legacy_table_names = False
        indexes = ((("meter", "read_on"), False), (("period", "meter"), False))


class MeterRound(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    period = peewee.IntegerField()
    building = peewee.ForeignKeyField(
        Building, column_name="building_id", backref="+", on_delete="RESTRICT", null=True, index=False
    )
    kind = peewee.CharField(null=True)
    read_by = peewee.CharField(null=True)
    note = peewee.TextField(null=True)

    class Meta:
        table_name = "meter_round"
        legacy_table_names = False
        indexes = ((("period",), False),)


class MonthClose(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    period = peewee.IntegerField()
    closed_at = peewee.DateTimeField()
    closed_by = peewee.CharField()
    snapshot = peewee.TextField()
    reopened_at = peewee.DateTimeField(null=True)
    reopened_by = peewee.CharField(null=True)
    agreed_by = peewee.CharField(null=True)
    reason = peewee.CharField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "month_close"
        legacy_table_names = False


class NamedBill(peewee.Model):
    notice = peewee.ForeignKeyField(DunningNotice, column_name="notice_id", backref="+")
    bill = peewee.ForeignKeyField(Bill, column_name="bill_id", backref="+")
    owed = peewee.BigIntegerField()

    class Meta:
        table_name = "named_bill"
        legacy_table_names = False


class Notice(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    number = peewee.CharField(null=True, unique=True)
    category = peewee.CharField()
    title = peewee.CharField()
    addressed_to = peewee.CharField(null=True)
    body = peewee.TextField()
    scope = peewee.CharField(null=True)
    begins_at = peewee.DateTimeField(null=True)
    ends_at = peewee.DateTimeField(null=True)
    places = peewee.CharField(null=True)
    take_down_on = peewee.DateField(null=True)
    posted_on = peewee.DateField(null=True)
    posted_by = peewee.CharField(null=True)
    taken_down_on = peewee.DateField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "notice"
        legacy_table_names = False


class NumberSeries(peewee.Model):
    series = peewee.CharField(primary_key=True)
    last = peewee.IntegerField()

    class Meta:
        table_name = "number_series"


class OfficeTemplate(peewee.Model):
    paper = peewee.CharField()
    language = peewee.CharField()
    sha256 = peewee.CharField(max_length=64)
    made_from = peewee.CharField(max_length=64)
    note = peewee.CharField()
    taken_at = peewee.DateTimeField()
    actor = peewee.CharField()

    class Meta:
        table_name = "office_template"
        legacy_table_names = False
        indexes = ((("paper", "language"), False),)


class OldFigure(peewee.Model):
    what = peewee.CharField(primary_key=True)
    amount = peewee.BigIntegerField()
    at = peewee.DateTimeField()
    actor = peewee.CharField()

    class Meta:
        table_name = "old_figure"
        legacy_table_names = False


class OpeningRun(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    file_name = peewee.CharField()
    file_sha256 = peewee.CharField(index=True)
    balance_on = peewee.DateField()
    lines = peewee.IntegerField()
    arrears = peewee.BigIntegerField()
    prepaid = peewee.BigIntegerField()
    deposits = peewee.BigIntegerField()
    payments = peewee.BigIntegerField()
    readings = peewee.IntegerField()
    made_at = peewee.DateTimeField()
    made_by = peewee.CharField()
    undone_at = peewee.DateTimeField(null=True)
    undone_by = peewee.CharField(null=True)
    reason = peewee.CharField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "opening_run"
        legacy_table_names = False


class OpeningEntry(peewee.Model):
    run = peewee.ForeignKeyField(OpeningRun, column_name="run_id", backref="+")
    row = peewee.IntegerField()
    sort = peewee.CharField()
    key = peewee.CharField(index=True)
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", null=True, index=False)
    item = peewee.ForeignKeyField(FeeItem, column_name="item_id", backref="+", null=True, index=False)
    amount = peewee.BigIntegerField()
    record = peewee.IntegerField()

    class Meta:
        table_name = "opening_entry"
        legacy_table_names = False


class PaperSetup(peewee.Model):
    paper = peewee.CharField(primary_key=True)
    form_code = peewee.CharField()
    signatures_wanted = peewee.BooleanField(null=True)

    class Meta:
        table_name = "paper_setup"
        legacy_table_names = False


class PersonPhone(peewee.Model):
    place = peewee.IntegerField()
    person = peewee.ForeignKeyField(Person, column_name="person_id", backref="+", on_delete="CASCADE")
    number = peewee.CharField(index=True)
    whose = peewee.CharField(null=True)
    is_first = peewee.BooleanField(null=True)

    class Meta:
        table_name = "person_phone"
        legacy_table_names = False


class PrepaidMove(peewee.Model):
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+")
    item = peewee.ForeignKeyField(FeeItem, column_name="item_id", backref="+", null=True, index=False)
    person = peewee.ForeignKeyField(Person, column_name="person_id", backref="+", null=True, index=False)
    amount = peewee.BigIntegerField()
    receipt = peewee.ForeignKeyField(Receipt, column_name="receipt_id", backref="+", null=True)
    at = peewee.DateTimeField()
    business_on = peewee.DateField()
    actor = peewee.CharField()
    note = peewee.CharField()

    class Meta:
        table_name = "prepaid_move"
        legacy_table_names = False


class PrintRun(peewee.Model):
    kind = peewee.CharField()
    paper = peewee.CharField()
    is_pack = peewee.BooleanField()
    language = peewee.CharField()
    state = peewee.CharField(index=True)
    at = peewee.DateTimeField()
    actor = peewee.CharField()
    reprint_of = peewee.ForeignKeyField("self", column_name="reprint_of_id", backref="+", null=True)

    class Meta:
        table_name = "print_run"
        legacy_table_names = False


class PrintedPaper(peewee.Model):
    kind = peewee.CharField()
    record_id = peewee.IntegerField()
    paper = peewee.CharField()
    form = peewee.CharField()
    number = peewee.CharField()
    template_sha256 = peewee.CharField(max_length=64)
    language = peewee.CharField()
    action = peewee.CharField()
    print_count = peewee.IntegerField()
    copies = peewee.IntegerField()
    at = peewee.DateTimeField()
    actor = peewee.CharField()
    filled_values = peewee.TextField()
    docx_sha256 = peewee.CharField(max_length=64)
    run = peewee.ForeignKeyField(PrintRun, column_name="run_id", backref="+", null=True, index=False)
    place = peewee.IntegerField(null=True)
    pages = peewee.IntegerField(null=True)
    to_sign = peewee.BooleanField()

    class Meta:
        table_name = "printed_paper"
        legacy_table_names = False
        indexes = (
            (("kind", "record_id"), False),
            (("run", "place"), True),
            (("number",), False),
            (("to_sign", "kind", "record_id", "paper", "number"), False),
        )


class PrintedAbout(peewee.Model):
    printed = peewee.ForeignKeyField(PrintedPaper, column_name="printed_id", backref="+", on_delete="CASCADE")
    kind = peewee.CharField()
    record_id = peewee.IntegerField()

    class Meta:
        table_name = "printed_about"
        legacy_table_names = False
        indexes = ((("kind", "record_id", "printed"), True),)


class PrintRunItem(peewee.Model):
    run = peewee.ForeignKeyField(PrintRun, column_name="run_id", backref="+", on_delete="CASCADE")
    place = peewee.IntegerField()
    kind = peewee.CharField()
    record_id = peewee.IntegerField()
    title = peewee.CharField()
    paper = peewee.CharField()
    form = peewee.CharField()
    number = peewee.CharField()
    series = peewee.CharField()
    to_sign = peewee.BooleanField()
    print_count = peewee.IntegerField()
    copies = peewee.IntegerField()
    template_sha256 = peewee.CharField(max_length=64)
    filled_values = peewee.TextField()
    about = peewee.TextField()
    docx_sha256 = peewee.CharField(max_length=64)
    pages = peewee.IntegerField(null=True)

    class Meta:
        table_name = "print_run_item"
        legacy_table_names = False
        indexes = ((("run", "place"), True), (("kind", "record_id"), False))


class ReceiptCorrection(peewee.Model):
    receipt = peewee.ForeignKeyField(Receipt, column_name="receipt_id", backref="+")
    what = peewee.CharField()
    before = peewee.CharField()
    after = peewee.CharField()
    at = peewee.DateTimeField()
    actor = peewee.CharField()
    reason = peewee.CharField()

    class Meta:
        table_name = "receipt_correction"
        legacy_table_names = False


class ReceiptInvoice(peewee.Model):
    receipt = peewee.ForeignKeyField(Receipt, column_name="receipt_id", backref="+")
    number = peewee.CharField(unique=True)
    issued_on = peewee.DateField(index=True)
    title = peewee.CharField()
    tax_id = peewee.CharField()
    amount = peewee.BigIntegerField()
    at = peewee.DateTimeField()
    actor = peewee.CharField()

    class Meta:
        table_name = "receipt_invoice"
        legacy_table_names = False


class ReceiptLine(peewee.Model):
    receipt = peewee.ForeignKeyField(Receipt, column_name="receipt_id", backref="+")
    place = peewee.IntegerField()
    purpose = peewee.CharField()
    bill = peewee.ForeignKeyField(Bill, column_name="bill_id", backref="+", null=True)
    item = peewee.ForeignKeyField(FeeItem, column_name="item_id", backref="+", null=True, index=False)
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", null=True, index=False)
    deposit = peewee.IntegerField(null=True)
    amount = peewee.BigIntegerField()

    class Meta:
        table_name = "receipt_line"
        legacy_table_names = False


class ReceiptMethod(peewee.Model):
    receipt = peewee.ForeignKeyField(Receipt, column_name="receipt_id", backref="+")
    method = peewee.CharField()
    amount = peewee.BigIntegerField()
    reference = peewee.CharField(index=True)
    business_on = peewee.DateField(index=True)
    correction = peewee.IntegerField(null=True)

    class Meta:
        table_name = "receipt_method"
        legacy_table_names = False


class ReceiptPad(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    kind = peewee.CharField()
    prefix = peewee.CharField(null=True)
    first = peewee.IntegerField()
    last = peewee.IntegerField()
    taken_on = peewee.DateField()
    taken_by = peewee.CharField()
    cancelled_on = peewee.DateField(null=True)
    cancelled_by = peewee.CharField(null=True)
    note = peewee.TextField(null=True)

    class Meta:
        table_name = "receipt_pad"
        legacy_table_names = False


class ReceiptVoid(peewee.Model):
    receipt = peewee.ForeignKeyField(Receipt, column_name="receipt_id", backref="+", unique=True)
    at = peewee.DateTimeField()
    actor = peewee.CharField()
    reason = peewee.CharField()

    class Meta:
        table_name = "receipt_void"
        legacy_table_names = False


class Reduction(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    number = peewee.CharField(null=True, unique=True)
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="RESTRICT")
    item = peewee.ForeignKeyField(
        FeeItem, column_name="item_id", backref="+", on_delete="RESTRICT", null=True, index=False
    )
    kind = peewee.CharField()
    from_on = peewee.DateField(null=True)
    until_on = peewee.DateField(null=True)
    amount = peewee.BigIntegerField(null=True)
    ratio = peewee.BigIntegerField(null=True)
    cause = peewee.CharField()
    evidence = peewee.CharField(null=True)
    company_approval = peewee.CharField(null=True)
    asked_by = peewee.CharField(null=True)
    approved_by = peewee.CharField(null=True)
    approved_at = peewee.DateTimeField(null=True)
    used = peewee.BigIntegerField(null=True)
    note = peewee.TextField(null=True)
    request = peewee.CharField(null=True, unique=True)
    state = peewee.CharField()

    class Meta:
        table_name = "reduction"
        legacy_table_names = False


class ReducedBill(peewee.Model):
    reduction = peewee.ForeignKeyField(Reduction, column_name="reduction_id", backref="+")
    bill = peewee.ForeignKeyField(Bill, column_name="bill_id", backref="+")
    amount = peewee.BigIntegerField()
    on = peewee.DateField(column_name="on_day")
    at = peewee.DateTimeField()
    actor = peewee.CharField()

    class Meta:
        table_name = "reduced_bill"
        legacy_table_names = False


class RefundRequest(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    number = peewee.CharField(null=True, unique=True)
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="RESTRICT")
    sort = peewee.CharField()
    item = peewee.ForeignKeyField(
        FeeItem, column_name="item_id", backref="+", on_delete="RESTRICT", null=True, index=False
    )
    deposit = peewee.ForeignKeyField(
        Deposit, column_name="deposit_id", backref="+", on_delete="RESTRICT", null=True, index=False
    )
    receipt = peewee.ForeignKeyField(
        Receipt, column_name="receipt_id", backref="+", on_delete="RESTRICT", null=True, index=False
    )
    amount = peewee.BigIntegerField()
    workings = peewee.CharField(null=True)
    cause = peewee.CharField()
    applicant = peewee.CharField()
    is_payer = peewee.BooleanField(null=True)
    proxy = peewee.CharField(null=True)
    original = peewee.CharField()
    method = peewee.CharField()
    account = peewee.CharField(null=True)
    asked_by = peewee.CharField(null=True)
    asked_at = peewee.DateTimeField(null=True)
    checked_by = peewee.CharField(null=True)
    checked_at = peewee.DateTimeField(null=True)
    approved_by = peewee.CharField(null=True)
    approved_at = peewee.DateTimeField(null=True)
    all_signed = peewee.BooleanField(null=True)
    reference = peewee.CharField(null=True)
    paid_by = peewee.CharField(null=True)
    paid_on = peewee.DateField(null=True)
    refund = peewee.ForeignKeyField(
        Receipt, column_name="refund_id", backref="+", on_delete="RESTRICT", null=True, index=False
    )
    note = peewee.TextField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "refund_request"
        legacy_table_names = False


class ReleasedGoods(peewee.Model):
    place = peewee.IntegerField()
    slip = peewee.ForeignKeyField(GoodsReleaseSlip, column_name="slip_id", backref="+", on_delete="CASCADE")
    name = peewee.CharField()
    spec = peewee.CharField(null=True)
    unit = peewee.CharField(null=True)
    quantity = peewee.IntegerField()

    class Meta:
        table_name = "released_goods"
        legacy_table_names = False


class ReversalRequest(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    number = peewee.CharField(null=True, unique=True)
    receipt = peewee.ForeignKeyField(Receipt, column_name="receipt_id", backref="+", on_delete="RESTRICT")
    cause = peewee.CharField()
    copies_back = peewee.BooleanField(null=True)
    asked_by = peewee.CharField(null=True)
    asked_at = peewee.DateTimeField(null=True)
    approved_by = peewee.CharField(null=True)
    approved_at = peewee.DateTimeField(null=True)
    red = peewee.ForeignKeyField(
        Receipt, column_name="red_id", backref="+", on_delete="RESTRICT", null=True, index=False
    )
    reissued = peewee.ForeignKeyField(
        Receipt, column_name="reissued_id", backref="+", on_delete="RESTRICT", null=True, index=False
    )
    note = peewee.TextField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "reversal_request"
        legacy_table_names = False


class SharedPool(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    item = peewee.ForeignKeyField(
        FeeItem, column_name="item_id", backref="+", on_delete="RESTRICT", index=False
    )
    name = peewee.CharField()
    method = peewee.CharField()
    building = peewee.ForeignKeyField(
        Building, column_name="building_id", backref="+", on_delete="RESTRICT", null=True, index=False
    )
    unit = peewee.CharField(null=True)
    scope = peewee.CharField(null=True)
    vacant_shares = peewee.BooleanField(null=True)
    price = peewee.BigIntegerField(null=True)
    is_used = peewee.BooleanField(null=True)
    note = peewee.TextField(null=True)

    class Meta:
        table_name = "shared_pool"
        legacy_table_names = False
        indexes = ((("item", "name"), True),)


class SharedPeriod(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    pool = peewee.ForeignKeyField(SharedPool, column_name="pool_id", backref="+", on_delete="RESTRICT")
    period = peewee.IntegerField()
    quantity = peewee.BigIntegerField(null=True)
    price = peewee.BigIntegerField(null=True)
    amount = peewee.BigIntegerField(null=True)
    note = peewee.TextField(null=True)

    class Meta:
        table_name = "shared_period"
        legacy_table_names = False
        indexes = ((("pool", "period"), True), (("period",), False))


class SharedPoolMember(peewee.Model):
    place = peewee.IntegerField()
    pool = peewee.ForeignKeyField(SharedPool, column_name="pool_id", backref="+", on_delete="CASCADE")
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="RESTRICT", index=False)
    coefficient = peewee.BigIntegerField()
    meter = peewee.ForeignKeyField(
        Meter, column_name="meter_id", backref="+", on_delete="RESTRICT", null=True, index=False
    )

    class Meta:
        table_name = "shared_pool_member"
        legacy_table_names = False


class SharedPoolMeter(peewee.Model):
    place = peewee.IntegerField()
    pool = peewee.ForeignKeyField(SharedPool, column_name="pool_id", backref="+", on_delete="CASCADE")
    meter = peewee.ForeignKeyField(
        Meter, column_name="meter_id", backref="+", on_delete="RESTRICT", index=False
    )
    is_taken_off = peewee.BooleanField(null=True)

    class Meta:
        table_name = "shared_pool_meter"
        legacy_table_names = False


class SignedCopy(peewee.Model):
    printed = peewee.ForeignKeyField(PrintedPaper, column_name="printed_id", backref="+")
    signed_on = peewee.DateField()
    signers = peewee.TextField()
    attachment = peewee.ForeignKeyField(Attachment, column_name="attachment_id", backref="+", null=True)
    note = peewee.CharField()
    is_complete = peewee.BooleanField()
    withdraws = peewee.ForeignKeyField(
        "self", column_name="withdraws_id", backref="+", null=True, unique=True
    )
    at = peewee.DateTimeField()
    actor = peewee.CharField()

    class Meta:
        table_name = "signed_copy"
        legacy_table_names = False


class SkippedRoom(peewee.Model):
    run = peewee.ForeignKeyField(BillRun, column_name="run_id", backref="+", on_delete="CASCADE")
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", index=False)
    item = peewee.ForeignKeyField(FeeItem, column_name="item_id", backref="+", null=True, index=False)
    reason = peewee.TextField()

    class Meta:
        table_name = "skipped_room"
        legacy_table_names = False


class SpoiledPadNumber(peewee.Model):
    pad = peewee.ForeignKeyField(ReceiptPad, column_name="pad_id", backref="+")
    number = peewee.IntegerField()
    reason = peewee.CharField()
    at = peewee.DateTimeField()
    actor = peewee.CharField()

    class Meta:
        table_name = "spoiled_pad_number"
        legacy_table_names = False
        indexes = ((("pad", "number"), True),)


class StoredSetting(peewee.Model):
    name = peewee.CharField(primary_key=True)
    value = peewee.TextField()

    class Meta:
        table_name = "setting"


class TariffPrice(peewee.Model):
    place = peewee.IntegerField()
    tariff = peewee.ForeignKeyField(Tariff, column_name="tariff_id", backref="+", on_delete="CASCADE")
    from_on = peewee.DateField()
    above = peewee.BigIntegerField()
    price = peewee.BigIntegerField()

    class Meta:
        table_name = "tariff_price"
        legacy_table_names = False


class TemplateVersion(peewee.Model):
    sha256 = peewee.CharField(primary_key=True, max_length=64)
    content = peewee.BlobField()
    first_used_at = peewee.DateTimeField()

    class Meta:
        table_name = "template_version"
        legacy_table_names = False


class Transfer(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    number = peewee.CharField(null=True, unique=True)
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="RESTRICT")
    seller = peewee.ForeignKeyField(
        Person, column_name="seller_id", backref="+", on_delete="RESTRICT", index=False
    )
    buyer = peewee.ForeignKeyField(
        Person, column_name="buyer_id", backref="+", on_delete="RESTRICT", index=False
    )
    cause = peewee.CharField()
    changed_on = peewee.DateField()
    title_number = peewee.CharField(null=True)
    contract_number = peewee.CharField(null=True)
    prepaid_handling = peewee.CharField()
    approved_by = peewee.CharField(null=True)
    unsettled = peewee.TextField(null=True)
    override_reason = peewee.CharField(null=True)
    billed = peewee.BigIntegerField(null=True)
    owed = peewee.BigIntegerField(null=True)
    settled_at = peewee.DateTimeField(null=True)
    completed_at = peewee.DateTimeField(null=True)
    handled_by = peewee.CharField(null=True)
    note = peewee.TextField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "transfer"
        legacy_table_names = False


class TransferredDeposit(peewee.Model):
    place = peewee.IntegerField()
    transfer = peewee.ForeignKeyField(Transfer, column_name="transfer_id", backref="+", on_delete="CASCADE")
    deposit = peewee.ForeignKeyField(
        Deposit, column_name="deposit_id", backref="+", on_delete="RESTRICT", index=False
    )
    handling = peewee.CharField()

    class Meta:
        table_name = "transferred_deposit"
        legacy_table_names = False


class TransferredThing(peewee.Model):
    place = peewee.IntegerField()
    transfer = peewee.ForeignKeyField(Transfer, column_name="transfer_id", backref="+", on_delete="CASCADE")
    name = peewee.CharField()
    count = peewee.IntegerField()
    note = peewee.CharField(null=True)

    class Meta:
        table_name = "transferred_thing"
        legacy_table_names = False


TABLES: tuple[type[peewee.Model], ...] = (
    ArrearsCount,
    Community,
    Building,
    Room,
    ArrearsOverride,
    ArrearsSummary,
    Attachment,
    AttachmentContent,
    AuditRow,
    Person,
    Receipt,
    BankLine,
    FeeItem,
    Tariff,
    Meter,
    Vehicle,
    FeeBinding,
    BillRun,
    Bill,
    CalendarDay,
    ColumnMemory,
    GoodsReleaseSlip,
    ConsentCall,
    DayClose,
    Deposit,
    DepositMove,
    DraftBill,
    DunningCase,
    DunningNotice,
    DunningEvent,
    FormerNumber,
    Holding,
    ImportRun,
    ImportedRecord,
    MeterReading,
    MeterRound,
    MonthClose,
    NamedBill,
    Notice,
    NumberSeries,
    OfficeTemplate,
    OldFigure,
    OpeningRun,
    OpeningEntry,
    PaperSetup,
    PersonPhone,
    PrepaidMove,
    PrintRun,
    PrintedPaper,
    PrintedAbout,
    PrintRunItem,
    ReceiptCorrection,
    ReceiptInvoice,
    ReceiptLine,
    ReceiptMethod,
    ReceiptPad,
    ReceiptVoid,
    Reduction,
    ReducedBill,
    RefundRequest,
    ReleasedGoods,
    ReversalRequest,
    SharedPool,
    SharedPeriod,
    SharedPoolMember,
    SharedPoolMeter,
    SignedCopy,
    SkippedRoom,
    SpoiledPadNumber,
    StoredSetting,
    TariffPrice,
    TemplateVersion,
    Transfer,
    TransferredDeposit,
    TransferredThing,
)


INDEXES: tuple[str, ...] = (
    (
        'CREATE UNIQUE INDEX "bill_once" ON "bill" ("period", "room_id", "item_id", "binding_id", "from_on") '
        "WHERE state <> 'void'"
    ),
    (
        'CREATE INDEX "bill_open" ON "bill" ("room_id", "due_on", "amount", "reduced", "paid", "state", '
        "\"item_id\") WHERE amount > reduced + paid AND state <> 'void'"
    ),
    'CREATE INDEX "bill_late_for" ON "bill" ("late_for_id") WHERE late_for_id IS NOT NULL',
)


SQLITE_ONLY: tuple[str, ...] = (
    (
        "CREATE TABLE IF NOT EXISTS search_entry (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, record_id "
        "INTEGER NOT NULL, title TEXT NOT NULL, detail TEXT NOT NULL, names TEXT NOT NULL, codes TEXT NOT "
        "NULL, UNIQUE (kind, record_id))"
    ),
    (
        "CREATE TABLE IF NOT EXISTS search_word (place INTEGER NOT NULL, word TEXT NOT NULL, entry INTEGER "
        "NOT NULL, kind TEXT NOT NULL, PRIMARY KEY (place, word, entry)) WITHOUT ROWID"
    ),
    (
        "CREATE VIRTUAL TABLE IF NOT EXISTS search_text USING fts5(names, codes, content='search_entry', "
        "content_rowid='id', columnsize=0, tokenize='trigram case_sensitive 1')"
    ),
    "INSERT INTO search_text(search_text, rank) VALUES('secure-delete', 1)",
    (
        'CREATE TRIGGER "arrears_override_no_update" BEFORE UPDATE ON "arrears_override" BEGIN SELECT '
        "RAISE(ABORT, 'arrears_override is append-only'); END"
    ),
    (
        'CREATE TRIGGER "arrears_override_no_delete" BEFORE DELETE ON "arrears_override" BEGIN SELECT '
        "RAISE(ABORT, 'arrears_override is append-only'); END"
    ),
    (
        'CREATE TRIGGER "audit_row_no_update" BEFORE UPDATE ON "audit_row" BEGIN SELECT RAISE(ABORT, '
        "'audit_row is append-only'); END"
    ),
    (
        'CREATE TRIGGER "audit_row_no_delete" BEFORE DELETE ON "audit_row" BEGIN SELECT RAISE(ABORT, '
        "'audit_row is append-only'); END"
    ),
    (
        'CREATE TRIGGER "receipt_no_update" BEFORE UPDATE ON "receipt" BEGIN SELECT RAISE(ABORT, \'receipt is '
        "append-only'); END"
    ),
    (
        'CREATE TRIGGER "receipt_no_delete" BEFORE DELETE ON "receipt" BEGIN SELECT RAISE(ABORT, \'receipt is '
        "append-only'); END"
    ),
    (
        'CREATE TRIGGER "bank_line_no_update" BEFORE UPDATE OF "id", "source", "reference", "came_at", '
        '"amount", "payer", "remark" ON "bank_line" BEGIN SELECT RAISE(ABORT, \'bank_line is append-only\'); '
        "END"
    ),
    (
        'CREATE TRIGGER "bank_line_no_delete" BEFORE DELETE ON "bank_line" BEGIN SELECT RAISE(ABORT, '
        "'bank_line is append-only'); END"
    ),
    (
        'CREATE TRIGGER "bill_no_update" BEFORE UPDATE OF "id", "period", "room_id", "item_id", "tariff_id", '
        '"binding_id", "run_id", "payer_id", "from_on", "until_on", "quantity", "price", "parts", '
        '"of_parts", "earlier", "rounding", "amount", "due_on", "workings", "number", "late_for_id", '
        '"posted_at" ON "bill" BEGIN SELECT RAISE(ABORT, \'bill is append-only\'); END'
    ),
    (
        'CREATE TRIGGER "bill_no_delete" BEFORE DELETE ON "bill" BEGIN SELECT RAISE(ABORT, \'bill is '
        "append-only'); END"
    ),
    (
        'CREATE TRIGGER "day_close_no_update" BEFORE UPDATE OF "id", "cashier", "business_on", '
        '"float_before", "cash_expected", "cash_counted", "difference", "banked", "counted", "snapshot", '
        '"closed_at", "note" ON "day_close" BEGIN SELECT RAISE(ABORT, \'day_close is append-only\'); END'
    ),
    (
        'CREATE TRIGGER "day_close_no_delete" BEFORE DELETE ON "day_close" BEGIN SELECT RAISE(ABORT, '
        "'day_close is append-only'); END"
    ),
    (
        'CREATE TRIGGER "deposit_move_no_update" BEFORE UPDATE ON "deposit_move" BEGIN SELECT RAISE(ABORT, '
        "'deposit_move is append-only'); END"
    ),
    (
        'CREATE TRIGGER "deposit_move_no_delete" BEFORE DELETE ON "deposit_move" BEGIN SELECT RAISE(ABORT, '
        "'deposit_move is append-only'); END"
    ),
    (
        'CREATE TRIGGER "dunning_notice_no_update" BEFORE UPDATE ON "dunning_notice" BEGIN SELECT '
        "RAISE(ABORT, 'dunning_notice is append-only'); END"
    ),
    (
        'CREATE TRIGGER "dunning_notice_no_delete" BEFORE DELETE ON "dunning_notice" BEGIN SELECT '
        "RAISE(ABORT, 'dunning_notice is append-only'); END"
    ),
    (
        'CREATE TRIGGER "dunning_event_no_update" BEFORE UPDATE ON "dunning_event" BEGIN SELECT RAISE(ABORT, '
        "'dunning_event is append-only'); END"
    ),
    (
        'CREATE TRIGGER "dunning_event_no_delete" BEFORE DELETE ON "dunning_event" BEGIN SELECT RAISE(ABORT, '
        "'dunning_event is append-only'); END"
    ),
    (
        'CREATE TRIGGER "month_close_no_update" BEFORE UPDATE OF "id", "period", "closed_at", "closed_by", '
        '"snapshot" ON "month_close" BEGIN SELECT RAISE(ABORT, \'month_close is append-only\'); END'
    ),
    (
        'CREATE TRIGGER "month_close_no_delete" BEFORE DELETE ON "month_close" BEGIN SELECT RAISE(ABORT, '
        "'month_close is append-only'); END"
    ),
    (
        'CREATE TRIGGER "named_bill_no_update" BEFORE UPDATE ON "named_bill" BEGIN SELECT RAISE(ABORT, '
        "'named_bill is append-only'); END"
    ),
    (
        'CREATE TRIGGER "named_bill_no_delete" BEFORE DELETE ON "named_bill" BEGIN SELECT RAISE(ABORT, '
        "'named_bill is append-only'); END"
    ),
    (
        'CREATE TRIGGER "office_template_no_update" BEFORE UPDATE ON "office_template" BEGIN SELECT '
        "RAISE(ABORT, 'office_template is append-only'); END"
    ),
    (
        'CREATE TRIGGER "office_template_no_delete" BEFORE DELETE ON "office_template" BEGIN SELECT '
        "RAISE(ABORT, 'office_template is append-only'); END"
    ),
    (
        'CREATE TRIGGER "opening_entry_no_update" BEFORE UPDATE ON "opening_entry" BEGIN SELECT RAISE(ABORT, '
        "'opening_entry is append-only'); END"
    ),
    (
        'CREATE TRIGGER "opening_entry_no_delete" BEFORE DELETE ON "opening_entry" BEGIN SELECT RAISE(ABORT, '
        "'opening_entry is append-only'); END"
    ),
    (
        'CREATE TRIGGER "prepaid_move_no_update" BEFORE UPDATE ON "prepaid_move" BEGIN SELECT RAISE(ABORT, '
        "'prepaid_move is append-only'); END"
    ),
    (
        'CREATE TRIGGER "prepaid_move_no_delete" BEFORE DELETE ON "prepaid_move" BEGIN SELECT RAISE(ABORT, '
        "'prepaid_move is append-only'); END"
    ),
    (
        'CREATE TRIGGER "receipt_correction_no_update" BEFORE UPDATE ON "receipt_correction" BEGIN SELECT '
        "RAISE(ABORT, 'receipt_correction is append-only'); END"
    ),
    (
        'CREATE TRIGGER "receipt_correction_no_delete" BEFORE DELETE ON "receipt_correction" BEGIN SELECT '
        "RAISE(ABORT, 'receipt_correction is append-only'); END"
    ),
    (
        'CREATE TRIGGER "receipt_invoice_no_update" BEFORE UPDATE ON "receipt_invoice" BEGIN SELECT '
        "RAISE(ABORT, 'receipt_invoice is append-only'); END"
    ),
    (
        'CREATE TRIGGER "receipt_invoice_no_delete" BEFORE DELETE ON "receipt_invoice" BEGIN SELECT '
        "RAISE(ABORT, 'receipt_invoice is append-only'); END"
    ),
    (
        'CREATE TRIGGER "receipt_line_no_update" BEFORE UPDATE ON "receipt_line" BEGIN SELECT RAISE(ABORT, '
        "'receipt_line is append-only'); END"
    ),
    (
        'CREATE TRIGGER "receipt_line_no_delete" BEFORE DELETE ON "receipt_line" BEGIN SELECT RAISE(ABORT, '
        "'receipt_line is append-only'); END"
    ),
    (
        'CREATE TRIGGER "receipt_method_no_update" BEFORE UPDATE ON "receipt_method" BEGIN SELECT '
        "RAISE(ABORT, 'receipt_method is append-only'); END"
    ),
    (
        'CREATE TRIGGER "receipt_method_no_delete" BEFORE DELETE ON "receipt_method" BEGIN SELECT '
        "RAISE(ABORT, 'receipt_method is append-only'); END"
    ),
    (
        'CREATE TRIGGER "receipt_void_no_update" BEFORE UPDATE ON "receipt_void" BEGIN SELECT RAISE(ABORT, '
        "'receipt_void is append-only'); END"
    ),
    (
        'CREATE TRIGGER "receipt_void_no_delete" BEFORE DELETE ON "receipt_void" BEGIN SELECT RAISE(ABORT, '
        "'receipt_void is append-only'); END"
    ),
    (
        'CREATE TRIGGER "reduced_bill_no_update" BEFORE UPDATE ON "reduced_bill" BEGIN SELECT RAISE(ABORT, '
        "'reduced_bill is append-only'); END"
    ),
    (
        'CREATE TRIGGER "reduced_bill_no_delete" BEFORE DELETE ON "reduced_bill" BEGIN SELECT RAISE(ABORT, '
        "'reduced_bill is append-only'); END"
    ),
    (
        'CREATE TRIGGER "signed_copy_no_update" BEFORE UPDATE ON "signed_copy" BEGIN SELECT RAISE(ABORT, '
        "'signed_copy is append-only'); END"
    ),
    (
        'CREATE TRIGGER "signed_copy_no_delete" BEFORE DELETE ON "signed_copy" BEGIN SELECT RAISE(ABORT, '
        "'signed_copy is append-only'); END"
    ),
    (
        'CREATE TRIGGER "spoiled_pad_number_no_update" BEFORE UPDATE ON "spoiled_pad_number" BEGIN SELECT '
        "RAISE(ABORT, 'spoiled_pad_number is append-only'); END"
    ),
    (
        'CREATE TRIGGER "spoiled_pad_number_no_delete" BEFORE DELETE ON "spoiled_pad_number" BEGIN SELECT '
        "RAISE(ABORT, 'spoiled_pad_number is append-only'); END"
    ),
)


def up(_migrator: Any, db: peewee.Database) -> None:
    """Make all tables and indexes in the empty database, and on SQLite the search index and append-only guards."""
    db.bind(TABLES)
    db.create_tables(TABLES, safe=False)
    for statement in INDEXES:
        db.execute_sql(statement)
    if isinstance(db, peewee.SqliteDatabase):
        for statement in SQLITE_ONLY:
            db.execute_sql(statement)
