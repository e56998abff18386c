"""The fonts a template asks for (字体), and those a computer lacks: Word would print in another one, at worst badly."""

import re
from collections.abc import Iterable
from html import unescape

from desk_app.kernel.papers.package import Package

_ASKED = re.compile(rb"<w:rFonts\b[^>]*>")
_NAME = re.compile(rb'\bw:(?:ascii|hAnsi|eastAsia)="([^"]+)"')
_ALSO_CALLED = (
    {"宋体", "SimSun"}, {"新宋体", "NSimSun"}, {"黑体", "SimHei"}, {"楷体", "KaiTi"}, {"仿宋", "FangSong"},
    {"微软雅黑", "Microsoft YaHei"}, {"等线", "DengXian"}, {"等线 Light", "DengXian Light"}, {"隶书", "LiSu"},
    {"幼圆", "YouYuan"}, {"华文宋体", "STSong"}, {"华文中宋", "STZhongsong"}, {"华文仿宋", "STFangsong"},
    {"华文楷体", "STKaiti"}, {"华文细黑", "STXihei"}, {"方正小标宋简体", "FZXiaoBiaoSong-B05S"},
    {"楷体_GB2312", "KaiTi_GB2312"}, {"仿宋_GB2312", "FangSong_GB2312"},
)  # fmt: skip


def fonts_of(package: Package) -> frozenset[str]:
    """Return the names of the fonts the text of a template asks for, styles included."""
    parts = [
        part for name, part in package.parts.items() if name.startswith("word/") and name.endswith(".xml")
    ]
    asked = (tag for part in parts for tag in _ASKED.findall(part))
    return frozenset(unescape(name.decode()) for tag in asked for name in _NAME.findall(tag))


def missing_fonts(names: Iterable[str], installed: Iterable[str]) -> tuple[str, ...]:
    """Return which of the fonts `names` are not installed under this or their other name (宋体 is SimSun)."""
    there = {_plain(name) for name in installed}
    for both in _ALSO_CALLED:
        if there & {_plain(name) for name in both}:
            there |= {_plain(name) for name in both}
    return tuple(sorted(name for name in set(names) if _plain(name) not in there))


def _plain(name: str) -> str:
    return name.lstrip("@").casefold().replace(" ", "")
