"""The look (外观): two palettes, one type scale, one 8-px rhythm, and the style sheet made from them.

All sizes grow with the base font size, so that nothing is cut off when letters are made larger.

Making the class `Qt` with its hundred enums takes 20 ms, a fifth of the time to the first paint, and `QStyle` 8 ms.
What is needed for that paint does not touch them: such modules import them inside the functions that come later.
"""

import re
from dataclasses import dataclass, fields
from pathlib import Path

from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QFrame, QWidget

RESOURCES = Path(__file__).resolve().parents[1] / "resources"
FAMILIES = ["Microsoft YaHei UI", "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC"]
SCALE = {"small": 0.9, "body": 1.0, "heading": 1.15, "title": 1.5, "figure": 2.0}
"""Name of a type size to its share of the base size."""
STYLE = ("-style", "fusion")
"""Arguments for the application: asking for the style by name would make the class `QStyle`."""
SMALLEST_PT, USUAL_PT, LARGEST_PT = 10, 10, 16
LOOKS = ("system", "light", "dark")


@dataclass(frozen=True)
class Palette:
    """Every colour of the program by what it is for; each text colour reads at 4.5:1 or better on its ground."""

    frame: str  # the rail and the top bar
    window: str  # the ground of a page
    surface: str  # cards, tables, boxes to type in
    hover: str
    line: str
    edge: str  # borders of boxes to type in
    text: str
    muted: str  # second lines, labels
    faint: str  # hints in empty boxes
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    focus: str
    good: str
    good_soft: str
    waiting: str
    waiting_soft: str
    bad: str
    bad_soft: str
    quiet: str
    quiet_soft: str
    band: str  # the strip over a sample book
    on_band: str
    shade: str  # drawn over the page behind a dialog of our own


LIGHT = Palette(
    frame="#e7edeb",
    window="#f5f7f6",
    surface="#ffffff",
    hover="#eef3f1",
    line="#dde4e2",
    edge="#b4c0bd",
    text="#16211f",
    muted="#51605c",
    faint="#697672",
    accent="#0e6a64",
    accent_hover="#0a5752",
    on_accent="#ffffff",
    accent_soft="#d8ecea",
    focus="#2a9d92",
    good="#17693f",
    good_soft="#dcf1e5",
    waiting="#845400",
    waiting_soft="#fbedcf",
    bad="#ad241b",
    bad_soft="#fbe3e0",
    quiet="#51605c",
    quiet_soft="#e6ebe9",
    band="#f3c969",
    on_band="#3d2c00",
    shade="#16211f",
)
DARK = Palette(
    frame="#101617",
    window="#161d1e",
    surface="#1e2728",
    hover="#273233",
    line="#2f3b3c",
    edge="#4a5a5a",
    text="#e4ebe9",
    muted="#a7b5b1",
    faint="#94a29e",
    accent="#5cc0b5",
    accent_hover="#7ad1c7",
    on_accent="#04211e",
    accent_soft="#1d3f3c",
    focus="#5cc0b5",
    good="#74d09c",
    good_soft="#1b3a29",
    waiting="#ecbb57",
    waiting_soft="#3d3113",
    bad="#f5938a",
    bad_soft="#452320",
    quiet="#a7b5b1",
    quiet_soft="#2b3637",
    band="#b98a25",
    on_band="#191100",
    shade="#000000",
)
TONES = ("good", "waiting", "bad", "quiet")


class _Current:
    palette = LIGHT
    base_pt = USUAL_PT
    look = "system"
    version = 0
    is_starting = False


def palette() -> Palette:
    """Return the colours in use."""
    return _Current.palette


def color(name: str) -> QColor:
    """Return the colour in use called `name` (a field of `Palette`)."""
    return QColor(getattr(_Current.palette, name))


def base_pt() -> int:
    """Return the base font size in points."""
    return _Current.base_pt


def version() -> int:
    """Return a number that changes with every change of look; for caches of pictures."""
    return _Current.version


