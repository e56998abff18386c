"""A fee's own formula (公式): a small language of named quantities, numbers, + − × ÷, comparisons and six functions.

The expression library walks the parsed text itself (no eval), over a list of node types that is cut down here to those
six sorts: no attributes, no texts, no powers, no calls but the named ones. Numbers are exact fractions. (A template
engine's expressions were the other choice: they read 0.7 as a float and let attributes and texts in.)
"""

import ast
import math
import operator
import re
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any, NamedTuple

from desk_app.kernel.errors import DeskError
from desk_app.kernel.text import narrow
from desk_app.kernel.words import _, listed

Number = int | Decimal | Fraction

LONGEST = 200
"""Letters of a formula. Without powers, what so few letters can ask for is worked out at once."""

LARGEST = 10**12
"""Results above this are no fee of an office."""

_DIGITS = 16
"""Letters of a number; no fee needs more."""


class FormulaError(DeskError, ValueError):
    """The formula does not hold, or not for these quantities: a sentence that names the word."""


def check_formula(text: str, names: Collection[str]) -> None:
    """Raise FormulaError unless the formula is well-formed, uses known names only and comes to a number."""
    formula = _parse(text, names)
    with suppress(ZeroDivisionError):  # of ones only, as in 面积 ÷ (数量 − 1): the real quantities will tell
        _work_out(formula, dict.fromkeys(names, Fraction(1)))


def evaluate(text: str, quantities: Mapping[str, Number]) -> Fraction:
    """Return what the formula comes to, exactly, in its own unit (a fee's formula: yuan); FormulaError otherwise."""
    formula = _parse(text, quantities)
    try:
        return _work_out(formula, {name: Fraction(value) for name, value in quantities.items()})
    except ZeroDivisionError:
        raise FormulaError(_("公式没有算出：除数为 0。请核对公式和房屋的资料。")) from None


def names_in(text: str, names: Collection[str]) -> list[str]:
    """Return the names the formula uses, each once, in its order: what a bill must keep to explain itself."""
    nodes = (node for node in _walk(_parse(text, names).tree) if isinstance(node, ast.Name))
    return list(dict.fromkeys(node.id for node in nodes if node.id in names))


class _Formula(NamedTuple):
    """A formula as the parser read it, and its parse tree."""

    text: str
    tree: ast.expr


def _parse(text: str, names: Collection[str]) -> _Formula:
    """Return the parsed formula after refusing what does not belong into it."""
    if len(text) > LONGEST:
        raise FormulaError(_("公式太长：最多 {longest} 个字。").format(longest=LONGEST))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # '1or 2' is a warning to the parser, and wrong to us
            plain = _as_parsed(text)
            formula = _Formula(plain, ast.parse(plain, mode="eval").body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise FormulaError(
            _("看不懂公式“{text}”。请写成 面积*单价*电梯系数 的样子，检查括号和运算符号。").format(
                text=text[:60]
            )
        ) from None
    for node in _walk(formula.tree):
        _refuse_foreign(node, formula.text, names)
    return formula


_SIGNS = {"×": "*", "÷": "/", "−": "-", "≤": "<=", "≥": ">=", "≠": "!=", "。": "."}
_ONE_EQUALS = re.compile(r"(?<![<>=!])=(?!=)")


def _as_parsed(text: str) -> str:
    """Return the formula as the parser reads it; people write × ÷ and a single = for equal, as in Excel."""
    plain = narrow(text).replace("\n", " ")
    for sign, parsed in _SIGNS.items():
        plain = plain.replace(sign, parsed)
    return _ONE_EQUALS.sub("==", plain)


def _walk(tree: ast.expr) -> Iterator[ast.AST]:
    """Yield every expression in the formula, in the order written."""
    yield tree
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.expr):
            yield from _walk(child)
        elif not isinstance(child, ast.operator | ast.unaryop | ast.cmpop | ast.expr_context):
            yield child


def _refuse_foreign(node: ast.AST, text: str, names: Collection[str]) -> None:
    """Raise FormulaError for an unknown name and for anything but the language's own sorts of expression."""
    if isinstance(node, ast.Name):
        if node.id not in names and node.id not in _FUNCTIONS:
            raise FormulaError(_unknown(node.id, names))
    elif isinstance(node, ast.Constant):
        _refuse_constant(_written(text, node))
    elif isinstance(node, ast.BinOp | ast.UnaryOp):
        if type(node.op) not in _OPERATORS:
            raise FormulaError(_("公式里只能用 + − × ÷ 和比较，没有乘方、取余等运算；七折请写 0.7。"))
    elif isinstance(node, ast.Compare):
        if any(type(sign) not in _OPERATORS for sign in node.ops):
            raise FormulaError(_("公式里的比较只有 < <= > >= = !=。"))
    elif isinstance(node, ast.Call):
        if not isinstance(node.func, ast.Name) or node.func.id not in _FUNCTIONS or node.keywords:
            raise FormulaError(_("公式里能用的函数只有：{names}。").format(names=listed(_FUNCTIONS)))
    else:
        raise FormulaError(_("公式里有不能用的写法。只能用数字、名称、+ − × ÷、比较和括号。"))


