"""Writing (文书): the lines of letters and agreements, in prose with values in it (see `letters.prose`)."""

from layout.grids import Cell, row, unruled
from layout.letters import Say, Words, day_to_write, is_chinese, label, or_day, prose, text
from layout.lines import line, thin
from layout.parts import Part

_POINT = 25.4 / 72

SIZE = 12
"""Points of a letter (小四); a hand-out or an agreement is set smaller."""


def salutation(say: Say, chinese: str, english: str, size: float = SIZE) -> str:
    """Return whom a letter is addressed to, at the margin."""
    return line(prose(say(chinese, english), size), height=size * _leading(say), after=2)


def body(say: Say, *paragraphs: Words, size: float = SIZE) -> str:
    """Return paragraphs: in Chinese indented by two letters, in English with room between."""
    return "".join(_paragraph(say, say(*words), size) for words in paragraphs)


def _paragraph(say: Say, words: str, size: float) -> str:
    chinese = is_chinese(say)
    first = 2 * size * _POINT if chinese else 0
    return line(
        prose(words, size),
        height=size * _leading(say),
        after=1 if chinese else size * 0.5,
        align="both" if chinese else "left",
        indent=(0, first),
    )


def _leading(say: Say) -> float:
    return 1.8 if is_chinese(say) else 1.4


def subtitle(say: Say, chinese: str, english: str, size: float = SIZE) -> str:
    """Return a heading inside a text; it stays with what follows."""
    words = label(say(chinese, english), size)
    return line(words, height=size * 1.5, before=size * 0.5, after=2, keep=True)


def clauses(say: Say, *items: Words, first: int = 1, size: float = SIZE, lead: bool = False) -> str:
    """Return numbered sentences with a hanging indent; `lead` numbers them 第一条, and Article 1 in English."""
    return "".join(_clause(say, number, say(*words), size, lead) for number, words in enumerate(items, first))


def _clause(say: Say, number: int, words: str, size: float, lead: bool) -> str:
    chinese = is_chinese(say)
    mark = say(f"第{in_chinese(number)}条", f"Article {number}") if lead else f"{number}."
    hang = (size * _POINT) * (4.6 if lead and chinese else 4.9 if lead else 1.9 if number < 10 else 2.2)
    mark_run = label(mark, size) if lead else text(mark, size)
    return line(
        mark_run + text("\t", size) + prose(words, size),
        height=size * (1.65 if chinese else 1.35),
        after=2 if chinese else 3,
        align="both" if chinese else "left",
        tabs=((hang, "left"),),
        indent=(hang, -hang),
    )


def in_chinese(number: int) -> str:
    """Return 1 to 99 in Chinese: 一, 十, 十二, 二十三."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if not tens:
        return digits[ones]
    return (digits[tens] if tens > 1 else "") + "十" + (digits[ones] if ones else "")


def closing(say: Say, chinese: str, english: str, size: float = SIZE) -> str:
    """Return a closing phrase such as 特此证明。"""
    return body(say, (chinese, english), size=size)


def sealed(say: Say, *lines: Words, day: str = "", room: float = 9, size: float = SIZE) -> Part:
    """Return the place of a seal on the right: by whom, the seal, the day; `lines` instead of the company's name."""
    words = [say(*one) for one in lines] or ["{{ company }}"]
    words.append(say("（公章）", "(seal)"))
    words.append(or_day(say, day) if day else day_to_write(say).strip("　"))

    def make(width: float) -> str:
        block = "".join(line(text(word, size), align="center", height=size * 1.7) for word in words)
        share = min(100.0, width * 0.6)
        cells = (Cell(width - share, line()), Cell(share, block, margin=0))
        return line(height=room * 72 / 25.4) + unruled(row(room * 2, *cells)) + thin()

    return make