def px(length: float) -> int:
    """Return `length`, given in pixels at the usual font size, for the font size in use."""
    return max(1, round(length * _Current.base_pt / USUAL_PT)) if length > 0 else 0


def font(scale: str = "body", *, bold: bool = False) -> QFont:
    """Return the font of one step of the type scale."""
    made = QFont()
    made.setFamilies(FAMILIES)
    made.setPointSizeF(_Current.base_pt * SCALE[scale])
    if bold:
        made.setWeight(QFont.Weight.DemiBold)
    return made


def dress(widget: QWidget, **marks: object) -> QWidget:
    """Set style sheet properties such as look="main", scale="title" or tone="bad", and show them at once."""
    if all(widget.property(name) == value for name, value in marks.items()):
        return widget
    for name, value in marks.items():
        widget.setProperty(name, value)
    if "ground" in marks and type(widget) is not QWidget and not isinstance(widget, QFrame):
        from PySide6.QtCore import Qt

        widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    if _Current.is_starting:
        return widget
    from PySide6.QtCore import Qt

    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)
    return widget


def note_start(*, is_over: bool) -> None:
    """Say that the first paint is still to come: until then nothing was dressed that could need it again."""
    _Current.is_starting = not is_over


def is_dark(look: str) -> bool:
    """Say whether `look`, one of `LOOKS`, means the dark palette now."""
    if look != "system":
        return look == "dark"
    if _Current.version == 0:  # nothing is ours yet: the system's own palette tells, without `Qt`
        return QGuiApplication.palette().window().color().lightness() < 128
    from PySide6.QtCore import Qt

    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def apply(look: str = "system", size: int = USUAL_PT) -> None:
    """Dress the whole program in `look` with a base font of `size` points (10 to 16)."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    _Current.look = look if look in LOOKS else "system"
    _Current.base_pt = min(max(size, SMALLEST_PT), LARGEST_PT)
    _Current.palette = DARK if is_dark(_Current.look) else LIGHT
    _Current.version += 1
    application.setFont(font())
    application.setPalette(qt_palette(_Current.palette))
    application.setStyleSheet(style_sheet(_Current.palette, _Current.base_pt))


def qt_palette(colors: Palette) -> QPalette:
    """Return `colors` as Qt's own palette, for what no style sheet reaches."""
    role = QPalette.ColorRole
    made = QPalette()
    for name, value in {
        role.Window: colors.window,
        role.WindowText: colors.text,
        role.Base: colors.surface,
        role.AlternateBase: colors.window,
        role.Text: colors.text,
        role.Button: colors.surface,
        role.ButtonText: colors.text,
        role.BrightText: colors.bad,
        role.ToolTipBase: colors.text,
        role.ToolTipText: colors.surface,
        role.PlaceholderText: colors.faint,
        role.Highlight: colors.accent_soft,
        role.HighlightedText: colors.text,
        role.Link: colors.accent,
        role.Accent: colors.accent,
        role.Light: colors.surface,
        role.Midlight: colors.line,
        role.Mid: colors.edge,
        role.Dark: colors.edge,
    }.items():
        made.setColor(name, QColor(value))
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(colors.faint))
    return made


def style_sheet(colors: Palette, size: int) -> str:
    """Return resources/style.qss with every @name and @12px filled in; an unknown name is a bug."""
    words = {item.name: getattr(colors, item.name) for item in fields(colors)}
    words |= {f"{name}_pt": f"{size * share:g}pt" for name, share in SCALE.items()}
    words |= {"icons": (RESOURCES / "icons").as_posix(), "mode": "dark" if colors is DARK else "light"}

    def fill(found: re.Match[str]) -> str:
        if found[1]:
            return f"{max(1, round(int(found[1]) * size / USUAL_PT))}px"
        return words[found[2]]

    text = (RESOURCES / "style.qss").read_text("utf-8")
    return re.sub(r"@(?:(\d+)px|([a-z_]+))", fill, text)
