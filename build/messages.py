"""Messages (待译文字): which texts of the source a person reads, found in its syntax tree.

Two things hold a message: the words of a call to `_`, `mark` or `ngettext`, and a declaration, that is a call to a
class of desk_app, whose parameter `label`, `title`, `hint`, `noun` or `sample` (a `str`, or `Any`) is given as plain
text.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
SHOWN_PARAMETERS = frozenset({"label", "title", "hint", "noun", "sample"})
CALLS = {"_": 1, "mark": 1, "ngettext": 2}
"""Call to the number of its leading arguments that are messages."""

Signatures = Mapping[str, Sequence[tuple[str, ...]]]
"""Class to the names of its parameters in order, those that hold no message empty; once for each class so named."""


@dataclass(frozen=True)
class Message:
    """One text to translate, `plural` its form for several, and where it stands."""

    text: str
    plural: str
    path: str
    line: int


class NotLiteralError(Exception):
    """A message is put together while the program runs, so that nobody can translate it."""


def sources(root: Path) -> dict[str, ast.Module]:
    """Return the syntax tree of every module of the program by its path below `root`."""
    paths = [path for folder in ("desk_app", "ui") for path in sorted((root / folder).rglob("*.py"))]
    return {path.relative_to(root).as_posix(): ast.parse(path.read_text("utf-8")) for path in paths}


def collect(trees: Mapping[str, ast.Module]) -> list[Message]:
    """Return every message of `trees` in the order of the source, or raise NotLiteralError."""
    known = signatures(tree for path, tree in trees.items() if path.startswith("desk_app/"))
    found = []
    for path, tree in trees.items():
        calls = sorted(
            (node for node in ast.walk(tree) if isinstance(node, ast.Call)),
            key=lambda c: (c.lineno, c.col_offset),
        )
        for call in calls:
            literals = [_literal(node, path) for node in message_nodes(call, known)]
            plural = literals[1] if _name(call.func) == "ngettext" and len(literals) > 1 else ""
            texts = literals[:1] if plural else literals
            found += [Message(text, plural, path, call.lineno) for text in texts if text]
        found += [
            Message(text, text, path, call.lineno)
            for call in calls
            for text in _kinds_of_record(call, path)
            if text
        ]
    return found


def signatures(trees: Iterable[ast.Module]) -> Signatures:
    """Return what the classes of `trees` take: dataclasses and named tuples, `__init__`, and what they inherit."""
    nodes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    classes: dict[str, list[ast.ClassDef]] = {}
    for node in nodes:
        classes.setdefault(node.name, []).append(node)
    return {name: [_parameters(node, classes) for node in named] for name, named in classes.items()}


def message_nodes(call: ast.Call, known: Signatures) -> Iterator[ast.expr]:
    """Yield the expressions in `call` that hold a message; both sides of an `x if … else y` count."""
    name = _name(call.func)
    chosen = list(call.args[: CALLS.get(name, 0)])
    for parameters in known.get(name, ()):
        chosen += [value for value, shown in zip(call.args, parameters, strict=False) if shown]
        chosen += [word.value for word in call.keywords if word.arg in parameters and _is_told(word)]
    for node in dict.fromkeys(chosen):
        yield from (node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,)


def _is_told(word: ast.keyword) -> bool:
    """Say whether the parameter is read by people; a sample without Chinese is the same in every language."""
    return bool(word.arg) and (word.arg != "sample" or bool(CHINESE.search(ast.unparse(word.value))))


def _kinds_of_record(call: ast.Call, path: str) -> Iterator[str]:
    """Yield the label of a `RecordKind`, which is read as one record ("Room") and as the list of them ("Rooms")."""
    if _name(call.func) == "RecordKind":
        yield from (_literal(word.value, path) for word in call.keywords if word.arg == "label")


def _literal(node: ast.expr, path: str) -> str:
    """Return the text of `node`; nothing for a name or a call, which holds a message found elsewhere."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    parts = [part.value for part in ast.walk(node) if isinstance(part, ast.Constant)]
    if isinstance(node, ast.JoinedStr | ast.BinOp) and any(CHINESE.search(str(part)) for part in parts):
        raise NotLiteralError(
            f"{path}:{node.lineno}: a message must be one plain text; fill it in with .format(…)"
        )
    return ""


def _name(function: ast.expr) -> str:
    """Return the last name of what is called: `Text` for `fields.Text`."""
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _parameters(node: ast.ClassDef, classes: Mapping[str, list[ast.ClassDef]]) -> tuple[str, ...]:
    bases = [base for name in node.bases for base in classes.get(_name(name), ()) if base.name != node.name]
    inherited = next((found for base in bases if (found := _parameters(base, classes))), ())
    for part in node.body:
        if isinstance(part, ast.FunctionDef) and part.name == "__init__":
            own = _shown([*part.args.args[1:], *part.args.kwonlyargs])
            return (*own, *inherited) if part.args.kwarg else own
    fields = [
        part for part in node.body if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
    ]
    return (*inherited, *_shown(fields)) if _takes_its_fields(node) else inherited


def _takes_its_fields(node: ast.ClassDef) -> bool:
    decorators = [mark.func if isinstance(mark, ast.Call) else mark for mark in node.decorator_list]
    return any(_name(mark) in ("dataclass", "NamedTuple") for mark in [*decorators, *node.bases])


def _shown(declared: list[ast.arg] | list[ast.AnnAssign]) -> tuple[str, ...]:
    names = []
    for part in declared:
        name = part.arg if isinstance(part, ast.arg) else ast.unparse(part.target)
        is_text = part.annotation is not None and ast.unparse(part.annotation) in ("str", "Any")
        names.append(name if is_text and name in SHOWN_PARAMETERS else "")
    return tuple(names)
