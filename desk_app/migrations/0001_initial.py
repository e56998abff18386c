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


class FormerNumber(peewee.Model):
    place = peewee.IntegerField()
    room = peewee.ForeignKeyField(Room, column_name="room_id", backref="+", on_delete="CASCADE")
    number = peewee.CharField(index=True)
    note = peewee.CharField(null=True)

    class Meta:
        table_name = "former_number"
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


class StoredSetting(peewee.Model):
    name = peewee.CharField(primary_key=True)
    value = peewee.TextField()

    class Meta:
        table_name = "setting"


class TemplateVersion(peewee.Model):
    sha256 = peewee.CharField(primary_key=True, max_length=64)
    content = peewee.BlobField()
    first_used_at = peewee.DateTimeField()

    class Meta:
        table_name = "template_version"
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


TABLES: tuple[type[peewee.Model], ...] = (
    Attachment,
    AttachmentContent,
    AuditRow,
    Community,
    Building,
    CalendarDay,
    ColumnMemory,
    Room,
    GoodsReleaseSlip,
    ConsentCall,
    FormerNumber,
    Person,
    Holding,
    ImportRun,
    ImportedRecord,
    Notice,
    NumberSeries,
    OfficeTemplate,
    PaperSetup,
    PersonPhone,
    PrintRun,
    PrintedPaper,
    PrintedAbout,
    PrintRunItem,
    ReleasedGoods,
    SignedCopy,
    StoredSetting,
    TemplateVersion,
    Vehicle,
)


INDEXES: tuple[str, ...] = ()


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
        'CREATE TRIGGER "audit_row_no_update" BEFORE UPDATE ON "audit_row" BEGIN SELECT RAISE(ABORT, '
        "'audit_row is append-only'); END"
    ),
    (
        'CREATE TRIGGER "audit_row_no_delete" BEFORE DELETE ON "audit_row" BEGIN SELECT RAISE(ABORT, '
        "'audit_row is append-only'); END"
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
        'CREATE TRIGGER "signed_copy_no_update" BEFORE UPDATE ON "signed_copy" BEGIN SELECT RAISE(ABORT, '
        "'signed_copy is append-only'); END"
    ),
    (
        'CREATE TRIGGER "signed_copy_no_delete" BEFORE DELETE ON "signed_copy" BEGIN SELECT RAISE(ABORT, '
        "'signed_copy is append-only'); END"
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
