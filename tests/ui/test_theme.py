"""The look: colours that can be read, sizes that grow together, icons that exist."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtGui import QColor

from desk_app.kernel.kind import KINDS
from ui import icons, theme

ROOT = Path(__file__).resolve().parents[2]
TEXT_ON_GROUND = [
    *[(text, ground) for text in ("text", "muted") for ground in ("frame", "window", "surface", "hover")],
    ("faint", "surface"),
    ("accent", "surface"),
    ("accent", "accent_soft"),
    ("text", "accent_soft"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_band", "band"),
    *[(tone, f"{tone}_soft") for tone in theme.TONES],
    *[(tone, "surface") for tone in theme.TONES],
]


def luminance(colour):
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    """Return the contrast of two colours as WCAG 2 reckons it."""
    light, dark = sorted((luminance(QColor(one)), luminance(QColor(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_every_text_can_be_read_on_its_ground(colours, text, ground):
    assert contrast(getattr(colours, text), getattr(colours, ground)) >= 4.5


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_boxes_and_the_mark_of_the_cursor_stand_out(colours):
    assert contrast(colours.focus, colours.surface) >= 3
    assert contrast(colours.text, colours.surface) >= 7


@pytest.mark.parametrize("size", range(theme.SMALLEST_PT, theme.LARGEST_PT + 1))
def test_the_style_sheet_is_filled_in_at_every_size(size):
    sheet = theme.style_sheet(theme.LIGHT, size)
    assert "@" not in sheet
    assert f"{size * 1.5:g}pt" in sheet


def test_lengths_grow_with_the_letters(qapp):
    theme.apply("light", 10)
    usual = theme.px(8)
    theme.apply("light", 15)
    assert theme.px(8) == round(usual * 1.5)
    theme.apply("light", 99)
    assert theme.base_pt() == theme.LARGEST_PT
    theme.apply("light", 10)


def test_pictures_of_the_style_sheet_exist():
    sheet = theme.style_sheet(theme.LIGHT, 10) + theme.style_sheet(theme.DARK, 10)
    for path in re.findall(r"url\(([^)]+)\)", sheet):
        assert Path(path).is_file(), path


def test_every_icon_named_in_the_program_exists():
    named = {kind.icon for kind in KINDS.values()}
    for path in (ROOT / "ui").rglob("*.py"):
        source = path.read_text("utf-8")
        named |= set(re.findall(r"icon=\"([a-z-]+)\"", source))
        named |= set(
            re.findall(r"(?:icons\.icon|icons\.pixmap|picture|tool_button)\(\s*\"([a-z-]+)\"", source)
        )
    lacking = {name for name in named if not (icons.FOLDER / f"{name}.svg").is_file()}
    assert lacking == set()


def test_every_icon_shipped_is_known_by_name_somewhere():
    sources = "".join(
        path.read_text("utf-8") for folder in ("ui", "desk_app") for path in (ROOT / folder).rglob("*.py")
    )
    unused = {path.stem for path in icons.FOLDER.glob("*.svg") if f'"{path.stem}"' not in sources}
    assert unused == set()


def test_an_icon_takes_the_colour_of_the_palette(qapp):
    theme.apply("light")
    light = icons.pixmap("room", "accent", 20).toImage()
    theme.apply("dark")
    dark = icons.pixmap("room", "accent", 20).toImage()
    theme.apply("light")
    assert light != dark
    assert _strongest(light) == QColor(theme.LIGHT.accent).name()
    assert _strongest(dark) == QColor(theme.DARK.accent).name()


def _strongest(image):
    """Return the colour of a pixel that is wholly drawn."""
    solid = [
        image.pixelColor(x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    ]
    return solid[0].name()


def test_light_and_dark_name_the_same_colours():
    for each in fields(theme.Palette):
        for colours in (theme.LIGHT, theme.DARK):
            assert QColor(getattr(colours, each.name)).isValid(), each.name
