"""Filling in (填写): a parsed template becomes plain Python functions over UTF-8 bytes.

Jinja only parses. What fills a document knows nothing but looking a name up in the values, conditions, loops and our
own filters, so no template can reach a Python object, and 500 documents cost what joining their bytes costs.
"""

import operator
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from desk_app.kernel.papers.filters import FILTERS, Count
from desk_app.kernel.papers.pictures import Picture

if TYPE_CHECKING:
    from jinja2 import nodes

LONGEST_VALUE = 5000
"""Letters of one value; a longer one is a mistake, and would push everything else off the paper."""

Values = Mapping[str, Any]
"""Name to text, yes or no, None for blank, or a list of rows that are such mappings themselves."""

_Get = Callable[[dict[str, Any]], Any]
_MOST_PIECES = 4000
_SHORT = 1000


class _Pieces(list[bytes]):
    """What is filled so far and not handed on yet; a long loop hands on after each row, so memory stays small."""

    def __init__(self, write: Callable[[bytes], None]) -> None:
        self._write = write

    def hand_on(self) -> None:
        """Give what there is to the writer."""
        self._write(b"".join(self))
        self.clear()


_Step = Callable[[dict[str, Any], _Pieces], None]

_SPECIAL = re.compile('[\x00-\x1f&<>"\ud800-\udfff\ufffe\uffff]')
_CONTROL = re.compile("[\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'


_ESCAPED_BRACES = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))  # docxtpl's way to print them


class NotPlainText(TypeError):
    """A value is neither text, yes or no, nor blank: docxtpl's own objects, or a mistake in the program."""


