"""Import runs (导入批次): which file, when, by whom, and every record it made or changed, so that it can be undone."""

import peewee

from desk_app.kernel.database import database


class ImportRun(peewee.Model):
    """One accepted roster; `counts` is JSON of what it made."""

    file_name = peewee.CharField()
    file_sha256 = peewee.CharField(index=True)
    at = peewee.DateTimeField()
    actor = peewee.CharField()
    counts = peewee.TextField()
    undone_at = peewee.DateTimeField(null=True)

    class Meta:
        database = database
        legacy_table_names = False


class ImportedRecord(peewee.Model):
    """A record made or changed by a run.

    `version` is the record's version right after; `before` is JSON of the stored values it replaced, empty if made.
    """

    run = peewee.ForeignKeyField(ImportRun, backref="records", on_delete="CASCADE")
    kind = peewee.CharField()
    record_id = peewee.IntegerField()
    version = peewee.IntegerField()
    before = peewee.TextField(default="")

    class Meta:
        database = database
        legacy_table_names = False


class ColumnMemory(peewee.Model):
    """The clerk's column matching for one shape of file; `choice` is JSON of a `TableChoice`."""

    shape = peewee.CharField(primary_key=True)
    choice = peewee.TextField()

    class Meta:
        database = database
        legacy_table_names = False


def find_same_file(sha256: str) -> ImportRun | None:
    """Return the run in force that took in the same file, or None."""
    query = ImportRun.select().where(ImportRun.file_sha256 == sha256, ImportRun.undone_at.is_null())
    run: ImportRun | None = query.order_by(ImportRun.id.desc()).first()
    return run


def list_runs() -> list[ImportRun]:
    """Return every run, latest first."""
    return list(ImportRun.select().order_by(ImportRun.id.desc()))
