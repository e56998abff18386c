"""Rules of the house that import-linter cannot see, read off the source."""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

Trees = Mapping[str, ast.Module]

# Where a list below names a module, the rule is broken there on purpose and the text says why.

BOOKKEEPING = {
    "desk_app/migrations/": "migrations make the tables",
    "desk_app/modules/arrears/dunning_cases.py": "stamps of a case that follow from its letters and entries",
    "desk_app/modules/arrears/dunning_log.py": "append-only rows with their own audit event",
    "desk_app/modules/arrears/": "money: append-only rows with their own audit event, and a summary worked out anew",
    "desk_app/modules/billing/": "money: bills by the hundred thousand, append-only, each posting with its audit event",
    "desk_app/modules/cashier/": "money: append-only rows, each posting with its audit event",
    "desk_app/modules/transfers/completing.py": "whose deposit it is, with its audit event",
    "desk_app/modules/billing/ledger.py": "bills follow from other rows; it logs each posting itself",
    "desk_app/modules/cashier/deposit_moves.py": "what a deposit holds follows from its moves, in a receipt's transaction",
    "desk_app/modules/cashier/journal.py": "the door of the cash desk: each receipt with its own log row",
    "desk_app/modules/opening/": "money: balances taken over once, each opening with its audit event",
    "desk_app/modules/repairs/stock.py": "append-only moves; the part's own count is written through the store",
    "desk_app/modules/roster/accept.py": "the list of what an import wrote is itself its audit",
    "desk_app/modules/roster/memory.py": "which column meant what, remembered by the shape of a file",
    "desk_app/modules/roster/undo.py": "the note that an import was undone",
}
FLOATS = {
    "desk_app/demo.py": "chances of the sample community",
    "desk_app/demo_money.py": "chances of the sample community",
    "desk_app/kernel/book_copy.py": "free space asked for, as a multiple of the book's size",
    "desk_app/kernel/durable_files.py": "seconds between tries",
    "desk_app/kernel/papers/paper.py": "how alike a misspelt name must be to be suggested",
    "desk_app/kernel/papers/barcode.py": "points of a picture",
    "desk_app/kernel/sheets/": "calamine and the file formats hand out floats; none leaves this package",
    "desk_app/modules/roster/": "shares of cells and how likely a column means what",
    "desk_app/screens/progress.py": "seconds of the monotonic clock",
}
OWN_NAMES = {"中文", "简体中文", "物业前台 Property Desk", "京A12345", "京B67890", "京AD01234"}
"""Names and plates that are the same in every language."""
CHINESE_DATA = {
    "desk_app/demo.py": "the sample community",
    "desk_app/demo_front.py": "the sample community",
    "desk_app/demo_money.py": "the sample community",
    "desk_app/kernel/fields.py": "words people type for yes, no and square metres",
    "desk_app/kernel/days.py": "how people write days",
    "desk_app/kernel/money.py": "how people write amounts",
    "desk_app/kernel/limits.py": "how people write spans of time",
    "desk_app/kernel/libreoffice.py": "names of fonts",
    "desk_app/kernel/papers/": "the papers themselves are Chinese",
    "desk_app/kernel/sheets/plain_text.py": "the range of Chinese letters",
    "desk_app/modules/billing/formula_bills.py": "words of the formulas that offices write",
    "desk_app/modules/billing/formulas.py": "words of the formulas that offices write",
    "desk_app/modules/billing/tariff_rules.py": "words of the formulas that offices write",
    "desk_app/modules/cashier/debits.py": "columns of the files banks take",
    "desk_app/modules/cashier/debit_returns.py": "headings and answers of the files banks send back",
    "desk_app/modules/complaints/same_matter.py": "words that say nothing of a matter",
    "desk_app/modules/cashier/bank_words.py": "headings of the lists that banks give out",
    "desk_app/modules/estate/records.py": "how a room number is written out",
    "desk_app/modules/goods_release/papers.py": "the paper itself is Chinese",
    "desk_app/modules/meters/sheet_words.py": "headings of the sheets that offices have",
    "desk_app/modules/opening/sheet_words.py": "headings and words of the sheets that offices have",
    "desk_app/modules/people/id_number.py": "words that name a kind of document",
    "desk_app/modules/people/phone_number.py": "words that name an extension",
    "desk_app/modules/roster/": "words of the sheets that offices have",
    "desk_app/screens/paper_styles.py": "names of fonts",
}
SQLITE = re.compile(
    r"\b(PRAGMA|fts5|VACUUM|rowid|sqlite_master|TEMP(ORARY)? TABLE|INSERT OR|json_extract)\b", re.IGNORECASE
)
HAN = re.compile(r"[\u3400-\u9fff]")
TABLE_WRITES = {
    "create",
    "insert",
    "insert_many",
    "insert_from",
    "update",
    "delete",
    "replace",
    "replace_many",
}
TABLE_WRITES |= {"bulk_create", "bulk_update", "get_or_create", "delete_by_id", "set_by_id"}
FUNCTION_LINES = 60
MODULE_LINES = 500


