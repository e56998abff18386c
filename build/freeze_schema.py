"""Write `desk_app/migrations/0001_initial.py` from the live models: plain copies that no later change can touch.

    python build/freeze_schema.py          write it
    python build/freeze_schema.py --check  exit 1 if it is not what the live models say

Only until the first release: from then on 0001 is history, and a change of a model comes with its own numbered
migration, written by hand. `tests/kernel/test_migrate.py` compares all migrations together with the live models.
"""

import importlib
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "desk_app" / "migrations" / "0001_initial.py"
WIDTH = 100
"""Letters of a piece of SQL on one line."""

HEAD = '''"""The first schema (最初的表结构), frozen by build/freeze_schema.py: plain copies of the models of that day."""

from typing import Any

import peewee


class RecordId(peewee.AutoField):
    """A key that is never given a second time, not even after the last record was deleted."""

    def ddl(self, ctx: Any) -> Any:
        column = super().ddl(ctx)
        if isinstance(self.model._meta.database, peewee.SqliteDatabase):
            return peewee.NodeList((column, peewee.SQL("AUTOINCREMENT")))
        return column
'''

UP = '''

def up(_migrator: Any, db: peewee.Database) -> None:
    """Make all tables and indexes in the empty database, and on SQLite the search index and append-only guards."""
    db.bind(TABLES)
    db.create_tables(TABLES, safe=False)
    for statement in INDEXES:
        db.execute_sql(statement)
    if isinstance(db, peewee.SqliteDatabase):
        for statement in SQLITE_ONLY:
            db.execute_sql(statement)
'''


def live_models() -> list[Any]:
    """Return every stored model of the program, in order of dependency; classes others derive from have no table."""
    import peewee

    from desk_app.kernel.database import database

    for package in ("kernel", "modules"):  # all of them: a table must not depend on who happens to import it
        for found in pkgutil.walk_packages([str(ROOT / "desk_app" / package)], f"desk_app.{package}."):
            importlib.import_module(found.name)
    stored = [
        model
        for model in _subclasses(peewee.Model)
        if model._meta.database is database
        and model.__module__.startswith("desk_app.")
        and not model.__subclasses__()
    ]
    return list(peewee.sort_models(stored))


def sqlite_statements(models: Iterable[Any]) -> list[str]:
    """Return the SQLite-only part of the live schema: the search index and the guards of append-only tables."""
    from desk_app.kernel import sqlite, sqlite_search

    return [*sqlite_search.SCHEMA, *(statement for model in models for statement in sqlite.guards(model))]


def write_migration(models: Iterable[Any], statements: Iterable[str]) -> str:
    """Return the source of a migration that makes the tables of `models` and runs `statements` on SQLite."""
    models = list(models)
    names = {model: model.__name__ for model in models}
    if len(set(names.values())) < len(names):
        raise SystemExit("two models have the same class name")
    parts = [HEAD]
    parts += ["\n\n" + "\n".join(_model_lines(model, names)) + "\n" for model in models]
    parts.append(_sequence("TABLES", "tuple[type[peewee.Model], ...]", [names[model] for model in models]))
    indexes = [_quoted(sql) for model in models for sql in _declared_indexes(model)]
    parts.append(_sequence("INDEXES", "tuple[str, ...]", indexes))
    parts.append(_sequence("SQLITE_ONLY", "tuple[str, ...]", [_quoted(sql) for sql in statements]))
    return _formatted("".join(parts) + UP)


def _subclasses(base: Any) -> Iterator[Any]:
    for model in base.__subclasses__():
        yield model
        yield from _subclasses(model)


def _model_lines(model: Any, names: dict[Any, str]) -> Iterator[str]:
    """Give the lines of the frozen class."""
    import peewee

    meta = model._meta
    yield f"class {names[model]}(peewee.Model):"
    for field in meta.sorted_fields:
        if not (type(field) is peewee.AutoField and field.name == field.column_name == "id"):
            yield f"    {field.name} = {_field(field, names)}"
    yield "    class Meta:"
    yield f"        table_name = {meta.table_name!r}"
    if not meta.legacy_table_names:
        yield "        legacy_table_names = False"  # its indexes are named after the table, not the class
    if isinstance(meta.primary_key, peewee.CompositeKey):
        yield f"        primary_key = peewee.CompositeKey({', '.join(map(repr, meta.primary_key.field_names))})"
    elif meta.primary_key is False:
        yield "        primary_key = False"
    plain = tuple(
        (tuple(index[0]), index[1]) for index in meta.indexes or () if isinstance(index, list | tuple)
    )
    if plain:
        yield f"        indexes = {plain!r}"
    if meta.constraints:
        yield f"        constraints = ({', '.join(map(_constraint, meta.constraints))},)"
    for setting in ("without_rowid", "strict_tables"):
        if getattr(meta, setting):
            yield f"        {setting} = True"


