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
    tier_persons = peewee.IntegerField(null=True)
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
    paused_on = peewee.DateField(null=True)
    resumed_on = peewee.DateField(null=True)
    meant_until_on = peewee.DateField(null=True)
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
    held_until = peewee.DateField(null=True)
    released_on = peewee.DateField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "bill"
        legacy_table_names = False
        constraints = (peewee.SQL("CHECK (amount >= reduced + paid AND reduced >= 0 AND paid >= 0)"),)


class AccessCard(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    number = peewee.CharField(unique=True)
    sort = peewee.CharField()
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="RESTRICT", null=True)
    person = peewee.ForeignKeyField(
        Person, column_name="person_id", backref="+", on_delete="RESTRICT", null=True
    )
    vehicle = peewee.ForeignKeyField(
        Vehicle, column_name="vehicle_id", backref="+", on_delete="RESTRICT", null=True
    )
    issued_on = peewee.DateField(null=True)
    until_on = peewee.DateField(null=True)
    charge = peewee.BigIntegerField(null=True)
    fee = peewee.ForeignKeyField(Bill, column_name="fee_id", backref="+", on_delete="RESTRICT", null=True)
    arrears_reason = peewee.CharField(null=True)
    arrears_note = peewee.CharField(null=True)
    replaces = peewee.ForeignKeyField(
        "self", column_name="replaces_id", backref="+", on_delete="RESTRICT", null=True
    )
    issued_by = peewee.CharField(null=True)
    signed = peewee.BooleanField(null=True)
    note = peewee.TextField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "access_card"
        legacy_table_names = False


class ArrearsCount(peewee.Model):
    counted_on = peewee.DateField()
    counted_at = peewee.DateTimeField()
    seen = peewee.IntegerField()

    class Meta:
        table_name = "arrears_count"
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