def test_only_the_store_writes_records(trees: Trees) -> None:
    """A write of the trade goes through `store`, which adds the audit row; nobody else calls the tables.

    The ui cannot reach them at all: see the import contracts.
    """

    def writes(call: ast.Call) -> bool:
        if not isinstance(call.func, ast.Attribute):
            return False
        receiver = ast.unparse(call.func.value)
        table = receiver.split(".")[-1][:1].isupper()
        return (
            (table and call.func.attr in TABLE_WRITES)
            or call.func.attr in ("delete_instance", "execute_sql")
            or (
                call.func.attr == "save"
                and receiver not in ("store", "self")
                and not receiver.endswith("form")
            )
        )

    outside = {p: t for p, t in _below("desk_app", trees).items() if not p.startswith("desk_app/kernel/")}
    _none(_found(outside, ast.Call, writes, BOOKKEEPING))


def test_nothing_is_reckoned_in_floats(trees: Trees) -> None:
    def is_float(node: ast.AST) -> bool:
        if isinstance(node, ast.Constant):
            return isinstance(node.value, float)
        return isinstance(node, ast.Name) and node.id in ("float", "round")

    _none(_found(_below("desk_app", trees), ast.AST, is_float, FLOATS))


def test_no_amount_of_the_trade_passes_through_a_float(trees: Trees) -> None:
    """Not even where shares and chances are floats: nothing a person typed is read as one."""
    _none(
        _found(
            _below("desk_app/modules", trees), ast.Call, lambda call: ast.unparse(call.func) == "float", {}
        )
    )


def test_every_text_a_person_reads_can_be_translated(trees: Trees, build: Any) -> None:
    """Chinese stands in messages, in what programmers read, and in the vocabulary of the readers named above."""
    known = build.messages.signatures(_below("desk_app", trees).values())
    found = []
    for path, tree in trees.items():
        meant = {id(node) for node in _not_shown(tree)}
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            meant |= {id(node) for node in build.messages.message_nodes(call, known)}
        found += [
            f"{path}:{node.lineno}: {node.value[:40]}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and HAN.search(node.value)
            if id(node) not in meant and node.value not in OWN_NAMES and not _excused(path, CHINESE_DATA)
        ]
    _none(found)


def test_every_message_is_one_plain_text(trees: Trees, build: Any) -> None:
    assert build.messages.collect(trees)


def test_no_message_is_translated_before_the_language_is_known(trees: Trees) -> None:
    """`_` at import time would freeze the language the program started with; declarations hold `mark` instead."""
    found = [
        f"{path}:{node.lineno}"
        for path, tree in trees.items()
        for node in _run_on_import(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_"
    ]
    _none(found)


def test_sqlite_is_spoken_in_one_place(trees: Trees) -> None:
    """Everything else is peewee that PostgreSQL understands too."""
    found = []
    for path, tree in trees.items():
        if path.startswith(("desk_app/kernel/sqlite", "desk_app/migrations/")):
            continue
        prose = {id(node) for node in _docstrings(tree)}
        found += [
            f"{path}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQLITE.search(node.value)
            if id(node) not in prose
        ]
    _none(found)


def test_nobody_but_the_kernel_touches_the_file_of_a_book(trees: Trees) -> None:
    """Copying, opening or moving an open book's file by hand is how books get damaged."""
    by_hand = {"open", "copy", "copy2", "copyfile", "move", "replace", "rename", "unlink"}
    by_hand |= {"read_bytes", "write_bytes", "read_text", "write_text"}

    def touches(call: ast.Call) -> bool:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)
        words = re.findall(r"[a-z]+", ast.unparse(call).lower())
        through_kernel = ast.unparse(call.func).startswith(("book.", "office.", "webbrowser."))
        return name in by_hand and "book" in words and not through_kernel

    outside = {path: tree for path, tree in trees.items() if not path.startswith("desk_app/kernel/")}
    _none(_found(outside, ast.Call, touches, {}))


