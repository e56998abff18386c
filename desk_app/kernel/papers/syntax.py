"""What a template may say (模板语法): docxtpl's placeholders, conditions and loops, and nothing else.

Jinja's grammar allows calls, attributes of Python objects, macros and arithmetic; each of those has been used to run
commands or hang a program from a Word file. So the parsed template is walked against a short list of what is allowed,
and every refusal quotes the paragraph it stands in.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from desk_app.kernel.papers.filters import FILTERS
from desk_app.kernel.papers.places import SourceLines
from desk_app.kernel.papers.refusals import TemplateRefused, quote
from desk_app.kernel.words import _, mark

if TYPE_CHECKING:
    from jinja2 import nodes
    from jinja2.sandbox import ImmutableSandboxedEnvironment

PRINTED, TESTED, LOOPED = "printed", "tested", "looped"
_DEEPEST_LOOP = 3
_DEEPEST_BLOCK = 20
LOOP_WORDS = ("index", "first", "last", "length")
"""What `loop` knows inside a for."""

_BRACES = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_CLOSES = {"{{": "}}", "{%": "%}", "{#": "#}"}
_MISTYPED = re.compile(
    r"[{｛]\s*｛|｛\s*[{%％]|｝\s*[}｝]|[}%％]\s*｝|\{\s+[{%]|[}%]\s+\}|\{\s*％|％\s*\}|(?<!_)[{｛]\s*[^\W\d]\w*\s*[}｝]"
)
_OPEN_OR_CLOSE = re.compile(r"<(/?)([\w:]+)[^>]*?(/?)>")
_MOST_PLACEHOLDERS = 5000


@dataclass(frozen=True)
class Slots:
    """The values a template asks for (占位符): single ones by name, and for each list the slots of its rows."""

    names: frozenset[str] = frozenset()
    rows: Mapping[str, "Slots"] = field(default_factory=dict)

    def __or__(self, other: "Slots") -> "Slots":
        lists = self.rows.keys() | other.rows.keys()
        rows = {name: self.rows.get(name, Slots()) | other.rows.get(name, Slots()) for name in sorted(lists)}
        return Slots(self.names | other.names, rows)

    def asked(self) -> frozenset[str]:
        """Return every top-level name."""
        return self.names | self.rows.keys()


@dataclass(frozen=True)
class Asked:
    """One thing asked for: its name below the lists it is looped in, where, and whether printed, looped over or tested.

    Places are told only when the source was read for them. `path` of a column is ("goods", "name"); `row` is what the loop calls its row.
    """

    path: tuple[str, ...]
    use: str
    place: str
    row: str = ""


@dataclass(frozen=True)
class Reading:
    """A part that was read: its syntax tree, its slots, and everything asked with its place."""

    tree: "nodes.Template"
    slots: Slots
    asked: tuple[Asked, ...]


def find_brace_problems(paragraphs: Iterable[str], places: Iterable[str] = ()) -> Iterator[str]:
    """Yield a problem for each paragraph whose braces are mistyped, left open or closed twice.

    `places` says where the paragraphs are; without them they are quoted.
    """
    for paragraph, place in zip_longest(paragraphs, places):
        opened, inside = "", 0
        outside = []
        for brace in _BRACES.finditer(paragraph):
            wanted = _CLOSES.get(opened)
            if not opened and brace[0] in _CLOSES:
                outside.append(paragraph[inside : brace.start()])
                opened = brace[0]
            elif brace[0] == wanted:
                opened, inside = "", brace.end()
            else:
                opened = "?"
                break
        outside.append(paragraph[inside:] if not opened else "")
        if opened:
            text = _("{place}里的花括号没有成对，请写成 {example}")
        elif any(_MISTYPED.search(part) for part in outside):
            text = _("{place}里像是写错的占位符，请用半角花括号写成 {example}")
        else:
            continue
        place = place or _("“{text}”").format(text=quote(paragraph))
        yield text.format(place=place, example="{{ 名称 }}")


def environment() -> "ImmutableSandboxedEnvironment":
    """Return the Jinja environment of templates: sandboxed, escaping, strict, with our filters and no globals."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class RowsFirst(ImmutableSandboxedEnvironment):
        def getattr(self, obj: Any, attribute: str) -> Any:
            """Return a row's column even where it is called like a method of dict, such as `copy`."""
            if isinstance(obj, dict) and attribute in obj:
                return obj[attribute]
            return super().getattr(obj, attribute)

    jinja = RowsFirst(autoescape=True, undefined=StrictUndefined, auto_reload=False)
    jinja.globals.clear()
    jinja.tests.clear()
    jinja.filters.clear()
    jinja.filters.update(FILTERS)
    return jinja