def _refuse_constant(written: str) -> None:
    """Raise FormulaError for what is no plain number, and for one that is out of all proportion."""
    if not _NUMBER.fullmatch(written):
        raise FormulaError(_("公式里只能用数字和名称，不能用：{text}").format(text=written[:30]))
    if len(written) > _DIGITS:
        raise FormulaError(_("公式里的数字太大，或小数位太多：{text}").format(text=written[:30]))


_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?|\.[0-9]+")


def _written(text: str, node: ast.expr) -> str:
    """Return a part of the formula as it was written; the parser has made a float of 0.7 by now."""
    return ast.get_source_segment(text, node) or ""


def _unknown(word: str, names: Collection[str]) -> str:
    """Return the sentence about an unknown word, naming the nearest known one."""
    from difflib import SequenceMatcher

    near = max([*names, *_FUNCTIONS], key=lambda known: SequenceMatcher(None, word, known).ratio())
    if set(near) & set(word):
        return _("公式里不认识“{word}”，是不是“{near}”？可以用：{names}。").format(
            word=word[:30], near=near, names=listed(names)
        )
    return _("公式里不认识“{word}”。可以用：{names}。").format(word=word[:30], names=listed(names))


def _work_out(formula: _Formula, quantities: Mapping[str, Fraction]) -> Fraction:
    """Return the formula's number; ZeroDivisionError is the caller's to tell."""
    from simpleeval import InvalidExpression, SimpleEval

    walker = SimpleEval(operators=dict(_OPERATORS), functions=dict(_FUNCTIONS), names=dict(quantities))
    walker.nodes = {sort: walker.nodes[sort] for sort in (ast.Name, ast.BinOp, ast.UnaryOp, ast.Compare)}
    walker.nodes |= {ast.Constant: partial(_read_number, formula.text), ast.Call: partial(_call, walker)}
    try:
        result = walker.eval("", previously_parsed=formula.tree)
    except (InvalidExpression, TypeError, RecursionError):
        raise FormulaError(
            _("公式没有算出：函数里要填的数不对，或用了不能这样用的名称。例：如果(数量>1, 20, 15)。")
        ) from None
    if not isinstance(result, Fraction):
        raise FormulaError(_("公式算出的不是数。比较只能写在 如果(…) 里，例：如果(数量>1, 20, 15)。"))
    if abs(result) > LARGEST:
        raise FormulaError(_("公式没有算出：结果太大，请核对公式和单价。"))
    return result


def _read_number(text: str, node: ast.Constant) -> Fraction:
    """Return the number as it was written: 0.7 is seven tenths."""
    return Fraction(_written(text, node))


def _call(walker: Any, node: ast.Call) -> Fraction:
    """Return what a function comes to; a choice works out only the side it takes."""
    assert isinstance(node.func, ast.Name)
    function = _FUNCTIONS[node.func.id]
    if function is _choose:
        test, then, otherwise = _three(node.args)
        return _number(walker._eval(then if walker._eval(test) else otherwise))
    return Fraction(function(*(_number(walker._eval(argument)) for argument in node.args)))


def _three(arguments: list[ast.expr]) -> tuple[ast.expr, ast.expr, ast.expr]:
    """Return a choice's three arguments; TypeError for fewer or more."""
    if len(arguments) != 3:
        raise TypeError
    return arguments[0], arguments[1], arguments[2]


def _number(value: Any) -> Fraction:
    """Return the value, which must not be a comparison or a function's name."""
    if not isinstance(value, Fraction):
        raise TypeError
    return value


def _choose() -> Fraction:
    """Stand for 如果, whose arguments are not all worked out."""
    raise TypeError


def _round(value: Fraction, places: Fraction = Fraction(0)) -> Fraction:
    """Return the value half up to so many decimals, at most eight."""
    if places.denominator != 1 or not -4 <= places <= 8:
        raise TypeError
    scale = Fraction(10) ** int(places)
    return int(math.copysign(1, value)) * Fraction(math.floor(abs(value) * scale + Fraction(1, 2))) / scale


_OPERATORS: Mapping[type, Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}

_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "如果": _choose,
    "最大": max,
    "最小": min,
    "取整": math.floor,
    "进一": math.ceil,
    "四舍五入": _round,
}