class TooLong(ValueError):
    """A value has more letters than any form has room for; `text` is its beginning."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


def encode_text(value: Any) -> bytes:
    """Return a value as it stands between tags: escaped, a line break as Word's, what XML cannot hold left out.

    Quotes are escaped too, so that no value looks like an attribute to those that still change the filled XML.
    """
    if value.__class__ is not str:
        return _encode_other(value)
    if len(value) > LONGEST_VALUE:
        raise TooLong(value)
    text = value if not _CONTROL.search(value) else plain(value)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return text.replace("\t", _TAB).replace("\n", _LINE_BREAK).encode()


def encode_attribute(value: Any) -> bytes:
    """Return a value as it stands inside a tag: on one line, its quotes escaped as well; for a picture its key."""
    if value.__class__ is not str:
        return value.key.encode() if isinstance(value, Picture) else _encode_other(value)
    text = plain(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return " ".join(text.split()).replace('"', "&quot;").encode()


def _encode_other(value: Any) -> bytes:
    if value is None:
        return b""
    if isinstance(value, Count):
        return b"%d" % value
    raise NotPlainText(f"a paper is filled with text, not {type(value).__name__}")


def plain(value: str) -> str:
    """Return a text without what XML cannot hold, its line breaks all alike."""
    return _ILLEGAL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))


class Program:
    """One part of a template, compiled."""

    def __init__(self, tree: "nodes.Template") -> None:
        self._step = _Compiler().body(tree.body)

    def render(self, values: Values) -> bytes:
        """Return the filled part; raise KeyError, `NotPlainText` or `TooLong` for what `values` lacks or holds."""
        pieces: list[bytes] = []
        self.write(values, pieces.append)
        return b"".join(pieces)

    def write(self, values: Values, write: Callable[[bytes], None]) -> None:
        """Give the filled part to `write`: at once, or when long in pieces, none of which ends inside a tag."""
        pieces = _Pieces(write)
        self._step(dict(values), pieces)
        pieces.hand_on()


class _Compiler:
    """Turns nodes into steps; remembers whether the last text ended inside a tag."""

    def __init__(self) -> None:
        self._inside_tag = False

    def body(self, body: "Sequence[nodes.Node]") -> _Step:
        """Return one step for a list of nodes; neighbouring texts and placeholders become one stretch."""
        from jinja2 import nodes

        steps: list[_Step] = []
        stretch: list[bytes | tuple[_Get, Callable[[Any], bytes]]] = []
        for node in body:
            if isinstance(node, nodes.Output):
                stretch.extend(self._piece(piece) for piece in node.nodes)
                continue
            if stretch:
                steps.append(_stretch(stretch))
                stretch = []
            steps.append(self._for(node) if isinstance(node, nodes.For) else self._if(node))  # type: ignore[arg-type]
        if stretch:
            steps.append(_stretch(stretch))
        return steps[0] if len(steps) == 1 else _sequence(steps)

    def _piece(self, node: "nodes.Node") -> "bytes | tuple[_Get, Callable[[Any], bytes]]":
        from jinja2 import nodes

        if not isinstance(node, nodes.TemplateData):
            return _getter(node), encode_attribute if self._inside_tag else encode_text
        text = node.data.replace("\n<w:p", "<w:p")
        for escaped, braces in _ESCAPED_BRACES:
            text = text.replace(escaped, braces)
        if "<" in text or ">" in text:
            self._inside_tag = text.rfind("<") > text.rfind(">")
        return text.encode()

    def _if(self, node: "nodes.If") -> _Step:
        arms = [(_getter(node.test), self.body(node.body))]
        arms += [(_getter(arm.test), self.body(arm.body)) for arm in node.elif_]
        otherwise = self.body(node.else_)

        def choose(scope: dict[str, Any], out: _Pieces) -> None:
            for test, step in arms:
                if test(scope):
                    return step(scope, out)
            return otherwise(scope, out)

        return choose

    def _for(self, node: "nodes.For") -> _Step:
        from jinja2 import nodes

        assert isinstance(node.target, nodes.Name)
        name, rows = node.target.name, _getter(node.iter)
        step = self.body(node.body)
        may_hand_on = not self._inside_tag
        otherwise = self.body(node.else_)
        counts = any(name.name == "loop" for name in node.find_all(nodes.Name))

        def repeat(scope: dict[str, Any], out: _Pieces) -> None:
            items = rows(scope) or ()
            if not items:
                otherwise(scope, out)
            outer = scope.get(name), scope.get("loop")
            for place, row in enumerate(items, 1):
                scope[name] = row
                if counts:
                    scope["loop"] = _loop(place, len(items))
                step(scope, out)
                if len(out) > _MOST_PIECES and may_hand_on:
                    out.hand_on()
            scope[name], scope["loop"] = outer

        return repeat


def _loop(place: int, length: int) -> dict[str, Any]:
    return {"index": Count(place), "first": place == 1, "last": place == length, "length": Count(length)}


def _stretch(pieces: "Iterable[bytes | tuple[_Get, Callable[[Any], bytes]]]") -> _Step:
    """Return a step that writes texts and values in turn."""
    pairs: list[tuple[bytes, _Get, Callable[[Any], bytes]]] = []
    text = b""
    for piece in pieces:
        if isinstance(piece, bytes):
            text += piece
        else:
            pairs.append((text, *piece))
            text = b""

    special = _SPECIAL.search

    def write(scope: dict[str, Any], out: _Pieces) -> None:
        for before, get, encode in pairs:
            out.append(before)
            value = get(scope)
            if (
                encode is encode_text
                and value.__class__ is str
                and len(value) < _SHORT
                and not special(value)
            ):
                out.append(value.encode())  # nearly all there is; a call less for each
            else:
                out.append(encode(value))
        out.append(text)

    return write


def _sequence(steps: list[_Step]) -> _Step:
    def run(scope: dict[str, Any], out: _Pieces) -> None:
        for step in steps:
            step(scope, out)

    return run


def _getter(node: "nodes.Node") -> _Get:
    """Return a function from the scope to the value of an allowed expression."""
    from jinja2 import nodes

    if isinstance(node, nodes.Name):
        return operator.itemgetter(node.name)
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        row, column = node.node.name, node.attr
        return lambda scope: scope[row][column]
    if isinstance(node, nodes.Const):
        constant = node.value
        return lambda scope: constant
    if isinstance(node, nodes.Filter) and node.node is not None:
        value, apply = _getter(node.node), FILTERS[node.name]
        arguments = [argument.as_const() for argument in node.args]
        return lambda scope: apply(value(scope), *arguments)
    if isinstance(node, nodes.CondExpr):
        test, yes = _getter(node.test), _getter(node.expr1)
        no = _getter(node.expr2) if node.expr2 is not None else lambda scope: None
        return lambda scope: yes(scope) if test(scope) else no(scope)
    return _logic(node)


def _logic(node: "nodes.Node") -> _Get:
    from jinja2 import nodes

    if isinstance(node, nodes.Not):
        inner = _getter(node.node)
        return lambda scope: not inner(scope)
    if isinstance(node, (nodes.And, nodes.Or)):
        left, right = _getter(node.left), _getter(node.right)
        if isinstance(node, nodes.And):
            return lambda scope: left(scope) and right(scope)
        return lambda scope: left(scope) or right(scope)
    assert isinstance(node, nodes.Compare)
    start = _getter(node.expr)
    compared = [(operand.op == "eq", _getter(operand.expr)) for operand in node.ops]

    def compare(scope: dict[str, Any]) -> bool:
        left = start(scope)
        for equal, get in compared:
            right = get(scope)
            if (left == right) is not equal:
                return False
            left = right
        return True

    return compare