def parse(source: str) -> "tuple[nodes.Template, Slots]":
    """Return the syntax tree and the slots of patched XML whose paragraphs each start a line.

    Raise `TemplateRefused` for anything that is not allowed.
    """
    reading = read(source, SourceLines(source))
    return reading.tree, reading.slots


def read(source: str, lines: SourceLines) -> Reading:
    """Return what patched XML asks for and where; raise `TemplateRefused` for anything that is not allowed."""
    from jinja2 import TemplateSyntaxError

    if source.count("{{") + source.count("{%") > _MOST_PLACEHOLDERS:
        raise TemplateRefused(
            [_("占位符太多（超过 {most} 处），请简化后再试").format(most=_MOST_PLACEHOLDERS)]
        )
    try:
        tree = environment().parse(source)
    except TemplateSyntaxError as error:
        raise TemplateRefused([_describe(error.message or "", error.lineno, lines)]) from error
    except RecursionError as error:
        raise TemplateRefused([_("条件或循环套得太深，请简化后再试")]) from error
    walk, top = _Walk(lines), _Found()
    for node in tree.body:
        walk.visit(node, top, {})
    if walk.problems:
        raise TemplateRefused(walk.problems)
    return Reading(tree, top.slots(), tuple(walk.asked))


def _describe(message: str, lineno: int, lines: SourceLines) -> str:
    """Put Jinja's complaint into plain words."""
    unknown = re.search(r"unknown tag '(\w+)'", message)
    place = lines.place(lineno, unknown[1] if unknown else "")
    if unknown and unknown[1] in ("tr", "tc"):
        text = _("{place}里的 {tag} 只能单独写在表格的一行里")
    elif unknown and unknown[1].startswith("end"):
        text = _("{place}处的 {tag} 没有对应的开头，请删去或补上")
    elif unknown:
        text = _("{place}里的 {tag} 不是模板能用的写法，请删去")
    elif "looking for" in message or "Unexpected end" in message:
        return _("{place}处的条件或循环没有结束，请补上 endif 或 endfor").format(place=place)
    else:
        return _("{place}里的占位符写法不对，请写成 {example}").format(place=place, example="{{ 名称 }}")
    return text.format(place=place, tag="{% " + unknown[1] + " %}")


