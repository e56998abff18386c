"""Letters (文字): what is printed, what is filled in, and room for a pen, as Word's runs.

A printed text is a pair (Chinese, English); `say` chooses. In prose `{{ name }}` is underlined, and a blank value
leaves an underlined room for the pen; two or more low lines are such a room too; `**lead words**` are bold. What is no
bare name (`{{ kept|one_line }}`, ticks) and a title in 《》 or “” is printed plainly.
"""

import re
from collections.abc import Callable
from xml.sax.saxutils import escape

from wordfile import CAPTION_SIZE, TEXT_SIZE

Say = Callable[[str, str], str]
"""Chooses between the Chinese and the English of one printed text."""

Words = tuple[str, str]
"""A printed text: Chinese, English."""

_TWIPS = 1440 / 25.4
_NAME = re.compile(r"[a-z_][a-z0-9_.]*")
_PIECES = re.compile(r"(\{% for .*?endfor %\}|[《“]\{\{.*?\}\}[》”]|\{\{.*?\}\}|_{2,}|\*\*.+?\*\*)")
_PEN_ROOM = "\u3000" * 6


def twips(millimetres: float) -> int:
    """Return Word's unit, a twentieth of a point."""
    return round(millimetres * _TWIPS)


def is_chinese(say: Say) -> bool:
    """Say whether the Chinese form is being made."""
    return say("中", "") == "中"


def text(
    content: str,
    size: float = TEXT_SIZE,
    face: str = "宋体",
    *,
    bold: bool = False,
    spacing: float = 0,
    underlined: bool = False,
) -> str:
    """Return a run of letters; `spacing` points between them; a tab character moves on, a line feed breaks the line."""
    letters = re.sub(r"[^\t\n]+", lambda part: f'<w:t xml:space="preserve">{escape(part[0])}</w:t>', content)
    letters = letters.replace("\t", "<w:tab/>").replace("\n", "<w:br/>") or '<w:t xml:space="preserve"></w:t>'
    return f"<w:r>{look(size, face, bold, spacing, underlined)}{letters}</w:r>"


def look(
    size: float, face: str = "宋体", bold: bool = False, spacing: float = 0, underlined: bool = False
) -> str:
    """Return what differs from the style of the whole file, or of captions for their face."""
    usual = CAPTION_SIZE if face == "黑体" else TEXT_SIZE
    properties = (
        ('<w:rStyle w:val="caption"/>' if face == "黑体" else "")
        + ("<w:b/>" if bold else "")
        + (f'<w:spacing w:val="{round(spacing * 20)}"/>' if spacing else "")
        + (f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size != usual else "")
        + ('<w:u w:val="single"/>' if underlined else "")
    )
    return f"<w:rPr>{properties}</w:rPr>" if properties else ""


def label(content: str, size: float = CAPTION_SIZE) -> str:
    """Return a printed caption: sans serif, so that it is told from what was filled in."""
    return text(content, size, "黑体")


def prose(content: str, size: float = TEXT_SIZE, *, bold: bool = False) -> str:
    """Return the runs of a sentence with values and room for a pen in it."""
    return "".join(_piece(piece, size, bold) for piece in _PIECES.split(content) if piece)


def _piece(piece: str, size: float, bold: bool) -> str:
    inner = piece.strip("{} ")
    if piece.startswith("{{") and _NAME.fullmatch(inner):
        return text(f'{{{{ {inner} or "{_PEN_ROOM}" }}}}', size, bold=bold, underlined=True)
    if piece.startswith("__"):
        return text("\u00a0" * 2 * len(piece), size, underlined=True)
    if piece.startswith("**"):
        return text(piece.strip("*"), size, "黑体")
    return text(piece, size, bold=bold)


def shown(value: str) -> str:
    """Return a cell's text: a placeholder for a bare name, anything else as it is."""
    return f"{{{{ {value} }}}}" if _NAME.fullmatch(value) else value


def or_struck(name: str) -> str:
    """Return a placeholder that prints ／ for a blank."""
    return f'{{{{ {name} or "／" }}}}'


def or_day(say: Say, name: str) -> str:
    """Return a day's placeholder that leaves a blank 年 月 日 to the pen."""
    blank = say("　　　　年　　月　　日", "____ / ____ / ________")
    return f'{{{{ {name} or "{blank}" }}}}'


def ticks(name: str, between: str = "　　") -> str:
    """Return the choices of the placeholder `name`, the chosen one ticked."""
    return f"{{% for choice in {name}_choices %}}{{{{ choice.mark }}}} {{{{ choice.label }}}}{between}{{% endfor %}}"


def boxes(say: Say, *choices: Words, between: str = "　　") -> str:
    """Return empty boxes to tick with a pen."""
    return between.join(f"☐ {say(*choice)}" for choice in choices)


def day_to_write(say: Say) -> str:
    """Return the printed 年 月 日 with room for a pen."""
    return say("　　　　年　　月　　日", "Date ____ / ____ / ________")