class HandoverBatch(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    name = peewee.CharField(unique=True)
    building = peewee.ForeignKeyField(Building, column_name="building_id", backref="+", on_delete="RESTRICT")
    unit = peewee.CharField(null=True)
    from_on = peewee.DateField()
    until_on = peewee.DateField()
    hours = peewee.CharField(null=True)
    slot_minutes = peewee.IntegerField(null=True)
    slot_rooms = peewee.IntegerField()
    place = peewee.CharField()
    tariff = peewee.ForeignKeyField(
        Tariff, column_name="tariff_id", backref="+", on_delete="RESTRICT", null=True
    )
    papers = peewee.TextField(null=True)
    consequence = peewee.TextField(null=True)
    contact = peewee.CharField(null=True)
    phone = peewee.CharField(null=True)
    note = peewee.TextField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "handover_batch"
        legacy_table_names = False


class KeySet(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    number = peewee.CharField(unique=True)
    hook = peewee.CharField(null=True)
    sort = peewee.CharField()
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="RESTRICT", null=True)
    place = peewee.CharField(null=True)
    kept = peewee.IntegerField()
    out = peewee.IntegerField(null=True)
    lost = peewee.IntegerField(null=True)
    note = peewee.TextField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "key_set"
        legacy_table_names = False


class KeyCustody(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    number = peewee.CharField(null=True, unique=True)
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="RESTRICT")
    person = peewee.ForeignKeyField(Person, column_name="person_id", backref="+", on_delete="RESTRICT")
    key_set = peewee.ForeignKeyField(
        KeySet, column_name="key_set_id", backref="+", on_delete="RESTRICT", null=True
    )
    purpose = peewee.CharField()
    until_on = peewee.DateField(null=True)
    alone = peewee.CharField()
    kept_on = peewee.DateField(null=True)
    kept_by = peewee.CharField(null=True)
    owner_signed = peewee.BooleanField(null=True)
    fetched_on = peewee.DateField(null=True)
    fetched_by = peewee.CharField(null=True)
    given_by = peewee.CharField(null=True)
    fetched_signed = peewee.BooleanField(null=True)
    note = peewee.TextField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "key_custody"
        legacy_table_names = False


class Handover(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    number = peewee.CharField(null=True, unique=True)
    batch = peewee.ForeignKeyField(
        HandoverBatch, column_name="batch_id", backref="+", on_delete="RESTRICT", null=True
    )
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="RESTRICT")
    person = peewee.ForeignKeyField(
        Person, column_name="person_id", backref="+", on_delete="RESTRICT", null=True
    )
    phone = peewee.CharField(null=True)
    appointed_at = peewee.DateTimeField(null=True)
    tariff = peewee.ForeignKeyField(
        Tariff, column_name="tariff_id", backref="+", on_delete="RESTRICT", null=True
    )
    notified_on = peewee.DateField(null=True)
    posted_by = peewee.CharField(null=True)
    queue_number = peewee.IntegerField(null=True)
    signed_in_at = peewee.DateTimeField(null=True)
    agent = peewee.CharField(null=True)
    authorisation = peewee.CharField(null=True)
    identity_checked = peewee.BooleanField(null=True)
    inspector = peewee.CharField(null=True)
    owner_opinion = peewee.TextField(null=True)
    handed_over_on = peewee.DateField(null=True)
    fees_from_on = peewee.DateField(null=True)
    fees_until_on = peewee.DateField(null=True)
    unpaid_reason = peewee.CharField(null=True)
    keys_due = peewee.IntegerField()
    keys_handed = peewee.IntegerField(null=True)
    keys_kept = peewee.IntegerField(null=True)
    keeps_key = peewee.BooleanField(null=True)
    keys_at = peewee.DateTimeField(null=True)
    custody = peewee.ForeignKeyField(
        KeyCustody, column_name="custody_id", backref="+", on_delete="RESTRICT", null=True
    )
    refused_why = peewee.TextField(null=True)
    comes_again_on = peewee.DateField(null=True)
    deemed_on = peewee.DateField(null=True)
    deemed_why = peewee.TextField(null=True)
    all_signed = peewee.BooleanField(null=True)
    archive_note = peewee.TextField(null=True)
    handled_by = peewee.CharField(null=True)
    note = peewee.TextField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "handover"
        legacy_table_names = False
        indexes = ((("state", "signed_in_at"), False),)


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


class BaseReading(peewee.Model):
    place = peewee.IntegerField()
    handover = peewee.ForeignKeyField(Handover, column_name="handover_id", backref="+", on_delete="CASCADE")
    meter = peewee.ForeignKeyField(Meter, column_name="meter_id", backref="+", on_delete="RESTRICT")
    value = peewee.BigIntegerField(null=True)
    reading = peewee.ForeignKeyField(
        MeterReading, column_name="reading_id", backref="+", on_delete="RESTRICT", null=True
    )

    class Meta:
        table_name = "base_reading"
        legacy_table_names = False


class CalendarDay(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    day = peewee.DateField(unique=True)
    kind = peewee.CharField()
    name = peewee.CharField(null=True)

    class Meta:
        table_name = "calendar_day"
        legacy_table_names = False


class Department(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    name = peewee.CharField(unique=True)
    duty = peewee.CharField()
    head = peewee.CharField(null=True)
    phone = peewee.CharField(null=True)
    is_told_of_moves = peewee.BooleanField(null=True)
    note = peewee.TextField(null=True)

    class Meta:
        table_name = "department"
        legacy_table_names = False


class Call(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    number = peewee.CharField(null=True, unique=True)
    at = peewee.DateTimeField()
    way = peewee.CharField()
    caller_number = peewee.CharField(null=True)
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="RESTRICT", null=True)
    person = peewee.ForeignKeyField(
        Person, column_name="person_id", backref="+", on_delete="RESTRICT", null=True
    )
    caller = peewee.CharField(null=True)
    call_back_number = peewee.CharField(null=True)
    category = peewee.CharField()
    content = peewee.TextField()
    is_urgent = peewee.BooleanField(null=True)
    reported_to = peewee.CharField(null=True)
    reported_at = peewee.DateTimeField(null=True)
    answer = peewee.TextField(null=True)
    passed_to = peewee.ForeignKeyField(
        Department, column_name="passed_to_id", backref="+", on_delete="RESTRICT", null=True
    )
    passed_on_at = peewee.DateTimeField(null=True)
    received_by = peewee.CharField(null=True)
    became_kind = peewee.CharField(null=True)
    became_id = peewee.IntegerField(null=True)
    replied_at = peewee.DateTimeField(null=True)
    reply = peewee.TextField(null=True)
    is_satisfied = peewee.CharField(null=True)
    recorded_by = peewee.CharField(null=True)
    holder = peewee.CharField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "call"
        legacy_table_names = False


class Firm(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    name = peewee.CharField(unique=True)
    trade = peewee.CharField(null=True)
    contact = peewee.CharField(null=True)
    phone = peewee.CharField(null=True)
    contract_until_on = peewee.DateField(null=True)
    note = peewee.TextField(null=True)

    class Meta:
        table_name = "firm"
        legacy_table_names = False


class KeyLoan(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    number = peewee.CharField(null=True, unique=True)
    key_set = peewee.ForeignKeyField(KeySet, column_name="key_set_id", backref="+", on_delete="RESTRICT")
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="RESTRICT", null=True)
    count = peewee.IntegerField()
    lent_at = peewee.DateTimeField(null=True)
    borrower = peewee.CharField()
    firm = peewee.ForeignKeyField(Firm, column_name="firm_id", backref="+", on_delete="RESTRICT", null=True)
    phone = peewee.CharField()
    id_tail = peewee.CharField(null=True)
    purpose = peewee.CharField()
    about = peewee.CharField(null=True)
    escort = peewee.CharField(null=True)
    consent = peewee.CharField(null=True)
    consent_at = peewee.DateTimeField(null=True)
    due_at = peewee.DateTimeField(null=True)
    lent_by = peewee.CharField(null=True)
    returned_at = peewee.DateTimeField(null=True)
    returned_by = peewee.CharField(null=True)
    received_by = peewee.CharField(null=True)
    condition = peewee.CharField(null=True)
    lost_count = peewee.IntegerField(null=True)
    all_signed = peewee.BooleanField(null=True)
    holder = peewee.CharField(null=True)
    note = peewee.TextField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "key_loan"
        legacy_table_names = False


class Chase(peewee.Model):
    place = peewee.IntegerField()
    loan = peewee.ForeignKeyField(KeyLoan, column_name="loan_id", backref="+", on_delete="CASCADE")
    at = peewee.DateTimeField()
    by = peewee.CharField()
    answer = peewee.CharField(null=True)

    class Meta:
        table_name = "chase"
        legacy_table_names = False


class ClockChange(peewee.Model):
    at = peewee.DateTimeField()
    actor = peewee.CharField()
    kind = peewee.CharField()
    record_id = peewee.IntegerField()
    deadline = peewee.CharField()
    sort = peewee.CharField()
    until_at = peewee.DateTimeField(null=True)
    reason = peewee.TextField()
    approved_by = peewee.CharField()

    class Meta:
        table_name = "clock_change"
        legacy_table_names = False
        indexes = ((("kind", "record_id"), False),)


class ColumnMemory(peewee.Model):
    shape = peewee.CharField(primary_key=True)
    choice = peewee.TextField()

    class Meta:
        table_name = "column_memory"
        legacy_table_names = False


class Incident(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    number = peewee.CharField(null=True, unique=True)
    name = peewee.CharField()
    began_at = peewee.DateTimeField()
    place = peewee.CharField(null=True)
    building = peewee.ForeignKeyField(
        Building, column_name="building_id", backref="+", on_delete="RESTRICT", null=True
    )
    subject = peewee.CharField()
    facts = peewee.TextField(null=True)
    impact = peewee.TextField(null=True)
    measures = peewee.TextField(null=True)
    needs = peewee.TextField(null=True)
    reported_to = peewee.CharField(null=True)
    reported_at = peewee.DateTimeField(null=True)
    reported_way = peewee.CharField(null=True)
    answer = peewee.TextField(null=True)
    reply_way = peewee.CharField(null=True)
    closed_at = peewee.DateTimeField(null=True)
    holder = peewee.CharField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "incident"
        legacy_table_names = False


class Complaint(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    number = peewee.CharField(null=True, unique=True)
    received_at = peewee.DateTimeField()
    received_by = peewee.CharField(null=True)
    way = peewee.CharField()
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="RESTRICT", null=True)
    person = peewee.ForeignKeyField(
        Person, column_name="person_id", backref="+", on_delete="RESTRICT", null=True
    )
    client = peewee.CharField()
    phone = peewee.CharField(null=True)
    subject = peewee.CharField()
    content = peewee.TextField()
    wish = peewee.TextField(null=True)
    incident = peewee.ForeignKeyField(
        Incident, column_name="incident_id", backref="+", on_delete="RESTRICT", null=True
    )
    earlier = peewee.ForeignKeyField(
        "self", column_name="earlier_id", backref="+", on_delete="RESTRICT", null=True
    )
    proposed = peewee.CharField(null=True)
    proposed_why = peewee.CharField(null=True)
    is_valid = peewee.CharField(null=True)
    level = peewee.CharField(null=True)
    ground = peewee.CharField(null=True)
    judged_by = peewee.CharField(null=True)
    judged_at = peewee.DateTimeField(null=True)
    became_major_at = peewee.DateTimeField(null=True)
    explanation = peewee.TextField(null=True)
    reported_to = peewee.CharField(null=True)
    reported_at = peewee.DateTimeField(null=True)
    first_reply = peewee.TextField(null=True)
    first_replied_at = peewee.DateTimeField(null=True)
    next_reply_at = peewee.DateTimeField(null=True)
    department = peewee.ForeignKeyField(
        Department, column_name="department_id", backref="+", on_delete="RESTRICT", null=True
    )
    responsible = peewee.CharField(null=True)
    cause = peewee.TextField(null=True)
    measures = peewee.TextField(null=True)
    prevention = peewee.TextField(null=True)
    result = peewee.TextField(null=True)
    handled_at = peewee.DateTimeField(null=True)
    agreed_by = peewee.CharField(null=True)
    agreed_at = peewee.DateTimeField(null=True)
    reply = peewee.TextField(null=True)
    reply_way = peewee.CharField(null=True)
    replied_at = peewee.DateTimeField(null=True)
    replied_by = peewee.CharField(null=True)
    satisfaction = peewee.CharField(null=True)
    opinion = peewee.TextField(null=True)
    visited_at = peewee.DateTimeField(null=True)
    visited_by = peewee.CharField(null=True)
    all_signed = peewee.BooleanField(null=True)
    archived_by = peewee.CharField(null=True)
    holder = peewee.CharField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "complaint"
        legacy_table_names = False


class ComplaintStep(peewee.Model):
    place = peewee.IntegerField()
    complaint = peewee.ForeignKeyField(
        Complaint, column_name="complaint_id", backref="+", on_delete="CASCADE"
    )
    at = peewee.DateTimeField()
    by = peewee.CharField()
    what = peewee.CharField()

    class Meta:
        table_name = "complaint_step"
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


class MoveIn(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    number = peewee.CharField(null=True, unique=True)
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="RESTRICT")
    person = peewee.ForeignKeyField(Person, column_name="person_id", backref="+", on_delete="RESTRICT")
    role = peewee.CharField()
    planned_on = peewee.DateField()
    people_count = peewee.IntegerField(null=True)
    needs = peewee.CharField(null=True)
    is_vip = peewee.BooleanField(null=True)
    gift = peewee.CharField(null=True)
    verified_how = peewee.CharField(null=True)
    verified_at = peewee.DateTimeField(null=True)
    verified_with = peewee.CharField(null=True)
    verified_by = peewee.CharField(null=True)
    lease_number = peewee.CharField(null=True)
    lease_from = peewee.DateField(null=True)
    lease_until = peewee.DateField(null=True)
    fee_payer = peewee.CharField()
    use_payer = peewee.CharField()
    pays_from = peewee.DateField(null=True)
    undertaking_signed = peewee.BooleanField(null=True)
    agreement_signed = peewee.BooleanField(null=True)
    fire_person = peewee.CharField(null=True)
    fire_phone = peewee.CharField(null=True)
    slot_at = peewee.DateTimeField(null=True)
    slot_until_at = peewee.DateTimeField(null=True)
    uses_lift = peewee.BooleanField(null=True)
    mover = peewee.CharField(null=True)
    plate = peewee.CharField(null=True)
    helps_phone = peewee.BooleanField(null=True)
    helps_network = peewee.BooleanField(null=True)
    helps_tv = peewee.BooleanField(null=True)
    helps_parking = peewee.BooleanField(null=True)
    cashier_told = peewee.BooleanField(null=True)
    cashier_note = peewee.CharField(null=True)
    moved_in_on = peewee.DateField(null=True)
    holding = peewee.ForeignKeyField(
        Holding, column_name="holding_id", backref="+", on_delete="RESTRICT", null=True, index=False
    )
    handled_by = peewee.CharField(null=True)
    updated_on = peewee.DateField(null=True)
    updated_by = peewee.CharField(null=True)
    note = peewee.TextField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "move_in"
        legacy_table_names = False


class CoResident(peewee.Model):
    place = peewee.IntegerField()
    move_in = peewee.ForeignKeyField(MoveIn, column_name="move_in_id", backref="+", on_delete="CASCADE")
    name = peewee.CharField()
    relation = peewee.CharField(null=True)
    id_number = peewee.CharField(null=True)
    phone = peewee.CharField(null=True)

    class Meta:
        table_name = "co_resident"
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


class DebitMandate(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="RESTRICT")
    holder = peewee.CharField()
    account = peewee.CharField()
    bank = peewee.CharField(null=True)
    agreement = peewee.CharField(null=True)
    signed_on = peewee.DateField()
    until_on = peewee.DateField(null=True)
    note = peewee.TextField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "debit_mandate"
        legacy_table_names = False


class DebitLine(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    batch = peewee.CharField()
    reference = peewee.CharField(unique=True)
    mandate = peewee.ForeignKeyField(
        DebitMandate, column_name="mandate_id", backref="+", on_delete="RESTRICT", index=False
    )
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="RESTRICT")
    amount = peewee.BigIntegerField()
    sent_on = peewee.DateField()
    came_on = peewee.DateField(null=True)
    reason = peewee.CharField(null=True)
    line = peewee.ForeignKeyField(
        BankLine, column_name="line_id", backref="+", on_delete="RESTRICT", null=True, index=False
    )
    state = peewee.CharField()

    class Meta:
        table_name = "debit_line"
        legacy_table_names = False


class Defect(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    number = peewee.CharField(null=True, unique=True)
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="RESTRICT")
    handover = peewee.ForeignKeyField(
        Handover, column_name="handover_id", backref="+", on_delete="RESTRICT", null=True
    )
    found_on = peewee.DateField(null=True)
    part = peewee.CharField()
    problem = peewee.CharField()
    firm = peewee.ForeignKeyField(Firm, column_name="firm_id", backref="+", on_delete="RESTRICT", null=True)
    due_on = peewee.DateField(null=True)
    notified_on = peewee.DateField(null=True)
    fixed_on = peewee.DateField(null=True)
    fixed_by = peewee.CharField(null=True)
    fixed_how = peewee.CharField(null=True)
    checked_on = peewee.DateField(null=True)
    checked_by = peewee.CharField(null=True)
    rounds = peewee.IntegerField(null=True)
    failed_why = peewee.CharField(null=True)
    all_signed = peewee.BooleanField(null=True)
    note = peewee.TextField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "defect"
        legacy_table_names = False
        indexes = ((("room", "state"), False), (("firm", "state"), False))


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


class MoveOut(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    number = peewee.CharField(null=True, unique=True)
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="RESTRICT")
    person = peewee.ForeignKeyField(Person, column_name="person_id", backref="+", on_delete="RESTRICT")
    role = peewee.CharField(null=True)
    cause = peewee.CharField()
    leaves_on = peewee.DateField()
    alone = peewee.BooleanField(null=True)
    new_address = peewee.CharField(null=True)
    phone = peewee.CharField(null=True)
    plate = peewee.CharField(null=True)
    billed = peewee.BigIntegerField(null=True)
    owed = peewee.BigIntegerField(null=True)
    prepaid = peewee.BigIntegerField(null=True)
    due = peewee.BigIntegerField(null=True)
    settled_at = peewee.DateTimeField(null=True)
    override_reason = peewee.CharField(null=True)
    arrears_note = peewee.CharField(null=True)
    left_at = peewee.DateTimeField(null=True)
    handled_by = peewee.CharField(null=True)
    note = peewee.TextField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "move_out"
        legacy_table_names = False


class GivenBack(peewee.Model):
    place = peewee.IntegerField()
    move_out = peewee.ForeignKeyField(MoveOut, column_name="move_out_id", backref="+", on_delete="CASCADE")
    name = peewee.CharField()
    card = peewee.ForeignKeyField(
        AccessCard, column_name="card_id", backref="+", on_delete="RESTRICT", null=True, index=False
    )
    count = peewee.IntegerField()
    is_back = peewee.BooleanField(null=True)
    note = peewee.CharField(null=True)

    class Meta:
        table_name = "given_back"
        legacy_table_names = False


class HandOut(peewee.Model):
    place = peewee.IntegerField()
    handover = peewee.ForeignKeyField(Handover, column_name="handover_id", backref="+", on_delete="CASCADE")
    name = peewee.CharField()
    unit = peewee.CharField(null=True)
    due = peewee.IntegerField()
    given = peewee.IntegerField(null=True)

    class Meta:
        table_name = "hand_out"
        legacy_table_names = False


class HandoverFee(peewee.Model):
    place = peewee.IntegerField()
    handover = peewee.ForeignKeyField(Handover, column_name="handover_id", backref="+", on_delete="CASCADE")
    item = peewee.ForeignKeyField(
        FeeItem, column_name="item_id", backref="+", on_delete="RESTRICT", null=True
    )
    from_on = peewee.DateField(null=True)
    until_on = peewee.DateField(null=True)
    amount = peewee.BigIntegerField(null=True)
    binding = peewee.ForeignKeyField(
        FeeBinding, column_name="binding_id", backref="+", on_delete="RESTRICT", null=True
    )
    before = peewee.ForeignKeyField(
        FeeBinding, column_name="before_id", backref="+", on_delete="RESTRICT", null=True
    )
    before_until_on = peewee.DateField(null=True)

    class Meta:
        table_name = "handover_fee"
        legacy_table_names = False


class StaffMember(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    name = peewee.CharField(unique=True)
    department = peewee.ForeignKeyField(
        Department, column_name="department_id", backref="+", on_delete="RESTRICT", null=True
    )
    post = peewee.CharField(null=True)
    phone = peewee.CharField(null=True)
    takes_repairs = peewee.BooleanField(null=True)
    left_on = peewee.DateField(null=True)
    note = peewee.TextField(null=True)

    class Meta:
        table_name = "staff_member"
        legacy_table_names = False


class Repair(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    number = peewee.CharField(null=True, unique=True)
    registered_at = peewee.DateTimeField()
    registered_by = peewee.CharField(null=True)
    way = peewee.CharField()
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="RESTRICT", null=True)
    building = peewee.ForeignKeyField(
        Building, column_name="building_id", backref="+", on_delete="RESTRICT", null=True
    )
    place = peewee.CharField(null=True)
    person = peewee.ForeignKeyField(
        Person, column_name="person_id", backref="+", on_delete="RESTRICT", null=True
    )
    client = peewee.CharField()
    phone = peewee.CharField(null=True)
    trade = peewee.CharField()
    urgency = peewee.CharField()
    content = peewee.TextField()
    appointed_at = peewee.DateTimeField(null=True)
    warranty_hint = peewee.CharField(null=True)
    worker = peewee.ForeignKeyField(
        StaffMember, column_name="worker_id", backref="+", on_delete="RESTRICT", null=True
    )
    firm = peewee.ForeignKeyField(Firm, column_name="firm_id", backref="+", on_delete="RESTRICT", null=True)
    dispatched_at = peewee.DateTimeField(null=True)
    dispatched_by = peewee.CharField(null=True)
    arrived_at = peewee.DateTimeField(null=True)
    judgement = peewee.CharField(null=True)
    judged_why = peewee.CharField(null=True)
    plan = peewee.TextField(null=True)
    quoted = peewee.BigIntegerField(null=True)
    agreed_charge = peewee.BigIntegerField(null=True)
    agreed_at = peewee.DateTimeField(null=True)
    agreed_by = peewee.CharField(null=True)
    agreed_how = peewee.CharField(null=True)
    started_at = peewee.DateTimeField(null=True)
    finished_at = peewee.DateTimeField(null=True)
    work_done = peewee.TextField(null=True)
    labour = peewee.BigIntegerField(null=True)
    materials = peewee.BigIntegerField(null=True)
    charge = peewee.BigIntegerField(null=True)
    bill = peewee.ForeignKeyField(Bill, column_name="bill_id", backref="+", on_delete="RESTRICT", null=True)
    acceptance = peewee.CharField(null=True)
    accepted_at = peewee.DateTimeField(null=True)
    opinion = peewee.TextField(null=True)
    visited_at = peewee.DateTimeField(null=True)
    visited_by = peewee.CharField(null=True)
    visited_how = peewee.CharField(null=True)
    score_quality = peewee.IntegerField(null=True)
    score_time = peewee.IntegerField(null=True)
    score_manner = peewee.IntegerField(null=True)
    score_charge = peewee.IntegerField(null=True)
    is_satisfied = peewee.CharField(null=True)
    visit_opinion = peewee.TextField(null=True)
    first = peewee.ForeignKeyField(
        "self", column_name="first_id", backref="+", on_delete="RESTRICT", null=True
    )
    attempt = peewee.IntegerField(null=True)
    all_signed = peewee.BooleanField(null=True)
    holder = peewee.CharField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "repair"
        legacy_table_names = False


class Helper(peewee.Model):
    place = peewee.IntegerField()
    repair = peewee.ForeignKeyField(Repair, column_name="repair_id", backref="+", on_delete="CASCADE")
    worker = peewee.ForeignKeyField(StaffMember, column_name="worker_id", backref="+", on_delete="RESTRICT")

    class Meta:
        table_name = "helper"
        legacy_table_names = False


class HouseholdSize(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="RESTRICT", index=False)
    persons = peewee.IntegerField()
    from_on = peewee.DateField()
    document = peewee.CharField(null=True)
    note = peewee.TextField(null=True)

    class Meta:
        table_name = "household_size"
        legacy_table_names = False
        indexes = ((("room", "from_on"), True),)


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


class InspectedItem(peewee.Model):
    place = peewee.IntegerField()
    handover = peewee.ForeignKeyField(Handover, column_name="handover_id", backref="+", on_delete="CASCADE")
    name = peewee.CharField()
    result = peewee.CharField(null=True)
    problem = peewee.CharField(null=True)
    firm = peewee.ForeignKeyField(Firm, column_name="firm_id", backref="+", on_delete="RESTRICT", null=True)
    due_on = peewee.DateField(null=True)

    class Meta:
        table_name = "inspected_item"
        legacy_table_names = False


class KeptKey(peewee.Model):
    place = peewee.IntegerField()
    custody = peewee.ForeignKeyField(KeyCustody, column_name="custody_id", backref="+", on_delete="CASCADE")
    name = peewee.CharField()
    count = peewee.IntegerField()
    mark = peewee.CharField(null=True)

    class Meta:
        table_name = "kept_key"
        legacy_table_names = False


class KeyCount(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    number = peewee.CharField(null=True, unique=True)
    key_set = peewee.ForeignKeyField(KeySet, column_name="key_set_id", backref="+", on_delete="RESTRICT")
    sort = peewee.CharField()
    count = peewee.IntegerField()
    booked_on = peewee.DateField(null=True)
    booked_by = peewee.CharField(null=True)
    note = peewee.CharField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "key_count"
        legacy_table_names = False


class Lease(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="RESTRICT")
    tenant = peewee.ForeignKeyField(Person, column_name="tenant_id", backref="+", on_delete="RESTRICT")
    contract = peewee.CharField(null=True)
    from_on = peewee.DateField()
    until_on = peewee.DateField()
    fee_payer = peewee.CharField()
    move_in = peewee.ForeignKeyField(
        MoveIn, column_name="move_in_id", backref="+", on_delete="RESTRICT", null=True, index=False
    )
    renewed_until_on = peewee.DateField(null=True)
    renewals = peewee.IntegerField(null=True)
    ended_on = peewee.DateField(null=True)
    note = peewee.TextField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "lease"
        legacy_table_names = False


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


class PaperReceived(peewee.Model):
    place = peewee.IntegerField()
    handover = peewee.ForeignKeyField(Handover, column_name="handover_id", backref="+", on_delete="CASCADE")
    name = peewee.CharField()
    sort = peewee.CharField()
    is_received = peewee.BooleanField(null=True)

    class Meta:
        table_name = "paper_received"
        legacy_table_names = False


class PaperSetup(peewee.Model):
    paper = peewee.CharField(primary_key=True)
    form_code = peewee.CharField()
    signatures_wanted = peewee.BooleanField(null=True)

    class Meta:
        table_name = "paper_setup"
        legacy_table_names = False


class PriceItem(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    name = peewee.CharField()
    spec = peewee.CharField(null=True)
    sort = peewee.CharField()
    trade = peewee.CharField()
    unit = peewee.CharField()
    price = peewee.BigIntegerField()
    stopped_on = peewee.DateField(null=True)
    note = peewee.CharField(null=True)

    class Meta:
        table_name = "price_item"
        legacy_table_names = False


class Part(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    name = peewee.CharField()
    spec = peewee.CharField(null=True)
    unit = peewee.CharField()
    place = peewee.CharField(null=True)
    price_item = peewee.ForeignKeyField(
        PriceItem, column_name="price_item_id", backref="+", on_delete="RESTRICT", null=True
    )
    minimum = peewee.BigIntegerField(null=True)
    in_stock = peewee.BigIntegerField(null=True)
    note = peewee.CharField(null=True)

    class Meta:
        table_name = "part"
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
    bill = peewee.ForeignKeyField(
        Bill, column_name="bill_id", backref="+", on_delete="RESTRICT", null=True, index=False
    )
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


class RepairLine(peewee.Model):
    place = peewee.IntegerField()
    repair = peewee.ForeignKeyField(Repair, column_name="repair_id", backref="+", on_delete="CASCADE")
    sort = peewee.CharField()
    item = peewee.ForeignKeyField(
        PriceItem, column_name="item_id", backref="+", on_delete="RESTRICT", null=True
    )
    part = peewee.ForeignKeyField(Part, column_name="part_id", backref="+", on_delete="RESTRICT", null=True)
    name = peewee.CharField(null=True)
    spec = peewee.CharField(null=True)
    unit = peewee.CharField(null=True)
    quantity = peewee.BigIntegerField()
    price = peewee.BigIntegerField(null=True)
    amount = peewee.BigIntegerField(null=True)

    class Meta:
        table_name = "repair_line"
        legacy_table_names = False


class Request(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    number = peewee.CharField(null=True, unique=True)
    received_at = peewee.DateTimeField()
    received_by = peewee.CharField(null=True)
    way = peewee.CharField()
    sort = peewee.CharField()
    subject = peewee.CharField()
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="RESTRICT", null=True)
    person = peewee.ForeignKeyField(
        Person, column_name="person_id", backref="+", on_delete="RESTRICT", null=True
    )
    client = peewee.CharField()
    phone = peewee.CharField(null=True)
    content = peewee.TextField()
    is_urgent = peewee.BooleanField(null=True)
    reported_to = peewee.CharField(null=True)
    reported_at = peewee.DateTimeField(null=True)
    department = peewee.ForeignKeyField(
        Department, column_name="department_id", backref="+", on_delete="RESTRICT", null=True
    )
    forwarded_at = peewee.DateTimeField(null=True)
    received_there_by = peewee.CharField(null=True)
    next_reply_at = peewee.DateTimeField(null=True)
    result = peewee.TextField(null=True)
    agreed_by = peewee.CharField(null=True)
    agreed_at = peewee.DateTimeField(null=True)
    answer = peewee.TextField(null=True)
    answered_at = peewee.DateTimeField(null=True)
    answered_by = peewee.CharField(null=True)
    answer_way = peewee.CharField(null=True)
    satisfaction = peewee.CharField(null=True)
    all_signed = peewee.BooleanField(null=True)
    holder = peewee.CharField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "request"
        legacy_table_names = False


class RequestStep(peewee.Model):
    place = peewee.IntegerField()
    request = peewee.ForeignKeyField(Request, column_name="request_id", backref="+", on_delete="CASCADE")
    at = peewee.DateTimeField()
    by = peewee.CharField()
    what = peewee.CharField()

    class Meta:
        table_name = "request_step"
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


class Skill(peewee.Model):
    place = peewee.IntegerField()
    member = peewee.ForeignKeyField(StaffMember, column_name="member_id", backref="+", on_delete="CASCADE")
    trade = peewee.CharField()

    class Meta:
        table_name = "skill"
        legacy_table_names = False


class SkippedRoom(peewee.Model):
    run = peewee.ForeignKeyField(BillRun, column_name="run_id", backref="+", on_delete="CASCADE")
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", index=False)
    item = peewee.ForeignKeyField(FeeItem, column_name="item_id", backref="+", null=True, index=False)
    reason = peewee.TextField()

    class Meta:
        table_name = "skipped_room"
        legacy_table_names = False


class Snapshots(peewee.Model):
    run = peewee.ForeignKeyField(
        PrintRun, column_name="run_id", backref="+", on_delete="CASCADE", index=False
    )
    first = peewee.IntegerField()
    content = peewee.BlobField()

    class Meta:
        table_name = "snapshots"
        legacy_table_names = False
        indexes = ((("run", "first"), True),)


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


class StockEntry(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    number = peewee.CharField(null=True, unique=True)
    part = peewee.ForeignKeyField(Part, column_name="part_id", backref="+", on_delete="RESTRICT")
    sort = peewee.CharField()
    quantity = peewee.BigIntegerField()
    price = peewee.BigIntegerField(null=True)
    booked_on = peewee.DateField(null=True)
    booked_by = peewee.CharField(null=True)
    note = peewee.CharField(null=True)
    state = peewee.CharField()

    class Meta:
        table_name = "stock_entry"
        legacy_table_names = False


class StockMove(peewee.Model):
    place = peewee.IntegerField()
    part = peewee.ForeignKeyField(Part, column_name="part_id", backref="+", on_delete="RESTRICT")
    moved_on = peewee.DateField()
    sort = peewee.CharField()
    quantity = peewee.BigIntegerField()
    repair = peewee.ForeignKeyField(
        Repair, column_name="repair_id", backref="+", on_delete="RESTRICT", null=True
    )
    entry = peewee.ForeignKeyField(
        StockEntry, column_name="entry_id", backref="+", on_delete="RESTRICT", null=True
    )
    by = peewee.CharField()

    class Meta:
        table_name = "stock_move"
        legacy_table_names = False


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
    more = peewee.BigIntegerField()

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
    prepaid = peewee.BigIntegerField(null=True)
    due = peewee.BigIntegerField(null=True)
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


class Visitor(peewee.Model):
    id = RecordId()
    version = peewee.IntegerField()
    at = peewee.DateTimeField()
    name = peewee.CharField()
    id_tail = peewee.CharField(null=True)
    phone = peewee.CharField(null=True)
    plate = peewee.CharField(null=True)
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="RESTRICT", null=True)
    reason = peewee.CharField()
    left_at = peewee.DateTimeField(null=True)
    on_duty = peewee.CharField(null=True)
    note = peewee.CharField(null=True)

    class Meta:
        table_name = "visitor"
        legacy_table_names = False


class Waiting(peewee.Model):
    kind = peewee.CharField()
    record_id = peewee.IntegerField()
    deadline = peewee.CharField()
    due_at = peewee.DateTimeField(null=True)
    not_before = peewee.DateTimeField(null=True)
    warn_at = peewee.DateTimeField(null=True)
    holder = peewee.CharField()
    role = peewee.CharField()
    tells = peewee.CharField()
    is_paused = peewee.BooleanField()

    class Meta:
        table_name = "waiting"
        legacy_table_names = False
        indexes = (
            (("kind", "record_id", "deadline"), True),
            (("due_at",), False),
            (("kind", "due_at"), False),
        )


TABLES: tuple[type[peewee.Model], ...] = (
    Community,
    Building,
    Room,
    Person,
    Vehicle,
    FeeItem,
    Tariff,
    Meter,
    FeeBinding,
    BillRun,
    Bill,
    AccessCard,
    ArrearsCount,
    ArrearsOverride,
    ArrearsSummary,
    Attachment,
    AttachmentContent,
    AuditRow,
    Receipt,
    BankLine,
    HandoverBatch,
    KeySet,
    KeyCustody,
    Handover,
    MeterReading,
    BaseReading,
    CalendarDay,
    Department,
    Call,
    Firm,
    KeyLoan,
    Chase,
    ClockChange,
    ColumnMemory,
    Incident,
    Complaint,
    ComplaintStep,
    GoodsReleaseSlip,
    ConsentCall,
    Holding,
    MoveIn,
    CoResident,
    DayClose,
    DebitMandate,
    DebitLine,
    Defect,
    Deposit,
    DepositMove,
    DraftBill,
    DunningCase,
    DunningNotice,
    DunningEvent,
    FormerNumber,
    MoveOut,
    GivenBack,
    HandOut,
    HandoverFee,
    StaffMember,
    Repair,
    Helper,
    HouseholdSize,
    ImportRun,
    ImportedRecord,
    InspectedItem,
    KeptKey,
    KeyCount,
    Lease,
    MeterRound,
    MonthClose,
    NamedBill,
    Notice,
    NumberSeries,
    OfficeTemplate,
    OldFigure,
    OpeningRun,
    OpeningEntry,
    PaperReceived,
    PaperSetup,
    PriceItem,
    Part,
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
    RepairLine,
    Request,
    RequestStep,
    ReversalRequest,
    SharedPool,
    SharedPeriod,
    SharedPoolMember,
    SharedPoolMeter,
    SignedCopy,
    Skill,
    SkippedRoom,
    Snapshots,
    SpoiledPadNumber,
    StockEntry,
    StockMove,
    StoredSetting,
    TariffPrice,
    TemplateVersion,
    Transfer,
    TransferredDeposit,
    TransferredThing,
    Visitor,
    Waiting,
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
    'CREATE INDEX "bill_void" ON "bill" ("room_id") WHERE state = \'void\'',
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
        'CREATE TRIGGER "clock_change_no_update" BEFORE UPDATE ON "clock_change" BEGIN SELECT RAISE(ABORT, '
        "'clock_change is append-only'); END"
    ),
    (
        'CREATE TRIGGER "clock_change_no_delete" BEFORE DELETE ON "clock_change" BEGIN SELECT RAISE(ABORT, '
        "'clock_change is append-only'); END"
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
        'CREATE TRIGGER "debit_line_no_update" BEFORE UPDATE OF "id", "batch", "reference", "mandate_id", '
        '"room_id", "amount", "sent_on" ON "debit_line" BEGIN SELECT RAISE(ABORT, \'debit_line is '
        "append-only'); END"
    ),
    (
        'CREATE TRIGGER "debit_line_no_delete" BEFORE DELETE ON "debit_line" BEGIN SELECT RAISE(ABORT, '
        "'debit_line is append-only'); END"
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
    (
        'CREATE TRIGGER "stock_move_no_update" BEFORE UPDATE ON "stock_move" BEGIN SELECT RAISE(ABORT, '
        "'stock_move is append-only'); END"
    ),
    (
        'CREATE TRIGGER "stock_move_no_delete" BEFORE DELETE ON "stock_move" BEGIN SELECT RAISE(ABORT, '
        "'stock_move is append-only'); END"
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
