"""How a paper is printed on this computer (打印机选择): printer, tray, copies, offset and 套打, remembered per paper.

Kept beside the window's layout and never in the book: the next computer has another printer.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from desk_app.kernel.errors import DeskError
from desk_app.kernel.print_job import TRAYS
from desk_app.kernel.words import _
from desk_app.screens import remembered

MOST_COPIES = 20
FURTHEST_MM = Decimal(30)
"""How far a page can be moved; more than that is the wrong paper."""
STEP_MM = Decimal("0.5")
_NEAR_MM = 2
"""Millimetres by which a printer's form may differ from the paper asked for."""


@dataclass(frozen=True)
class PrinterChoice:
    """What was chosen for a paper.

    `printer` is its name in the system, nothing for the default one; `tray` a key of `TRAYS`, nothing for the
    printer's own choice; `right_mm` and `down_mm` move the page (negative: left and up); `overlay` prints the values
    only, on pre-printed stationery (套打).
    """

    printer: str = ""
    tray: str = ""
    copies: int = 1
    right_mm: Decimal = Decimal(0)
    down_mm: Decimal = Decimal(0)
    overlay: bool = False


@dataclass(frozen=True)
class Form:
    """A size of paper a printer knows, in millimetres."""

    name: str
    width: int
    height: int


def load(paper_name: str) -> PrinterChoice:
    """Return what was chosen for the paper on this computer; what cannot be read is as nobody had chosen."""
    kept: dict[str, Any] = remembered.get(_key(paper_name), {})
    usual = PrinterChoice()
    copies, tray, printer = kept.get("copies"), kept.get("tray"), kept.get("printer")
    return PrinterChoice(
        printer=printer if isinstance(printer, str) else usual.printer,
        tray=tray if tray in {each.name for each in TRAYS} else usual.tray,
        copies=copies if isinstance(copies, int) and 1 <= copies <= MOST_COPIES else usual.copies,
        right_mm=_offset(kept.get("right_mm")),
        down_mm=_offset(kept.get("down_mm")),
        overlay=kept.get("overlay") is True,
    )


def save(paper_name: str, choice: PrinterChoice) -> None:
    """Remember the choice for the paper on this computer; DeskError with nothing changed if it cannot be."""
    if problems := check(choice):
        raise DeskError(_("没有记住打印设置：{problem}").format(problem="；".join(problems.values())))
    kept = asdict(choice)
    kept |= {"right_mm": str(choice.right_mm), "down_mm": str(choice.down_mm)}
    remembered.put(_key(paper_name), kept)


def check(choice: PrinterChoice) -> dict[str, str]:
    """Return {name: what is wrong} of the choice."""
    problems = {}
    if not 1 <= choice.copies <= MOST_COPIES:
        problems["copies"] = _("份数要在 1 到 {most} 之间").format(most=MOST_COPIES)
    if choice.tray and choice.tray not in {tray.name for tray in TRAYS}:
        problems["tray"] = _("没有这个纸盒")
    for name in ("right_mm", "down_mm"):
        offset = getattr(choice, name)
        if abs(offset) > FURTHEST_MM or offset % STEP_MM:
            text = _("校准要在 −{most} 到 {most} 毫米之间，每步 {step} 毫米")
            problems[name] = text.format(most=FURTHEST_MM, step=STEP_MM)
    return problems


def choose_printer(choice: PrinterChoice, names: Sequence[str], default: str) -> tuple[str, str]:
    """Return the printer to use of those there (`names`, `default`), and a sentence if it is not the one chosen."""
    if choice.printer in names:
        return choice.printer, ""
    instead = default if default in names else next(iter(names), "")
    if not choice.printer or not instead:
        return instead, ""
    text = _("找不到上次用的打印机“{printer}”，已换成“{instead}”。")
    return instead, text.format(printer=choice.printer, instead=instead)


def show_offset(choice: PrinterChoice) -> str:
    """Return '右移 1.5、下移 2 毫米', or nothing where the page stays."""
    parts = [
        _("{side} {distance}").format(side=ahead if offset > 0 else back, distance=_plain(offset))
        for offset, ahead, back in (
            (choice.right_mm, _("右移"), _("左移")),
            (choice.down_mm, _("下移"), _("上移")),
        )
        if offset
    ]
    return _("{offsets} 毫米").format(offsets=_("、").join(parts)) if parts else ""


def refuse_form(printer: str, wanted: Form, forms: Sequence[Form], takes_any_size: bool) -> str:
    """Return the sentence why `printer` has no paper of the size wanted, with its nearest; nothing if it has one."""
    if takes_any_size or not forms or any(_difference(form, wanted) <= _NEAR_MM for form in forms):
        return ""
    nearest = min(forms, key=lambda form: _difference(form, wanted))
    text = _(
        "打印机“{printer}”没有 {wanted} 毫米的纸，最接近的是“{nearest}”（{size} 毫米）。"
        "请在系统的打印机属性里新建这个尺寸的纸张，再打印。"
    )
    return text.format(
        printer=printer,
        wanted=f"{wanted.width}×{wanted.height}",
        nearest=nearest.name,
        size=f"{nearest.width}×{nearest.height}",
    )


def _difference(one: Form, other: Form) -> int:
    """Return by how many millimetres two sizes differ on the side where they differ most."""
    return max(abs(one.width - other.width), abs(one.height - other.height))


def _plain(offset: Decimal) -> str:
    """Return '1.5' or '10'."""
    return f"{abs(offset):.1f}".removesuffix(".0")


def _offset(kept: Any) -> Decimal:
    try:
        offset = Decimal(kept) if isinstance(kept, str) else Decimal(0)
    except InvalidOperation:
        return Decimal(0)
    return (
        offset if offset.is_finite() and abs(offset) <= FURTHEST_MM and not offset % STEP_MM else Decimal(0)
    )


def _key(paper_name: str) -> str:
    return f"printer_choice/{paper_name}"
