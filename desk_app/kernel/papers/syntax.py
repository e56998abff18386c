"""What a template may say (模板语法): docxtpl's placeholders, conditions and loops, and nothing else.

Jinja's grammar allows calls, attributes of Python objects, macros and arithmetic; each of those has been used to run
commands or hang a program from a Word file. So the parsed template is walked against a short list of what is allowed,
and every refusal quotes the paragraph it stands in.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desk_app.kernel.papers.filters import FILTERS
from desk_app.kernel.papers.refusals import TemplateRefused, quote
from desk_app.kernel.words import _, mark

if TYPE_CHECKING:
    from jinja2 import nodes
    from jinja2.sandbox import ImmutableSandboxedEnvironment

_DEEPEST_LOOP = 3
LOOP_WORDS = ("index", "first", "last", "length")
"""What `loop` knows inside a for."""

_BRACES = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_CLOSES = {"{{": "}}", "{%": "%}", "{#": "#}"}
_MISTYPED = re.compile(
    r"[{｛]\s*｛|｛\s*[{%％]|｝\s*[}｝]|[}%％]\s*｝|\{\s+[{%]|[}%]\s+\}|\{\s*％|％\s*\}|(?<!_)[{｛]\s*[^\W\d]\w*\s*[}｝]"
)
_TAG = re.compile(r"<[^>]*>")


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


def find_brace_problems(paragraphs: Iterable[str]) -> Iterator[str]:
    """Yield a problem for each paragraph whose braces are mistyped, left open or closed twice."""
    for paragraph in paragraphs:
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
            text = _("“{place}”里的花括号没有成对，请写成 {example}")
            yield text.format(place=quote(paragraph), example="{{ 名称 }}")
        elif any(_MISTYPED.search(part) for part in outside):
            text = _("“{place}”里像是写错的占位符，请用半角花括号写成 {example}")
            yield text.format(place=quote(paragraph), example="{{ 名称 }}")


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
    from jinja2 import TemplateSyntaxError

    lines = source.split("\n")
    try:
        tree = environment().parse(source)
    except TemplateSyntaxError as error:
        raise TemplateRefused([_describe(error.message or "", _place(lines, error.lineno))]) from error
    walk, top = _Walk(lines), _Found()
    for node in tree.body:
        walk.visit(node, top, {})
    if walk.problems:
        raise TemplateRefused(walk.problems)
    return tree, top.slots()


def _place(lines: list[str], lineno: int) -> str:
    """Return the text of the paragraph at `lineno`, or of the nearest one before it that has any."""
    for line in reversed(lines[:lineno]):
        text = _TAG.sub("", line).strip()
        if text:
            return quote(text)
    return _("文件开头")


def _describe(message: str, place: str) -> str:
    """Put Jinja's complaint into plain words."""
    unknown = re.search(r"unknown tag '(\w+)'", message)
    if unknown and unknown[1] in ("tr", "tc"):
        text = _("“{place}”里的 {tag} 只能单独写在表格的一行里")
    elif unknown and unknown[1].startswith("end"):
        text = _("“{place}”处的 {tag} 没有对应的开头，请删去或补上")
    elif unknown:
        text = _("“{place}”里的 {tag} 不是模板能用的写法，请删去")
    elif "looking for" in message or "Unexpected end" in message:
        return _("“{place}”处的条件或循环没有结束，请补上 endif 或 endfor").format(place=place)
    else:
        return _("“{place}”里的占位符写法不对，请写成 {example}").format(place=place, example="{{ 名称 }}")
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

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.problems: list[str] = []
        self._looped: list[str] = []

    def visit(self, node: "nodes.Node", top: "_Found", scope: dict[str, "_Found"]) -> None:
        from jinja2 import nodes

        if isinstance(node, nodes.For):
            self._visit_for(node, top, scope)
        elif isinstance(node, nodes.Name):
            if node.name in scope:
                self._refuse(node, _("{name} 后面要写 .列名").format(name=node.name))
            top.names.add(node.name)
        elif isinstance(node, nodes.Getattr):
            self._visit_attribute(node, scope)
        elif isinstance(node, nodes.Filter):
            self._visit_filter(node, top, scope)
        elif isinstance(node, nodes.Compare) and any(operand.op not in ("eq", "ne") for operand in node.ops):
            self._refuse(node, _("只能比较相等（==）或不等（!=）"))
        elif isinstance(
            node,
            (
                nodes.Output, nodes.TemplateData, nodes.Const, nodes.If, nodes.Compare, nodes.Operand,
                nodes.And, nodes.Or, nodes.Not, nodes.CondExpr,
            ),
        ):  # fmt: skip
            for child in node.iter_child_nodes():
                self.visit(child, top, scope)
        else:
            what = _NAMES_OF_THE_REFUSED.get(type(node).__name__, "")
            self._refuse(node, _("不能用{what}").format(what=_(what) if what else type(node).__name__))

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
            return self._refuse(node, _("循环套得太深"))
        row = owner.rows.setdefault(name, _Found())
        self._looped.append(name)
        inner = {**scope, target.name: row, "loop": _LOOP}
        for child in node.body:
            self.visit(child, top, inner)
        self._looped.pop()
        for child in node.else_:
            self.visit(child, top, scope)
        return None

    def _visit_attribute(self, node: "nodes.Getattr", scope: dict[str, "_Found"]) -> None:
        from jinja2 import nodes

        owner = node.node
        if not isinstance(owner, nodes.Name) or owner.name not in scope or node.attr.startswith("_"):
            return self._refuse(node, _("只有循环里的行才能写 .列名"))
        if owner.name == "loop" and scope["loop"] is _LOOP and node.attr not in LOOP_WORDS:
            return self._refuse(node, _("loop 后面只能写 {words}").format(words=", ".join(LOOP_WORDS)))
        if scope[owner.name] is not _LOOP:
            scope[owner.name].names.add(node.attr)
        return None

    def _visit_filter(self, node: "nodes.Filter", top: "_Found", scope: dict[str, "_Found"]) -> None:
        from jinja2 import nodes

        plain = all(isinstance(argument, nodes.Const) for argument in node.args)
        if node.name not in FILTERS:
            known = ", ".join(FILTERS)
            self._refuse(node, _("没有“{name}”这个过滤器，只有 {known}").format(name=node.name, known=known))
        elif (
            node.node is None
            or not plain
            or len(node.args) > 1
            or node.kwargs
            or node.dyn_args
            or node.dyn_kwargs
        ):
            self._refuse(node, _("过滤器“{name}”的写法不对").format(name=node.name))
        else:
            self.visit(node.node, top, scope)

    def _refuse(self, node: "nodes.Node", what: str) -> None:
        place = _place(self.lines, node.lineno)
        self.problems.append(_("“{place}”里：{what}").format(place=place, what=what))


@dataclass
class _Found:
    """Slots being collected."""

    names: set[str] = field(default_factory=set)
    rows: dict[str, "_Found"] = field(default_factory=dict)

    def slots(self) -> Slots:
        rows = {name: found.slots() for name, found in sorted(self.rows.items())}
        return Slots(frozenset(self.names), rows)


_LOOP = _Found()