def test_migrations_are_frozen_history(root: Path) -> None:
    """A migration that used live models would change its meaning with them."""
    found = [
        f"{path.name}: imports {name}"
        for path in sorted((root / "desk_app" / "migrations").glob("*.py"))
        for name in _imports(ast.parse(path.read_text("utf-8")))
        if name in ("desk_app", "ui")
    ]
    _none(found)


def test_a_function_fits_on_a_screen(trees: Trees, root: Path) -> None:
    def is_long(node: ast.AST) -> bool:
        return (
            isinstance(node, ast.FunctionDef)
            and node.end_lineno is not None
            and node.end_lineno - node.lineno >= FUNCTION_LINES
        )

    _none(_found({**trees, **_build_trees(root)}, ast.FunctionDef, is_long, {}))


def test_a_module_has_one_subject(root: Path) -> None:
    paths = [path for folder in ("desk_app", "ui", "build") for path in (root / folder).rglob("*.py")]
    lines = {path.relative_to(root).as_posix(): path.read_text("utf-8").count("\n") for path in paths}
    written = {path: count for path, count in lines.items() if not path.startswith("desk_app/migrations/")}
    assert {path: count for path, count in written.items() if count > MODULE_LINES} == {}
    shapeless = {"utils", "util", "helpers", "helper", "manager", "common", "misc", "data"}
    assert [path for path in lines if Path(path).stem in shapeless] == []


def test_every_module_says_what_it_is(trees: Trees) -> None:
    silent = [path for path, tree in trees.items() if tree.body and ast.get_docstring(tree) is None]
    _none(silent)


def test_no_test_puts_a_mock_in_place_of_our_code(root: Path) -> None:
    found = [
        path.relative_to(root).as_posix()
        for path in (root / "tests").rglob("*.py")
        if {"unittest.mock", "unittest", "mock"} & set(_imports(ast.parse(path.read_text("utf-8"))))
    ]
    _none(found)


def _none(found: list[str]) -> None:
    """Fail with the whole list of places where a rule is broken."""
    assert not found, "\n" + "\n".join(found)


def _found(
    trees: Trees, kind: type[ast.AST], wrong: Callable[[Any], bool], excused: Mapping[str, str]
) -> list[str]:
    """Return path:line of every node of `kind` that is `wrong`, outside the `excused` modules."""
    return [
        f"{path}:{node.lineno}"  # type: ignore[attr-defined]
        for path, tree in trees.items()
        if not _excused(path, excused)
        for node in ast.walk(tree)
        if isinstance(node, kind) and wrong(node)
    ]


def _excused(path: str, excused: Mapping[str, str]) -> bool:
    return any(path == place or (place.endswith("/") and path.startswith(place)) for place in excused)


def _below(folder: str, trees: Trees) -> Trees:
    return {path: tree for path, tree in trees.items() if path.startswith(f"{folder}/")}


def _build_trees(root: Path) -> Trees:
    paths = sorted((root / "build").rglob("*.py"))
    return {path.relative_to(root).as_posix(): ast.parse(path.read_text("utf-8")) for path in paths}


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def _docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    """Yield texts that stand alone as a statement: docstrings, and those below a constant."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def _not_shown(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield texts only programmers read: docstrings, patterns of `re`, and what an assertion says."""
    yield from _docstrings(tree)
    for node in ast.walk(tree):
        if (isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.")) or isinstance(
            node, ast.Assert
        ):
            yield from ast.walk(node)


def _run_on_import(node: ast.AST) -> Iterator[ast.AST]:
    """Yield every node below `node` that runs when the module is imported."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield child
            yield from _run_on_import(child)