_NAMES_OF_THE_REFUSED = {
    "Call": mark("函数调用"),
    "Getitem": mark("方括号取值"),
    "Macro": mark("宏"),
    "Include": mark("引用其他文件"),
    "Import": mark("引用其他文件"),
    "FromImport": mark("引用其他文件"),
    "Extends": mark("引用其他文件"),
    "Assign": mark("赋值"),
    "AssignBlock": mark("赋值"),
    "Test": mark("is 判断"),
} | dict.fromkeys(
    ("Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "Pow", "Neg", "Pos", "Concat"), mark("计算")
)


class _Walk:
    """One walk over a syntax tree, collecting problems, and slots into `top`; `scope` maps a row's name to its slots."""

    def __init__(self, lines: SourceLines) -> None:
        self.lines = lines
        self.problems: list[str] = []
        self.asked: list[Asked] = []
        self._looped: list[str] = []
        self._use = PRINTED
        self._depth = 0

    def visit(self, node: "nodes.Node", top: "_Found", scope: dict[str, "_Found"]) -> None:
        from jinja2 import nodes

        if isinstance(node, nodes.For):
            self._visit_for(node, top, scope)
        elif isinstance(node, nodes.If):
            self._visit_if(node, top, scope)
        elif isinstance(node, nodes.Name):
            if node.name.startswith("_"):
                self._forbid(node, node.name)
            elif node.name in scope:
                self._refuse(node, _("{name} 后面要写 .列名").format(name=node.name), node.name)
            else:
                self._ask(node, (node.name,), self._use)
            top.names.add(node.name)
        elif isinstance(node, nodes.Getattr):
            self._visit_attribute(node, scope)
        elif isinstance(node, nodes.Filter):
            self._visit_filter(node, top, scope)
        elif isinstance(node, nodes.Compare) and any(operand.op not in ("eq", "ne") for operand in node.ops):
            self._refuse(node, _("只能比较相等（==）或不等（!=）"))
        elif isinstance(node, nodes.CondExpr):
            self._test(node.test, top, scope)
            for arm in filter(None, (node.expr1, node.expr2)):
                self.visit(arm, top, scope)
        elif isinstance(node, (nodes.Compare, nodes.Operand, nodes.Not)):
            for child in node.iter_child_nodes():
                self._test(child, top, scope)
        elif isinstance(node, (nodes.Output, nodes.TemplateData, nodes.Const, nodes.And, nodes.Or)):
            for child in node.iter_child_nodes():
                self.visit(child, top, scope)
        else:
            what = _NAMES_OF_THE_REFUSED.get(type(node).__name__, "")
            self._refuse(node, _("不能用{what}").format(what=_(what) if what else type(node).__name__))

    def _test(self, node: "nodes.Node", top: "_Found", scope: dict[str, "_Found"]) -> None:
        """Visit what is only looked at, not printed."""
        outer, self._use = self._use, TESTED
        self.visit(node, top, scope)
        self._use = outer

    def _visit_if(self, node: "nodes.If", top: "_Found", scope: dict[str, "_Found"]) -> None:
        for arm in (node, *node.elif_):
            self._test(arm.test, top, scope)
            self._visit_body(arm, arm.body, top, scope)
        self._visit_body(node, node.else_, top, scope)

    def _visit_body(
        self, node: "nodes.Node", body: "list[nodes.Node]", top: "_Found", scope: dict[str, "_Found"]
    ) -> None:
        """Visit what a condition or loop holds; that must be whole, or the table would fall apart without it."""
        if not _is_whole(body):
            self._refuse(node, _("条件或循环的开头和结尾要在同一格或同一段里，整行的请写 {example}").format(
                example="{%tr … %}"))  # fmt: skip
        if self._depth > _DEEPEST_BLOCK:
            return self._refuse(node, _("条件或循环套得太深"))
        self._depth += 1
        for child in body:
            self.visit(child, top, scope)
        self._depth -= 1
        return None

    def _visit_for(self, node: "nodes.For", top: "_Found", scope: dict[str, "_Found"]) -> None:
        from jinja2 import nodes

        source = node.iter
        target = node.target
        if not isinstance(target, nodes.Name) or target.name == "loop" or node.test or node.recursive:
            return self._refuse(node, _("循环要写成 {example}").format(example="{% for 行 in 名称 %}"))
        if isinstance(source, nodes.Name) and source.name not in scope:
            owner, name = top, source.name
        elif (
            isinstance(source, nodes.Getattr)
            and isinstance(source.node, nodes.Name)
            and source.node.name in scope
        ):
            owner, name = scope[source.node.name], source.attr
        else:
            return self._refuse(node, _("循环要写成 {example}").format(example="{% for 行 in 名称 %}"))
        if name in self._looped or len(self._looped) >= _DEEPEST_LOOP:
            return self._refuse(node, _("循环套得太深"), name)
        row = owner.rows.setdefault(name, _Found((*owner.path, name)))
        self._ask(node, row.path, LOOPED)
        self._looped.append(name)
        self._visit_body(node, node.body, top, {**scope, target.name: row, "loop": _LOOP})
        self._looped.pop()
        self._visit_body(node, node.else_, top, scope)
        return None

    def _visit_attribute(self, node: "nodes.Getattr", scope: dict[str, "_Found"]) -> None:
        from jinja2 import nodes

        owner = node.node
        if node.attr.startswith("_"):
            return self._forbid(node, node.attr)
        if not isinstance(owner, nodes.Name) or owner.name not in scope:
            return self._refuse(node, _("只有循环里的行才能写 .列名"), node.attr)
        if owner.name == "loop" and scope["loop"] is _LOOP and node.attr not in LOOP_WORDS:
            return self._refuse(node, _("loop 后面只能写 {words}").format(words=", ".join(LOOP_WORDS)))
        if scope[owner.name] is not _LOOP:
            row = scope[owner.name]
            row.names.add(node.attr)
            self._ask(node, (*row.path, node.attr), self._use, owner.name)
        return None

    def _visit_filter(self, node: "nodes.Filter", top: "_Found", scope: dict[str, "_Found"]) -> None:
        from jinja2 import nodes

        plain = all(isinstance(argument, nodes.Const) for argument in node.args)
        if node.name not in FILTERS:
            self._refuse(node, _unknown_filter(node.name), node.name)
        elif (
            node.node is None
            or not plain
            or len(node.args) > 1
            or node.kwargs
            or node.dyn_args
            or node.dyn_kwargs
        ):
            self._refuse(node, _("过滤器“{name}”的写法不对").format(name=node.name), node.name)
        elif node.name == "length":
            self._test(node.node, top, scope)
        else:
            self.visit(node.node, top, scope)

    def _ask(self, node: "nodes.Node", path: tuple[str, ...], use: str, row: str = "") -> None:
        place = self.lines.place(node.lineno, path[-1]) if self.lines.have_places else ""
        self.asked.append(Asked(path, use, place, row))

    def _forbid(self, node: "nodes.Node", name: str) -> None:
        """Refuse what could reach into the program itself."""
        text = _("“{name}”是程序内部的名称，禁止写进模板，请删去")
        self._refuse(node, text.format(name=name), name)

    def _refuse(self, node: "nodes.Node", what: str, word: str = "") -> None:
        place = self.lines.place(node.lineno, word)
        self.problems.append(_("{place}里：{what}").format(place=place, what=what))


def _unknown_filter(name: str) -> str:
    import difflib

    near = difflib.get_close_matches(name, FILTERS, n=1)
    if near:
        return _("没有“{name}”这个过滤器，是不是想写“{near}”？").format(name=name, near=near[0])
    return _("没有“{name}”这个过滤器，只有 {known}").format(name=name, known=", ".join(FILTERS))


def _is_whole(body: "list[nodes.Node]") -> bool:
    """Say whether the XML of a body can be left out or repeated: what it closes it opens again, and no cell or table."""
    from jinja2 import nodes

    closed: list[str] = []
    opened: list[str] = []
    texts = (part.data for node in body if isinstance(node, nodes.Output) for part in node.nodes
             if isinstance(part, nodes.TemplateData))  # fmt: skip
    for end, tag, alone in _OPEN_OR_CLOSE.findall("".join(texts)):
        if alone:
            continue
        if not end:
            opened.append(tag)
        elif opened and opened[-1] == tag:
            opened.pop()
        else:
            closed.append(tag)
    return closed == opened[::-1] and not {"w:tc", "w:tr", "w:tbl"} & set(closed)


@dataclass
class _Found:
    """Slots being collected; `path` names the lists they are in."""

    path: tuple[str, ...] = ()
    names: set[str] = field(default_factory=set)
    rows: dict[str, "_Found"] = field(default_factory=dict)

    def slots(self) -> Slots:
        rows = {name: found.slots() for name, found in sorted(self.rows.items())}
        return Slots(frozenset(self.names), rows)


_LOOP = _Found()