def _field(field: Any, names: dict[Any, str]) -> str:
    """Return the source of a field, its class and arguments reduced to what makes the column."""
    import peewee

    plain = next(each for each in type(field).__mro__ if each.__module__ == "peewee")
    is_link = issubclass(plain, peewee.ForeignKeyField)
    if field.name == "id" and isinstance(field, peewee.AutoField):
        return "RecordId()"
    if plain is peewee.Field or (plain.field_type != field.field_type and not is_link):
        raise SystemExit(f"{field.model.__name__}.{field.name}: no peewee field makes the same column")
    arguments = list(_reference(field, names)) if is_link else []
    if field.primary_key and not isinstance(field, peewee.AutoField):
        arguments.append("primary_key=True")
    arguments += [f"{name}=True" for name in ("null", "unique") if getattr(field, name)]
    if bool(field.index) != is_link and not field.unique:  # a link has an index unless told otherwise
        arguments.append(f"index={bool(field.index)}")
    for name, usual in (("max_length", 255), ("max_digits", 10), ("decimal_places", 5)):
        if getattr(field, name, usual) != usual:
            arguments.append(f"{name}={getattr(field, name)!r}")
    arguments += [
        f"{name}={getattr(field, name)!r}" for name in ("collation", "index_type") if getattr(field, name)
    ]
    if field.constraints:
        arguments.append(f"constraints=[{', '.join(map(_constraint, field.constraints))}]")
    if field.column_name != field.name and not is_link:
        arguments.append(f"column_name={field.column_name!r}")
    return f"peewee.{plain.__name__}({', '.join(arguments)})"


def _reference(field: Any, names: dict[Any, str]) -> Iterator[str]:
    """Give the arguments only a foreign key has."""
    yield '"self"' if field.rel_model is field.model else names[field.rel_model]
    if field.rel_field is not field.rel_model._meta.primary_key:
        yield f"field={field.rel_field.name!r}"
    yield f"column_name={field.column_name!r}"
    yield 'backref="+"'
    for name in ("on_delete", "on_update", "deferrable", "constraint_name"):
        if getattr(field, name):
            yield f"{name}={getattr(field, name)!r}"


def _constraint(node: Any) -> str:
    import peewee

    if not isinstance(node, peewee.SQL) or node.params:
        raise SystemExit(f"cannot freeze the constraint {node!r}; write it as peewee.SQL or peewee.Check")
    return f"peewee.SQL({node.sql!r})"


def _declared_indexes(model: Any) -> Iterator[str]:
    """Give the SQL of indexes declared as expressions or with a condition; it reads the same on PostgreSQL."""
    for index in model._meta.indexes or ():
        if not isinstance(index, list | tuple):
            sql, values = model._schema._create_index(index, safe=False).query()
            if values:
                raise SystemExit(f"cannot freeze the index {sql}: it has values {values}")
            yield sql


def _sequence(name: str, kind: str, items: list[str]) -> str:
    return f"\n\n{name}: {kind} = (" + "".join(f"\n    {item}," for item in items) + "\n)\n"


def _quoted(sql: str) -> str:
    """Return a statement as source, in pieces that fit on lines."""
    pieces = re.findall(rf".{{1,{WIDTH}}}(?:(?<= )|$)|.{{1,{WIDTH}}}", " ".join(sql.split()))
    lines = "\n        ".join(repr(piece) for piece in pieces)
    return lines if len(pieces) == 1 else f"(\n        {lines}\n    )"


def _formatted(source: str) -> str:
    """Return the source as the project's formatter writes it."""
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(TARGET), "-"]
    done = subprocess.run(command, input=source, capture_output=True, text=True, encoding="utf-8", cwd=ROOT)
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout


def main(arguments: list[str]) -> int:
    """Write the migration or check it; return the exit code."""
    from desk_app.kernel import sqlite
    from desk_app.kernel.database import database

    database.initialize(sqlite.BookDatabase(":memory:"))
    try:
        models = live_models()
        source = write_migration(models, sqlite_statements(models))
    finally:
        database.initialize(None)
    if arguments == ["--check"]:
        return int(not TARGET.exists() or TARGET.read_text(encoding="utf-8") != source)
    TARGET.write_text(source, encoding="utf-8", newline="\n")
    print(TARGET.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    raise SystemExit(main(sys.argv[1:]))
